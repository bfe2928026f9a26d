package web_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
	"github.com/openimr/openimr/records"
)

func TestADraftIsCheckedAsItIsTyped(t *testing.T) {
	o := newOffice(t)
	who := o.somebody(auth.Reviewer)
	id := o.caseOf(who)
	c, err := o.store.Case(t.Context(), id)
	must(t, err)
	var page records.Page
	for i, w := range strings.Fields("The MRI of the left shoulder dated 03/14/2015 shows a full-thickness tear. There is no fracture. Urine drug screen was consistent.") {
		page.Words = append(page.Words, records.Word{Text: w, Box: records.Box{X0: float32(i * 30), Y0: 40, X1: float32(i*30 + 28), Y1: 50}, Confidence: 100})
	}
	page.Source = records.Native
	b := records.Bundle{Files: []records.File{{Name: "mri.pdf", SHA256: strings.Repeat("d", 64), From: "P2", Pages: []records.Page{page}}}}
	o.records.put(id, b, records.Index{Documents: []records.Document{{ID: "D1", Type: "imaging_report", Pages: []records.PageRef{{Page: 1}}}}})
	v, at := o.as(who.ID), "/cases/"+string(id)+"/check"
	type finding struct {
		Field, Rule, Message string
		From, To             int
		Must, Kept           bool
		PageHref             string `json:"page_href"`
	}
	ask := func(d imr.Draft) (fs []finding) {
		t.Helper()
		var got struct {
			Findings  []finding
			Preparing bool
		}
		for range 40 {
			got.Findings, got.Preparing = nil, false
			w := v.sendJSON(http.MethodPost, at, map[string]any{"draft": d})
			if w.Code != http.StatusOK {
				t.Fatalf("%d %s", w.Code, w.Body.String())
			}
			must(t, json.Unmarshal(w.Body.Bytes(), &got))
			if !got.Preparing {
				break
			}
		}
		return got.Findings
	}
	ofRule := func(fs []finding, rule string) *finding {
		for i := range fs {
			if fs[i].Rule == rule {
				return &fs[i]
			}
		}
		return nil
	}
	d := imr.Draft{Summary: "𝒜 note. The MRI of the right shoulder dated 03/14/2015 shows a full-thickness tear. [p. 1:0-12] There is no documentation of a urine drug screen. [p. 1]"}
	for _, it := range c.Items {
		d.Items = append(d.Items, imr.DraftDecision{Item: it.Number, Outcome: imr.Upheld, IMROGuideline: "Decision based on MTUS.", Rationale: "The record shows a tear. Therefore, the request is medically necessary."})
	}
	fs := ask(d)
	side := ofRule(fs, "cite.side")
	if side == nil {
		t.Fatalf("the wrong side is not found: %+v", fs)
	}
	if side.PageHref == "" || side.Field != "summary" {
		t.Errorf("it leads to %q of %q", side.PageHref, side.Field)
	}
	if units := []rune(d.Summary); side.From < 1 || side.To > len(units)+1 { // one character counts twice in a browser
		t.Errorf("it stands at %d-%d of %d", side.From, side.To, len(units))
	}
	absent := ofRule(fs, "absence.found")
	if absent == nil || absent.Kept {
		t.Errorf("what the record has though it is said to be absent: %+v", absent)
	}
	d.Kept = []imr.Kept{{Rule: "absence.found", Words: "There is no documentation of a urine drug screen."}}
	if kept := ofRule(ask(d), "absence.found"); kept == nil || !kept.Kept {
		t.Errorf("what was kept knowingly: %+v", kept)
	}
	blocked := false
	for _, f := range fs {
		blocked = blocked || f.Must && strings.HasPrefix(f.Field, "items[0]")
	}
	if !blocked {
		t.Errorf("a decision against its rationale does not keep a draft from being signed: %+v", fs)
	}
	if w := v.sendJSON(http.MethodPost, at, map[string]any{"draft": imr.Draft{Summary: strings.Repeat("x", 30_000)}}); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("a huge summary: %d", w.Code)
	}
	if w := o.as(o.somebody(auth.Quality).ID).sendJSON(http.MethodPost, at, map[string]any{}); w.Code != http.StatusForbidden {
		t.Errorf("somebody else checks: %d", w.Code)
	}
	if w := v.get("/cases/" + string(id) + "/draft/skeleton"); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "[unconfirmed]") {
		t.Errorf("the summary from the record: %d %s", w.Code, w.Body.String())
	}
}
