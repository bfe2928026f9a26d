package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
	"github.com/openimr/openimr/internal/store/sqldb"
)

const accountColumns = `id, role, name, email, hash, licensed_in, specialties, disabled, created`

var (
	qAddAccount = sqldb.New("add an account", `
		insert into account (`+accountColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (id) do nothing`)
	qSetAccount = sqldb.New("change an account", `
		update account set role = $2, name = $3, email = $4, hash = $5, licensed_in = $6, specialties = $7, disabled = $8 where id = $1`)
	qAccount        = sqldb.New("read an account", `select `+accountColumns+` from account where id = $1`)
	qAccountsByRole = sqldb.New("list the accounts of a role", `select `+accountColumns+` from account where role = $1 order by id`)
)

var _ auth.Accounts = (*Store)(nil)

func scanAccount(r sqldb.Row) (a auth.Account, err error) {
	var licensed, specialties string
	var disabled int
	var created int64
	if err = r.Scan(&a.ID, &a.Role, &a.Name, &a.Email, &a.Hash, &licensed, &specialties, &disabled, &created); err != nil {
		return a, err
	}
	a.Disabled, a.Created = disabled != 0, fromMillis(created)
	return a, errors.Join(json.Unmarshal([]byte(licensed), &a.LicensedIn), json.Unmarshal([]byte(specialties), &a.Specialties))
}

func accountArgs(a auth.Account) ([]any, error) {
	if strings.TrimSpace(string(a.ID)) == "" || a.Role == "" {
		return nil, &imr.Error{Kind: imr.Incomplete, Field: "id", Message: "An account needs a name to log in with and a role."}
	}
	licensed, err := json.Marshal(a.LicensedIn)
	if err != nil {
		return nil, err
	}
	specialties, err := json.Marshal(a.Specialties)
	if err != nil {
		return nil, err
	}
	disabled := 0
	if a.Disabled {
		disabled = 1
	}
	return []any{string(a.ID), string(a.Role), a.Name, a.Email, a.Hash, string(licensed), string(specialties), disabled}, nil
}

// CreateAccount adds an account. Created is set where it is zero. An account of that name is an *imr.Error of kind
// imr.Conflict.
func (s *Store) CreateAccount(ctx context.Context, a auth.Account) error {
	args, err := accountArgs(a)
	if err != nil {
		return err
	}
	if a.Created.IsZero() {
		a.Created = s.now()
	}
	return s.db.Update(ctx, func(tx *sqldb.Tx) error {
		n, err := tx.Exec(ctx, qAddAccount, append(args, millis(a.Created))...)
		if err == nil && n == 0 {
			return &imr.Error{Kind: imr.Conflict, Field: "id", Message: fmt.Sprintf("There is already an account %q.", a.ID)}
		}
		return err
	})
}

// UpdateAccount changes everything of an account but its name and when it was created.
func (s *Store) UpdateAccount(ctx context.Context, a auth.Account) error {
	args, err := accountArgs(a)
	if err != nil {
		return err
	}
	return s.db.Update(ctx, func(tx *sqldb.Tx) error {
		n, err := tx.Exec(ctx, qSetAccount, args...)
		if err == nil && n == 0 {
			return noAccount(a.ID)
		}
		return err
	})
}

func noAccount(id imr.UserID) error {
	return &imr.Error{Kind: imr.NotFound, Field: "id", Message: fmt.Sprintf("There is no account %q.", id)}
}

// Account returns an account; an *imr.Error of kind imr.NotFound where there is none.
func (s *Store) Account(ctx context.Context, id imr.UserID) (auth.Account, error) {
	a, err := scanAccount(s.db.QueryRow(ctx, qAccount, string(id)))
	if errors.Is(err, sql.ErrNoRows) {
		return auth.Account{}, noAccount(id)
	}
	if err != nil {
		return auth.Account{}, fmt.Errorf("%s: %w", qAccount.Name, err)
	}
	return a, nil
}

// AccountsByRole lists the accounts of a role, the disabled ones too, by their names.
func (s *Store) AccountsByRole(ctx context.Context, role auth.Role) ([]auth.Account, error) {
	return sqldb.List(ctx, s.db, qAccountsByRole, scanAccount, string(role))
}
