package sandbox

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"image"
	"strings"
)

// A tile is a part of a picture as it lies packed in a file.
type tile struct {
	data       []byte
	x, y, w, h int    // pixels from the top left corner of the picture
	entries    string // of its dictionary: filter, colour space, bits
}

// A raster is a picture that becomes a page.
type raster struct {
	w, h        int
	xdpi, ydpi  float64 // 0 where the file does not say
	orientation int     // as EXIF and TIFF have it, 1 to 8; 0 is 1
	tiles       []tile
	palette     []byte // of /CS0, red green blue
	high        int    // highest index of the palette
}

// usualDPI is the resolution of a picture that does not say its own.
const usualDPI = 200

// sheetOf wraps a picture into a file with one page.
func (r raster) sheetOf(limits Limits) (sheet, error) {
	if r.w <= 0 || r.h <= 0 {
		return sheet{}, problemPage
	}
	if int64(r.w)*int64(r.h) > limits.Pixels {
		return sheet{}, problemPageMemory
	}
	w, h := paperSize(r.w, r.h, r.xdpi, r.ydpi)
	p := newPDFWriter()
	names, content := "", ""
	space := ""
	if len(r.palette) > 0 {
		space = fmt.Sprintf("/ColorSpace[/Indexed/DeviceRGB %d<%X>]", r.high, r.palette)
	}
	for i, t := range r.tiles {
		n := p.stream(t.data, fmt.Sprintf("/Type/XObject/Subtype/Image/Width %d/Height %d%s%s", t.w, t.h, t.entries, space))
		names += fmt.Sprintf("/I%d %d 0 R", i, n)
		sx, sy := w/float64(r.w), h/float64(r.h)
		content += fmt.Sprintf("q %.5f 0 0 %.5f %.5f %.5f cm/I%d Do Q\n", float64(t.w)*sx, float64(t.h)*sy, float64(t.x)*sx, h-float64(t.y+t.h)*sy, i)
	}
	mirror, turn := oriented(r.orientation)
	if mirror {
		content = fmt.Sprintf("-1 0 0 1 %.5f 0 cm\n", w) + content
	}
	c := p.stream([]byte(content), "")
	page := p.add("<</Type/Page/Parent %d 0 R/MediaBox[0 0 %.5f %.5f]/Rotate %d/Contents %d 0 R/Resources<</XObject<<%s>>>>>>", len(p.offsets)+2, w, h, turn, c, names)
	pages := p.add("<</Type/Pages/Count 1/Kids[%d 0 R]>>", page)
	return sheet{file: p.end(p.add("<</Type/Catalog/Pages %d 0 R>>", pages), "")}, nil
}

// oriented says how a picture must be mirrored left to right and then turned clockwise to be seen as it was meant.
func oriented(orientation int) (mirror bool, turn int) {
	switch orientation {
	case 2:
		return true, 0
	case 3:
		return false, 180
	case 4:
		return true, 180
	case 5:
		return true, 270
	case 6:
		return false, 90
	case 7:
		return true, 90
	case 8:
		return false, 270
	}
	return false, 0
}

// paperSize is the size of a picture in points. A size that no paper has, as that of a photograph that says 72 dots an
// inch, is made to fit a letter.
func paperSize(pw, ph int, xdpi, ydpi float64) (w, h float64) {
	if !(xdpi >= 30 && xdpi <= 2400) || !(ydpi >= 30 && ydpi <= 2400) || xdpi > 4*ydpi || ydpi > 4*xdpi {
		xdpi, ydpi = usualDPI, usualDPI
	}
	w, h = float64(pw)*72/xdpi, float64(ph)*72/ydpi
	if long, short := max(w, h), min(w, h); long > 24*72 || long < 72 || short < 18 {
		wide, high := 612.0, 792.0
		if w > h {
			wide, high = high, wide
		}
		scale := min(wide/w, high/h)
		w, h = w*scale, h*scale
	}
	return max(w, 3), max(h, 3)
}

// rasterOf makes a raster of a picture that was decoded here, over white.
func rasterOf(img image.Image) (raster, error) {
	b := img.Bounds()
	r := raster{w: b.Dx(), h: b.Dy()}
	space, channels := "/ColorSpace/DeviceRGB", 3
	switch img.(type) {
	case *image.Gray, *image.Gray16:
		space, channels = "/ColorSpace/DeviceGray", 1
	}
	var data bytes.Buffer
	z, err := zlib.NewWriterLevel(&data, zlib.BestSpeed)
	if err != nil {
		return r, err
	}
	line := make([]byte, r.w*channels)
	for y := range r.h {
		for x := range r.w {
			cr, cg, cb, ca := img.At(b.Min.X+x, b.Min.Y+y).RGBA()
			white := 0xFFFF - ca
			if channels == 1 {
				line[x] = byte((cr + white) >> 8)
				continue
			}
			line[3*x], line[3*x+1], line[3*x+2] = byte((cr+white)>>8), byte((cg+white)>>8), byte((cb+white)>>8)
		}
		if _, err := z.Write(line); err != nil {
			return r, err
		}
	}
	if err := z.Close(); err != nil {
		return r, err
	}
	r.tiles = []tile{{data.Bytes(), 0, 0, r.w, r.h, "/Filter/FlateDecode/BitsPerComponent 8" + space}}
	return r, nil
}

// colourSpace is the colour space of a picture with so many channels.
func colourSpace(channels int) string {
	switch channels {
	case 1:
		return "/ColorSpace/DeviceGray"
	case 4:
		return "/ColorSpace/DeviceCMYK"
	}
	return "/ColorSpace/DeviceRGB"
}

// params writes the parameters of a decoder.
func params(entries ...string) string { return "/DecodeParms<<" + strings.Join(entries, "") + ">>" }
