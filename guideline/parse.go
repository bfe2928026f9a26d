package guideline

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Phrases of the letters, in lower case.
const (
	basedOn    = "decision based on "
	outsideEnd = "based their decision on recommendation(s) outside of the mtus guidelines"
	notCited   = "did not cite any"
	sectionsOf = "section(s):"
)

// ParseStatement reads a guideline statement as letters word it, or a bare citation, into citations.
//
// There is one citation for each MTUS chapter, one for each "Decision based on Non-MTUS Citation" (two
// where a second source clearly follows in the same phrase), and one with Source None for "did not cite
// any medical evidence". Text that fits none of these becomes a citation of its own with Source Other.
// White space is joined to single blanks and bytes that are no UTF-8 are replaced; beyond that each Text is a
// part of the statement, in its order, and what stands between the Texts are only the fixed phrases. An
// empty statement has no citations.
func ParseStatement(text string) []Citation {
	s := oneLine(text)
	if s == "" {
		return nil
	}
	p := parser{ix: names()}
	start := nextPhrase(s, 0)
	if start < 0 {
		start = len(s)
	}
	p.lead(s[:start], start < len(s))
	for start < len(s) {
		body := start + len(basedOn)
		end := nextPhrase(s, body)
		if end < 0 {
			end = len(s)
		}
		p.phrase(trimStop(s[body:end]))
		start = end
	}
	if p.out == nil { // a full stop, or "Decision based on" and nothing more
		p.add(Citation{Text: s, Source: Other})
	}
	return p.out
}

type parser struct {
	ix  *nameIndex
	out []Citation
}

func (p *parser) add(c Citation) { p.out = append(p.out, c) }

// lead reads what stands before the first "Decision based on", or a whole text without one.
func (p *parser) lead(s string, followed bool) {
	for s = strings.TrimSpace(s); s != ""; s = strings.TrimSpace(s) {
		if i := afterWho(s, outsideEnd); i > 0 {
			rest := strings.TrimLeft(s[i:], ". ")
			if rest == "" && !followed {
				// Said to be outside the MTUS, and no source given: that is all that the statement says.
				p.add(Citation{Text: trimStop(s), Source: Other, NonMTUS: true})
				return
			}
			s = rest
			continue
		}
		if i := afterWho(s, notCited); i > 0 {
			end := strings.Index(s[i:], ". ")
			if end < 0 {
				p.add(Citation{Text: trimStop(s), Source: None})
				return
			}
			p.add(Citation{Text: s[:i+end], Source: None})
			s = s[i+end+2:]
			continue
		}
		p.phrase(trimStop(s))
		return
	}
}

// afterWho returns the end of a lower-case phrase that follows a party's name at the start of s
// ("The Claims Administrator did not cite any"), or 0.
func afterWho(s, phrase string) int {
	for _, who := range []string{"the claims administrator ", "the expert reviewer "} {
		if hasPrefixFold(s, who) && hasPrefixFold(s[len(who):], phrase) {
			return len(who) + len(phrase)
		}
	}
	return 0
}

// phrase reads what stands after one "Decision based on", without its last full stop.
func (p *parser) phrase(s string) {
	switch {
	case s == "":
	case nonMTUSPrefix(s) > 0:
		p.nonMTUS(s, nonMTUSPrefix(s), true)
	case isMTUS(s):
		p.chapters(s)
	default:
		p.bare(s)
	}
}

// nonMTUSPrefix returns the length of "Non-MTUS Citation " at the start of s, in any of its damaged
// forms ("Non- MTUS Citation", "Non-MTUS" without the word), or 0.
func nonMTUSPrefix(s string) int {
	if !hasPrefixFold(s, "non") {
		return 0
	}
	i := 3
	for i < len(s) && (s[i] == '-' || s[i] == ' ') {
		i++
	}
	if !hasPrefixFold(s[i:], "mtus") {
		return 0
	}
	i += 4
	if i < len(s) && isWordByte(s[i]) {
		return 0
	}
	if hasPrefixFold(s[i:], " citation") && (i+9 == len(s) || !isWordByte(s[i+9])) {
		i += 9
		if hasPrefixFold(s[i:], "(s)") {
			i += 3
		}
	}
	for i < len(s) && (s[i] == ' ' || s[i] == ':') {
		i++
	}
	return i
}

func isMTUS(s string) bool {
	return hasPrefixFold(s, "mtus") && (len(s) == 4 || !isWordByte(s[4]))
}

// chapters reads "MTUS A 2004, Section(s): x, y, and B 2016 …" into one citation for each chapter.
func (p *parser) chapters(s string) {
	at := 4
	for at < len(s) && (s[at] == ' ' || s[at] == '/' || s[at] == ':' || s[at] == ',') {
		at++
	}
	if at == len(s) {
		p.add(Citation{Text: s, Source: MTUS})
		return
	}
	for start := 0; start < len(s); {
		h := p.head(s, at)
		end, next := p.nextChapter(s, h.end)
		c := Citation{Text: s[start:end], Source: MTUS, Title: h.title, Year: h.year, GuidelineID: h.id}
		p.detail(&c, s[h.end:end], h.group)
		p.add(c)
		start, at = next, next
	}
}

