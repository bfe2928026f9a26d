package fact

import (
	"sort"
	"strconv"
	"strings"

	"github.com/openimr/openimr/records"
)

// A token is a part of a word: "EMG/NCV" has two, with the punctuation gone.
type token struct {
	key  string
	word int // of the sheet
}

// A clause is words that are read together: a sentence, an entry of a list, a cell.
type clause struct {
	s        *sheet
	from, to int // words of the sheet
	n        int // its place in sheet.clauses
	text     string
	starts   []int // where each word begins in text
	tokens   []token
	section  section
	under    bool // it is the first under its heading
	entry    bool // it is an entry of a list
	label    string
	heading  string // the words of the heading that it is the first under
	off      bool   // its words are taken: it is a title
	said     []said
	looked   bool // said is known
}

// longest is how many words a clause has at most, so that no page takes long however it was made.
const longest = 150

// state is what holds on from page to page of a document.
type state struct {
	section section
}

var abbreviations = map[string]bool{"dr.": true, "mr.": true, "mrs.": true, "ms.": true, "no.": true, "vs.": true, "v.": true, "e.g.": true, "i.e.": true,
	"approx.": true, "st.": true, "jr.": true, "sr.": true, "inc.": true, "m.d.": true, "d.o.": true, "d.c.": true, "p.o.": true, "q.d.": true, "b.i.d.": true,
	"t.i.d.": true, "q.i.d.": true, "q.h.s.": true, "tab.": true, "tabs.": true, "cap.": true, "caps.": true, "fig.": true, "pt.": true, "lt.": true,
	"rt.": true, "hx.": true, "dx.": true, "ave.": true, "blvd.": true, "ph.d.": true, "p.r.n.": true, "a.m.": true, "p.m.": true, "jan.": true,
	"feb.": true, "mar.": true, "apr.": true, "jun.": true, "jul.": true, "aug.": true, "sep.": true, "sept.": true, "oct.": true, "nov.": true, "dec.": true,
	"lbs.": true, "hrs.": true, "min.": true, "mg.": false, "wk.": true, "wks.": true, "hr.": true, "u.s.": true, "esq.": true, "cm.": false, "s.p.": true}

// part parts a sheet into clauses under their headings.
func (s *sheet) part(st *state, d *dictionaries) {
	var from int
	under, entry := false, false
	sec := st.section
	label, title := "", ""
	flush := func(to int) {
		for from < to && s.words[from].text == "" {
			from++
		}
		if from < to {
			s.addClause(from, to, sec, under, entry, label)
			if under {
				s.clauses[len(s.clauses)-1].heading = title
			}
			under = false
		}
		from, entry, label = to, false, ""
	}
	fresh := true // a clause may begin here
	number := 0   // of the list entry that is read
	for i := 0; i < len(s.words); i++ {
		w := &s.words[i]
		if w.text == "" {
			continue
		}
		if i > 0 && s.breaks(i, sec) {
			fresh = true
		}
		if i-from >= longest {
			fresh = true
		}
		if !fresh && sec.list() && i+1 < len(s.words) && s.follows(i, &number) {
			fresh = true
		}
		if !fresh {
			if i > 0 && (sentenceEnds(s.words[i-1].text, w.raw, i-1 == from) || s.misreadStop(i)) {
				fresh = true
			}
		}
		if !fresh {
			continue
		}
		flush(i)
		fresh = false
		if n := entryNumber(w.text); n > 0 {
			number = n
		}
		if h, n := s.heading(i); n > 0 {
			sec, under = h, true
			st.section = sec
			title = ""
			for k := i; k < i+n; k++ {
				title += s.words[k].text + " "
			}
			i += n - 1
			from = i + 1
			fresh = true
			continue
		}
		if n := s.runIn(i); n > 0 { // "Allergies: none. Social history: …"
			sec, under = secOther, true
			st.section = sec
			continue
		}
		if n := s.itemsFollow(i); n > 0 {
			sec, under = secRequest, true
			st.section = sec
			i += n - 1
			from = i + 1
			fresh = true
			continue
		}
		if n, name := s.label(i); n > 0 {
			label = name
			if w.head && i+n < len(s.words) && s.words[i+n].head && !sec.list() { // a label alone on its line begins a part of its own
				sec, under = secOther, true
				st.section = sec
			}
			continue
		}
		if w.head && s.unknownHeading(i, d) {
			end := i
			for end+1 < len(s.words) && !s.words[end+1].head {
				end++
			}
			sec = secOther
			st.section = sec
			flush(end + 1)
			i = end
			fresh = true
			continue
		}
		if marker(w.text) && w.gap {
			entry = true
		}
	}
	flush(len(s.words))
	st.section = sec
}

// entryNumber is the number of a list entry from its marker: "3." or "3)".
func entryNumber(t string) int {
	if !marker(t) {
		return 0
	}
	n, _ := strconv.Atoi(strings.Trim(t, ".)(:#"))
	return n
}

