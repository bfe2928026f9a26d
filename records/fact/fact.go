package fact

import (
	"cmp"
	"slices"
	"strings"

	"github.com/openimr/openimr/records"
)

// Options are what Find needs besides the pages.
type Options struct {
	// Folded says that a page is hidden behind a better copy and tells nothing; nil where none is.
	Folded func(records.PageRef) bool
	// Foreign says that a page is of another patient and tells nothing; nil where none is.
	Foreign func(records.PageRef) bool
	// Workers is how many pages of a long document are gone through at once; one where it is 0.
	Workers int
}

// A finder collects the facts of one document.
type finder struct {
	d     *dictionaries
	s     *sheet
	c     *clause
	facts []records.Fact
	taken []taken
	study string // the study that an imaging report is of
	item  string // the item that was asked for last, for "Decision: denied"
	needs bool   // the item of a page before was looked for, and there was none
	title []records.Fact
	found bool // an imaging report told its findings
}

// taken are words of the page that a fact has.
type taken struct {
	kind     records.FactKind
	from, to int // words of the sheet
}

// Find finds the facts of a bundle, sorted by date, then by place. Pages that are in no document are read for themselves and
// have no date of their own.
func Find(b records.Bundle, docs []records.Document, o Options) []records.Fact {
	menders := []*mender{newMender()}
	for len(menders) < o.Workers {
		menders = append(menders, newMender())
	}
	var facts []records.Fact
	seen := map[records.PageRef]bool{}
	read := func(doc *records.Document, refs []records.PageRef) {
		var pages []leaf
		for _, ref := range refs {
			p := b.Page(ref)
			if p == nil || seen[ref] {
				continue
			}
			seen[ref] = true
			if o.Folded != nil && o.Folded(ref) || o.Foreign != nil && o.Foreign(ref) || p.Blank || p.Separator || len(p.Words) == 0 {
				continue
			}
			pages = append(pages, leaf{ref: ref, of: p})
		}
		facts = append(facts, factsOf(doc, pages, menders)...)
	}
	for i := range docs {
		read(&docs[i], docs[i].Pages)
	}
	for _, ref := range b.Refs() {
		if !seen[ref] {
			read(nil, []records.PageRef{ref})
		}
	}
	Sort(facts)
	return facts
}

// Sort sorts facts by date, those without one last, then by their place in the bundle.
func Sort(facts []records.Fact) {
	slices.SortStableFunc(facts, func(a, b records.Fact) int {
		return cmp.Or(compareDates(a, b), cmp.Compare(a.Page.File, b.Page.File), cmp.Compare(a.Page.Page, b.Page.Page), cmp.Compare(a.From, b.From),
			cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.To, b.To))
	})
}

func compareDates(a, b records.Fact) int {
	key := func(f records.Fact) string {
		if !f.Date.IsZero() {
			return f.Date.String()
		}
		if f.When != "" {
			return f.When
		}
		return "9999"
	}
	return strings.Compare(key(a), key(b))
}

// page finds the facts of a page that is parted into clauses.
func (f *finder) page(s *sheet) {
	f.s, f.taken = s, nil
	f.labels()
	f.visitCells()
	f.tables()
	f.imagingTitle()
	for i := range s.clauses {
		f.c = &s.clauses[i]
		if f.c.off {
			continue
		}
		f.denials()
		f.requests()
		f.imaging()
		f.procedures()
		f.medications()
		f.diagnoses()
		f.therapy()
		f.pain()
		f.work()
		f.dated()
	}
}

// add keeps a fact of words of the sheet, unless one of its kind has some of them.
func (f *finder) add(kind records.FactKind, from, to int, fill func(*records.Fact)) bool {
	if from >= to {
		return false
	}
	for to < len(f.s.words) && f.s.words[to].text == "" { // the other half of a parted word
		to++
	}
	for _, t := range f.taken {
		if t.kind == kind && from < t.to && to > t.from {
			return false
		}
	}
	fact := f.s.fact(kind, from, to)
	if fact.Text == "" {
		return false
	}
	if fill != nil {
		fill(&fact)
	}
	f.taken = append(f.taken, taken{kind, from, to})
	f.facts = append(f.facts, fact)
	return true
}

// has says whether a fact of a kind has some of the words.
func (f *finder) has(from, to int, kinds ...records.FactKind) bool {
	for _, t := range f.taken {
		if from < t.to && to > t.from && slices.Contains(kinds, t.kind) {
			return true
		}
	}
	return false
}

// kind is the type of the document, "" where it is not known.
func (f *finder) docType() string {
	if f.s.doc == nil {
		return ""
	}
	return f.s.doc.Type
}

func (f *finder) docIs(types ...string) bool { return slices.Contains(types, f.docType()) }

// when sets the date of a fact to that said near its words in the clause, where one is. A date that follows within the
// clause and before the next thing belongs to it; so does one right before it. Dates that speak of what is still to come
// or of who was born or hurt do not count.
func (c *clause) when(fact *records.Fact, from, to, next int) {
	a, z, n := c.offset(from), c.offset(to), len(c.text)
	if next > 0 && next < c.to {
		n = c.offset(next)
	}
	best, far := said{}, 1<<30
	for _, d := range c.dates() {
		if d.start >= n || notOwnDate.MatchString(c.text[:d.start]) || byBefore(c.text, d.start) {
			continue
		}
		distance := 0
		switch {
		case d.start >= z:
			distance = d.start - z
		case d.end <= a:
			distance = a - d.end + 40 // one that follows is likelier
		}
		if distance < far && distance < 160 {
			best, far = d, distance
		}
	}
	if best.day != 0 {
		fact.Date, fact.When = best.day, ""
	} else if best.when != "" {
		fact.Date, fact.When = 0, best.when
	}
}
