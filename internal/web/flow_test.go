package web_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
	"github.com/openimr/openimr/internal/sample"
	"github.com/openimr/openimr/internal/signing"
	"github.com/openimr/openimr/internal/store"
	"github.com/openimr/openimr/internal/web"
	"github.com/openimr/openimr/letter"
	"github.com/openimr/openimr/programme"
)

// bureau is the application on a real store in a folder of its own, with the sample people and no cases. Its clock
// is set by hand.
type bureau struct {
	*office
	store *store.Store
	now   *time.Time
}

func newBureau(t testing.TB) *bureau {
	t.Helper()
	auth.Cost = &argon2id.Params{Memory: 64, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32}
	ca, err := programme.Load("ca-wc-imr")
	must(t, err)
	now := time.Date(2015, 9, 28, 9, 12, 0, 0, imr.Office)
	tick := func() time.Time { return now }
	s, err := store.Open(t.Context(), t.TempDir(), store.Options{Rules: func(string) (imr.Rules, error) { return ca.Rules, nil }, Now: tick})
	must(t, err)
	t.Cleanup(func() { _ = s.Close() })
	hash, err := auth.NewPasswords().Hash(t.Context(), "", password)
	must(t, err)
	for _, p := range sample.People() {
		must(t, s.CreateAccount(t.Context(), auth.Account{ID: p.ID, Role: auth.Role(p.Role), Name: p.Name, Email: p.Email, Hash: hash,
			LicensedIn: p.LicensedIn, Specialties: p.Specialties, Created: now}))
	}
	b := &bureau{office: &office{t: t, log: &strings.Builder{}}, store: s, now: &now}
	b.web = web.New(web.Config{Store: s, Blobs: s.Blobs(), Sessions: s.Sessions(), Rules: ca.Rules,
		Organization: letter.Organization{Name: "Golden Valley Independent Review", Address: []letter.Text{"PO Box 1840", "Sacramento, CA 95812"}, Telephone: "(916) 555-0140", SignedBy: "Miguel Santos, MD", Title: "Medical Director"},
		Director:     letter.Addressee{Role: "Administrative Director", Name: "Administrative Director, Division of Workers' Compensation", Method: "electronic", To: "imr@example.org"},
		County:       "Sacramento", Place: "Sacramento, California",
		Letters: s, Signer: testSigner(t), VerifyPage: "https://imr.example.org/verify",
		Now: tick, Logger: slog.New(slog.NewTextHandler(b.log, nil))})
	return b
}

// at sets the clock. Sessions end when it runs on, so everybody logs in anew.
func (b *bureau) at(day string, hour, minute int) {
	*b.now = clock.MustDay(day).At(hour, minute, 0, imr.Office)
}

func (b *bureau) caseNow(id imr.CaseID) imr.Case {
	b.t.Helper()
	c, err := b.store.Case(context.Background(), id)
	must(b.t, err)
	return c
}

// application is the form of the traction unit's application, filled in.
func application(v url.Values) url.Values {
	for k, s := range map[string]string{
		"worker.name": "Daniel Okafor", "worker.birth_date": "1972-03-14", "worker.sex": "male", "claim.number": "2014-77-01932", "claim.adj": "ADJ9911223", "claim.employer": "Bayline Warehousing",
		"injury.date": "2014-09-18", "injury.diagnosis": "Cervical pain", "injury.regions": "neck, shoulder",
		"denial.request_dated": "2015-09-10", "denial.request_received": "2015-09-10", "denial.decided": "2015-09-16", "denial.served": "2015-09-16", "denial.served_by": "mail_in_state", "denial.attached": "on",
		"items.0.request": "Purchase of cervical traction unit", "items.0.asked": "1", "items.0.in_dispute": "1", "items.0.unit": "unit", "items.0.guideline": "Decision based on MTUS Neck and Upper Back Complaints 2004.",
		"parties.0.name": "Daniel Okafor", "parties.0.address": "18 Alder Court\r\nFresno, CA 93701", "parties.0.account": "daniel.okafor",
		"parties.1.name": "Paula Reyes", "parties.1.organization": "Sierra Claims", "parties.1.address": "PO Box 4410\r\nSacramento, CA 95814", "parties.1.account": "paula.reyes",
		"parties.2.name": "Lena Marsh, MD", "parties.2.address": "210 Mill Street\r\nFresno, CA 93721", "parties.2.account": "lena.marsh",
		"documents.0.type": "imr_application", "documents.0.date": "2015-09-24", "documents.0.author": "Daniel Okafor",
		"signed": "on",
	} {
		v.Set(k, s)
	}
	return v
}

