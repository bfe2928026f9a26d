package web_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/internal/auth"
	"github.com/openimr/openimr/records"
)

func TestTheDeskIsToldWhatTheRecordSaysOfAnItem(t *testing.T) {
	o := newOffice(t)
	sam := o.somebody(auth.Reviewer)
	id := o.caseOf(sam)
	c, err := o.store.Case(t.Context(), id)
	must(t, err)
	request := c.Items[0].Request
	page := func(lines ...string) (p records.Page) {
		for n, l := range lines {
			for _, w := range strings.Fields(l) {
				p.Words = append(p.Words, records.Word{Text: w, Line: int32(n), Block: int32(n), Confidence: 100})
			}
		}
		return p
	}
	n := len(strings.Fields(request))
	b := records.Bundle{Files: []records.File{{Name: "ur.pdf", SHA256: strings.Repeat("d", 64), Pages: []records.Page{
		page("1. "+request+" is denied.", "Rationale:", "The records do not show that it helped.", "Guidelines:", "MTUS, ACOEM Chapter 8, Neck and Upper Back Complaints."),
	}}}}
	o.records.put(id, b, records.Index{
		Documents: []records.Document{{ID: "D1", Type: "ur_decision", Date: clock.MustDay("2015-07-10"), Pages: []records.PageRef{{Page: 1}}}},
		Facts:     []records.Fact{{Kind: records.FactDenial, Page: records.PageRef{Page: 1}, From: 1, To: n + 3, Text: request + " is denied.", About: request, Standing: records.Stated}},
	})
	v := o.as(sam.ID)
	w := v.get("/cases/" + string(id) + "/draft/items")
	for range 40 { // each waits a moment for the record to be prepared
		if w.Code != http.StatusAccepted {
			break
		}
		w = v.get("/cases/" + string(id) + "/draft/items")
	}
	part := body(t, w, http.StatusOK)
	for _, want := range []string{`data-record-of="1"`, "Denied", "The records do not show that it helped.", "Neck and Upper Back Complaints", "/reader#p=1&amp;w=", "Put into the field"} {
		if !strings.Contains(part, want) {
			t.Errorf("the desk is not told %q: %s", want, part)
		}
	}
	if w := o.as(o.somebody(auth.Quality).ID).get("/cases/" + string(id) + "/draft/items"); w.Code != http.StatusForbidden {
		t.Errorf("somebody else asked: %d", w.Code)
	}
}
