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
	"github.com/openimr/openimr/internal/auth"
	"github.com/openimr/openimr/internal/sample"
	"github.com/openimr/openimr/internal/web"
	"github.com/openimr/openimr/letter"
)

// Cases of the sample by what they show.
const (
	traction     = "/cases/CM15-0190123" // served
	inScreening  = "/cases/CM26-0184377"
	toNotify     = "/cases/CM26-0184105"
	toAssign     = "/cases/CM26-0183988"
	withReviewer = "/cases/CM26-0183795" // Sofia Navarro's
	sentBack     = "/cases/CM26-0183690" // Helen Osei's
	inQuality    = "/cases/CM26-0184050"
)

func TestTheCasePageSaysWhereItStandsFirst(t *testing.T) {
	o := newOffice(t)
	page := body(t, o.as("dana.kim").get(toNotify), 200)
	says(t, page,
		"Notice of assignment due", "today", "Thursday, December 3, 2026", "Next: Send the notice of assignment. Coordinator owes it.", // what, by when, who
		"It runs because", "8 CCR 9792.10.4(b)", // and why then
		"12 sessions asked, 6 authorized, 6 in dispute", "Owen Blake, Pacific Ridge Insurance", "7 pages in 2 papers",
		"Found eligible.", "Dana Kim sees to it that the next step is taken.")
	if at, history := strings.Index(page, "band-far"), strings.Index(page, "What happened"); at < 0 || at > history {
		t.Error("where the case stands does not come first")
	}
}

func TestTheHistoryIsFiltered(t *testing.T) {
	o := newOffice(t)
	dana := o.as("dana.kim")
	dana.done(dana.post(toNotify+"/note", url.Values{"text": {"The worker called."}, "key": {"k1"}}))
	page := body(t, dana.get(toNotify+"?history=notes"), 200)
	_, history, _ := strings.Cut(page, `id="history"`)
	history, _, _ = strings.Cut(history, "</section>")
	if !strings.Contains(history, "Note: The worker called.") || strings.Contains(history, "Found eligible.") {
		t.Errorf("the filter lets through %s", history)
	}
	says(t, body(t, dana.get(toNotify+"?history=<b>"), 200), "Found eligible.") // an unknown one shows everything
}

func TestASecondWriterIsToldWhatChangedAndKeepsTheirWords(t *testing.T) {
	o := newOffice(t)
	dana, luis := o.as("dana.kim"), o.as("luis.ortega")
	v := fields(t, body(t, luis.get(inScreening+"/information-requested"), 200), "form")
	v.Set("of", "P2")
	v.Set("questions", "Send the proof of service.")
	dana.done(dana.post(inScreening+"/note", url.Values{"text": {"Asked by telephone already."}, "key": {"n1"}}))
	page := body(t, luis.post(inScreening+"/information-requested", v), http.StatusConflict)
	says(t, page, "The case changed while you were writing", "Dana Kim: Note: Asked by telephone already.", "Nothing of yours was recorded yet")
	again := fields(t, page, "form")
	if again.Get("questions") != "Send the proof of service." || again.Get("of") != "P2" {
		t.Errorf("the form holds %v", again)
	}
	says(t, luis.done(luis.post(inScreening+"/information-requested", again)), "Information on eligibility asked of", "Send the proof of service.")
}

func TestARefusalNamesItsRuleAndWhatWasTypedStays(t *testing.T) {
	o := newOffice(t)
	dana := o.as("dana.kim")
	page := body(t, dana.fill(inScreening+"/found-ineligible", "grounds", "late", "explanation", "It came too late."), http.StatusConflict)
	says(t, page, "The application did not come late.", "Labor Code 4610.5(h)(1)", "It came too late.")
	page = body(t, dana.get(inScreening+"/records-received"), http.StatusConflict)
	says(t, page, "That cannot be done now", "this step is possible only from “Waiting for records” or “Records overdue”", "Rule: 8 CCR 9792.12(c)(6)")
}

