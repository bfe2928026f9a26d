package export

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/internal/pdf"
	"github.com/openimr/openimr/internal/sample/bundle"
	"github.com/openimr/openimr/records"
	"github.com/openimr/openimr/taggedpdf/check"
)

// A shown source gives the pages of a made bundle.
type shown struct {
	b      records.Bundle
	m      *bundle.Made
	broken error
	form   func(io.Writer, image.Image) (string, error)
}

func (s shown) find(id records.PageID) records.PageRef {
	i := slices.IndexFunc(s.b.Files, func(f records.File) bool { return f.SHA256 == id.File })
	return records.PageRef{File: i, Page: id.Page}
}

func (s shown) Page(_ context.Context, id records.PageID) (records.Page, error) {
	return *s.b.Page(s.find(id)), s.broken
}

func (s shown) Picture(_ context.Context, id records.PageID, width, _ int) ([]byte, string, error) {
	if s.m == nil {
		var b bytes.Buffer
		kind, err := s.form(&b, image.NewGray(image.Rect(0, 0, width, width*11/8)))
		return b.Bytes(), kind, err
	}
	g, err := s.m.Upright(s.find(id))
	if err != nil {
		return nil, "", err
	}
	var b bytes.Buffer
	kind, err := s.form(&b, g)
	return b.Bytes(), kind, err
}

