// Package bench measures what the project promises, each figure beside its peer in the same run.
package bench

import (
	"context"
	"database/sql"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/job"
	"github.com/openimr/openimr/internal/store"
	"github.com/openimr/openimr/internal/store/sqldb"
	"github.com/openimr/openimr/internal/store/storetest"
)

// A write is one statement that the store ran.
type write struct {
	q    *sqldb.Query
	args []any
}

// recorder keeps what the store writes, command by command.
type recorder struct {
	now      time.Time
	store    *store.Store
	writes   []write
	commands [][]write
}

func newRecorder(b *testing.B) *recorder {
	r := &recorder{now: storetest.On("2015-12-01")}
	var err error
	r.store, err = store.Open(context.Background(), b.TempDir(), store.Options{
		Rules: storetest.Rules,
		Now:   func() time.Time { return r.now },
		Trace: func(q *sqldb.Query, args []any) { r.writes = append(r.writes, write{q, slices.Clone(args)}) },
	})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = r.store.Close() })
	return r
}

// life plays one case from its application to the signed determination: ten commands.
func (r *recorder) life(b *testing.B, n int) time.Duration {
	b.Helper()
	var took time.Duration
	steps := append(append([]storetest.Step{{By: storetest.Dana, On: "2015-09-28", Command: storetest.Application(n)}}, storetest.Life()...), storetest.Review()...)
	var id imr.CaseID
	saw := 0
	for _, s := range steps {
		r.writes, r.now = nil, storetest.On(s.On)
		begin := time.Now()
		res, err := r.store.Do(context.Background(), imr.Request{Case: id, Saw: saw, Command: s.Command, Act: storetest.Act(s.By, storetest.On(s.On))})
		took += time.Since(begin)
		if err != nil {
			b.Fatalf("%T: %v", s.Command, err)
		}
		id, saw = res.Case.ID, res.Case.Version
		r.commands = append(r.commands, r.writes)
	}
	return took
}

// bare is a database with the same tables and nothing else: it runs statements that it is given.
type bare struct {
	db    *sqldb.DB
	stmts map[*sqldb.Query]*sql.Stmt
}

func newBare(b *testing.B) *bare {
	db, err := sqldb.Open(context.Background(), b.TempDir(), false)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = db.Close() })
	if err := store.Migrate(context.Background(), db, job.New(db.Writer(), "")); err != nil {
		b.Fatal(err)
	}
	p := &bare{db, map[*sqldb.Query]*sql.Stmt{}}
	for _, q := range sqldb.Registered() {
		if p.stmts[q], err = db.Writer().Prepare(q.Text(sqldb.SQLite)); err != nil {
			b.Fatal(err)
		}
	}
	return p
}

// commit writes the rows of one command and makes them durable.
func (p *bare) commit(ws []write) error {
	tx, err := p.db.Writer().Begin()
	if err != nil {
		return err
	}
	for _, w := range ws {
		if _, err := tx.Stmt(p.stmts[w.q]).Exec(w.args...); err != nil {
			_ = tx.Rollback()
			return err
		}
	}
	return tx.Commit()
}

// BenchmarkCommand compares a command on a case (validated, recorded with its hashes, tables brought up to date,
// durable) with a bare durable commit of the very same rows by the same driver, one caller, in turns.
func BenchmarkCommand(b *testing.B) {
	r, p := newRecorder(b), newBare(b)
	var ours, theirs []time.Duration // of whole lives, each of as many commands
	for n := 0; b.Loop(); n++ {
		r.commands = nil
		ours = append(ours, r.life(b, n))
		begin := time.Now()
		for _, ws := range r.commands {
			if err := p.commit(ws); err != nil {
				b.Fatal(err)
			}
		}
		theirs = append(theirs, time.Since(begin))
	}
	each := func(d time.Duration) float64 { return float64(d.Microseconds()) / float64(len(r.commands)) }
	mine, peer := median(ours), median(theirs)
	b.ReportMetric(each(mine), "store-µs/command")
	b.ReportMetric(each(peer), "bare-commit-µs/command")
	b.ReportMetric(float64(mine)/float64(peer), "times-the-bare-commit(≤1.5)")
	b.ReportMetric(0, "ns/op")
}

const callers = 32

// BenchmarkCommandsOf32Callers compares 32 callers of the store with 32 callers who each commit the same rows alone.
func BenchmarkCommandsOf32Callers(b *testing.B) {
	r, p := newRecorder(b), newBare(b)
	crowd, err := store.Open(context.Background(), b.TempDir(), store.Options{Rules: storetest.Rules, Now: func() time.Time { return r.now }})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = crowd.Close() })
	var ours, theirs []time.Duration // until all have lived one life
	commands := 0
	for n := 0; b.Loop(); n += callers {
		commands = 0
		lives := make([][][]write, callers)
		for c := range lives { // what each caller's commands write
			r.commands = nil
			r.life(b, n+c)
			lives[c] = r.commands
			commands += len(r.commands)
		}
		ours = append(ours, together(func(c int) error {
			id, saw := imr.CaseID(""), 0
			for _, s := range append(append([]storetest.Step{{By: storetest.Dana, On: "2015-09-28", Command: storetest.Application(n + c)}}, storetest.Life()...), storetest.Review()...) {
				res, err := crowd.Do(context.Background(), imr.Request{Case: id, Saw: saw, Command: s.Command, Act: storetest.Act(s.By, storetest.On(s.On))})
				if err != nil {
					return err
				}
				id, saw = res.Case.ID, res.Case.Version
			}
			return nil
		}, b))
		theirs = append(theirs, together(func(c int) error {
			for _, ws := range lives[c] {
				if err := p.commit(ws); err != nil {
					return err
				}
			}
			return nil
		}, b))
	}
	rate := func(d time.Duration) float64 { return float64(commands) / d.Seconds() }
	mine, peer := rate(median(ours)), rate(median(theirs))
	b.ReportMetric(mine, "store-commands/s")
	b.ReportMetric(peer, "one-commit-each/s")
	b.ReportMetric(mine/peer, "times-as-many(≥2.5)")
	b.ReportMetric(0, "ns/op")
}

// together runs 32 callers at once and returns how long all of them took.
func together(call func(c int) error, b *testing.B) time.Duration {
	b.Helper()
	var wg sync.WaitGroup
	begin := time.Now()
	for c := range callers {
		wg.Go(func() {
			if err := call(c); err != nil {
				b.Error(err)
			}
		})
	}
	wg.Wait()
	return time.Since(begin)
}
