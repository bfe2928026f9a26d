package web

import (
	"net/http"
	"strconv"
	"time"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/review"
)

// The earlier texts of a reviewer, for the one who wrote them alone. One of each stretch of five minutes is shown, with what
// was changed in it; taking one back saves it as the newest, so nothing is lost by that either.

// stretch is how much time one line of the history stands for.
const stretch = 5 * time.Minute

const maxHistory = 60 // lines of the page

// A historyRow is the text as it stood at the end of a stretch of time.
type historyRow struct {
	Rev     int
	Saved   time.Time
	Changes []fieldChange // since the row below it
	Draft   imr.Draft
}

// A fieldChange is what was changed in one field.
type fieldChange struct {
	Field   string // in words
	Changes []review.Change
}

// draftHistory shows the earlier texts.
func (s *server) draftHistory(v *Visit) error {
	list, err := s.Store.DraftHistory(v.R.Context(), v.Case.ID)
	if err != nil {
		return err
	}
	var rows []historyRow
	for _, d := range list {
		if last := len(rows) - 1; last >= 0 && rows[last].Saved.Truncate(stretch).Equal(d.Saved.Truncate(stretch)) {
			continue
		}
		if len(rows) == maxHistory {
			break
		}
		full, err := s.Store.DraftAt(v.R.Context(), v.Case.ID, d.Rev)
		if err != nil {
			return err
		}
		if full.Rev > 0 {
			rows = append(rows, historyRow{Rev: d.Rev, Saved: d.Saved, Draft: full.Draft})
		}
	}
	for i := range rows {
		before := workingDraft(v.Case, imr.DraftText{})
		if i+1 < len(rows) {
			before = rows[i+1].Draft
		}
		rows[i].Changes = changesOf(before, rows[i].Draft)
	}
	locked := ""
	if why := refusalOf(s.Rules, v.Case, "draft_submitted"); why != nil {
		locked = why.Error()
	}
	return v.Render(http.StatusOK, Page{Title: "Earlier texts of " + string(v.Case.ID), Here: "/queue"}, historyBody(v, rows, locked))
}

// changesOf lists what differs between two drafts, field by field.
func changesOf(was, is imr.Draft) []fieldChange {
	var out []fieldChange
	add := func(field, a, b string) {
		if cs := review.Changes(a, b); len(cs) > 0 {
			out = append(out, fieldChange{field, cs})
		}
	}
	add("Summary", was.Summary, is.Summary)
	for _, it := range is.Items {
		before, _ := decisionOn(&was, it.Item)
		name := "Item " + strconv.Itoa(it.Item) + ", "
		if before.Outcome != it.Outcome {
			out = append(out, fieldChange{name + "decision", []review.Change{{Was: outcomeName(before.Outcome), Is: outcomeName(it.Outcome)}}})
		}
		add(name+"claims administrator's guideline", before.ClaimsAdministratorGuideline, it.ClaimsAdministratorGuideline)
		add(name+"our guideline", before.IMROGuideline, it.IMROGuideline)
		add(name+"rationale", before.Rationale, it.Rationale)
	}
	return out
}

// takeBack makes an earlier text the newest.
func (s *server) takeBack(v *Visit) error {
	values, _, err := v.readForm()
	if err != nil {
		return err
	}
	if why := refusalOf(s.Rules, v.Case, "draft_submitted"); why != nil {
		return why
	}
	old, err := s.Store.DraftAt(v.R.Context(), v.Case.ID, revOf(values))
	if err != nil {
		return err
	}
	if old.Rev == 0 {
		return &imr.Error{Kind: imr.NotFound, Message: "This earlier text is not kept any more. Choose another."}
	}
	now, err := s.Store.Draft(v.R.Context(), v.Case.ID)
	if err != nil {
		return err
	}
	if _, err := s.Store.SaveDraft(v.R.Context(), imr.DraftText{Case: v.Case.ID, By: v.Account.ID, Rev: now.Rev, Draft: old.Draft}); err != nil {
		return err
	}
	v.Flash("The text of " + moment(old.Saved) + " is the draft again. The one before it is kept among the earlier texts.")
	return v.Redirect(casePath(v.Case.ID) + "/review")
}
