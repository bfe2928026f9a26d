//go:build unix

package reading_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/job"
	"github.com/openimr/openimr/internal/ocr"
	"github.com/openimr/openimr/internal/reading"
	"github.com/openimr/openimr/internal/sample/bundle"
	"github.com/openimr/openimr/internal/sandbox"
	"github.com/openimr/openimr/internal/store"
	"github.com/openimr/openimr/internal/store/storetest"
	"github.com/openimr/openimr/records"
)

// A bundle of native and faxed pages, some of them lying on their sides, with files that cannot be opened, comes to a
// server and is read with all that a server has: the sandbox, text recognition, the rules.
func TestABundleIsReadFromTheFilesToTheIndex(t *testing.T) {
	if testing.Short() {
		t.Skip("recognises scans")
	}
	ctx := t.Context()
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = t.TempDir()
	}
	pool, err := sandbox.New(sandbox.Options{Cache: filepath.Join(cache, "openimr", "sandbox")})
	if err != nil {
		t.Fatal(err)
	}
	engine := ocr.Find(ctx, ocr.Options{Cache: filepath.Join(cache, "openimr", "ocr")})
	folder := t.TempDir()
	s, err := store.Open(context.Background(), folder, store.Options{Rules: storetest.Rules})
	if err != nil {
		t.Fatal(err)
	}
	d, err := reading.New(reading.Options{Store: s, Blobs: s.Blobs(), Files: reading.Sandbox(pool), Recognise: reading.Recogniser(engine), Folder: filepath.Join(folder, "pictures")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		err := d.Close()
		pool.Close()
		if err := errors.Join(err, engine.Close(), s.Close()); err != nil {
			t.Error(err)
		}
	})
	s.ReadWith(d.ReadCase)
	if err := s.Work(ctx, job.Every{}, slog.New(slog.DiscardHandler)); err != nil {
		t.Fatal(err)
	}

	made, err := bundle.Make(bundle.Options{Seed: 11, Pages: 14, Faxed: 0.5, Duplicates: 0.2, Turned: 0.5, Senders: 1, Broken: true, Plain: true})
	if err != nil {
		t.Fatal(err)
	}
	e := &imr.FilesReceived{}
	err = made.Each(func(name, _ string, write func(io.Writer) error) error {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			return err
		}
		sha, size, err := s.Blobs().Put(ctx, &b)
		e.Files = append(e.Files, imr.ReceivedFile{SHA256: sha, Name: name, Size: size})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	res, err := s.Do(ctx, imr.Request{Command: storetest.Application(0), Act: storetest.Act(storetest.Dana, storetest.On("2015-09-28"))})
	if err == nil {
		res, err = s.Do(ctx, imr.Request{Case: res.Case.ID, Saw: imr.AnyVersion, Command: e, Act: storetest.Act(storetest.Dana, storetest.On("2015-10-01"))})
	}
	if err != nil {
		t.Fatal(err)
	}
	var shelf *records.Shelf
	for end := time.Now().Add(4 * time.Minute); shelf == nil || shelf.Behind; time.Sleep(20 * time.Millisecond) {
		if shelf, err = d.Shelf(ctx, res.Case); err != nil {
			t.Fatal(err)
		}
		if time.Now().After(end) {
			t.Fatalf("%d of %d pages were read", shelf.Read, shelf.Pages)
		}
	}

	byName := map[string]int{}
	for i, f := range shelf.Files {
		byName[f.Name] = i
	}
	at := map[int]int{} // files of the truth on the shelf
	for i, f := range made.Truth.Files {
		got := shelf.Files[byName[f.Name]]
		at[i] = byName[f.Name]
		if (got.Problem != "") != (f.Problem != "") || got.Pages != f.Pages {
			t.Errorf("%s has %d pages and the problem %q; there should be %d and %q", f.Name, got.Pages, got.Problem, f.Pages, f.Problem)
		}
	}
	scans, poor := 0, 0 // how well scans are read is measured elsewhere; here a few may be poor
	for _, want := range made.Truth.Pages {
		ref := records.PageRef{File: at[want.File], Page: want.Page}
		p, err := d.Page(ctx, shelf.ID(ref))
		if err != nil {
			t.Fatal(err)
		}
		if p.Problem != "" || p.Blank && !want.Blank || want.Blank && len(p.Words) > 10 {
			t.Errorf("%v: blank %v, not %v, with %d words, problem %q", ref, p.Blank, want.Blank, len(p.Words), p.Problem)
		}
		if want.Blank {
			continue
		}
		has := map[string]int{}
		for _, w := range p.Words {
			has[w.Text]++
		}
		found := 0
		for _, w := range want.Words {
			if has[w] > 0 {
				has[w]--
				found++
			}
		}
		least := 0.95
		if want.Faxed {
			scans++
			least = 0.6 // some of them are bad
			if p.Rotation != want.Rotation || p.Source != records.OCR || !p.Scan {
				poor++
				t.Logf("%v is turned by %d, not %d; its text is %s", ref, p.Rotation, want.Rotation, p.Source)
			}
		}
		if float64(found) < least*float64(len(want.Words)) {
			poor++
			t.Logf("%v: %d of %d words\n%s", ref, found, len(want.Words), strings.Join(want.Words, " "))
		}
		data, kind, err := d.Picture(ctx, shelf.ID(ref), 480, 0)
		if err != nil || len(data) < 500 || !strings.HasPrefix(kind, "image/") {
			t.Errorf("picture of %v: %d bytes of %s, %v", ref, len(data), kind, err)
		}
	}
	if scans < 3 || poor > 2 {
		t.Errorf("%d scans, %d pages read poorly", scans, poor)
	}
	if len(shelf.Index.Documents) < 3 || len(shelf.Index.Facts) < 5 {
		t.Errorf("%d documents, %d facts", len(shelf.Index.Documents), len(shelf.Index.Facts))
	}
}
