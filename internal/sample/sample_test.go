package sample_test

import (
	"testing"
	"time"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/sample"
	"github.com/openimr/openimr/programme"
)

func play(t *testing.T, s sample.Story, now time.Time) imr.Case {
	t.Helper()
	p, err := programme.Load("ca-wc-imr")
	if err != nil {
		t.Fatal(err)
	}
	c := imr.Case{ID: s.Case}
	var last time.Time
	err = s.Play(func(r imr.Request) (imr.Case, error) {
		if r.Act.At.Before(last) || r.Act.At.After(now) {
			t.Errorf("%s: %T at %s comes after %s, now is %s", s.Case, r.Command, r.Act.At, last, now)
		}
		last = r.Act.At
		events, err := imr.Decide(p.Rules, c, r.Command, r.Act)
		for _, e := range events {
			if err := c.Apply(e); err != nil {
				return c, err
			}
		}
		return c, err
	}, func(imr.Case, imr.Served, time.Time) (string, error) { return "0", nil })
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestTheTractionCaseIsServed(t *testing.T) {
	c := play(t, sample.Traction(), time.Date(2026, 11, 24, 9, 0, 0, 0, imr.Office))
	if c.State != imr.Final || c.Facts.Served.Seq == 0 || len(c.Documents) != 6 || c.Reviewer == nil {
		t.Errorf("the case stands at %q with %d papers", c.State, len(c.Documents))
	}
}

func TestEveryStoryCanBePlayedOnAnyDay(t *testing.T) {
	for _, day := range []string{sample.Earliest.String(), "2026-11-24", "2026-11-28", "2026-11-29", "2027-01-01", "2027-03-14", "2028-02-29"} {
		for _, hour := range []int{0, 7, 12, 23} {
			d, err := time.ParseInLocation("2006-01-02", day, imr.Office)
			if err != nil {
				t.Fatal(err)
			}
			now := d.Add(time.Duration(hour) * time.Hour)
			ids := map[imr.CaseID]bool{}
			states := map[imr.State]int{}
			for _, s := range sample.All(now) {
				if ids[s.Case] {
					t.Errorf("%s is told twice", s.Case)
				}
				ids[s.Case] = true
				states[play(t, s, now).State]++
			}
			if len(ids) < 16 || len(states) < 14 {
				t.Errorf("%d cases at %d stages", len(ids), len(states))
			}
		}
	}
}

func TestPartiesAreKnownPeople(t *testing.T) {
	known := map[imr.UserID]bool{}
	for _, p := range sample.People() {
		if known[p.ID] {
			t.Errorf("%s is there twice", p.ID)
		}
		known[p.ID] = true
	}
	for _, s := range sample.All(time.Date(2026, 11, 24, 9, 0, 0, 0, imr.Office)) {
		for _, step := range s.Steps {
			if !known[step.By.ID] {
				t.Errorf("%s: %s has no account", s.Case, step.By.ID)
			}
			if a, ok := step.Command.(*imr.ApplicationReceived); ok {
				for _, p := range a.Parties {
					if p.Account != "" && !known[p.Account] {
						t.Errorf("%s: %s has no account", s.Case, p.Account)
					}
				}
			}
		}
	}
}

func TestEveryPaperHasItsPages(t *testing.T) {
	for _, s := range sample.All(time.Date(2026, 11, 24, 9, 0, 0, 0, imr.Office)) {
		papers := 0
		err := s.EachDocument(func(app *imr.ApplicationReceived, d *imr.Document) error {
			papers++
			pages := sample.Paper(app, *d)
			if len(pages) != d.Pages || len(pages) == 0 {
				t.Errorf("%s: %s has %d pages, not %d", s.Case, d.Title, len(pages), d.Pages)
			}
			for i, p := range pages {
				if p.Title == "" || len(p.Lines) == 0 || len(p.Text) == 0 {
					t.Errorf("%s: page %d of %s is empty", s.Case, i+1, d.Title)
				}
			}
			return nil
		})
		if err != nil || papers < 2 {
			t.Errorf("%s: %d papers, %v", s.Case, papers, err)
		}
	}
}
