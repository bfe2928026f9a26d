//go:build unix

package reading_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/job"
	"github.com/openimr/openimr/internal/ocr"
	"github.com/openimr/openimr/internal/reading"
	"github.com/openimr/openimr/internal/sandbox"
	"github.com/openimr/openimr/internal/store"
	"github.com/openimr/openimr/internal/store/sqldb"
	"github.com/openimr/openimr/internal/store/storetest"
)

func TestMain(m *testing.M) {
	ocr.Child() // this process may be one that was started to read scans
	sandbox.Child()
	if folder := os.Getenv("OPENIMR_TEST_READ"); folder != "" {
		if err := readUntilKilled(folder); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// readUntilKilled is a server that reads what came; it ends by SIGKILL at any moment, or when all is read.
func readUntilKilled(folder string) error {
	ctx := context.Background()
	s, err := store.Open(ctx, folder, store.Options{Rules: storetest.Rules})
	if err != nil {
		return err
	}
	log, err := os.OpenFile(filepath.Join(folder, "recognised"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	p := &paper{slow: 20 * time.Millisecond, log: log}
	d, err := reading.New(reading.Options{Store: s, Blobs: s.Blobs(), Files: p, Recognise: p.recognise, Folder: filepath.Join(folder, "pictures"), Workers: 4, ReadSlow: 50 * time.Millisecond})
	if err != nil {
		return err
	}
	s.ReadWith(d.ReadCase)
	if err := s.Work(ctx, job.Every{}, slog.New(slog.DiscardHandler)); err != nil {
		return err
	}
	for {
		c, err := s.Case(ctx, killed)
		if err != nil {
			return err
		}
		shelf, err := d.Shelf(ctx, c)
		if err != nil {
			return err
		}
		if shelf.Read > 0 && !shelf.Behind {
			return errors.Join(d.Close(), s.Close())
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// life is how long a server may live. After many kills, on a slow machine, it may finish.
func life(kills int) time.Duration {
	if kills >= 30 {
		return time.Minute
	}
	return time.Duration(60+rand.IntN(200)) * time.Millisecond
}

const killed = imr.CaseID("CM15-0000001")

// A server that is killed again and again reads every page once: no page is lost, none has two results, the numbers stay,
// and what is read is read no more after the next start.
func TestAKilledServerReadsEveryPageOnce(t *testing.T) {
	if testing.Short() {
		t.Skip("starts and kills many processes")
	}
	folder := t.TempDir()
	ctx := t.Context()
	s, err := store.Open(ctx, folder, store.Options{Rules: storetest.Rules})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Do(ctx, imr.Request{Command: storetest.Application(0), Act: storetest.Act(storetest.Dana, storetest.On("2015-09-28"))}); err != nil {
		t.Fatal(err)
	}
	const pages = 300
	var big, inZIP []string
	for n := 1; n <= pages; n++ {
		kind := "text"
		if n%2 == 0 {
			kind = "scan"
		}
		big = append(big, fmt.Sprintf("%s page-%d of the record", kind, n))
		inZIP = append(inZIP, fmt.Sprintf("%s member-%d", kind, n))
	}
	e := &imr.FilesReceived{}
	for name, text := range map[string]string{"big.pdf": strings.Join(big, "\n"), "all.zip": zipped(t, [2]string{"m.pdf", strings.Join(inZIP, "\n")}, [2]string{"n.pdf", "text last"})} {
		sha, size, err := s.Blobs().Put(ctx, strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		e.Files = append(e.Files, imr.ReceivedFile{SHA256: sha, Name: name, Size: size})
	}
	if _, err := s.Do(ctx, imr.Request{Case: killed, Saw: imr.AnyVersion, Command: e, Act: storetest.Act(storetest.Dana, storetest.On("2015-10-01"))}); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}

	kills, done := 0, false
	for !done {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), "OPENIMR_TEST_READ="+folder, "GOMAXPROCS=2")
		out := &strings.Builder{}
		cmd.Stderr = out
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		end := make(chan error, 1)
		go func() { end <- cmd.Wait() }()
		select {
		case err := <-end:
			if done = true; err != nil {
				t.Fatalf("the server ended with %v: %s", err, out)
			}
		case <-time.After(life(kills)):
			_ = cmd.Process.Kill()
			if err := <-end; err == nil {
				t.Log("it had ended by itself")
			}
			kills++
		}
	}
	if kills < 3 {
		t.Errorf("killed only %d times", kills)
	}

	if s, err = store.Open(ctx, folder, store.Options{Rules: storetest.Rules}); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	p := &paper{}
	d, err := reading.New(reading.Options{Store: s, Blobs: s.Blobs(), Files: p, Recognise: p.recognise})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = d.Close() }()
	c, err := s.Case(ctx, killed)
	if err != nil {
		t.Fatal(err)
	}
	shelf, err := d.Shelf(ctx, c)
	if err != nil {
		t.Fatal(err)
	}
	if len(shelf.Files) != 4 || shelf.Pages != 2*pages+1 || shelf.Read != shelf.Pages || shelf.Behind {
		t.Fatalf("%d files, %d of %d pages read, behind %v", len(shelf.Files), shelf.Read, shelf.Pages, shelf.Behind)
	}
	numbers := map[string]int{}
	for n := 1; n <= shelf.Pages; n++ {
		ref, ok := shelf.Ref(n)
		if !ok {
			t.Fatalf("no page has the number %d", n)
		}
		page, err := d.Page(ctx, shelf.ID(ref))
		if err != nil {
			t.Fatal(err)
		}
		if old := numbers[page.Text()]; old != 0 {
			t.Errorf("%q is page %d and %d", page.Text(), old, n)
		}
		numbers[page.Text()] = n
	}
	db, err := sqldb.Open(ctx, folder, true)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	list, err := sqldb.ListText(ctx, db, 1, `select count(*), count(distinct sha256 || '/' || page), (select sum(pages_read) from file_opened) from page_read`,
		func(r sqldb.Row) (x [3]int, err error) { return x, r.Scan(&x[0], &x[1], &x[2]) })
	if err != nil {
		t.Fatal(err)
	}
	rows, distinct, counted := list[0][0], list[0][1], list[0][2]
	if rows != shelf.Pages || distinct != rows || counted != rows {
		t.Errorf("%d rows of %d pages, counted as %d", rows, distinct, counted)
	}
	log, err := os.ReadFile(filepath.Join(folder, "recognised"))
	if err != nil {
		t.Fatal(err)
	}
	again := strings.Count(string(log), "\n") - pages // what was under way at a kill
	t.Logf("killed %d times; %d of %d recognitions were done again", kills, again, pages)
	if again > 10*(kills+1) {
		t.Errorf("%d pages were recognised again after %d kills", again, kills)
	}
	if v, err := s.Verify(ctx); err != nil || !v.OK {
		t.Errorf("the record: %+v, %v", v, err)
	}
}
