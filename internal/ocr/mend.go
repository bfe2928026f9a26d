package ocr

import "image"

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
		if !l.specks[l.parts.of[i]] && !l.ofStreak(r) {
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

func (l *look) ofStreak(r run) bool {
	for _, s := range l.streaks {
		if s.owns(r) {
			return true
		}
	}
	return false
}
