package document

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/openimr/openimr/records"
)

// A line is one line of a page, without the fax header and stamps.
type line struct {
	text     string
	words    []int // of the page
	box      records.Box
	height   float32 // median height of its words, points
	tokens   []int   // into page.tokens
	titlish  bool    // short and set apart, as titles are
	above    bool    // no running text stands above it
	sentence bool    // running text
}

// A token is a word as it is compared: lower case, letters and digits alone.
type token struct {
	s     string
	word  int // of the page
	line  int
	colon bool // a colon follows
	first bool // of its line
}

// A page is what the rules see of one page.
type page struct {
	ref    records.PageRef
	of     *records.Page
	lines  []line
	tokens []token
	size   float32 // median height of its words, points
	left   float32 // where most lines begin, points
	bottom float32 // where its text ends, as a part of the height
	number number  // that is printed on it
	fax    number  // of the fax header
	dates  []dated
	hits   []hit
	scores []float32 // by kind
	heads  []float32 // by kind: what the title alone says
	title  [2]int    // lines of the title that says the kind: half-open
	head   []string  // what stands on top, without numbers
	who    identity
	signed bool  // ends with a signature
	dup    int   // number of the pages that are this one again, -1 where there are none
	twin   *page // of them the one that says most
}

// see takes a page apart.
func see(ref records.PageRef, p *records.Page) *page {
	s := &page{ref: ref, of: p, dup: -1}
	s.readLines()
	s.markTitles()
	s.fax = faxNumber(p)
	s.number = s.printedNumber()
	s.head = s.topWords()
	return s
}

func (s *page) y(l line) float32 { return part((l.box.Y0+l.box.Y1)/2, s.of.Height) }

func part(v, of float32) float32 {
	if of <= 0 {
		return 0
	}
	return v / of
}

// empty says that nothing on the page can be read.
func (s *page) empty() bool { return len(s.tokens) == 0 }

func (s *page) readLines() {
	words := s.of.Words
	faxed := faxLine(s.of)
	var heights []float32
	for i := 0; i < len(words); {
		j := i + 1
		for j < len(words) && words[j].Line == words[i].Line && words[j].Block == words[i].Block {
			j++
		}
		l := line{}
		var hs []float32
		var texts []string
		for k := i; k < j; k++ {
			w := words[k]
			if w.Role != records.Body || faxed[w.Line] || strings.TrimSpace(w.Text) == "" {
				continue
			}
			l.words = append(l.words, k)
			l.box = l.box.Union(w.Box)
			hs = append(hs, w.Box.Y1-w.Box.Y0)
			texts = append(texts, w.Text)
		}
		i = j
		if len(l.words) == 0 {
			continue
		}
		l.text, l.height = strings.Join(texts, " "), median(hs)
		heights = append(heights, hs...)
		s.addTokens(&l)
		s.lines = append(s.lines, l)
		s.bottom = max(s.bottom, part(l.box.Y1, s.of.Height))
	}
	s.size = median(heights)
	s.left = s.margin()
}

// addTokens splits the words of a line: "Physician's" is one token, "PR-2" are two, "M.D." is "md". Letters that stand
// alone in a row, as titles are sometimes set, are joined.
func (s *page) addTokens(l *line) {
	at := len(s.lines)
	first := true
	var run []token // single letters
	flush := func() {
		if len(run) >= 5 {
			var b strings.Builder
			for _, t := range run {
				b.WriteString(t.s)
			}
			joined := run[0]
			joined.s, joined.colon = b.String(), run[len(run)-1].colon
			run = []token{joined}
		}
		for _, t := range run {
			l.tokens = append(l.tokens, len(s.tokens))
			s.tokens = append(s.tokens, t)
		}
		run = nil
	}
	for _, w := range l.words {
		for _, t := range split(s.of.Words[w].Text) {
			t.word, t.line, t.first = w, at, first
			first = false
			if len(t.s) != 1 || t.s[0] < 'a' {
				flush()
			}
			run = append(run, t)
			if len(t.s) != 1 || t.s[0] < 'a' {
				flush()
			}
		}
	}
	flush()
}

// split makes tokens of a word.
func split(w string) []token {
	var ts []token
	b := make([]byte, 0, len(w))
	end := func() {
		if len(b) > 0 {
			ts = append(ts, token{s: spelling(fold(string(b)))})
			b = b[:0]
		}
	}
	for _, r := range w {
		switch {
		case r == '\'' || r == '’' || r == '‘' || r == '.' || r == '`':
		case r < 128 && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			b = append(b, byte(unicode.ToLower(r)))
		case unicode.IsLetter(r):
			b = append(b, plainLetter(r)...)
		default:
			end()
			if r == ':' && len(ts) > 0 {
				ts[len(ts)-1].colon = true
			}
		}
	}
	end()
	return ts
}

var plainLetters = map[rune]string{'á': "a", 'à': "a", 'ä': "a", 'â': "a", 'ã': "a", 'é': "e", 'è': "e", 'ê': "e", 'ë': "e", 'í': "i", 'ì': "i", 'ï': "i", 'î': "i",
	'ó': "o", 'ò': "o", 'ö': "o", 'ô': "o", 'õ': "o", 'ú': "u", 'ù': "u", 'ü': "u", 'û': "u", 'ñ': "n", 'ç': "c", 'ý': "y", 'ß': "ss", 'ﬁ': "fi", 'ﬂ': "fl", 'ø': "o", 'å': "a", 'æ': "ae"}

func plainLetter(r rune) string {
	r = unicode.ToLower(r)
	if s, ok := plainLetters[r]; ok {
		return s
	}
	return string(r)
}

