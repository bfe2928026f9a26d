package web

import (
	"errors"
	"math"
	"net"
	"net/http"
	"strings"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
)

// loginForm is what the log-in page shows.
type loginForm struct {
	User, Next, Error string
	Kept              []keptField // a form that was sent without a session
	KeptType          string
}

// home sends everybody to where their work is.
func (s *server) home(v *Visit) error {
	if auth.NeedOf(v.Account.Role, auth.SeeQueue) == auth.Never {
		if v.May(auth.ManageAccounts) {
			return v.Redirect("/accounts")
		}
		return v.Redirect("/account")
	}
	return v.Redirect("/queue")
}

// askLogin sends somebody to the log-in page, and back afterwards. A script is told instead, so that it keeps what was
// typed.
func (s *server) askLogin(v *Visit) error {
	if m := v.R.Header.Get("Sec-Fetch-Mode"); m != "" && m != "navigate" {
		v.answered = true
		plain(v.W, http.StatusUnauthorized, "Log in again: the session is over.\n")
		return nil
	}
	to := "/login"
	if kept, encoding := keptOf(v.R); v.R.Method == http.MethodPost && len(kept) > 0 {
		f := loginForm{Next: local(v.R.URL.RequestURI()), Kept: kept, KeptType: encoding}
		return v.Render(http.StatusUnauthorized, Page{Title: "Log in", Bare: true}, loginBody(f))
	}
	if v.R.Method == http.MethodGet && v.R.URL.Path != "/" {
		to += "?next=" + queryEscape(v.R.URL.RequestURI())
	}
	return v.Redirect(to)
}

func (s *server) loginPage(v *Visit) error {
	if v.Account.ID != "" {
		return v.Redirect("/")
	}
	return v.Render(http.StatusOK, Page{Title: "Log in", Bare: true}, loginBody(loginForm{Next: local(v.R.FormValue("next"))}))
}

func (s *server) login(v *Visit) error {
	if err := v.R.ParseForm(); err != nil {
		return formError(err)
	}
	f := loginForm{User: strings.ToLower(strings.TrimSpace(v.R.PostForm.Get("user"))), Next: local(v.R.PostForm.Get("next")),
		Kept: inOrder(v.R.PostForm, keptPrefix), KeptType: v.R.PostForm.Get(keptType)}
	a, err := s.door.LogIn(v.R.Context(), imr.UserID(f.User), v.R.PostForm.Get("password"), s.addressOf(v.R), v.Now)
	var soon *auth.TooSoon
	switch {
	case errors.Is(err, auth.ErrWrong):
		f.Error = "The user name or the password is wrong. Passwords tell capital from small letters."
		s.Logger.Warn("log-in refused", "request", traceOf(v.R).id)
	case errors.As(err, &soon):
		f.Error = "Too many log-ins went wrong. Try again in " + plural(int(math.Ceil(soon.Wait.Minutes())), "minute") + "."
		s.Logger.Warn("log-in throttled", "request", traceOf(v.R).id)
	case err != nil:
		return err
	}
	if f.Error != "" {
		f.User = f.User[:min(len(f.User), 80)]
		return v.Render(http.StatusUnprocessableEntity, Page{Title: "Log in: not done", Bare: true}, loginBody(f))
	}
	if err := s.begin(v, a); err != nil {
		return err
	}
	if len(f.Kept) > 0 && f.Next != "" {
		v.Account = a
		if f.KeptType != "multipart/form-data" {
			f.KeptType = "application/x-www-form-urlencoded"
		}
		return v.Render(http.StatusOK, Page{Title: "Logged in again"}, resumeBody(a.Name, f.Next, f.KeptType, f.Kept))
	}
	if f.Next == "" {
		f.Next = "/"
	}
	return v.Redirect(f.Next)
}

func (s *server) logout(v *Visit) error {
	if err := s.sessions.Destroy(v.R.Context()); err != nil {
		return err
	}
	v.W.Header().Set("Clear-Site-Data", `"cache"`)
	return v.Redirect("/login")
}

// demoLogin logs in by the link that "openimr demo" prints. It exists only where such links are configured, and it is
// the one GET that opens a session: a link can do nothing else, and nobody else knows it.
func (s *server) demoLogin(v *Visit) error {
	id, ok := s.DemoTokens[v.R.URL.Query().Get("token")]
	if !ok || id == "" {
		return s.missing(v)
	}
	a, err := s.Store.Account(v.R.Context(), id)
	if err != nil {
		return err
	}
	if a.Disabled {
		return s.missing(v)
	}
	if err := s.begin(v, a); err != nil {
		return err
	}
	return v.Redirect("/")
}

// local returns an address on this server, "" for any other.
func local(next string) string {
	if len(next) > 2000 || !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\r\n\t\x00") ||
		strings.HasPrefix(next, "/login") || strings.HasPrefix(next, "/demo/") {
		return ""
	}
	return next
}

// addressOf returns the network address that a log-in comes from, an IPv6 one by its network of 64 bits.
// Behind a proxy it is the one that the proxy saw, the last of the list: what stands before it anybody can invent.
func (s *server) addressOf(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	if via := r.Header.Values("X-Forwarded-For"); s.BehindProxy && len(via) > 0 {
		all := strings.Split(via[len(via)-1], ",")
		host = strings.TrimSpace(all[len(all)-1])
	}
	ip := net.ParseIP(host)
	if ip != nil && ip.To4() == nil {
		return ip.Mask(net.CIDRMask(64, 128)).String()
	}
	return host
}
