package web_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
	"github.com/openimr/openimr/internal/web"
)

func TestTheCookieIsKeptFromScriptsAndOtherSites(t *testing.T) {
	for _, c := range []struct {
		secure bool
		name   string
	}{{false, "openimr"}, {true, "__Host-openimr"}} {
		o := newOffice(t, func(w *web.Config) { w.Secure = c.secure })
		b := o.as(o.somebody(auth.Coordinator).ID)
		k := b.cookie
		if k.Name != c.name || !k.HttpOnly || k.SameSite != http.SameSiteLaxMode || k.Secure != c.secure || k.Path != "/" || k.Domain != "" || len(k.Value) < 32 {
			t.Errorf("secure %t: %s", c.secure, k)
		}
		hsts := b.get("/queue").Header().Get("Strict-Transport-Security")
		if (hsts != "") != c.secure {
			t.Errorf("secure %t: Strict-Transport-Security %q", c.secure, hsts)
		}
	}
}

func TestTheStoreKnowsSessionsOnlyByTheHashOfTheirToken(t *testing.T) {
	o := newOffice(t)
	b := o.as(o.somebody(auth.Coordinator).ID)
	if _, ok := o.store.sessions[b.cookie.Value]; ok || len(o.store.sessions) != 1 {
		t.Errorf("the store holds %d sessions, one by its token: %t", len(o.store.sessions), ok)
	}
}

func TestLoggingInGivesANewToken(t *testing.T) {
	o := newOffice(t)
	b := o.as(o.somebody(auth.Coordinator).ID)
	old := b.cookie.Value
	b.post("/login", url.Values{"user": {string(o.somebody(auth.Quality).ID)}, "password": {password}})
	if b.cookie.Value == old {
		t.Error("the token of before still holds")
	}
	before := &visitor{o: o, cookie: &http.Cookie{Name: "openimr", Value: old}}
	if w := before.get("/queue"); w.Code != http.StatusSeeOther {
		t.Errorf("the old token opens the queue: %d", w.Code)
	}
}

func TestAWrongPasswordSaysNoMoreThanAWrongName(t *testing.T) {
	o := newOffice(t)
	id := string(o.somebody(auth.Coordinator).ID)
	b := &visitor{o: o}
	wrong := body(t, b.post("/login", url.Values{"user": {id}, "password": {"wrong wrong wrong"}}), http.StatusUnprocessableEntity)
	none := body(t, b.post("/login", url.Values{"user": {"nobody"}, "password": {"wrong wrong wrong"}}), http.StatusUnprocessableEntity)
	if strings.ReplaceAll(wrong, id, "nobody") != none {
		t.Errorf("the answers differ:\n%s\n%s", wrong, none)
	}
	checkPage(t, "log-in with an error", wrong)
	if b.cookie != nil {
		t.Error("a session was opened")
	}
	if strings.Contains(wrong, "wrong wrong wrong") {
		t.Error("the password is shown again")
	}
}

func TestTooManyWrongPasswordsHaveToWait(t *testing.T) {
	now := noon
	o := newOffice(t, func(c *web.Config) { c.Now = func() time.Time { return now } })
	b := &visitor{o: o}
	form := url.Values{"user": {string(o.somebody(auth.Coordinator).ID)}, "password": {"wrong wrong wrong"}}
	for range 5 {
		b.post("/login", form)
	}
	form.Set("password", password)
	if text := body(t, b.post("/login", form), http.StatusUnprocessableEntity); !strings.Contains(text, "Try again in 1 minute") {
		t.Errorf("no wait is told:\n%s", text)
	}
	now = now.Add(time.Minute)
	if w := b.post("/login", form); w.Code != http.StatusSeeOther {
		t.Errorf("after the wait: %d", w.Code)
	}
}

func TestTheAddressBehindAProxyIsTheOneItSaw(t *testing.T) {
	o := newOffice(t, func(c *web.Config) { c.BehindProxy = true })
	b := &visitor{o: o}
	for i := range 31 {
		b.post("/login", url.Values{"user": {fmt.Sprintf("guess%d", i)}, "password": {"x"}}, "X-Forwarded-For", fmt.Sprintf("198.51.100.%d, 203.0.113.7", i))
	}
	form := url.Values{"user": {string(o.somebody(auth.Coordinator).ID)}, "password": {password}}
	if w := b.post("/login", form, "X-Forwarded-For", "203.0.113.7"); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("the guesser's address is let in: %d", w.Code)
	}
	if w := b.post("/login", form, "X-Forwarded-For", "203.0.113.8"); w.Code != http.StatusSeeOther {
		t.Errorf("another address is not let in: %d", w.Code)
	}
}

