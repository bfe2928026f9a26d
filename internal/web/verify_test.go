package web_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/demo"
	"github.com/openimr/openimr/internal/signing"
	"github.com/openimr/openimr/internal/web"
	"github.com/openimr/openimr/letter"
)

const (
	firstCode  = "7F3K-9QXM-2WTB"
	secondCode = "8AAA-BBBB-CCCC"
)

// letterOffice is an office in which the letter of the traction unit was served, signed and with a code.
type letterOffice struct {
	*office
	id   imr.CaseID
	file []byte
}

func newLetterOffice(t *testing.T) *letterOffice { return letterOfficeOf(t, "CM15-0190123") }

func letterOfficeOf(t *testing.T, id imr.CaseID) *letterOffice {
	t.Helper()
	h := demo.Letterhead()
	o := newOffice(t, func(c *web.Config) {
		c.Signer, c.Letters = testSigner(t), c.Store.(web.Letters)
		c.Organization, c.County, c.Director, c.VerifyPage = h.Organization, string(h.County), h.Director, string(h.Verify)
	})
	l := &letterOffice{office: o, id: id}
	c, err := o.store.Case(t.Context(), l.id)
	must(t, err)
	c.Code = firstCode
	at := c.Facts.Served.At.At(15, 45, 0, imr.Office)
	d := letter.FromCase(c, h, c.Facts.Served.At).Proved(h, c.Services, c.Parties, "Dana Kim", "Sacramento, California", at)
	l.file, err = letter.Signed(d, testSigner(t).Over(t.Context(), "Final Determination", "Sacramento", at))
	must(t, err)
	sum, _, err := o.store.Put(t.Context(), bytes.NewReader(l.file))
	must(t, err)
	for _, e := range o.store.events[l.id] {
		switch d := e.Data.(type) {
		case *imr.Approved:
			d.Code = firstCode
		case *imr.Served:
			d.Letter = sum
		}
	}
	return l
}

// record notes what follows a determination, whatever the case has become since in the story.
func (l *letterOffice) record(t *testing.T, cmd imr.Command) {
	t.Helper()
	es := l.store.events[l.id]
	c, err := imr.Fold(es)
	must(t, err)
	c.State = imr.Determined
	if _, ok := cmd.(*imr.ReversedAndRemanded); ok {
		c.State = imr.UnderAppeal
	}
	more, err := imr.Decide(l.store.rules, c, cmd, imr.Act{Actor: imr.Actor{ID: "miguel.santos", Role: "medical_director", Name: "Miguel Santos, MD"}, At: noon, Recorded: noon})
	must(t, err)
	l.store.events[l.id] = append(es, more...)
}

func (l *letterOffice) upload(t *testing.T, data []byte) *httptest.ResponseRecorder {
	t.Helper()
	b := &visitor{o: l.office}
	return b.upload("/verify", url.Values{}, file{"letter", "letter.pdf", data})
}

// names are all that must never stand on the page.
func (l *letterOffice) tellsNoName(t *testing.T, page string) {
	t.Helper()
	c, err := l.store.Case(t.Context(), l.id)
	must(t, err)
	secrets := []string{c.Worker.Name, c.Claim.Number, c.Claim.ADJ, c.Claim.Employer, c.Injury.Diagnosis, c.Items[0].Request, c.Reviewer.Name}
	for _, p := range c.Parties {
		secrets = append(secrets, p.Label())
	}
	for _, s := range secrets {
		if s != "" && strings.Contains(page, s) {
			t.Errorf("the page tells %q", s)
		}
	}
}

func TestAnybodyCanCheckALetter(t *testing.T) {
	l := newLetterOffice(t)
	anybody := &visitor{o: l.office}
	says(t, body(t, anybody.get("/verify"), 200), "By the code in the letter", "By its file", "No name is shown.", "Golden Valley Independent Review")
	for _, typed := range []string{firstCode, "7f3k 9qxm 2wtb", "7F3K9QXM2WTB"} {
		page := body(t, anybody.post("/verify", url.Values{"code": {typed}}), 200)
		says(t, page, "Genuine, and the last word", "CM15-0190123", "November 4, 2015", "Upheld")
		l.tellsNoName(t, page)
	}
	page := body(t, l.upload(t, l.file), 200)
	says(t, page, "Genuine, and the last word", "Intact; signed by Golden Valley Independent Review on")
	l.tellsNoName(t, page)

	says(t, body(t, anybody.post("/verify", url.Values{"code": {"0000-0000-0000"}}), 200), "No letter has this code", "by the telephone number that you know")
	for typed, want := range map[string]string{"": "Type the code that stands in the letter", "7F3K-9QXM": "A code has twelve letters and digits", "<script>": "A code has twelve letters and digits"} {
		page := body(t, anybody.post("/verify", url.Values{"code": {typed}}), http.StatusUnprocessableEntity)
		says(t, page, want)
		if strings.Contains(page, "<script>\"") {
			t.Error("the page repeats what was typed as markup")
		}
	}
}

