package web_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image/png"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/records"
)

// The record of the reader's tests: two files, of which the second has a page of the first again, a changed copy of
// another and a page about somebody else; a third file cannot be opened.
const (
	fileOne = "1111111111111111111111111111111111111111111111111111111111111111"
	fileTwo = "2222222222222222222222222222222222222222222222222222222222222222"
	locked  = "3333333333333333333333333333333333333333333333333333333333333333"
)

func pageSaying(text string, source records.TextSource) records.Page {
	p := records.Page{Width: 612, Height: 792, Source: source}
	for i, w := range strings.Fields(text) {
		x := float32(72 + 40*i)
		p.Words = append(p.Words, records.Word{Text: w, Box: records.Box{X0: x, Y0: 100.25, X1: x + 36, Y1: 112}, Line: int32(i / 6), Confidence: 50, Role: records.Body})
	}
	return p
}

// withRecord puts the record into the case of a path.
func (o *office) withRecord(path string) imr.CaseID {
	id := imr.CaseID(strings.TrimPrefix(path, "/cases/"))
	b := records.Bundle{Files: []records.File{
		{Name: "reports.pdf", SHA256: fileOne, From: "P1", Pages: []records.Page{
			pageSaying("MRI shows a tear of the left shoulder", records.Native), pageSaying("Gabapentin 300 mg daily", records.Native), {Width: 792, Height: 612, Source: records.None, Problem: "It is damaged."}}},
		{Name: "faxed.pdf", SHA256: fileTwo, From: "P2", Pages: []records.Page{
			pageSaying("MRI shows a tear of the left shoulder", records.OCR), pageSaying("Gabapentin 600 mg daily", records.OCR), pageSaying("Another person", records.OCR)}},
		{Name: "locked.pdf", SHA256: locked, From: "P2"},
	}}
	one, two := records.PageRef{File: 0, Page: 1}, records.PageRef{File: 0, Page: 2}
	x := records.Index{
		Documents: []records.Document{
			{ID: "D2", Type: "med_list", Title: "Medication list", Pages: []records.PageRef{two}, Date: clock.DayOf(2013, 10, 22), Author: "A. Ramos, MD", Confidence: 0.9},
			{ID: "D1", Type: "imaging_report", Title: "MRI", Pages: []records.PageRef{one}, Date: clock.DayOf(2015, 9, 22), Confidence: 0.3},
		},
		Duplicates: []records.Duplicate{
			{Page: records.PageRef{File: 1, Page: 1}, Of: one, Relation: records.MarkedPage, Mark: records.Box{X0: 1, Y0: 2, X1: 3, Y1: 4}, MarkOn: records.PageRef{File: 1, Page: 1}},
			{Page: records.PageRef{File: 1, Page: 2}, Of: two, Relation: records.ChangedPage, Differences: []records.Difference{{Here: "600", There: "300", HereWords: [2]int{1, 2}, ThereWords: [2]int{1, 2}}}},
		},
		Foreign: []records.Foreign{{Page: records.PageRef{File: 1, Page: 3}, Why: "The page names John Smith."}},
	}
	s := o.records.put(id, b, x)
	s.Files[2].Problem, s.Files[2].First = "It asks for a password.", 0
	return id
}

func (b *visitor) sendJSON(method, path string, what any) *httptest.ResponseRecorder {
	j, err := json.Marshal(what)
	must(b.o.t, err)
	return b.send(httptest.NewRequest(method, path, bytes.NewReader(j)))
}

