package sandbox

import (
	"archive/zip"
	"bytes"
	"testing"
)

// A PDF file that cannot be packed further lies in a ZIP as it is, its first bytes near those of the ZIP.
func TestAnArchiveThatBeginsWithAPDFIsAnArchive(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.CreateHeader(&zip.FileHeader{Name: "a.pdf", Method: zip.Store})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte("%PDF-1.7\n%%EOF")); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	for want, data := range map[Kind][]byte{ZIP: b.Bytes(), PDF: []byte("\r\n junk %PDF-1.4\n%%EOF")} {
		if got, err := kindOf(bytes.NewReader(data), int64(len(data))); got != want || err != nil {
			t.Errorf("%q is %q, %v", data[:8], got, err)
		}
	}
}