func TestAFileThatIsNoServedLetterIsToldApart(t *testing.T) {
	l := newLetterOffice(t)
	added := append(bytes.Clone(l.file), "\n% more\n%%EOF\n"...)
	says(t, body(t, l.upload(t, added), 200), "This letter was changed after it was signed", "something was added to it afterwards", "CM15-0190123")
	changed := bytes.Replace(bytes.Clone(l.file), []byte("/Reason(Final"), []byte("/Reason(Other"), 1)
	says(t, body(t, l.upload(t, changed), 200), "This file was changed after it was signed", "Do not rely on it.")
	says(t, body(t, l.upload(t, smallPDF(2)), 200), "Not a letter that was served here", "printed and scanned")
	says(t, body(t, l.upload(t, []byte("no letter")), 200), "Not a letter that was served here")
	other := signedBy(t, "Somebody Else")
	page := body(t, l.upload(t, other), 200)
	says(t, page, "Not a letter that was served here", "a signature of somebody else")
	says(t, body(t, l.upload(t, bytes.Repeat([]byte("x"), 9<<20)), http.StatusUnprocessableEntity), "The file has more than 8 MB.")
	for sum := range l.store.blobs {
		if bytes.Equal(l.store.blobs[sum], added) || bytes.Equal(l.store.blobs[sum], other) {
			t.Error("a file that was checked is kept")
		}
	}
}

func TestALetterThatIsNotTheLastWordIsTold(t *testing.T) {
	l := newLetterOffice(t)
	anybody := &visitor{o: l.office}
	l.record(t, &imr.Corrected{What: "A name", Letter: strings.Repeat("b", 64), Code: secondCode})
	page := body(t, anybody.post("/verify", url.Values{"code": {firstCode}}), 200)
	says(t, page, "Genuine, but not the last word", "a corrected letter of Thursday, December 3, 2026 has taken its place")
	if strings.Contains(page, secondCode) {
		t.Error("the code of the later letter is told")
	}
	says(t, body(t, anybody.post("/verify", url.Values{"code": {secondCode}}), 200), "Genuine, and the last word")
	l.record(t, &imr.ReversedAndRemanded{Order: "Order", Ground: "bias"})
	for _, code := range []string{firstCode, secondCode} {
		says(t, body(t, anybody.post("/verify", url.Values{"code": {code}}), 200), "Genuine, but no longer in force", "set its determination aside on Thursday, December 3, 2026")
	}
}

func TestAProgramCanCheckALetterByItsHash(t *testing.T) {
	l := newLetterOffice(t)
	anybody := &visitor{o: l.office}
	ask := func(v url.Values, status int) map[string]any {
		t.Helper()
		var got map[string]any
		must(t, json.Unmarshal([]byte(body(t, anybody.post("/verify", v, "Accept", "application/json"), status)), &got))
		return got
	}
	c, err := l.store.Case(t.Context(), l.id)
	must(t, err)
	got := ask(url.Values{"sha256": {c.LetterHash}}, 200)
	if got["genuine"] != true || got["last_word"] != true || got["standing"] != "last_word" || got["case_number"] != "CM15-0190123" || got["dated"] != "2015-11-04" || got["replaced_by"] != nil || got["error"] != nil {
		t.Errorf("told %v", got)
	}
	if got := ask(url.Values{"sha256": {strings.Repeat("0", 64)}}, 200); got["genuine"] != false || got["case_number"] != nil {
		t.Errorf("of another hash it tells %v", got)
	}
	if got := ask(url.Values{"sha256": {"abc"}}, 422); got["error"] == nil {
		t.Errorf("of no hash it tells %v", got)
	}
	if r := anybody.get("/verify/certificate.pem"); r.Code != 200 || !strings.Contains(r.Body.String(), "BEGIN CERTIFICATE") || strings.Contains(r.Body.String(), "PRIVATE") {
		t.Errorf("the certificate: %d", r.Code)
	}
}

func TestWhoChecksTooManyLettersWaits(t *testing.T) {
	l := newLetterOffice(t)
	anybody := &visitor{o: l.office}
	for range 30 {
		body(t, anybody.post("/verify", url.Values{"code": {"0000-0000-0000"}}), 200)
	}
	w := anybody.post("/verify", url.Values{"code": {firstCode}})
	says(t, body(t, w, http.StatusTooManyRequests), "Wait a minute")
	if w.Header().Get("Retry-After") == "" {
		t.Error("it is not said how long to wait")
	}
}

func signedBy(t *testing.T, name string) []byte {
	t.Helper()
	certificate, key, err := signing.MakeCertificate(name, noon.AddDate(-1, 0, 0), noon.AddDate(1, 0, 0))
	must(t, err)
	s, err := signing.ParseSigner(certificate, key)
	must(t, err)
	data, err := letter.Signed(letter.Determination{Layout: letter.LayoutOpenIMR, Served: &letter.Served{}}, s.Over(t.Context(), "", "", noon))
	must(t, err)
	return data
}