func TestTheListOfPagesTellsAllButWordsAndPictures(t *testing.T) {
	o := newOffice(t)
	id := o.withRecord(withReviewer)
	sofia := o.as("sofia.navarro")
	o.records.opened[id] = map[imr.UserID][]records.Opened{"sofia.navarro": {{Page: records.PageID{File: fileOne, Page: 2}, At: noon.Add(-48 * time.Hour)}}}
	o.records.shelf[id].Files[0].Received = noon.Add(-72 * time.Hour)
	w := sofia.get(withReviewer + "/reader/pages.json")
	var l struct {
		Pages, Read                 int
		Indexed                     bool
		Files                       []struct{ Name, From, Problem string }
		Sizes                       [][3]int
		Pending, Opened, New, Scans []int
		Problems, Foreign           [][2]any
		Docs                        []struct {
			Type, Title, Author, Day string
			Pages                    []int
			Check                    bool
		}
		Copies []struct {
			Page, Of int
			Relation string
			Mark     []float64
			MarkOn   int `json:"mark_on"`
			Diffs    []records.Difference
		}
	}
	must(t, json.Unmarshal([]byte(body(t, w, 200)), &l))
	if l.Pages != 6 || l.Read != 6 || !l.Indexed || len(l.Files) != 3 || l.Files[2].Problem != "It asks for a password." {
		t.Errorf("the record is told as %+v", l)
	}
	if l.Files[0].From == "" || l.Files[0].From == "P1" {
		t.Errorf("the sender is %q", l.Files[0].From)
	}
	for what, got := range map[string]string{
		"[[612 792 2] [792 612 1] [612 792 3]]": fmt.Sprint(l.Sizes), "[] [2 2] [4 6] [4 6]": fmt.Sprint(l.Pending, l.Opened, l.New, l.Scans),
		"[[3 It is damaged.]]": fmt.Sprint(l.Problems), "[[6 The page names John Smith.]]": fmt.Sprint(l.Foreign),
		"[{med_list Medication list A. Ramos, MD 2013-10-22 [2 2] false} {imaging_report MRI  2015-09-22 [1 1] true}]": fmt.Sprint(l.Docs),
		"[{4 1 marked [1 2 3 4] 4 []} {5 2 changed [] 0 [{600 300 [1 2] [1 2]}]}]":                                     fmt.Sprint(l.Copies),
	} {
		if got != what {
			t.Errorf("%s, want %s", got, what)
		}
	}
	again := sofia.get(withReviewer+"/reader/pages.json", "If-None-Match", w.Header().Get("ETag"))
	if again.Code != http.StatusNotModified || again.Body.Len() > 0 {
		t.Errorf("unchanged, it is sent again: %d", again.Code)
	}
	body(t, sofia.sendJSON(http.MethodPost, withReviewer+"/opened", map[string]any{"pages": []int{1, 99}}), 200)
	if again := sofia.get(withReviewer+"/reader/pages.json", "If-None-Match", w.Header().Get("ETag")); again.Code != 200 {
		t.Errorf("changed, it is not sent: %d", again.Code)
	}
}

func TestPagesAreSeenOnlyThroughTheCaseThatHasThem(t *testing.T) {
	o := newOffice(t)
	o.withRecord(withReviewer)
	dana := o.as("dana.kim")
	for path, want := range map[string]int{
		withReviewer + "/pages/" + fileOne + "/1.png": 200, withReviewer + "/pages/" + fileOne + "/1.json": 200,
		withReviewer + "/pages/" + fileOne + "/4.png": 404, withReviewer + "/pages/" + fileOne + "/0.png": 404, withReviewer + "/pages/" + fileOne + "/x.png": 404,
		withReviewer + "/pages/" + fileOne + "/1.exe": 404, withReviewer + "/pages/" + locked + "/1.png": 404,
		sentBack + "/pages/" + fileOne + "/1.png": 404, sentBack + "/pages/" + fileOne + "/1.json": 404,
	} {
		if w := dana.get(path); w.Code != want {
			t.Errorf("%s: %d, want %d", path, w.Code, want)
		}
	}
	if w := o.as("helen.osei").get(withReviewer + "/pages/" + fileOne + "/1.png"); w.Code != http.StatusNotFound {
		t.Errorf("the reviewer of another case gets %d", w.Code)
	}
}

func TestPicturesComeInFewWidthsAndAreKept(t *testing.T) {
	o := newOffice(t)
	o.withRecord(withReviewer)
	dana := o.as("dana.kim")
	for ask, want := range map[string]int{"?w=1": 160, "?w=613": 816, "?w=816": 816, "?w=99999": 2448, "": 816, "?w=-3&turn=17": 816} {
		w := dana.get(withReviewer + "/pages/" + fileOne + "/1.png" + ask)
		im, err := png.Decode(w.Body)
		must(t, err)
		if im.Bounds().Dx() != want || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") || w.Header().Get("Content-Type") != "image/png" {
			t.Errorf("%s: %d px wide, %q, want %d", ask, im.Bounds().Dx(), w.Header().Get("Cache-Control"), want)
		}
	}
}

