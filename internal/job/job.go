// Package job has work done later, or again, or at intervals: the queue of River, on both databases. No other package
// knows River.
//
// A job is inserted in the transaction of what it follows from: either both are there or neither. It is worked at
// least once, so its effect and its completion are one transaction too (Done). Jobs hold numbers of cases, never
// anything about a person. The log of what happened is the events of the cases; finished jobs are removed after a day.
//
// The life of one job: recording that a notice was sent makes the claims administrator's records due in fifteen days;
// the same transaction inserts a DueCame for that instant. When it comes, the row of the case in the work queue is
// made anew and says that the records are late. Should the server be down at that time, the job is worked when it is
// up again; should the job be lost, the Sweep that runs every few minutes finds the case by its due time.
package job

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
	"github.com/riverqueue/river/rivertype"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/store/sqldb"
)

// DueCame wakes when something in a case comes due: its row is made anew.
type DueCame struct {
	Case imr.CaseID `json:"case"`
}

// Kind names the job in the database.
func (DueCame) Kind() string { return "due_came" }

// Sweep makes the rows anew of all cases in which something came due since they were made.
type Sweep struct{}

// Kind names the job in the database.
func (Sweep) Kind() string { return "sweep" }

// Checkpoint signs the record as it stands.
type Checkpoint struct{}

// Kind names the job in the database.
func (Checkpoint) Kind() string { return "checkpoint" }

// Tidy removes sessions that are over and keys of requests that nobody will send again.
type Tidy struct{}

// Kind names the job in the database.
func (Tidy) Kind() string { return "tidy" }

// ReadCase has what came for a case read: files opened and numbered, pages read, the index made.
type ReadCase struct {
	Case imr.CaseID `json:"case"`
}

// Kind names the job in the database.
func (ReadCase) Kind() string { return "read_case" }

// Done marks a job as completed in the transaction of its effect.
type Done func(ctx context.Context, tx *sql.Tx) error

// Handlers do the work. Each does what it does and calls Done in one transaction; an error has the job tried again.
type Handlers struct {
	DueCame    func(ctx context.Context, id imr.CaseID, done Done) error
	Sweep      func(ctx context.Context, done Done) error
	Checkpoint func(ctx context.Context, done Done) error
	Tidy       func(ctx context.Context, done Done) error

	// ReadCase returns after less than a minute: true when all is read, and false where it is to be called again, in the
	// given time. Where it is nil, the jobs wait for a program that reads.
	ReadCase func(ctx context.Context, id imr.CaseID) (all bool, again time.Duration, err error)
}

// Every is how often the jobs at intervals run; zero is the usual.
type Every struct {
	Sweep, Checkpoint, Tidy time.Duration
}

// Usual intervals.
const (
	usualSweep      = 5 * time.Minute
	usualCheckpoint = time.Minute
	usualTidy       = time.Hour
)

// An Engine works jobs between Start and Stop.
type Engine struct {
	db       *sql.DB
	postgres string // its address, "" for SQLite
	driver   riverdriver.Driver[*sql.Tx]

	mu     sync.Mutex
	client *river.Client[*sql.Tx]
	listen *pgxpool.Pool

	once   sync.Once
	insert *river.Client[*sql.Tx] // only inserts
	wrong  error
}

// New makes an engine. db is the pool that writes; postgres is the address of the server, "" for SQLite.
func New(db *sql.DB, postgres string) *Engine {
	e := &Engine{db: db, postgres: postgres, driver: riversqlite.New(db)}
	if postgres != "" {
		e.driver = riverdatabasesql.New(db)
	}
	return e
}

// Migrate brings the tables of the jobs up to date. The caller sees to it that only one does so at a time.
func (e *Engine) Migrate(ctx context.Context) error {
	m, err := rivermigrate.New(e.driver, &rivermigrate.Config{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return fmt.Errorf("migrate the jobs: %w", err)
	}
	if _, err := m.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return fmt.Errorf("migrate the jobs: %w", err)
	}
	return nil
}

// qWhenDue is what River's own InsertTx writes, as one statement that is prepared once: InsertTx costs as much as all the
// rest of a command. A test compares the two, so that another version of River cannot differ unseen.
var qWhenDue = sqldb.NewPerEngine("insert a job for when something comes due", `
	insert into river_job (args, created_at, kind, max_attempts, metadata, priority, queue, scheduled_at, state, tags)
	values (jsonb($1), $2, $3, $4, jsonb('{}'), 1, 'default', $5, 'scheduled', jsonb('[]'))`, `
	insert into river_job (args, created_at, kind, max_attempts, metadata, priority, queue, scheduled_at, state, tags)
	values (cast(cast($1 as text) as jsonb), cast(cast($2 as text) as timestamptz), $3, $4, '{}', 1, 'default',
		cast(cast($5 as text) as timestamptz), 'scheduled', '{}')`)

