package main

import (
	"github.com/openimr/openimr/internal/reading"
	"github.com/openimr/openimr/records"
)

// inspectionOf puts what was read into the form of the command line. Lists are never null.
func inspectionOf(files []reading.Source, b records.Bundle, x records.Index) inspection {
	v := inspection{Files: []inspectedFile{}, Pages: []inspectedPage{}, Duplicates: []inspectedDuplicate{}, Changed: []inspectedDuplicate{},
		Documents: []inspectedDocument{}, Foreign: []inspectedForeign{}, Facts: x.Facts}
	for i, f := range b.Files {
		problems := f.Problems
		if problems == nil {
			problems = []records.Problem{}
		}
		v.Files = append(v.Files, inspectedFile{f.Name, f.SHA256, orNull(files[i].Opened.Kind), len(f.Pages), problems})
		for n, p := range f.Pages {
			v.Pages = append(v.Pages, inspectedPage{PageRef: records.PageRef{File: i, Page: n + 1}, TextSource: p.Source, Words: len(p.Words), Rotation: p.Rotation,
				Skew: p.Skew, Blank: p.Blank, Separator: p.Separator, Scan: p.Scan, Bates: orNull(p.Bates)})
		}
	}
	for _, d := range x.Duplicates {
		e := inspectedDuplicate{PageRef: d.Page, Of: d.Of, Kind: "near", Relation: d.Relation, Similarity: d.Similarity, Differences: d.Differences}
		if d.Exact {
			e.Kind = "exact"
		}
		if d.Relation == records.MarkedPage {
			e.Mark = &d.Mark
		}
		if e.Differences == nil {
			e.Differences = []records.Difference{}
		}
		if d.Folded() {
			v.Duplicates = append(v.Duplicates, e)
		} else {
			v.Changed = append(v.Changed, e)
		}
	}
	for _, d := range x.Documents {
		e := inspectedDocument{ID: d.ID, Type: d.Type, Title: orNull(d.Title), Author: orNull(d.Author), Pages: d.Pages, Confidence: d.Confidence}
		if !d.Date.IsZero() {
			day := d.Date.String()
			e.Date = &day
		}
		v.Documents = append(v.Documents, e)
	}
	for _, f := range x.Foreign {
		v.Foreign = append(v.Foreign, inspectedForeign{f.Page, f.Why})
	}
	if v.Facts == nil {
		v.Facts = []records.Fact{}
	}
	return v
}
