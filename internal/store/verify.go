package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/audit"
	"github.com/openimr/openimr/internal/store/sqldb"
)

var (
	qAllEvents = sqldb.New("read the whole record", `
		select leaf, case_id, seq, type, at, recorded, body, hash, nodes from event order by leaf`)
	qCheckpoints = sqldb.New("read the checkpoints", `select size, at, note from checkpoint order by size`)
	qAllRows     = sqldb.New("read the rows of all cases", `
		select `+rowColumns+`, worker_key, is_open, programme, head, rowed_at from cases order by id`)
	qAllParties = sqldb.New("read who may see which case", `select case_id, account from case_party order by case_id, account`)
	qAllWords   = sqldb.New("read the words of all cases", `select case_id, word from case_word order by case_id, word`)
)

// Verify reads the whole record and reports everything that does not agree: an event changed, missing, added or moved; a
// record that is not the one that was signed; rows that people query which do not follow from the events; and a file
// that an event names which is missing or has changed. It sees one state of the database, also while a server writes to it.
func (s *Store) Verify(ctx context.Context) (audit.Report, error) {
	outside, err := audit.ReadFile(s.file)
	if err != nil {
		return audit.Report{}, err
	}
	var report audit.Report
	var files []namedFile
	err = s.db.View(ctx, func(tx *sqldb.Tx) error {
		// The events come first: they fix what a reader of SQLite sees. A checkpoint signed after that is of a longer
		// record, so the file was read before.
		v := verification{s: s, cases: map[string]*imr.Case{}, named: map[string]bool{}}
		head, err := readTree(ctx, tx, qHead)
		if err != nil {
			v.headErr = err
		}
		signed := outside
		inside, err := sqldb.List(ctx, tx, qCheckpoints, scanCheckpoint)
		if err != nil {
			return err
		}
		for _, p := range inside {
			signed = append(signed, p.note)
		}
		v.check = audit.NewChecker(s.signer, signed...)
		for _, p := range inside {
			if c, err := s.signer.Read(p.note); err == nil && (c.Size != p.size || millis(c.At) != p.at) {
				v.check.Report.Add("", 0, fmt.Sprintf("a checkpoint of %d events is kept as one of %d", c.Size, p.size))
			}
		}
		if v.headErr != nil {
			v.check.Report.Add("", 0, "the head of the record is broken: "+v.headErr.Error())
		}
		if err := v.events(ctx, tx); err != nil {
			return err
		}
		heads := v.check.Done(head)
		if err := v.rows(ctx, tx, heads); err != nil {
			return err
		}
		report, files = v.check.Report, v.files
		return nil
	})
	if err == nil {
		err = s.checkFiles(ctx, files, &report)
	}
	if err != nil {
		return audit.Report{}, fmt.Errorf("verify the record: %w", err)
	}
	return report, nil
}

type storedCheckpoint struct {
	size, at int64
	note     string
}

func scanCheckpoint(r sqldb.Row) (p storedCheckpoint, err error) {
	return p, r.Scan(&p.size, &p.at, &p.note)
}

type verification struct {
	s       *Store
	check   *audit.Checker
	headErr error
	cases   map[string]*imr.Case // as folded so far; nil where an event could not be applied
	files   []namedFile
	named   map[string]bool // the hashes in files
}

func (v *verification) events(ctx context.Context, tx *sqldb.Tx) error {
	rows, err := tx.Query(ctx, qAllEvents)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var r storedEvent
		if err := rows.Scan(&r.Leaf, &r.Case, &r.Seq, &r.kind, &r.at, &r.recorded, &r.Body, &r.Hash, &r.Nodes); err != nil {
			return err
		}
		v.add(r)
	}
	return rows.Err()
}

// A storedEvent is a row of the table of events.
type storedEvent struct {
	audit.Record
	kind         string
	at, recorded int64
}

