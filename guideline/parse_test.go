package guideline

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/openimr/openimr/clock"
	"pgregory.net/rapid"
)

var update = flag.Bool("update", false, "rewrite the golden files")

type statement struct {
	who  Who
	text string
}

// statements are published ones, each with the party that made it.
func statements(t testing.TB) []statement {
	t.Helper()
	b, err := os.ReadFile("testdata/statements.txt")
	if err != nil {
		t.Fatal(err)
	}
	var out []statement
	for line := range strings.Lines(string(b)) {
		who, text, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		s := statement{text: text}
		if who == "ER" {
			s.who = ExpertReviewer
		}
		out = append(out, s)
	}
	if len(out) < 40 {
		t.Fatalf("only %d statements", len(out))
	}
	return out
}

func lines(t testing.TB, name string) []string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(b)), "\n")
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	name = filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(name, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		g, w := strings.Split(string(got), "\n"), strings.Split(string(want), "\n")
		for i := range g {
			if i >= len(w) || g[i] != w[i] {
				t.Fatalf("%s line %d:\n got %s\nwant %s", name, i+1, g[i], strings.Join(w[min(i, len(w)):min(i+1, len(w))], ""))
			}
		}
		t.Fatalf("%s is longer than what was got", name)
	}
}

func TestStatementsOfRealLetters(t *testing.T) {
	var b bytes.Buffer
	for _, s := range statements(t) {
		b.WriteString(s.text + "\n")
		for _, c := range ParseStatement(s.text) {
			j, err := json.Marshal(c)
			if err != nil {
				t.Fatal(err)
			}
			b.WriteString("\t" + string(j) + "\n")
		}
	}
	golden(t, "statements.golden", b.Bytes())
}

func TestBareCitations(t *testing.T) {
	var b bytes.Buffer
	for _, s := range lines(t, "testdata/bare.txt") {
		r := Resolve(s, clock.MustDay("2016-12-09"))
		j, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		b.WriteString(s + "\n\t" + string(j) + "\n" + r.String())
	}
	golden(t, "bare.golden", b.Bytes())
}

func TestTheExampleOfTheCommandLine(t *testing.T) {
	got, err := json.Marshal(ParseStatement("Decision based on MTUS Shoulder Complaints 2004, Section(s): Special Studies."))
	if err != nil {
		t.Fatal(err)
	}
	want := `[{"text":"MTUS Shoulder Complaints 2004, Section(s): Special Studies","source":"MTUS","non_mtus":false,` +
		`"title":"Shoulder Complaints","year":2004,"sections":["Special Studies"],"page":null,"guideline_id":"ACOEM2-CH09"}]`
	if string(got) != want {
		t.Errorf("got %s", got)
	}
}

func TestWrittenAsRead(t *testing.T) {
	for _, s := range statements(t) {
		if got := FormatStatement(ParseStatement(s.text), s.who); got != s.text {
			t.Errorf("written\n%s\nread\n%s", got, s.text)
		}
	}
}

// eachTruth calls f with every statement of the sixty published letters, which are no part of the project.
func eachTruth(t *testing.T, f func(statement)) {
	t.Helper()
	file, err := os.ReadFile("../../shared/letters/truth.jsonl")
	if err != nil {
		t.Skip("the published letters are not beside the project (../shared/letters)")
	}
	for line := range bytes.Lines(file) {
		var d struct {
			Items []struct {
				CA string `json:"claims_administrator_guideline_text"`
				ER string `json:"imro_guideline_text"`
			}
		}
		if err := json.Unmarshal(line, &d); err != nil {
			t.Fatal(err)
		}
		for _, it := range d.Items {
			f(statement{ClaimsAdministrator, it.CA})
			f(statement{ExpertReviewer, it.ER})
		}
	}
}

