package sandbox

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
)

// Text is packed as PNG with 16 levels of gray: smaller, sharper and sooner made than JPEG. Colours are rounded to a palette.
// What is mostly neither paper nor ink is a photograph, and packed as JPEG.

// white is eight bytes of paper.
const white = 1<<64 - 1

// How far apart the parts of a colour may lie in what is taken for gray, and how dark and light a page's ink and paper are.
const (
	grayWithin = 24
	inkBelow   = 64
	paperAbove = 224
)

// jpegQuality is that of photographs.
const jpegQuality = 78

// packGray packs a picture that was drawn in gray.
func (d drawn) packGray() (kind string, data []byte, err error) {
	middle := 0
	p := newPNG(d.w, d.h, 4, nil)
	for y := range d.h {
		middle += row4(d.row(y), p.line())
		p.write()
		if middle*4 > d.w*d.h {
			return packJPEG(&image.Gray{Pix: d.pix, Stride: d.stride, Rect: image.Rect(0, 0, d.w, d.h)})
		}
	}
	return "image/png", p.end(), nil
}

// packColour packs a picture that was drawn in colour, and may have none all the same.
func (d drawn) packColour() (kind string, data []byte, err error) {
	colour, middle := 0, 0 // pixels that are not gray, and that are neither nearly white nor nearly black
	for y := range d.h {
		c, m := tell(d.row(y))
		colour, middle = colour+c, middle+m
	}
	n := d.w * d.h
	coloured := colour*1000 > n
	switch {
	case middle*4 > n && coloured:
		return packJPEG(d.brightnessAndColour())
	case middle*4 > n:
		g := image.NewGray(image.Rect(0, 0, d.w, d.h))
		for y := range d.h {
			greens(d.row(y), g.Pix[y*g.Stride:])
		}
		return packJPEG(g)
	case coloured:
		p := newPNG(d.w, d.h, 8, palette())
		for y := range d.h {
			row8(d.row(y), p.line())
			p.write()
		}
		return "image/png", p.end(), nil
	}
	p := newPNG(d.w, d.h, 4, nil)
	gray := make([]byte, d.w)
	for y := range d.h {
		greens(d.row(y), gray)
		row4(gray, p.line())
		p.write()
	}
	return "image/png", p.end(), nil
}

func packJPEG(picture image.Image) (kind string, data []byte, err error) {
	var b bytes.Buffer
	err = jpeg.Encode(&b, picture, &jpeg.Options{Quality: jpegQuality})
	return "image/jpeg", b.Bytes(), err
}

// tell looks at a row in colour.
func tell(row []byte) (colour, middle int) {
	for len(row) >= 4 {
		for len(row) >= 32 && binary.LittleEndian.Uint64(row)&binary.LittleEndian.Uint64(row[8:])&
			binary.LittleEndian.Uint64(row[16:])&binary.LittleEndian.Uint64(row[24:]) == white { // most of a page is paper
			row = row[32:]
		}
		for stop := max(len(row)-32, 0); len(row) > stop; row = row[4:] {
			b, g, r := row[0], row[1], row[2]
			if b != g || g != r {
				if spread(b, g, r) > grayWithin {
					colour++
				}
			}
			if g >= inkBelow && g <= paperAbove {
				middle++
			}
		}
	}
	return colour, middle
}

func spread(b, g, r byte) byte { return max(b, g, r) - min(b, g, r) }

// greens makes a row in gray of one in colour that has none.
func greens(row, to []byte) {
	for i := range to[:len(row)/4] {
		to[i] = row[4*i+1]
	}
}

// brightnessAndColour parts the two, as JPEG wants them.
func (d drawn) brightnessAndColour() image.Image {
	y := image.NewYCbCr(image.Rect(0, 0, d.w, d.h), image.YCbCrSubsampleRatio420)
	for row := range d.h {
		pix := d.row(row)
		for x := range d.w {
			p := pix[4*x:]
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

// row4 writes a row in gray as 16 levels, two pixels a byte, and counts the pixels that are neither nearly white nor nearly
// black.
func row4(row, to []byte) (middle int) {
	n := len(row) / 2
	for i := 0; i < n; {
		for i+8 <= n && binary.LittleEndian.Uint64(row[2*i:])&binary.LittleEndian.Uint64(row[2*i+8:]) == white {
			binary.LittleEndian.PutUint64(to[i:], white)
			i += 8
		}
		for stop := min(i+8, n); i < stop; i++ {
			a, b := row[2*i], row[2*i+1]
			to[i] = levels[a]<<4 | levels[b]
			middle += int(middles[a] + middles[b])
		}
	}
	if len(row)&1 == 1 {
		a := row[len(row)-1]
		to[n] = levels[a] << 4
		middle += int(middles[a])
	}
	return middle
}

// row8 writes a row in colour by the palette: 16 grays, then a cube of 6 by 6 by 6 colours.
func row8(row, to []byte) {
	n := len(row) / 4
	for x := 0; x < n; {
		for x+8 <= n {
			p := row[4*x:][:32]
			if binary.LittleEndian.Uint64(p)&binary.LittleEndian.Uint64(p[8:])&binary.LittleEndian.Uint64(p[16:])&binary.LittleEndian.Uint64(p[24:]) != white {
				break
			}
			binary.LittleEndian.PutUint64(to[x:], 15*0x0101010101010101)
			x += 8
		}
		for stop := min(x+8, n); x < stop; x++ {
			b, g, r := row[4*x], row[4*x+1], row[4*x+2]
			if b == g && g == r || spread(b, g, r) <= grayWithin {
				to[x] = levels[g]
				continue
			}
			to[x] = 16 + sixths[r]*36 + sixths[g]*6 + sixths[b]
		}
	}
}

// levels and sixths round a brightness to one of 16 and of 6; middles is 1 where it is neither nearly white nor nearly black.
var levels, sixths, middles = func() (l, s, m [256]byte) {
	for i := range 256 {
		l[i], s[i] = byte((i*15+127)/255), byte((i*5+127)/255)
		if i >= inkBelow && i <= paperAbove {
			m[i] = 1
		}
	}
	return l, s, m
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
