package imr_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
)

// Whatever way a case goes through the table, its clocks can be told: each due date is not before its start, what is
// open says truly whether it is late, a state that waits for somebody has its next step, and the queue's row, which is
// told without the reasons, says the same as the page.
func TestTheClocksOfAnyWayThroughTheTable(t *testing.T) {
	r := rules(t)
	rapid.Check(t, func(t *rapid.T) {
		methods := rapid.SampledFrom([]imr.Method{"", imr.Personal, imr.Electronic, imr.Fax, imr.MailInState, imr.MailOutOfState, imr.MailAbroad})
		now := clock.MustDay("2013-02-01").AddDays(rapid.IntRange(0, 5000).Draw(t, "first")).At(9, 0, 0, imr.Office)
		c := imr.Case{ID: "CM15-0190123", Priority: rapid.SampledFrom([]imr.Priority{imr.Regular, imr.Expedited, imr.Formulary}).Draw(t, "priority"),
			Items:   []imr.Item{{Number: 1, State: imr.ItemInDispute}, {Number: 2, State: imr.ItemInDispute, Retrospective: true}},
			Parties: []imr.Party{{ID: "P1", Role: imr.InjuredWorker}, {ID: "P2", Role: imr.ClaimsAdministrator}, {ID: "P3", Role: imr.RequestingPhysician}}}
		c.Denial.Decided = clock.DayIn(now, imr.Office) - 20
		if rapid.Bool().Draw(t, "proof of service") {
			c.Denial.Served, c.Denial.ServedBy = c.Denial.Decided, methods.Draw(t, "served by")
		}
		for range rapid.IntRange(1, 25).Draw(t, "events") {
			var rows []imr.Transition
			for _, row := range r.Transitions {
				if row.From == c.State && !row.AnyOpen || row.AnyOpen && c.State.Open() {
					rows = append(rows, row)
				}
			}
			event, to := imr.EventType("served"), c.State
			if c.State != imr.Determined || c.Facts.Served.Seq > 0 || rapid.Bool().Draw(t, "not served") {
				if len(rows) == 0 {
					break
				}
				row := rapid.SampledFrom(rows).Draw(t, "row")
				event = row.Event
				if !row.Same {
					to = row.To
				}
			}
			now = now.Add(time.Duration(rapid.IntRange(0, 40*24*60).Draw(t, "minutes")) * time.Minute)
			if event == "converted_to_expedited" {
				c.Priority = imr.Expedited
			}
			c.Version++
			turn := imr.Turn{Seq: c.Version, Event: event, From: c.State, At: now, Method: methods.Draw(t, "method"), Of: []imr.PartyID{"P2"}, Priority: c.Priority}
			if event == "notice_sent" || event == "served" {
				turn.Services = []imr.Service{{Party: "P1", Method: methods.Draw(t, "worker")}, {Party: "P2", Method: methods.Draw(t, "claims")}}
				turn.For = []int{1, 2}
			}
			if event == "served" {
				c.Facts.Served = imr.Moment{Seq: c.Version, At: clock.DayIn(now, imr.Office)}
			}
			if event == "resubmitted" {
				c.Facts.Served = imr.Moment{}
			}
			if event == "application_received" {
				c.Facts.Received = imr.Moment{Seq: c.Version, At: clock.DayIn(now, imr.Office)}
			}
			c.Trail, c.State = append(c.Trail, turn), to
		}
		now = now.Add(time.Duration(rapid.IntRange(0, 60*24).Draw(t, "hours")) * time.Hour)
		dues, err := imr.Dues(r, c, now)
		if err != nil {
			t.Fatal(err)
		}
		open := map[string]bool{}
		for _, d := range dues {
			if d.Status == imr.Unknown {
				if d.Why == "" {
					t.Fatalf("%s is not known without a reason", d.Rule.ID)
				}
				continue
			}
			if d.Due.At.Before(d.Due.From) || d.Name == "" || d.Owes == "" || len(d.Due.Steps) == 0 || d.Because == "" {
				t.Fatalf("%s: %+v", d.Rule.ID, d)
			}
			if d.Open() != d.Met.IsZero() && d.Status != imr.Over || d.Status == imr.Late != (d.Open() && now.After(d.Due.At)) {
				t.Fatalf("%s is %s, met %v, due %v, now %v", d.Rule.ID, d.Status, d.Met, d.Due.At, now)
			}
			if d.Open() && open[d.Rule.ID] {
				t.Fatalf("%s runs twice", d.Rule.ID)
			}
			open[d.Rule.ID] = d.Open()
			if d.Open() && !c.State.Open() && d.Rule.MustDo != "imr.petition_filed" && d.Rule.WhoMustAct != "claims_administrator" && d.Rule.MustDo != "imr.conversion_told_to_parties" && c.State != imr.Remanded && c.State != imr.Eligible {
				t.Fatalf("%s still runs at %q", d.Rule.ID, c.State)
			}
		}
		next := imr.NextOf(c, dues, now)
		row, err := imr.RowOf(r, c, now)
		if err != nil {
			t.Fatal(err)
		}
		due := clock.Day(0)
		if next.Due != nil {
			due = next.Due.Due.Day
		}
		if row.NextStep != next.Text || row.Owes != next.Owes || row.Due != due && next.Due.Status != imr.Unknown {
			t.Fatalf("the row says %q of %q by %v, the page %q of %q by %v", row.NextStep, row.Owes, row.Due, next.Text, next.Owes, due)
		}
		if c.State.Open() && next.Text == "" {
			t.Fatalf("nothing is next at %q", c.State)
		}
		imr.ApplicationInTime(r, c)
	})
}
