package letter

import (
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/guideline"
	"pgregory.net/rapid"
)

// sound is an invented letter in which the linter finds nothing.
func sound() Determination {
	age := 40
	evidence := Text("Decision based on MTUS Low Back Complaints 2004, Section(s): Special Studies.")
	cited := guideline.ParseStatement(string(evidence))
	return Determination{
		Schema: Schema, Layout: LayoutOpenIMR, CaseNumber: "CM16-0000001", Priority: "standard",
		Dates: Dates{
			Injury: clock.MustDay("2016-02-03"), URDenial: clock.MustDay("2016-09-01"), ApplicationReceived: clock.MustDay("2016-09-12"),
			Assigned: clock.MustDay("2016-09-20"), Decided: clock.MustDay("2016-10-12"),
		},
		Reviewer: Reviewer{LicensedIn: []string{"California"}, Specialties: []string{"Family Practice"},
			Statement: "The reviewer has no affiliation with the parties, has practiced for more than five years, works at least 24 hours a week in active practice, is of the same or a similar specialty, and knows the hierarchy of evidence."},
		DocumentsReviewed: []Document{{Title: "Progress report", Date: clock.MustDay("2016-08-20"), Author: "Treating physician"}},
		Summary:           Summary{Age: &age, Sex: "female", Text: "The worker is a 40 year old female with a date of injury on 02-03-2016. Her low back hurts. The report of 08-20-2016 tells of pain."},
		Items: []Item{
			{Number: 1, Request: "MRI of the lumbar spine", Decision: Upheld,
				IMROGuideline: Guidelines{evidence, cited},
				Rationale:     "The report of 08-20-2016 shows no red flag in the low back. The request is not medically necessary."},
			{Number: 2, Request: "Heat pads for the left knee", Decision: Overturned,
				IMROGuideline: Guidelines{evidence, cited},
				Rationale:     "The report of 08-20-2016 shows that heat helps the left knee. The request is medically necessary."},
		},
		Served: &Served{
			Organization: Organization{Name: "Sierra Review", Address: []Text{"100 Example Street"}, SignedBy: "Pat Director"},
			LetterDate:   clock.MustDay("2016-10-13"), Outcome: OutcomePartiallyOverturned,
			Addressees: []Addressee{
				{Role: "Injured worker", Name: "Jo Example", Address: []Text{"1 Sample Road"}, Method: "mail"},
				{Role: "Claims administrator", Name: "Claims Example", Method: "fax", To: "916-555-0100"},
				{Role: "Requesting physician", Name: "Chris Example", Method: "electronic", To: "office@example.org"},
				{Role: "Administrative Director", Name: "Division", Method: "electronic", To: "imr@example.org"},
			},
			ProofOfService: &ProofOfService{Server: "Sam Server", Address: []Text{"100 Example Street"}, County: "Sacramento", Place: "Sacramento",
				Date: clock.MustDay("2016-10-13"), Time: "3:45 PM PDT", Documents: []Text{"Final Determination"}, SignedAt: "Sacramento", SignedOn: clock.MustDay("2016-10-13")},
		},
	}
}

func soundContext() Context {
	return Context{
		DueBy: clock.MustDay("2016-10-20"), BirthDate: clock.MustDay("1976-01-15"), ReviewerNames: []string{"Robin Q Hidden", "A99887"}, Names: []string{"Jo Example"},
		CaseItems: []string{"MRI of the lumbar spine", "Heat pads for the left knee"},
		Documents: []CaseDocument{{Title: "Progress report", Date: clock.MustDay("2016-08-20")}},
	}
}

func TestNothingIsFoundInASoundLetter(t *testing.T) {
	t.Parallel()
	for _, f := range Lint(sound(), soundContext()) {
		t.Errorf("%s %s: %s", f.Rule, f.Field, f.Message)
	}
}

type flaw struct {
	rule  string
	field string
	spoil func(*Determination, *Context)
}