func (v *verification) add(r storedEvent) {
	v.check.Add(r.Record)
	var e imr.Event
	if err := json.Unmarshal(r.Body, &e); err != nil {
		v.check.Report.Add(r.Case, r.Seq, "it cannot be read: "+err.Error())
		v.cases[r.Case] = nil
		return
	}
	if string(e.Case) != r.Case || e.Seq != r.Seq || string(e.Type) != r.kind || millis(e.At) != r.at || millis(e.Recorded) != r.recorded {
		v.check.Report.Add(r.Case, r.Seq, "its columns do not say what it says")
	}
	v.name(e)
	c, ok := v.cases[r.Case]
	switch {
	case !ok:
		c = &imr.Case{}
	case c == nil:
		return
	}
	if err := c.Apply(e); err != nil {
		v.check.Report.Add(r.Case, r.Seq, err.Error())
		c = nil
	}
	v.cases[r.Case] = c
}

// rows checks the tables that people query.
func (v *verification) rows(ctx context.Context, tx *sqldb.Tx, heads map[string]audit.Head) error {
	parties, err := lists(ctx, tx, qAllParties)
	if err != nil {
		return err
	}
	found, err := lists(ctx, tx, qAllWords)
	if err != nil {
		return err
	}
	letters, err := lists(ctx, tx, qAllLetters)
	if err != nil {
		return err
	}
	rows, err := tx.Query(ctx, qAllRows)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	seen := map[string]bool{}
	for rows.Next() {
		var row imr.QueueRow
		var key, programme string
		var open int
		var head []byte
		var rowedAt int64
		if err := scanRowWith(rows, &row, &key, &open, &programme, &head, &rowedAt); err != nil {
			return err
		}
		id := string(row.Case)
		seen[id] = true
		last, ok := heads[id]
		c := v.cases[id]
		if !ok {
			v.check.Report.Add(id, 0, "the table of cases has a case without events")
			continue
		}
		if last.Seq != row.Version || !slices.Equal(head, last.Hash[:]) {
			v.check.Report.Add(id, last.Seq, "the table of cases speaks of another last event")
		}
		if c == nil {
			continue // said before
		}
		want, err := rowOf(v.s.rules, *c, fromMillis(rowedAt))
		if err != nil {
			v.check.Report.Add(id, 0, err.Error())
			continue
		}
		wantOpen := 0
		if want.State.Unfinished() {
			wantOpen = 1
		}
		if row != want || key != plain(want.Worker) || open != wantOpen || programme != programmeID {
			v.check.Report.Add(id, 0, "the table of cases does not say what follows from the events")
		}
		if !slices.Equal(parties[id], accounts(*c)) {
			v.check.Report.Add(id, 0, "the accounts that may see the case are not those of its parties")
		}
		if !slices.Equal(found[id], words(want)) {
			v.check.Report.Add(id, 0, "the case would be found by other words than its own")
		}
		if !slices.Equal(letters[id], letterKeys(*c)) {
			v.check.Report.Add(id, 0, "the letters by which the case is found are not those that were served")
		}
		delete(parties, id)
		delete(found, id)
	}
	for id := range heads {
		if !seen[id] {
			v.check.Report.Add(id, 0, "the table of cases lacks a case that has events")
		}
	}
	for id := range parties {
		if !seen[id] {
			v.check.Report.Add(id, 0, "accounts may see a case that does not exist")
		}
	}
	for id := range found {
		if !seen[id] {
			v.check.Report.Add(id, 0, "a case would be found that does not exist")
		}
	}
	return rows.Err()
}

// lists reads a table of (case, value) into the values of each case.
func lists(ctx context.Context, tx *sqldb.Tx, q *sqldb.Query) (map[string][]string, error) {
	rows, err := tx.Query(ctx, q)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	m := map[string][]string{}
	for rows.Next() {
		var id, value string
		if err := rows.Scan(&id, &value); err != nil {
			return nil, err
		}
		m[id] = append(m[id], value)
	}
	return m, rows.Err()
}