func TestAfterLoggingInOneIsWhereOneWanted(t *testing.T) {
	o := newOffice(t)
	b := &visitor{o: o}
	w := b.get("/queue?stage=quality&q=knee")
	if at := w.Header().Get("Location"); at != "/login?next=%2Fqueue%3Fstage%3Dquality%26q%3Dknee" {
		t.Fatalf("sent to %q", at)
	}
	if text := body(t, b.get(w.Header().Get("Location")), http.StatusOK); !strings.Contains(text, `value="/queue?stage=quality&amp;q=knee"`) {
		t.Errorf("the address is lost:\n%s", text)
	}
	form := url.Values{"user": {string(o.somebody(auth.Coordinator).ID)}, "password": {password}}
	for next, want := range map[string]string{
		"/queue?stage=quality": "/queue?stage=quality", "": "/", "//evil.example/": "/", "https://evil.example/": "/", `/\evil.example`: "/",
		"/login": "/", "/demo/login?token=x": "/", "/a\r\nSet-Cookie: x=y": "/", "javascript:alert(1)": "/", "/" + strings.Repeat("a", 3000): "/",
	} {
		form.Set("next", next)
		if at := (&visitor{o: o}).post("/login", form).Header().Get("Location"); at != want {
			t.Errorf("next %.40q leads to %q, want %q", next, at, want)
		}
	}
}

func TestLoggingOutEndsTheSession(t *testing.T) {
	o := newOffice(t)
	b := o.as(o.somebody(auth.Coordinator).ID)
	kept := *b.cookie
	if w := b.post("/logout", nil); w.Code != http.StatusSeeOther {
		t.Fatalf("log out: %d", w.Code)
	}
	b.cookie = &kept
	if w := b.get("/queue"); w.Code != http.StatusSeeOther {
		t.Errorf("the session still opens the queue: %d", w.Code)
	}
	if len(o.store.sessions) != 0 {
		t.Errorf("%d sessions are kept", len(o.store.sessions))
	}
}

func TestASessionEndsWithItsAccount(t *testing.T) {
	for name, change := range map[string]func(*office, auth.Account){
		"disabled":         func(o *office, a auth.Account) { a.Disabled = true; o.store.accounts[a.ID] = a },
		"another password": func(o *office, a auth.Account) { a.Hash = "other"; o.store.accounts[a.ID] = a },
		"another role":     func(o *office, a auth.Account) { a.Role = auth.Administrator; o.store.accounts[a.ID] = a },
		"gone":             func(o *office, a auth.Account) { delete(o.store.accounts, a.ID) },
	} {
		o := newOffice(t)
		a := o.somebody(auth.Coordinator)
		b := o.as(a.ID)
		change(o, a)
		if w := b.get("/queue"); w.Code != http.StatusSeeOther || !strings.HasPrefix(w.Header().Get("Location"), "/login") {
			t.Errorf("%s: %d to %q", name, w.Code, w.Header().Get("Location"))
		}
	}
}

func TestPagesDoNotWriteTheSessionEveryTime(t *testing.T) {
	o := newOffice(t)
	b := o.as(o.somebody(auth.Coordinator).ID)
	before := o.store.sessionWrites
	for range 20 {
		body(t, b.get("/queue"), http.StatusOK)
	}
	if n := o.store.sessionWrites - before; n > 0 {
		t.Errorf("20 pages within a second wrote the session %d times", n)
	}
}

func TestDemonstrationLinks(t *testing.T) {
	o := newOffice(t)
	if w := (&visitor{o: o}).get("/demo/login?token="); w.Code != http.StatusNotFound {
		t.Errorf("without links, an empty token: %d", w.Code)
	}
	tokens := map[string]imr.UserID{}
	o = newOffice(t, func(c *web.Config) { c.DemoTokens = tokens })
	tokens["a token"] = o.somebody(auth.Quality).ID
	if w := (&visitor{o: o}).get("/demo/login?token=a+tokem"); w.Code != http.StatusNotFound {
		t.Errorf("a wrong token: %d", w.Code)
	}
	b := &visitor{o: o}
	if w := b.get("/demo/login?token=a+token"); w.Code != http.StatusSeeOther || b.cookie == nil {
		t.Fatalf("the link: %d", w.Code)
	}
	if text := body(t, b.get("/queue"), http.StatusOK); !strings.Contains(text, o.somebody(auth.Quality).Name) {
		t.Error("the link logs somebody else in")
	}
	if strings.Contains(o.log.String(), "token") {
		t.Error("the log tells the token")
	}
}

