package bundle

import (
	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/records"
)

// Truth is what is so of a bundle.
type Truth struct {
	Seed       uint64      `json:"seed"`
	Patient    Patient     `json:"patient"`
	Files      []FileTruth `json:"files"`
	Pages      []PageTruth `json:"pages"` // of all files that can be opened, in their order
	Documents  []Document  `json:"documents"`
	Duplicates []Duplicate `json:"duplicates"`
	Facts      []Fact      `json:"facts"`
}

// Patient is whose records these are.
type Patient struct {
	Name      string    `json:"name"`
	BirthDate clock.Day `json:"birth_date"`
	Claim     string    `json:"claim"`
	Injury    clock.Day `json:"injury"`
}

// Records is the patient as the reading of records wants it.
func (p Patient) Records() records.Patient {
	return records.Patient{Name: p.Name, BirthDate: p.BirthDate, Claim: p.Claim, Injury: p.Injury}
}

// FileTruth is a file. One with a problem cannot be opened.
type FileTruth struct {
	Name    string `json:"name"`
	In      string `json:"in,omitempty"` // name of the ZIP file that holds it
	Sender  string `json:"sender"`
	Pages   int    `json:"pages"`
	Problem string `json:"problem,omitempty"`
}

// PageTruth is a page.
type PageTruth struct {
	records.PageRef
	Document  int      `json:"document"` // place in Documents, from 0
	Sheet     int      `json:"sheet"`    // of its document, from 1
	Faxed     bool     `json:"faxed"`
	Rotation  int      `json:"rotation"` // degrees clockwise that turn it upright
	Skew      float64  `json:"skew"`     // degrees clockwise by which it leans when upright
	Blank     bool     `json:"blank"`
	Separator bool     `json:"separator"`
	Fax       string   `json:"fax_header,omitempty"`
	Bates     string   `json:"bates,omitempty"`
	Patient   string   `json:"patient"` // whose page it is
	Foreign   bool     `json:"foreign"` // of another patient
	Named     bool     `json:"named"`   // the patient's name, birth date or claim number stands on it
	Content   int      `json:"content"` // pages with the same number show the same sheet, marks aside
	Words     []string `json:"words"`   // the body's words in reading order
}

// Document is a paper. Copies are documents of their own.
type Document struct {
	Type   string            `json:"type"`
	Title  string            `json:"title"` // as it stands on the paper, "" where it has none
	Date   clock.Day         `json:"date"`
	Author string            `json:"author"`
	Pages  []records.PageRef `json:"pages"`   // in reading order
	CopyOf int               `json:"copy_of"` // place in Documents of the paper it is a copy of, -1 where it is none
}

// Duplicate says how a page is like an earlier one. Where a sheet was copied several times every copy is held against
// the first; two copies of one sheet have the same Content.
type Duplicate struct {
	Page     records.PageRef  `json:"page"`
	Of       records.PageRef  `json:"of"`
	Relation records.Relation `json:"relation"`
	What     string           `json:"what,omitempty"` // of a changed page: date, dose, score, number, negation, side, drug, name; of a marked one: stamp, signature, handwriting
	Was      string           `json:"was,omitempty"`
	Is       string           `json:"is,omitempty"`
}

// Fact is something that a page states. A copy states it again.
type Fact struct {
	Kind     records.FactKind `json:"kind"`
	Date     clock.Day        `json:"date"`
	Page     records.PageRef  `json:"page"`
	Text     string           `json:"text"`
	Words    [2]int           `json:"words"` // half-open range of the page's words
	Standing records.Standing `json:"standing"`
}
