package fact

import (
	"sync"

	"github.com/openimr/openimr/records"
)

// A leaf is a page of a document that tells something.
type leaf struct {
	ref   records.PageRef
	of    *records.Page
	sheet *sheet
	begin state // of the page before, where this one begins
}

const (
	fewPages  = 6  // are gone through sooner one after the other
	manyPages = 64 // are held in pieces at once, so that a document of thousands needs no more memory than a long one
)

// factsOf finds the facts of the pages of one document, as many pages at once as there are menders.
//
// Pages hang together in two ways. A heading holds on to the next page; so the parting into clauses goes from page to
// page, which is quick. And a decision without an item is about the item that was named last, maybe on a page before; so a
// page that looked for one is gone through again where there is one. What an imaging report is of holds on for all of it:
// such papers, which are short, are read from page to page.
func factsOf(doc *records.Document, pages []leaf, menders []*mender) []records.Fact {
	f := &finder{d: theDictionaries()}
	st := state{}
	for len(pages) > 0 {
		n := min(manyPages, len(pages))
		f.leaves(doc, pages[:n], &st, menders)
		pages = pages[n:]
	}
	if !f.found {
		f.facts = append(f.facts, f.title...)
	}
	return f.facts
}

// leaves finds the facts of the next pages of a document.
func (f *finder) leaves(doc *records.Document, pages []leaf, st *state, menders []*mender) {
	workers := min(len(menders), len(pages)/fewPages+1)
	each(len(pages), workers, func(worker, i int) {
		pages[i].sheet = newSheet(pages[i].ref, pages[i].of, doc, menders[worker])
	})
	for i := range pages {
		pages[i].begin = *st
		pages[i].sheet.part(st, f.d)
	}
	if workers == 1 || mayNameStudy(doc) {
		for i := range pages {
			f.page(pages[i].sheet)
			pages[i].sheet = nil
		}
		return
	}
	finders := make([]*finder, len(pages))
	each(len(pages), workers, func(_, i int) {
		finders[i] = &finder{d: f.d}
		finders[i].page(pages[i].sheet)
		pages[i].sheet = nil
	})
	for i, g := range finders {
		if g.needs && f.item != "" {
			p := pages[i]
			s := newSheet(p.ref, p.of, doc, menders[0])
			s.part(&p.begin, f.d)
			f.page(s)
			continue
		}
		f.facts = append(f.facts, g.facts...)
		if g.item != "" {
			f.item = g.item
		}
	}
}

// each does something for the numbers from 0 to n, some at once.
func each(n, workers int, do func(worker, i int)) {
	if workers <= 1 {
		for i := range n {
			do(0, i)
		}
		return
	}
	next := make(chan int)
	var work sync.WaitGroup
	for w := range workers {
		work.Go(func() {
			for i := range next {
				do(w, i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	work.Wait()
}