func TestWordsOfAPageForTheLayer(t *testing.T) {
	o := newOffice(t)
	o.withRecord(withReviewer)
	var p struct {
		Width, Height          float32
		Source, Problem        string
		Read                   bool
		Words                  []string
		Boxes, Lines, Doubtful []int
	}
	dana := o.as("dana.kim")
	must(t, json.Unmarshal([]byte(body(t, dana.get(withReviewer+"/pages/"+fileTwo+"/2.json"), 200)), &p))
	if got := fmt.Sprint(p.Words, p.Boxes[:4], p.Lines, p.Doubtful, p.Read, " ", p.Source); got != "[Gabapentin 600 mg daily] [720 1003 1080 1120] [0 0 0 0] [0 1 2 3] true ocr" {
		t.Errorf("%s", got)
	}
	must(t, json.Unmarshal([]byte(body(t, dana.get(withReviewer+"/pages/"+fileOne+"/3.json"), 200)), &p))
	if p.Problem != "It is damaged." || !p.Read {
		t.Errorf("a page that cannot be read is told as %+v", p)
	}
}

func TestFindTellsTheFirstHitsWithWordsAndAllByPlace(t *testing.T) {
	o := newOffice(t)
	o.withRecord(withReviewer)
	dana := o.as("dana.kim")
	var f struct {
		Total int
		Pages []int
		Hits  [][6]any
		All   []int
	}
	must(t, json.Unmarshal([]byte(body(t, dana.get(withReviewer+"/reader/find.json?q=left+shoulder"), 200)), &f))
	if f.Total != 2 || fmt.Sprint(f.Pages) != "[1 1 4 4]" || len(f.Hits) != 2 || f.Hits[0][0] != 1.0 || f.Hits[1][1] != 6.0 {
		t.Errorf("%+v", f)
	}
	must(t, json.Unmarshal([]byte(body(t, dana.get(withReviewer+"/reader/find.json?all=1&q=left+shoulder"), 200)), &f))
	if fmt.Sprint(f.All) != "[1 6 8 4 6 8]" {
		t.Errorf("by place: %v", f.All)
	}
	must(t, json.Unmarshal([]byte(body(t, dana.get(withReviewer+"/reader/find.json?q=+"), 200)), &f))
	if f.Total != 0 || len(f.Hits) != 0 {
		t.Errorf("nothing asked finds %+v", f)
	}
}

func TestMarksArePrivateUnlessShared(t *testing.T) {
	o := newOffice(t)
	o.withRecord(withReviewer)
	sofia, dana := o.as("sofia.navarro"), o.as("dana.kim")
	type mark map[string]any
	put := func(b *visitor, m mark, status int) (got struct {
		ID, Why, Date string
		Mine          bool
	}) {
		t.Helper()
		must(t, json.Unmarshal([]byte(body(t, b.sendJSON(http.MethodPut, withReviewer+"/marks", m), status)), &got))
		return got
	}
	seen := func(b *visitor) string {
		t.Helper()
		var ms []struct {
			P          int
			Kind, Text string
			By         string
			Mine       bool
		}
		must(t, json.Unmarshal([]byte(body(t, b.get(withReviewer+"/marks.json"), 200)), &ms))
		return fmt.Sprint(ms)
	}
	k := put(sofia, mark{"p": 4, "kind": "note", "from": 1, "to": 3, "text": "Look again.", "day": "2015-09-16"}, 200)
	if !k.Mine || k.Date != "Sep 16, 2015" || k.ID == "" {
		t.Errorf("kept as %+v", k)
	}
	put(sofia, mark{"p": 1, "kind": "bookmark"}, 200)
	if got := seen(sofia); got != "[{1 bookmark   true} {4 note Look again.  true}]" {
		t.Errorf("its maker sees %s", got)
	}
	if got := seen(dana); got != "[]" {
		t.Errorf("another sees %s", got)
	}
	put(sofia, mark{"id": k.ID, "p": 4, "kind": "note", "from": 1, "to": 3, "text": "Look here.", "shared": true}, 200)
	if got := seen(dana); !strings.Contains(got, "Look here. Sofia") {
		t.Errorf("another sees %s of what is shared", got)
	}
	if w := dana.sendJSON(http.MethodPut, withReviewer+"/marks", mark{"id": k.ID, "p": 4, "kind": "note", "text": "Mine now"}); w.Code != http.StatusNotFound {
		t.Errorf("another may change it: %d", w.Code)
	}
	dana.send(httptest.NewRequest(http.MethodDelete, withReviewer+"/marks/"+k.ID, nil))
	if got := seen(dana); !strings.Contains(got, "Look here.") {
		t.Errorf("another may remove it: %s", got)
	}
	body(t, sofia.send(httptest.NewRequest(http.MethodDelete, withReviewer+"/marks/"+k.ID, nil)), 200)
	if got := seen(dana); got != "[]" {
		t.Errorf("removed, it is still seen: %s", got)
	}
	if k := put(sofia, mark{"p": 77, "kind": "bookmark"}, 422); k.Why != "The record has no such page." {
		t.Errorf("refused with %q", k.Why)
	}
}

