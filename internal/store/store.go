// Package store keeps the cases: in SQLite in one folder, or in PostgreSQL with a folder for files and keys.
//
// A request is decided by package imr from the case as its events make it. What follows, the events with their
// hashes, the rows that people query and the jobs, is written in one transaction; Do answers when it is durable. Two
// who act on one case at once are put in order, and the second is told what changed (imr.Changed) where the act
// depends on what they saw. The same key twice records once.
//
// The folder of SQLite:
//
//	openimr.db       the database, with its -wal and -shm
//	openimr.lock     held by the one server that has the folder open
//	blobs/           files under their hash
//	keys/            the key that signs checkpoints
//	checkpoints.txt  the signed checkpoints, unless another place is named
package store

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/audit"
	"github.com/openimr/openimr/internal/blob"
	"github.com/openimr/openimr/internal/job"
	"github.com/openimr/openimr/internal/store/sqldb"
)

//go:embed migrations
var migrations embed.FS

// programmeID is the programme that cases are opened in.
const programmeID = "ca-wc-imr"

// Options say what the store cannot know by itself.
type Options struct {
	Rules       func(programme string) (imr.Rules, error) // of a programme; required
	Now         func() time.Time                          // the clock on the wall; time.Now where it is nil
	Folder      string                                    // of files and keys; with SQLite it is the folder of the database
	Checkpoints string                                    // file of the signed checkpoints, best on another disk; in Folder where it is ""
	ReadOnly    bool                                      // look at a folder that a server may have open; nothing can be recorded
	Guest       bool                                      // change accounts of a folder that a server may have open; no case can be changed

	// Trace is told every statement that writes, for measurements.
	Trace func(q *sqldb.Query, args []any)
}

// A Store is an open store. Its methods may be called by many at once.
type Store struct {
	db     *sqldb.DB
	blobs  *blob.Folder
	signer *audit.Signer
	file   string // of the checkpoints
	now    func() time.Time
	rules  imr.Rules
	lock   *os.File
	jobs   *job.Engine
	cases  *cache
	tree   treeCache
	tally  *tally
	shelf  shelf
	sign   sync.Mutex // one checkpoint at a time
	read   bool       // no case can be changed
	reader func(context.Context, imr.CaseID) (bool, time.Duration, error)

	published published
}

// Open opens a store and makes what is missing. dsn is a folder (SQLite) or postgres://… .
func Open(ctx context.Context, dsn string, o Options) (_ *Store, err error) {
	if o.Rules == nil {
		return nil, errors.New("open the store: no rules were given")
	}
	s := &Store{now: o.Now, read: o.ReadOnly || o.Guest, cases: newCache(4096), tally: newTally()}
	if s.now == nil {
		s.now = time.Now
	}
	if s.rules, err = o.Rules(programmeID); err != nil {
		return nil, fmt.Errorf("open the store: %w", err)
	}
	folder := o.Folder
	if !sqldb.IsPostgres(dsn) {
		folder = dsn
	}
	if folder == "" {
		return nil, errors.New("open the store: name a folder for the files and keys")
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.Close())
		}
	}()
	if o.ReadOnly {
		if _, err := os.Stat(folder); err != nil {
			return nil, fmt.Errorf("open the store: %w", err)
		}
	} else if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("open the store: %w", err)
	}
	guest := false // in a folder that a server has open: it has migrated, holds the cases and signs the checkpoints
	if !sqldb.IsPostgres(dsn) && !o.ReadOnly {
		s.lock, err = sqldb.LockFolder(folder)
		var locked *sqldb.Locked
		if guest = o.Guest && errors.As(err, &locked); err != nil && !guest {
			return nil, err
		}
	}
	if s.db, err = sqldb.Open(ctx, dsn, o.ReadOnly); err != nil {
		return nil, err
	}
	s.db.Trace = o.Trace
	s.db.OnLoss = func() {
		s.cases.clear()
		s.tree.forget()
		s.shelf.forget()
		s.tally.changed()
	}
	switch {
	case guest:
		if err := s.db.PrepareWriter(ctx); err != nil {
			return nil, err
		}
	case !o.ReadOnly:
		server := ""
		if s.db.Engine == sqldb.Postgres {
			server = dsn
		}
		s.jobs = job.New(s.db.Writer(), server)
		if err := Migrate(ctx, s.db, s.jobs); err != nil {
			return nil, err
		}
	}
	if s.blobs, err = blob.OpenFolder(filepath.Join(folder, "blobs")); err != nil {
		return nil, err
	}
	if s.signer, err = audit.OpenSigner(filepath.Join(folder, "keys"), o.ReadOnly || guest); err != nil {
		return nil, err
	}
	if s.file = o.Checkpoints; s.file == "" {
		s.file = filepath.Join(folder, "checkpoints.txt")
	}
	return s, nil
}

// Migrate brings the tables of a database, and those of its jobs, to the state that this program needs.
func Migrate(ctx context.Context, db *sqldb.DB, jobs *job.Engine) error {
	folder := "migrations/sqlite"
	if db.Engine == sqldb.Postgres {
		folder = "migrations/postgres"
	}
	fsys, err := fs.Sub(migrations, folder)
	if err != nil {
		return err
	}
	return db.Migrate(ctx, fsys, jobs.Migrate)
}

// Close ends what is under way and closes the store.
func (s *Store) Close() error {
	var err error
	if s.db != nil {
		if s.jobs != nil {
			ctx, stop := context.WithTimeout(context.Background(), 10*time.Second)
			err = s.jobs.Stop(ctx)
			stop()
		}
		if !s.read && s.signer != nil {
			err = errors.Join(err, s.Checkpoint(context.Background()))
		}
		err = errors.Join(err, s.db.Close())
	}
	if s.lock != nil {
		err = errors.Join(err, s.lock.Close())
	}
	return err
}

// Blobs is where files are kept.
func (s *Store) Blobs() *blob.Folder { return s.blobs }

// Ready says whether the database answers.
func (s *Store) Ready(ctx context.Context) error {
	var size int64
	if err := s.db.QueryRow(ctx, qHeadSize).Scan(&size); err != nil {
		return fmt.Errorf("ask the database: %w", err)
	}
	return nil
}

func millis(t time.Time) int64 { return t.UnixMilli() }

func fromMillis(ms int64) time.Time { return time.UnixMilli(ms).UTC() }