func TestAnExcludedReviewerCannotBeChosen(t *testing.T) {
	o := newOffice(t)
	dana, sofia := o.as("dana.kim"), o.as("sofia.navarro")
	w := sofia.fill(withReviewer+"/conflict-declared", "why", "A relative works for the claims administrator.")
	if w.Code != http.StatusSeeOther {
		t.Fatalf("%d\n%s", w.Code, mainWords(t, w.Body.String()))
	}
	if w := sofia.get(withReviewer); w.Code != http.StatusNotFound {
		t.Errorf("the case is still open to the reviewer who gave it back: %d", w.Code)
	}
	page := body(t, dana.get(withReviewer+"/reviewer-assigned"), 200)
	says(t, page, "Barred: Declared a conflict")
	v := fields(t, page, "form")
	v.Set("reviewer", "sofia.navarro") // the box is disabled; a hand-made request still comes
	v.Set("attested", "on")
	says(t, body(t, dana.post(withReviewer+"/reviewer-assigned", v), http.StatusConflict), "This reviewer declared a conflict", "Labor Code 139.5(c)")
}

func TestACorrectionShowsWhatItChangesBeforeItIsRecorded(t *testing.T) {
	o := newOffice(t)
	dana := o.as("dana.kim")
	says(t, body(t, dana.get(toAssign+"/correct"), 200), "Day on which the records were received", "Date of birth")
	path := toAssign + "/correct?fact=records.received"
	v := fields(t, body(t, dana.get(path), 200), "form")
	old := v.Get("old")
	c, err := o.store.Case(t.Context(), "CM26-0183988")
	must(t, err)
	v.Set("new", c.Facts.Records.At.AddDays(-1).String())
	v.Set("reason", "The envelope is stamped a day earlier.")
	v.Set("do", "look")
	page := body(t, dana.post(toAssign+"/correct", v), 200)
	says(t, page, "What changes by it", "The determination was due", "Nothing is recorded yet.")
	if after, err := o.store.Case(t.Context(), "CM26-0183988"); err != nil || after.Version != c.Version {
		t.Fatalf("looking recorded something: %v", err)
	}
	v = fields(t, page, "form")
	v.Set("do", "record")
	says(t, dana.done(dana.post(toAssign+"/correct", v)), "The envelope is stamped a day earlier.")
	v.Set("new", "the ides of March")
	v.Set("old", old)
	says(t, body(t, dana.post(toAssign+"/correct", v), http.StatusUnprocessableEntity), "This is no date.")
}

func TestAFileBelongsToWhoSentIt(t *testing.T) {
	o := newOffice(t)
	dana, luis := o.as("dana.kim"), o.as("luis.ortega")
	path := "/cases/CM26-0184311/records-received"
	v := fields(t, body(t, dana.get(path), 200), "form")
	v.Set("add", "documents") // the file is kept while the form is not done
	kept := fields(t, body(t, dana.upload(path, v, file{"documents.0.upload", "a.pdf", smallPDF(3)}), 200), "form")
	sum := kept.Get("documents.0.sha256")
	if sum == "" || kept.Get("documents.0.pages") != "3" {
		t.Fatalf("the file was not kept: %v", kept)
	}
	// Another person cannot make the file theirs by its hash.
	v = fields(t, body(t, luis.get(path), 200), "form")
	v.Set("documents.0.type", "pr2")
	v.Set("documents.0.pages", "3")
	v.Set("documents.0.sha256", sum)
	v.Set("documents.0.file", "a.pdf")
	says(t, body(t, luis.post(path, v), http.StatusUnprocessableEntity), "The file has to be sent again")
	// Its sender can.
	kept.Set("documents.0.type", "pr2")
	says(t, dana.done(dana.post(path, kept)), "Records of 3 pages in 1 paper received")
}

