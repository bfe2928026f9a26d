package ocr

import (
	"encoding/binary"
	"fmt"
	"image"
)

// packed is a picture with a bit a pixel, the first in the highest, 1 for white: rows are whole bytes. It is nil where
// a pixel is neither black nor white.
func packed(g *image.Gray) []byte {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	stride := (w + 7) / 8
	out := make([]byte, stride*h)
	for y := range h {
		src, dst := g.Pix[y*g.Stride:y*g.Stride+w], out[y*stride:(y+1)*stride]
		for ; len(src) >= 8; src, dst = src[8:], dst[1:] {
			v := binary.LittleEndian.Uint64(src)
			if v == 1<<64-1 {
				dst[0] = 0xFF
				continue
			}
			ones := v & 0x0101010101010101
			if v != ones*0xFF {
				return nil
			}
			dst[0] = byte(ones * 0x8040201008040201 >> 56) // each bit to its place
		}
		for k, v := range src {
			switch v {
			case 0xFF:
				dst[0] |= 0x80 >> k
			case 0:
			default:
				return nil
			}
		}
	}
	return out
}

// portable writes a picture as a file that any program reads: PBM where it is black and white, PGM else. Tesseract reads
// the first in a ninth less time, since it need not look for the shade that parts ink from paper.
func portable(g *image.Gray) []byte {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	if bits := packed(g); bits != nil {
		out := fmt.Appendf(make([]byte, 0, len(bits)+32), "P4\n%d %d\n", w, h)
		for _, b := range bits {
			out = append(out, ^b) // 1 is ink
		}
		return out
	}
	out := fmt.Appendf(make([]byte, 0, w*h+32), "P5\n%d %d\n255\n", w, h)
	for y := range h {
		out = append(out, g.Pix[y*g.Stride:y*g.Stride+w]...)
	}
	return out
}
