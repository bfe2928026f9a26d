package auth

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/openimr/openimr/imr"
)

// A TooSoon refuses a log-in after several wrong ones.
type TooSoon struct{ Wait time.Duration }

// Error says how long to wait.
func (e *TooSoon) Error() string {
	return fmt.Sprintf("too many wrong log-ins: try again in %s", e.Wait.Round(time.Second))
}

// A Door lets people in by name and password. Wrong log-ins are counted by account, so that one account is not
// guessed from many addresses, and by address, so that many accounts are not tried from one.
type Door struct {
	Accounts        Accounts
	Passwords       *Passwords
	byName, byPlace *Throttle
}

// NewDoor returns a door for the accounts.
func NewDoor(a Accounts) *Door {
	return &Door{a, NewPasswords(), NewThrottle(freeByName), NewThrottle(freeByPlace)}
}

// LogIn returns the account of a name and password. from is the address it comes from. ErrWrong and *TooSoon are for
// the person; an unknown or disabled account takes as long and answers the same as a wrong password.
func (d *Door) LogIn(ctx context.Context, id imr.UserID, password, from string, now time.Time) (Account, error) {
	name := string(id[:min(len(id), 80)])
	if w := max(d.byName.Wait(name, now), d.byPlace.Wait(from, now)); w > 0 {
		return Account{}, &TooSoon{w}
	}
	a, err := d.Accounts.Account(ctx, id)
	var e *imr.Error
	if err != nil && (!errors.As(err, &e) || e.Kind != imr.NotFound) {
		return Account{}, fmt.Errorf("look up an account: %w", err)
	}
	hash := a.Hash
	if err != nil || a.Disabled {
		hash = ""
	}
	ok, err := d.Passwords.Match(ctx, hash, password)
	if err != nil {
		return Account{}, err
	}
	if !ok {
		d.byName.Wrong(name, now)
		d.byPlace.Wrong(from, now)
		return Account{}, ErrWrong
	}
	d.byName.Right(name)
	return a, nil
}
