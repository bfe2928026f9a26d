package clock

import (
	"fmt"
	"strings"
	"time"
)

// The ways in which a last day moves, as the tables of clocks say them.
const (
	rollNo         = "no"
	rollUnit       = "unit" // the unit itself leaves out what is no working day
	rollCourts     = "yes:ccp12a"
	rollFederal    = "rule:federal"
	rollFiling     = "rule:federal filing offices: next business day"
	rollNewYork    = "rule:NY General Construction Law 25-a"
	rollTexas      = "rule:28 TAC 102.3"
	rollFifthMonth = "rule:if no such date, first day of the fifth month; if Saturday, Sunday or federal holiday, next day that is none"
	rollNoon       = "rule:by noon of the next calendar day; if the QIC is closed, noon of the next day it is open"
	rollFax        = "rule:after 17:30 Pacific by fax = next business day (not for expedited or concurrent review)"
)

// A count works out one due date, step by step.
type count struct {
	r         Rule
	s         Start
	zone      *time.Location
	appointed Closures
	due       *Due
	day       Day // where the count stands
}

func (c *count) say(authority, format string, args ...any) {
	if c.s.Terse {
		return
	}
	if len(args) > 0 {
		format = fmt.Sprintf(format, args...)
	}
	c.due.Steps = append(c.due.Steps, Step{format, authority})
}

// counting is the law that says that the first day is not counted.
func (c *count) counting() string {
	switch c.r.Calendar.Jurisdiction() {
	case "ny":
		return "General Construction Law 20"
	case "tx":
		return "28 TAC 102.3(a)(1)"
	case "us":
		return c.r.Authority
	}
	if strings.HasPrefix(c.r.Programme, "ca-") {
		return "CCP 12"
	}
	return c.r.Authority
}

// start finds the instant and day that the time runs from.
func (c *count) start() error {
	r, s := c.r, c.s
	at := s.At
	when := ""
	if words := StartWords(r.StartsOn); words != "" {
		when = ", when " + words
	}
	onReceipt := r.startsOnReceipt()
	switch {
	case r.Extension == "presumed_receipt_5" && s.Received.IsZero():
		sent := DayIn(at, c.zone)
		c.day = sent + 5
		at = c.day.At(0, 0, 0, c.zone)
		c.say(r.Authority, "The notice is of %s. Receipt is presumed 5 days after it: %s; that day is not counted.", inWords(sent), inWords(c.day))
		c.due.From = at
		return nil
	case !s.Received.IsZero() && onReceipt:
		at = s.Received
		c.say(r.Authority, "Receipt on %s is proved and stands in place of any that is presumed.", c.instant(at, false))
	case !s.Received.IsZero():
		c.say(r.Authority, "This time does not run from receipt; the receipt on %s changes nothing.", c.instant(s.Received, false))
	}
	c.due.From = at
	c.day = DayIn(at, c.zone)
	switch {
	case r.Unit == "hour":
		c.say(r.Authority, "Starts %s%s; hours run through nights, weekends and holidays.", c.instant(at, s.DayOnly && at.Equal(s.At)), when)
		if s.DayOnly && at.Equal(s.At) {
			c.say("", "Only the day is known; the hours are counted from its first minute.")
		}
	case r.Length == 0:
		c.say(r.Authority, "Starts %s%s.", inWords(c.day), when)
	case r.Counting == "same_day_number":
		c.say(r.Authority, "Starts %s%s; months are counted to the same day number.", inWords(c.day), when)
	default:
		c.say(c.counting(), "Starts %s%s; that day is not counted.", inWords(c.day), when)
	}
	return nil
}

// instant words a moment: the day alone where only that is known.
func (c *count) instant(t time.Time, dayOnly bool) string {
	t = t.In(c.zone)
	if h, m, s := t.Clock(); dayOnly || h+m+s == 0 {
		return long(DayIn(t, c.zone))
	}
	return moment(t)
}

func (c *count) hours() {
	d := c.due
	d.At = d.From.Add(time.Duration(c.r.Length) * time.Hour).In(c.zone)
	d.Day = DayIn(d.At, c.zone)
	c.say(c.r.Authority, "%d hours: due %s.", c.r.Length, moment(d.At))
	_, before := d.From.In(c.zone).Zone()
	if _, after := d.At.Zone(); after > before {
		c.say("", "The clocks go forward in between: the hours are those that pass, not those on the dial.")
	} else if after < before {
		c.say("", "The clocks go back in between: the hours are those that pass, not those on the dial.")
	}
}

