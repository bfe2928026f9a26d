package letter

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestTheTextOfAServedLetterIsReadAsFarAsTextTells reads what pdftotext copies from the PDF in each of its orders: all
// but the addressees, whose columns run into each other.
func TestTheTextOfAServedLetterIsReadAsFarAsTextTells(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("pdftotext is not installed here (Debian: poppler-utils)")
	}
	want := sound()
	want.Programme = ProgrammeCAWC
	want.DocumentsReviewed = append(want.DocumentsReviewed, Document{Title: "A report with a long title that does not fit on one line of the table of the records", Date: want.Dates.Assigned, Author: "Another treating physician"})
	want.Items[0].OriginalRequest, want.Items[0].Authorized = "MRI of the spine", "MRI of the thoracic spine"
	want.Served.Organization.Title = "Medical Director"
	want = Canonical(want)
	file := filepath.Join(t.TempDir(), "served.pdf")
	data, err := Render(want, FormPDF)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, flag := range []string{"-layout", "-raw", "-q"} {
		text, err := exec.Command("pdftotext", flag, file, "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		got := Parse("", text)
		if len(got.Warnings) == 0 || len(got.Unparsed) == 0 {
			t.Errorf("%s: nobody is told that the service list was not read", flag)
		}
		less := want
		served := *want.Served
		served.Addressees = []Addressee{}
		less.Served = &served
		if i := slices.IndexFunc(got.DocumentsReviewed, func(d Document) bool { return d.Title == want.DocumentsReviewed[1].Title }); i < 0 {
			t.Logf("%s: the long title was read as %q", flag, got.DocumentsReviewed)
			less.DocumentsReviewed = got.DocumentsReviewed
		}
		if diff := cmp.Diff(less, Canonical(got)); diff != "" {
			t.Errorf("%s: -want +got\n%s\n%s", flag, diff, text)
		}
	}
}
