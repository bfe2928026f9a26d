package duplicate

import (
	"image"
	"math/bits"
)

// plane is a picture of one bit a pixel, 1 being ink.
type plane struct {
	w, h, stride int // stride in words of a row
	b            []uint64
}

func newPlane(w, h int) *plane {
	stride := (w + 63) / 64
	return &plane{w, h, stride, make([]uint64, stride*h)}
}

func (p *plane) row(y int) []uint64 { return p.b[y*p.stride : (y+1)*p.stride] }

// at is 64 pixels of a row from x on, the first in the lowest bit. Outside of the picture there is no ink.
func (p *plane) at(x, y int) uint64 {
	if y < 0 || y >= p.h || x >= p.w || x <= -64 {
		return 0
	}
	row := p.row(y)
	if x < 0 {
		return row[0] << uint(-x)
	}
	i, s := x>>6, uint(x&63)
	v := row[i] >> s
	if s > 0 && i+1 < len(row) {
		v |= row[i+1] << (64 - s)
	}
	return v
}

func (p *plane) get(x, y int) bool {
	return x >= 0 && y >= 0 && x < p.w && y < p.h && p.b[y*p.stride+x>>6]>>(uint(x)&63)&1 == 1
}

func (p *plane) set(x, y int) {
	if x >= 0 && y >= 0 && x < p.w && y < p.h {
		p.b[y*p.stride+x>>6] |= 1 << (uint(x) & 63)
	}
}

func (p *plane) clone() *plane {
	q := *p
	q.b = append([]uint64(nil), p.b...)
	return &q
}

// count is the ink in a rectangle.
func (p *plane) count(r image.Rectangle) int {
	n := 0
	r = r.Intersect(image.Rect(0, 0, p.w, p.h))
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x += 64 {
			n += bits.OnesCount64(p.at(x, y) & mask(r.Max.X-x))
		}
	}
	return n
}

// mask has the lowest n bits set, at most all.
func mask(n int) uint64 {
	if n >= 64 {
		return ^uint64(0)
	}
	if n <= 0 {
		return 0
	}
	return 1<<uint(n) - 1
}

// grown is the ink and all pixels next to it, the eight around each.
func (p *plane) grown() *plane {
	wide := newPlane(p.w, p.h)
	for y := range p.h {
		src, dst := p.row(y), wide.row(y)
		for i, v := range src {
			g := v | v<<1 | v>>1
			if i > 0 {
				g |= src[i-1] >> 63
			}
			if i+1 < len(src) {
				g |= src[i+1] << 63
			}
			dst[i] = g
		}
		if r := uint(p.w & 63); r != 0 {
			dst[len(dst)-1] &= mask(int(r))
		}
	}
	out := wide.clone()
	for y := range p.h {
		dst := out.row(y)
		if y > 0 {
			for i, v := range wide.row(y - 1) {
				dst[i] |= v
			}
		}
		if y+1 < p.h {
			for i, v := range wide.row(y + 1) {
				dst[i] |= v
			}
		}
	}
	return out
}

// without is the ink that the other does not have.
func (p *plane) without(o *plane) *plane {
	q := p.clone()
	for y := range min(p.h, o.h) {
		a, b := q.row(y), o.row(y)
		for i := range min(len(a), len(b)) {
			a[i] &^= b[i]
		}
	}
	return q
}

// inked makes ink of what is darker than the page: the threshold is Otsu's, kept from the extremes, so that an empty
// page gets no ink of its own grain.
func inked(g *image.Gray) *plane {
	r := g.Bounds()
	p := newPlane(r.Dx(), r.Dy())
	var hist [256]int
	for y := range p.h {
		for _, v := range g.Pix[y*g.Stride : y*g.Stride+p.w] {
			hist[v]++
		}
	}
	limit := uint8(otsu(&hist))
	for y := range p.h {
		src, dst := g.Pix[y*g.Stride:y*g.Stride+p.w], p.row(y)
		for x, v := range src {
			if v <= limit {
				dst[x>>6] |= 1 << (uint(x) & 63)
			}
		}
	}
	return p
}

func otsu(hist *[256]int) int {
	total, sum := 0, 0.0
	for v, n := range hist {
		total += n
		sum += float64(v * n)
	}
	best, limit, below, sumBelow := -1.0, 127, 0, 0.0
	for v, n := range hist {
		below += n
		if below == 0 || below == total {
			continue
		}
		sumBelow += float64(v * n)
		m0, m1 := sumBelow/float64(below), (sum-sumBelow)/float64(total-below)
		if s := float64(below) * float64(total-below) * (m0 - m1) * (m0 - m1); s > best {
			best, limit = s, v
		}
	}
	return min(max(limit, 90), 175)
}
