package duplicate

import (
	"cmp"
	"context"
	"image"
	"runtime"
	"slices"
	"sync"

	"github.com/openimr/openimr/records"
)

// Options say what else is to be had of a bundle besides its words.
type Options struct {
	// Pictures gives the picture of a page turned upright by Page.Rotation and otherwise as it is: not deskewed and not
	// cropped, so that the box of a word, in points times dpi/72, lies over the word. 200 dots an inch are best; native
	// pages are drawn. It is called from several goroutines. Nil: text alone decides, and what it leaves in doubt stays
	// apart.
	Pictures func(context.Context, records.PageRef) (g *image.Gray, dpi float64, err error)
	Progress func(done, all int) // pages, from one goroutine at a time; may be nil
	Workers  int                 // 0: one a core
}

// A page is a page of the bundle as it is compared.
type page struct {
	*records.Page
	ref    records.PageRef
	order  int // in which it came
	tokens []token
	ids    []int32 // of the tokens' texts, one number for each text of the bundle
	pairs  []uint64
	mean   float64 // confidence of its words
	vocab  *vocabulary

	rowsOnce sync.Once
	rows     *page
}

// A vocabulary counts on how many pages of the bundle a word stands.
type vocabulary struct{ pages []int32 }

// common says whether the words of some tokens are those of the bundle; odd, whether one stands nowhere else.
func (p *page) common(from, to int) (common, odd bool) {
	common = true
	for _, id := range p.ids[from:to] {
		common = common && p.vocab.pages[id] >= 3
		odd = odd || p.vocab.pages[id] <= 1
	}
	return common, odd
}

func count(pages []*page, words int) {
	v := &vocabulary{make([]int32, words)}
	last := make([]int, words)
	for n, p := range pages {
		p.vocab = v
		for _, id := range p.ids {
			if last[id] != n+1 {
				last[id] = n + 1
				v.pages[id]++
			}
		}
	}
}

// Find finds the duplicates of a bundle, in the order of their pages. Each page is in it at most once. The only error is
// that of the context; a picture that cannot be had leaves its pages apart.
func Find(ctx context.Context, b records.Bundle, o Options) ([]records.Duplicate, error) {
	pages, dups := gather(b)
	near := candidates(pages)
	f := &finder{ctx: ctx, o: o, pages: pages, near: near, rank: make([]int, len(pages)), all: len(pages)}
	if err := f.wordless(); err != nil {
		return nil, err
	}
	groups := clusters(f.near)
	slices.SortStableFunc(groups, func(x, y []int) int { return -cmp.Compare(len(x), len(y)) })
	work := make(chan []int)
	var wait sync.WaitGroup
	workers := o.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	for range workers {
		wait.Go(func() {
			for g := range work {
				f.add(f.sort(g), len(g))
			}
		})
	}
	inGroups := 0
	for _, g := range groups {
		inGroups += len(g)
	}
	f.add(nil, len(pages)-inGroups)
	for _, g := range groups {
		if ctx.Err() != nil {
			break
		}
		work <- g
	}
	close(work)
	wait.Wait()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	dups = append(dups, f.found...)
	follow(dups)
	slices.SortFunc(dups, func(x, y records.Duplicate) int {
		return cmp.Or(cmp.Compare(x.Page.File, y.Page.File), cmp.Compare(x.Page.Page, y.Page.Page))
	})
	return dups, nil
}

// gather takes the pages that are to be compared. Files that came twice are settled at once.
func gather(b records.Bundle) ([]*page, []records.Duplicate) {
	var pages []*page
	var dups []records.Duplicate
	first := map[string]int{}
	ids := map[string]int32{}
	order := 0
	for n := range b.Files {
		f := &b.Files[n]
		of, again := first[f.SHA256]
		again = again && f.SHA256 != "" && len(b.Files[of].Pages) == len(f.Pages)
		if !again {
			first[f.SHA256] = n
		}
		for i := range f.Pages {
			order++
			p, ref := &f.Pages[i], records.PageRef{File: n, Page: i + 1}
			if p.Blank || p.Separator || p.Problem != "" {
				continue
			}
			if again {
				dups = append(dups, records.Duplicate{Page: ref, Of: records.PageRef{File: of, Page: i + 1},
					Relation: records.SamePage, Exact: true, Similarity: 1})
				continue
			}
			pages = append(pages, newPage(p, ref, order, ids))
		}
	}
	count(pages, len(ids))
	return pages, dups
}

func newPage(p *records.Page, ref records.PageRef, order int, ids map[string]int32) *page {
	q := &page{Page: p, ref: ref, order: order, tokens: tokens(p)}
	q.ids = make([]int32, len(q.tokens))
	sum := 0
	for i, t := range q.tokens {
		id, ok := ids[t.norm]
		if !ok {
			id = int32(len(ids))
			ids[t.norm] = id
		}
		q.ids[i] = id
		sum += int(p.Words[t.word].Confidence)
	}
	q.mean = float64(sum) / float64(max(len(q.tokens), 1))
	q.pairs = wordPairs(q.tokens)
	return q
}

// better says which of two copies is the better one to read: negative where a is.
func better(a, b *page) int {
	native := func(p *page) int {
		if p.Source == records.Native {
			return 0
		}
		return 1
	}
	letters := func(p *page) int {
		n := 0
		for _, t := range p.tokens {
			n += len(t.norm)
		}
		return n
	}
	if c := cmp.Compare(native(a), native(b)); c != 0 {
		return c
	}
	la, lb := letters(a), letters(b)
	if 100*min(la, lb) < 80*max(la, lb) { // one was cut off, or lost words in the fax
		return -cmp.Compare(la, lb)
	}
	if d := a.mean - b.mean; d > 1.5 || d < -1.5 {
		return -cmp.Compare(a.mean, b.mean)
	}
	return cmp.Compare(a.order, b.order)
}

type finder struct {
	ctx   context.Context
	o     Options
	pages []*page
	near  [][]int
	rank  []int // of each page within its cluster, the best copy first

	mu        sync.Mutex
	found     []records.Duplicate
	done, all int
}

func (f *finder) add(dups []records.Duplicate, pages int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.found = append(f.found, dups...)
	f.done += pages
	if f.o.Progress != nil {
		f.o.Progress(f.done, f.all)
	}
}

// follow lets each page point to the copy that itself is not folded.
func follow(dups []records.Duplicate) {
	at := map[records.PageRef]int{}
	for i, d := range dups {
		if d.Folded() {
			at[d.Page] = i
		}
	}
	for i := range dups {
		for range dups {
			j, ok := at[dups[i].Of]
			if !ok || j == i {
				break
			}
			if dups[i].Relation == records.ChangedPage {
				break // its words are those of that very page
			}
			if dups[j].Relation == records.MarkedPage && dups[i].Relation == records.SamePage {
				dups[i].Relation, dups[i].Mark, dups[i].MarkOn = records.MarkedPage, dups[j].Mark, dups[j].MarkOn
			}
			dups[i].Of = dups[j].Of
		}
	}
}
