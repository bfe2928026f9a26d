package assemble_test

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/sample/bundle"
	"github.com/openimr/openimr/records"
	"github.com/openimr/openimr/records/index"
	"github.com/openimr/openimr/review"
	"github.com/openimr/openimr/review/assemble"
	"github.com/openimr/openimr/review/pages"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// A sheet is a paper of one page: its kind, its day and its lines.
type sheet struct{ kind, day, text string }

// bind makes a record of papers of one page each, indexed as records are; kind and day are corrected to those that are given.
func bind(t testing.TB, sheets ...sheet) *pages.Book {
	t.Helper()
	b := records.Bundle{Files: []records.File{{SHA256: "f"}}}
	var fix []records.Correction
	for i, s := range sheets {
		var p records.Page
		p.Width, p.Height, p.Source = 612, 792, records.Native
		for n, line := range strings.Split(strings.TrimSpace(s.text), "\n") {
			for k, w := range strings.Fields(line) {
				x, y := float32(72+40*k), float32(72+14*n)
				p.Words = append(p.Words, records.Word{Text: w, Line: int32(n), Block: int32(n), Confidence: 100, Box: records.Box{X0: x, Y0: y, X1: x + 36, Y1: y + 10}})
			}
		}
		b.Files[0].Pages = append(b.Files[0].Pages, p)
		id := records.PageID{File: "f", Page: i + 1}
		fix = append(fix, records.Correction{Kind: records.SplitHere, Page: id}, records.Correction{Kind: records.Retype, Page: id, Value: s.kind}, records.Correction{Kind: records.NotForeign, Page: id})
		if s.day != "" {
			fix = append(fix, records.Correction{Kind: records.Redate, Page: id, Date: clock.MustDay(s.day)})
		}
		if s.kind == "foreign" {
			fix = append(fix, records.Correction{Kind: records.IsForeign, Page: id})
		}
	}
	x := index.Build(b, index.Options{Corrections: fix})
	return shelve(b, &x)
}

func shelve(b records.Bundle, x *records.Index) *pages.Book {
	s := &records.Shelf{Index: x}
	for _, f := range b.Files {
		s.Files = append(s.Files, records.ShelfFile{SHA256: f.SHA256, First: s.Pages + 1, Pages: len(f.Pages)})
		s.Pages += len(f.Pages)
	}
	s.Read = s.Pages
	return pages.New(&b, s)
}

