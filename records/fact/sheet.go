package fact

import (
	"math"
	"sort"
	"strings"

	"github.com/openimr/openimr/records"
)

// A word is one body word of a page.
type word struct {
	at    int    // in Page.Words
	raw   string // as it stands there
	text  string // lower case, plain punctuation, mended
	box   records.Box
	line  int32
	block int32
	row   int  // of the page as the eye sees it: words side by side are in one row whatever their block
	gap   bool // a wide gap before it, or the beginning of its line
	head  bool // the first of its line
}

// A sheet is the body of one page.
type sheet struct {
	ref     records.PageRef
	page    *records.Page
	doc     *records.Document
	words   []word
	rows    [][]int // words by row, from left to right
	clauses []clause
	right   float32 // where lines end
	caps    bool    // most of it is in capitals
}

func newSheet(ref records.PageRef, p *records.Page, doc *records.Document, m *mender) *sheet {
	s := &sheet{ref: ref, page: p, doc: doc}
	upper, lower := 0, 0
	for i, w := range p.Words {
		if w.Role != records.Body || strings.TrimSpace(w.Text) == "" {
			continue
		}
		for _, r := range w.Text {
			if r >= 'A' && r <= 'Z' {
				upper++
			} else if r >= 'a' && r <= 'z' {
				lower++
			}
		}
		v := word{at: i, raw: w.Text, text: m.mend(w.Text), box: w.Box, line: w.Line, block: w.Block}
		v.head, v.gap = true, true
		if n := len(s.words); n > 0 && s.words[n-1].line == w.Line {
			before := s.words[n-1]
			high := max(w.Box.Y1-w.Box.Y0, before.box.Y1-before.box.Y0, 4)
			v.head = false
			v.gap = w.Box.X0-before.box.X1 > max(1.8*high, 11) || w.Box.X1 < before.box.X0-high
		}
		s.words = append(s.words, v)
	}
	s.caps = upper > 3*lower
	s.mendBreaks(m)
	s.findRows()
	var ends []float64
	for i := range s.words {
		if i+1 == len(s.words) || s.words[i+1].head {
			ends = append(ends, float64(s.words[i].box.X1))
		}
	}
	if sort.Float64s(ends); len(ends) > 0 {
		s.right = float32(ends[len(ends)*9/10])
	}
	return s
}

// mendBreaks joins a word that a line break parted: the first half takes the whole text, the second has none.
func (s *sheet) mendBreaks(m *mender) {
	for i := 0; i+1 < len(s.words); i++ {
		a, b := &s.words[i], &s.words[i+1]
		if !b.head || len(a.text) < 3 || !strings.HasSuffix(a.text, "-") || b.raw == "" || b.raw[0] < 'a' || b.raw[0] > 'z' {
			continue
		}
		half := strings.TrimSuffix(a.text, "-")
		if !letters(half) {
			continue
		}
		if joined := m.mend(half + b.text); m.known(joined) || !m.known(half) {
			a.text, b.text = joined, ""
		} else {
			a.text, b.text = a.text+b.text, ""
		}
	}
}

func (s *sheet) findRows() {
	order := make([]int, len(s.words))
	for i := range order {
		order[i] = i
	}
	lean := float32(math.Tan(float64(s.page.Skew) * math.Pi / 180)) // lines of a page that leans go down to the right
	mid := func(i int) float32 { b := s.words[i].box; return (b.Y0+b.Y1)/2 - lean*(b.X0+b.X1)/2 }
	sort.SliceStable(order, func(a, b int) bool { return mid(order[a]) < mid(order[b]) })
	for k := 0; k < len(order); {
		first := s.words[order[k]].box
		end := k + 1
		for end < len(order) && mid(order[end]) < mid(order[k])+max(0.25*(first.Y1-first.Y0), 2) {
			end++
		}
		row := append([]int(nil), order[k:end]...)
		sort.SliceStable(row, func(a, b int) bool {
			if x, y := s.words[row[a]].box.X0, s.words[row[b]].box.X0; x != y {
				return x < y
			}
			return row[a] < row[b]
		})
		for _, i := range row {
			s.words[i].row = len(s.rows)
		}
		s.rows = append(s.rows, row)
		k = end
	}
}

// raw is the text of words from (inclusive) to (exclusive) as it stands on the page, without the stop at its end.
func (s *sheet) raw(from, to int) string {
	var b strings.Builder
	for i := from; i < to && i < len(s.words); i++ {
		if i > from {
			b.WriteByte(' ')
		}
		b.WriteString(s.words[i].raw)
	}
	return trim(b.String())
}

func trim(t string) string {
	t = strings.TrimSpace(strings.Trim(strings.TrimSpace(t), ",;:"))
	t = strings.TrimLeft(t, "•·▪●*–—- ")
	if strings.HasSuffix(t, ".") && !strings.HasSuffix(t, "..") {
		t = strings.TrimSuffix(t, ".")
	}
	if open, shut := strings.Count(t, "("), strings.Count(t, ")"); open == 0 && shut == 1 {
		t = strings.TrimSuffix(t, ")")
	} else if open == 1 && shut == 0 {
		t = strings.TrimPrefix(t, "(")
	}
	return strings.TrimSpace(t)
}

// fact makes a fact of words of the sheet; the words must be there.
func (s *sheet) fact(kind records.FactKind, from, to int) records.Fact {
	for from < to-1 && trim(s.words[from].raw) == "" {
		from++
	}
	a, z := s.words[from].at, s.words[to-1].at+1
	f := records.Fact{Kind: kind, Page: s.ref, From: a, To: z, Standing: records.Stated, Text: s.raw(from, to)}
	for i := from; i < to; i++ {
		if i == from || s.words[i].line != s.words[i-1].line {
			f.Boxes = append(f.Boxes, s.words[i].box)
			continue
		}
		f.Boxes[len(f.Boxes)-1] = f.Boxes[len(f.Boxes)-1].Union(s.words[i].box)
	}
	if s.doc != nil {
		f.Date = s.doc.Date
	}
	return f
}

func letters(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < 'a' || c > 'z' {
			return false
		}
	}
	return s != ""
}

func digits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
