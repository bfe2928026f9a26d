package sandbox

import (
	"bytes"
	"fmt"
	"image"
	"io"

	"github.com/openimr/openimr/records"
)

// A pdfWriter writes a small PDF file object by object, from number 1.
type pdfWriter struct {
	out     bytes.Buffer
	offsets []int
}

func newPDFWriter() *pdfWriter {
	w := &pdfWriter{}
	w.out.WriteString("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")
	return w
}

// add adds an object and returns its number.
func (w *pdfWriter) add(format string, args ...any) int {
	w.offsets = append(w.offsets, w.out.Len())
	fmt.Fprintf(&w.out, "%d 0 obj\n", len(w.offsets))
	fmt.Fprintf(&w.out, format, args...)
	w.out.WriteString("\nendobj\n")
	return len(w.offsets)
}

// stream adds a stream whose dictionary has these entries and its length.
func (w *pdfWriter) stream(data []byte, entries string) int {
	w.offsets = append(w.offsets, w.out.Len())
	fmt.Fprintf(&w.out, "%d 0 obj\n<</Length %d%s>>\nstream\n", len(w.offsets), len(data), entries)
	w.out.Write(data)
	w.out.WriteString("\nendstream\nendobj\n")
	return len(w.offsets)
}

// end writes the cross-reference table and returns the file, whose catalog is object root. more goes into the trailer.
func (w *pdfWriter) end(root int, more string) []byte {
	start := w.out.Len()
	fmt.Fprintf(&w.out, "xref\n0 %d\n0000000000 65535 f \n", len(w.offsets)+1)
	for _, o := range w.offsets {
		fmt.Fprintf(&w.out, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&w.out, "trailer\n<</Size %d/Root %d 0 R%s>>\nstartxref\n%d\n%%%%EOF\n", len(w.offsets)+1, root, more, start)
	return w.out.Bytes()
}

// A sheet is one page that is wrapped into a PDF file of its own, to be read and drawn by PDFium.
type sheet struct {
	file []byte
	// words are the page's words where they are known without reading the file; Source says whether they are.
	words records.Page
}

// A sheets is a file of another kind than PDF, as sheets.
type sheets interface {
	count() int
	sheet(n int) (sheet, error) // from 1
	close()
}

// A wrapped is a document whose pages are sheets. Pictures of every kind are decoded by PDFium this way, within
// its memory and by the same limits as those in PDF files.
type wrapped struct {
	sheets
	g       *guest
	limits  Limits
	current *pdfFile
	words   records.Page
	n       int
}

func (d *wrapped) load(n int) (*pdfFile, error) {
	if d.current != nil && d.n == n {
		return d.current, nil
	}
	if n < 1 || n > d.count() {
		return nil, Problem(fmt.Sprintf("The file has no page %d.", n))
	}
	d.drop()
	s, err := d.sheet(n)
	if err != nil {
		return nil, err
	}
	f, err := openPDF(d.g, nopCloser{bytes.NewReader(s.file)}, int64(len(s.file)), d.limits)
	if err != nil {
		return nil, problemPage
	}
	d.current, d.n, d.words = f, n, s.words
	return f, nil
}

type nopCloser struct{ io.ReaderAt }

func (nopCloser) Close() error { return nil }

func (d *wrapped) drop() {
	if d.current != nil {
		d.current.close()
	}
	d.current, d.n = nil, 0
}

func (d *wrapped) close() {
	d.drop()
	d.sheets.close()
}

func (d *wrapped) text(n int) (records.Page, error) {
	f, err := d.load(n)
	if err != nil {
		return records.Page{}, err
	}
	if d.words.Source != "" {
		return d.words, nil
	}
	page, err := f.text(1)
	// A picture is a scan, whatever its shape; whether there is ink on it is for those to say who read it.
	page.Scan, page.Blank = true, false
	return page, err
}

func (d *wrapped) shown(n int) (w, h float64, err error) {
	f, err := d.load(n)
	if err != nil {
		return 0, 0, err
	}
	return f.shown(1)
}

func (d *wrapped) draw(n, w, h, turn int) (*image.Gray, error) {
	f, err := d.load(n)
	if err != nil {
		return nil, err
	}
	return f.draw(1, w, h, turn)
}

func (d *wrapped) picture(n, w, h, turn int) (kind string, data []byte, err error) {
	f, err := d.load(n)
	if err != nil {
		return "", nil, err
	}
	return f.picture(1, w, h, turn)
}
