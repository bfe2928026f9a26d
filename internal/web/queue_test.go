package web_test

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
	"pgregory.net/rapid"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
)

// row returns a row of the queue due so many days after today.
func row(n, days int) imr.QueueRow {
	d := clock.DayIn(noon, imr.Office).AddDays(days)
	return imr.QueueRow{Case: imr.CaseID(fmt.Sprintf("CM77-%07d", n)), Worker: fmt.Sprintf("Worker %d", n), Claim: fmt.Sprintf("C-%d", n), Request: "Knee brace",
		Items: 1, State: imr.InReview, Priority: imr.Regular, NextStep: "Write the draft", Owes: "Reviewer", DueRule: "imr.decide.regular", Due: d,
		DueAt: d.End(imr.Office), Received: d.AddDays(-20)}
}

// emptyQueue takes the sample cases out of the queue.
func (o *office) emptyQueue() { o.store.rows = nil }

// cells returns the text of each cell of the rows of a page, by the class of the cell.
func cells(t testing.TB, page string) []map[string]string {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	must(t, err)
	var rows []map[string]string
	walk(doc, func(n *html.Node) {
		if n.Data != "tr" || inside(n, "thead") || attr(n, "class") == "more" {
			return
		}
		r := map[string]string{}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.Type == html.ElementNode {
				r[attr(c, "class")] = words(c)
			}
		}
		rows = append(rows, r)
	})
	return rows
}

func TestARowSaysWhereTheCaseStandsAndWhatIsNext(t *testing.T) {
	o := newOffice(t)
	o.emptyQueue()
	late := row(1, -2)
	late.Items, late.Priority, late.OwnerName, late.Owner = 3, imr.Expedited, "Dana Kim", "dana.kim"
	o.store.addRow(late)
	none := row(2, 0)
	none.DueRule, none.DueAt, none.Due = "", none.DueAt.AddDate(9, 0, 0), 0
	o.store.addRow(none)
	page := body(t, o.as(o.somebody(auth.Coordinator).ID).get("/queue"), http.StatusOK)
	checkPage(t, "queue", page)
	got := cells(t, page)
	want := []map[string]string{
		{"pick": "", "due": "2 days late Tue Dec 1", "case": "CM77-0000001 Worker 1", "item": "Knee brace and 2 more", "stage": "With the reviewer Expedited",
			"next": "Write the draft Reviewer", "owner": "Dana Kim"},
		{"pick": "", "due": "Nothing due", "case": "CM77-0000002 Worker 2", "item": "Knee brace", "stage": "With the reviewer",
			"next": "Write the draft Reviewer", "owner": "Nobody yet"},
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("rows\n%q, want\n%q", got, want)
	}
	if !strings.Contains(page, `title="Tuesday, December 1, 2026"`) || !strings.Contains(page, `href="/cases/CM77-0000001#due"`) {
		t.Error("the chip has not its date, or does not open its reasoning")
	}
}

func TestDistancesAreInWords(t *testing.T) {
	today := clock.DayIn(noon, imr.Office)
	for days, want := range map[int]string{-1: "1 day late", -1200: "1,200 days late", 0: "today", 1: "tomorrow", 2: "in 2 days", 3: "in 3 days", 4: "in 4 days"} {
		o := newOffice(t)
		o.emptyQueue()
		o.store.addRow(row(1, days))
		if got := cells(t, body(t, o.as(o.somebody(auth.Coordinator).ID).get("/queue"), 200))[0]["due"]; !strings.HasPrefix(got, want+" ") {
			t.Errorf("%d days: %q, want %q", days, got, want)
		}
	}
	for hours, want := range map[int]string{-3: "3 h late", 2: "in 2 h", 30: "in 30 h", 60: "in 3 days", -100: "4 days late"} {
		o := newOffice(t)
		o.emptyQueue()
		r := row(1, 0)
		r.DueAt = noon.Add(hoursOf(hours))
		r.Due = clock.DayIn(r.DueAt, imr.Office)
		o.store.addRow(r)
		if got := cells(t, body(t, o.as(o.somebody(auth.Coordinator).ID).get("/queue"), 200))[0]["due"]; !strings.HasPrefix(got, want+" ") {
			t.Errorf("%d hours: %q, want %q; today is %s", hours, got, want, today)
		}
	}
}