// days finds a last day: base period, extension, roll.
func (c *count) days() error {
	if c.r.Roll == rollNoon {
		return c.noon()
	}
	deemed := c.r.MustDo == "rfa.deemed_received"
	if deemed && !c.s.Received.IsZero() {
		c.day = DayIn(c.s.Received, c.zone)
		c.say(c.r.Authority, "A proved day of receipt stands in place of the presumed one: %s.", inWords(c.day))
	} else if err := c.base(); err != nil {
		return err
	}
	if err := c.extend(); err != nil {
		return err
	}
	if err := c.roll(); err != nil {
		return err
	}
	c.due.Day, c.due.At = c.day, c.day.End(c.zone)
	if c.r.Roll == rollTexas {
		c.due.At = c.day.At(17, 0, 0, c.zone)
		c.say("28 TAC 102.3(c), (e)", "What is filed must arrive before business hours end at 17:00 Central time.")
	}
	verb := "Due "
	if deemed {
		verb = "Taken as received "
	}
	c.say(c.r.Authority, verb+long(c.day)+".")
	return nil
}

func (c *count) base() error {
	r := c.r
	switch r.Unit {
	case "calendar_day":
		if r.Length == 0 {
			if r.Roll == rollNo {
				c.say(r.Authority, "To be done at once, on the same day.")
			}
			return nil
		}
		c.day = c.day.AddDays(r.Length)
		c.say(r.Authority, "%s: %s.", plural(r.Length, r.Unit), inWords(c.day))
	case "business_day", "working_day":
		counted, skipped, err := r.Calendar.count(c.day, r.Length, c.appointed)
		if err != nil {
			return err
		}
		if len(counted) > 0 {
			c.day = counted[len(counted)-1]
		}
		words, law := r.Calendar.days(c.day)
		c.say(law, "Counted are %s.", words)
		if r.Length > 1 {
			c.say(r.Authority, "%s: %s. The last is %s.", plural(r.Length, r.Unit), sayDays(counted), inWords(c.day))
		} else {
			c.say(r.Authority, "%s: %s.", plural(r.Length, r.Unit), inWords(c.day))
		}
		if s := sayHolidays(skipped); s != "" {
			c.say(law, "Not counted, besides Saturdays and Sundays: %s.", s)
		}
		if strings.Contains(r.Authority, "immediately") {
			c.say("8 CCR 9792.6.1", "“Immediately” is read as within one business day; in practice act the same day.")
		}
	case "month", "year":
		c.months()
	default:
		return fmt.Errorf("it counts in %q, which is no unit", r.Unit)
	}
	return nil
}

func (c *count) months() {
	r := c.r
	y, m, day := c.day.Date()
	months := r.Length
	if r.Unit == "year" {
		months *= 12
	}
	d := DayOf(y, m+time.Month(months), day)
	_, _, got := d.Date()
	first := DayOf(y, m+time.Month(months)+1, 1)
	switch {
	case got == day:
		c.say(r.Authority, "%s: %s.", plural(r.Length, r.Unit), inWords(d))
	case r.Roll == rollFifthMonth:
		d = first
		c.say(r.Authority, "%s: there is no such day, so the first of the next month, %s.", plural(r.Length, r.Unit), inWords(d))
	default:
		d = first - 1
		law := r.Authority
		switch r.Calendar.Jurisdiction() {
		case "ny":
			law = "General Construction Law 30"
		case "tx":
			law = "28 TAC 102.3(a)(2)"
		}
		c.say(law, "%s: there is no such day, so the last of the month, %s.", plural(r.Length, r.Unit), inWords(d))
	}
	c.day = d
}

// extend lengthens a period for the way of service (CCP 1013, 1010.6; before the Appeals Board 8 CCR 10605).
func (c *count) extend() error {
	by := c.s.Service
	days := map[Service]int{MailInState: 5, MailOutOfState: 10, MailAbroad: 20}[by]
	authority := "CCP 1013(a)"
	switch c.r.Extension {
	case "none", "presumed_receipt_5":
		if by != "" && by != Personal && c.r.Roll != rollFax {
			c.say(c.r.Authority, "Service %s adds nothing to this time.", serviceWords[by])
		}
		return nil
	case "included":
		c.say(c.r.Authority, "Nothing is added for the way of service; the length holds it already.")
		return nil
	case "ccp1013":
		if by == Electronic || by == Fax {
			d, skipped, err := Courts.Add(c.day, 2, c.appointed)
			if err != nil {
				return err
			}
			c.day = d
			c.say("CCP 1010.6(a)(3)(B), 1013(e)", "2 court days are added for service %s: %s.", serviceWords[by], inWords(d))
			if s := sayHolidays(skipped); s != "" {
				c.say("CCP 12a, 135", "No court days, besides Saturdays and Sundays: %s.", s)
			}
			if c.r.MustDo == "imr.application_received" {
				c.say("", "No decision is known that adds these court days to the time for an IMR application.")
			}
			return nil
		}
	case "wcab10605":
		authority = "8 CCR 10605"
		if by == Electronic || by == Fax {
			days = 5
		}
	default:
		return fmt.Errorf("the extension %q is not known", c.r.Extension)
	}
	switch {
	case by == "":
		c.say(authority, "It is not known how the paper was served; nothing is added.")
	case days == 0:
		c.say(authority, "Nothing is added for personal service.")
	default:
		c.day = c.day.AddDays(days)
		c.say(authority, "%d days are added for service %s: %s.", days, serviceWords[by], inWords(c.day))
	}
	return nil
}

