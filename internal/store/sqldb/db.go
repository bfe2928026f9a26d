package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	"github.com/pressly/goose/v3"
	"modernc.org/sqlite" // the driver "sqlite"
)

// A DB is an open database.
type DB struct {
	Engine Engine
	OnLoss func() // a commit failed: what was kept in memory of the database may no longer be true

	// Trace is told every statement that writes, before it runs; nil for nobody. It is for measurements.
	Trace func(q *Query, args []any)

	write, read *sql.DB // the same pool on PostgreSQL
	wstmt       *prepared
	rstmt       *prepared
	line        *line // commands that wait to write, SQLite only
}

// FileName is the name of the SQLite database in its folder.
const FileName = "openimr.db"

// IsPostgres says whether a data source is the address of a PostgreSQL server rather than a folder.
func IsPostgres(dsn string) bool {
	return strings.HasPrefix(dsn, "postgres://") || strings.HasPrefix(dsn, "postgresql://")
}

// Open opens a database: a folder with an SQLite file, or the address of a PostgreSQL server. The caller holds the
// lock of the folder, unless it only reads.
func Open(ctx context.Context, dsn string, readOnly bool) (*DB, error) {
	db := &DB{}
	var err error
	if IsPostgres(dsn) {
		err = db.openPostgres(dsn, readOnly)
	} else {
		err = db.openSQLite(dsn, readOnly)
	}
	if err != nil {
		return nil, err
	}
	db.wstmt, db.rstmt = &prepared{pool: db.write}, &prepared{pool: db.read}
	if db.Engine == SQLite {
		db.wstmt.stmts, db.rstmt.stmts = map[string]*sql.Stmt{}, map[string]*sql.Stmt{}
	}
	if err := checkBinding(ctx, db.read); err != nil {
		_ = db.Close()
		return nil, err
	}
	if db.Engine == SQLite && !readOnly {
		db.line = &line{}
		db.line.idle = sync.NewCond(&db.line.mu)
	}
	return db, nil
}

func (db *DB) openSQLite(dir string, readOnly bool) (err error) {
	db.Engine = SQLite
	// Other code of this process that opens and closes the file would drop classic POSIX locks; it cannot drop these.
	// It is refused once a database is open, which is harmless: then it is on, or the platform has none.
	_, _ = sqlite.OFDLocking(true)
	_, _ = sqlite.Fdatasync(true)
	file := filepath.Join(dir, FileName)
	pragmas := url.Values{"_pragma": {
		"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)", "cache_size(-65536)",
		"journal_size_limit(67108864)",
	}}
	reading := url.Values{"_pragma": {"busy_timeout(10000)", "query_only(1)", "cache_size(-32768)", "mmap_size(268435456)"}, "_txlock": {"deferred"}}
	if readOnly {
		reading.Set("mode", "ro")
	} else {
		pragmas.Set("_txlock", "immediate")
		if db.write, err = sql.Open("sqlite", sqliteName(file, pragmas)); err != nil {
			return fmt.Errorf("open %s: %w", file, err)
		}
		db.write.SetMaxOpenConns(1)
		if err := db.write.Ping(); err != nil { // makes the file, so that readers find it
			_ = db.write.Close()
			return fmt.Errorf("open %s: %w", file, err)
		}
	}
	if db.read, err = sql.Open("sqlite", sqliteName(file, reading)); err != nil {
		return fmt.Errorf("open %s: %w", file, err)
	}
	n := max(4, runtime.NumCPU())
	db.read.SetMaxOpenConns(n)
	db.read.SetMaxIdleConns(n)
	if db.write == nil {
		db.write = db.read
	}
	return nil
}

func sqliteName(file string, v url.Values) string {
	return (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: file}).EscapedPath(), RawQuery: v.Encode()}).String()
}

func (db *DB) openPostgres(dsn string, readOnly bool) (err error) {
	db.Engine = Postgres
	if db.write, err = sql.Open("pgx", dsn); err != nil {
		return fmt.Errorf("open the PostgreSQL database: %w", redact(err))
	}
	n := max(8, 4*runtime.NumCPU())
	db.write.SetMaxOpenConns(n)
	db.write.SetMaxIdleConns(n)
	db.read = db.write
	if err := db.write.Ping(); err != nil {
		_ = db.write.Close()
		return fmt.Errorf("open the PostgreSQL database: %w", redact(err))
	}
	_ = readOnly // the rights of the login decide
	return nil
}

// redact keeps the password of an address out of a message.
func redact(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return errors.New("the address of the database cannot be read; write postgres://user:password@host/name")
	}
	return err
}

