package records

import (
	"encoding/json"
	"fmt"

	"github.com/openimr/openimr/clock"
)

// A PageRef is a page of a bundle: the file by its place in the bundle, from 0, and the page of that file, from 1.
type PageRef struct {
	File int `json:"file"`
	Page int `json:"page"`
}

// A Problem is what is wrong with one page, or with the whole file where Page is 0.
type Problem struct {
	Page    int    `json:"page"`
	Problem string `json:"problem"`
}

// A File is one file of a bundle with its pages as they were read. Page n is Pages[n-1].
type File struct {
	Name     string
	SHA256   string
	From     string // who sent it, as the case calls them; "" where that is not known
	Pages    []Page
	Problems []Problem
}

// A Bundle is everything that came, in the order in which it came.
type Bundle struct {
	Files []File
}

// Page is the page that a reference means; it is nil where there is none.
func (b Bundle) Page(r PageRef) *Page {
	if r.File < 0 || r.File >= len(b.Files) || r.Page < 1 || r.Page > len(b.Files[r.File].Pages) {
		return nil
	}
	return &b.Files[r.File].Pages[r.Page-1]
}

// Refs lists all pages in the order in which they came.
func (b Bundle) Refs() []PageRef {
	var rs []PageRef
	for f := range b.Files {
		for p := range b.Files[f].Pages {
			rs = append(rs, PageRef{f, p + 1})
		}
	}
	return rs
}

// A Patient is whose records these should be. Empty fields are not known and not compared.
type Patient struct {
	Name      string
	BirthDate clock.Day
	Claim     string // claim number
	Injury    clock.Day
}

// A Relation says how a page is like another.
type Relation string

// The relations.
const (
	SamePage    Relation = "same"    // refaxed, rescanned, skewed, under another fax header: folded under the best copy
	MarkedPage  Relation = "marked"  // the same page with a stamp, a signature or handwriting added: folded, the mark shown
	ChangedPage Relation = "changed" // a changed copy: never folded, the differences shown word by word
)

// A Difference is one place in which two pages differ. Here is on the page itself, There on the one it is compared
// with; one of them may be empty. Words are half-open ranges of Page.Words.
type Difference struct {
	Here       string `json:"here"`
	There      string `json:"there"`
	HereWords  [2]int `json:"here_words"`
	ThereWords [2]int `json:"there_words"`
}

// A Duplicate says that a page is another one again. Of is the best copy; for a changed page it is the one it was most
// likely changed from.
type Duplicate struct {
	Page        PageRef
	Of          PageRef
	Relation    Relation
	Exact       bool         // the same bytes or the same words in the same places
	Similarity  float64      // 0-1
	Mark        Box          // what was added, on the page that has it (MarkedPage)
	MarkOn      PageRef      // the page that has the mark
	Differences []Difference // of ChangedPage
}

// Folded says whether the page is hidden behind the other one.
func (d Duplicate) Folded() bool { return d.Relation != ChangedPage }

// A Document is one paper of the bundle: a report, a letter, a form.
type Document struct {
	ID         string    `json:"id"` // within the bundle: "D1"
	Type       string    `json:"type"`
	Title      string    `json:"title"`
	Date       clock.Day `json:"date"` // of service, as the kind demands; zero where none was found
	Author     string    `json:"author"`
	Pages      []PageRef `json:"pages"` // in reading order
	Confidence float64   `json:"confidence"`
	Corrected  bool      `json:"corrected"` // by hand, in any way
}

// A Foreign is a page that seems to be about somebody else.
type Foreign struct {
	Page PageRef `json:"page"`
	Why  string  `json:"why"` // in plain words: what stands on the page and what was expected
}

// A FactKind is what a dated fact is about.
type FactKind string

