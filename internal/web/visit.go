package web

import (
	"bytes"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/a-h/templ"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
)

// A Visit is one request on its way: who asks, when, and about which case.
type Visit struct {
	W       http.ResponseWriter
	R       *http.Request
	Now     time.Time
	Account auth.Account // zero before logging in
	Case    imr.Case     // of a route about one, as this person may see it
	Facts   auth.Facts   // of the case and this person

	s        *server
	answered bool
}

// May says whether this person may do something, with the facts of the case at hand.
func (v *Visit) May(a auth.Action) bool { return auth.May(v.Account.Role, a, v.Facts) }

// Plain says that the page is for somebody outside: larger type, plain words.
func (v *Visit) Plain() bool { return v.Account.Role.Outside() }

// Audience returns for whom sentences are written.
func (v *Visit) Audience() imr.Audience {
	switch {
	case v.Plain():
		return imr.ToParty
	case v.Account.Role == auth.Reviewer:
		return imr.ToReviewer
	}
	return imr.Inside
}

// Actor returns this person as the actor of an event.
func (v *Visit) Actor() imr.Actor {
	return imr.Actor{ID: v.Account.ID, Role: string(v.Account.Role), Name: v.Account.Name}
}

// A Page is a page's frame: what stands around its body.
type Page struct {
	Title   string   // of the window, without the product's name
	Here    string   // address of the entry in the side navigation that is current, "" for none
	Scripts []string // own modules of /static, by file name
	Bare    bool     // without navigation: log-in and errors before it
	Wide    bool     // the body uses the whole width
	Framed  bool     // the body alone, to stand within another page
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// Render answers with a page. The page is made whole before a byte of it is sent.
func (v *Visit) Render(status int, p Page, body templ.Component) error {
	return v.send(status, layout(v, p, body))
}

// Part answers with a piece of a page, for a script that puts it in its place.
func (v *Visit) Part(status int, body templ.Component) error { return v.send(status, body) }

func (v *Visit) send(status int, c templ.Component) error {
	b := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(b)
	b.Reset()
	if err := c.Render(v.R.Context(), b); err != nil {
		return err
	}
	h := v.W.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(b.Len()))
	v.answered = true
	v.W.WriteHeader(status)
	_, _ = v.W.Write(b.Bytes()) // the visitor has gone: nobody to tell
	return nil
}

// Redirect sends the visitor on after an act, so that reloading does not repeat it.
func (v *Visit) Redirect(to string) error {
	v.answered = true
	http.Redirect(v.W, v.R, to, http.StatusSeeOther)
	return nil
}

// Flash keeps a sentence for the next page that this person sees: "Case CM15-0190123 is yours now."
func (v *Visit) Flash(sentence string) { v.s.sessions.Put(v.R.Context(), keyFlash, sentence) }

// flash takes the sentence kept for this page.
func (v *Visit) flash() string {
	if v.Account.ID == "" || !v.s.sessions.Exists(v.R.Context(), keyFlash) {
		return ""
	}
	return v.s.sessions.PopString(v.R.Context(), keyFlash)
}

// Do asks the store for an act of this person. At zero it happened now; key is the form's, against sending it twice.
// The table of permissions is asked for the command too: a route that lets somebody in for one act cannot by mistake do
// another for them.
func (v *Visit) Do(r imr.Request) (imr.Result, error) {
	a, ok := auth.ActionOf(imr.TypeOf(r.Command))
	if !ok || !v.May(a) {
		return imr.Result{}, forbidden{v.Account.Role, a}
	}
	r.Act.Actor = v.Actor()
	r.Act.Recorded = v.Now
	if r.Act.At.IsZero() {
		r.Act.At = v.Now
	}
	res, err := v.s.Store.Do(v.R.Context(), r)
	if err == nil {
		v.s.counts.forget()
	}
	return res, err
}

// Static returns the address of a file of /static.
func (v *Visit) Static(name string) string { return v.s.assets.url(name) }
