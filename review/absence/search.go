package absence

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/openimr/openimr/records"
	"github.com/openimr/openimr/review"
	"github.com/openimr/openimr/review/pages"
)

// Rule is the rule of every finding of this package. The reviewer may keep the sentence, knowingly.
const Rule = "absence.found"

// mostPlaces are shown beside a statement; the finding says how many pages there are in all.
const mostPlaces = 6

// A Searched is a statement with what the record says of it.
type Searched struct {
	Statement
	Pages    int // of the record that were looked through
	Speak    int // pages that speak of it
	Affirm   int // of them, those that do not deny it and do more than repeat the request
	Repeat   int // of them, those of requests, denials and letters about them
	Places   []review.Place
	numbered []hit
}

// A hit is the best place of one page.
type hit struct {
	number int
	words  review.Span
	denied bool
	repeat bool
	beside int // of what the statement adds, how much the page has
	weight int // of the kind of paper
	wide   bool
	slips  int
	day    int
}

// Find searches the record for what a text says is absent and returns a finding for every statement of which pages speak.
// The spans are of the text, in bytes.
func Find(book *pages.Book, field, text string) []review.Finding {
	var fs []review.Finding
	for _, s := range Search(book, text) {
		if s.Speak == 0 {
			continue
		}
		fs = append(fs, review.Finding{
			Field: field, Span: s.Span, Rule: Rule, Message: s.Says(), MayKeep: true, Places: s.Places, Found: s.Speak, Words: s.Of(text),
		})
	}
	return fs
}

// Search is Find with the statements of which no page speaks; they deserve a quiet word, not a mark.
func Search(book *pages.Book, text string) []Searched {
	var all []Searched
	for _, s := range Statements(text) {
		all = append(all, searchOne(book, s))
	}
	return all
}

// Says is what was found, with what to do.
func (s Searched) Says() string {
	name := "“" + cmp.Or(s.Means, s.Thing) + "”"
	n := pagesWord(s.Speak)
	speak := "speak"
	if s.Speak == 1 {
		speak = "speaks"
	}
	switch {
	case s.Speak == 0:
		return fmt.Sprintf("Searched for %s: no page of %d speaks of it.", name, s.Pages)
	case s.Affirm > 0:
		return fmt.Sprintf("%s %s of %s. Look at them, then change the sentence or keep it.", n, speak, name)
	case s.Repeat == s.Speak:
		return fmt.Sprintf("%s %s of %s, all of them requests, denials or letters about them. Look, then change the sentence or keep it.", n, speak, name)
	}
	return fmt.Sprintf("%s %s of %s, to say that it is absent or to repeat the request: it was looked at there. Look, then change the sentence or keep it.", n, speak, name)
}

func pagesWord(n int) string {
	if n == 1 {
		return "1 page"
	}
	return fmt.Sprintf("%d pages", n)
}

// searchOne looks for one thing in the whole record.
func searchOne(book *pages.Book, s Statement) Searched {
	out := Searched{Statement: s, Pages: book.Read()}
	hits := map[int]*hit{}
	switch {
	case s.of == nil:
		near(book, s.words, hits)
	case s.only != nil:
		collect(book, []member{{text: s.only.text, upper: s.only.upper}}, hits)
	default:
		collect(book, s.of.members, hits)
		papersOf(book, s.of.name, hits)
	}
	if s.of == nil && len(hits) > 50 && len(hits)*2 > out.Pages {
		return out // a word of every page says nothing
	}
	out.numbered = adorn(book, s, hits)
	for i, h := range out.numbered {
		out.Speak++
		switch {
		case h.repeat:
			out.Repeat++
		case !h.denied:
			out.Affirm++
		}
		if i < mostPlaces {
			p := book.Place(h.number, h.words)
			switch {
			case h.denied && h.repeat:
				p.Note = "denied there too, in a request or denial"
			case h.denied:
				p.Note = "denied there too"
			case h.repeat:
				p.Note = "a request or denial"
			}
			out.Places = append(out.Places, p)
		}
	}
	return out
}