// flaws has at least one way to trigger each rule; the sound letter is the one that must not.
var flaws = []flaw{
	{"item.none", "items", func(d *Determination, c *Context) { d.Items = nil }},
	{"item.decision", "items[0].decision", func(d *Determination, c *Context) { d.Items[0].Decision = Unknown }},
	{"item.left_out", "items", func(d *Determination, c *Context) { d.Items = d.Items[:1] }},
	{"item.request", "items[0].request", func(d *Determination, c *Context) { d.Items[0].Request = "" }},
	{"item.differs", "items[0].request", func(d *Determination, c *Context) { d.Items[0].Request = "MRI of the lumbar spine and hip" }},
	{"item.duplicate", "items[1].request", func(d *Determination, c *Context) { d.Items[1].Request = "MRI of the Lumbar Spine" }},
	{"item.rationale", "items[0].rationale", func(d *Determination, c *Context) { d.Items[0].Rationale = " " }},
	{"item.evidence", "items[0].imro_guideline", func(d *Determination, c *Context) { d.Items[0].IMROGuideline = Guidelines{} }},
	{"item.conclusion", "items[0].rationale", func(d *Determination, c *Context) { d.Items[0].Decision = Overturned }},
	{"item.conclusion", "items[1].rationale", func(d *Determination, c *Context) { d.Items[1].Decision = Upheld }},
	{"item.record_facts", "items[0].rationale", func(d *Determination, c *Context) {
		d.Items[0].Rationale = "Imagery is seldom useful. The request is not medically necessary."
	}},
	{"item.side", "items[1].rationale", func(d *Determination, c *Context) {
		d.Items[1].Rationale = "The report says that the right knee hurts. The request is medically necessary."
	}},
	{"item.body_part", "items[0].rationale", func(d *Determination, c *Context) {
		d.Items[0].Rationale = "The report tells of neck pain. The request is not medically necessary."
	}},
	{"evidence.edition", "items[0].imro_guideline.citations[0]", func(d *Determination, c *Context) { c.On = clock.MustDay("2020-01-02") }},
	{"evidence.ur_edition", "items[0].claims_administrator_guideline.citations[0]", func(d *Determination, c *Context) {
		d.Items[0].ClaimsAdministratorGuideline.Text = "Decision based on MTUS Chronic Pain Medical Treatment 2009, Section(s): Introduction."
	}},
	{"evidence.unresolved", "items[0].imro_guideline.citations[0]", func(d *Determination, c *Context) {
		d.Items[0].IMROGuideline = Guidelines{Text: "Decision based on Non-MTUS Citation An Invented Book 2015."}
	}},
	{"evidence.form", "items[0].imro_guideline.citations[0]", func(d *Determination, c *Context) {
		d.Items[0].IMROGuideline.Citations = []guideline.Citation{{Text: "MTUS", Source: guideline.MTUS}}
	}},
	{"evidence.order", "items[0].rationale", func(d *Determination, c *Context) {
		d.Items[0].IMROGuideline = Guidelines{Text: "Decision based on Non-MTUS Citation Official Disability Guidelines (ODG), Low Back, MRI (2016)."}
	}},
	{"evidence.levels", "items[0].rationale", func(d *Determination, c *Context) {
		d.Items[0].IMROGuideline = Guidelines{Citations: []guideline.Citation{{Text: "A", Source: guideline.MTUS}, {Text: "B", Source: guideline.ODG}}}
		d.Items[0].Rationale = "By A it is recommended in the report. By B it is not recommended. The request is not medically necessary."
	}},
	{"summary.missing", "summary.text", func(d *Determination, c *Context) { d.Summary = Summary{} }},
	{"summary.no_date", "summary.text", func(d *Determination, c *Context) { d.Summary.Text = "The worker is a 40 year old female." }},
	{"summary.future", "summary.text", func(d *Determination, c *Context) { d.Summary.Text += " Seen on October 30, 2016." }},
	{"summary.injury_date", "summary.text", func(d *Determination, c *Context) { d.Dates.Injury = clock.MustDay("2016-02-04") }},
	{"summary.ur_date", "summary.text", func(d *Determination, c *Context) {
		d.Summary.Text += " In a utilization review report dated September 2, 2016 it was denied."
	}},
	{"age.range", "summary.text", func(d *Determination, c *Context) { d.Summary.Text += " A 9 year old girl was there." }},
	{"age.differs", "summary.text", func(d *Determination, c *Context) { d.Summary.Text += " This 45-year-old worker waits." }},
	{"age.birth", "summary.age", func(d *Determination, c *Context) { c.BirthDate = clock.MustDay("1980-01-15") }},
	{"sex.mixed", "summary.text", func(d *Determination, c *Context) { d.Summary.Text += " He waits." }},
	{"documents.missing", "documents_reviewed", func(d *Determination, c *Context) { d.DocumentsReviewed = nil }},
	{"documents.differ", "documents_reviewed[0]", func(d *Determination, c *Context) { d.DocumentsReviewed[0].Title = "Other report" }},
	{"documents.ur_only", "documents_reviewed", func(d *Determination, c *Context) { c.Documents[0].Decision = true }},
	{"dates.missing", "dates.assigned", func(d *Determination, c *Context) { d.Dates.Assigned = 0 }},
	{"dates.order", "dates.assigned", func(d *Determination, c *Context) { d.Dates.Assigned = clock.MustDay("2016-09-01") }},
	{"dates.future", "dates.assigned", func(d *Determination, c *Context) { d.Dates.Assigned = clock.MustDay("2016-10-13") }},
	{"dates.late", "dates.decided", func(d *Determination, c *Context) { c.DueBy = clock.MustDay("2016-10-11") }},
	{"qualifications.missing", "reviewer.specialties", func(d *Determination, c *Context) { d.Reviewer.Specialties = nil }},
	{"independence.missing", "reviewer.statement", func(d *Determination, c *Context) { d.Reviewer.Statement = "A reviewer decided." }},
	{"reviewers.more", "reviewer", func(d *Determination, c *Context) { c.Reviewers = 3 }},
	{"name.reviewer", "items[0].rationale", func(d *Determination, c *Context) { d.Items[0].Rationale += " Robin Q Hidden" }},
	{"name.reviewer", "items[0].rationale", func(d *Determination, c *Context) { d.Items[0].Rationale += " Signed R.Q.H." }},
	{"name.reviewer", "summary.text", func(d *Determination, c *Context) { d.Summary.Text += " So says Dr. Hidden." }},
	{"name.reviewer", "served.organization.signed_by", func(d *Determination, c *Context) { d.Served.Organization.SignedBy = "Robin Q Hidden" }},
	{"text.character", "summary.text", func(d *Determination, c *Context) { d.Summary.Text += " 膝" }},
	{"text.character", "served.addressees[0]", func(d *Determination, c *Context) { d.Served.Addressees[0].Name = "Jo 山" }},
	{"name.party", "summary.text", func(d *Determination, c *Context) { d.Summary.Text += " Jo Example waits." }},
	{"name.person", "summary.text", func(d *Determination, c *Context) { d.Summary.Text += " Seen by Dr. Somebody." }},
	{"name.person", "summary.text", func(d *Determination, c *Context) { d.Summary.Text += " Seen by Lee Somebody, MD." }},
	{"name.contact", "summary.text", func(d *Determination, c *Context) { d.Summary.Text += " Call (916) 555-0100." }},
	{"name.contact", "summary.text", func(d *Determination, c *Context) { d.Summary.Text += " Write to a.b@example.org." }},
	{"name.contact", "summary.text", func(d *Determination, c *Context) { d.Summary.Text += " Number 000-12-3456." }},
	{"name.contact", "summary.text", func(d *Determination, c *Context) { d.Summary.Text += " Under NPI 1234567890." }},
	{"scope.words", "items[0].rationale", func(d *Determination, c *Context) { d.Items[0].Rationale += " Apportionment is due." }},
	{"plain.abbreviation", "items[0].rationale", func(d *Determination, c *Context) { d.Items[0].Rationale += " See the QXZ." }},
	{"plain.grade", "items", func(d *Determination, c *Context) {
		d.Items[0].Rationale = Text(strings.Repeat("comprehensive multidisciplinary rehabilitation documentation ", 12)) + d.Items[0].Rationale
	}},
	{"text.placeholder", "items[0].rationale", func(d *Determination, c *Context) { d.Items[0].Rationale += " [INSERT FACTS]" }},
	{"text.unparsed", "unparsed[0]", func(d *Determination, c *Context) { d.Unparsed = []Unparsed{{1, "left over"}} }},
	{"served.organization", "served.organization", func(d *Determination, c *Context) { d.Served.Organization.Name = "" }},
	{"served.date", "served.letter_date", func(d *Determination, c *Context) { d.Served.LetterDate = 0 }},
	{"served.outcome", "served.outcome", func(d *Determination, c *Context) { d.Served.Outcome = OutcomeUpheld }},
	{"served.addressees", "served.addressees", func(d *Determination, c *Context) { d.Served.Addressees = d.Served.Addressees[1:] }},
	{"pos.missing", "served.proof_of_service", func(d *Determination, c *Context) { d.Served.ProofOfService = nil }},
	{"pos.who", "served.proof_of_service.server", func(d *Determination, c *Context) { d.Served.ProofOfService.Server = "" }},
	{"pos.where", "served.proof_of_service.county", func(d *Determination, c *Context) { d.Served.ProofOfService.County = "" }},
	{"pos.what", "served.proof_of_service.documents", func(d *Determination, c *Context) { d.Served.ProofOfService.Documents = nil }},
	{"pos.when", "served.proof_of_service.date", func(d *Determination, c *Context) { d.Served.ProofOfService.Date = 0 }},
	{"pos.when", "served.proof_of_service.time", func(d *Determination, c *Context) { d.Served.ProofOfService.Time = "" }},
	{"pos.whom", "served.addressees", func(d *Determination, c *Context) {
		c.ServiceList = append(slices.Clone(d.Served.Addressees), Addressee{Role: "Attorney", Name: "Avery Law"})
	}},
	{"pos.how", "served.addressees[1].to", func(d *Determination, c *Context) { d.Served.Addressees[1].To = "" }},
	{"pos.oath", "served.proof_of_service.signed_on", func(d *Determination, c *Context) { d.Served.ProofOfService.SignedOn = 0 }},
}

