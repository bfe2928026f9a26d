package web_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/openimr/openimr/internal/auth"
	"github.com/openimr/openimr/internal/web"
)

// keyOf makes an access key on the account page and returns it.
func keyOf(t *testing.T, b *visitor) string {
	t.Helper()
	page := body(t, b.post("/account/keys", url.Values{"name": {"nightly scan"}}), http.StatusOK)
	secret := regexp.MustCompile(`openimr_[0-9a-f]{40}`).FindString(page)
	if secret == "" {
		t.Fatal("no key is shown")
	}
	if again := body(t, b.get("/account"), http.StatusOK); strings.Contains(again, secret) || !strings.Contains(again, "nightly scan") {
		t.Error("the key is shown again, or not listed")
	}
	return secret
}

func TestAProgramSendsFilesWithAKey(t *testing.T) {
	o := newOffice(t, func(c *web.Config) { c.Records = nil })
	claims := o.somebody(auth.ClaimsAdministrator)
	at := "/api/v1/cases/" + string(o.caseOf(claims)) + "/files"
	browser := o.as(claims.ID)
	secret := keyOf(t, browser)
	program := &visitor{o: o}
	ask := func(method, path, body string, head ...string) *httptest.ResponseRecorder {
		return program.send(httptest.NewRequest(method, path, strings.NewReader(body)), append([]string{"Authorization", "Bearer " + secret}, head...)...)
	}
	for range 2 {
		w := ask(http.MethodPost, at+"?name=records.pdf", "of the insurer", "Idempotency-Key", "night 1")
		if w.Code != http.StatusCreated || !strings.Contains(w.Body.String(), `"name":"records.pdf"`) {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
	}
	var got struct {
		Files []struct {
			Name string
			From *string
			Size int
		}
	}
	w := ask(http.MethodGet, at, "")
	must(t, json.Unmarshal(w.Body.Bytes(), &got))
	n := 0
	for _, f := range got.Files {
		if f.Name == "records.pdf" {
			n++
			if f.From == nil || f.Size != 14 {
				t.Errorf("listed %+v", f)
			}
		}
	}
	if n != 1 {
		t.Errorf("sent twice with one key, listed %d times: %s", n, w.Body)
	}
	for what, w := range map[string]*httptest.ResponseRecorder{
		"no key":          program.get(at),
		"a wrong key":     program.get(at, "Authorization", "Bearer openimr_00"),
		"the cookie only": browser.get(at),
	} {
		if w.Code != http.StatusUnauthorized || !strings.HasPrefix(w.Body.String(), `{"error":{"message":`) {
			t.Errorf("%s: %d %s", what, w.Code, w.Body)
		}
	}
	other := o.caseNotOf(claims)
	if w := ask(http.MethodGet, "/api/v1/cases/"+string(other)+"/files", ""); other != "" && w.Code != http.StatusNotFound {
		t.Errorf("a case of others: %d", w.Code)
	}
	for what, w := range map[string]*httptest.ResponseRecorder{
		"name": ask(http.MethodPost, at, "x"), "files": ask(http.MethodPost, at+"?name=a.pdf", ""),
	} {
		if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), `"field":"`+what+`"`) {
			t.Errorf("%s: %d %s", what, w.Code, w.Body)
		}
	}
	if w := ask(http.MethodGet, "/queue", ""); w.Code == http.StatusOK {
		t.Error("a key opens pages for people")
	}
	keys, err := o.store.KeysOf(t.Context(), claims.ID)
	must(t, err)
	if w := browser.post("/account/keys/"+keys[0].ID+"/end", nil); w.Code != http.StatusSeeOther {
		t.Fatalf("end a key: %d", w.Code)
	}
	if w := ask(http.MethodGet, at, ""); w.Code != http.StatusUnauthorized {
		t.Errorf("a key that was ended: %d", w.Code)
	}
}

func TestTheDescriptionNamesEveryRouteForPrograms(t *testing.T) {
	data, err := os.ReadFile("api/openapi.json")
	must(t, err)
	var d struct{ Paths map[string]map[string]any }
	must(t, json.Unmarshal(data, &d))
	described := 0
	for _, p := range d.Paths {
		for m := range p {
			if m != "parameters" {
				described++
			}
		}
	}
	for _, r := range web.Routes() {
		if !r.Program {
			continue
		}
		method, path, _ := strings.Cut(r.Pattern, " ")
		if d.Paths[path][strings.ToLower(method)] == nil {
			t.Errorf("%s is not described", r.Pattern)
		}
		described--
	}
	if described != 0 {
		t.Errorf("%d more are described than there are", described)
	}
}
