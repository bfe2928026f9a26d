package ocr

import (
	"image"
	"math"

	"github.com/openimr/openimr/records"
)

// A Levelling is how a picture whose lines were laid level lies on the picture that still leans.
type Levelling struct {
	sin, cos      float64
	fromX, fromY  float64 // middle of the level picture
	toX, toY      float64 // middle of the leaning one
	Width, Height int     // of the level picture, in pixels
	FromW, FromH  int     // of the leaning picture
	skewed        bool
}

func levelling(w, h int, skew float64) Levelling {
	l := Levelling{sin: 0, cos: 1, Width: w, Height: h, FromW: w, FromH: h}
	if skew != 0 {
		l.sin, l.cos = math.Sincos(skew * math.Pi / 180)
		s := math.Abs(l.sin)
		l.Width, l.Height, l.skewed = int(math.Ceil(float64(w)*l.cos+float64(h)*s)), int(math.Ceil(float64(h)*l.cos+float64(w)*s)), true
	}
	l.fromX, l.fromY, l.toX, l.toY = float64(l.Width)/2, float64(l.Height)/2, float64(w)/2, float64(h)/2
	return l
}

// Lean is the place on the leaning picture of a place on the level one.
func (l Levelling) Lean(x, y float64) (float64, float64) {
	x, y = x-l.fromX, y-l.fromY
	return l.toX + x*l.cos - y*l.sin, l.toY + x*l.sin + y*l.cos
}

// Box is the place in points, on the page as it leans, of a box of the level picture: the smallest box that holds it.
// perPixel is the points of a pixel, 72 by the dots an inch.
func (l Levelling) Box(r image.Rectangle, perPixel float64) records.Box {
	x, y := l.Lean(float64(r.Min.X+r.Max.X)/2, float64(r.Min.Y+r.Max.Y)/2)
	s := math.Abs(l.sin)
	w := (float64(r.Dx())*l.cos + float64(r.Dy())*s) / 2
	h := (float64(r.Dy())*l.cos + float64(r.Dx())*s) / 2
	in := func(v float64, most int) float32 { return float32(max(0, min(v, float64(most))) * perPixel) }
	return records.Box{X0: in(x-w, l.FromW), Y0: in(y-h, l.FromH), X1: in(x+w, l.FromW), Y1: in(y+h, l.FromH)}
}

// level lays the lines of a picture level, with a mean of the four pixels around each place. Outside is white.
func (l Levelling) level(g *image.Gray) *image.Gray {
	if !l.skewed {
		return g
	}
	w, h := g.Rect.Dx(), g.Rect.Dy()
	o := image.NewGray(image.Rect(0, 0, l.Width, l.Height))
	const one = 1 << 16
	dx, dy := int(math.Round(l.cos*one)), int(math.Round(l.sin*one))
	for y := range l.Height {
		fx, fy := l.Lean(0.5, float64(y)+0.5)
		sx, sy := int(math.Round((fx-0.5)*one)), int(math.Round((fy-0.5)*one))
		dst := o.Pix[y*o.Stride : y*o.Stride+l.Width]
		for x := range dst {
			ix, iy := sx>>16, sy>>16
			if uint(ix) < uint(w-1) && uint(iy) < uint(h-1) {
				at := iy*g.Stride + ix
				p, q := g.Pix[at:at+2:at+2], g.Pix[at+g.Stride:at+g.Stride+2:at+g.Stride+2]
				if p[0]&p[1]&q[0]&q[1] == 255 {
					dst[x] = 255
				} else {
					a, b := sx>>8&255, sy>>8&255
					top := int(p[0])*(256-a) + int(p[1])*a
					bottom := int(q[0])*(256-a) + int(q[1])*a
					dst[x] = uint8((top*(256-b) + bottom*b + 1<<15) >> 16)
				}
			} else {
				dst[x] = 255
			}
			sx += dx
			sy += dy
		}
	}
	return o
}
