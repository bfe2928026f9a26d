package web_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
)

type savingDraft struct {
	Rev    int       `json:"rev"`
	Window string    `json:"window"`
	Draft  imr.Draft `json:"draft"`
	Spent  int       `json:"spent"`
}

type savedDraft struct {
	Rev     int
	Draft   *imr.Draft
	Clashes []imr.DraftClash
	Spent   int
	Why     string
}

func saveDraft(t *testing.T, b *visitor, s savingDraft) savedDraft {
	t.Helper()
	var got savedDraft
	must(t, json.Unmarshal([]byte(body(t, put(b, withReviewer+"/draft", s), 200)), &got))
	return got
}

func draftOf(summary string) imr.Draft {
	return imr.Draft{Summary: summary, Items: []imr.DraftDecision{{Item: 1}}}
}

func TestASaveWhoseAnswerWasLostIsNotTakenForAnotherWindow(t *testing.T) {
	sofia := newOffice(t).as("sofia.navarro")
	saveDraft(t, sofia, savingDraft{0, "a", draftOf("She was seen by her physician twice."), 0})
	// The answer is lost; typing went on, and words were taken away.
	got := saveDraft(t, sofia, savingDraft{0, "a", draftOf("She was seen."), 0})
	if got.Rev != 2 || len(got.Clashes) != 0 || got.Draft != nil {
		t.Errorf("the window is told %+v", got)
	}
}

func TestTwoWindowsAreToldOfEachOther(t *testing.T) {
	sofia := newOffice(t).as("sofia.navarro")
	first := saveDraft(t, sofia, savingDraft{0, "a", draftOf("Élan. One. Two."), 0})
	saveDraft(t, sofia, savingDraft{first.Rev, "a", draftOf("Élan. One. Two. Three."), 0})
	got := saveDraft(t, sofia, savingDraft{first.Rev, "b", draftOf("Zero. Élan. One. Two."), 0})
	if got.Draft == nil || got.Draft.Summary != "Zero. Élan. One. Two. Three." || len(got.Clashes) != 0 {
		t.Errorf("the second window is told %+v", got)
	}
	got = saveDraft(t, sofia, savingDraft{first.Rev, "c", draftOf("Élan. 1. Two."), 0})
	if got.Draft == nil || got.Draft.Summary != "Zero. Élan. 1. Two. Three." || len(got.Clashes) != 0 {
		t.Errorf("the third window is told %+v", got)
	}
	got = saveDraft(t, sofia, savingDraft{first.Rev, "d", draftOf("Élan. Uno. Two."), 0})
	if len(got.Clashes) != 1 || strings.TrimSpace(got.Clashes[0].Theirs) != "1." || got.Clashes[0].At.From != len([]rune("Zero. Élan. ")) {
		t.Errorf("the fourth window is told %+v", got)
	}
	// What stands there already is not stored again.
	again := saveDraft(t, sofia, savingDraft{got.Rev, "d", *got.Draft, 0})
	if again.Rev != got.Rev {
		t.Errorf("the same words made revision %d of %d", again.Rev, got.Rev)
	}
}

func TestTheTimeSpentIsToldToTheReviewerAlone(t *testing.T) {
	o := newOffice(t)
	sofia := o.as("sofia.navarro")
	if got := saveDraft(t, sofia, savingDraft{0, "a", draftOf("She was seen."), 2520}); got.Spent != 2520 {
		t.Errorf("spent %d", got.Spent)
	}
	r := httptest.NewRequest(http.MethodPost, withReviewer+"/spent", strings.NewReader(`{"window":"a","spent":2527}`))
	if text := body(t, sofia.send(r), 200); text != `{"spent":2527}` {
		t.Errorf("told %s", text)
	}
	for name, data := range map[string]string{"more than a day": `{"window":"a","spent":90000}`, "less than none": `{"window":"a","spent":-5}`, "no window": `{"spent":60}`} {
		if text := body(t, sofia.send(httptest.NewRequest(http.MethodPost, withReviewer+"/spent", strings.NewReader(data))), 200); text != `{"spent":2527}` {
			t.Errorf("%s: told %s", name, text)
		}
	}
	if page := body(t, sofia.get(withReviewer+"/review"), 200); !strings.Contains(page, `data-spent="2527"`) {
		t.Error("the reviewer's page does not have it")
	}
	for _, who := range []imr.UserID{"dana.kim", "nora.ellis", "root", o.somebody(auth.MedicalDirector).ID} {
		b := o.as(who)
		for _, path := range []string{withReviewer, withReviewer + "/history", "/queue?which=all", "/queue.csv"} {
			if strings.Contains(b.get(path).Body.String(), "2527") {
				t.Errorf("%s sees it at %s", who, path)
			}
		}
		if w := b.send(httptest.NewRequest(http.MethodPost, withReviewer+"/spent", strings.NewReader(`{"window":"a","spent":1}`))); w.Code < 400 {
			t.Errorf("%s is answered %d %s", who, w.Code, w.Body)
		}
	}
}