// The Administrative Director gets every determination, and is no party: a case without one on its list is not warned.
func TestTheAdministrativeDirectorNeedNotBeOnTheServiceList(t *testing.T) {
	t.Parallel()
	d, c := sound(), soundContext()
	c.ServiceList = d.Served.Addressees[:3]
	for _, f := range Lint(Canonical(d), c) {
		if f.Rule == "pos.whom" {
			t.Errorf("%+v", f)
		}
	}
	c.ServiceList = d.Served.Addressees[:2]
	found := 0
	for _, f := range Lint(Canonical(d), c) {
		if f.Rule == "pos.whom" && f.Field == "served.addressees[2]" {
			found++
		}
	}
	if found != 1 {
		t.Error("an addressee who is no party is not found")
	}
}

func TestEachRuleFindsItsFlaw(t *testing.T) {
	t.Parallel()
	tried := map[string]bool{}
	for _, f := range flaws {
		tried[f.rule] = true
		t.Run(f.rule+" at "+f.field, func(t *testing.T) {
			t.Parallel()
			d, c := sound(), soundContext()
			f.spoil(&d, &c)
			got := Lint(d, c)
			if !slices.ContainsFunc(got, func(g Finding) bool { return g.Rule == f.rule && g.Field == f.field }) {
				t.Errorf("not found among %+v", got)
			}
			for _, g := range got {
				if g.Authority == "" || len(g.Message) < 20 || !strings.HasSuffix(g.Message, ".") {
					t.Errorf("finding without authority or a whole sentence: %+v", g)
				}
			}
		})
	}
	for id := range rules {
		if !tried[id] {
			t.Errorf("no letter triggers %s", id)
		}
	}
}