func TestWhatAnotherSiteSendsIsRefused(t *testing.T) {
	o := newOffice(t)
	b := o.as(o.somebody(auth.Coordinator).ID)
	before := o.eventCount()
	form := url.Values{"key": {"k1"}, "to": {string(o.somebody(auth.Quality).ID)}, "case": {string(o.anyCase()) + "="}}
	for _, site := range []string{"cross-site", "same-site"} {
		w := b.post("/queue/handover", form, "Sec-Fetch-Site", site)
		checkPage(t, site, body(t, w, http.StatusForbidden))
	}
	body(t, b.post("/queue/handover", form, "Origin", "https://evil.example"), http.StatusForbidden)
	body(t, b.post("/logout", nil, "Sec-Fetch-Site", "cross-site"), http.StatusForbidden)
	body(t, b.post("/login", url.Values{"user": {"x"}}, "Sec-Fetch-Site", "cross-site"), http.StatusForbidden)
	if o.eventCount() != before {
		t.Error("an event was recorded all the same")
	}
	if w := b.get("/queue", "Sec-Fetch-Site", "cross-site"); w.Code != http.StatusOK {
		t.Errorf("a link from elsewhere: %d", w.Code)
	}
}

func TestChangingThePassword(t *testing.T) {
	o := newOffice(t)
	id := o.somebody(auth.Coordinator).ID
	b, elsewhere := o.as(id), o.as(id)
	try := func(old, new, again string) *httptest.ResponseRecorder {
		return b.post("/account/password", url.Values{"old": {old}, "new": {new}, "again": {again}})
	}
	for _, c := range []struct{ old, new, again, says, field string }{
		{"wrong wrong wrong", "a new long password", "a new long password", "not the password that you have now", "old"},
		{password, "a new long password", "another long password", "not the same in both", "again"},
		{password, "short", "short", "use 12 or more", "new"},
	} {
		text := body(t, try(c.old, c.new, c.again), http.StatusUnprocessableEntity)
		if !strings.Contains(text, c.says) || !strings.Contains(text, `href="#`+c.field+`"`) {
			t.Errorf("no %q at the field %s", c.says, c.field)
		}
		checkPage(t, c.says, text)
	}
	if w := try(password, "a new long password", "a new long password"); w.Code != http.StatusSeeOther {
		t.Fatalf("changing it: %d\n%s", w.Code, w.Body)
	}
	if text := body(t, b.get("/account"), http.StatusOK); !strings.Contains(text, "Your password is changed") {
		t.Error("it is not said")
	}
	if text := body(t, b.get("/account"), http.StatusOK); strings.Contains(text, "Your password is changed") {
		t.Error("it is said twice")
	}
	if w := elsewhere.get("/queue"); w.Code != http.StatusSeeOther {
		t.Errorf("elsewhere the old password still holds: %d", w.Code)
	}
}

func TestEndingTheOtherSessions(t *testing.T) {
	o := newOffice(t)
	id := o.somebody(auth.Coordinator).ID
	b, elsewhere, another := o.as(id), o.as(id), o.as(o.somebody(auth.Quality).ID)
	if text := body(t, b.get("/account"), http.StatusOK); strings.Count(text, "<small>since") != 2 {
		t.Errorf("two sessions are not listed:\n%s", text)
	}
	b.post("/account/sessions/end", nil)
	for name, c := range map[string]struct {
		b    *visitor
		want int
	}{"here": {b, 200}, "elsewhere": {elsewhere, 303}, "of another account": {another, 200}} {
		if w := c.b.get("/queue"); w.Code != c.want {
			t.Errorf("%s: %d, want %d", name, w.Code, c.want)
		}
	}
}

