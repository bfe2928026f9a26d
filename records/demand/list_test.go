package demand_test

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/records"
	"github.com/openimr/openimr/records/demand"
	"github.com/openimr/openimr/records/fact"
)

var update = flag.Bool("update", false, "write the golden files anew")

// A paper is one document of one page.
type paper struct {
	kind, date, author, text string
}

func day(s string) clock.Day {
	if s == "" {
		return 0
	}
	return clock.MustDay(s)
}

func bundle(papers ...paper) (records.Bundle, []records.Document, []records.Fact) {
	b := records.Bundle{Files: []records.File{{Name: "all.pdf"}}}
	var docs []records.Document
	for i, p := range papers {
		var page records.Page
		page.Width, page.Height, page.Source = 612, 792, records.Native
		for n, line := range strings.Split(p.text, "\n") {
			x := float32(40)
			for _, w := range strings.Fields(line) {
				wide := float32(utf8.RuneCountInString(w)) * 6
				page.Words = append(page.Words, records.Word{Text: w, Line: int32(n), Block: int32(n), Confidence: 100,
					Box: records.Box{X0: x, Y0: 40 + float32(n)*12, X1: x + wide, Y1: 49 + float32(n)*12}})
				x += wide + 6
			}
		}
		b.Files[0].Pages = append(b.Files[0].Pages, page)
		docs = append(docs, records.Document{ID: "D", Type: p.kind, Date: day(p.date), Author: p.author, Pages: []records.PageRef{{Page: i + 1}}})
	}
	return b, docs, fact.Find(b, docs, fact.Options{})
}

// whole is a record in which nothing is missing.
func whole() []paper {
	return []paper{
		{"pr2", "2015-07-01", "Maria Chu, M.D.", "PROGRESS REPORT Date of exam: 07/01/2015"},
		{"rfa", "2015-07-02", "Maria Chu, M.D.", "Request for Authorization: MRI lumbar spine"},
		{"imr_application", "2015-08-01", "", "APPLICATION FOR INDEPENDENT MEDICAL REVIEW"},
		{"ur_correspondence", "2015-07-05", "", "We need more information."},
		{"ur_decision", "2015-07-10", "", "The request for MRI of the lumbar spine is denied. Records reviewed: PR-2 dated 07/01/2015."},
	}
}

var known = demand.Known{RequestDated: day("2015-07-02"), Decided: day("2015-07-10"), Injury: day("2014-01-15"), Physician: "Maria Chu, M.D."}

func ids(ms []demand.Missing) (list []string) {
	for _, m := range ms {
		list = append(list, m.ID)
	}
	return list
}

func TestWhatIsMissing(t *testing.T) {
	without := func(kind string) []paper {
		return slices.DeleteFunc(whole(), func(p paper) bool { return p.kind == kind })
	}
	ur := func(text string) []paper {
		ps := whole()
		ps[4].text = text
		return ps
	}
	for _, c := range []struct {
		name   string
		papers []paper
		known  demand.Known
		want   []string
	}{
		{"nothing", whole(), known, nil},
		{"(A) no report of the six months", append(without("pr2"), paper{"pr2", "2014-12-31", "Maria Chu, M.D.", ""}), known, []string{"pr2", "pr2-2015-07-01-named"}},
		{"(A) the first day of the six months counts", append(without("pr2"), paper{"pr2", "2015-01-02", "Maria Chu, M.D.", ""}), known, []string{"pr2-2015-07-01-named"}},
		{"(A) the day before does not", append(without("pr2"), paper{"pr2", "2015-01-01", "Maria Chu, M.D.", ""}), known, []string{"pr2", "pr2-2015-07-01-named"}},
		{"(A) the physician before, where this one is new", append(without("pr2"), paper{"initial_consult", "2015-07-01", "Maria Chu, M.D.", "Date of exam: 07/01/2015"}), known, []string{"consult_report"}},
		{"(A) none before where the injury is as new", append(without("pr2"), paper{"initial_consult", "2015-07-01", "Maria Chu, M.D.", ""}),
			demand.Known{RequestDated: known.RequestDated, Decided: known.Decided, Injury: day("2015-06-25"), Physician: known.Physician}, nil},
		{"(A) named in the decision", ur("The request for MRI is denied. Records reviewed: MRI of the lumbar spine dated 03/04/2014. QME report by Dr. Webb, 05/06/2014."), known,
			[]string{"imaging_report-2014-03-04-named", "qme_report-2014-05-06-named"}},
		{"(A) named, and there", append(ur("Records reviewed: MRI of the lumbar spine dated 03/04/2014."), paper{"imaging_report", "2014-03-04", "", "MRI LUMBAR SPINE"}), known, nil},
		{"(A) named by the day of the visit", append(ur("Records reviewed: progress note dated 03/04/2014."), paper{"pr2", "2014-03-09", "", "Date of service: 03/04/2014"}), known, nil},
		{"(A) named in the request", append(without("rfa"), paper{"rfa", "2015-07-02", "", "See attached PR-2 dated 06/15/2015"}), known, []string{"pr2-2015-06-15-named"}},
		{"(B) the application", without("imr_application"), known, []string{"imr_application"}},
		{"(B) the application came with the case", without("imr_application"), demand.Known{RequestDated: known.RequestDated, Decided: known.Decided, Papers: []demand.Paper{{Type: "imr_application"}}}, nil},
		{"(C) correspondence, if any", without("ur_correspondence"), known, []string{"ur_correspondence"}},
		{"(D) the request", without("rfa"), known, []string{"rfa"}},
		{"(D) another request", append(without("rfa"), paper{"rfa", "2015-02-02", "", ""}), known, []string{"rfa-2015-07-02"}},
		{"the decision, from the employee", without("ur_decision"), known, []string{"ur_decision"}},
		{"a guideline's date is no paper", ur("MTUS chronic pain guidelines dated 07/18/2009 were used. Date of injury: 01/15/2014."), known, nil},
		{"everything", nil, demand.Known{}, []string{"pr2", "imr_application", "ur_correspondence", "rfa", "ur_decision"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			b, docs, facts := bundle(c.papers...)
			got := demand.List(b, docs, facts, c.known)
			if !slices.Equal(ids(got), c.want) {
				t.Errorf("missing are %q, not %q", ids(got), c.want)
				for _, m := range got {
					t.Logf("%+v", m)
				}
			}
			for _, m := range got {
				if m.What == "" || m.Why == "" || m.Authority == "" || m.Of == "" || m.Kind == "" {
					t.Errorf("%+v leaves something out", m)
				}
				if m.Named && (b.Page(m.Page) == nil || m.From >= m.To || m.Quote == "") {
					t.Errorf("%+v does not say where it is named", m)
				}
			}
		})
	}
}

