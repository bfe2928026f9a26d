package letter

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/openimr/openimr/clock"
	"pgregory.net/rapid"
)

// hostile are pieces of text that a reader could take for a part of the letter.
var hostile = []string{
	"Upheld", "Overturned:", ": Upheld", "Decision rationale:", "\\Decision rationale:", "MAXIMUS guideline:", "Claims Administrator guideline:", "Claims", "Administrator guideline:",
	"CLINICAL CASE SUMMARY", "HOW THE IMR FINAL DETERMINATION WAS MADE", "IMR ISSUES, DECISIONS AND RATIONALES", "State(s) of Licensure:", "Certification(s)/Specialty:",
	phrases[partSummaryIntro], phrases[partItemsIntro], phrases[partCredentials], "Application Received:", "Case Number:", "11/03/2016", "9-10-", "2015",
	"was the original request.", "was authorized by the Claims Administrator.", remaining, caAuthorized, leaving, "is", "is:", headAppeal, headReasons, titleServed, headService,
	"===", "---", "| a | b |", "[x]", "•", "* * *", "\\", "\\\\", "\\|", "...", "1.", "No records are listed.", "MTUS Low Back Complaints 2004, Section(s): Summary.",
	"Decision based on", "Non-MTUS Citation", "<b>&amp;</b>", "\u201cquoted\u201d", "½ ≥ °", "ñandú Łódź", "e\u0301", "—", "Telephone", "By mail", "(no name)", "Dr.", "10/325mg",
}

func genText(t *rapid.T, name string, max int) string {
	word := rapid.OneOf(rapid.SampledFrom(hostile), rapid.StringMatching(`[A-Za-z0-9,.;:#/()-]{1,12}`))
	return strings.Join(rapid.SliceOfN(word, 0, max).Draw(t, name), " ")
}

// genRunning is running text with odd spaces and several paragraphs.
func genRunning(t *rapid.T, name string) Text {
	var b strings.Builder
	for i := range rapid.IntRange(0, 3).Draw(t, name+" paragraphs") {
		if i > 0 {
			b.WriteString(rapid.SampledFrom([]string{"\n\n", "\n\n\n", " \n\n "}).Draw(t, "gap"))
		}
		b.WriteString(genText(t, name, 14))
		b.WriteString(rapid.SampledFrom([]string{"", " ", "\n", "\t "}).Draw(t, "blank"))
	}
	return Text(b.String())
}

func genDay(t *rapid.T, name string) clock.Day {
	if rapid.IntRange(0, 9).Draw(t, name+" is missing") == 0 {
		return 0
	}
	return clock.MustDay("2013-01-01").AddDays(rapid.IntRange(0, 9000).Draw(t, name))
}

func genDetermination(t *rapid.T, layout string) Determination {
	text := func(name string, max int) Text { return Text(genText(t, name, max)) }
	list := func(name string) []string {
		var l []string
		for range rapid.IntRange(0, 3).Draw(t, name) {
			l = append(l, genText(t, name, 3))
		}
		return l
	}
	texts := func(name string) []Text {
		var out []Text
		for _, s := range list(name) {
			out = append(out, Text(s))
		}
		return out
	}
	d := Determination{
		Layout: Text(layout), Programme: ProgrammeCAWC, CaseNumber: rapid.SampledFrom([]Text{"CM16-0213037", "CM26-0000001", "IMR 13-000004", ""}).Draw(t, "case"),
		Priority: rapid.SampledFrom([]Text{"standard", "expedited", ""}).Draw(t, "priority"),
		Dates:    Dates{genDay(t, "injury"), genDay(t, "denial"), genDay(t, "received"), genDay(t, "assigned"), genDay(t, "decided")},
		Reviewer: Reviewer{LicensedIn: list("licences"), Specialties: list("specialties"), Statement: genRunning(t, "statement")},
		Summary:  Summary{Text: genRunning(t, "summary"), Sex: rapid.SampledFrom([]Text{"male", "female", ""}).Draw(t, "sex")},
	}
	if rapid.Bool().Draw(t, "age known") {
		age := rapid.IntRange(0, 120).Draw(t, "age")
		d.Summary.Age = &age
	}
	for i := range rapid.IntRange(0, 4).Draw(t, "items") {
		d.Items = append(d.Items, Item{
			Number: i + 1, Request: text("request", 12), OriginalRequest: text("original", 8), Authorized: text("authorized", 8),
			Decision:                     rapid.SampledFrom([]Decision{Upheld, Overturned, PartiallyOverturned, Unknown}).Draw(t, "decision"),
			ClaimsAdministratorGuideline: Guidelines{Text: text("theirs", 20)}, IMROGuideline: Guidelines{Text: text("ours", 20)}, Rationale: genRunning(t, "rationale"),
		})
	}
	if layout == LayoutMaximus2015 {
		return d
	}
	for range rapid.IntRange(0, 4).Draw(t, "documents") {
		d.DocumentsReviewed = append(d.DocumentsReviewed, Document{text("title", 6), genDay(t, "dated"), text("author", 3)})
	}
	if rapid.IntRange(0, 4).Draw(t, "served") == 0 {
		return d
	}
	d.Served = &Served{
		Organization: Organization{Name: text("organization", 4), Address: texts("address"), Telephone: text("telephone", 2), SignedBy: text("signer", 3), Title: text("title", 3)},
		LetterDate:   genDay(t, "letter"), Employee: text("employee", 3), Employer: text("employer", 3), ClaimNumber: text("claim", 1), ADJNumber: text("ADJ", 1), RequestedBy: text("physician", 3),
		Outcome: rapid.SampledFrom([]Outcome{OutcomeUpheld, OutcomeOverturned, OutcomePartiallyOverturned, ""}).Draw(t, "outcome"),
	}
	for range rapid.IntRange(0, 4).Draw(t, "addressees") {
		d.Served.Addressees = append(d.Served.Addressees, Addressee{Role: text("role", 3), Name: text("name", 3), Address: texts("address"),
			Method: rapid.SampledFrom([]Text{"mail", "fax", "electronic", "personal", "pigeon", ""}).Draw(t, "method"), To: text("to", 1)})
	}
	if rapid.Bool().Draw(t, "verification") {
		d.Served.Verification = &Verification{Address: text("page", 1), Code: rapid.SampledFrom([]Text{"7F3K-9QXM-2WTB", ""}).Draw(t, "code")}
	}
	if rapid.Bool().Draw(t, "correction") {
		d.Served.Correction = &Correction{Of: genDay(t, "corrects"), First: genDay(t, "first served")}
		for range rapid.IntRange(0, 3).Draw(t, "changes") {
			d.Served.Correction.Changes = append(d.Served.Correction.Changes, Change{text("where", 4), text("was", 6), text("now", 6)})
		}
	}
	if rapid.Bool().Draw(t, "proof") {
		d.Served.ProofOfService = &ProofOfService{Server: text("server", 3), Address: texts("server address"), County: text("county", 2), Place: text("place", 3),
			Date: genDay(t, "service"), Time: text("service time", 2), Documents: texts("titles"), SignedAt: text("signed at", 2), SignedOn: genDay(t, "signed on")}
	}
	return d
}