func TestAllStatementsOfTheSixtyLetters(t *testing.T) {
	n, mtus := 0, 0
	eachTruth(t, func(s statement) {
		n++
		cs := ParseStatement(s.text)
		if got := FormatStatement(cs, s.who); got != s.text {
			t.Errorf("written\n%s\nread\n%s", got, s.text)
		}
		if lost := lost(s.text, cs); lost != "" {
			t.Errorf("%q loses %q", s.text, lost)
		}
		for _, c := range cs {
			if c.Source != MTUS {
				continue
			}
			mtus++
			if c.GuidelineID == "" || c.Year == 0 {
				t.Errorf("%q has no row", c.Text)
			}
			for _, sec := range c.Sections {
				if strings.Contains(sec, ", and ") {
					t.Errorf("the section %q runs into the next chapter", sec)
				}
			}
		}
	})
	if n != 272 || mtus == 0 {
		t.Errorf("%d statements, %d MTUS citations", n, mtus)
	}
}

// lost returns what of a statement stands neither in a citation's text nor in the fixed phrases.
func lost(statement string, citations []Citation) string {
	s := oneLine(statement)
	for _, c := range citations {
		i := strings.Index(s, c.Text)
		for i > 0 && !onlyPhrases(s[:i]) {
			k := strings.Index(s[i+1:], c.Text)
			if k < 0 {
				return s[:i]
			}
			i += 1 + k
		}
		if i < 0 {
			return "the text of a citation: " + c.Text
		}
		s = s[i+len(c.Text):]
	}
	if !onlyPhrases(s) {
		return s
	}
	return ""
}

func onlyPhrases(s string) bool {
phrases:
	for s != "" {
		for _, p := range []string{
			"the claims administrator " + outsideEnd, "the expert reviewer " + outsideEnd,
			"decision based on", ", and ", " and ", ", ", ".", " ",
		} {
			if hasPrefixFold(s, p) {
				s = s[len(p):]
				continue phrases
			}
		}
		return false
	}
	return true
}

func TestNothingIsLost(t *testing.T) {
	for _, s := range append(lines(t, "testdata/bare.txt"),
		"Nurse's note. Decision based on MTUS Knee Complaints 2004. Decision based on ODG. tail",
		"Decision based on",
		"Decision based on .",
		".",
		"MTUS , and , and Knee Complaints 2004, Section(s): , , and Eye 2004",
		"The Claims Administrator did not cite any medical evidence for its decision. See also ODG Shoulder.",
		"Decision based on MTUS Shoulder  Complaints\n\n2004,\tSection(s): Special\nStudies.",
		"Decision based on Non-MTUS Citation and Other Medical Treatment Guidelines Harris J Harris J",
		"\xff\xfe Decision based on MTUS \xff 2004",
	) {
		cs := ParseStatement(s)
		if len(cs) == 0 {
			t.Errorf("%q gives no citation", s)
		}
		if lost := lost(s, cs); lost != "" {
			t.Errorf("%q loses %q", s, lost)
		}
	}
	if cs := ParseStatement(" \n\t "); cs != nil {
		t.Errorf("an empty statement gives %v", cs)
	}
}

func TestBrokenLinesReadAsWholeOnes(t *testing.T) {
	for _, s := range statements(t) {
		broken := strings.ReplaceAll(s.text, " ", " \n\n ")
		if got, want := ParseStatement(broken), ParseStatement(s.text); !reflect.DeepEqual(got, want) {
			t.Errorf("%q broken over lines reads as %v", s.text, got)
		}
	}
}

// citable draws the citations of one statement as a form would make them.
func citable(t *rapid.T) []Citation {
	var ids []string
	for _, l := range letterNames {
		if !strings.HasPrefix(l.id, "ACOEM2-CH0") || l.id > "ACOEM2-CH07" {
			ids = append(ids, l.id)
		}
	}
	var out []Citation
	for _, id := range rapid.SliceOfNDistinct(rapid.SampledFrom(ids), 0, 5, rapid.ID).Draw(t, "chapters") {
		var sections []string
		if all := SectionNames(id); len(all) > 0 {
			sections = rapid.SliceOfNDistinct(rapid.SampledFrom(all), 0, 4, rapid.ID).Draw(t, "sections")
		}
		c, ok := Cite(id, sections...)
		if !ok {
			t.Fatalf("%s cannot be cited", id)
		}
		if len(sections) == 0 {
			c.Sections = nil
		}
		if len(out) > 0 {
			c.Text = strings.TrimPrefix(c.Text, "MTUS ")
		}
		out = append(out, c)
	}
	for _, id := range rapid.SliceOfN(rapid.SampledFrom([]string{"ODG-NUB", "ODG-LB", "ODG-SHO", "ODG-PAIN", "ODG-KNE"}), 0, 2).Draw(t, "odg") {
		var topics []string
		if topic := rapid.SampledFrom([]string{"", "Traction", "MRIs (magnetic resonance imaging)"}).Draw(t, "topic"); topic != "" {
			topics = []string{topic}
		}
		c, ok := Cite(id, topics...)
		if !ok {
			t.Fatalf("%s cannot be cited", id)
		}
		out = append(out, c)
	}
	return out
}

func TestWhatIsWrittenIsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := citable(t)
		who := rapid.SampledFrom([]Who{ClaimsAdministrator, ExpertReviewer}).Draw(t, "who")
		if len(want) == 0 {
			want = []Citation{{Source: None, Text: who.String() + " did not cite any medical evidence for its decision"}}
		}
		s := FormatStatement(want, who)
		if got := ParseStatement(s); !reflect.DeepEqual(got, want) {
			t.Fatalf("%s\n got %#v\nwant %#v", s, got, want)
		}
	})
}

func TestEveryPickCanBeCitedAndReadBack(t *testing.T) {
	for _, l := range letterNames {
		for _, section := range SectionNames(l.id) {
			c, _ := Cite(l.id, section)
			got := ParseStatement(FormatStatement([]Citation{c}, ExpertReviewer))
			if len(got) != 1 || !reflect.DeepEqual(got[0].Sections, []string{section}) {
				t.Errorf("%q reads as %v", c.Text, got)
			}
		}
	}
}

func TestEditionsSince2017AreReadByTheirTitle(t *testing.T) {
	n := 0
	for _, g := range Library() {
		if g.Family != MTUS || g.Level != "guideline" {
			continue
		}
		n++
		c, ok := Cite(g.ID)
		if !ok {
			t.Errorf("%s cannot be cited", g.ID)
			continue
		}
		got := ParseStatement("Decision based on " + c.Text + ".")
		if want := c.GuidelineID; len(got) != 1 || got[0].GuidelineID != want {
			t.Errorf("%q reads as %+v, want %s", c.Text, got, want)
		}
	}
	if n < 40 {
		t.Errorf("only %d guidelines", n)
	}
}

func TestResolveADayAndSeveralCitations(t *testing.T) {
	yes, no := "true", "false"
	for _, c := range []struct{ name, text, on, inForce, by string }{
		{"in force", "MTUS Shoulder Complaints 2004", "2016-12-09", yes, ""},
		{"superseded", "MTUS Shoulder Complaints 2004", "2018-01-02", no, "MTUS-SHO-2016"},
		{"one of two is out of force", "Decision based on MTUS Low Back Complaints 2004, and Chronic Pain Medical Treatment 2009.", "2016-12-09", no, "MTUS-CP-2016"},
		{"without a year: the edition of the day", "MTUS Chronic Pain Medical Treatment Guidelines", "2015-12-09", yes, ""},
		{"nothing is cited", "The Expert Reviewer did not cite any medical evidence for its decision.", "2016-12-09", "null", ""},
		{"a source that no row stands for", "Cochrane review of traction", "2016-12-09", "null", ""},
		{"one known and one not", "Decision based on MTUS Low Back Complaints 2004. Decision based on Non-MTUS Citation UpToDate.", "2016-12-09", "null", ""},
		{"without a day", "MTUS Shoulder Complaints 2004", "", "null", ""},
		{"nothing at all", "", "2016-12-09", "null", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			var on clock.Day
			if c.on != "" {
				on = clock.MustDay(c.on)
			}
			b, err := json.Marshal(Resolve(c.text, on))
			if err != nil {
				t.Fatal(err)
			}
			by := "null"
			if c.by != "" {
				by = `"` + c.by + `"`
			}
			if want := `"in_force":` + c.inForce + `,"superseded_by":` + by + `,"standings"`; !strings.Contains(string(b), want) {
				t.Errorf("%s lacks %s", b, want)
			}
		})
	}
	if s := Resolve("", 0).String(); s != "nothing is cited\n" {
		t.Errorf("%q", s)
	}
	b, _ := json.Marshal(Resolve("", 0))
	if string(b) != `{"on":null,"citations":[],"in_force":null,"superseded_by":null,"standings":[]}` {
		t.Errorf("%s", b)
	}
}

