package document

import (
	"regexp"
	"slices"
	"strings"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/records"
)

// A dated is a day on a page with what it is said to be.
type dated struct {
	day     clock.Day
	class   dayClass
	label   label
	line    int
	y       float32
	signing bool // at a signature
	weak    bool // a word of it was read with doubt
}

func (d dated) is(c dayClass) bool {
	return d.class == c || d.label.is(c) && len(d.label.words) > 0 || c == signedOn && d.signing && d.class == plainDay
}

// readDates finds the days of a page with their labels: before them on the line, in the cell to the left, or above.
func (s *page) readDates() {
	for i, l := range s.lines {
		days := daysIn(l.text)
		last := 0
		for _, d := range days {
			x := dated{day: d.day, line: i, y: s.y(l), class: inline}
			before := splitText(l.text[last:d.from])
			x.signing = s.atSignature(i)
			x.weak = s.doubtful(l, d)
			last = d.to
			found := false
			if len(before) > 0 {
				x.label, found = labelBefore(tail(before, 9))
				// In running text only some words say what a day is: "the last visit on".
				found = found && (!l.sentence || speaks(x.label.class) || strings.HasSuffix(strings.TrimSpace(l.text[:d.from]), ":"))
			}
			if !found && !l.sentence {
				x.label, found = s.labelBeside(i, d)
			}
			if !found {
				x.label = label{}
				if s.saidHere(i, l.text[:d.from]) {
					x.label, found = label{class: said}, true
				}
			}
			rest := len(before) + len(splitText(l.text[d.to:]))
			switch {
			case found:
				x.class = x.label.class
			case bySign.MatchString(l.text):
				x.class = signedOn // "E-signed by A. Ramos, MD, Mar. 19, 2013"
			case !l.sentence && rest <= 1 || len(l.words) <= 6 && rest <= 3 && len(days) == 1 && x.y < 0.4:
				x.class = bareDay
			}
			s.dates = append(s.dates, x)
		}
	}
}

var (
	iSaw    = regexp.MustCompile(`(?i)(?:^|[\s.:;])(?:i|[tl1|]|we)\s+(?:saw|examined|evaluated|re-?examined|re-?evaluated|interviewed)\s([^;]{2,100})\bon\W*$`)
	sawOnce = regexp.MustCompile(`(?i)\b(?:since|when|after|before|until|first|last|previously|initially|originally|earlier)\b`)
)

// saidHere says whether running text before a day says that the author saw the patient on it: "I saw Ms. Roe in my
// office on". The sentence may begin on the line above.
func (s *page) saidHere(i int, before string) bool {
	if i > 0 && s.lines[i-1].sentence {
		before = s.lines[i-1].text + " " + before
	}
	m := iSaw.FindStringSubmatchIndex(before)
	if m == nil || len(daysIn(before[m[2]:m[3]])) > 0 || sawOnce.MatchString(before[m[2]:m[3]]) {
		return false
	}
	start := 0
	if at := strings.LastIndexAny(before[:m[0]], ".;:"); at >= 0 {
		start = at
	}
	return !sawOnce.MatchString(before[start:m[0]])
}

// speaks says whether the words of a class say what a day is in running text too.
func speaks(c dayClass) bool {
	switch c {
	case said, elsewhere, mailed, signedOn, decided:
		return true
	}
	return false
}

func tail(v []string, n int) []string { return v[max(len(v)-n, 0):] }

func (s *page) doubtful(l line, d dayAt) bool {
	at := 0
	for _, w := range l.words {
		n := len(s.of.Words[w].Text)
		if at+n > d.from && at < d.to && s.of.Words[w].Confidence < 60 {
			return true
		}
		at += n + 1
	}
	return false
}

// atSignature says whether a line stands at a signature.
func (s *page) atSignature(i int) bool {
	for j := max(i-1, 0); j <= min(i+1, len(s.lines)-1); j++ {
		t := strings.ToLower(s.lines[j].text)
		if abs(s.lines[j].box.Y0-s.lines[i].box.Y0) < 40 && !s.lines[j].sentence && (strings.Contains(t, "signature") || strings.Contains(t, "signed") || strings.Contains(t, "sign here")) {
			return true
		}
	}
	return false
}

func abs(f float32) float32 {
	if f < 0 {
		return -f
	}
	return f
}

