package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
	"github.com/openimr/openimr/letter"
	"github.com/openimr/openimr/library"
)

// likeCase is the case of a reviewer with a library that has one determination like each of its items.
func likeCase(t *testing.T) (*office, *visitor, imr.Case) {
	o := newOffice(t)
	who := o.somebody(auth.Reviewer)
	c, err := o.store.Case(t.Context(), o.caseOf(who))
	must(t, err)
	for _, it := range c.Items {
		o.library.entries = append(o.library.entries, library.Entry{Number: "CM14-000000" + string(rune('0'+it.Number)), Decided: clock.MustDay("2014-05-06"), Summary: "A published summary.",
			Items: []library.Item{{Request: it.Request, Decision: letter.Overturned, Guideline: "Decision based on MTUS.", Rationale: "The published reason."}}})
	}
	_, err = o.store.SaveDraft(t.Context(), imr.DraftText{Case: c.ID, By: who.ID, Draft: imr.Draft{Summary: "Not decided yet."}})
	must(t, err)
	return o, o.as(who.ID), c
}

func TestWhatWasDecidedElsewhereIsShownAfterTheDecision(t *testing.T) {
	o, v, c := likeCase(t)
	at := "/cases/" + string(c.ID) + "/like"
	if len(c.Items) == 0 {
		t.Fatal("the case has no items")
	}
	secret := []string{"Overturned", "The published reason."}
	open := body(t, v.get(at), http.StatusOK)
	checkPage(t, at, open)
	one := at + "/CM14-0000001?item=1"
	for path, page := range map[string]string{at: open, one: body(t, v.get(one), http.StatusOK), at + "?part=1": body(t, v.get(at+"?part=1"), http.StatusOK)} {
		for _, s := range secret {
			if strings.Contains(page, s) {
				t.Errorf("%s says %q before the reviewer has decided", path, s)
			}
		}
	}
	if !strings.Contains(open, "CM14-0000001") || !strings.Contains(open, "after yours") {
		t.Error("the like determination is not listed")
	}
	d := imr.Draft{}
	for _, it := range c.Items {
		d.Items = append(d.Items, imr.DraftDecision{Item: it.Number, Outcome: imr.Upheld})
	}
	_, err := o.store.SaveDraft(t.Context(), imr.DraftText{Case: c.ID, By: c.Reviewer.ID, Rev: 1, Draft: d})
	must(t, err)
	if page := body(t, v.get(at), http.StatusOK); !strings.Contains(page, "Overturned") {
		t.Error("the decision of the other is not shown after one's own")
	}
	page := body(t, v.get(one), http.StatusOK)
	checkPage(t, one, page)
	if !strings.Contains(page, "The published reason.") {
		t.Error("the reason of the other is not shown after one's own decision")
	}
	if w := v.get(at + "/CM99-0000001"); w.Code != http.StatusNotFound {
		t.Errorf("a number that is not there: %d", w.Code)
	}
	if w := v.get("/cases/" + string(c.ID) + "/otherwise"); w.Code != http.StatusForbidden {
		t.Errorf("the reviewer may see how like cases were decided: %d", w.Code)
	}
	quality := o.as(o.somebody(auth.Quality).ID)
	page = body(t, quality.get("/cases/"+string(c.ID)+"/otherwise"), http.StatusOK)
	checkPage(t, "otherwise", page)
	if w := quality.get(at); w.Code != http.StatusForbidden {
		t.Errorf("quality has the reviewer's page: %d", w.Code)
	}
}

func TestTextBlocksAreKeptChangedAndRemoved(t *testing.T) {
	o, v, _ := likeCase(t)
	checkPage(t, "/blocks", body(t, v.get("/blocks"), http.StatusOK))
	post := func(want int, pairs ...string) string {
		t.Helper()
		f := url.Values{}
		for i := 0; i < len(pairs); i += 2 {
			f.Set(pairs[i], pairs[i+1])
		}
		return body(t, v.post("/blocks", f), want)
	}
	post(http.StatusSeeOther, "name", "Opioids", "text", "The guideline asks {{what}}.\r\n\r\nAnd <more>.")
	page := body(t, v.get("/blocks?name=Opioids"), http.StatusOK)
	checkPage(t, "/blocks", page)
	if !strings.Contains(page, "Asks for: what") || strings.Contains(page, "<more>") {
		t.Error("the block is not listed as it should be")
	}
	if got := body(t, v.get("/blocks.json"), http.StatusOK); !strings.Contains(got, `"fields":["what"]`) {
		t.Errorf("the desk gets %s", got)
	}
	post(http.StatusUnprocessableEntity, "name", " ", "text", "x")
	post(http.StatusSeeOther, "name", "Imaging", "text", "Red flags.")
	if page := post(http.StatusConflict, "name", "Imaging", "text", "Lost?"); !strings.Contains(page, "Lost?") {
		t.Error("what was typed is lost")
	}
	post(http.StatusSeeOther, "was", "Imaging", "name", "Studies", "text", "Red flags.")
	post(http.StatusSeeOther, "was", "Opioids", "do", "remove")
	if got := body(t, v.get("/blocks.json"), http.StatusOK); strings.Contains(got, "Imaging") || strings.Contains(got, "Opioids") || !strings.Contains(got, "Studies") {
		t.Errorf("after all that the desk gets %s", got)
	}
	if w := o.as(o.somebody(auth.Coordinator).ID).get("/blocks"); w.Code != http.StatusForbidden {
		t.Errorf("a coordinator has text blocks: %d", w.Code)
	}
}