// nextChapter returns where the citation that holds s[from:] ends, and where the next chapter begins.
// Chapters are joined by ", and "; letters before 2015, which give pages, have only a comma there.
func (p *parser) nextChapter(s string, from int) (end, next int) {
	for i := from; ; {
		k := strings.Index(s[i:], ", ")
		if k < 0 {
			return len(s), len(s)
		}
		i += k
		if strings.HasPrefix(s[i:], ", and ") {
			if p.opensChapter(s, i+6) {
				return i, i + 6
			}
		} else if _, e := p.ix.chapterAt(s, i+2); e > i+2 && hasPrefixFold(s[skipWord(s, e, " guidelines"):], " page(s)") {
			return i, i + 2
		}
		i += 2
	}
}

// opensChapter says whether a chapter with its year stands at s[i:], or a known one with pages. A name
// that is not known must be words with a capital first letter, without a comma, up to a year.
func (p *parser) opensChapter(s string, i int) bool {
	if _, end := p.ix.chapterAt(s, i); end > i {
		end = skipWord(s, end, " guidelines")
		if _, e := yearAt(s, end); e > end {
			return true
		}
		return hasPrefixFold(s[end:], " page") || hasPrefixFold(s[end:], ", section")
	}
	if i >= len(s) || s[i] < 'A' || s[i] > 'Z' {
		return false
	}
	for k := i; k < len(s); k++ {
		switch s[k] {
		case ',', '.', ':', ';', '(', ')':
			return false
		case ' ':
			_, end := yearAt(s, k)
			if end == k {
				continue
			}
			rest := s[skipWord(s, end, " guidelines"):]
			return rest == "" || hasPrefixFold(rest, ", section") || strings.HasPrefix(rest, ", and ")
		}
	}
	return false
}

// A head is a chapter's name and year, and where they end in the text.
type head struct {
	title string
	year  int
	id    string
	group sectionGroup
	end   int
}

// head reads the name and year of a chapter at s[at:]. Older letters put ACOEM and the number of the
// chapter before the name.
func (p *parser) head(s string, at int) head {
	a := p.acoemAt(s, at)
	c, end := p.ix.chapterAt(s, a.end)
	if c == nil {
		if a.number != nil {
			return p.edition(a.number, a.year, a.end)
		}
		return p.unknownHead(s, at)
	}
	end = skipWord(s, end, " guidelines")
	end = skipWord(s, end, " guideline")
	year, e := yearAt(s, end)
	if year == 0 {
		year = a.year
	}
	return p.edition(c, year, skipWord(s, e, " guidelines"))
}

// edition fills in the row of a chapter. Without a year it is told only where there is one edition.
func (p *parser) edition(c *chapterName, year, end int) head {
	h := head{title: c.title, year: year, group: c.editions[0].group, end: end}
	for _, e := range c.editions {
		if e.year == year || year == 0 && len(c.editions) == 1 {
			h.id, h.group = e.id, e.group
		}
	}
	return h
}

// unknownHead takes the words up to a year, a list of sections or pages, or the next chapter as title.
func (p *parser) unknownHead(s string, at int) head {
	for k := at; k < len(s); k++ {
		if s[k] != ' ' && s[k] != ',' {
			continue
		}
		if year, end := yearAt(s, k); end > k {
			return head{title: strings.TrimRight(s[at:k], ", "), year: year, end: skipWord(s, end, " guidelines"), group: groupNone}
		}
		if hasPrefixFold(s[k:], ", section") || hasPrefixFold(s[k:], " page") || strings.HasPrefix(s[k:], ", and ") && p.opensChapter(s, k+6) {
			return head{title: s[at:k], end: k}
		}
	}
	return head{title: s[at:], end: len(s)}
}

// detail reads what stands after a chapter's name: sections and pages.
func (p *parser) detail(c *Citation, s string, g sectionGroup) {
	s = strings.TrimLeft(s, " ,:;-/")
	for _, word := range []string{sectionsOf, "sections:", "section:"} {
		if hasPrefixFold(s, word) {
			s = strings.TrimLeft(s[len(word):], " ")
			break
		}
	}
	if i, pages := pageIn(s); pages != "" {
		c.Page = pages
		s = strings.TrimRight(s[:i], " ,;(")
	}
	if s != "" {
		c.Sections = p.sections(s, g)
	}
}