// same compares what is read with what was written, the things aside that the contract names.
func same(want, got Determination) string {
	got.File, got.Unparsed, got.Warnings = "", []Unparsed{}, []string{}
	return cmp.Diff(want, got)
}

func TestWhatIsRenderedIsParsedBackTheSame(t *testing.T) {
	t.Parallel()
	for _, form := range Forms() {
		for _, layout := range []string{LayoutMaximus2015, LayoutOpenIMR} {
			t.Run(fmt.Sprintf("%s %s", form, layout), func(t *testing.T) {
				t.Parallel()
				rapid.Check(t, func(t *rapid.T) {
					want := Canonical(genDetermination(t, layout))
					data, err := Render(want, form)
					if err != nil {
						t.Fatal(err)
					}
					got := Parse("x", data)
					if diff := same(want, got); diff != "" {
						t.Fatalf("-written +read:\n%s\n%s", diff, Compose(want).Text())
					}
					if len(got.Unparsed) > 0 {
						t.Fatalf("left over: %+v", got.Unparsed)
					}
				})
			})
		}
	}
}

func TestCanonicalIsThereAtOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := Canonical(genDetermination(t, rapid.SampledFrom([]string{LayoutMaximus2015, LayoutOpenIMR}).Draw(t, "layout")))
		if diff := cmp.Diff(d, Canonical(d)); diff != "" {
			t.Fatal(diff)
		}
		var b bytes.Buffer
		if err := WriteJSON(&b, d); err != nil {
			t.Fatal(err)
		}
		got, err := ReadJSON(b.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(d, got); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestThePublishedLettersSurviveEveryForm(t *testing.T) {
	t.Parallel()
	dir := lettersDir(t)
	var list []Determination
	seed, err := os.ReadFile(filepath.Join(dir, "seed.txt"))
	if err != nil {
		t.Fatal(err)
	}
	list = append(list, Parse("seed.txt", seed))
	for _, x := range truths(t) {
		list = append(list, Parse(x.File, []byte(extracted(t, x.File, "-layout"))))
	}
	for _, d := range list {
		for _, layout := range []Text{LayoutMaximus2015, LayoutOpenIMR} {
			want := d
			want.Layout = layout
			want.File = ""
			if diff := cmp.Diff(want, Canonical(want)); diff != "" {
				t.Errorf("%s is not read in canonical form:\n%s", d.File, diff)
			}
			for _, form := range Forms() {
				data, err := Render(want, form)
				if err != nil {
					t.Fatalf("%s as %s: %v", d.File, form, err)
				}
				got := Parse("", data)
				if diff := same(want, got); diff != "" || len(got.Unparsed) > 0 {
					t.Errorf("%s as %s in %s: -written +read:\n%s\nleft over %v", d.File, form, layout, diff, got.Unparsed)
				}
			}
		}
	}
}

func TestTheJSONFormIsThatOfTheContract(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := WriteJSON(&b, Parse("broken.pdf", []byte("\x00\x01"))); err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if got["error"] == nil || got["case_number"] != nil || got["layout"] != nil || fmt.Sprint(got["items"]) != "[]" || bytes.Count(b.Bytes(), []byte("\n")) != 1 {
		t.Errorf("a file that cannot be read gives %s", b.String())
	}
}
