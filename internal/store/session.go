package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/alexedwards/scs/v2"

	"github.com/openimr/openimr/internal/store/sqldb"
)

var (
	qSession     = sqldb.New("read a session", `select data from session where token = $1 and expires > $2`)
	qSessions    = sqldb.New("list the sessions", `select token, data from session where expires > $1`)
	qSetSession  = sqldb.New("keep a session", `insert into session (token, data, expires) values ($1, $2, $3) on conflict (token) do update set data = excluded.data, expires = excluded.expires`)
	qDropSession = sqldb.New("end a session", `delete from session where token = $1`)
	qOldSessions = sqldb.New("remove sessions that are over", `delete from session where expires <= $1`)
)

type sessions struct{ s *Store }

var (
	_ scs.CtxStore         = sessions{}
	_ scs.IterableCtxStore = sessions{}
)

// Sessions is where the web application keeps its sessions; they survive a restart.
func (s *Store) Sessions() scs.CtxStore { return sessions{s} }

// FindCtx returns the data of a session that is not over.
func (x sessions) FindCtx(ctx context.Context, token string) (b []byte, found bool, err error) {
	err = x.s.db.QueryRow(ctx, qSession, token, millis(x.s.now())).Scan(&b)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, fmt.Errorf("%s: %w", qSession.Name, err)
	}
	return b, true, nil
}

// AllCtx returns the data of every session that is not over, by its token.
func (x sessions) AllCtx(ctx context.Context) (map[string][]byte, error) {
	all := map[string][]byte{}
	_, err := sqldb.List(ctx, x.s.db, qSessions, func(r sqldb.Row) (struct{}, error) {
		var token string
		var data []byte
		err := r.Scan(&token, &data)
		all[token] = data
		return struct{}{}, err
	}, millis(x.s.now()))
	return all, err
}

// CommitCtx keeps a session until it expires.
func (x sessions) CommitCtx(ctx context.Context, token string, b []byte, expiry time.Time) error {
	return x.s.db.Update(ctx, func(tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, qSetSession, token, b, millis(expiry))
		return err
	})
}

// DeleteCtx ends a session, if there is one.
func (x sessions) DeleteCtx(ctx context.Context, token string) error {
	return x.s.db.Update(ctx, func(tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, qDropSession, token)
		return err
	})
}

// Find is FindCtx without a context.
func (x sessions) Find(token string) ([]byte, bool, error) {
	return x.FindCtx(context.Background(), token)
}

// Commit is CommitCtx without a context.
func (x sessions) Commit(token string, b []byte, expiry time.Time) error {
	return x.CommitCtx(context.Background(), token, b, expiry)
}

// Delete is DeleteCtx without a context.
func (x sessions) Delete(token string) error { return x.DeleteCtx(context.Background(), token) }