// dayBox is where a day stands on its line.
func (s *page) dayBox(l line, d dayAt) records.Box {
	var b records.Box
	at := 0
	for _, w := range l.words {
		n := len(s.of.Words[w].Text)
		if at+n > d.from && at < d.to {
			b = b.Union(s.of.Words[w].Box)
		}
		at += n + 1
	}
	return b
}

// labelBeside finds the label of a day that stands in a cell: in the cell to its left, or in the head of its column.
func (s *page) labelBeside(i int, d dayAt) (label, bool) {
	l := s.lines[i]
	box := s.dayBox(l, d)
	h := max(box.Y1-box.Y0, 6)
	left, above := -1, -1
	var leftEnd, aboveEnd float32
	for j, o := range s.lines {
		if j == i || o.sentence {
			continue
		}
		switch {
		case o.box.X1 <= box.X0+2 && abs((o.box.Y0+o.box.Y1)-(box.Y0+box.Y1)) < h && box.X0-o.box.X1 < 160:
			if left < 0 || o.box.X1 > leftEnd {
				left, leftEnd = j, o.box.X1
			}
		case o.box.Y1 <= box.Y0+h/3 && box.Y0-o.box.Y1 < 2.2*h && o.box.X0 < box.X1+4 && o.box.X1 > box.X0-4:
			if above < 0 || o.box.Y1 > aboveEnd {
				above, aboveEnd = j, o.box.Y1
			}
		}
	}
	if left >= 0 && len(daysIn(s.lines[left].text)) == 0 {
		if lab, ok := labelBefore(tail(splitText(s.lines[left].text), 9)); ok {
			return lab, true
		}
	}
	if above >= 0 {
		return labelBefore(tail(splitText(s.over(s.lines[above], box)), 9))
	}
	return label{}, false
}

// over is the part of a line that stands over a box: the words above it and those close beside them.
func (s *page) over(l line, box records.Box) string {
	from, to := -1, -1
	for i, w := range l.words {
		b := s.of.Words[w].Box
		if b.X0 < box.X1 && b.X1 > box.X0 {
			if from < 0 {
				from = i
			}
			to = i
		}
	}
	if from < 0 {
		return ""
	}
	near := func(a, b int) bool {
		x, y := s.of.Words[l.words[a]].Box, s.of.Words[l.words[b]].Box
		return y.X0-x.X1 < max(l.height, 5)*0.9 && !strings.HasSuffix(s.of.Words[l.words[a]].Text, ":")
	}
	for from > 0 && near(from-1, from) {
		from--
	}
	for to+1 < len(l.words) && near(to, to+1) {
		to++
	}
	var ws []string
	for _, w := range l.words[from : to+1] {
		ws = append(ws, s.of.Words[w].Text)
	}
	return strings.Join(ws, " ")
}

// What a kind is indexed by: the classes of days in their order. letterDay stands for a day alone on its line or after
// "Date:" in the upper part of the first page, whichever comes first.
const letterDay = dayClass(200)

var datesOf = map[string][]dayClass{
	"ur_decision": {decided, mailed, letterDay, reported, signedOn}, "ur_correspondence": {letterDay, decided, mailed, reported, signedOn},
	"ur_physician_notes": {reported, decided, letterDay, signedOn}, "authorization_letter": {letterDay, decided, mailed, reported, signedOn},
	"benefit_notice": {letterDay, mailed, decided, reported, signedOn}, "attorney_letter": {letterDay, reported, mailed, signedOn},
	"letter_med_necessity": {letterDay, reported, mailed, signedOn, service}, "employee_statement": {letterDay, signedOn, reported},
	"rfa": {signedOn, plainDay, requested, letterDay}, "imr_application": {signedOn, plainDay, letterDay}, "claim_form": {signedOn, plainDay, letterDay},
	"representative_designation": {signedOn, plainDay, letterDay}, "employer_report": {reported, plainDay, signedOn, letterDay},
	"op_report": {surgery, service, study, letterDay, reported, signedOn}, "procedure_note": {service, surgery, study, said, letterDay, reported, signedOn},
	"imaging_report": {study, service, letterDay, reported, signedOn}, "emg_report": {study, service, letterDay, reported, signedOn},
	"sleep_report": {study, service, letterDay, reported, signedOn}, "cardiac_report": {study, service, letterDay, reported, signedOn},
	"fce_report": {study, service, letterDay, reported, signedOn}, "lab_report": {collected, service, study, letterDay, reported},
	"uds_report": {collected, service, study, letterDay, reported}, "cures": {runOn, letterDay, reported}, "hospital_record": {service, admitted, discharged, study, letterDay, reported, signedOn},
	"med_legal_supp": {reported, letterDay, signedOn, service}, "work_status": {mailed, service, letterDay, signedOn}, "med_list": {written, letterDay, service, signedOn},
	"dme_order": {written, letterDay, service, signedOn}, "award": {decided, reported, letterDay, signedOn, inline}, "medical_literature": {reported, letterDay},
	"noarfi": {mailed, letterDay, decided, reported}, "proof_of_service": {mailed, signedOn, plainDay, letterDay, inline}, "record_index": {reported, letterDay, mailed},
	"billing": {service, letterDay, reported}, "frp_report": {reported, service, letterDay, signedOn},
}

