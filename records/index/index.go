// Package index puts together what is known of a bundle beyond its words: duplicates, documents, pages of somebody else,
// dated facts. It takes pages, the patient and the corrections made by hand, and gives the same index for the same
// input. The duplicates come from package duplicate, which may look at pictures and takes long; they are made once for
// the pages of a bundle, and a correction only puts them right and cuts the documents anew.
package index

import (
	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/records"
	"github.com/openimr/openimr/records/document"
	"github.com/openimr/openimr/records/fact"
)

// Options are what is known beyond the pages.
type Options struct {
	Duplicates  []records.Duplicate // as they were found, before any correction
	Patient     records.Patient
	Corrections []records.Correction // in the order in which they were made
	Received    clock.Day            // when the last file came; no paper is dated after it
}

// Build makes the index of a bundle.
func Build(b records.Bundle, o Options) records.Index {
	x := records.Index{Duplicates: Correct(b, o.Duplicates, o.Corrections)}
	x.Documents, x.Foreign = document.Cut(b, document.Options{
		Duplicates: x.Duplicates, Patient: o.Patient, Corrections: o.Corrections, Received: o.Received,
	})
	folded, foreign := map[records.PageRef]bool{}, map[records.PageRef]bool{}
	for _, d := range x.Duplicates {
		if d.Folded() {
			folded[d.Page] = true
		}
	}
	for _, f := range x.Foreign {
		foreign[f.Page] = true
	}
	x.Facts = fact.Find(b, x.Documents, fact.Options{
		Folded:  func(r records.PageRef) bool { return folded[r] },
		Foreign: func(r records.PageRef) bool { return foreign[r] },
	})
	return x
}
