package document

import (
	"regexp"
	"slices"
	"strings"

	"github.com/openimr/openimr/records"
)

// What is seen between two pages, and how much it speaks for a new document there (above zero) or against it. The sum
// decides. The weights were set by reasoning on what papers look like and hold for all of them; what makes a certainty
// ("page 1 of 3" after "page 2 of 2") weighs more than everything else together can.
var weights = map[string]float32{
	"begins a file":                    20,
	"after a separator":                20,
	"page 1 of n":                      7,
	"page 1":                           4,
	"the page before was the last":     3.5,
	"next page of the same count":      -14,
	"another page of the same count":   -4,
	"next page":                        -6,
	"a later page of another document": 3,
	"a later page":                     -2.5,
	"a title of a kind":                3.2,
	"a weak title":                     1.2,
	"a heading":                        0.5, // a title that may be that of a section: nothing else stands at the head
	"a form":                           2,
	"a letterhead":                     1.2,
	"a greeting":                       3,
	"names the patient anew":           1.6,
	"another patient":                  4,
	"another birth date":               2.5,
	"another day of service":           2.5,
	"the page before is signed":        1.8,
	"the page before ends early":       0.8,
	"the same head":                    -2.5,
	"the same title and day":           -4,
	"another kind":                     1,
	"speaks of another kind":           1,
	"the same page again":              5,
	"the sentence goes on":             -4,
	"says that it is continued":        -5,
	"begins in lower case":             -2,
	"another look":                     0.8,
	"another size of page":             1.2,
	"another source":                   1,
	"the fax goes on":                  -0.4,
	"another fax":                      1.5,
}

const boundary = 3.0 // the sum from which a document begins

var (
	greeting   = regexp.MustCompile(`(?i)^\W*(?:dear\b|to whom it may concern|gentle\s?(?:men|persons)|ladies and gentlemen|good (?:morning|day)|hello\b)`)
	letterhead = regexp.MustCompile(`(?i)(?:\b(?:tel|telephone|phone|fax|ph|p|f|t)\b\W{0,3}\(?\d{3}|\(\d{3}\)\s*\d{3}|\b\d{3}[-.]\d{3}[-.]\d{4}\b|\bsuite\b|\b(?:ca|california)\b[\s,]+\d{5}|\bp\.?o\.? box\b|www\.|@)`)
	patientRow = regexp.MustCompile(`(?i)\b(?:patient|employee|claimant|applicant|injured worker|date of birth|d\.?o\.?b|claim\s*(?:no|number|#)|date of injury|d\.?o\.?i|employer|mrn|ssn|date of service|dos|exam date)\b[^:]{0,14}(?:[:#]|$)`)
)

// A seam is the place between two pages.
type seam struct {
	sum  float32
	said []string // why, for tests and for the curious
}

func (s *seam) add(what string) {
	s.sum += weights[what]
	s.said = append(s.said, what)
}

// begins weighs what a page alone says of being the first of a document.
func (s *page) begins() (se seam) {
	if s.empty() {
		return se
	}
	switch n := s.number; {
	case n.k == 1 && n.n > 0:
		se.add("page 1 of n")
	case n.k == 1:
		se.add("page 1")
	}
	rows, head := 0, false
	for i, l := range s.lines {
		y := s.y(l)
		if y < 0.5 && greeting.MatchString(l.text) && len(l.words) <= 8 {
			se.add("a greeting")
		}
		if y < 0.45 && patientRow.MatchString(l.text) && !l.sentence {
			rows++
		}
		if y < 0.17 && i < 8 && letterhead.MatchString(l.text) && !l.sentence {
			head = true
		}
	}
	for _, h := range s.hits {
		c := cues[h.cue]
		head = head || c.place == inHead && c.weight >= 1.5 && h.part == 1 && len(s.lines[h.line].tokens) > h.to-h.from // a name around it
	}
	if head {
		se.add("a letterhead")
	}
	if rows >= 2 {
		se.add("names the patient anew")
	}
	_, day := headDay(s)
	switch t := s.bestTitle(); {
	case t >= 4.9, t >= 3 && (head || rows > 0 || day || s.number.k == 1):
		se.add("a title of a kind")
	case t >= 1.8 && (head || rows > 0 || day):
		se.add("a weak title")
	case t >= 1.8:
		se.add("a heading")
	}
	for _, h := range s.hits {
		if cues[h.cue].place == inForm && cues[h.cue].weight >= 3 && h.part == 1 && s.y(s.lines[h.line]) < 0.15 {
			se.add("a form")
			break
		}
	}
	if continues(s) {
		se.add("says that it is continued")
	}
	if l := s.firstBody(); l != nil && l.text[0] >= 'a' && l.text[0] <= 'z' {
		se.add("begins in lower case")
	}
	return se
}