// follows says whether word i numbers the next entry of a list that goes on in the same line.
func (s *sheet) follows(i int, number *int) bool {
	n := entryNumber(s.words[i].text)
	return n > 1 && n == *number+1
}

// label finds a label that begins at word i and ends with a colon within five words of its line: "Claim number:".
func (s *sheet) label(i int) (int, string) {
	if !s.words[i].gap {
		return 0, ""
	}
	for k := i; k < len(s.words) && k < i+5 && (k == i || !s.words[k].gap); k++ {
		t := s.words[k].text
		if strings.HasSuffix(t, ":") && len(t) > 1 && !marker(t) {
			var parts []string
			for j := i; j <= k; j++ {
				parts = append(parts, s.words[j].text)
			}
			return k - i + 1, headingKey(strings.Join(parts, " "))
		}
		if strings.HasSuffix(t, ".") || strings.HasSuffix(t, ",") {
			return 0, ""
		}
	}
	return 0, ""
}

// itemsFollow finds a line, or two, of a form that ends with a colon and says that the items in dispute follow.
func (s *sheet) itemsFollow(i int) int {
	if !s.words[i].head || s.doc == nil || s.doc.Type != "imr_application" && s.doc.Type != "rfa" {
		return 0
	}
	text := ""
	for k := i; k < len(s.words) && k < i+32; k++ {
		t := s.words[k].text
		text += t + " "
		if strings.HasSuffix(t, ":") {
			if k-i >= 4 && (k+1 == len(s.words) || s.words[k+1].head) && itemsSaid.MatchString(text) {
				return k - i + 1
			}
			return 0
		}
		if strings.HasSuffix(t, ".") && len(t) > 3 {
			return 0
		}
	}
	return 0
}

var itemsSaid = compile(`(?:services?|treatments?|goods|items?|procedures?)\b.*\b(?:denied or modified|in dispute|disputed|requested|denied|modified)|\b(?:requested|disputed|denied)\b.*\b(?:services?|treatments?|items?)`)

// runIn finds a heading that no table has in the middle of a line: after a sentence's end, up to four words with a colon.
func (s *sheet) runIn(i int) int {
	if s.words[i].gap || i == 0 || !strings.HasSuffix(s.words[i-1].text, ".") || s.words[i].raw[0] < 'A' || s.words[i].raw[0] > 'Z' {
		return 0
	}
	for k := i; k < len(s.words) && k < i+4 && (k == i || !s.words[k].gap); k++ {
		if t := s.words[k].text; strings.HasSuffix(t, ":") && len(t) > 3 && !hasDigit(t) {
			return k - i + 1
		} else if strings.HasSuffix(t, ".") || strings.HasSuffix(t, ",") {
			return 0
		}
	}
	return 0
}

// unknownHeading says whether a line of its own in capitals begins a part that the rules have no name for.
func (s *sheet) unknownHeading(i int, d *dictionaries) bool {
	if s.caps || marker(s.words[i].text) {
		return false
	}
	long, n, end := false, 0, i
	for k := i; k < len(s.words) && (k == i || !s.words[k].head); k++ {
		for _, c := range s.words[k].raw {
			if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
				return false
			}
		}
		if n++; n > 8 {
			return false
		}
		long = long || len(s.words[k].raw) >= 4
		end = k
	}
	if !long || strings.HasSuffix(s.words[end].raw, ".") {
		return false
	}
	ts := tokensOf(s.words, i, end+1)
	for k := range ts {
		for _, t := range []*trie{d.conditions, d.drugs, d.procedures, d.statuses} {
			if t.at(ts, k) > 0 {
				return false
			}
		}
	}
	return true
}

// breaks says whether word i begins a clause because of its place.
func (s *sheet) breaks(i int, sec section) bool {
	w, before := &s.words[i], &s.words[i-1]
	if !w.head {
		return w.gap && (before.text == "no" || !joins(before.text))
	}
	if marker(w.text) && (i+1 == len(s.words) || !s.words[i+1].head) {
		return true
	}
	if h, n := s.heading(i); n > 0 && h != secNone {
		return true
	}
	upper := startsUpper(w.raw)
	ended := strings.HasSuffix(before.text, ".") || strings.HasSuffix(before.text, ":") || strings.HasSuffix(before.text, ";")
	if w.block != before.block {
		if upper || ended {
			return true
		}
		return w.row == before.row || w.box.Y0-before.box.Y1 > 2*(before.box.Y1-before.box.Y0+1)
	}
	if n, _ := s.label(i); n > 0 && upper {
		return true
	}
	if joins(before.text) {
		return false
	}
	if sec.list() {
		return upper || ended
	}
	if s.right > 0 && before.box.X1 < 0.72*s.right && (upper || ended) && before.box.X1 > 0 {
		return true
	}
	return false
}

