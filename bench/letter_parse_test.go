//go:build unix

package bench

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
	"time"

	"github.com/openimr/openimr/letter"
)

// BenchmarkLetterParsePDF reads the published letters from their PDF files into determinations, all in this process
// on one core, and has pdftotext extract their text, one process a file, in turns. The ratio is the time of
// pdftotext over ours, by the clock on the wall and by processor time; the goal is above 1.
func BenchmarkLetterParsePDF(b *testing.B) {
	dir := os.Getenv("OPENIMR_LETTERS")
	if dir == "" {
		dir = filepath.Join("..", "..", "shared", "letters")
	}
	files, err := filepath.Glob(filepath.Join(dir, "CM*.pdf"))
	if err != nil || len(files) == 0 {
		b.Skip("the published letters are not on this machine; set OPENIMR_LETTERS to their folder")
	}
	peer, err := exec.LookPath("pdftotext")
	if err != nil {
		b.Skip("the peer, pdftotext, is not on this machine (Debian: poppler-utils)")
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))

	var ours, theirs, ourCPU, theirCPU time.Duration
	rounds, items := 0, 0
	for b.Loop() {
		rounds++
		start, cpu := time.Now(), processorTime(b)
		for _, f := range files {
			data, err := os.ReadFile(f)
			if err != nil {
				b.Fatal(err)
			}
			d := letter.Parse(f, data)
			if d.Error != "" || len(d.Items) == 0 {
				b.Fatalf("%s was not read: %s", f, d.Error)
			}
			items += len(d.Items)
		}
		ours += time.Since(start)
		ourCPU += processorTime(b) - cpu

		start = time.Now()
		for _, f := range files {
			cmd := exec.Command(peer, f, os.DevNull)
			if err := cmd.Run(); err != nil {
				b.Fatal(err)
			}
			theirCPU += cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
		}
		theirs += time.Since(start)
	}
	letters := float64(rounds * len(files))
	b.ReportMetric(0, "ns/op") // a round is both of them
	b.ReportMetric(float64(ours.Microseconds())/letters, "µs/letter")
	b.ReportMetric(float64(ourCPU.Microseconds())/letters, "cpu-µs/letter")
	b.ReportMetric(float64(theirs.Microseconds())/letters, "pdftotext-µs/letter")
	b.ReportMetric(float64(theirCPU.Microseconds())/letters, "pdftotext-cpu-µs/letter")
	b.ReportMetric(float64(theirs)/float64(ours), "ratio")
	b.ReportMetric(float64(theirCPU)/float64(ourCPU), "cpu-ratio")
}

// processorTime is what this process has used so far, without the processes that it started.
func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
