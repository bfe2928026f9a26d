package letter_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/sample"
	"github.com/openimr/openimr/letter"
	"github.com/openimr/openimr/programme"
)

var head = letter.Letterhead{
	Organization: letter.Organization{Name: "Sierra Review Organization", Address: []letter.Text{"100 Example Street", "Sacramento, CA 95814"}, Telephone: "916-555-0100",
		SignedBy: "Miguel Santos, MD", Title: "Medical Director"},
	County:   "Sacramento",
	Director: letter.Addressee{Role: "Administrative Director", Name: "Division of Workers' Compensation, IMR Unit", Method: "electronic", To: "imr@example.org"},
}

// told plays a story up to the step before the first one that stop is true for.
func told(t *testing.T, s sample.Story, stop func(imr.Command) bool) imr.Case {
	t.Helper()
	p, err := programme.Load("ca-wc-imr")
	if err != nil {
		t.Fatal(err)
	}
	c := imr.Case{ID: s.Case}
	for i, step := range s.Steps {
		if stop != nil && stop(step.Command) {
			s.Steps = s.Steps[:i]
			break
		}
	}
	err = s.Play(func(r imr.Request) (imr.Case, error) {
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

func TestTheTractionCaseBecomesALetterThatCanBeServed(t *testing.T) {
	t.Parallel()
	c := told(t, sample.Traction(), func(cmd imr.Command) bool { _, ok := cmd.(*imr.Served); return ok })
	on := clock.MustDay("2015-11-04")
	d := letter.FromCase(c, head, on)
	if d.CaseNumber != "CM15-0190123" || d.Dates.Decided.IsZero() || len(d.Items) != 1 || d.Items[0].Decision != letter.Upheld || d.Served.Outcome != letter.OutcomeUpheld {
		t.Errorf("the letter is not that of the case: %+v", d)
	}
	var services []imr.Service
	for _, p := range c.Parties {
		services = append(services, imr.Service{Party: p.ID, Method: imr.MailInState})
	}
	d = d.Proved(head, services, c.Parties, "Sam Server", "Sacramento, California", on.At(15, 45, 0, imr.Office))
	for _, f := range letter.Lint(d, letter.ContextOf(c, head, clock.MustDay("2015-11-09"), nil)) {
		if f.Severity != letter.Info && f.Rule != "pos.missing" {
			t.Errorf("%s %s %s: %s", f.Severity, f.Rule, f.Field, f.Message)
		}
	}
	for _, form := range letter.Forms() {
		data, err := letter.Render(d, form)
		if err != nil {
			t.Fatal(err)
		}
		again, err := letter.Render(d, form)
		if err != nil || !bytes.Equal(data, again) {
			t.Errorf("the same decision gave other bytes as %s", form)
		}
		for _, secret := range []string{c.Reviewer.Name, string(c.Reviewer.ID), strings.Fields(c.Reviewer.Name)[1]} {
			if bytes.Contains(data, []byte(secret)) {
				t.Errorf("the %s names the reviewer: %s", form, secret)
			}
		}
	}
}

func TestALetterBeforeItsSignatureIsADraft(t *testing.T) {
	t.Parallel()
	c := told(t, sample.Traction(), func(cmd imr.Command) bool { _, ok := cmd.(*imr.Approved); return ok })
	on := clock.MustDay("2015-11-02")
	d := letter.FromCase(c, head, on)
	text := string(letter.Compose(d).Text())
	if !strings.Contains(text, "DRAFT. This letter has not been signed.") || !strings.HasPrefix(letter.Compose(d).Title, "Draft: ") {
		t.Errorf("the draft is not marked as one:\n%s", text[:500])
	}
	for _, f := range letter.Lint(d, letter.ContextOf(c, head, clock.MustDay("2015-11-09"), nil)) {
		if f.Severity == letter.Error {
			t.Errorf("%s %s: %s", f.Rule, f.Field, f.Message)
		}
	}
	c.Draft = nil
	d = letter.FromCase(c, head, on)
	found := false
	for _, f := range letter.Lint(d, letter.ContextOf(c, head, 0, nil)) {
		found = found || f.Rule == "item.decision"
	}
	if !found || d.Items[0].Decision != letter.Unknown {
		t.Error("a letter without the reviewer's draft decides something")
	}
}

func TestWhatWasAuthorizedStandsApartFromWhatIsInDispute(t *testing.T) {
	t.Parallel()
	quantity := func(n int) imr.Quantity { return imr.Quantity{Amount: n, Unit: "sessions"} }
	c := imr.Case{ID: "CM26-0000001", Items: []imr.Item{
		{Number: 1, Request: "Physical therapy for the low back, 12 sessions", Asked: quantity(12), Authorized: quantity(6), InDispute: quantity(6)},
		{Number: 2, Request: "Acupuncture", Asked: quantity(8), Authorized: quantity(2), InDispute: quantity(6)},
		{Number: 3, Request: "Lumbar brace", Asked: imr.Quantity{Amount: 1, Unit: "unit"}, InDispute: imr.Quantity{Amount: 1, Unit: "unit"}},
		{Number: 4, Request: "Settled long ago", State: imr.ItemIsAuthorized},
	}}
	var got [][3]letter.Text
	for _, it := range letter.FromCase(c, head, 0).Items {
		got = append(got, [3]letter.Text{it.OriginalRequest, it.Authorized, it.Request})
	}
	want := [][3]letter.Text{
		{"Physical therapy for the low back, 12 sessions", "Physical therapy for the low back, 6 sessions", "Physical therapy for the low back, 6 sessions"},
		{"Acupuncture, 8 sessions", "Acupuncture, 2 sessions", "Acupuncture, 6 sessions"},
		{"", "", "Lumbar brace"},
	}
	if len(got) != len(want) {
		t.Fatalf("got %q", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("item %d: got %q, want %q", i+1, got[i], want[i])
		}
	}
}

func TestEveryInventedCaseHasALetter(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 24, 10, 0, 0, 0, imr.Office)
	for _, s := range sample.All(now) {
		c := told(t, s, nil)
		d := letter.FromCase(c, head, clock.DayIn(now, imr.Office))
		for _, form := range letter.Forms() {
			data, err := letter.Render(d, form)
			if err != nil {
				t.Errorf("%s as %s: %v", s.Case, form, err)
			}
			if c.Reviewer != nil && bytes.Contains(data, []byte(c.Reviewer.Name)) {
				t.Errorf("the letter of %s names the reviewer", s.Case)
			}
		}
		if c.Facts.Determined.At.IsZero() {
			continue
		}
		for _, f := range letter.Lint(d, letter.ContextOf(c, head, 0, nil)) {
			if f.Severity == letter.Error && f.Rule != "pos.missing" {
				t.Errorf("%s is determined, and the linter says %s %s: %s", s.Case, f.Rule, f.Field, f.Message)
			}
		}
	}
}
