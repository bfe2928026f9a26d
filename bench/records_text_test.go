//go:build unix

package bench

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"
	"testing"

	"github.com/openimr/openimr/internal/sandbox"
	"github.com/openimr/openimr/records"
)

// nativeBundle is one file of about 2,000 pages of real text: the published letters over and over.
func nativeBundle(b *testing.B) string {
	b.Helper()
	dir := os.Getenv("OPENIMR_LETTERS")
	if dir == "" {
		dir = filepath.Join("..", "..", "shared", "letters")
	}
	letters, err := filepath.Glob(filepath.Join(dir, "CM*.pdf"))
	if err != nil || len(letters) == 0 {
		b.Skip("the published letters are not on this machine; set OPENIMR_LETTERS to their folder")
	}
	qpdf, err := exec.LookPath("qpdf")
	if err != nil {
		b.Skip("qpdf, which puts the letters into one file, is not on this machine")
	}
	folder := b.TempDir()
	merge := func(to string, from ...string) string {
		to = filepath.Join(folder, to)
		if out, err := exec.Command(qpdf, append(append([]string{"--warning-exit-0", "--decrypt", "--empty", "--pages"}, from...), "--", to)...).CombinedOutput(); err != nil {
			b.Fatalf("put the letters into one file: %v\n%s", err, out)
		}
		return to
	}
	once := merge("once.pdf", letters...)
	copies := make([]string, 0, 13)
	for i := range cap(copies) {
		// Copies, not the same file: qpdf would share the fonts of the whole file among all pages otherwise.
		copies = append(copies, filepath.Join(folder, fmt.Sprintf("copy%d.pdf", i)))
		data, err := os.ReadFile(once)
		if err == nil {
			err = os.WriteFile(copies[i], data, 0o600)
		}
		if err != nil {
			b.Fatal(err)
		}
	}
	return merge("bundle.pdf", copies...)
}

// peer finds a program to be compared with.
func peer(b *testing.B, name string) string {
	b.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		b.Skipf("the peer, %s, is not on this machine (Debian: poppler-utils)", name)
	}
	return path
}

// onAllCores runs a program once for each core on its share of the pages.
func onAllCores(b *testing.B, pages int, run func(from, to int) *exec.Cmd) {
	b.Helper()
	cores := runtime.NumCPU()
	share := (pages + cores - 1) / cores
	var wg sync.WaitGroup
	var mu sync.Mutex
	for from := 1; from <= pages; from += share {
		wg.Go(func() {
			cmd := run(from, min(from+share-1, pages))
			err := cmd.Run()
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				b.Errorf("%s: %v", cmd.Path, err)
			}
		})
	}
	wg.Wait()
}

// BenchmarkRecordsText reads the words with their places of a bundle of 2,000 pages with the sandbox on all cores, and has pdftotext
// -bbox do the same, one process for each core on its share of the pages, in turns. The ratios are our pages a second over
// theirs, on the wall and by the time of the cores; the goal is 1.
// The start of our processes, which a server has behind it, is not counted; the opening of the file is.
func BenchmarkRecordsText(b *testing.B) {
	pdftotext := peer(b, "pdftotext")
	path := nativeBundle(b)
	pool := warmPool(b)
	ctx := context.Background()
	f, err := pool.Open(ctx, path, "bundle.pdf")
	if err != nil || f.Problem != "" {
		b.Fatal(err, f.Problem)
	}
	var ours, theirs stopwatch
	rounds, words := 0, 0
	for b.Loop() {
		rounds++
		words = 0
		ours.time(b, func() {
			if err := pool.Pages(ctx, path, 1, f.Pages, func(_ int, p records.Page) error {
				words += len(p.Words)
				return nil
			}); err != nil {
				b.Fatal(err)
			}
		})
		theirs.time(b, func() {
			onAllCores(b, f.Pages, func(from, to int) *exec.Cmd {
				return exec.Command(pdftotext, "-q", "-bbox", "-f", strconv.Itoa(from), "-l", strconv.Itoa(to), path, os.DevNull)
			})
		})
	}
	if words < f.Pages*100 {
		b.Fatalf("only %d words on %d pages", words, f.Pages)
	}
	n := float64(rounds * f.Pages)
	b.ReportMetric(0, "ns/op") // a round is both of them
	wall, cores := ours.ratio(theirs)
	b.ReportMetric(n/ours.wall.Seconds(), "pages/s")
	b.ReportMetric(n/theirs.wall.Seconds(), "pdftotext-pages/s")
	b.ReportMetric(wall, "ratio")
	b.ReportMetric(cores, "ratio-of-cores")
	b.ReportMetric(float64(words), "words")
}

// warmPool is a pool whose processes run.
func warmPool(b *testing.B) *sandbox.Pool {
	b.Helper()
	pool, err := sandbox.New(sandbox.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(pool.Close)
	if err := pool.Warm(context.Background()); err != nil {
		b.Fatal(err)
	}
	return pool
}
