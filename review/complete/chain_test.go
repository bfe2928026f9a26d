package complete_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/records"
	"github.com/openimr/openimr/review/complete"
)

func ref(file, page int) records.PageRef { return records.PageRef{File: file, Page: page} }

// chain is a record of three files: a bundle of the insurer, a paper of the physician, and one that cannot be opened.
func chain() complete.Input {
	day := clock.MustDay
	s := &records.Shelf{Pages: 9, Read: 9, Files: []records.ShelfFile{
		{SHA256: "a", Name: "bundle.pdf", From: "P2", First: 1, Pages: 7, Opened: true, Sheets: make([]records.Sheet, 7)},
		{SHA256: "b", Name: "report.pdf", From: "P3", First: 8, Pages: 2, Opened: true, Sheets: make([]records.Sheet, 2)},
		{SHA256: "c", Name: "locked.pdf", From: "P2", Opened: true, Problem: "It is protected by a password."},
	}}
	s.Files[0].Sheets[6].Blank = true
	s.Index = &records.Index{
		Documents: []records.Document{
			{ID: "D1", Type: "pt_note", Title: "Physical Therapy Note", Date: day("2015-05-01"), Pages: []records.PageRef{ref(0, 1)}},
			{ID: "D2", Type: "pt_note", Title: "Physical Therapy Note", Date: day("2015-06-01"), Pages: []records.PageRef{ref(0, 2)}},
			{ID: "D3", Type: "pr2", Title: "Progress Report", Date: day("2015-08-27"), Author: "Lena Marsh, MD", Pages: []records.PageRef{ref(0, 3), ref(0, 4), ref(0, 7)}},
			{ID: "D4", Type: "pr2", Title: "Progress Report", Date: day("2015-08-27"), Author: "Lena Marsh, MD", Pages: []records.PageRef{ref(1, 1), ref(1, 2)}},
			{ID: "D5", Type: "billing", Title: "Bill", Date: day("2015-08-28"), Pages: []records.PageRef{ref(0, 5)}},
			{ID: "D6", Type: "lab_report", Title: "Blood test", Date: day("2015-08-29"), Pages: []records.PageRef{ref(0, 6)}},
		},
		Duplicates: []records.Duplicate{{Page: ref(1, 1), Of: ref(0, 3), Relation: records.SamePage}, {Page: ref(1, 2), Of: ref(0, 4), Relation: records.SamePage}},
		Foreign:    []records.Foreign{{Page: ref(0, 6), Why: "another name"}},
	}
	return complete.Input{
		Shelf: s,
		Documents: []imr.Document{
			{ID: "D1", Type: "pr2", Title: "Primary treating physician's progress report", Date: day("2015-08-27"), Author: "Lena Marsh, MD", From: "P2"},
			{ID: "D2", Type: "pt_note", Title: "Physical therapy notes", Date: day("2015-06-30"), From: "P2"},
			{ID: "D3", Type: "acu_note", Title: "Acupuncture notes", Date: day("2015-07-21"), From: "P2"},
			{ID: "D4", Type: "imaging_report", Title: "MRI", SHA256: "c", From: "P2"},
		},
		Opened: []records.Opened{{Page: records.PageID{File: "b", Page: 1}}, {Page: records.PageID{File: "a", Page: 1}}},
		Letter: []complete.Line{
			{Title: "Primary treating physician's progress report", Date: day("2015-08-27"), Author: "Lena Marsh, MD"},
			{Title: "Physical therapy notes", Date: day("2015-06-30")}, {Title: "A journal article", Date: day("2001-01-01")},
		},
	}
}

func told(rows []complete.Row) string {
	var all []string
	for _, r := range rows {
		all = append(all, strings.TrimSpace(r.Document+" "+r.Title))
	}
	return strings.Join(all, "; ")
}

