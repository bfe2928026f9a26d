package web_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
	"github.com/openimr/openimr/internal/web"
	"github.com/openimr/openimr/records"
)

// send sends files by the form that works without a script.
func sendFiles(t *testing.T, b *visitor, path string, fields url.Values, files map[string]string) *httptest.ResponseRecorder {
	t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	for k := range fields {
		must(t, m.WriteField(k, fields.Get(k)))
	}
	for name, text := range files {
		w, err := m.CreateFormFile("files", name)
		must(t, err)
		_, err = w.Write([]byte(text))
		must(t, err)
	}
	must(t, m.Close())
	r := httptest.NewRequest(http.MethodPost, path, &body)
	r.Header.Set("Content-Type", m.FormDataContentType())
	return b.send(r)
}

func TestFilesAreFiledWithTheirSender(t *testing.T) {
	o := newOffice(t, func(c *web.Config) { c.Records = nil })
	id := o.anyCase()
	at := "/cases/" + string(id) + "/files"
	dana := o.as(o.somebody(auth.Coordinator).ID)
	before, err := o.store.Case(t.Context(), id)
	must(t, err)
	w := sendFiles(t, dana, at, url.Values{"from": {"P2"}, "how": {"fax"}, "day": {"2015-10-08"}, "time": {"09:30"}, "key": {"k1"}}, map[string]string{"a.pdf": "one"})
	if w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	c, err := o.store.Case(t.Context(), id)
	must(t, err)
	if len(c.Files) != len(before.Files)+1 || c.State != before.State {
		t.Fatalf("%d files, state %s; before %d, %s", len(c.Files), c.State, len(before.Files), before.State)
	}
	f := c.Files[len(c.Files)-1]
	if f.From != "P2" || f.How.Method != imr.Fax || f.Name != "a.pdf" || f.Size != 3 || f.Received.In(imr.Office).Format("2006-01-02 15:04") != "2015-10-08 09:30" {
		t.Errorf("filed %+v", f)
	}
	page := body(t, dana.get(at), http.StatusOK)
	for _, want := range []string{"a.pdf", "by fax", "Oct 8, 2015, 9:30 AM PDT"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if got := body(t, dana.get(at+"/"+f.SHA256), http.StatusOK); got != "one" {
		t.Errorf("the file came back as %q", got)
	}
	for say, fields := range map[string]url.Values{
		"no party of this case":    {"from": {"P99"}},
		"Choose how the files":     {"how": {"pigeon"}},
		"as a date":                {"day": {"yesterday"}},
		"cannot have come after":   {"day": {"2099-01-01"}},
		"Choose at least one file": nil,
	} {
		files := map[string]string{"b.pdf": "two"}
		if fields == nil {
			files = nil
		}
		if got := body(t, sendFiles(t, dana, at, fields, files), http.StatusUnprocessableEntity); !strings.Contains(got, say) {
			t.Errorf("%v: the page does not say %q", fields, say)
		}
	}
	if got := body(t, sendFiles(t, dana, at, nil, map[string]string{"empty.pdf": ""}), http.StatusUnprocessableEntity); !strings.Contains(got, "empty.pdf is empty") {
		t.Error("an empty file is not told")
	}
}

func TestAPartySeesWhatItSentAlone(t *testing.T) {
	o := newOffice(t, func(c *web.Config) { c.Records = nil })
	claims := o.somebody(auth.ClaimsAdministrator)
	id := o.caseOf(claims)
	at := "/cases/" + string(id) + "/files"
	dana := o.as(o.somebody(auth.Coordinator).ID)
	if w := sendFiles(t, dana, at, url.Values{"from": {"P1"}}, map[string]string{"secret letter.pdf": "of the worker"}); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code)
	}
	party := o.as(claims.ID)
	if w := sendFiles(t, party, at, url.Values{"from": {"P1"}}, map[string]string{"records.pdf": "of the insurer"}); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	c, err := o.store.Case(t.Context(), id)
	must(t, err)
	last, other := c.Files[len(c.Files)-1], c.Files[len(c.Files)-2]
	p, _ := c.Party(last.From)
	if p.Account != claims.ID {
		t.Errorf("a party sent as %s", last.From)
	}
	for _, path := range []string{at, at + "/receipt", at + "?part=list"} {
		page := body(t, party.get(path), http.StatusOK)
		if !strings.Contains(page, "records.pdf") || strings.Contains(page, "secret letter") {
			t.Errorf("%s shows other files than the party's own", path)
		}
	}
	if w := party.get(at + "/" + other.SHA256); w.Code != http.StatusNotFound {
		t.Errorf("another party's file: %d", w.Code)
	}
	if got := body(t, party.get(at+"/"+last.SHA256), http.StatusOK); got != "of the insurer" {
		t.Errorf("its own file came back as %q", got)
	}
}

func TestTheReceiptListsEveryPage(t *testing.T) {
	m := newMemoryRecords()
	o := newOffice(t, func(c *web.Config) { c.Records = m })
	id := o.anyCase()
	page := func(p records.Page) records.Page { p.Width, p.Height = 612, 792; return p }
	b := records.Bundle{Files: []records.File{
		{Name: "a.pdf", SHA256: strings.Repeat("a", 64), From: "P2", Pages: []records.Page{
			page(records.Page{Source: records.Native}), page(records.Page{Source: records.Native}), page(records.Page{Source: records.OCR, Scan: true}),
			page(records.Page{Source: records.None, Blank: true}), page(records.Page{Source: records.None, Problem: "The page is damaged."}),
		}},
	}}
	s := m.put(id, b, records.Index{})
	s.Files = append(s.Files, records.ShelfFile{SHA256: strings.Repeat("b", 64), Name: "locked.pdf", Kind: "pdf", From: "P2", Received: noon, Opened: true,
		Problem: "The file is protected by a password. Send it again without one."})
	got := body(t, o.as(o.somebody(auth.Coordinator).ID).get("/cases/"+string(id)+"/files/receipt"), http.StatusOK)
	for _, want := range []string{"<td>1-2</td><td>1-2</td><td>Text</td>", "<td>3</td><td>3</td><td>Scan, read by text recognition</td>", "<td>4</td><td>4</td><td>Blank</td>",
		"<td>5</td><td>5</td><td>Cannot be read: The page is damaged.</td>", "locked.pdf", "Send it again without one.", strings.Repeat("a", 64)} {
		if !strings.Contains(got, want) {
			t.Errorf("the receipt does not say %q", want)
		}
	}
}

func TestFilesOfOneSendingAreOneLineOfTheHistory(t *testing.T) {
	o := newOffice(t, func(c *web.Config) { c.Records = nil })
	id := o.anyCase()
	dana := o.as(o.somebody(auth.Coordinator).ID)
	for _, name := range []string{"one.pdf", "two.pdf", "three.pdf"} {
		if w := sendFiles(t, dana, "/cases/"+string(id)+"/files", url.Values{"from": {"P2"}}, map[string]string{name: name}); w.Code != http.StatusSeeOther {
			t.Fatal(w.Code)
		}
	}
	page := body(t, dana.get("/cases/"+string(id)), http.StatusOK)
	if !strings.Contains(page, "3 files received from") || strings.Contains(page, "1 file received from") || !strings.Contains(page, "two.pdf, 7 bytes") {
		t.Error("the history does not tell the three files as one sending")
	}
}
