package imr

import (
	"time"

	"github.com/openimr/openimr/clock"
)

// Timely says whether an application came in time.
type Timely string

// The verdicts.
const (
	InTime    Timely = "in_time"
	TooLate   Timely = "late"
	NotProved Timely = "not_proved" // it depends on a service that nobody has proved yet
)

// ApplicationInTime says whether the application was received by its last day (Labor Code 4610.5(h)(1)), with the
// due date that says so, and in one sentence why. The time runs from the service of the decision, not from its own
// date: without proof of service an application is never late, only not proved to be in time, unless it came so
// early that no service could matter. A case without rules for clocks is not judged: NotProved.
func ApplicationInTime(r Rules, c Case) (Timely, clock.Due, string) {
	if len(c.Trail) == 0 || r.Clocks.Empty() {
		return NotProved, clock.Due{}, "It is not known by which rule the application must be received."
	}
	t := teller{r: r, c: &c}
	rule := t.choose("imr.apply", c.Trail[0])[0]
	received := c.Facts.Received.At
	due := func(from clock.Day, by Method) (clock.Due, bool) {
		d, err := r.Clocks.Due(rule, clock.Start{At: from.At(0, 0, 0, Office), DayOnly: true, Service: clock.Service(by)})
		return d, err == nil
	}
	day := func(d clock.Day) string { return d.Format("January 2, 2006") }
	if resolved, ok := c.resolved(); ok {
		d, err := r.Clocks.Due("imr.apply.liability_resolved", clock.Start{At: resolved.At, Service: clock.Service(resolved.Method)})
		if err == nil && received <= d.Day {
			return InTime, d, "Liability was disputed and then resolved; a new time to apply ran from the notice of it until " + day(d.Day) + "."
		}
	}
	from, by := c.Denial.Served, c.Denial.ServedBy
	if from.IsZero() {
		d, ok := due(c.Denial.Decided, Personal)
		if ok && received <= d.Day {
			return InTime, d, "It was received on " + day(received) + ". No proof of service is on file, but even counted from the decision's own date the last day would be " + day(d.Day) + "."
		}
		return NotProved, d, askForService
	}
	d, ok := due(from, by)
	switch {
	case !ok:
		return NotProved, d, "No rule for the time to apply was in force on " + day(from) + "."
	case received <= d.Day:
		return InTime, d, "It was received on " + day(received) + "; the last day was " + day(d.Day) + "."
	case by == "":
		if most, ok := due(from, MailAbroad); ok && received <= most.Day {
			return NotProved, d, "It was received on " + day(received) + ", after " + day(d.Day) + ". Ask how the decision was served: by mail there was more time."
		}
	}
	return TooLate, d, "It was received on " + day(received) + "; the last day was " + day(d.Day) + "."
}

// resolved is the notice by which a dispute over liability ended for the employee.
func (c Case) resolved() (Turn, bool) {
	for _, t := range c.Trail {
		if t.Event == "liability_resolved_for_employee" {
			return t, true
		}
	}
	return Turn{}, false
}

// lateGround is the ground of ineligibility that needs a proof of service.
const lateGround = "late"

// mayBeLate refuses the ground that an application came late where it did not, or where nobody knows.
func mayBeLate(r Rules, c Case) error {
	if r.Clocks.Empty() {
		return nil
	}
	switch verdict, due, why := ApplicationInTime(r, c); verdict {
	case InTime:
		return refused(due.Rule.Authority, "The application did not come late. %s", why)
	case NotProved:
		return incomplete("grounds", "Labor Code 4610.5(h)(1)", "It cannot be said yet that the application came late. %s", why)
	}
	return nil
}

// notYet refuses to note that something did not come while its time still runs.
func notYet(r Rules, c Case, act Act, what string, refs ...string) error {
	if r.Clocks.Empty() {
		return nil
	}
	dues, err := Dues(r, c, act.At)
	if err != nil {
		return err
	}
	for _, d := range dues {
		for _, ref := range refs {
			if matches(ref, d.Rule.ID) && d.Status == Running && (!d.Optional() || ref == "imr.appeal.petition") {
				return refused(d.Due.Rule.Authority, "The time for %s is not over: it runs until %s.", what, dueOn(&d))
			}
		}
	}
	return nil
}

// lastAppealDay is the last day to appeal from the served determination; ok is false where no rule says it.
func lastAppealDay(r Rules, c Case, now time.Time) (clock.Day, bool) {
	dues, err := Dues(r, c, now)
	if err != nil {
		return 0, false
	}
	for i := len(dues) - 1; i >= 0; i-- {
		if d := dues[i]; d.Rule.ID == "imr.appeal.petition" {
			return d.Due.Day, true
		}
	}
	return 0, false
}
