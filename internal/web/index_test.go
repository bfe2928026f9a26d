package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
	"github.com/openimr/openimr/records"
	"github.com/openimr/openimr/records/document"
)

// recordOf puts a record of three papers before a case, the second of which another sender sent again as a whole.
func recordOf(t testing.TB, o *office, id imr.CaseID) (records.Bundle, records.Index) {
	t.Helper()
	a, b := strings.Repeat("a", 64), strings.Repeat("b", 64)
	var files []imr.ReceivedFile
	for _, h := range []string{a, b} {
		files = append(files, imr.ReceivedFile{SHA256: h, Name: h[:1] + ".pdf", Size: 1000})
	}
	dana := o.somebody(auth.Coordinator)
	c, err := o.store.Case(t.Context(), id)
	must(t, err)
	_, err = o.store.Do(t.Context(), imr.Request{Case: id, Saw: c.Version, Key: "files", Command: &imr.FilesReceived{From: "P2", Files: files},
		Act: imr.Act{Actor: imr.Actor{ID: dana.ID, Role: string(dana.Role), Name: dana.Name}, At: noon, Recorded: noon, How: &imr.How{Method: imr.Electronic}}})
	must(t, err)
	page := records.Page{Width: 612, Height: 792, Source: records.Native, Words: []records.Word{{Text: "Words"}}}
	bundle := records.Bundle{Files: []records.File{
		{Name: "a.pdf", SHA256: a, From: "P2", Pages: []records.Page{page, page, page, page, page}}, {Name: "b.pdf", SHA256: b, From: "P1", Pages: []records.Page{page, page}}}}
	ref := func(f, p int) records.PageRef { return records.PageRef{File: f, Page: p} }
	x := records.Index{
		Documents: []records.Document{
			{ID: "D3", Type: "imaging_report", Title: "MRI of the lumbar spine", Date: clock.MustDay("2015-01-20"), Author: "Priya Raman, M.D.", Pages: []records.PageRef{ref(0, 4)}, Confidence: 0.5},
			{ID: "D1", Type: "pr2", Title: "Progress report", Date: clock.MustDay("2015-11-12"), Author: "H. Nakagawa, M.D.", Pages: []records.PageRef{ref(0, 1), ref(0, 2), ref(0, 3)}, Confidence: 0.9},
			{ID: "D4", Type: "pr2", Title: "Progress report", Date: clock.MustDay("2015-11-12"), Pages: []records.PageRef{ref(1, 1), ref(1, 2)}, Confidence: 0.9},
			{ID: "D2", Type: "unknown", Title: "unrecognised", Pages: []records.PageRef{ref(0, 5)}, Confidence: 0.9},
		},
		Duplicates: []records.Duplicate{{Page: ref(1, 1), Of: ref(0, 1), Relation: records.SamePage}, {Page: ref(1, 2), Of: ref(0, 2), Relation: records.MarkedPage}},
		Foreign:    []records.Foreign{{Page: ref(0, 5), Why: "The page names John Roe, not the patient."}},
	}
	o.records.put(id, bundle, x)
	return bundle, x
}

var rowOf = regexp.MustCompile(`(?s)<tr>.*?</tr>`)

