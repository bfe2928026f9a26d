package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/audit"
	"github.com/openimr/openimr/internal/store/sqldb"
)

var (
	qEvents = sqldb.New("read the events of a case", `
		select seq, body, hash from event where case_id = $1 and seq > $2 order by seq`)
	qRow = sqldb.New("read the row of a case", `
		select `+rowColumns+`, head from cases where id = $1`)
	qLockRow = sqldb.NewPerEngine("hold the row of a case",
		`select `+rowColumns+`, head from cases where id = $1`, // the one writer holds everything already
		`select `+rowColumns+`, head from cases where id = $1 for update`)
)

type caseKey imr.CaseID

// keep lets the later commands of the same transaction, and after the commit everybody, see a case as it now stands.
func (s *Store) keep(tx *sqldb.Tx, e *entry) {
	tx.SetValue(caseKey(e.c.ID), e)
	tx.After(func() {
		s.cases.put(e)
		s.shelf.put(e.row)
		s.tally.changed()
	})
}

// current returns a case as it stands in the transaction and holds it there, or nil where there is none.
func (s *Store) current(ctx context.Context, tx *sqldb.Tx, id imr.CaseID) (*entry, error) {
	if e, ok := tx.Value(caseKey(id)).(*entry); ok {
		return e, nil
	}
	cached := s.cases.get(id)
	if cached != nil && tx.Engine == sqldb.SQLite {
		return cached, nil
	}
	row, head, err := readRow(ctx, tx, qLockRow, id)
	if err != nil || row.Version == 0 {
		return nil, err
	}
	if cached != nil && cached.c.Version == row.Version && cached.head == head {
		return &entry{cached.c, row, head}, nil // its row may have been made anew by another server
	}
	return s.fold(ctx, tx, id, row, head)
}

// readRow returns the row of a case, or the zero row where there is none.
func readRow(ctx context.Context, db sqldb.Querier, q *sqldb.Query, id imr.CaseID) (row imr.QueueRow, head audit.Hash, err error) {
	var h []byte
	err = scanRowWith(db.QueryRow(ctx, q, string(id)), &row, &h)
	if errors.Is(err, sql.ErrNoRows) {
		return imr.QueueRow{}, head, nil
	}
	if err != nil {
		return row, head, fmt.Errorf("%s: %w", q.Name, err)
	}
	if len(h) != len(head) {
		return row, head, broken(id, row.Version, "the hash kept with the case has a wrong length")
	}
	copy(head[:], h)
	return row, head, nil
}

func (s *Store) fold(ctx context.Context, db sqldb.Querier, id imr.CaseID, row imr.QueueRow, head audit.Hash) (*entry, error) {
	events, last, err := s.load(ctx, db, id)
	if err != nil {
		return nil, err
	}
	c, err := imr.Fold(events)
	if err != nil {
		return nil, fmt.Errorf("make %s from its events: %w", id, err)
	}
	if c.Version != row.Version || last != head {
		return nil, broken(id, c.Version, "the table of cases speaks of another last event")
	}
	return &entry{sealed(c), row, last}, nil
}

func broken(id imr.CaseID, seq int, why string) error {
	return fmt.Errorf("the record of %s is broken at event %d: %s; run \"openimr audit verify\"", id, seq, why)
}

// load reads the events of a case and proves its chain, whose last hash it returns.
func (s *Store) load(ctx context.Context, db sqldb.Querier, id imr.CaseID) ([]imr.Event, audit.Hash, error) {
	return loadAfter(ctx, db, id, 0)
}

func loadAfter(ctx context.Context, db sqldb.Querier, id imr.CaseID, seen int) (events []imr.Event, head audit.Hash, err error) {
	rows, err := db.Query(ctx, qEvents, string(id), seen)
	if err != nil {
		return nil, head, fmt.Errorf("%s: %w", qEvents.Name, err)
	}
	defer func() { _ = rows.Close() }()
	for n := seen + 1; rows.Next(); n++ {
		var seq int
		var body, hash []byte
		if err := rows.Scan(&seq, &body, &hash); err != nil {
			return nil, head, fmt.Errorf("%s: %w", qEvents.Name, err)
		}
		if seen == 0 {
			head = audit.EventHash(head, string(id), seq, body)
			if seq != n || !bytes.Equal(hash, head[:]) {
				return nil, head, broken(id, n, "it does not follow the event before it")
			}
		}
		var e imr.Event
		if err := json.Unmarshal(body, &e); err != nil {
			return nil, head, fmt.Errorf("read the events of %s: %w", id, err)
		}
		events = append(events, e)
	}
	return events, head, rows.Err()
}

// eventsAfter returns the events of a case since a version.
func (s *Store) eventsAfter(ctx context.Context, db sqldb.Querier, id imr.CaseID, seen int) ([]imr.Event, error) {
	events, _, err := loadAfter(ctx, db, id, max(seen, 0))
	return events, err
}

// Case returns a case as it stands; an *imr.Error of kind imr.NotFound where there is none.
func (s *Store) Case(ctx context.Context, id imr.CaseID) (imr.Case, error) {
	cached := s.cases.get(id)
	if cached != nil && s.db.Engine == sqldb.SQLite && !s.read {
		return cached.c, nil
	}
	var e *entry
	err := s.db.View(ctx, func(tx *sqldb.Tx) error {
		row, head, err := readRow(ctx, tx, qRow, id)
		switch {
		case err != nil:
			return err
		case row.Version == 0:
			return noCase(id)
		case cached != nil && cached.c.Version == row.Version && cached.head == head:
			e = cached
			return nil
		}
		e, err = s.fold(ctx, tx, id, row, head)
		return err
	})
	if err != nil {
		return imr.Case{}, err
	}
	s.cases.offer(e)
	return e.c, nil
}

// Events returns all events of a case in their order; an *imr.Error of kind imr.NotFound where there is no such case.
func (s *Store) Events(ctx context.Context, id imr.CaseID) ([]imr.Event, error) {
	events, _, err := s.load(ctx, s.db, id)
	if err != nil {
		return nil, err
	}
	if len(events) == 0 {
		return nil, noCase(id)
	}
	return events, nil
}