func TestACitationGoesToTheEndOfTheDraftsSummary(t *testing.T) {
	o := newOffice(t)
	id := o.withRecord(withReviewer)
	sofia := o.as("sofia.navarro")
	_, err := o.store.SaveDraft(t.Context(), imr.DraftText{Case: id, By: "sofia.navarro", Draft: imr.Draft{Summary: "A 51 year old.\n"}})
	must(t, err)
	cite := func(b *visitor, what map[string]any, status int) string {
		t.Helper()
		return body(t, b.sendJSON(http.MethodPost, withReviewer+"/reader/cite", what), status)
	}
	if got := cite(sofia, map[string]any{"p": 4, "from": 3, "to": 8, "quote": "what a script says does not count"}, 200); !strings.Contains(got, `“tear of the left shoulder” [p. 4]`) || !strings.Contains(got, `"rev":2`) {
		t.Errorf("cited as %s", got)
	}
	page := body(t, sofia.get(withReviewer+"/review"), 200)
	if v := fields(t, page, "form"); v.Get("summary") != "A 51 year old. “tear of the left shoulder” [p. 4]" {
		t.Errorf("the summary is %q", v.Get("summary"))
	}
	says(t, page, "Pages cited: p. 4")
	if !strings.Contains(page, `href="`+withReviewer+`/reader#p=4"`) {
		t.Error("the citation does not open the reader")
	}
	cite(sofia, map[string]any{"p": 4, "from": 30, "to": 40}, 422)
	cite(sofia, map[string]any{"p": 40, "from": 0, "to": 1}, 422)
	cite(o.as("dana.kim"), map[string]any{"p": 4, "from": 3, "to": 8}, http.StatusForbidden)
}

func TestSubmittingADraftRecordsWhichPagesWereOpened(t *testing.T) {
	o := newOffice(t)
	id := o.withRecord(sentBack)
	helen := o.as("helen.osei")
	body(t, helen.sendJSON(http.MethodPost, sentBack+"/opened", map[string]any{"pages": []int{1, 2, 3, 6}}), 200)
	v := fields(t, body(t, helen.get(sentBack+"/review"), 200), "form")
	v.Set("do", "submit")
	v.Set("password", password)
	v.Set("items.0.rationale", "The guideline asks for a trial of therapy. The record shows none. Therefore, the request is not medically necessary.")
	v.Set("items.0.outcome", "upheld")
	before := len(o.store.events[id])
	if w := helen.post(sentBack+"/review", v); w.Code != http.StatusSeeOther {
		t.Fatalf("%d\n%s", w.Code, mainWords(t, w.Body.String()))
	}
	es := o.store.events[id][before:]
	i := slices.IndexFunc(es, func(e imr.Event) bool { return e.Type == "pages_opened" })
	if i < 0 || !slices.ContainsFunc(es[i:], func(e imr.Event) bool { return e.Type == "draft_submitted" }) {
		t.Fatalf("recorded: %v", es)
	}
	d := es[i].Data.(*imr.PagesOpened)
	if got := fmt.Sprint(d.Opened, d.Count, d.Of); got != "[1-3 6] 4 6" {
		t.Errorf("recorded as %s", got)
	}
	says(t, body(t, o.as("dana.kim").get(sentBack), 200), "The reviewer had opened 4 of 6 pages of the record.")
	n := len(o.store.events[id])
	helen.post(sentBack+"/review", v) // sent twice
	if len(o.store.events[id]) != n {
		t.Errorf("sent twice, %d more events are recorded", len(o.store.events[id])-n)
	}
}

