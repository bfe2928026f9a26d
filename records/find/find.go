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
// Finding is a walk over bytes: there is nothing to keep up to date but the folded pages, two to three bytes for each
// that was read, and what comes first in the record is found first.
package find

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/openimr/openimr/records"
)

// A Page is a page folded.
type Page struct {
	text   string // words parted by one space, with one before the first and one after the last
	starts []start
	joints []joint
}

// A start is where a word of the page begins in the text. Words without letters and digits have none.
type start struct{ at, word int32 }

// A joint is a stretch of text, behind that of the page, in which a parted word is joined at a place.
type joint struct{ from, at, to int32 }

// around is how many words are folded again on either side of a joint.
const around = 8

// Fold folds a page.
func Fold(p records.Page) *Page {
	f := &folder{}
	f.b = make([]byte, 0, 16+7*len(p.Words))
	for i := range p.Words {
		f.word(p.Words[i].Text, i)
	}
	f.end()
	for i := 0; i+1 < len(p.Words); i++ {
		if parted(p.Words[i], p.Words[i+1]) {
			f.join(p.Words, i)
		}
	}
	return &Page{text: string(f.b), starts: append([]start(nil), f.starts...), joints: f.joints}
}

// Size is about how many bytes a folded page takes in memory.
func (p *Page) Size() int64 {
	return 80 + int64(len(p.text)) + 8*int64(cap(p.starts)) + 12*int64(cap(p.joints))
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

type folder struct {
	b      []byte
	starts []start
	joints []joint
}

// word adds a word. One that has letters or digits begins after a space.
func (f *folder) word(text string, n int) {
	at := len(f.b)
	f.b = append(f.b, ' ')
	f.b = fold(f.b, text)
	if len(f.b) == at+1 {
		f.b = f.b[:at]
		return
	}
	f.starts = append(f.starts, start{int32(at + 1), int32(n)})
}

// end ends a stretch: no place reaches over it.
func (f *folder) end() { f.b = append(f.b, ' ', '\n') }

func (f *folder) join(ws []records.Word, i int) {
	from := len(f.b)
	for k := max(0, i-around); k <= i; k++ {
		f.word(ws[k].Text, k)
	}
	at := len(f.b)
	// The second half follows without a space, and has a start of its own.
	f.b = fold(f.b, ws[i+1].Text)
	if len(f.b) > at {
		f.starts = append(f.starts, start{int32(at), int32(i + 1)})
	}
	for k := i + 2; k <= min(len(ws)-1, i+1+around); k++ {
		f.word(ws[k].Text, k)
	}
	f.end()
	f.joints = append(f.joints, joint{int32(from), int32(at), int32(len(f.b))})
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
type Query struct{ text string }

// Parse reads what somebody typed.
func Parse(typed string) Query {
	typed = strings.TrimSpace(typed)
	whole := false
	for _, q := range []struct{ open, close string }{{`"`, `"`}, {"\u201c", "\u201d"}} {
		if rest, ok := strings.CutPrefix(typed, q.open); ok {
			typed = strings.TrimSuffix(rest, q.close)
			whole = true
			break
		}
	}
	var b []byte
	for _, word := range strings.Fields(typed) {
		n := len(b)
		if n > 0 {
			b = append(b, ' ')
		}
		if b = fold(b, word); n > 0 && len(b) == n+1 {
			b = b[:n]
		}
	}
	if len(b) > mostTyped {
		b = b[:mostTyped]
	}
	if len(b) == 0 {
		return Query{}
	}
	if whole {
		return Query{" " + string(b) + " "}
	}
	return Query{string(b)}
}

// mostTyped bounds what is looked for, in bytes.
const mostTyped = 500

// Empty says that nothing is looked for.
func (q Query) Empty() bool { return q.text == "" }

// A Match is a place in a page: a half-open range of its words.
type Match struct{ From, To int }

// Count counts the places in a page.
func (q Query) Count(p *Page) int {
	if q.text == "" {
		return 0
	}
	if len(p.joints) == 0 && !strings.HasPrefix(q.text, " ") {
		return strings.Count(p.text, q.text)
	}
	n := 0
	q.each(p, func(int) bool { n++; return true })
	return n
}

// Find returns the first places in a page, at most as many as asked for.
func (q Query) Find(p *Page, most int) (ms []Match) {
	if q.text == "" || most <= 0 {
		return nil
	}
	q.each(p, func(at int) bool {
		ms = append(ms, p.match(at, at+len(q.text)))
		return len(ms) < most
	})
	sort.SliceStable(ms, func(i, k int) bool { return ms[i].From < ms[k].From }) // joined words stand behind the page
	return ms
}

// each calls fn with every place, until it says no.
func (q Query) each(p *Page, fn func(at int) bool) {
	body := len(p.text)
	if len(p.joints) > 0 {
		body = int(p.joints[0].from)
	}
	step := len(q.text)
	if q.text[0] == ' ' {
		step-- // the space after a place is the one before the next
	}
	for at := 0; ; at += step {
		i := strings.Index(p.text[at:body], q.text)
		if i < 0 {
			break
		}
		if at += i; !fn(at) {
			return
		}
	}
	for _, j := range p.joints {
		for at := int(j.from); ; at++ {
			i := strings.Index(p.text[at:j.to], q.text)
			if i < 0 || at+i >= int(j.at) {
				break
			}
			if at += i; at+len(q.text) > int(j.at) {
				if !fn(at) {
					return
				}
				break
			}
		}
	}
}

// match turns a range of the text into one of words.
func (p *Page) match(from, to int) Match {
	for from < to && p.text[from] == ' ' {
		from++
	}
	for to > from && p.text[to-1] == ' ' {
		to--
	}
	first := sort.Search(len(p.starts), func(i int) bool { return int(p.starts[i].at) > from }) - 1
	last := sort.Search(len(p.starts), func(i int) bool { return int(p.starts[i].at) >= to }) - 1
	if first < 0 {
		first = 0
	}
	return Match{int(p.starts[first].word), int(p.starts[max(first, last)].word) + 1}
}
