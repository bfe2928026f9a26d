package letter

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/openimr/openimr/clock"
)

// A Severity says what a finding means for the letter.
type Severity string

// The severities. An Error is a thing that the law or plain consistency asks for and that is not there;
// a Warning wants a person to look; an Info is only told.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
	Info    Severity = "info"
)

// A Span is a place in the text of a field, in characters (code points) from 0, the end not included.
type Span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// A Finding is one thing that the linter noticed. Its message says what it is and how to solve it, and
// never what the decision should be.
type Finding struct {
	Rule      string   `json:"rule"`
	Severity  Severity `json:"severity"`
	Item      *int     `json:"item"`  // number of the item, nil where it is about the whole letter
	Field     string   `json:"field"` // path in the JSON form: "items[1].rationale"
	Message   string   `json:"message"`
	Authority string   `json:"authority"`
	Span      *Span    `json:"span"` // nil where it is about the field as a whole
}

// Context is what the case knows and the letter does not. Each part may be left out; the rules that need
// it are then silent.
type Context struct {
	On            clock.Day      // the day of decision; the letter's own where it is zero
	DueBy         clock.Day      // the last day to decide
	BirthDate     clock.Day      // of the injured worker
	ReviewerNames []string       // names and numbers of the reviewers of the directory: never in a letter
	Names         []string       // names that should not stand in this form: of the parties in a published one
	CaseItems     []string       // the disputed treatments as the case has them
	Documents     []CaseDocument // the bundle
	ServiceList   []Addressee    // who is to be served
	Reviewers     int            // how many decided, 0 for one
	MoreApproved  bool           // the Administrative Director approved more than one
	Unserved      bool           // the letter is still to be signed and served: its date and proof of service come later
}

// A CaseDocument is one paper of the bundle.
type CaseDocument struct {
	Title    string
	Date     clock.Day
	Decision bool // it is the utilization review decision
}

// Lint compares a letter with what the law asks of it, with the case and with itself. The findings come
// in the order of the letter. The same input gives the same findings.
func Lint(d Determination, c Context) []Finding {
	if c.On.IsZero() {
		c.On = d.Dates.Decided
	}
	l := linter{d: &d, c: &c}
	l.dates()
	l.reviewer()
	l.documents()
	l.summary()
	l.caseItems()
	for i := range d.Items {
		l.item(i)
	}
	l.served()
	l.texts()
	l.plain()
	for i, u := range d.Unparsed {
		l.add("text.unparsed", Info, -1, fmt.Sprintf("unparsed[%d]", i), "This text belongs to no part of the letter that is known. Move it to its place, or leave it out.")
		l.over(string(u.Text), 0, len(u.Text))
	}
	slices.SortStableFunc(l.found, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(fieldOrder(a.Field), fieldOrder(b.Field)), cmp.Compare(itemOf(a), itemOf(b)), strings.Compare(a.Field, b.Field))
	})
	return l.found
}

type linter struct {
	d     *Determination
	c     *Context
	found []Finding

	counted counted
}

// counted says how many characters the first bytes of a text hold.
type counted struct {
	text         string
	bytes, runes int
}

// add notes a finding; item is an index, or -1.
func (l *linter) add(rule string, s Severity, item int, field, message string) {
	f := Finding{Rule: rule, Severity: s, Field: field, Message: message, Authority: rules[rule].authority}
	if item >= 0 {
		n := l.d.Items[item].Number
		if n == 0 {
			n = item + 1
		}
		f.Item = &n
	}
	l.found = append(l.found, f)
}

// over gives the last finding its span, from byte offsets in text.
func (l *linter) over(text string, start, end int) {
	// Findings mostly come in the order of the text, so count on from the one before: a long text with a
	// finding in each line would else be counted anew for each of them.
	from := &l.counted
	if text != from.text || start < from.bytes {
		*from = counted{text: text}
	}
	at := from.runes + utf8.RuneCountInString(text[from.bytes:start])
	from.bytes, from.runes = start, at
	l.found[len(l.found)-1].Span = &Span{at, at + utf8.RuneCountInString(text[start:end])}
}

func fieldOrder(field string) int {
	for i, prefix := range []string{"case_number", "priority", "dates", "reviewer", "documents_reviewed", "summary", "items", "served"} {
		if strings.HasPrefix(field, prefix) {
			return i
		}
	}
	return 99
}

func itemOf(f Finding) int {
	if f.Item == nil {
		return 0
	}
	return *f.Item
}

// A field is one text of the letter with its path.
type field struct {
	path string
	item int // index, or -1
	text string
}

// fields lists the texts that a reviewer writes.
func (l *linter) fields() []field {
	list := []field{
		{"reviewer.statement", -1, string(l.d.Reviewer.Statement)},
		{"summary.text", -1, string(l.d.Summary.Text)},
	}
	for i, it := range l.d.Items {
		at := fmt.Sprintf("items[%d].", i)
		list = append(list,
			field{at + "request", i, string(it.Request)},
			field{at + "claims_administrator_guideline.text", i, string(it.ClaimsAdministratorGuideline.Text)},
			field{at + "imro_guideline.text", i, string(it.IMROGuideline.Text)},
			field{at + "rationale", i, string(it.Rationale)})
	}
	return list
}
