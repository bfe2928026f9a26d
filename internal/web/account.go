package web

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
)

// accountData is what somebody's own account page shows.
type accountData struct {
	Sessions []openSession
	Listed   bool // the store can tell the sessions
	Keys     []auth.Key
	Secret   string // of the key just made, shown this once
	Error    string // of the password form
	Field    string // at fault
}

// An openSession is one place where somebody is logged in.
type openSession struct {
	Browser string
	Since   time.Time
	Here    bool
}

func (s *server) account(v *Visit) error { return s.accountPage(v, http.StatusOK, "", "") }

func (s *server) accountPage(v *Visit, status int, field, text string) error {
	return s.showAccount(v, status, accountData{Error: text, Field: field})
}

func (s *server) showAccount(v *Visit, status int, d accountData) error {
	var err error
	if d.Sessions, d.Listed, err = s.sessionsOf(v.R.Context(), v.Account.ID); err != nil {
		return err
	}
	if d.Keys, err = s.Store.KeysOf(v.R.Context(), v.Account.ID); err != nil {
		return err
	}
	title := "Your account"
	if d.Error != "" {
		title += ": not changed"
	}
	return v.Render(status, Page{Title: title, Here: "/account"}, accountBody(v, d))
}

// changePassword needs the old password: somebody who finds the browser open must not lock the owner out. It ends the
// other sessions of the account, which carry the stamp of the old password.
func (s *server) changePassword(v *Visit) error {
	if err := v.R.ParseForm(); err != nil {
		return formError(err)
	}
	ctx := v.R.Context()
	if _, err := s.door.LogIn(ctx, v.Account.ID, v.R.PostForm.Get("old"), s.addressOf(v.R), v.Now); err != nil {
		var soon *auth.TooSoon
		switch {
		case errors.Is(err, auth.ErrWrong):
			return s.accountPage(v, http.StatusUnprocessableEntity, "old", "This is not the password that you have now.")
		case errors.As(err, &soon):
			return s.accountPage(v, http.StatusUnprocessableEntity, "old", "Too many tries went wrong. Wait some minutes, then try again.")
		}
		return err
	}
	if v.R.PostForm.Get("new") != v.R.PostForm.Get("again") {
		return s.accountPage(v, http.StatusUnprocessableEntity, "again", "The new password is not the same in both fields.")
	}
	err := s.door.Passwords.SetPassword(ctx, s.Store, v.Account.ID, v.R.PostForm.Get("new"))
	var e *imr.Error
	switch {
	case errors.As(err, &e):
		return s.accountPage(v, http.StatusUnprocessableEntity, "new", e.Message)
	case err != nil:
		return err
	}
	a, err := s.Store.Account(ctx, v.Account.ID)
	if err != nil {
		return err
	}
	if err := s.begin(v, a); err != nil {
		return err
	}
	v.Flash("Your password is changed. Everywhere else you are logged out.")
	return v.Redirect("/account")
}

// endSessions logs somebody out everywhere else.
func (s *server) endSessions(v *Visit) error {
	store, ok := s.Sessions.(scs.IterableCtxStore)
	if !ok {
		return &imr.Error{Kind: imr.Refused, Message: "Sessions cannot be ended one by one here. Change your password: that ends them."}
	}
	ctx := v.R.Context()
	all, err := store.AllCtx(ctx)
	if err != nil {
		return err
	}
	own := s.sessions.GetString(ctx, keySession)
	n := 0
	for token, b := range all {
		_, values, err := jsonCodec{}.Decode(b)
		if err != nil || values[keyAccount] != string(v.Account.ID) || values[keySession] == own {
			continue
		}
		// The store knows sessions by the hash of their token, which is the key here.
		if err := s.sessions.Store.(scs.CtxStore).DeleteCtx(ctx, token); err != nil {
			return err
		}
		n++
	}
	v.Flash(plural(n, "other session") + " ended.")
	return v.Redirect("/account")
}

// sessionsOf lists where an account is logged in, the newest first.
func (s *server) sessionsOf(ctx context.Context, id imr.UserID) ([]openSession, bool, error) {
	store, ok := s.Sessions.(scs.IterableCtxStore)
	if !ok {
		return nil, false, nil
	}
	all, err := store.AllCtx(ctx)
	if err != nil {
		return nil, false, err
	}
	own := s.sessions.GetString(ctx, keySession)
	var list []openSession
	for _, b := range all {
		_, values, err := jsonCodec{}.Decode(b)
		if err != nil || values[keyAccount] != string(id) {
			continue
		}
		agent, _ := values[keyAgent].(string)
		began, _ := values[keySince].(string)
		since, err := time.Parse(time.RFC3339, began)
		if err != nil {
			continue
		}
		list = append(list, openSession{browserName(agent), since, values[keySession] == own})
	}
	slices.SortFunc(list, func(a, b openSession) int { return b.Since.Compare(a.Since) })
	return list, true, nil
}

// browserName tells a browser's name of itself shortly: "Firefox on Windows".
func browserName(agent string) string {
	name, on := "A browser", ""
	for _, b := range [][2]string{{"Edg/", "Edge"}, {"Firefox/", "Firefox"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"}} {
		if strings.Contains(agent, b[0]) {
			name = b[1]
			break
		}
	}
	for _, o := range [][2]string{{"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Windows", "Windows"}, {"Mac OS X", "macOS"},
		{"Linux", "Linux"}} {
		if strings.Contains(agent, o[0]) {
			on = " on " + o[1]
			break
		}
	}
	return name + on
}