func TestTheTilesLeadToTheirCases(t *testing.T) {
	o := newOffice(t)
	o.emptyQueue()
	n := 0
	for days, many := range map[int]int{-3: 2, 0: 3, 1: 1, 3: 4, 4: 5} {
		for range many {
			n++
			r := row(n, days)
			if n%2 == 0 {
				r.Owner, r.OwnerName = "dana.kim", "Dana Kim"
			}
			o.store.addRow(r)
		}
	}
	b := o.as(o.somebody(auth.Coordinator).ID)
	page := body(t, b.get("/queue"), http.StatusOK)
	for address, want := range map[string]int{"/queue?due=late": 2, "/queue?due=today": 3, "/queue?due=soon": 5, "/queue?owner=none": 8} {
		i := strings.Index(page, `href="`+address+`"><b>`)
		if i < 0 {
			t.Errorf("no tile leads to %s", address)
			continue
		}
		if said := fmt.Sprintf("<b>%d</b>", want); !strings.HasPrefix(page[i+len(`href="`+address+`">`):], said) {
			t.Errorf("the tile of %s does not say %d", address, want)
		}
		if got := len(cells(t, body(t, b.get(address), http.StatusOK))); got != want {
			t.Errorf("%s shows %d cases, want %d", address, got, want)
		}
	}
}

func TestFiltersAreChipsThatCanBeTakenAway(t *testing.T) {
	o := newOffice(t)
	o.emptyQueue()
	o.store.addRow(row(1, 1))
	b := o.as(o.somebody(auth.Coordinator).ID)
	page := body(t, b.get("/queue?q=knee&stage=review&owner=none&priority=regular&due=soon&sort=case&dir=down"), http.StatusOK)
	checkPage(t, "filtered", page)
	if len(cells(t, page)) != 1 {
		t.Fatalf("the case is not there:\n%s", page)
	}
	for chip, without := range map[string]string{
		"“knee”":           "dir=down&amp;due=soon&amp;owner=none&amp;priority=regular&amp;sort=case&amp;stage=review",
		"Stage: In review": "dir=down&amp;due=soon&amp;owner=none&amp;priority=regular&amp;q=knee&amp;sort=case",
		"Owner: nobody":    "dir=down&amp;due=soon&amp;priority=regular&amp;q=knee&amp;sort=case&amp;stage=review",
		"Due in 3 days":    "dir=down&amp;owner=none&amp;priority=regular&amp;q=knee&amp;sort=case&amp;stage=review",
	} {
		if !strings.Contains(page, `<li><a href="/queue?`+without+`" title="Remove this filter">`+chip) {
			t.Errorf("no chip %s that leads to %s", chip, without)
		}
	}
	if !strings.Contains(page, `aria-sort="descending"`) {
		t.Error("the column does not say how it is sorted")
	}
	if text := body(t, b.get("/queue?q=nothing+fits"), http.StatusOK); !strings.Contains(text, "No case fits these filters") {
		t.Error("nothing is said where no case fits")
	}
}

func TestTheNextPageFollowsTheFirst(t *testing.T) {
	o := newOffice(t)
	o.emptyQueue()
	for n := range 250 {
		o.store.addRow(row(n, n))
	}
	b := o.as(o.somebody(auth.Coordinator).ID)
	seen := map[string]bool{}
	address := "/queue?stage=review"
	for pages := 0; address != ""; pages++ {
		page := body(t, b.get(address), http.StatusOK)
		for _, r := range cells(t, page) {
			if seen[r["case"]] {
				t.Fatalf("%s is shown twice", r["case"])
			}
			seen[r["case"]] = true
		}
		_, rest, more := strings.Cut(page, `class="more"><td role="cell" colspan="7"><a href="`)
		address = ""
		if more {
			address, _, _ = strings.Cut(rest, `"`)
			address = html.UnescapeString(address)
		}
		if pages > 3 {
			t.Fatal("there is no end")
		}
	}
	if len(seen) != 250 {
		t.Errorf("%d cases were shown", len(seen))
	}
	part := body(t, b.get("/queue?stage=review", "X-Part", "rows"), http.StatusOK)
	if strings.Contains(part, "<html") || strings.Count(part, "<tr") != 101 {
		t.Errorf("a script gets %d rows: %.200s", strings.Count(part, "<tr"), part)
	}
}