func TestTheIndexListsThePapersByTheirDate(t *testing.T) {
	o := newOffice(t)
	id := o.anyCase()
	recordOf(t, o, id)
	b := o.as(o.somebody(auth.Coordinator).ID)
	page := body(t, b.get("/cases/"+string(id)+"/records"), http.StatusOK)
	checkPage(t, "index", page)
	rows := rowOf.FindAllString(page, -1)[1:]
	if len(rows) != 3 {
		t.Fatalf("%d rows", len(rows))
	}
	for i, wants := range [][]string{
		{"Jan 20, 2015", "Imaging report", "MRI of the lumbar spine", "Priya Raman", "Check this", "#p=4"},
		{"Nov 12, 2015", "PR-2", "1–3", "not read", "also from", "at 6–7", "paper?p=1"},
		{"No date", "1 page of another patient?", "#p=5"},
	} {
		for _, want := range wants {
			if !regexp.MustCompile(strings.ReplaceAll(regexp.QuoteMeta(want), `\|`, "|")).MatchString(rows[i]) {
				t.Errorf("row %d does not say %q:\n%s", i+1, want, rows[i])
			}
		}
	}
	if !strings.Contains(page, "1 paper more that came again") {
		t.Error("the copy is not counted")
	}
	must(t, o.records.Open(t.Context(), id, o.somebody(auth.Coordinator).ID, []records.PageID{{File: strings.Repeat("b", 64), Page: 1}}))
	page = body(t, b.get("/cases/"+string(id)+"/records"), http.StatusOK)
	if !strings.Contains(page, "2 pages not read") {
		t.Error("a page that was read as its copy still counts as not read")
	}
	for query, want := range map[string]int{"kind=pr2": 1, "author=Priya+Raman%2C+M.D.": 1, "q=lumbar": 1, "show=check": 1, "show=foreign": 1, "show=unread": 3, "after=2015-06-01": 1, "before=2015-06-01": 1, "kind=qme_report": 0, "sort=record": 3, "after=nonsense": 3} {
		page := body(t, b.get("/cases/"+string(id)+"/records?"+query), http.StatusOK)
		checkPage(t, query, page)
		if n := max(len(rowOf.FindAllString(page, -1))-1, 0); n != want {
			t.Errorf("%s: %d papers, want %d", query, n, want)
		}
	}
}

func TestAnIndexOfThousandsIsShownInParts(t *testing.T) {
	o := newOffice(t)
	id := o.anyCase()
	var f records.File
	var x records.Index
	f.SHA256 = strings.Repeat("a", 64)
	for i := range 3000 {
		f.Pages = append(f.Pages, records.Page{})
		x.Documents = append(x.Documents, records.Document{Type: "pt_note", Title: fmt.Sprintf("Note %d", i), Pages: []records.PageRef{{Page: i + 1}}, Confidence: 1})
	}
	o.records.put(id, records.Bundle{Files: []records.File{f}}, x)
	b := o.as(o.somebody(auth.Coordinator).ID)
	page := body(t, b.get("/cases/"+string(id)+"/records?at=2999"), http.StatusOK)
	if n := len(rowOf.FindAllString(page, -1)) - 1; n != 250 || !strings.Contains(page, "Note 2999<") || !strings.Contains(page, "Earlier in the list") {
		t.Errorf("%d rows", n)
	}
	if len(page) > 400_000 {
		t.Errorf("the page has %d bytes", len(page))
	}
}

// corrections returns the corrections of a case, after a form of a paper was sent.
func (o *office) corrections(id imr.CaseID) []records.Correction {
	c, err := o.store.Case(o.t.Context(), id)
	must(o.t, err)
	return c.Corrections
}

