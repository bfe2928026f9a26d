//go:build unix

package store_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/job"
	"github.com/openimr/openimr/internal/store"
	"github.com/openimr/openimr/internal/store/storetest"
)

// onBoth runs a test on an empty store of either database, with a clock that the test moves.
func onBoth(t *testing.T, test func(t *testing.T, s *store.Store, clock *clock)) {
	for name, open := range map[string]storetest.Open{"SQLite": openSQLite, "PostgreSQL": openPostgres} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := &clock{}
			c.set("2015-09-30")
			test(t, open(t, c.now), c)
		})
	}
}

type clock struct{ ms atomic.Int64 }

func (c *clock) set(day string)      { c.ms.Store(storetest.On(day).UnixMilli()) }
func (c *clock) now() time.Time      { return time.UnixMilli(c.ms.Load()) }
func (c *clock) add(d time.Duration) { c.ms.Add(d.Milliseconds()) }

// waiting is a case whose records are awaited.
func waiting(t *testing.T, s *store.Store, n int) imr.CaseID {
	t.Helper()
	var id imr.CaseID
	for _, step := range append([]storetest.Step{{By: storetest.Dana, On: "2015-09-28", Command: storetest.Application(n)}}, storetest.Life()[:4]...) {
		r, err := s.Do(context.Background(), imr.Request{Case: id, Saw: imr.AnyVersion, Command: step.Command, Act: storetest.Act(step.By, storetest.On(step.On))})
		if err != nil {
			t.Fatal(err)
		}
		id = r.Case.ID
	}
	return id
}

// one reads a number from the database.
func one(t *testing.T, s *store.Store, text string, args ...any) (n int64) {
	t.Helper()
	if err := s.DB().Writer().QueryRow(text, args...).Scan(&n); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return n
}

// until waits for something that jobs bring about.
func until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(40 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if ok() {
			return
		}
	}
	t.Fatalf("%s did not happen", what)
}

const overdueRows = `select count(*) from cases where due_at <= $1 and rowed_at <= due_at`

// The commands of the clock on the wall come long before the time that the jobs are worked in, so a job is ready as
// soon as it is inserted; what the handlers see is the clock of the test.
func TestARowIsMadeAnewWhenSomethingComesDue(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store, c *clock) {
		id := waiting(t, s, 1)
		if n := one(t, s, `select count(*) from river_job where kind = 'due_came' and state = 'scheduled'`); n == 0 {
			t.Fatal("no job waits for the due time")
		}
		c.set("2015-12-01")
		if n := one(t, s, overdueRows, c.ms.Load()); n != 1 {
			t.Fatalf("%d rows to be made anew", n)
		}
		if err := s.Work(context.Background(), everyHour, quiet); err != nil {
			t.Fatal(err)
		}
		if err := s.Work(context.Background(), everyHour, quiet); err == nil {
			t.Error("the jobs are worked twice")
		}
		until(t, "making the row anew", func() bool { return one(t, s, overdueRows, c.ms.Load()) == 0 })
		until(t, "the end of the jobs", func() bool {
			return one(t, s, `select count(*) from river_job where kind = 'due_came' and state <> 'completed'`) == 0
		})
		p, err := s.Queue(context.Background(), imr.QueueFilter{}, c.now())
		if err != nil || len(p.Rows) != 1 || p.Rows[0].Case != id || !p.Rows[0].DueAt.Before(c.now()) {
			t.Errorf("%+v, %v", p, err)
		}
		sound(t, s)
	})
}

func sound(t *testing.T, s *store.Store) {
	t.Helper()
	r, err := s.Verify(context.Background())
	if err != nil || !r.OK {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestASweepFindsWhatLostJobsShouldHaveDone(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store, c *clock) {
		for n := range 3 {
			waiting(t, s, n)
		}
		c.set("2015-12-01")
		if _, err := s.DB().Writer().Exec(`delete from river_job`); err != nil {
			t.Fatal(err)
		}
		if err := s.Work(context.Background(), everyHour, quiet); err != nil { // it sweeps when it begins
			t.Fatal(err)
		}
		until(t, "the sweep", func() bool { return one(t, s, overdueRows, c.ms.Load()) == 0 })
		sound(t, s)
	})
}

func TestCheckpointsAreSignedNowAndThen(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store, _ *clock) {
		if err := s.Work(context.Background(), job.Every{Sweep: time.Hour, Checkpoint: 50 * time.Millisecond, Tidy: time.Hour}, quiet); err != nil {
			t.Fatal(err)
		}
		for n := range 2 {
			waiting(t, s, n)
			until(t, "a checkpoint", func() bool { return one(t, s, `select coalesce(max(size), 0) from checkpoint`) == int64(5*(n+1)) })
		}
		r, err := s.Verify(context.Background())
		if err != nil || !r.OK || r.Checkpoints < 2 {
			t.Errorf("%+v, %v", r, err)
		}
	})
}

