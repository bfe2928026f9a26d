package web_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/openimr/openimr/internal/auth"
)

// hidden returns the hidden fields and the address of the form of a page that posts to anywhere but log-out.
func hidden(t testing.TB, page string) (action, enctype string, form url.Values) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	must(t, err)
	form = url.Values{}
	walk(doc, func(n *html.Node) {
		if n.Data == "form" && attr(n, "method") == "post" && attr(n, "action") != "/logout" {
			action, enctype = attr(n, "action"), attr(n, "enctype")
		}
		if n.Data == "input" && attr(n, "type") == "hidden" {
			form.Add(attr(n, "name"), attr(n, "value"))
		}
	})
	return action, enctype, form
}

func TestWhatWasTypedOutlivesTheSession(t *testing.T) {
	o := newOffice(t)
	who := o.somebody(auth.Coordinator)
	at := "/cases/" + string(o.anyCase()) + "/note"
	typed := url.Values{"text": {"A long note \"with\" <marks>\r\nand lines"}, "key": {"K1"}, "twice": {"a", "b"}}
	stranger := &visitor{o: o}
	page := body(t, stranger.post(at, typed), http.StatusUnauthorized)
	checkPage(t, "log-in with a form", page)
	to, _, form := hidden(t, page)
	if to != "/login" || form.Get("next") != at {
		t.Fatalf("to %q, then %q", to, form.Get("next"))
	}
	form.Set("user", string(who.ID))
	form.Set("password", "wrong wrong wrong")
	page = body(t, stranger.post(to, form), http.StatusUnprocessableEntity)
	_, _, form = hidden(t, page)
	form.Set("user", string(who.ID))
	form.Set("password", password)
	before := o.eventCount()
	page = body(t, stranger.post("/login", form), http.StatusOK)
	checkPage(t, "logged in again", page)
	to, _, form = hidden(t, page)
	if to != at || form.Get("text") != strings.ReplaceAll(typed.Get("text"), "\r", "") || len(form["twice"]) != 2 || form.Has("password") || form.Has("user") {
		t.Fatalf("to %q: %q", to, form)
	}
	if o.eventCount() != before {
		t.Error("it was sent before the person said so")
	}
	if w := stranger.post(to, form); w.Code != http.StatusSeeOther || o.eventCount() != before+1 {
		t.Errorf("sent again: %d\n%s", w.Code, w.Body)
	}
}

func TestFilesAreNotKeptButFieldsBesideThemAre(t *testing.T) {
	o := newOffice(t)
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	must(t, m.WriteField("worker.name", "Maria Petrov"))
	f, err := m.CreateFormFile("file", "paper.pdf")
	must(t, err)
	_, err = f.Write(bytes.Repeat([]byte("x"), 2<<20))
	must(t, err)
	must(t, m.WriteField("claim", "C-1"))
	must(t, m.Close())
	r := httptest.NewRequest(http.MethodPost, "/cases/new", &b)
	r.Header.Set("Content-Type", m.FormDataContentType())
	v := &visitor{o: o}
	_, _, form := hidden(t, body(t, v.send(r), http.StatusUnauthorized))
	form.Set("user", string(o.somebody(auth.Coordinator).ID))
	form.Set("password", password)
	to, enctype, form := hidden(t, body(t, v.post("/login", form), http.StatusOK))
	if to != "/cases/new" || enctype != "multipart/form-data" || form.Get("worker.name") != "Maria Petrov" || form.Get("claim") != "C-1" {
		t.Errorf("to %q as %q: %q", to, enctype, form)
	}
}

func TestTooMuchIsNotKept(t *testing.T) {
	o := newOffice(t)
	at := "/cases/" + string(o.anyCase()) + "/note"
	many := url.Values{}
	for range 3000 {
		many.Add("a", "b")
	}
	for why, form := range map[string]url.Values{"long": {"text": {strings.Repeat("x", 600<<10)}}, "many": many, "none": {}} {
		if w := (&visitor{o: o}).post(at, form); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/login" {
			t.Errorf("%s: %d to %q", why, w.Code, w.Header().Get("Location"))
		}
	}
	// A form that leads elsewhere is not given back.
	form := url.Values{"user": {string(o.somebody(auth.Coordinator).ID)}, "password": {password}, "next": {"https://evil.example/"}, "kept.a": {"b"}}
	if w := (&visitor{o: o}).post("/login", form); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/" {
		t.Errorf("elsewhere: %d to %q", w.Code, w.Header().Get("Location"))
	}
}
