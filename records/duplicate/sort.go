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
	var dups []records.Duplicate
	var changed []match // with by
	var by []int
	for _, i := range members {
		if f.ctx.Err() != nil {
			return nil
		}
		ms := f.compare(i, under)
		best, folds := f.choose(e, i, ms)
		switch {
		case folds:
			under[i] = ms[best].of
			dups = append(dups, f.folded(i, ms[best]))
		default:
			under[i] = i
			if best >= 0 && ms[best].similarity >= related && len(f.pages[i].tokens) >= 5 {
				changed, by = append(changed, family(ms, best)), append(by, i)
			}
		}
	}
	taken := map[int]bool{}
	for k, m := range changed {
		// the later one was changed from the earlier
		here, there := by[k], m.of
		s, open := m.script, m.open
		if f.pages[here].order < f.pages[there].order && !taken[there] {
			here, there = there, here
			open = turned(open)
		}
		_ = s
		taken[here] = true
		a, b := f.pages[here], f.pages[there]
		dups = append(dups, records.Duplicate{Page: a.ref, Of: b.ref, Relation: records.ChangedPage,
			Similarity: m.similarity, Differences: differences(a, b, open)})
	}
	return dups
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

func turned(runs []run) []run {
	out := make([]run, len(runs))
	for i, r := range runs {
		out[i] = run{r.b0, r.b1, r.a0, r.a1}
	}
	return out
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
