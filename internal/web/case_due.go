package web

import (
	"strings"
	"time"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
)

// duesOf tells the due times of a case as its page shows them, what is still owed first, and the next step. may says
// what this person's role lets them do: the step is a button for those alone.
func duesOf(r imr.Rules, c imr.Case, now time.Time, may func(auth.Action) bool) ([]dueView, nextView, error) {
	dues, err := imr.Dues(r, c, now)
	if err != nil {
		return nil, nextView{}, err
	}
	next := imr.NextOf(c, dues, now)
	n := nextView{Text: next.Text, Owes: next.Owes, Event: next.Event}
	if s, ok := stepOf(next.Event); ok {
		n.Title, n.Does = s.Title, s.Does
		if a, ok := auth.ActionOf(next.Event); ok && may(a) && !others(next.Event) {
			n.Link = linkOf(c.ID, s)
		}
	}
	var open, closed []dueView
	for i := range dues {
		d := dueOf(dues[i], now)
		d.Main = next.Due != nil && next.Due.Rule.ID == d.Rule && next.Due.Since == dues[i].Since && dues[i].Status != imr.Unknown
		if dues[i].Open() || dues[i].Status == imr.Unknown {
			open = append(open, d)
		} else {
			closed = append([]dueView{d}, closed...)
		}
	}
	return append(open, closed...), n, nil
}

// others says that a step is for others to decide on, and can come out in more than one way: it is offered with the
// rest of what can be done, never as the one thing to do.
func others(e imr.EventType) bool {
	switch e {
	case "petition_filed", "petition_granted", "petition_denied", "liability_resolved_for_employee":
		return true
	}
	return false
}

func dueOf(d imr.CaseDue, now time.Time) dueView {
	v := dueView{
		Name: d.Name, Owes: d.Owes, Due: d.Due.Day, At: d.Due.At, State: string(d.Status), Word: statusWord(d, now),
		Rule: d.Rule.ID, Source: d.Rule.Authority, From: d.Due.From, Why: d.Why, Because: d.Because, Optional: d.Optional(),
	}
	for _, s := range d.Due.Steps {
		v.Steps = append(v.Steps, reasonStep(s))
	}
	return v
}

// statusWord says how it stands with a due time: "done Oct 9", "done 2 days late", "no longer owed".
func statusWord(d imr.CaseDue, now time.Time) string {
	on := ""
	if !d.Met.IsZero() {
		on = " " + weekDay(clock.DayIn(d.Met, imr.Office), now)
	}
	late := d.DaysLate(now)
	switch d.Status {
	case imr.Late:
		if late == 0 {
			return "late"
		}
		return countOf(late, "day") + " late"
	case imr.Met:
		return "done" + on
	case imr.LateMet:
		if late == 0 {
			return "done late" + on
		}
		return "done " + countOf(late, "day") + " late"
	case imr.Missed:
		return "never done"
	case imr.Over:
		return "time is over"
	case imr.Stopped:
		return "no longer owed"
	case imr.Unknown:
		return "not known"
	}
	return "running"
}

// inTime says whether the application came after its last day, and the reasoning on that.
func inTime(r imr.Rules, c imr.Case) (late bool, reasoning []string) {
	verdict, due, why := imr.ApplicationInTime(r, c)
	head := map[imr.Timely]string{imr.InTime: "In time. ", imr.TooLate: "Too late. ", imr.NotProved: "Not proved to be in time. "}[verdict]
	reasoning = []string{head + why}
	for _, s := range due.Steps {
		reasoning = append(reasoning, s.String())
	}
	return verdict == imr.TooLate, reasoning
}

// lastDayToAppeal is the last day to appeal from the served determination, "" where it does not run.
func lastDayToAppeal(r imr.Rules, c imr.Case, now time.Time) string {
	dues, err := imr.Dues(r, c, now)
	if err != nil {
		return ""
	}
	last := ""
	for _, d := range dues {
		if d.Rule.ID == "imr.appeal.petition" && d.Status != imr.Unknown {
			last = d.Due.Day.String()
		}
	}
	return last
}

// bandIn makes the band of the next step's due time, nil where nothing is due. A time in which somebody may act, but
// nobody must, is never late: it ends.
func bandIn(c imr.Case, dues []dueView, now time.Time) *bandView {
	for _, d := range dues {
		if !d.Main {
			continue
		}
		b := &bandView{Due: d, Name: d.Name + " due", Distance: DistanceTo(d.Due, d.At, now), Full: dueTitle(d.Due, d.At), Track: trackOf(c, d, now)}
		if d.Optional {
			b.Name = "Time for: " + strings.ToLower(d.Name[:1]) + d.Name[1:]
			days := int(d.Due - clock.DayIn(now, imr.Office))
			switch {
			case days < 0:
				b.Distance = Distance{"over", "over since " + countOf(-days, "day")}
			case days == 0:
				b.Distance = Distance{"open", "ends today"}
			default:
				b.Distance = Distance{"open", countOf(days, "day") + " left"}
			}
		}
		return b
	}
	return nil
}

// denialWords tells the decision in dispute: when it was made, how it was served, and what it answered.
func denialWords(c imr.Case) string {
	d := c.Denial
	s := "Denied " + plainDay(d.Decided)
	switch {
	case d.Served.IsZero():
		s += "; no proof of service is on file"
	case d.ServedBy == "":
		s += ", served " + plainDay(d.Served)
	default:
		s += ", served " + plainDay(d.Served) + " " + imr.MethodName(d.ServedBy)
	}
	if !d.RequestDated.IsZero() {
		s += ". Requested " + plainDay(d.RequestDated)
	}
	return s + "."
}
