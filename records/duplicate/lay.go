package duplicate

import (
	"image"
	"math"
	"math/bits"
	"slices"

	"github.com/openimr/openimr/records"
)

// working is the resolution at which pages are compared, dots an inch.
const working = 200

// A sheet is the ink of a page, ready to be compared.
type sheet struct {
	ink, wide *plane  // wide: the ink grown by one pixel
	px        float64 // pixels a point
}

func newSheet(g *image.Gray, dpi float64) *sheet {
	if dpi > working*1.3 {
		g, dpi = shrunk(g, dpi/working), working
	}
	ink := inked(g)
	ink.clean(dpi)
	return &sheet{ink, ink.grown(), dpi / 72}
}

// shrunk makes a picture smaller by averaging over the pixels that fall together.
func shrunk(g *image.Gray, by float64) *image.Gray {
	r := g.Bounds()
	w, h := max(int(float64(r.Dx())/by), 1), max(int(float64(r.Dy())/by), 1)
	out := image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		y0, y1 := int(float64(y)*by), min(max(int(float64(y+1)*by), int(float64(y)*by)+1), r.Dy())
		for x := range w {
			x0, x1 := int(float64(x)*by), min(max(int(float64(x+1)*by), int(float64(x)*by)+1), r.Dx())
			sum := 0
			for yy := y0; yy < y1; yy++ {
				for _, v := range g.Pix[yy*g.Stride+x0 : yy*g.Stride+x1] {
					sum += int(v)
				}
			}
			out.Pix[y*out.Stride+x] = uint8(sum / max((y1-y0)*(x1-x0), 1))
		}
	}
	return out
}

// affine maps x,y to a*x+b*y+c, d*x+e*y+f.
type affine struct{ a, b, c, d, e, f float64 }

func (m affine) at(x, y float64) (float64, float64) { return m.a*x + m.b*y + m.c, m.d*x + m.e*y + m.f }

// A tie is a point of one page with the same of the other.
type tie struct{ x, y, u, v float64 }

// fit finds the map that takes x,y to u,v: least squares, then again without the ties that lie far off. ok says whether
// there were ties enough, and moved how many lie more than limit off in the end: text that was set anew moves.
func fit(ties []tie, limit float64) (m affine, moved int, ok bool) {
	use := slices.Clone(ties)
	for round := range 5 {
		if len(use) < 5 {
			return m, 0, false
		}
		if m, ok = solve(use); !ok {
			return m, 0, false
		}
		off := make([]float64, len(ties))
		for i, t := range ties {
			off[i] = m.off(t)
		}
		if round == 4 {
			break
		}
		sorted := slices.Clone(off)
		slices.Sort(sorted)
		cut := max(3*sorted[len(sorted)/2], limit/4)
		use = use[:0]
		for i, t := range ties {
			if off[i] <= cut {
				use = append(use, t)
			}
		}
	}
	for _, t := range ties {
		if m.off(t) > limit {
			moved++
		}
	}
	return m, moved, true
}

func (m affine) off(t tie) float64 {
	u, v := m.at(t.x, t.y)
	return math.Hypot(u-t.u, v-t.v)
}

func solve(ties []tie) (affine, bool) {
	var mx, my, mu, mv float64
	n := float64(len(ties))
	for _, t := range ties {
		mx, my, mu, mv = mx+t.x/n, my+t.y/n, mu+t.u/n, mv+t.v/n
	}
	var sxx, sxy, syy, sxu, syu, sxv, syv float64
	for _, t := range ties {
		x, y, u, v := t.x-mx, t.y-my, t.u-mu, t.v-mv
		sxx, sxy, syy = sxx+x*x, sxy+x*y, syy+y*y
		sxu, syu, sxv, syv = sxu+x*u, syu+y*u, sxv+x*v, syv+y*v
	}
	det := sxx*syy - sxy*sxy
	if det < 1e-3*(sxx+syy)*(sxx+syy) {
		// all on one line: turn and scale together
		s := sxx + syy
		if s < 1 {
			return affine{}, false
		}
		c, d := (sxu+syv)/s, (sxv-syu)/s
		return affine{c, -d, mu - c*mx + d*my, d, c, mv - d*mx - c*my}, true
	}
	a, b := (sxu*syy-syu*sxy)/det, (syu*sxx-sxu*sxy)/det
	d, e := (sxv*syy-syv*sxy)/det, (syv*sxx-sxv*sxy)/det
	m := affine{a, b, mu - a*mx - b*my, d, e, mv - d*mx - e*my}
	return m, math.Abs(a*e-b*d) > 0.25 && math.Abs(a*e-b*d) < 4
}

// A laid is two pages on each other, in the pixels of the first.
type laid struct {
	a, b     *plane // the ink of both
	aw, bw   *plane // grown
	px       float64
	to       affine // from pixels of a to pixels of the second page as it was
	dx, dy   []int8 // where b lies off, by block
	cols     int
	pageB    image.Rectangle // of the second page
	shownByB image.Rectangle // part of a that the second page can show
}

const block = 160 // pixels

