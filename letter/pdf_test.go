package letter

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
	invented "github.com/openimr/openimr/internal/sample"
	"github.com/openimr/openimr/programme"
	"github.com/openimr/openimr/taggedpdf"
)

// tractionLetter is the letter of the invented traction-unit case as it is served, with its proof of service.
func tractionLetter(t *testing.T) Determination {
	t.Helper()
	p, err := programme.Load("ca-wc-imr")
	if err != nil {
		t.Fatal(err)
	}
	head := Letterhead{
		Organization: Organization{Name: "Sierra Review Organization", Address: []Text{"100 Example Street", "Sacramento, CA 95814"},
			Telephone: "916-555-0100", SignedBy: "Robin Example, MD", Title: "Medical Director"},
		County:   "Sacramento",
		Director: Addressee{Role: "Administrative Director", Name: "Division of Workers' Compensation", Address: []Text{"IMR Unit", "Oakland, CA 94612"}, Method: "electronic"},
	}
	var d Determination
	c := imr.Case{ID: invented.Traction().Case}
	err = invented.Traction().Play(func(r imr.Request) (imr.Case, error) {
		events, err := imr.Decide(p.Rules, c, r.Command, r.Act)
		for _, e := range events {
			if err := c.Apply(e); err != nil {
				return c, err
			}
		}
		return c, err
	}, func(c imr.Case, s imr.Served, at time.Time) (string, error) {
		on := clock.DayOf(at.Date())
		d = FromCase(c, head, on).Proved(head, s.Services, c.Parties, "Sam Example", "Sacramento, California", at)
		return "0", nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// servedPDF writes the served letter to a file.
func servedPDF(t *testing.T) (path string, data []byte) {
	t.Helper()
	data, err := Render(tractionLetter(t), FormPDF)
	if err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(t.TempDir(), "letter.pdf")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path, data
}

// tool runs a program of the machine, or skips the test where it is not installed.
func tool(t *testing.T, name string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Skipf("%s is not installed here", name)
	}
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

func TestTheSameDecisionGivesTheSamePDF(t *testing.T) {
	t.Parallel()
	want, err := Render(tractionLetter(t), FormPDF)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(want); n > 60_000 {
		t.Errorf("the served letter has %d bytes, more than 60 kB", n)
	}
	d := tractionLetter(t)
	for range 100 {
		got, err := Render(d, FormPDF)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(want, got) {
			t.Fatal("the same decision gave other bytes")
		}
	}
}

func TestTheServedPDFIsReadBackTheSame(t *testing.T) {
	t.Parallel()
	_, data := servedPDF(t)
	got := Parse("letter.pdf", data)
	if diff := same(tractionLetter(t), got); diff != "" || len(got.Unparsed) > 0 {
		t.Errorf("-written +read:\n%s\nleft over: %v", diff, got.Unparsed)
	}
}

func TestQPDFFindsNoMistake(t *testing.T) {
	t.Parallel()
	path, _ := servedPDF(t)
	if out := tool(t, "qpdf", "--check", path); !strings.Contains(out, "No syntax or stream encoding errors found") || strings.Contains(out, "WARNING") {
		t.Error(out)
	}
}

func TestPopplerSaysThatThePDFIsTagged(t *testing.T) {
	t.Parallel()
	path, _ := servedPDF(t)
	out := tool(t, "pdfinfo", path)
	for _, want := range []string{`Title: +Independent Medical Review Final Determination CM15-0190123`, `Tagged: +yes`, `Suspects: +no`, `Encrypted: +no`, `JavaScript: +no`, `PDF version: +1\.7`} {
		if !regexp.MustCompile(want).MatchString(out) {
			t.Errorf("pdfinfo does not say %s:\n%s", want, out)
		}
	}
	for _, never := range []string{"Author", "Creator", "CreationDate", "Subject"} {
		if strings.Contains(out, never) {
			t.Errorf("pdfinfo tells %s:\n%s", never, out)
		}
	}
}

func TestEveryFontIsEmbeddedAsASubsetWithUnicode(t *testing.T) {
	t.Parallel()
	path, _ := servedPDF(t)
	lines := strings.Split(strings.TrimSpace(tool(t, "pdffonts", path)), "\n")[2:]
	for _, l := range lines {
		if !regexp.MustCompile(`^[A-Z]{6}\+\S+ +CID TrueType +Identity-H +yes yes yes `).MatchString(l) {
			t.Errorf("pdffonts: %s", l)
		}
	}
	if len(lines) < 2 {
		t.Errorf("%d fonts", len(lines))
	}
}

// inQuotes is the text that pdfinfo prints of each piece of content.
var inQuotes = regexp.MustCompile(`(?m)^ *"(.*)"$`)

func TestPopplerReadsTheStructureInOrder(t *testing.T) {
	t.Parallel()
	path, _ := servedPDF(t)
	var got strings.Builder
	for _, m := range inQuotes.FindAllStringSubmatch(tool(t, "pdfinfo", "-struct-text", path), -1) {
		got.WriteString(m[1])
		got.WriteByte(' ')
	}
	var want strings.Builder
	words := func(runs []Run) { want.WriteString(plain(runs) + " ") }
	for _, b := range Compose(tractionLetter(t)).Blocks {
		words(b.Runs)
		for _, item := range b.Items {
			want.WriteString("• ")
			words(item)
		}
		for _, row := range b.Rows {
			for _, c := range row {
				words(c.Runs)
			}
		}
	}
	if d := cmp.Diff(strings.Fields(want.String()), strings.Fields(got.String())); d != "" {
		t.Errorf("-letter +pdfinfo:\n%s", d)
	}
}

func TestTheServedTextHoldsEverySection(t *testing.T) {
	t.Parallel()
	path, _ := servedPDF(t)
	text := strings.Join(strings.Fields(tool(t, "pdftotext", path, "-")), " ")
	for _, want := range []string{
		headOutcome, headReceives, headReviewer, headRecords, headSummary, headItems, headURGuideline, "Sierra Review Organization guideline", headReasons, headMeans, headAppeal, headSigned, headService,
		"Massachusetts", "Anesthesiology", "Pain Management", "43 year old male", "8-27-2015", "9-10-2015", "9-16-2015", "Purchase of cervical traction unit", "Upheld", "under penalty of perjury", "Page 1 of ",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the text lacks %q", want)
		}
	}
}

func TestARareCharacterIsDrawnAndAnUnknownOneIsRefused(t *testing.T) {
	t.Parallel()
	p := oneParagraph("ñandú, Łódź, Ω ≥ ½ ☐ ☒, Ж, Հ, x\u0304")
	if _, err := p.PDF(); err != nil {
		t.Error(err)
	}
	_, err := oneParagraph("Mr. 王").PDF()
	var missing *taggedpdf.MissingGlyph
	if !errors.As(err, &missing) || missing.Char != '王' || missing.Where != "block 1 (paragraph)" {
		t.Errorf("error %v", err)
	}
	if got := string(Unprintable("Mr. 王, 王 ½")); got != "王" {
		t.Errorf("Unprintable tells %q", got)
	}
}

func oneParagraph(s string) Page {
	return Page{Title: "T", Blocks: []Block{{Kind: Paragraph, Runs: []Run{{Text: s}}}}}
}

func TestTheFootTellsThePageInTheLanguageOfTheLetter(t *testing.T) {
	t.Parallel()
	p := oneParagraph("Hola")
	p.Language, p.Footer = "es-US", "Caso 1"
	data, err := p.PDF()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "letter.pdf")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if text := tool(t, "pdftotext", path, "-"); !strings.Contains(text, "Página 1 de 1") || !strings.Contains(text, "Caso 1") {
		t.Error(text)
	}
}