func TestAnythingInTheAddressIsAnswered(t *testing.T) {
	o := newOffice(t)
	b := o.as(o.somebody(auth.Coordinator).ID)
	rapid.Check(t, func(rt *rapid.T) {
		q := url.Values{}
		for _, k := range []string{"q", "stage", "owner", "priority", "due", "which", "sort", "dir"} {
			for range rapid.IntRange(0, 2).Draw(rt, "times") {
				q.Add(k, rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"late", "me", "none", "quality", "due", "down", "all", "<script>", "'"})).Draw(rt, k))
			}
		}
		w := b.get("/queue?" + q.Encode())
		if w.Code != http.StatusOK {
			rt.Fatalf("%s: %d", q.Encode(), w.Code)
		}
		for _, f := range pageFaults(w.Body.String()) {
			rt.Errorf("%s: %s", q.Encode(), f)
		}
	})
	for _, path := range []string{"/queue?q=" + strings.Repeat("a", 20_000), "/queue?%zz", "/queue?q=%ff%fe", "/queue?q=a&q=b&q=c", "/queue?owner=" + strings.Repeat("é", 200)} {
		checkPage(t, path[:min(len(path), 20)], body(t, b.get(path), http.StatusOK))
	}
	checkPage(t, "a place that there is not", body(t, b.get("/queue?after=bogus"), http.StatusUnprocessableEntity))
}

func TestWordsOfACaseAreNeverMarkup(t *testing.T) {
	o := newOffice(t)
	o.emptyQueue()
	bad := row(1, 1)
	hostile := `<img src=x onerror=alert(1)>"'&`
	bad.Worker, bad.Request, bad.NextStep, bad.Owes, bad.OwnerName, bad.Owner, bad.State = hostile, hostile, hostile, hostile, hostile, imr.UserID(hostile), imr.InReview
	o.store.addRow(bad)
	b := o.as(o.somebody(auth.Coordinator).ID)
	page := body(t, b.get("/queue?q="+url.QueryEscape(hostile)), http.StatusOK)
	checkPage(t, "hostile", page)
	page = body(t, b.get("/queue"), http.StatusOK)
	checkPage(t, "hostile", page)
	if strings.Contains(page, "<img") {
		t.Error("a worker's name became an element")
	}
	if got := cells(t, page)[0]["item"]; got != hostile {
		t.Errorf("the request reads %q", got)
	}
}

func TestAReviewerSeesOnlyTheirCases(t *testing.T) {
	o := newOffice(t)
	who := o.somebody(auth.Reviewer)
	page := body(t, o.as(who.ID).get("/queue"), http.StatusOK)
	checkPage(t, "reviewer's queue", page)
	got := cells(t, page)
	if len(got) == 0 {
		t.Fatal("no case")
	}
	for _, r := range got {
		id, _, _ := strings.Cut(r["case"], " ")
		c, err := o.store.Case(t.Context(), imr.CaseID(id))
		must(t, err)
		if c.Reviewer == nil || c.Reviewer.ID != who.ID {
			t.Errorf("%s is not theirs", id)
		}
		if _, ok := r["owner"]; ok {
			t.Error("the owner is shown")
		}
	}
	for _, path := range []string{"/queue?which=all", "/queue?owner=me", "/queue?q=c", "/queue?stage=received"} {
		for _, r := range cells(t, body(t, o.as(who.ID).get(path), http.StatusOK)) {
			id, _, _ := strings.Cut(r["case"], " ")
			if c, err := o.store.Case(t.Context(), imr.CaseID(id)); err != nil || c.Reviewer == nil || c.Reviewer.ID != who.ID {
				t.Errorf("%s shows %s", path, id)
			}
		}
	}
}

func TestAPartySeesOnlyTheirCasesInPlainWords(t *testing.T) {
	o := newOffice(t)
	for _, role := range []auth.Role{auth.InjuredWorker, auth.ClaimsAdministrator, auth.Attorney, auth.RequestingPhysician} {
		who := o.somebody(role)
		w := o.as(who.ID).get("/queue?which=all&q=&stage=in_review")
		page := body(t, w, http.StatusOK)
		checkPage(t, string(role), page)
		o.namesNoReviewer(t, string(role), w)
		page = body(t, o.as(who.ID).get("/queue"), http.StatusOK)
		n := 0
		for _, r := range o.store.rows {
			c, err := o.store.Case(t.Context(), r.Case)
			must(t, err)
			theirs := auth.FactsOf(who, c).Party
			if theirs {
				n++
			}
			if strings.Contains(page, string(r.Case)) != theirs {
				t.Errorf("%s: %s is shown: %t", role, r.Case, !theirs)
			}
		}
		if n == 0 {
			t.Errorf("no sample case has an account of the %s", role)
		}
		for _, word := range []string{"Owner", "queue.csv", "Quality"} {
			if strings.Contains(page, word) {
				t.Errorf("%s reads %q", role, word)
			}
		}
	}
}

