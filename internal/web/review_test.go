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
)

func put(b *visitor, path string, body any) *httptest.ResponseRecorder {
	j, err := json.Marshal(body)
	must(b.o.t, err)
	r := httptest.NewRequest(http.MethodPut, path, bytes.NewReader(j))
	r.Header.Set("Content-Type", "application/json")
	return b.send(r)
}

func TestTheDraftIsKeptAsItIsTyped(t *testing.T) {
	o := newOffice(t)
	sofia := o.as("sofia.navarro")
	type saving struct {
		Rev   int       `json:"rev"`
		Draft imr.Draft `json:"draft"`
	}
	typed := imr.Draft{Summary: "A 51 year old", Items: []imr.DraftDecision{{Item: 1}}}
	var got struct {
		Rev     int
		Saved   string
		Draft   *imr.Draft
		Clashes []imr.DraftClash
		Why     string
	}
	read := func(w *httptest.ResponseRecorder, status int) {
		t.Helper()
		got.Draft, got.Clashes, got.Why = nil, nil, ""
		must(t, json.Unmarshal([]byte(body(t, w, status)), &got))
	}
	read(put(sofia, withReviewer+"/draft", saving{0, typed}), 200)
	if got.Rev != 1 || got.Saved != "12:00 pm" {
		t.Errorf("saved as %+v", got)
	}
	// The answer was lost on its way, and the browser tries again.
	read(put(sofia, withReviewer+"/draft", saving{0, typed}), 200)
	if got.Rev != 1 {
		t.Errorf("tried again it is %+v", got)
	}
	// Another window that began with the same page: the two are put together, and it is told where they differ.
	other := imr.Draft{Summary: "Another text"}
	read(put(sofia, withReviewer+"/draft", saving{0, other}), 200)
	if got.Rev != 2 || len(got.Clashes) != 1 || got.Clashes[0].Mine != "Another text" || got.Clashes[0].Theirs != typed.Summary || got.Clashes[0].Field != "summary" {
		t.Errorf("the other window is told %+v", got)
	}
	read(put(sofia, withReviewer+"/draft", saving{2, typed}), 200)
	page := body(t, sofia.get(withReviewer+"/review"), 200)
	says(t, page, "Saved 12:00 pm")
	if v := fields(t, page, "form"); v.Get("summary") != "A 51 year old" || v.Get("rev") != "3" {
		t.Errorf("the page holds %v", v)
	}
	// The same without scripts: the page tells of the other text and keeps this one.
	v := fields(t, page, "form")
	read(put(sofia, withReviewer+"/draft", saving{3, other}), 200)
	v.Set("summary", "A third text")
	page = body(t, sofia.post(withReviewer+"/review", v), http.StatusConflict)
	says(t, page, "Another window saved this draft meanwhile", "Another text")
	v = fields(t, page, "form")
	if v.Get("summary") != "A third text" {
		t.Errorf("what was typed is %q", v.Get("summary"))
	}
	v.Set("do", "save")
	says(t, body(t, sofia.post(withReviewer+"/review", v), 200), "A third text")
	// Not for anybody else, and not once it was submitted.
	body(t, put(o.as("helen.osei"), withReviewer+"/draft", saving{3, typed}), http.StatusNotFound)
	body(t, put(o.as("dana.kim"), withReviewer+"/draft", saving{3, typed}), http.StatusForbidden)
	read(put(o.as("marcus.bell"), inQuality+"/draft", saving{0, typed}), http.StatusConflict)
	if !strings.Contains(got.Why, "possible only from “With the reviewer”") {
		t.Errorf("it is refused with %q", got.Why)
	}
}

