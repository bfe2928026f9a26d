package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
	"github.com/openimr/openimr/internal/web"
	"github.com/openimr/openimr/records"
)

// lacking is a record with a decision that names a report that nobody sent, and a file that cannot be opened.
func lacking(o *office) (imr.CaseID, *records.Shelf) {
	id := o.anyCase()
	var page records.Page
	for i, w := range strings.Fields("The request for MRI of the lumbar spine is denied. Records reviewed: MRI of the lumbar spine dated 03/04/2014.") {
		page.Words = append(page.Words, records.Word{Text: w, Box: records.Box{X0: float32(i * 50), Y0: 40, X1: float32(i*50 + 44), Y1: 50}, Confidence: 100})
	}
	b := records.Bundle{Files: []records.File{{Name: "ur.pdf", SHA256: strings.Repeat("d", 64), From: "P2", Pages: []records.Page{page}}}}
	s := o.records.put(id, b, records.Index{Documents: []records.Document{{ID: "D1", Type: "ur_decision", Date: clock.MustDay("2015-07-10"), Pages: []records.PageRef{{Page: 1}}}}})
	s.Files = append(s.Files, records.ShelfFile{SHA256: strings.Repeat("e", 64), Name: "locked.pdf", Kind: "pdf", From: "P2", Received: noon, Problem: "It is protected with a password."})
	return id, s
}

func TestWhatIsMissingIsListedByWhoOwesIt(t *testing.T) {
	o := newOffice(t)
	id, _ := lacking(o)
	v := o.as(o.somebody(auth.Coordinator).ID)
	at := "/cases/" + string(id) + "/missing"
	page := body(t, v.get(at), http.StatusOK)
	checkPage(t, at, page)
	for _, want := range []string{"The imaging report of Mar 4, 2014.", "8 CCR 9792.10.5(a)(1)(A)", "/reader#p=1&amp;w=", "locked.pdf", "It is protected with a password.", "Write the letter", "perhaps none exists"} {
		if !strings.Contains(page, want) {
			t.Errorf("the list does not say %q", want)
		}
	}
	// The reviewer sees the list and asks nobody.
	sam := o.somebody(auth.Reviewer)
	theirs := o.caseOf(sam)
	o.records.shelf[theirs], o.records.bundle[theirs] = o.records.shelf[id], o.records.bundle[id]
	rev := o.as(sam.ID)
	if page := body(t, rev.get("/cases/"+string(theirs)+"/missing"), http.StatusOK); strings.Contains(page, "Write the letter") || !strings.Contains(page, "The imaging report") {
		t.Error("a reviewer does not see the list, or is offered the letter")
	}
	if w := rev.get("/cases/" + string(theirs) + "/missing/letter?of=P2"); w.Code != http.StatusForbidden {
		t.Errorf("a reviewer got the letter: %d", w.Code)
	}
	off := newOffice(t, func(c *web.Config) { c.Records = nil })
	page = body(t, off.as(off.somebody(auth.Coordinator).ID).get("/cases/"+string(off.anyCase())+"/missing"), http.StatusOK)
	if !strings.Contains(page, "does not read files") {
		t.Error("a server that reads no files does not say so")
	}
}

func TestALetterThatAsksIsRecordedAsSent(t *testing.T) {
	o := newOffice(t)
	id, shelf := lacking(o)
	c, err := o.store.Case(t.Context(), id)
	must(t, err)
	var claims imr.Party
	for _, p := range c.Parties {
		if p.Role == imr.ClaimsAdministrator {
			claims = p
		}
	}
	shelf.Files[1].From = string(claims.ID)
	_, err = o.store.Do(t.Context(), imr.Request{Case: id, Saw: imr.AnyVersion, Command: &imr.FilesReceived{From: claims.ID, Files: []imr.ReceivedFile{{SHA256: shelf.Files[1].SHA256, Name: "locked.pdf", Size: 9}}},
		Act: imr.Act{Actor: imr.Actor{ID: "u"}, At: noon, Recorded: noon, How: &imr.How{Method: imr.Electronic}}})
	must(t, err)
	dana := o.as(o.somebody(auth.Coordinator).ID)
	at := "/cases/" + string(id) + "/missing"
	form := body(t, dana.get(at+"/letter?of="+string(claims.ID)+"&item=imaging_report-2014-03-04-named&file="+shelf.Files[1].SHA256), http.StatusOK)
	checkPage(t, at+"/letter", form)
	for _, want := range []string{"The imaging report of Mar 4, 2014", "locked.pdf", "Golden State Independent Review", "8 CCR 9792.10.5", c.Worker.Name} {
		if !strings.Contains(form, want) {
			t.Errorf("the letter does not say %q", want)
		}
	}
	if strings.Contains(form, "Application for Independent Medical Review (DWC") {
		t.Error("the letter asks for what was not chosen")
	}
	values := url.Values{"key": {"letter-1"}, "of": {string(claims.ID)}, "missing.0": {"the imaging report of Mar 4, 2014"}, "file.0": {shelf.Files[1].SHA256}, "letter": {"Please send it."}, "method": {"fax"}, "sent": {"2026-12-01"}}
	for say, change := range map[string]url.Values{
		"“Letter” is empty":             {"letter": {""}},
		"cannot have been sent after":   {"sent": {"2027-01-01"}},
		"“Sent” is empty. It is needed": {"method": {""}},
	} {
		bad := url.Values{}
		for k, vs := range values {
			bad[k] = vs
		}
		for k, vs := range change {
			bad[k] = vs
		}
		page := body(t, dana.post(at+"/letter", bad), http.StatusUnprocessableEntity)
		checkPage(t, at+"/letter", page)
		if !strings.Contains(page, say) {
			t.Errorf("%v: the form does not say %q", change, say)
		}
	}
	for range 2 { // sent twice is recorded once
		if w := dana.post(at+"/letter", values); w.Code != http.StatusSeeOther {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
	}
	events, err := o.store.Events(t.Context(), id)
	must(t, err)
	n := 0
	for _, e := range events {
		if d, ok := e.Data.(*imr.RecordsAsked); ok {
			n++
			if d.Of != claims.ID || d.Letter != "Please send it." || len(d.Missing) != 1 || len(d.Unreadable) != 1 || e.How.Method != imr.Fax || e.At.In(imr.Office).Format("2006-01-02") != "2026-12-01" {
				t.Errorf("recorded %+v, %+v", d, e)
			}
		}
	}
	if n != 1 {
		t.Fatalf("%d letters are recorded", n)
	}
	page := body(t, dana.get(at), http.StatusOK)
	checkPage(t, at, page)
	for _, want := range []string{"Asked for on Dec 1, 2026", "Asked for again on Dec 1, 2026", "was asked for 1 paper and 1 file again", "Please send it."} {
		if !strings.Contains(page, want) {
			t.Errorf("the list does not say %q", want)
		}
	}
	if page := body(t, dana.get("/cases/"+string(id)), http.StatusOK); !strings.Contains(page, "was asked for 2 papers") {
		t.Error("the history does not tell the letter")
	}
	values.Set("file.0", strings.Repeat("0", 64))
	values.Set("key", "letter-2")
	if w := dana.post(at+"/letter", values); w.Code != http.StatusNotFound {
		t.Errorf("a file of another case gave %d", w.Code)
	}
	if w := dana.get(at + "/letter?of=P77"); w.Code != http.StatusNotFound {
		t.Errorf("a party of another case gave %d", w.Code)
	}
}
