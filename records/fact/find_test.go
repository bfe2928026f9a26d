package fact_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/records"
	"github.com/openimr/openimr/records/fact"
)

const note = `PRIMARY TREATING PHYSICIAN'S PROGRESS REPORT (PR-2)
Patient: Ruiz, Ana      DOB: 03/02/1971      DOI: 09/18/2014
Date of Exam: 07/14/2015

SUBJECTIVE COMPLAINTS:
Low back pain rated 7/10 without medications and 4/10 with medications. She denies diabetes.
She has completed 8 sessions of physical therapy.

CURRENT MEDICATIONS:
1. Norco 10/325 mg one tablet every 6 hours as needed #120
2. Gabapentin 600 mg three times daily #90

DIAGNOSES:
1. Lumbar radiculopathy (M54.16)
2. Right knee medial meniscus tear, status post arthroscopy on 3/4/2015

TREATMENT PLAN:
Request authorization for acupuncture 2 times per week for 6 weeks.
MRI of the lumbar spine dated 1/12/2015 showed a 4 mm disc protrusion at L5-S1.

WORK STATUS: Modified duty with no lifting over 10 lbs.`

func TestFactsPointAtTheirWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := strings.Fields(note)
		lines := strings.Split(note, "\n")
		// Any lines of a note in any order, with words dropped, doubled and spoilt.
		var text strings.Builder
		for range rapid.IntRange(1, 14).Draw(t, "lines") {
			for _, w := range strings.Split(rapid.SampledFrom(lines).Draw(t, "line"), " ") {
				switch rapid.IntRange(0, 11).Draw(t, "change") {
				case 0:
				case 1:
					text.WriteString(w + "   " + rapid.SampledFrom(words).Draw(t, "word") + " ")
				case 2:
					text.WriteString(rapid.StringN(0, 8, 16).Draw(t, "odd") + " ")
				default:
					text.WriteString(w + " ")
				}
			}
			text.WriteByte('\n')
		}
		p := typed(text.String())
		for i := range p.Words {
			if rapid.IntRange(0, 9).Draw(t, "role") == 0 {
				p.Words[i].Role = records.FaxHeader
			}
		}
		b := records.Bundle{Files: []records.File{{Pages: []records.Page{p}}}}
		ref := records.PageRef{Page: 1}
		kind := rapid.SampledFrom([]string{"", "pr2", "rfa", "ur_decision", "imaging_report", "op_report", "pt_note", "unknown"}).Draw(t, "kind")
		facts := fact.Find(b, []records.Document{{ID: "D1", Type: kind, Date: clock.MustDay("2015-07-14"), Pages: []records.PageRef{ref}}}, fact.Options{})
		for i, f := range facts {
			checkPlace(t, p, f)
			for _, o := range facts[i+1:] {
				if o.Kind == f.Kind && o.Page == f.Page && o.From < f.To && f.From < o.To && f.Kind != records.FactPain {
					t.Fatalf("two facts of one kind have the same words:\n%s\n%s", told(f), told(o))
				}
			}
		}
	})
}

type failer interface{ Fatalf(string, ...any) }

func checkPlace(t failer, p records.Page, f records.Fact) {
	if f.From < 0 || f.From >= f.To || f.To > len(p.Words) {
		t.Fatalf("%s has words %d-%d of %d", told(f), f.From, f.To, len(p.Words))
	}
	var ws []string
	for _, w := range p.Words[f.From:f.To] {
		ws = append(ws, w.Text)
	}
	if all := strings.Join(ws, " "); !within(all, f.Text) {
		t.Fatalf("the words of %s are %q", told(f), all)
	}
	if len(f.Boxes) == 0 || f.Text == "" || f.Kind == "" || f.Standing == "" {
		t.Fatalf("%s lacks something", told(f))
	}
	for _, b := range f.Boxes {
		if b.X0 < 0 || b.Y0 < 0 || b.X1 < b.X0 || b.Y1 < b.Y0 || b.Y1 > p.Height {
			t.Fatalf("%s has a box outside of the page: %v", told(f), b)
		}
	}
}