// timeForm is how River writes instants in SQLite, in UTC.
const timeForm = "2006-01-02 15:04:05.999"

// WhenDue inserts a DueCame for an instant that is still to come at now.
func WhenDue(ctx context.Context, tx *sqldb.Tx, id imr.CaseID, at, now time.Time) error {
	args, err := json.Marshal(DueCame{id})
	if err != nil {
		return err
	}
	form := timeForm
	if tx.Engine == sqldb.Postgres {
		form = time.RFC3339Nano
	}
	_, err = tx.Exec(ctx, qWhenDue, string(args), now.UTC().Format(form), DueCame{}.Kind(), river.MaxAttemptsDefault, at.UTC().Format(form))
	return err
}

// reading is the queue of the jobs that read: they take long, and the others must not wait for them.
const reading = "reading"

// Read inserts a ReadCase. With once it is left out where one is waiting or being worked; without, the case has changed
// in the same transaction, and whoever works one now may have looked at it before.
func (e *Engine) Read(ctx context.Context, tx *sqldb.Tx, id imr.CaseID, once bool) error {
	e.once.Do(func() {
		e.insert, e.wrong = river.NewClient(e.driver, &river.Config{Logger: slog.New(slog.DiscardHandler)})
	})
	if e.wrong != nil {
		return fmt.Errorf("insert a job: %w", e.wrong)
	}
	opts := &river.InsertOpts{Queue: reading}
	if once {
		opts.UniqueOpts = river.UniqueOpts{ByArgs: true, ByState: unfinished}
	}
	if _, err := e.insert.InsertTx(ctx, tx.SQL(), ReadCase{id}, opts); err != nil {
		return fmt.Errorf("insert a job: %w", err)
	}
	return nil
}

// unfinished are the states of jobs that are still to be worked, or being worked.
var unfinished = []rivertype.JobState{
	rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRunning, rivertype.JobStateRetryable, rivertype.JobStateScheduled}

// Start works jobs until Stop. Jobs that a killed server left behind are taken up: on SQLite at once, since no other
// process can be working them; on PostgreSQL after five minutes.
func (e *Engine) Start(ctx context.Context, h Handlers, every Every, log *slog.Logger) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.client != nil {
		return errors.New("the jobs are being worked already")
	}
	driver := e.driver
	if e.postgres == "" {
		for _, text := range []string{
			`update river_job set state = 'available' where state = 'running'`,
			`delete from river_leader`, // or jobs at intervals would wait until the place of the killed server is free
		} {
			if _, err := e.db.ExecContext(ctx, text); err != nil {
				return fmt.Errorf("take up the jobs that were left: %w", err)
			}
		}
	} else {
		cfg, err := pgxpool.ParseConfig(e.postgres)
		if err != nil {
			return errors.New("start the jobs: the address of the database cannot be read")
		}
		cfg.MaxConns = 1 // only to hear that there is a new job
		if e.listen, err = pgxpool.NewWithConfig(ctx, cfg); err != nil {
			return fmt.Errorf("start the jobs: %w", err)
		}
		driver = riverdatabasesql.NewWithPgxListener(e.db, e.listen)
	}
	workers := river.NewWorkers()
	river.AddWorker(workers, &worker[DueCame]{e: e, work: func(ctx context.Context, d DueCame, done Done) error { return h.DueCame(ctx, d.Case, done) }})
	river.AddWorker(workers, &worker[Sweep]{e: e, work: func(ctx context.Context, _ Sweep, done Done) error { return h.Sweep(ctx, done) }})
	river.AddWorker(workers, &worker[Checkpoint]{e: e, work: func(ctx context.Context, _ Checkpoint, done Done) error { return h.Checkpoint(ctx, done) }})
	river.AddWorker(workers, &worker[Tidy]{e: e, work: func(ctx context.Context, _ Tidy, done Done) error { return h.Tidy(ctx, done) }})
	queues := map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: 8}}
	river.AddWorker(workers, &reader{read: h.ReadCase})
	if h.ReadCase != nil {
		queues[reading] = river.QueueConfig{MaxWorkers: 64} // they wait for work that is bounded elsewhere
	}
	client, err := river.NewClient(driver, &river.Config{
		Queues:               queues,
		Workers:              workers,
		JobTimeout:           time.Minute,
		RescueStuckJobsAfter: 5 * time.Minute,
		Logger:               slog.New(warnings{log.Handler()}),
		ErrorHandler:         &errorLog{log},
		PeriodicJobs: []*river.PeriodicJob{
			interval(every.Sweep, usualSweep, Sweep{}), interval(every.Checkpoint, usualCheckpoint, Checkpoint{}), interval(every.Tidy, usualTidy, Tidy{}),
		},
	})
	if err != nil {
		return fmt.Errorf("start the jobs: %w", err)
	}
	if err := client.Start(context.WithoutCancel(ctx)); err != nil {
		return fmt.Errorf("start the jobs: %w", err)
	}
	e.client = client
	return nil
}

