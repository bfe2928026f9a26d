package sqldb

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"
	"sync"
)

// An Engine is a kind of database.
type Engine int

// The engines.
const (
	SQLite Engine = iota
	Postgres
)

// String returns the name of the engine.
func (e Engine) String() string {
	if e == Postgres {
		return "PostgreSQL"
	}
	return "SQLite"
}

// A Query is a registered statement.
type Query struct {
	Name string
	text [2]string

	writes bool
}

var registry []*Query

// New registers a statement that reads the same on both engines. It is for variables of packages only.
func New(name, text string) *Query { return NewPerEngine(name, text, text) }

// NewPerEngine registers a statement that differs.
func NewPerEngine(name, sqlite, postgres string) *Query {
	q := &Query{Name: name, text: [2]string{sqlite, postgres}, writes: !strings.HasPrefix(strings.TrimSpace(sqlite), "select")}
	registry = append(registry, q)
	return q
}

// Registered returns every registered statement.
func Registered() []*Query { return registry }

// Text returns the statement as the engine gets it.
func (q *Query) Text(e Engine) string { return q.text[e] }

// A Querier reads: a DB outside of a transaction, or a Tx within one.
type Querier interface {
	Query(ctx context.Context, q *Query, args ...any) (*sql.Rows, error)
	QueryRow(ctx context.Context, q *Query, args ...any) *sql.Row
}

// A Row can be scanned: *sql.Row and *sql.Rows.
type Row interface{ Scan(to ...any) error }

// List reads all rows of a query.
func List[T any](ctx context.Context, db Querier, q *Query, scan func(Row) (T, error), args ...any) ([]T, error) {
	rows, err := db.Query(ctx, q, args...)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", q.Name, err)
	}
	list, err := collect(rows, 0, scan)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", q.Name, err)
	}
	return list, nil
}

func collect[T any](rows *sql.Rows, about int, scan func(Row) (T, error)) ([]T, error) {
	defer func() { _ = rows.Close() }()
	var list []T
	if about > 0 {
		list = make([]T, 0, about)
	}
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, rows.Err()
}

// prepared keeps the prepared statements of one pool of SQLite connections. For PostgreSQL the driver does that itself.
type prepared struct {
	pool  *sql.DB
	mu    sync.RWMutex
	stmts map[string]*sql.Stmt
}

// mostPrepared bounds the statements that are kept: those made by Where have as many forms as a filter has.
const mostPrepared = 1000

// peek returns the prepared statement, or nil where it is not kept.
func (p *prepared) peek(text string) (s *sql.Stmt, full bool) {
	if p.stmts == nil {
		return nil, true
	}
	p.mu.RLock()
	defer p.mu.RUnlock()
	return p.stmts[text], len(p.stmts) >= mostPrepared
}

// get returns the prepared statement, or nil where so many are kept that this one runs unprepared. It takes a connection
// of the pool, so it must not be called by who holds the only one.
func (p *prepared) get(ctx context.Context, text string) (*sql.Stmt, error) {
	if s, full := p.peek(text); s != nil || full {
		return s, nil
	}
	s, err := p.pool.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if old := p.stmts[text]; old != nil {
		_ = s.Close()
		return old, nil
	}
	p.stmts[text] = s
	return s, nil
}

func (p *prepared) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, s := range p.stmts {
		_ = s.Close()
	}
	clear(p.stmts)
}

// A Where builds the conditions of a statement whose filter is chosen at run time. Texts come from the program,
// values only ever through arguments.
type Where struct {
	b    strings.Builder
	args []any
}

// Add adds a condition; each ? in it stands for one of args.
func (w *Where) Add(cond string, args ...any) {
	w.b.WriteString("\n  and ")
	w.write(cond, args...)
}

func (w *Where) write(text string, args ...any) {
	for _, r := range text {
		if r == '?' {
			w.args = append(w.args, args[0])
			args = args[1:]
			w.b.WriteString("$" + strconv.Itoa(len(w.args)))
			continue
		}
		w.b.WriteRune(r)
	}
}

// In adds the condition that a column has one of some values; no values let nothing through.
func In[T any](w *Where, column string, values []T) {
	if len(values) == 0 {
		w.Add("1 = 0")
		return
	}
	args := make([]any, len(values))
	for i, v := range values {
		args[i] = v
	}
	w.Add(column+" in ("+strings.TrimSuffix(strings.Repeat("?, ", len(values)), ", ")+")", args...)
}

// Arg adds a value and returns its place: "$3".
func (w *Where) Arg(v any) string {
	w.args = append(w.args, v)
	return "$" + strconv.Itoa(len(w.args))
}

// String returns the conditions, each beginning with "and".
func (w *Where) String() string { return w.b.String() }

// Args returns the values in their order.
func (w *Where) Args() []any { return w.args }
