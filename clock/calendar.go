package clock

import (
	"fmt"
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
)

// Closures are days appointed by the Governor as holidays, which must be entered by hand.
type Closures map[Day]string

// Closed says whether d is no working day of the calendar, and why: "Saturday", "Labor Day". An unknown calendar
// is an error.
func (c Calendar) Closed(d Day, appointed Closures) (why string, closed bool, err error) {
	switch c {
	case Courts, AppealsBoard, NormalBusiness, BusinessOther:
	default:
		return "", false, fmt.Errorf("the calendar %q is not known", c)
	}
	switch d.Weekday() {
	case time.Saturday:
		return "Saturday", true, nil
	case time.Sunday:
		return "Sunday", true, nil
	}
	if name, ok := appointed[d]; ok {
		return name, true, nil
	}
	for _, h := range holidaysAround(d) {
		if h.Day == d && c.keeps(h, d) {
			return h.Name, true, nil
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
		if d.Year() < 2020 {
			return h.GC6700
		}
		return h.Offices
	}
	return h.Courts
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

// Add counts n working days after d; d itself is not counted (CCP 12).
func (c Calendar) Add(d Day, n int, appointed Closures) (Day, []Skip, error) {
	var skipped []Skip
	for ; n > 0; n-- {
		next, more, err := c.Roll(d+1, appointed)
		if err != nil {
			return 0, nil, err
		}
		d, skipped = next, append(skipped, more...)
	}
	return d, skipped, nil
}
