package pages

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/openimr/openimr/review"
)

// A Match is a place of a page: a half-open range of its words.
type Match struct {
	Number int
	Words  review.Span
	Slips  int // letters that differ from what was looked for: 0 where it stands there as it is
}

// A Phrase is what is looked for: words one after the other, each in any of several forms. It belongs to the Book that made it.
type Phrase struct {
	steps []map[uint32]int // tokens that a word may be, with their slips
	none  bool
}

// Phrase prepares a search for words as somebody would write them. Each word is also met in the plural, and where text
// recognition misread it.
func (k *Book) Phrase(text string) Phrase {
	var p Phrase
	for _, w := range strings.Fields(text) {
		for _, piece := range strings.Fields(string(Fold(nil, w))) {
			step := k.formsOnce(piece)
			p.steps = append(p.steps, step)
			p.none = p.none || len(step) == 0
		}
	}
	p.none = p.none || len(p.steps) == 0
	return p
}

// formsOf are the tokens of the record that a folded word may stand as.
func (k *Book) formsOf(w string) map[uint32]int {
	found := map[uint32]int{}
	want := []string{w}
	switch {
	case len(w) > 4 && strings.HasSuffix(w, "ies"):
		want = append(want, w[:len(w)-3]+"y")
	case len(w) > 3 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss"):
		want = append(want, w[:len(w)-1])
	case len(w) > 3 && strings.HasSuffix(w, "y"):
		want = append(want, w[:len(w)-1]+"ies", w+"s")
	case len(w) > 2:
		want = append(want, w+"s")
	}
	for _, x := range want {
		if n, ok := k.tokens.number[x]; ok {
			found[n] = 0
		}
	}
	if len(w) < 4 || isNumber(w) {
		return found
	}
	for _, n := range k.slips.alike[alike(w)] {
		v := k.tokens.text[n]
		if d := len(v) - len(w); d < -2 || d > 2 || len(w) < 5 && !odd(v) {
			continue
		}
		if _, ok := found[n]; !ok {
			found[n] = 1
		}
	}
	if len(w) < 8 {
		return found
	}
	for d := -1; d <= 1; d++ {
		for _, n := range k.slips.near[shape{w[0], len(w) + d}] {
			if _, ok := found[n]; ok {
				continue
			}
			if v := k.tokens.text[n]; near(w, v) && !inflected(w, v) {
				found[n] = 1
			}
		}
	}
	return found
}

// odd says that a token has a digit among letters, as only a misread word has.
func odd(s string) bool {
	digits := 0
	for i := 0; i < len(s); i++ {
		if s[i] >= '0' && s[i] <= '9' {
			digits++
		}
	}
	return digits > 0 && digits*2 < len(s)
}

func isNumber(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

var likeness = strings.NewReplacer("rn", "m", "vv", "w", "cl", "d", "ii", "u", "li", "h", "0", "o", "1", "l", "i", "l", "|", "l", "5", "s", "8", "b", "6", "b")

// alike makes letters that look alike one.
func alike(w string) string { return likeness.Replace(w) }

// near says that two words differ by one letter: wrong, missing, added, or two changed places. The first is the same.
func near(a, b string) bool {
	if len(a) < len(b) {
		a, b = b, a
	}
	if len(a)-len(b) > 1 || a[0] != b[0] {
		return false
	}
	i := 0
	for i < len(b) && a[i] == b[i] {
		i++
	}
	if len(a) > len(b) {
		return a[i+1:] == b[i:]
	}
	if i == len(a) {
		return true
	}
	return a[i+1:] == b[i+1:] || i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}

// inflected says that two words differ at their end alone, as forms of one word or two words of the field do, or in a
// beginning that turns the sense.
func inflected(a, b string) bool {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n >= min(len(a), len(b))-1 || strings.HasPrefix(a, "hyp") && n <= 4
}

// candidates are the numbers of all pages that have all words of a phrase, whatever stands between.
func (k *Book) candidates(p Phrase) []int32 {
	if p.none {
		return nil
	}
	var all []int32
	for i, step := range p.steps {
		var list []int32
		for t := range step {
			list = append(list, k.tokens.pages[t]...)
		}
		slices.Sort(list)
		list = slices.Compact(list)
		if i == 0 {
			all = list
			continue
		}
		all = both(all, list)
	}
	return all
}

func both(a, b []int32) []int32 {
	var out []int32
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			out = append(out, a[i])
			i++
			j++
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	return out
}

// Find returns every place of a phrase, in the order of the record.
func (k *Book) Find(p Phrase) []Match {
	var ms []Match
	for _, n := range k.candidates(p) {
		ms = append(ms, k.On(p, int(n))...)
	}
	return ms
}

// On returns the places of a phrase on one page.
func (k *Book) On(p Phrase, n int) (ms []Match) {
	if p.none || !k.Has(n) {
		return nil
	}
	toks := k.sheets[n-1].toks
	for i := 0; i+len(p.steps) <= len(toks); i++ {
		slips, ok := 0, true
		for s, step := range p.steps {
			d, is := step[toks[i+s].number]
			if ok = is; !ok {
				break
			}
			slips += d
		}
		if !ok {
			continue
		}
		last := toks[i+len(p.steps)-1]
		ms = append(ms, Match{n, review.Span{From: int(toks[i].word), To: int(last.word + last.span)}, slips})
		i += len(p.steps) - 1
	}
	return ms
}

// Where returns the first places of words in the record with those around them, at most as many as asked for, and how many
// there are.
func (k *Book) Where(phrase string, most int) (places []review.Place, all int) {
	ms := k.Find(k.Phrase(phrase))
	for i, m := range ms {
		if i == most {
			break
		}
		places = append(places, k.Place(m.Number, m.Words))
	}
	return places, len(ms)
}

// Tokens calls fn with every folded word of a page and the range of words that it stands for, until fn says stop.
func (k *Book) Tokens(n int, fn func(text string, words review.Span) bool) {
	if !k.Has(n) {
		return
	}
	for _, t := range k.sheets[n-1].toks {
		if !fn(k.tokens.text[t.number], review.Span{From: int(t.word), To: int(t.word + t.span)}) {
			return
		}
	}
}

// Size is about how many bytes the Book takes in memory.
func (k *Book) Size() int64 {
	var n int64
	for i := range k.sheets {
		n += int64(len(k.sheets[i].words)*8+cap(k.sheets[i].toks)*8) + 160
	}
	for _, f := range k.forms {
		n += int64(len(f.text) + 4*len(f.tokens) + 64)
	}
	for i, t := range k.tokens.text {
		n += int64(len(t) + 4*cap(k.tokens.pages[i]) + 72)
	}
	for _, fs := range k.facts {
		n += int64(len(fs)) * 320
	}
	return n + int64(utf8.UTFMax)
}
