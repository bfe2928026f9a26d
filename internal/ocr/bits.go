package ocr

import (
	"image"
	"math/bits"
)

// bitmap is a black and white picture, 64 pixels a word, ink is 1. Bits beyond the width are 0.
type bitmap struct {
	w, h   int
	stride int // words a row
	pix    []uint64
}

func newBitmap(w, h int) *bitmap {
	s := (w + 63) / 64
	return &bitmap{w, h, s, make([]uint64, s*h)}
}

func (b *bitmap) row(y int) []uint64 { return b.pix[y*b.stride : (y+1)*b.stride] }

// blackAndWhite makes every pixel darker than limit ink.
func blackAndWhite(g *image.Gray, limit uint8) *bitmap {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	b := newBitmap(w, h)
	t := uint32(limit)
	for y := range h {
		src := g.Pix[y*g.Stride : y*g.Stride+w]
		dst := b.row(y)
		i := 0
		for ; len(src) >= 64; src = src[64:] {
			var v uint64
			for k := 0; k < 64; k += 8 {
				s := src[k : k+8 : k+8]
				if s[0]&s[1]&s[2]&s[3]&s[4]&s[5]&s[6]&s[7] == 255 {
					continue
				}
				v |= uint64((uint32(s[0])-t)>>31|(uint32(s[1])-t)>>31<<1|(uint32(s[2])-t)>>31<<2|(uint32(s[3])-t)>>31<<3|
					(uint32(s[4])-t)>>31<<4|(uint32(s[5])-t)>>31<<5|(uint32(s[6])-t)>>31<<6|(uint32(s[7])-t)>>31<<7) << k
			}
			dst[i] = v
			i++
		}
		if len(src) > 0 {
			var v uint64
			for k, p := range src {
				v |= uint64((uint32(p)-t)>>31) << k
			}
			dst[i] = v
		}
	}
	return b
}

// inkLimit finds the shade that parts ink from paper best (Otsu), looking at every third pixel of every third row. It is
// kept where real paper and real ink lie, so that an empty page does not turn its grain into ink. share is how much of the
// page is neither near black nor near white.
func inkLimit(g *image.Gray) (limit uint8, share float64) {
	var hist [256]int
	w, h := g.Rect.Dx(), g.Rect.Dy()
	for y := 0; y < h; y += 3 {
		row := g.Pix[y*g.Stride : y*g.Stride+w]
		for x := y % 3; x < w; x += 3 {
			hist[row[x]]++
		}
	}
	var n, sum, between int
	for v, c := range hist {
		n += c
		sum += v * c
		if v > 32 && v < 224 {
			between += c
		}
	}
	if n == 0 {
		return 128, 0
	}
	best, bestAt, n0, sum0 := -1.0, 127, 0, 0
	for v := range 255 {
		n0 += hist[v]
		sum0 += v * hist[v]
		n1 := n - n0
		if n0 == 0 || n1 == 0 {
			continue
		}
		d := float64(sum0)/float64(n0) - float64(sum-sum0)/float64(n1)
		if s := float64(n0) * float64(n1) * d * d; s > best {
			best, bestAt = s, v
		}
	}
	return uint8(min(max(bestAt+1, 64), 208)), float64(between) / float64(n)
}

// turned is the picture turned clockwise by 0, 90, 180 or 270 degrees.
func (b *bitmap) turned(degrees int) *bitmap {
	switch degrees {
	case 90:
		t := b.transposed()
		return t.mirrored()
	case 180:
		m := b.mirrored()
		o := newBitmap(b.w, b.h)
		for y := range b.h {
			copy(o.row(y), m.row(b.h-1-y))
		}
		return o
	case 270:
		t := b.transposed()
		o := newBitmap(t.w, t.h)
		for y := range t.h {
			copy(o.row(y), t.row(t.h-1-y))
		}
		return o
	}
	return b
}

// mirrored swaps left and right.
func (b *bitmap) mirrored() *bitmap {
	o := newBitmap(b.w, b.h)
	pad := b.stride*64 - b.w
	for y := range b.h {
		src, dst := b.row(y), o.row(y)
		for i, v := range src {
			dst[len(dst)-1-i] = bits.Reverse64(v)
		}
		if pad > 0 { // the padding is in front now
			for i := range dst {
				dst[i] >>= pad
				if i+1 < len(dst) {
					dst[i] |= dst[i+1] << (64 - pad)
				}
			}
		}
	}
	return o
}

// transposed swaps rows and columns.
func (b *bitmap) transposed() *bitmap {
	o := newBitmap(b.h, b.w)
	var block [64]uint64
	for by := 0; by < b.h; by += 64 {
		rows := min(64, b.h-by)
		for bx := range b.stride {
			var any uint64
			for i := range rows {
				block[i] = b.pix[(by+i)*b.stride+bx]
				any |= block[i]
			}
			if any == 0 {
				continue
			}
			clear(block[rows:])
			transpose64(&block)
			for i := range min(64, b.w-bx*64) {
				o.pix[(bx*64+i)*o.stride+by>>6] = block[i]
			}
		}
	}
	return o
}

// transpose64 swaps rows and columns of 64 by 64 bits.
func transpose64(a *[64]uint64) {
	m := uint64(0x00000000ffffffff)
	for j := 32; j != 0; j >>= 1 {
		for k := 0; k < 64; k = (k + j + 1) &^ j {
			t := (a[k]>>j ^ a[k+j]) & m
			a[k] ^= t << j
			a[k+j] ^= t
		}
		m ^= m << (j >> 1)
	}
}
