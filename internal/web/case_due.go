package web

import (
	"time"

	"github.com/openimr/openimr/imr"
)

func duesOf(r imr.Rules, c imr.Case, now time.Time) ([]dueView, nextView, error) {
	var n nextView
	for _, p := range imr.Allowed(r, c) {
		if p.May {
			n.Text = string(p.Event)
			if s, ok := stepOf(p.Event); ok {
				n.Text, n.Does, n.Link = s.Title, s.Does, linkOf(c.ID, s)
			}
			break
		}
	}
	return nil, n, nil
}

func inTime(r imr.Rules, c imr.Case) (late bool, reasoning []string) { return false, nil }

func lastDayToAppeal(r imr.Rules, c imr.Case, now time.Time) string { return "" }

func nextEvent(r imr.Rules, c imr.Case, now time.Time) (imr.EventType, error) {
	if e := ownStep(c); e != "" {
		return e, nil
	}
	for _, p := range imr.Allowed(r, c) {
		if p.May {
			return p.Event, nil
		}
	}
	return "", nil
}
