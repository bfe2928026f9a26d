package web

import (
	"net/url"
	"strconv"
	"time"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
)

// A caseView is all that a case's page says, made before a byte of it is written.
type caseView struct {
	Case    imr.Case
	Next    nextView
	Band    *bandView
	Dues    []dueView
	History []happening
	Shown   string // group of the history that is shown, "" for all
	More    []stepLink
	Owners  []auth.Account // to whom the case can be handed over
	Note    formView
	Owner   formView
	Letter  bool // the determination can be opened
	Inside  bool
}

// A nextView is the one next step of a case.
type nextView struct {
	Text  string // what must happen: "Send the medical records"
	Owes  string // who owes it
	Event imr.EventType
	Title string // of the step that records it: "Receive records"
	Does  string
	Link  string // address of its form, "" where it is not for this person to take
}

// A stepLink is one step on the list of what else can be done.
type stepLink struct {
	Title, Does, Link string
	Why               string // it cannot be done now, "" where it can
	Rule              string
}

// moreSteps lists the steps that this person may take by their role: first those that the state of the case allows,
// then the others with the rule that forbids them now.
func moreSteps(r imr.Rules, c imr.Case, may func(auth.Action) bool, without imr.EventType) (now, not []stepLink) {
	possible := map[imr.EventType]imr.Possible{}
	for _, p := range imr.Allowed(r, c) {
		possible[p.Event] = p
	}
	for _, s := range steps() {
		action, ok := auth.ActionOf(s.Event)
		if !ok || !may(action) || s.Event == without {
			continue
		}
		l := stepLink{Title: s.Title, Does: s.Does, Link: linkOf(c.ID, s)}
		p, inTable := possible[s.Event]
		switch {
		case inTable && p.May:
			l.Rule = p.Authority
			now = append(now, l)
		case inTable:
			l.Why, l.Rule, l.Link = p.Why, p.Authority, ""
			not = append(not, l)
		}
	}
	return now, not
}

// linkOf is the address of a step: its own page, or its form.
func linkOf(id imr.CaseID, s step) string {
	if s.Page != "" {
		return casePath(id) + "/" + s.Page
	}
	return casePath(id) + "/" + stepPath(s.Event)
}

// A dueView is one due time as a page shows it.
type dueView struct {
	Name     string
	Owes     string
	Due      clock.Day // zero where it is not known
	At       time.Time
	State    string // imr.DueStatus, which is also the class
	Word     string // "running", "done Oct 9", "3 days late"
	Steps    []reasonStep
	Rule     string
	Source   string // section of law
	From     time.Time
	Because  string // what it started on
	Why      string // it is not known
	Optional bool   // somebody may, nobody must
	Main     bool   // the next step's
}

// A reasonStep is one sentence of the reasoning behind a due time.
type reasonStep struct{ Text, Authority string }

// A bandView is the band at the top of a case: how far away the due time of the next step is, and where today stands.
type bandView struct {
	Due      dueView
	Name     string // "Determination due", "Time to appeal"
	Distance Distance
	Full     string // "Wednesday, December 9, 2026, 2:15 pm Pacific"
	Track    track
}

// A track is a line from a first to a last day with what happened on it.
type track struct {
	Days   int // from the first to the last
	Day    int // today, counted like the due time; beyond Days when it is late
	Points []point
	Said   string // all of it in a sentence, for those who cannot see it
}

// A point is one mark on the track; X runs from 0 to 1000.
type point struct {
	X     int
	Label string
	Kind  string // "past", "today", "due"
	Align string // "start", "middle", "end" of the label
	Lone  bool   // its label has room
}

// trackOf draws the days from when a due time began to run until it is over, or until today when that is later.
func trackOf(c imr.Case, d dueView, now time.Time) track {
	start := clock.DayIn(d.From, imr.Office)
	if r := c.Facts.Received.At; !r.IsZero() && (r < start || d.From.IsZero()) {
		start = r
	}
	today := clock.DayIn(now, imr.Office)
	end := max(d.Due, today)
	if end <= start {
		end = start + 1
	}
	at := func(day clock.Day) int { return min(1000, max(0, int(day-start)*1000/int(end-start))) }
	t := track{Days: int(d.Due - clock.DayIn(d.From, imr.Office)), Day: int(today - clock.DayIn(d.From, imr.Office))}
	add := func(day clock.Day, label, kind string) {
		if day.IsZero() {
			return
		}
		t.Points = append(t.Points, point{X: at(day), Label: label, Kind: kind})
	}
	short := func(day clock.Day) string { return day.Format("Jan 2") }
	seen := map[clock.Day]bool{}
	for _, m := range []struct {
		day   clock.Day
		label string
	}{
		{c.Facts.Received.At, "Received"}, {c.Facts.Eligible.At, "Eligible"}, {c.Facts.Notice.At, "Notice"},
		{c.Facts.Records.At, "Records"}, {c.Facts.Assigned.At, "Reviewer"}, {c.Facts.Draft.At, "Draft"},
		{c.Facts.Determined.At, "Signed"}, {c.Facts.Served.At, "Served"},
	} {
		if m.day.IsZero() || m.day < start || m.day > end || seen[m.day] {
			continue
		}
		seen[m.day] = true
		add(m.day, m.label+" "+short(m.day), "past")
	}
	add(today, todayLabel(t), "today")
	add(d.Due, "Due "+short(d.Due), "due")
	t.Said = "From " + plainDay(start) + " to " + plainDay(end) + ". " + todayLabel(t) + "; due " + longDay(d.Due) + "."
	spread(t.Points)
	return t
}

func todayLabel(t track) string {
	if t.Days <= 0 || t.Day < 0 {
		return "Today"
	}
	if t.Day > t.Days {
		return "Today, " + countOf(t.Day-t.Days, "day") + " after"
	}
	return "Today, day " + strconv.Itoa(t.Day) + " of " + strconv.Itoa(t.Days)
}

// spread sets the labels below the line so that none runs into another: the first and the due day have theirs, and
// those between them where there is room. Today's label stands above the line and has its own place.
func spread(ps []point) {
	const room = 190
	var taken []int
	label := func(p *point) {
		switch {
		case p.X < 60:
			p.Align = "start"
		case p.X > 940:
			p.Align = "end"
		default:
			p.Align = "middle"
		}
		for _, x := range taken {
			if p.X-x < room && x-p.X < room {
				return
			}
		}
		p.Lone = true
		taken = append(taken, p.X)
	}
	for i := range ps {
		if ps[i].Kind == "today" {
			ps[i].Lone = true
			ps[i].Align = "middle"
			if ps[i].X < 120 {
				ps[i].Align = "start"
			} else if ps[i].X > 880 {
				ps[i].Align = "end"
			}
		}
	}
	for i := range ps {
		if ps[i].Kind == "due" {
			label(&ps[i])
		}
	}
	for i := range ps {
		if ps[i].Kind == "past" {
			label(&ps[i])
		}
	}
}

// groupLink is the address of the history with one group of it shown.
func groupLink(id imr.CaseID, group string) string {
	if group == "" {
		return casePath(id) + "#history"
	}
	return casePath(id) + "?" + url.Values{"history": {group}}.Encode() + "#history"
}
