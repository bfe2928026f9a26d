package web_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/signing"
)

// submission is the draft of the case that was sent back, mended and ready to be signed.
func submission(t *testing.T, helen *visitor) map[string][]string {
	t.Helper()
	v := fields(t, body(t, helen.get(sentBack+"/review"), 200), "form")
	v.Set("do", "submit")
	v.Set("items.0.rationale", "The guideline asks for a trial of therapy. The record shows none. Therefore, the request is not medically necessary.")
	v.Set("items.0.outcome", "upheld")
	return v
}

func TestADraftIsSignedWithThePasswordAgain(t *testing.T) {
	o := newOffice(t)
	helen := o.as("helen.osei")
	page := body(t, helen.get(sentBack+"/review"), 200)
	says(t, page, "my own clinical judgment", "Labor Code 139.5", "Your password")
	v := submission(t, helen)
	id := imr.CaseID(strings.TrimPrefix(sentBack, "/cases/"))
	before := len(o.store.events[id])
	for typed, want := range map[string]string{"": "Type your password to sign.", "wrong": "This is not your password. Nothing was signed; all that you typed is kept."} {
		v["password"] = []string{typed}
		page = body(t, helen.post(sentBack+"/review", v), http.StatusUnprocessableEntity)
		says(t, page, want, "Therefore, the request is not medically necessary.")
		if strings.Contains(page, `value="wrong"`) {
			t.Error("the page holds the password that was typed")
		}
	}
	if n := len(o.store.events[id]); n != before {
		t.Fatalf("%d events were recorded without a signature", n-before)
	}
	v["password"] = []string{password}
	helen.done(helen.post(sentBack+"/review", v))
	es := o.store.events[id]
	d, ok := es[len(es)-1].Data.(*imr.DraftSubmitted)
	if !ok || d.Signature == nil || d.Signature.How != "password" || d.Signature.Text != d.Draft.Sum() || !strings.Contains(d.Signature.Says, "my own clinical judgment") {
		t.Fatalf("recorded is %+v", d.Signature)
	}
	if w := helen.post(sentBack+"/review", v); w.Code != http.StatusSeeOther || len(o.store.events[id]) != len(es) {
		t.Errorf("sent twice: %d, %d events", w.Code, len(o.store.events[id])-len(es))
	}
}

func TestGuessingThePasswordOfASignatureIsSlowedDown(t *testing.T) {
	o := newOffice(t)
	helen := o.as("helen.osei")
	v := submission(t, helen)
	v["password"] = []string{"not the password"}
	var page string
	for range 6 {
		page = body(t, helen.post(sentBack+"/review", v), http.StatusUnprocessableEntity)
	}
	says(t, page, "Too many passwords went wrong. Nothing was signed; try again in")
	v["password"] = []string{password}
	says(t, body(t, helen.post(sentBack+"/review", v), http.StatusUnprocessableEntity), "Too many passwords went wrong.")
}

func TestAPasswordDoesNotWaitForALogIn(t *testing.T) {
	o := newOffice(t)
	v := submission(t, o.as("helen.osei"))
	v["password"] = []string{"kept by nobody"}
	stranger := &visitor{o: o}
	page := body(t, stranger.post(sentBack+"/review", v), http.StatusUnauthorized)
	if strings.Contains(page, "kept by nobody") || !strings.Contains(page, "trial of therapy") {
		t.Error("the log-in page keeps the password, or not the text")
	}
}

func TestTheDirectorSignsTheLetter(t *testing.T) {
	o := newOffice(t)
	nora := o.as("nora.ellis")
	id := imr.CaseID(strings.TrimPrefix(inQuality, "/cases/"))
	miguel := o.as("miguel.santos")
	says(t, body(t, miguel.get(inQuality+"/sign"), 200), "The draft has not passed the quality check.")
	v := ticked(fields(t, body(t, nora.get(inQuality+"/quality"), 200), "form"))
	v.Set("do", "pass")
	nora.done(nora.post(inQuality+"/quality", v))
	page := body(t, miguel.get(inQuality+"/sign"), 200)
	says(t, page, "I sign this determination for the organization.", "The letter is frozen as it stands here")
	v = fields(t, page, "form")
	v.Set("password", "wrong")
	says(t, body(t, miguel.post(inQuality+"/sign", v), http.StatusUnprocessableEntity), "This is not your password.")
	v.Set("password", password)
	miguel.done(miguel.post(inQuality+"/sign", v))
	es := o.store.events[id]
	d, ok := es[len(es)-1].Data.(*imr.Approved)
	if !ok || d.Signature == nil || d.Signature.Text != d.Letter || o.store.blobs[d.Letter] == nil || len(d.Code) != 14 {
		t.Fatalf("recorded is %+v", d)
	}
	if w := miguel.post(inQuality+"/sign", v); w.Code != http.StatusSeeOther || len(o.store.events[id]) != len(es) {
		t.Errorf("sent twice: %d, %d events", w.Code, len(o.store.events[id])-len(es))
	}
	says(t, body(t, miguel.get(inQuality+"/sign"), 200), "The determination was signed on")
	body(t, nora.get(inQuality+"/sign"), http.StatusForbidden)
}

// testSigner is the signer of the invented organization, the same in every test.
func testSigner(t testing.TB) *signing.Signer {
	t.Helper()
	s, err := madeSigner()
	must(t, err)
	return s
}

var madeSigner = sync.OnceValues(func() (*signing.Signer, error) {
	from := time.Date(2013, 1, 1, 0, 0, 0, 0, time.UTC)
	certificate, key, err := signing.MakeCertificate("Golden Valley Independent Review", from, from.AddDate(20, 0, 0))
	if err != nil {
		return nil, err
	}
	return signing.ParseSigner(certificate, key)
})
