package auth

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/openimr/openimr/imr"
)

var idForm = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{1,63}$`)

// Create makes an account with a password. Errors about what was given are of type *imr.Error and name the field.
func (p *Passwords) Create(ctx context.Context, to Accounts, a Account, password string, now time.Time) error {
	if err := Check(a); err != nil {
		return err
	}
	h, err := p.Hash(ctx, a.ID, password)
	if err != nil {
		return err
	}
	a.Hash, a.Created = h, now.UTC()
	return to.CreateAccount(ctx, a)
}

// SetPassword gives an account a new password.
func (p *Passwords) SetPassword(ctx context.Context, in Accounts, id imr.UserID, password string) error {
	a, err := in.Account(ctx, id)
	if err != nil {
		return err
	}
	if a.Hash, err = p.Hash(ctx, id, password); err != nil {
		return err
	}
	return in.UpdateAccount(ctx, a)
}

// Check says what is wrong with an account, before its password is looked at.
func Check(a Account) error {
	bad := func(field, format string, args ...any) error {
		return &imr.Error{Kind: imr.Incomplete, Field: field, Message: fmt.Sprintf(format, args...)}
	}
	switch {
	case !idForm.MatchString(string(a.ID)):
		return bad("id", "The user name %q is not of the form dana.kim: small letters, digits, dots, dashes, 2 to 64 of them.", short(string(a.ID)))
	case !a.Role.Known():
		return bad("role", "There is no role %q.", short(string(a.Role)))
	case strings.TrimSpace(a.Name) == "":
		return bad("name", "Give the person's name.")
	case a.Role == Reviewer && (len(a.LicensedIn) == 0 || len(a.Specialties) == 0):
		return bad("specialties", "A reviewer needs at least one state of licence and one specialty: both stand in the letter.")
	}
	return nil
}

func short(s string) string {
	if len(s) > 40 {
		return s[:40] + "…"
	}
	return s
}