func TestAHugeOrHostileDraftIsRefused(t *testing.T) {
	o := newOffice(t)
	sofia := o.as("sofia.navarro")
	send := func(data string) int {
		r := httptest.NewRequest(http.MethodPut, withReviewer+"/draft", strings.NewReader(data))
		return sofia.send(r).Code
	}
	for data, want := range map[string]int{
		"": 422, "{": 422, `{"rev":0,"draft":{"summary":"a"},"more":1}`: 422,
		`{"rev":0,"draft":{"summary":"` + strings.Repeat("a", 30_000) + `"}}`:                              422,
		`{"rev":0,"draft":{"summary":"` + strings.Repeat("a", 2<<20) + `"}}`:                               413,
		`{"rev":0,"draft":{"summary":"a\u0000"}}`:                                                          422,
		`{"rev":0,"draft":{"summary":"a","items":[{"item":1,"outcome":"necessary"}]}}`:                     422,
		`{"rev":0,"draft":{"summary":"a","items":[` + strings.Repeat(`{"item":1},`, 300) + `{}]}}`:         422,
		`{"rev":0,"draft":{"summary":"a","items":[{"item":1,"outcome":"upheld","rationale":"Because."}]}}`: 200,
	} {
		if got := send(data); got != want {
			t.Errorf("%.60q: %d, want %d", data, got, want)
		}
	}
}

func TestTheLetterBesideTheFormMarksFindingsAtTheirWords(t *testing.T) {
	o := newOffice(t)
	helen := o.as("helen.osei")
	v := fields(t, body(t, helen.get(sentBack+"/review"), 200), "form")
	part := body(t, helen.post(sentBack+"/preview", v), 200)
	if strings.Contains(part, "<html") || !strings.Contains(part, `<mark class="error" id="`) || !strings.Contains(part, "Therefore, the request is not medically necessary.") {
		t.Errorf("the preview is %.300s", part)
	}
	v.Set("items.0.rationale", "Therefore, the request is medically necessary.")
	if part := body(t, helen.post(sentBack+"/preview", v), 200); strings.Contains(part, `<mark class="error"`) {
		t.Error("what was mended is still marked")
	}
	v.Set("summary", `<script>alert("x")</script> "quoted" & more`)
	if part := body(t, helen.post(sentBack+"/preview", v), 200); strings.Contains(part, "<script>") {
		t.Error("typed words became an element")
	}
}

func TestGuidelinesInForceComeFirstAndAreCitedInTheLettersWords(t *testing.T) {
	o := newOffice(t)
	sofia := o.as("sofia.navarro")
	page := body(t, sofia.get(withReviewer+"/guidelines?q=shoulder"), 200)
	inForce, not := strings.Index(page, "In force"), strings.Index(page, "Not in force on Dec 3, 2026")
	if inForce < 0 || not < 0 || inForce > not {
		t.Errorf("in force at %d, not in force at %d:\n%s", inForce, not, mainWords(t, page))
	}
	if part := body(t, sofia.get(withReviewer+"/guidelines?part=1&q=shoulder"), 200); strings.Contains(part, "<html") || !strings.Contains(part, "data-pick=") {
		t.Error("a script gets a whole page")
	}
	var got struct{ Statement string }
	must(t, json.Unmarshal([]byte(body(t, sofia.post(withReviewer+"/cite", url.Values{"guideline": {"MTUS-SHO-2004"}, "section": {"Special Studies"}, "statement": {""}}), 200)), &got))
	if got.Statement != "Decision based on MTUS Shoulder Complaints 2004, Section(s): Special Studies." {
		t.Errorf("cited as %q", got.Statement)
	}
	must(t, json.Unmarshal([]byte(body(t, sofia.post(withReviewer+"/cite", url.Values{"guideline": {"MTUS-SHO-2004"}, "statement": {"Decision based on MTUS Chronic Pain Medical Treatment 2016, Section(s): Facet blocks."}}), 200)), &got))
	if !strings.Contains(got.Statement, "Chronic Pain Medical Treatment 2016, Section(s): Facet blocks") || !strings.Contains(got.Statement, "Shoulder Complaints 2004") {
		t.Errorf("added as %q", got.Statement)
	}
	body(t, sofia.post(withReviewer+"/cite", url.Values{"guideline": {"nothing"}}), http.StatusUnprocessableEntity)
}
