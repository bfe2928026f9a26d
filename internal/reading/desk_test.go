package reading_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/reading"
	"github.com/openimr/openimr/internal/store/storetest"
	"github.com/openimr/openimr/records"
)

func TestWhatCameIsReadNumberedAndIndexed(t *testing.T) {
	r := newRoom(t, reading.Options{})
	r.send("P1", [2]string{"report.pdf", "text Progress report\nscan of the lumbar spine\nblank\nbad"}, [2]string{"cut.pdf", "broken"})
	r.send("P2", [2]string{"again.pdf", "text Progress report\nscan of the lumbar spine\nblank\nbad"}, [2]string{"more.pdf", "text Last page"})
	if s := r.shelf(); len(s.Files) != 4 || s.Pages != 0 || !s.Behind || s.Files[0].Opened || s.Files[0].How != "fax" || s.Files[2].From != "P2" {
		t.Errorf("before anything was opened: %+v", s)
	}
	s := r.readAll()
	if s.Pages != 9 || s.Read != 9 || s.Behind || s.Index == nil || s.Made.IsZero() {
		t.Errorf("%d of %d pages read, behind: %v, index: %v", s.Read, s.Pages, s.Behind, s.Index)
	}
	for i, want := range []struct {
		first, pages int
		problem      bool
	}{{1, 4, false}, {0, 0, true}, {5, 4, false}, {9, 1, false}} {
		f := s.Files[i]
		if f.First != want.first || f.Pages != want.pages || (f.Problem != "") != want.problem || !f.Opened || f.Read != f.Pages || len(f.Sheets) != f.Pages {
			t.Errorf("file %d: %+v", i, f)
		}
	}
	if n := r.paper.seen.Load(); n != 1 {
		t.Errorf("%d pages were recognised; the file came twice and is read once", n)
	}
	if p := s.Files[0].Problems; len(p) != 1 || p[0].Page != 4 || !strings.Contains(p[0].Problem, "could not be read") {
		t.Errorf("problems: %v", p)
	}
	sheet := s.Files[2].Sheets[1]
	if !sheet.Read || sheet.Source != records.OCR || sheet.Width != 792 || !s.Files[0].Sheets[2].Blank {
		t.Errorf("the sheets: %+v", s.Files[2].Sheets)
	}
	p, err := r.desk.Page(r.ctx, s.ID(records.PageRef{File: 2, Page: 2}))
	if err != nil || p.Text() != "of the lumbar spine" || p.Rotation != 90 || !p.Scan {
		t.Errorf("page: %+v, %v", p, err)
	}
	var refused *imr.Error
	for _, id := range []records.PageID{s.ID(records.PageRef{File: 0, Page: 5}), s.ID(records.PageRef{File: 1, Page: 1}), {File: strings.Repeat("0", 64), Page: 1}, {File: "..", Page: 1}} {
		if _, err := r.desk.Page(r.ctx, id); !errors.As(err, &refused) || refused.Kind != imr.NotFound {
			t.Errorf("page %v: %v", id, err)
		}
		if _, _, err := r.desk.Picture(r.ctx, id, 800, 0); !errors.As(err, &refused) || refused.Kind != imr.NotFound {
			t.Errorf("picture %v: %v", id, err)
		}
	}
	b, err := r.desk.Bundle(r.ctx, r.kase())
	if err != nil || len(b.Files) != 4 || len(b.Refs()) != 9 || b.Page(records.PageRef{File: 3, Page: 1}).Text() != "Last page" {
		t.Errorf("bundle %+v, %v", b, err)
	}
	in := 0
	for _, d := range s.Index.Documents {
		in += len(d.Pages)
	}
	if in != 9 {
		t.Errorf("%d pages are in documents", in)
	}

	// More comes: the numbers stay, and new ones follow.
	r.send("P1", [2]string{"late.pdf", "text Addendum\ntext to the report"})
	if s := r.shelf(); !s.Behind || s.Files[4].First != 0 {
		t.Errorf("%+v", s)
	}
	if s := r.readAll(); s.Files[0].First != 1 || s.Files[4].First != 10 || s.Pages != 11 || s.Behind {
		t.Errorf("%+v", s)
	}
}

