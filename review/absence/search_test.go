package absence_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/records"
	"github.com/openimr/openimr/review/absence"
	"github.com/openimr/openimr/review/pages"
)

// A sheet is a page of a test: the kind of its paper, its day and its words.
type sheet struct{ kind, day, words string }

// bind makes a record in which every sheet is a paper of its own, numbered from 1.
func bind(sheets ...sheet) *pages.Book {
	b := &records.Bundle{Files: []records.File{{SHA256: "f"}}}
	x := &records.Index{}
	for i, s := range sheets {
		var p records.Page
		for n, line := range strings.Split(s.words, "\n") {
			for _, w := range strings.Fields(line) {
				p.Words = append(p.Words, records.Word{Text: w, Line: int32(n)})
			}
		}
		b.Files[0].Pages = append(b.Files[0].Pages, p)
		ref := records.PageRef{Page: i + 1}
		switch s.kind {
		case "foreign":
			x.Foreign = append(x.Foreign, records.Foreign{Page: ref, Why: "another name"})
		case "again":
			x.Duplicates = append(x.Duplicates, records.Duplicate{Page: ref, Of: records.PageRef{Page: i}, Relation: records.SamePage})
		}
		d := records.Document{Type: s.kind, Pages: []records.PageRef{ref}}
		if s.day != "" {
			d.Date, _ = clock.ParseDay(s.day)
		}
		x.Documents = append(x.Documents, d)
	}
	s := &records.Shelf{Index: x, Pages: len(sheets), Read: len(sheets), Files: []records.ShelfFile{{SHA256: "f", First: 1, Pages: len(sheets)}}}
	return pages.New(b, s)
}

func TestPagesThatSpeakOfWhatIsSaidToBeAbsentAreFound(t *testing.T) {
	book := bind(
		sheet{"ur_decision", "2016-03-01", "There is no documentation of functional improvement with therapy."},
		sheet{"pr2", "2016-01-05", "No urine drug screen was done. The patient denies side effects."},
		sheet{"pr2", "2016-02-05", "He can walk two blocks further; activities of daily living are easier. UDS was consistent."},
		sheet{"pt_note", "2016-02-20", "Patient reports improved functi0n after 6 visits. Therapy goals discussed for the left knee."},
		sheet{"again", "2016-02-20", "Patient reports improved function after 6 visits."},
		sheet{"foreign", "2016-02-21", "Urine drug screen, functional improvement."},
		sheet{"rfa", "2016-02-25", "Physical therapy left knee, 12 visits; opioid agreement requested."},
		sheet{"pr2", "2016-02-26", "Therapeutic exercise of the right shoulder. Pt is a PT candidate; he ate with pt. Norco 10 mg."},
	)
	for _, c := range []struct {
		text string
		want string // number, words and note of each place
	}{
		{"There is no documentation of functional improvement.", "4 improved functi0n; 3 activities of daily living; 1 functional improvement (denied there too, in a request or denial)"},
		{"The records do not mention a urine drug screen.", "3 UDS; 2 urine drug screen (denied there too)"},
		{"There is no documentation of side effects.", "2 side effects. (denied there too)"},
		{"There is no documentation of physical therapy for the left knee.", "4 Patient reports improved functi0n after 6; 7 Physical therapy (a request or denial)"},
		{"The injured worker has not tried opioids.", "8 Norco; 7 opioid (a request or denial)"},
		{"There is no mention of a spinal cord stimulator.", ""},
		{"There is no documentation of walking further.", "3 walk"},
	} {
		var got []string
		found := 0
		for _, f := range absence.Find(book, "summary", c.text) {
			found += f.Found
			if f.Rule != absence.Rule || !f.MayKeep || f.Must || f.Field != "summary" || f.Words != f.Of(c.text) {
				t.Errorf("%q: %+v", c.text, f)
			}
			for _, p := range f.Places {
				w := strings.TrimSpace(string(rune('0'+p.Number)) + " " + p.Text)
				if p.Note != "" {
					w += " (" + p.Note + ")"
				}
				got = append(got, w)
			}
		}
		if c.want == "" && found > 0 || found != len(got) {
			t.Errorf("%q: %d pages are found, %d shown", c.text, found, len(got))
		}
		if d := cmp.Diff(c.want, strings.Join(got, "; ")); d != "" {
			t.Errorf("%q: %s", c.text, d)
		}
	}
	quiet := absence.Search(book, "There is no mention of a spinal cord stimulator.")
	if len(quiet) != 1 || quiet[0].Says() != "Searched for “spinal cord stimulator”: no page of 8 speaks of it." {
		t.Errorf("%+v", quiet)
	}
}