var serviceWords = map[Service]string{
	Personal: "in person", Electronic: "by electronic means", Fax: "by fax", MailInState: "by mail in California",
	MailOutOfState: "by mail to another state", MailAbroad: "by mail abroad",
}

// roll moves a last day that is no working day.
func (c *count) roll() error {
	calendar, law := c.r.Calendar, c.r.Authority
	switch c.r.Roll {
	case rollNo, rollUnit:
		return nil
	case rollCourts:
		law = "CCP 12a"
		if calendar == AppealsBoard {
			law = "8 CCR 10600"
		}
	case rollFederal, rollFiling, rollFifthMonth:
	case rollNewYork:
		law = "General Construction Law 25-a"
	case rollTexas:
		law = "28 TAC 102.3(a)(3)"
	case rollFax:
		return c.fax()
	default:
		return fmt.Errorf("it moves its last day by %q, which is not known", c.r.Roll)
	}
	rolled, over, err := calendar.Roll(c.day, c.appointed)
	if err != nil {
		return err
	}
	if len(over) > 0 {
		c.say(law, "%s is no day to act%s; the time runs on to %s.", inWords(c.day), because(over[0].Why), inWords(rolled))
		if s := sayHolidays(over[1:]); s != "" {
			_, days := calendar.days(c.day)
			c.say(days, "Nor is %s.", s)
		}
	}
	c.day = rolled
	return nil
}

// fax moves a request for authorization that came by fax after 17:30 to the next business day.
func (c *count) fax() error {
	h, m, s := c.due.From.In(c.zone).Clock()
	late := h*3600+m*60+s > 17*3600+30*60
	switch {
	case !late:
		c.say(c.r.Authority, "It came before 17:30 Pacific time or at that minute, and so counts on its day.")
		return nil
	case c.s.Urgent:
		c.say(c.r.Authority, "In expedited and concurrent review the hour of arrival changes nothing.")
		return nil
	case c.s.Service != "" && c.s.Service != Fax:
		c.say(c.r.Authority, "The hour of 17:30 is set for fax alone; service %s counts on its day.", serviceWords[c.s.Service])
		return nil
	}
	next, over, err := c.r.Calendar.Roll(c.day+1, c.appointed)
	if err != nil {
		return err
	}
	c.day = next
	c.say(c.r.Authority, "A fax after 17:30 Pacific time counts on the next business day: %s.", inWords(next))
	if s := sayHolidays(over); s != "" {
		_, law := c.r.Calendar.days(c.day)
		c.say(law, "No business days, besides Saturdays and Sundays: %s.", s)
	}
	return nil
}

// noon is the time for an expedited request to a QIC: noon of the next day that it is open.
func (c *count) noon() error {
	next, over, err := c.r.Calendar.Roll(c.day+1, c.appointed)
	if err != nil {
		return err
	}
	if len(over) > 0 {
		c.say(c.r.Authority, "%s is no day on which the contractor is open%s.", inWords(c.day+1), because(over[0].Why))
	}
	c.day, c.due.Day, c.due.At = next, next, next.At(12, 0, 0, c.zone)
	c.say(c.r.Authority, "Due by noon of %s.", inWords(next))
	return nil
}

// plan finds the last working day before a last day that does not move.
func (c *count) plan() error {
	calendar := c.r.Calendar
	if calendar == "" {
		switch {
		case strings.HasPrefix(c.r.Programme, "ca-"):
			calendar = NormalBusiness
		case strings.HasPrefix(c.r.Programme, "ny-"):
			calendar = NewYork
		case strings.HasPrefix(c.r.Programme, "tx-"):
			calendar = Texas
		default:
			calendar = Federal
		}
	}
	d, err := calendar.Before(c.due.Day, c.appointed)
	if err != nil {
		return err
	}
	c.due.Plan = d
	if d < c.due.Day && c.r.Length > 0 {
		if c.r.Unit == "hour" {
			c.say("", "That is no working day; somebody must be there.")
		} else {
			why, _, _ := calendar.Closed(c.due.Day, c.appointed)
			c.say("", "That is no working day%s, and the time does not move; plan for %s.", because(why), inWords(d))
		}
	}
	return nil
}

// because adds a holiday's name in brackets; a weekday says itself.
func because(why string) string {
	if why == "Saturday" || why == "Sunday" {
		return ""
	}
	return " (" + why + ")"
}

// sayHolidays words the skipped days that are no weekend.
func sayHolidays(skipped []Skip) string {
	var words []string
	for _, s := range skipped {
		if wd := s.Day.Weekday(); wd != time.Saturday && wd != time.Sunday {
			words = append(words, s.Day.Format("Monday, January 2")+" ("+s.Why+")")
		}
	}
	return strings.Join(words, "; ")
}

func plural(n int, unit string) string {
	name := strings.ReplaceAll(unit, "_", " ")
	if unit == "calendar_day" {
		name = "day"
	}
	if n != 1 {
		name += "s"
	}
	return fmt.Sprintf("%d %s", n, name)
}
