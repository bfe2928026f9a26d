package bundle

import (
	"image"
	"image/color"
	"math"
	"math/bits"
	"math/rand/v2"
	"sync"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// Pictures are drawn at the resolution of a fine fax.
const (
	dpi       = 200
	dotsWide  = sheetWidth * dpi / 72
	dotsHigh  = sheetHeight * dpi / 72
	dotsPoint = float32(dpi) / 72
)

// A bitmap is a picture of one bit a dot, black 1, the leftmost dot in the highest bit.
type bitmap struct {
	w, h, stride int // stride in words
	data         []uint64
}

func newBits(w, h int) *bitmap {
	s := (w + 63) / 64
	return &bitmap{w, h, s, make([]uint64, s*h)}
}

func (b *bitmap) row(y int) []uint64 { return b.data[y*b.stride : (y+1)*b.stride] }

func (b *bitmap) set(x, y int, black bool) {
	if x < 0 || y < 0 || x >= b.w || y >= b.h {
		return
	}
	if black {
		b.data[y*b.stride+x/64] |= 1 << (63 - x%64)
	} else {
		b.data[y*b.stride+x/64] &^= 1 << (63 - x%64)
	}
}

// grow makes every line a dot wider, to the right or downwards, as a dark copy does.
func (b *bitmap) grow(how uint64) {
	if how&1 == 0 {
		for y := range b.h {
			row := b.row(y)
			for i := len(row) - 1; i >= 0; i-- {
				carry := uint64(0)
				if i > 0 {
					carry = row[i-1] << 63
				}
				row[i] |= row[i]>>1 | carry
			}
		}
		return
	}
	for y := b.h - 1; y > 0; y-- {
		row, above := b.row(y), b.row(y-1)
		for i := range row {
			row[i] |= above[i]
		}
	}
}

// fray flips an eighth of the dots along the edges of the ink.
func (b *bitmap) fray(r *rand.Rand) {
	prev := make([]uint64, b.stride)
	edge := make([]uint64, b.stride)
	for y := range b.h {
		row := b.row(y)
		for i := range row {
			left := row[i] >> 1
			if i > 0 {
				left |= row[i-1] << 63
			}
			edge[i] = (row[i] ^ left) | (row[i] ^ prev[i])
		}
		copy(prev, row)
		for i, e := range edge {
			if e != 0 {
				row[i] ^= e & r.Uint64() & r.Uint64() & r.Uint64()
			}
		}
	}
}

// turn is the picture turned clockwise by 0, 90, 180 or 270 degrees.
func (b *bitmap) turn(degrees int) *bitmap {
	switch degrees {
	case 180:
		out := newBits(b.w, b.h)
		for y := range b.h {
			for i, word := range b.row(y) {
				for word != 0 {
					n := bits.LeadingZeros64(word)
					word &^= 1 << (63 - n)
					out.set(b.w-1-(i*64+n), b.h-1-y, true)
				}
			}
		}
		return out
	case 90, 270:
		out := newBits(b.h, b.w)
		for y := range b.h {
			for i, word := range b.row(y) {
				for word != 0 {
					n := bits.LeadingZeros64(word)
					word &^= 1 << (63 - n)
					x := i*64 + n
					if degrees == 90 {
						out.set(b.h-1-y, x, true)
					} else {
						out.set(y, b.w-1-x, true)
					}
				}
			}
		}
		return out
	}
	return b
}

// gray is the picture in black 0 and white 255.
func (b *bitmap) gray() *image.Gray {
	g := image.NewGray(image.Rect(0, 0, b.w, b.h))
	for y := range b.h {
		row, out := b.row(y), g.Pix[y*g.Stride:y*g.Stride+b.w]
		for x := range out {
			if row[x/64]>>(63-x%64)&1 == 0 {
				out[x] = 255
			}
		}
	}
	return g
}

// A mask is a glyph as it is drawn, with the place of its origin.
type mask struct {
	*image.Alpha
	x, y int
}

type maskKey struct {
	face face
	code byte
	size float32
}

// A canvas draws one page.
type canvas struct {
	gray  []uint8 // ink, 0 to 255
	masks map[maskKey]*mask
	fax   *fax
	sin   float32
	cos   float32
	ras   *vector.Rasterizer
	buf   sfnt.Buffer
}

var inks = sync.Pool{New: func() any { b := make([]uint8, dotsWide*dotsHigh); return &b }}

// draw is the picture of an upright page.
func (p *page) draw() *bitmap {
	buf := inks.Get().(*[]uint8)
	defer inks.Put(buf)
	clear(*buf)
	f := p.fax
	if f == nil {
		f = &fax{threshold: 128}
	}
	sin, cos := math.Sincos(f.skew * math.Pi / 180)
	c := &canvas{gray: *buf, masks: map[maskKey]*mask{}, fax: f, sin: float32(sin), cos: float32(cos), ras: vector.NewRasterizer(1, 1)}
	for _, ru := range p.sheet.rules {
		c.fill(ru)
	}
	for _, ru := range p.overBox {
		c.fill(ru)
	}
	for _, m := range p.sheet.motes {
		c.word(m)
	}
	for _, s := range p.sheet.strokes {
		c.stroke(s)
	}
	for _, m := range p.over {
		c.word(m)
	}
	for _, s := range p.overInk {
		c.stroke(s)
	}
	b := newBits(dotsWide, dotsHigh)
	for y := range b.h {
		row, ink := b.row(y), c.gray[y*dotsWide:(y+1)*dotsWide]
		for x, v := range ink {
			if v > f.threshold {
				row[x/64] |= 1 << (63 - x%64)
			}
		}
	}
	if p.fax != nil {
		f.spoil(b)
	}
	return b
}

func (c *canvas) dot(x, y float32) (float32, float32) {
	x, y = c.fax.place(x, y)
	return x * dotsPoint, y * dotsPoint
}

func (c *canvas) word(m mote) {
	x := m.x
	cut := cuts()[m.face]
	for _, code := range codes(m.text) {
		if k := c.mask(maskKey{m.face, code, m.size}); k != nil {
			dx, dy := c.dot(x, m.y)
			c.blit(k, int(math.Round(float64(dx))), int(math.Round(float64(dy))))
		}
		x += cut.advance[code] * m.size
	}
}

// mask is a glyph drawn at the lean of the page.
func (c *canvas) mask(k maskKey) *mask {
	if m, ok := c.masks[k]; ok {
		return m
	}
	c.masks[k] = nil
	cut := cuts()[k.face]
	if cut.glyph[k.code] == 0 || k.code == ' ' {
		return nil
	}
	segs, err := cut.font.LoadGlyph(&c.buf, cut.glyph[k.code], fixed.I(unitsPerEm), nil)
	if err != nil || len(segs) == 0 {
		return nil
	}
	scale := k.size * dotsPoint / unitsPerEm / 64
	place := func(p fixed.Point26_6) (float32, float32) {
		x, y := float32(p.X)*scale, float32(p.Y)*scale
		return x*c.cos - y*c.sin, x*c.sin + y*c.cos
	}
	x0, y0, x1, y1 := float32(1e9), float32(1e9), float32(-1e9), float32(-1e9)
	for _, s := range segs {
		n := map[sfnt.SegmentOp]int{sfnt.SegmentOpMoveTo: 1, sfnt.SegmentOpLineTo: 1, sfnt.SegmentOpQuadTo: 2, sfnt.SegmentOpCubeTo: 3}[s.Op]
		for _, a := range s.Args[:n] {
			x, y := place(a)
			x0, y0, x1, y1 = min(x0, x), min(y0, y), max(x1, x), max(y1, y)
		}
	}
	ox, oy := int(math.Floor(float64(x0))), int(math.Floor(float64(y0)))
	w, h := int(math.Ceil(float64(x1)))-ox+1, int(math.Ceil(float64(y1)))-oy+1
	c.ras.Reset(w, h)
	at := func(p fixed.Point26_6) (float32, float32) {
		x, y := place(p)
		return x - float32(ox), y - float32(oy)
	}
	for _, s := range segs {
		x, y := at(s.Args[0])
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			c.ras.ClosePath()
			c.ras.MoveTo(x, y)
		case sfnt.SegmentOpLineTo:
			c.ras.LineTo(x, y)
		case sfnt.SegmentOpQuadTo:
			bx, by := at(s.Args[1])
			c.ras.QuadTo(x, y, bx, by)
		case sfnt.SegmentOpCubeTo:
			bx, by := at(s.Args[1])
			cx, cy := at(s.Args[2])
			c.ras.CubeTo(x, y, bx, by, cx, cy)
		}
	}
	c.ras.ClosePath()
	m := &mask{image.NewAlpha(image.Rect(0, 0, w, h)), ox, oy}
	c.ras.Draw(m.Alpha, m.Bounds(), image.NewUniform(color.Opaque), image.Point{})
	c.masks[k] = m
	return m
}

