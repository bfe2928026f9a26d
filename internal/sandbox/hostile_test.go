package sandbox

import (
	"bytes"
	"compress/zlib"
	"crypto/md5" //nolint:gosec // the encryption of old PDF files
	"crypto/rc4" //nolint:gosec // the encryption of old PDF files
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// The corpus of hostile files. Each is made here; none may hurt: the pool goes on, answers in time, its processes stay
// within their memory, and what can be read is read.

const fine = "BT /F1 10 Tf 100 700 Td (A fine page of text) Tj ET"

func deflate(data []byte) []byte {
	var b bytes.Buffer
	z, _ := zlib.NewWriterLevel(&b, zlib.BestCompression)
	_, _ = z.Write(data)
	_ = z.Close()
	return b.Bytes()
}

// bomb is a stream of n zeros, deflated, without holding them.
func bomb(n int64) []byte {
	var b bytes.Buffer
	z, _ := zlib.NewWriterLevel(&b, zlib.BestSpeed)
	_, _ = io.CopyN(z, zeros{}, n)
	_ = z.Close()
	return b.Bytes()
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }

// aroundBad is a file of three pages of which the second is made by bad: it returns the entries of the page's dictionary.
func aroundBad(bad func(w *pdfWriter) string) []byte {
	w := newPDFWriter()
	w.add("<</Type/Catalog/Pages 2 0 R>>")
	w.add("<</Type/Pages/Count 3/Kids[4 0 R 5 0 R 6 0 R]/Resources<</Font<</F1 3 0 R>>>>/MediaBox[0 0 612 792]>>")
	w.add("<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>")
	// The pages come first, so their contents have numbers above.
	mark := len(w.offsets)
	w.add("<</Type/Page/Parent 2 0 R/Contents 7 0 R>>")
	w.add("<</Type/Page/Parent 2 0 R/Contents 8 0 R/BAD>>")
	w.add("<</Type/Page/Parent 2 0 R/Contents 7 0 R>>")
	w.stream([]byte(fine), "")
	entries := bad(w) // adds object 8 first
	// The second page is written again at the end, with its entries; the later one holds.
	at := w.out.Len()
	fmt.Fprintf(&w.out, "5 0 obj\n<</Type/Page/Parent 2 0 R/Contents 8 0 R%s>>\nendobj\n", entries)
	w.offsets[mark+1] = at
	return w.end(1, "")
}

// encrypted is a file that only opens with a password, by the oldest of the ways (RC4, 40 bits).
func encrypted(user string) []byte {
	pad := []byte("\x28\xBF\x4E\x5E\x4E\x75\x8A\x41\x64\x00\x4E\x56\xFF\xFA\x01\x08\x2E\x2E\x00\xB6\xD0\x68\x3E\x80\x2F\x0C\xA9\xFE\x64\x53\x69\x7A")
	padded := append([]byte(user), pad...)[:32]
	crypt := func(key, data []byte) []byte {
		c, _ := rc4.NewCipher(key) //nolint:gosec // as above
		out := make([]byte, len(data))
		c.XORKeyStream(out, data)
		return out
	}
	owner := md5.Sum(append([]byte("owner"), pad...)[:32]) //nolint:gosec // as above
	o := crypt(owner[:5], padded)
	key := md5.Sum(slices.Concat(padded, o, []byte{0xFC, 0xFF, 0xFF, 0xFF}, []byte("0123456789ABCDEF"))) //nolint:gosec // as above
	u := crypt(key[:5], pad)
	object := func(n byte) []byte {
		k := md5.Sum(append(slices.Clone(key[:5]), n, 0, 0, 0, 0)) //nolint:gosec // as above
		return k[:10]
	}
	w := newPDFWriter()
	w.add("<</Type/Catalog/Pages 2 0 R>>")
	w.add("<</Type/Pages/Count 1/Kids[3 0 R]>>")
	w.add("<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>")
	w.stream(crypt(object(4), []byte(fine)), "")
	w.add("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
	w.add("<</Filter/Standard/V 1/R 2/P -4/O<%X>/U<%X>>>", o, u)
	return w.end(1, fmt.Sprintf("/Encrypt 6 0 R/ID[<%X><%X>]", "0123456789ABCDEF", "0123456789ABCDEF"))
}

func manyPages(n int) []byte {
	w := newPDFWriter()
	w.add("<</Type/Catalog/Pages 2 0 R>>")
	var kids strings.Builder
	for i := range n {
		kids.WriteString(strconv.Itoa(5+i) + " 0 R ")
	}
	w.add("<</Type/Pages/Count %d/Kids[%s]/MediaBox[0 0 612 792]/Resources<</Font<</F1 3 0 R>>>>>>", n, kids.String())
	w.add("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
	w.stream([]byte(fine), "")
	for range n {
		w.add("<</Type/Page/Parent 2 0 R/Contents 4 0 R>>")
	}
	return w.end(1, "")
}

func deepTree(n int) []byte {
	w := newPDFWriter()
	w.add("<</Type/Catalog/Pages 2 0 R>>")
	for i := range n {
		w.add("<</Type/Pages/Count 1/Kids[%d 0 R]>>", i+3)
	}
	w.add("<</Type/Page/Parent %d 0 R/MediaBox[0 0 612 792]>>", n+1)
	return w.end(1, "")
}

func pngOf(w, h uint32, data []byte) []byte {
	var b bytes.Buffer
	b.WriteString("\x89PNG\r\n\x1a\n")
	for _, c := range []struct {
		name string
		data []byte
	}{{"IHDR", append(binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, w), h), 8, 0, 0, 0, 0)}, {"IDAT", data}, {"IEND", nil}} {
		body := append([]byte(c.name), c.data...)
		b.Write(binary.BigEndian.AppendUint32(nil, uint32(len(c.data))))
		b.Write(body)
		b.Write(binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(body)))
	}
	return b.Bytes()
}