func TestNoRowOfTheRequirementsIsForgotten(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("../programme/ca-wc-imr/letter_requirements.tsv")
	if err != nil {
		t.Fatal(err)
	}
	watched := map[string]bool{}
	for _, r := range rules {
		for _, row := range r.rows {
			watched[row] = true
		}
	}
	for row := range composed {
		watched[row] = true
	}
	n := 0
	for i, line := range strings.Split(strings.TrimSpace(string(data)), "\n") {
		id, _, _ := strings.Cut(line, "\t")
		group, _, _ := strings.Cut(id, ".")
		if i == 0 {
			continue
		}
		n++
		if !watched[id] && elsewhere[group] == "" {
			t.Errorf("%s is neither linted, nor fixed text of the letter, nor of another document", id)
		}
		delete(watched, id)
	}
	for id := range watched {
		t.Errorf("%s is watched, and the table has no such row", id)
	}
	if n < 80 {
		t.Errorf("the table has only %d rows", n)
	}
}

func TestTheConclusionIsReadAsAPersonReadsIt(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]concluded{
		"As such, the request is not medically necessary.":                                                       notNecessary,
		"Therefore, the request is medically necessary.":                                                         necessary,
		"Therefore the request is considered medically necessary at this time.":                                  necessary,
		"It is determined to not be medically necessary.":                                                        notNecessary,
		"The criteria have not been met and is not medically necessary.":                                         notNecessary,
		"This was not done before, and the request is medically necessary.":                                      necessary,
		"The request at this time cannot be considered medically necessary per the guidelines.":                  notNecessary,
		"The prescription is not-medically necessary.":                                                           notNecessary,
		"The request is considered not medically necessary.":                                                     notNecessary,
		"No, the request for blocks was not medically necessary, medically appropriate, or indicated here.":      notNecessary,
		"Yes, the request is well founded. It helps.":                                                            necessary,
		"Conservative care has not helped. Medical necessity has been established.":                              necessary,
		"Medical necessity has not been established.":                                                            notNecessary,
		"The current request for two visits is not medically appropriate.":                                       notNecessary,
		"Whether it is medically necessary depends.":                                                             unclear,
		"It is not medically necessary. Consult the guidelines and, if necessary, others.":                       notNecessary,
		"It is not medically necessary. This decision addresses the medical necessity of opioids as prescribed.": notNecessary,
		"Pain is described.": unclear,
		"":                   unclear,
	} {
		if got, _ := conclusion(text); got != want {
			t.Errorf("%q: got %d, want %d", text, got, want)
		}
	}
}