func continues(s *page) bool {
	for i, l := range s.lines {
		if i > 5 || s.y(l) > 0.25 {
			break
		}
		if len(l.words) <= 9 && continued.MatchString(l.text) {
			return true
		}
	}
	return false
}

// bestTitle is the weight of the best title of any kind that stands where titles stand.
func (s *page) bestTitle() float32 {
	var best float32
	for _, h := range s.hits {
		if c := cues[h.cue]; c.place == inTitle && s.y(s.lines[h.line]) < 0.45 {
			best = max(best, c.weight*h.part)
		}
	}
	return best
}

// firstBody and lastBody are the first and last lines that are text, not running head or foot.
func (s *page) firstBody() *line {
	for i := range s.lines {
		if l := &s.lines[i]; len(l.words) >= 4 && !ofPages.MatchString(l.text) && s.y(*l) > 0.04 && !patientRow.MatchString(l.text) {
			return l
		}
	}
	return nil
}

func (s *page) lastBody() *line {
	for i := len(s.lines) - 1; i >= 0; i-- {
		if l := &s.lines[i]; len(l.words) >= 4 && !ofPages.MatchString(l.text) && s.y(*l) < 0.94 {
			return l
		}
	}
	return nil
}

// between weighs the seam between page b and the pages of the document so far, of which a is the last that can be read.
func between(doc []*page, a, b *page) seam {
	se := b.begins()
	if b.twin != nil {
		se = b.twin.begins()
	}
	if a == nil || b.empty() {
		return se
	}
	numbers(&se, doc, a, b)
	sameHead := alike(a.head, b.head) >= 0.6 && len(b.head) >= 2 || sharedTop(a, b) >= 2
	first := doc[0]
	if sameHead && a.ref != first.ref || sameHead && !sameDay(first, b) {
		// a running head, or the letterhead of the next paper of the same office
		if sameDay(first, b) || a.ref != first.ref && alike(doc[1%len(doc)].head, b.head) >= 0.6 && b.bestTitle() < 1.8 {
			se.add("the same head")
		}
	} else if sameHead && b.number.k != 1 {
		se.add("the same head")
	}
	if sameTitle(first, b) && !b.again(doc) {
		se.add("the same title and day")
	}
	if otherDay(doc, b) {
		se.add("another day of service")
	}
	people(&se, doc, b)
	if a.signed {
		se.add("the page before is signed")
	}
	if a.bottom < 0.6 {
		se.add("the page before ends early")
	}
	if kindA, kindB := strongest(doc), strongest([]*page{b}); kindA >= 0 && kindB >= 0 && kindA != kindB && !slices.Contains(se.said, "a heading") {
		se.add("another kind")
	}
	if speaksOtherwise(doc, b) {
		se.add("speaks of another kind")
	}
	if b.again(doc) {
		se.add("the same page again")
	}
	if x, y := a.lastBody(), b.firstBody(); x != nil && y != nil && x.sentence && goesOn(x.text, y.text) {
		se.add("the sentence goes on")
	}
	looks2(&se, a, b)
	return se
}

func numbers(se *seam, doc []*page, a, b *page) {
	last := lastNumbered(doc)
	x, y := last.number, b.number
	switch {
	case y.k > 1 && y.n > 0 && y.n == x.n && y.k == x.k+1 && !strangers(doc, b):
		se.add("next page of the same count")
	case y.k > 0 && y.n > 0 && y.n == x.n && !has(doc, y) && (y.k > 1 || x.k < x.n || x.n == 0):
		se.add("another page of the same count")
		if y.k == 1 {
			se.sum -= weights["page 1 of n"]
		}
	case y.k > 1 && y.n > 0 && (x.n > 0 && y.n != x.n || x.n == y.n && (has(doc, y) || strangers(doc, b))):
		se.add("a later page of another document")
	case y.k > 1 && y.n > 0 && x.k == 0 && y.k != len(doc)+1:
		se.add("a later page of another document")
	case y.k > 1 && y.n == 0 && x.n == 0 && (y.k == x.k+1 || x.k == 0 && y.k == 2 && len(doc) == 1):
		se.add("next page")
	case y.k > 1:
		se.add("a later page")
	}
	if x.n > 0 && x.k == x.n && last.ref == a.ref && y.n != x.n {
		se.add("the page before was the last")
	}
	if f, g := a.fax, b.fax; f.k > 0 && g.k > 0 {
		switch {
		case g.k == f.k+1:
			se.add("the fax goes on")
		case g.k == 1 && f.k != 1:
			se.add("another fax")
		}
	}
}

