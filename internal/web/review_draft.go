package web

import (
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"time"
	"unicode/utf16"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
)

// The desk saves what is typed within a second and a half, on top of the revision that it was made from. Where another
// window saved meanwhile the two are put together here (imr.MergeDrafts), and the answer has what came of it, with the
// places where both changed the same. A window names itself, so that a save whose answer was lost is not taken for
// another's. The same goes for words that a browser kept while the server could not be reached, a day later too.

// savingJSON is what a window sends.
type savingJSON struct {
	Rev    int       `json:"rev"` // of the draft that it goes on from
	Window string    `json:"window"`
	Draft  imr.Draft `json:"draft"`
	Spent  int       `json:"spent"` // seconds for which this window was used so far
}

// savedJSON answers a window that saved, or could not.
type savedJSON struct {
	Rev     int              `json:"rev"`
	Saved   string           `json:"saved,omitempty"`   // "2:02 pm"
	Draft   *imr.Draft       `json:"draft,omitempty"`   // where it is another than the one that was sent
	Clashes []imr.DraftClash `json:"clashes,omitempty"` // places in that draft, in UTF-16 code units as scripts count
	Spent   int              `json:"spent"`             // seconds on this case, on all days
	Why     string           `json:"why,omitempty"`
}

const maxWindow = 64 // letters of the name of a window

// saveDraft keeps the text as it is typed.
func (s *server) saveDraft(v *Visit) error {
	var got savingJSON
	dec := json.NewDecoder(v.R.Body)
	dec.DisallowUnknownFields()
	if err := dec.Decode(&got); err != nil {
		return formError(err)
	}
	refuse := func(status int, why string) error { return v.json(status, savedJSON{Rev: got.Rev, Why: why}) }
	if why := draftFault(got.Draft); why != "" {
		return refuse(http.StatusUnprocessableEntity, why)
	}
	if why := modelFault(v.Case, got.Draft); why != "" {
		return refuse(http.StatusUnprocessableEntity, why)
	}
	if len(got.Window) > maxWindow || got.Rev < 0 {
		return refuse(http.StatusUnprocessableEntity, "This window cannot save. Load the page again.")
	}
	if why := refusalOf(s.Rules, v.Case, "draft_submitted"); why != nil {
		return refuse(http.StatusConflict, why.Error())
	}
	now, clashes, err := s.keepDraft(v, imr.DraftText{Case: v.Case.ID, By: v.Account.ID, Rev: got.Rev, Window: got.Window, Draft: got.Draft})
	if err != nil {
		return err
	}
	out := savedJSON{Rev: now.Rev, Saved: clockTime(now.Saved), Clashes: scriptPlaces(now.Draft, clashes)}
	if !sameDraft(now.Draft, got.Draft) {
		out.Draft = &now.Draft
	}
	if out.Spent, err = s.spend(v, got.Window, got.Spent); err != nil {
		return err
	}
	return v.json(http.StatusOK, out)
}

// keepDraft saves a text, put together with what another window saved since the one that it goes on from. What is stored
// already is not stored again.
func (s *server) keepDraft(v *Visit, d imr.DraftText) (imr.DraftText, []imr.DraftClash, error) {
	ctx := v.R.Context()
	now, err := s.Store.Draft(ctx, v.Case.ID)
	if err != nil || now.Rev > 0 && sameDraft(now.Draft, d.Draft) {
		return now, nil, err
	}
	var clashes []imr.DraftClash
	mine := d.Draft
	for range 5 {
		saved, err := s.Store.SaveDraft(ctx, d)
		var other *imr.DraftChanged
		if !errors.As(err, &other) {
			return saved, clashes, err
		}
		d.Rev = other.Now.Rev
		if other.Own {
			continue
		}
		base := other.Base.Draft
		if other.Base.Rev == 0 { // from what the page shows where nothing was typed yet
			base = workingDraft(v.Case, imr.DraftText{})
		}
		d.Draft, clashes = imr.MergeDrafts(base, mine, other.Now.Draft)
		if sameDraft(d.Draft, other.Now.Draft) {
			return other.Now, clashes, nil
		}
	}
	return imr.DraftText{}, nil, &imr.Error{Kind: imr.Conflict, Message: "The draft is being saved from many windows at once. It is tried again."}
}

// scriptPlaces counts the places of clashes as scripts count.
func scriptPlaces(d imr.Draft, clashes []imr.DraftClash) []imr.DraftClash {
	clashes = slices.Clone(clashes)
	for i, c := range clashes {
		text := textOfDraft(d, c.Field)
		clashes[i].At.From, clashes[i].At.To = scriptOffset(text, c.At.From), scriptOffset(text, c.At.To)
	}
	return clashes
}

// textOfDraft is the text of a field: "summary", "items[0].rationale"; "" where there is none.
func textOfDraft(d imr.Draft, field string) string {
	if field == "summary" {
		return d.Summary
	}
	n, rest, ok := itemField(field)
	if !ok || n >= len(d.Items) {
		return ""
	}
	switch it := d.Items[n]; rest {
	case "rationale":
		return it.Rationale
	case "imro_guideline":
		return it.IMROGuideline
	case "claims_administrator_guideline":
		return it.ClaimsAdministratorGuideline
	case "outcome":
		return string(it.Outcome)
	}
	return ""
}

// scriptOffset is an offset of a text in UTF-16 code units, at is in bytes.
func scriptOffset(text string, at int) int {
	n := 0
	for _, r := range text[:min(max(at, 0), len(text))] {
		n += max(1, utf16.RuneLen(r))
	}
	return n
}

// The time that a reviewer spends on a case is counted while the desk is looked at and used (static/review/time.js). It is
// kept for the reviewer alone: no other page, list or export has it.

// spend notes how long a window was used so far and returns how long the visitor worked on the case.
func (s *server) spend(v *Visit, window string, seconds int) (int, error) {
	if window != "" && seconds > 0 && seconds <= 24*60*60 {
		w := imr.WorkTime{Case: v.Case.ID, By: v.Account.ID, Day: clock.DayIn(v.Now, imr.Office), Window: window, Seconds: seconds}
		if err := s.Store.SpendTime(v.R.Context(), w); err != nil {
			return 0, err
		}
	}
	d, err := s.Store.TimeSpent(v.R.Context(), v.Case.ID, v.Account.ID)
	return int(d / time.Second), err
}

// spendTime takes the time while nothing is typed.
func (s *server) spendTime(v *Visit) error {
	var got struct {
		Window string `json:"window"`
		Spent  int    `json:"spent"`
	}
	if err := json.NewDecoder(v.R.Body).Decode(&got); err != nil {
		return formError(err)
	}
	if len(got.Window) > maxWindow {
		return v.json(http.StatusUnprocessableEntity, savedJSON{Why: "This window cannot save. Load the page again."})
	}
	spent, err := s.spend(v, got.Window, got.Spent)
	if err != nil {
		return err
	}
	return v.json(http.StatusOK, map[string]int{"spent": spent})
}
