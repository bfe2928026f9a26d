package evidence

import (
	"encoding/json"
	"flag"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/guideline"
	"pgregory.net/rapid"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func TestTableIsWhole(t *testing.T) {
	r, err := load(levelsTSV)
	if err != nil || len(r) != 43 {
		t.Fatalf("%d rows, %v", len(r), err)
	}
	for _, r := range r {
		if r.Authority == "" || r.Confidence == "" || r.Text == "" && r.Note == "" {
			t.Errorf("%s %s %s lacks its authority, confidence or text", r.scheme, r.question, r.Code)
		}
	}
}

func TestBrokenTablesSayWhatIsWrong(t *testing.T) {
	for name, c := range map[string]struct{ tsv, want string }{
		"no head line":       {"x\n", "column names"},
		"too few fields":     {head + "\na\tb\n", "line 2 has 2 fields"},
		"a rank of nought":   {head + "\nsearch\tA\tany\t0\t1\tT\t2015-04-20\t\t\tread\n", `line 2: "0" is not a rank`},
		"a day that is none": {head + "\nsearch\tA\tany\t1\t1\tT\t2015-04-31\t\t\tread\n", "line 2"},
		"a last day so too":  {head + "\nsearch\tA\tany\t1\t1\tT\t2015-04-20\tx\t\tread\n", "line 2"},
	} {
		if _, err := load(c.tsv); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

func TestWhatAppliedWhen(t *testing.T) {
	for _, c := range []struct {
		name, on                                       string
		search, hierarchy, method, necessity, readings int
		notYet                                         string
	}{
		{"before Independent Medical Review", "2012-12-31", 0, 0, 0, 0, 0, "began on 2013-01-01"},
		{"its first day", "2013-01-01", 0, 0, 0, 6, 1, "2015-04-20"},
		{"the last day without a search sequence", "2015-04-19", 0, 0, 0, 6, 1, "2015-04-20"},
		{"the first day with one", "2015-04-20", 4, 7, 5, 6, 1, ""},
		{"after AB 1124", "2016-12-09", 4, 7, 5, 6, 2, ""},
		{"without a day", "", 0, 0, 0, 0, 0, "No day was given"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var on clock.Day
			if c.on != "" {
				on = clock.MustDay(c.on)
			}
			g := GuideOn(on)
			got := []int{len(g.Search), len(g.Hierarchy[TreatmentBenefits]), len(g.Method), len(g.Necessity), len(g.Readings)}
			if want := []int{c.search, c.hierarchy, c.method, c.necessity, c.readings}; !reflect.DeepEqual(got, want) {
				t.Errorf("rows %v, want %v", got, want)
			}
			if (c.notYet == "") != (g.NotYet == "") || !strings.Contains(g.NotYet, c.notYet) {
				t.Errorf("NotYet = %q, want %q", g.NotYet, c.notYet)
			}
			b, err := json.Marshal(g)
			if err != nil || strings.Contains(string(b), `""`) {
				t.Errorf("%s, %v", b, err)
			}
			if c.search == 0 && !strings.Contains(string(b), `"search_sequence":[]`) {
				t.Errorf("an empty list is not [] in %s", b)
			}
			if g.String() == "" {
				t.Error("no readable form")
			}
		})
	}
	if Hierarchy("weather", clock.MustDay("2016-12-09")) != nil {
		t.Error("an unknown question has a hierarchy")
	}
}

func TestReadableForm(t *testing.T) {
	got := GuideOn(clock.MustDay("2016-12-09")).String() + "\n" + GuideOn(clock.MustDay("2014-01-01")).String()
	const name = "testdata/guide.golden"
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil || got != string(want) {
		t.Errorf("%v\n%s", err, got)
	}
}

func TestCompareIsAnOrder(t *testing.T) {
	on := clock.MustDay("2016-12-09")
	rapid.Check(t, func(t *rapid.T) {
		q := rapid.SampledFrom(Questions).Draw(t, "question")
		level := rapid.SampledFrom(Hierarchy(q, on))
		a, b, c := level.Draw(t, "a"), level.Draw(t, "b"), level.Draw(t, "c")
		if Compare(a, b) != -Compare(b, a) || Compare(a, a) != 0 {
			t.Fatal("not antisymmetric")
		}
		if Compare(a, b) <= 0 && Compare(b, c) <= 0 && Compare(a, c) > 0 {
			t.Fatal("not transitive")
		}
		if a.Code < b.Code && Compare(a, b) >= 0 {
			t.Fatalf("%s is not stronger than %s", a.Code, b.Code)
		}
	})
	x, y := Hierarchy(Prognosis, on)[0], Hierarchy(DiagnosticTest, on)[6]
	if Compare(x, y) != 0 {
		t.Error("levels of different questions are ordered")
	}
}

func TestRankOf(t *testing.T) {
	for text, want := range map[string]Place{
		"MTUS Shoulder Complaints 2004":                                           {"1", true, ""},
		"ACOEM Practice Guidelines 2nd edition chapter 9":                         {"1", false, ""},
		"Non-MTUS Citation ACOEM Practice Guidelines, 3rd ed., Low Back":          {"2A", true, ""},
		"Non-MTUS Citation ACOEM Practice Guidelines, 2nd edition (2004) p 301":   {"2A", false, ""},
		"ODG Neck and Upper Back, Traction":                                       {"2A", true, ""},
		"Non-MTUS Citation AAOS Clinical Practice Guideline on knee pain":         {"2B", false, ""},
		"Non-MTUS Citation Benditt D, et al. Syncope in adults":                   {"2C", false, ""},
		"Non-MTUS Citation http://www.drugs.com/famotidine.html":                  {"", false, ""},
		"The Expert Reviewer did not cite any medical evidence for its decision.": {"", false, ""},
	} {
		got := RankOf(guideline.ParseStatement(text)[0])
		if got.Why == "" {
			t.Errorf("%q has no reason", text)
		}
		if got.Why = ""; got != want {
			t.Errorf("%q stands at %+v, want %+v", text, got, want)
		}
	}
}

func TestNeedsReason(t *testing.T) {
	const mtus, odg = "Decision based on MTUS Knee Complaints 2004.", "Decision based on Non-MTUS Citation ODG Knee."
	for _, c := range []struct {
		name, text, on string
		needs, with    bool
		which          []int
	}{
		{"the MTUS alone", mtus, "2016-12-09", false, false, nil},
		{"ODG beside the MTUS", mtus + " " + odg, "2016-12-09", true, true, []int{1}},
		{"ODG alone", odg, "2016-12-09", true, false, []int{0}},
		{"before the search sequence", odg, "2015-04-19", false, false, nil},
		{"nothing cited", "The Expert Reviewer did not cite any medical evidence for its decision.", "2016-12-09", false, false, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, needs := NeedsReason(guideline.ParseStatement(c.text), clock.MustDay(c.on))
			if needs != c.needs || r.WithMTUS != c.with || !reflect.DeepEqual(r.Citations, c.which) {
				t.Errorf("%v %+v", needs, r)
			}
			if needs && (r.Sentence == "" || r.Authority == "") {
				t.Errorf("no sentence or authority: %+v", r)
			}
		})
	}
}
