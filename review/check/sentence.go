package check

import (
	"strconv"
	"strings"

	"github.com/openimr/openimr/records"
	"github.com/openimr/openimr/review"
	"github.com/openimr/openimr/review/absence"
)

// A cited page is one that a sentence rests on.
type cited struct {
	*reading
	number int
	span   review.Span // words that the mark names; empty for the page as a whole
	mark   review.Mark
}

// A statement is one sentence with the pages that it cites.
type statement struct {
	*reading
	c     *checker
	text  text
	words string // without marks
	body  string // with spaces in place of marks; its offsets are those of the sentence
	pages []cited
	found []review.Finding // spans from the beginning of the sentence

	likeness *likeness // of the pages' clauses, once it was asked for
}

const mostCited = 60 // pages of one sentence that are read

// sentence checks one sentence, or remembers what was found.
func (c *checker) sentence(t text, s review.Sentence) {
	whole := s.Of(t.body)
	key := sentenceKey(c, t.item, whole)
	found, ok := c.m.sentences[key]
	if !ok {
		found = c.look(t, s, whole)
		if len(c.m.sentences) >= mostSentences {
			clear(c.m.sentences)
		}
		c.m.sentences[key] = found
	}
	for _, f := range found {
		f.Field = t.field
		f.From, f.To = f.From+s.From, f.To+s.From
		c.found = append(c.found, f)
	}
}

func (c *checker) look(t text, s review.Sentence, whole string) []review.Finding {
	st := &statement{c: c, text: t, words: s.Words, body: blank(whole)}
	st.reading = readSentence(st.body)
	if s.Pending != review.Confirmed {
		st.whole("cite.unconfirmed", "Nobody has confirmed this sentence yet. Look at the page that it cites, then confirm it or change it.", true, false)
	}
	st.open(s)
	if len(s.Marks) == 0 {
		st.missing()
	}
	st.age()
	st.sex()
	st.injury()
	if len(st.pages) > 0 && st.allRead(s) {
		st.dates()
		st.medicines()
		st.numbers()
		st.levelsOf()
		st.sidesOf()
		st.partsOf()
		st.denied()
	}
	st.absent(len(s.Marks) > 0)
	return st.found
}

// absent adds what package absence finds of the thing that the sentence says is absent. A sentence that cites a page is left in
// peace where every page that speaks of the thing denies it too, or only asks for it.
func (st *statement) absent(cites bool) {
	if st.c.in.Book == nil {
		return
	}
	for _, s := range absence.Search(st.c.in.Book, st.body) {
		if s.Speak == 0 || cites && s.Affirm == 0 {
			continue
		}
		st.found = append(st.found, review.Finding{Rule: absence.Rule, Span: s.Span, Message: s.Says(), MayKeep: true, Places: s.Places, Found: s.Speak, Words: s.Of(st.body)})
	}
}

// blank puts spaces in place of everything in brackets that is no word.
func blank(s string) string {
	b := []byte(s)
	for _, m := range review.Marks(s) {
		for i := m.From; i < m.To; i++ {
			b[i] = ' '
		}
	}
	for _, tag := range []string{"[unconfirmed]", "[unconfirmed: model]"} {
		for at := 0; ; {
			i := strings.Index(s[at:], tag)
			if i < 0 {
				break
			}
			for k := at + i; k < at+i+len(tag); k++ {
				b[k] = ' '
			}
			at += i + len(tag)
		}
	}
	return string(b)
}

