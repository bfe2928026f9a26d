package guideline

import "strings"

// Names of the two sources that the search sequence names beside the MTUS, in lower case.
const (
	odgLong   = "official disability guidelines"
	acoemLong = "occupational medicine practice guidelines"
)

// A second source in one non-MTUS phrase begins with one of these. The vendor's form has a field of its
// own for "Other Medical Treatment Guidelines" and joins it with "and"; J. Harris is the editor of
// ACOEM's 2nd edition, which letters append to an ODG citation without any mark.
var secondSources = []struct{ joiner, opening string }{
	{" and ", "Other Medical Treatment Guideline"},
	{" ", "Harris J"},
}

// nonMTUS reads one source outside the MTUS, or two where secondSources says so. The source's own words
// begin at s[from:]; said tells that the letter calls it a non-MTUS citation.
func (p *parser) nonMTUS(s string, from int, said bool) {
	for _, second := range secondSources {
		if i := strings.Index(s[from:], second.joiner+second.opening); i > 0 {
			p.oneSource(s[:from+i], from, said)
			p.oneSource(s[from+i+len(second.joiner):], 0, said)
			return
		}
	}
	p.oneSource(s, from, said)
}

func (p *parser) oneSource(s string, from int, said bool) {
	c := Citation{Text: s, NonMTUS: said}
	p.source(&c, s[from:])
	p.add(c)
}

// source tells which family free text belongs to by the first name of a source in it.
func (p *parser) source(c *Citation, s string) {
	c.Source = Other
	odg, odgEnd := wordIn(s, odgLong, "odg")
	acoem, _ := wordIn(s, acoemLong, "acoem", "american college of occupational and environmental medicine")
	switch {
	case odg >= 0 && (acoem < 0 || odg < acoem):
		p.odgSource(c, s, odg, odgEnd)
	case acoem >= 0:
		p.acoemSource(c, s, acoem)
	default:
		c.Title = otherTitle(s)
		_, c.Page = pageIn(s)
		c.Year = yearIn(s)
	}
}

// odgSource reads "Official Disability Guidelines (ODG), Neck and Upper Back Chapter, Traction (2015)".
// The chapter is the first section, and what follows it the second: topics hold commas and there is no
// list of them all, so they are not split.
func (p *parser) odgSource(c *Citation, s string, at, end int) {
	c.Source, c.Title, c.GuidelineID, c.NonMTUS = ODG, s[at:end], "ODG", true
	c.Year = yearIn(s)
	_, c.Page = pageIn(s)
	rest := strings.TrimLeft(s[end:], " ,;:-.")
	for _, again := range []string{"(odg)", "odg", "(official disability guidelines)", "treatment in workers' compensation", "treatment in workers compensation"} {
		if e := skipWord(rest, 0, again); e > 0 {
			rest = strings.TrimLeft(rest[e:], " ,;:-.")
		}
	}
	if e := skipWord(rest, 0, "chapter"); e > 0 {
		rest = strings.TrimLeft(rest[e:], " :,")
	}
	if rest == "" || at > 0 && strings.IndexByte("(,;", s[at-1]) >= 0 {
		return
	}
	name, n := p.odgAt(rest)
	if name == nil {
		c.Sections = topic(c.Sections, rest)
		return
	}
	c.GuidelineID = name.id
	c.Sections = append(make([]string, 0, 2), rest[:n])
	c.Sections = topic(c.Sections, skipQualifiers(rest[n:]))
}

func (p *parser) odgAt(s string) (*odgName, int) {
	if s == "" {
		return nil, 0
	}
	list := p.ix.odg[lowerByte(s[0])]
	for i := range list {
		if end := match(s, 0, list[i].key); end > 0 {
			return &list[i], end
		}
	}
	return nil, 0
}

// skipQualifiers passes what stands between an ODG chapter's name and the topic.
func skipQualifiers(s string) string {
	for {
		before := len(s)
		s = strings.TrimLeft(s, " ,;:-/.")
		for _, q := range []string{"lumbar & thoracic", "lumbar and thoracic", "chapter", "section", "guidelines"} {
			s = s[skipWord(s, 0, q):]
		}
		if strings.HasPrefix(s, "(") {
			for _, q := range []string{"(acute", "(chronic", "(updated", "(online", "(thoracic", "(lumbar", "(trauma"} {
				if hasPrefixFold(s, q) {
					if end := strings.IndexByte(s, ')'); end > 0 {
						s = s[end+1:]
					}
				}
			}
			if y, end := yearAt(" "+s, 0); y != 0 {
				s = s[end-1:]
			}
		}
		if len(s) == before {
			return s
		}
	}
}

