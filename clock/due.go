package clock

import (
	"fmt"
	"slices"
	"strings"
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

// Services lists the ways of service.
func Services() []Service { return slices.Clone(services[:]) }

var services = [...]Service{Personal, Electronic, Fax, MailInState, MailOutOfState, MailAbroad}

// A Step is one sentence of the reasoning behind a due date, with what it rests on.
type Step struct{ Text, Authority string }

// String returns the sentence with its authority after it.
func (s Step) String() string {
	if s.Authority == "" {
		return s.Text
	}
	return s.Text + " [" + s.Authority + "]"
}

// A Start is the event that a time runs from.
type Start struct {
	At       time.Time
	DayOnly  bool      // At is the first minute of a day of which nothing more is known
	Service  Service   // "" where the way of service is not known or does not matter
	Received time.Time // proved receipt of the paper; zero where none is proved
	Urgent   bool      // in expedited or concurrent review
	Why      []Step    // how At was found; these steps come first
	Terse    bool      // leave the steps out, where only the day is wanted of thousands of cases
}

// Due is when something must be done, and why then.
type Due struct {
	Rule  Rule
	Start Start
	From  time.Time // the instant that the time was counted from: Start.At or the proved receipt
	Day   Day
	At    time.Time // the last second of Day, or the very minute where hours count
	Plan  Day       // the last working day that is not after Day
	Steps []Step
}

// Due finds when the rule of an ID ends that was in force when the time started. The error may be a *NotInForce or
// an *Unknown.
func (t Table) Due(id string, s Start) (Due, error) {
	r, err := t.at(id, s)
	if err != nil {
		return Due{}, err
	}
	d, err := r.Due(s, t.Zone(r), t.Closures)
	if err == nil && !s.Terse && strings.TrimPrefix(id, r.Programme+"/") != r.ID {
		d.Steps = append([]Step{{"On that day an earlier text was in force, " + r.ID + ".", r.Authority}}, d.Steps...)
	}
	return d, err
}

// at finds the rule in force on the day of a start, in the zone of the rule's programme.
func (t Table) at(id string, s Start) (Rule, error) {
	zone := time.UTC
	for _, i := range t.rows[bare(id)] {
		r := &t.rules[i]
		zone = t.Zone(*r)
		if !s.Received.IsZero() && r.startsOnReceipt() {
			s.At = s.Received
		}
	}
	return t.On(id, DayIn(s.At, zone))
}

// Due finds when the rule's time ends; zone is where its days are counted. The order is: the start, the base period,
// the extension for service, the roll to an open day. A rule that was not in force on the day it starts, or whose
// words this package does not know, is an error and never a guess.
func (r Rule) Due(s Start, zone *time.Location, appointed Closures) (Due, error) {
	d := Due{Rule: r, Start: s, From: s.At, Steps: s.Why}
	c := count{r: r, s: s, zone: zone, appointed: appointed, due: &d}
	if !s.Terse {
		d.Steps = append(make([]Step, 0, 8), s.Why...)
	}
	if s.At.IsZero() {
		return d, fmt.Errorf("rule %s: it is not known when the time starts", r.ID)
	}
	if !s.Service.known() {
		return d, fmt.Errorf("%q is no way of service; the ways are %s", string(s.Service), join(Services()))
	}
	if received := DayIn(s.Received, zone); s.Received.Equal(received.At(0, 0, 0, zone)) && received == DayIn(s.At, zone) {
		s.Received = s.At // only the day of receipt is known, and it is that of sending
		c.s.Received = s.At
	}
	if !s.Received.IsZero() && s.Received.Before(s.At) {
		return d, fmt.Errorf("the paper cannot be received on %s, before it was sent on %s", moment(s.Received.In(zone)), moment(s.At.In(zone)))
	}
	if err := c.start(); err != nil {
		return d, err
	}
	if !r.InForce(c.day) {
		return d, &NotInForce{Rules: []Rule{r}, Day: c.day}
	}
	if r.Unit == "hour" {
		c.hours()
	} else if err := c.days(); err != nil {
		return d, fmt.Errorf("rule %s: %w", r.ID, err)
	}
	if err := c.plan(); err != nil {
		return d, fmt.Errorf("rule %s: %w", r.ID, err)
	}
	switch r.Confidence {
	case "memory":
		c.say("", "This rule has not been checked against the official text.")
	case "secondary":
		c.say("", "This rule is known from others who report it, not from the official text.")
	}
	return d, nil
}

func (s Service) known() bool {
	if s == "" {
		return true
	}
	return slices.Contains(services[:], s)
}

func join(ss []Service) string {
	words := make([]string, len(ss))
	for i, s := range ss {
		words[i] = string(s)
	}
	return strings.Join(words, ", ")
}

// inWords is a Day that is written out in a sentence only where the sentence is wanted.
type inWords Day

func (d inWords) String() string { return long(Day(d)) }

func long(d Day) string         { return d.Format("Monday, January 2, 2006") }
func moment(t time.Time) string { return t.Format("Monday, January 2, 2006, 15:04 MST") }

// sayDays lists a few days as a person writes them: "November 24, 25 and 26 and December 1".
func sayDays(ds []Day) string {
	var b strings.Builder
	for i, d := range ds {
		sep := ", "
		switch {
		case i == 0:
			sep = ""
		case i == len(ds)-1:
			sep = " and "
		}
		b.WriteString(sep)
		if i == 0 || d.Format("January") != ds[i-1].Format("January") {
			b.WriteString(d.Format("January "))
		}
		b.WriteString(d.Format("2"))
	}
	return b.String()
}
