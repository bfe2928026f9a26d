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
	ink, wide *plane // wide: the ink grown by one pixel
	soft      *soft
	px        float64 // pixels a point
}

func newSheet(g *image.Gray, dpi float64) *sheet {
	if dpi > working*1.3 {
		g, dpi = shrunk(g, dpi/working), working
	}
	ink := inked(g)
	ink.clean(dpi)
	return &sheet{ink, ink.grown(), softened(ink), dpi / 72}
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
	a, b   *plane // the ink of both
	aw, bw *plane // grown
	as, bs *soft
	px     float64
	pxB    float64
	to     affine          // from pixels of a to pixels of the second page as it was
	shown  image.Rectangle // part of the first page that the second can show
	mine   image.Rectangle // part of the first page that was not cut off
	dx, dy []int8          // where blocks of the second page lie off
	cols   int
}

const block = 160 // pixels

// lay puts the second page on the first. The map is in points.
func lay(a, b *sheet, m affine) *laid {
	l := &laid{a: a.ink, aw: a.wide, as: a.soft, px: a.px, pxB: b.px}
	l.to = affine{m.a / a.px * b.px, m.b / a.px * b.px, m.c * b.px, m.d / a.px * b.px, m.e / a.px * b.px, m.f * b.px}
	l.cols = (l.a.w + block - 1) / block
	rows := (l.a.h + block - 1) / block
	l.dx, l.dy = make([]int8, l.cols*rows), make([]int8, l.cols*rows)
	l.b = l.turned(b.ink)
	l.bw = l.b.grown()
	if l.refine() {
		l.b = l.turned(b.ink)
		l.bw = l.b.grown()
	}
	l.bs = l.soft(b.soft)
	l.shown = image.Rect(0, 0, a.ink.w, a.ink.h)
	l.mine = l.shown
	for _, c := range [4][2]int{{0, 0}, {b.ink.w, 0}, {0, b.ink.h}, {b.ink.w, b.ink.h}} {
		x, y := l.back(float64(c[0]), float64(c[1]))
		if c[0] == 0 {
			l.shown.Min.X = max(l.shown.Min.X, int(x)+2)
		} else {
			l.shown.Max.X = min(l.shown.Max.X, int(x)-2)
		}
		if c[1] == 0 {
			l.shown.Min.Y = max(l.shown.Min.Y, int(y)+2)
		} else {
			l.shown.Max.Y = min(l.shown.Max.Y, int(y)-2)
		}
	}
	return l
}

// turned is the second page's ink as it lies on the first, each block moved as far as it lies off.
func (l *laid) turned(b *plane) *plane {
	out := newPlane(l.a.w, l.a.h)
	l.each(func(x0, x1, y int, u, v, du, dv int) {
		row := out.row(y)
		for x := x0; x < x1; x++ {
			ux, vy := u>>16, v>>16
			if uint(ux) < uint(b.w) && uint(vy) < uint(b.h) && b.b[vy*b.stride+ux>>6]>>(uint(ux)&63)&1 == 1 {
				row[x>>6] |= 1 << (uint(x) & 63)
			}
			u, v = u+du, v+dv
		}
	})
	return out
}

func (l *laid) soft(b *soft) *soft {
	out := &soft{l.a.w, l.a.h, make([]uint8, l.a.w*l.a.h)}
	l.each(func(x0, x1, y int, u, v, du, dv int) {
		u, v = u-1<<15, v-1<<15
		for x := x0; x < x1; x++ {
			ux, vy := u>>16, v>>16
			if ux >= 0 && vy >= 0 && ux+1 < b.w && vy+1 < b.h {
				fx, fy := (u>>8)&255, (v>>8)&255
				p := b.v[vy*b.w+ux:]
				top := int(p[0])*(256-fx) + int(p[1])*fx
				low := int(p[b.w])*(256-fx) + int(p[b.w+1])*fx
				out.v[y*out.w+x] = uint8((top*(256-fy) + low*fy) >> 16)
			}
			u, v = u+du, v+dv
		}
	})
	return out
}

