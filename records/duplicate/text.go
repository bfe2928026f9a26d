package duplicate

import (
	"cmp"
	"slices"
	"strings"

	"github.com/openimr/openimr/records"
)

// A verdict is what the words of two pages say of them.
type verdict uint8

const (
	unlike verdict = iota // not copies of each other in any way
	differ                // copies in which words differ for certain
	doubt                 // copies in which text recognition may have erred
	agree                 // every word agrees
)

// A reading is how two pages' words compare.
type reading struct {
	verdict    verdict
	similarity float64 // 0-1: the share of the letters that agree, runs counted by how alike they are
	script     script
	a, b       *page // with their words in the order in which they were compared
	open       []run // what text does not settle
	weight     int   // of the open runs: numbers and short words weigh most
}

const (
	related    = 0.72 // similarity from which two native pages are copies of each other
	readable   = 0.50 // from which two scans may be
	relatedOCR = 0.62 // from which two scans are, as far as words tell
	fewTokens  = 12   // a page with fewer words is a picture
	editLimit  = 0.75 // share of all words that may differ before two pages are not compared further
	commonEdit = 0.34 // of a run's letters: more is another word
)

// read compares the words of two pages: in the order in which they were read, and where that fits badly in that of their
// places.
func read(a, b *page) reading {
	r := readAs(a, b)
	if r.similarity < goodOrder && (a.Source == records.OCR || b.Source == records.OCR) {
		if rows := readAs(a.byRows(), b.byRows()); rows.similarity > r.similarity+0.02 {
			return rows
		}
	}
	return r
}

const goodOrder = 0.93

func readAs(a, b *page) reading {
	na, nb := len(a.tokens), len(b.tokens)
	s, ok := diff(a.ids, b.ids, int(editLimit*float64(na+nb)))
	if !ok {
		return reading{a: a, b: b}
	}
	r := reading{script: s, a: a, b: b}
	exact := a.Source == records.Native && b.Source == records.Native
	all, same := 0.0, 0.0
	for _, p := range s.same {
		n := float64(len(a.tokens[p.a].norm))
		all, same = all+n, same+n
	}
	for _, d := range split(a, b, s.runs) {
		ta, tb := a.tokens[d.a0:d.a1], b.tokens[d.b0:d.b1]
		ja, jb := join(ta), join(tb)
		n := float64(max(len(ja), len(jb)))
		all += n
		if ja == jb || !exact && glyphNoise(ta, tb) {
			same += n
			continue
		}
		if l := max(len(ja), len(jb)); l < 200 && min(len(ja), len(jb)) > 0 {
			if e := float64(edits(ja, jb)) / float64(l); e < 0.6 {
				same += n * (1 - e)
			}
		}
		r.open = append(r.open, d)
		r.weight += 1 + weightOf(ta, tb)
	}
	if all > 0 {
		r.similarity = same / all
	}
	switch {
	case len(r.open) == 0:
		r.verdict, r.similarity = agree, 1
	case r.similarity < related && exact, r.similarity < readable:
		r.verdict = unlike
	case exact:
		r.verdict = differ
	default:
		r.verdict = doubt
	}
	return r
}

// split parts runs of as many words on either side word by word, where each is like its other.
func split(a, b *page, runs []run) []run {
	var out []run
	for _, r := range runs {
		n := r.a1 - r.a0
		whole := n < 2 || n != r.b1-r.b0
		for i := 0; i < n && !whole; i++ {
			x, y := a.tokens[r.a0+i].norm, b.tokens[r.b0+i].norm
			whole = x != y && 2*edits(x, y) > max(len(x), len(y))
		}
		if whole {
			out = append(out, r)
			continue
		}
		for i := range n {
			out = append(out, run{r.a0 + i, r.a0 + i + 1, r.b0 + i, r.b0 + i + 1})
		}
	}
	return out
}

func weightOf(a, b []token) int {
	w := 0
	for _, t := range append(slices.Clone(a), b...) {
		switch t.kind {
		case number:
			w += 3
		case critical:
			w += 2
		}
	}
	return w
}

// edits is the distance of Levenshtein, over bytes.
func edits(a, b string) int {
	if len(a) > len(b) {
		a, b = b, a
	}
	row := make([]int, len(a)+1)
	for i := range row {
		row[i] = i
	}
	for j := range len(b) {
		diagonal := row[0]
		row[0] = j + 1
		for i := range len(a) {
			d := diagonal
			if a[i] != b[j] {
				d = 1 + min(diagonal, row[i], row[i+1])
			}
			diagonal, row[i+1] = row[i+1], d
		}
	}
	return row[len(a)]
}

// differences are the open runs in the words of the pages. Runs that stand side by side are one.
func differences(a, b *page, runs []run) []records.Difference {
	var ds []records.Difference
	for _, r := range inOrder(a, b, runs) {
		d := records.Difference{HereWords: wordRange(a, r.a0, r.a1), ThereWords: wordRange(b, r.b0, r.b1)}
		d.Here, d.There = wordsOf(a, d.HereWords), wordsOf(b, d.ThereWords)
		ds = append(ds, d)
	}
	slices.SortStableFunc(ds, func(x, y records.Difference) int { return cmp.Compare(x.HereWords[0], y.HereWords[0]) })
	return ds
}

// inOrder parts runs whose words do not follow each other on a page.
func inOrder(a, b *page, runs []run) []run {
	follow := func(p *page, from, to int) bool {
		for i := from + 1; i < to; i++ {
			if p.tokens[i].word < p.tokens[i-1].word || p.tokens[i].word > p.tokens[i-1].word+8 {
				return false
			}
		}
		return true
	}
	var out []run
	for _, r := range runs {
		if follow(a, r.a0, r.a1) && follow(b, r.b0, r.b1) {
			out = append(out, r)
			continue
		}
		for i := r.a0; i < r.a1; i++ {
			out = append(out, run{i, i + 1, r.b0, r.b0})
		}
		for i := r.b0; i < r.b1; i++ {
			out = append(out, run{r.a1, r.a1, i, i + 1})
		}
	}
	return out
}

// wordRange are the words of a run of tokens; an empty run stands before the word that follows it.
func wordRange(p *page, from, to int) [2]int {
	if from < to {
		return [2]int{p.tokens[from].word, p.tokens[to-1].word + 1}
	}
	at := len(p.Words)
	if from < len(p.tokens) {
		at = p.tokens[from].word
	}
	return [2]int{at, at}
}

func wordsOf(p *page, r [2]int) string {
	var b strings.Builder
	for i, w := range p.Words[r[0]:r[1]] {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(w.Text)
	}
	return b.String()
}