func TestAnEarlierTextIsLookedAtAndTakenBack(t *testing.T) {
	o := newOffice(t)
	sofia := o.as("sofia.navarro")
	says(t, body(t, sofia.get(withReviewer+"/draft/history"), 200), "Nothing was saved yet")
	one := saveDraft(t, sofia, savingDraft{0, "a", draftOf("The first text."), 0})
	o.store.mu.Lock()
	for id, list := range o.store.history { // as if it had been an hour ago
		list[len(list)-1].Saved = list[len(list)-1].Saved.Add(-time.Hour)
		o.store.history[id] = list
	}
	o.store.mu.Unlock()
	saveDraft(t, sofia, savingDraft{one.Rev, "a", draftOf("The second text."), 0})
	page := body(t, sofia.get(withReviewer+"/draft/history"), 200)
	checkPage(t, "history", page)
	says(t, page, "The draft now", "The first text.", "The second text.", "Take this text back")
	if w := sofia.post(withReviewer+"/draft/history", url.Values{"rev": {strconv.Itoa(one.Rev)}}); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if v := fields(t, body(t, sofia.get(withReviewer+"/review"), 200), "form"); v.Get("summary") != "The first text." || v.Get("rev") != "3" {
		t.Errorf("the page holds %v", v)
	}
	body(t, sofia.post(withReviewer+"/draft/history", url.Values{"rev": {"99"}}), http.StatusNotFound)
	body(t, o.as("helen.osei").get(withReviewer+"/draft/history"), http.StatusNotFound)
	body(t, o.as("dana.kim").get(withReviewer+"/draft/history"), http.StatusForbidden)
}

func TestWhatIsRecordedBesideARationaleGoesThroughTheForm(t *testing.T) {
	sofia := newOffice(t).as("sofia.navarro")
	d := draftOf("She was seen. [p. 2:3-5]")
	d.Items[0].Search = []imr.SearchStep{{Code: "1", Words: "hand"}, {Code: "2A", Found: true}}
	d.Items[0].Evidence = []imr.CitedEvidence{{Citation: "Lee 2019", Level: "1b", Why: "Same age."}}
	d.Kept = []imr.Kept{{Rule: "absence.found", Words: "No trial.", Why: "It was another hand."}}
	saved := saveDraft(t, sofia, savingDraft{0, "a", d, 0})
	v := fields(t, body(t, sofia.get(withReviewer+"/review"), 200), "form")
	v.Set("do", "save")
	body(t, sofia.post(withReviewer+"/review", v), 200)
	now := saveDraft(t, sofia, savingDraft{saved.Rev, "b", d, 0}) // the same draft: nothing else came of it
	if now.Draft != nil {
		t.Errorf("the form made %+v of %+v", *now.Draft, d)
	}
}

func TestOnlyTheDesksOwnReaderStandsInAFrame(t *testing.T) {
	sofia := newOffice(t).as("sofia.navarro")
	plain, framed := sofia.get(withReviewer+"/reader"), sofia.get(withReviewer+"/reader?embed=1")
	if h := plain.Header().Get("Content-Security-Policy"); !strings.HasSuffix(h, "frame-ancestors 'none'") {
		t.Errorf("the reader: %s", h)
	}
	if h := framed.Header().Get("Content-Security-Policy"); !strings.HasSuffix(h, "frame-ancestors 'self'") || strings.Contains(h, "unsafe") {
		t.Errorf("in the desk: %s", h)
	}
	if h := sofia.get(withReviewer + "/review").Header().Get("X-Frame-Options"); h != "DENY" {
		t.Errorf("the desk itself: %s", h)
	}
}

// The time of a save of a long draft over SQLite, the ninety-ninth of a hundred.
func TestASaveIsDurableInTime(t *testing.T) {
	sofia := overSQLite(t).as("sofia.navarro")
	d := draftOf(strings.Repeat("The injured worker was seen by her physician. [p. 4:12-31] ", 300)) // 18,000 letters
	var took []time.Duration
	for rev := range 200 {
		d.Summary = d.Summary[:len(d.Summary)-1] + string(rune('a'+rev%26))
		j, err := json.Marshal(savingDraft{rev, "a", d, rev})
		must(t, err)
		r := httptest.NewRequest(http.MethodPut, withReviewer+"/draft", bytes.NewReader(j))
		began := time.Now()
		if w := sofia.send(r); w.Code != http.StatusOK {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	t.Logf("a save of %d letters: half within %v, 99 of 100 within %v", len(d.Summary), took[100], took[197])
	if took[197] > 2*time.Second {
		t.Errorf("99 of 100 saves took up to %v", took[197])
	}
}
