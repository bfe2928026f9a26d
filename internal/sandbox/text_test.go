package sandbox

import (
	"bytes"
	"image/png"
	"math"
	"testing"

	"github.com/openimr/openimr/records"
)

func TestWordsStandWhereThePageShowsThem(t *testing.T) {
	const text = "BT /F1 10 Tf 100 700 Td (Lumbar spine) Tj ET"
	for _, c := range []struct {
		name     string
		page     testPage
		w, h     float32
		rotation int
		lumbar   records.Box // left, top, right, bottom of the first word
	}{
		{"plain", testPage{text, ""}, 612, 792, 0, records.Box{X0: 100, Y0: 82, X1: 135, Y1: 95}},
		{"crop box: from its corner", testPage{text, "/MediaBox[0 0 612 792]/CropBox[50 100 512 750]"}, 462, 650, 0, records.Box{X0: 50, Y0: 40, X1: 85, Y1: 53}},
		{"media box that does not begin at 0", testPage{text, "/MediaBox[-100 -100 512 692]/CropBox[-100 -100 512 692]"}, 612, 792, 0, records.Box{}},
		{"turned by the file, text lies on its side", testPage{text, "/MediaBox[0 0 612 792]/Rotate 90"}, 612, 792, 270, records.Box{X0: 100, Y0: 82, X1: 135, Y1: 95}},
		{"upside down by its letters", testPage{"BT /F1 10 Tf -1 0 0 -1 512 92 Tm (Lumbar spine) Tj ET", ""}, 612, 792, 180, records.Box{X0: 100, Y0: 82, X1: 135, Y1: 95}},
		{"letters run upwards", testPage{"BT /F1 10 Tf 0 1 -1 0 92 100 Tm (Lumbar spine) Tj ET", ""}, 792, 612, 90, records.Box{X0: 100, Y0: 82, X1: 135, Y1: 95}},
		{"letters run downwards", testPage{"BT /F1 10 Tf 0 -1 1 0 520 692 Tm (Lumbar spine) Tj ET", ""}, 792, 612, 270, records.Box{X0: 100, Y0: 82, X1: 135, Y1: 95}},
		{"turned by the file and written so that it stands upright", testPage{"BT /F1 10 Tf 0 1 -1 0 92 100 Tm (Lumbar spine) Tj ET", "/MediaBox[0 0 612 792]/Rotate 90"}, 792, 612, 0, records.Box{X0: 100, Y0: 82, X1: 135, Y1: 95}},
	} {
		t.Run(c.name, func(t *testing.T) {
			// The first page of a file is PDFium's, the second the quick reader's.
			path := write(t, "a.pdf", pdfOf(c.page, c.page))
			for n := 1; n <= 2; n++ {
				p, err := pool(t).Page(ctx(t), path, n)
				if err != nil || p.Problem != "" {
					t.Fatal(err, p.Problem)
				}
				if p.Width != c.w || p.Height != c.h || p.Rotation != c.rotation {
					t.Errorf("page is %v x %v turned by %d, want %v x %v by %d", p.Width, p.Height, p.Rotation, c.w, c.h, c.rotation)
				}
				if c.lumbar == (records.Box{}) {
					if len(p.Words) != 0 {
						t.Errorf("words that nobody sees: %v", p.Words)
					}
					continue
				}
				if p.Text() != "Lumbar spine" || p.Source != records.Native {
					t.Fatalf("text is %q from %s", p.Text(), p.Source)
				}
				b, near := p.Words[0].Box, func(a, b float32) bool { return math.Abs(float64(a-b)) < 6 }
				if !near(b.X0, c.lumbar.X0) || !near(b.Y0, c.lumbar.Y0) || !near(b.X1, c.lumbar.X1) || !near(b.Y1, c.lumbar.Y1) {
					t.Errorf("word stands at %v, want %v", b, c.lumbar)
				}
				if p.Words[1].Box.X0 < b.X1 {
					t.Errorf("second word at %v, first at %v", p.Words[1].Box, b)
				}
			}
		})
	}
}

func TestPicturesShowTheInkWhereTheWordsAre(t *testing.T) {
	path := write(t, "a.pdf", pdfOf(testPage{"BT /F1 10 Tf 0 1 -1 0 92 100 Tm (Lumbar spine) Tj ET", ""}))
	p, err := pool(t).Page(ctx(t), path, 1)
	if err != nil {
		t.Fatal(err)
	}
	picture, err := pool(t).Picture(ctx(t), path, 1, PictureOptions{Width: 792, Turn: p.Rotation})
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(picture.Data))
	if err != nil {
		t.Fatal(err)
	}
	if picture.Width != 792 || picture.Height != 612 || img.Bounds().Dx() != 792 {
		t.Fatalf("the picture is %d x %d", picture.Width, picture.Height)
	}
	inside, outside := 0, 0
	for y := range 612 {
		for x := range 792 {
			if r, _, _, _ := img.At(x, y).RGBA(); r > 0x8000 {
				continue
			}
			in := false
			for _, w := range p.Words {
				in = in || float32(x) >= w.Box.X0-2 && float32(x) <= w.Box.X1+2 && float32(y) >= w.Box.Y0-2 && float32(y) <= w.Box.Y1+2
			}
			if in {
				inside++
			} else {
				outside++
			}
		}
	}
	if inside < 50 || outside > 0 {
		t.Errorf("%d dark pixels within the words, %d outside", inside, outside)
	}
}

func TestTheQuickReaderIsLeftWhereItDisagrees(t *testing.T) {
	word := func(s string) records.Page {
		return records.Page{Width: 612, Height: 792, Words: []records.Word{{Text: s}, {Text: "of"}, {Text: "pain"}}}
	}
	long := records.Page{Width: 612, Height: 792, Words: make([]records.Word, 200)}
	other := long
	other.Words = append([]records.Word{{Text: "a"}, {Text: "b"}, {Text: "c"}, {Text: "d"}, {Text: "e"}, {Text: "f"}}, long.Words[6:]...)
	turned := word("left")
	turned.Rotation = 180
	for _, c := range []struct {
		name string
		a, b records.Page
		want bool
	}{
		{"the same", word("left"), word("left"), true},
		{"one word of a short page", word("left"), word("lef"), true},
		{"all words of a page", word("left"), records.Page{Width: 612, Height: 792}, false},
		{"more than two in a hundred", long, other, false},
		{"turned another way", word("left"), turned, false},
		{"another size", word("left"), records.Page{Width: 600, Height: 792, Words: word("left").Words}, false},
	} {
		if got := agree(c.a, c.b); got != c.want {
			t.Errorf("%s: agree is %v", c.name, got)
		}
	}
}