// tiffOf writes a TIFF file of directories, each of tag, value, tag, value; all values are single numbers.
func tiffOf(next func(i int, offsets []uint32) uint32, directories ...[]uint32) []byte {
	b := []byte("II*\x00\x08\x00\x00\x00")
	offsets := make([]uint32, 0, len(directories))
	at := uint32(8)
	for _, d := range directories {
		offsets = append(offsets, at)
		at += 2 + uint32(len(d)/2)*12 + 4
	}
	for i, d := range directories {
		b = binary.LittleEndian.AppendUint16(b, uint16(len(d)/2))
		for k := 0; k < len(d); k += 2 {
			b = binary.LittleEndian.AppendUint16(b, uint16(d[k]))
			b = binary.LittleEndian.AppendUint16(b, 4)
			b = binary.LittleEndian.AppendUint32(b, 1)
			b = binary.LittleEndian.AppendUint32(b, d[k+1])
		}
		b = binary.LittleEndian.AppendUint32(b, next(i, offsets))
	}
	return b
}

func TestHostileFilesHurtNobody(t *testing.T) {
	limits := Limits{Memory: 256 << 20, PageTime: 3 * time.Second, OpenTime: 8 * time.Second}
	p, err := New(Options{Limits: limits})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { // after the files, which are read side by side
		p.Close()
		if most := mostMemory(t); most > 1<<30 {
			t.Errorf("a process had %d MB", most>>20)
		}
	})
	if err := p.Warm(t.Context()); err != nil {
		t.Fatal(err)
	}
	const any = "*" // a problem or none
	whole := pdfOf(testPage{fine, ""}, testPage{fine, ""})
	random := make([]byte, 100_000)
	r := rand.New(rand.NewPCG(1, 2))
	for i := range random {
		random[i] = byte(r.Uint32())
	}
	image := func(w *pdfWriter, entries string, data []byte) string {
		w.stream([]byte("q 612 0 0 792 0 0 cm /I Do Q"), "")
		n := w.stream(data, "/Type/XObject/Subtype/Image"+entries)
		return fmt.Sprintf("/Resources<</XObject<</I %d 0 R>>>>", n)
	}
	type hostile struct {
		name    string
		data    []byte
		problem string // of the file; "" for none
		pages   int    // -1: any
		good    []int  // pages that must be read
		bad     []int  // pages that must have a problem
	}
	files := []hostile{
		{"empty", nil, "empty", 0, nil, nil},
		{"random", random, "of a kind", 0, nil, nil},
		{"random behind a header", append([]byte("%PDF-1.7\n"), random...), "Send it again", 0, nil, nil},
		{"header alone", []byte("%PDF-1.7\n"), "incomplete", 0, nil, nil},
		{"web page", []byte("<!DOCTYPE html><html><body>Record</body></html>"), "web page", 0, nil, nil},
		{"cyclic tree of pages", func() []byte {
			w := newPDFWriter()
			w.add("<</Type/Catalog/Pages 2 0 R>>")
			w.add("<</Type/Pages/Count 1000/Kids[2 0 R 2 0 R]>>")
			return w.end(1, "")
		}(), any, -1, nil, nil},
		{"deep tree of pages", deepTree(20_000), any, -1, nil, nil},
		{"count that lies", bytes.Replace(whole, []byte("/Count 2"), []byte("/Count 9"), 1), any, -1, nil, nil},
		{"10,000 pages", manyPages(10_000), "", 10_000, []int{1, 5_000, 10_000}, nil},
		{"more pages than are taken", manyPages(20_001), "at most 20000", 0, nil, nil},
		{"page of 28 kilometres", aroundBad(func(w *pdfWriter) string { w.stream([]byte(fine), ""); return "/MediaBox[0 0 2000000 2000000]" }), "", 3, []int{1, 3}, nil},
		{"page without a size", aroundBad(func(w *pdfWriter) string { w.stream([]byte(fine), ""); return "/MediaBox[0 0 0 0]" }), "", 3, []int{1, 3}, nil},
		{"a gigabyte of content", aroundBad(func(w *pdfWriter) string { w.stream(bomb(1<<30), "/Filter/FlateDecode"); return "" }), "", 3, []int{1, 3}, nil},
		{"content packed twice", aroundBad(func(w *pdfWriter) string {
			w.stream(deflate(bomb(1<<30)), "/Filter[/FlateDecode/FlateDecode]")
			return ""
		}), "", 3, []int{1, 3}, nil},
		{"forms that double thirty times", aroundBad(func(w *pdfWriter) string {
			w.stream([]byte("/X Do"), "")
			for i := range 30 {
				w.stream([]byte("/X Do /X Do"), fmt.Sprintf("/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>", 10+i))
			}
			w.stream([]byte("BT ET"), "/Type/XObject/Subtype/Form/BBox[0 0 9 9]")
			return "/Resources<</XObject<</X 9 0 R>>>>"
		}), "", 3, []int{1, 3}, nil},
		{"form that holds itself", aroundBad(func(w *pdfWriter) string {
			w.stream([]byte("/X Do"), "")
			w.stream([]byte("/X Do /X Do"), "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 9 0 R>>>>")
			return "/Resources<</XObject<</X 9 0 R>>>>"
		}), "", 3, []int{1, 3}, nil},
		{"picture of 900 million pixels", aroundBad(func(w *pdfWriter) string {
			return image(w, "/Width 30000/Height 30000/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/FlateDecode", bomb(100<<20))
		}), "", 3, []int{1, 3}, nil},
		{"sixteen million letters", aroundBad(func(w *pdfWriter) string {
			w.stream(deflate(bytes.Repeat([]byte("BT /F1 1 Tf 1 1 Td (xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx) Tj ET\n"), 16_000_000/44)), "/Filter/FlateDecode")
			return ""
		}), "", 3, []int{1, 3}, nil},
		{"scripts and programs to start", func() []byte {
			w := newPDFWriter()
			w.add("<</Type/Catalog/Pages 2 0 R/OpenAction<</S/Launch/F(/bin/sh)>>/AA<</WC<</S/JavaScript/JS(app.launchURL\\(\"http://127.0.0.1/\"\\))>>>>>>")
			w.add("<</Type/Pages/Count 1/Kids[3 0 R]>>")
			w.add("<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/AA<</O<</S/URI/URI(http://127.0.0.1/)>>>>/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>")
			w.stream([]byte(fine), "")
			return w.end(1, "")
		}(), "", 1, []int{1}, nil},
		{"content that lies in another file", aroundBad(func(w *pdfWriter) string { w.stream(nil, "/F(/etc/passwd)"); return "" }), "", 3, []int{1, 3}, nil},
		{"password to open", encrypted("secret"), "password", 0, nil, nil},
		{"password to change", encrypted(""), "", 1, []int{1}, nil},
		{"zip bomb", zipOf(t, "a.txt", strings.Repeat("\x00", 60<<20)), "", 0, nil, nil},
		{"names that lead out", zipOf(t, "../../../../etc/passwd", "x", "/etc/shadow", "y", `..\..\win.ini`, "z"), "", 0, nil, nil},
		{"cut archive", zipOf(t, "a.txt", "hello")[:40], "incomplete", 0, nil, nil},
		{"tiff of absurd size", tiffOf(func(int, []uint32) uint32 { return 0 }, []uint32{tagWidth, 1 << 31, tagHeight, 1 << 31, tagStripOffsets, 8, tagStripCounts, 4}), "", 1, nil, []int{1}},
		{"tiff in circles", tiffOf(func(i int, o []uint32) uint32 { return o[(i+1)%len(o)] }, []uint32{tagWidth, 8}, []uint32{tagWidth, 8}), "", 2, nil, []int{1, 2}},
		{"tiff that points beyond its end", tiffOf(func(int, []uint32) uint32 { return 1 << 30 }, []uint32{tagWidth, 8, tagHeight, 8, tagStripOffsets, 1 << 30, tagStripCounts, 1 << 30}), "", 1, nil, []int{1}},
		{"png of 900 million pixels", pngOf(30_000, 30_000, bomb(900<<20)), "large", 0, nil, nil},
		{"png that unpacks to more than it says", pngOf(100, 100, bomb(900<<20)), "", 1, nil, nil},
		{"jpeg without a picture", []byte("\xFF\xD8\xFF\xD9"), "damaged", 0, nil, nil},
		{"a billion laughs", docxBomb(t), "damaged", 0, nil, nil},
		{"entity that lies in a file", zipOf(t, "word/document.xml", `<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>`+docxHead+"<w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>"), "damaged", 0, nil, nil},
		{"document that unpacks to a gigabyte", docxOf(t, "<w:p><w:r><w:t>"+strings.Repeat("aaaaaaaaa ", 7<<20)+"</w:t></w:r></w:p>"), "more than is allowed", 0, nil, nil},
		{"elements within elements", docxOf(t, strings.Repeat("<w:p>", 100_000)), "damaged", 0, nil, nil},
	}
	for _, cut := range []int{10, 100, len(whole) / 4, len(whole) / 2, len(whole) - 200, len(whole) - 20} {
		files = append(files, hostile{fmt.Sprintf("cut after %d bytes", cut), whole[:cut], any, -1, nil, nil})
	}
	for i := range 20 {
		flipped := slices.Clone(whole)
		for range 8 {
			flipped[r.IntN(len(flipped))] ^= byte(1 << r.IntN(8))
		}
		files = append(files, hostile{fmt.Sprintf("flipped %d", i), flipped, any, -1, nil, nil})
	}
	folder := t.TempDir()
	for i, f := range files {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(folder, strconv.Itoa(i))
			if err := os.WriteFile(path, f.data, 0o600); err != nil {
				t.Fatal(err)
			}
			start := time.Now()
			got, err := p.Open(t.Context(), path, f.name)
			if err != nil {
				t.Fatal(err)
			}
			if f.problem != any && (f.problem == "") != (got.Problem == "") || f.problem != any && !strings.Contains(got.Problem, f.problem) {
				t.Errorf("problem is %q, want %q", got.Problem, f.problem)
			}
			if f.pages >= 0 && got.Pages != f.pages {
				t.Errorf("%d pages, want %d", got.Pages, f.pages)
			}
			for n := 1; n <= min(got.Pages, 3); n++ {
				if _, err := p.Page(t.Context(), path, n); err != nil {
					t.Errorf("page %d: %v", n, err)
				}
				if _, err := p.Picture(t.Context(), path, n, PictureOptions{Width: 400}); err != nil && !isProblem(err) {
					t.Errorf("picture of page %d: %v", n, err)
				}
			}
			for _, n := range f.good {
				if page, err := p.Page(t.Context(), path, n); err != nil || page.Text() != "A fine page of text" {
					t.Errorf("page %d: %q, %q, %v", n, page.Text(), page.Problem, err)
				}
			}
			for _, n := range f.bad {
				if page, err := p.Page(t.Context(), path, n); err != nil || page.Problem == "" {
					t.Errorf("page %d has no problem: %v", n, err)
				}
			}
			if took := time.Since(start); took > 40*time.Second { // three pages, each twice up to its deadline, on a busy machine
				t.Errorf("it took %v", took)
			}
		})
	}
}

func docxBomb(t *testing.T) []byte {
	var entities strings.Builder
	entities.WriteString(`<!DOCTYPE d [<!ENTITY l0 "ha">`)
	for i := range 12 {
		fmt.Fprintf(&entities, `<!ENTITY l%d "%s">`, i+1, strings.Repeat(fmt.Sprintf("&l%d;", i), 10))
	}
	return zipOf(t, "word/document.xml", entities.String()+"]>"+docxHead+"<w:p><w:r><w:t>&l12;</w:t></w:r></w:p></w:body></w:document>")
}
