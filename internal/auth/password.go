package auth

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"

	"github.com/openimr/openimr/imr"
)

// Cost is how dear a hash is: 19 MiB, two passes, one lane, the floor that OWASP names. A stored hash carries its own
// cost, so raising this one leaves old passwords valid.
var Cost = &argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// Length of a password in characters, by NIST SP 800-63B: long rather than mixed. The upper bound keeps a huge
// password from costing time.
const (
	MinPassword = 12
	MaxPassword = 200
)

// Passwords hashes and compares passwords, a few at once: each hash takes 19 MiB and some hundredth of a second, and
// a flood of log-ins must not take the machine.
type Passwords struct {
	at    chan struct{}
	dummy string // what an unknown account is compared with, so that both take the same time
}

// NewPasswords returns a hasher that works on as many passwords at once as there are processors.
func NewPasswords() *Passwords {
	h, err := argon2id.CreateHash("an account that does not exist", Cost)
	if err != nil { // only where the system has no randomness
		panic(err)
	}
	return &Passwords{make(chan struct{}, runtime.GOMAXPROCS(0)), h}
}

// Hash returns the hash of a new password, or an *imr.Error that says what is wrong with it.
func (p *Passwords) Hash(ctx context.Context, id imr.UserID, password string) (string, error) {
	if err := checkPassword(id, password); err != nil {
		return "", err
	}
	if err := p.enter(ctx); err != nil {
		return "", err
	}
	defer p.leave()
	return argon2id.CreateHash(password, Cost)
}

// Match says whether the password is the one of the hash. An empty hash never matches and takes as long.
func (p *Passwords) Match(ctx context.Context, hash, password string) (bool, error) {
	if err := p.enter(ctx); err != nil {
		return false, err
	}
	defer p.leave()
	unknown := hash == ""
	if unknown {
		hash = p.dummy
	}
	if len(password) > 4*MaxPassword {
		password = password[:4*MaxPassword+1] // longer than any valid one: never matches
	}
	ok, err := argon2id.ComparePasswordAndHash(password, hash)
	if err != nil {
		return false, fmt.Errorf("compare a password: %w", err)
	}
	return ok && !unknown, nil
}

func (p *Passwords) enter(ctx context.Context) error {
	select {
	case p.at <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (p *Passwords) leave() { <-p.at }

func checkPassword(id imr.UserID, password string) error {
	bad := func(format string, args ...any) error {
		return &imr.Error{Kind: imr.Incomplete, Field: "password", Message: fmt.Sprintf(format, args...)}
	}
	n := utf8.RuneCountInString(password)
	switch {
	case !utf8.ValidString(password):
		return bad("The password holds characters that cannot be read.")
	case n < MinPassword:
		return bad("The password has %d characters; use %d or more.", n, MinPassword)
	case n > MaxPassword:
		return bad("The password has %d characters; use %d or fewer.", n, MaxPassword)
	case strings.Count(password, password[:1]) == len(password):
		return bad("The password repeats one character; use several words.")
	case id != "" && strings.Contains(strings.ToLower(password), strings.ToLower(string(id))):
		return bad("The password holds the user name; leave it out.")
	}
	return nil
}

// ErrWrong says that the user name and password do not go together, without saying which of them is wrong.
var ErrWrong = errors.New("the user name or the password is wrong")
