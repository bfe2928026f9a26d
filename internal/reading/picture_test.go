package reading_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/openimr/openimr/internal/reading"
	"github.com/openimr/openimr/records"
)

func TestAPictureIsMadeOnce(t *testing.T) {
	folder := t.TempDir()
	r := newRoom(t, reading.Options{Folder: folder})
	r.send("P1", [2]string{"a.pdf", "text one\nscan two\ntext three\ntext four\ntext five\ntext six"})
	id := records.PageID{File: r.kase().Files[0].SHA256, Page: 2}
	get := func(id records.PageID, width, turn int) string {
		data, kind, err := r.desk.Picture(r.ctx, id, width, turn)
		if err != nil || kind != "image/png" {
			t.Fatalf("%v, %s", err, kind)
		}
		_, text, _ := strings.Cut(string(data), "\n\x1a\n")
		return text
	}
	if got := get(id, 700, 0); got != "scan two 816 wide, turned 0" { // nothing is read yet
		t.Error(got)
	}
	r.readAll()
	for _, x := range []struct {
		width, turn int
		want        string
	}{{700, 0, "scan two 816 wide, turned 90"}, {816, 90, "scan two 816 wide, turned 180"}, {1, 0, "scan two 160 wide, turned 90"},
		{99999, 270, "scan two 2448 wide, turned 0"}, {800, -90, "scan two 816 wide, turned 0"}} {
		if got := get(id, x.width, x.turn); got != x.want {
			t.Errorf("%d, %d: got %s, want %s", x.width, x.turn, got, x.want)
		}
	}
	if _, _, err := r.desk.Picture(r.ctx, id, 800, 45); err == nil {
		t.Error("turned by 45 degrees")
	}
	last := records.PageID{File: id.File, Page: 6}
	var wg sync.WaitGroup
	before := r.paper.count("six")
	for range 20 {
		wg.Go(func() { get(last, 320, 0) })
	}
	wg.Wait()
	if n := r.paper.count("six") - before; n != 1 {
		t.Errorf("twenty who asked at once had it made %d times", n)
	}
	until(t, "the pictures of the neighbours", func() bool { // whoever comes while one looks ahead is not followed
		get(records.PageID{File: id.File, Page: 3}, 480, 0)
		return len(glob(t, folder, "-480-")) == 4 // 2, 3, 4, 5
	})

	// Another desk finds them in the folder; one that lost the folder makes them anew.
	if err := r.desk.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "cut.new"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	p := &paper{}
	d, err := reading.New(reading.Options{Store: r.store, Blobs: r.store.Blobs(), Files: p, Folder: folder})
	if err != nil {
		t.Fatal(err)
	}
	if len(glob(t, folder, ".new")) > 0 {
		t.Error("half a picture was left")
	}
	if _, _, err := d.Picture(r.ctx, last, 320, 0); err != nil || p.count("six") != 0 {
		t.Errorf("%v, made again %d times", err, p.count("six"))
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
}

func glob(t *testing.T, folder, part string) (names []string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, e os.DirEntry, err error) error {
		if err == nil && !e.IsDir() && strings.Contains(path, part) {
			names = append(names, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestTheFolderOfPicturesStaysSmall(t *testing.T) {
	folder := t.TempDir()
	r := newRoom(t, reading.Options{Folder: folder, Most: 200})
	r.send("P1", [2]string{"a.pdf", strings.TrimSuffix(strings.Repeat("text page\n", 40), "\n")})
	for n := 1; n <= 40; n++ {
		if _, _, err := r.desk.Picture(r.ctx, records.PageID{File: r.kase().Files[0].SHA256, Page: n}, 320, 0); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.desk.Close(); err != nil {
		t.Fatal(err)
	}
	size := int64(0)
	for _, name := range glob(t, folder, "-320-") {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		size += info.Size()
	}
	if size == 0 || size > 200 {
		t.Errorf("%d bytes of pictures are kept", size)
	}
}

func TestAPictureThatNobodyWantsAnyMoreIsNotMade(t *testing.T) {
	r := newRoom(t, reading.Options{})
	r.send("P1", [2]string{"a.pdf", "text one"})
	r.readAll()
	gone, stop := context.WithCancel(r.ctx)
	stop()
	_, _, err := r.desk.Picture(gone, records.PageID{File: r.kase().Files[0].SHA256, Page: 1}, 640, 0)
	if !errors.Is(err, context.Canceled) || r.paper.count("one") != 0 {
		t.Errorf("%v, made %d times", err, r.paper.count("one"))
	}
}