func TestDatesAreFoundInEveryFormThatLettersUse(t *testing.T) {
	t.Parallel()
	want := clock.MustDay("2016-10-08")
	for _, s := range []string{"10/8/2016", "10-08-16", "10-8- 2016", "10/08/ 2016", "2016-10-08", "October 8, 2016", "Oct. 8, 2016", "8 October 2016", "October 8th, 2016"} {
		text := "seen on " + s + ", again"
		got := findDates(text, 2017)
		if len(got) != 1 || got[0].day != want || text[got[0].start:got[0].end] != s {
			t.Errorf("%q: got %v", s, got)
		}
	}
	for _, s := range []string{"Norco 10/325mg", "L4-5, L5-S1", "13/45/2016", "02-30-2016", "10/8", "2-3-4"} {
		if got := findDates(s, 2017); len(got) != 0 {
			t.Errorf("%q is no date, got %v", s, got)
		}
	}
}

func TestWhatLooksLikeAFlawAndIsNone(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		rule  string
		spoil func(*Determination)
	}{
		"a dose is no licence number": {"name.contact", func(d *Determination) { d.Summary.Text += " Norco 10-325 mg and A 12345 tablets." }},
		"he/she is no mix of sexes":   {"sex.mixed", func(d *Determination) { d.Summary.Text += " He/she waits." }},
		"the right to appeal is no side of the body": {"item.side", func(d *Determination) {
			d.Items[1].Rationale = "The right dose by the report. It is medically necessary."
		}},
		"patients over 50 years old are not this one": {"age.differs", func(d *Determination) { d.Summary.Text += " Patients over 50 years old wait." }},
		"a silent MTUS is reason enough": {"evidence.order", func(d *Determination) {
			d.Items[0].IMROGuideline = Guidelines{Text: "Decision based on Non-MTUS Citation Official Disability Guidelines (ODG), Low Back, MRI (2016)."}
			d.Items[0].Rationale = "The MTUS is silent on it in this report. " + d.Items[0].Rationale
		}},
		"a published letter lists no documents": {"documents.missing", func(d *Determination) { d.Layout, d.DocumentsReviewed = LayoutMaximus2015, nil }},
		"a defined abbreviation is plain":       {"plain.abbreviation", func(d *Determination) { d.Items[0].Rationale += " The quick zone (QXZ) is one QXZ." }},
	} {
		d := sound()
		c.spoil(&d)
		for _, f := range Lint(d, soundContext()) {
			if f.Rule == c.rule {
				t.Errorf("%s: %s at %s: %s", name, f.Rule, f.Field, f.Message)
			}
		}
	}
}

