//go:build unix

package bench

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/openimr/openimr/internal/ocr"
	"github.com/openimr/openimr/internal/sample/bundle"
)

// BenchmarkRecordsOCR reads faxed pages, one half as they came and the other with more specks and streaks (bad faxes), on all
// cores in three ways: with Debian's tesseract run plainly, one process for each core; with ours and Debian's; with ours and
// the engine inside. They take turns, a few pages each. The ratios are pages a second over those of the plain run, on the
// wall and by the time of the cores; the goals are 0.95 and 0.35. Words right are those of the paper that were read as they stand there, on the bad faxes. All pages lie
// upright, so that the plain run has a chance.
func BenchmarkRecordsOCR(b *testing.B) {
	program, err := exec.LookPath("tesseract")
	if err != nil {
		b.Skip("tesseract is not installed")
	}
	ctx := context.Background()
	pages := faxedPages(b, 12)
	debian, state := ocr.Debian(ctx, ocr.Options{})
	if state != ocr.Ready {
		b.Skip(state)
	}
	inside := ocr.Inside(ocr.Options{Cache: filepath.Join(b.TempDir(), "compiled")})
	defer func() { _ = inside.Close() }()
	dir := b.TempDir()
	plain := func(p faxedPage) ([]string, error) {
		cmd := exec.Command(program, p.write(b, dir), "stdout", "--dpi", "200", "--psm", "3", "--oem", "1", "-l", "eng")
		cmd.Env = append(os.Environ(), "OMP_THREAD_LIMIT=1")
		out, err := cmd.Output()
		return strings.Fields(string(out)), err
	}
	with := func(e ocr.Engine) func(p faxedPage) ([]string, error) {
		return func(p faxedPage) ([]string, error) {
			page, err := ocr.Read(ctx, e, p.picture, 200, 612, 792)
			if err == nil && page.Problem != "" {
				err = fmt.Errorf("a page: %s", page.Problem)
			}
			return strings.Fields(page.Text()), err
		}
	}
	ways := []func(p faxedPage) ([]string, error){plain, with(debian), with(inside)}
	if _, err := ways[2](pages[0]); err != nil { // compiled once, as a server does when it starts
		b.Fatal(err)
	}
	var spent [3]stopwatch
	var right [3]int
	words := 0
	for b.Loop() {
		for part := 0; part < len(pages); part += 4 {
			for w, way := range ways {
				var got [][]string
				spent[w].time(b, func() { got = readAll(b, pages[part:part+4], way) })
				for i, p := range pages[part : part+4] {
					if p.bad {
						right[w] += wordsRight(p.words, got[i])
					}
				}
			}
		}
		for _, p := range pages {
			if p.bad {
				words += len(p.words)
			}
		}
	}
	n := float64(b.N * len(pages))
	for w, name := range []string{"plain", "debian", "inside"} {
		b.ReportMetric(n/spent[w].wall.Seconds(), name+"-pages/s")
		b.ReportMetric(float64(right[w])/float64(words), name+"-right-of-bad")
	}
	for w, name := range []string{"debian", "inside"} {
		wall, cores := spent[w+1].ratio(spent[0])
		b.ReportMetric(wall, name+"/plain")
		b.ReportMetric(cores, name+"/plain-of-cores")
	}
	b.Logf("words right on bad faxes: %d plain, %d with Debian's tesseract, %d with the engine inside, of %d", right[0], right[1], right[2], words)
}

// A faxedPage is the picture of a faxed page with the words that stand on it.
type faxedPage struct {
	name    string
	picture *image.Gray
	words   []string
	bad     bool
}

// write writes the picture in the form that Tesseract reads soonest, for it to be run plainly.
func (p faxedPage) write(b *testing.B, dir string) string {
	path := filepath.Join(dir, p.name+".pbm")
	if _, err := os.Stat(path); err == nil {
		return path
	}
	var out bytes.Buffer
	g := p.picture
	w, h := g.Rect.Dx(), g.Rect.Dy()
	fmt.Fprintf(&out, "P4\n%d %d\n", w, h)
	line := make([]byte, (w+7)/8)
	for y := range h {
		clear(line)
		for x, v := range g.Pix[y*g.Stride:][:w] {
			if v == 0 {
				line[x/8] |= 0x80 >> (x % 8)
			}
		}
		out.Write(line)
	}
	if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
		b.Fatal(err)
	}
	return path
}

// faxedPages are pages of a bundle with text on them, every second one a bad fax.
func faxedPages(b *testing.B, n int) []faxedPage {
	made, err := bundle.Make(bundle.Options{Seed: 11, Pages: 60, Faxed: 1, Senders: 1, Plain: true})
	if err != nil {
		b.Fatal(err)
	}
	var pages []faxedPage
	for i := 0; i < len(made.Truth.Pages) && len(pages) < n; i += 3 {
		t := made.Truth.Pages[i]
		if len(t.Words) < 60 || t.Rotation != 0 || !t.Faxed {
			continue
		}
		g, err := made.Picture(t.PageRef)
		if err != nil {
			b.Fatal(err)
		}
		bad := len(pages)%2 == 1
		if bad {
			spoil(g, uint64(i))
		}
		pages = append(pages, faxedPage{fmt.Sprint(i), g, t.Words, bad})
	}
	if len(pages) < n {
		b.Fatalf("the bundle has only %d pages for this", len(pages))
	}
	return pages
}

// spoil puts forty specks on a square inch and two streaks on a page of 200 dpi.
func spoil(g *image.Gray, seed uint64) {
	r := rand.New(rand.NewPCG(seed, 5))
	w, h := g.Rect.Dx(), g.Rect.Dy()
	for range w * h / 1000 {
		x, y := r.IntN(w-3), r.IntN(h-2)
		for range 1 + r.IntN(5) {
			g.Pix[(y+r.IntN(2))*g.Stride+x+r.IntN(3)] = 0
		}
	}
	for range 2 {
		x, from, to := 150+r.IntN(w-300), r.IntN(h/3), h-1-r.IntN(h/3)
		for y := from; y < to; y++ {
			if r.IntN(18) > 0 {
				g.Pix[y*g.Stride+x] = 0
			}
		}
	}
}

func readAll(b *testing.B, pages []faxedPage, read func(faxedPage) ([]string, error)) [][]string {
	got := make([][]string, len(pages))
	next := make(chan int)
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := range next {
				words, err := read(pages[i])
				if err != nil {
					b.Error(err)
				}
				got[i] = words
			}
		})
	}
	for i := range pages {
		next <- i
	}
	close(next)
	wg.Wait()
	return got
}

// wordsRight counts the words that were read, each as often as it stands there, without the marks around them.
func wordsRight(want, got []string) int {
	plain := func(w string) string { return strings.ToLower(strings.Trim(w, ".,:;()[]'\"")) }
	have := map[string]int{}
	for _, w := range got {
		have[plain(w)]++
	}
	n := 0
	for _, w := range want {
		if w = plain(w); have[w] > 0 {
			have[w]--
			n++
		}
	}
	return n
}
