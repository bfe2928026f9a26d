package bundle

import (
	"math"
	"math/rand/v2"

	"github.com/openimr/openimr/records"
)

// A fax is what happened to the picture of a page on its way.
type fax struct {
	seed        uint64
	skew        float64 // degrees clockwise
	dx, dy      float32 // points by which the sheet lay off
	threshold   uint8   // how dark a dot must be to be black: low is a dark copy
	generations int     // copies of copies
	speckle     int     // specks
	streaks     int
	cut         float32 // points lost at the lower edge
	holes       bool
	standard    bool // 98 lines an inch
}

func newFax(r *rand.Rand) *fax {
	f := &fax{seed: r.Uint64(), skew: r.NormFloat64() * 0.6, dx: float32(r.NormFloat64() * 2), dy: float32(r.NormFloat64() * 2), threshold: uint8(95 + r.IntN(70)), generations: r.IntN(3), speckle: r.IntN(160)}
	switch r.IntN(8) {
	case 0:
		f.skew = (r.Float64()*2 - 1) * 3
	case 1:
		f.skew = 0
	}
	f.skew = max(-3, min(3, f.skew))
	if r.IntN(6) == 0 {
		f.speckle = 500 + r.IntN(1800)
	}
	if r.IntN(7) == 0 {
		f.streaks = 1 + r.IntN(2)
	}
	if r.IntN(8) == 0 {
		f.cut = float32(6 + r.IntN(18))
	}
	f.holes = r.IntN(9) == 0
	f.standard = r.IntN(14) == 0
	return f
}

// place is where a point of the sheet lies in the picture of the upright page, in points.
func (f *fax) place(x, y float32) (float32, float32) {
	sin, cos := math.Sincos(f.skew * math.Pi / 180)
	dx, dy := float64(x)-sheetWidth/2, float64(y)-sheetHeight/2
	return float32(sheetWidth/2+dx*cos-dy*sin) + f.dx, float32(sheetHeight/2+dx*sin+dy*cos) + f.dy
}

// lean is the box around a box of the sheet as it lies in the picture.
func (f *fax) lean(b records.Box) records.Box {
	out := records.Box{X0: math.MaxFloat32, Y0: math.MaxFloat32, X1: -math.MaxFloat32, Y1: -math.MaxFloat32}
	for _, c := range [4][2]float32{{b.X0, b.Y0}, {b.X1, b.Y0}, {b.X0, b.Y1}, {b.X1, b.Y1}} {
		x, y := f.place(c[0], c[1])
		out = records.Box{X0: min(out.X0, x), Y0: min(out.Y0, y), X1: max(out.X1, x), Y1: max(out.Y1, y)}
	}
	return out
}

// spoil does to a picture what copying and sending do.
func (f *fax) spoil(b *bitmap) {
	r := rand.New(rand.NewPCG(f.seed, 1))
	for g := range f.generations {
		if (int(f.seed)+g)%2 == 0 && f.threshold < 140 {
			b.grow(r.Uint64())
		}
		b.fray(r)
	}
	b.fray(r)
	for range f.speckle {
		x, y, n := r.IntN(b.w), r.IntN(b.h), r.IntN(3)
		for i := range 1 + n {
			for j := range 1 + r.IntN(n+1) {
				b.set(x+i, y+j, r.IntN(5) > 0)
			}
		}
	}
	for range f.streaks {
		x, w := r.IntN(b.w), 1+r.IntN(3)
		black := r.IntN(3) > 0
		for y := range b.h {
			if r.IntN(30) == 0 {
				continue
			}
			for i := range w {
				b.set(x+i, y, black)
			}
		}
	}
	if f.holes {
		for _, y := range []float32{130, 396, 662} {
			disc(b, 20, y, 9)
		}
	}
	if r.IntN(4) == 0 { // the edge of the sheet as a shadow
		w := 2 + r.IntN(12)
		for y := range b.h {
			for x := range w {
				b.set(b.w-1-x, y, r.IntN(6) > 0)
			}
		}
	}
	if f.cut > 0 {
		from := int((sheetHeight - f.cut) * dpi / 72)
		for y := from; y < b.h; y++ {
			clear(b.row(y))
		}
	}
	if f.standard {
		for y := 0; y+1 < b.h; y += 2 {
			copy(b.row(y+1), b.row(y))
		}
	}
}

func disc(b *bitmap, cx, cy, radius float32) {
	x0, y0, rr := int(cx*dpi/72), int(cy*dpi/72), int(radius*dpi/72)
	for y := -rr; y <= rr; y++ {
		for x := -rr; x <= rr; x++ {
			if x*x+y*y <= rr*rr {
				b.set(x0+x, y0+y, true)
			}
		}
	}
}

// scrawl is a line of handwriting that nobody can read.
func scrawl(r *rand.Rand, x, y, w float32) []stroke {
	var pts [][2]float32
	px, py := x, y
	for px < x+w {
		pts = append(pts, [2]float32{px, py})
		px += float32(r.Float64()*7) - 0.5
		py = y + float32(r.NormFloat64()*4.5)
	}
	if len(pts) < 2 {
		pts = append(pts, [2]float32{px, py}, [2]float32{px + 3, py})
	}
	return []stroke{{pts, 1 + float32(r.Float64())}}
}