// open looks up the cited pages.
func (st *statement) open(s review.Sentence) {
	k := st.c.in.Book
	if k == nil || k.Pages() == 0 {
		return
	}
	for _, m := range s.Marks {
		at := review.Span{From: m.From - s.From, To: m.To - s.From}
		if !k.Has(m.Number) || !k.Has(m.Last) {
			n := m.Number
			if k.Has(n) {
				n = m.Last
			}
			st.mark(at, "page.none", "The record has no page "+strconv.Itoa(n)+"; its last is "+strconv.Itoa(k.Pages())+". Cite the page that says this.", true, false)
			if !k.Has(m.Number) {
				continue
			}
		}
		if m.Words.To > m.Words.From && k.Known(m.Number) && m.Words.To > k.Words(m.Number) {
			st.mark(at, "page.none", "Page "+strconv.Itoa(m.Number)+" has only "+strconv.Itoa(k.Words(m.Number))+" words, and the citation means others. Cite the words again.", true, false)
		}
		for n := m.Number; n <= m.Last && len(st.pages) < mostCited; n++ {
			if why := k.Foreign(n); why != "" {
				st.mark(at, "person.other", "Page "+strconv.Itoa(n)+" seems to be about another person: "+strings.TrimSuffix(why, ".")+". Cite a page of this worker, or mark the page in the index as this worker's.", true, false)
			}
			if r := st.c.m.page(n); r != nil {
				x := cited{reading: r, number: n, mark: m}
				if n == m.Number {
					x.span = m.Words
				}
				st.pages = append(st.pages, x)
			}
		}
	}
}

// allRead says whether every cited page is at hand with words: what is not can't be told from what is lacking.
func (st *statement) allRead(s review.Sentence) bool {
	k := st.c.in.Book
	for _, m := range s.Marks {
		for n := m.Number; n <= m.Last && n < m.Number+mostCited; n++ {
			if k.Has(n) && (!k.Known(n) || k.Words(n) == 0) {
				return false // being read, or a picture without words
			}
		}
	}
	return true
}

// add notes a finding over tokens of the sentence.
func (st *statement) add(rule string, from, to int, message string, places ...review.Place) *review.Finding {
	f := review.Finding{Rule: rule, Message: message, Must: true, MayKeep: true, Places: places, Found: len(places)}
	f.From, f.To = st.toks[from].from, st.toks[max(from, to-1)].to
	for f.To > f.From && strings.ContainsRune(".,;:)", rune(st.body[f.To-1])) {
		f.To--
	}
	f.Words = st.body[f.From:f.To]
	if len(places) > 0 {
		f.Expects = places[0].Text
	}
	st.found = append(st.found, f)
	return &st.found[len(st.found)-1]
}

// whole notes a finding about the sentence as a whole.
func (st *statement) whole(rule, message string, must, keep bool) {
	to := len(strings.TrimRight(st.body, " \n\t\r"))
	st.found = append(st.found, review.Finding{Rule: rule, Message: message, Must: must, MayKeep: keep, Span: review.Span{To: to}, Words: st.words})
}

// mark notes a finding about a citation.
func (st *statement) mark(at review.Span, rule, message string, must, keep bool) {
	st.found = append(st.found, review.Finding{Rule: rule, Message: message, Must: must, MayKeep: keep, Span: at, Words: st.words})
}

// place shows tokens of a cited page with the words around.
func (st *statement) place(p cited, from, to int) review.Place {
	return st.c.in.Book.Place(p.number, review.Span{From: p.toks[from].from, To: p.toks[max(from, to-1)].to})
}

// pageNames names the cited pages: "page 12", "pages 12 and 14".
func (st *statement) pageNames() string {
	var ns []string
	for _, p := range st.pages {
		if n := strconv.Itoa(p.number); len(ns) == 0 || ns[len(ns)-1] != n {
			ns = append(ns, n)
		}
	}
	switch len(ns) {
	case 1:
		return "page " + ns[0]
	case 2, 3:
		return "pages " + strings.Join(ns[:len(ns)-1], ", ") + " and " + ns[len(ns)-1]
	}
	return "pages " + ns[0] + " to " + ns[len(ns)-1]
}

// capitalPages is pageNames at the beginning of a sentence.
func (st *statement) capitalPages() string { return "P" + st.pageNames()[1:] }

// has and do agree with how many pages there are.
func (st *statement) verb(one, many string) string {
	if strings.HasPrefix(st.pageNames(), "pages") {
		return many
	}
	return one
}

// document are the cited page's document and its first page, taken apart; nil where they are not known.
func (st *statement) document(p cited) (*records.Document, *reading) {
	k := st.c.in.Book
	d := k.Document(p.number)
	if d == nil {
		return nil, nil
	}
	if ns := k.PagesOf(d); len(ns) > 0 && ns[0] != p.number {
		return d, st.c.m.page(ns[0])
	}
	return d, nil
}
