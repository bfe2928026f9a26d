//go:build unix

package bench

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/reading"
	"github.com/openimr/openimr/internal/reading/keeping"
	"github.com/openimr/openimr/internal/store"
	"github.com/openimr/openimr/internal/store/storetest"
	"github.com/openimr/openimr/records"
)

// typed is what somebody types, one letter after the other.
var typed = []string{"lumbar spine", "hydrocodone", "10/12/2015", "L4-5 disc protrusion", "temporarily totally disabled", "Claim WC-2015", "zzz", "denies history"}

// BenchmarkRecordsFind finds words in a record of 5,000 pages at every letter that is typed: the number of places, the
// pages, and the first 200 with the words around them, as a reader shows them. The peer is SQLite's full text index of
// the same text in memory, of which only the number of pages is asked. Goal: p99 under 30 ms.
func BenchmarkRecordsFind(b *testing.B) {
	ctx := context.Background()
	s, err := store.Open(ctx, b.TempDir(), store.Options{Rules: storetest.Rules})
	if err != nil {
		b.Fatal(err)
	}
	d, err := reading.New(reading.Options{Store: s, Blobs: s.Blobs(), Files: reading.Sandbox(nil)})
	if err != nil {
		b.Fatal(err)
	}
	defer func() {
		if err := errors.Join(d.Close(), s.Close()); err != nil {
			b.Error(err)
		}
	}()
	peer, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = peer.Close() }()
	peer.SetMaxOpenConns(1)
	if _, err := peer.ExecContext(ctx, `create virtual table page using fts5 (text, tokenize = 'unicode61 remove_diacritics 2')`); err != nil {
		b.Fatal(err)
	}
	c, words := fill(ctx, b, s, 5000, func(text string) {
		if _, err := peer.ExecContext(ctx, `insert into page (text) values ($1)`, text); err != nil {
			b.Fatal(err)
		}
	})

	var ours, theirs []time.Duration
	places := 0
	look := func(query string) {
		start := time.Now()
		h, err := d.Find(ctx, c, query, 200)
		if err != nil {
			b.Fatal(err)
		}
		ours = append(ours, time.Since(start))
		places += h.Total
		start = time.Now()
		var pages int
		phrase := `"` + strings.TrimSpace(query) + `"*`
		if err := peer.QueryRowContext(ctx, `select count(*) from page where page match $1`, phrase).Scan(&pages); err != nil {
			b.Fatalf("%s: %v", phrase, err)
		}
		theirs = append(theirs, time.Since(start))
	}
	start := time.Now()
	if _, err := d.Find(ctx, c, "first", 200); err != nil {
		b.Fatal(err)
	}
	first := time.Since(start)
	n := 0
	for b.Loop() {
		n++
		for _, text := range typed {
			for k := 1; k <= len(text); k++ {
				look(text[:k])
			}
		}
	}
	if places == 0 {
		b.Fatal("nothing was found")
	}
	b.ReportMetric(float64(words), "words")
	b.ReportMetric(float64(first.Milliseconds()), "ms-first-of-all")
	b.ReportMetric(percentile(ours, 50), "ms-p50")
	b.ReportMetric(percentile(ours, 99), "ms-p99")
	b.ReportMetric(percentile(theirs, 50), "ms-p50-fts5")
	b.ReportMetric(percentile(theirs, 99), "ms-p99-fts5")
	b.ReportMetric(percentile(theirs, 99)/percentile(ours, 99), "of-fts5")
	b.ReportMetric(0, "ns/op")
}

// fill makes a case with pages that were read, and tells the text of each.
func fill(ctx context.Context, b *testing.B, s *store.Store, pages int, each func(text string)) (imr.Case, int) {
	b.Helper()
	sha := fmt.Sprintf("%064x", pages)
	r, err := s.Do(ctx, imr.Request{Command: storetest.Application(0), Act: storetest.Act(storetest.Dana, storetest.On("2015-09-28"))})
	if err == nil {
		r, err = s.Do(ctx, imr.Request{Case: r.Case.ID, Saw: imr.AnyVersion, Act: storetest.Act(storetest.Dana, storetest.On("2015-10-01")),
			Command: &imr.FilesReceived{Files: []imr.ReceivedFile{{SHA256: sha, Name: "a.pdf", Size: 1}}}})
	}
	if err == nil {
		err = s.FileOpened(ctx, keeping.File{SHA256: sha, Kind: "pdf", Pages: pages})
	}
	if err != nil {
		b.Fatal(err)
	}
	all := make([]string, len(r.Case.Files))
	for i, f := range r.Case.Files {
		all[i] = f.SHA256
		if f.SHA256 != sha {
			if err := s.FileOpened(ctx, keeping.File{SHA256: f.SHA256, Kind: "other", Problem: "Not here."}); err != nil {
				b.Fatal(err)
			}
		}
	}
	rnd := rand.New(rand.NewPCG(1, 2))
	words := 0
	var batch []keeping.Page
	for n := 1; n <= pages; n++ {
		p := records.Page{Width: 612, Height: 792, Source: records.Native}
		lines := paperText(rnd, n)
		for k, line := range lines {
			for i, w := range strings.Fields(line) {
				x, y := float32(60+i*50), float32(50+k*15)
				p.Words = append(p.Words, records.Word{Text: w, Box: records.Box{X0: x, Y0: y, X1: x + 45, Y1: y + 10}, Line: int32(k), Confidence: 100})
			}
		}
		words += len(p.Words)
		each(strings.Join(lines, "\n"))
		if batch = append(batch, keeping.PageOf(sha, n, p)); len(batch) == 250 || n == pages {
			if _, err := s.AddPages(ctx, batch); err != nil {
				b.Fatal(err)
			}
			batch = batch[:0]
		}
	}
	if _, err := s.Number(ctx, r.Case.ID, all); err != nil {
		b.Fatal(err)
	}
	return r.Case, words
}