// topic appends what is left of a citation as one section, without a year or a date in brackets at its end.
func topic(sections []string, s string) []string {
	if i := strings.LastIndexByte(s, '('); i >= 0 && strings.HasSuffix(s, ")") && yearIn(s[i:]) != 0 {
		s = s[:i]
	}
	if i, pages := pageIn(s); pages != "" && i+len(pages) < len(s) && strings.HasSuffix(s, pages) {
		s = s[:i]
	}
	s = strings.Trim(s, " ,;:-")
	if s == "" {
		return sections
	}
	return append(sections, s)
}

// An acoemLead is what stands before the name of a chapter of the ACOEM guidelines.
type acoemLead struct {
	end    int
	year   int
	second bool         // the 2nd edition is named
	third  bool         // a later one is
	number *chapterName // the chapter whose number is given
	title  string
}

// acoemAt reads "ACOEM Practice Guidelines, 2nd Edition (2004), Chapter 9, " at s[at:], in any of its
// shorter forms. Where nothing of it is there, end is at.
func (p *parser) acoemAt(s string, at int) acoemLead {
	a := acoemLead{end: at}
	titleEnd := at
	for i := at; i < len(s); {
		start := i
		for _, w := range []string{"american college of occupational and environmental medicine", "(acoem)", "acoem's", "acoem", "harris j", acoemLong, "practice guidelines", "guidelines"} {
			if e := skipWord(s, i, w); e > i {
				if i > at || w != "guidelines" {
					titleEnd = e
					i = e
				}
				break
			}
		}
		for _, w := range []string{"2nd edition", "2nd ed", "second edition"} {
			if e := skipWord(s, i, w); e > i {
				a.second, i = true, e
				break
			}
		}
		for _, w := range []string{"3rd edition", "3rd ed", "third edition"} {
			if e := skipWord(s, i, w); e > i {
				a.third, i = true, e
				break
			}
		}
		if i > at && i < len(s) {
			if s[i] == '(' && a.year == 0 {
				if y := yearDigits(s, i+1); y != 0 && i+5 < len(s) && s[i+5] == ')' {
					a.year, i = y, i+6
				}
			} else if y := yearDigits(s, i); y != 0 && a.year == 0 {
				a.year, i = y, i+4
			}
		}
		if e := skipWord(s, i, "chapter"); e > i && e+1 < len(s) && s[e] == ' ' && isDigit(s[e+1]) {
			n, k := 0, e+1
			for ; k < len(s) && isDigit(s[k]) && n < 100; k++ {
				n = n*10 + int(s[k]-'0')
			}
			if n > 0 && n < len(p.ix.numbers) && p.ix.numbers[n] != nil && (k == len(s) || !isWordByte(s[k])) {
				a.number, i = p.ix.numbers[n], k
			}
		}
		if i == start {
			break
		}
		for i < len(s) && strings.IndexByte(" ,:;.-/", s[i]) >= 0 {
			i++
		}
		a.end = i
	}
	a.title = strings.TrimRight(s[at:titleEnd], " ,")
	return a
}

// acoemSource reads a citation of the ACOEM guidelines by themselves. The 2nd edition (2004) leads to its
// chapters, which the MTUS adopted; any later one to the row for the most current version.
func (p *parser) acoemSource(c *Citation, s string, at int) {
	a := p.acoemAt(s, at)
	c.Source, c.Title = ACOEM, a.title
	c.Year = a.year
	if c.Year == 0 && a.second {
		c.Year = 2004
	}
	rest := s[a.end:]
	_, c.Page = pageIn(s)
	name, n := p.ix.chapterAt(rest, 0)
	if a.number != nil {
		if name == nil {
			name, n = a.number, 0
		}
	}
	if y := yearIn(rest); c.Year == 0 {
		c.Year = y
	}
	switch {
	case name != nil && !a.third && (c.Year == 2004 || c.Year == 0) && name.number != 0:
		c.Sections = append(make([]string, 0, 2), name.title)
		for _, e := range name.editions {
			if e.year == 2004 {
				c.GuidelineID = e.id
			}
		}
		rest = rest[n:]
	case a.third || c.Year > 2004:
		c.GuidelineID, c.NonMTUS = "ACOEM-CURRENT", true
	case c.Year == 2004:
		c.GuidelineID = "ACOEM2"
	}
	c.Sections = topic(c.Sections, skipQualifiers(rest))
}

// bare reads a citation that no phrase of the letters introduces.
func (p *parser) bare(s string) {
	from := 0
	for _, w := range []string{"the claims administrator based its decision on ", "the expert reviewer based his/her decision on ", "decision based on ", "the "} {
		if hasPrefixFold(s[from:], w) {
			from += len(w)
		}
	}
	rest := s[from:]
	if n := nonMTUSPrefix(rest); n > 0 {
		p.nonMTUS(s, from+n, true)
		return
	}
	if isMTUS(rest) && from == 0 {
		p.chapters(s)
		return
	}
	if isMTUS(rest) {
		rest = strings.TrimLeft(rest[4:], " /:,")
	}
	if i, _ := wordIn(rest, odgLong, "odg"); i == 0 {
		p.nonMTUS(s, from, false)
		return
	}
	if c, _ := p.ix.chapterAt(rest, 0); c != nil {
		p.bareChapters(s, len(s)-len(rest))
		return
	}
	p.nonMTUS(s, from, false)
}

