package assemble

import (
	"cmp"
	"slices"
	"strings"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/records"
	"github.com/openimr/openimr/review"
	"github.com/openimr/openimr/review/pages"
)

// A told is a fact with the number and paper of its page.
type told struct {
	records.Fact
	n   int
	doc *records.Document // nil where the page is in none
}

func (t told) mark() review.Mark { return mark(t.n, t.From, t.To) }

// kind is the kind of the paper, "" where the page is in none.
func (t told) kind() string {
	if t.doc == nil {
		return ""
	}
	return t.doc.Type
}

// A writer puts one summary together.
type writer struct {
	c     imr.Case
	book  *pages.Book
	facts map[records.FactKind][]told // in the order of the record
	docs  []*records.Document         // those that count, by date, those without one last
	read  map[*records.Document]*paper
	names []string // of the patient, to be left out
	out   []string // sentences of the paragraph
	text  []string // paragraphs
}

func newWriter(c imr.Case, book *pages.Book) *writer {
	w := &writer{c: c, book: book, facts: map[records.FactKind][]told{}, read: map[*records.Document]*paper{}}
	for n := 1; n <= book.Pages(); n++ {
		if !w.counts(n) {
			continue
		}
		for _, f := range book.Facts(n) {
			w.facts[f.Kind] = append(w.facts[f.Kind], told{f, n, book.Document(n)})
		}
	}
	for i := range book.Documents() {
		d := &book.Documents()[i]
		if slices.ContainsFunc(book.PagesOf(d), w.counts) {
			w.docs = append(w.docs, d)
		}
	}
	for _, part := range strings.FieldsFunc(c.Worker.Name, func(r rune) bool { return r == ' ' || r == ',' }) {
		if part = strings.Trim(part, "."); len(part) > 1 {
			w.names = append(w.names, part)
		}
	}
	return w
}

// counts says that a page is of this patient and not another one again.
func (w *writer) counts(n int) bool {
	if _, folded := w.book.Folded(n); folded {
		return false
	}
	return w.book.Known(n) && w.book.Foreign(n) == ""
}

func (w *writer) paper(d *records.Document) *paper {
	if p, ok := w.read[d]; ok {
		return p
	}
	p := read(w.book, d)
	w.read[d] = p
	return p
}

// clinical are reports of physicians who saw the patient.
var clinical = kinds("pr2 pr2_narrative initial_consult consult_report dfr pr3 pr4 psych_report qme_report ame_report hospital_record")

// treating are those whose newest one gives the status.
var treating = kinds("pr2 pr2_narrative initial_consult consult_report dfr pr3 pr4 psych_report")

// disputing are papers that say again what others found.
var disputing = kinds("ur_decision ur_correspondence ur_physician_notes imr_application noarfi attorney_letter letter_med_necessity authorization_letter rfa billing proof_of_service record_index claim_form benefit_notice award medical_literature")

func kinds(list string) map[string]bool {
	m := map[string]bool{}
	for _, k := range strings.Fields(list) {
		m[k] = true
	}
	return m
}

// say adds a sentence with the places that it rests on.
func (w *writer) say(words string, marks ...review.Mark) {
	words = strings.TrimSpace(words)
	if words == "" {
		return
	}
	if !strings.ContainsRune(".!?", rune(words[len(words)-1])) {
		words += "."
	}
	marks = fewMarks(marks)
	for _, s := range review.Sentences(words) { // a quotation may have several
		w.out = append(w.out, review.Write(s.Words, marks, review.Assembled))
	}
}

// mostMarks are put behind one sentence.
const mostMarks = 18

// fewMarks leaves out what is cited twice, and what one sentence cannot carry.
func fewMarks(ms []review.Mark) []review.Mark {
	var out []review.Mark
	for _, m := range ms {
		if m.Number > 0 && !slices.ContainsFunc(out, func(o review.Mark) bool {
			return o.Number == m.Number && o.Words.From <= m.Words.From && o.Words.To >= m.Words.To
		}) {
			out = append(out, m)
		}
	}
	return out[:min(len(out), mostMarks)]
}

// paragraph ends one.
func (w *writer) paragraph() {
	if len(w.out) > 0 {
		w.text = append(w.text, strings.Join(w.out, " "))
	}
	w.out = nil
}

// day is a date as the letters of this programme write it.
func day(d clock.Day) string {
	if d.IsZero() {
		return ""
	}
	return d.Format("January 2, 2006")
}

// on is " on March 16, 2011", " in 2009", or nothing where no date is known.
func on(f records.Fact) string {
	switch {
	case !f.Date.IsZero():
		return " on " + day(f.Date)
	case len(f.When) == 7:
		if d, err := clock.ParseDay(f.When + "-01"); err == nil {
			return " in " + d.Format("January 2006")
		}
	case f.When != "":
		return " in " + f.When
	}
	return ""
}

// list joins words: "a, b and c".
func list(ws []string) string {
	switch n := len(ws); n {
	case 0:
		return ""
	case 1:
		return ws[0]
	default:
		for _, w := range ws {
			if strings.Contains(w, ",") { // entries that have commas are parted by semicolons
				return strings.Join(ws[:n-1], "; ") + "; and " + ws[n-1]
			}
		}
		return strings.Join(ws[:n-1], ", ") + " and " + ws[n-1]
	}
}

// byDate sorts facts, the newest first, those without a date last.
func newestFirst(ts []told) []told {
	out := slices.Clone(ts)
	slices.SortStableFunc(out, func(a, b told) int {
		return cmp.Or(cmp.Compare(b.Date, a.Date), cmp.Compare(a.n, b.n))
	})
	return out
}
