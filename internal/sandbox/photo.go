package sandbox

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image/png"
	"io"
)

// mostPicture is how long the file of one picture may be, in bytes.
const mostPicture = 512 << 20

const problemPicture = Problem("The picture is damaged and cannot be read. Send it again.")

func readPicture(file io.ReaderAt, size int64) ([]byte, error) {
	if size > mostPicture {
		return nil, problemPageMemory
	}
	b, err := head(file, int(size))
	if err == nil && int64(len(b)) < size {
		err = problemIncomplete
	}
	return b, err
}

// jpegRaster takes a JPEG picture as it is.
func jpegRaster(b []byte) (raster, error) {
	r := raster{}
	channels, adobe := 0, false
	for at := 2; at+4 <= len(b); {
		if b[at] != 0xFF {
			return r, problemPicture
		}
		marker := b[at+1]
		if marker == 0xFF {
			at++
			continue
		}
		if marker == 0xDA || marker == 0xD9 {
			break
		}
		if marker == 0x01 || marker >= 0xD0 && marker <= 0xD8 {
			at += 2
			continue
		}
		n := int(binary.BigEndian.Uint16(b[at+2:]))
		if n < 2 || at+2+n > len(b) {
			return r, problemIncomplete
		}
		body := b[at+4 : at+2+n]
		switch {
		case marker >= 0xC0 && marker <= 0xC2 && len(body) >= 6:
			r.h, r.w, channels = int(binary.BigEndian.Uint16(body[1:])), int(binary.BigEndian.Uint16(body[3:])), int(body[5])
		case marker >= 0xC3 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC:
			return r, Problem("The picture is packed in a way that cannot be read here. Send it again as PDF or as an ordinary JPEG.")
		case marker == 0xE0 && len(body) >= 12 && bytes.HasPrefix(body, []byte("JFIF\x00")):
			x, y := float64(binary.BigEndian.Uint16(body[8:])), float64(binary.BigEndian.Uint16(body[10:]))
			switch body[7] {
			case 1:
				r.xdpi, r.ydpi = x, y
			case 2:
				r.xdpi, r.ydpi = x*2.54, y*2.54
			}
		case marker == 0xE1 && bytes.HasPrefix(body, []byte("Exif\x00\x00")):
			exif(body[6:], &r)
		case marker == 0xEE && bytes.HasPrefix(body, []byte("Adobe")):
			adobe = true
		}
		at += 2 + n
	}
	if r.w == 0 || r.h == 0 || channels != 1 && channels != 3 && channels != 4 {
		return r, problemPicture
	}
	if !bytes.Contains(b[max(0, len(b)-4096):], []byte("\xFF\xD9")) {
		return r, problemIncomplete
	}
	entries := "/Filter/DCTDecode/BitsPerComponent 8" + colourSpace(channels)
	if channels == 4 && adobe {
		entries += "/Decode[1 0 1 0 1 0 1 0]"
	}
	r.tiles = []tile{{b, 0, 0, r.w, r.h, entries}}
	return r, nil
}

// exif takes the orientation and the resolution of a photograph. Whatever is wrong there is passed over.
func exif(b []byte, r *raster) {
	t := &tiffFile{file: bytes.NewReader(b), size: int64(len(b)), order: binary.LittleEndian}
	if len(b) < 8 {
		return
	}
	if b[0] == 'M' {
		t.order = binary.BigEndian
	}
	d, err := t.directory(int64(t.order.Uint32(b[4:])))
	if err != nil {
		return
	}
	r.orientation = int(d.first(tagOrientation, 1))
	if x, y := d.ratios[tagXResolution], d.ratios[tagYResolution]; x > 0 && y > 0 && d.first(tagUnit, 2) == 2 {
		r.xdpi, r.ydpi = x, y
	}
}

// pngRaster takes a PNG picture as it is where PDF has a form for it, and decodes it otherwise.
func pngRaster(b []byte, limits Limits) (raster, error) {
	r := raster{}
	var depth, kind, interlace byte
	var data [][]byte
	packed, transparent, ended := 0, false, false
	for at := 8; at+12 <= len(b) && !ended; {
		n := int64(binary.BigEndian.Uint32(b[at:]))
		if int64(at)+12+n > int64(len(b)) {
			return r, problemIncomplete
		}
		name, body := string(b[at+4:at+8]), b[at+8:at+8+int(n)]
		switch {
		case name == "IHDR" && n == 13:
			w, h := binary.BigEndian.Uint32(body), binary.BigEndian.Uint32(body[4:])
			if w > 1<<24 || h > 1<<24 || int64(w)*int64(h) > limits.Pixels {
				return r, problemPageMemory
			}
			r.w, r.h, depth, kind, interlace = int(w), int(h), body[8], body[9], body[12]
		case name == "pHYs" && n == 9 && body[8] == 1:
			r.xdpi, r.ydpi = float64(binary.BigEndian.Uint32(body))*0.0254, float64(binary.BigEndian.Uint32(body[4:]))*0.0254
		case name == "PLTE" && n%3 == 0 && n > 0 && n <= 768:
			r.palette, r.high = body, int(n)/3-1
		case name == "tRNS":
			transparent = true
		case name == "IDAT":
			data = append(data, body)
			packed += len(body)
		case name == "IEND":
			ended = true
		}
		at += 12 + int(n)
	}
	if !ended {
		return r, problemIncomplete
	}
	if r.w == 0 || r.h == 0 || packed == 0 {
		return r, problemPicture
	}
	channels := map[byte]int{0: 1, 2: 3, 3: 1}[kind]
	if channels == 0 || interlace != 0 || transparent || depth == 16 || (kind == 3) != (len(r.palette) > 0) {
		img, err := png.Decode(bytes.NewReader(b))
		if err != nil {
			return r, problemPicture
		}
		decoded, err := rasterOf(img)
		decoded.xdpi, decoded.ydpi = r.xdpi, r.ydpi
		return decoded, err
	}
	entries := fmt.Sprintf("/Filter/FlateDecode/BitsPerComponent %d", depth) +
		params(fmt.Sprintf("/Predictor 15/Colors %d/BitsPerComponent %d/Columns %d", channels, depth, r.w))
	if kind != 3 {
		entries += colourSpace(channels)
	}
	r.tiles = []tile{{bytes.Join(data, nil), 0, 0, r.w, r.h, entries}}
	return r, nil
}

// A photo is a file that is one picture.
type photo struct {
	raster func() (raster, error)
	limits Limits
	closer io.Closer
}

func (photo) count() int { return 1 }

func (p photo) sheet(int) (sheet, error) {
	r, err := p.raster()
	if err != nil {
		return sheet{}, err
	}
	return r.sheetOf(p.limits)
}

func (p photo) close() { _ = p.closer.Close() }

// openPhoto opens a JPEG or PNG picture.
func openPhoto(kind Kind, file io.ReaderAt, size int64, closer io.Closer, limits Limits) (photo, error) {
	p := photo{limits: limits, closer: closer}
	p.raster = func() (raster, error) {
		b, err := readPicture(file, size)
		if err != nil {
			return raster{}, err
		}
		if kind == JPEG {
			return jpegRaster(b)
		}
		return pngRaster(b, limits)
	}
	_, err := p.raster()
	return p, err
}
