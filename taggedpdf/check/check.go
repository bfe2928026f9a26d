// Package check walks a PDF file and finds where it fails PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2).
//
// # What it takes and gives
//
// File takes the bytes of a file and returns a Report. Every failure condition of the Matterhorn Protocol is in it, once:
// failed, passed, absent (what it speaks of does not occur in the file, which was looked for), or left to a human being.
// So are the clauses of PDF/A-2 that can be checked without drawing pages. A failure says where it is and what is wrong.
//
// The package shares no code with the writer of package taggedpdf: it would be no check if it made the same mistakes. It reads
// the file with the reader for files of strangers, which believes nothing, and takes the embedded fonts apart by itself.
//
// # What it does not do
//
// It does not look at pictures and does not judge meaning: the conditions left to a human being are listed with every
// report. Glyphs and widths are compared in TrueType fonts, names of glyphs in Type 1
// fonts; what is left of a font in another format is told in Report.Unchecked. It is no
// proof of conformance, but a file that it passes has none of the faults that software can find.
package check

import (
	"fmt"
	"slices"

	"github.com/openimr/openimr/internal/pdf"
)

// A Failure is one place where a file fails a condition.
type Failure struct {
	Point string // ID of the Condition
	Where string // "page 2", "object 17", "font PublicSans-Bold"
	Words string // what is wrong there
}

func (f Failure) String() string { return f.Point + ": " + f.Where + ": " + f.Words }

// A Report tells of every condition what became of it.
type Report struct {
	Failed    []Failure   // in the order of the conditions; at most 20 of one
	Passed    []Condition // looked at and found sound
	Absent    []Condition // what they speak of does not occur
	Human     []Condition // only somebody who understands the document can tell
	Unchecked []string    // what this package cannot look into, though software could
}

// Has reports whether the file fails a condition.
func (r Report) Has(point string) bool {
	return slices.ContainsFunc(r.Failed, func(f Failure) bool { return f.Point == point })
}

const maxFailures = 20

// A checker collects what it finds in one file.
type checker struct {
	doc   *pdf.Document
	data  []byte // the whole file
	pages []*pdf.Page
	tree  *pdf.Tree // nil where there is none

	failed    map[string][]Failure
	met       map[string]bool // conditions whose subject occurs
	unchecked []string

	catalogLang string
	fonts       map[uintptr]*usedFont
	order       []*usedFont
	painted     map[pdf.Content]bool // marked content met on the pages
	forms       map[pdf.Ref]*form
	holders     map[pdf.Ref][]*pdf.Element // of annotations and other objects
	shown       map[pdf.Content]string     // what the content says
	colors      map[string]string          // device colour spaces in use, and where first
	blends      bool                       // transparency is used
	scripts     bool
	media       bool
	graphics    bool // something else than text is painted as content
	faint       bool // text that is not painted
}

// File checks a file. The error is that of a file that cannot be read at all.
func File(data []byte) (Report, error) {
	doc, err := pdf.Open(data)
	if err != nil {
		return Report{}, fmt.Errorf("check PDF: %w", err)
	}
	pages, err := doc.Pages()
	if err != nil {
		return Report{}, fmt.Errorf("check PDF: %w", err)
	}
	c := &checker{
		doc: doc, data: data, pages: pages,
		failed: map[string][]Failure{}, met: map[string]bool{}, fonts: map[uintptr]*usedFont{}, painted: map[pdf.Content]bool{},
		forms: map[pdf.Ref]*form{}, holders: map[pdf.Ref][]*pdf.Element{}, shown: map[pdf.Content]string{}, colors: map[string]string{},
	}
	c.catalogLang = doc.Text(doc.Catalog()["Lang"])
	if c.tree, err = doc.Structure(); err != nil {
		c.fail("A 6.7.3", "structure tree", "%v", err)
		c.tree = nil
	}
	if err := c.say(); err != nil {
		return Report{}, fmt.Errorf("check PDF: %w", err)
	}
	c.file()
	c.objects()
	c.catalog()
	c.metadata()
	c.content()
	c.structure()
	c.parents()
	c.annotations()
	c.checkFonts()
	c.intents()
	c.languages()
	c.syntax()
	return c.report(), nil
}

// fail notes that a condition fails.
func (c *checker) fail(point, where, format string, args ...any) {
	c.met[point] = true
	f := Failure{point, where, fmt.Sprintf(format, args...)}
	if len(c.failed[point]) < maxFailures && !slices.Contains(c.failed[point], f) {
		c.failed[point] = append(c.failed[point], f)
	}
}

// meet notes that what conditions speak of occurs in the file.
func (c *checker) meet(points ...string) {
	for _, p := range points {
		c.met[p] = true
	}
}

func (c *checker) report() Report {
	r := Report{Unchecked: c.unchecked}
	for _, k := range Conditions() {
		switch f := c.failed[k.ID]; {
		case len(f) > 0:
			r.Failed = append(r.Failed, f...)
		case k.How == Human && c.mayOccur(k.ID):
			r.Human = append(r.Human, k)
		case k.How == Machine && c.met[k.ID]:
			r.Passed = append(r.Passed, k)
		default:
			r.Absent = append(r.Absent, k)
		}
	}
	return r
}

// mayOccur reports whether what a condition for human eyes speaks of occurs in the file, or might.
func (c *checker) mayOccur(point string) bool {
	switch point {
	case "03-001", "03-003", "05-003", "29-001":
		return c.scripts
	case "03-002", "05-001", "05-002":
		return c.media
	case "08-001", "08-002":
		return c.faint
	case "02-002":
		return c.tree != nil && len(c.tree.RoleMap) > 0
	case "13-001", "13-002", "13-003", "13-006", "13-007", "12-001":
		return c.graphics
	case "13-005", "13-008":
		return c.met["13-004"]
	case "14-004", "14-005":
		return c.met["14-002"]
	case "15-001", "15-002", "15-004", "15-005":
		return c.met["09-004"]
	case "16-001", "16-002":
		return c.met["09-005"]
	case "22-001":
		return c.doc.Catalog()["Threads"] != nil
	case "28-001", "28-003":
		return c.met["28-004"]
	case "28-013":
		return c.met["28-012"]
	}
	return true
}

// say collects what the content of every page says.
func (c *checker) say() error {
	for _, p := range c.pages {
		s, err := p.Show()
		if err != nil {
			return err
		}
		for at, pieces := range s.Contents() {
			for _, piece := range pieces {
				c.shown[at] += piece.Text
			}
		}
		for i := range s.Glyphs {
			c.faint = c.faint || s.Glyphs[i].Faint
		}
	}
	return nil
}

// text returns what an element and all in it says.
func (c *checker) text(e *pdf.Element) string {
	if actual, ok := c.doc.Resolve(e.Dict["ActualText"]).(pdf.String); ok {
		return actual.Text()
	}
	out := ""
	for _, k := range e.Kids {
		if k.Element != nil {
			out += c.text(k.Element)
		} else {
			out += c.shown[k.Content]
		}
	}
	return out
}

// element names an element for a message.
func element(e *pdf.Element) string {
	if e.Ref == (pdf.Ref{}) {
		return string(e.Type) + " element"
	}
	return fmt.Sprintf("%s element, object %d", e.Type, e.Ref.Num)
}

func page(p *pdf.Page) string { return fmt.Sprintf("page %d", p.Number) }

func object(r pdf.Ref) string { return fmt.Sprintf("object %d", r.Num) }
