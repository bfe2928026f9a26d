package sandbox

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// A builder writes a PDF file object by object.
type builder struct {
	out     bytes.Buffer
	offsets []int
	trailer string // more entries
}

func newBuilder() *builder {
	b := &builder{}
	b.out.WriteString("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")
	return b
}

// add adds an object and returns its number.
func (b *builder) add(format string, args ...any) int {
	b.offsets = append(b.offsets, b.out.Len())
	fmt.Fprintf(&b.out, "%d 0 obj\n", len(b.offsets))
	fmt.Fprintf(&b.out, format, args...)
	b.out.WriteString("\nendobj\n")
	return len(b.offsets)
}

// stream adds a stream with more entries of its dictionary.
func (b *builder) stream(data []byte, entries string) int {
	return b.add("<</Length %d %s>>\nstream\n%s\nendstream", len(data), entries, data)
}

// end writes the cross-reference table; object 1 must be the catalog.
func (b *builder) end() []byte {
	start := b.out.Len()
	fmt.Fprintf(&b.out, "xref\n0 %d\n0000000000 65535 f \n", len(b.offsets)+1)
	for _, o := range b.offsets {
		fmt.Fprintf(&b.out, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b.out, "trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n", len(b.offsets)+1, b.trailer, start)
	return b.out.Bytes()
}

// A testPage is a page of a test's file.
type testPage struct {
	content string
	entries string // of the page's dictionary, "" for the box of a letter
}

// pdfOf makes a file of pages that have the font F1, Helvetica.
func pdfOf(pages ...testPage) []byte {
	b := newBuilder()
	b.add("<</Type/Catalog/Pages 2 0 R>>")
	kids := ""
	for i := range pages {
		kids += fmt.Sprintf("%d 0 R ", 4+2*i)
	}
	b.add("<</Type/Pages/Count %d/Kids[%s]/Resources<</Font<</F1 3 0 R>>>>>>", len(pages), kids)
	b.add("<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>")
	for i, p := range pages {
		entries := p.entries
		if entries == "" {
			entries = "/MediaBox[0 0 612 792]"
		}
		b.add("<</Type/Page/Parent 2 0 R/Contents %d 0 R %s>>", 5+2*i, entries)
		b.stream([]byte(p.content), "")
	}
	return b.end()
}

// write writes a file of the test and returns its path.
func write(tb testing.TB, name string, data []byte) string {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		tb.Fatal(err)
	}
	return path
}

var shared struct {
	once sync.Once
	pool *Pool
	err  error
}

// pool is the pool that tests share, so that they share its processes.
func pool(tb testing.TB) *Pool {
	tb.Helper()
	shared.once.Do(func() { shared.pool, shared.err = New(Options{}) })
	if shared.err != nil {
		tb.Fatal(shared.err)
	}
	return shared.pool
}

func ctx(tb testing.TB) context.Context { return tb.Context() }