// within says that a text stands in another, words of fax headers left out.
func within(all, text string) bool {
	rest := strings.Fields(all)
	for _, w := range strings.Fields(text) {
		i := slices.IndexFunc(rest, func(r string) bool { return strings.Contains(r, w) })
		if i < 0 {
			return false
		}
		rest = rest[i+1:]
	}
	return true
}

func TestAFoldedPageTellsNothing(t *testing.T) {
	p := typed(note)
	b := records.Bundle{Files: []records.File{{Pages: []records.Page{p, p}}}}
	docs := []records.Document{{Pages: []records.PageRef{{Page: 1}}}, {Pages: []records.PageRef{{Page: 2}}}}
	both := fact.Find(b, docs, fact.Options{})
	once := fact.Find(b, docs, fact.Options{Folded: func(r records.PageRef) bool { return r.Page == 2 }})
	if len(once) < 10 || len(both) != 2*len(once) {
		t.Errorf("%d facts of one page, %d of two", len(once), len(both))
	}
	for _, f := range once {
		if f.Page.Page != 1 {
			t.Errorf("%s is of the folded page", told(f))
		}
	}
	none := fact.Find(b, docs, fact.Options{Foreign: func(records.PageRef) bool { return true }})
	if len(none) != 0 {
		t.Errorf("somebody else's pages told %d facts", len(none))
	}
}

func TestAHeadingHoldsOverThePage(t *testing.T) {
	facts := factsOf("pr2", visit, "CURRENT MEDICATIONS:\n1. Norco 10/325 mg", "2. Soma 350 mg\n3. Naproxen 550 mg\n\nALLERGIES: Codeine")
	if len(facts) != 3 {
		t.Errorf("%d facts, not 3: %v", len(facts), facts)
	}
}

func TestFactsAreSortedByDate(t *testing.T) {
	facts := factsOf("pr2", visit, note)
	if !slices.IsSortedFunc(facts, func(a, b records.Fact) int { return int(a.Date) - int(b.Date) }) {
		t.Errorf("%v", facts)
	}
	if len(facts) < 12 {
		t.Errorf("only %d facts", len(facts))
	}
	// The words of fax headers are read over.
	p := typed("DIAGNOSIS: Lumbar strain")
	for i := range p.Words {
		p.Words[i].Role = records.FaxHeader
	}
	if got := fact.Find(records.Bundle{Files: []records.File{{Pages: []records.Page{p}}}}, nil, fact.Options{}); len(got) != 0 {
		t.Errorf("a fax header told %v", got)
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{note, "", "DIAGNOSIS:", "1.\n2.\n3.", "Pain 7/10-8/10 /10", "ﬁ [x] ☐ MMI: (", "Request:\nDecision: denied", "a-\nb-\nc"} {
		f.Add(s, "pr2")
	}
	f.Fuzz(func(t *testing.T, text, kind string) {
		if len(text) > 4000 {
			return
		}
		p := typed(text)
		b := records.Bundle{Files: []records.File{{Pages: []records.Page{p}}}}
		for _, x := range fact.Find(b, []records.Document{{Type: kind, Pages: []records.PageRef{{Page: 1}}}}, fact.Options{}) {
			checkPlace(t, p, x)
		}
	})
}

func BenchmarkFind(b *testing.B) {
	p := typed(note)
	bundle := records.Bundle{Files: []records.File{{}}}
	doc := records.Document{Type: "pr2"}
	for i := range 100 {
		bundle.Files[0].Pages = append(bundle.Files[0].Pages, p)
		doc.Pages = append(doc.Pages, records.PageRef{Page: i + 1})
	}
	for b.Loop() {
		fact.Find(bundle, []records.Document{doc}, fact.Options{})
	}
	b.ReportMetric(float64(100*b.N)/b.Elapsed().Seconds(), "pages/s")
}