// strangers says whether a page is plainly of another paper than the document so far, though its number would fit.
func strangers(doc []*page, b *page) bool {
	var se seam
	people(&se, doc, b)
	return se.sum > 0 || otherDay(doc, b) && alike(doc[len(doc)-1].head, b.head) < 0.5
}

func lastNumbered(doc []*page) *page {
	for i := len(doc) - 1; i >= 0; i-- {
		if doc[i].number.k > 0 {
			return doc[i]
		}
	}
	return doc[len(doc)-1]
}

func has(doc []*page, n number) bool {
	for _, p := range doc {
		if p.number == n {
			return true
		}
	}
	return false
}

// headDay is the day of service that stands at the head of a page.
func headDay(p *page) (d dated, ok bool) {
	for _, x := range p.dates {
		if x.y < 0.4 && (x.is(service) || x.is(study) || x.is(surgery) || x.is(collected) || (x.class == plainDay || x.class == bareDay) && x.y < 0.3) {
			return x, true
		}
	}
	return dated{}, false
}

func sameDay(a, b *page) bool {
	x, ok := headDay(a)
	y, ok2 := headDay(b)
	return !ok || !ok2 || x.day == y.day
}

// sameTitle says whether a page repeats the title of the first and its day, as running heads do.
func sameTitle(first, b *page) bool {
	x, ok := headDay(first)
	y, ok2 := headDay(b)
	if !ok || !ok2 || x.day != y.day || first.title[1] == first.title[0] || b.title[1] == b.title[0] {
		return false
	}
	return strings.EqualFold(first.lines[first.title[0]].text, b.lines[b.title[0]].text)
}

func otherDay(doc []*page, b *page) bool {
	y, ok := headDay(b)
	if !ok || y.y > 0.3 {
		return false
	}
	x, ok := headDay(doc[0])
	misread := b.of.Source == records.OCR && oneDigit(x.day, y.day) && (x.weak || y.weak)
	return ok && x.day != y.day && !misread
}

// people weighs whether a page is about another patient than the document so far.
func people(se *seam, doc []*page, b *page) {
	for _, n := range b.who.names {
		for _, p := range doc {
			for _, m := range p.who.names {
				if n.sure && m.sure && compare(n.name, m.name) == otherPerson {
					se.add("another patient")
					return
				}
			}
		}
	}
	if len(b.who.births) == 0 {
		return
	}
	for _, p := range doc {
		if len(p.who.births) > 0 && p.who.births[0] != b.who.births[0] && !oneDigit(p.who.births[0], b.who.births[0]) {
			se.add("another birth date")
			return
		}
	}
}

// speaksOtherwise says whether the words of a page are plainly those of another kind of paper than the document's.
func speaksOtherwise(doc []*page, b *page) bool {
	k, _ := kindOf([]*page{b})
	d, _ := kindOf(doc)
	return k != d && b.scores[k] >= 4 && b.scores[d] < b.scores[k]-3
}

func strongest(doc []*page) int {
	best, at := float32(2.5), -1
	for _, p := range doc {
		for k, h := range p.heads {
			if h > best {
				best, at = h, k
			}
		}
	}
	return at
}

// again says whether a page is one of the document's pages again.
func (s *page) again(doc []*page) bool {
	for _, p := range doc {
		if s.dup >= 0 && (s.dup == p.dup) {
			return true
		}
	}
	return false
}

// goesOn says whether a sentence that a page does not end goes on at the top of the next.
func goesOn(end, begin string) bool {
	end = strings.TrimRight(end, " ")
	if end == "" || begin == "" || strings.ContainsRune(".:;!?)_", rune(end[len(end)-1])) {
		return false
	}
	return begin[0] >= 'a' && begin[0] <= 'z'
}

func looks2(se *seam, a, b *page) {
	if a.size > 0 && b.size > 0 && (a.size > b.size*1.2 || b.size > a.size*1.2) || a.of.Source == records.Native && b.of.Source == records.Native && abs(a.left-b.left) > 20 {
		se.add("another look")
	}
	if abs(a.of.Width-b.of.Width) > 20 || abs(a.of.Height-b.of.Height) > 40 {
		se.add("another size of page")
	}
	if a.of.Scan != b.of.Scan {
		se.add("another source")
	}
}