// joins says that a clause cannot end with this word.
func joins(t string) bool {
	switch t {
	case "of", "the", "and", "with", "to", "for", "a", "an", "in", "on", "at", "or", "by", "from", "left", "right", "bilateral", "no", "without", "status":
		return true
	}
	return strings.HasSuffix(t, ",") || strings.HasSuffix(t, "-") && len(t) > 1
}

func startsUpper(raw string) bool {
	for _, c := range raw {
		switch {
		case c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '[', c == '☐', c == '☒', c == '☑', c == '□', c == '■', c == '•':
			return true
		case c >= 'a' && c <= 'z':
			return false
		}
	}
	return false
}

// sentenceEnds says whether a word ends a sentence, with the one that follows it; first is where it begins its clause and
// may be the number of an entry.
func sentenceEnds(before, raw string, first bool) bool {
	before = strings.TrimRight(before, `"')]`)
	if strings.HasSuffix(before, ";") || strings.HasSuffix(before, "?") || strings.HasSuffix(before, "!") {
		return true
	}
	if !strings.HasSuffix(before, ".") || abbreviations[strings.TrimLeft(before, "(")] || len(before) == 2 && before[0] >= 'a' && before[0] <= 'z' {
		return false
	}
	if first && marker(before) && len(before) <= 3 {
		return false
	}
	return startsUpper(raw) || marker(raw) || strings.HasPrefix(raw, "(") || strings.HasPrefix(raw, "\"") || strings.HasPrefix(raw, "“")
}

// misreadStop says whether the comma before word i is a full stop that text recognition misread: "modest gain, She had".
func (s *sheet) misreadStop(i int) bool {
	if s.page.Source != records.OCR || !strings.HasSuffix(s.words[i-1].text, ",") {
		return false
	}
	switch s.words[i].raw {
	case "She", "He", "They", "There", "It", "This":
		return true
	}
	return false
}

func (s *sheet) addClause(from, to int, sec section, under, entry bool, label string) {
	c := clause{s: s, from: from, to: to, n: len(s.clauses), section: sec, under: under, entry: entry, label: label}
	var b strings.Builder
	for i := from; i < to; i++ {
		if t := s.words[i].text; t != "" {
			if b.Len() > 0 && i > from {
				b.WriteByte(' ')
			}
			c.starts = append(c.starts, b.Len())
			b.WriteString(t)
			continue
		}
		c.starts = append(c.starts, b.Len())
	}
	c.text = b.String()
	c.tokens = tokensOf(s.words, from, to)
	s.clauses = append(s.clauses, c)
}

func tokensOf(words []word, from, to int) []token {
	var ts []token
	for i := from; i < to; i++ {
		t := strings.Trim(words[i].text, edge)
		if t == "" {
			continue
		}
		if !strings.ContainsAny(t, "/-") || hasDigit(t) {
			ts = append(ts, token{stem(t), i})
			continue
		}
		for _, p := range strings.FieldsFunc(t, func(r rune) bool { return r == '/' || r == '-' }) {
			ts = append(ts, token{stem(strings.Trim(p, edge)), i})
		}
	}
	return ts
}

func hasDigit(t string) bool {
	for i := 0; i < len(t); i++ {
		if t[i] >= '0' && t[i] <= '9' {
			return true
		}
	}
	return false
}

// stem takes the plural and the possessive away.
func stem(t string) string {
	t = strings.TrimSuffix(t, "'s")
	if len(t) > 5 && strings.HasSuffix(t, "ies") {
		return t[:len(t)-3] + "y"
	}
	if len(t) > 3 && strings.HasSuffix(t, "s") && !strings.HasSuffix(t, "ss") && !strings.HasSuffix(t, "us") && !strings.HasSuffix(t, "is") {
		return t[:len(t)-1]
	}
	return t
}

// wordAt is the word of the sheet that holds a place of the clause's text.
func (c *clause) wordAt(offset int) int {
	n := sort.Search(len(c.starts), func(i int) bool { return c.starts[i] > offset })
	return c.from + max(n-1, 0)
}

// span is the words (half-open, of the sheet) of a piece of the clause's text.
func (c *clause) span(start, end int) (int, int) {
	if end <= start {
		end = start + 1
	}
	return c.wordAt(start), c.wordAt(end-1) + 1
}

// offset is where a word begins in the clause's text.
func (c *clause) offset(w int) int {
	if w < c.from {
		return 0
	}
	if w >= c.to {
		return len(c.text)
	}
	return c.starts[w-c.from]
}

// textOf is the mended text of words of the clause.
func (c *clause) textOf(from, to int) string {
	a, z := c.offset(max(from, c.from)), c.offset(min(to, c.to))
	if a >= z {
		return ""
	}
	return strings.TrimSpace(c.text[a:z])
}

// dates are the days, months and years that the clause says.
func (c *clause) dates() []said {
	if !c.looked {
		c.said, c.looked = dates(c.text), true
	}
	return c.said
}

func (c *clause) has(words ...string) bool {
	for _, w := range words {
		if strings.Contains(c.text, w) {
			return true
		}
	}
	return false
}
