package assemble

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/records"
	"github.com/openimr/openimr/review"
)

// identity tells who was injured, when and how.
func (w *writer) identity() {
	who, whoMarks := w.who()
	injury, injuryMarks := w.injury()
	words := "The injured worker is " + who
	if injury != "" {
		words += " who sustained an industrial injury on " + injury
	}
	w.say(words, append(whoMarks, injuryMarks...)...)
	w.otherInjuryDays()
	w.mechanism()
}

// asOf is the day for which ages are told.
func (w *writer) asOf() clock.Day {
	f := w.c.Facts
	return cmp.Or(f.Assigned.At, f.Notice.At, f.Received.At)
}

// who is "a 52-year-old female".
func (w *writer) who() (string, []review.Mark) {
	var marks []review.Mark
	age := 0
	if b := w.c.Worker.BirthDate; !b.IsZero() && !w.asOf().IsZero() {
		age = yearsBetween(b, w.asOf())
		if m, ok := w.birthDay(b); ok {
			marks = append(marks, m)
		}
	}
	said, m, ok := w.yearOld()
	if age == 0 && ok {
		age = said.age
		marks = append(marks, m)
	}
	sex := w.c.Worker.Sex
	if ok && said.sex != "" && (sex == "" || sex == said.sex) {
		sex = said.sex
		if !slices.Contains(marks, m) {
			marks = append(marks, m)
		}
	}
	switch {
	case age > 0 && sex != "":
		return article(age) + fmt.Sprintf(" %d-year-old %s", age, sex), marks
	case age > 0:
		return fmt.Sprintf("%d years old", age), marks
	case sex != "":
		return "a " + sex, marks
	}
	return "a person", marks
}

func article(age int) string {
	if age == 8 || age == 11 || age == 18 || age >= 80 && age <= 89 {
		return "an"
	}
	return "a"
}

func yearsBetween(b, d clock.Day) int {
	by, bm, bd := b.Date()
	y, m, dd := d.Date()
	if m < bm || m == bm && dd < bd {
		y--
	}
	return y - by
}

// birthDay finds the date of birth on a page.
func (w *writer) birthDay(b clock.Day) (review.Mark, bool) {
	for _, layout := range []string{"01/02/2006", "1/2/2006", "January 2, 2006", "Jan 2, 2006", "01-02-2006", "2006-01-02", "2 Jan 2006", "02-Jan-2006", "01.02.2006", "1-2-2006", "1/2/06", "01/02/06", "Jan. 2, 2006"} {
		for _, m := range w.book.Find(w.book.Phrase(b.Format(layout))) {
			if w.counts(m.Number) && m.Slips == 0 {
				return mark(m.Number, m.Words.From, m.Words.To), true
			}
		}
	}
	return review.Mark{}, false
}

type described struct {
	age int
	sex string
}

// yearOld finds "52-year-old female", on the newest report that says so.
func (w *writer) yearOld() (described, review.Mark, bool) {
	var best described
	var at review.Mark
	var when clock.Day
	found := false
	for _, phrase := range []string{"year old", "yo", "y o"} {
		for _, m := range w.book.Find(w.book.Phrase(phrase)) {
			if !w.counts(m.Number) || w.outside(m.Number) {
				continue
			}
			d, from, to := w.ageAround(m.Number, m.Words)
			if d.age == 0 {
				continue
			}
			doc := w.book.Document(m.Number)
			if doc != nil && disputing[doc.Type] && found {
				continue
			}
			var date clock.Day
			if doc != nil {
				date = doc.Date
			}
			if !found || date > when {
				best, at, when, found = d, mark(m.Number, from, to), date, true
			}
		}
	}
	return best, at, found
}

// outside says that a page tells of people in general.
func (w *writer) outside(n int) bool {
	d := w.book.Document(n)
	return d != nil && (d.Type == "medical_literature" || d.Type == "billing")
}

func (w *writer) ageAround(n int, at review.Span) (d described, from, to int) {
	from, to = at.From, at.To
	for k := max(0, at.From-1); k < at.To; k++ {
		digits := 0
		for _, r := range w.book.Word(n, k) {
			if r < '0' || r > '9' {
				break
			}
			digits = digits*10 + int(r-'0')
		}
		if digits >= 14 && digits <= 99 {
			d.age, from = digits, min(from, k)
			break
		}
	}
	for k := at.To; k < at.To+5 && k < w.book.Words(n); k++ {
		switch strings.ToLower(strings.Trim(w.book.Word(n, k), ".,;:()")) {
		case "male", "man", "gentleman":
			d.sex = "male"
		case "female", "woman", "lady":
			d.sex = "female"
		}
		if d.sex != "" {
			return d, from, k + 1
		}
	}
	return d, from, to
}

// injury is the day of the injury: the case's own where a page has it, else that of most pages.
func (w *writer) injury() (string, []review.Mark) {
	days := w.injuryDays()
	main := w.mainInjury(days)
	if main.IsZero() {
		return "", nil
	}
	text := day(main)
	if through := w.c.Injury.Through; !through.IsZero() && main == w.c.Injury.Date {
		text = day(main) + " through " + day(through)
	}
	var marks []review.Mark
	if ts := days[main]; len(ts) > 0 {
		marks = append(marks, w.bestWitness(ts).mark())
	}
	return text, marks
}

func (w *writer) injuryDays() map[clock.Day][]told {
	days := map[clock.Day][]told{}
	for _, t := range w.facts[records.FactInjury] {
		if !t.Date.IsZero() && t.Standing == records.Stated {
			days[t.Date] = append(days[t.Date], t)
		}
	}
	return days
}