func TestAPaperIsPutRightByHandAndTakenBack(t *testing.T) {
	o := newOffice(t)
	id := o.anyCase()
	bundle, x := recordOf(t, o, id)
	b := o.as(o.somebody(auth.Coordinator).ID)
	at := "/cases/" + string(id) + "/records/paper"
	sha := strings.Repeat("a", 64)
	checkPage(t, "paper", body(t, b.get(at+"?p=2"), http.StatusOK))
	for i, c := range []struct {
		form url.Values
		want []records.Correction
		back []records.Correction
		says string
	}{
		{url.Values{"p": {"4"}, "do": {"what"}, "type": {"emg_report"}, "date": {"2015-01-21"}, "title": {"EMG"}, "author": {"Priya Raman, M.D."}},
			[]records.Correction{{Kind: records.Retype, Value: "emg_report"}, {Kind: records.Redate, Date: clock.MustDay("2015-01-21")}, {Kind: records.Retitle, Value: "EMG"}},
			[]records.Correction{{Kind: records.Retype, Value: "imaging_report"}, {Kind: records.Redate, Date: clock.MustDay("2015-01-20")}, {Kind: records.Retitle, Value: "MRI of the lumbar spine"}},
			"The paper at page 4 of the record has the kind Electrodiagnostic report, the date Jan 21, 2015, the title “EMG”."},
		{url.Values{"p": {"2"}, "do": {"split"}}, []records.Correction{{Kind: records.SplitHere}}, []records.Correction{{Kind: records.JoinHere}}, "A paper of its own begins at page 2 of the record."},
		{url.Values{"p": {"4"}, "do": {"join"}}, []records.Correction{{Kind: records.JoinHere}}, []records.Correction{{Kind: records.SplitHere}}, "The paper at page 4 of the record goes on from the one at page 1; they are one."},
		{url.Values{"p": {"3"}, "do": {"move"}, "behind": {"1"}}, []records.Correction{{Kind: records.MoveAfter, Other: records.PageID{File: sha, Page: 1}}}, []records.Correction{{Kind: records.MoveAfter, Other: records.PageID{File: sha, Page: 2}}}, "Page 3 of the record follows page 1."},
		{url.Values{"p": {"3"}, "do": {"move"}}, []records.Correction{{Kind: records.MoveAfter}}, []records.Correction{{Kind: records.MoveAfter, Other: records.PageID{File: sha, Page: 2}}}, "Page 3 of the record is the first page of its paper."},
		{url.Values{"p": {"5"}, "do": {"ours"}}, []records.Correction{{Kind: records.NotForeign}}, []records.Correction{{Kind: records.IsForeign}}, "Page 5 of the record is of this patient."},
		{url.Values{"p": {"1"}, "do": {"foreign"}}, []records.Correction{{Kind: records.IsForeign}}, []records.Correction{{Kind: records.NotForeign}}, "Page 1 of the record is of another patient."},
	} {
		before := len(o.corrections(id))
		c.form.Set("key", fmt.Sprint("k", i))
		w := b.post(at, c.form)
		if w.Code != http.StatusSeeOther {
			t.Errorf("%v: %d\n%s", c.form, w.Code, w.Body)
			continue
		}
		page := body(t, b.get(w.Header().Get("Location")), http.StatusOK)
		if !strings.Contains(page, c.says) || !strings.Contains(page, "Take the last change back") {
			t.Errorf("%v is not told as %q", c.form, c.says)
		}
		got := o.corrections(id)[before:]
		n := len(got)
		w = b.post("/cases/"+string(id)+"/records/undo", url.Values{"key": {fmt.Sprint("u", i)}})
		if w.Code != http.StatusSeeOther {
			t.Errorf("take back %v: %d", c.form, w.Code)
		}
		back := o.corrections(id)[before+n:]
		for _, cs := range []struct{ got, want []records.Correction }{{got, c.want}, {back, c.back}} {
			if len(cs.got) != len(cs.want) {
				t.Errorf("%v: %+v, want %+v", c.form, cs.got, cs.want)
				continue
			}
			for j := range cs.got {
				cs.want[j].Page = cs.got[j].Page
				if cs.got[j] != cs.want[j] || cs.got[j].Page.File != sha || fmt.Sprint(cs.got[j].Page.Page) != c.form.Get("p") {
					t.Errorf("%v: %+v, want %+v", c.form, cs.got[j], cs.want[j])
				}
			}
		}
		o.records.put(id, bundle, x)
	}
	if w := b.post("/cases/"+string(id)+"/records/undo", url.Values{"key": {"again"}}); w.Code != http.StatusConflict {
		t.Errorf("taken back twice: %d", w.Code)
	}
}

