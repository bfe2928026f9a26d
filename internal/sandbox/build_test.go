package sandbox

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// A testPage is a page of a test's file.
type testPage struct {
	content string
	entries string // of the page's dictionary, "" for the box of a letter
}

// pdfOf makes a file of pages that have the font F1, Helvetica.
func pdfOf(pages ...testPage) []byte {
	b := newPDFWriter()
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
	return b.end(1, "")
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
