// Package find finds words in the pages of a record as somebody types them.
//
// A page is folded once: small letters without accents, ligatures taken apart, everything that is no letter or digit a
// gap, apostrophes nothing. What is looked for is folded in the same way, so that "Follow-up", "follow up" and "FOLLOW UP"
// are one, as are "7.5 mg" at the end of a line and over two. What is looked for may begin and end within a word: who
// types "spondyl" has found "spondylolisthesis" already, and "0412" the end of a claim number. Quotation marks around it
// make whole words of it.
//
// A word that is parted at the end of a line is found parted and joined: "authori-zation" with the words around it is
// folded a second time, joined, behind the page, and such a place counts only where the joint lies within it.
//
// The words of a file are numbered. To find something is to look through the list of different words, a few ten thousand
// at most, and then to walk over numbers, four bytes a word; there is nothing else to keep up to date, and what comes
// first in the record is found first.
package find

import (
	"maps"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/openimr/openimr/records"
)

// A Text is the pages of a file, folded. It is never changed; With makes another one.
type Text struct {
	number map[string]uint32 // of every different word
	words  []string
	pages  []*page
	read   int
	size   int64
}

// A page is its words by their numbers, and behind them, each for itself, the stretches in which a parted word is joined.
type page struct {
	folded []folded
	joints []joint
}

// A folded word is a piece of a word of the page without a gap in it.
type folded struct {
	number uint32 // of the piece
	word   int32  // of the page
}

// A joint is a stretch of words in which the one at a place is joined from two.
type joint struct {
	folded []folded
	at     int
	split  int // bytes of it that stand on the first line
}

// around is how many words stand in a stretch on either side of a joint.
const around = 8

// NewText is the text of a file of so many pages, none of which is read.
func NewText(pages int) *Text { return &Text{number: map[string]uint32{}, pages: make([]*page, pages)} }

// With is the text with more of its pages, by their numbers from 1.
func (t *Text) With(more map[int]records.Page) *Text {
	n := &Text{number: maps.Clone(t.number), words: slices.Clip(t.words), pages: slices.Clone(t.pages), read: t.read, size: t.size}
	f := &folder{t: n}
	for k, p := range more {
		if k >= 1 && k <= len(n.pages) && n.pages[k-1] == nil {
			n.pages[k-1] = f.page(p)
			n.read++
		}
	}
	return n
}

// Pages is how many pages the file has, Read how many of them are in the text, Has whether one is.
func (t *Text) Pages() int     { return len(t.pages) }
func (t *Text) Read() int      { return t.read }
func (t *Text) Has(n int) bool { return n >= 1 && n <= len(t.pages) && t.pages[n-1] != nil }

// Size is about how many bytes the text takes in memory.
func (t *Text) Size() int64 { return t.size + int64(len(t.pages))*8 }

type folder struct {
	t *Text
	b []byte
}

func (f *folder) page(p records.Page) *page {
	out := &page{folded: make([]folded, 0, len(p.Words)+len(p.Words)/8)}
	for i := range p.Words {
		out.folded = f.word(out.folded, p.Words[i].Text, i)
	}
	for i := 0; i+1 < len(p.Words); i++ {
		if !parted(p.Words[i], p.Words[i+1]) {
			continue
		}
		var j joint
		for k := max(0, i-around); k < i; k++ {
			j.folded = f.word(j.folded, p.Words[k].Text, k)
		}
		f.b = fold(f.b[:0], p.Words[i].Text)
		head := string(f.b)
		f.b = fold(f.b[:0], p.Words[i+1].Text)
		before, last := cutLast(head)
		joined, after := cutFirst(string(f.b))
		j.folded = f.pieces(j.folded, before, i)
		j.at, j.split = len(j.folded), len(last)
		j.folded = f.pieces(j.folded, last+joined, i)
		j.folded = f.pieces(j.folded, after, i+1)
		for k := i + 2; k <= min(len(p.Words)-1, i+1+around); k++ {
			j.folded = f.word(j.folded, p.Words[k].Text, k)
		}
		out.joints = append(out.joints, j)
		f.t.size += int64(40 + 8*cap(j.folded))
	}
	f.t.size += int64(64 + 8*cap(out.folded))
	return out
}

