package web_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
	"github.com/openimr/openimr/internal/web"
	"github.com/openimr/openimr/records"
)

// chained gives a case a record of two papers, one of which is in its list, and a file that cannot be opened.
func chained(o *office, id imr.CaseID) *records.Shelf {
	b := records.Bundle{Files: []records.File{{Name: "bundle.pdf", SHA256: strings.Repeat("d", 64), Pages: make([]records.Page, 3)}}}
	s := o.records.put(id, b, records.Index{Documents: []records.Document{
		{ID: "D1", Type: "pr2", Title: "Progress report", Date: clock.MustDay("2014-02-03"), Pages: []records.PageRef{{Page: 1}, {Page: 2}}},
		{ID: "D2", Type: "lab_report", Title: "Blood test", Date: clock.MustDay("2014-02-04"), Pages: []records.PageRef{{Page: 3}}},
	}})
	s.Files = append(s.Files, records.ShelfFile{SHA256: strings.Repeat("e", 64), Name: "locked.pdf", Kind: "pdf", Received: noon, Opened: true, Problem: "It is protected with a password."})
	return s
}

func TestTheChainFromTheListToTheLetterIsShown(t *testing.T) {
	o := newOffice(t)
	sam := o.somebody(auth.Reviewer)
	id := o.caseOf(sam)
	s := chained(o, id)
	at := "/cases/" + string(id) + "/complete"
	v := o.as(sam.ID)
	page := body(t, v.get(at), http.StatusOK)
	checkPage(t, at, page)
	for _, want := range []string{"2 papers were never opened", "Progress report of Feb 3, 2014", "/reader#p=1", "locked.pdf", "Cannot be opened", "and in no sender", "You opened", "not in the letter"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	must(t, o.records.Open(t.Context(), id, sam.ID, []records.PageID{s.ID(records.PageRef{Page: 1})}))
	page = body(t, v.get(at+"?show=part"), http.StatusOK)
	for _, want := range []string{"1 paper was opened in part", "1 of 2 pages", "not p. 2", "/reader#p=2", "1 of 3 pages"} {
		if !strings.Contains(page, want) {
			t.Errorf("after one page was opened the page does not say %q", want)
		}
	}
	if strings.Count(page, "Blood test") != 3 { // to look at three times, and not in the table
		t.Errorf("the table is not filtered: %d", strings.Count(page, "Blood test"))
	}
	// The office sees what the reviewer opened.
	page = body(t, o.as(o.somebody(auth.Quality).ID).get(at), http.StatusOK)
	if !strings.Contains(page, "1 paper was opened in part") || strings.Contains(page, "You opened") {
		t.Error("quality does not see what the reviewer opened")
	}
}

func TestTheChainOfACaseWithoutRecordsSaysSo(t *testing.T) {
	off := newOffice(t, func(c *web.Config) { c.Records = nil })
	page := body(t, off.as(off.somebody(auth.Coordinator).ID).get("/cases/"+string(off.anyCase())+"/complete"), http.StatusOK)
	if !strings.Contains(page, "does not read files") {
		t.Error("a server that reads no files does not say so")
	}
}
