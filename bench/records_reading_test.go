//go:build unix

package bench

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/job"
	"github.com/openimr/openimr/internal/reading"
	"github.com/openimr/openimr/internal/sandbox"
	"github.com/openimr/openimr/internal/store"
	"github.com/openimr/openimr/internal/store/storetest"
	"github.com/openimr/openimr/records"
)

// A readingRoom is a server that reads, without its pages.
type readingRoom struct {
	*testing.B
	ctx   context.Context
	store *store.Store
	desk  *reading.Desk
}

func newReadingRoom(b *testing.B) *readingRoom {
	b.Helper()
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = b.TempDir()
	}
	pool, err := sandbox.New(sandbox.Options{Cache: filepath.Join(cache, "openimr", "sandbox")})
	if err != nil {
		b.Fatal(err)
	}
	folder := b.TempDir()
	s, err := store.Open(context.Background(), folder, store.Options{Rules: storetest.Rules})
	if err != nil {
		b.Fatal(err)
	}
	d, err := reading.New(reading.Options{Store: s, Blobs: s.Blobs(), Files: reading.Sandbox(pool), Folder: filepath.Join(folder, "pictures")})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		err := d.Close()
		pool.Close()
		if err := errors.Join(err, s.Close()); err != nil {
			b.Error(err)
		}
	})
	s.ReadWith(d.ReadCase)
	if err := s.Work(context.Background(), job.Every{}, slog.New(slog.DiscardHandler)); err != nil {
		b.Fatal(err)
	}
	if err := pool.Warm(context.Background()); err != nil {
		b.Fatal(err)
	}
	return &readingRoom{b, context.Background(), s, d}
}

// put keeps a file; receive has it received for a new case.
func (r *readingRoom) put(data []byte) imr.ReceivedFile {
	r.Helper()
	sha, size, err := r.store.Blobs().Put(r.ctx, bytes.NewReader(data))
	if err != nil {
		r.Fatal(err)
	}
	return imr.ReceivedFile{SHA256: sha, Name: "bundle.pdf", Size: size}
}

func (r *readingRoom) receive(n int, files ...imr.ReceivedFile) imr.Case {
	r.Helper()
	res, err := r.store.Do(r.ctx, imr.Request{Command: storetest.Application(n), Act: storetest.Act(storetest.Dana, storetest.On("2015-09-28"))})
	if err == nil {
		res, err = r.store.Do(r.ctx, imr.Request{Case: res.Case.ID, Saw: imr.AnyVersion, Command: &imr.FilesReceived{Files: files}, Act: storetest.Act(storetest.Dana, storetest.On("2015-10-01"))})
	}
	if err != nil {
		r.Fatal(err)
	}
	return res.Case
}

// await waits, as a page in a browser does, until the shelf is as far as it should be.
func (r *readingRoom) await(c imr.Case, far func(*records.Shelf) bool) *records.Shelf {
	r.Helper()
	for {
		changed := r.desk.Changed(r.ctx, c.ID)
		s, err := r.desk.Shelf(r.ctx, c)
		if err != nil {
			r.Fatal(err)
		}
		if far(s) {
			return s
		}
		select {
		case <-changed:
		case <-time.After(20 * time.Minute): // an index of thousands of pages
			r.Fatal("nothing is read any more")
		}
	}
}

func wholly(s *records.Shelf) bool { return s.Pages > 0 && s.Read == s.Pages && !s.Behind }

// residentMB is the memory of this process and its children, in MB.
func residentMB(b *testing.B) float64 {
	b.Helper()
	kids := strconv.Itoa(os.Getpid())
	sum := 0.0
	all, err := filepath.Glob("/proc/[0-9]*/status")
	if err != nil {
		b.Fatal(err)
	}
	for _, path := range all {
		data, err := os.ReadFile(path)
		if err != nil {
			continue // it has ended
		}
		field := func(name string) string {
			_, rest, _ := strings.Cut(string(data), "\n"+name+":")
			line, _, _ := strings.Cut(rest, "\n")
			return strings.TrimSpace(line)
		}
		if field("Pid") != kids && field("PPid") != kids {
			continue
		}
		kb, _ := strconv.Atoi(strings.TrimSuffix(field("VmRSS"), " kB"))
		sum += float64(kb) / 1024
	}
	return sum
}