func cutLast(s string) (before, last string) {
	i := strings.LastIndexByte(s, ' ')
	return s[:max(i, 0)], s[i+1:]
}

func cutFirst(s string) (first, after string) {
	first, after, _ = strings.Cut(s, " ")
	return first, after
}

func (f *folder) word(to []folded, text string, n int) []folded {
	f.b = fold(f.b[:0], text)
	for b := f.b; len(b) > 0; {
		i := 0
		for i < len(b) && b[i] != ' ' {
			i++
		}
		to = append(to, folded{f.numberOf(b[:i]), int32(n)})
		b = b[min(i+1, len(b)):]
	}
	return to
}

func (f *folder) pieces(to []folded, text string, n int) []folded {
	for _, s := range strings.Fields(text) {
		to = append(to, folded{f.numberOf([]byte(s)), int32(n)})
	}
	return to
}

func (f *folder) numberOf(b []byte) uint32 {
	if n, ok := f.t.number[string(b)]; ok {
		return n
	}
	s := string(b)
	n := uint32(len(f.t.words))
	f.t.words = append(f.t.words, s)
	f.t.number[s] = n
	f.t.size += int64(80 + len(s))
	return n
}

// parted says that a word goes on at the beginning of the next line.
func parted(a, b records.Word) bool {
	if a.Line == b.Line {
		return false
	}
	last, size := utf8.DecodeLastRuneInString(a.Text)
	if !hyphen(last) {
		return false
	}
	before, _ := utf8.DecodeLastRuneInString(a.Text[:len(a.Text)-size])
	next, _ := utf8.DecodeRuneInString(b.Text)
	return unicode.IsLetter(before) && unicode.IsLetter(next)
}

func hyphen(r rune) bool {
	return r == '-' || r == '\u00ad' || r == '\u2010' || r == '\u2011' || r == 0x02 || r == 0xfffe
}

// fold adds the letters and digits of a word, folded, with a space for what is between them. There is none at its
// beginning and end.
func fold(b []byte, text string) []byte {
	from := len(b)
	gap := false
	put := func(r rune) {
		if gap && len(b) > from {
			b = append(b, ' ')
		}
		gap = false
		b = utf8.AppendRune(b, r)
	}
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case 'a' <= c && c <= 'z' || '0' <= c && c <= '9':
			put(rune(c))
		case 'A' <= c && c <= 'Z':
			put(rune(c + 'a' - 'A'))
		case c == '\'':
		case c < utf8.RuneSelf:
			gap = true
		default:
			for _, r := range norm.NFKD.String(text[i:]) {
				switch {
				case unicode.Is(unicode.Mn, r) || r == '\u2019' || r == '\u2018' || r == '\'' || r == '\u00ad':
				case unicode.IsLetter(r) || unicode.IsNumber(r):
					put(unicode.ToLower(r))
				default:
					gap = true
				}
			}
			return b
		}
	}
	return b
}

// A Query is what somebody looks for. The zero Query finds nothing.
type Query struct {
	words []string // folded
	whole bool     // the first and the last are whole words
}

// Parse reads what somebody typed.
func Parse(typed string) Query {
	typed = strings.TrimSpace(typed)
	var q Query
	for _, m := range []struct{ open, close string }{{`"`, `"`}, {"\u201c", "\u201d"}} {
		if rest, ok := strings.CutPrefix(typed, m.open); ok {
			typed, q.whole = strings.TrimSuffix(rest, m.close), true
			break
		}
	}
	if len(typed) > mostTyped {
		typed = typed[:mostTyped]
	}
	for _, word := range strings.Fields(typed) {
		q.words = append(q.words, strings.Fields(string(fold(nil, word)))...)
	}
	return q
}

// mostTyped bounds what is looked for, in bytes.
const mostTyped = 500

// Empty says that nothing is looked for.
func (q Query) Empty() bool { return len(q.words) == 0 }

// A Match is a place in a page: a half-open range of its words.
type Match struct{ From, To int }

// A Search is a query in a text.
type Search struct {
	Query
	t     *Text
	steps []set // the words of the text that each word of the query may be
	none  bool
}