func TestSixMonthsBefore(t *testing.T) {
	for _, c := range [][2]string{{"2015-07-02", "2015-01-02"}, {"2015-08-31", "2015-02-28"}, {"2016-08-31", "2016-02-29"}, {"2015-03-15", "2014-09-15"}, {"2015-12-31", "2015-06-30"}} {
		if got := demand.SixMonthsBefore(day(c[0])); got != day(c[1]) {
			t.Errorf("six months before %s is %s, not %s", c[0], got, c[1])
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		d := clock.Day(rapid.IntRange(700_000, 740_000).Draw(t, "day"))
		if n := d - demand.SixMonthsBefore(d); n < 181 || n > 184 {
			t.Fatalf("%d days before %s", n, d)
		}
		if demand.SixMonthsBefore(d) > demand.SixMonthsBefore(d.AddDays(1)) {
			t.Fatalf("the six months before %s begin later than those of the day after", d)
		}
	})
}

func TestTheLetter(t *testing.T) {
	ps := whole()
	ps[4].text = "Records reviewed: MRI of the lumbar spine dated 03/04/2014."
	b, docs, facts := bundle(ps[2], ps[4])
	l := demand.Letter{Case: "CM15-0001234", Worker: "Ana Ruiz", Claim: "77-1234", Injury: day("2014-01-15"), To: "Tom Bell, Sierra Claims", Address: []string{"PO Box 12", "Fresno, CA 93701"},
		Today: day("2015-08-20"), Due: day("2015-08-27"), DueRule: "8 CCR 9792.10.3(c)", Signed: "OpenIMR Review",
		SendTo:   []string{"Upload on the page of the case.", "Fax: 555-0100"},
		Missing:  demand.List(b, docs, facts, known),
		Unopened: []demand.File{{Name: "records 2.pdf", Why: "It is protected with a password.", Came: day("2015-08-18")}}}
	text := l.Text()
	for _, line := range strings.Split(text, "\n") {
		if len([]rune(line)) > 78 {
			t.Errorf("a line has %d characters: %s", len([]rune(line)), line)
		}
	}
	file := filepath.Join("testdata", "letter.golden")
	if *update {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if text != string(want) {
		t.Errorf("the letter is not that of %s; -update writes it anew:\n%s", file, text)
	}
	// With nothing but a file that cannot be opened it asks for that alone.
	l.Missing = nil
	if text := l.Text(); strings.Contains(text, "papers that are not in the record") || !strings.Contains(text, "records 2.pdf") {
		t.Errorf("the letter for a file alone:\n%s", text)
	}
}

func TestAListIsTheSameEachTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var ps []paper
		for range rapid.IntRange(0, 8).Draw(t, "papers") {
			p := rapid.SampledFrom(whole()).Draw(t, "paper")
			p.date = rapid.SampledFrom([]string{"", "2015-01-01", "2015-07-02", "2016-03-04"}).Draw(t, "date")
			ps = append(ps, p)
		}
		b, docs, facts := bundle(ps...)
		one, two := demand.List(b, docs, facts, known), demand.List(b, docs, facts, known)
		if !slices.Equal(ids(one), ids(two)) {
			t.Fatalf("%q, then %q", ids(one), ids(two))
		}
		seen := map[string]bool{}
		for _, m := range one {
			if seen[m.ID] {
				t.Fatalf("%s stands there twice", m.ID)
			}
			seen[m.ID] = true
		}
	})
}
