package clock

import (
	"fmt"
	"time"
)

// A Day is a calendar day without a time of day or a zone, counted from 0001-01-01, which is day 1.
// The zero Day means "no day is known"; it prints as "" and is null in JSON.
type Day int32

const unixDay = 719163 // 1970-01-01 as a Day

// DayOf returns the Day of a year, month and day; values out of range are carried over as in time.Date.
func DayOf(year int, month time.Month, day int) Day {
	return Day(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix()/86400 + unixDay)
}

// DayIn returns the calendar day that t falls on in the place loc.
func DayIn(t time.Time, loc *time.Location) Day {
	y, m, d := t.In(loc).Date()
	return DayOf(y, m, d)
}

// ParseDay reads a day in the form 2006-01-02.
func ParseDay(s string) (Day, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < 1 {
		return 0, fmt.Errorf("%q is not a day of the form YYYY-MM-DD", s)
	}
	return DayOf(t.Date()), nil
}

// MustDay is ParseDay for constants in tables and tests; it panics on bad input.
func MustDay(s string) Day {
	d, err := ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}

func (d Day) utc() time.Time { return time.Unix(int64(d-unixDay)*86400, 0).UTC() }

// Date returns the year, month and day of d.
func (d Day) Date() (int, time.Month, int) { return d.utc().Date() }

// Year returns the year of d.
func (d Day) Year() int { return d.utc().Year() }

// Weekday returns the day of the week of d.
func (d Day) Weekday() time.Weekday { return time.Weekday(d % 7) }

// IsZero says that no day is known.
func (d Day) IsZero() bool { return d == 0 }

// AddDays returns the day n days after d.
func (d Day) AddDays(n int) Day { return d + Day(n) }

// At returns the instant of a wall-clock time on d in the place loc.
func (d Day) At(hour, minute, second int, loc *time.Location) time.Time {
	y, m, day := d.Date()
	return time.Date(y, m, day, hour, minute, second, 0, loc)
}

// End returns the last second of d in the place loc, the instant at which a due day is over.
func (d Day) End(loc *time.Location) time.Time { return d.At(23, 59, 59, loc) }

// Format formats d with a layout of package time.
func (d Day) Format(layout string) string {
	if d == 0 {
		return ""
	}
	return d.utc().Format(layout)
}

// String returns d as YYYY-MM-DD, or "" for the zero Day.
func (d Day) String() string { return d.Format(time.DateOnly) }

// MarshalJSON writes d as "YYYY-MM-DD", or null.
func (d Day) MarshalJSON() ([]byte, error) {
	if d == 0 {
		return []byte("null"), nil
	}
	return []byte(`"` + d.String() + `"`), nil
}

// UnmarshalJSON reads "YYYY-MM-DD" or null.
func (d *Day) UnmarshalJSON(b []byte) error {
	if string(b) == "null" || string(b) == `""` {
		*d = 0
		return nil
	}
	if len(b) < 2 || b[0] != '"' || b[len(b)-1] != '"' {
		return fmt.Errorf("%s is not a day of the form YYYY-MM-DD", b)
	}
	day, err := ParseDay(string(b[1 : len(b)-1]))
	if err != nil {
		return err
	}
	*d = day
	return nil
}
