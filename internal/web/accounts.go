package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
)

// accountGroup is the accounts of one role.
type accountGroup struct {
	Role     auth.Role
	Accounts []auth.Account
}

// accountForm is a new account as it was typed, without its password, and what is wrong with it.
type accountForm struct {
	ID, Role, Name, Email, LicensedIn, Specialties string
	Field, Error                                   string
}

// accounts lists who can log in.
func (s *server) accounts(v *Visit) error {
	var groups []accountGroup
	for _, r := range auth.Roles {
		as, err := s.Store.AccountsByRole(v.R.Context(), r)
		if err != nil {
			return err
		}
		if len(as) > 0 {
			groups = append(groups, accountGroup{r, as})
		}
	}
	return v.Render(http.StatusOK, Page{Title: "Accounts", Here: "/accounts"}, accountsBody(groups))
}

func (s *server) newAccount(v *Visit) error { return s.newAccountPage(v, http.StatusOK, accountForm{}) }

func (s *server) newAccountPage(v *Visit, status int, f accountForm) error {
	title := "New account"
	if f.Error != "" {
		title += ": not made"
	}
	return v.Render(status, Page{Title: title, Here: "/accounts"}, newAccountBody(f))
}

func (s *server) makeAccount(v *Visit) error {
	if err := v.R.ParseForm(); err != nil {
		return formError(err)
	}
	get := func(name string) string {
		return cut(strings.TrimSpace(strings.ToValidUTF8(v.R.PostForm.Get(name), "")), 500)
	}
	f := accountForm{ID: strings.ToLower(get("id")), Role: get("role"), Name: get("name"), Email: get("email"), LicensedIn: get("licensed"),
		Specialties: get("specialties")}
	a := auth.Account{ID: imr.UserID(f.ID), Role: auth.Role(f.Role), Name: f.Name, Email: f.Email, LicensedIn: listed(f.LicensedIn),
		Specialties: listed(f.Specialties)}
	err := s.door.Passwords.Create(v.R.Context(), s.Store, a, v.R.PostForm.Get("password"), v.Now)
	var e *imr.Error
	switch {
	case errors.As(err, &e) && e.Kind != imr.Internal:
		f.Field, f.Error = e.Field, e.Message
		if !slices.Contains([]string{"id", "role", "name", "specialties", "password"}, f.Field) {
			f.Field = "id" // that there is one of this name
		}
		return s.newAccountPage(v, http.StatusUnprocessableEntity, f)
	case err != nil:
		return err
	}
	s.staff.forget()
	v.Flash(f.Name + " can log in now as " + f.ID + ".")
	return v.Redirect("/accounts")
}

// listed returns the parts of a list with commas.
func listed(s string) []string {
	var parts []string
	for _, p := range strings.Split(s, ",") {
		if p = strings.TrimSpace(p); p != "" {
			parts = append(parts, p)
		}
	}
	return parts
}

// oneAccount finds the account of the path.
func (s *server) oneAccount(v *Visit) (auth.Account, error) {
	a, err := s.Store.Account(v.R.Context(), imr.UserID(v.R.PathValue("user")))
	var e *imr.Error
	if errors.As(err, &e) && e.Kind == imr.NotFound {
		return a, &imr.Error{Kind: imr.NotFound, Message: "There is no account of that name."}
	}
	return a, err
}

func (s *server) changeAccount(v *Visit) error {
	a, err := s.oneAccount(v)
	if err != nil {
		return err
	}
	return s.changeAccountPage(v, http.StatusOK, a, "")
}

func (s *server) changeAccountPage(v *Visit, status int, a auth.Account, wrong string) error {
	title := a.Name
	if wrong != "" {
		title += ": not changed"
	}
	return v.Render(status, Page{Title: title, Here: "/accounts"}, changeAccountBody(v, a, wrong))
}

// resetPassword gives somebody a new password, who lost the old one; it ends their sessions.
func (s *server) resetPassword(v *Visit) error {
	if err := v.R.ParseForm(); err != nil {
		return formError(err)
	}
	a, err := s.oneAccount(v)
	if err != nil {
		return err
	}
	err = s.door.Passwords.SetPassword(v.R.Context(), s.Store, a.ID, v.R.PostForm.Get("password"))
	var e *imr.Error
	switch {
	case errors.As(err, &e) && e.Field == "password":
		return s.changeAccountPage(v, http.StatusUnprocessableEntity, a, e.Message)
	case err != nil:
		return err
	}
	v.Flash(a.Name + " has a new password. Tell it to them in person or by telephone; they can change it under “Your account”.")
	return v.Redirect("/accounts")
}

// disableAccount closes an account, or opens it again. What somebody did stays in the history under their name.
func (s *server) disableAccount(v *Visit) error {
	if err := v.R.ParseForm(); err != nil {
		return formError(err)
	}
	a, err := s.oneAccount(v)
	if err != nil {
		return err
	}
	if a.ID == v.Account.ID {
		return &imr.Error{Kind: imr.Refused, Message: "You cannot close your own account: nobody might be left to open it again."}
	}
	a.Disabled = v.R.PostForm.Get("disabled") == "true"
	if err := s.Store.UpdateAccount(v.R.Context(), a); err != nil {
		return err
	}
	s.staff.forget()
	said := " can log in again."
	if a.Disabled {
		said = " can no longer log in."
	}
	v.Flash(a.Name + said)
	return v.Redirect("/accounts")
}

// forget drops the kept list after an account changed.
func (c *staffCache) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.staff = nil
}

func accountAddress(a auth.Account) string { return "/accounts/" + url.PathEscape(string(a.ID)) }
