package records

import "github.com/openimr/openimr/clock"

// A PageID names a page whatever bundle it is in: the file by the SHA-256 of its content in hexadecimal digits, and
// the page of that file, from 1.
type PageID struct {
	File string `json:"sha256"`
	Page int    `json:"page"`
}

// A CorrectionKind is what a person changes in the index.
type CorrectionKind string

// The kinds of corrections.
const (
	SplitHere   CorrectionKind = "split"       // a document begins at Page
	JoinHere    CorrectionKind = "join"        // no document begins at Page: it goes on from the page before
	MoveAfter   CorrectionKind = "move"        // Page follows Other, in the document of Other; before all others where Other is zero
	Retype      CorrectionKind = "type"        // the document of Page is of the kind Value
	Redate      CorrectionKind = "date"        // its date is Date; zero: it has none
	Retitle     CorrectionKind = "title"       // its title is Value
	Reauthor    CorrectionKind = "author"      // its author is Value
	NotForeign  CorrectionKind = "not_foreign" // Page is of this patient
	IsForeign   CorrectionKind = "foreign"     // Page is of another patient
	KeepApart   CorrectionKind = "apart"       // Page and Other are not the same page
	SameAsOther CorrectionKind = "same"        // Page is Other again
)

// A Correction is one change by hand. It holds to pages, not to documents, so that it survives when the bundle is read
// again or grows. Later corrections win over earlier ones.
type Correction struct {
	Kind  CorrectionKind `json:"kind"`
	Page  PageID         `json:"page"`
	Other PageID         `json:"other,omitzero"`
	Value string         `json:"value,omitempty"`
	Date  clock.Day      `json:"date,omitzero"`
}
