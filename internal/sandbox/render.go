package sandbox

import (
	"image"
	"math"
)

// Formats and flags of PDFium's pictures.
const (
	bitmapGray  = 1
	bitmapBGRx  = 3
	renderAnnot = 0x01
	renderGray  = 0x08
)

// draw draws page n as a gray picture of w by h pixels, turned clockwise by quarter turns from how the file shows it.
func (f *pdfFile) draw(n, w, h, turn int) (*image.Gray, error) {
	picture := image.NewGray(image.Rect(0, 0, w, h))
	return picture, f.render(n, w, h, turn, bitmapGray, renderGray, func(y int, row []byte) {
		copy(picture.Pix[y*picture.Stride:][:w], row)
	})
}

// drawColour draws page n like draw, in colour.
func (f *pdfFile) drawColour(n, w, h, turn int) (*colourPicture, error) {
	picture := newColourPicture(w, h)
	return picture, f.render(n, w, h, turn, bitmapBGRx, 0, picture.set)
}

// render draws a page and hands over its rows.
func (f *pdfFile) render(n, w, h, turn int, format, flags uint64, row func(y int, pixels []byte)) error {
	p, err := f.load(n)
	if err != nil {
		return err
	}
	g := f.g
	bitmap, err := g.call("FPDFBitmap_CreateEx", uint64(w), uint64(h), format, 0, 0)
	if err != nil || bitmap == 0 {
		return problemPageMemory
	}
	if _, err = g.call("FPDFBitmap_FillRect", bitmap, 0, 0, uint64(w), uint64(h), 0xFFFFFFFF); err != nil {
		return problemPageMemory
	}
	if _, err = g.call("FPDF_RenderPageBitmap", bitmap, p, 0, 0, uint64(w), uint64(h), uint64(turn&3), renderAnnot|flags); err != nil {
		return problemPageMemory
	}
	stride, err := g.call("FPDFBitmap_GetStride", bitmap)
	if err != nil {
		return problemPageMemory
	}
	buffer, err := g.call("FPDFBitmap_GetBuffer", bitmap)
	if err != nil {
		return problemPageMemory
	}
	pixels, ok := g.mem.Read(uint32(buffer), uint32(stride)*uint32(h))
	if !ok {
		return problemPageMemory
	}
	width := w
	if format == bitmapBGRx {
		width = 4 * w
	}
	for y := range h {
		row(y, pixels[y*int(stride):][:width])
	}
	if _, err = g.call("FPDFBitmap_Destroy", bitmap); err != nil {
		return problemPageMemory
	}
	return nil
}

// shown is the size of page n in points as the file shows it.
func (f *pdfFile) shown(n int) (w, h float64, err error) {
	p, err := f.load(n)
	if err != nil {
		return 0, 0, err
	}
	v, err := f.g.viewOf(p)
	if err != nil {
		return 0, 0, err
	}
	w, h = v.size()
	return w, h, nil
}

// noInk says whether nothing of page n is dark.
func (f *pdfFile) noInk(n int) (bool, error) {
	w, h, err := f.shown(n)
	if err != nil {
		return false, err
	}
	scale := min(40.0/72, 1000/max(w, h))
	picture, err := f.draw(n, pixelsOf(w*scale), pixelsOf(h*scale), 0)
	if err != nil {
		return false, err
	}
	dark := 0
	for _, v := range picture.Pix {
		if v < 200 {
			dark++
		}
	}
	return dark*5000 < len(picture.Pix), nil
}

func pixelsOf(v float64) int { return max(int(math.Round(v)), 1) }
