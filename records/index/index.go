// Package index puts together what is known of a bundle beyond its words: duplicates, documents, pages of somebody else,
// dated facts. It takes pages, the patient and the corrections made by hand, and gives the same index for the same
// input. The duplicates come from package duplicate, which may look at pictures and takes long; they are made once for
// the pages of a bundle, and a correction only puts them right and cuts the documents anew. Facts hang on one document
// each: one that is as it was keeps them.
package index

import (
	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/records"
	"github.com/openimr/openimr/records/document"
)

// Options are what is known beyond the pages.
type Options struct {
	Duplicates  []records.Duplicate // as they were found, before any correction
	Patient     records.Patient
	Corrections []records.Correction // in the order in which they were made
	Received    clock.Day            // when the last file came; no paper is dated after it
	Workers     int                  // documents whose facts are found at once; one where it is 0

	NoFacts bool // leave the facts out: documents alone are there much sooner

	// Before is the index of the same bundle as it was made earlier by the same rules, nil where there is none. Fresh says
	// which pages were read since; nil: none.
	Before *records.Index
	Fresh  func(records.PageRef) bool
}

// Build makes the index of a bundle.
func Build(b records.Bundle, o Options) records.Index {
	x := records.Index{Duplicates: Correct(b, o.Duplicates, o.Corrections)}
	x.Documents, x.Foreign = document.Cut(b, document.Options{
		Duplicates: x.Duplicates, Patient: o.Patient, Corrections: o.Corrections, Received: o.Received,
	})
	if !o.NoFacts {
		x.Facts = facts(b, x, o)
	}
	return x
}
