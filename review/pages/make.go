package pages

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/openimr/openimr/records"
)

// tokens are the different folded words of a record, with the pages that have each.
type tokens struct {
	number map[string]uint32
	text   []string
	pages  [][]int32 // numbers, ascending
}

// A token is a folded piece of a word on its page. Span is how many words of the page it takes: two where it is joined over the
// end of a line.
type token struct {
	number uint32
	word   uint16
	span   uint16
}

type formKey struct {
	text string
	role records.Role
}

// A maker puts a Book together.
type maker struct {
	*Book
	forms map[formKey]uint32
	buf   []byte
}

func (m *maker) fill(sh *sheet, p *records.Page, n int) {
	sh.source, sh.blank = p.Source, p.Blank
	const most = 1<<16 - 1
	words := p.Words[:min(len(p.Words), most)]
	sh.words = make([]word, len(words))
	sh.toks = make([]token, 0, len(words)+len(words)/8)
	for i := range words {
		w := &words[i]
		sh.words[i] = word{m.form(w), uint16(max(0, min(w.Line, most))), uint16(max(0, min(w.Block, most)))}
		for _, t := range m.Book.forms[sh.words[i].form].tokens {
			sh.toks = append(sh.toks, token{t, uint16(i), 1})
		}
		if i > 0 && parted(words[i-1], *w) {
			m.join(sh, words, i-1)
		}
	}
	for _, t := range sh.toks {
		at := &m.tokens.pages[t.number]
		if k := len(*at); k == 0 || (*at)[k-1] != int32(n) {
			*at = append(*at, int32(n))
		}
	}
}

// join adds the word that is parted over the end of a line between i and i+1, joined: it takes the place of both halves where
// each is one piece, so that phrases go over it.
func (m *maker) join(sh *sheet, words []records.Word, i int) {
	a, b := m.Book.forms[sh.words[i].form].tokens, m.Book.forms[sh.words[i+1].form].tokens
	if len(a) == 0 || len(b) == 0 {
		return
	}
	joined := m.token(m.tokens.text[a[len(a)-1]] + m.tokens.text[b[0]])
	at := len(sh.toks) - len(b) - 1
	rest := append([]token(nil), sh.toks[at+2:]...)
	sh.toks = append(append(sh.toks[:at], token{joined, uint16(i), 2}), rest...)
}

func (m *maker) form(w *records.Word) uint32 {
	key := formKey{w.Text, w.Role}
	if n, ok := m.forms[key]; ok {
		return n
	}
	key.text = strings.Clone(w.Text) // not the whole page with it
	n := uint32(len(m.Book.forms))
	f := form{text: key.text, role: w.Role}
	m.buf = Fold(m.buf[:0], w.Text)
	for _, s := range strings.Fields(string(m.buf)) {
		f.tokens = append(f.tokens, m.token(s))
	}
	m.Book.forms = append(m.Book.forms, f)
	m.forms[key] = n
	return n
}

func (m *maker) token(s string) uint32 {
	if n, ok := m.tokens.number[s]; ok {
		return n
	}
	n := uint32(len(m.tokens.text))
	m.tokens.number[s] = n
	m.tokens.text = append(m.tokens.text, s)
	m.tokens.pages = append(m.tokens.pages, nil)
	return n
}

// parted says that a word goes on at the beginning of the next line.
func parted(a, b records.Word) bool {
	if a.Line == b.Line {
		return false
	}
	last, size := utf8.DecodeLastRuneInString(a.Text)
	if last != '-' && last != '\u00ad' && last != '\u2010' && last != '\u2011' {
		return false
	}
	before, _ := utf8.DecodeLastRuneInString(a.Text[:len(a.Text)-size])
	next, _ := utf8.DecodeRuneInString(b.Text)
	return unicode.IsLower(before) && unicode.IsLower(next)
}

// Fold adds the letters and digits of a word in their plain form: small, without accents, a space for what is between them,
// nothing for an apostrophe.
func Fold(b []byte, text string) []byte {
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