func TestWhatComesInAZIPIsFilesOfTheCase(t *testing.T) {
	r := newRoom(t, reading.Options{})
	inner := zipped(t, [2]string{"deep/mri.pdf", "text MRI"}, [2]string{"__MACOSX/deep/._mri.pdf", "x"}, [2]string{"empty.pdf", ""})
	r.send("P1", [2]string{"all.zip", zipped(t, [2]string{"a.pdf", "text A\ntext A2"}, [2]string{"inner.zip", inner}, [2]string{"a again.pdf", "text A\ntext A2"})}, [2]string{"b.pdf", "text B"})
	s := r.readAll()
	var got []string
	for _, f := range s.Files {
		got = append(got, fmt.Sprintf("%s %s %d %d %s", f.Name, f.Kind, f.First, f.Pages, f.From))
	}
	if want := "all.zip zip 0 0 P1, b.pdf pdf 1 1 P1, a.pdf pdf 2 2 P1, inner.zip zip 0 0 P1, deep/mri.pdf pdf 4 1 P1"; strings.Join(got, ", ") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, ", "), want)
	}
	if s.Files[2].In != s.Files[0].SHA256 || s.Files[4].In != s.Files[3].SHA256 || !s.Files[4].Received.Equal(s.Files[0].Received) || s.Files[4].How != "fax" {
		t.Errorf("%+v", s.Files)
	}
	version := r.kase().Version
	if r.readAll(); r.kase().Version != version {
		t.Error("the ZIP was taken apart again")
	}
}

func TestPagesThatSomebodyLooksAtAreReadFirst(t *testing.T) {
	r := newRoom(t, reading.Options{Workers: 1})
	r.paper.hold = make(chan struct{})
	var scans []string
	for n := range 40 {
		scans = append(scans, fmt.Sprintf("scan p%d", n+1))
	}
	r.send("P1", [2]string{"scan.pdf", strings.Join(scans, "\n")}, [2]string{"native.pdf", "text n1\ntext n2\ntext n3\ntext n4"})
	over := make(chan *records.Shelf)
	go func() { over <- r.readAll() }()
	c := r.kase()
	until(t, "the native pages", func() bool { // a scan or two may be under way before the second file is opened
		select {
		case r.paper.hold <- struct{}{}:
		default:
		}
		return r.shelf().Files[1].Read == 4
	})
	page := func(n int) records.PageID { return records.PageID{File: c.Files[0].SHA256, Page: n} }
	r.desk.Want(r.ctx, c, []records.PageID{page(31), page(32)})
	got := make(chan string)
	go func() {
		p, err := r.desk.Page(r.ctx, page(40))
		got <- fmt.Sprint(p.Text(), err)
	}()
	time.Sleep(20 * time.Millisecond) // it may wait now; whether it does changes nothing but the order
	for range 5 {
		r.paper.hold <- struct{}{}
	}
	if text := <-got; text != "p40<nil>" {
		t.Errorf("the page that was waited for: %s", text)
	}
	close(r.paper.hold)
	s := <-over
	if s.Read != 44 {
		t.Errorf("%d pages read", s.Read)
	}
	at := map[string]int{}
	for i, p := range r.paper.order {
		at[p] = i
	}
	if at["p31"] > at["p20"] || at["p32"] > at["p20"] || at["p40"] > at["p20"] || at["n4"] > at["p10"] {
		t.Errorf("the order was %v", r.paper.order)
	}
}

