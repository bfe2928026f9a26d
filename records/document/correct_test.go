package document

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/records"
)

func paper(t *testing.T) records.Bundle {
	t.Helper()
	pages, _ := readPapers(t, "clinic.txt")
	return bundleOf(pages)
}

func documentAt(docs []records.Document, page int) *records.Document {
	for i := range docs {
		if slices.Contains(docs[i].Pages, records.PageRef{Page: page}) {
			return &docs[i]
		}
	}
	return nil
}

func TestCorrectionsWinInTheirOrder(t *testing.T) {
	b := paper(t)
	id := func(page int) records.PageID { return records.PageID{File: b.Files[0].SHA256, Page: page} }
	cut := func(cs ...records.Correction) []records.Document {
		docs, _ := Cut(b, Options{Corrections: cs})
		return docs
	}
	for name, c := range map[string]struct {
		cs    []records.Correction
		check func([]records.Document) bool
	}{
		"split": {[]records.Correction{{Kind: records.SplitHere, Page: id(3)}}, func(d []records.Document) bool {
			return documentAt(d, 3).Pages[0].Page == 3 && documentAt(d, 3).Corrected && len(documentAt(d, 2).Pages) == 1
		}},
		"split and join again": {[]records.Correction{{Kind: records.SplitHere, Page: id(3)}, {Kind: records.JoinHere, Page: id(3)}}, func(d []records.Document) bool {
			return len(documentAt(d, 2).Pages) == 2
		}},
		"join": {[]records.Correction{{Kind: records.JoinHere, Page: id(2)}}, func(d []records.Document) bool { return documentAt(d, 1) == documentAt(d, 3) }},
		"move behind another page": {[]records.Correction{{Kind: records.MoveAfter, Page: id(4), Other: id(2)}}, func(d []records.Document) bool {
			return slices.Equal(documentAt(d, 4).Pages, []records.PageRef{{Page: 2}, {Page: 4}, {Page: 3}})
		}},
		"move to the front of its document": {[]records.Correction{{Kind: records.MoveAfter, Page: id(3)}}, func(d []records.Document) bool {
			return slices.Equal(documentAt(d, 3).Pages, []records.PageRef{{Page: 3}, {Page: 2}})
		}},
		"the later kind wins": {[]records.Correction{{Kind: records.Retype, Page: id(2), Value: "pr4"}, {Kind: records.Retype, Page: id(3), Value: "qme_report"}}, func(d []records.Document) bool {
			return documentAt(d, 2).Type == "qme_report" && documentAt(d, 2).Corrected
		}},
		"a kind by hand stays with its page": {[]records.Correction{{Kind: records.Retype, Page: id(3), Value: "qme_report"}, {Kind: records.SplitHere, Page: id(3)}}, func(d []records.Document) bool {
			return documentAt(d, 2).Type == "pr2" && documentAt(d, 3).Type == "qme_report"
		}},
		"an empty kind is the rule's": {[]records.Correction{{Kind: records.Retype, Page: id(2), Value: "pr4"}, {Kind: records.Retype, Page: id(2)}}, func(d []records.Document) bool { return documentAt(d, 2).Type == "pr2" }},
		"date, title and author": {[]records.Correction{{Kind: records.Redate, Page: id(2), Date: clock.MustDay("2015-11-13")}, {Kind: records.Retitle, Page: id(2), Value: "Report"}, {Kind: records.Reauthor, Page: id(2), Value: "Dr. No"}},
			func(d []records.Document) bool {
				x := documentAt(d, 2)
				return x.Date == clock.MustDay("2015-11-13") && x.Title == "Report" && x.Author == "Dr. No"
			}},
		"no date": {[]records.Correction{{Kind: records.Redate, Page: id(2)}}, func(d []records.Document) bool { return documentAt(d, 2).Date.IsZero() }},
		"of a page that is not there": {[]records.Correction{{Kind: records.SplitHere, Page: id(999)}, {Kind: records.JoinHere, Page: records.PageID{File: "x", Page: 1}}}, func(d []records.Document) bool {
			return len(d) == len(cut())
		}},
	} {
		if !c.check(cut(c.cs...)) {
			t.Errorf("%s: %+v", name, cut(c.cs...))
		}
	}
}