func TestAPartyIsToldWhatAPartyOwes(t *testing.T) {
	o := newOffice(t)
	o.emptyQueue()
	who := o.somebody(auth.ClaimsAdministrator)
	for n, c := range []struct{ owes, step, want string }{
		{"Claims administrator", "Send the medical records, which are overdue; or go on without them",
			"Claims administrator: send the medical records, which are overdue</b> <span>by Friday, December 4, 2026"},
		{"Reviewer", "Write the secret draft", ""}, {"Coordinator", "Assign a secret reviewer", ""}, {"Quality nurse", "Check the secret draft", ""},
	} {
		r := row(n, 1)
		r.Owes, r.NextStep = c.owes, c.step
		o.store.addRow(r)
		o.store.parties[r.Case] = []imr.UserID{who.ID}
		page := body(t, o.as(who.ID).get("/queue"), http.StatusOK)
		if !strings.Contains(page, c.want) || strings.Contains(page, "secret") || !strings.Contains(page, string(r.Case)) {
			t.Errorf("%s: no %q:\n%s", c.owes, c.want, page)
		}
		checkPage(t, c.owes, page)
	}
}

func TestAPartyWithManyCasesGoesOnToTheNext(t *testing.T) {
	o := newOffice(t)
	o.emptyQueue()
	who := o.somebody(auth.ClaimsAdministrator)
	for n := range 120 {
		r := row(n, 1)
		o.store.addRow(r)
		o.store.parties[r.Case] = []imr.UserID{who.ID}
	}
	b := o.as(who.ID)
	page := body(t, b.get("/queue"), http.StatusOK)
	_, rest, ok := strings.Cut(page, `<p class="buttons"><a class="button" href="`)
	next, _, _ := strings.Cut(rest, `"`)
	if !ok || strings.Count(page, `<li class="card">`) != 100 {
		t.Fatalf("%d cases, and more: %t", strings.Count(page, `<li class="card">`), ok)
	}
	if page = body(t, b.get(html.UnescapeString(next)), http.StatusOK); strings.Count(page, `<li class="card">`) != 20 {
		t.Errorf("then %d", strings.Count(page, `<li class="card">`))
	}
}

func TestEmptyListsSayWhatToDo(t *testing.T) {
	o := newOffice(t)
	o.emptyQueue()
	for role, want := range map[auth.Role]string{auth.Coordinator: "No open case", auth.Reviewer: "No case is assigned to you", auth.InjuredWorker: "No case here yet"} {
		page := body(t, o.as(o.somebody(role).ID).get("/queue"), http.StatusOK)
		checkPage(t, string(role), page)
		if !strings.Contains(page, want) {
			t.Errorf("%s does not read %q", role, want)
		}
	}
}

func TestAnExactNumberOpensTheCase(t *testing.T) {
	o := newOffice(t)
	b := o.as(o.somebody(auth.Coordinator).ID)
	id := string(o.anyCase())
	for q, want := range map[string]string{
		id: "/cases/" + id, strings.ToLower(id): "/cases/" + id, " " + strings.ReplaceAll(id, "-", "") + " ": "/cases/" + id,
		"CM99-9999999": "/queue?q=CM99-9999999", "knee brace": "/queue?q=knee+brace", "": "/queue", "<x>": "/queue?q=%3Cx%3E",
	} {
		if at := b.get("/search?q=" + url.QueryEscape(q)).Header().Get("Location"); at != want {
			t.Errorf("%q leads to %q, want %q", q, at, want)
		}
	}
	stranger := o.somebody(auth.Reviewer)
	theirs := o.caseNotOf(stranger)
	if at := o.as(stranger.ID).get("/search?q=" + string(theirs)).Header().Get("Location"); at != "/queue?q="+string(theirs) {
		t.Errorf("a reviewer is led to %q", at)
	}
}

func TestTheExportIsWholeAndHarmless(t *testing.T) {
	o := newOffice(t)
	o.emptyQueue()
	for n := range 2345 {
		r := row(n, n)
		r.Reviewer = o.somebody(auth.Reviewer).ID
		o.store.addRow(r)
	}
	evil := row(9999, 1)
	evil.Worker, evil.Request = `=HYPERLINK("http://evil.example")`, "Brace, \"large\"\nleft"
	o.store.addRow(evil)
	w := o.as(o.somebody(auth.Coordinator).ID).get("/queue.csv?sort=case&after=bogus")
	text := body(t, w, http.StatusOK)
	if cd := w.Header().Get("Content-Disposition"); cd != `attachment; filename="queue-2026-12-03.csv"` {
		t.Errorf("Content-Disposition %q", cd)
	}
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	must(t, err)
	if len(rows) != 2347 {
		t.Fatalf("%d lines", len(rows))
	}
	last := rows[len(rows)-1]
	if last[1] != `'=HYPERLINK("http://evil.example")` || last[3] != "Brace, \"large\"\nleft" || last[9] != "2026-12-04" || last[10] != "2026-12-05T07:59:59Z" {
		t.Errorf("the last line is %q", last)
	}
	o.namesNoReviewer(t, "export", w)
}

