package web

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
	"github.com/openimr/openimr/letter"
	"github.com/openimr/openimr/library"
)

// Determinations that are like the one being written: published ones for the same treatment, and those of the same
// worker. What was decided in them is not shown to the reviewer of an item until they have recorded their own decision
// on it, so that nobody decides by precedent; it is left out here, on the server. Quality sees it, those that were decided otherwise first.

// Library holds published determinations and finds the other cases of a worker.
type Library interface {
	LikePublished(ctx context.Context, request string, most int) (matches []library.Match, of int, err error)
	Published(ctx context.Context, number string) (library.Entry, error)
	CasesOfWorker(ctx context.Context, id imr.CaseID) ([]imr.CaseID, error)
}

func (s *server) likeRoutes() []Route {
	return []Route{
		{Pattern: "GET /cases/{id}/like", Action: auth.WriteDraft, OfCase: true, Handle: s.likePage},
		{Pattern: "GET /cases/{id}/like/{number}", Action: auth.WriteDraft, OfCase: true, Handle: s.likeOne},
		{Pattern: "GET /cases/{id}/otherwise", Action: auth.CheckQuality, OfCase: true, Handle: s.otherwisePage},
		{Pattern: "GET /cases/{id}/otherwise/{number}", Action: auth.CheckQuality, OfCase: true, Handle: s.otherwiseOne},
	}
}

const mostLike = 12

type likeView struct {
	Case    imr.Case
	Off     bool // there is no library here
	Quality bool
	Of      int // published requests that were looked through
	Items   []likeItem
}

// Path is where the page and its determinations are.
func (p likeView) Path() string {
	if p.Quality {
		return casePath(p.Case.ID) + "/otherwise"
	}
	return casePath(p.Case.ID) + "/like"
}

type likeItem struct {
	Number  int
	Request string
	Decided bool        // the outcomes of the others may be shown
	Mine    imr.Outcome // for quality: to tell those that were decided otherwise
	Like    []likeRow
	Earlier []likeRow // of the same worker
}

type likeRow struct {
	Number    string
	Day       string
	Request   string
	Item      int
	Outcome   string // "" where it is not shown
	Otherwise bool   // decided otherwise than here
	Kind      bool   // the same kind of treatment
}

func (s *server) likePage(v *Visit) error { return s.showLike(v, false) }

func (s *server) otherwisePage(v *Visit) error { return s.showLike(v, true) }

func (s *server) showLike(v *Visit, quality bool) error {
	p := likeView{Case: v.Case, Quality: quality, Off: s.Library == nil}
	if !p.Off {
		draft, err := s.decisions(v, quality)
		if err != nil {
			return err
		}
		earlier, err := s.earlierOf(v)
		if err != nil {
			return err
		}
		for _, it := range v.Case.Items {
			if it.State != imr.ItemInDispute || v.R.URL.Query().Get("item") != "" && v.R.URL.Query().Get("item") != strconv.Itoa(it.Number) {
				continue
			}
			row, of, err := s.likeItem(v, it, draft, earlier)
			if err != nil {
				return err
			}
			p.Items, p.Of = append(p.Items, row), of
		}
	}
	if v.R.URL.Query().Get("part") != "" {
		return v.Part(http.StatusOK, likeParts(p))
	}
	title := "Like determinations"
	if quality {
		title = "Decided otherwise"
	}
	return v.Render(http.StatusOK, Page{Title: title + " – " + string(v.Case.ID), Here: "/queue"}, likeBody(v, p))
}

// decisions are what is decided so far: for the reviewer as they type, for quality as it was submitted.
func (s *server) decisions(v *Visit, quality bool) (map[int]imr.Outcome, error) {
	d := imr.Draft{}
	if v.Case.Draft != nil {
		d = *v.Case.Draft
	}
	if !quality {
		typed, err := s.Store.Draft(v.R.Context(), v.Case.ID)
		if err != nil {
			return nil, err
		}
		d = workingDraft(v.Case, typed)
	}
	m := map[int]imr.Outcome{}
	for _, it := range d.Items {
		m[it.Item] = it.Outcome
	}
	return m, nil
}

