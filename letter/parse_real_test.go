package letter

import (
	"bufio"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// lettersDir finds the published letters, which are no part of the repository.
func lettersDir(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("OPENIMR_LETTERS")
	if dir == "" {
		dir = "../../shared/letters"
	}
	if _, err := os.Stat(filepath.Join(dir, "truth.jsonl")); err != nil {
		t.Skip("the published letters are not on this machine; set OPENIMR_LETTERS to their folder")
	}
	return dir
}

// truth is what was read in a published letter by hand.
type truth struct {
	File        string
	CaseNumber  string `json:"case_number"`
	Priority    Text
	Dates       Dates
	LicensedIn  []string `json:"licensed_in"`
	Specialties []string
	Age         *int
	Sex         Text
	Items       []struct {
		Number          int
		Request         Text
		OriginalRequest Text `json:"original_request"`
		Authorized      Text
		Decision        Decision
		UR              Text   `json:"claims_administrator_guideline_text"`
		IMRO            Text   `json:"imro_guideline_text"`
		Rationale       string `json:"rationale_first_words"`
	}
}

func truths(t testing.TB) []truth {
	t.Helper()
	f, err := os.Open(filepath.Join(lettersDir(t), "truth.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	var list []truth
	in := bufio.NewScanner(f)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		var x truth
		if err := json.Unmarshal(in.Bytes(), &x); err != nil {
			t.Fatal(err)
		}
		list = append(list, x)
	}
	return list
}

// extractions keeps what pdftotext has told once.
var extractions sync.Map

// extracted is the text of a PDF by another program, in one of its orders.
func extracted(t testing.TB, file string, flags ...string) string {
	t.Helper()
	key := file + strings.Join(flags, " ")
	if known, ok := extractions.Load(key); ok {
		return known.(string)
	}
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("pdftotext is not installed here (Debian: poppler-utils)")
	}
	out, err := exec.Command("pdftotext", append(flags, filepath.Join(lettersDir(t), file), "-")...).Output()
	if err != nil {
		t.Fatal(err)
	}
	extractions.Store(key, string(out))
	return string(out)
}

// spread puts a blank line after each line and a wider gap between paragraphs, as some extractors do, and cuts
// the head off.
func spread(s string) string {
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\n\n", "\n \n"), "\n", " \n\n")
	return strings.ReplaceAll(s, "\f", "\n\n\n")
}

func joined(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, "- ", ""), "-", "")
}

// narrow breaks lines anew, after a number of characters, and spreads them. Paragraphs keep a wider gap.
func narrow(s string, width int) string {
	var b strings.Builder
	for i, p := range strings.Split(strings.ReplaceAll(s, "\f", ""), "\n\n") {
		if i > 0 {
			b.WriteString(" \r\n\r\n")
		}
		n := 0
		for j, w := range strings.Fields(p) {
			if j > 0 && n+len(w) >= width {
				b.WriteString(" \r\n\r\n")
				n = 0
			} else if j > 0 {
				b.WriteString("  ")
			}
			b.WriteString(w)
			n += len(w) + 1
		}
		b.WriteString(" \r\n\r\n")
	}
	return b.String()
}

// compare reports each field that differs from what was read by hand.
func (x truth) compare(d Determination, report func(field, want, got string)) int {
	n := 0
	check := func(field, want, got string) {
		n++
		if want != got {
			report(field, want, got)
		}
	}
	check("case_number", x.CaseNumber, string(d.CaseNumber))
	check("priority", string(x.Priority), string(d.Priority))
	check("dates.injury", x.Dates.Injury.String(), d.Dates.Injury.String())
	check("dates.ur_denial", x.Dates.URDenial.String(), d.Dates.URDenial.String())
	check("dates.application_received", x.Dates.ApplicationReceived.String(), d.Dates.ApplicationReceived.String())
	check("dates.assigned", x.Dates.Assigned.String(), d.Dates.Assigned.String())
	check("dates.decided", x.Dates.Decided.String(), d.Dates.Decided.String())
	check("licensed_in", strings.Join(x.LicensedIn, "|"), strings.Join(d.Reviewer.LicensedIn, "|"))
	check("specialties", strings.Join(x.Specialties, "|"), strings.Join(d.Reviewer.Specialties, "|"))
	age := func(p *int) string { b, _ := json.Marshal(p); return string(b) }
	check("age", age(x.Age), age(d.Summary.Age))
	check("sex", string(x.Sex), string(d.Summary.Sex))
	check("items", string(rune('0'+len(x.Items))), string(rune('0'+len(d.Items))))
	for i, want := range x.Items {
		if i >= len(d.Items) {
			break
		}
		got := d.Items[i]
		check("request", string(want.Request), string(got.Request))
		check("original_request", string(want.OriginalRequest), string(got.OriginalRequest))
		check("authorized", string(want.Authorized), string(got.Authorized))
		check("decision", string(want.Decision), string(got.Decision))
		check("claims_administrator_guideline", string(want.UR), string(got.ClaimsAdministratorGuideline.Text))
		check("imro_guideline", string(want.IMRO), string(got.IMROGuideline.Text))
		first := strings.ReplaceAll(string(got.Rationale), "\n\n", " ")
		check("rationale", want.Rationale, first[:min(len(first), len(want.Rationale))])
	}
	return n
}

func TestThePublishedLettersAreReadFromAnyExtraction(t *testing.T) {
	t.Parallel()
	list := truths(t)
	for name, extract := range map[string]func(file string) string{
		"layout":                        func(file string) string { return extracted(t, file, "-layout") },
		"reading":                       func(file string) string { return extracted(t, file) },
		"raw":                           func(file string) string { return extracted(t, file, "-raw") },
		"spread":                        func(file string) string { return spread(extracted(t, file, "-layout")) },
		"narrow, with carriage returns": func(file string) string { return narrow(extracted(t, file, "-layout"), 40) },
		"a word a line":                 func(file string) string { return narrow(extracted(t, file, "-raw"), 0) },
		"no-break spaces":               func(file string) string { return strings.ReplaceAll(extracted(t, file, "-layout"), " ", "\u00a0") },
		"labels without spaces": func(file string) string {
			return strings.NewReplacer("Decision rationale: ", "Decisionrationale:", "Claims Administrator guideline: ", "ClaimsAdministrator  guideline :\n",
				"CLINICAL CASE SUMMARY", "CLINICAL  CASE\nSUM-\nMARY", "MAXIMUS guideline:", "MAXIMUS guide-\nline:").Replace(extracted(t, file, "-layout"))
		},
		"one line": func(file string) string {
			return strings.Join(strings.Fields(extracted(t, file, "-raw")), " ")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fields, wrong := 0, 0
			for _, x := range list {
				d := Parse(x.File, []byte(extract(x.File)))
				fields += x.compare(d, func(field, want, got string) {
					if name == "reading" && joined(want) == joined(got)[:min(len(joined(got)), len(joined(want)))] {
						return // pdftotext joins words at the hyphen of a line's end by itself in this order
					}
					wrong++
					t.Errorf("%s %s:\nwant %q\n got %q", x.File, field, want, got)
				})
				for _, u := range d.Unparsed {
					t.Errorf("%s: left over on page %d: %q", x.File, u.Page, u.Text)
				}
				for _, w := range d.Warnings {
					t.Errorf("%s: %s", x.File, w)
				}
			}
			t.Logf("%d of %d fields are as read by hand", fields-wrong, fields)
		})
	}
}
