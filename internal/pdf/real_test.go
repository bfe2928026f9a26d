package pdf

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// letters finds the published letters, which are not part of the repository.
func letters(tb testing.TB) []string {
	tb.Helper()
	dir := os.Getenv("OPENIMR_LETTERS")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "letters")
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.pdf"))
	if err != nil || len(files) == 0 {
		tb.Skip("no published letters at " + dir + "; set OPENIMR_LETTERS")
	}
	return files
}

// lines reads all lines of a file.
func lines(tb testing.TB, data []byte) []Line {
	tb.Helper()
	d, err := Open(data)
	if err != nil {
		tb.Fatal(err)
	}
	pages, err := d.Pages()
	if err != nil {
		tb.Fatal(err)
	}
	var all []Line
	for _, p := range pages {
		s, err := p.Show()
		if err != nil {
			tb.Fatal(err)
		}
		all = append(all, s.Lines()...)
	}
	return all
}

func TestEveryWordOfThePublishedLettersIsInALine(t *testing.T) {
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("pdftotext (poppler-utils) is not installed")
	}
	for _, f := range letters(t) {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		var ours []string
		for _, l := range lines(t, data) {
			ours = append(ours, strings.Fields(l.Text())...)
		}
		out, err := exec.Command("pdftotext", "-layout", "-enc", "UTF-8", f, "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		theirs := strings.Fields(string(bytes.ReplaceAll(out, []byte("\f"), []byte("\n"))))
		slices.Sort(ours)
		slices.Sort(theirs)
		if d := difference(ours, theirs); len(d) > 0 {
			t.Errorf("%s: %q", filepath.Base(f), d)
		}
	}
}

// difference lists what one of two sorted lists has more of, with + for ours and - for theirs.
func difference(ours, theirs []string) (diff []string) {
	for len(ours) > 0 || len(theirs) > 0 {
		switch {
		case len(theirs) == 0 || len(ours) > 0 && ours[0] < theirs[0]:
			diff = append(diff, "+"+ours[0])
			ours = ours[1:]
		case len(ours) == 0 || theirs[0] < ours[0]:
			diff = append(diff, "-"+theirs[0])
			theirs = theirs[1:]
		default:
			ours, theirs = ours[1:], theirs[1:]
		}
	}
	return diff
}

func BenchmarkPublishedLetters(b *testing.B) {
	var data [][]byte
	for _, f := range letters(b) {
		d, err := os.ReadFile(f)
		if err != nil {
			b.Fatal(err)
		}
		data = append(data, d)
	}
	for b.Loop() {
		for _, d := range data {
			lines(b, d)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*len(data)), "µs/letter")
}