func TestHostileFilesAndFormsAreTakenForWhatTheyAre(t *testing.T) {
	o := newOffice(t)
	dana := o.as("dana.kim")
	path := "/cases/CM26-0184311/records-received"
	v := fields(t, body(t, dana.get(path), 200), "form")
	v.Set("documents.0.type", "pr2")
	// A web page that calls itself a picture, with a name that climbs.
	page := body(t, dana.upload(path, v, file{"documents.0.upload", "../../etc/x\"<b>.html", []byte("<script>alert(1)</script>")}), http.StatusUnprocessableEntity)
	says(t, page, "Say how many pages the paper has.")
	v = fields(t, page, "form")
	if name := v.Get("documents.0.file"); strings.ContainsAny(name, `/\"<>`) {
		t.Errorf("the name is kept as %q", name)
	}
	v.Set("documents.0.pages", "1")
	dana.done(dana.post(path, v))
	w := dana.get("/cases/CM26-0184311/papers/D3")
	if h := w.Header(); h.Get("Content-Type") != "application/octet-stream" || !strings.HasPrefix(h.Get("Content-Disposition"), "attachment") || !strings.Contains(h.Get("Content-Security-Policy"), "sandbox") {
		t.Errorf("the file is sent as %v", h)
	}
	for _, p := range []string{"/papers/D99", "/papers/..%2f..", "/papers/D1"} { // the last has no file
		body(t, dana.get("/cases/CM26-0184311"+p), http.StatusNotFound)
	}
	empty := fields(t, body(t, dana.get(toAssign+"/late-record-received"), 200), "form")
	says(t, body(t, dana.upload(toAssign+"/late-record-received", empty, file{"documents.0.upload", "a.pdf", nil}), http.StatusUnprocessableEntity), "This file is empty.")
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader("--x\r\nbroken"))
	r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
	body(t, dana.send(r), http.StatusUnprocessableEntity)
}

func TestEveryFormCarriesItsKeyAndTheVersionItWasMadeOf(t *testing.T) {
	o := newOffice(t)
	for path, who := range map[string]imr.UserID{
		"/cases/new": "dana.kim", inScreening + "/found-eligible": "dana.kim", toAssign + "/reviewer-assigned": "dana.kim", inQuality + "/quality": "nora.ellis",
		sentBack + "/review": "helen.osei", "/cases/CM26-0183588/serve": "dana.kim", toAssign + "/correct?fact=claim.number": "dana.kim",
	} {
		v := fields(t, body(t, o.as(who).get(path), 200), "form")
		if len(v.Get("key")) < 16 || v.Get("saw") == "" {
			t.Errorf("%s: key %q, version %q", path, v.Get("key"), v.Get("saw"))
		}
	}
}

// Who the reviewer is never leaves the organization: not in the letter of any form, its metadata included, and not on
// the pages or in the heads of any answer (Labor Code 4610.6(f)).
func TestNoFormOfTheServedLetterTellsTheReviewer(t *testing.T) {
	b := newBureau(t)
	story := sample.Traction()
	for i, step := range story.Steps {
		if _, ok := step.Command.(*imr.Served); ok {
			break
		}
		_, err := b.store.Do(t.Context(), imr.Request{Case: story.Case, Saw: i, Command: step.Command, Act: imr.Act{Actor: step.By, At: step.At, Recorded: step.At, How: step.How}})
		must(t, err)
	}
	b.at("2015-11-04", 15, 45)
	dana := b.as("dana.kim")
	v := fields(t, body(t, dana.get(traction+"/serve"), 200), "form")
	v.Set("do", "serve")
	dana.done(dana.post(traction+"/serve", v))
	for _, who := range []imr.UserID{"daniel.okafor", "amir.haddad", "paula.reyes", "lena.marsh"} {
		party := b.as(who)
		for _, path := range []string{"", "/letter", "/letter.pdf", "/letter.html", "/letter.docx", "/letter.txt"} {
			w := party.get(traction + path)
			all := body(t, w, 200)
			var heads strings.Builder
			must(t, w.Header().Write(&heads))
			if d := letter.Parse("letter"+path, []byte(all)); strings.HasPrefix(path, "/letter.") {
				j, err := json.Marshal(d)
				must(t, err)
				all += string(j)
			}
			for _, secret := range []string{"Adeyemi", "ruth.adeyemi", "Ruth"} {
				if strings.Contains(all, secret) || strings.Contains(heads.String(), secret) {
					t.Errorf("%s as %s tells %q", path, who, secret)
				}
			}
		}
		// And what is not theirs to do or see is not.
		for _, path := range []string{"/quality", "/review", "/serve", "/notice", "/correct", "/papers/D1"} {
			if code := party.get(traction + path).Code; code != http.StatusForbidden {
				t.Errorf("%s as %s: %d", path, who, code)
			}
		}
	}
}