// lay puts the second page on the first. ties are in points.
func lay(a, b *sheet, m affine) *laid {
	l := &laid{a: a.ink, aw: a.wide, px: a.px, pageB: image.Rect(0, 0, b.ink.w, b.ink.h)}
	l.to = affine{m.a / a.px * b.px, m.b / a.px * b.px, m.c * b.px, m.d / a.px * b.px, m.e / a.px * b.px, m.f * b.px}
	l.b = newPlane(a.ink.w, a.ink.h)
	const one = 1 << 16
	da, dd := int(l.to.a*one), int(l.to.d*one)
	for y := range l.b.h {
		u0, v0 := l.to.at(0, float64(y))
		u, v := int((u0+0.5)*one), int((v0+0.5)*one)
		row := l.b.row(y)
		for x := range l.b.w {
			ux, vy := u>>16, v>>16
			if uint(ux) < uint(b.ink.w) && uint(vy) < uint(b.ink.h) && b.ink.b[vy*b.ink.stride+ux>>6]>>(uint(ux)&63)&1 == 1 {
				row[x>>6] |= 1 << (uint(x) & 63)
			}
			u, v = u+da, v+dd
		}
	}
	l.bw = l.b.grown()
	l.refine()
	return l
}

// refine finds by blocks how far the second page still lies off, as paper and drums stretch.
func (l *laid) refine() {
	l.cols = (l.a.w + block - 1) / block
	rows := (l.a.h + block - 1) / block
	l.dx, l.dy = make([]int8, l.cols*rows), make([]int8, l.cols*rows)
	known := make([]bool, l.cols*rows)
	for r := range rows {
		for c := range l.cols {
			rect := image.Rect(c*block-20, r*block-20, (c+1)*block+20, (r+1)*block+20)
			if l.a.count(rect) < 300 || l.b.count(rect) < 300 {
				continue
			}
			x, y, share := l.search(rect, 0, 0, 6, 6)
			if share < 0.5 {
				l.dx[r*l.cols+c], l.dy[r*l.cols+c] = int8(x), int8(y)
				known[r*l.cols+c] = true
			}
		}
	}
	for i := range known { // an empty block lies as its nearest neighbour
		if known[i] {
			continue
		}
		best := 1 << 30
		for j := range known {
			d := (i/l.cols-j/l.cols)*(i/l.cols-j/l.cols) + (i%l.cols-j%l.cols)*(i%l.cols-j%l.cols)
			if known[j] && d < best {
				best, l.dx[i], l.dy[i] = d, l.dx[j], l.dy[j]
			}
		}
	}
}

func (l *laid) offset(r image.Rectangle) (int, int) {
	cx, cy := (r.Min.X+r.Max.X)/2, (r.Min.Y+r.Max.Y)/2
	c := min(max(cx/block, 0), l.cols-1)
	i := min(max(cy/block, 0)*l.cols+c, len(l.dx)-1)
	return int(l.dx[i]), int(l.dy[i])
}

// search moves the second page over the first within a rectangle and finds where the least ink is alone; share is how
// much of it still is.
func (l *laid) search(r image.Rectangle, x, y, byX, byY int) (int, int, float64) {
	r = r.Intersect(image.Rect(0, 0, l.a.w, l.a.h))
	best, bx, by := math.MaxInt, x, y
	for dy := y - byY; dy <= y+byY; dy++ {
		for dx := x - byX; dx <= x+byX; dx++ {
			n := 8 * (abs(dx-x) + abs(dy-y)) / 10 // ties go to the nearer place
			for yy := r.Min.Y; yy < r.Max.Y && n < best; yy++ {
				for xx := r.Min.X; xx < r.Max.X; xx += 64 {
					m := mask(r.Max.X - xx)
					n += bits.OnesCount64(l.a.at(xx, yy)&m&^l.bw.at(xx+dx, yy+dy)) +
						bits.OnesCount64(l.b.at(xx+dx, yy+dy)&m&^l.aw.at(xx, yy))
				}
			}
			if n < best {
				best, bx, by = n, dx, dy
			}
		}
	}
	all := l.a.count(r) + l.b.count(r.Add(image.Pt(bx, by)))
	return bx, by, float64(best) / float64(max(all, 1))
}

func abs(v int) int { return max(v, -v) }

// pixels is a box of the first page in its pixels.
func (l *laid) pixels(b records.Box) image.Rectangle {
	return image.Rect(int(math.Floor(float64(b.X0)*l.px)), int(math.Floor(float64(b.Y0)*l.px)),
		int(math.Ceil(float64(b.X1)*l.px)), int(math.Ceil(float64(b.Y1)*l.px)))
}

// pixelsOfB is a box of the second page in the pixels of the first.
func (l *laid) pixelsOfB(b records.Box, pxB float64) image.Rectangle {
	det := l.to.a*l.to.e - l.to.b*l.to.d
	back := func(u, v float64) (float64, float64) {
		u, v = u-l.to.c, v-l.to.f
		return (l.to.e*u - l.to.b*v) / det, (l.to.a*v - l.to.d*u) / det
	}
	cx, cy := back(float64(b.X0+b.X1)/2*pxB, float64(b.Y0+b.Y1)/2*pxB)
	w, h := float64(b.X1-b.X0)*pxB/math.Sqrt(math.Abs(det)), float64(b.Y1-b.Y0)*pxB/math.Sqrt(math.Abs(det))
	return image.Rect(int(cx-w/2), int(cy-h/2), int(math.Ceil(cx+w/2)), int(math.Ceil(cy+h/2)))
}