func neck() (imr.Case, []sheet) {
	day := clock.MustDay
	c := imr.Case{
		Worker: imr.Worker{Name: "Daniel Okafor", BirthDate: day("1972-03-14"), Sex: "male"},
		Injury: imr.Injury{Date: day("2014-09-18"), Diagnosis: "Cervical pain"},
		Denial: imr.Denial{RequestDated: day("2015-09-10"), Decided: day("2015-09-16")},
		Items: []imr.Item{
			{Number: 1, Request: "Purchase of cervical traction unit", State: imr.ItemInDispute},
			{Number: 2, Request: "Physical therapy for the cervical spine, 12 visits", State: imr.ItemInDispute, Asked: imr.Quantity{Amount: 12, Unit: "visits"}},
		},
	}
	c.Facts.Assigned.At = day("2015-10-12")
	return c, []sheet{
		{"dfr", "2014-09-20", `DOCTOR'S FIRST REPORT OF OCCUPATIONAL INJURY OR ILLNESS
Patient: Daniel Okafor
Date of Birth: 03/14/1972
Date of Injury: 09/18/2014
HISTORY OF INJURY:
Mr. Okafor was lifting a crate overhead when he felt pain in the neck.
DIAGNOSES:
Cervical sprain (847.0)`},
		{"imaging_report", "2015-02-03", `MRI OF THE CERVICAL SPINE
Exam date: 02/03/2015
IMPRESSION:
2 mm disc protrusion at C5-6 without stenosis.`},
		{"pr2", "2015-08-27", `PRIMARY TREATING PHYSICIAN'S PROGRESS REPORT
Patient: Daniel Okafor
Date of Exam: 08/27/2015
SUBJECTIVE COMPLAINTS:
The patient reports neck pain that radiates to the left arm. Pain is rated 6/10.
OBJECTIVE FINDINGS:
There is tenderness over the cervical paraspinal muscles. Spurling's test is positive on the left.
DIAGNOSES:
Cervical sprain (847.0)
Cervical radiculopathy (723.4)
TREATMENT PLAN:
Continue naproxen 550 mg twice daily.
WORK STATUS:
Modified duty: no overhead work.`},
		{"rfa", "2015-09-10", `REQUEST FOR AUTHORIZATION
Requested Treatment
Purchase of cervical traction unit
Physical therapy for the cervical spine 8 visits`},
		{"ur_decision", "2015-09-16", `UTILIZATION REVIEW DETERMINATION
Date: September 16, 2015
The decision is as follows:
1. The request for purchase of cervical traction unit is denied.
2. The request for physical therapy for the cervical spine, 12 visits has been modified to 6 visits.
Rationale:
The records do not show that traction helped. The request exceeds what the guideline supports.
Guidelines:
MTUS, ACOEM Chapter 8, Neck and Upper Back Complaints.`},
		{"foreign", "2015-08-01", `PROGRESS REPORT
Patient: Maria Lopez
Date of Injury: 01/01/2010
DIAGNOSES:
Diabetes (250.00)`},
		{"qme_report", "2015-06-01", `QUALIFIED MEDICAL EVALUATION
The patient is a 43-year-old male. Date of Injury: 09/08/2014
DIAGNOSES:
Cervical sprain (847.0)`},
	}
}

func TestASummaryIsAssembledInTheCustomaryOrder(t *testing.T) {
	c, sheets := neck()
	got := strings.ReplaceAll(assemble.Summary(c, bind(t, sheets...)), "] ", "]\n") + "\n"
	const file = "testdata/summary.golden"
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), got); d != "" {
		t.Error(d)
	}
}

func TestWhatIsAskedAndRefusedIsFoundForEachItem(t *testing.T) {
	c, sheets := neck()
	items := assemble.Items(c, bind(t, sheets...))
	if len(items) != 2 {
		t.Fatalf("%d items", len(items))
	}
	a, b := items[0], items[1]
	if len(a.Request) == 0 || a.Request[0].Number != 4 || len(a.Denial) == 0 || a.Denial[0].Number != 5 || a.Decision != "denied" || a.Authorized != "" {
		t.Errorf("the first item: %+v", a)
	}
	if !strings.HasPrefix(a.Reason.Text, "The records do not show that traction helped.") || a.Reason.Number != 5 || !strings.Contains(a.Guideline, "Neck and Upper Back Complaints") {
		t.Errorf("the reason is %+v, the guideline %q", a.Reason, a.Guideline)
	}
	if b.Decision != "modified" || b.Authorized != "6 visits" {
		t.Errorf("the second item was %s, %q authorized", b.Decision, b.Authorized)
	}
	if d := cmp.Diff([]string{"The request for authorization (page 4) has 8 visits, the application 12."}, b.Differs); d != "" {
		t.Error(d)
	}
}

