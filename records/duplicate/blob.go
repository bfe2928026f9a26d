package duplicate

import (
	"image"
	"math/bits"
)

// A blob is ink that hangs together, also over corners.
type blob struct {
	box  image.Rectangle
	area int
}

type span struct {
	y, x0, x1 int
	blob      int
}

// blobs finds what hangs together; spans are the pieces of rows with the blob that each belongs to.
func (p *plane) blobs() ([]blob, []span) {
	var spans []span
	var parent []int
	find := func(i int) int {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	above, begin := 0, 0 // spans of the row above: [above, begin)
	for y := range p.h {
		above, begin = begin, len(spans)
		row := p.row(y)
		x := 0
		for x < p.w {
			v := row[x>>6] >> (uint(x) & 63)
			if v == 0 {
				x = (x>>6 + 1) << 6
				continue
			}
			x += bits.TrailingZeros64(v)
			x0 := x
			for x < p.w {
				v := ^(row[x>>6] >> (uint(x) & 63))
				n := bits.TrailingZeros64(v)
				room := 64 - x&63
				if n < room {
					x += n
					break
				}
				x += room
			}
			x = min(x, p.w)
			id := len(spans)
			parent = append(parent, id)
			for above < begin && spans[above].x1 < x0 {
				above++
			}
			for k := above; k < begin && spans[k].x0 <= x; k++ {
				a, b := find(k), find(id)
				if a != b {
					parent[max(a, b)] = min(a, b)
				}
			}
			spans = append(spans, span{y, x0, x, 0})
		}
	}
	number := make(map[int]int)
	var bs []blob
	for i := range spans {
		root := find(i)
		n, ok := number[root]
		s := &spans[i]
		r := image.Rect(s.x0, s.y, s.x1, s.y+1)
		if !ok {
			n = len(bs)
			number[root] = n
			bs = append(bs, blob{box: r})
		}
		s.blob = n
		bs[n].box = bs[n].box.Union(r)
		bs[n].area += s.x1 - s.x0
	}
	return bs, spans
}

// clean takes out what is no writing: specks, streaks of the scanner's glass and the drum, punch holes at the edge, the black
// edges of a scan. dpi is the resolution.
func (p *plane) clean(dpi float64) {
	p.streaks()
	bs, spans := p.blobs()
	speck := int(6*dpi*dpi/(200*200) + 0.5)
	inch := int(dpi)
	drop := make([]bool, len(bs))
	for i, b := range bs {
		w, h := b.box.Dx(), b.box.Dy()
		edge := b.box.Min.X <= inch/12 || b.box.Min.Y <= inch/12 || b.box.Max.X >= p.w-inch/12 || b.box.Max.Y >= p.h-inch/12
		near := b.box.Min.X < inch*6/10 || b.box.Max.X > p.w-inch*6/10 || b.box.Min.Y < inch*6/10 || b.box.Max.Y > p.h-inch*6/10
		switch {
		case b.area <= speck:
			drop[i] = true
		case h > 2*inch && w <= inch/25, h > 3*inch && b.area <= h*inch/25:
			drop[i] = true
		case edge && (w > inch/2 || h > inch/2) && b.area*5 > w*h: // black edge
			drop[i] = true
		case near && w > inch/6 && w < inch*4/10 && h > inch/6 && h < inch*4/10 && b.area*10 > w*h*6: // punch hole
			drop[i] = true
		}
	}
	for _, s := range spans {
		if drop[s.blob] {
			p.clear(s.y, s.x0, s.x1)
		}
	}
}

func (p *plane) clear(y, x0, x1 int) {
	row := p.row(y)
	for x := x0; x < x1; {
		i, s := x>>6, x&63
		n := min(64-s, x1-x)
		row[i] &^= mask(n) << uint(s)
		x += n
	}
}

// streaks takes out columns that are inked from top to bottom, as dirt on the glass draws them, but where they cross
// writing: there the ink goes on to their sides.
func (p *plane) streaks() {
	n := make([]int, p.w)
	first, last := make([]int, p.w), make([]int, p.w)
	for y := range p.h {
		for i, v := range p.row(y) {
			for v != 0 {
				x := i<<6 + bits.TrailingZeros64(v)
				v &= v - 1
				if n[x] == 0 {
					first[x] = y
				}
				n[x], last[x] = n[x]+1, y
			}
		}
	}
	p.mendGaps(n)
	streak := func(x int) bool {
		return x >= 0 && x < p.w && n[x]*2 > p.h && (last[x]-first[x])*100 > p.h*85
	}
	for x := 0; x < p.w; x++ {
		if !streak(x) {
			continue
		}
		to := x
		for streak(to) {
			to++
		}
		if to-x <= 8 {
			for y := range p.h {
				if !p.get(x-2, y) || !p.get(to+1, y) {
					p.clear(y, max(x-1, 0), min(to+1, p.w))
				}
			}
		}
		x = to
	}
}

// mendGaps closes columns that a speck on the glass left white from top to bottom, where the ink goes on at both sides. n
// is the ink of each column. Many such columns are no streaks but the gaps between letters of one width.
func (p *plane) mendGaps(n []int) {
	const mostGaps, widest = 3, 4
	mean := func(from, to int) int {
		from, to = max(from, 0), min(to, len(n))
		sum := 0
		for _, v := range n[from:to] {
			sum += v
		}
		return sum / max(to-from, 1)
	}
	var gaps [][2]int
	for x := 8; x < p.w-8; x++ {
		beside := mean(x-8, x)
		if beside < 12 || n[x]*6 > beside {
			continue
		}
		to := x
		for to < p.w-8 && n[to]*6 <= beside {
			to++
		}
		if after := mean(to, to+8); to-x <= widest && after*2 > beside && n[x-1]*2 > beside && n[to]*2 > after {
			gaps = append(gaps, [2]int{x, to})
		}
		x = to
	}
	if len(gaps) > mostGaps {
		return
	}
	for _, g := range gaps {
		x, to := g[0], g[1]
		for y := range p.h {
			left, right := p.get(x-1, y), p.get(to, y)
			if left && (right || p.get(to, y-1) || p.get(to, y+1)) || right && (p.get(x-1, y-1) || p.get(x-1, y+1)) {
				for i := x; i < to; i++ {
					p.set(i, y)
				}
			}
		}
	}
}