// The whole way of handing over: chosen in the queue, shown with its consequence, done once.
func TestHandingOver(t *testing.T) {
	o := newOffice(t)
	me, other := o.somebody(auth.Coordinator), o.somebody(auth.Quality)
	b := o.as(me.ID)
	id := o.anyCase()
	c, err := o.store.Case(t.Context(), id)
	must(t, err)
	chosen := string(id) + "=" + string(c.Owner)
	before := o.eventCount()
	page := body(t, b.get("/queue/handover?"+url.Values{"case": {chosen, chosen}, "to": {""}, "other": {string(other.ID)}}.Encode()), http.StatusOK)
	checkPage(t, "handover", page)
	if !strings.Contains(page, "Hand 1 case over to "+other.Name) || strings.Count(page, `name="case"`) != 1 || !strings.Contains(page, "Goes to "+other.Name) {
		t.Fatalf("the consequence is not told:\n%s", page)
	}
	_, rest, _ := strings.Cut(page, `name="key" value="`)
	key, _, _ := strings.Cut(rest, `"`)
	form := url.Values{"key": {key}, "to": {string(other.ID)}, "case": {chosen}}
	for range 2 { // sent twice, done once
		if w := b.post("/queue/handover", form); w.Code != http.StatusSeeOther && !strings.Contains(w.Body.String(), "belongs there already") {
			t.Fatalf("%d\n%s", w.Code, w.Body)
		}
	}
	if n := o.eventCount() - before; n != 1 {
		t.Errorf("%d events were recorded", n)
	}
	if c, err = o.store.Case(t.Context(), id); err != nil || c.Owner != other.ID {
		t.Errorf("the case belongs to %q", c.Owner)
	}
	// Somebody else was quicker: what was chosen is out of date.
	form.Set("to", string(me.ID))
	form.Set("key", "another key")
	page = body(t, b.post("/queue/handover", form), http.StatusConflict)
	checkPage(t, "handover refused", page)
	if !strings.Contains(page, "was taken by "+other.Name+" meanwhile") || o.eventCount()-before != 1 {
		t.Errorf("what happened is not told:\n%s", page)
	}
}

func TestHandoversThatAreRefused(t *testing.T) {
	o := newOffice(t)
	b := o.as(o.somebody(auth.Coordinator).ID)
	id := string(o.anyCase()) + "="
	before := o.eventCount()
	many := make([]string, 201)
	for i := range many {
		many[i] = fmt.Sprintf("CM26-%07d=", i)
	}
	for why, form := range map[string]url.Values{
		"no case":                  {"key": {"k"}, "to": {"-"}},
		"no person":                {"key": {"k"}, "case": {id}},
		"nobody of that name":      {"key": {"k"}, "case": {id}, "to": {"no.body"}},
		"a reviewer":               {"key": {"k"}, "case": {id}, "to": {string(o.somebody(auth.Reviewer).ID)}},
		"a party":                  {"key": {"k"}, "case": {id}, "to": {string(o.somebody(auth.InjuredWorker).ID)}},
		"too many":                 {"key": {"k"}, "case": many, "to": {"-"}},
		"no key":                   {"case": {id}, "to": {"-"}},
		"a huge key":               {"key": {strings.Repeat("k", 100)}, "case": {id}, "to": {"-"}},
		"a case that there is not": {"key": {"k"}, "case": {"CM99-9999999="}, "to": {"-"}},
		"no number of a case":      {"key": {"k"}, "case": {"../../etc"}, "to": {"-"}},
	} {
		w := b.post("/queue/handover", form)
		if w.Code != http.StatusUnprocessableEntity && w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", why, w.Code)
		}
		checkPage(t, why, w.Body.String())
	}
	if o.eventCount() != before {
		t.Error("an event was recorded")
	}
	if w := o.as(o.somebody(auth.Reviewer).ID).post("/queue/handover", url.Values{"key": {"k"}, "case": {id}, "to": {"-"}}); w.Code != http.StatusForbidden {
		t.Errorf("a reviewer may hand over: %d", w.Code)
	}
}

func hoursOf(n int) time.Duration { return time.Duration(n) * time.Hour }