// each walks the first page by pieces of rows within a block, with where the first pixel's centre lies on the second
// page and how far it is to the next, in pixels times 2^16.
func (l *laid) each(do func(x0, x1, y, u, v, du, dv int)) {
	const one = 1 << 16
	du, dv := int(l.to.a*one), int(l.to.d*one)
	for y := range l.a.h {
		for c := range l.cols {
			i := y/block*l.cols + c
			x0 := c * block
			u, v := l.to.at(float64(x0)+0.5+float64(l.dx[i]), float64(y)+0.5+float64(l.dy[i]))
			do(x0, min(x0+block, l.a.w), y, int(u*one), int(v*one), du, dv)
		}
	}
}

// refine finds by blocks how far the second page still lies off, as paper and drums stretch; moved says whether any does.
func (l *laid) refine() (moved bool) {
	known := make([]bool, len(l.dx))
	for i := range l.dx {
		x, y := i%l.cols*block, i/l.cols*block
		rect := image.Rect(x-20, y-20, x+block+20, y+block+20)
		if l.a.count(rect) < 300 || l.b.count(rect) < 300 {
			continue
		}
		dx, dy, share := l.search(rect, 0, 0, 6, 6)
		if share < 0.5 {
			l.dx[i], l.dy[i], known[i] = int8(dx), int8(dy), true
			moved = moved || dx != 0 || dy != 0
		}
	}
	for i := range known { // an empty block lies as its nearest neighbour
		if known[i] {
			continue
		}
		best := 1 << 30
		for j := range known {
			r, c := i/l.cols-j/l.cols, i%l.cols-j%l.cols
			if d := r*r + c*c; known[j] && d < best {
				best, l.dx[i], l.dy[i] = d, l.dx[j], l.dy[j]
			}
		}
	}
	return moved
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
func (l *laid) pixelsOfB(b records.Box) image.Rectangle {
	cx, cy := l.back(float64(b.X0+b.X1)/2*l.pxB, float64(b.Y0+b.Y1)/2*l.pxB)
	k := 2 * math.Sqrt(math.Abs(l.to.a*l.to.e-l.to.b*l.to.d)) / l.pxB
	w, h := float64(b.X1-b.X0)/k, float64(b.Y1-b.Y0)/k
	return image.Rect(int(cx-w), int(cy-h), int(math.Ceil(cx+w)), int(math.Ceil(cy+h)))
}

// back is the inverse of to.
func (l *laid) back(u, v float64) (x, y float64) {
	det := l.to.a*l.to.e - l.to.b*l.to.d
	u, v = u-l.to.c, v-l.to.f
	return (l.to.e*u - l.to.b*v) / det, (l.to.a*v - l.to.d*u) / det
}

// box is a rectangle of the first page in its points.
func (l *laid) box(r image.Rectangle) records.Box {
	k := float32(l.px)
	return records.Box{X0: float32(r.Min.X) / k, Y0: float32(r.Min.Y) / k, X1: float32(r.Max.X) / k, Y1: float32(r.Max.Y) / k}
}

// boxOnB is a rectangle of the first page in points of the second.
func (l *laid) boxOnB(r image.Rectangle) records.Box {
	x0, y0 := l.to.at(float64(r.Min.X), float64(r.Min.Y))
	x1, y1 := l.to.at(float64(r.Max.X), float64(r.Max.Y))
	k := l.pxB
	return records.Box{X0: float32(x0 / k), Y0: float32(y0 / k), X1: float32(x1 / k), Y1: float32(y1 / k)}
}

// cutOff finds where the first page was cut at its left or right side: there is no more ink from some column on, and lines
// of the second page go on over it in the middle of a word.
func (l *laid) cutOff(b *page) {
	column := func(x int) bool { return l.a.count(image.Rect(x, 0, x+8, l.a.h)) >= 30 }
	left, right := 0, l.a.w
	for left < right && !column(left) {
		left++
	}
	for right > left && !column(right-8) {
		right--
	}
	over := func(x int) (lines int) {
		last := int32(-1)
		for _, t := range b.tokens {
			w := b.Words[t.word]
			if r := l.pixelsOfB(w.Box); r.Min.X < x-3 && r.Max.X > x+3 && w.Line != last {
				lines, last = lines+1, w.Line
			}
		}
		return lines
	}
	if over(left) >= 3 {
		l.mine.Min.X = left + 4
	}
	if over(right) >= 3 {
		l.mine.Max.X = right - 4
	}
}