// A set is some words of a text by their numbers.
type set []uint64

func (s set) has(n uint32) bool { return s[n>>6]&(1<<(n&63)) != 0 }

// In looks for a query in a text.
func (q Query) In(t *Text) *Search {
	s := &Search{Query: q, t: t, none: q.Empty()}
	last := len(q.words) - 1
	for i, w := range q.words {
		in := make(set, len(t.words)/64+1)
		some := false
		var fits func(v string) bool
		switch {
		case q.whole || i > 0 && i < last:
			if n, ok := t.number[w]; ok {
				in[n>>6] |= 1 << (n & 63)
				some = true
			}
			s.steps, s.none = append(s.steps, in), s.none || !some
			continue
		case last == 0:
			fits = func(v string) bool { return strings.Contains(v, w) }
		case i == 0:
			fits = func(v string) bool { return strings.HasSuffix(v, w) }
		default:
			fits = func(v string) bool { return strings.HasPrefix(v, w) }
		}
		for n, v := range t.words {
			if len(v) >= len(w) && fits(v) {
				in[n>>6] |= 1 << (n & 63)
				some = true
			}
		}
		s.steps, s.none = append(s.steps, in), s.none || !some
	}
	return s
}

// Count counts the places in page n.
func (s *Search) Count(n int) (count int) {
	if s.none || !s.t.Has(n) {
		return 0
	}
	p := s.t.pages[n-1]
	if len(s.steps) == 1 && len(p.joints) == 0 {
		in, last := s.steps[0], int32(-1)
		for _, f := range p.folded {
			if in.has(f.number) && f.word != last {
				count++
				last = f.word
			}
		}
		return count
	}
	s.each(p, func(Match) bool { count++; return true })
	return count
}

// Find returns the first places in page n, at most as many as asked for.
func (s *Search) Find(n, most int) (ms []Match) {
	if s.none || most <= 0 || !s.t.Has(n) {
		return nil
	}
	s.each(s.t.pages[n-1], func(m Match) bool {
		ms = append(ms, m)
		return true
	})
	sort.SliceStable(ms, func(i, k int) bool { return ms[i].From < ms[k].From }) // joined words stand behind the page
	return ms[:min(len(ms), most)]
}

// each calls fn with every place. No two of them have a word in common, unless one of them is over a joint.
func (s *Search) each(p *page, fn func(Match) bool) {
	first, k := s.steps[0], len(s.steps)
	for i, last := 0, int32(-1); i+k <= len(p.folded); i++ {
		if !first.has(p.folded[i].number) || p.folded[i].word == last || !s.at(p.folded[i+1:]) {
			continue
		}
		last = p.folded[i+k-1].word
		if !fn(Match{int(p.folded[i].word), int(last) + 1}) {
			return
		}
		i += k - 1
	}
	for _, j := range p.joints {
		for i := max(0, j.at-k+1); i <= j.at && i+k <= len(j.folded); i++ {
			if !first.has(j.folded[i].number) || !s.at(j.folded[i+1:]) || !s.crosses(j.at-i, j) {
				continue
			}
			joined := int(j.folded[j.at].word)
			if !fn(Match{int(j.folded[i].word), max(int(j.folded[i+k-1].word)+1, joined+2)}) {
				return
			}
			break
		}
	}
}

// crosses says that the word of the query that is met at a joint lies on both sides of it; else it stands on a line of
// the page and was found there.
func (s *Search) crosses(step int, j joint) bool {
	w, v := s.words[step], s.t.words[j.folded[j.at].number]
	last := len(s.words) - 1
	switch {
	case s.whole || step > 0 && step < last:
		return true
	case last == 0:
		for at := 0; ; at++ {
			i := strings.Index(v[at:], w)
			if i < 0 || at+i >= j.split {
				return false
			}
			if at += i; at+len(w) > j.split {
				return true
			}
		}
	case step == 0:
		return len(w) > len(v)-j.split
	}
	return len(w) > j.split
}

func (s *Search) at(rest []folded) bool {
	for n, in := range s.steps[1:] {
		if !in.has(rest[n].number) {
			return false
		}
	}
	return true
}
