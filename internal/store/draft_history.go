package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/store/sqldb"
)

// Earlier states of a reviewer's text are kept for two ends: two windows that go on from one state are put together by
// it, and the reviewer can take an earlier state back. They get fewer with time.

var (
	qKeepRev = sqldb.New("remember a text", `
		insert into draft_history (case_id, reviewer, rev, source, body, saved) values ($1, $2, $3, $4, $5, $6)`)
	qDraftBefore = sqldb.New("read the text that a window goes on from", `
		select case_id, reviewer, rev, source, body, saved from draft_history
		where case_id = $1 and reviewer = $2 and rev <= $3 order by rev desc limit 1`)
	qOtherWindows = sqldb.New("count what other windows saved since", `
		select count(*) from draft_history where case_id = $1 and reviewer = $2 and rev > $3 and source <> $4`)
	qRevs = sqldb.New("list the earlier texts of a case's reviewer", `
		select h.case_id, h.reviewer, h.rev, h.source, '{}', h.saved from draft_history h
		join cases c on c.id = h.case_id and c.reviewer = h.reviewer
		where h.case_id = $1 order by h.rev desc`)
	qRev = sqldb.New("read an earlier text of a case's reviewer", `
		select h.case_id, h.reviewer, h.rev, h.source, h.body, h.saved from draft_history h
		join cases c on c.id = h.case_id and c.reviewer = h.reviewer
		where h.case_id = $1 and h.rev = $2`)
	qThin = sqldb.New("thin out earlier texts", `
		delete from draft_history where case_id = $1 and reviewer = $2 and saved >= $3 and saved < $4 and rev not in (
			select max(rev) from draft_history where case_id = $1 and reviewer = $2 and saved >= $3 and saved < $4 group by saved / $5)`)
)

// thinEvery is after how many revisions the earlier ones are thinned out.
const thinEvery = 32

// remember adds what was just saved on top of d.Rev to the earlier states.
func remember(ctx context.Context, tx *sqldb.Tx, d imr.DraftText, body string) error {
	if _, err := tx.Exec(ctx, qKeepRev, string(d.Case), string(d.By), d.Rev+1, d.Window, body, millis(d.Saved)); err != nil {
		return err
	}
	if (d.Rev+1)%thinEvery != 0 {
		return nil
	}
	hour, day := millis(d.Saved.Add(-time.Hour)), millis(d.Saved.Add(-24*time.Hour))
	if _, err := tx.Exec(ctx, qThin, string(d.Case), string(d.By), day, hour, time.Minute.Milliseconds()); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, qThin, string(d.Case), string(d.By), int64(0), day, (10 * time.Minute).Milliseconds())
	return err
}

func scanRev(r sqldb.Row) (d imr.DraftText, err error) {
	var body string
	var saved int64
	if err = r.Scan(&d.Case, &d.By, &d.Rev, &d.Window, &body, &saved); err != nil {
		return d, err
	}
	d.Saved = fromMillis(saved)
	return d, json.Unmarshal([]byte(body), &d.Draft)
}

// one is a row that there may be, the zero value where there is none.
func one(r sqldb.Row) (imr.DraftText, error) {
	d, err := scanRev(r)
	if errors.Is(err, sql.ErrNoRows) {
		return imr.DraftText{}, nil
	}
	return d, err
}

// DraftHistory lists the earlier states of the text of a case's reviewer without their words, the newest first.
func (s *Store) DraftHistory(ctx context.Context, id imr.CaseID) ([]imr.DraftText, error) {
	return sqldb.List(ctx, s.db, qRevs, scanRev, string(id))
}

// DraftAt returns one of them, or the zero value where it is not kept.
func (s *Store) DraftAt(ctx context.Context, id imr.CaseID, rev int) (imr.DraftText, error) {
	d, err := one(s.db.QueryRow(ctx, qRev, string(id), rev))
	if err != nil {
		return imr.DraftText{}, fmt.Errorf("%s: %w", qRev.Name, err)
	}
	return d, nil
}

var (
	qSpend = sqldb.New("note the time that a reviewer spent", `
		insert into work_time (case_id, account, day, source, seconds) values ($1, $2, $3, $4, $5)
		on conflict (case_id, account, day, source) do update set seconds = excluded.seconds where excluded.seconds > work_time.seconds`)
	qSpent = sqldb.New("how long a reviewer worked on a case", `select cast(coalesce(sum(seconds), 0) as bigint) from work_time where case_id = $1 and account = $2`)
)

// SpendTime notes how long a window was used. The number counts up, so the same told twice counts once.
func (s *Store) SpendTime(ctx context.Context, w imr.WorkTime) error {
	return s.db.Update(ctx, func(tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, qSpend, string(w.Case), string(w.By), w.Day.String(), w.Window, w.Seconds)
		return err
	})
}

// TimeSpent is how long somebody worked on a case, on all days and in all windows.
func (s *Store) TimeSpent(ctx context.Context, id imr.CaseID, by imr.UserID) (time.Duration, error) {
	var seconds int64
	if err := s.db.QueryRow(ctx, qSpent, string(id), string(by)).Scan(&seconds); err != nil {
		return 0, fmt.Errorf("%s: %w", qSpent.Name, err)
	}
	return time.Duration(seconds) * time.Second, nil
}
