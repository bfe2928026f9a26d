package ocr

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"

	"github.com/klauspost/compress/zlib"
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

// portable writes a picture as a file that Tesseract reads soon: PBM where it is black and white, else PNG. The form that lies nearest,
// PGM, it reads byte by byte, which takes a tenth of its whole time.
func portable(g *image.Gray) []byte {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	bits := packed(g)
	if bits == nil {
		return portableGray(g)
	}
	out := fmt.Appendf(make([]byte, 0, len(bits)+32), "P4\n%d %d\n", w, h)
	for _, b := range bits {
		out = append(out, ^b) // 1 is ink
	}
	return out
}

// portableGray writes a PNG file of 8 bits a pixel, whose rows are not filtered.
func portableGray(g *image.Gray) []byte {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	var out, data bytes.Buffer
	chunk := func(name string, body []byte) {
		out.Write(binary.BigEndian.AppendUint32(nil, uint32(len(body))))
		at := out.Len()
		out.WriteString(name)
		out.Write(body)
		out.Write(binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(out.Bytes()[at:])))
	}
	data.Grow(w * h / 8)
	z, _ := zlib.NewWriterLevel(&data, zlib.BestSpeed) // fails for an unknown level alone
	line := make([]byte, 1+w)
	for y := range h {
		copy(line[1:], g.Pix[y*g.Stride:])
		_, _ = z.Write(line) // a buffer in memory takes everything
	}
	_ = z.Close()
	out.Grow(data.Len() + 64)
	out.WriteString("\x89PNG\r\n\x1a\n")
	chunk("IHDR", append(binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, uint32(w)), uint32(h)), 8, 0, 0, 0, 0))
	chunk("IDAT", data.Bytes())
	chunk("IEND", nil)
	return out.Bytes()
}
