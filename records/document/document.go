// Package document cuts a bundle of pages into the papers that it is made of.
package document

import (
	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/records"
)

// Options are what is known beyond the pages.
type Options struct {
	Duplicates  []records.Duplicate
	Patient     records.Patient
	Corrections []records.Correction
	Received    clock.Day // no paper is dated after it; zero where that is not known
}

// Cut cuts a bundle into documents. Every page of it is in exactly one.
func Cut(b records.Bundle, _ Options) ([]records.Document, []records.Foreign) {
	var docs []records.Document
	for f := range b.Files {
		d := records.Document{Type: "unknown", Title: records.KindName("unknown")}
		for p := range b.Files[f].Pages {
			d.Pages = append(d.Pages, records.PageRef{File: f, Page: p + 1})
		}
		if len(d.Pages) > 0 {
			docs = append(docs, d)
		}
	}
	return docs, nil
}
