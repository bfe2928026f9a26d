//go:build unix

package store_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/job"
	"github.com/openimr/openimr/internal/store"
	"github.com/openimr/openimr/internal/store/sqldb"
	"github.com/openimr/openimr/internal/store/storetest"
)

// An order is what a caller asks of the server that will be killed; one a line of JSON.
type order struct {
	ID   int
	Op   string // "open" a case, add a "note", save a "draft", put a "file", "sign" the record
	Key  string
	Case imr.CaseID
	Text string
	N    int // number of the application, or rev of the draft
}

// An answer acknowledges an order.
type answer struct {
	ID      int
	Err     string
	Case    imr.CaseID
	Version int
	Rev     int
	SHA     string
}

// serveToBeKilled is the server: it opens the store, works its jobs, does orders as they come, all at once, and
// acknowledges each. It ends when its input does, or at any moment by SIGKILL.
func serveToBeKilled(dsn, folder string, in io.Reader, out io.Writer) error {
	ctx := context.Background()
	s, err := begin(ctx, dsn, folder)
	for try := 0; err != nil && sqldb.IsPostgres(dsn) && try < 200; try++ { // as whoever keeps a service running does
		time.Sleep(20 * time.Millisecond) // the database was killed; it is a moment until it is back
		s, err = begin(ctx, dsn, folder)
	}
	if err != nil {
		return err
	}
	var wg sync.WaitGroup
	var mu sync.Mutex
	enc := json.NewEncoder(out)
	if err := enc.Encode(answer{ID: -1}); err != nil { // ready
		return err
	}
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var o order
		if err := json.Unmarshal(lines.Bytes(), &o); err != nil {
			return err
		}
		wg.Go(func() {
			a := o.do(ctx, s)
			mu.Lock()
			defer mu.Unlock()
			_ = enc.Encode(a) // who asked may be gone
		})
	}
	wg.Wait()
	return errors.Join(lines.Err(), s.Close())
}

func begin(ctx context.Context, dsn, folder string) (*store.Store, error) {
	s, err := store.Open(ctx, dsn, store.Options{Rules: storetest.Rules, Folder: folder})
	if err != nil {
		return nil, err
	}
	often := job.Every{Sweep: 100 * time.Millisecond, Checkpoint: 50 * time.Millisecond, Tidy: 100 * time.Millisecond}
	if err := s.Work(ctx, often, quiet); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (o order) do(ctx context.Context, s *store.Store) answer {
	a := answer{ID: o.ID, Case: o.Case}
	var r imr.Result
	var err error
	act := storetest.Act(storetest.Dana, storetest.On("2015-09-28"))
	switch o.Op {
	case "open":
		r, err = s.Do(ctx, imr.Request{Command: storetest.Application(o.N), Act: act, Key: o.Key})
	case "note":
		r, err = s.Do(ctx, imr.Request{Case: o.Case, Saw: imr.AnyVersion, Command: &imr.NoteAdded{Text: o.Text}, Act: act, Key: o.Key})
	case "draft":
		var d imr.DraftText
		d, err = s.SaveDraft(ctx, imr.DraftText{Case: o.Case, By: storetest.Ruth.ID, Rev: o.N, Draft: storetest.Draft(o.Text)})
		var newer *imr.DraftChanged
		if errors.As(err, &newer) && newer.Now.Rev == o.N+1 && newer.Now.Draft.Summary == o.Text {
			d, err = newer.Now, nil // it was saved, and the answer was lost
		}
		a.Rev = d.Rev
	case "sign":
		err = s.Checkpoint(ctx)
	case "file":
		a.SHA, _, err = s.Blobs().Put(ctx, strings.NewReader(o.Text))
	}
	if err != nil {
		a.Err = err.Error()
	} else if r.Case.ID != "" {
		a.Case, a.Version = r.Case.ID, r.Case.Version
	}
	return a
}

// beChild runs the server where the test program was started to be one, and says so.
func beChild() bool {
	dsn := os.Getenv("OPENIMR_TEST_SERVE")
	if dsn == "" {
		return false
	}
	if err := serveToBeKilled(dsn, os.Getenv("OPENIMR_TEST_FOLDER"), os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	return true
}
