package letter

import (
	"bytes"
	"compress/zlib"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/openimr/openimr/internal/pdf"
	"github.com/openimr/openimr/taggedpdf/check"
)

// checkPDF asserts every point that software can check of PDF/UA-1 and PDF/A-2a.
func checkPDF(t *testing.T, name string, data []byte) {
	t.Helper()
	r, err := check.File(data)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	for _, f := range r.Failed {
		t.Errorf("%s: %s", name, f)
	}
	for _, u := range r.Unchecked {
		t.Errorf("%s: not checked: %s", name, u)
	}
}

func TestTheSampleLetterPassesEveryCheckOfItsPDF(t *testing.T) {
	t.Parallel()
	data, err := sample().PDF()
	if err != nil {
		t.Fatal(err)
	}
	checkPDF(t, "sample", data)
}

func TestPublishedLettersWrittenAnewPassEveryCheckOfTheirPDF(t *testing.T) {
	t.Parallel()
	for _, x := range truths(t) {
		data, err := os.ReadFile(filepath.Join(lettersDir(t), x.File))
		if err != nil {
			t.Fatal(err)
		}
		out, err := Render(Parse(x.File, data), FormPDF)
		if err != nil {
			t.Fatalf("%s: %v", x.File, err)
		}
		checkPDF(t, x.File, out)
	}
}

// everyString returns all that a file holds in any form in which a word could hide: its bytes, its streams unpacked,
// its strings and names decoded, and the text of its pages.
func everyString(t *testing.T, data []byte) []string {
	t.Helper()
	doc, err := pdf.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	all := []string{string(data)}
	var walk func(o pdf.Object)
	walk = func(o pdf.Object) {
		switch v := o.(type) {
		case pdf.String:
			all = append(all, string(v), v.Text())
		case pdf.Name:
			all = append(all, string(v))
		case pdf.Array:
			for _, e := range v {
				walk(e)
			}
		case pdf.Dict:
			for _, k := range v.Keys() {
				walk(k)
				walk(v[k])
			}
		case *pdf.Stream:
			walk(v.Dict)
			b, err := doc.Data(v)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, string(b))
		}
	}
	walk(doc.Trailer)
	for _, r := range doc.Refs() {
		walk(doc.Object(r))
	}
	pages, err := doc.Pages()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pages {
		s, err := p.Show()
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range s.Lines() {
			all = append(all, l.Text())
		}
	}
	for _, z := range regexp.MustCompile(`stream\r?\n`).FindAllIndex(data, -1) { // what no object of the file names, too
		if r, err := zlib.NewReader(bytes.NewReader(data[z[1]:])); err == nil {
			b, _ := io.ReadAll(r)
			all = append(all, string(b))
		}
	}
	return all
}

func TestThePDFHoldsNoAuthorNoPathAndNoTime(t *testing.T) {
	t.Parallel()
	data, err := sample().PDF()
	if err != nil {
		t.Fatal(err)
	}
	host, _ := os.Hostname()
	dir, _ := os.Getwd()
	forbidden := []string{"/Author", "dc:creator", "Creator", "xmp:CreateDate", "CreationDate", "ModDate", "ModifyDate", "MetadataDate", "DocumentID", "InstanceID",
		"file://", "/home/", "/root", "/tmp", "/usr/", dir, ".go", ".ttf", "localhost"}
	for _, word := range []string{host, os.Getenv("USER"), os.Getenv("HOME")} {
		if len(word) > 3 {
			forbidden = append(forbidden, word)
		}
	}
	for _, s := range everyString(t, data) {
		for _, word := range forbidden {
			if strings.Contains(s, word) {
				t.Errorf("the file holds %q in %.200q", word, s)
			}
		}
	}
}
