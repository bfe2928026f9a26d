package sandbox

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/openimr/openimr/records"
)

// The files of testdata are one picture of 340 by 440 pixels, 100 an inch, packed by tiffcp in the ways of fax machines and
// scanners: a word at the top, a black field of 80 by 50 pixels below it.
func TestTIFFInTheWaysOfMachines(t *testing.T) {
	files, err := filepath.Glob("testdata/*.tif")
	if err != nil || len(files) < 10 {
		t.Fatal(files, err)
	}
	for _, path := range files {
		t.Run(filepath.Base(path), func(t *testing.T) {
			f, err := pool(t).Open(ctx(t), path, path)
			pages := 1
			if strings.Contains(path, "three") {
				pages = 3
			}
			if err != nil || f.Kind != TIFF || f.Pages != pages || f.Problem != "" {
				t.Fatalf("%+v, %v", f, err)
			}
			for n := 1; n <= pages; n++ {
				p := page(t, path, n)
				if p.Problem != "" || !p.Scan || p.Source != records.None || p.Width < 244 || p.Width > 245 || p.Height < 316 || p.Height > 317 {
					t.Errorf("page %d: %v x %v, scan %v, problem %q", n, p.Width, p.Height, p.Scan, p.Problem)
				}
				img, err := pool(t).Gray(ctx(t), path, n, PictureOptions{DPI: 100})
				if err != nil {
					t.Fatal(err)
				}
				dark := 0
				for _, v := range img.Pix {
					if v < 128 {
						dark++
					}
				}
				if img.GrayAt(80, 175).Y > 40 || img.GrayAt(80, 300).Y < 215 || dark < 4900 || dark > 5600 {
					t.Errorf("page %d: the field is %d, the paper %d, %d dark pixels", n, img.GrayAt(80, 175).Y, img.GrayAt(80, 300).Y, dark)
				}
			}
		})
	}
}

// FuzzSheets reads files of all kinds but PDF up to where PDFium takes over: nothing panics, and no page count is beyond the limit.
func FuzzSheets(f *testing.F) {
	for _, name := range []string{"fax-g3.tif", "lzw.tif", "jpeg-tables.tif"} {
		b, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Add(tiffOf(func(i int, o []uint32) uint32 { return o[0] }, []uint32{tagWidth, 8, tagHeight, 8, tagBits, 16, tagSamples, 2, tagStripOffsets, 8, tagStripCounts, 32}))
	f.Add(pngOf(4, 4, deflate(make([]byte, 20))))
	f.Add([]byte("\xFF\xD8\xFF\xE1\x00\x10Exif\x00\x00II*\x00\x08\x00\x00\x00\xFF\xD9"))
	f.Add(docxOf(f, "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"))
	f.Add(zipOf(f, "../a/b.txt", "x", "c.zip", string(zipOf(f, "d", "e"))))
	f.Add([]byte("PROGRESS REPORT\n\tpain 7/10\f\xE9\xFF"))
	limits := Limits{Pages: 50, Pixels: 1 << 20, Unpacked: 1 << 20, Text: 1 << 16}.withDefaults()
	f.Fuzz(func(t *testing.T, data []byte) {
		file, size := bytes.NewReader(data), int64(len(data))
		kind, err := kindOf(file, size)
		if err != nil {
			return
		}
		var s sheets
		switch kind {
		case TIFF:
			s, err = openTIFF(file, size, limits)
		case JPEG, PNG:
			s, err = openPhoto(kind, file, size, nopCloser{file}, limits)
		case DOCX:
			s, err = openDocx(file, size, limits)
		case TXT:
			s, err = openText(file, size, limits)
		case ZIP:
			all, err := members(file, size, limits)
			if err != nil && !isProblem(err) {
				t.Fatal(err)
			}
			for _, m := range all {
				if filepath.IsAbs(m.Name) || !filepath.IsLocal(m.Name) {
					t.Fatalf("the name %q leads out", m.Name)
				}
			}
			return
		default:
			return
		}
		if err != nil {
			if !isProblem(err) {
				t.Fatal(err)
			}
			return
		}
		if s.count() < 1 || s.count() > limits.Pages {
			t.Fatalf("%d pages", s.count())
		}
		for n := 1; n <= min(s.count(), 3); n++ {
			if _, err := s.sheet(n); err != nil && !isProblem(err) {
				t.Fatal(err)
			}
		}
	})
}

// FuzzFrames reads what a child could send: nothing panics, and a page is read as it was written.
func FuzzFrames(f *testing.F) {
	var w wire
	w.putPage(3, records.Page{Width: 612, Height: 792, Source: records.Native, Scan: true, Words: []records.Word{{Text: "pain", Line: 1, Block: 2, Confidence: 100}}})
	f.Add(w.b)
	f.Add([]byte{2, 0})
	f.Fuzz(func(t *testing.T, data []byte) {
		(&wire{b: bytes.Clone(data)}).file()
		_, _ = (&wire{b: bytes.Clone(data)}).job()
		r := wire{b: bytes.Clone(data)}
		n, p := r.page()
		if r.err() != nil {
			return
		}
		var again wire
		again.putPage(n, p)
		back := wire{b: again.b}
		if m, q := back.page(); m != n || len(q.Words) != len(p.Words) || back.err() != nil || q.Text() != p.Text() {
			t.Fatalf("page %d of %d words came back as page %d of %d", n, len(p.Words), m, len(q.Words))
		}
	})
}
