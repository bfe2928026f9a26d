package duplicate

import (
	"context"
	"image"
	"math"

	"github.com/openimr/openimr/records"
)

// A thumb is a page made small: how much ink there is, 0-255, cell by cell.
type thumb struct {
	w, h int
	v    []int32
	px   float64 // pixels of the sheet a cell
}

// thumbOf makes a page small, so that a cell is px pixels wide and high.
func thumbOf(p *plane, px int) *thumb {
	t := &thumb{w: p.w / px, h: p.h / px, px: float64(px)}
	t.v = make([]int32, t.w*t.h)
	for y := range t.h {
		for x := range t.w {
			n := p.count(image.Rect(x*px, y*px, (x+1)*px, (y+1)*px))
			t.v[y*t.w+x] = int32(min(255, 255*2*n/(px*px)))
		}
	}
	t.blur()
	return t
}

// blur spreads each cell over its neighbours, so that a thin line is found beside itself.
func (t *thumb) blur() {
	from := append([]int32(nil), t.v...)
	for y := 1; y < t.h-1; y++ {
		for x := 1; x < t.w-1; x++ {
			i, sum := y*t.w+x, int32(0)
			for _, d := range [9]int{0, -1, 1, -t.w, t.w, -t.w - 1, -t.w + 1, t.w - 1, t.w + 1} {
				sum += from[i+d]
			}
			t.v[i] = sum * 4 / 9
		}
	}
}

// like is the correlation of two small pages, the second turned and moved.
func (t *thumb) like(o *thumb, turn float64, dx, dy float64) float64 {
	c, s := math.Cos(turn), math.Sin(turn)
	cx, cy := float64(t.w)/2, float64(t.h)/2
	var n, sa, sb, saa, sbb, sab float64
	for y := range t.h {
		u0, v0 := cx+dx-s*(float64(y)-cy)-c*cx, cy+dy+c*(float64(y)-cy)-s*cx
		for x := range t.w {
			b := 0.0
			if u, v := int(u0+c*float64(x)+0.5), int(v0+s*float64(x)+0.5); uint(u) < uint(o.w) && uint(v) < uint(o.h) {
				b = float64(o.v[v*o.w+u])
			}
			a := float64(t.v[y*t.w+x])
			n, sa, sb, saa, sbb, sab = n+1, sa+a, sb+b, saa+a*a, sbb+b*b, sab+a*b
		}
	}
	va, vb := saa-sa*sa/n, sbb-sb*sb/n
	if va < 1 || vb < 1 {
		return 0
	}
	return (sab - sa*sb/n) / math.Sqrt(va*vb)
}

// best turns and moves the second page over the first.
func (t *thumb) best(o *thumb, turn, dx, dy, byTurn, step, by float64) (float64, float64, float64, float64) {
	most, bt, bx, by2 := -1.0, turn, dx, dy
	for r := turn - byTurn; r <= turn+byTurn+1e-9; r += step {
		for y := dy - by; y <= dy+by; y++ {
			for x := dx - by; x <= dx+by; x++ {
				if l := t.like(o, r, x, y); l > most {
					most, bt, bx, by2 = l, r, x, y
				}
			}
		}
	}
	return most, bt, bx, by2
}

// leastLike is the correlation from which two pages without words are worth a look.
const leastLike = 0.6

// register lays two pages on each other that have too few words to do it by: the map in points, as of fit.
func register(a, b *sheet) (affine, bool) {
	const degree = math.Pi / 180
	coarse, fine := int(a.px*72/10), int(a.px*72/40)
	ca, cb := thumbOf(a.ink, coarse), thumbOf(b.ink, coarse)
	_, turn, x, y := ca.best(cb, 0, 0, 0, 3*degree, degree, 4)
	fa, fb := thumbOf(a.ink, fine), thumbOf(b.ink, fine)
	k := float64(coarse) / float64(fine)
	like, turn, x, y := fa.best(fb, turn, x*k, y*k, 0.75*degree, 0.25*degree, 3)
	if like < leastLike/2 {
		return affine{}, false
	}
	c, s := math.Cos(turn), math.Sin(turn)
	cx, cy := float64(fa.w)/2, float64(fa.h)/2
	pt := float64(fine) / a.px // points a cell; the pages have one scale
	m := affine{c, -s, pt * (cx + x - c*cx + s*cy), s, c, pt * (cy + y - s*cx - c*cy)}
	if better, _, ok := fit(blockTies(lay(a, b, m)), 3.2); ok {
		return better, true
	}
	return m, true
}

// blockTies are the middles of pieces of the first page with where they lie on the second, in points: what a turned page lacks is
// how much the paper stretched.
func blockTies(l *laid) []tie {
	const reach = 24
	var ts []tie
	for y := 0; y < l.a.h; y += block {
		for x := 0; x < l.a.w; x += block {
			r := image.Rect(x, y, x+block, y+block)
			if l.a.count(r) < 200 {
				continue
			}
			dx, dy, share := l.search(r, 0, 0, reach, reach)
			if share > 0.4 || abs(dx) == reach || abs(dy) == reach {
				continue
			}
			i := y/block*l.cols + x/block
			u, v := l.to.at(float64(x+block/2+dx+int(l.dx[i])), float64(y+block/2+dy+int(l.dy[i])))
			ts = append(ts, tie{float64(x+block/2) / l.px, float64(y+block/2) / l.px, u / l.pxB, v / l.pxB})
		}
	}
	return ts
}

// thin says whether a page has too few words to be told by them.
func (p *page) thin() bool {
	return len(p.tokens) < fewTokens && (p.Scan || p.Source != records.Native)
}

// wordless adds to the candidates the pages without words that look alike in small.
func (f *finder) wordless() error {
	var thin []int
	var thumbs []*thumb
	e := newEyes(f.ctx, f.o)
	for i, p := range f.pages {
		if !p.thin() || f.o.Pictures == nil {
			continue
		}
		if err := context.Cause(f.ctx); err != nil {
			return err
		}
		if s := e.sheet(p); s != nil {
			thin, thumbs = append(thin, i), append(thumbs, thumbOf(s.ink, int(s.px*72/8)))
		}
	}
	for x := range thin {
		for y := range x {
			like, _, _, _ := thumbs[x].best(thumbs[y], 0, 0, 0, 0.05, 0.025, 1)
			if like >= leastLike {
				f.near[thin[x]] = append(f.near[thin[x]], thin[y])
				f.near[thin[y]] = append(f.near[thin[y]], thin[x])
			}
		}
	}
	return nil
}