func checkBinding(ctx context.Context, pool *sql.DB) error {
	var second, first string
	if err := pool.QueryRowContext(ctx, "select cast($2 as text), cast($1 as text)", "one", "two").Scan(&second, &first); err != nil {
		return fmt.Errorf("open the database: %w", err)
	}
	if first != "one" || second != "two" {
		return errors.New("open the database: its driver does not bind $n to the n-th value, and every answer would be wrong")
	}
	return nil
}

// migrating is the number of the lock that one server holds while it migrates.
const migrating = 0x4f49_4d52

// Migrate brings the tables to the state of the migrations in fsys, which holds plain SQL for goose, and then does
// what else has migrations of its own. Of several servers that start at once, one does it and the others wait.
func (db *DB) Migrate(ctx context.Context, fsys fs.FS, others ...func(context.Context) error) error {
	dialect := goose.DialectSQLite3
	if db.Engine == Postgres {
		dialect = goose.DialectPostgres
		conn, err := db.write.Conn(ctx)
		if err != nil {
			return fmt.Errorf("migrate: %w", err)
		}
		defer func() { _ = conn.Close() }()
		if _, err := conn.ExecContext(ctx, "select pg_advisory_lock($1)", migrating); err != nil {
			return fmt.Errorf("migrate: %w", err)
		}
		defer func() {
			_, _ = conn.ExecContext(context.WithoutCancel(ctx), "select pg_advisory_unlock($1)", migrating)
		}()
	}
	p, err := goose.NewProvider(dialect, db.write, fsys)
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	for _, migrate := range others {
		if err := migrate(ctx); err != nil {
			return err
		}
	}
	return db.PrepareWriter(ctx)
}

// PrepareWriter prepares every registered statement for the writer of SQLite, who cannot do so later: within a
// transaction it holds the only connection. Migrate does it too.
func (db *DB) PrepareWriter(ctx context.Context) error {
	if db.Engine != SQLite {
		return nil
	}
	for _, q := range registry {
		if _, err := db.wstmt.get(ctx, q.text[SQLite]); err != nil {
			return fmt.Errorf("prepare %q: %w", q.Name, err)
		}
	}
	return nil
}

// Writer returns the pool that writes. On SQLite it has one connection; who holds it must ask for nothing else.
func (db *DB) Writer() *sql.DB { return db.write }

// Close closes the database after the commands that wait.
func (db *DB) Close() error {
	if db.line != nil {
		db.line.close()
	}
	db.wstmt.close()
	db.rstmt.close()
	err := db.read.Close()
	if db.write != db.read {
		err = errors.Join(db.write.Close(), err)
	}
	return err
}

// Query reads rows outside of any transaction.
func (db *DB) Query(ctx context.Context, q *Query, args ...any) (*sql.Rows, error) {
	return db.QueryText(ctx, q.text[db.Engine], args...)
}

// QueryRow reads one row outside of any transaction.
func (db *DB) QueryRow(ctx context.Context, q *Query, args ...any) *sql.Row {
	s, err := db.rstmt.get(ctx, q.text[db.Engine])
	if err != nil || s == nil {
		return db.read.QueryRowContext(ctx, q.text[db.Engine], args...) // gives the error again
	}
	return s.QueryRowContext(ctx, args...)
}

// QueryText reads rows by a statement made with Where.
func (db *DB) QueryText(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	s, err := db.rstmt.get(ctx, text)
	if err != nil {
		return nil, err
	}
	if s == nil {
		return db.read.QueryContext(ctx, text, args...)
	}
	return s.QueryContext(ctx, args...)
}

// ListText reads all rows of a statement made with Where; there are about that many.
func ListText[T any](ctx context.Context, db *DB, about int, text string, scan func(Row) (T, error), args ...any) ([]T, error) {
	rows, err := db.QueryText(ctx, text, args...)
	if err != nil {
		return nil, err
	}
	return collect(rows, about, scan)
}

// View runs fn in a transaction that only reads and sees one state of the database from beginning to end.
func (db *DB) View(ctx context.Context, fn func(*Tx) error) error {
	opts := &sql.TxOptions{ReadOnly: true}
	if db.Engine == Postgres {
		opts.Isolation = sql.LevelRepeatableRead
	}
	tx, err := db.read.BeginTx(ctx, opts)
	if err != nil {
		return fmt.Errorf("begin to read: %w", err)
	}
	defer func() { _ = tx.Rollback() }()
	return fn(&Tx{Engine: db.Engine, sql: tx, stmts: db.rstmt})
}
