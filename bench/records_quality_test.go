//go:build unix

package bench

import (
	"context"
	"fmt"
	"image"
	"math"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/openimr/openimr/internal/ocr"
	"github.com/openimr/openimr/internal/sample/bundle"
	"github.com/openimr/openimr/records"
	"github.com/openimr/openimr/records/duplicate"
	"github.com/openimr/openimr/records/index"
	"github.com/openimr/openimr/records/recognise"
)

// BenchmarkRecordsQuality reads bundles of known truth, native and faxed, and tells how much of it was found: hard negatives (pages
// copied forward with one word changed) that were folded, true copies that were, pages related in any of the three
// ways; document cuts, types and dates; pages turned upright; facts. Every figure stands beside how many pages a second
// it took. The faxed bundle has more than 600 hard negatives, each read by text recognition: that takes about ten minutes on two
// cores.
func BenchmarkRecordsQuality(b *testing.B) {
	for _, c := range []struct {
		name string
		o    bundle.Options
	}{
		{"native", bundle.Options{Seed: 71, Pages: 1600, Faxed: 0, Duplicates: 0.2, Marked: 0, Changed: 650, Foreign: 12, Senders: 3, Shuffle: 0.05, Plain: true}},
		{"faxed", bundle.Options{Seed: 72, Pages: 1300, Faxed: 1, Duplicates: 0.2, Marked: 0.2, Changed: 620, Foreign: 12, Senders: 3, Shuffle: 0.05, Turned: 0.08, Plain: true}},
	} {
		b.Run(c.name, func(b *testing.B) {
			m, err := bundle.Make(c.o)
			if err != nil {
				b.Fatal(err)
			}
			engine := ocr.Find(context.Background(), ocr.Options{})
			defer func() { _ = engine.Close() }()
			peak := watchMemory(b)
			for b.Loop() {
				begin := time.Now()
				read := readMade(b, m, engine)
				b.ReportMetric(float64(len(read.Refs()))/time.Since(begin).Seconds(), "pages-read/s")
				begin = time.Now()
				dups, err := duplicate.Find(context.Background(), read, duplicate.Options{Pictures: func(_ context.Context, r records.PageRef) (*image.Gray, float64, error) {
					g, err := m.Picture(r)
					if err != nil {
						return nil, 0, err
					}
					return turnedBy(g, read.Page(r).Rotation), 200, nil
				}})
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(len(read.Refs()))/time.Since(begin).Seconds(), "pages-compared/s")
				x := index.Build(read, index.Options{Duplicates: dups, Patient: m.Truth.Patient.Records()})
				tellDuplicates(b, m, dups)
				tellDocuments(b, m, x.Documents)
				tellTurns(b, m, read)
				tellFacts(b, m, x)
			}
			b.ReportMetric(peak(), "peak-MB")
		})
	}
}

// watchMemory looks at the memory of this process and its children ten times a second; the answer is the most of it.
func watchMemory(b *testing.B) func() float64 {
	stop, done := make(chan bool), make(chan float64)
	go func() {
		most := 0.0
		tick := time.NewTicker(100 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				most = max(most, residentMB(b))
			case <-stop:
				done <- most
				return
			}
		}
	}()
	return func() float64 { close(stop); return <-done }
}

// readMade reads a made bundle: its native pages as they are, its pictures by text recognition on all cores.
func readMade(b *testing.B, m *bundle.Made, engine ocr.Engine) records.Bundle {
	read := m.Bundle()
	var wait sync.WaitGroup
	work := make(chan records.PageRef)
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			for r := range work {
				p := read.Page(r)
				if p.Scan {
					g, err := m.Picture(r)
					if err != nil {
						b.Error(err)
						continue
					}
					const dots = 200
					if *p, err = ocr.Read(context.Background(), engine, g, dots, float32(g.Rect.Dx())*72/dots, float32(g.Rect.Dy())*72/dots); err != nil {
						b.Error(err)
					}
				}
				recognise.Mark(p)
			}
		})
	}
	for _, r := range read.Refs() {
		work <- r
	}
	close(work)
	wait.Wait()
	return read
}

func turnedBy(g *image.Gray, degrees int) *image.Gray {
	for ; degrees > 0; degrees -= 90 {
		w, h := g.Rect.Dx(), g.Rect.Dy()
		o := image.NewGray(image.Rect(0, 0, h, w))
		for y := range h {
			for x := range w {
				o.Pix[x*o.Stride+h-1-y] = g.Pix[y*g.Stride+x]
			}
		}
		g = o
	}
	return g
}

