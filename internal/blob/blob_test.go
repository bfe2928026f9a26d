package blob

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/openimr/openimr/imr"
)

const helloSHA = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"

func open(t *testing.T) (*Folder, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "blobs")
	f, err := OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	return f, dir
}

func TestAFileIsFoundByItsHash(t *testing.T) {
	f, dir := open(t)
	ctx := context.Background()
	for range 2 { // the second time changes nothing
		sha, size, err := f.Put(ctx, strings.NewReader("hello"))
		if err != nil || sha != helloSHA || size != 5 {
			t.Fatalf("%s, %d, %v", sha, size, err)
		}
	}
	r, err := f.Open(ctx, helloSHA)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Close() }()
	if b, err := io.ReadAll(r); err != nil || string(b) != "hello" {
		t.Errorf("%q, %v", b, err)
	}
	if err := f.Check(ctx, helloSHA); err != nil {
		t.Error(err)
	}
	if names, _ := filepath.Glob(filepath.Join(dir, "new-*")); len(names) > 0 {
		t.Errorf("left behind: %v", names)
	}
}

func TestANameFromOutsideLeadsNowhere(t *testing.T) {
	f, _ := open(t)
	for _, name := range []string{"", "../../etc/passwd", strings.ToUpper(helloSHA), helloSHA[:62] + "zz", helloSHA, helloSHA + "00"} {
		var e *imr.Error
		if _, err := f.Open(context.Background(), name); !errors.As(err, &e) || e.Kind != imr.NotFound {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func TestAChangedFileIsFound(t *testing.T) {
	f, dir := open(t)
	ctx := context.Background()
	if _, _, err := f.Put(ctx, strings.NewReader("hello")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, helloSHA[:2], helloSHA), []byte("hullo"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := f.Check(ctx, helloSHA); err == nil || !strings.Contains(err.Error(), "has changed") {
		t.Errorf("got %v", err)
	}
}

func TestAHalfReadFileIsNotKept(t *testing.T) {
	f, dir := open(t)
	broken := io.MultiReader(bytes.NewReader(make([]byte, 100_000)), iotest.ErrReader(errors.New("the line broke")))
	if _, _, err := f.Put(context.Background(), broken); err == nil || !strings.Contains(err.Error(), "the line broke") {
		t.Fatalf("got %v", err)
	}
	stopped, stop := context.WithCancel(context.Background())
	stop()
	if _, _, err := f.Put(stopped, strings.NewReader("hello")); !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
	if entries, _ := os.ReadDir(dir); len(entries) > 0 {
		t.Errorf("left behind: %v", entries)
	}
}
