package letter

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// realLetters puts the published letters together from what was read by hand and, for the running text,
// from the text of the PDF. It is no parser: it knows from the truth how many items there are.
func realLetters(t *testing.T) []Determination {
	t.Helper()
	const dir = "../../shared/letters"
	f, err := os.Open(filepath.Join(dir, "truth.jsonl"))
	if err != nil {
		t.Skip("the published letters are not on this machine")
	}
	defer func() { _ = f.Close() }()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("pdftotext is not installed here")
	}
	var list []Determination
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var truth struct {
			File        string
			CaseNumber  string `json:"case_number"`
			Priority    Text
			Dates       Dates
			LicensedIn  []string `json:"licensed_in"`
			Specialties []string
			Age         *int
			Sex         Text
			Items       []struct {
				Number   int
				Request  Text
				Decision Decision
				UR       Text `json:"claims_administrator_guideline_text"`
				IMRO     Text `json:"imro_guideline_text"`
			}
		}
		if err := json.Unmarshal(lines.Bytes(), &truth); err != nil {
			t.Fatal(err)
		}
		raw, err := exec.Command("pdftotext", filepath.Join(dir, truth.File), "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		text := string(bytes.Join(bytes.Fields(raw), []byte(" ")))
		_, summary, _ := strings.Cut(text, "including all medical records:")
		summary, _, _ = strings.Cut(summary, "IMR ISSUES, DECISIONS")
		d := Determination{File: Text(truth.File), Layout: LayoutMaximus2015, CaseNumber: Text(truth.CaseNumber), Priority: truth.Priority, Dates: truth.Dates,
			Reviewer: Reviewer{LicensedIn: truth.LicensedIn, Specialties: truth.Specialties}, Summary: Summary{Text: Text(strings.TrimSpace(summary)), Age: truth.Age, Sex: truth.Sex}}
		parts := strings.Split(text, "Decision rationale:")[1:]
		if len(parts) != len(truth.Items) {
			t.Fatalf("%s: %d rationales, %d items", truth.File, len(parts), len(truth.Items))
		}
		for i, it := range truth.Items {
			rationale, _, more := strings.Cut(parts[i], "Claims Administrator guideline:")
			if more {
				// the heading of the next item stands before its first label
				if end := strings.LastIndex(rationale, string(truth.Items[i+1].Request)); end >= 0 {
					rationale = rationale[:end]
				}
			}
			d.Items = append(d.Items, Item{Number: it.Number, Request: it.Request, Decision: it.Decision, Rationale: Text(strings.TrimSpace(rationale)),
				ClaimsAdministratorGuideline: Guidelines{Text: it.UR}, IMROGuideline: Guidelines{Text: it.IMRO}})
		}
		list = append(list, d)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}

func TestNoPublishedLetterIsSaidToContradictItself(t *testing.T) {
	t.Parallel()
	items, unread := 0, 0
	count := map[string]int{}
	for _, d := range realLetters(t) {
		for i, it := range d.Items {
			items++
			if got, _ := conclusion(string(it.Rationale)); got == unclear {
				unread++
				t.Logf("%s item %d: no conclusion found in …%s", d.File, i+1, last(string(it.Rationale), 200))
			}
		}
		for _, f := range Lint(d, Context{}) {
			count[f.Rule+" "+string(f.Severity)]++
			switch {
			case f.Rule == "item.conclusion":
				t.Errorf("%s item %d: %s", d.File, *f.Item, f.Message)
			case f.Severity != Info && f.Rule != "independence.missing": // the statement is not among the truth
				t.Logf("%s %s %s: %s", d.File, f.Rule, f.Field, f.Message)
			}
		}
	}
	if unread*50 > items {
		t.Errorf("the conclusion of %d of %d items was not found", unread, items)
	}
	var b bytes.Buffer
	for rule, n := range count {
		b.WriteString(rule + " ")
		_ = json.NewEncoder(&b).Encode(n)
	}
	t.Logf("%d items\n%s", items, b.String())
}

func last(s string, n int) string { return s[max(0, len(s)-n):] }
