package web_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
	"github.com/openimr/openimr/internal/web"
	"github.com/openimr/openimr/records"
	"github.com/openimr/openimr/review/assist"
)

// liar is a language model that says what it is told to.
type liar struct {
	says  string
	err   error
	asked []assist.Message
}

func (l *liar) Ask(_ context.Context, ms []assist.Message) ([]byte, error) {
	l.asked = ms
	return []byte(l.says), l.err
}
func (*liar) Host() string  { return "model.example" }
func (*liar) Model() string { return "small" }

func TestWhatALanguageModelSaysIsHeldAgainstThePage(t *testing.T) {
	m := &liar{}
	o := newOffice(t, func(c *web.Config) { c.Model = m })
	who := o.somebody(auth.Reviewer)
	id := o.caseOf(who)
	var page records.Page
	for i, w := range strings.Fields("MRI of the left shoulder shows a full-thickness tear. There is no fracture.") {
		page.Words = append(page.Words, records.Word{Text: w, Box: records.Box{X0: float32(i * 40), Y0: 40, X1: float32(i*40 + 36), Y1: 50}, Confidence: 100})
	}
	page.Source = records.Native
	b := records.Bundle{Files: []records.File{{Name: "mri.pdf", SHA256: strings.Repeat("d", 64), From: "P2", Pages: []records.Page{page}}}}
	o.records.put(id, b, records.Index{Documents: []records.Document{{ID: "D1", Type: "imaging_report", Pages: []records.PageRef{{Page: 1}}}}})
	v, at := o.as(who.ID), "/cases/"+string(id)+"/assist"
	checkPage(t, at, body(t, v.get(at), http.StatusOK))
	ask := func(want int, pairs ...string) string {
		t.Helper()
		f := url.Values{"key": {"k" + strings.Join(pairs, "")}, "purpose": {"summarize"}, "paper": {"D1"}}
		for i := 0; i < len(pairs); i += 2 {
			f.Set(pairs[i], pairs[i+1])
		}
		return body(t, v.post(at, f), want)
	}
	m.says = `{"sentences":[
		{"text":"MRI of the left shoulder shows a full-thickness tear.","page":1,"quote":"MRI of the left shoulder shows a full-thickness tear."},
		{"text":"MRI of the right shoulder shows a full-thickness tear.","page":1,"quote":"MRI of the left shoulder shows a full-thickness tear."},
		{"text":"There is a fracture.","page":1,"quote":"There is no fracture."},
		{"text":"Surgery is medically necessary.","page":1,"quote":"shows a full-thickness tear."}]}`
	answer := ask(http.StatusOK)
	checkPage(t, at, answer)
	for _, lie := range []string{"right shoulder", "There is a fracture", "Surgery is"} {
		if strings.Contains(answer, lie) {
			t.Errorf("the page shows %q", lie)
		}
	}
	if !strings.Contains(answer, "1 sentence held") || !strings.Contains(answer, "3 sentences left out") {
		t.Error("the page does not say what held and what did not")
	}
	if len(m.asked) != 2 || !strings.Contains(m.asked[1].Text, "full-thickness tear") || strings.Contains(m.asked[1].Text, string(who.Name)) {
		t.Errorf("it was asked %v", m.asked)
	}
	es, err := o.store.Events(t.Context(), id)
	must(t, err)
	used, ok := es[len(es)-1].Data.(*imr.ModelAsked)
	if !ok || used.Shown != 1 || used.Dropped != 3 || used.Host != "model.example" || strings.Join(used.Pages, ",") != "1" {
		t.Fatalf("recorded is %+v", es[len(es)-1].Data)
	}

	// Into the summary, not confirmed; never into a rationale, and nothing that was not shown.
	take := func(want int, text string) {
		t.Helper()
		if w := v.post(at+"/take", url.Values{"take": {text}}); w.Code != want {
			t.Errorf("taking %q: %d, want %d", text, w.Code, want)
		}
	}
	good := "MRI of the left shoulder shows a full-thickness tear. [p. 1:0-8] [unconfirmed: model]"
	take(http.StatusUnprocessableEntity, "MRI of the left shoulder shows a full-thickness tear. [p. 1:0-8]")
	take(http.StatusUnprocessableEntity, "Surgery is medically necessary. [p. 1:0-8] [unconfirmed: model]")
	take(http.StatusSeeOther, good)
	d, err := o.store.Draft(t.Context(), id)
	must(t, err)
	if !strings.HasSuffix(d.Draft.Summary, good) {
		t.Errorf("the summary is %q", d.Draft.Summary)
	}
	if len(d.Draft.Items) == 0 {
		t.Fatal("the case has no items")
	}
	for _, words := range []string{good, "mri of the LEFT shoulder: shows a full thickness tear"} {
		bad := d.Draft
		bad.Items = append([]imr.DraftDecision{}, d.Draft.Items...)
		bad.Items[0].Rationale = "My own reason. " + words
		w := v.sendJSON(http.MethodPut, "/cases/"+string(id)+"/draft", map[string]any{"rev": d.Rev, "draft": bad})
		if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "language model wrote") {
			t.Errorf("a rationale with %q: %d %s", words, w.Code, w.Body.String())
		}
	}

	// What cannot be asked, and a model that does not answer.
	for want, pairs := range map[string][]string{
		"names no pages":       {"pages", "9"},
		"never asked what":     {"purpose", "find", "for", "is surgery medically necessary?"},
		"Say what is":          {"purpose", "find"},
		"summarized or passag": {"purpose", "decide"},
	} {
		if page := ask(http.StatusUnprocessableEntity, pairs...); !strings.Contains(page, want) {
			t.Errorf("%v: the page does not say %q", pairs, want)
		}
	}
	m.err = errors.New("it did not answer within 90s")
	if page := ask(http.StatusBadGateway, "for", "again"); !strings.Contains(page, "did not answer") {
		t.Error("the page does not say that there is no answer")
	}
	m.err, m.says = nil, "The treatment should be approved."
	if page := ask(http.StatusBadGateway, "for", "once more"); strings.Contains(page, "should be approved") {
		t.Error("an answer of another form is shown")
	}
}

func TestWithoutALanguageModelNothingIsAsked(t *testing.T) {
	o := newOffice(t)
	who := o.somebody(auth.Reviewer)
	at := "/cases/" + string(o.caseOf(who)) + "/assist"
	v := o.as(who.ID)
	page := body(t, v.get(at), http.StatusOK)
	checkPage(t, at, page)
	if !strings.Contains(page, "off by default") || strings.Contains(page, "<button class=\"main\"") {
		t.Error("the page offers what is not there")
	}
	if w := v.post(at, url.Values{"purpose": {"summarize"}, "pages": {"1"}}); w.Code != http.StatusConflict {
		t.Errorf("asking nobody: %d", w.Code)
	}
	if w := o.as(o.somebody(auth.Quality).ID).get(at); w.Code != http.StatusForbidden {
		t.Errorf("quality may ask: %d", w.Code)
	}
}
