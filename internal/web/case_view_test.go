package web

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
)

func TestTheTrackRunsFromTheReceiptToTheDueDay(t *testing.T) {
	c := someCase()
	c.Facts.Received.At = clock.MustDay("2026-11-04")
	c.Facts.Records.At = clock.MustDay("2026-11-14")
	d := dueView{Due: clock.MustDay("2026-12-04"), From: clock.MustDay("2026-11-04").At(9, 0, 0, imr.Office)}
	tr := trackOf(c, d, noon) // November 24
	if tr.Days != 30 || tr.Day != 20 {
		t.Errorf("day %d of %d", tr.Day, tr.Days)
	}
	want := []struct {
		x     int
		label string
	}{{0, "Received Nov 4"}, {333, "Records Nov 14"}, {666, "Today, day 20 of 30"}, {1000, "Due Dec 4"}}
	if len(tr.Points) != len(want) {
		t.Fatalf("%+v", tr.Points)
	}
	for i, w := range want {
		if p := tr.Points[i]; p.X != w.x || p.Label != w.label || !p.Lone {
			t.Errorf("point %d is %+v, not %+v", i, p, w)
		}
	}
}

func TestALateCaseKeepsItsDueDayOnTheTrack(t *testing.T) {
	c := someCase()
	c.Facts.Received.At = clock.MustDay("2026-10-15")
	tr := trackOf(c, dueView{Due: clock.MustDay("2026-11-14"), From: clock.MustDay("2026-10-15").At(9, 0, 0, imr.Office)}, noon)
	for _, p := range tr.Points {
		if p.Kind == "due" && p.X != 750 || p.Kind == "today" && (p.X != 1000 || p.Label != "Today, 10 days after") {
			t.Errorf("%+v", p)
		}
	}
}

func TestNoLabelRunsIntoAnother(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := someCase()
		day := rapid.IntRange(0, 60)
		base := clock.MustDay("2026-10-01")
		c.Facts.Received.At = base
		c.Facts.Eligible.At = base.AddDays(day.Draw(t, "eligible"))
		c.Facts.Records.At = base.AddDays(day.Draw(t, "records"))
		c.Facts.Assigned.At = base.AddDays(day.Draw(t, "assigned"))
		tr := trackOf(c, dueView{Due: base.AddDays(day.Draw(t, "due")), From: base.At(9, 0, 0, imr.Office)}, noon)
		var xs []int
		for _, p := range tr.Points {
			if p.X < 0 || p.X > 1000 {
				t.Fatalf("%+v lies off the track", p)
			}
			if p.Lone && p.Kind != "today" {
				for _, x := range xs {
					if p.X-x < 190 && x-p.X < 190 {
						t.Fatalf("labels at %d and %d run into each other", x, p.X)
					}
				}
				xs = append(xs, p.X)
			}
		}
	})
}

func TestStepsThatCannotBeTakenSayWhichRuleForbidsThem(t *testing.T) {
	c := someCase() // in the eligibility check
	now, not := moreSteps(programmeRules(t), c, func(a auth.Action) bool { return auth.NeedOf(auth.Coordinator, a) == auth.Always }, "found_eligible")
	has := func(ls []stepLink, title string) *stepLink {
		for i := range ls {
			if ls[i].Title == title {
				return &ls[i]
			}
		}
		return nil
	}
	if l := has(now, "Find not eligible"); l == nil || l.Link != "/cases/CM15-0190123/found-ineligible" || l.Rule == "" {
		t.Errorf("finding it not eligible is offered as %+v", l)
	}
	if has(now, "Find eligible") != nil || has(not, "Find eligible") != nil {
		t.Error("the next step stands on the list too")
	}
	if l := has(not, "Receive records"); l == nil || !strings.Contains(l.Why, "Waiting for records") || l.Link != "" || l.Rule == "" {
		t.Errorf("receiving records is refused as %+v", l)
	}
	if has(now, "Sign the determination") != nil || has(not, "Sign the determination") != nil {
		t.Error("a coordinator is offered to sign")
	}
}

func TestWhatIsInDisputeIsSaidInNumbers(t *testing.T) {
	q := func(n int) imr.Quantity { return imr.Quantity{Amount: n, Unit: "sessions"} }
	for want, it := range map[string]imr.Item{
		"12 sessions asked, 6 authorized, 6 in dispute": {Asked: q(12), Authorized: q(6), InDispute: q(6)},
		"12 sessions asked, none authorized":            {Asked: q(12), InDispute: q(12)},
		"":                                              {},
	} {
		if got := dispute(it); got != want {
			t.Errorf("%q, not %q", got, want)
		}
	}
}
