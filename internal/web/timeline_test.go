package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/internal/auth"
	"github.com/openimr/openimr/internal/web"
	"github.com/openimr/openimr/records"
)

// chronicle is a record of some pages with facts, for pages that stand on them.
func chronicle() (records.Bundle, records.Index) {
	b := records.Bundle{Files: []records.File{{Name: "a.pdf", SHA256: strings.Repeat("a", 64), From: "P2", Pages: make([]records.Page, 5)}}}
	day := clock.MustDay
	at := func(p int) records.PageRef { return records.PageRef{Page: p} }
	return b, records.Index{
		Documents: []records.Document{{ID: "D1", Type: "pr2", Title: "Progress report", Author: "Maria Chu, M.D.", Date: day("2015-07-14"), Pages: []records.PageRef{at(1), at(2)}}},
		Facts: []records.Fact{
			{Kind: records.FactProcedure, When: "2009", Text: "appendectomy", Page: at(4), From: 1, To: 2, Standing: records.Historical},
			{Kind: records.FactInjury, Date: day("2014-09-18"), Text: "DOI: 09/18/2014", Page: at(1), From: 3, To: 5, Standing: records.Stated},
			{Kind: records.FactInjury, Date: day("2014-09-18"), Text: "Date of Injury 9-18-14", Page: at(3), From: 1, To: 5, Standing: records.Stated},
			{Kind: records.FactDiagnosis, Date: day("2015-07-14"), Text: "lumbar radiculopathy", Page: at(2), From: 9, To: 11, Standing: records.Stated, Code: "M54.16"},
			{Kind: records.FactDiagnosis, Date: day("2015-07-14"), Text: "diabetes", Page: at(2), From: 14, To: 15, Standing: records.Negated},
			{Kind: records.FactDenial, Date: day("2015-07-20"), Text: "The request for MRI is denied", Value: "no red flags", Page: at(5), From: 0, To: 6, Standing: records.Stated},
			{Kind: records.FactDiagnosis, Text: "stroke", Page: at(5), From: 7, To: 8, Standing: records.Family},
		},
	}
}

func TestTheTimelineTellsTheRecordByDay(t *testing.T) {
	o := newOffice(t)
	id := o.anyCase()
	b, x := chronicle()
	o.records.put(id, b, x)
	dana := o.somebody(auth.Coordinator)
	o.records.marks[id] = []records.Mark{
		{ID: "m1", By: string(dana.ID), ByName: dana.Name, Kind: records.Note, Page: records.PageID{File: b.Files[0].SHA256, Page: 3}, Text: "Fell again", Day: clock.MustDay("2015-07-16")},
		{ID: "m2", By: "somebody", ByName: "Someone", Kind: records.Note, Page: records.PageID{File: b.Files[0].SHA256, Page: 3}, Text: "Shared note", Day: clock.MustDay("2015-07-17"), Shared: true},
		{ID: "m3", By: "somebody", ByName: "Someone", Kind: records.Note, Page: records.PageID{File: b.Files[0].SHA256, Page: 3}, Text: "No day", Shared: true},
	}
	v := o.as(dana.ID)
	at := "/cases/" + string(id) + "/timeline"
	page := body(t, v.get(at), http.StatusOK)
	checkPage(t, at, page)
	for _, want := range []string{"7 lines", "September 2014", "July 2015", "/reader#p=2&amp;w=9-11", "Code M54.16", "denied or absent", "from the past", "of a relative", "no red flags",
		"Progress report, Maria Chu, M.D.", "Also on page 3", "Fell again", "You, seen by you alone", "Shared note", "Someone", "No date known", `title="The page says the year alone"`} {
		if want == "7 lines" {
			want = "<b>8</b>"
		}
		if !strings.Contains(page, want) {
			t.Errorf("the timeline does not say %q", want)
		}
	}
	if strings.Contains(page, "No day</a>") {
		t.Error("a note without a day stands in the chronology")
	}
	if i, j := strings.Index(page, "appendectomy"), strings.Index(page, "DOI: 09/18/2014"); i < 0 || j < i {
		t.Error("2009 does not stand before 2014")
	}
	for query, want := range map[string][]string{
		"?kind=denial":                     {"The request for MRI is denied"},
		"?standing=negated":                {"diabetes"},
		"?q=radiculopathy+M54":             {"lumbar radiculopathy"},
		"?kind=diagnosis&standing=family":  {"stroke"},
		"?kind=diagnosis&kind=procedure":   {"lumbar radiculopathy", "diabetes", "stroke", "appendectomy"},
		"?q=nothing+of+this+kind":          nil,
		"?order=newest&kind=injury_date":   {"DOI: 09/18/2014"},
		"?kind=none&page=77&standing=none": {"appendectomy", "DOI: 09/18/2014", "lumbar radiculopathy", "diabetes", "The request for MRI is denied", "stroke", "Fell again", "Shared note"},
	} {
		page := body(t, v.get(at+query), http.StatusOK)
		checkPage(t, at+query, page)
		if n := strings.Count(page, `class="open"`); n != len(want) {
			t.Errorf("%s: %d lines, not %d", query, n, len(want))
		}
		for _, w := range want {
			if !strings.Contains(page, w+"</a>") {
				t.Errorf("%s lacks %q", query, w)
			}
		}
		if len(want) == 0 && !strings.Contains(page, "Nothing fits") {
			t.Errorf("%s does not say that nothing fits", query)
		}
	}
	newest := body(t, v.get(at+"?order=newest"), http.StatusOK)
	if strings.Index(newest, "July 2015") > strings.Index(newest, "September 2014") || strings.Index(newest, "No date known") < strings.Index(newest, "September 2014") {
		t.Error("the newest do not stand first, or what has no date not last")
	}
}

