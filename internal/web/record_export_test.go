package web_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/openimr/openimr/internal/pdf"
)

func TestTheWholeRecordIsDownloadedAsOneFileWithTheNumbersOfItsPages(t *testing.T) {
	o := newOffice(t)
	id := o.withRecord(withReviewer)
	w := o.as("sofia.navarro").get(withReviewer + "/record.pdf")
	data := body(t, w, 200)
	if h := w.Header(); h.Get("Content-Type") != "application/pdf" || !strings.HasPrefix(h.Get("Content-Disposition"), "attachment") || !strings.Contains(h.Get("Content-Security-Policy"), "sandbox") {
		t.Errorf("the headers are %v", h)
	}
	doc, err := pdf.Open([]byte(data))
	if err != nil {
		t.Fatal(err)
	}
	pages, err := doc.Pages()
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, p := range pages {
		shown, err := p.Show()
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range shown.Lines() {
			all.WriteString(l.Text() + "\n")
		}
	}
	if len(pages) != 7 { // six pages, and one for the file that cannot be opened
		t.Errorf("the file has %d pages", len(pages))
	}
	for n := 1; n <= 6; n++ {
		if want := fmt.Sprintf("%s %06d", id, n); strings.Count(all.String(), want) != 1 {
			t.Errorf("there is no page %q", want)
		}
	}
	for _, want := range []string{"Gabapentin 600 mg daily", "Gabapentin 300 mg daily", "locked.pdf"} {
		if !strings.Contains(all.String(), want) {
			t.Errorf("%q is not in the file", want)
		}
	}
}

func TestARecordOfNothingIsNotDownloaded(t *testing.T) {
	o := newOffice(t)
	w := o.as("sofia.navarro").get(withReviewer + "/record.pdf")
	if got := body(t, w, 404); !strings.Contains(got, "Nothing was received") {
		t.Errorf("it says %q", got)
	}
}

func TestADownloadThatBreaksIsCutOff(t *testing.T) {
	o := newOffice(t)
	id := o.withRecord(withReviewer)
	o.records.shelf[id].Files[0].SHA256 = strings.Repeat("9", 64) // which nobody has
	defer func() {
		if recover() == nil {
			t.Error("half a file was taken for the whole")
		}
	}()
	o.as("sofia.navarro").get(withReviewer + "/record.pdf")
}
