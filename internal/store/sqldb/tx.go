package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// ErrAgain asks Update to run its function again in a new transaction: somebody else was quicker.
var ErrAgain = errors.New("another transaction was quicker")

// ErrClosed answers a command that came after Close.
var ErrClosed = errors.New("the database is closed")

// A Tx is a transaction. On SQLite it may hold several commands, of which each sees what those before it did.
type Tx struct {
	Engine Engine
	sql    *sql.Tx
	stmts  *prepared
	shared *shared
	trace  func(*Query, []any)
	wrote  bool // since a command began
}

// shared is what the commands of one transaction have in common.
type shared struct {
	values map[any]any
	last   map[any]func(*Tx) error // before the commit
	first  []func()                // once committed
	after  []func()                // then
}

// SQL returns the transaction itself, for the job engine.
func (t *Tx) SQL() *sql.Tx {
	t.wrote = true
	return t.sql
}

// Exec runs a statement and returns how many rows it touched.
func (t *Tx) Exec(ctx context.Context, q *Query, args ...any) (int64, error) {
	t.wrote = true
	if t.trace != nil {
		t.trace(q, args)
	}
	var r sql.Result
	var err error
	if s := t.stmt(ctx, q); s != nil {
		r, err = s.ExecContext(ctx, args...)
	} else {
		r, err = t.sql.ExecContext(ctx, q.text[t.Engine], args...)
	}
	if err != nil {
		return 0, fmt.Errorf("%s: %w", q.Name, err)
	}
	n, err := r.RowsAffected()
	if err != nil {
		return 0, fmt.Errorf("%s: %w", q.Name, err)
	}
	return n, nil
}

// Query reads rows within the transaction.
func (t *Tx) Query(ctx context.Context, q *Query, args ...any) (*sql.Rows, error) {
	t.wrote = t.wrote || q.writes
	if s := t.stmt(ctx, q); s != nil {
		return s.QueryContext(ctx, args...)
	}
	return t.sql.QueryContext(ctx, q.text[t.Engine], args...)
}

// QueryRow reads one row within the transaction.
func (t *Tx) QueryRow(ctx context.Context, q *Query, args ...any) *sql.Row {
	t.wrote = t.wrote || q.writes
	if t.trace != nil && q.writes {
		t.trace(q, args)
	}
	if s := t.stmt(ctx, q); s != nil {
		return s.QueryRowContext(ctx, args...)
	}
	return t.sql.QueryRowContext(ctx, q.text[t.Engine], args...)
}

func (t *Tx) stmt(ctx context.Context, q *Query) *sql.Stmt {
	if s, _ := t.stmts.peek(q.text[t.Engine]); s != nil {
		return t.sql.StmtContext(ctx, s)
	}
	return nil
}

// Value returns what an earlier command of the same transaction kept under a key. A command keeps something as its
// very last act: should it fail, nothing takes it back.
func (t *Tx) Value(key any) any { return t.shared.values[key] }

// SetValue keeps something for the later commands of the same transaction.
func (t *Tx) SetValue(key, value any) { t.shared.values[key] = value }

// Last runs fn once before the commit, however many commands of the transaction ask for it under the same key.
func (t *Tx) Last(key any, fn func(*Tx) error) { t.shared.last[key] = fn }

// First runs fn once the transaction is committed, before what After was told, also by earlier commands.
func (t *Tx) First(fn func()) { t.shared.first = append(t.shared.first, fn) }

// After runs fn once the transaction is committed, before its callers are answered.
func (t *Tx) After(fn func()) { t.shared.after = append(t.shared.after, fn) }

func newShared() *shared {
	return &shared{values: map[any]any{}, last: map[any]func(*Tx) error{}}
}

func (t *Tx) finish() error {
	for _, fn := range t.shared.last {
		if err := fn(t); err != nil {
			return err
		}
	}
	if err := t.sql.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	for _, fn := range append(t.shared.first, t.shared.after...) {
		fn()
	}
	return nil
}

// Update runs fn in a transaction that writes and returns after it is durable. Where fn fails, nothing of it stays. fn
// may run more than once: what it does beyond the database it does through After.
func (db *DB) Update(ctx context.Context, fn func(*Tx) error) error {
	if db.Engine == SQLite {
		return db.enqueue(ctx, fn)
	}
	for try := 0; ; try++ {
		err := db.attempt(ctx, fn)
		if err == nil || try == 20 || !passing(err) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Duration(rand.IntN(1+min(try, 5)*4)) * time.Millisecond):
		}
	}
}

func (db *DB) attempt(ctx context.Context, fn func(*Tx) error) error {
	tx, err := db.write.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer func() { _ = tx.Rollback() }() // nothing after a commit
	t := &Tx{Engine: db.Engine, sql: tx, stmts: db.wstmt, shared: newShared(), trace: db.Trace}
	if err := fn(t); err != nil {
		return err
	}
	if err := t.finish(); err != nil {
		if db.OnLoss != nil {
			db.OnLoss()
		}
		return err
	}
	return nil
}

// passing says that the same transaction may succeed when it is tried again.
func passing(err error) bool {
	if errors.Is(err, ErrAgain) {
		return true
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		switch pg.Code {
		case "40001", "40P01", "23505": // serialization, deadlock, a key that somebody else took meanwhile
			return true
		}
	}
	return false
}