// A decision goes over pages that begin and end alike; what goes on there is the same reason, and what follows it is not.
func TestAReasonEndsWhereItsPaperGoesOn(t *testing.T) {
	head := "UTILIZATION REVIEW DECISION\nPatient: Daniel Okafor\nDate of birth: 03/14/1972\nPage %d of 2\n"
	page := func(n int, text string) records.Page {
		var p records.Page
		for i, line := range strings.Split(strings.ReplaceAll(head, "%d", string(rune('0'+n)))+text+"\nInvented for a test.", "\n") {
			for _, w := range strings.Fields(line) {
				p.Words = append(p.Words, records.Word{Text: w, Line: int32(i), Block: int32(i), Confidence: 100})
			}
		}
		return p
	}
	first := page(1, "1. The request for purchase of cervical traction unit is denied.\nRationale:\nThe records do not show that traction helped.")
	b := records.Bundle{Files: []records.File{{SHA256: "f", Pages: []records.Page{first, page(2, "Function did not improve.\nIf you disagree with this decision you may request a review.")}}}}
	at := strings.Index(first.Text(), "1. The")
	from := len(strings.Fields(first.Text()[:at]))
	x := records.Index{
		Documents: []records.Document{{ID: "D1", Type: "ur_decision", Pages: []records.PageRef{{Page: 1}, {Page: 2}}}},
		Facts:     []records.Fact{{Kind: records.FactDenial, Page: records.PageRef{Page: 1}, From: from, To: from + 11, Standing: records.Stated, About: "purchase of cervical traction unit"}},
	}
	c, _ := neck()
	got := assemble.Items(c, shelve(b, &x))[0].Reason
	if want := "The records do not show that traction helped. Function did not improve."; got.Text != want || got.Number != 1 {
		t.Errorf("got %q on page %d, want %q", got.Text, got.Number, want)
	}
}

func TestAnEmptyRecordGivesWhatTheCaseSays(t *testing.T) {
	c, _ := neck()
	got := assemble.Summary(c, bind(t))
	for _, want := range []string{"43-year-old male", "September 18, 2014", "cervical pain", "traction unit", "September 16, 2015"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing from %q", want, got)
		}
	}
	if got := assemble.Items(c, bind(t)); len(got) != 2 || len(got[0].Request)+len(got[0].Denial) != 0 {
		t.Errorf("%+v", got)
	}
}

// Whatever the record, each sentence is marked as not confirmed, cites pages that are there and are this patient's, and no name
// is told.
func TestASummaryOfAMadeRecordHolds(t *testing.T) {
	for _, seed := range []uint64{11, 12} {
		o := bundle.Defaults()
		o.Seed, o.Pages = seed, 120
		made, err := bundle.Make(o)
		if err != nil {
			t.Fatal(err)
		}
		b := made.Read(0.01)
		x := index.Build(b, index.Options{Patient: made.Truth.Patient.Records(), Workers: 2})
		book := shelve(b, &x)
		p := made.Truth.Patient
		c := imr.Case{Worker: imr.Worker{Name: p.Name, BirthDate: p.BirthDate}, Injury: imr.Injury{Date: p.Injury}}
		c.Facts.Assigned.At = clock.MustDay("2016-01-01")
		text := assemble.Summary(c, book)
		ss := review.Sentences(text)
		if len(ss) < 10 || len(ss) > 40 {
			t.Errorf("seed %d: %d sentences", seed, len(ss))
		}
		for _, s := range ss {
			if s.Pending != review.Assembled || len(s.Marks) == 0 {
				t.Errorf("seed %d: %q is %q with %d marks", seed, s.Words, s.Pending, len(s.Marks))
			}
			for _, m := range s.Marks {
				if !book.Known(m.Number) || book.Foreign(m.Number) != "" || m.Words.To > book.Words(m.Number) {
					t.Errorf("seed %d: %q cites %s", seed, s.Words, m)
				}
			}
			for _, name := range strings.Fields(p.Name) {
				if len(name) > 3 && strings.Contains(s.Words, name) {
					t.Errorf("seed %d: the patient is named in %q", seed, s.Words)
				}
			}
			for _, word := range []string{"medically necessary", "should be", "is appropriate"} {
				if strings.Contains(s.Words, word) && !strings.Contains(text, "“") {
					t.Errorf("seed %d: %q has an opinion", seed, s.Words)
				}
			}
		}
	}
}

func BenchmarkSummary(b *testing.B) {
	o := bundle.Defaults()
	o.Pages = 1000
	made, err := bundle.Make(o)
	if err != nil {
		b.Fatal(err)
	}
	read := made.Bundle()
	x := index.Build(read, index.Options{Patient: made.Truth.Patient.Records(), Workers: 2})
	book := shelve(read, &x)
	for b.Loop() {
		assemble.Summary(imr.Case{}, book)
	}
}