var spellings = map[string]string{"orthopaedic": "orthopedic", "orthopaedics": "orthopedics", "anaesthesia": "anesthesia", "centre": "center", "programme": "program", "paediatric": "pediatric"}

// spelling gives words that are written in two ways one of them.
func spelling(w string) string {
	if s, ok := spellings[w]; ok {
		return s
	}
	return w
}

// fold turns digits that text recognition reads in place of letters into those letters, where most of a token is letters.
func fold(s string) string {
	digits := 0
	for i := range len(s) {
		if s[i] >= '0' && s[i] <= '9' {
			digits++
		}
	}
	if digits == 0 || digits*2 >= len(s) || len(s) < 4 {
		return s
	}
	b := []byte(s)
	for i, c := range b {
		switch c {
		case '0':
			b[i] = 'o'
		case '1':
			b[i] = 'i'
		case '5':
			b[i] = 's'
		case '8':
			b[i] = 'b'
		}
	}
	return string(b)
}

func median(v []float32) float32 {
	if len(v) == 0 {
		return 0
	}
	v = slices.Clone(v)
	slices.Sort(v)
	return v[len(v)/2]
}

// margin is where lines begin most often, in steps of four points.
func (s *page) margin() float32 {
	counts := map[int]int{}
	best, most := 0, 0
	for _, l := range s.lines {
		k := int(l.box.X0 / 4)
		counts[k]++
		if c := counts[k]; c > most || c == most && k < best {
			best, most = k, c
		}
	}
	return float32(best * 4)
}

// markTitles finds the lines that are set as titles are, and where running text begins.
func (s *page) markTitles() {
	running, rows := false, s.rowsOfList()
	order := make([]int, len(s.lines))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return int(s.lines[a].box.Y0 - s.lines[b].box.Y0) })
	for _, i := range order {
		l := &s.lines[i]
		l.above = !running
		l.sentence = isSentence(l.text)
		l.titlish = !l.sentence && !rows[i] && isTitle(l.text, l.height, s.size)
		running = running || l.sentence
	}
}

// rowsOfList finds the lines that begin with a day, where there are three or more: the rows of a list of papers, visits or
// bills, whose words are no titles.
func (s *page) rowsOfList() map[int]bool {
	rows := map[int]bool{}
	for i, l := range s.lines {
		if t := strings.TrimLeft(l.text, "0123456789.) "); len(l.words) < 3 || len(t) == len(l.text) {
			continue
		}
		if ds := daysIn(l.text); len(ds) > 0 && ds[0].from <= 4 {
			rows[i] = true
		}
	}
	if len(rows) < 3 {
		return nil
	}
	return rows
}

func isSentence(t string) bool {
	words := strings.Fields(t)
	if len(words) < 8 {
		return false
	}
	lower := 0
	for _, w := range words {
		if w[0] >= 'a' && w[0] <= 'z' {
			lower++
		}
	}
	return lower*2 > len(words) || lower*5 >= len(words)*2 && len(words) >= 10
}

// sentBy is how a letter says that it went: no title, though in capitals.
var sentBy = regexp.MustCompile(`(?i)^(?:sent |served )?(?:via|by) (?:(?:u\.?s\.? |first[- ]class |certified |registered |regular |overnight |electronic |secure )*(?:mail|fax|facsimile|e-?mail|courier|messenger|hand delivery|personal delivery)\b)`)

// isTitle says whether a line looks like a title: few words, in capitals, or large, or each with a capital letter.
func isTitle(t string, height, size float32) bool {
	words := strings.Fields(t)
	if len(words) == 0 || len(words) > 16 || digitsIn(t) >= 10 { // telephone numbers are no title
		return false
	}
	if sentBy.MatchString(t) {
		return false
	}
	letters, upper, caps, plain := 0, 0, 0, 0
	for _, w := range words {
		r := []rune(strings.TrimLeft(w, "(\"'“"))
		if len(r) == 0 || !unicode.IsLetter(r[0]) {
			continue
		}
		if unicode.IsUpper(r[0]) {
			caps++
		} else if len(w) > 3 {
			plain++
		}
		for _, c := range r {
			if unicode.IsLetter(c) {
				letters++
				if unicode.IsUpper(c) {
					upper++
				}
			}
		}
	}
	if letters < 2 {
		return false
	}
	if at := strings.Index(t, ": "); at >= 0 && !isSubject(t[:at]) && at+2 < len(t) {
		return false // a label and what it says
	}
	large := size > 0 && height > size*1.2
	return upper*10 >= letters*7 || large && len(words) <= 12 || plain == 0 && caps > 0 && len(words) <= 10 && !strings.HasSuffix(t, ".") || plain <= 1 && caps >= 2 && len(words) <= 8 && !strings.HasSuffix(t, ",")
}

// isSubject says whether what stands before a colon announces what a paper is about.
func isSubject(s string) bool {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "re", "subject", "regarding", "in re", "rf", "notice of", "type of report", "report type", "document type", "note type", "local title", "standard title", "title", "document", "form", "procedure", "exam", "examination", "study", "test":
		return true
	}
	return false
}

// topWords are the words of the uppermost lines, without numbers: what letterheads and running headers share.
func (s *page) topWords() []string {
	var ws []string
	for i, l := range s.lines {
		if s.y(l) > 0.17 || i > 8 {
			continue
		}
		for _, t := range l.tokens {
			if w := s.tokens[t].s; len(w) > 2 && (w[0] < '0' || w[0] > '9') && w != "page" {
				ws = append(ws, w)
			}
		}
	}
	slices.Sort(ws)
	return slices.Compact(ws)
}

// alike is how much two sorted lists of words share, from 0 to 1.
func alike(a, b []string) float32 {
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	n := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			n++
			i++
			j++
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	return float32(n) / float32(len(a)+len(b)-n)
}
