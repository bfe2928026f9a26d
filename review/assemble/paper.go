package assemble

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/openimr/openimr/records"
	"github.com/openimr/openimr/records/fact"
	"github.com/openimr/openimr/review"
	"github.com/openimr/openimr/review/pages"
)

// A token is one word of a paper with its page.
type token struct {
	text  string
	n     int // number of the page
	at    int // word of it
	block int32
	first bool // of its line
}

// A span is a run of tokens of a paper: half-open.
type span struct{ from, to int }

// A part is what stands under one heading of a paper.
type part struct {
	section string // as package fact has them; "other" under a heading that is not known; "" before the first
	title   span
	body    span
}

// A paper is one document of the record, read as a run of words.
type paper struct {
	doc    *records.Document
	tokens []token
	parts  []part
}

// read takes a document apart. Headers of fax machines and stamps are left out, as are pages of other patients.
func read(book *pages.Book, d *records.Document) *paper {
	p := &paper{doc: d}
	for _, n := range book.PagesOf(d) {
		if book.Foreign(n) != "" {
			continue
		}
		page := book.Page(n)
		line := int32(-1)
		for i, w := range page.Words {
			if w.Role != records.Body || strings.TrimSpace(w.Text) == "" {
				continue
			}
			p.tokens = append(p.tokens, token{w.Text, n, i, w.Block, w.Line != line})
			line = w.Line
		}
	}
	p.dropRunning()
	p.divide()
	return p
}

var numbers = regexp.MustCompile(`(?i)\bpage:? ?\d{1,3} ?(?:of|/) ?\d{1,3}\b|^\W*(?:page )?\d{1,3}\W*$|^continued\b`)

// headLines are how many lines at the top of a page may be a running head.
const headLines = 14

// dropRunning leaves out what goes over all pages: last lines that number a page or that every page ends with, and on later
// pages the lines that stood at the top of an earlier one.
func (p *paper) dropRunning() {
	each := func(do func(s span, line int, last, firstPage bool)) {
		line := 0
		for i := 0; i < len(p.tokens); {
			end := i + 1
			for end < len(p.tokens) && !p.tokens[end].first {
				end++
			}
			if i == 0 || p.tokens[i-1].n != p.tokens[i].n {
				line = 0
			}
			do(span{i, end}, line, end == len(p.tokens) || p.tokens[end].n != p.tokens[i].n, p.tokens[i].n == p.tokens[0].n)
			line++
			i = end
		}
	}
	lasts, heads := map[string]int{}, map[string]int{}
	each(func(s span, line int, last, _ bool) {
		text := withoutDigits(p.text(s))
		if last {
			lasts[text]++
		}
		if line < headLines {
			if _, ok := heads[text]; !ok {
				heads[text] = p.tokens[s.from].n
			}
		}
	})
	var kept []token
	each(func(s span, line int, last, firstPage bool) {
		text := p.text(s)
		key := withoutDigits(text)
		foot := last && s.to-s.from <= 12 && (numbers.MatchString(text) || lasts[key] > 1)
		head := !firstPage && line < headLines && heads[key] != 0 && heads[key] != p.tokens[s.from].n
		if !foot && !head {
			kept = append(kept, p.tokens[s.from:s.to]...)
		}
	})
	p.tokens = kept
}

// withoutDigits makes the lines of two pages alike that differ in the page's number.
func withoutDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return '#'
		}
		return r
	}, s)
}

// divide finds the headings.
func (p *paper) divide() {
	now := part{}
	for i := 0; i < len(p.tokens); {
		end := i + 1
		for end < len(p.tokens) && !p.tokens[end].first {
			end++
		}
		if sec, n := p.heading(i, end); n > 0 {
			now.body.to = i
			p.parts = append(p.parts, now)
			now = part{section: sec, title: span{i, i + n}, body: span{i + n, i + n}}
		}
		i = end
	}
	now.body.to = len(p.tokens)
	p.parts = append(p.parts, now)
}

var numbered = regexp.MustCompile(`^(?:[IVX]{1,4}|\d{1,2}|[A-Ha-h])[.)]$|^[•·▪●*\-–§□■○◦➢]+$`)

// heading says which section begins with a line, and how many of its words are the heading.
func (p *paper) heading(from, to int) (section string, n int) {
	i := from
	if i < to && numbered.MatchString(p.tokens[i].text) {
		i++
	}
	if i >= to || startsLow(p.tokens[i].text) {
		return "", 0
	}
	text := ""
	for k := i; k < to && k < i+9; k++ {
		text += " " + p.tokens[k].text
		colon := strings.HasSuffix(p.tokens[k].text, ":")
		if !colon && k+1 < to {
			continue
		}
		if strings.HasSuffix(p.tokens[k].text, ".") && k > i {
			break
		}
		if sec := sectionOf(text); sec != "" {
			return sec, k + 1 - from
		}
		if colon && k-i < 6 && k+1 == to || k+1 == to && k > i && capitals(text) {
			return "other", k + 1 - from
		}
		break
	}
	return "", 0
}

// sectionOf is what a heading is about; decisions of utilization review have some that no report has.
func sectionOf(text string) string {
	if sec := fact.SectionOf(text); sec != "" {
		return sec
	}
	key := strings.ToLower(strings.Trim(spaces.ReplaceAllString(text, " "), " :.0123456789"))
	if reasonHeadings[key] {
		return "reason"
	}
	return ""
}