func TestErrorsOfOursAreANumber(t *testing.T) {
	o := newOffice(t)
	b := o.as(o.somebody(auth.Coordinator).ID)
	o.store.breaks(errors.New("disk on fire at /secret/path"))
	w := b.get("/queue")
	text := body(t, w, http.StatusInternalServerError)
	id := w.Header().Get("X-Request-Id")
	if strings.Contains(text, "fire") || id == "" || !strings.Contains(text, id) {
		t.Errorf("request %q:\n%s", id, text)
	}
	if !strings.Contains(o.log.String(), "disk on fire") || !strings.Contains(o.log.String(), id) {
		t.Error("the log does not tell it in full")
	}
	checkPage(t, "500", text)
}

func TestTheLogNamesNobodyOfACase(t *testing.T) {
	o := newOffice(t)
	worker := o.somebody(auth.InjuredWorker)
	o.as(worker.ID).get("/cases/" + string(o.caseOf(worker)))
	o.as(o.somebody(auth.Coordinator).ID).get("/queue?q=Okafor&stage=quality")
	for _, secret := range []string{"Okafor", "q=", string(worker.ID), worker.Name} {
		if strings.Contains(o.log.String(), secret) {
			t.Errorf("the log holds %q:\n%s", secret, o.log)
		}
	}
}

func TestBodiesAreLimited(t *testing.T) {
	o := newOffice(t)
	b := o.as(o.somebody(auth.Coordinator).ID)
	big := url.Values{"case": {strings.Repeat("x", 2<<20)}}
	checkPage(t, "413", body(t, b.post("/queue/handover", big), http.StatusRequestEntityTooLarge))
	body(t, (&visitor{o: o}).post("/login", url.Values{"password": {strings.Repeat("x", 2<<20)}}), http.StatusRequestEntityTooLarge)
}

func TestTheWrongMethodIsRefused(t *testing.T) {
	o := newOffice(t)
	b := o.as(o.somebody(auth.Coordinator).ID)
	for _, m := range []string{http.MethodDelete, http.MethodPut, "BREW"} {
		if w := b.send(httptest.NewRequest(m, "/queue", nil)); w.Code != http.StatusMethodNotAllowed && w.Code != http.StatusNotFound {
			t.Errorf("%s /queue: %d", m, w.Code)
		}
	}
	if strings.Contains(o.log.String(), "BREW") {
		t.Error("an invented method is written to the log")
	}
}

func TestEveryAnswerCarriesTheHeaders(t *testing.T) {
	o := newOffice(t)
	b := o.as(o.somebody(auth.Coordinator).ID)
	for _, path := range []string{"/queue", "/account", "/nothing/here", "/cases/" + string(o.anyCase()), "/cases/new"} {
		h := b.get(path).Header()
		for name, want := range map[string]string{
			"Content-Security-Policy": "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
			"X-Content-Type-Options":  "nosniff", "Referrer-Policy": "same-origin", "X-Frame-Options": "DENY",
			"Cross-Origin-Opener-Policy": "same-origin", "Cache-Control": "private, no-store",
		} {
			if h.Get(name) != want {
				t.Errorf("%s: %s is %q, want %q", path, name, h.Get(name), want)
			}
		}
		if h.Get("Permissions-Policy") == "" || h.Get("X-Request-Id") == "" {
			t.Errorf("%s: %v", path, h)
		}
	}
}

func TestFilesAreKeptByTheBrowser(t *testing.T) {
	o := newOffice(t)
	b := &visitor{o: o}
	page := body(t, b.get("/login"), http.StatusOK)
	_, rest, _ := strings.Cut(page, `rel="stylesheet" href="`)
	css, _, _ := strings.Cut(rest, `"`)
	w := b.get(css, "Accept-Encoding", "gzip")
	if cc := w.Header().Get("Cache-Control"); w.Code != 200 || !strings.Contains(cc, "immutable") || w.Header().Get("Content-Encoding") != "gzip" {
		t.Errorf("%s: %d %v", css, w.Code, w.Header())
	}
	old := strings.Replace(css, "/static/", "/static/old", 1)
	if w := b.get(old); w.Code != 200 || strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
		t.Errorf("an old address: %d %v", w.Code, w.Header())
	}
	for _, path := range []string{"/static/", "/static/x/../../server.go", "/static/x/%2e%2e/server.go", "/static/x/none.js"} {
		if w := b.get(path); w.Code == 200 {
			t.Errorf("%s is answered", path)
		}
	}
}