const (
	summaryText = "The injured worker is a 43 year old male who sustained an industrial injury on 9-18-2014 and is treated for cervical pain and muscle spasm. " +
		"In the progress report of 8-27-2015 he reports neck and left shoulder pain and says that traction was helpful."
	rationaleText = "The cited guideline asks for a rationale where specialized treatment is requested. " +
		"The progress report of 8-27-2015 and the request of 9-10-2015 give no rationale for a traction unit. Therefore, the request is not medically necessary."
	guidelineText = "Decision based on MTUS General Approaches 2004, Section(s): General Approach to Initial Assessment and Documentation."
)

// The whole life of a case, through the pages alone and without scripts: from the application to the served letter,
// once sent back by the quality check, and closed when the time to appeal is over.
func TestOneCaseFromTheApplicationToTheServedLetter(t *testing.T) {
	b := newBureau(t)
	dana := b.as("dana.kim")

	// The application: an added row keeps what was typed, a missing fact is told at its field, the file is kept.
	v := application(fields(t, body(t, dana.get("/cases/new"), 200), "form"))
	v.Set("add", "documents")
	paper := smallPDF(2)
	page := body(t, dana.upload("/cases/new", v, file{"documents.0.upload", `C:\scans\form.pdf`, paper}), 200)
	v = fields(t, page, "form")
	sum := sha256.Sum256(paper)
	if v.Get("documents.rows") != "2" || v.Get("documents.0.sha256") != hex.EncodeToString(sum[:]) || v.Get("documents.0.pages") != "2" || v.Get("documents.0.file") != "form.pdf" || v.Get("worker.name") != "Daniel Okafor" {
		t.Fatalf("after adding a row: %v", v)
	}
	v.Set("documents.1.type", "ur_decision")
	v.Set("documents.1.title", "Utilization review decision")
	v.Set("documents.1.author", "Sierra Claims")
	v.Set("documents.1.date", "2015-09-16")
	page = body(t, dana.post("/cases/new", v), http.StatusUnprocessableEntity)
	says(t, page, "There is one thing to mend", "Say how many pages the paper has.", "Nothing was recorded.")
	v = fields(t, page, "form")
	v.Set("documents.1.pages", "5")
	page = dana.done(dana.post("/cases/new", v))
	says(t, page, "Application received by mail in California from Daniel Okafor, disputing 1 treatment.", "Begin the check of eligibility", "7 pages in 2 papers")
	id := imr.CaseID(findCase(t, page))
	if c := b.caseNow(id); c.Documents[0].SHA256 != hex.EncodeToString(sum[:]) || len(c.Parties) != 3 || c.Items[0].Asked.Amount != 1 || c.Claim.ADJ != "ADJ9911223" {
		t.Fatalf("the case holds %+v", c)
	}
	// The same form again is the same case.
	if w := dana.post("/cases/new", v); !strings.HasSuffix(w.Header().Get("Location"), string(id)) {
		t.Errorf("sent twice, the form led to %q", w.Header().Get("Location"))
	}
	w := dana.get("/cases/" + string(id) + "/papers/D1")
	if got := body(t, w, 200); got != string(paper) || w.Header().Get("Content-Type") != "application/pdf" || !strings.Contains(w.Header().Get("Content-Disposition"), "form.pdf") {
		t.Errorf("the paper came back as %q, %d bytes", w.Header(), len(got))
	}
	at := "/cases/" + string(id)

	dana.done(dana.fill(at + "/screening-started"))
	b.at("2015-09-29", 10, 5)
	dana = b.as("dana.kim")
	page = body(t, dana.get(at+"/found-eligible"), 200)
	says(t, page, "No ground of ineligibility is open", "In time. It was received on September 28, 2015; the last day was October 21, 2015.", "CCP 1013")
	page = dana.done(dana.fill(at + "/found-eligible"))
	says(t, page, "Notice of assignment due", "tomorrow", "Wednesday, September 30, 2015", "Send the notice of assignment", "8 CCR 9792.10.4(b)")
	says(t, body(t, dana.get(at+"/notice"), 200), "Golden Valley Independent Review", "Purchase of cervical traction unit, 1 unit", "September 10, 2015", "Lena Marsh, MD", "Regular", "Wednesday, October 14, 2015", "Tuesday, October 13, 2015")
	page = dana.done(dana.fill(at + "/notice-sent"))
	says(t, page, "Notice of assignment and request for information sent to 3 parties.", "Wednesday, October 14, 2015")

	b.at("2015-10-09", 11, 20)
	dana = b.as("dana.kim")
	v = fields(t, body(t, dana.get(at+"/records-received"), 200), "form")
	v.Set("documents.0.type", "pr2")
	v.Set("documents.0.title", "Progress report")
	v.Set("documents.0.author", "Lena Marsh, MD")
	v.Set("documents.0.date", "2015-08-27")
	page = dana.done(dana.upload(at+"/records-received", v, file{"documents.0.upload", "report.pdf", smallPDF(6)}))
	says(t, page, "Records of 6 pages in 1 paper received from Paula Reyes, Sierra Claims by mail in California.", "Assign a reviewer", "Determination due")

	page = body(t, dana.fill(at+"/reviewer-assigned", "reviewer", "ruth.adeyemi"), http.StatusUnprocessableEntity)
	says(t, page, "The reviewer has not attested that there is no conflict of interest.", "Labor Code 139.5")
	page = dana.done(dana.fill(at+"/reviewer-assigned", "reviewer", "ruth.adeyemi", "attested", "on"))
	says(t, page, "Ruth Adeyemi, MD (Anesthesiology, Pain Management) was assigned", "With the reviewer")

	// The reviewer sees this case alone, writes, and saves.
	b.at("2015-10-26", 20, 15)
	ruth := b.as("ruth.adeyemi")
	page = body(t, ruth.get(at+"/review"), 200)
	v = fields(t, page, "form")
	if v.Get("items.0.claims_administrator_guideline") != "Decision based on MTUS Neck and Upper Back Complaints 2004." || v.Get("items.0.outcome") != "" {
		t.Errorf("the form proposes %v", v)
	}
	v.Set("summary", summaryText)
	v.Set("items.0.rationale", strings.Replace(rationaleText, "is not medically", "is medically", 1))
	v.Set("items.0.imro_guideline", guidelineText)
	v.Set("items.0.outcome", "upheld")
	v.Set("do", "save")
	page = body(t, ruth.post(at+"/review", v), 200)
	says(t, page, "Saved 8:15 pm", "1 error", summaryText)
	v = fields(t, page, "form")
	v.Set("do", "submit")
	v.Set("password", password)
	page = body(t, ruth.post(at+"/review", v), http.StatusUnprocessableEntity)
	says(t, page, `and the decision says "upheld"`, "There is one thing to mend", summaryText)
	v = fields(t, page, "form")
	v.Set("do", "submit")
	v.Set("password", password)
	v.Set("items.0.rationale", strings.Replace(rationaleText, "Therefore, the request", "For want of that rationale the request", 1))
	page = ruth.done(ruth.post(at+"/review", v))
	says(t, page, "The reviewer submitted the draft determination.", "Quality check")

	// The quality nurse sends it back with a note on a sentence.
	b.at("2015-10-28", 9, 30)
	nora := b.as("nora.ellis")
	page = body(t, nora.get(at+"/quality"), 200)
	v = fields(t, page, "form")
	v.Set("notes.0.code", "rationale.guideline")
	v.Set("notes.0.field", "items[0].rationale")
	v.Set("notes.0.quote", "For want of that rationale the request is not medically necessary.")
	v.Set("notes.0.text", "The last sentence does not say why.")
	v.Set("do", "return")
	says(t, nora.done(nora.post(at+"/quality", v)), "The draft went back to the reviewer with 1 note.")

	ruth = b.as("ruth.adeyemi")
	page = body(t, ruth.get(at+"/review"), 200)
	says(t, page, "Returned with 1 note", "The last sentence does not say why.")
	v = fields(t, page, "form")
	v.Set("items.0.rationale", rationaleText)
	v.Set("do", "submit")
	v.Set("password", password)
	ruth.done(ruth.post(at+"/review", v))
	nora = b.as("nora.ellis")
	v = ticked(fields(t, body(t, nora.get(at+"/quality"), 200), "form"))
	v.Set("do", "pass")
	says(t, nora.done(nora.post(at+"/quality", v)), "The draft passed the quality check")

	b.at("2015-11-03", 13, 0)
	miguel := b.as("miguel.santos")
	says(t, miguel.done(miguel.fill(at+"/sign", "password", password)), "The determination was signed for the organization by Miguel Santos, MD.")

	// Before it is served a party may not read it; then it may.
	daniel := b.as("daniel.okafor")
	body(t, daniel.get(at+"/letter"), http.StatusForbidden)
	b.at("2015-11-04", 15, 45)
	dana = b.as("dana.kim")
	v = fields(t, body(t, dana.get(at+"/serve"), 200), "form")
	v.Set("do", "serve")
	v.Set("server", "")
	page = body(t, dana.post(at+"/serve", v), http.StatusUnprocessableEntity)
	says(t, page, "“Served by” is empty.")
	v.Set("server", "Dana Kim")
	page = dana.done(dana.post(at+"/serve", v))
	says(t, page, "The Final Determination was served on 3 parties by Dana Kim.", "Served Wednesday, November 4, 2015", "I declare under penalty of perjury", "Sacramento, California")
	if w := dana.post(at+"/serve", v); w.Code != http.StatusSeeOther {
		t.Errorf("served twice by the same form: %d\n%s", w.Code, mainWords(t, w.Body.String()))
	}
	c := b.caseNow(id)
	if n := len(c.Services); n != 3 || c.Facts.Served.At != clock.MustDay("2015-11-04") {
		t.Errorf("served on %d parties on %s", n, c.Facts.Served.At)
	}
	daniel = b.as("daniel.okafor")
	says(t, body(t, daniel.get(at), 200), "Decided", "Read the decision", "Monday, December 9, 2015"[8:])
	says(t, body(t, daniel.get(at+"/letter"), 200), "The denial stands.", rationaleText)
	w = daniel.get(at + "/letter.pdf")
	data := []byte(body(t, w, 200))
	sum = sha256.Sum256(data)
	if hex.EncodeToString(sum[:]) != c.LetterHash || !bytes.HasPrefix(data, []byte("%PDF-")) {
		t.Errorf("the PDF of %d bytes is not the one that was served", len(data))
	}
	if r := signing.Check(data, testSigner(t).Chain, *b.now); r.State != signing.Intact || !r.Trusted || r.Name != "Golden Valley Independent Review" || !r.At.Equal(clock.MustDay("2015-11-04").At(15, 45, 0, imr.Office)) {
		t.Errorf("the signature of the served letter: %+v", r)
	}
	for ext, want := range map[string]string{"txt": "Final Determination", "html": "<main class=\"letter\">", "docx": "word/document.xml"} {
		w := daniel.get(at + "/letter." + ext)
		if got := body(t, w, 200); !strings.Contains(got, want) || !strings.HasPrefix(w.Header().Get("Content-Disposition"), "attachment") {
			t.Errorf("letter.%s: %q, %d bytes", ext, w.Header().Get("Content-Disposition"), len(got))
		}
	}
	// What was served reads back as what the reviewer wrote.
	d := letter.Parse("letter.pdf", data)
	if string(d.Summary.Text) != summaryText || len(d.Items) != 1 || d.Items[0].Decision != letter.Upheld || string(d.Items[0].Rationale) != rationaleText || d.Served == nil || d.Served.ProofOfService == nil || len(d.Unparsed) > 0 ||
		d.Served.Verification == nil || string(d.Served.Verification.Code) != c.Code || d.Served.Verification.Address != "https://imr.example.org/verify" {
		t.Errorf("the served letter reads back as %+v", d)
	}

	// Closed when the time to appeal is over, not before.
	dana = b.as("dana.kim")
	says(t, body(t, dana.fill(at+"/appeal-time-over"), http.StatusConflict), "The time to appeal is not over: its last day is 2015-12-09.")
	b.at("2015-12-10", 9, 0)
	dana = b.as("dana.kim")
	says(t, dana.done(dana.fill(at+"/appeal-time-over")), "Nobody appealed in time; the determination is final.", "Final")
}

func findCase(t testing.TB, page string) string {
	t.Helper()
	_, rest, ok := strings.Cut(page, "<h1>")
	if !ok || len(rest) < 12 {
		t.Fatal("the page names no case")
	}
	return rest[:12]
}
