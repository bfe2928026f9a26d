package sandbox

import (
	"bytes"
	"image"
	_ "image/jpeg"
	_ "image/png"
	"strconv"
	"testing"
)

// pictureOf draws page 1 and decodes what came.
func pictureOf(t *testing.T, path string, o PictureOptions) (Picture, image.Image) {
	t.Helper()
	p, err := pool(t).Picture(ctx(t), path, 1, o)
	if err != nil {
		t.Fatal(err)
	}
	img, kind, err := image.Decode(bytes.NewReader(p.Data))
	if err != nil || "image/"+kind != p.Type || img.Bounds().Dx() != p.Width || img.Bounds().Dy() != p.Height {
		t.Fatalf("%s of %d x %d: %v", p.Type, p.Width, p.Height, err)
	}
	return p, img
}

func TestAPictureIsPackedAsItsPageDemands(t *testing.T) {
	gradient := ""
	for i := range 100 {
		gradient += "0." + string(rune('0'+i/10)) + string(rune('0'+i%10)) + " g 0 " + strconv.Itoa(i*8) + " 612 8 re f "
	}
	for _, c := range []struct {
		name, content, kind string
		x, y                int // a point of the picture with 1 pixel a point
		r, g, b             uint32
	}{
		{"black text on white", fine, "image/png", 600, 10, 255, 255, 255},
		{"black", "0 g 100 100 50 50 re f", "image/png", 120, 670, 0, 0, 0},
		{"a red stamp keeps its colour", "1 0 0 rg 100 100 50 50 re f", "image/png", 120, 670, 255, 0, 0},
		{"a yellow marker", "1 1 0 rg 100 100 200 20 re f", "image/png", 120, 680, 255, 255, 0},
		{"a photograph in gray", gradient, "image/jpeg", 300, 392, 127, 127, 127},
		{"a photograph in colour", gradient + "1 0 0 rg 0 0 612 100 re f", "image/jpeg", 300, 740, 254, 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, img := pictureOf(t, write(t, "a.pdf", pdfOf(testPage{c.content, ""})), PictureOptions{DPI: 72})
			if p.Type != c.kind || p.Width != 612 || p.Height != 792 {
				t.Errorf("%s of %d x %d, want %s", p.Type, p.Width, p.Height, c.kind)
			}
			r, g, b, _ := img.At(c.x, c.y).RGBA()
			for i, v := range [][2]uint32{{r >> 8, c.r}, {g >> 8, c.g}, {b >> 8, c.b}} {
				if v[0]+12 < v[1] || v[1]+12 < v[0] {
					t.Errorf("part %d of the colour is %d, want %d", i, v[0], v[1])
				}
			}
		})
	}
}

func TestSizesOfPictures(t *testing.T) {
	for _, c := range []struct {
		w, h float64
		o    PictureOptions
		x, y int
	}{
		{612, 792, PictureOptions{}, 1700, 2200},
		{612, 792, PictureOptions{DPI: 100}, 850, 1100},
		{612, 792, PictureOptions{Width: 850, DPI: 300}, 850, 1100},
		{100_000, 100_000, PictureOptions{DPI: 200}, 4340, 4340},
		{1e7, 1, PictureOptions{DPI: 200}, 27127, 1},
	} {
		if x, y, err := pictureSize(c.w, c.h, c.o, 20_000_000); err != nil || x != c.x || y != c.y {
			t.Errorf("%v x %v with %+v: %d x %d, %v, want %d x %d", c.w, c.h, c.o, x, y, err, c.x, c.y)
		}
	}
}
