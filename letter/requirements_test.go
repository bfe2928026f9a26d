package letter

import (
	"os"
	"strings"
	"testing"
)

// rendered says with which words of the sound letter each row is there. Fixed words stand in every letter; the
// others are those of this one.
var rendered = map[string][]string{
	"fd.states":         {"1. MRI of the lumbar spine", "Not medically necessary. The denial stands.", "2. Heat pads for the left knee", "Medically necessary. The denial does not stand."},
	"fd.condition":      {"Clinical case summary", "Her low back hurts."},
	"fd.documents":      {"Records reviewed", "Progress report", "08/20/2016", "Treating physician"},
	"fd.statement":      {"Asked for and in dispute", "MRI of the lumbar spine"},
	"fd.evidence":       {"Sierra Review guideline", "MTUS Low Back Complaints 2004, Section(s): Special Studies."},
	"fd.reasons":        {"Reasons for the decision", "shows no red flag in the low back"},
	"fd.record_facts":   {"The report of 08-20-2016 shows"},
	"fd.qualifications": {"Licensed in", "California", "Certified or specialized in", "Family Practice"},
	"fd.independence":   {"no affiliation", "more than five years", "at least 24 hours a week", "similar specialty", "hierarchy of evidence"},
	"fd.plain":          {"The denial stands in part. An independent physician looked at the medical records"},
	"fd.dates":          {"CM16-0000001", "February 3, 2016", "September 1, 2016", "September 12, 2016", "September 20, 2016", "October 12, 2016", "Standard"},
	"fd.binding":        {"This is the determination of the Administrative Director", "It binds all parties"},
	"fd.appeal":         {"verified petition", "within 30 days after this letter was mailed", "five days for an address in California", "procured by fraud", "Independent Medical Review Unit", "October 13, 2016"},
	"fd.to":             {"Who receives this letter", "Jo Example", "Claims Example", "Chris Example", "Administrative Director"},
	"fd.mod_only":       {"It speaks only to whether the treatment in dispute is medically necessary."},
	"pos.who":           {"Sam Server", "over 18 years of age and not a party"},
	"pos.where":         {"100 Example Street", "County", "Sacramento", "is in the county in which the service took place"},
	"pos.what":          {"Documents served", "Final Determination"},
	"pos.when":          {"Date of service", "October 13, 2016", "Time of service", "3:45 PM PDT", "Place of deposit or sending"},
	"pos.whom":          {"Service list", "1 Sample Road"},
	"pos.how":           {"By mail", "By fax 916-555-0100", "Electronically office@example.org", "with the postage fully prepaid"},
	"pos.oath":          {"under penalty of perjury under the laws of the State of California", "Signed at", "Signed on"},
}

// TestEachRowOfTheDeterminationIsRenderedOrLinted goes through the rows of the determination and of its proof of
// service: each must stand in the letter, or have a rule of the linter that watches it.
func TestEachRowOfTheDeterminationIsRenderedOrLinted(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("../programme/ca-wc-imr/letter_requirements.tsv")
	if err != nil {
		t.Fatal(err)
	}
	watched := map[string][]string{}
	for id, r := range rules {
		for _, row := range r.rows {
			watched[row] = append(watched[row], id)
		}
	}
	d := Canonical(sound())
	var all []string
	for _, b := range Compose(d).Blocks {
		all = append(all, texts(b)...)
	}
	letter := strings.Join(all, "\n")
	rows := 0
	for line := range strings.Lines(string(data)) {
		id, _, _ := strings.Cut(line, "\t")
		if !strings.HasPrefix(id, "fd.") && !strings.HasPrefix(id, "pos.") {
			continue
		}
		rows++
		if len(rendered[id]) == 0 && len(watched[id]) == 0 {
			t.Errorf("%s is neither rendered nor linted", id)
		}
		for _, needle := range rendered[id] {
			if !strings.Contains(letter, needle) {
				t.Errorf("%s: the letter does not say %q", id, needle)
			}
		}
	}
	if rows != 30 {
		t.Errorf("the table has %d rows of the determination and its proof of service", rows)
	}
}
