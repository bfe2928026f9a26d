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
// pdftoppm draw the same pages in gray at the same size into PNG, JPEG and plain PGM files, one process for each core, in turns. The
// ratios are our pages a second over theirs, on the wall and by the time of the cores; the goal is above 1. p99 is the time of one
// picture that is asked for alone, of a page that was not read before; the goal is below 80 ms.
func BenchmarkRecordsPicture(b *testing.B) {
	pdftoppm := peer(b, "pdftoppm")
	path := nativeBundle(b)
	pool := warmPool(b)
	ctx := context.Background()
	const width, pages = 850, 120
	forms := []string{"png", "jpeg", "pgm"}
	o := sandbox.PictureOptions{Width: width}
	var ours stopwatch
	var peers [3]stopwatch
	var alone []time.Duration
	bytes, rounds := 0, 0
	for b.Loop() {
		rounds++
		ours.time(b, func() {
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
		})
		for n := pages + 1; n <= 2*pages; n++ {
			start := time.Now()
			if _, err := pool.Picture(ctx, path, n, o); err != nil {
				b.Fatal(err)
			}
			alone = append(alone, time.Since(start))
		}
		for i, form := range forms {
			folder := b.TempDir()
			peers[i].time(b, func() {
				onAllCores(b, pages, func(from, to int) *exec.Cmd {
					options := []string{"-q", "-gray", "-scale-to-x", strconv.Itoa(width), "-scale-to-y", "-1", "-f", strconv.Itoa(from), "-l", strconv.Itoa(to)}
					if form != "pgm" {
						options = append(options, "-"+form)
					}
					return exec.Command(pdftoppm, append(options, path, filepath.Join(folder, "page"))...)
				})
			})
		}
	}
	slices.Sort(alone)
	n := float64(rounds * pages)
	b.ReportMetric(0, "ns/op") // a round is all of them
	b.ReportMetric(n/ours.wall.Seconds(), "pages/s")
	for i, form := range forms {
		b.ReportMetric(n/peers[i].wall.Seconds(), "pdftoppm-"+form+"-pages/s")
		wall, cores := ours.ratio(peers[i])
		b.ReportMetric(wall, form+"-ratio")
		b.ReportMetric(cores, form+"-ratio-of-cores")
	}
	b.ReportMetric(float64(alone[len(alone)*99/100].Microseconds())/1000, "p99-ms")
	b.ReportMetric(float64(bytes)/n, "bytes/page")
}
