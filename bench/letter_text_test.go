package bench

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/openimr/openimr/letter"
)

// letterTexts are the published letters as text where they are on this machine, else a letter of our own as the
// parser meets it.
func letterTexts(b *testing.B) [][]byte {
	b.Helper()
	dir := os.Getenv("OPENIMR_LETTERS")
	if dir == "" {
		dir = "../../shared/letters"
	}
	files, _ := filepath.Glob(filepath.Join(dir, "CM*.pdf"))
	var texts [][]byte
	for _, f := range files {
		out, err := exec.Command("pdftotext", "-layout", f, "-").Output()
		if err != nil {
			b.Logf("pdftotext: %v; a letter of our own is read instead", err)
			texts = nil
			break
		}
		texts = append(texts, out)
	}
	if len(texts) == 0 {
		data, err := letter.Render(sampleLetter(), letter.FormText)
		if err != nil {
			b.Fatal(err)
		}
		texts = append(texts, data)
	}
	return texts
}

// BenchmarkLetterText reads letters and, in turns on the same core, scans the same bytes into words. The ratio is
// the speed of the parser over that of the scan; the goal is a quarter or more.
func BenchmarkLetterText(b *testing.B) {
	texts := letterTexts(b)
	size := 0
	for _, t := range texts {
		size += len(t)
	}
	var parse, scan, fields time.Duration
	items, words, count := 0, 0, 0
	for b.Loop() {
		start := time.Now()
		for _, t := range texts {
			d := letter.Parse("", t)
			items += len(d.Items)
		}
		parse += time.Since(start)

		start = time.Now()
		for _, t := range texts {
			s := bufio.NewScanner(bytes.NewReader(t))
			s.Split(bufio.ScanWords)
			for s.Scan() {
				words += len(s.Bytes())
			}
		}
		scan += time.Since(start)

		start = time.Now()
		for _, t := range texts {
			count += len(bytes.Fields(t))
		}
		fields += time.Since(start)
	}
	if items == 0 || words == 0 || count == 0 {
		b.Fatal("nothing was read")
	}
	perRound := float64(size) * float64(b.N) / 1e6
	b.ReportMetric(perRound/parse.Seconds(), "MB/s")
	b.ReportMetric(perRound/scan.Seconds(), "scanwords-MB/s")
	b.ReportMetric(perRound/fields.Seconds(), "fields-MB/s")
	b.ReportMetric(scan.Seconds()/parse.Seconds(), "of-scanwords")
	b.ReportMetric(fields.Seconds()/parse.Seconds(), "of-fields")
}

func sampleLetter() letter.Determination {
	return letter.Parse("sample", []byte(`HOW THE IMR FINAL DETERMINATION WAS MADE

A reviewer with no tie to the parties decided.

State(s) of Licensure: California
Certification(s)/Specialty: Family Practice

CLINICAL CASE SUMMARY
The injured worker is a 40 year old female with low back pain. The report of 08-20-2016 tells of pain at rest.

IMR ISSUES, DECISIONS AND RATIONALES

MRI of the lumbar spine: Upheld

Claims Administrator guideline: Decision based on MTUS Low Back Complaints 2004.

MAXIMUS guideline: Decision based on MTUS Low Back Complaints 2004, Section(s): Special Studies.

Decision rationale: The report of 08-20-2016 shows no red flag. The request is not medically necessary.
`))
}