func TestAPartyReadsPlainWordsAndNothingOfTheInside(t *testing.T) {
	o := newOffice(t)
	dana := o.as("dana.kim")
	dana.done(dana.post(traction+"/note", url.Values{"text": {"Watch this one."}, "key": {"n"}}))
	page := body(t, o.as("daniel.okafor").get(traction), 200)
	says(t, page, "Decided", "What is reviewed", "A reviewer was assigned.")
	for _, inside := range []string{"Watch this one.", "Dana Kim took the case", "Nora Ellis", "quality check", "What else can be done", "Hand over"} {
		if strings.Contains(page, inside) {
			t.Errorf("a party reads %q", inside)
		}
	}
	if !strings.Contains(page, `class="plain"`) {
		t.Error("the page is not set in larger type")
	}
}

func TestTheKeysLeadToTheNeighboursInTheQueue(t *testing.T) {
	o := newOffice(t)
	dana := o.as("dana.kim")
	page, err := o.store.Queue(t.Context(), imr.QueueFilter{OpenOnly: true}, noon)
	must(t, err)
	at := func(i int) string { return "/cases/" + string(page.Rows[i].Case) }
	last := len(page.Rows) - 1
	for _, c := range []struct{ from, to, want string }{
		{at(1), "next", at(2)}, {at(1), "previous", at(0)}, {at(0), "previous", at(0)}, {at(last), "next", at(last)}, {traction, "next", at(0)},
	} {
		w := dana.get(c.from + "/neighbour?to=" + c.to)
		if got := w.Header().Get("Location"); got != c.want {
			t.Errorf("%s of %s leads to %s, not %s", c.to, c.from, got, c.want)
		}
	}
	if a := dana.get(at(0)); !strings.Contains(a.Body.String(), `data-key="["`) || !strings.Contains(a.Body.String(), `data-key="]"`) {
		t.Error("the keys are not on the page")
	}
}

func TestOwnersAreOfTheOrganization(t *testing.T) {
	o := newOffice(t)
	luis := o.as("luis.ortega")
	says(t, luis.done(luis.post(toNotify+"/owner", url.Values{"owner": {"luis.ortega"}, "key": {"a"}})), "Luis Ortega took the case.", "Owner: Luis Ortega")
	for _, who := range []string{"daniel.okafor", "ruth.adeyemi", "nobody"} {
		body(t, luis.post(toNotify+"/owner", url.Values{"to": {who}, "key": {who}}), http.StatusUnprocessableEntity)
	}
	says(t, luis.done(luis.post(toNotify+"/owner", url.Values{"to": {""}, "key": {"b"}})), "No owner yet")
	body(t, luis.post(toNotify+"/note", url.Values{"text": {"  "}}), http.StatusUnprocessableEntity)
}

func TestAReviewerSeesTheCaseTheyReviewAndNoOther(t *testing.T) {
	o := newOffice(t)
	sofia := o.as("sofia.navarro")
	page := body(t, sofia.get(withReviewer), 200)
	says(t, page, "Write the determination")
	for _, no := range []string{"Internal note", "Hand over", "Assign a reviewer"} {
		if strings.Contains(mainWords(t, page), no) {
			t.Errorf("the reviewer's page offers %q", no)
		}
	}
	for _, path := range []string{sentBack, sentBack + "/review", sentBack + "/letter", traction + "/letter.pdf"} {
		body(t, sofia.get(path), http.StatusNotFound)
	}
	if auth.May(auth.Reviewer, auth.SeeInternal, auth.Facts{Reviewer: true}) {
		t.Error("reviewers read internal notes")
	}
}

func TestWhatOthersDecideIsNotTheOneThingToDo(t *testing.T) {
	o := newOffice(t)
	page := body(t, o.as("dana.kim").get("/cases/CM26-0182517"), 200) // under appeal
	head, _, _ := strings.Cut(page, `class="band`)
	if strings.Contains(head, "petition-denied") {
		t.Error("to deny the petition is offered as the next step")
	}
	says(t, page, "Next: Decide the appeal. Appeals Board owes it.", "The petition was denied", "Reversed and sent back")
}

func TestALetterWithErrorsIsNotServed(t *testing.T) {
	o := newOffice(t, func(c *web.Config) { c.Director = letter.Addressee{} })
	dana := o.as("dana.kim")
	v := fields(t, body(t, dana.get("/cases/CM26-0183588/serve"), 200), "form")
	v.Set("do", "serve")
	v.Set("place", "Sacramento, California")
	page := body(t, dana.post("/cases/CM26-0183588/serve", v), http.StatusConflict)
	says(t, page, "The letter cannot be served as it stands.", "Labor Code 4610.6(f)")
	c, err := o.store.Case(t.Context(), "CM26-0183588")
	must(t, err)
	if c.Facts.Served.Seq > 0 || len(o.store.blobs) > 0 {
		t.Error("something was recorded or kept all the same")
	}
}