func asPNGs(w io.Writer, m image.Image) (string, error) {
	p := image.NewPaletted(m.Bounds(), color.Palette{color.Black, color.White})
	g, ok := m.(*image.Gray)
	for i := range p.Pix {
		if ok && g.Pix[i] > 127 {
			p.Pix[i] = 1
		}
	}
	return "image/png", (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(w, p)
}

func asJPEGs(w io.Writer, m image.Image) (string, error) {
	return "image/jpeg", jpeg.Encode(w, m, nil)
}

func asClear(w io.Writer, m image.Image) (string, error) {
	n := image.NewNRGBA(image.Rect(0, 0, 60, 80))
	n.SetNRGBA(3, 3, color.NRGBA{200, 0, 0, 100})
	return "image/png", png.Encode(w, n)
}

// shelve puts a bundle on a shelf, with an index of its truth.
func shelve(m *bundle.Made) (*records.Shelf, records.Bundle) {
	b := m.Bundle()
	s := &records.Shelf{Index: &records.Index{}}
	for i, f := range b.Files {
		sf := records.ShelfFile{SHA256: f.SHA256, Name: f.Name, Kind: "pdf", From: "P1", Received: time.Date(2015, 8, 3, 9, 0, 0, 0, time.UTC), Opened: true, Pages: len(f.Pages)}
		if len(f.Pages) > 0 {
			sf.First = s.Pages + 1
		} else {
			sf.Problem = "The file is behind a password. Send it again without one."
		}
		s.Pages += len(f.Pages)
		s.Files = append(s.Files, sf)
		_ = i
	}
	for i, d := range m.Truth.Documents {
		s.Index.Documents = append(s.Index.Documents, records.Document{ID: fmt.Sprint("D", i+1), Type: d.Type, Title: d.Title, Date: d.Date, Author: d.Author, Pages: d.Pages})
	}
	return s, b
}

var options = Options{Case: "CM15-0012345", Title: "Record of CM15-0012345", Producer: "OpenIMR", Date: time.Date(2015, 9, 1, 12, 0, 0, 0, time.UTC), Party: func(string) string { return "Golden Bear" }}

func exported(t testing.TB, shelf *records.Shelf, src Source) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := PDF(context.Background(), &b, shelf, src, options); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func sample(t testing.TB, pages int) (*records.Shelf, shown) {
	t.Helper()
	m, err := bundle.Make(bundle.Options{Seed: 4, Pages: pages, Faxed: 0.5, Duplicates: 0.2, Marked: 0.3, Turned: 0.2, Shuffle: 0.5, Senders: 2, Broken: true, Plain: true})
	if err != nil {
		t.Fatal(err)
	}
	shelf, b := shelve(m)
	return shelf, shown{b: b, m: m, form: asPNGs}
}

// archival says what a file fails of PDF/A-2, level U: all that the checker knows of level A but the structure.
func archival(t testing.TB, data []byte) []string {
	t.Helper()
	r, err := check.File(data)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, f := range r.Failed {
		if strings.HasPrefix(f.Point, "A ") && !strings.HasPrefix(f.Point, "A 6.7") && (f.Point != "A 6.6.4" || !strings.Contains(f.Words, "U")) {
			out = append(out, f.String())
		}
	}
	return out
}

func TestTheRecordIsAnArchivalFileWithItsWordsNumbersAndBookmarks(t *testing.T) {
	shelf, src := sample(t, 14)
	data := exported(t, shelf, src)
	if name := os.Getenv("EXPORT_TO"); name != "" { // to look at it
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range archival(t, data) {
		t.Error(f)
	}
	doc, err := pdf.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	pages, err := doc.Pages()
	if err != nil {
		t.Fatal(err)
	}
	unopened := 0
	for _, f := range shelf.Files {
		if f.Pages == 0 {
			unopened++
		}
	}
	if len(pages) != shelf.Pages+unopened || unopened != 2 || doc.Rebuilt() {
		t.Fatalf("%d pages for %d of the record and %d files that cannot be opened; mended: %v", len(pages), shelf.Pages, unopened, doc.Rebuilt())
	}
	texts := string(bytes.Join(pageTexts(t, doc, pages), []byte("\f")))
	for n := 1; n <= shelf.Pages; n++ {
		if want := fmt.Sprintf("CM15-0012345 %06d", n); strings.Count(texts, want) != 1 {
			t.Errorf("number %q stands on %d pages", want, strings.Count(texts, want))
		}
	}
	if strings.Count(texts, "could not be opened") != 2 || !strings.Contains(texts, "behind a password") {
		t.Error("what could not be opened is not told")
	}
	missing := 0
	for _, r := range src.b.Refs() {
		for _, w := range src.b.Page(r).Words {
			if !strings.Contains(texts, w.Text) {
				missing++
			}
		}
	}
	if missing > 0 {
		t.Errorf("%d words of the record cannot be found in the file", missing)
	}
	marks := bookmarks(doc)
	for _, want := range []string{"Documents by date", "As received, by file", "protected report.pdf, from Golden Bear, received 08/03/2015 (could not be opened)"} {
		if !slices.Contains(marks, want) {
			t.Errorf("there is no bookmark %q among %q", want, marks)
		}
	}
	if len(marks) < 2+len(shelf.Files)+len(shelf.Index.Documents) {
		t.Errorf("%d bookmarks for %d files and %d documents", len(marks), len(shelf.Files), len(shelf.Index.Documents))
	}
}

// pageTexts are the texts of the pages as they are shown.
func pageTexts(t testing.TB, doc *pdf.Document, pages []*pdf.Page) [][]byte {
	t.Helper()
	var out [][]byte
	for _, p := range pages {
		shown, err := p.Show()
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		for _, l := range shown.Lines() {
			b.WriteString(l.Text() + " ")
		}
		out = append(out, b.Bytes())
	}
	return out
}

// bookmarks are the titles of the outline, depth first.
func bookmarks(doc *pdf.Document) []string {
	var out []string
	var walk func(o pdf.Object, deep int)
	walk = func(o pdf.Object, deep int) {
		for d := doc.Dict(o); d != nil && deep < 9; d = doc.Dict(d["Next"]) {
			out = append(out, doc.Text(d["Title"]))
			walk(d["First"], deep+1)
		}
	}
	walk(doc.Dict(doc.Catalog()["Outlines"])["First"], 0)
	return out
}

func TestTheSameRecordMakesTheSameFile(t *testing.T) {
	shelf, src := sample(t, 5)
	if !bytes.Equal(exported(t, shelf, src), exported(t, shelf, src)) {
		t.Error("the bytes differ")
	}
}

func TestPicturesOfEveryKindAreTakenOver(t *testing.T) {
	shelf := &records.Shelf{Pages: 1, Files: []records.ShelfFile{{SHA256: "a", Name: "å 文.pdf", First: 1, Pages: 1, Opened: true}}}
	b := records.Bundle{Files: []records.File{{SHA256: "a", Pages: []records.Page{{Width: 200, Height: 300, Words: []records.Word{{Text: "señor文𝕏", Box: records.Box{X0: 10, Y0: 10, X1: 90, Y1: 22}}}}}}}}
	for name, form := range map[string]func(io.Writer, image.Image) (string, error){"paletted PNG": asPNGs, "JPEG": asJPEGs, "transparent PNG": asClear} {
		t.Run(name, func(t *testing.T) {
			data := exported(t, shelf, shown{b: b, form: form})
			for _, f := range archival(t, data) {
				t.Error(f)
			}
			doc, err := pdf.Open(data)
			if err != nil {
				t.Fatal(err)
			}
			pages, err := doc.Pages()
			if err != nil {
				t.Fatal(err)
			}
			if text := string(pageTexts(t, doc, pages)[0]); !strings.Contains(text, "señor文") {
				t.Errorf("the page says %q", text)
			}
		})
	}
}

func TestAPageThatCannotBeReadSaysSoAndKeepsItsNumber(t *testing.T) {
	shelf := &records.Shelf{Pages: 1, Files: []records.ShelfFile{{SHA256: "a", Name: "a.pdf", First: 1, Pages: 1, Opened: true}}}
	b := records.Bundle{Files: []records.File{{SHA256: "a", Pages: []records.Page{{Problem: "The page took too long to read."}}}}}
	data := exported(t, shelf, shown{b: b, form: asPNGs})
	doc, err := pdf.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	pages, err := doc.Pages()
	if err != nil {
		t.Fatal(err)
	}
	text := string(pageTexts(t, doc, pages)[0])
	if !strings.Contains(text, "took too long") || !strings.Contains(text, "CM15-0012345 000001") {
		t.Errorf("the page says %q", text)
	}
}

func TestAnErrorOfTheSourceOrTheWriterEndsTheExport(t *testing.T) {
	shelf, src := sample(t, 3)
	src.broken = errors.New("the disk is gone")
	if err := PDF(context.Background(), io.Discard, shelf, src, options); err == nil || !strings.Contains(err.Error(), "the disk is gone") {
		t.Errorf("the error is %v", err)
	}
	src.broken = nil
	if err := PDF(context.Background(), full{}, shelf, src, options); !errors.Is(err, io.ErrShortWrite) {
		t.Errorf("the error is %v", err)
	}
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if err := PDF(ctx, io.Discard, shelf, src, options); err == nil {
		t.Error("it went on though nobody waited")
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

func TestAnEmptyRecordIsAFileThatSaysSo(t *testing.T) {
	data := exported(t, &records.Shelf{}, nil)
	for _, f := range archival(t, data) {
		t.Error(f)
	}
}

func TestDocumentsWithoutADateComeLast(t *testing.T) {
	shelf, src := sample(t, 3)
	shelf.Index.Documents = []records.Document{{Type: "rfa", Pages: []records.PageRef{{File: 0, Page: 1}}}, {Type: "pr2", Date: clock.MustDay("2015-07-14"), Title: "Progress", Author: "A. Doe, M.D.", Pages: []records.PageRef{{File: 0, Page: 1}}}}
	doc, err := pdf.Open(exported(t, shelf, src))
	if err != nil {
		t.Fatal(err)
	}
	marks := bookmarks(doc)
	if marks[1] != "07/14/2015, PR-2, Primary Treating Physician's Progress Report, Progress, A. Doe, M.D. (page 1)" || !strings.HasPrefix(marks[2], "no date, DWC Form RFA") {
		t.Errorf("the bookmarks are %q", marks[:3])
	}
}

func FuzzReadPicture(f *testing.F) {
	for _, form := range []func(io.Writer, image.Image) (string, error){asPNGs, asClear} {
		var b bytes.Buffer
		if _, err := form(&b, image.NewGray(image.Rect(0, 0, 9, 5))); err != nil {
			f.Fatal(err)
		}
		f.Add(b.Bytes())
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if p, err := readPicture(data, "image/png"); err == nil && (p.width < 1 || p.height < 1 || len(p.data) == 0) {
			t.Errorf("an empty picture: %+v", p)
		}
	})
}

func BenchmarkPDF(b *testing.B) {
	shelf, src := sample(b, 30)
	src.m = nil
	for b.Loop() {
		if err := PDF(context.Background(), io.Discard, shelf, src, options); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N*shelf.Pages)/b.Elapsed().Seconds(), "pages/s")
}
