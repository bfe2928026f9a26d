//go:build unix

package store_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/store"
	"github.com/openimr/openimr/internal/store/storetest"
)

// A paper is proved by the event that names its hash: whoever changes or removes the file is found too.
func TestAFileThatChangedOrIsGoneIsFound(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	s, err := store.Open(ctx, dir, store.Options{Rules: storetest.Rules, Now: func() time.Time { return storetest.On("2015-12-01") }})
	if err != nil {
		t.Fatal(err)
	}
	sha, _, err := s.Blobs().Put(ctx, strings.NewReader("a progress report"))
	if err != nil {
		t.Fatal(err)
	}
	app := storetest.Application(1)
	for range 2 { // the same file twice is checked once
		app.Documents = append(app.Documents, imr.Document{Type: "progress_report", Title: "Progress report", Pages: 1, SHA256: sha})
	}
	r, err := s.Do(ctx, imr.Request{Command: app, Act: storetest.Act(storetest.Dana, storetest.On("2015-09-28"))})
	if err != nil {
		t.Fatal(err)
	}
	verify := func(why string) {
		t.Helper()
		report, err := s.Verify(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if why == "" {
			if !report.OK {
				t.Errorf("%+v", report.Broken)
			}
			return
		}
		if report.OK || len(report.Broken) != 1 || !strings.Contains(report.Broken[0].Why, why) || *report.Broken[0].Case != string(r.Case.ID) || *report.Broken[0].Seq != 1 {
			t.Errorf("found %+v, not %q", report.Broken, why)
		}
	}
	verify("")
	file := filepath.Join(dir, "blobs", sha[:2], sha)
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	content[3] ^= 4
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	verify("has changed")
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	verify("is missing")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}