func TestWhatCannotBePutRightIsSaid(t *testing.T) {
	o := newOffice(t)
	id := o.anyCase()
	recordOf(t, o, id)
	b := o.as(o.somebody(auth.Coordinator).ID)
	for form, want := range map[string]string{
		"p=1&do=split": "begins at page 1 already", "p=1&do=join": "Nothing comes before page 1", "p=1&do=": "Choose what to put right", "p=1&do=move": "is the first page of its paper",
		"p=1&do=move&behind=900": "from 1 to 7", "p=1&do=move&behind=x": "number", "p=1&do=what&type=pr2&title=Progress+report&author=H.+Nakagawa%2C+M.D.&date=2015-11-12": "Nothing was changed",
		"p=1&do=what&type=nonsense": "hoose", "p=1&do=what&type=pr2&date=2015-99-99": "no date",
	} {
		values, err := url.ParseQuery(form)
		must(t, err)
		w := b.post("/cases/"+string(id)+"/records/paper", values)
		if text := w.Body.String(); w.Code != http.StatusUnprocessableEntity || !strings.Contains(text, want) {
			t.Errorf("%s: %d, %q is not said", form, w.Code, want)
		} else {
			checkPage(t, form, text)
		}
	}
	for _, p := range []string{"0", "99", "x", ""} {
		if w := b.get("/cases/" + string(id) + "/records/paper?p=" + p); w.Code != http.StatusNotFound {
			t.Errorf("page %q: %d", p, w.Code)
		}
	}
	if n := len(o.corrections(id)); n != 0 {
		t.Errorf("%d corrections were recorded", n)
	}
}

// What moves a page and what takes it back leave the documents as they were.
func TestTakingAMoveBackRestoresThePapers(t *testing.T) {
	o := newOffice(t)
	id := o.anyCase()
	bundle, _ := recordOf(t, o, id)
	paper := func(title string) records.Page {
		return records.Page{Width: 612, Height: 792, Source: records.Native, Words: []records.Word{{Text: title, Box: records.Box{X0: 50, Y0: 40, X1: 90, Y1: 50}}}}
	}
	for i := range bundle.Files[0].Pages {
		bundle.Files[0].Pages[i] = paper(fmt.Sprint("page", i))
	}
	bundle.Files = bundle.Files[:1]
	sha := bundle.Files[0].SHA256
	base := []records.Correction{{Kind: records.SplitHere, Page: records.PageID{File: sha, Page: 3}}}
	cut := func(cs []records.Correction) string {
		docs, _ := document.Cut(bundle, document.Options{Corrections: append(append([]records.Correction{}, base...), cs...)})
		var out []string
		for _, d := range docs {
			out = append(out, fmt.Sprint(d.Pages))
		}
		return strings.Join(out, " ")
	}
	docs, _ := document.Cut(bundle, document.Options{Corrections: base})
	b := o.as(o.somebody(auth.Coordinator).ID)
	for p := 1; p <= 5; p++ {
		for behind := 0; behind <= 5; behind++ {
			o.records.put(id, bundle, records.Index{Documents: docs})
			n := len(o.corrections(id))
			key := fmt.Sprint(p, "-", behind)
			if w := b.post("/cases/"+string(id)+"/records/paper", url.Values{"key": {"m" + key}, "p": {fmt.Sprint(p)}, "do": {"move"}, "behind": {fmt.Sprint(behind)}}); w.Code != http.StatusSeeOther {
				continue // onto itself, or first already
			}
			m := len(o.corrections(id))
			b.post("/cases/"+string(id)+"/records/undo", url.Values{"key": {"u" + key}})
			if got, want := cut(o.corrections(id)[n:]), cut(nil); got != want {
				t.Errorf("page %d behind %d, %+v, taken back by %+v: %s, want %s", p, behind, o.corrections(id)[n:m], o.corrections(id)[m:], got, want)
			}
		}
	}
}

func TestWhoMayNotCorrectSeesNoForms(t *testing.T) {
	o := newOffice(t)
	var id imr.CaseID
	who := o.somebody(auth.Quality)
	id = o.anyCase()
	recordOf(t, o, id)
	page := body(t, o.as(who.ID).get("/cases/"+string(id)+"/records/paper?p=1"), http.StatusOK)
	if may := auth.May(who.Role, auth.CorrectIndex, auth.Facts{}); may != strings.Contains(page, "A paper begins here") {
		t.Errorf("forms are shown: %t, allowed: %t", !may, may)
	}
	w := o.as(o.somebody(auth.InjuredWorker).ID)
	if r := w.get("/cases/" + string(id) + "/records"); r.Code == http.StatusOK {
		t.Error("a party sees the index")
	}
}
