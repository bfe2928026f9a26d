//go:build unix

package bench

import (
	"context"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/openimr/openimr/internal/sandbox"
)

// BenchmarkRecordsPicture draws pages of a bundle as the reader shows them, 850 pixels wide, with the sandbox on all cores, and has
// pdftoppm draw the same pages at the same size into PNG and JPEG files, one process for each core, in turns. The ratios are our
// pages a second over theirs; the goal is above 1. p99 is the time of one picture that is asked for alone, of a page that was not read
// before; the goal is below 80 ms.
func BenchmarkRecordsPicture(b *testing.B) {
	pdftoppm := peer(b, "pdftoppm")
	path := nativeBundle(b)
	pool := warmPool(b)
	ctx := context.Background()
	const width, pages = 850, 120
	o := sandbox.PictureOptions{Width: width}
	var ours, png, jpeg time.Duration
	var alone []time.Duration
	bytes, rounds := 0, 0
	for b.Loop() {
		rounds++
		start := time.Now()
		var wg sync.WaitGroup
		var mu sync.Mutex
		next := 0
		for range 2 * runtime.NumCPU() {
			wg.Go(func() {
				for {
					mu.Lock()
					next++
					n := next
					mu.Unlock()
					if n > pages {
						return
					}
					p, err := pool.Picture(ctx, path, n, o)
					if err != nil {
						b.Error(err)
						return
					}
					mu.Lock()
					bytes += len(p.Data)
					mu.Unlock()
				}
			})
		}
		wg.Wait()
		ours += time.Since(start)
		for n := pages + 1; n <= 2*pages; n++ {
			start := time.Now()
			if _, err := pool.Picture(ctx, path, n, o); err != nil {
				b.Fatal(err)
			}
			alone = append(alone, time.Since(start))
		}
		draw := func(form string) time.Duration {
			folder := b.TempDir()
			start := time.Now()
			onAllCores(b, pages, func(from, to int) *exec.Cmd {
				return exec.Command(pdftoppm, "-q", "-gray", form, "-scale-to-x", strconv.Itoa(width), "-scale-to-y", "-1",
					"-f", strconv.Itoa(from), "-l", strconv.Itoa(to), path, filepath.Join(folder, "page"))
			})
			return time.Since(start)
		}
		png += draw("-png")
		jpeg += draw("-jpeg")
	}
	slices.Sort(alone)
	n := float64(rounds * pages)
	b.ReportMetric(0, "ns/op") // a round is all of them
	b.ReportMetric(n/ours.Seconds(), "pages/s")
	b.ReportMetric(n/png.Seconds(), "pdftoppm-png-pages/s")
	b.ReportMetric(n/jpeg.Seconds(), "pdftoppm-jpeg-pages/s")
	b.ReportMetric(float64(png)/float64(ours), "png-ratio")
	b.ReportMetric(float64(jpeg)/float64(ours), "jpeg-ratio")
	b.ReportMetric(float64(alone[len(alone)*99/100].Microseconds())/1000, "p99-ms")
	b.ReportMetric(float64(bytes)/n, "bytes/page")
}
