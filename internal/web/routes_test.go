package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
	"github.com/openimr/openimr/internal/web"
)

// openRoutes are those that need no log-in, with the reason in the order of the list: to log in and out, by a link of
// the demonstration; to read how programs are let in; to check a letter that somebody holds.
var openRoutes = []string{"GET /login", "POST /login", "POST /logout", "GET /demo/login", "GET /api/openapi.json", "GET /verify", "POST /verify", "GET /verify/certificate.pem"}

var wild = regexp.MustCompile(`\{[a-z]+\.*\}`)

// address fills in the pattern of a route.
func address(r web.Route, id imr.CaseID) (method, path string) {
	method, path, _ = strings.Cut(r.Pattern, " ")
	path = strings.ReplaceAll(path, "{$}", "")
	path = strings.ReplaceAll(path, "{id}", string(id))
	return method, wild.ReplaceAllString(path, "1")
}

func TestEveryRouteNamesItsAction(t *testing.T) {
	for _, r := range web.Routes() {
		if method, _, ok := strings.Cut(r.Pattern, " "); !ok || method == "" {
			t.Errorf("%q names no method", r.Pattern)
		}
		if r.Open != slices.Contains(openRoutes, r.Pattern) {
			t.Errorf("%s: open without log-in: %t", r.Pattern, r.Open)
		}
		if !r.Open && strings.HasPrefix(r.Action.String(), "unknown") {
			t.Errorf("%s names no action", r.Pattern)
		}
		if r.OfCase != strings.Contains(r.Pattern, "{id}") {
			t.Errorf("%s: about a case: %t", r.Pattern, r.OfCase)
		}
	}
}

func TestNobodyPassesWithoutLoggingIn(t *testing.T) {
	o := newOffice(t)
	for _, r := range web.Routes() {
		if r.Open {
			continue
		}
		method, path := address(r, o.anyCase())
		w := (&visitor{o: o}).send(httptest.NewRequest(method, path, nil))
		if r.Program {
			if w.Code != http.StatusUnauthorized || w.Header().Get("WWW-Authenticate") != "Bearer" {
				t.Errorf("%s: %d", r.Pattern, w.Code)
			}
			continue
		}
		if w.Code != http.StatusSeeOther || !strings.HasPrefix(w.Header().Get("Location"), "/login") {
			t.Errorf("%s: %d to %q", r.Pattern, w.Code, w.Header().Get("Location"))
		}
		w = (&visitor{o: o}).send(httptest.NewRequest(method, path, nil), "Sec-Fetch-Mode", "cors")
		if w.Code != http.StatusUnauthorized {
			t.Errorf("%s from a script: %d, want 401", r.Pattern, w.Code)
		}
	}
}

// anyCase returns a case with a reviewer and parties, by number.
func (o *office) anyCase() imr.CaseID {
	o.t.Helper()
	for _, r := range o.store.rows {
		if r.Reviewer != "" {
			return r.Case
		}
	}
	o.t.Fatal("no case has a reviewer")
	return ""
}

// Every route is tried as every role, on a case of theirs and on one that is not, with an empty form: what the table
// forbids is refused, and nothing breaks.
func TestEveryRouteKeepsToTheTableOfPermissions(t *testing.T) {
	o := newOffice(t)
	for _, role := range auth.Roles {
		as, err := o.store.AccountsByRole(t.Context(), role)
		must(t, err)
		if len(as) == 0 {
			t.Errorf("no sample person is %s", role)
			continue
		}
		who := as[0]
		b := o.as(who.ID)
		key, secret := auth.NewKey(who.ID, "test", noon)
		must(t, o.store.AddKey(t.Context(), key))
		for _, id := range []imr.CaseID{o.caseOf(who), o.caseNotOf(who)} {
			if id == "" {
				continue
			}
			c, err := o.store.Case(t.Context(), id)
			must(t, err)
			facts := auth.FactsOf(who, c)
			for _, r := range web.Routes() {
				if r.Open || r.Pattern == "POST /account/sessions/end" {
					continue
				}
				method, path := address(r, id)
				w := b.send(httptest.NewRequest(method, path, nil), "Authorization", "Bearer "+secret)
				allowed := auth.May(who.Role, r.Action, facts)
				hidden := r.OfCase && !auth.May(who.Role, auth.SeeCase, facts) && (!facts.Auditor || !allowed)
				switch {
				case w.Code >= 500:
					t.Errorf("%s as %s: %d\n%s", r.Pattern, role, w.Code, o.log)
				case hidden && auth.NeedOf(who.Role, auth.SeeCase) != auth.Never && w.Code != http.StatusNotFound:
					t.Errorf("%s as %s on a case of others: %d, want 404", r.Pattern, role, w.Code)
				case (!allowed || hidden) && w.Code != http.StatusForbidden && w.Code != http.StatusNotFound:
					t.Errorf("%s as %s: %d, want 403", r.Pattern, role, w.Code)
				case allowed && !hidden && (w.Code == http.StatusForbidden || w.Code == http.StatusUnauthorized):
					t.Errorf("%s as %s: %d, though the table allows it", r.Pattern, role, w.Code)
				}
				if strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") && strings.Contains(w.Body.String(), "<html") && strings.Contains(w.Body.String(), "app.css") {
					checkPage(t, r.Pattern+" as "+string(role), w.Body.String())
				}
				if role.Outside() {
					o.namesNoReviewer(t, r.Pattern+" as "+string(role), w)
				}
			}
		}
	}
}