func TestTheTimelineOfALongRecordIsParted(t *testing.T) {
	o := newOffice(t)
	id := o.anyCase()
	b := records.Bundle{Files: []records.File{{SHA256: strings.Repeat("b", 64), Pages: make([]records.Page, 4000)}}}
	var x records.Index
	for i := range 4000 {
		x.Facts = append(x.Facts, records.Fact{Kind: records.FactPain, Date: clock.MustDay("2010-01-01").AddDays(i / 3), Text: fmt.Sprintf("pain %d/10", i), Page: records.PageRef{Page: i + 1}, From: 0, To: 2, Standing: records.Stated})
	}
	o.records.put(id, b, x)
	v := o.as(o.somebody(auth.Coordinator).ID)
	at := "/cases/" + string(id) + "/timeline"
	seen := 0
	for n, next := 0, at; next != ""; n++ {
		page := body(t, v.get(next), http.StatusOK)
		checkPage(t, next, page)
		seen += strings.Count(page, `class="open"`)
		next = ""
		if strings.Contains(page, "Next part") {
			next = fmt.Sprintf("%s?page=%d", at, n+2)
		}
		if n > 9 {
			t.Fatal("the parts do not end")
		}
	}
	if seen != 4000 {
		t.Errorf("%d lines over all parts", seen)
	}
}

func TestTheTimelineSaysHowFarTheRecordIsRead(t *testing.T) {
	o := newOffice(t)
	id := o.anyCase()
	v := o.as(o.somebody(auth.Coordinator).ID)
	at := "/cases/" + string(id) + "/timeline"
	if page := body(t, v.get(at), http.StatusOK); !strings.Contains(page, "No records yet") {
		t.Error("an empty record is not told")
	}
	b, x := chronicle()
	s := o.records.put(id, b, x)
	s.Read = 3
	if page := body(t, v.get(at), http.StatusOK); !strings.Contains(page, "Still reading: 3 of 5 pages") || !strings.Contains(page, "data-behind") {
		t.Error("the page does not say that the record is still read")
	}
	s.Index = nil
	page := body(t, v.get(at), http.StatusOK)
	checkPage(t, at, page)
	if !strings.Contains(page, "Nothing read yet") {
		t.Error("the page does not say that nothing is read")
	}
	if part := body(t, v.get(at+"?part=list"), http.StatusOK); strings.Contains(part, "<html") || !strings.Contains(part, "Still reading") {
		t.Error("the part is not the list alone")
	}
	off := newOffice(t, func(c *web.Config) { c.Records = nil })
	page = body(t, off.as(off.somebody(auth.Coordinator).ID).get("/cases/"+string(off.anyCase())+"/timeline"), http.StatusOK)
	if !strings.Contains(page, "does not read files") {
		t.Error("a server that reads no files does not say so")
	}
}

func TestAPartyDoesNotSeeTheTimeline(t *testing.T) {
	o := newOffice(t)
	claims := o.somebody(auth.ClaimsAdministrator)
	id := o.caseOf(claims)
	if w := o.as(claims.ID).get("/cases/" + string(id) + "/timeline"); w.Code != http.StatusForbidden {
		t.Errorf("a party got %d", w.Code)
	}
}