// bareChapters reads "Chronic Pain Medical Treatment Guidelines 2016, Opioids": chapters of the MTUS
// without the word before them.
func (p *parser) bareChapters(s string, at int) {
	for start := 0; start < len(s); {
		h := p.head(s, at)
		end, next := p.nextChapter(s, h.end)
		c := Citation{Text: s[start:end], Source: MTUS, Title: h.title, Year: h.year, GuidelineID: h.id}
		tail := s[h.end:end]
		if i := indexFold(tail, "which is part of the mtus"); i >= 0 {
			tail = strings.TrimRight(tail[:i], " ,")
		}
		p.detail(&c, tail, h.group)
		p.add(c)
		start, at = next, next
	}
}

// wordIn returns where the first of some lower-case names stands in s as whole words, and its end; -1
// where none does. Web addresses do not count: "www.odg.com" names no edition.
func wordIn(s string, names ...string) (at, end int) {
	at = -1
	for _, n := range names {
		for from := 0; from < len(s); {
			i := indexFold(s[from:], n)
			if i < 0 {
				break
			}
			i += from
			e := i + len(n)
			from = i + 1
			if i > 0 && (isWordByte(s[i-1]) || strings.IndexByte("./@_", s[i-1]) >= 0) || e < len(s) && isWordByte(s[e]) {
				continue
			}
			if at < 0 || i < at {
				at, end = i, e
			}
			break
		}
	}
	return at, end
}

// otherTitle is the text up to the first comma or semicolon outside brackets, "" for a web address.
func otherTitle(s string) string {
	if hasPrefixFold(s, "http") || hasPrefixFold(s, "www.") {
		return ""
	}
	depth := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '(':
			depth++
		case ')':
			depth--
		case ',', ';':
			if depth <= 0 {
				return strings.TrimSpace(s[:i])
			}
		}
	}
	return s
}

// pageIn finds "pg. 607", "p 301", "page 78-80", "Page(s): 78, 80" and returns where it begins and the
// pages as written.
func pageIn(s string) (at int, pages string) {
	for i := 0; i < len(s); i++ {
		if lowerByte(s[i]) != 'p' || i > 0 && (isWordByte(s[i-1]) || s[i-1] == '/') {
			continue
		}
		for _, w := range []string{"page(s)", "pages", "page", "pgs", "pg", "pp", "p"} {
			e := skipWord(s, i, w)
			if e == i {
				continue
			}
			for e < len(s) && strings.IndexByte(".: ", s[e]) >= 0 {
				e++
			}
			k := e
			for k < len(s) && isDigit(s[k]) {
				k++
				for k < len(s) && isDigit(s[k]) {
					k++
				}
				// A range or a list goes on only where another number follows.
				n := k
				for n < len(s) && strings.IndexByte("-, ", s[n]) >= 0 {
					n++
				}
				if n > k && n < len(s) && isDigit(s[n]) && s[k] != ' ' {
					k = n
				}
			}
			if k > e {
				return i, s[e:k]
			}
			break
		}
	}
	return len(s), ""
}

// yearIn finds the first year that stands alone or ends a date ("accessed 02/18/2017", "updated
// 11/3/16"), outside web addresses and pages; 0 where there is none.
func yearIn(s string) int {
	page, pages := pageIn(s)
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == 'h' && strings.HasPrefix(s[i:], "http") || c == 'w' && strings.HasPrefix(s[i:], "www.") {
			for i < len(s) && s[i] != ' ' {
				i++
			}
			continue
		}
		if !isDigit(c) || i > 0 && (isDigit(s[i-1]) || s[i-1] == '.') {
			continue
		}
		if y := yearDigits(s, i); y != 0 {
			if pages == "" || i < page || i >= page+len("page(s): ")+len(pages) {
				return y
			}
		}
		if y := shortDate(s[i:]); y != 0 {
			return y
		}
	}
	return 0
}

// shortDate reads m/d/yy at the start of s and returns the year, or 0.
func shortDate(s string) int {
	n, i := 0, 0
	for part := range 3 {
		start := i
		n = 0
		for i < len(s) && isDigit(s[i]) && i-start < 2 {
			n = n*10 + int(s[i]-'0')
			i++
		}
		if i == start {
			return 0
		}
		if part < 2 {
			if i >= len(s) || s[i] != '/' {
				return 0
			}
			i++
		}
	}
	if i < len(s) && (isWordByte(s[i]) || s[i] == '/') {
		return 0
	}
	return 2000 + n
}