func (w *writer) mainInjury(days map[clock.Day][]told) clock.Day {
	if d := w.c.Injury.Date; !d.IsZero() {
		return d
	}
	var best clock.Day
	for _, d := range slices.Sorted(maps.Keys(days)) {
		if len(days[d]) > len(days[best]) {
			best = d
		}
	}
	return best
}

// bestWitness is the page on which a reader would look: a report before a form or letter, the earliest first.
func (w *writer) bestWitness(ts []told) told {
	return slices.MinFunc(ts, func(a, b told) int {
		rank := func(t told) int {
			switch {
			case clinical[t.kind()]:
				return 0
			case disputing[t.kind()]:
				return 2
			}
			return 1
		}
		return cmp.Or(rank(a)-rank(b), cmp.Compare(a.n, b.n))
	})
}

// otherInjuryDays tells of pages that give another day.
func (w *writer) otherInjuryDays() {
	days := w.injuryDays()
	main := w.mainInjury(days)
	if main.IsZero() {
		return
	}
	var others []clock.Day
	for d, ts := range days {
		if d == main || d == w.c.Injury.Through || slices.ContainsFunc(ts, func(t told) bool { return t.doc == nil }) && len(ts) < 2 {
			continue
		}
		others = append(others, d)
	}
	slices.SortFunc(others, func(a, b clock.Day) int { return cmp.Or(len(days[b])-len(days[a]), cmp.Compare(a, b)) })
	for _, d := range others[:min(2, len(others))] {
		t := w.bestWitness(days[d])
		w.say(fmt.Sprintf("%s gives the date of injury as %s", sentenceStart(w.source(t.doc)), day(d)), t.mark())
	}
}

// source is how a paper is called in a sentence: "the progress report of March 3, 2013".
func (w *writer) source(d *records.Document) string {
	if d == nil {
		return "one page"
	}
	name := names[d.Type]
	if name == "" {
		name = strings.ToLower(records.KindName(d.Type))
		if i := strings.IndexAny(name, ",("); i > 0 {
			name = strings.TrimSpace(name[:i])
		}
		if d.Type == "unknown" || name == "" {
			name = "paper"
		}
	}
	if d.Date.IsZero() {
		return "an undated " + name
	}
	return "the " + name + " of " + day(d.Date)
}

var names = map[string]string{
	"pr2": "progress report", "pr2_narrative": "progress report", "dfr": "doctor's first report", "initial_consult": "initial consultation",
	"consult_report": "consultation report", "pr3": "permanent and stationary report", "pr4": "permanent and stationary report",
	"ur_correspondence": "letter of utilization review", "cures": "CURES report", "frp_report": "functional restoration report", "fce_report": "functional capacity evaluation",
	"employee_statement": "statement of the injured worker", "award": "award", "billing": "bill", "benefit_notice": "benefit notice", "med_legal_supp": "supplemental medical-legal report",
	"attorney_letter": "attorney's letter", "letter_med_necessity": "letter of the physician", "lab_report": "laboratory report", "noarfi": "notice of assignment", "sleep_report": "sleep study report",
	"rfa": "request for authorization", "ur_decision": "utilization review decision", "qme_report": "qualified medical evaluation", "ame_report": "agreed medical evaluation",
	"imr_application": "application for independent medical review", "hospital_record": "hospital record", "work_status": "work status report",
	"pt_note": "physical therapy note", "ot_note": "occupational therapy note", "chiro_note": "chiropractic note", "acu_note": "acupuncture note",
	"op_report": "operative report", "procedure_note": "procedure note", "imaging_report": "imaging report", "emg_report": "electrodiagnostic report", "claim_form": "claim form",
	"employer_report": "employer's report", "psych_report": "psychological report", "psych_note": "psychotherapy note", "med_list": "medication list", "uds_report": "urine drug screen report",
}

func sentenceStart(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// events are words by which a sentence tells how an injury came about.
var events = strings.Fields("slipped tripped fell lifting twisted struck crushed collided pulling pushing assaulted repetitive accident caught stepped overexertion carrying hit")

// mechanism takes the sentence that tells how the injury happened from the earliest report that has one.
func (w *writer) mechanism() {
	for _, d := range w.docs {
		if !clinical[d.Type] && d.Type != "employer_report" {
			continue
		}
		p := w.paper(d)
		for _, x := range p.under("complaints", "clinical", "other", "records", "") {
			for _, s := range p.sentences(x.body) {
				s = p.trim(s)
				text := p.text(s)
				words := len(strings.Fields(text))
				if words < 5 || words > 40 || !tellsEvent(text) || odd(text) {
					continue
				}
				w.say("The injury is described as follows: “"+w.plain(text)+"”", p.marks(s)...)
				return
			}
		}
	}
}

func tellsEvent(text string) bool {
	low := " " + strings.ToLower(text) + " "
	if strings.Contains(low, " no ") || strings.Contains(low, "worse with") || strings.Contains(low, "difficulty") || strings.Contains(low, "avoid") || strings.Contains(low, "restriction") || strings.Contains(low, "denies") {
		return false
	}
	for _, e := range events {
		if i := strings.Index(low, " "+e); i >= 0 {
			rest := low[i+1+len(e):]
			if rest != "" && (rest[0] == ' ' || rest[0] == ',' || rest[0] == '.') && subject(low[:i]) {
				return true
			}
		}
	}
	return false
}

// subject says that words have somebody of whom the event is told.
func subject(low string) bool {
	for _, s := range []string{" he ", " she ", " patient ", " worker ", " employee ", " claimant ", " applicant ", " when ", " while ", " mr. ", " ms. ", " mrs. ", " injured ", " injury "} {
		if strings.Contains(low+" ", s) {
			return true
		}
	}
	return false
}
