package duplicate

import (
	"cmp"
	"slices"
)

const (
	commonPair = 150  // a pair of words on more pages than this is left out, where a page has rarer ones
	hardlyPair = 1500 // and one on more than this always
	fewPairs   = 15
	partners   = 40 // of each page, those with the largest share
	leastShare = 0.12
)

// candidates finds for each page those that share enough rare pairs of words with it to be worth a look.
func candidates(pages []*page) [][]int {
	df := map[uint64]int{}
	for _, p := range pages {
		for _, s := range p.pairs {
			df[s]++
		}
	}
	used := make([][]uint64, len(pages))
	posts := map[uint64][]int32{}
	for i, p := range pages {
		var often []uint64
		for _, s := range p.pairs {
			switch n := df[s]; {
			case n >= 2 && n <= commonPair:
				used[i] = append(used[i], s)
			case n >= 2 && n <= hardlyPair:
				often = append(often, s)
			}
		}
		if len(used[i]) < fewPairs && len(often) > 0 {
			slices.SortFunc(often, func(a, b uint64) int { return cmp.Or(cmp.Compare(df[a], df[b]), cmp.Compare(a, b)) })
			used[i] = append(used[i], often[:min(len(often), fewPairs)]...)
		}
		for _, s := range used[i] {
			posts[s] = append(posts[s], int32(i))
		}
	}
	near := make([][]int, len(pages))
	shared := make([]int32, len(pages))
	var touched []int32
	for i := range pages {
		touched = touched[:0]
		for _, s := range used[i] {
			for _, j := range posts[s] {
				if shared[j] == 0 {
					touched = append(touched, j)
				}
				shared[j]++
			}
		}
		type share struct {
			page int
			of   float64
		}
		var found []share
		for _, j := range touched {
			if int(j) != i {
				if of := float64(shared[j]) / float64(max(1, min(len(used[i]), len(used[j])))); of >= leastShare && shared[j] >= 2 {
					found = append(found, share{int(j), of})
				}
			}
		}
		for _, j := range touched {
			shared[j] = 0
		}
		slices.SortFunc(found, func(a, b share) int { return cmp.Or(-cmp.Compare(a.of, b.of), cmp.Compare(a.page, b.page)) })
		for _, f := range found[:min(len(found), partners)] {
			near[i] = append(near[i], f.page)
		}
	}
	return near
}

// wordPairs are hashes of the pairs of neighbouring words of a page, each once, glyphs taken together that are mistaken.
func wordPairs(ts []token) []uint64 {
	pairs := make([]uint64, 0, len(ts))
	last := uint64(0)
	for _, t := range ts {
		h := uint64(14695981039346656037)
		for _, c := range []byte(fold(t.norm)) {
			h = (h ^ uint64(c)) * 1099511628211
		}
		if last != 0 {
			pairs = append(pairs, (last*31+h)*1099511628211^h)
		}
		last = h | 1
	}
	slices.Sort(pairs)
	return slices.Compact(pairs)
}

// clusters parts pages into those that are linked by candidates, in whatever way.
func clusters(near [][]int) [][]int {
	parent := make([]int, len(near))
	for i := range parent {
		parent[i] = i
	}
	find := func(i int) int {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	for i, js := range near {
		for _, j := range js {
			a, b := find(i), find(j)
			parent[max(a, b)] = min(a, b)
		}
	}
	at := map[int]int{}
	var all [][]int
	for i := range near {
		if len(near[i]) == 0 && find(i) == i {
			continue
		}
		r := find(i)
		k, ok := at[r]
		if !ok {
			k = len(all)
			at[r] = k
			all = append(all, nil)
		}
		all[k] = append(all[k], i)
	}
	return slices.DeleteFunc(all, func(c []int) bool { return len(c) < 2 })
}
