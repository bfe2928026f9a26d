package document

import (
	"cmp"
	"slices"
	"strings"
)

// gather puts the pages of a document in the order of their numbers, and brings pieces together that lie apart: a piece
// without a first page goes to the one piece that lacks just its pages, has the same count and looks alike.
func gather(drafts []*draft) []*draft {
	drafts = partHeads(drafts)
	byCount := map[int][]*draft{}
	for _, d := range drafts {
		if n := count(d); n > 1 {
			byCount[n] = append(byCount[n], d)
		}
	}
	gone := map[*draft]bool{}
	for _, d := range drafts {
		n := count(d)
		if n <= 1 || gone[d] || holds(d, 1) {
			continue
		}
		if host := hostOf(d, byCount[n], gone); host != nil {
			host.pages = append(host.pages, d.pages...)
			host.margin = min(host.margin, 1)
			gone[d] = true
		}
	}
	out := drafts[:0:0]
	for _, d := range drafts {
		if !gone[d] {
			inOrder(d)
			out = append(out, d)
		}
	}
	return out
}

// partHeads parts a draft whose first pages have no number from the later pages behind them that have one, where another
// piece lacks just these: they only lay there.
func partHeads(drafts []*draft) []*draft {
	out := drafts[:0:0]
	for _, d := range drafts {
		out = append(out, d)
		i := slices.IndexFunc(d.pages, func(p *page) bool { return p.number.k > 0 })
		if i < 1 || d.pages[i].number.k == 1 || d.pages[i].number.n == 0 || count(d) == 0 {
			continue
		}
		tail := &draft{pages: slices.Clone(d.pages[i:]), margin: 1}
		head := &draft{pages: d.pages[:i:i], margin: d.margin}
		near := kin(head, tail)
		if slices.ContainsFunc(drafts, func(h *draft) bool {
			return h != d && count(h) == tail.pages[0].number.n && !slices.ContainsFunc(tail.pages, func(p *page) bool { return holds(h, p.number.k) }) && holds(h, 1) && kin(h, tail) > near
		}) {
			d.pages = head.pages
			out = append(out, tail)
		}
	}
	return out
}

// count is of how many pages a draft says that it is, where all its numbers say the same and none twice; else 0.
func count(d *draft) int {
	n := 0
	seen := map[int]bool{}
	for _, p := range d.pages {
		if p.number.k == 0 || p.number.n == 0 {
			continue
		}
		if n != 0 && p.number.n != n || seen[p.number.k] {
			return 0
		}
		n, seen[p.number.k] = p.number.n, true
	}
	return n
}

func holds(d *draft, k int) bool {
	return slices.ContainsFunc(d.pages, func(p *page) bool { return p.number.k == k })
}

// hostOf finds the piece that another belongs to, nil where that is not certain.
func hostOf(d *draft, all []*draft, gone map[*draft]bool) *draft {
	type candidate struct {
		d     *draft
		score float32
		far   int
	}
	var cs []candidate
	for _, h := range all {
		if h == d || gone[h] || slices.ContainsFunc(d.pages, func(p *page) bool { return p.number.k > 0 && holds(h, p.number.k) }) {
			continue
		}
		if s := kin(h, d); s > 0 {
			cs = append(cs, candidate{h, s, far(h, d)})
		}
	}
	slices.SortStableFunc(cs, func(a, b candidate) int { return cmp.Or(cmp.Compare(b.score, a.score), a.far-b.far) })
	switch {
	case len(cs) == 0, cs[0].score < 0.9 && cs[0].far > 3:
		return nil
	case len(cs) > 1 && cs[1].score > cs[0].score-0.3 && !twins(cs[0].d, cs[1].d) && cs[1].far < cs[0].far+3:
		return nil
	}
	return cs[0].d
}

// kin is how much two pieces look like one paper; zero or less where something speaks against it.
func kin(h, d *draft) float32 {
	var score float32
	var se seam
	for _, p := range d.pages {
		if p.empty() {
			continue
		}
		people(&se, readable(h.pages), p)
		if otherDay(readable(h.pages), p) {
			se.sum += 2
		}
		for _, q := range h.pages {
			score = max(score, 2*alike(p.head, q.head)+alike(p.foot(), q.foot()), 0.8*float32(sharedTop(p, q)))
		}
	}
	a, b := readable(h.pages)[0], readable(d.pages)[0]
	if a.of.Source == b.of.Source && abs(a.size-b.size) < 1 && abs(a.left-b.left) < 12 {
		score += 0.4
	}
	if abs(a.of.Width-b.of.Width) > 20 || a.of.Source != b.of.Source {
		score -= 0.5
	}
	return score - se.sum
}

// sharedTop is how many of the first lines of two pages say the same, numbers aside.
func sharedTop(a, b *page) int {
	n := 0
	for i := range min(len(a.lines), 4) {
		key := a.lineKey(i)
		for j := range min(len(b.lines), 4) {
			if key != "" && key == b.lineKey(j) {
				n++
				break
			}
		}
	}
	return n
}

func (s *page) lineKey(i int) string {
	var b strings.Builder
	n := 0
	for _, t := range s.lines[i].tokens {
		if w := s.tokens[t].s; !hasDigit(w) && w != "page" {
			b.WriteString(w + " ")
			n++
		}
	}
	if n == 0 || n == 1 && b.Len() < 6 {
		return ""
	}
	return b.String()
}

// foot is the words of the last lines, without numbers.
func (s *page) foot() []string {
	var ws []string
	for i := len(s.lines) - 1; i >= 0 && s.y(s.lines[i]) > 0.9; i-- {
		for _, t := range s.lines[i].tokens {
			if w := s.tokens[t].s; !hasDigit(w) && len(w) > 2 && w != "page" {
				ws = append(ws, w)
			}
		}
	}
	slices.Sort(ws)
	return slices.Compact(ws)
}

func far(a, b *draft) int {
	x, y := a.pages[len(a.pages)-1].ref, b.pages[0].ref
	if x.File != y.File {
		return 1000
	}
	return max(x.Page-y.Page, y.Page-x.Page)
}

// twins says whether two pieces are copies of each other, so that it matters little to which a page goes.
func twins(a, b *draft) bool {
	return slices.ContainsFunc(a.pages, func(p *page) bool {
		return p.dup >= 0 && slices.ContainsFunc(b.pages, func(q *page) bool { return q.dup == p.dup })
	})
}

// inOrder sorts the pages of a draft by their numbers where every page that can be read has one; a blank page stays
// behind the one that it followed.
func inOrder(d *draft) {
	ks := map[int]bool{}
	top := 0
	for _, p := range readable(d.pages) {
		k := p.number.k
		if k == 0 || ks[k] || p.number.n != d.pages[0].number.n && !d.pages[0].empty() {
			return
		}
		ks[k] = true
		top = max(top, k)
	}
	if count(d) == 0 && top != len(ks) { // without "of n" only where none is missing
		return
	}
	keys := map[*page]int{}
	last := 0
	for _, p := range d.pages {
		if p.number.k > 0 {
			last = p.number.k
		}
		keys[p] = last
	}
	slices.SortStableFunc(d.pages, func(a, b *page) int { return keys[a] - keys[b] })
}
