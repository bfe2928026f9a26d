package web_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
	"github.com/openimr/openimr/internal/sample"
	"github.com/openimr/openimr/internal/store"
	"github.com/openimr/openimr/internal/web"
	"github.com/openimr/openimr/letter"
	"github.com/openimr/openimr/programme"
)

// overSQLite is the application with the sample cases over SQLite.
func overSQLite(t *testing.T) *office {
	t.Helper()
	ctx := context.Background()
	s, err := store.Open(ctx, t.TempDir(), store.Options{Now: func() time.Time { return noon }, Rules: func(id string) (imr.Rules, error) {
		p, err := programme.Load(id)
		return p.Rules, err
	}})
	must(t, err)
	t.Cleanup(func() { _ = s.Close() })
	m := newOffice(t).store // for its accounts, which are cheap to make there
	for _, a := range m.accounts {
		must(t, s.CreateAccount(ctx, a))
	}
	for _, st := range sample.All(noon) {
		must(t, st.Play(func(r imr.Request) (imr.Case, error) {
			res, err := s.Do(ctx, r)
			return res.Case, err
		}, func(imr.Case, imr.Served, time.Time) (string, error) { return strings.Repeat("a", 64), nil }))
	}
	p, err := programme.Load("ca-wc-imr")
	must(t, err)
	o := &office{t: t, store: m, log: &strings.Builder{}}
	o.web = web.New(web.Config{Store: s, Blobs: s.Blobs(), Sessions: s.Sessions(), Rules: p.Rules, Organization: letter.Organization{Name: "Example Review"},
		Now: func() time.Time { return noon }, Logger: slog.New(slog.NewTextHandler(io.Discard, nil))})
	return o
}

// The queue over SQLite: what the pages ask, the statements answer, and a session lives in the table.
func TestTheQueueOverSQLite(t *testing.T) {
	o := overSQLite(t)
	b := o.as(o.somebody(auth.Coordinator).ID)
	all := cells(t, body(t, b.get("/queue?which=all"), http.StatusOK))
	if len(all) != len(sample.All(noon)) {
		t.Errorf("%d cases of %d", len(all), len(sample.All(noon)))
	}
	for _, sort := range []string{"", "case", "worker", "stage", "owner", "received"} {
		for _, dir := range []string{"", "down"} {
			page := body(t, b.get("/queue?which=all&sort="+sort+"&dir="+dir), http.StatusOK)
			if n := len(cells(t, page)); n != len(all) {
				t.Errorf("sorted by %q %s: %d cases", sort, dir, n)
			}
		}
	}
	for _, q := range []string{"stage=quality", "owner=me", "owner=none", "priority=expedited", "due=late", "due=today", "due=soon", "q=okafor", "q=traction"} {
		checkPage(t, q, body(t, b.get("/queue?"+q), http.StatusOK))
	}
	if got := cells(t, body(t, b.get("/queue?q=okaf"), http.StatusOK)); len(got) != 1 || !strings.Contains(got[0]["case"], "Daniel Okafor") {
		t.Errorf("the beginning of a name finds %v", got)
	}
	if text := body(t, b.get("/account"), http.StatusOK); !strings.Contains(text, "this one") {
		t.Error("the session is not listed")
	}
	mine := o.somebody(auth.InjuredWorker)
	if text := body(t, o.as(mine.ID).get("/queue"), http.StatusOK); strings.Count(text, `<li class="card">`) != 1 {
		t.Errorf("the injured worker sees %d cases", strings.Count(text, `<li class="card">`))
	}

	// Take a case: the queue shows it at once.
	nobody := cells(t, body(t, b.get("/queue?owner=none"), http.StatusOK))
	if len(nobody) == 0 {
		t.Fatal("every case has an owner")
	}
	id, _, _ := strings.Cut(nobody[0]["case"], " ")
	form := url.Values{"key": {"K"}, "to": {string(o.somebody(auth.Coordinator).ID)}, "case": {id + "="}}
	if w := b.post("/queue/handover", form); w.Code != http.StatusSeeOther {
		t.Fatalf("%d\n%s", w.Code, w.Body)
	}
	if got := cells(t, body(t, b.get("/queue?owner=none"), http.StatusOK)); len(got) != len(nobody)-1 {
		t.Errorf("%d cases without an owner are left of %d", len(got), len(nobody))
	}
	if text := body(t, b.get("/queue.csv"), http.StatusOK); !strings.Contains(text, id) {
		t.Error("the export lacks the case")
	}
}
