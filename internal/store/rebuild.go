package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/store/sqldb"
)

var (
	qCaseIDs   = sqldb.New("list the cases that have events", `select distinct case_id from event order by case_id`)
	qDropWords = sqldb.New("remove the words of a case", `delete from case_word where case_id = $1`)
	qDropSeers = sqldb.New("remove who may see a case", `delete from case_party where case_id = $1`)
	qDropCase  = sqldb.New("remove the row of a case", `delete from cases where id = $1`)
)

// Rebuild makes everything that people query anew from the events, case by case, while others go on working. It is for
// a program whose rows say more than those of the one before it, and for tables that Verify found not to agree. The
// record itself is only read; where it is broken, Rebuild stops.
func (s *Store) Rebuild(ctx context.Context) error {
	if s.read {
		return errors.New("the store was opened for reading only")
	}
	ids, err := sqldb.List(ctx, s.db, qCaseIDs, func(r sqldb.Row) (id imr.CaseID, err error) { return id, r.Scan(&id) })
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := s.db.Update(ctx, func(tx *sqldb.Tx) error { return s.rebuild(ctx, tx, id) }); err != nil {
			return fmt.Errorf("make the row of %s anew: %w", id, err)
		}
	}
	return nil
}

func (s *Store) rebuild(ctx context.Context, tx *sqldb.Tx, id imr.CaseID) error {
	if tx.Engine == sqldb.Postgres { // so that no event of the case comes in between
		if _, _, err := readRow(ctx, tx, qLockRow, id); err != nil {
			return err
		}
	}
	events, head, err := s.load(ctx, tx, id)
	if err != nil {
		return err
	}
	c, err := imr.Fold(events)
	if err != nil {
		return err
	}
	for _, q := range []*sqldb.Query{qDropWords, qDropSeers, qDropLetters, qDropCase} {
		if _, err := tx.Exec(ctx, q, string(id)); err != nil {
			return err
		}
	}
	now := s.now()
	row, err := rowOf(s.rules, c, now)
	if err != nil {
		return err
	}
	next := &entry{sealed(c), row, head}
	if err := s.writeRow(ctx, tx, &entry{c: imr.Case{ID: id}}, next, now); err != nil {
		return err
	}
	s.keep(tx, next)
	return nil
}