func TestFormatOfFields(t *testing.T) {
	for want, c := range map[string]Citation{
		"MTUS Chronic Pain Treatment Page(s): 78-80": {Source: MTUS, Title: "Chronic Pain Treatment", Page: "78-80"},
		"Non-MTUS Citation Official Disability Guidelines, Neck and Upper Back Chapter, Traction": {Source: ODG, NonMTUS: true, GuidelineID: "ODG-NUB",
			Title: "Official Disability Guidelines", Sections: []string{"Neck and Upper Back", "Traction"}},
		"Non-MTUS Citation A study (2012), page 4": {Source: Other, NonMTUS: true, Title: "A study", Year: 2012, Page: "4"},
		"as typed": {Text: "as typed", Title: "not used"},
		"":         {Source: None},
	} {
		if got := c.Format(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if got := FormatStatement(nil, ExpertReviewer); got != "" {
		t.Errorf("no citations give %q", got)
	}
	if got := FormatStatement([]Citation{{Source: None}}, ExpertReviewer); got != "The Expert Reviewer did not cite any medical evidence for its decision." {
		t.Errorf("%q", got)
	}
	if _, ok := Cite("NO-SUCH-ROW"); ok {
		t.Error("a row that is not there can be cited")
	}
}

func TestHugeAndHostileText(t *testing.T) {
	for name, unit := range map[string]string{
		"commas": ", ", "ands": ", and ", "brackets": "((((", "chapters": "MTUS Knee Complaints 2004, and ", "phrases": "Decision based on ",
		"pages": "p 1 - ", "years": "2004 ", "non": "Non-MTUS Citation ", "capitals": ", and A a", "harris": "ODG Harris J ", "digits": "1.1 ", "opioid": "MTUS Opioid Treatment 2016, 3.3, ",
	} {
		s := strings.Repeat(unit, 8000/len(unit))
		cs := ParseStatement(s)
		if lost := lost(s, cs); lost != "" && len(lost) < len(s) {
			t.Errorf("%s: lost %.60q", name, lost)
		}
	}
}

func FuzzParseStatement(f *testing.F) {
	for _, s := range statements(f) {
		f.Add(s.text)
	}
	for _, s := range lines(f, "testdata/bare.txt") {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		cs := ParseStatement(s)
		if len(cs) == 0 && oneLine(s) != "" {
			t.Fatalf("%q gives no citation", s)
		}
		if lost := lost(s, cs); lost != "" {
			t.Fatalf("%q loses %q: %+v", s, lost, cs)
		}
		FormatStatement(cs, ClaimsAdministrator)
	})
}

func FuzzResolve(f *testing.F) {
	for _, s := range lines(f, "testdata/bare.txt") {
		f.Add(s, int32(clock.MustDay("2016-12-09")))
	}
	f.Fuzz(func(t *testing.T, s string, day int32) {
		r := Resolve(s, clock.Day(day))
		b, err := json.Marshal(r)
		if err != nil || !json.Valid(b) {
			t.Fatalf("%q: %v", s, err)
		}
		if len(r.Standings) != len(r.Citations) {
			t.Fatalf("%q: %d standings for %d citations", s, len(r.Standings), len(r.Citations))
		}
		if r.String() == "" {
			t.Fatalf("%q has no readable form", s)
		}
	})
}

func BenchmarkParseStatement(b *testing.B) {
	all, size := statements(b), 0
	for _, s := range all {
		size += len(s.text)
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		for _, s := range all {
			ParseStatement(s.text)
		}
	}
}
