package check

import (
	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/review"
)

// dates looks for the days of the sentence on the cited pages.
func (st *statement) dates() {
	for _, d := range st.days {
		if st.guidelineSpeech(d.from) || st.dayOnPages(d) {
			continue
		}
		x, place, ok := st.nearestDay(d)
		name := "The day "
		if d.Day == 0 {
			name = "The date "
		}
		message := name + d.String() + " is not on " + st.pageNames() + "."
		if !ok {
			st.add("cite.date", d.from, d.to, message+" Cite the page that has it, or correct the date.")
			continue
		}
		f := st.add("cite.date", d.from, d.to, message+" The nearest there is "+x.String()+". Correct the date, or cite the page that has it.", place)
		f.Expects = x.String()
	}
}

func (st *statement) dayOnPages(d day) bool {
	for _, p := range st.pages {
		if p.hasDay(d) {
			return true
		}
		doc, first := st.document(p)
		if doc != nil && !doc.Date.IsZero() && d.meets(dayOfClock(doc.Date)) || first != nil && first.hasDay(d) {
			return true
		}
	}
	return false
}

func (r *reading) hasDay(d day) bool {
	for _, x := range r.days {
		if d.meets(x) {
			return true
		}
	}
	return false
}

// nearestDay is the day of the cited pages that is most like another one.
func (st *statement) nearestDay(d day) (best day, place review.Place, ok bool) {
	most := -1
	for _, p := range st.pages {
		for _, x := range p.days {
			n := d.near(x) * 2
			if x.Day == 0 {
				n--
			}
			if p.within(x.from) {
				n += 3
			}
			if n > most {
				most, best, place, ok = n, x, st.place(p, x.from, x.to), true
			}
		}
	}
	return best, place, ok
}

// within says whether a token is one of those that the mark names, or near them.
func (p cited) within(tok int) bool {
	return p.span.To > p.span.From && p.toks[tok].from >= p.span.From-6 && p.toks[tok].from < p.span.To+6
}

// injuryWords stand before a date of injury.
var injuryWords = setOf("injury injured doi d.o.i accident")

// workers follow "injured" where it says who, not when.
var workers = setOf("worker worker's workers employee employee's person patient claimant applicant")

// injury compares a date of injury with that of the case.
func (st *statement) injury() {
	c := st.c.in.Case.Injury
	if c.Date.IsZero() {
		return
	}
	for _, d := range st.days {
		on := d.of()
		if on == 0 || on == c.Date || on == c.Through || c.Through != 0 && on >= c.Date && on <= c.Through || !st.injuryBefore(d.from) {
			continue
		}
		if st.dayOfInjury(d) { // the page tells of another injury
			continue
		}
		already := false
		for _, f := range st.found {
			already = already || f.From == st.toks[d.from].from
		}
		if already {
			continue
		}
		f := st.add("injury.date", d.from, d.to, "The case has "+dayOfClock(c.Date).String()+" as the date of injury. Correct the one that is wrong, or say that this is another injury.")
		f.Expects = dayOfClock(c.Date).String()
	}
}

// injuryBefore says that a date is said to be that of an injury: "injury on", "date of injury", "injured his back on".
func (r *reading) injuryBefore(at int) bool {
	for k := at - 1; k >= 0 && k >= at-7; k-- {
		t := &r.toks[k]
		if t.clause != r.toks[at].clause || t.used && k < at-1 {
			return false
		}
		if injuryWords[t.text] && !workers[r.toks[k+1].text] {
			return k == 0 || r.toks[k-1].text != "no"
		}
		if t.text == "report" || t.text == "presented" || t.text == "dated" || t.text == "visit" || t.text == "reported" || t.text == "note" {
			return false
		}
	}
	return false
}

// dayOfInjury says that a cited page gives the day as that of an injury.
func (st *statement) dayOfInjury(d day) bool {
	for _, p := range st.pages {
		for _, x := range p.days {
			if d.meets(x) && p.injuryBefore(x.from) {
				return true
			}
		}
	}
	return false
}

// ageOn is the age on a day of somebody born on another.
func ageOn(born, on clock.Day) int {
	y, m, d := on.Date()
	by, bm, bd := born.Date()
	n := y - by
	if m < bm || m == bm && d < bd {
		n--
	}
	return n
}
