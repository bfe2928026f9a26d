package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
	"github.com/openimr/openimr/internal/store/sqldb"
)

var (
	qAddAccessKey  = sqldb.New("add an access key", `insert into access_key (hash, account, name, made) values ($1, $2, $3, $4)`)
	qAccessKeys    = sqldb.New("list the access keys of an account", `select hash, account, name, made from access_key where account = $1 order by made, hash`)
	qAccessKey     = sqldb.New("find an access key", `select hash, account, name, made from access_key where hash = $1`)
	qDropAccessKey = sqldb.New("remove an access key", `delete from access_key where account = $1 and substr(hash, 1, 12) = $2`)
)

var _ auth.Keys = (*Store)(nil)

func scanKey(r sqldb.Row) (k auth.Key, err error) {
	var made int64
	if err = r.Scan(&k.Hash, &k.Account, &k.Name, &made); err != nil {
		return k, err
	}
	k.ID, k.Made = k.Hash[:12], fromMillis(made)
	return k, nil
}

func noKey() error { return &imr.Error{Kind: imr.NotFound, Message: "There is no such key."} }

// AddKey keeps a key.
func (s *Store) AddKey(ctx context.Context, k auth.Key) error {
	if k.Name == "" {
		return &imr.Error{Kind: imr.Incomplete, Field: "name", Message: "Say what the key is for."}
	}
	return s.db.Update(ctx, func(tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, qAddAccessKey, k.Hash, string(k.Account), k.Name, millis(k.Made))
		return err
	})
}

// KeysOf lists the keys of an account, the oldest first.
func (s *Store) KeysOf(ctx context.Context, id imr.UserID) ([]auth.Key, error) {
	return sqldb.List(ctx, s.db, qAccessKeys, scanKey, string(id))
}

// RemoveKey ends a key; an *imr.Error of kind imr.NotFound where the account has none of that ID.
func (s *Store) RemoveKey(ctx context.Context, id imr.UserID, key string) error {
	return s.db.Update(ctx, func(tx *sqldb.Tx) error {
		n, err := tx.Exec(ctx, qDropAccessKey, string(id), key)
		if err == nil && n == 0 {
			return noKey()
		}
		return err
	})
}

// KeyByHash finds a key; an *imr.Error of kind imr.NotFound where there is none.
func (s *Store) KeyByHash(ctx context.Context, hash string) (auth.Key, error) {
	k, err := scanKey(s.db.QueryRow(ctx, qAccessKey, hash))
	if errors.Is(err, sql.ErrNoRows) {
		return auth.Key{}, noKey()
	}
	if err != nil {
		return auth.Key{}, fmt.Errorf("%s: %w", qAccessKey.Name, err)
	}
	return k, nil
}
