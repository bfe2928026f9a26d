package duplicate

import (
	"image"
	"math"
)

// A soft picture is ink blurred over about two pixels, 0-255: how thick a stroke is and where exactly its edge runs
// then matter little.
type soft struct {
	w, h int
	v    []uint8
}

func softened(p *plane) *soft {
	s := &soft{p.w, p.h, make([]uint8, p.w*p.h)}
	for y := range p.h {
		row := p.row(y)
		for x := range p.w {
			if row[x>>6]>>(uint(x)&63)&1 == 1 {
				s.v[y*p.w+x] = 255
			}
		}
	}
	t := make([]uint8, len(s.v))
	for range 3 {
		for y := range s.h {
			src, dst := s.v[y*s.w:(y+1)*s.w], t[y*s.w:(y+1)*s.w]
			for x := 1; x < len(src)-1; x++ {
				dst[x] = uint8((int(src[x-1]) + 2*int(src[x]) + int(src[x+1]) + 2) / 4)
			}
		}
		for y := 1; y < s.h-1; y++ {
			up, at, low, dst := t[(y-1)*s.w:y*s.w], t[y*s.w:(y+1)*s.w], t[(y+1)*s.w:(y+2)*s.w], s.v[y*s.w:(y+1)*s.w]
			for x := range dst {
				dst[x] = uint8((int(up[x]) + 2*int(at[x]) + int(low[x]) + 2) / 4)
			}
		}
	}
	return s
}

// shifts are tried for each cell, in eighths of a pixel.
var shifts = [9][2]int{{0, 0}, {-5, 0}, {5, 0}, {0, -5}, {0, 5}, {-5, -5}, {5, -5}, {-5, 5}, {5, 5}}

// unlike is 0 where two pictures are the same within a rectangle, up to brightness, and 1 where they have nothing in
// common: one less their correlation. The second lies off by dx, dy pixels and a little.
func (s *soft) unlike(o *soft, r image.Rectangle, dx, dy int) float64 {
	in := image.Rect(1, 1, s.w-2, s.h-2)
	r = r.Intersect(in).Intersect(in.Sub(image.Pt(dx, dy)))
	if r.Empty() {
		return 0
	}
	n := int64(r.Dx() * r.Dy())
	var sa, saa int64
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for _, v := range s.v[y*s.w+r.Min.X : y*s.w+r.Max.X] {
			sa += int64(v)
			saa += int64(v) * int64(v)
		}
	}
	va := float64(saa) - float64(sa)*float64(sa)/float64(n)
	const faint = 2 * 255 * 255 // as good as no ink
	best := 2.0
	for _, sh := range shifts {
		fx, fy := sh[0], sh[1]
		x0, y0 := dx, dy
		if fx < 0 {
			fx, x0 = fx+8, x0-1
		}
		if fy < 0 {
			fy, y0 = fy+8, y0-1
		}
		w00, w01, w10, w11 := int64((8-fx)*(8-fy)), int64(fx*(8-fy)), int64((8-fx)*fy), int64(fx*fy)
		var sb, sbb, sab int64
		for y := r.Min.Y; y < r.Max.Y; y++ {
			at := (y+y0)*o.w + r.Min.X + x0
			top, low := o.v[at:at+r.Dx()+1], o.v[at+o.w:at+o.w+r.Dx()+1]
			for i, v := range s.v[y*s.w+r.Min.X : y*s.w+r.Max.X] {
				b := (w00*int64(top[i]) + w01*int64(top[i+1]) + w10*int64(low[i]) + w11*int64(low[i+1])) >> 6
				sb += b
				sbb += b * b
				sab += int64(v) * b
			}
		}
		vb := float64(sbb) - float64(sb)*float64(sb)/float64(n)
		if va < faint && vb < faint {
			return 0
		}
		c := (float64(sab) - float64(sa)*float64(sb)/float64(n)) / math.Sqrt(max(va, faint)*max(vb, faint))
		best = min(best, 1-c)
	}
	return best
}
