package sandbox

import (
	"bytes"
	"image"
	_ "image/jpeg"
	_ "image/png"
	"strconv"
	"strings"
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

func TestAPageIsDrawnInGrayOnlyWhereNothingHasAColour(t *testing.T) {
	const shading = "<</ShadingType 2/ColorSpace/DeviceRGB/Coords[0 0 600 0]/Function<</FunctionType 2/Domain[0 1]/N 1/C0[1 0 0]/C1[0 1 0]>>>>"
	const letters = "/Resources<</Font<</F1<</Type/Font/Subtype/Type3/FontBBox[0 0 1000 1000]/FontMatrix[.001 0 0 .001 0 0]/FirstChar 65/LastChar 65" +
		"/Widths[1000]/Encoding<</Type/Encoding/Differences[65/a]>>/CharProcs<</a 7 0 R>>>>>>>>"
	const letter = "1000 0 d0 1 0 0 rg 0 0 800 800 re f"
	lib, err := loadLibrary(pool(t).options.Cache, 512<<20)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, content, entries string
		gray                   bool
	}{
		{"nothing", "", "", true},
		{"black text", fine, "", true},
		{"gray lines", "0.4 G 100 100 m 200 200 l S", "", true},
		{"gray as red, green and blue", "0.4 0.4 0.4 rg 100 100 50 50 re f", "", true},
		{"red text", "1 0 0 rg " + fine, "", false},
		{"a blue line", "0 0 1 RG 100 100 m 200 200 l S", "", false},
		{"white, which a pattern says too", "1 g 100 100 50 50 re f", "", false},
		{"a pattern with a colour", "/Pattern cs /P scn 100 100 50 50 re f", "/Resources<</Pattern<</P<</PatternType 2/Shading" + shading + ">>>>>>", false},
		{"a shading", "/S sh", "/Resources<</Shading<</S" + shading + ">>>>", false},
		{"a gray picture", "q 50 0 0 50 100 100 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q", "", true},
		{"a picture in colour", "q 50 0 0 50 100 100 cm BI /W 1 /H 1 /CS /RGB /BPC 8 ID \xFF\x01\x01 EI Q", "", false},
		{"letters with colours of their own", "BT /F1 50 Tf 100 700 Td (A) Tj ET", letters, false},
		{"a note", fine, "/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 10 10]/C[1 0 0]/Border[0 0 3]>>]", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			gray, inColour := drawnBothWays(t, lib, pdfOf(testPage{c.content, "/MediaBox[0 0 612 792]" + c.entries}, testPage{letter, ""}))
			if gray != c.gray {
				t.Errorf("taken for gray: %v", gray)
			}
			if c.gray && inColour > 0 || strings.Contains(c.name, "colour") && inColour == 0 {
				t.Errorf("%d pixels have a colour", inColour)
			}
		})
	}
}

// drawnBothWays says whether page 1 of a file is drawn in gray, and how many pixels have a colour where it is drawn in colour.
func drawnBothWays(t *testing.T, lib *library, file []byte) (gray bool, coloured int) {
	t.Helper()
	g, err := lib.newGuest()
	if err != nil {
		t.Fatal(err)
	}
	f, err := openPDF(g, nopCloser{bytes.NewReader(file)}, int64(len(file)), Limits{}.withDefaults())
	if err != nil {
		t.Fatal(err)
	}
	defer f.close()
	p, err := f.load(1)
	if err == nil {
		gray, err = g.isGray(p)
	}
	if err == nil {
		err = f.render(1, 612, 792, 0, bitmapBGRx, func(d drawn) error {
			for y := range d.h {
				n, _ := tell(d.row(y))
				coloured += n
			}
			return nil
		})
	}
	if err != nil {
		t.Fatal(err)
	}
	return gray, coloured
}