// sections splits a list of section names. A known name is taken as it stands, the longest first; words
// that are no known name stay together up to the comma before the next known one.
func (p *parser) sections(s string, g sectionGroup) []string {
	var out []string
	for start := 0; start < len(s); {
		end := p.knownSection(s, start, g)
		if end == 0 {
			for end = start; end < len(s); end++ {
				if s[end] == ',' && p.knownSection(s, after(s, end), g) > 0 {
					break
				}
			}
		}
		if end > start {
			out = append(out, s[start:end])
		}
		start = after(s, end)
	}
	return out
}

// knownSection returns the end of a known section name at s[i:] that a comma or the end follows, or 0.
// Where the chapter has no list of its own, and for a number such as "3.3.9", any list will do.
func (p *parser) knownSection(s string, i int, g sectionGroup) int {
	if i >= len(s) {
		return 0
	}
	if g != groupNone {
		if _, end := p.ix.sectionAt(g, s, i); end > i && (end == len(s) || s[end] == ',') {
			return end
		}
		if g != groupOpioid {
			return 0
		}
	}
	for k := groupACOEM; k < groupODG && g == groupNone; k++ {
		if _, end := p.ix.sectionAt(k, s, i); end > i && (end == len(s) || s[end] == ',') {
			return end
		}
	}
	if g == groupOpioid && isDigit(s[i]) {
		// A numbered section that is not on the list ends before the next number.
		for k := i + 1; k < len(s); k++ {
			if s[k] == ',' && k+3 < len(s) && s[k+1] == ' ' && isDigit(s[k+2]) && s[k+3] == '.' {
				return k
			}
		}
		return len(s)
	}
	return 0
}

func after(s string, i int) int {
	if i < len(s) && s[i] == ',' {
		i++
	}
	for i < len(s) && s[i] == ' ' {
		i++
	}
	return i
}

// nextPhrase returns where the next "Decision based on " begins, or -1. In the middle of a text it
// counts only after a full stop or before MTUS and Non-MTUS, since free text may hold the words.
func nextPhrase(s string, from int) int {
	for from < len(s) {
		k := strings.Index(s[from:], "ecision based on ")
		if k < 0 {
			return -1
		}
		i := from + k - 1
		from += k + 1
		if i < 0 || s[i] != 'D' && (s[i] != 'd' || i > 0) || i > 0 && isWordByte(s[i-1]) {
			continue
		}
		rest := s[i+len(basedOn):]
		before := strings.TrimRight(s[:i], " ")
		if before == "" || before[len(before)-1] == '.' || isMTUS(rest) || nonMTUSPrefix(rest) > 0 {
			return i
		}
	}
	return -1
}

// yearAt reads " 2004", ", 2004" or " (2004)" at s[i:] and returns the year and its end, or 0 and i.
func yearAt(s string, i int) (year, end int) {
	k := i
	if k < len(s) && s[k] == ',' {
		k++
	}
	if k >= len(s) || s[k] != ' ' {
		return 0, i
	}
	k++
	bracket := k < len(s) && s[k] == '('
	if bracket {
		k++
	}
	y := yearDigits(s, k)
	if y == 0 {
		return 0, i
	}
	k += 4
	if bracket {
		if k >= len(s) || s[k] != ')' {
			return 0, i
		}
		k++
	}
	return y, k
}

// yearDigits reads four digits at s[i:] that stand alone as a year between 1950 and 2099, or 0.
func yearDigits(s string, i int) int {
	if i+4 > len(s) || i > 0 && (isWordByte(s[i-1]) || s[i-1] == '.') {
		return 0
	}
	y := 0
	for k := i; k < i+4; k++ {
		if !isDigit(s[k]) {
			return 0
		}
		y = y*10 + int(s[k]-'0')
	}
	if y < 1950 || y > 2099 || i+4 < len(s) && isWordByte(s[i+4]) {
		return 0
	}
	return y
}

// skipWord returns the end of a lower-case word at s[i:] where it stands there as a whole word, else i.
func skipWord(s string, i int, word string) int {
	if i < len(s) && hasPrefixFold(s[i:], word) {
		if e := i + len(word); e == len(s) || !isWordByte(s[e]) {
			return e
		}
	}
	return i
}

// trimStop takes blanks and one full stop from the end.
func trimStop(s string) string {
	s = strings.TrimSpace(s)
	return strings.TrimRight(strings.TrimSuffix(s, "."), " ")
}

// oneLine joins white space to single blanks. Text that is in that form already is not copied.
func oneLine(s string) string {
	blank := true
	for i := 0; i < len(s); {
		r, n := rune(s[i]), 1
		if r > ' ' && r < 0x7f {
			blank = false
			i++
			continue
		}
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(s[i:])
		}
		space := unicode.IsSpace(r)
		if space && (blank || r != ' ') || r == utf8.RuneError && n == 1 {
			return strings.Join(strings.Fields(strings.ToValidUTF8(s, "\uFFFD")), " ")
		}
		blank = space
		i += n
	}
	if blank && s != "" {
		return s[:len(s)-1]
	}
	return s
}