// A letter that was corrected on paper, as older cases have it, cannot be read; it is sent out all the same.
func TestALetterCorrectedOnPaperIsTheOneThatIsSentOut(t *testing.T) {
	o := newOffice(t)
	miguel := o.as("miguel.santos")
	mended := smallPDF(4)
	sum, _, err := o.store.Put(t.Context(), bytes.NewReader(mended))
	must(t, err)
	_, err = o.store.Do(t.Context(), imr.Request{Case: "CM26-0183102", Saw: imr.AnyVersion, Command: &imr.Corrected{What: "The claim number had two digits exchanged", Letter: sum},
		Act: imr.Act{Actor: imr.Actor{ID: "dana.kim", Role: "coordinator", Name: "Dana Kim"}, At: noon, Recorded: noon}})
	must(t, err)
	got := body(t, miguel.get("/cases/CM26-0183102/letter.pdf"), 200)
	if got != string(mended) {
		t.Errorf("%d bytes are sent, not the corrected letter of %d", len(got), len(mended))
	}
	page := body(t, miguel.get("/cases/CM26-0183102/letter"), 200)
	says(t, page, "the PDF is the corrected letter")
	if strings.Contains(page, "letter.docx") {
		t.Error("a form is offered that does not have the correction")
	}
}

// Whatever a form sends, the answer is a page that says what is wrong: never a broken one, and never a recorded event
// with words that are no text.
func TestHostileWordsBreakNoForm(t *testing.T) {
	o := newOffice(t)
	hostile := []string{"\x00\xff\xfe", strings.Repeat("x", 30_000), "<script>alert(1)</script>", "-1", "999999999999999999999", "2015-99-99", "𝟙𝟚 ́\u200b", "../../etc/passwd", "P1", "on"}
	names := []string{"saw", "at", "at.time", "how", "note", "of", "questions", "from", "grounds", "explanation", "order", "lead", "reviewer", "attested", "why", "certificate", "reason", "signed_by", "title",
		"item", "by", "signed", "paper", "party.role", "party.name", "what", "until", "ground", "checked_by", "fact", "old", "new", "server", "place", "documents.rows", "documents.0.type", "documents.0.title",
		"documents.0.pages", "documents.0.date", "documents.0.sha256", "services.0.method", "services.0.party", "services.0.to", "notes.rows", "notes.0.text", "notes.0.quote", "notes.0.field", "add", "remove", "do",
		"items.rows", "items.0.request", "items.0.asked", "parties.rows", "parties.0.name", "worker.name", "worker.birth_date", "denial.decided", "summary", "items.0.rationale", "rev", "statement", "guideline", "section", "from"}
	people := map[imr.UserID][]string{
		"dana.kim":   {inScreening, toNotify, toAssign, traction, "/cases/CM26-0183588", "/cases/CM26-0184311"},
		"nora.ellis": {inQuality}, "miguel.santos": {inQuality}, "sofia.navarro": {withReviewer},
	}
	n := 0
	for who, cases := range people {
		b := o.as(who)
		for i, words := range hostile {
			for _, r := range web.Routes() {
				method, path, _ := strings.Cut(r.Pattern, " ")
				if method != http.MethodPost || !strings.HasPrefix(path, "/cases/") {
					continue
				}
				n++
				v := url.Values{"key": {path + string(who) + string(rune('a'+i))}}
				for _, name := range names {
					v.Set(name, words)
				}
				if w := b.post(strings.Replace(path, "/cases/{id}", cases[n%len(cases)], 1), v); w.Code >= 500 {
					t.Errorf("%s with %.20q: %d", path, words, w.Code)
				}
			}
		}
	}
	for id, es := range o.store.events {
		for _, e := range es {
			j, err := e.MarshalJSON()
			if err != nil || bytes.Contains(j, []byte(`\u0000`)) || bytes.Contains(j, []byte(`\ufffd`)) {
				t.Errorf("%s holds words that are no text: %s, %v", id, j, err)
			}
		}
	}
}
