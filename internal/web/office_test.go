package web_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
	"github.com/openimr/openimr/internal/intake"
	"github.com/openimr/openimr/internal/sample"
	"github.com/openimr/openimr/internal/web"
	"github.com/openimr/openimr/letter"
	"github.com/openimr/openimr/programme"
)

// noon is the time of the tests: a Thursday in the office.
var noon = time.Date(2026, 12, 3, 12, 0, 0, 0, imr.Office)

const password = "correct horse battery"

// office is the application at work, with one person of each role and the sample cases.
type office struct {
	t       testing.TB
	store   *memory
	records *memoryRecords
	library *memoryLibrary
	web     http.Handler
	log     *strings.Builder
}

func newOffice(t testing.TB, change ...func(*web.Config)) *office {
	t.Helper()
	auth.Cost = &argon2id.Params{Memory: 64, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32}
	ca, err := programme.Load("ca-wc-imr")
	must(t, err)
	o := &office{t: t, store: newMemory(ca.Rules), records: newMemoryRecords(), log: &strings.Builder{}}
	o.library = &memoryLibrary{store: o.store, blocks: map[imr.UserID][]imr.TextBlock{}}
	hash, err := auth.NewPasswords().Hash(t.Context(), "", password)
	must(t, err)
	for _, p := range sample.People() {
		must(t, o.store.CreateAccount(t.Context(), auth.Account{ID: p.ID, Role: auth.Role(p.Role), Name: p.Name, Email: p.Email, Hash: hash,
			LicensedIn: p.LicensedIn, Specialties: p.Specialties, Created: noon}))
	}
	must(t, o.store.CreateAccount(t.Context(), auth.Account{ID: "root", Role: auth.Administrator, Name: "Ada Root", Hash: hash, Created: noon}))
	for _, s := range sample.All(noon) {
		must(t, s.Play(func(r imr.Request) (imr.Case, error) {
			res, err := o.store.Do(context.Background(), r)
			return res.Case, err
		}, func(imr.Case, imr.Served, time.Time) (string, error) { return strings.Repeat("a", 64), nil }))
	}
	c := web.Config{Store: o.store, Blobs: o.store, Records: o.records, Library: o.library, Blocks: o.library, Sessions: memorySessions{o.store}, Rules: ca.Rules,
		Organization: letter.Organization{Name: "Golden State Independent Review", SignedBy: "Ruth Feld, MD", Title: "Medical Director"},
		Now:          func() time.Time { return noon },
		Logger:       slog.New(slog.NewTextHandler(o.log, nil))}
	c.Intake, err = intake.Open(t.TempDir(), o.store, o.store, c.Now, c.Logger)
	must(t, err)
	for _, f := range change {
		f(&c)
	}
	o.web = web.New(c)
	return o
}

// somebody returns the account of the first person of a role.
func (o *office) somebody(r auth.Role) auth.Account {
	as, err := o.store.AccountsByRole(context.Background(), r)
	must(o.t, err)
	if len(as) == 0 {
		o.t.Fatalf("no account of the role %s", r)
	}
	return as[0]
}

// visitor is a browser: it keeps the cookie.
type visitor struct {
	o      *office
	cookie *http.Cookie
}

// as logs somebody in.
func (o *office) as(id imr.UserID) *visitor {
	o.t.Helper()
	b := &visitor{o: o}
	w := b.post("/login", url.Values{"user": {string(id)}, "password": {password}})
	if w.Code != http.StatusSeeOther || b.cookie == nil {
		o.t.Fatalf("log in as %s: %d\n%s", id, w.Code, w.Body)
	}
	return b
}

func (b *visitor) get(path string, head ...string) *httptest.ResponseRecorder {
	return b.send(httptest.NewRequest(http.MethodGet, path, nil), head...)
}

func (b *visitor) post(path string, form url.Values, head ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.send(r, head...)
}

// send sends a request with the cookie; head is names and values of more headers.
func (b *visitor) send(r *http.Request, head ...string) *httptest.ResponseRecorder {
	if b.cookie != nil {
		r.AddCookie(&http.Cookie{Name: b.cookie.Name, Value: b.cookie.Value})
	}
	for i := 0; i+1 < len(head); i += 2 {
		r.Header.Set(head[i], head[i+1])
	}
	w := httptest.NewRecorder()
	b.o.web.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		if strings.HasSuffix(c.Name, "openimr") {
			b.cookie = c
		}
	}
	return w
}

// body returns the text of an answer after checking its status.
func body(t testing.TB, w *httptest.ResponseRecorder, status int) string {
	t.Helper()
	b, err := io.ReadAll(w.Result().Body)
	must(t, err)
	if w.Code != status {
		t.Fatalf("status %d, want %d; location %q\n%s", w.Code, status, w.Header().Get("Location"), b)
	}
	return string(b)
}