func TestADraftThatIsRefusedRecordsNoOpenedPages(t *testing.T) {
	o := newOffice(t)
	id := o.withRecord(withReviewer)
	sofia := o.as("sofia.navarro")
	v := fields(t, body(t, sofia.get(withReviewer+"/review"), 200), "form")
	v.Set("do", "submit")
	before := len(o.store.events[id])
	if w := sofia.post(withReviewer+"/review", v); w.Code == http.StatusSeeOther {
		t.Fatal("an empty draft was taken")
	}
	if n := len(o.store.events[id]); n != before {
		t.Errorf("%d events were recorded", n-before)
	}
}

func TestEventsTellHowFarTheRecordIsRead(t *testing.T) {
	o := newOffice(t)
	o.withRecord(withReviewer)
	w := o.as("dana.kim").get(withReviewer + "/reader/events")
	if got := body(t, w, 200); !strings.Contains(got, `data: {"behind":false,"made":`) || !strings.Contains(got, `"pages":6,"read":6}`) || w.Header().Get("Content-Type") != "text/event-stream" {
		t.Errorf("%q", got)
	}
}

func TestAPageIsThereAsTextToo(t *testing.T) {
	o := newOffice(t)
	id := o.withRecord(withReviewer)
	sofia := o.as("sofia.navarro")
	page := body(t, sofia.get(withReviewer+"/reader/text?p=5"), 200)
	checkPage(t, "text", page)
	says(t, page, "Page 5 of 6", "Gabapentin 600 mg daily", "A changed copy of page 2.", "Page before", "Next page")
	if os := o.records.opened[id]["sofia.navarro"]; len(os) > 0 {
		t.Errorf("looking alone noted %v", os)
	}
	if w := sofia.post(withReviewer+"/reader/text", url.Values{"read": {"5"}}); w.Header().Get("Location") != withReviewer+"/reader/text?p=6" {
		t.Errorf("the next page is at %q", w.Header().Get("Location"))
	}
	if os := o.records.opened[id]["sofia.navarro"]; len(os) != 1 || os[0].Page != (records.PageID{File: fileTwo, Page: 2}) {
		t.Errorf("opened: %v", os)
	}
	says(t, body(t, sofia.get(withReviewer+"/reader/text?p=1"), 200), "Page 1 of 1 of: MRI, Sep 22, 2015.", "Also at page 4.")
	says(t, body(t, sofia.get(withReviewer+"/reader/text?p=3"), 200), "could not be read: It is damaged.")
	says(t, body(t, sofia.get(withReviewer+"/reader/text?p=7"), http.StatusNotFound), "The record has the pages 1 to 6.")
}

func TestTheReadersFrame(t *testing.T) {
	o := newOffice(t)
	sofia := o.as("sofia.navarro")
	page := body(t, sofia.get(withReviewer+"/reader"), 200)
	checkPage(t, "empty", page)
	says(t, page, "Nothing has been received for this record yet.")
	o.withRecord(withReviewer)
	page = body(t, sofia.get(withReviewer+"/reader"), 200)
	checkPage(t, "frame", page)
	if !strings.Contains(page, `data-act="cite"`) {
		t.Error("the reviewer cannot cite into the draft")
	}
	if page := body(t, o.as("dana.kim").get(withReviewer+"/reader"), 200); strings.Contains(page, `data-act="cite"`) {
		t.Error("the coordinator is offered to cite into the draft")
	}
}
