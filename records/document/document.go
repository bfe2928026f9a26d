// Package document cuts a bundle of pages into the papers that it is made of and says of each what it is: its kind, the
// day by which it is indexed, its author and its title; and it finds pages that speak of somebody else.
//
// It is done by rules over the words of the pages and their places, in five steps.
//
//   - Every page is taken apart (see): its lines, those that look like titles, the number that is printed on it, the
//     days on it with their labels, whom it names, and the cues of cues.tsv with the places where they stand. Words are
//     compared so that one misread letter does no harm.
//   - The seam between two pages is weighed (bound.go): what speaks for a new document there, and what against it. The
//     sum of the weights decides. A seam can say why it was cut.
//   - Pages that say "page 2 of 5" and lie elsewhere are put back where it is certain (gather.go). Blank pages stay with
//     the document before them; a separator sheet is a document of its own.
//   - Each document gets its kind from the cues, the first page counting most (kind.go); its day from the labels that its
//     kind is indexed by (date.go); author and title as they stand on the paper (author.go).
//   - Corrections by hand come last and win (correct.go). They hold to pages, in their order: the pages are cut, parted,
//     joined and moved first; then the rules read the documents that are left; then kind, date, title and author by
//     hand are set.
//
// Every page of the bundle is in exactly one document, whatever the pages say and whatever the corrections are. A page
// is flagged as another patient's, never taken out. The package says what a paper is, never what it is worth.
package document

import (
	"cmp"
	"runtime"
	"slices"
	"strconv"
	"sync"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/records"
)

// Options are what is known beyond the pages.
type Options struct {
	Duplicates  []records.Duplicate
	Patient     records.Patient
	Corrections []records.Correction
	Received    clock.Day // no paper is dated after it; zero where that is not known
}

// A draft is a document in the making.
type draft struct {
	pages     []*page
	margin    float32 // how far the weakest seam was from being decided otherwise
	corrected bool
}

// Cut cuts a bundle into documents, sorted by date, those without one last; and it lists the pages of others in the
// order of the bundle.
func Cut(b records.Bundle, o Options) ([]records.Document, []records.Foreign) {
	pages := seeAll(b)
	link(b, pages, o.Duplicates)
	var drafts []*draft
	for _, f := range pages {
		drafts = cutFile(drafts, f)
	}
	drafts = gather(drafts)
	drafts = restructure(drafts, b, o.Corrections)
	docs := make([]records.Document, 0, len(drafts))
	var cuts [][]*page
	for _, d := range drafts {
		docs = append(docs, d.document(o))
		cuts = append(cuts, d.pages)
	}
	override(docs, b, o.Corrections)
	slices.SortStableFunc(docs, func(x, y records.Document) int { return compareRef(x.Pages[0], y.Pages[0]) })
	for i := range docs {
		docs[i].ID = "D" + strconv.Itoa(i+1)
	}
	slices.SortStableFunc(docs, func(x, y records.Document) int {
		if x.Date.IsZero() != y.Date.IsZero() {
			if x.Date.IsZero() {
				return 1
			}
			return -1
		}
		return cmp.Or(cmp.Compare(x.Date, y.Date), compareRef(x.Pages[0], y.Pages[0]))
	})
	return docs, overrideForeign(foreignPages(cuts, o.Patient), b, o.Corrections)
}

// seeAll takes all pages apart, on all cores.
func seeAll(b records.Bundle) [][]*page {
	pages := make([][]*page, len(b.Files))
	refs := b.Refs()
	for f := range b.Files {
		pages[f] = make([]*page, len(b.Files[f].Pages))
	}
	var wait sync.WaitGroup
	workers := min(runtime.GOMAXPROCS(0), max(len(refs)/16, 1))
	for w := range workers {
		wait.Go(func() {
			f := cuePhrase.finder()
			for i := w; i < len(refs); i += workers {
				r := refs[i]
				s := see(r, b.Page(r))
				s.weigh(f)
				s.readDates()
				s.identify()
				s.markSignature()
				pages[r.File][r.Page-1] = s
			}
		})
	}
	wait.Wait()
	return pages
}