func TestFlagsByHandWin(t *testing.T) {
	b := paper(t)
	id := records.PageID{File: b.Files[0].SHA256, Page: 5}
	o := Options{Patient: records.Patient{Name: "Marisol Ortega"}, Corrections: []records.Correction{{Kind: records.IsForeign, Page: id}, {Kind: records.IsForeign, Page: id}}}
	if _, f := Cut(b, o); len(f) != 1 || f[0].Page.Page != 5 || f[0].Why == "" {
		t.Errorf("flagged by hand: %+v", f)
	}
	o.Patient.Name = "Wilbur Stonehouse"
	_, f := Cut(b, o)
	if len(f) < 10 {
		t.Errorf("of somebody else: %d pages", len(f))
	}
	o.Corrections = []records.Correction{{Kind: records.NotForeign, Page: id}}
	if _, g := Cut(b, o); len(g) != len(f)-1 || slices.ContainsFunc(g, func(f records.Foreign) bool { return f.Page.Page == 5 }) {
		t.Errorf("taken back by hand: %d of %d", len(g), len(f))
	}
}

// Whatever the pages and the corrections are, every page is in one document, and none is empty.
func TestEveryPageIsInOneDocument(t *testing.T) {
	clinic, _ := readPapers(t, "clinic.txt")
	other, _ := readPapers(t, "other.txt")
	all := append(clinic, other...)
	all = append(all, records.Page{Width: 612, Height: 792, Blank: true}, records.Page{Width: 612, Height: 792, Separator: true}, records.Page{Problem: "broken"}, records.Page{})
	rapid.Check(t, func(t *rapid.T) {
		var files [][]records.Page
		for range rapid.IntRange(0, 3).Draw(t, "files") {
			var ps []records.Page
			for _, i := range rapid.SliceOfN(rapid.IntRange(0, len(all)-1), 0, 8).Draw(t, "pages") {
				ps = append(ps, all[i])
			}
			files = append(files, ps)
		}
		b := bundleOf(files...)
		id := rapid.Custom(func(t *rapid.T) records.PageID {
			f := rapid.IntRange(0, 3).Draw(t, "file")
			x := records.PageID{Page: rapid.IntRange(0, 9).Draw(t, "page")}
			if f < len(b.Files) {
				x.File = b.Files[f].SHA256
			}
			return x
		})
		kinds := []records.CorrectionKind{records.SplitHere, records.JoinHere, records.MoveAfter, records.Retype, records.Redate, records.Retitle, records.Reauthor, records.NotForeign, records.IsForeign, records.KeepApart}
		cs := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) records.Correction {
			return records.Correction{Kind: rapid.SampledFrom(kinds).Draw(t, "kind"), Page: id.Draw(t, "of"), Other: id.Draw(t, "other"), Value: rapid.SampledFrom([]string{"", "pr2"}).Draw(t, "value")}
		}), 0, 6).Draw(t, "corrections")
		ref := rapid.Custom(func(t *rapid.T) records.PageRef {
			return records.PageRef{File: rapid.IntRange(0, 3).Draw(t, "file"), Page: rapid.IntRange(0, 9).Draw(t, "page")}
		})
		dups := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) records.Duplicate {
			return records.Duplicate{Page: ref.Draw(t, "page"), Of: ref.Draw(t, "of"), Relation: rapid.SampledFrom([]records.Relation{records.SamePage, records.ChangedPage}).Draw(t, "relation")}
		}), 0, 4).Draw(t, "duplicates")
		docs, foreign := Cut(b, Options{Corrections: cs, Duplicates: dups, Patient: records.Patient{Name: "Marisol Ortega", Claim: "SC-2209-4471"}})
		var got []records.PageRef
		for _, d := range docs {
			if len(d.Pages) == 0 || d.Type == "" || d.Title == "" || d.Confidence < 0 || d.Confidence > 1 {
				t.Fatalf("a document is incomplete: %+v", d)
			}
			got = append(got, d.Pages...)
		}
		slices.SortFunc(got, compareRef)
		if !slices.Equal(got, b.Refs()) {
			t.Fatalf("pages %v of %v", got, b.Refs())
		}
		for _, f := range foreign {
			if b.Page(f.Page) == nil || f.Why == "" {
				t.Fatalf("%+v", f)
			}
		}
	})
}