// collect looks for all members of a group at once.
func collect(book *pages.Book, ms []member, hits map[int]*hit) {
	ps := make([]pages.Phrase, len(ms))
	for i, m := range ms {
		ps[i] = book.Phrase(m.text)
	}
	book.FindAny(ps, func(which int, m pages.Match) bool {
		x := &ms[which]
		if !x.upper || inCapitals(book, m, x.text) {
			keep(book, m, x.wide, hits)
		}
		return true
	})
}

// keep remembers the best place of each page: one that is not denied before one that is, a name before a wider word.
func keep(book *pages.Book, m pages.Match, wide bool, hits map[int]*hit) {
	h := hits[m.Number]
	if h != nil && !h.denied && (!h.wide || wide) && h.slips <= m.Slips {
		return
	}
	x := hit{number: m.Number, words: m.Words, wide: wide, slips: m.Slips, denied: deniedAt(book, m)}
	if h == nil {
		hits[m.Number] = &x
		return
	}
	if cmp.Or(boolCompare(x.denied, h.denied), boolCompare(x.wide, h.wide), cmp.Compare(x.slips, h.slips)) < 0 {
		*h = x
	}
}

func boolCompare(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// inCapitals says that an abbreviation stands in capitals on the page, where slips of text recognition may have changed a
// letter.
func inCapitals(book *pages.Book, m pages.Match, text string) bool {
	for i := m.Words.From; i < m.Words.To; i++ {
		w := book.Word(m.Number, i)
		for _, t := range strings.Fields(text) {
			t = strings.Trim(t, ".,;:")
			if len(t) <= 5 && t == strings.ToUpper(t) && strings.ToLower(t) != t && strings.Contains(w, strings.TrimRight(t, "s")) {
				return true
			}
		}
	}
	return false
}

// near looks for words that stand close together in any order.
func near(book *pages.Book, words []string, hits map[int]*hit) {
	const within = 8
	rest := make([]map[int][]pages.Match, 0, len(words))
	for _, w := range words {
		on := map[int][]pages.Match{}
		forms := inflections(w)
		ps := make([]pages.Phrase, len(forms))
		for i, f := range forms {
			ps[i] = book.Phrase(f)
		}
		book.FindAny(ps, func(_ int, m pages.Match) bool {
			on[m.Number] = append(on[m.Number], m)
			return true
		})
		rest = append(rest, on)
	}
	for n, first := range rest[0] {
		for _, m := range first {
			if joined, ok := gather(m, n, rest[1:], within); ok {
				keep(book, joined, false, hits)
			}
		}
	}
}

// gather widens a place to places of all other words that are within so many words of it.
func gather(m pages.Match, n int, rest []map[int][]pages.Match, within int) (pages.Match, bool) {
	for _, on := range rest {
		ok := false
		for _, o := range on[n] {
			if o.Words.From <= m.Words.To+within && o.Words.To >= m.Words.From-within {
				m.Words.From, m.Words.To = min(m.Words.From, o.Words.From), max(m.Words.To, o.Words.To)
				m.Slips += o.Slips
				ok = true
				break
			}
		}
		if !ok {
			return m, false
		}
	}
	return m, true
}

// inflections are a word in the forms in which it may stand: "walking", "walk", "walked".
func inflections(w string) []string {
	base := w
	for _, end := range []string{"ing", "ed"} {
		if b, ok := strings.CutSuffix(w, end); ok && len(b) >= 4 {
			base = b
			if n := len(b); b[n-1] == b[n-2] && b[n-1] != 's' && b[n-1] != 'l' {
				base = b[:n-1] // "stopped"
			}
			break
		}
	}
	if base == w {
		return []string{w, w + "ing", w + "ed"}
	}
	return []string{w, base, base + "e", base + "ed", base + "ing", base + "es"}
}

// adorn leaves out pages that do not count, keeps those that have what the statement adds where there are such, and puts the
// best first.
func adorn(book *pages.Book, s Statement, hits map[int]*hit) []hit {
	beside := besidePages(book, s.beside)
	most := 0
	var all []hit
	for n, h := range hits {
		if _, folded := book.Folded(n); folded || book.Foreign(n) != "" {
			continue
		}
		for _, on := range beside {
			if on[n] {
				h.beside++
			}
		}
		most = max(most, h.beside)
		h.repeat, h.weight = false, 1
		if d := book.Document(n); d != nil {
			h.weight = weights[d.Type]
			h.repeat = repeats[d.Type] && s.notPaper()
			h.day = int(d.Date)
		}
		all = append(all, *h)
	}
	if most > 0 {
		all = slices.DeleteFunc(all, func(h hit) bool { return h.beside == 0 })
	}
	slices.SortFunc(all, func(a, b hit) int {
		return cmp.Or(boolCompare(a.repeat, b.repeat), boolCompare(a.denied, b.denied), cmp.Compare(b.beside, a.beside),
			boolCompare(a.wide, b.wide), cmp.Compare(b.weight, a.weight), cmp.Compare(a.slips, b.slips), cmp.Compare(b.day, a.day), cmp.Compare(a.number, b.number))
	})
	return all
}

func (s Statement) notPaper() bool { return s.of == nil || s.of.class != "paper" }

// besidePages are the pages that have each group.
func besidePages(book *pages.Book, gs []*group) []map[int]bool {
	var all []map[int]bool
	for _, g := range gs {
		on := map[int]bool{}
		ps := make([]pages.Phrase, len(g.members))
		for i, m := range g.members {
			ps[i] = book.Phrase(m.text)
		}
		book.FindAny(ps, func(_ int, m pages.Match) bool {
			on[m.Number] = true
			return false // one is enough of a page
		})
		all = append(all, on)
	}
	return all
}

// papersOf takes papers by their kind: a therapist's note is about therapy whatever its words. It begins with its first page.
func papersOf(book *pages.Book, name string, hits map[int]*hit) {
	types := kindsOf[name]
	if len(types) == 0 {
		return
	}
	for _, d := range book.Documents() {
		if !slices.Contains(types, d.Type) {
			continue
		}
		ns := book.PagesOf(&d)
		if len(ns) == 0 || hits[ns[0]] != nil && !hits[ns[0]].denied {
			continue
		}
		hits[ns[0]] = &hit{number: ns[0], words: review.Span{From: 0, To: min(6, book.Words(ns[0]))}, wide: true}
	}
}

var kindsOf = map[string][]string{
	"request for authorization": {"rfa"}, "operative report": {"op_report", "procedure_note"}, "surgery": {"op_report"},
	"therapy notes": {"pt_note", "ot_note", "chiro_note", "acu_note"}, "imaging report": {"imaging_report"}, "imaging": {"imaging_report"},
	"treatment notes": {"pr2", "pr2_narrative", "initial_consult", "consult_report"}, "physical therapy": {"pt_note"},
	"occupational therapy": {"ot_note"}, "chiropractic care": {"chiro_note"}, "acupuncture": {"acu_note"},
	"conservative care": {"pt_note", "ot_note", "chiro_note", "acu_note"}, "drug test": {"uds_report"}, "CURES report": {"cures"},
	"electrodiagnostic study": {"emg_report"}, "sleep study": {"sleep_report"}, "functional capacity evaluation": {"fce_report"},
	"psychological evaluation": {"psych_report"}, "cognitive behavioral therapy": {"psych_note"}, "functional restoration program": {"frp_report"},
	"laboratory tests": {"lab_report"}, "ECG": {"cardiac_report"}, "medication": {"med_list"},
}

// repeats are kinds of papers that say again what was asked for or refused; they witness nothing of the patient.
var repeats = func() map[string]bool {
	m := map[string]bool{}
	for _, k := range strings.Fields("rfa ur_decision ur_correspondence ur_physician_notes imr_application noarfi authorization_letter attorney_letter benefit_notice proof_of_service record_index billing medical_literature award claim_form") {
		m[k] = true
	}
	return m
}()

// weights say which kinds of papers are read first for what is documented of a patient.
var weights = func() map[string]int {
	m := map[string]int{}
	for _, k := range records.Kinds() {
		switch k.Group {
		case "clinical", "medical_legal":
			m[k.ID] = 4
		case "therapy", "diagnostic", "procedure":
			m[k.ID] = 3
		case "pharmacy", "request":
			m[k.ID] = 2
		default:
			m[k.ID] = 1
		}
	}
	return m
}()
