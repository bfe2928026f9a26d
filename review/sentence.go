package review

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Sentence is one sentence of a text with what it carries.
type Sentence struct {
	Span           // with its marks, without the space after
	Body    Span   // its words, without the marks after them; marks within are in it
	Words   string // without any mark
	Marks   []Mark
	Pending Origin // Confirmed where the reviewer wrote or took it
}

// A Paragraph is what stands between two empty lines.
type Paragraph struct {
	Span
	Sentences []Sentence
}

// Parse takes a text apart. Every byte that is no space between sentences is in one sentence.
func Parse(text string) []Paragraph {
	var ps []Paragraph
	bs := brackets(text)
	for from := 0; from < len(text); {
		to, next := len(text), len(text)
		if i := emptyLine(text[from:]); i >= 0 {
			to = from + i
			next = to
			for next < len(text) && (text[next] == '\n' || text[next] == ' ' || text[next] == '\t' || text[next] == '\r') {
				next++
			}
		}
		if s := trim(text, Span{from, to}); s.To > s.From {
			ps = append(ps, Paragraph{s, sentences(text, s, bs)})
		}
		from = next
	}
	return ps
}

// Sentences are those of all paragraphs.
func Sentences(text string) []Sentence {
	var ss []Sentence
	for _, p := range Parse(text) {
		ss = append(ss, p.Sentences...)
	}
	return ss
}

// emptyLine finds the end of a line that an empty one follows, -1 where there is none.
func emptyLine(s string) int {
	for i := 0; i < len(s); i++ {
		if s[i] != '\n' {
			continue
		}
		j := i + 1
		for j < len(s) && (s[j] == ' ' || s[j] == '\t' || s[j] == '\r') {
			j++
		}
		if j < len(s) && s[j] == '\n' {
			return i
		}
	}
	return -1
}

func trim(text string, s Span) Span {
	for s.From < s.To && space(text[s.From]) {
		s.From++
	}
	for s.To > s.From && space(text[s.To-1]) {
		s.To--
	}
	return s
}

func space(b byte) bool { return b == ' ' || b == '\n' || b == '\t' || b == '\r' }

// sentences parts a paragraph. A mark after a full stop belongs to the sentence before it.
func sentences(text string, p Span, bs []bracket) []Sentence {
	var in []bracket
	for _, b := range bs {
		if b.From >= p.From && b.To <= p.To {
			in = append(in, b)
		}
	}
	var ss []Sentence
	begin, k := p.From, 0
	end := func(body, to int) {
		s := trim(text, Span{begin, to})
		if s.To > s.From {
			ss = append(ss, sentence(text, s, trim(text, Span{s.From, min(body, s.To)}), in))
		}
		begin = to
	}
	for i := p.From; i < p.To; {
		if k < len(in) && in[k].From == i {
			i = in[k].To
			k++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		i += size
		if r == '\n' || !closes(text, begin, i, p.To, r) {
			continue
		}
		for i < p.To { // quotation marks and brackets that close after the stop
			c, n := utf8.DecodeRuneInString(text[i:])
			if !strings.ContainsRune("\"”’')", c) {
				break
			}
			i += n
		}
		body := i
		for k < len(in) && strings.TrimSpace(text[i:in[k].From]) == "" {
			i = in[k].To
			k++
		}
		end(body, i)
	}
	end(p.To, p.To)
	return ss
}

func sentence(text string, s, body Span, in []bracket) Sentence {
	out := Sentence{Span: s, Body: body, Words: strings.TrimSpace(Bare(s.Of(text)))}
	for _, b := range in {
		if b.From < s.From || b.To > s.To {
			continue
		}
		if b.pending != Confirmed {
			out.Pending = b.pending
			continue
		}
		out.Marks = append(out.Marks, b.mark)
	}
	return out
}

// closes says whether the character before i ends a sentence.
func closes(text string, begin, i, limit int, r rune) bool {
	if r != '.' && r != '!' && r != '?' {
		return false
	}
	rest := text[i:limit]
	if r == '.' {
		if word := lastWord(text[begin : i-1]); abbreviations[strings.ToLower(strings.TrimLeft(word, "([“\""))] || initial(word) {
			return false
		}
	}
	rest = strings.TrimLeft(rest, "\"”’')")
	if rest == "" {
		return true
	}
	next, size := utf8.DecodeRuneInString(rest)
	if next == '[' && len(brackets(rest)) > 0 && brackets(rest)[0].From == 0 {
		return true
	}
	if !unicode.IsSpace(next) {
		return false
	}
	after := strings.TrimLeftFunc(rest[size:], unicode.IsSpace)
	if after == "" {
		return true
	}
	next, _ = utf8.DecodeRuneInString(strings.TrimLeft(after, "\"“‘'("))
	return !unicode.IsLower(next)
}

func lastWord(s string) string {
	if i := strings.LastIndexFunc(s, unicode.IsSpace); i >= 0 {
		return s[i+1:]
	}
	return s
}

// initial says whether a word is the first letter of a name: "J" in "J. Ruiz", "A.M" is no end either.
func initial(word string) bool {
	r, size := utf8.DecodeRuneInString(word)
	return size > 0 && size == len(word) && unicode.IsUpper(r)
}

var abbreviations = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields("dr mr mrs ms prof st jr sr vs v no nos approx e.g i.e etc cf p pp fig dept inc mt ft lb lbs oz min max sec yr yrs y.o p.o b.i.d t.i.d q.i.d p.r.n q.d q.h.s h.s a.m p.m m.d d.o ph.d d.c r.n sect ref est wk wks mo mos hrs tel ext jan feb mar apr jun jul aug sep sept oct nov dec") {
		m[w] = true
	}
	return m
}()

// Confirm takes away what says that the sentences within a span are not confirmed.
func Confirm(text string, s Span) string {
	var out strings.Builder
	at := 0
	for _, p := range Sentences(text) {
		if p.Pending == Confirmed || p.From >= s.To || p.To <= s.From {
			continue
		}
		out.WriteString(text[at:p.From])
		out.WriteString(confirmed(p.Of(text)))
		at = p.To
	}
	out.WriteString(text[at:])
	return out.String()
}

func confirmed(sentence string) string {
	return strings.TrimRight(rewrite(sentence, func(b bracket) string {
		if b.pending != Confirmed {
			return ""
		}
		return b.Of(sentence)
	}), " ")
}

// Write puts a sentence together: words with their full stop, marks, and whose it is.
func Write(words string, marks []Mark, pending Origin) string {
	parts := []string{strings.TrimSpace(words)}
	for _, m := range marks {
		parts = append(parts, m.String())
	}
	if t := pending.token(); t != "" {
		parts = append(parts, t)
	}
	return strings.Join(parts, " ")
}