// interval is a job that is inserted now and then. One that has not been worked yet is not inserted again.
func interval(every, usual time.Duration, args river.JobArgs) *river.PeriodicJob {
	if every <= 0 {
		every = usual
	}
	opts := &river.InsertOpts{MaxAttempts: 3, UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: unfinished}}
	return river.NewPeriodicJob(river.PeriodicInterval(every), func() (river.JobArgs, *river.InsertOpts) { return args, opts },
		&river.PeriodicJobOpts{RunOnStart: true})
}

// Stop ends the work: jobs under way are finished first, until ctx is over; then they are broken off and will be
// worked again.
func (e *Engine) Stop(ctx context.Context) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.client == nil {
		return nil
	}
	err := e.client.Stop(ctx)
	if err != nil && ctx.Err() != nil {
		hard, stop := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer stop()
		err = e.client.StopAndCancel(hard)
	}
	if e.listen != nil {
		e.listen.Close()
	}
	e.client, e.listen = nil, nil
	return err
}

type worker[A river.JobArgs] struct {
	river.WorkerDefaults[A]
	e    *Engine
	work func(context.Context, A, Done) error
}

// Work implements river.Worker.
func (w *worker[A]) Work(ctx context.Context, j *river.Job[A]) error {
	return w.work(ctx, j.Args, func(ctx context.Context, tx *sql.Tx) error {
		var err error
		if w.e.postgres == "" {
			_, err = river.JobCompleteTx[*riversqlite.Driver](ctx, tx, j)
		} else {
			_, err = river.JobCompleteTx[*riverdatabasesql.Driver](ctx, tx, j)
		}
		return err
	})
}

// reader works ReadCase. Reading takes minutes or hours; a job holds on to it for less than a minute and then stands in
// the queue again, so that the jobs of a killed server are taken up soon. What was read is not lost with the job: each
// page is kept as it is read, and the job ends only after there is nothing left, so it may be worked again at any time.
type reader struct {
	river.WorkerDefaults[ReadCase]
	read func(context.Context, imr.CaseID) (bool, time.Duration, error)
}

// Work implements river.Worker.
func (w *reader) Work(ctx context.Context, j *river.Job[ReadCase]) error {
	if w.read == nil {
		return river.JobSnooze(time.Minute)
	}
	all, again, err := w.read(ctx, j.Args.Case)
	if err == nil && !all {
		return river.JobSnooze(again)
	}
	return err
}

// warnings passes on what needs somebody's attention; River also tells how many jobs it works.
type warnings struct{ slog.Handler }

// Enabled implements slog.Handler.
func (w warnings) Enabled(ctx context.Context, l slog.Level) bool {
	return l >= slog.LevelWarn && w.Handler.Enabled(ctx, l)
}

// errorLog tells the log of jobs that failed.
type errorLog struct{ log *slog.Logger }

// HandleError implements river.ErrorHandler.
func (l *errorLog) HandleError(_ context.Context, j *rivertype.JobRow, err error) *river.ErrorHandlerResult {
	l.log.Error("a job failed", "job", j.ID, "kind", j.Kind, "attempt", j.Attempt, "of", j.MaxAttempts, "error", err)
	return nil
}

// HandlePanic implements river.ErrorHandler.
func (l *errorLog) HandlePanic(_ context.Context, j *rivertype.JobRow, v any, trace string) *river.ErrorHandlerResult {
	l.log.Error("a job panicked", "job", j.ID, "kind", j.Kind, "attempt", j.Attempt, "of", j.MaxAttempts, "panic", v, "trace", trace)
	return nil
}