func TestWhatIsOverIsRemoved(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store, c *clock) {
		ctx := context.Background()
		if err := s.Sessions().Commit("old", []byte("x"), c.now().Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		if err := s.Sessions().Commit("new", []byte("x"), c.now().Add(1000*time.Hour)); err != nil {
			t.Fatal(err)
		}
		note := func(key string) {
			if _, err := s.Do(ctx, imr.Request{Command: storetest.Application(len(key)), Act: storetest.Act(storetest.Dana, storetest.On("2015-09-28")), Key: key}); err != nil {
				t.Fatal(err)
			}
		}
		note("old")
		c.add(31 * 24 * time.Hour)
		note("newer")
		if err := s.Work(ctx, everyHour, quiet); err != nil {
			t.Fatal(err)
		}
		until(t, "tidying", func() bool {
			return one(t, s, `select count(*) from session`) == 1 && one(t, s, `select count(*) from request_key`) == 1
		})
		sound(t, s)
	})
}

// A server was killed while it worked a job. The next one finds it marked as running and takes it up.
func TestAJobOfAKilledServerIsTakenUp(t *testing.T) {
	t.Parallel()
	c := &clock{}
	c.set("2015-09-30")
	s := openSQLite(t, c.now)
	waiting(t, s, 1)
	c.set("2015-12-01")
	if _, err := s.DB().Writer().Exec(`update river_job set state = 'running', attempt = 1, attempted_at = datetime('now'), attempted_by = jsonb('["gone"]')`); err != nil {
		t.Fatal(err)
	}
	if err := s.Work(context.Background(), everyHour, quiet); err != nil {
		t.Fatal(err)
	}
	until(t, "the job", func() bool {
		return one(t, s, `select count(*) from river_job where kind = 'due_came' and state <> 'completed'`) == 0
	})
}

// Where a command is refused or its transaction fails, no job is left.
func TestARefusedCommandLeavesNoJob(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store, _ *clock) {
		waiting(t, s, 1)
		before := one(t, s, `select count(*) from river_job`)
		if _, err := s.Do(context.Background(), imr.Request{Case: "CM15-0000001", Saw: 1, Command: &imr.NoteAdded{Text: "x"}, Act: storetest.Act(storetest.Dana, storetest.On("2015-09-30"))}); err == nil {
			t.Fatal("not refused")
		}
		if after := one(t, s, `select count(*) from river_job`); after != before {
			t.Errorf("%d jobs, then %d", before, after)
		}
	})
}

func TestTwoServersCannotOpenOneFolder(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, store.Options{})
	if _, err := store.Open(context.Background(), dir, store.Options{Rules: storetest.Rules}); err == nil {
		t.Fatal("two servers have one folder open")
	}
	// Who only looks may.
	waiting(t, s, 1)
	look := open(t, dir, store.Options{ReadOnly: true})
	sound(t, look)
	if _, err := look.Do(context.Background(), imr.Request{Command: storetest.Application(2), Act: storetest.Act(storetest.Dana, storetest.On("2015-09-28"))}); err == nil {
		t.Error("something was recorded by somebody who only looks")
	}
	waiting(t, s, 2)
	if c, err := look.Counts(context.Background(), imr.QueueFilter{}, time.Now()); err != nil || c.Open != 2 {
		t.Errorf("%+v, %v", c, err)
	}
	if _, err := store.Open(context.Background(), dir+"/none", store.Options{Rules: storetest.Rules, ReadOnly: true}); err == nil {
		t.Error("a folder that does not exist was opened")
	}
}

// Two servers on one PostgreSQL: what one records the other sees at once, and both append to one record.
func TestTwoServersOnOnePostgreSQL(t *testing.T) {
	dsn, err := pg(t).Database()
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	a, b := open(t, dsn, store.Options{Folder: folder}), open(t, dsn, store.Options{Folder: folder})
	ctx := context.Background()
	id := waiting(t, a, 1)
	for n := range 20 {
		from, other := a, b
		if n%2 == 1 {
			from, other = b, a
		}
		r, err := from.Do(ctx, imr.Request{Case: id, Saw: 5 + n, Command: &imr.NoteAdded{Text: fmt.Sprint(n)}, Act: storetest.Act(storetest.Dana, storetest.On("2015-09-30"))})
		if err != nil {
			t.Fatal(err)
		}
		if c, err := other.Case(ctx, id); err != nil || c.Version != r.Case.Version {
			t.Fatalf("version %d, %v", c.Version, err)
		}
		if c, err := other.Counts(ctx, imr.QueueFilter{}, time.Now()); err != nil || c.Open != 1 {
			t.Fatalf("%+v, %v", c, err)
		}
	}
	sound(t, a)
	sound(t, b)
}

func TestACaseWhoseRecordWasChangedIsNotShown(t *testing.T) {
	x := record(t)
	x.exec("update event set body = replace(body, 'Daniel', 'Damian') where leaf = 0")
	s := open(t, x.dir, store.Options{ReadOnly: true})
	if _, err := s.Case(context.Background(), "CM15-0000001"); err == nil {
		t.Error("a changed case was shown")
	}
	if _, err := s.Events(context.Background(), "CM15-0000001"); err == nil {
		t.Error("changed events were shown")
	}
	if _, err := s.Case(context.Background(), "CM15-0000002"); err != nil {
		t.Error(err)
	}
}
