package sqldb

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
)

var (
	qPut   = New("test: put", `insert into t (k, v) values ($1, $2)`)
	qCount = New("test: count", `select count(*) from t where k >= $1`)
	qSwap  = New("test: swap", `select cast($2 as text), cast($1 as text), cast($2 as text)`)
)

func openTest(t *testing.T) *DB {
	t.Helper()
	db, err := Open(context.Background(), t.TempDir(), false)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	err = db.Migrate(context.Background(), fstest.MapFS{"00001_t.sql": {Data: []byte("-- +goose Up\ncreate table t (k integer primary key, v text not null) strict;")}})
	if err != nil {
		t.Fatal(err)
	}
	return db
}

func count(t *testing.T, db *DB) (n int) {
	t.Helper()
	if err := db.QueryRow(context.Background(), qCount, 0).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestArgumentsAreBoundByNumber(t *testing.T) {
	db := openTest(t)
	var a, b, c string
	if err := db.QueryRow(context.Background(), qSwap, "one", "two").Scan(&a, &b, &c); err != nil || a+b+c != "twoonetwo" {
		t.Errorf("%s %s %s, %v", a, b, c, err)
	}
}

// A command that fails, or panics, takes nothing with it: those of the same transaction stay.
func TestACommandThatFailsIsUndoneAlone(t *testing.T) {
	db := openTest(t)
	ctx := context.Background()
	gate := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() { // while this one holds the writer, the others gather for one transaction
		_ = db.Update(ctx, func(*Tx) error { <-gate; return nil })
	})
	var failed, kept atomic.Int64
	for n := range 60 {
		wg.Go(func() {
			err := db.Update(ctx, func(tx *Tx) error {
				if _, err := tx.Exec(ctx, qPut, n, "v"); err != nil {
					return err
				}
				switch n % 4 {
				case 1:
					return errors.New("refused")
				case 2:
					panic("oops")
				case 3:
					_, err := tx.Exec(ctx, qPut, n, "the key is taken")
					return err
				}
				return nil
			})
			if (err == nil) != (n%4 == 0) {
				t.Errorf("command %d: %v", n, err)
			}
			if err != nil {
				failed.Add(1)
			} else {
				kept.Add(1)
			}
		})
	}
	close(gate)
	wg.Wait()
	if n := count(t, db); n != 15 || kept.Load() != 15 || failed.Load() != 45 {
		t.Errorf("%d rows, %d kept, %d failed", n, kept.Load(), failed.Load())
	}
}

// Many callers share one transaction, and what one leaves for the later ones and for the end is done once.
func TestManyCommandsAreOneTransaction(t *testing.T) {
	db := openTest(t)
	ctx := context.Background()
	gate, begun := make(chan struct{}), make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() { _ = db.Update(ctx, func(*Tx) error { close(begun); <-gate; return nil }) })
	<-begun
	var last, after atomic.Int64
	queued := make(chan struct{}, 40)
	for n := range 40 {
		wg.Go(func() {
			queued <- struct{}{}
			err := db.Update(ctx, func(tx *Tx) error {
				seen, _ := tx.Value("n").(int)
				tx.SetValue("n", seen+1)
				tx.Last("n", func(tx *Tx) error {
					last.Add(1)
					_, err := tx.Exec(ctx, qPut, 1000+n, fmt.Sprint(tx.Value("n")))
					return err
				})
				tx.After(func() { after.Add(1) })
				_, err := tx.Exec(ctx, qPut, n, "v")
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	for range 40 {
		<-queued
	}
	close(gate)
	wg.Wait()
	// How the forty fall into transactions is for the scheduler; each transaction writes one more row.
	if n := count(t, db); int64(n) != 40+last.Load() || after.Load() != 40 || last.Load() > 39 {
		t.Errorf("%d rows, %d transactions, %d times after", n, last.Load(), after.Load())
	}
}

// A failure at the end of a transaction is everybody's, and what was kept in memory is to be forgotten.
func TestAFailedCommitIsToldToAll(t *testing.T) {
	db := openTest(t)
	ctx := context.Background()
	var lost atomic.Bool
	db.OnLoss = func() { lost.Store(true) }
	err := db.Update(ctx, func(tx *Tx) error {
		tx.Last("x", func(*Tx) error { return errors.New("the disk is full") })
		tx.After(func() { t.Error("done after a commit that failed") })
		_, err := tx.Exec(ctx, qPut, 1, "v")
		return err
	})
	if err == nil || !strings.Contains(err.Error(), "the disk is full") || !lost.Load() || count(t, db) != 0 {
		t.Errorf("%v, lost %v, %d rows", err, lost.Load(), count(t, db))
	}
}

func TestWhoWentAwayIsNotServed(t *testing.T) {
	db := openTest(t)
	ctx, stop := context.WithCancel(context.Background())
	stop()
	err := db.Update(ctx, func(*Tx) error { t.Error("it was run"); return nil })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

func TestAClosedDatabaseSaysSo(t *testing.T) {
	db := openTest(t)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if err := db.Update(context.Background(), func(*Tx) error { return nil }); !errors.Is(err, ErrClosed) {
		t.Errorf("%v", err)
	}
}

func TestConditionsNumberTheirValues(t *testing.T) {
	var w Where
	w.Add("a = ?", 1)
	In(&w, "b", []string{"x", "y"})
	w.Add("c = ? or d = ?", 2, 3)
	if got := w.String() + " limit " + w.Arg(9); got != "\n  and a = $1\n  and b in ($2, $3)\n  and c = $4 or d = $5 limit $6" {
		t.Errorf("%q", got)
	}
	if got := fmt.Sprint(w.Args()); got != "[1 x y 2 3 9]" {
		t.Error(got)
	}
	var none Where
	In(&none, "b", []string(nil))
	if none.String() != "\n  and 1 = 0" {
		t.Errorf("no values: %q", none.String())
	}
}

func TestAFolderIsLockedOnce(t *testing.T) {
	dir := t.TempDir()
	f, err := LockFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := LockFolder(dir); err == nil || !strings.Contains(err.Error(), "another OpenIMR") {
		t.Errorf("%v", err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := LockFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	_ = again.Close()
}

func TestAnAddressThatCannotBeReadDoesNotTellThePassword(t *testing.T) {
	_, err := Open(context.Background(), "postgres://imr:hunter2@[::1/db", false)
	if err == nil || strings.Contains(err.Error(), "hunter2") {
		t.Errorf("%v", err)
	}
}