func TestACorrectionCutsAnew(t *testing.T) {
	r := newRoom(t, reading.Options{})
	r.send("P1", [2]string{"a.pdf", "text one\ntext two"})
	s := r.readAll()
	made := s.Made
	_, err := r.store.Do(r.ctx, imr.Request{Case: r.id, Saw: imr.AnyVersion, Act: storetest.Act(storetest.Dana, storetest.On("2015-10-02")),
		Command: &imr.IndexCorrected{Says: "A document begins at page 2.", Corrections: []records.Correction{{Kind: records.SplitHere, Page: s.ID(records.PageRef{File: 0, Page: 2})}}}})
	if err != nil {
		t.Fatal(err)
	}
	if s := r.shelf(); !s.Behind {
		t.Error("the index knows nothing of the correction and is not behind")
	}
	changed := r.desk.Changed(r.ctx, r.id)
	read := r.paper.read.Load()
	s = r.readAll()
	if s.Behind || !s.Made.After(made) || r.paper.read.Load() != read {
		t.Errorf("behind: %v, made %v after %v, %d pages read again", s.Behind, s.Made, made, r.paper.read.Load()-read)
	}
	select {
	case <-changed:
	default:
		t.Error("nobody was told of the new index")
	}
}

// until waits for something that goes on elsewhere.
func until(t testing.TB, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !ok(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%s did not come", what)
		}
	}
}

// A server does all this by itself once something came.
func TestAJobReadsWhatCame(t *testing.T) {
	r := newRoom(t, reading.Options{})
	r.work()
	r.send("P1", [2]string{"a.pdf", "text one\nscan two"})
	until(t, "the index", func() bool { s := r.shelf(); return s.Read == 2 && !s.Behind })
	r.send("P2", [2]string{"b.pdf", "text three"})
	until(t, "the second file", func() bool { s := r.shelf(); return s.Read == 3 && !s.Behind })
}

func TestWordsAreFoundInTheWholeRecord(t *testing.T) {
	r := newRoom(t, reading.Options{})
	r.send("P1", [2]string{"a.pdf", "text The lumbar spine was seen\nscan lumbar Spine, and lumbar spine again"}, [2]string{"b.pdf", "text nothing\ntext LUMBAR SPINE"})
	r.readAll()
	h, err := r.desk.Find(r.ctx, r.kase(), "lumbar spi", 2)
	if err != nil {
		t.Fatal(err)
	}
	if h.Total != 4 || fmt.Sprint(h.Pages) != "[1 2 4]" || len(h.First) != 2 {
		t.Fatalf("%+v", h)
	}
	if f := h.First[0]; f != (records.Hit{Number: 1, From: 1, To: 3, Before: "The", Text: "lumbar spine", After: "was seen"}) {
		t.Errorf("%+v", f)
	}
	r.send("P1", [2]string{"c.pdf", "text lumbar spine"})
	r.readAll()
	if h, err = r.desk.Find(r.ctx, r.kase(), `"lumbar spine"`, 100); err != nil || h.Total != 5 || len(h.First) != 5 {
		t.Errorf("%+v, %v", h, err)
	}
	if h, err = r.desk.Find(r.ctx, r.kase(), " ", 10); err != nil || h.Total != 0 {
		t.Errorf("%+v, %v", h, err)
	}
}

// However many files come one by one, one job waits for their reading, and the others do not keep other cases waiting.
func TestOneJobWaitsForTheReadingOfACase(t *testing.T) {
	r := newRoom(t, reading.Options{Workers: 1})
	r.paper.hold = make(chan struct{})
	r.send("P1", [2]string{"a.pdf", "scan one"})
	over := make(chan bool)
	go func() {
		all, _, err := r.desk.ReadCase(r.ctx, r.id)
		over <- all && err == nil
	}()
	until(t, "the numbers", func() bool { return r.shelf().Pages == 1 })
	r.send("P1", [2]string{"b.pdf", "scan two"})
	if all, _, err := r.desk.ReadCase(r.ctx, r.id); !all || err != nil {
		t.Errorf("a second job: %v, %v", all, err)
	}
	close(r.paper.hold)
	if !<-over {
		t.Error("the first job is not done")
	}
	if s := r.shelf(); s.Read != 2 || s.Behind {
		t.Errorf("the first job was done with %d pages read, behind: %v", s.Read, s.Behind)
	}
}