var reasonHeadings = map[string]bool{
	"explanation of decision": true, "explanation of the decision": true, "explanation of determination": true, "explanation of findings": true,
	"analysis": true, "reviewer's rationale": true, "reviewer rationale": true, "physician reviewer rationale": true, "rationale and basis": true,
	"clinical reasons for determination": true, "clinical reasons for the decision": true, "medical necessity rationale": true, "discussion and rationale": true,
	"clinical rationale for decision": true, "principal reason": true, "principal reason(s)": true, "principal reasons for the decision": true, "reason for the denial": true,
	"reasons for the denial": true, "reason for non-certification": true, "basis for the decision": true, "medical rationale for decision": true,
}

func startsLow(w string) bool {
	for _, r := range w {
		return unicode.IsLower(r)
	}
	return true
}

// capitals says that a line is all in capitals, as titles are.
func capitals(t string) bool {
	letters := 0
	for _, r := range t {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsLetter(r) {
			letters++
		}
	}
	return letters > 6
}

// under gives the bodies of the parts of some sections, in their order.
func (p *paper) under(sections ...string) []part {
	var ps []part
	for _, x := range p.parts {
		for _, s := range sections {
			if x.section == s && x.body.to > x.body.from {
				ps = append(ps, x)
			}
		}
	}
	return ps
}

var notEnds = map[string]bool{}

func init() {
	for _, w := range strings.Fields("dr mr mrs ms vs no st jr sr e.g i.e etc approx dept inc pt q b.i.d t.i.d p.r.n fig vol ed lbs lb oz ft min max avg resp temp est ref jan feb mar apr jun jul aug sep sept oct nov dec p.o q.h.s h.s") {
		notEnds[w] = true
	}
}

// sentences parts a run of tokens. An entry of a list and a new paragraph begin one.
func (p *paper) sentences(s span) []span {
	var all []span
	begin := s.from
	put := func(to int) {
		if to > begin {
			all = append(all, span{begin, to})
		}
		begin = to
	}
	for i := s.from; i < s.to; i++ {
		t := &p.tokens[i]
		if i > begin && t.first && (numbered.MatchString(t.text) || t.n == p.tokens[i-1].n && t.block != p.tokens[i-1].block) {
			put(i)
		}
		w := strings.TrimRight(t.text, "\"”’')")
		if w == "" {
			continue
		}
		switch w[len(w)-1] {
		case '!', '?':
			put(i + 1)
		case '.':
			if numbered.MatchString(t.text) && i == begin {
				continue
			}
			core := strings.ToLower(strings.TrimLeft(w[:len(w)-1], "(\"“"))
			if notEnds[core] || len(core) == 1 && core != "0" && !isDigit(core[0]) || i+1 < s.to && startsLow(p.tokens[i+1].text) && isLetter(p.tokens[i+1].text[0]) {
				continue
			}
			put(i + 1)
		}
	}
	put(s.to)
	return all
}

func isDigit(b byte) bool  { return '0' <= b && b <= '9' }
func isLetter(b byte) bool { return 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' }

// trim leaves out the mark of a list's entry.
func (p *paper) trim(s span) span {
	for s.from < s.to && numbered.MatchString(p.tokens[s.from].text) {
		s.from++
	}
	return s
}

// text is what a run of tokens says, parted by spaces; a word that is parted over the end of a line is joined.
func (p *paper) text(s span) string {
	var b strings.Builder
	for i := s.from; i < s.to; i++ {
		t := p.tokens[i].text
		if i > s.from {
			if prev := p.tokens[i-1].text; p.tokens[i].first && strings.HasSuffix(prev, "-") && len(prev) > 2 && isLetter(prev[len(prev)-2]) && unicode.IsLower(rune(t[0])) {
				joined := strings.TrimSuffix(b.String(), "-")
				b.Reset()
				b.WriteString(joined)
			} else {
				b.WriteByte(' ')
			}
		}
		b.WriteString(t)
	}
	return strings.TrimSpace(b.String())
}

// marks cite a run of tokens: one mark for each page that it lies on.
func (p *paper) marks(s span) []review.Mark {
	var ms []review.Mark
	for i := s.from; i < s.to; i++ {
		t := p.tokens[i]
		if k := len(ms) - 1; k >= 0 && ms[k].Number == t.n {
			ms[k].Words.From, ms[k].Words.To = min(ms[k].Words.From, t.at), max(ms[k].Words.To, t.at+1)
			continue
		}
		ms = append(ms, mark(t.n, t.at, t.at+1))
	}
	return ms
}

func mark(n, from, to int) review.Mark {
	return review.Mark{Number: n, Last: n, Words: review.Span{From: from, To: to}}
}

// passage is a run of tokens as the desk shows it. One that goes over a page's end is shown by its first page, with its whole
// text.
func (p *paper) passage(s span) Passage {
	s = p.trim(s)
	ms := p.marks(s)
	if len(ms) == 0 {
		return Passage{}
	}
	return Passage{Number: ms[0].Number, Words: ms[0].Words, Text: p.text(s)}
}
