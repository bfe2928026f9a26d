package imr

import (
	"strings"

	"github.com/openimr/openimr/clock"
)

// A DueChange is one time limit that is another after a fact was corrected or an event was recorded.
type DueChange struct {
	Name   string // "Determination"
	Owes   string
	Before *CaseDue // nil where it is new
	After  *CaseDue // nil where it is gone
	Text   string   // in one sentence
}

// DiffDues tells what became of the time limits of a case: each that is new, gone, or due at another time, and each
// that was kept and now was not, or the other way round. Of several that ask the same of the same person the newest
// counts, so that a shorter time in the place of a longer one is one change.
func DiffDues(before, after []CaseDue) []DueChange {
	was, now := newest(before), newest(after)
	var changes []DueChange
	for _, k := range keys(before, after) {
		b, a := was[k], now[k]
		if text := changed(b, a); text != "" {
			d := a
			if d == nil {
				d = b
			}
			changes = append(changes, DueChange{d.Name, d.Owes, b, a, text})
		}
	}
	return changes
}

type dueKey struct{ deed, who string }

func keyOf(d CaseDue) dueKey { return dueKey{d.Name, d.Rule.WhoMustAct} }

func newest(dues []CaseDue) map[dueKey]*CaseDue {
	m := map[dueKey]*CaseDue{}
	for i := range dues {
		m[keyOf(dues[i])] = &dues[i]
	}
	return m
}

// keys lists the keys of both, in the order of after and then of what is gone.
func keys(before, after []CaseDue) []dueKey {
	var ks []dueKey
	seen := map[dueKey]bool{}
	for _, dues := range [2][]CaseDue{after, before} {
		for _, d := range dues {
			if k := keyOf(d); !seen[k] {
				seen[k] = true
				ks = append(ks, k)
			}
		}
	}
	return ks
}

// changed says in one sentence what became of a time limit, "" where nothing did.
func changed(b, a *CaseDue) string {
	switch {
	case b == nil && a.Status == Unknown:
		return subject(a) + " " + is(a) + " due at a time that is not known. " + a.Why
	case b == nil:
		return subject(a) + " " + is(a) + " due " + dueOn(a) + because(a) + "."
	case a == nil:
		return subject(b) + " " + was(b) + " due " + dueOn(b) + "; nothing is due now."
	case b.Status == Unknown && a.Status == Unknown:
		return ""
	case b.Status == Unknown:
		return "It was not known when " + strings.ToLower(subject(a)[:1]) + subject(a)[1:] + " " + was(a) + " due; it is " + dueOn(a) + because(a) + standing(nil, a) + "."
	case a.Status == Unknown:
		return subject(b) + " " + was(b) + " due " + dueOn(b) + "; now that is not known. " + a.Why
	case !b.Due.At.Equal(a.Due.At):
		return subject(a) + " " + was(a) + " due " + dueOn(b) + "; now " + dueOn(a) + because(a) + standing(b, a) + "."
	case b.Status != a.Status && (b.Status == LateMet || a.Status == LateMet || a.Status == Late || b.Status == Late):
		return subject(a) + ", due " + dueOn(a) + "," + stands(a) + "."
	}
	return ""
}

// standing adds whether it was kept, where that changed with the due date.
func standing(b, a *CaseDue) string {
	if b != nil && b.Status == a.Status {
		return ""
	}
	if s := stands(a); s != "" {
		it := "it"
		if plural(a) {
			it = "they"
		}
		return "; " + it + s
	}
	return ""
}

func stands(d *CaseDue) string {
	switch d.Status {
	case Met:
		return " now " + counts(d) + " as done in time"
	case LateMet:
		return " now " + counts(d) + " as done late"
	case Late:
		return " " + is(d) + " now late"
	case Running:
		return " " + is(d) + " not late any more"
	}
	return ""
}

func subject(d *CaseDue) string { return "The " + strings.ToLower(d.Name[:1]) + d.Name[1:] }

func plural(d *CaseDue) bool { return d.Name == "Records" || d.Name == ownPapers }

func counts(d *CaseDue) string {
	if plural(d) {
		return "count"
	}
	return "counts"
}

func is(d *CaseDue) string {
	if plural(d) {
		return "are"
	}
	return "is"
}

func was(d *CaseDue) string {
	if plural(d) {
		return "were"
	}
	return "was"
}

func because(d *CaseDue) string {
	if d.Because == "" {
		return ""
	}
	return ", because " + d.Because
}

// dueOn words the last day, with the minute where hours count.
func dueOn(d *CaseDue) string {
	if h, m, s := d.Due.At.In(Office).Clock(); h != 23 || m != 59 || s != 59 {
		return d.Due.At.In(Office).Format("Monday, January 2, 2006, at 15:04 MST")
	}
	return d.Due.Day.Format("Monday, January 2, 2006")
}

// Sentence tells a time limit in one sentence: "Records: due Wednesday, October 14, 2015 from the claims administrator; received in time."
func (d CaseDue) Sentence() string {
	if d.Status == Unknown {
		return d.Name + ": " + d.Why
	}
	s := d.Name + ": due " + dueOn(&d) + " (" + d.Owes + ")"
	day := clock.DayIn(d.Met, Office).Format("January 2, 2006")
	switch d.Status {
	case Running:
		s += "; running"
	case Late:
		s += "; late"
	case Met:
		s += "; done in time on " + day
	case LateMet:
		n := d.DaysLate(d.Met)
		s += "; done on " + day + ", " + count(n, "day") + " late"
		if n == 0 {
			s = strings.TrimSuffix(s, ", 0 days late") + ", late"
		}
	case Missed:
		s += "; not done, noted on " + day
	case Over:
		s += "; the time is over"
	case Stopped:
		s += "; no longer running since " + day
	}
	return s + "."
}
