package letter

import (
	"strings"
	"time"

	"github.com/openimr/openimr/clock"
)

// Compose lays a determination out as a letter: as the Division publishes it where the layout is
// LayoutMaximus2015, else as the letter that this program serves. Without served parts the latter has
// neither cover page nor proof of service. A letter without a day of decision is headed as a draft.
//
// The same determination gives the same blocks, and the blocks hold all that it says: what reads them
// back (see Parse) gets the same determination, as Canonical has it.
func Compose(d Determination) Page {
	p := Page{Title: "Independent Medical Review Final Determination", Layout: LayoutOpenIMR}
	if d.CaseNumber != "" {
		p.Title += " " + string(d.CaseNumber)
		p.Footer = footTitle + string(d.CaseNumber)
	}
	if d.Layout == LayoutMaximus2015 {
		p.Layout = LayoutMaximus2015
		p.Blocks = published(d)
		return p
	}
	if d.Dates.Decided.IsZero() {
		p.Title = "Draft: " + p.Title
	}
	p.Blocks = served(d)
	return p
}

// footTitle begins the foot of each page.
const footTitle = "Independent Medical Review, case "

// blocks gathers a letter.
type blocks []Block

func (b *blocks) heading(level int, role, text string) {
	*b = append(*b, Block{Kind: Heading, Level: level, Role: role, Runs: text1(text)})
}

// paragraph adds a paragraph unless it is empty.
func (b *blocks) paragraph(role, text string) {
	if text != "" {
		*b = append(*b, Block{Kind: Paragraph, Role: role, Runs: text1(text)})
	}
}

// running adds running text, a block for each paragraph.
func (b *blocks) running(role string, text Text) {
	for _, p := range strings.Split(string(text), "\n\n") {
		b.paragraph(role, p)
	}
}

// fixed adds a part of the programme's fixed words.
func (b *blocks) fixed(part, role string, fill ...string) {
	r := strings.NewReplacer(fill...)
	for _, f := range fixed[part] {
		n := Block{Kind: f.Kind, Role: role}
		if f.Kind == List {
			n.Role, n.Label = "grounds", "Grounds"
		}
		for _, item := range f.Items {
			n.Items = append(n.Items, text1(r.Replace(plain(item))))
		}
		if f.Kind == Paragraph {
			n.Runs = text1(r.Replace(plain(f.Runs)))
		}
		*b = append(*b, n)
	}
}

// table adds a table of labels and values, leaving out the rows without a value.
func (b *blocks) table(role, label string, pairs ...string) {
	t := Block{Kind: Table, Role: role, Label: label}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			t.Rows = append(t.Rows, []Cell{{Runs: text1(pairs[i]), Header: true}, {Runs: text1(pairs[i+1])}})
		}
	}
	if len(t.Rows) > 0 {
		*b = append(*b, t)
	}
}

func text1(s string) []Run {
	if s == "" {
		return nil
	}
	return []Run{{Text: s}}
}

// lines joins the parts of an address and the like, one a line.
func lines[T ~string](list []T) string {
	var b strings.Builder
	for _, s := range list {
		if s != "" {
			if b.Len() > 0 {
				b.WriteByte('\n')
			}
			b.WriteString(string(s))
		}
	}
	return b.String()
}

// The forms of a day in letters.
const (
	shortDay = "01/02/2006"
	longDay  = "January 2, 2006"
)

// format writes a day, and nothing for none.
func format(d clock.Day, layout string) string {
	if d.IsZero() {
		return ""
	}
	return d.Format(layout)
}

// day reads a day written in a layout; it is zero where the text is no day.
func day(s, layout string) clock.Day {
	t, err := time.Parse(layout, s)
	if err != nil {
		return 0
	}
	return clock.DayOf(t.Date())
}

// word writes the letter's word for a decision.
func (d Decision) word() string {
	switch d {
	case Upheld:
		return "Upheld"
	case Overturned:
		return "Overturned"
	case PartiallyOverturned:
		return "Partially Overturned"
	}
	return "Unknown"
}
