package sandbox

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
)

// A colourPicture is a page as it was drawn, with what tells how it is packed best.
type colourPicture struct {
	w, h   int
	pix    []byte // blue, green, red and nothing, as PDFium draws
	colour int    // pixels that are not gray
	middle int    // pixels that are neither nearly white nor nearly black
}

func newColourPicture(w, h int) *colourPicture {
	return &colourPicture{w: w, h: h, pix: make([]byte, 4*w*h)}
}

// white is two pixels of paper.
const white = 1<<64 - 1

// How far apart the parts of a colour may lie in what is taken for gray, and how dark and light a page's ink and paper are.
const (
	grayWithin = 24
	inkBelow   = 64
	paperAbove = 224
)

// set takes a row and looks at its pixels.
func (c *colourPicture) set(y int, row []byte) {
	copy(c.pix[4*c.w*y:], row)
	for i := 0; i+3 < len(row); i += 4 {
		for i+8 <= len(row) && binary.LittleEndian.Uint64(row[i:]) == white { // most of a page is paper
			i += 8
		}
		if i+3 >= len(row) {
			break
		}
		b, g, r := row[i], row[i+1], row[i+2]
		if b == g && g == r {
			if g >= inkBelow && g <= paperAbove {
				c.middle++
			}
			continue
		}
		if spread(b, g, r) > grayWithin {
			c.colour++
		}
		if g >= inkBelow && g <= paperAbove {
			c.middle++
		}
	}
}

func spread(b, g, r byte) byte { return max(b, g, r) - min(b, g, r) }

// pack makes a file of the picture: JPEG of a photograph, else PNG, with 16 levels of gray where there is no colour. Text is smaller
// and sharper as PNG, and packed faster.
func (c *colourPicture) pack() (kind string, data []byte, err error) {
	n := c.w * c.h
	coloured := c.colour*1000 > n
	switch {
	case c.middle*4 > n:
		var b bytes.Buffer
		err = jpeg.Encode(&b, c.image(coloured), &jpeg.Options{Quality: 78})
		return "image/jpeg", b.Bytes(), err
	case coloured:
		data, err = packPNG(c.w, c.h, 8, palette(), c.row8)
	default:
		data, err = packPNG(c.w, c.h, 4, nil, c.row4)
	}
	return "image/png", data, err
}

func (c *colourPicture) image(coloured bool) image.Image {
	if !coloured {
		g := image.NewGray(image.Rect(0, 0, c.w, c.h))
		for i := range g.Pix {
			g.Pix[i] = c.pix[4*i+1]
		}
		return g
	}
	// JPEG wants brightness and colour apart.
	y := image.NewYCbCr(image.Rect(0, 0, c.w, c.h), image.YCbCrSubsampleRatio420)
	for row := range c.h {
		for x := range c.w {
			p := c.pix[4*(row*c.w+x):]
			luma, cb, cr := color.RGBToYCbCr(p[2], p[1], p[0])
			y.Y[row*y.YStride+x] = luma
			if row&1 == 0 && x&1 == 0 {
				at := row/2*y.CStride + x/2
				y.Cb[at], y.Cr[at] = cb, cr
			}
		}
	}
	return y
}

// row4 writes a row as 16 levels of gray, two pixels a byte.
func (c *colourPicture) row4(y int, to []byte) {
	row := c.pix[4*c.w*y:][:4*c.w]
	clear(to)
	for x := 0; x < c.w; x++ {
		for x&1 == 0 && x+2 <= c.w && binary.LittleEndian.Uint64(row[4*x:]) == white {
			to[x/2] = 0xFF
			x += 2
		}
		if x >= c.w {
			break
		}
		to[x/2] |= levels[row[4*x+1]] << (4 * uint(1-x&1))
	}
}

// row8 writes a row by the palette: 16 grays, then a cube of 6 by 6 by 6 colours.
func (c *colourPicture) row8(y int, to []byte) {
	row := c.pix[4*c.w*y:][:4*c.w]
	for x := range c.w {
		b, g, r := row[4*x], row[4*x+1], row[4*x+2]
		if spread(b, g, r) <= grayWithin {
			to[x] = levels[g]
			continue
		}
		to[x] = 16 + sixths[r]*36 + sixths[g]*6 + sixths[b]
	}
}

// levels and sixths round a brightness to one of 16 and of 6.
var levels, sixths = func() (l, s [256]byte) {
	for i := range 256 {
		l[i], s[i] = byte((i*15+127)/255), byte((i*5+127)/255)
	}
	return l, s
}()

// palette is the colours that row8 writes.
func palette() []byte {
	p := make([]byte, 0, 3*232)
	for i := range 16 {
		v := byte(i * 17)
		p = append(p, v, v, v)
	}
	for r := range 6 {
		for g := range 6 {
			for b := range 6 {
				p = append(p, byte(r*51), byte(g*51), byte(b*51))
			}
		}
	}
	return p
}