func TestAPaperIsFollowedFromTheListToTheLetter(t *testing.T) {
	c := complete.Of(chain())
	for _, x := range []struct{ name, got, want string }{
		{"not received", told(c.NotReceived()), "Acupuncture notes"},
		{"cannot be opened, and is called as its sender does", told(c.NotIndexed()), "MRI"},
		{"never opened", told(c.NeverOpened()), "D2 Physical Therapy Note; D5 Bill"},
		{"partly opened, a copy counting for its original", told(c.Partly()), "D3 Progress Report"},
		{"in no list", told(c.Unlisted()), "D5 Bill"},
		{"not in the letter", told(c.NotInLetter()), "D5 Bill"},
	} {
		if d := cmp.Diff(x.want, x.got); d != "" {
			t.Errorf("%s: %s", x.name, d)
		}
	}
	if c.Need != 5 || c.Opened != 2 {
		t.Errorf("%d of %d pages were opened", c.Opened, c.Need)
	}
	if len(c.LetterOnly) != 1 || c.LetterOnly[0].Title != "A journal article" {
		t.Errorf("the letter alone has %+v", c.LetterOnly)
	}
	for _, r := range c.Rows {
		switch r.Document {
		case "D3": // page 7 is blank, page 4 was not opened
			if cmp.Diff([]int{4}, r.Closed) != "" || cmp.Diff([]int{8, 9}, r.Copies) != "" || cmp.Diff([]string{"P2", "P3"}, r.From) != "" || r.Need != 2 {
				t.Errorf("%+v", r)
			}
		case "D4":
			t.Error("a paper that is a copy as a whole has a row of its own")
		case "D6":
			if r.Foreign != 1 || r.Need != 0 {
				t.Errorf("%+v", r)
			}
		}
		if r.File == "c" && (!r.InList() || r.Problem == "") {
			t.Errorf("%+v", r)
		}
	}
}

func TestWithoutAnIndexWhatCameIsReceived(t *testing.T) {
	in := chain()
	in.Shelf.Index = nil
	c := complete.Of(in)
	if n := len(c.NotIndexed()); n != 3 || len(c.NeverOpened()) != 0 {
		t.Errorf("%d files are received", n)
	}
	if n := len(complete.Of(complete.Input{Shelf: &records.Shelf{}}).Rows); n != 0 {
		t.Errorf("an empty case has %d papers", n)
	}
}

// No page is lost and none is told twice, whatever was opened; what was opened is never told as closed.
func TestEveryPageIsInOnePlace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := chain()
		in.Opened = nil
		if rapid.Bool().Draw(t, "partly a copy") {
			in.Shelf.Index.Duplicates = in.Shelf.Index.Duplicates[:1]
		}
		opened := map[int]bool{}
		for f, file := range in.Shelf.Files {
			for p := 1; p <= file.Pages; p++ {
				if rapid.Bool().Draw(t, "opened") {
					in.Opened = append(in.Opened, records.Opened{Page: records.PageID{File: file.SHA256, Page: p}})
					opened[in.Shelf.Number(ref(f, p))] = true
				}
			}
		}
		times := map[int]int{}
		for _, r := range complete.Of(in).Rows {
			for _, n := range append(append([]int{}, r.Pages...), r.Copies...) {
				times[n]++
			}
			for _, n := range r.Closed {
				if opened[n] {
					t.Fatalf("page %d was opened", n)
				}
			}
		}
		for n := 1; n <= in.Shelf.Pages; n++ {
			if times[n] != 1 {
				t.Fatalf("page %d is told %d times", n, times[n])
			}
		}
	})
}

func BenchmarkOf(b *testing.B) {
	const papers = 5000
	s := &records.Shelf{Pages: papers, Files: []records.ShelfFile{{SHA256: "a", First: 1, Pages: papers, Sheets: make([]records.Sheet, papers)}}, Index: &records.Index{}}
	in := complete.Input{Shelf: s}
	for i := range papers {
		d := clock.MustDay("2010-01-01").AddDays(i / 4)
		s.Index.Documents = append(s.Index.Documents, records.Document{ID: fmt.Sprint("D", i), Type: "pr2", Date: d, Pages: []records.PageRef{ref(0, i+1)}})
		in.Documents = append(in.Documents, imr.Document{Type: "pr2", Date: d, Title: "Progress report"})
	}
	for b.Loop() {
		complete.Of(in)
	}
}
