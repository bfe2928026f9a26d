package web

import (
	"strings"
	"time"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
)

// whenTold says when something happened, as near as people need it: "Today, 9:12 am", "Nov 24, 2:40 pm", and the
// year where it is another one.
func whenTold(t, now time.Time) string {
	day, today := clock.DayIn(t, imr.Office), clock.DayIn(now, imr.Office)
	switch {
	case day == today:
		return "Today, " + clockTime(t)
	case day == today.AddDays(-1):
		return "Yesterday, " + clockTime(t)
	case day.Year() == today.Year():
		return day.Format("Jan 2") + ", " + clockTime(t)
	}
	return plainDay(day) + ", " + clockTime(t)
}

// joined writes a list in words: "California and Nevada".
func joined(ls []string) string {
	switch len(ls) {
	case 0:
		return ""
	case 1:
		return ls[0]
	}
	return strings.Join(ls[:len(ls)-1], ", ") + " and " + ls[len(ls)-1]
}
