package index

import (
	"fmt"
	"strings"
	"sync"

	"github.com/openimr/openimr/records"
	"github.com/openimr/openimr/records/fact"
)

// facts finds the facts of every document, several at once. A document that is as it was in the index before has the
// facts that it had: a correction of one document, or a few more pages, must not have thousands of pages gone through
// again.
func facts(b records.Bundle, x records.Index, o Options) []records.Fact {
	known := remembered(o)
	hidden := hiddenIn(x)
	each := make([][]records.Fact, len(x.Documents))
	next := make(chan int)
	var work sync.WaitGroup
	for range max(1, o.Workers) {
		work.Go(func() {
			for i := range next {
				each[i] = factsOf(b, x.Documents[i], hidden, o.Workers)
			}
		})
	}
	for i, d := range x.Documents {
		if fs, ok := known[keyOf(d, hidden)]; ok && !fresh(d, o) {
			each[i] = fs
			continue
		}
		next <- i
	}
	close(next)
	work.Wait()
	var all []records.Fact
	for _, fs := range each {
		all = append(all, fs...)
	}
	fact.Sort(all)
	return all
}

// factsOf finds the facts of one document: of a bundle that has its pages alone.
func factsOf(b records.Bundle, d records.Document, hidden map[records.PageRef]byte, workers int) []records.Fact {
	one := records.Bundle{Files: []records.File{{}}}
	doc := d
	doc.Pages = nil
	var refs []records.PageRef
	for _, r := range d.Pages {
		p := b.Page(r)
		if p == nil {
			continue
		}
		refs = append(refs, r)
		one.Files[0].Pages = append(one.Files[0].Pages, *p)
		doc.Pages = append(doc.Pages, records.PageRef{Page: len(refs)})
	}
	fs := fact.Find(one, []records.Document{doc}, fact.Options{
		Workers: workers,
		Folded:  func(r records.PageRef) bool { return hidden[refs[r.Page-1]]&isFolded != 0 },
		Foreign: func(r records.PageRef) bool { return hidden[refs[r.Page-1]]&isForeign != 0 },
	})
	for i := range fs {
		fs[i].Page = refs[fs[i].Page.Page-1]
	}
	return fs
}

const (
	isFolded = 1 << iota
	isForeign
)

// hiddenIn are the pages of an index that tell nothing.
func hiddenIn(x records.Index) map[records.PageRef]byte {
	hidden := map[records.PageRef]byte{}
	for _, d := range x.Duplicates {
		if d.Folded() {
			hidden[d.Page] |= isFolded
		}
	}
	for _, f := range x.Foreign {
		hidden[f.Page] |= isForeign
	}
	return hidden
}

// keyOf names a document by all on which its facts depend, but for the words of its pages.
func keyOf(d records.Document, hidden map[records.PageRef]byte) string {
	var k strings.Builder
	fmt.Fprintf(&k, "%s|%s|%q|%q", d.Date, d.Type, d.Title, d.Author)
	for _, r := range d.Pages {
		fmt.Fprintf(&k, "|%d.%d.%d", r.File, r.Page, hidden[r])
	}
	return k.String()
}

// remembered are the facts of the documents of the index before.
func remembered(o Options) map[string][]records.Fact {
	if o.Before == nil {
		return nil
	}
	of := map[records.PageRef]int{}
	for i, d := range o.Before.Documents {
		for _, r := range d.Pages {
			of[r] = i
		}
	}
	each := make([][]records.Fact, len(o.Before.Documents))
	for _, f := range o.Before.Facts {
		if i, ok := of[f.Page]; ok {
			each[i] = append(each[i], f)
		}
	}
	hidden := hiddenIn(*o.Before)
	known := make(map[string][]records.Fact, len(each))
	for i, d := range o.Before.Documents {
		known[keyOf(d, hidden)] = each[i]
	}
	return known
}

// fresh says whether a page of a document was read since the index before was made.
func fresh(d records.Document, o Options) bool {
	for _, r := range d.Pages {
		if o.Fresh != nil && o.Fresh(r) {
			return true
		}
	}
	return false
}