// tellDuplicates holds what was found against the truth, pair by pair. Two pages are folded where they have one best
// copy, and related where their best copies are of one family.
func tellDuplicates(b *testing.B, m *bundle.Made, dups []records.Duplicate) {
	best, family := map[records.PageRef]records.PageRef{}, map[records.PageRef]records.PageRef{}
	var root func(of map[records.PageRef]records.PageRef, r records.PageRef) records.PageRef
	root = func(of map[records.PageRef]records.PageRef, r records.PageRef) records.PageRef {
		if to, ok := of[r]; ok {
			return root(of, to)
		}
		return r
	}
	join := func(of map[records.PageRef]records.PageRef, x, y records.PageRef) {
		if x, y = root(of, x), root(of, y); x != y {
			of[x] = y
		}
	}
	for _, d := range dups {
		join(family, d.Page, d.Of)
		if d.Folded() {
			join(best, d.Page, d.Of)
		}
	}
	bare := map[records.PageRef]bool{}
	for _, p := range m.Truth.Pages {
		bare[p.PageRef] = p.Blank || p.Separator
	}
	var negatives, folded, copies, found, related, pairs float64
	for _, d := range m.Truth.Duplicates {
		if bare[d.Page] {
			continue
		}
		one := root(best, d.Page) == root(best, d.Of)
		if pairs++; root(family, d.Page) == root(family, d.Of) {
			related++
		}
		switch d.Relation {
		case records.ChangedPage:
			if negatives++; one {
				folded++
				b.Logf("folded though %s %q became %q: %v and %v", d.What, d.Was, d.Is, d.Page, d.Of)
			}
		default:
			if copies++; one {
				found++
			}
		}
	}
	b.ReportMetric(negatives, "hard-negatives")
	b.ReportMetric(folded, "negatives-folded")
	b.ReportMetric(found/max(copies, 1), "copies-folded")
	b.ReportMetric(related/max(pairs, 1), "related")
}

// tellDocuments holds cuts, types and dates against the truth. A cut is right where a document begins with the page with which
// one does; type and date are asked of the documents whose first page is right.
func tellDocuments(b *testing.B, m *bundle.Made, docs []records.Document) {
	truth := map[records.PageRef]bundle.Document{}
	for _, d := range m.Truth.Documents {
		if len(d.Pages) > 0 {
			truth[d.Pages[0]] = d
		}
	}
	var right, types, dates, dated float64
	for _, d := range docs {
		if len(d.Pages) == 0 {
			continue
		}
		t, ok := truth[d.Pages[0]]
		if !ok {
			continue
		}
		right++
		if t.Type == d.Type {
			types++
		}
		if !t.Date.IsZero() {
			if dated++; t.Date == d.Date {
				dates++
			}
		}
	}
	b.ReportMetric(2*right/math.Max(1, float64(len(docs)+len(truth))), "cut-F1")
	b.ReportMetric(types/max(right, 1), "type")
	b.ReportMetric(dates/max(dated, 1), "date")
}

func tellTurns(b *testing.B, m *bundle.Made, read records.Bundle) {
	var right, all float64
	for _, t := range m.Truth.Pages {
		if t.Faxed && !t.Blank {
			if all++; read.Page(t.PageRef).Rotation == t.Rotation {
				right++
			}
		}
	}
	if all > 0 {
		b.ReportMetric(right/all, "upright")
	}
}

// tellFacts counts facts by kind, date and page: what was found of the truth, and what of the found is true. Copies that are folded
// are not asked for, nor pages of other patients.
func tellFacts(b *testing.B, m *bundle.Made, x records.Index) {
	not := map[records.PageRef]bool{}
	for _, d := range x.Duplicates {
		if d.Folded() {
			not[d.Page] = true
		}
	}
	for _, p := range m.Truth.Pages {
		if p.Foreign {
			not[p.PageRef] = true
		}
	}
	key := func(k records.FactKind, page records.PageRef, day fmt.Stringer) string {
		return fmt.Sprint(k, page, day)
	}
	var truth, found []string
	for _, f := range m.Truth.Facts {
		if !not[f.Page] {
			truth = append(truth, key(f.Kind, f.Page, f.Date))
		}
	}
	for _, f := range x.Facts {
		if !not[f.Page] {
			found = append(found, key(f.Kind, f.Page, f.Date))
		}
	}
	b.ReportMetric(shareIn(truth, found), "fact-recall")
	b.ReportMetric(shareIn(found, truth), "fact-precision")
}

// shareIn is the share of the different entries of one list that stand in the other.
func shareIn(list, other []string) float64 {
	slices.Sort(list)
	list = slices.Compact(list)
	slices.Sort(other)
	n := 0
	for _, s := range list {
		if _, ok := slices.BinarySearch(other, s); ok {
			n++
		}
	}
	return float64(n) / math.Max(1, float64(len(list)))
}
