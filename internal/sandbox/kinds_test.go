package sandbox

import (
	"archive/zip"
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"github.com/openimr/openimr/records"
)

// zipOf makes an archive of name, content, name, content.
func zipOf(tb testing.TB, members ...string) []byte {
	tb.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(members); i += 2 {
		w, err := z.Create(members[i])
		if err == nil {
			_, err = io.WriteString(w, members[i+1])
		}
		if err != nil {
			tb.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

const docxHead = `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:a="a" xmlns:r="r"><w:body>`

// docxOf makes a document with this body, and more parts.
func docxOf(tb testing.TB, body string, more ...string) []byte {
	tb.Helper()
	return zipOf(tb, append([]string{"[Content_Types].xml", "<Types/>", "word/document.xml", docxHead + body + "</w:body></w:document>"}, more...)...)
}

// open opens a file of the test.
func open(t *testing.T, name string, data []byte) (string, File) {
	t.Helper()
	path := write(t, name, data)
	f, err := pool(t).Open(ctx(t), path, name)
	if err != nil {
		t.Fatal(err)
	}
	return path, f
}

func page(t *testing.T, path string, n int) records.Page {
	t.Helper()
	p, err := pool(t).Page(ctx(t), path, n)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// black is a picture of w by h pixels, white with a black square of 30 pixels at x, y.
func black(w, h, x, y int) *image.Gray {
	img := image.NewGray(image.Rect(0, 0, w, h))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	for dy := range 30 {
		for dx := range 30 {
			img.SetGray(x+dx, y+dy, color.Gray{})
		}
	}
	return img
}

// centre is the middle of the dark pixels of a page, as parts of its width and height.
func centre(t *testing.T, path string) (x, y float64) {
	t.Helper()
	img, err := pool(t).Gray(ctx(t), path, 1, PictureOptions{Width: 200})
	if err != nil {
		t.Fatal(err)
	}
	n := 0.0
	for py := range img.Rect.Dy() {
		for px := range img.Rect.Dx() {
			if img.GrayAt(px, py).Y < 128 {
				x, y, n = x+float64(px)+0.5, y+float64(py)+0.5, n+1
			}
		}
	}
	return x / n / float64(img.Rect.Dx()), y / n / float64(img.Rect.Dy())
}

func near(a, b float64) bool { return a-b < 0.03 && b-a < 0.03 }

func TestPicturesBecomeScannedPages(t *testing.T) {
	img := black(340, 440, 34, 44)
	encode := func(f func(io.Writer) error) []byte {
		var b bytes.Buffer
		if err := f(&b); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	plain := encode(func(w io.Writer) error { return png.Encode(w, img) })
	photo := encode(func(w io.Writer) error { return jpeg.Encode(w, img, nil) })
	veiled := image.NewNRGBA(img.Rect) // nothing but transparent pixels around the square
	for y := range 440 {
		for x := range 340 {
			if img.GrayAt(x, y).Y == 0 {
				veiled.SetNRGBA(x, y, color.NRGBA{A: 255})
			}
		}
	}
	exif := func(orientation byte) []byte {
		app := "Exif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00" + string(orientation) + "\x00\x00\x00\x00\x00\x00\x00"
		return slices.Concat(photo[:2], []byte{0xFF, 0xE1, 0, byte(len(app) + 2)}, []byte(app), photo[2:])
	}
	left, top := 49.0/340, 59.0/440
	for _, c := range []struct {
		name string
		data []byte
		kind Kind
		w, h float32
		x, y float64
	}{
		{"png", plain, PNG, 122.4, 158.4, left, top},
		{"png of pixels that can be seen through, over white", encode(func(w io.Writer) error { return png.Encode(w, veiled) }), PNG, 122.4, 158.4, left, top},
		{"jpeg", photo, JPEG, 122.4, 158.4, left, top},
		{"jpeg turned by the camera", exif(6), JPEG, 158.4, 122.4, 1 - top, left},
		{"jpeg upside down", exif(3), JPEG, 122.4, 158.4, 1 - left, 1 - top},
		{"jpeg seen in a mirror", exif(2), JPEG, 122.4, 158.4, 1 - left, top},
		{"jpeg turned the other way", exif(8), JPEG, 158.4, 122.4, top, 1 - left},
		{"jpeg mirrored along the diagonal", exif(5), JPEG, 158.4, 122.4, top, left},
	} {
		t.Run(c.name, func(t *testing.T) {
			path, f := open(t, "picture.bin", c.data)
			if f.Kind != c.kind || f.Pages != 1 || f.Problem != "" {
				t.Fatalf("%+v", f)
			}
			p := page(t, path, 1)
			if !p.Scan || p.Source != records.None || p.Width < c.w-1 || p.Width > c.w+1 || p.Height < c.h-1 || p.Height > c.h+1 {
				t.Errorf("page %v x %v, scan %v, %s", p.Width, p.Height, p.Scan, p.Source)
			}
			if x, y := centre(t, path); !near(x, c.x) || !near(y, c.y) {
				t.Errorf("the square is at %.2f %.2f, want %.2f %.2f", x, y, c.x, c.y)
			}
		})
	}
	for _, cut := range [][]byte{plain[:len(plain)/2], photo[:len(photo)/2]} {
		if _, f := open(t, "cut", cut); !strings.Contains(f.Problem, "incomplete") {
			t.Errorf("a picture cut in half has problem %q", f.Problem)
		}
	}
}

func TestTextFilesAreLaidOut(t *testing.T) {
	text := "PROGRESS REPORT\r\n\r\nName:\tJosé Núñez – “left” knee\r\nPain 7/10\fSecond page"
	utf := func(order int) []byte {
		b := [][]byte{{0xFF, 0xFE}, {0xFE, 0xFF}}[order]
		for _, u := range utf16.Encode([]rune(text)) {
			pair := []byte{byte(u), byte(u >> 8)}
			if order == 1 {
				slices.Reverse(pair)
			}
			b = append(b, pair...)
		}
		return b
	}
	windows := strings.NewReplacer("é", "\xE9", "ú", "\xFA", "ñ", "\xF1", "–", "\x96", "“", "\x93", "”", "\x94").Replace(text)
	for name, data := range map[string][]byte{
		"utf-8": []byte(text), "utf-8 with mark": []byte("\xEF\xBB\xBF" + text), "windows-1252": []byte(windows),
		"utf-16 little": utf(0), "utf-16 big": utf(1),
	} {
		t.Run(name, func(t *testing.T) {
			path, f := open(t, "a.pdf", data) // the name tells nothing
			if f.Kind != TXT || f.Pages != 2 {
				t.Fatalf("%+v", f)
			}
			want := "PROGRESS REPORT\n\nName: José Núñez – “left” knee\nPain 7/10"
			if diff := cmp.Diff(want, page(t, path, 1).Text()); diff != "" {
				t.Error(diff)
			}
			if got := page(t, path, 2).Text(); got != "Second page" {
				t.Errorf("second page says %q", got)
			}
			wordsLieOnTheirInk(t, path, 1)
		})
	}
}

// wordsLieOnTheirInk checks that there is ink in every word and none beside them.
func wordsLieOnTheirInk(t *testing.T, path string, n int) {
	t.Helper()
	p := page(t, path, n)
	img, err := pool(t).Gray(ctx(t), path, n, PictureOptions{DPI: 72, Turn: p.Rotation})
	if err != nil {
		t.Fatal(err)
	}
	ink := make([]int, len(p.Words))
	beside := 0
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			if img.GrayAt(x, y).Y > 160 {
				continue
			}
			found := false
			for i, w := range p.Words {
				if float32(x) >= w.Box.X0-1.5 && float32(x) <= w.Box.X1+0.5 && float32(y) >= w.Box.Y0-1.5 && float32(y) <= w.Box.Y1+0.5 {
					ink[i]++
					found = true
				}
			}
			if !found {
				beside++
			}
		}
	}
	for i, w := range p.Words {
		if ink[i] == 0 {
			t.Errorf("no ink in the place of %q, %v", w.Text, w.Box)
		}
	}
	if beside > 0 {
		t.Errorf("%d dark pixels beside all words", beside)
	}
}

func TestDocumentsAreLaidOut(t *testing.T) {
	para := func(s string) string { return "<w:p><w:r><w:t xml:space=\"preserve\">" + s + "</w:t></w:r></w:p>" }
	cell := func(s string) string { return "<w:tc>" + para(s) + "</w:tc>" }
	body := `<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Progress Report</w:t></w:r></w:p>` +
		`<w:p><w:r><w:t>The pain is </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>not im</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>proved</w:t></w:r><w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:r><w:t>.</w:t></w:r></w:p>` +
		`<w:tbl><w:tr>` + cell("Drug") + cell("Dose") + `</w:tr><w:tr>` + cell("Naproxen") + cell("500 mg") + `</w:tr></w:tbl>` +
		`<w:p><w:r><w:br w:type="page"/></w:r></w:p>` + para("Second page") + `<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>first point</w:t></w:r></w:p>`
	path, f := open(t, "a.docx", docxOf(t, body, "word/header1.xml", `<hdr xmlns:w="w">`+para("Clinic of Dr. Roe")+`</hdr>`, "word/footnotes.xml", `<n xmlns:w="w">`+para("A note")+`</n>`))
	if f.Kind != DOCX || f.Pages != 2 || f.Problem != "" {
		t.Fatalf("%+v", f)
	}
	want := []string{"Clinic of Dr. Roe\n\nProgress Report\n\nThe pain is not improved.\n\nDrug Dose\nNaproxen 500 mg", "Second page\n\n• first point\n\nA note"}
	for i, w := range want {
		if diff := cmp.Diff(w, page(t, path, i+1).Text()); diff != "" {
			t.Error(diff)
		}
	}
	wordsLieOnTheirInk(t, path, 1)
}

func TestArchivesAreTakenApart(t *testing.T) {
	pdf := string(pdfOf(testPage{"BT /F1 10 Tf 100 700 Td (Inside) Tj ET", ""}))
	inner := string(zipOf(t, "c.pdf", pdf))
	deep := inner
	for range 3 {
		deep = string(zipOf(t, "more.zip", deep))
	}
	path, f := open(t, "a.zip", zipOf(t,
		"a.pdf", pdf, "folder/", "", "folder/b.txt", "hello", "inner.zip", inner, "../../etc/passwd", "root", `C:\x\..\y.txt`, "y",
		"__MACOSX/._a.pdf", "junk", "letter.docx", string(docxOf(t, "")), "deep.zip", deep, "\x00\x01", "odd"))
	if f.Kind != ZIP || f.Problem != "" {
		t.Fatalf("%+v", f)
	}
	var names, problems []string
	for _, m := range f.Members {
		if m.Problem != "" {
			problems = append(problems, m.Name+": "+m.Problem)
			continue
		}
		names = append(names, m.Name)
	}
	want := []string{"a.pdf", "folder/b.txt", "inner.zip/c.pdf", "etc/passwd", "C_/x/y.txt", "letter.docx", "__"}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"deep.zip/more.zip/more.zip: " + string(problemNested)}, problems); diff != "" {
		t.Error(diff)
	}
	got := map[string]string{}
	err := pool(t).Unzip(ctx(t), path, func(name string, r io.Reader) error {
		b, err := io.ReadAll(r)
		got[name] = string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != len(want) || got["inner.zip/c.pdf"] != pdf || got["folder/b.txt"] != "hello" {
		t.Errorf("taken out: %v", len(got))
	}
	stop := errors.New("enough")
	if err := pool(t).Unzip(ctx(t), path, func(string, io.Reader) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("the end that was asked for is %v", err)
	}
	if _, f := open(t, "b.zip", zipOf(t)); f.Problem == "" {
		t.Error("an archive of nothing has no problem")
	}
}

func TestKindsThatAreNotReadSaySo(t *testing.T) {
	for data, want := range map[string]string{
		"":                               "empty",
		"<!DOCTYPE html><html>":          "web page",
		"{\\rtf1 hello}":                 "Rich Text",
		"\xD0\xCF\x11\xE0\xA1\xB1":       "old Office",
		"\x00\x01\x02\x03\x04binary\x00": "of a kind",
		"GIF89a":                         "picture of a kind",
		string(zipOf(t, "[Content_Types].xml", "", "xl/workbook.xml", "")): "table",
	} {
		if _, f := open(t, "a.pdf", []byte(data)); !strings.Contains(f.Problem, want) || f.Kind != Unknown {
			t.Errorf("%.20q is %q: %q, want %q", data, f.Kind, f.Problem, want)
		}
	}
}

func TestAWordLongerThanALineIsCutAndNotLost(t *testing.T) {
	long := strings.Repeat("abcdefghij", 2_000)
	for name, data := range map[string][]byte{"a.txt": []byte(long), "a.docx": docxOf(t, "<w:p><w:r><w:t>"+long+"</w:t></w:r></w:p>")} {
		path, f := open(t, name, data)
		var all strings.Builder
		for n := 1; n <= f.Pages; n++ {
			p := page(t, path, n)
			for _, w := range p.Words {
				if w.Box.X1 > p.Width {
					t.Fatalf("%s: a part of the word ends at %v", name, w.Box)
				}
				all.WriteString(w.Text)
			}
		}
		if all.String() != long {
			t.Errorf("%s: %d letters of %d on %d pages", name, all.Len(), len(long), f.Pages)
		}
	}
}
