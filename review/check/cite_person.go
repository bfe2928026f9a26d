package check

import (
	"strconv"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/review"
)

// kin are people of whom an age or a sex may be said besides the worker.
var kin = setOf("wife husband spouse son daughter mother father brother sister child children sibling girlfriend boyfriend partner friend coworker co-worker supervisor grandson granddaughter parent")

// age compares an age with the pages and with the date of birth.
func (st *statement) age() {
	for _, a := range st.ages {
		if st.nearKin(a.tok) || st.ageMet(a) {
			continue
		}
		var places []review.Place
		expects := ""
		for _, p := range st.pages {
			for _, x := range p.ages {
				if !p.kinNear(x.tok) {
					places = append(places, st.place(p, x.tok, x.end))
					expects = strconv.Itoa(x.years)
				}
			}
		}
		born := st.c.in.Case.Worker.BirthDate
		switch {
		case len(places) > 0:
			f := st.add("age.wrong", a.tok, a.end, st.capitalPages()+" "+st.verb("gives", "give")+" the age as "+expects+". Correct the age.", places...)
			f.Expects = expects
		case !born.IsZero():
			from, to := st.agesByBirth(born)
			expects = strconv.Itoa(from)
			if to != from {
				expects += " or " + strconv.Itoa(to)
			}
			f := st.add("age.wrong", a.tok, a.end, "By the date of birth in the case the worker was "+strconv.Itoa(from)+" at the injury and is "+strconv.Itoa(to)+" today. Correct the age.")
			f.Expects = expects
		case len(st.pages) > 0:
			st.add("age.wrong", a.tok, a.end, "The age "+strconv.Itoa(a.years)+" is not on "+st.pageNames()+". Cite the page that has it, or correct it.")
		}
	}
}

// agesByBirth is the age at the injury and today.
func (st *statement) agesByBirth(born clock.Day) (from, to int) {
	to = ageOn(born, st.c.in.Today)
	from = to
	if on := st.c.in.Case.Injury.Date; !on.IsZero() {
		from = ageOn(born, on)
	}
	return from, to
}

func (st *statement) ageMet(a aged) bool {
	said, birth := false, st.c.in.Case.Worker.BirthDate
	for _, p := range st.pages {
		for _, x := range p.ages {
			if x.years == a.years {
				return true
			}
			said = said || !p.kinNear(x.tok)
		}
		if birth.IsZero() {
			birth = p.birth()
		}
	}
	if birth.IsZero() {
		return !said && len(st.pages) == 0
	}
	if !said {
		from, to := st.agesByBirth(birth)
		return a.years >= from && a.years <= to
	}
	// The page gives another age: only another day explains it.
	days := []clock.Day{st.c.in.Today, st.c.in.Case.Injury.Date}
	for _, d := range st.days {
		days = append(days, d.of())
	}
	for _, on := range days {
		if !on.IsZero() && ageOn(birth, on) == a.years {
			return true
		}
	}
	return false
}

// birth is the date of birth that a page gives with its label.
func (r *reading) birth() clock.Day {
	for _, d := range r.days {
		for k := d.from - 1; k >= 0 && k >= d.from-3; k-- {
			if t := r.toks[k].text; t == "dob" || t == "d.o.b" || t == "birth" || t == "born" || t == "birthdate" {
				return d.of()
			}
		}
	}
	return 0
}

func (st *statement) nearKin(tok int) bool { return st.kinNear(tok) }

// kinNear says that somebody else is spoken of around a token.
func (r *reading) kinNear(tok int) bool {
	for k := max(0, tok-4); k < min(len(r.toks), tok+7); k++ {
		if kin[r.toks[k].text] && r.toks[k].clause == r.toks[tok].clause {
			return true
		}
	}
	return false
}

var sexes = map[string]string{"male": "male", "man": "male", "gentleman": "male", "female": "female", "woman": "female", "lady": "female"}

// sex compares what the sentence calls the worker with the case, or with the page where the case does not say.
func (st *statement) sex() {
	for i := range st.toks {
		is := sexes[st.toks[i].text]
		if is == "" || st.kinNear(i) {
			continue
		}
		if is == "male" && (st.at(i+1, i) == "erectile" || st.at(i+1, i) == "pattern") {
			continue
		}
		should := st.c.in.Case.Worker.Sex
		var places []review.Place
		if should == "" {
			both := map[string]bool{}
			for _, p := range st.pages {
				for k := range p.toks {
					if s := sexes[p.toks[k].text]; s != "" && !p.kinNear(k) {
						both[s] = true
						should = s
						places = append(places, st.place(p, k, k+1))
					}
				}
			}
			if len(both) != 1 {
				continue
			}
		}
		if should == is {
			continue
		}
		says := "The case says that the worker is " + should
		if len(places) > 0 {
			says = st.capitalPages() + " " + st.verb("says", "say") + " “" + places[0].Text + "”"
		}
		f := st.add("sex.wrong", i, i+1, says+". Correct the one that is wrong.", places...)
		f.Expects = should
	}
}