func (s *server) likeItem(v *Visit, it imr.Item, decided map[int]imr.Outcome, earlier []imr.Case) (likeItem, int, error) {
	row := likeItem{Number: it.Number, Request: it.Request, Mine: decided[it.Number], Decided: decided[it.Number] != imr.Undecided}
	ms, of, err := s.Library.LikePublished(v.R.Context(), it.Request, mostLike)
	if err != nil {
		return row, 0, err
	}
	for _, m := range ms {
		r := likeRow{Number: m.Number, Request: m.Words, Item: m.Item, Kind: m.Kind}
		if !m.Decided.IsZero() {
			r.Day = plainDay(m.Decided)
		}
		if row.Decided {
			e, err := s.Library.Published(v.R.Context(), m.Number)
			if err != nil {
				return row, 0, err
			}
			if m.Item < len(e.Items) {
				r.Outcome, r.Otherwise = decisionWords(e.Items[m.Item].Decision), otherwise(row.Mine, e.Items[m.Item].Decision)
			}
		}
		row.Like = append(row.Like, r)
	}
	for _, c := range earlier {
		for _, old := range c.Items {
			if !library.Alike(it.Request, old.Request) {
				continue
			}
			r := likeRow{Number: string(c.ID), Day: plainDay(c.Facts.Determined.At), Request: old.Request, Item: old.Number, Kind: true}
			if d, ok := decisionOn(c.Draft, old.Number); ok && row.Decided {
				r.Outcome, r.Otherwise = outcomeName(d.Outcome), d.Outcome != row.Mine
			}
			row.Earlier = append(row.Earlier, r)
		}
	}
	return row, of, nil
}

// earlierOf are the determined cases of the same person: the same name and the same day of birth, or the same claim.
func (s *server) earlierOf(v *Visit) ([]imr.Case, error) {
	ids, err := s.Library.CasesOfWorker(v.R.Context(), v.Case.ID)
	if err != nil {
		return nil, err
	}
	var cs []imr.Case
	for _, id := range ids {
		c, err := s.Store.Case(v.R.Context(), id)
		if err != nil {
			return nil, err
		}
		born := !c.Worker.BirthDate.IsZero() && c.Worker.BirthDate == v.Case.Worker.BirthDate
		claim := c.Claim.Number != "" && c.Claim.Number == v.Case.Claim.Number
		if (born || claim) && c.Facts.Determined.Seq > 0 && c.Draft != nil {
			cs = append(cs, c)
		}
	}
	return cs, nil
}

func otherwise(mine imr.Outcome, theirs letter.Decision) bool {
	return theirs != letter.Unknown && theirs != "" && string(mine) != string(theirs)
}

func decisionWords(d letter.Decision) string {
	if d == letter.Unknown || d == "" {
		return "Not known"
	}
	return outcomeName(imr.Outcome(d))
}

type likeOneView struct {
	Case    imr.Case
	Back    string
	Entry   library.Entry
	Item    int // shown; -1 for all
	Decided bool
}

// likeOne shows a published determination to the reviewer: until their own decision is recorded without what was decided and why.
func (s *server) likeOne(v *Visit) error {
	decided, err := s.decisions(v, false)
	if err != nil {
		return err
	}
	all := len(decided) > 0
	for _, o := range decided {
		all = all && o != imr.Undecided
	}
	if it, err := strconv.Atoi(v.R.URL.Query().Get("item")); err == nil {
		all = decided[it] != imr.Undecided
	}
	return s.showOne(v, casePath(v.Case.ID)+"/like", all)
}

func (s *server) otherwiseOne(v *Visit) error {
	return s.showOne(v, casePath(v.Case.ID)+"/otherwise", true)
}

func (s *server) showOne(v *Visit, back string, decided bool) error {
	if s.Library == nil {
		return &imr.Error{Kind: imr.NotFound, Message: "This server holds no published determinations."}
	}
	e, err := s.Library.Published(v.R.Context(), v.R.PathValue("number"))
	if err != nil {
		return err
	}
	return v.Render(http.StatusOK, Page{Title: "Published determination " + e.Number, Here: "/queue"}, likeOneBody(v, likeOneView{Case: v.Case, Back: back, Entry: e, Decided: decided}))
}

// likeOrder puts what was decided otherwise first, for quality.
func likeOrder(p likeView, rows []likeRow) []likeRow {
	if !p.Quality {
		return rows
	}
	rows = slices.Clone(rows)
	slices.SortStableFunc(rows, func(a, b likeRow) int {
		switch {
		case a.Otherwise == b.Otherwise:
			return 0
		case a.Otherwise:
			return -1
		}
		return 1
	})
	return rows
}