// The kinds of facts.
const (
	FactInjury     FactKind = "injury_date"
	FactService    FactKind = "service_date"
	FactRequest    FactKind = "request" // one item of a request for authorization
	FactDenial     FactKind = "denial"
	FactDiagnosis  FactKind = "diagnosis"
	FactProcedure  FactKind = "procedure"
	FactImaging    FactKind = "imaging"
	FactTest       FactKind = "diagnostic_test" // other studies than pictures: nerve conduction, electromyography
	FactMedication FactKind = "medication"
	FactTherapy    FactKind = "therapy"
	FactPain       FactKind = "pain_score"
	FactWork       FactKind = "work_status"
)

// A Standing says how the page speaks of a fact.
type Standing string

// The standings.
const (
	Stated     Standing = "stated"
	Negated    Standing = "negated"    // "no evidence of", "denies"
	Historical Standing = "historical" // "status post", "in 2009", "prior"
	Family     Standing = "family"     // of a relative
)

// A Fact is something that a page says, found by rule, with the words that say it.
type Fact struct {
	Kind     FactKind
	Date     clock.Day // on which it was so: the date said with it, else the date of service of its document; zero where neither is known
	Text     string    // the words of the page
	Page     PageRef
	From, To int // the words: a half-open range of Page.Words
	Boxes    []Box
	Standing Standing
	Code     string // ICD, CPT or HCPCS code, "" where there is none
	Quantity string // of an item, as it stands there: "12 visits", "90"
	Value    string // the finding, dose, score, status or reason, as it stands there
	Side     string // "left", "right", "bilateral", ""
	About    string // what it is of: the item of a denial, the study of a finding, the drug of a dose; "" where Text says it
	When     string // what is said in place of a day, "2009" or "2009-03"; Date is zero then
}

// An Index is what is known of a bundle beyond its words: made by rule from the pages, the patient and the corrections.
type Index struct {
	Duplicates []Duplicate
	Documents  []Document // sorted by date, those without one last
	Foreign    []Foreign
	Facts      []Fact // sorted by date
}

// MarshalJSON writes a fact in the form of the command line; what is not known is null.
func (f Fact) MarshalJSON() ([]byte, error) {
	boxes := f.Boxes
	if boxes == nil {
		boxes = []Box{}
	}
	return json.Marshal(struct {
		Kind     FactKind `json:"kind"`
		Date     *string  `json:"date"`
		Text     string   `json:"text"`
		File     int      `json:"file"`
		Page     int      `json:"page"`
		Words    [2]int   `json:"words"`
		Boxes    []Box    `json:"boxes"`
		Standing Standing `json:"standing"`
		Code     *string  `json:"code"`
		Quantity *string  `json:"quantity"`
		Value    *string  `json:"value"`
		Side     *string  `json:"side"`
		About    *string  `json:"about"`
		When     *string  `json:"when"`
	}{f.Kind, orNull(dayText(f.Date)), f.Text, f.Page.File, f.Page.Page, [2]int{f.From, f.To}, boxes, f.Standing,
		orNull(f.Code), orNull(f.Quantity), orNull(f.Value), orNull(f.Side), orNull(f.About), orNull(f.When)})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (f *Fact) UnmarshalJSON(data []byte) error {
	var v struct {
		Kind                        FactKind
		Date                        *clock.Day
		Text                        string
		File, Page                  int
		Words                       [2]int
		Boxes                       []Box
		Standing                    Standing
		Code, Quantity, Value, Side *string
		About, When                 *string
	}
	if err := json.Unmarshal(data, &v); err != nil {
		return fmt.Errorf("read a fact: %w", err)
	}
	*f = Fact{Kind: v.Kind, Text: v.Text, Page: PageRef{v.File, v.Page}, From: v.Words[0], To: v.Words[1], Boxes: v.Boxes, Standing: v.Standing,
		Code: orEmpty(v.Code), Quantity: orEmpty(v.Quantity), Value: orEmpty(v.Value), Side: orEmpty(v.Side),
		About: orEmpty(v.About), When: orEmpty(v.When)}
	if v.Date != nil {
		f.Date = *v.Date
	}
	return nil
}

func dayText(d clock.Day) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func orEmpty(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
