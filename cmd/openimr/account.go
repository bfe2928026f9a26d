package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"golang.org/x/term"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
	"github.com/openimr/openimr/internal/store"
)

type accountCommand struct {
	Add      accountAdd      `cmd:"" help:"Make an account, so that somebody can log in."`
	Password accountPassword `cmd:"" help:"Give an account a new password."`
	List     accountList     `cmd:"" help:"List the accounts."`
	Disable  accountDisable  `cmd:"" help:"Close an account: its owner cannot log in any more."`
	Enable   accountEnable   `cmd:"" help:"Open a disabled account again."`
}

type accountAdd struct {
	storeFlags
	User         string    `arg:"" help:"User name, such as dana.kim."`
	Role         auth.Role `required:"" complete:"roles" placeholder:"ROLE" help:"${roles}."`
	Name         string    `required:"" help:"The person's name."`
	Email        string    `help:"The person's e-mail address."`
	LicensedIn   []string  `placeholder:"STATE" help:"State of licence of a reviewer; may be repeated."`
	Specialty    []string  `placeholder:"SPECIALTY" help:"Specialty of a reviewer; may be repeated." sep:"none"`
	PasswordFile string    `placeholder:"FILE" complete:"files" help:"File that holds the password. Without it the password is asked for, or read from standard input."`
}

// Help gives the examples.
func (accountAdd) Help() string {
	return `A server may be running; it knows the account at once. The password is never given on the command line, where other users of the machine can read it.

Examples:

    openimr account add alex.moreau --role administrator --name "Alex Moreau"
    openimr account add ruth.adeyemi --role reviewer --name "Ruth Adeyemi, MD" --licensed-in Massachusetts --specialty "Pain Management" < password.txt`
}

// Run makes the account.
func (c accountAdd) Run(ctx context.Context, t terminal) error {
	a := auth.Account{
		ID: imr.UserID(c.User), Role: c.Role, Name: c.Name, Email: c.Email, LicensedIn: c.LicensedIn, Specialties: c.Specialty,
	}
	if err := auth.Check(a); err != nil {
		return accountError(err)
	}
	password, err := t.password(c.PasswordFile)
	if err != nil {
		return err
	}
	return c.withStore(ctx, t, true, func(s *store.Store) error {
		if err := auth.NewPasswords().Create(ctx, s, a, password, time.Now()); err != nil {
			return err
		}
		say(t.Err, "%s can log in as %s", a.ID, auth.RoleName(a.Role))
		return nil
	})
}

type accountPassword struct {
	storeFlags
	User         string `arg:"" help:"User name."`
	PasswordFile string `placeholder:"FILE" complete:"files" help:"File that holds the password. Without it the password is asked for, or read from standard input."`
}

// Help gives the examples.
func (accountPassword) Help() string {
	return `Examples:

    openimr account password dana.kim`
}

// Run sets the password.
func (c accountPassword) Run(ctx context.Context, t terminal) error {
	password, err := t.password(c.PasswordFile)
	if err != nil {
		return err
	}
	return c.withStore(ctx, t, false, func(s *store.Store) error {
		if err := auth.NewPasswords().SetPassword(ctx, s, imr.UserID(c.User), password); err != nil {
			return err
		}
		say(t.Err, "%s has a new password", c.User)
		return nil
	})
}

type accountList struct {
	output
	storeFlags
}

// Help gives the examples.
func (accountList) Help() string {
	return `Examples:

    openimr account list
    openimr account list --format json`
}

// Run lists the accounts, those of the organization first.
func (c accountList) Run(ctx context.Context, t terminal) (err error) {
	s, _, err := c.reading(ctx, t)
	if err != nil {
		return err
	}
	defer closeStore(s, &err)
	type account struct {
		ID          imr.UserID `json:"id"`
		Role        auth.Role  `json:"role"`
		Name        string     `json:"name"`
		Email       *string    `json:"email"`
		LicensedIn  []string   `json:"licensed_in"`
		Specialties []string   `json:"specialties"`
		Disabled    bool       `json:"disabled"`
		Created     time.Time  `json:"created"`
	}
	list := struct {
		Accounts []account `json:"accounts"`
	}{[]account{}}
	for _, role := range auth.Roles {
		of, err := s.AccountsByRole(ctx, role)
		if err != nil {
			return err
		}
		for _, a := range of {
			list.Accounts = append(list.Accounts, account{
				a.ID, a.Role, a.Name, orNull(a.Email), append([]string{}, a.LicensedIn...), append([]string{}, a.Specialties...), a.Disabled, a.Created,
			})
		}
	}
	return c.print(t.Out, list, func(w io.Writer) error {
		columns := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		for _, a := range list.Accounts {
			state := ""
			if a.Disabled {
				state = "\tdisabled"
			}
			_, _ = fmt.Fprintf(columns, "%s\t%s\t%s%s\n", a.ID, auth.RoleName(a.Role), oneLine(a.Name), state)
		}
		return columns.Flush()
	})
}

