package letter

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/openimr/openimr/internal/pdf"
)

func TestWhatIsWrittenAsPDFIsReadBackTheSame(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want := genBlocks(t)
		data, err := Page{Title: "T", Footer: "F", Blocks: want}.PDF()
		if err != nil {
			t.Fatal(err)
		}
		got, err := ReadPDFBlocks(data)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Fatalf("-written +read:\n%s", d)
		}
	})
}

func TestThePublishedLettersAreReadFromTheirPDF(t *testing.T) {
	t.Parallel()
	fields, wrong := 0, 0
	for _, x := range truths(t) {
		data, err := os.ReadFile(filepath.Join(lettersDir(t), x.File))
		if err != nil {
			t.Fatal(err)
		}
		d := Parse(x.File, data)
		if d.Error != "" {
			t.Errorf("%s: %s", x.File, d.Error)
			continue
		}
		fields += x.compare(d, func(field, want, got string) {
			wrong++
			t.Errorf("%s %s:\nwant %q\n got %q", x.File, field, want, got)
		})
		for _, u := range d.Unparsed {
			t.Errorf("%s: left over on page %d: %q", x.File, u.Page, u.Text)
		}
		for _, w := range d.Warnings {
			t.Errorf("%s: %s", x.File, w)
		}
	}
	t.Logf("%d of %d fields are as read by hand", fields-wrong, fields)
}

func TestAPDFThatCannotBeReadSaysWhatToDo(t *testing.T) {
	t.Parallel()
	whole, err := sample().PDF()
	if err != nil {
		t.Fatal(err)
	}
	locked, err := os.ReadFile(filepath.Join("..", "internal", "pdf", "testdata", "password-256.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	scan := onePagePDF("q 612 0 0 792 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID x EI Q")
	for _, tt := range []struct {
		name string
		data []byte
		is   error
		says string
	}{
		{"cut in half", whole[:len(whole)/2], pdf.ErrIncomplete, "send it again"},
		{"locked", locked, pdf.ErrPassword, "send it without one"},
		{"a scan", scan, nil, "text recognition"},
		{"an empty page", onePagePDF(""), nil, "no text"},
		{"another document", onePagePDF("BT /F1 12 Tf 72 700 Td (An invoice) Tj ET"), nil, "no determination letter"},
	} {
		d := Parse("x.pdf", tt.data)
		if !strings.Contains(string(d.Error), tt.says) {
			t.Errorf("%s: %q", tt.name, d.Error)
		}
		if _, err := ReadPDF(tt.data); tt.is != nil && !errors.Is(err, tt.is) {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}

// onePagePDF is a small file of another's making, without a cross-reference table.
func onePagePDF(content string) []byte {
	return fmt.Appendf(nil, "%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"+
		"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n"+
		"4 0 obj<</Length %d>>stream\n%s\nendstream endobj\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%%%EOF\n", len(content), content)
}

func TestDamageThatCouldBeReadOverIsAWarningAndRunningHeadsAreLeftOver(t *testing.T) {
	t.Parallel()
	text := func(y int, s string) string { return fmt.Sprintf("BT /F1 11 Tf 72 %d Td (%s) Tj ET\n", y, s) }
	d := Parse("x.pdf", onePagePDF("/Artifact BMC "+text(770, "Copy of the file room")+"EMC\n"+
		text(720, "Case Number: CM16-0000001")+text(700, "CLINICAL CASE SUMMARY")+text(680, "The injured worker is a 40 year old male.")))
	if d.CaseNumber != "CM16-0000001" {
		t.Errorf("case number %q, error %q", d.CaseNumber, d.Error)
	}
	found := false
	for _, u := range d.Unparsed {
		found = found || u.Text == "Copy of the file room" && u.Page == 1
	}
	if !found {
		t.Errorf("the running head is not left over: %+v", d.Unparsed)
	}
	if !strings.Contains(strings.Join(d.Warnings, " "), "cross-reference table") {
		t.Errorf("warnings: %q", d.Warnings)
	}
}

func FuzzReadPDF(f *testing.F) {
	data, err := sample().PDF()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add(onePagePDF("BT /F1 11 Tf 72 700 Td (Case Number: CM16-0000001) Tj ET"))
	f.Fuzz(func(_ *testing.T, data []byte) { _, _ = ReadPDF(data) })
}

func TestAHeadingThatBreaksOverTwoLinesIsAHeading(t *testing.T) {
	t.Parallel()
	text := func(y, size int, s string) string {
		return fmt.Sprintf("BT /F1 %d Tf 72 %d Td (%s) Tj ET\n", size, y, s)
	}
	d := Parse("x.pdf", onePagePDF(text(720, 11, "Case Number: CM16-0000001")+text(680, 20, "HOW THE IMR FINAL DETERMINATION WAS")+text(656, 20, "MADE")+
		text(626, 11, "An expert reviewer read")+text(612, 11, "the complete case file.")+text(598, 11, "The Expert Reviewer has the following credentials:")))
	if d.Reviewer.Statement != "An expert reviewer read the complete case file." {
		t.Errorf("statement %q, left over %v, error %q", d.Reviewer.Statement, d.Unparsed, d.Error)
	}
}