// link gives pages that are the same page the same number, and the better reading of what they begin.
func link(b records.Bundle, pages [][]*page, dups []records.Duplicate) {
	at := func(r records.PageRef) *page {
		if b.Page(r) == nil {
			return nil
		}
		return pages[r.File][r.Page-1]
	}
	n := 0
	groups := map[int][]*page{}
	for _, d := range dups {
		x, y := at(d.Page), at(d.Of)
		if !d.Folded() || x == nil || y == nil || x == y {
			continue
		}
		switch {
		case y.dup < 0 && x.dup < 0:
			y.dup, x.dup = n, n
			groups[n] = []*page{y, x}
			n++
		case y.dup < 0:
			y.dup = x.dup
			groups[x.dup] = append(groups[x.dup], y)
		case x.dup < 0:
			x.dup = y.dup
			groups[y.dup] = append(groups[y.dup], x)
		case x.dup != y.dup:
			from, to := x.dup, y.dup
			for _, p := range groups[from] {
				p.dup = to
			}
			groups[to] = append(groups[to], groups[from]...)
			delete(groups, from)
		}
	}
	for _, g := range groups {
		best := g[0]
		for _, p := range g {
			if p.begins().sum > best.begins().sum {
				best = p
			}
		}
		for _, p := range g {
			p.twin = best
			if p.number.k == 0 {
				p.number = best.number
			}
		}
	}
}

// cutFile cuts the pages of one file; a file begins a document, unless its first page is the next page of the one before.
// A blank page belongs to the document before it, whose back it mostly is; blank pages with nothing before them in their
// file stand alone.
func cutFile(drafts []*draft, pages []*page) []*draft {
	var now *draft
	var before *page    // last page of now that can be read
	var waiting []*page // blank pages since then
	part := func() {    // what waits goes to the document before
		if len(waiting) == 0 {
			return
		}
		if now != nil {
			now.pages = append(now.pages, waiting...)
		} else {
			drafts = append(drafts, &draft{pages: waiting, margin: 3})
		}
		waiting = nil
	}
	for i, p := range pages {
		switch {
		case p.of.Separator:
			part()
			drafts = append(drafts, &draft{pages: []*page{p}, margin: 9})
			now, before = nil, nil
			continue
		case p.of.Blank || p.empty():
			waiting = append(waiting, p)
			continue
		}
		if i == len(waiting) && len(drafts) > 0 && now == nil {
			if last := drafts[len(drafts)-1]; nextOf(last.pages, p) {
				now = last
				now.pages = append(append(now.pages, waiting...), p)
				before, waiting = p, nil
				continue
			}
		}
		var se seam
		if now != nil {
			se = between(readable(now.pages), before, p)
		}
		if now == nil || se.sum >= boundary {
			part()
			now = &draft{pages: []*page{p}, margin: 9}
			if se.said != nil {
				now.margin = se.sum - boundary
			}
			drafts = append(drafts, now)
		} else {
			now.pages = append(append(now.pages, waiting...), p)
			waiting = nil
			now.margin = min(now.margin, boundary-se.sum)
		}
		before = p
	}
	part()
	return drafts
}

func readable(ps []*page) []*page {
	out := make([]*page, 0, len(ps))
	for _, p := range ps {
		if !p.empty() {
			out = append(out, p)
		}
	}
	if len(out) == 0 {
		return ps
	}
	return out
}

// nextOf says whether a page is by its number the next one of a document.
func nextOf(doc []*page, p *page) bool {
	doc = readable(doc)
	last := doc[len(doc)-1].number
	return p.number.k > 1 && p.number.n > 0 && last.n == p.number.n && p.number.k == last.k+1 && last.k > 0
}

// document reads what a draft is.
func (d *draft) document(o Options) records.Document {
	ps := readable(d.pages)
	k, sure := kindOf(ps)
	kind := kindIDs[k]
	if ps[0].of.Separator {
		kind, sure = "record_index", 0.9
	}
	x := records.Document{Type: kind, Title: titleOf(kind, ps), Author: authorOf(kind, ps), Date: dateOf(kind, ps, o), Corrected: d.corrected}
	if x.Date.IsZero() {
		x.Date = dateOf(kind, twinsOf(ps), o) // a copy may be read better
	}
	for _, p := range d.pages {
		x.Pages = append(x.Pages, p.ref)
	}
	x.Confidence = round(sure * float64(0.75+0.25*min(max(d.margin, 0)/3, 1)))
	return x
}

// twinsOf are the pages, each as the copy of it that says most.
func twinsOf(ps []*page) []*page {
	out := make([]*page, len(ps))
	for i, p := range ps {
		if out[i] = p; p.twin != nil {
			out[i] = p.twin
		}
	}
	return out
}

func round(v float64) float64 { return float64(int(v*100+0.5)) / 100 }