// clinical is the order of every other kind.
var clinical = []dayClass{service, study, said, letterDay, reported, signedOn, mailed, discharged}

// dateOf finds the day by which a document is indexed; zero where it says none.
func dateOf(kind string, ps []*page, o Options) clock.Day {
	order, ok := datesOf[kind]
	if !ok {
		order = clinical
	}
	var best dated
	for _, c := range order {
		if d, ok := firstOf(c, ps, o); ok {
			best = d
			break
		}
	}
	if best.day.IsZero() {
		best, ok = runningDay(ps, o)
		if !ok {
			return 0
		}
	}
	return mended(best, order, ps, o)
}

// firstOf finds the first day of a class: on the first page, at the head of another, or at the end of the last.
func firstOf(c dayClass, ps []*page, o Options) (dated, bool) {
	last := len(ps) - 1
	for i, p := range ps {
		for _, d := range p.dates {
			if !plausible(d, o) {
				continue
			}
			switch c {
			case letterDay:
				if i == 0 && (d.class == bareDay || d.class == plainDay) && d.y < 0.5 {
					return d, true
				}
			case inline:
				if d.class == inline && i == last {
					return d, true
				}
			case signedOn, plainDay:
				if d.is(c) {
					return d, true
				}
			default:
				if d.is(c) && (i == 0 || d.y < 0.25 || i == last) {
					return d, true
				}
			}
		}
	}
	return dated{}, false
}

// runningDay is the day in a title, a subject or a running header, where no label says what it is.
func runningDay(ps []*page, o Options) (dated, bool) {
	for _, p := range ps {
		for _, d := range p.dates {
			if d.class == inline && plausible(d, o) && !p.lines[d.line].sentence && (d.y < 0.35 || d.y > 0.92) {
				return d, true
			}
		}
	}
	for _, c := range []dayClass{plainDay, signedOn, bareDay} {
		for i := len(ps) - 1; i >= 0; i-- {
			for _, d := range ps[i].dates {
				if d.is(c) && plausible(d, o) {
					return d, true
				}
			}
		}
	}
	return dated{}, false
}

// plausible leaves out days that no paper of this patient can have.
func plausible(d dated, o Options) bool {
	switch {
	case !o.Received.IsZero() && d.day > o.Received, !o.Patient.BirthDate.IsZero() && d.day <= o.Patient.BirthDate:
		return false
	case d.class == inline || d.class == bareDay:
		return d.day != o.Patient.Injury
	}
	return true
}

// mended looks whether text recognition misread one digit of a day: another day that the document says more often, in
// the classes of its kind, differs in that digit alone.
func mended(best dated, order []dayClass, ps []*page, o Options) clock.Day {
	counts := map[clock.Day]int{}
	for _, p := range ps {
		for _, d := range p.dates {
			fits := d.class == inline || slices.ContainsFunc(order, func(c dayClass) bool {
				return d.is(c) || c == letterDay && (d.class == bareDay || d.class == plainDay)
			})
			if fits && plausible(d, o) {
				counts[d.day]++
			}
		}
	}
	if !best.weak && counts[best.day] > 1 || ps[0].of.Source != records.OCR {
		return best.day
	}
	day, most := best.day, counts[best.day]
	for d, n := range counts {
		if n >= 3 && oneDigit(d, best.day) && (n > most || n == most && d < day && day != best.day) {
			day, most = d, n
		}
	}
	return day
}

func oneDigit(a, b clock.Day) bool {
	x, y := a.String(), b.String()
	n := 0
	for i := range x {
		if x[i] != y[i] {
			n++
		}
	}
	return n == 1
}
