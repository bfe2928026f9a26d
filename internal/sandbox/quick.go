package sandbox

import (
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/openimr/openimr/internal/pdf"
	"github.com/openimr/openimr/records"
)

// A quickReader reads the words of a PDF file with package internal/pdf, which is written in Go and three times as fast as
// PDFium in its sandbox. It runs in the child process too.
//
// It is trusted only as long as the two agree: the first page that a process reads of a file, and every fiftieth after it, are read by
// both, and where their words differ, PDFium reads the whole file. PDFium also reads each page that is not plain: a
// page without words, with fields or notes, with letters of which the file does not tell what they say or that run from right to
// left, and every page of a file that is damaged, repaired, or has layers that can be hidden.
type quickReader struct {
	data    []byte
	free    func()
	doc     *pdf.Document
	pages   []*pdf.Page
	read    int // pages since it was opened
	checked int // the value of all when both read a page last
	all     int
	off     bool
}

const (
	quickSize    = 2 << 30 // bytes of a file that is read this way
	reopenAfter  = 200     // pages: a reader keeps what it has read
	checkEvery   = 50      // pages
	mayDisagree  = 0.02    // part of the words
	mostQuickAll = 64 << 20
)

// newQuickReader maps a file into memory. It is nil where the file cannot be read this way.
func newQuickReader(file source, size int64, pages int) *quickReader {
	data, free := mapped(file, size)
	if data == nil {
		return nil
	}
	q := &quickReader{data: data, free: free}
	if !q.open() || len(q.pages) != pages || q.doc.Dict(q.doc.Catalog()["OCProperties"]) != nil {
		free()
		return nil
	}
	return q
}

func (q *quickReader) open() bool {
	var err error
	q.read = 0
	if q.doc, err = pdf.OpenLimited(q.data, pdf.Limits{Stream: 8 << 20, Total: mostQuickAll}); err != nil || q.doc.Rebuilt() {
		return false
	}
	q.pages, err = q.doc.Pages()
	return err == nil
}

func (q *quickReader) close() {
	if q != nil && q.data != nil {
		q.doc, q.pages, q.data = nil, nil, nil
		q.free()
	}
}

// page reads page n; ok is false where PDFium should. check asks that PDFium reads it too.
func (q *quickReader) page(n int) (page records.Page, ok, check bool) {
	if q == nil || q.off || q.doc == nil {
		return page, false, false
	}
	if q.read++; q.read > reopenAfter && !q.open() {
		q.off = true
		return page, false, false
	}
	p := q.pages[n-1]
	w, h := p.Size()
	if w < 1 || h < 1 || !q.plain(p) {
		return page, false, false
	}
	shown, err := p.Show()
	if err != nil {
		return page, false, false
	}
	lines := shown.Lines()
	turn, ok := turnOf(lines)
	if !ok {
		return page, false, false
	}
	v := view{w: w, h: h, turn: turn}
	w, h = v.size()
	page = records.Page{Width: float32(w), Height: float32(h), Rotation: turn * 90, Source: records.Native}
	var words []records.Word
	for _, l := range lines {
		sin, cos := math.Sincos(float64(l.Angle) * math.Pi / 180)
		for _, word := range l.Words {
			// Along and across the direction of the text, then on the page with y upwards, as a view takes it.
			x0, y0 := word.X0*cos-(word.Y+descent*word.Size)*sin, word.X0*sin+(word.Y+descent*word.Size)*cos
			x1, y1 := word.X1*cos-(word.Y-ascent*word.Size)*sin, word.X1*sin+(word.Y-ascent*word.Size)*cos
			b := v.box(min(x0, x1), v.h-max(y0, y1), max(x0, x1), v.h-min(y0, y1))
			if cx, cy := (b.X0+b.X1)/2, (b.Y0+b.Y1)/2; cx < 0 || cy < 0 || cx > page.Width || cy > page.Height {
				continue
			}
			words = append(words, records.Word{Text: word.Text, Box: b, Confidence: 100})
		}
	}
	if len(words) == 0 {
		return page, false, false
	}
	page.Words = arrange(words)
	page.Scan = shown.Image > 0.9 || shown.Image > 0.5 && len(words) < 20
	q.all++
	check = q.checked == 0 || q.all-q.checked >= checkEvery
	if check {
		q.checked = q.all
	}
	return page, true, check
}

// How far letters reach above and below their base line, in parts of their size.
const (
	ascent  = 0.82
	descent = 0.24
)

// plain says whether a page has no annotation that says something.
func (q *quickReader) plain(p *pdf.Page) bool {
	for _, o := range q.doc.Array(p.Dict["Annots"]) {
		if kind := q.doc.Name(q.doc.Dict(o)["Subtype"]); kind != "Link" && kind != "Popup" {
			return false
		}
	}
	return true
}

// turnOf is by how many quarter turns clockwise a page must be turned to stand upright; ok is false where there is a letter
// that is better left to PDFium.
func turnOf(lines []pdf.Line) (turn int, ok bool) {
	var letters [4]int
	for _, l := range lines {
		n := 0
		for _, w := range l.Words {
			for _, r := range w.Text {
				if r < 0x590 { // most of all
					n++
					continue
				}
				if r == unicode.ReplacementChar || unicode.Is(unicode.Co, r) || unicode.In(r, unicode.Hebrew, unicode.Arabic) {
					return 0, false
				}
				n++
			}
		}
		if n > 1 {
			letters[(l.Angle+45)/90&3] += n
		}
	}
	best := 0
	for i := range letters {
		if letters[i] > letters[best] {
			best = i
		}
	}
	return (4 - best) & 3, true
}

// agree says whether two readings of a page have nearly the same words, in any order.
func agree(a, b records.Page) bool {
	if a.Rotation != b.Rotation || math.Abs(float64(a.Width-b.Width)) > 1 || math.Abs(float64(a.Height-b.Height)) > 1 || a.Scan != b.Scan {
		return false
	}
	words := func(p records.Page) []string {
		all := make([]string, 0, len(p.Words))
		for _, w := range p.Words {
			all = append(all, strings.ToLower(w.Text))
		}
		slices.Sort(all)
		return all
	}
	x, y := words(a), words(b)
	differ, i, k := 0, 0, 0
	for i < len(x) && k < len(y) {
		switch {
		case x[i] == y[k]:
			i++
			k++
		case x[i] < y[k]:
			differ++
			i++
		default:
			differ++
			k++
		}
	}
	differ += len(x) - i + len(y) - k
	return float64(differ) <= max(mayDisagree*float64(len(x)+len(y)), 2)
}
