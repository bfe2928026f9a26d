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

// unlike is 0 where two pictures are the same within a rectangle, and grows to about 0.25 where they have nothing in
// common. It is what is left of their correlation times the fourth-power mean of their difference, brightness made equal: the first sees
// another shape, the second a stroke too many however small. Of the shifts the best counts. The second picture lies off by
// dx, dy pixels and a little.
func (s *soft) unlike(o *soft, r image.Rectangle, dx, dy int) float64 {
	in := image.Rect(1, 1, s.w-2, s.h-2)
	r = r.Intersect(in).Intersect(in.Sub(image.Pt(dx, dy)))
	if r.Empty() {
		return 0
	}
	n := float64(r.Dx() * r.Dy())
	var sa, saa float64
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for _, v := range s.v[y*s.w+r.Min.X : y*s.w+r.Max.X] {
			sa += float64(v)
			saa += float64(int(v) * int(v))
		}
	}
	va := saa - sa*sa/n
	const faint = 2 * 255 * 255 // as good as no ink
	best := math.Inf(1)
	bs := make([]int32, r.Dx()*r.Dy())
	for _, sh := range shifts {
		sb, sbb, sab := s.sums(o, r, dx, dy, sh, bs)
		vb := sbb - sb*sb/n
		if va < faint && vb < faint {
			return 0
		}
		c := (sab - sa*sb/n) / math.Sqrt(max(va, faint)*max(vb, faint))
		gain := math.Sqrt(min(max(math.Sqrt(saa/max(sbb, 1)), 0.75), 1.33))
		p4, k := 0.0, 0
		for y := r.Min.Y; y < r.Max.Y; y++ {
			for _, v := range s.v[y*s.w+r.Min.X : y*s.w+r.Max.X] {
				d := float64(v)/gain - float64(bs[k])*gain
				d *= d
				p4 += d * d
				k++
			}
		}
		best = min(best, (1-c)*math.Sqrt(math.Sqrt(p4/n))/255)
	}
	return best
}

// sums are those of the second picture, of its squares and of its products with the first; bs gets its values.
func (s *soft) sums(o *soft, r image.Rectangle, dx, dy int, sh [2]int, bs []int32) (sb, sbb, sab float64) {
	fx, fy := sh[0], sh[1]
	if fx < 0 {
		fx, dx = fx+8, dx-1
	}
	if fy < 0 {
		fy, dy = fy+8, dy-1
	}
	w00, w01, w10, w11 := (8-fx)*(8-fy), fx*(8-fy), (8-fx)*fy, fx*fy
	k := 0
	var tb, tbb, tab int
	for y := r.Min.Y; y < r.Max.Y; y++ {
		at := (y+dy)*o.w + r.Min.X + dx
		top, low := o.v[at:at+r.Dx()+1], o.v[at+o.w:at+o.w+r.Dx()+1]
		for i, v := range s.v[y*s.w+r.Min.X : y*s.w+r.Max.X] {
			b := (w00*int(top[i]) + w01*int(top[i+1]) + w10*int(low[i]) + w11*int(low[i+1])) >> 6
			bs[k] = int32(b)
			k++
			tb += b
			tbb += b * b
			tab += int(v) * b
		}
	}
	return float64(tb), float64(tbb), float64(tab)
}
