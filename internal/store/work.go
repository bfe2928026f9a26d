package store

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/audit"
	"github.com/openimr/openimr/internal/job"
	"github.com/openimr/openimr/internal/store/sqldb"
)

var (
	qCameDue = sqldb.New("find cases in which something came due", `
		select id from cases where due_at <= $1 and rowed_at <= due_at order by due_at, id limit $2`)
	qOldKeys = sqldb.New("remove old keys of requests", `delete from request_key where at <= $1`)
)

// keepKeys is how long the key of a request is remembered.
const keepKeys = 30 * 24 * time.Hour

// Work begins to work jobs, until Close: rows are made anew when something comes due, checkpoints are signed, what is
// over is removed. It refuses where events that were signed are missing at the end of the record, as after a restored
// backup: then look with Verify before anything else is recorded.
func (s *Store) Work(ctx context.Context, every job.Every, log *slog.Logger) error {
	if s.read {
		return errors.New("the store was opened for reading only")
	}
	if err := s.checkTail(ctx); err != nil {
		return err
	}
	return s.jobs.Start(ctx, job.Handlers{DueCame: s.dueCame, Sweep: s.sweep, Checkpoint: s.checkpoint, Tidy: s.tidy, ReadCase: s.reader}, every, log)
}

// ReadWith says who reads what came for a case; it is called before Work. Without it the jobs of reading wait.
func (s *Store) ReadWith(read func(ctx context.Context, id imr.CaseID) (all bool, again time.Duration, err error)) {
	s.reader = read
}

// AskReading has a case read, unless that is under way.
func (s *Store) AskReading(ctx context.Context, id imr.CaseID) error {
	if s.read {
		return errors.New("the store was opened for reading only")
	}
	return s.db.Update(ctx, func(tx *sqldb.Tx) error { return s.jobs.Read(ctx, tx, id, true) })
}

// checkTail compares the size of the record with the newest checkpoint outside of the database.
func (s *Store) checkTail(ctx context.Context) error {
	signed, err := audit.ReadFile(s.file)
	if err != nil {
		return err
	}
	head, err := readTree(ctx, s.db, qHead)
	if err != nil {
		return err
	}
	for _, text := range signed {
		if c, err := s.signer.Read(text); err == nil && c.Size > head.Size {
			return fmt.Errorf("the record has %d events, but %d were signed on %s: events were removed, or an older copy was restored; "+
				"run \"openimr audit verify\", and to go on from an older copy keep %s elsewhere as the proof of what is lost",
				head.Size, c.Size, c.At.In(imr.Office).Format("2006-01-02 15:04 MST"), s.file)
		}
	}
	return nil
}

// dueCame makes the row of a case anew.
func (s *Store) dueCame(ctx context.Context, id imr.CaseID, done job.Done) error {
	return s.db.Update(ctx, func(tx *sqldb.Tx) error {
		e, err := s.current(ctx, tx, id)
		if err != nil {
			return err
		}
		fresh := e
		if e != nil {
			now := s.now()
			row, err := rowOf(s.rules, e.c, now)
			if err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, qSetCase, append(rowArgs(row), e.head[:], millis(now), e.c.Version)...); err != nil {
				return err
			}
			fresh = &entry{e.c, row, e.head}
		}
		if done != nil {
			if err := done(ctx, tx.SQL()); err != nil {
				return err
			}
		}
		if fresh != nil {
			s.keep(tx, fresh)
		}
		return nil
	})
}

// sweep makes the rows anew of all cases in which something came due since they were made, whatever became of the
// jobs that should have done so.
func (s *Store) sweep(ctx context.Context, done job.Done) error {
	const most = 500
	for {
		ids, err := sqldb.List(ctx, s.db, qCameDue, func(r sqldb.Row) (id imr.CaseID, err error) { return id, r.Scan(&id) }, millis(s.now()), most)
		if err != nil {
			return err
		}
		for _, id := range ids {
			if err := s.dueCame(ctx, id, nil); err != nil {
				return err
			}
		}
		if len(ids) < most {
			break
		}
	}
	return s.db.Update(ctx, func(tx *sqldb.Tx) error { return done(ctx, tx.SQL()) })
}

// tidy removes what is over.
func (s *Store) tidy(ctx context.Context, done job.Done) error {
	return s.db.Update(ctx, func(tx *sqldb.Tx) error {
		if _, err := tx.Exec(ctx, qOldSessions, millis(s.now())); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, qOldKeys, millis(s.now().Add(-keepKeys))); err != nil {
			return err
		}
		return done(ctx, tx.SQL())
	})
}
