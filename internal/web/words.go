package web

import (
	"fmt"
	"strconv"
	"time"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
)

// Days and times as people read them, in the office's zone.

// longDay returns "Wednesday, December 9, 2026", "" for no day.
func longDay(d clock.Day) string { return d.Format("Monday, January 2, 2006") }

// plainDay returns "Dec 9, 2026", "" for no day.
func plainDay(d clock.Day) string { return d.Format("Jan 2, 2006") }

// weekDay returns "Wed Dec 9", with the year when it is not today's.
func weekDay(d clock.Day, now time.Time) string {
	if d.Year() != now.In(imr.Office).Year() {
		return d.Format("Mon Jan 2, 2006")
	}
	return d.Format("Mon Jan 2")
}

// clockTime returns "2:40 pm" in the office's zone.
func clockTime(t time.Time) string { return t.In(imr.Office).Format("3:04 pm") }

// moment returns "Dec 9, 2026, 2:40 pm Pacific".
func moment(t time.Time) string { return t.In(imr.Office).Format("Jan 2, 2006, 3:04 pm") + " Pacific" }

// plural returns "1 day", "3 days".
func plural(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return thousands(n) + " " + one + "s"
}

// thousands returns "1,284".
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// Urgency is how near a due time is.
type Urgency string

// The urgencies, which are also the classes of the chip.
const (
	Late  Urgency = "late"
	Today Urgency = "today"
	Soon  Urgency = "soon" // within three days after today
	Later Urgency = "later"
)

// A Distance is how far a due time is away: "2 days late", "today", "in 3 days".
type Distance struct {
	Urgency Urgency
	Words   string
}

// DistanceTo tells how far a due time is away, in days of the office; in hours where the rule counts hours and it is
// near. at is the last moment of due.
func DistanceTo(due clock.Day, at, now time.Time) Distance {
	return distance(at, now, int(due-clock.DayIn(now, imr.Office)), byHour(due, at))
}

// byHour says that a time ends at a minute, not with its day.
func byHour(due clock.Day, at time.Time) bool {
	return !at.IsZero() && !at.Equal(due.End(imr.Office))
}

func distance(at, now time.Time, days int, byHour bool) Distance {
	left := at.Sub(now)
	switch {
	case byHour && left < 0 && left > -48*time.Hour:
		return Distance{Late, hours(-left) + " late"}
	case byHour && left >= 0 && left < 48*time.Hour:
		u := Today
		if days > 0 {
			u = Soon
		}
		return Distance{u, "in " + hours(left)}
	case days < 0:
		return Distance{Late, plural(-days, "day") + " late"}
	case days == 0:
		return Distance{Today, "today"}
	case days == 1:
		return Distance{Soon, "tomorrow"}
	case days <= 3:
		return Distance{Soon, fmt.Sprintf("in %d days", days)}
	}
	return Distance{Later, fmt.Sprintf("in %s days", thousands(days))}
}

func hours(d time.Duration) string {
	if d < time.Hour {
		return fmt.Sprintf("%d min", int(d.Minutes()))
	}
	return fmt.Sprintf("%d h", int(d.Hours()))
}

// dueTitle is what a chip says when pointed at: "Wednesday, December 9, 2026, 2:15 pm Pacific".
func dueTitle(due clock.Day, at time.Time) string {
	if !byHour(due, at) {
		return longDay(due)
	}
	return longDay(due) + ", " + clockTime(at) + " Pacific"
}

// initials returns the letters for the round mark of a person: "DK".
func initials(name string) string {
	var first, last rune
	start := true
	for _, r := range name {
		switch {
		case r == ' ' || r == ',':
			start = true
			if r == ',' { // "Kim, MD"
				return string([]rune{first, last})
			}
		case start && first == 0:
			first, start = r, false
		case start:
			last, start = r, false
		}
	}
	if last == 0 {
		return string(first)
	}
	return string([]rune{first, last})
}

// whenDay returns "Dec 9, 2026" for a moment, "" for none.
func whenDay(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return plainDay(clock.DayIn(t, imr.Office))
}
