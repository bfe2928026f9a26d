package reading_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/job"
	"github.com/openimr/openimr/internal/reading"
	"github.com/openimr/openimr/internal/store"
	"github.com/openimr/openimr/internal/store/storetest"
	"github.com/openimr/openimr/records"

	"log/slog"
)

// paper opens files of an invented form: a page a line. "text WORDS" has words, "scan WORDS" has them in its picture,
// "blank" nothing, "bad" stops whoever reads it; a file that begins with "broken" cannot be opened, one that begins with
// PK is a ZIP.
type paper struct {
	mu    sync.Mutex
	lines map[string][]string
	read  atomic.Int64   // pages whose file was asked for their text
	seen  atomic.Int64   // pages that were recognised
	drawn map[string]int // pictures that were made, by the words of the page
	slow  time.Duration  // of recognition
	hold  chan struct{}  // where it is there, recognition takes one from it for each page
	order []string       // the first words of the pages in the order in which they were read
	log   *os.File       // where it is there, a line for each page that was recognised
}

func (p *paper) open(path string) ([]string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if l, ok := p.lines[path]; ok {
		return l, nil
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	if p.lines == nil {
		p.lines = map[string][]string{}
	}
	l := strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
	p.lines[path] = l
	return l, nil
}

func (p *paper) Open(_ context.Context, path, _ string) (reading.Opened, error) {
	l, err := p.open(path)
	switch {
	case err != nil:
		return reading.Opened{}, err
	case strings.HasPrefix(l[0], "broken"):
		return reading.Opened{Kind: "pdf", Problem: "The file is incomplete. Send it again."}, nil
	case strings.HasPrefix(l[0], "PK"):
		return reading.Opened{Kind: "zip"}, nil
	}
	return reading.Opened{Kind: "pdf", Pages: len(l)}, nil
}

func (p *paper) line(path string, n int) (kind, words string, err error) {
	l, err := p.open(path)
	if err != nil {
		return "", "", err
	}
	if n < 1 || n > len(l) {
		return "", "", errors.New("no such page")
	}
	kind, words, _ = strings.Cut(l[n-1], " ")
	return kind, words, nil
}

func words(text string, of records.TextSource) records.Page {
	p := records.Page{Width: 612, Height: 792, Source: of}
	for i, w := range strings.Fields(text) {
		x, y := float32(50+i%8*60), float32(72+i/8*14)
		p.Words = append(p.Words, records.Word{Text: w, Box: records.Box{X0: x, Y0: y, X1: x + 50, Y1: y + 10}, Line: int32(i / 8), Confidence: 100})
	}
	return p
}

func (p *paper) note(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.order = append(p.order, text)
}

func (p *paper) Page(_ context.Context, path string, n int) (records.Page, error) {
	kind, text, err := p.line(path, n)
	if err != nil {
		return records.Page{}, err
	}
	p.read.Add(1)
	switch kind {
	case "text":
		p.note(text)
		return words(text, records.Native), nil
	case "blank":
		return records.Page{Width: 612, Height: 792, Source: records.None, Blank: true}, nil
	case "bad":
		return records.Page{}, errors.New("the opener died")
	}
	return records.Page{Width: 612, Height: 792, Source: records.None, Scan: true}, nil
}

func (p *paper) Pages(ctx context.Context, path string, from, to int, each func(int, records.Page) error) error {
	for n := from; n <= to; n++ {
		page, err := p.Page(ctx, path, n)
		if err == nil {
			err = each(n, page)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Gray hides the words of the page in the picture.
func (p *paper) Gray(_ context.Context, path string, n int, _ float64, _ int) (*image.Gray, error) {
	_, text, err := p.line(path, n)
	if err != nil {
		return nil, err
	}
	g := image.NewGray(image.Rect(0, 0, 100, 130))
	copy(g.Pix, text)
	return g, nil
}

// recognise finds them there. Its pages lie on their side.
func (p *paper) recognise(ctx context.Context, g *image.Gray, dpi float64, w, h float32) (records.Page, error) {
	if dpi != 200 || w != 612 || h != 792 {
		return records.Page{}, fmt.Errorf("%v dots an inch, %v × %v points", dpi, w, h)
	}
	if p.hold != nil {
		select {
		case <-p.hold:
		case <-ctx.Done():
			return records.Page{}, ctx.Err()
		}
	}
	if p.slow > 0 {
		select {
		case <-time.After(p.slow):
		case <-ctx.Done():
			return records.Page{}, ctx.Err()
		}
	}
	p.seen.Add(1)
	if p.log != nil {
		_, _ = p.log.WriteString("1\n")
	}
	text := string(bytes.TrimRight(g.Pix, "\x00"))
	p.note(text)
	page := words(text, records.OCR)
	page.Width, page.Height, page.Rotation = h, w, 90
	return page, nil
}

func (p *paper) Picture(_ context.Context, path string, n, width, turn int) ([]byte, string, error) {
	kind, text, err := p.line(path, n)
	if err != nil {
		return nil, "", err
	}
	p.mu.Lock()
	if p.drawn == nil {
		p.drawn = map[string]int{}
	}
	p.drawn[text]++
	p.mu.Unlock()
	return fmt.Appendf(nil, "\x89PNG\r\n\x1a\n%s %s %d wide, turned %d", kind, text, width, turn), "image/png", nil
}

// count is how many pictures were made of the page with some words.
func (p *paper) count(text string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.drawn[text]
}

func (p *paper) Unzip(_ context.Context, path string, each func(string, io.Reader) error) error {
	z, err := zip.OpenReader(path)
	if err != nil {
		return err
	}
	defer func() { _ = z.Close() }()
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			return err
		}
		if err := each(f.Name, r); err != nil {
			return err
		}
	}
	return nil
}

// A room is a desk over a store with one case.
type room struct {
	*testing.T
	ctx   context.Context
	store *store.Store
	desk  *reading.Desk
	paper *paper
	id    imr.CaseID
}

func newRoom(t *testing.T, o reading.Options) *room {
	t.Helper()
	s, err := store.Open(context.Background(), t.TempDir(), store.Options{Rules: storetest.Rules})
	if err != nil {
		t.Fatal(err)
	}
	r := &room{T: t, ctx: t.Context(), store: s, paper: &paper{}}
	o.Store, o.Blobs, o.Files, o.Recognise = s, s.Blobs(), r.paper, r.paper.recognise
	if o.Folder == "" {
		o.Folder = t.TempDir()
	}
	if r.desk, err = reading.New(o); err != nil {
		t.Fatal(err)
	}
	s.ReadWith(r.desk.ReadCase)
	t.Cleanup(func() {
		if err := errors.Join(r.desk.Close(), s.Close()); err != nil {
			t.Error(err)
		}
	})
	res, err := s.Do(r.ctx, imr.Request{Command: storetest.Application(0), Act: storetest.Act(storetest.Dana, storetest.On("2015-09-28"))})
	if err != nil {
		t.Fatal(err)
	}
	r.id = res.Case.ID
	return r
}

// work begins to work jobs, as a server does.
func (r *room) work() {
	r.Helper()
	if err := r.store.Work(r.ctx, job.Every{}, slog.New(slog.DiscardHandler)); err != nil {
		r.Fatal(err)
	}
}

// send has files received, each with its content under its name.
func (r *room) send(from imr.PartyID, files ...[2]string) {
	r.Helper()
	e := &imr.FilesReceived{From: from}
	for _, f := range files {
		sha, size, err := r.store.Blobs().Put(r.ctx, strings.NewReader(f[1]))
		if err != nil {
			r.Fatal(err)
		}
		e.Files = append(e.Files, imr.ReceivedFile{SHA256: sha, Name: f[0], Size: size})
	}
	act := storetest.Act(storetest.Dana, storetest.On("2015-10-01"))
	act.How = &imr.How{Method: imr.Fax}
	if _, err := r.store.Do(r.ctx, imr.Request{Case: r.id, Saw: imr.AnyVersion, Command: e, Act: act}); err != nil {
		r.Fatal(err)
	}
}

func (r *room) kase() imr.Case {
	r.Helper()
	c, err := r.store.Case(r.ctx, r.id)
	if err != nil {
		r.Fatal(err)
	}
	return c
}

func (r *room) shelf() *records.Shelf {
	r.Helper()
	s, err := r.desk.Shelf(r.ctx, r.kase())
	if err != nil {
		r.Fatal(err)
	}
	return s
}

// readAll reads until nothing is left.
func (r *room) readAll() *records.Shelf {
	r.Helper()
	for {
		all, again, err := r.desk.ReadCase(r.ctx, r.id)
		if err != nil {
			r.Fatal(err)
		}
		if all {
			return r.shelf()
		}
		time.Sleep(again)
	}
}

// zipped makes a ZIP.
func zipped(t testing.TB, files ...[2]string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range files {
		w, err := z.Create(f[0])
		if err == nil {
			_, err = io.WriteString(w, f[1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
