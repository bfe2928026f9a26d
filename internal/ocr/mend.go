package ocr

import (
	"image"
	"math"
)

// turnGray turns a picture clockwise by 0, 90, 180 or 270 degrees. With 0 it is the same picture.
func turnGray(g *image.Gray, degrees int) *image.Gray {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	switch degrees {
	case 180:
		o := image.NewGray(image.Rect(0, 0, w, h))
		for y := range h {
			src, dst := g.Pix[y*g.Stride:y*g.Stride+w], o.Pix[(h-1-y)*o.Stride:(h-1-y)*o.Stride+w]
			for x, v := range src {
				dst[w-1-x] = v
			}
		}
		return o
	case 90, 270:
		o := image.NewGray(image.Rect(0, 0, h, w))
		const tile = 32
		for ty := 0; ty < h; ty += tile {
			for tx := 0; tx < w; tx += tile {
				for y := ty; y < min(ty+tile, h); y++ {
					src := g.Pix[y*g.Stride:]
					at, step := h-1-y, o.Stride
					if degrees == 270 {
						at, step = (w-1)*o.Stride+y, -o.Stride
					}
					at += tx * step
					for x := tx; x < min(tx+tile, w); x++ {
						o.Pix[at] = src[x]
						at += step
					}
				}
			}
		}
		return o
	}
	return g
}

// paintSpecks returns the picture without its specks; in shades of gray their rim goes too.
func (l *look) paintSpecks(g *image.Gray) *image.Gray {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	o := image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		copy(o.Pix[y*o.Stride:y*o.Stride+w], g.Pix[y*g.Stride:])
	}
	rim := int32(0)
	if l.gray {
		rim = 1
	}
	for i, r := range l.parts.runs {
		if !l.specks[l.parts.of[i]] {
			continue
		}
		for y := max(0, r.y-rim); y <= min(int32(h-1), r.y+rim); y++ {
			row := o.Pix[int(y)*o.Stride : int(y)*o.Stride+w]
			for x := max(0, r.x0-rim); x < min(int32(w), r.x1+rim); x++ {
				row[x] = 255
			}
		}
	}
	return o
}

// A Levelling is where the pixels of a picture whose lines were laid level lie on the picture that still leans.
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

// Level is the place on the level picture of a place on the leaning one.
func (l Levelling) Level(x, y float64) (float64, float64) {
	x, y = x-l.toX, y-l.toY
	return l.fromX + x*l.cos + y*l.sin, l.fromY - x*l.sin + y*l.cos
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
