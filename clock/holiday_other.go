package clock

import "time"

// A fixedRule gives one holiday of a jurisdiction outside California, with what happens where it falls on a weekend.
type fixedRule struct {
	holidayRule
	span                 years
	ifSunday, ifSaturday int // days to move it by, where it falls there
}

// on makes a rule for a day of the month, weekdayOf one for the nth weekday.
func on(name string, m time.Month, day int, span years, sunday, saturday int) fixedRule {
	return fixedRule{holidayRule{name: name, month: m, day: day}, span, sunday, saturday}
}

func weekdayOf(name string, m time.Month, n int, wd time.Weekday) fixedRule {
	return fixedRule{holidayRule{name: name, month: m, weekday: wd, n: n}, always, 0, 0}
}

// elsewhere are the holidays of the calendars that are not California's.
var elsewhere = map[Calendar][]fixedRule{
	// 5 USC 6103(a); a Sunday moves to Monday by Executive Order 11582, a Saturday to Friday by 6103(b).
	Federal: {
		on("New Year's Day", 1, 1, always, 1, -1), weekdayOf("Birthday of Martin Luther King, Jr.", 1, 3, time.Monday),
		weekdayOf("Washington's Birthday", 2, 3, time.Monday), weekdayOf("Memorial Day", 5, -1, time.Monday),
		on("Juneteenth", 6, 19, years{from: 2021}, 1, -1), on("Independence Day", 7, 4, always, 1, -1),
		weekdayOf("Labor Day", 9, 1, time.Monday), weekdayOf("Columbus Day", 10, 2, time.Monday),
		on("Veterans Day", 11, 11, always, 1, -1), weekdayOf("Thanksgiving Day", 11, 4, time.Thursday),
		on("Christmas Day", 12, 25, always, 1, -1),
	},
	// General Construction Law 24; a Sunday moves to Monday, a Saturday stays. Flag Day is always a Sunday.
	NewYork: {
		on("New Year's Day", 1, 1, always, 1, 0), weekdayOf("Dr. Martin Luther King, Jr. Day", 1, 3, time.Monday),
		on("Lincoln's Birthday", 2, 12, always, 1, 0), weekdayOf("Washington's Birthday", 2, 3, time.Monday),
		weekdayOf("Memorial Day", 5, -1, time.Monday), on("Juneteenth", 6, 19, years{from: 2021}, 1, 0),
		on("Independence Day", 7, 4, always, 1, 0), weekdayOf("Labor Day", 9, 1, time.Monday),
		weekdayOf("Columbus Day", 10, 2, time.Monday), weekdayOf("General Election Day", 11, electionDay, time.Tuesday),
		on("Veterans' Day", 11, 11, always, 1, 0), weekdayOf("Thanksgiving Day", 11, 4, time.Thursday),
		on("Christmas Day", 12, 25, always, 1, 0),
	},
	// 28 TAC 102.3(b): the national holidays of Government Code 662.003(a) and three days more; none of them moves.
	Texas: {
		on("New Year's Day", 1, 1, always, 0, 0), weekdayOf("Martin Luther King, Jr., Day", 1, 3, time.Monday),
		weekdayOf("Presidents' Day", 2, 3, time.Monday), weekdayOf("Memorial Day", 5, -1, time.Monday),
		on("Independence Day", 7, 4, always, 0, 0), weekdayOf("Labor Day", 9, 1, time.Monday),
		on("Veterans Day", 11, 11, always, 0, 0), weekdayOf("Thanksgiving Day", 11, 4, time.Thursday),
		weekdayOf("Friday after Thanksgiving Day", 11, dayAfterThanksgiving, time.Thursday),
		on("December 24", 12, 24, always, 0, 0), on("Christmas Day", 12, 25, always, 0, 0), on("December 26", 12, 26, always, 0, 0),
	},
}

// Places in a month that are not simply the nth weekday.
const (
	electionDay          = 100 // the Tuesday after the first Monday (Election Law 8-100)
	dayAfterThanksgiving = 101
)

func (r fixedRule) days(year int) (day Day, ok bool) {
	if !r.span.has(year) {
		return 0, false
	}
	switch r.n {
	case electionDay:
		r.n, r.weekday = 1, time.Monday
		return r.in(year) + 1, true
	case dayAfterThanksgiving:
		r.n = 4
		return r.in(year) + 1, true
	}
	d := r.in(year)
	if r.day > 0 && d.Weekday() == time.Sunday {
		d += Day(r.ifSunday)
	}
	if r.day > 0 && d.Weekday() == time.Saturday {
		d += Day(r.ifSaturday)
	}
	return d, true
}

// holidayElsewhere names the holiday that falls, or is kept, on d. Next year's New Year's Day may be kept in this one.
func holidayElsewhere(c Calendar, d Day) string {
	y := d.Year()
	for _, year := range [2]int{y, y + 1} {
		if year > y && d < DayOf(y, 12, 31) {
			break
		}
		for _, r := range elsewhere[c] {
			if day, ok := r.days(year); ok && day == d {
				return r.name
			}
		}
	}
	return ""
}
