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
	return picture, f.render(n, w, h, turn, bitmapGray, func(d drawn) error {
		for y := range h {
			copy(picture.Pix[y*picture.Stride:][:w], d.row(y))
		}
		return nil
	})
}

// picture draws page n like draw, in colour where it has any, and packs it.
func (f *pdfFile) picture(n, w, h, turn int) (kind string, data []byte, err error) {
	p, err := f.load(n)
	if err != nil {
		return "", nil, err
	}
	gray, err := f.g.isGray(p)
	if err != nil {
		return "", nil, problemPage
	}
	if gray {
		err = f.render(n, w, h, turn, bitmapGray, func(d drawn) (err error) {
			kind, data, err = d.packGray()
			return err
		})
		return kind, data, err
	}
	err = f.render(n, w, h, turn, bitmapBGRx, func(d drawn) (err error) {
		kind, data, err = d.packColour()
		return err
	})
	return kind, data, err
}

// A drawn is a picture in the memory of the guest: a byte a pixel in gray; blue, green, red and nothing in colour.
type drawn struct {
	w, h, stride, depth int // depth is bytes a pixel
	pix                 []byte
}

func (d drawn) row(y int) []byte { return d.pix[y*d.stride:][: d.w*d.depth : d.w*d.depth] }

// render draws a page and has it used, while it is there.
func (f *pdfFile) render(n, w, h, turn int, format uint64, use func(d drawn) error) error {
	p, err := f.load(n)
	if err != nil {
		return err
	}
	depth, flags := 1, uint64(renderAnnot|renderGray)
	if format == bitmapBGRx {
		depth, flags = 4, renderAnnot
	}
	g := f.g
	bitmap, err := g.call("FPDFBitmap_CreateEx", uint64(w), uint64(h), format, 0, 0)
	if err != nil || bitmap == 0 {
		return problemPageMemory
	}
	if _, err = g.call("FPDFBitmap_FillRect", bitmap, 0, 0, uint64(w), uint64(h), 0xFFFFFFFF); err != nil {
		return problemPageMemory
	}
	if _, err = g.call("FPDF_RenderPageBitmap", bitmap, p, 0, 0, uint64(w), uint64(h), uint64(turn&3), flags); err != nil {
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
	if !ok || int(stride) < w*depth {
		return problemPageMemory
	}
	if err := use(drawn{w, h, int(stride), depth, pixels}); err != nil {
		return err
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
