package store

import (
	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/audit"
	"github.com/openimr/openimr/internal/store/sqldb"
)

// CheckEvent checks rows of the table of events, without the database, and says whether all is well.
func (s *Store) CheckEvent(signed []string, head audit.Tree, rows []audit.Record, kind []string, at, recorded []int64) bool {
	v := verification{s: s, cases: map[string]*imr.Case{}, check: audit.NewChecker(s.signer, signed...)}
	for i, r := range rows {
		v.add(storedEvent{r, kind[i], at[i], recorded[i]})
	}
	v.check.Done(head)
	return v.check.Report.OK
}

// Signer is what signs the checkpoints.
func (s *Store) Signer() *audit.Signer { return s.signer }

// DB is the database of a store.
func (s *Store) DB() *sqldb.DB { return s.db }