func (c *canvas) blit(m *mask, x, y int) {
	x, y = x+m.x, y+m.y
	for j := range m.Rect.Dy() {
		yy := y + j
		if yy < 0 || yy >= dotsHigh {
			continue
		}
		for i, a := range m.Pix[j*m.Stride : j*m.Stride+m.Rect.Dx()] {
			if xx := x + i; a > 0 && xx >= 0 && xx < dotsWide {
				p := &c.gray[yy*dotsWide+xx]
				*p = uint8(min(255, int(*p)+int(a)))
			}
		}
	}
}

// fill draws a rectangle of the sheet; a thin one that leans is drawn dot by dot.
func (c *canvas) fill(r rule) {
	along := (r.x1 - r.x0) >= (r.y1 - r.y0)
	if along {
		c.stroke(stroke{[][2]float32{{r.x0, (r.y0 + r.y1) / 2}, {r.x1, (r.y0 + r.y1) / 2}}, r.y1 - r.y0})
	} else {
		c.stroke(stroke{[][2]float32{{(r.x0 + r.x1) / 2, r.y0}, {(r.x0 + r.x1) / 2, r.y1}}, r.x1 - r.x0})
	}
}

// stroke draws a line of a pen with a square nib.
func (c *canvas) stroke(s stroke) {
	w := max(1, int(s.width*dotsPoint+0.5))
	for i := 1; i < len(s.points); i++ {
		x0, y0 := c.dot(s.points[i-1][0], s.points[i-1][1])
		x1, y1 := c.dot(s.points[i][0], s.points[i][1])
		steep := math.Abs(float64(y1-y0)) > math.Abs(float64(x1-x0))
		n := int(max(math.Abs(float64(x1-x0)), math.Abs(float64(y1-y0)))) + 1
		for k := range n + 1 {
			t := float32(k) / float32(n)
			x, y := int(x0+(x1-x0)*t), int(y0+(y1-y0)*t)
			for d := -w / 2; d < w-w/2; d++ {
				xx, yy := x, y+d
				if steep {
					xx, yy = x+d, y
				}
				if xx >= 0 && xx < dotsWide && yy >= 0 && yy < dotsHigh {
					c.gray[yy*dotsWide+xx] = 255
				}
			}
		}
	}
}
