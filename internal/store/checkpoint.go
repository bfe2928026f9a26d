package store

import (
	"context"
	"fmt"
	"time"

	"github.com/openimr/openimr/internal/audit"
	"github.com/openimr/openimr/internal/job"
	"github.com/openimr/openimr/internal/store/sqldb"
)

var (
	qLastCheckpoint = sqldb.New("read the size at the last checkpoint", `select coalesce(max(size), 0) from checkpoint`)
	qAddCheckpoint  = sqldb.New("keep a checkpoint", `insert into checkpoint (size, at, note) values ($1, $2, $3) on conflict (size) do nothing`)
)

// Checkpoint signs how the record stands, unless nothing was recorded since the last one, and keeps the signed
// checkpoint in the database and in the file outside of it. The file comes first: a crash in between leaves a
// checkpoint that the database does not know, which is true all the same.
func (s *Store) Checkpoint(ctx context.Context) error { return s.checkpoint(ctx, nil) }

func (s *Store) checkpoint(ctx context.Context, done job.Done) error {
	s.sign.Lock()
	defer s.sign.Unlock()
	var last int64
	if err := s.db.QueryRow(ctx, qLastCheckpoint).Scan(&last); err != nil {
		return fmt.Errorf("%s: %w", qLastCheckpoint.Name, err)
	}
	t, err := readTree(ctx, s.db, qHead)
	if err != nil {
		return err
	}
	if t.Size == last || t.Size == 0 {
		if done == nil {
			return nil
		}
		return s.db.Update(ctx, func(tx *sqldb.Tx) error { return done(ctx, tx.SQL()) })
	}
	c := audit.Checkpoint{Size: t.Size, Root: t.Root(), At: s.now().Truncate(time.Second)} // what is signed and what is kept beside it must be the same
	signed, err := s.signer.Sign(c)
	if err != nil {
		return err
	}
	if err := audit.AppendFile(s.file, signed); err != nil {
		return err
	}
	return s.db.Update(ctx, func(tx *sqldb.Tx) error {
		if _, err := tx.Exec(ctx, qAddCheckpoint, c.Size, millis(c.At), signed); err != nil || done == nil {
			return err
		}
		return done(ctx, tx.SQL())
	})
}
