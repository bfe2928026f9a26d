package duplicate

import (
	"cmp"
	"slices"

	"github.com/openimr/openimr/records"
)

// looks is how many representatives a page's pixels are compared with at most.
const looks = 8

// A match is how a page compares with a representative.
type match struct {
	of   int
	rank int // of the representative among the cluster, best first
	reading
	sight sight
}

// sort puts the pages of one cluster under their best copies, best first.
func (f *finder) sort(cluster []int) []records.Duplicate {
	members := slices.Clone(cluster)
	slices.SortFunc(members, func(x, y int) int {
		return cmp.Or(better(f.pages[x], f.pages[y]), cmp.Compare(x, y))
	})
	for k, i := range members {
		f.rank[i] = k
	}
	e := newEyes(f.ctx, f.o)
	under := map[int]int{} // page to its representative, itself where it is one
	dups := map[int]records.Duplicate{}
	var links, more [][2]int // pages that are changed copies of each other
	for _, i := range members {
		if f.ctx.Err() != nil {
			return nil
		}
		ms := f.compare(i, under)
		best, folds := f.choose(e, i, ms)
		if !folds {
			under[i] = i
			if best >= 0 && ms[best].copies() && len(f.pages[i].tokens) >= 5 {
				links = append(links, [2]int{i, family(ms, best).of})
			}
			for k := range ms { // last, so that they only join families that nothing else joins
				if ms[k].copies() && len(f.pages[i].tokens) >= 5 {
					more = append(more, [2]int{i, ms[k].of})
				}
			}
			continue
		}
		of := ms[best].of
		d := f.folded(i, ms[best])
		if d.Relation == records.MarkedPage && d.MarkOn == d.Of && f.pages[i].Source == f.pages[of].Source {
			d.Page, d.Of = d.Of, d.Page // the clean page stands for both
			f.clean(i, of, d, under, dups)
			continue
		}
		under[i], dups[i] = of, d
	}
	return f.changed(append(links, more...), under, dups)
}

// clean makes page i the representative in place of one that has a mark, and of all that are folded under that.
func (f *finder) clean(i, of int, d records.Duplicate, under map[int]int, dups map[int]records.Duplicate) {
	for j, rep := range under {
		if rep != of || j == of {
			continue
		}
		x := dups[j]
		x.Of = d.Of
		if x.Relation == records.SamePage { // it has the mark too
			x.Relation, x.Exact, x.Mark, x.MarkOn = records.MarkedPage, false, d.Mark, x.Page
		}
		dups[j], under[j] = x, i
	}
	under[i], under[of], dups[of] = i, i, d
	f.rank[i] = f.rank[of]
}

// changed tells the changed copies, each page at most once: the later page was changed from the earlier. Pages that are
// linked in whatever way end in one family, which begins with its first page.
func (f *finder) changed(links [][2]int, under map[int]int, dups map[int]records.Duplicate) []records.Duplicate {
	beside := map[int][]int{}
	var reps []int
	root := map[int]int{}
	find := func(i int) int {
		for root[i] != i {
			i = root[i]
		}
		return i
	}
	for _, l := range links {
		here, there := under[l[0]], under[l[1]]
		for _, x := range [2]int{here, there} {
			if _, known := root[x]; !known {
				reps, root[x] = append(reps, x), x
			}
		}
		if x, y := find(here), find(there); x != y {
			root[x] = y
			beside[here], beside[there] = append(beside[here], there), append(beside[there], here)
		}
	}
	slices.SortFunc(reps, func(x, y int) int { return cmp.Compare(f.pages[x].order, f.pages[y].order) })
	told := map[int]bool{}
	for _, first := range reps {
		if told[first] {
			continue
		}
		told[first] = true
		for next := []int{first}; len(next) > 0; next = next[1:] {
			for _, here := range beside[next[0]] {
				if told[here] {
					continue
				}
				told[here], next = true, append(next, here)
				a, b := f.pages[here], f.pages[next[0]]
				r := read(a, b)
				dups[here] = records.Duplicate{Page: a.ref, Of: b.ref, Relation: records.ChangedPage, Similarity: r.similarity, Differences: differences(r.a, r.b, r.open)}
			}
		}
	}
	all := make([]records.Duplicate, 0, len(dups))
	for _, d := range dups {
		all = append(all, d)
	}
	return all
}

// copies says whether the pages are copies of each other, changed or not: by their words, or because the words that they
// share lie at the same places.
func (m *match) copies() bool {
	return m.similarity >= relatedOCR || m.similarity >= readable && m.sight.known
}

// family is the match that a page is shown as a changed copy of: of those that are about as like, the best copy, so that the
// copies of a page point to one page and not to each other.
func family(ms []match, best int) match {
	at := best
	for k, m := range ms {
		if m.similarity >= ms[best].similarity-0.01 && m.weight <= ms[best].weight+4 && m.rank < ms[at].rank {
			at = k
		}
	}
	return ms[at]
}

// compare reads a page against the representatives among its candidates.
func (f *finder) compare(i int, under map[int]int) []match {
	var ms []match
	seen := map[int]bool{}
	for _, j := range f.near[i] {
		rep, ok := under[j]
		if !ok || seen[rep] {
			continue
		}
		seen[rep] = true
		r := read(f.pages[i], f.pages[rep])
		if thin := f.pages[i].thin() && f.pages[rep].thin(); thin && r.verdict != agree {
			r.verdict = doubt // there is little to read: the picture decides
			if r.script.runs == nil {
				r.script.runs = []run{{0, len(f.pages[i].tokens), 0, len(f.pages[rep].tokens)}}
				r.open = r.script.runs
			}
		}
		if r.verdict != unlike {
			ms = append(ms, match{of: rep, rank: f.rank[rep], reading: r})
		}
	}
	slices.SortStableFunc(ms, func(x, y match) int {
		return cmp.Or(cmp.Compare(x.weight, y.weight), -cmp.Compare(x.similarity, y.similarity), cmp.Compare(x.of, y.of))
	})
	return ms
}

func (f *finder) folded(i int, m match) records.Duplicate {
	p, of := f.pages[i], f.pages[m.of]
	d := records.Duplicate{Page: p.ref, Of: of.ref, Relation: records.SamePage, Similarity: m.similarity}
	if m.sight.relation == records.MarkedPage {
		d.Relation, d.Mark, d.MarkOn = records.MarkedPage, m.sight.mark, m.sight.markOn.ref
	}
	d.Exact = d.Relation == records.SamePage && m.verdict == agree && p.Source == records.Native && of.Source == records.Native && samePlaces(p, of)
	return d
}

func samePlaces(a, b *page) bool {
	if len(a.tokens) != len(b.tokens) {
		return false
	}
	for i := range a.tokens {
		x, y := a.Words[a.tokens[i].word], b.Words[b.tokens[i].word]
		if x.Text != y.Text || x.Box != y.Box {
			return false
		}
	}
	return true
}
