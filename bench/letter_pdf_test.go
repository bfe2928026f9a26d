//go:build unix

package bench

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/sample"
	"github.com/openimr/openimr/letter"
	"github.com/openimr/openimr/programme"
)

//go:embed letter_peer.py
var weasyprint string

// tractionLetter is the served letter of the invented traction-unit case, with its proof of service.
func tractionLetter(tb testing.TB) letter.Determination {
	tb.Helper()
	p, err := programme.Load("ca-wc-imr")
	if err != nil {
		tb.Fatal(err)
	}
	head := letter.Letterhead{
		Organization: letter.Organization{Name: "Sierra Review Organization", Address: []letter.Text{"100 Example Street", "Sacramento, CA 95814"},
			Telephone: "916-555-0100", SignedBy: "Robin Example, MD", Title: "Medical Director"},
		County:   "Sacramento",
		Director: letter.Addressee{Role: "Administrative Director", Name: "Division of Workers' Compensation", Address: []letter.Text{"IMR Unit", "Oakland, CA 94612"}, Method: "electronic"},
	}
	var d letter.Determination
	story := sample.Traction()
	c := imr.Case{ID: story.Case}
	err = story.Play(func(r imr.Request) (imr.Case, error) {
		events, err := imr.Decide(p.Rules, c, r.Command, r.Act)
		for _, e := range events {
			if err := c.Apply(e); err != nil {
				return c, err
			}
		}
		return c, err
	}, func(c imr.Case, s imr.Served, at time.Time) (string, error) {
		on := clock.DayOf(at.Date())
		d = letter.FromCase(c, head, on).Proved(head, s.Services, c.Parties, "Sam Example", "Sacramento, California", at)
		return "0", nil
	})
	if err != nil {
		tb.Fatal(err)
	}
	return d
}

// BenchmarkLetterPDF renders one served letter as PDF on one core, against WeasyPrint with the same letter's
// HTML in one warm process. Both are counted by the processor time that they use, so that what else runs on
// the machine does not decide. It reports the ratio; 50 is asked for.
func BenchmarkLetterPDF(b *testing.B) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	d := tractionLetter(b)
	page := letter.Compose(d)
	var data []byte
	start := cpuTime(b)
	n := 0
	for b.Loop() {
		var err error
		if data, err = letter.Render(d, letter.FormPDF); err != nil {
			b.Fatal(err)
		}
		n++
	}
	own := float64(n) / (cpuTime(b) - start).Seconds()
	if path := os.Getenv("OPENIMR_KEEP_PDF"); path != "" {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(own, "letters/s")
	b.ReportMetric(float64(len(data)), "bytes")
	peer, err := peerLetters(page.HTML())
	if err != nil {
		b.Logf("no peer: %v", err)
		return
	}
	b.ReportMetric(own/peer.PerSecond, "x-weasyprint")
	b.Logf("openimr %.0f letters/s of %d bytes; weasyprint %s (pdf/ua-1) %.2f letters/s of %d bytes: %.0f times as many (at least 50 asked)",
		own, len(data), peer.Version, peer.PerSecond, peer.Bytes, own/peer.PerSecond)
}

type peerResult struct {
	Version   string
	PerSecond float64
	Bytes     int
}

func peerLetters(html []byte) (peerResult, error) {
	var r peerResult
	// Debian's module goes with Debian's Python, which need not be the first in the path.
	cmd := exec.Command("/usr/bin/python3", "-c", weasyprint)
	cmd.Stdin = bytes.NewReader(html)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return r, fmt.Errorf("weasyprint cannot be run here (Debian package weasyprint): %w: %s", err, lastLine(stderr.String()))
	}
	return r, json.Unmarshal(out, &r)
}

// cpuTime is the processor time that this process has used, in all its threads.
func cpuTime(tb testing.TB) time.Duration {
	tb.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		tb.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func lastLine(s string) string {
	s = strings.TrimSpace(s)
	return s[strings.LastIndexByte(s, '\n')+1:]
}
