package sandbox

import (
	"bytes"
	"compress/zlib"
	"io"

	"golang.org/x/image/tiff/lzw"
)

const problemPacking = Problem("The page is packed in a way that cannot be read here. Send it again as PDF.")

// unpack unpacks what PDF has no name for: planes one after the other, samples of 16 bits, samples beyond the colour,
// which say how transparent a pixel is.
func (t *tiffFile) unpack(d ifd) (raster, error) {
	w, h := int(d.first(tagWidth, 0)), int(d.first(tagHeight, 0))
	samples, depth := int(d.first(tagSamples, 1)), int(d.first(tagBits, 1))
	photometric, planes := d.first(tagPhotometric, 0), 1
	channels := map[uint32]int{0: 1, 1: 1, 2: 3, 5: 4}[photometric]
	if channels == 0 || samples < channels || samples > 8 || depth != 8 && depth != 16 {
		return raster{}, problemPacking
	}
	if d.first(tagPlanar, 1) == 2 {
		planes = samples
	}
	if int64(w)*int64(h)*int64(channels) > mostUnpacked {
		return raster{}, problemPageMemory
	}
	tiles, err := t.strips(d, planes)
	if err != nil {
		return raster{}, err
	}
	out := make([]byte, w*h*channels)
	each := len(tiles) / planes
	if each == 0 {
		return raster{}, errTIFF
	}
	for i, u := range tiles {
		width := samples // samples of a pixel in this tile
		first := 0       // the first of them
		if planes > 1 {
			width, first = 1, i/each
			if first >= channels {
				break
			}
		}
		size := depth / 8
		if int64(u.w)*int64(u.h)*int64(width*size) > mostUnpacked {
			return raster{}, problemPageMemory
		}
		line := u.w * width * size
		pixels := make([]byte, line*u.h)
		if err := inflate(pixels, u.data, d.first(tagCompression, 1)); err != nil {
			return raster{}, err
		}
		for y := range min(u.h, h-u.y) {
			row := pixels[y*line:][:line]
			t.undo(row, d.first(tagPredictor, 1), width, size)
			for x := range min(u.w, w-u.x) {
				for c := range min(width, channels) {
					at := (x*width + c) * size
					if size == 2 && t.order.Uint16([]byte{1, 0}) == 1 {
						at++ // the high byte
					}
					v := row[at]
					if photometric == 0 {
						v = 255 - v
					}
					out[((u.y+y)*w+u.x+x)*channels+first+c] = v
				}
			}
		}
	}
	var data bytes.Buffer
	z, err := zlib.NewWriterLevel(&data, zlib.BestSpeed)
	if err != nil {
		return raster{}, err
	}
	if _, err := z.Write(out); err != nil {
		return raster{}, err
	}
	if err := z.Close(); err != nil {
		return raster{}, err
	}
	return raster{w: w, h: h, tiles: []tile{{data.Bytes(), 0, 0, w, h, "/Filter/FlateDecode/BitsPerComponent 8" + colourSpace(channels)}}}, nil
}

// mostUnpacked is how many bytes of a page are unpacked here.
const mostUnpacked = 300 << 20

// inflate unpacks a strip. One that ends early leaves the rest of its pixels 0.
func inflate(to, packed []byte, compression uint32) error {
	var r io.Reader
	switch compression {
	case 1:
		r = bytes.NewReader(packed)
	case 5:
		l := lzw.NewReader(bytes.NewReader(packed), lzw.MSB, 8)
		defer func() { _ = l.Close() }()
		r = l
	case 8, 32946:
		z, err := zlib.NewReader(bytes.NewReader(packed))
		if err != nil {
			return errTIFF
		}
		r = z
	case 32773:
		r = bytes.NewReader(unpackBits(packed, len(to)))
	default:
		return problemPacking
	}
	if n, _ := io.ReadFull(r, to); n == 0 {
		return errTIFF
	}
	return nil
}

// unpackBits undoes PackBits, up to most bytes.
func unpackBits(packed []byte, most int) []byte {
	var out []byte
	for len(packed) > 0 && len(out) < most {
		n := int(int8(packed[0]))
		packed = packed[1:]
		switch {
		case n >= 0:
			n = min(n+1, len(packed))
			out, packed = append(out, packed[:n]...), packed[n:]
		case n > -128 && len(packed) > 0:
			out, packed = append(out, bytes.Repeat(packed[:1], 1-n)...), packed[1:]
		}
	}
	return out
}

// undo undoes the prediction of a row.
func (t *tiffFile) undo(row []byte, predictor uint32, width, size int) {
	if predictor != 2 {
		return
	}
	if size == 1 {
		for i := width; i < len(row); i++ {
			row[i] += row[i-width]
		}
		return
	}
	for i := 2 * width; i+1 < len(row); i += 2 {
		t.order.PutUint16(row[i:], t.order.Uint16(row[i:])+t.order.Uint16(row[i-2*width:]))
	}
}