type accountDisable struct {
	storeFlags
	User string `arg:"" help:"User name."`
}

// Help gives the examples.
func (accountDisable) Help() string {
	return `Nothing that the person did is lost.

Examples:

    openimr account disable dana.kim`
}

// Run disables the account.
func (c accountDisable) Run(ctx context.Context, t terminal) error {
	return c.disable(ctx, t, c.User, true, "can no longer log in")
}

type accountEnable struct {
	storeFlags
	User string `arg:"" help:"User name."`
}

// Help gives the examples.
func (accountEnable) Help() string {
	return `Examples:

    openimr account enable dana.kim`
}

// Run enables the account.
func (c accountEnable) Run(ctx context.Context, t terminal) error {
	return c.disable(ctx, t, c.User, false, "can log in again")
}

func (f storeFlags) disable(ctx context.Context, t terminal, user string, disabled bool, done string) error {
	return f.withStore(ctx, t, false, func(s *store.Store) error {
		a, err := s.Account(ctx, imr.UserID(user))
		if err != nil {
			return err
		}
		a.Disabled = disabled
		if err := s.UpdateAccount(ctx, a); err != nil {
			return err
		}
		say(t.Err, "%s %s", a.ID, done)
		return nil
	})
}

// withStore opens the store for a change of accounts and closes it; a server may be running. make says that the folder
// may be new.
func (f storeFlags) withStore(ctx context.Context, t terminal, make bool, do func(*store.Store) error) (err error) {
	settings, err := f.settings(t)
	if err != nil {
		return err
	}
	s, err := openStore(ctx, settings, store.Options{Guest: true}, make)
	if err != nil {
		return err
	}
	defer closeStore(s, &err)
	return accountError(do(s))
}

// accountError makes what was given wrongly an error of usage.
func accountError(err error) error {
	var refusal *imr.Error
	if errors.As(err, &refusal) && refusal.Kind == imr.Incomplete {
		return &usageError{refusal.Message, ""}
	}
	return err
}

// maxPasswordInput bounds what is read in the search of a password, in bytes.
const maxPasswordInput = 4096

// password reads a password: the first line of a file, or of standard input; on a terminal it is asked for twice and
// not shown.
func (t terminal) password(file string) (string, error) {
	if in, ok := t.In.(*os.File); ok && file == "" && term.IsTerminal(int(in.Fd())) {
		return t.askPassword(int(in.Fd()))
	}
	r := t.In
	if file != "" && file != stdin {
		f, err := os.Open(file)
		if err != nil {
			return "", fmt.Errorf("%s: %s", file, whyNot(err))
		}
		defer func() { _ = f.Close() }()
		r = f
	}
	line, err := bufio.NewReader(io.LimitReader(r, maxPasswordInput)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("read the password: %s", whyNot(err))
	}
	line = strings.TrimRight(line, "\r\n")
	if line == "" {
		return "", &usageError{"no password was given", "type it, or give it on standard input or with --password-file"}
	}
	return line, nil
}

func (t terminal) askPassword(fd int) (string, error) {
	var typed [2]string
	for i, question := range []string{"Password: ", "Again: "} {
		_, _ = io.WriteString(t.Err, question)
		b, err := term.ReadPassword(fd)
		_, _ = io.WriteString(t.Err, "\n")
		if err != nil {
			return "", fmt.Errorf("read the password: %w", err)
		}
		typed[i] = string(b)
	}
	if typed[0] != typed[1] {
		return "", &usageError{"the two passwords differ", "type the same twice"}
	}
	return typed[0], nil
}