// namesNoReviewer looks through a whole answer, heads included, for the identity of any reviewer.
func (o *office) namesNoReviewer(t testing.TB, where string, w *httptest.ResponseRecorder) {
	t.Helper()
	rs, err := o.store.AccountsByRole(t.Context(), auth.Reviewer)
	must(t, err)
	var heads strings.Builder
	must(t, w.Header().Write(&heads))
	all := heads.String() + w.Body.String()
	for _, r := range rs {
		name, _, _ := strings.Cut(r.Name, ",")
		parts := strings.Fields(name)
		for _, secret := range []string{string(r.ID), name, parts[len(parts)-1], r.Email} {
			if secret != "" && holdsWord(all, secret) {
				t.Errorf("%s tells the reviewer: %q", where, secret)
			}
		}
	}
}

// holdsWord says whether a text holds words as such, and not inside of others: "Bell" in "label".
func holdsWord(text, word string) bool {
	letter := func(i int) bool {
		return i >= 0 && i < len(text) && (text[i]|0x20 >= 'a' && text[i]|0x20 <= 'z')
	}
	for from := 0; ; {
		i := strings.Index(text[from:], word)
		if i < 0 {
			return false
		}
		i += from
		if !letter(i-1) && !letter(i+len(word)) {
			return true
		}
		from = i + 1
	}
}

// caseOf returns a case that somebody may see, "" for none; caseNotOf one that they may not.
func (o *office) caseOf(a auth.Account) imr.CaseID    { return o.findCase(a, true) }
func (o *office) caseNotOf(a auth.Account) imr.CaseID { return o.findCase(a, false) }

func (o *office) findCase(a auth.Account, may bool) imr.CaseID {
	for _, row := range o.store.rows {
		c, err := o.store.Case(o.t.Context(), row.Case)
		must(o.t, err)
		if auth.May(a.Role, auth.SeeCase, auth.FactsOf(a, c)) == may {
			return row.Case
		}
	}
	return ""
}

func TestNothingIsKnownOfACaseThatOneMayNotSee(t *testing.T) {
	o := newOffice(t)
	who := o.somebody(auth.InjuredWorker)
	b := o.as(who.ID)
	there := body(t, b.get("/cases/"+string(o.caseNotOf(who))), http.StatusNotFound)
	none := body(t, b.get("/cases/CM99-9999999"), http.StatusNotFound)
	if strings.ReplaceAll(there, string(o.caseNotOf(who)), "CM99-9999999") != none {
		t.Errorf("a case of others answers otherwise than one that does not exist:\n%s\n%s", there, none)
	}
}

func TestARefusalSaysWhichNeedIsNotMet(t *testing.T) {
	o := newOffice(t)
	b := o.as(o.somebody(auth.Reviewer).ID)
	if text := body(t, b.get("/queue.csv"), http.StatusForbidden); !strings.Contains(text, "may export the list of cases") {
		t.Errorf("the refusal says no need:\n%s", text)
	}
}

func TestNoGetChangesACase(t *testing.T) {
	o := newOffice(t)
	before := o.eventCount()
	for _, role := range []auth.Role{auth.Coordinator, auth.MedicalDirector, auth.Quality} {
		b := o.as(o.somebody(role).ID)
		for _, r := range web.Routes() {
			if method, path := address(r, o.anyCase()); method == http.MethodGet && !r.Open {
				b.get(path + "?to=" + url.QueryEscape(string(o.somebody(role).ID)) + "&case=" + url.QueryEscape(string(o.anyCase())+"="))
			}
		}
	}
	if n := o.eventCount(); n != before {
		t.Errorf("%d events were recorded by GET", n-before)
	}
}

func (o *office) eventCount() int {
	n := 0
	for _, es := range o.store.events {
		n += len(es)
	}
	return n
}