func TestSpansCountCharactersAndStayInside(t *testing.T) {
	t.Parallel()
	d := sound()
	d.Summary.Text = "≥½° " + d.Summary.Text + " Seen by Dr. Somebody."
	for _, f := range Lint(d, soundContext()) {
		if f.Rule == "name.person" {
			if got := string([]rune(string(d.Summary.Text))[f.Span.Start:f.Span.End]); got != "Dr. Somebody" {
				t.Errorf("the span covers %q", got)
			}
			return
		}
	}
	t.Error("the name was not found")
}

func checkAnyText(t interface{ Fatalf(string, ...any) }, text string) {
	d, c := sound(), soundContext()
	d.Summary.Text, d.Items[0].Rationale, d.Items[1].Request = Text(text), Text(text), Text(text)
	d.Reviewer.Statement, d.Items[0].IMROGuideline = Text(text), Guidelines{Text: Text(text)}
	for _, f := range Lint(d, c) {
		in := text
		if f.Field == "items[1].rationale" {
			in = string(d.Items[1].Rationale)
		}
		if f.Span != nil && (f.Span.Start < 0 || f.Span.Start > f.Span.End || f.Span.End > utf8.RuneCountInString(in)) {
			t.Fatalf("the span of %+v lies outside of %q", f, in)
		}
	}
}

func TestAnyTextIsLintedWithSpansInside(t *testing.T) {
	t.Parallel()
	part := rapid.SampledFrom([]string{"Dr. ", "Ng", "10-", " 13", "/2016", "@", ".", " ", "is not ", "medically necessary", "½", "\n\n", "[INSERT", "A12345", "right knee", "555-", "MD", ","})
	rapid.Check(t, func(t *rapid.T) {
		checkAnyText(t, strings.Join(rapid.SliceOfN(part, 0, 30).Draw(t, "parts"), ""))
	})
}

func FuzzLint(f *testing.F) {
	f.Add("The worker is a 40 year old female. Dr. X saw 10-13- 16 a@b.c 916-555-0100.")
	f.Add("\xff\xfe @@@. is not medically necessary")
	f.Fuzz(func(t *testing.T, text string) {
		if utf8.ValidString(text) {
			checkAnyText(t, text)
		}
	})
}

func TestFindingsAreWrittenAsOthersScriptAgainstThem(t *testing.T) {
	t.Parallel()
	d, c := sound(), soundContext()
	d.Items[0].Decision = Overturned
	d.Served = nil
	var line, report bytes.Buffer
	if err := WriteFindings(&line, "a.pdf", Lint(d, c)); err != nil {
		t.Fatal(err)
	}
	if err := WriteFindingsReport(&report, "a.pdf", Lint(d, c)); err != nil {
		t.Fatal(err)
	}
	var any map[string]any
	if err := json.Unmarshal(line.Bytes(), &any); err != nil || bytes.Count(line.Bytes(), []byte("\n")) != 1 {
		t.Errorf("not one line of JSON: %v %s", err, line.String())
	}
	line.Write(report.Bytes())
	if err := WriteFindings(&line, "none.pdf", nil); err != nil {
		t.Fatal(err)
	}
	golden(t, "findings.txt", line.Bytes())
}

func BenchmarkLint(b *testing.B) {
	d, c := sound(), soundContext()
	for i := range d.Items {
		d.Items[i].Rationale = Text(strings.Repeat("The report of 08-20-2016 shows no red flag in the low back or left knee of this worker. ", 30)) + d.Items[i].Rationale
	}
	for b.Loop() {
		Lint(d, c)
	}
}
