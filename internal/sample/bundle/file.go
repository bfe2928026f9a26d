package bundle

import (
	"archive/zip"
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"math/rand/v2"
	"strings"
	"time"
)

// A form is how a file is written.
type form uint8

const (
	formPDF       form = iota // native pages, or pictures in CCITT G4
	formPDFFlate              // pictures packed with flate
	formTIFF                  // CCITT G4
	formTIFFPlain             // PackBits
	formPNG
	formJPEG
	formWord
	formText
)

func (f form) ending() string {
	return [...]string{".pdf", ".pdf", ".tif", ".tiff", ".png", ".jpg", ".docx", ".txt"}[f]
}

// form picks how a volume is written.
func (b *binder) form(v *volume) form {
	r := b.r
	if b.o.Plain {
		return pick(r, []form{formPDF, formPDF, formPDFFlate})
	}
	if !v.faxed {
		if len(v.pages) == 1 && len(v.pages[0].sheet.strokes) == 0 && v.pages[0].copyOf == nil {
			return pick(r, []form{formPDF, formWord, formText})
		}
		return formPDF
	}
	if len(v.pages) == 1 {
		return pick(r, []form{formPDF, formPNG, formJPEG, formTIFF})
	}
	return pick(r, []form{formPDF, formPDF, formPDF, formPDF, formPDFFlate, formTIFF, formTIFFPlain})
}

// A File is one file of a bundle. Its bytes are made when they are asked for.
type File struct {
	Name    string
	In      string // name of the ZIP file that holds it, "" where it came by itself
	Sender  string
	Problem string // why it cannot be opened: "password", "cut", "unknown"; "" where it can
	volume  *volume
	seed    uint64
}

// WriteTo writes the file.
func (f File) WriteTo(w io.Writer) (int64, error) {
	c := &counter{w: w}
	return c.n, f.write(c)
}

// Bytes is the whole file.
func (f File) Bytes() ([]byte, error) {
	var b bytes.Buffer
	err := f.write(&counter{w: &b})
	return b.Bytes(), err
}

