package guideline

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/openimr/openimr/clock"
)

func TestLibraryIsWhole(t *testing.T) {
	tab, err := loadLibrary(guidelinesTSV)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := buildNames(tab, sectionsTSV); err != nil {
		t.Fatal(err)
	}
	if n := len(Library()); n != 273 {
		t.Errorf("the library has %d rows and should have 273", n)
	}
	for _, g := range Library() {
		if !slices.Contains([]string{"read", "secondary", "memory"}, g.Confidence) {
			t.Errorf("%s has confidence %q", g.ID, g.Confidence)
		}
		if !g.To.IsZero() && g.To < g.From {
			t.Errorf("%s ends on %v before it begins on %v", g.ID, g.To, g.From)
		}
		if g.SameAs != "" {
			if other, _ := ByID(g.SameAs); other.SameAs != g.ID {
				t.Errorf("%s is the same as %s, but not the other way round", g.ID, g.SameAs)
			}
		}
		if next, ok := ByID(g.Next); ok && next.From != g.To.AddDays(1) {
			t.Errorf("%s ends on %v, but %s begins on %v", g.ID, g.To, next.ID, next.From)
		}
	}
}

func TestBrokenTablesSayWhatIsWrong(t *testing.T) {
	head := strings.Join(libraryColumns, "\t") + "\n"
	row := func(id, parent, from string) string {
		return id + "\t" + parent + "\tguideline\tMTUS\tT\tP\t2004\t\t\t\t" + from + "\t\t\t\tcurrent\t\t\tread\t\n"
	}
	for name, c := range map[string]struct{ tsv, want string }{
		"no head line":          {"A\tB\n", "column names"},
		"a field too few":       {head + "A\tB\n", "line 2 has 2 fields"},
		"a day that is none":    {head + row("A", "", "2004-02-30"), "line 2 (A)"},
		"an id twice":           {head + row("A", "", "") + row("A", "", ""), "line 3: id A stands twice"},
		"an unknown parent":     {head + row("A", "B", ""), "A names B"},
		"a row without an id":   {head + row("", "", ""), "line 2 has no id"},
		"an empty table at all": {"", "column names"},
	} {
		if _, err := loadLibrary(c.tsv); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want an error with %q", name, err, c.want)
		}
	}
	if _, err := buildNames(library(), "group\tsection\torigin\nknee\tX\tletters\n"); err == nil || !strings.Contains(err.Error(), "knee") {
		t.Errorf("an unknown group: %v", err)
	}
}

func TestInForce(t *testing.T) {
	for _, c := range []struct {
		name, id, on    string
		inForce, known  bool
		superseded, now string
	}{
		{"an ACOEM chapter as part of the MTUS", "ACOEM2-CH09", "2016-12-09", true, true, "", "ACOEM2-CH09"},
		{"its last day", "ACOEM2-CH09", "2017-11-30", true, true, "", "ACOEM2-CH09"},
		{"the day after", "ACOEM2-CH09", "2017-12-01", false, true, "MTUS-SHO-2016", "MTUS-SHO-2016"},
		{"before the MTUS", "ACOEM2-CH09", "2007-06-14", false, true, "", ""},
		{"chronic pain 2009 on its last day", "MTUS-CP-2009", "2016-07-27", true, true, "", "MTUS-CP-2009"},
		{"chronic pain 2009 a day later", "MTUS-CP-2009", "2016-07-28", false, true, "MTUS-CP-2016", "MTUS-CP-2016"},
		{"two editions later", "MTUS-CP-2009", "2018-01-02", false, true, "MTUS-CP-2017", "MTUS-CP-2017"},
		{"chronic pain 2016 before its day: the one of 2009 was in force", "MTUS-CP-2016", "2016-07-27", false, true, "", "MTUS-CP-2009"},
		{"a section goes with its guideline", "MTUS-SHO-2004-S7", "2018-01-02", false, true, "MTUS-SHO-2016", "MTUS-SHO-2016"},
		{"low back 2004 in 2022", "ACOEM2-CH12", "2022-01-03", false, true, "MTUS-LBD-2020", "MTUS-LBD-2020"},
		{"what followed the acupuncture guidelines was not found", "MTUS-ACU-2007", "2018-01-02", false, false, "", ""},
		{"open end, within what the library has read", "MTUS-KNE-2019", "2021-03-01", true, true, "", "MTUS-KNE-2019"},
		{"open end, beyond it", "MTUS-KNE-2019", "2026-03-01", true, false, "", "MTUS-KNE-2019"},
		{"no first day", "MTUS-DEP-2020", "2022-03-01", false, false, "", ""},
		{"no first day, before the edition existed", "MTUS-DEP-2020", "2016-03-01", false, true, "", ""},
		{"only proposed", "MTUS-CP-2024", "2025-03-01", false, false, "", ""},
		{"an ODG chapter has the days of ODG", "ODG-NUB", "2016-12-09", true, true, "", "ODG-NUB"},
		{"an ODG topic too", "ODG-NUB-TRAC", "2014-12-09", false, true, "", ""},
		{"the whole 2nd edition after 2007: it depends on the chapter", "ACOEM2", "2016-12-09", false, false, "", ""},
		{"no such row", "MTUS-XYZ", "2016-12-09", false, false, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			on := clock.MustDay(c.on)
			in, known := InForce(c.id, on)
			if in != c.inForce || known != c.known {
				t.Errorf("InForce(%s, %s) = %v, %v; want %v, %v", c.id, c.on, in, known, c.inForce, c.known)
			}
			if s := SupersededBy(c.id, on); s != c.superseded {
				t.Errorf("SupersededBy = %q, want %q", s, c.superseded)
			}
			if g, _ := EditionInForce(c.id, on); g.ID != c.now {
				t.Errorf("EditionInForce = %q, want %q", g.ID, c.now)
			}
		})
	}
	if in, known := InForce("ACOEM2-CH09", 0); in || known {
		t.Error("without a day nothing is known to be in force")
	}
}