// BenchmarkRecordsFirstPage receives a native bundle of 2,000 pages and tells how long it takes, from the answer to the
// upload on, until the first page can be read, all can, and the index stands; goal: the first within 1,000 ms.
func BenchmarkRecordsFirstPage(b *testing.B) {
	r := newReadingRoom(b)
	var first, all, index time.Duration
	n, peak := 0, 0.0
	for b.Loop() {
		n++
		f := r.put(nativePDF(2000, uint64(n)))
		start := time.Now()
		c := r.receive(n, f)
		s := r.await(c, func(s *records.Shelf) bool { return s.Read > 0 && s.Files[0].Sheets[0].Read })
		if p, err := r.desk.Page(r.ctx, s.ID(records.PageRef{Page: 1})); err != nil || len(p.Words) < 300 {
			b.Fatalf("%d words, %v", len(p.Words), err)
		}
		first += time.Since(start)
		r.await(c, func(s *records.Shelf) bool { return s.Pages > 0 && s.Read == s.Pages })
		all += time.Since(start)
		r.await(c, wholly)
		index += time.Since(start)
		peak = max(peak, residentMB(b))
	}
	b.ReportMetric(float64(first.Milliseconds())/float64(n), "ms-to-first-page")
	b.ReportMetric(2000*float64(n)/all.Seconds(), "pages/s")
	b.ReportMetric(float64(index.Milliseconds())/float64(n), "ms-to-index")
	b.ReportMetric(peak, "MB")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkRecordsMemory receives a native bundle of 5,000 pages, which is read, indexed, searched and looked at, and tells
// the most memory that this process and its children had at once; goal: under 1,024 MB.
func BenchmarkRecordsMemory(b *testing.B) {
	reading.BoundMemory()
	r := newReadingRoom(b)
	path := filepath.Join(b.TempDir(), "bundle.pdf")
	if err := os.WriteFile(path, nativePDF(5000, 99), 0o600); err != nil {
		b.Fatal(err)
	}
	over, peak := make(chan struct{}), make(chan float64)
	go func() {
		most := 0.0
		for {
			select {
			case <-over:
				peak <- most
				return
			case <-time.After(250 * time.Millisecond):
				most = max(most, residentMB(b))
			}
		}
	}()
	start := time.Now()
	for b.Loop() {
		file, err := os.Open(path)
		if err != nil {
			b.Fatal(err)
		}
		sha, size, err := r.store.Blobs().Put(r.ctx, file)
		if err := errors.Join(err, file.Close()); err != nil {
			b.Fatal(err)
		}
		c := r.receive(1, imr.ReceivedFile{SHA256: sha, Name: "bundle.pdf", Size: size})
		r.await(c, wholly)
		for n := 1; n <= 5000; n += 250 {
			if _, _, err := r.desk.Picture(r.ctx, records.PageID{File: sha, Page: n}, 1224, 0); err != nil {
				b.Fatal(err)
			}
		}
		if h, err := r.desk.Find(r.ctx, c, "lumbar spine", 200); err != nil || h.Total == 0 {
			b.Fatalf("%d found, %v", h.Total, err)
		}
		if _, err := r.desk.Bundle(r.ctx, c); err != nil {
			b.Fatal(err)
		}
	}
	close(over)
	b.ReportMetric(<-peak, "MB-peak")
	b.ReportMetric(time.Since(start).Seconds(), "s")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkRecordsPictureServed asks for pictures of pages as a reader does who jumps about, 816 pixels wide: cold, and
// again warm. Goals: p99 80 ms and 5 ms.
func BenchmarkRecordsPictureServed(b *testing.B) {
	r := newReadingRoom(b)
	c := r.receive(1, r.put(nativePDF(1000, 7)))
	r.await(c, wholly)
	sha := c.Files[len(c.Files)-1].SHA256
	var cold, warm []time.Duration
	ask := func(n int) time.Duration {
		start := time.Now()
		if _, _, err := r.desk.Picture(r.ctx, records.PageID{File: sha, Page: n}, 816, 0); err != nil {
			b.Fatal(err)
		}
		return time.Since(start)
	}
	n := 0
	for b.Loop() {
		page := 1 + n*7%1000
		if n++; n <= 1000/7 {
			cold = append(cold, ask(page))
		}
		warm = append(warm, ask(page))
	}
	b.ReportMetric(percentile(cold, 99), "ms-cold-p99")
	b.ReportMetric(percentile(warm, 99), "ms-warm-p99")
	b.ReportMetric(0, "ns/op")
}

// percentile is one of some durations, in milliseconds.
func percentile(ds []time.Duration, p int) float64 {
	if len(ds) == 0 {
		return 0
	}
	sort.Slice(ds, func(i, j int) bool { return ds[i] < ds[j] })
	return float64(ds[min(len(ds)-1, len(ds)*p/100)].Microseconds()) / 1000
}