func (f File) write(w *counter) error {
	v := f.volume
	switch f.Problem {
	case "password", "cut":
		var b bytes.Buffer
		if err := writePDF(&counter{w: &b}, v.pages, false, f.Problem == "password"); err != nil {
			return err
		}
		data := b.Bytes()
		if f.Problem == "cut" {
			data = data[:len(data)*2/5]
		}
		_, err := w.Write(data)
		return err
	case "unknown":
		r := rand.New(rand.NewPCG(f.seed, 99))
		data := make([]byte, 4096)
		for i := 132; i < len(data); i++ {
			data[i] = byte(r.Uint32())
		}
		copy(data[128:], "DICM")
		_, err := w.Write(data)
		return err
	}
	switch v.form {
	case formPDF, formPDFFlate:
		return writePDF(w, v.pages, v.form == formPDFFlate, false)
	case formTIFF, formTIFFPlain:
		return writeTIFF(w, v.pages, v.form == formTIFF)
	case formPNG:
		p := v.pages[0]
		return (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(w, p.draw().turn(p.turn).gray())
	case formJPEG:
		p := v.pages[0]
		return jpeg.Encode(w, p.snapshot(), &jpeg.Options{Quality: 78})
	case formWord:
		return writeWord(w, v.pages)
	default:
		return writeText(w, v.pages)
	}
}

// snapshot is a page as a camera saw it: gray, the light falling off.
func (p *page) snapshot() *image.Gray {
	g := p.draw().turn(p.turn).gray()
	r := rand.New(rand.NewPCG(uint64(p.content), 7))
	w, h := g.Rect.Dx(), g.Rect.Dy()
	cx, cy := r.IntN(w), r.IntN(h)
	out := image.NewGray(g.Rect)
	for y := range h {
		for x := range w {
			sum := 0
			for _, d := range [...][2]int{{0, 0}, {1, 0}, {0, 1}, {1, 1}} {
				sum += int(g.GrayAt(min(x+d[0], w-1), min(y+d[1], h-1)).Y)
			}
			light := 235 - (abs(x-cx)+abs(y-cy))*60/(w+h)
			v := 40 + sum/4*(light-40)/255
			out.SetGray(x, y, color.Gray{Y: uint8(max(0, min(255, v+int(r.Uint32()%9)-4)))})
		}
	}
	return out
}

func abs(n int) int { return max(n, -n) }

// A counter counts the bytes that go through it.
type counter struct {
	w io.Writer
	n int64
}

func (c *counter) Write(b []byte) (int, error) {
	n, err := c.w.Write(b)
	c.n += int64(n)
	return n, err
}

// lineTexts are the lines of a page as text.
func (p *page) lineTexts() []string {
	var out []string
	var last mote
	for i, m := range p.sheet.motes {
		switch {
		case i == 0 || m.line != last.line:
			if i > 0 && m.y-last.y > 1.9*m.size {
				out = append(out, "")
			}
			out = append(out, m.text)
		default:
			sep := " "
			if m.x-last.x-last.width() > 3*m.size {
				sep = "\t"
			}
			out[len(out)-1] += sep + m.text
		}
		last = m
	}
	return out
}

func writeText(w io.Writer, pages []*page) error {
	for i, p := range pages {
		if i > 0 {
			if _, err := io.WriteString(w, "\f"); err != nil {
				return err
			}
		}
		if _, err := io.WriteString(w, strings.Join(p.lineTexts(), "\r\n")+"\r\n"); err != nil {
			return err
		}
	}
	return nil
}

// writeWord writes a DOCX file: paragraphs, and a page break between pages.
func writeWord(w io.Writer, pages []*page) error {
	var body strings.Builder
	for i, p := range pages {
		if i > 0 {
			body.WriteString(`<w:p><w:r><w:br w:type="page"/></w:r></w:p>`)
		}
		for _, l := range p.lineTexts() {
			body.WriteString(`<w:p><w:r>`)
			for j, part := range strings.Split(l, "\t") {
				if j > 0 {
					body.WriteString("<w:tab/>")
				}
				body.WriteString(`<w:t xml:space="preserve">` + escape.Replace(part) + `</w:t>`)
			}
			body.WriteString(`</w:r></w:p>`)
		}
	}
	z := zip.NewWriter(w)
	for _, part := range [][2]string{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`},
		{"word/document.xml", `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>` + body.String() + `<w:sectPr><w:pgSz w:w="12240" w:h="15840"/><w:pgMar w:top="720" w:right="720" w:bottom="720" w:left="720"/></w:sectPr></w:body></w:document>`},
	} {
		f, err := z.CreateHeader(&zip.FileHeader{Name: part[0], Method: zip.Deflate, Modified: time.Date(2015, 1, 2, 0, 0, 0, 0, time.UTC)})
		if err != nil {
			return err
		}
		if _, err := io.WriteString(f, `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`+"\n"+part[1]); err != nil {
			return err
		}
	}
	return z.Close()
}

var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// Each calls with the files as they are sent, one after the other: ZIP files take the place of what is in them.
func (m *Made) Each(send func(name, sender string, write func(io.Writer) error) error) error {
	done := map[string]bool{}
	for _, f := range m.Files {
		switch {
		case f.In == "":
			if err := send(f.Name, f.Sender, func(w io.Writer) error { return f.write(&counter{w: w}) }); err != nil {
				return err
			}
		case !done[f.In]:
			done[f.In] = true
			if err := send(f.In, f.Sender, func(w io.Writer) error { return m.zip(w, f.In) }); err != nil {
				return err
			}
		}
	}
	return nil
}

func (m *Made) zip(w io.Writer, name string) error {
	z := zip.NewWriter(w)
	for _, f := range m.Files {
		if f.In != name {
			continue
		}
		e, err := z.CreateHeader(&zip.FileHeader{Name: f.Name, Method: zip.Deflate, Modified: time.Date(2015, 1, 2, 0, 0, 0, 0, time.UTC)})
		if err != nil {
			return err
		}
		if err := f.write(&counter{w: e}); err != nil {
			return fmt.Errorf("write %s into %s: %w", f.Name, name, err)
		}
	}
	return z.Close()
}
