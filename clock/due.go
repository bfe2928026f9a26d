package clock

import (
	"fmt"
	"time"
)

// Service is how the paper that starts a time was served.
type Service string

// The ways of service, as the command line names them.
const (
	Personal       Service = "personal"
	Electronic     Service = "electronic"
	Fax            Service = "fax"
	MailInState    Service = "mail_in_state"
	MailOutOfState Service = "mail_out_of_state"
	MailAbroad     Service = "mail_abroad"
)

// A Step is one sentence of the reasoning behind a due date, with what it rests on.
type Step struct{ Text, Authority string }

// Due is when something must be done, and why then.
type Due struct {
	Rule  Rule
	From  time.Time
	Day   Day
	At    time.Time // the last second of Day, or the very minute where hours count
	Steps []Step
}

// Compute finds when a rule's time ends that starts at from, after service by that way; zone is the office's.
// The order is: base period, then the extension for service, then the roll to an open day. A rule that was not in
// force on the day it starts, or whose roll this package cannot compute, is an error and never a guess.
func (r Rule) Compute(from time.Time, by Service, zone *time.Location, appointed Closures) (Due, error) {
	start := DayIn(from, zone)
	due := Due{Rule: r, From: from}
	say := func(authority, format string, args ...any) {
		due.Steps = append(due.Steps, Step{fmt.Sprintf(format, args...), authority})
	}
	if !r.InForce(start) {
		return due, fmt.Errorf("the rule %s was not in force on %s (it is from %s to %s)", r.ID, start, r.From, r.To)
	}
	if r.Unit == "hour" {
		due.At = from.Add(time.Duration(r.Length) * time.Hour).In(zone)
		due.Day = DayIn(due.At, zone)
		say(r.Authority, "%d hours from %s, through nights, weekends and holidays: %s.", r.Length, moment(from.In(zone)), moment(due.At))
		return due, nil
	}
	say("CCP 12", "Starts on %s; that day is not counted.", long(start))
	if r.Extension == "presumed_receipt_5" {
		start += 5
		say(r.Authority, "Receipt is presumed 5 days after the date of the notice: %s.", long(start))
	}
	d, skipped, err := r.base(start, appointed)
	if err != nil {
		return due, err
	}
	say(r.Authority, "%d %s: %s.", r.Length, unitName(r.Unit, r.Length), long(d))
	for _, s := range skipped {
		say("", "%s is not counted: %s.", long(s.Day), s.Why)
	}
	extended, authority, why, err := extend(r.Extension, by, d, appointed)
	if err != nil {
		return due, fmt.Errorf("rule %s: %w", r.ID, err)
	}
	if why != "" {
		say(authority, "%s: %s.", why, long(extended))
	}
	d = extended
	switch r.Roll {
	case "no", "unit":
	case "yes:ccp12a":
		rolled, over, err := r.Calendar.Roll(d, appointed)
		if err != nil {
			return due, fmt.Errorf("rule %s: %w", r.ID, err)
		}
		for _, s := range over {
			say("CCP 12a", "%s is no day to act: %s.", long(s.Day), s.Why)
		}
		d = rolled
	default:
		return due, fmt.Errorf("the rule %s moves its last day by %q, which is not computed yet", r.ID, r.Roll)
	}
	due.Day, due.At = d, d.End(zone)
	say(r.Authority, "Due %s.", long(d))
	if r.Confidence == "memory" {
		say("", "This rule has not been verified against the official text.")
	}
	return due, nil
}

func (r Rule) base(start Day, appointed Closures) (Day, []Skip, error) {
	switch r.Unit {
	case "calendar_day":
		return start.AddDays(r.Length), nil, nil
	case "business_day", "working_day":
		d, skipped, err := r.Calendar.Add(start, r.Length, appointed)
		if err != nil {
			return 0, nil, fmt.Errorf("rule %s: %w", r.ID, err)
		}
		return d, skipped, nil
	case "month", "year":
		y, m, day := start.Date()
		months := r.Length
		if r.Unit == "year" {
			months *= 12
		}
		d := DayOf(y, m+time.Month(months), day)
		if _, _, got := d.Date(); got != day { // no such day: the last of the month
			d = DayOf(y, m+time.Month(months)+1, 1) - 1
		}
		return d, nil, nil
	}
	return 0, nil, fmt.Errorf("the rule %s counts in %q, which is no unit", r.ID, r.Unit)
}

// extend lengthens a period for the way of service (CCP 1013, 1010.6; before the Appeals Board 8 CCR 10605).
func extend(extension string, by Service, d Day, appointed Closures) (_ Day, authority, why string, err error) {
	days := map[Service]int{MailInState: 5, MailOutOfState: 10, MailAbroad: 20}[by]
	switch by {
	case "", Personal, Electronic, Fax, MailInState, MailOutOfState, MailAbroad:
	default:
		return 0, "", "", fmt.Errorf("%q is no way of service", by)
	}
	switch extension {
	case "none", "presumed_receipt_5":
		return d, "", "", nil
	case "included":
		return d, "", "Nothing is added for the way of service; the length holds it already", nil
	case "ccp1013":
		if by == Electronic || by == Fax {
			d, _, err = Courts.Add(d, 2, appointed)
			return d, "CCP 1010.6, 1013", "2 court days are added for service by " + string(by), err
		}
		authority = "CCP 1013(a)"
	case "wcab10605":
		if by == Electronic || by == Fax {
			days = 5
		}
		authority = "8 CCR 10605"
	default:
		return 0, "", "", fmt.Errorf("the extension %q is not known", extension)
	}
	if days == 0 {
		return d, "", "", nil
	}
	return d.AddDays(days), authority, fmt.Sprintf("%d days are added for the way of service", days), nil
}

func unitName(unit string, n int) string {
	name := map[string]string{"calendar_day": "day", "business_day": "business day", "working_day": "working day", "month": "month", "year": "year"}[unit]
	if n != 1 {
		name += "s"
	}
	return name
}

func long(d Day) string         { return d.Format("Monday, January 2, 2006") }
func moment(t time.Time) string { return t.Format("Monday, January 2, 2006, 15:04 MST") }
