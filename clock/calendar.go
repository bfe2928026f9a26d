package clock

import (
	"fmt"
	"strings"
	"sync"
	"time"
)

// A Calendar says which days are working days for one purpose.
type Calendar string

// The calendars of the table of time rules.
const (
	Courts         Calendar = "ca_judicial"            // CCP 12a, 135
	AppealsBoard   Calendar = "ca_wcab"                // 8 CCR 10600
	NormalBusiness Calendar = "ca_normal_business_day" // Labor Code 4600.4(b)
	BusinessOther  Calendar = "ca_business"            // undefined in other California codes: read as Courts
	Federal        Calendar = "us_federal"             // 5 USC 6103
	NewYork        Calendar = "ny"                     // General Construction Law 24
	Texas          Calendar = "tx"                     // 28 TAC 102.3(b)
)

// normalFrom is the day on which "normal business day" of Labor Code 4600.4(b) began (SB 537).
var normalFrom = DayOf(2020, 1, 1)

// Jurisdiction says whose holidays the calendar keeps: "ca", "us", "ny" or "tx".
func (c Calendar) Jurisdiction() string {
	j, _, _ := strings.Cut(string(c), "_")
	return j
}

func (c Calendar) known() bool {
	switch c {
	case Courts, AppealsBoard, NormalBusiness, BusinessOther, Federal, NewYork, Texas:
		return true
	}
	return false
}

// Closed says whether d is no working day of the calendar, and why: "Saturday", "Labor Day". An unknown calendar
// is an error.
func (c Calendar) Closed(d Day, appointed Closures) (why string, closed bool, err error) {
	if !c.known() {
		return "", false, fmt.Errorf("the calendar %q is not known", string(c))
	}
	switch d.Weekday() {
	case time.Saturday:
		return "Saturday", true, nil
	case time.Sunday:
		return "Sunday", true, nil
	}
	if name, ok := appointed[c.Jurisdiction()][d]; ok {
		return name, true, nil
	}
	if elsewhere[c] != nil {
		name := holidayElsewhere(c, d)
		return name, name != "", nil
	}
	for _, h := range holidaysAround(d) {
		if h.Day == d && c.keeps(h, d) {
			name := h.Name
			if h.Observed {
				name += ", observed"
			}
			if c == NormalBusiness && !h.Offices {
				name += " by Government Code 6700, though the state's offices are open: unsettled"
			}
			return name, true, nil
		}
	}
	return "", false, nil
}

// keeps says whether the calendar keeps a holiday. Until 2019 a working day of utilization review and of IMR was one
// that Government Code 6700 does not name, so that the day after Thanksgiving was one (Gomez); from 2020 it is a
// "normal business day", which leaves out what the state's offices keep.
func (c Calendar) keeps(h Holiday, d Day) bool {
	switch c {
	case AppealsBoard:
		return h.Offices
	case NormalBusiness:
		if d < normalFrom {
			return h.GC6700
		}
		return h.Offices
	}
	return h.Courts
}

// days says in words which days the calendar lets count around d, and by which law.
func (c Calendar) days(d Day) (words, authority string) {
	switch c {
	case Courts:
		return "days on which the courts sit", "CCP 12a, 135"
	case AppealsBoard:
		return "days on which the Appeals Board's offices are open", "8 CCR 10600"
	case NormalBusiness:
		if d < normalFrom {
			return "days that are neither Saturday, Sunday nor a holiday of Government Code 6700 (the reading before 2020)", "Government Code 6700; Pa'u; Gomez"
		}
		return "normal business days", "Labor Code 4600.4(b)"
	case BusinessOther:
		return "days on which the courts sit, for want of a definition", "CCP 12a, 135"
	case Federal:
		return "days on which federal offices are open", "5 USC 6103"
	case NewYork:
		return "days that are neither Saturday, Sunday nor a public holiday", "General Construction Law 24"
	case Texas:
		return "working days", "28 TAC 102.3(b)"
	}
	return string(c), ""
}

var holidaysOfYear sync.Map // int -> []Holiday

func holidaysIn(year int) []Holiday {
	if hs, ok := holidaysOfYear.Load(year); ok {
		return hs.([]Holiday)
	}
	hs := Holidays(year)
	holidaysOfYear.Store(year, hs)
	return hs
}

// holidaysAround returns the holidays that may fall on d: on the last days of December the New Year's Day of the
// next year may be observed.
func holidaysAround(d Day) []Holiday {
	y, m, day := d.Date()
	if m == time.December && day == 31 {
		return append(holidaysIn(y)[:len(holidaysIn(y)):len(holidaysIn(y))], holidaysIn(y+1)...)
	}
	return holidaysIn(y)
}

// A Skip is a day that was left out, and why.
type Skip struct {
	Day Day
	Why string
}

// Roll moves a last day that is no working day to the next one that is (CCP 12a, 8 CCR 10600), with what it skipped.
func (c Calendar) Roll(d Day, appointed Closures) (Day, []Skip, error) {
	var skipped []Skip
	for {
		why, closed, err := c.Closed(d, appointed)
		if err != nil || !closed {
			return d, skipped, err
		}
		skipped = append(skipped, Skip{d, why})
		d++
	}
}

// Before returns the last working day that is not after d.
func (c Calendar) Before(d Day, appointed Closures) (Day, error) {
	for {
		_, closed, err := c.Closed(d, appointed)
		if err != nil || !closed {
			return d, err
		}
		d--
	}
}

// Add counts n working days after d; d itself is not counted (CCP 12).
func (c Calendar) Add(d Day, n int, appointed Closures) (Day, []Skip, error) {
	counted, skipped, err := c.count(d, n, appointed)
	if err != nil || len(counted) == 0 {
		return d, skipped, err
	}
	return counted[len(counted)-1], skipped, nil
}

func (c Calendar) count(d Day, n int, appointed Closures) (counted []Day, skipped []Skip, err error) {
	for ; n > 0; n-- {
		next, more, err := c.Roll(d+1, appointed)
		if err != nil {
			return nil, nil, err
		}
		d, skipped = next, append(skipped, more...)
		counted = append(counted, d)
	}
	return counted, skipped, nil
}
