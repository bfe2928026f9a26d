package clock

import "time"

// A Holiday is a day on which offices or courts in California may be closed.
type Holiday struct {
	Day      Day
	ID       string // row of the table of holiday rules
	Name     string
	Observed bool // the day moved from a weekend, not the holiday itself
	Partial  bool // Government Code 6700 names some hours of it only
	GC6700   bool // a state holiday by Government Code 6700, 6701
	Offices  bool // offices of the state are closed (Government Code 19853, CalHR)
	Courts   bool // a judicial holiday (CCP 135)
}

// A holidayRule gives one holiday of every year. Day is the day of the month, or 0 where the holiday is the nth
// weekday of the month (n = -1: the last).
type holidayRule struct {
	id, name string
	month    time.Month
	day      int
	weekday  time.Weekday
	n        int
	gc       years
	offices  years
	courts   years
	saturday bool // courts observe a Saturday on the Friday before
	stays    bool // it is not moved from a weekend, for all that is known
	partial  bool
	find     func(year int) Day // where no rule of the calendar gives the day
	renamed  string             // its name from the year since on
	since    int
}

// years is a span of years, both ends in it; a zero end is open and the zero span is empty.
type years struct{ from, to int }

func (y years) has(year int) bool {
	return y.from > 0 && year >= y.from && (y.to == 0 || year <= y.to)
}

var (
	always = years{from: 1}
	never  = years{}
)

// holidayRules are the holidays of Government Code 6700, of the state's offices and of the courts. The last four
// close neither offices nor courts.
var holidayRules = []holidayRule{
	{id: "newyear", name: "New Year's Day", month: 1, day: 1, gc: always, offices: always, courts: always, saturday: true},
	{id: "mlk", name: "Dr. Martin Luther King, Jr. Day", month: 1, weekday: time.Monday, n: 3, gc: always, offices: always, courts: always},
	{id: "lincoln", name: "Lincoln Day", month: 2, day: 12, gc: always, offices: never, courts: always, saturday: true},
	{id: "presidents", name: "Presidents' Day", month: 2, weekday: time.Monday, n: 3, gc: always, offices: always, courts: always},
	{id: "chavez", name: "Cesar Chavez Day", renamed: "Farmworkers Day (formerly Cesar Chavez Day)", since: 2026, month: 3, day: 31, gc: always, offices: always, courts: always, saturday: true},
	{id: "memorial", name: "Memorial Day", month: 5, weekday: time.Monday, n: -1, gc: always, offices: always, courts: always},
	{id: "juneteenth", name: "Juneteenth", month: 6, day: 19, gc: years{from: 2023}, offices: never, courts: years{from: 2023}, saturday: true},
	{id: "july4", name: "Independence Day", month: 7, day: 4, gc: always, offices: always, courts: always, saturday: true},
	{id: "labor", name: "Labor Day", month: 9, weekday: time.Monday, n: 1, gc: always, offices: always, courts: always},
	{id: "admission", name: "Admission Day", month: 9, day: 9, gc: always, offices: never, courts: never},
	{id: "native", name: "Native American Day", month: 9, weekday: time.Friday, n: 4, gc: years{from: 2015}, offices: never, courts: years{from: 2022}},
	{id: "columbus", name: "Columbus Day", month: 10, weekday: time.Monday, n: 2, gc: always, offices: never, courts: years{from: 1, to: 2021}},
	{id: "veterans", name: "Veterans Day", month: 11, day: 11, gc: always, offices: always, courts: always},
	{id: "thanksgiving", name: "Thanksgiving Day", month: 11, weekday: time.Thursday, n: 4, gc: always, offices: always, courts: always},
	{id: "dayafter", name: "Day after Thanksgiving", month: 11, weekday: time.Thursday, n: 4, gc: never, offices: always, courts: always},
	{id: "christmas", name: "Christmas Day", month: 12, day: 25, gc: always, offices: always, courts: always, saturday: true},
	{id: "lunar", name: "Lunar New Year", find: lunarNewYear, gc: years{from: 2023}, stays: true},
	{id: "genocide", name: "Genocide Remembrance Day", month: 4, day: 24, gc: years{from: 2023}, stays: true},
	{id: "goodfriday", name: "Good Friday (noon to 3 p.m.)", find: goodFriday, gc: always, stays: true, partial: true},
	{id: "diwali", name: "Diwali", find: diwali, gc: years{from: 2026}, stays: true},
}

// Holidays returns the holidays of a year in the order of the rules, each followed by the day on which it is
// observed where it falls on a weekend: a Sunday on the Monday after (Government Code 6701); a Saturday on the
// Friday before by the courts (the Judicial Council's designation), and Veterans Day by everybody.
func Holidays(year int) []Holiday {
	var hs []Holiday
	for _, r := range holidayRules {
		h := Holiday{ID: r.id, Name: r.name, GC6700: r.gc.has(year), Offices: r.offices.has(year), Courts: r.courts.has(year)}
		if !h.GC6700 && !h.Offices && !h.Courts {
			continue
		}
		h.Day = r.in(year)
		if r.renamed != "" && year >= r.since {
			h.Name = r.renamed
		}
		if r.partial {
			h.Partial, h.GC6700 = true, false
		}
		hs = append(hs, h)
		if r.day == 0 || r.stays {
			continue
		}
		h.Observed = true
		switch wd := h.Day.Weekday(); {
		case wd == time.Sunday:
			h.Day++
			hs = append(hs, h)
		case wd == time.Saturday && r.id == "veterans":
			h.Day--
			hs = append(hs, h)
		case wd == time.Saturday && r.saturday:
			h.Day--
			h.GC6700, h.Offices = false, false
			hs = append(hs, h)
		}
	}
	return hs
}

func (r holidayRule) in(year int) Day {
	switch {
	case r.find != nil:
		return r.find(year)
	case r.day > 0:
		return DayOf(year, r.month, r.day)
	case r.n < 0:
		last := DayOf(year, r.month+1, 1).AddDays(-1)
		return last.AddDays(-((int(last.Weekday()) - int(r.weekday) + 7) % 7))
	}
	first := DayOf(year, r.month, 1)
	d := first.AddDays((int(r.weekday)-int(first.Weekday())+7)%7 + 7*(r.n-1))
	if r.id == "dayafter" {
		d++
	}
	return d
}