func TestEveryRowHasAnAnswerOnEveryDay(t *testing.T) {
	for day := clock.MustDay("2003-01-01"); day < clock.MustDay("2027-01-01"); day += 97 {
		for _, g := range Library() {
			in, _ := InForce(g.ID, day)
			if in && SupersededBy(g.ID, day) != "" {
				t.Fatalf("%s is in force on %v and superseded", g.ID, day)
			}
			if e, ok := EditionInForce(g.ID, day); ok {
				if now, _ := InForce(e.ID, day); !now {
					t.Fatalf("%s is given as the edition of %s on %v but was not in force", e.ID, g.ID, day)
				}
			}
		}
	}
}

func TestPickLists(t *testing.T) {
	if n := len(Children("ODG-NUB")); n != 3 {
		t.Errorf("ODG's neck chapter has %d topics, want 3", n)
	}
	if a, b := Children("ACOEM2-CH09"), Children("MTUS-SHO-2004"); len(a) != 9 || !slices.EqualFunc(a, b, func(x, y Guideline) bool { return x.ID == y.ID }) {
		t.Errorf("the ACOEM chapter lists %d sections and the MTUS topic %d, want the same nine", len(a), len(b))
	}
	got := SectionNames("MTUS-SHO-2004")
	if !slices.Contains(got, "Special Studies") || slices.Contains(got, "Inital Care") {
		t.Errorf("sections of the shoulder chapter: %q", got)
	}
	if SectionNames("NO-SUCH-ROW") != nil {
		t.Error("an unknown row has sections")
	}
	for _, g := range EditionsOf("shoulder", clock.MustDay("2016-12-09")) {
		if in, _ := InForce(g.ID, clock.MustDay("2016-12-09")); !in {
			t.Errorf("%s is offered for a day on which it was not in force", g.ID)
		}
	}
	if first := EditionsOf("shoulder", clock.MustDay("2016-12-09"))[0].ID; first != "MTUS-SHO-2004" {
		t.Errorf("the first edition for a shoulder is %s", first)
	}
	if EditionsOf("", clock.MustDay("2016-12-09")) != nil {
		t.Error("no topic finds editions")
	}
}

func TestSearchPutsWhatIsInForceFirst(t *testing.T) {
	hits := Search("chron pain", clock.MustDay("2016-12-09"), 5)
	if len(hits) != 5 || hits[0].ID != "MTUS-CP-2016" || !hits[0].InForce {
		t.Fatalf("found %v", hits)
	}
	if hits := Search("chron pain", clock.MustDay("2016-01-04"), 1); hits[0].ID != "MTUS-CP-2009" {
		t.Errorf("before 2016-07-28 the first hit is %s", hits[0].ID)
	}
	if hits := Search("TRACT neck", clock.MustDay("2016-12-09"), 0); len(hits) != 1 || hits[0].ID != "ODG-NUB-TRAC" {
		t.Errorf("found %d", len(hits))
	}
	if Search("  ", clock.MustDay("2016-12-09"), 0) != nil {
		t.Error("an empty query finds rows")
	}
	b, err := json.Marshal(Search("traction", clock.MustDay("2014-01-01"), 1))
	if err != nil || !strings.Contains(string(b), `"in_force":false`) {
		t.Errorf("%s, %v", b, err)
	}
}

func TestListInTextAndJSON(t *testing.T) {
	l := List(Library())
	if n := strings.Count(l.String(), "\n"); n != len(l) {
		t.Errorf("%d lines for %d rows", n, len(l))
	}
	b, err := json.Marshal(l)
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Guidelines []map[string]any `json:"guidelines"`
	}
	if err := json.Unmarshal(b, &doc); err != nil || len(doc.Guidelines) != len(l) {
		t.Fatalf("%v, %d rows", err, len(doc.Guidelines))
	}
	for k, v := range doc.Guidelines[0] {
		if v == "" {
			t.Errorf("field %s is empty and should be null", k)
		}
	}
	if b, _ := json.Marshal(List(nil)); string(b) != `{"guidelines":[]}` {
		t.Errorf("an empty list is %s", b)
	}
}
