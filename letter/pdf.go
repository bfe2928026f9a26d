package letter

import (
	"fmt"
	"strings"

	"github.com/openimr/openimr/taggedpdf"
	"github.com/openimr/openimr/taggedpdf/serif"
)

// PDF writes the page as a PDF file on US Letter paper, tagged (PDF/UA-1) and archival (PDF/A-2a). The same
// page gives the same bytes; the file holds title and language and neither author nor date. It fails on an
// empty title, on headings that skip a level, and, with a *taggedpdf.MissingGlyph, on a character that the
// fonts lack: see Unprintable.
//
// The structure tree holds the blocks one by one below its Document element, so that they can be read back:
//
//	Heading     H1 to H6
//	Paragraph   P
//	List        L, of each item LI with Lbl (the bullet, no text of the letter) and LBody; the Label is in T
//	Table       Table, with THead and TBody around TR where the first row names the columns, else TR alone;
//	            TH and TD; the Label is in T (and in the Summary attribute)
//	PageBreak   PageBreak, an empty element mapped to NonStruct
//	Role        C, the class of the element, on all of these but PageBreak
//	Run         text stands in the element itself; Bold in Strong, Italic in Em, both in Em inside Strong,
//	            all mapped to Span
//	"\n"        Break, mapped to Span, with "\n" as ActualText; what is drawn for it is a space
//
// The spaces at the ends of lines are characters of the file, so the text of an element is the text that it
// shows, one piece after the other. Headers, footers and repeated rows are artifacts and stand in no element.
func (p Page) PDF() ([]byte, error) {
	d := taggedpdf.Document{
		Title: p.Title, Language: p.language(), Producer: "OpenIMR", Fonts: serif.Fonts(),
		Margins: taggedpdf.Margins{Top: 66, Right: 79, Bottom: 72, Left: 79},
		Footer: func(page, pages int) taggedpdf.Line {
			return taggedpdf.Line{Left: printable(p.Footer), Right: fmt.Sprintf(pdfPageOf(p.language()), page, pages)}
		},
	}
	for _, b := range p.Blocks {
		if block := pdfBlock(b); block != nil {
			d.Body = append(d.Body, block)
		}
	}
	data, err := d.Bytes()
	if err != nil {
		return nil, fmt.Errorf("write the letter: %w", err)
	}
	return data, nil
}

// Unprintable returns the characters of a text that the PDF form cannot show, each once.
func Unprintable(text string) []rune { return serif.Fonts().Missing(printable(text)) }

func pdfPageOf(language string) string {
	if strings.HasPrefix(language, "es") {
		return "Página %d de %d"
	}
	return "Page %d of %d"
}

func pdfBlock(b Block) taggedpdf.Block {
	style := pdfStyles[b.Role]
	switch b.Kind {
	case Heading:
		level := headingLevel(b.Level)
		if _, own := pdfStyles[b.Role]; !own {
			style = pdfHeadings[level-1]
		}
		return taggedpdf.Heading{Level: level, Text: pdfText(b.Runs), Class: printable(b.Role), Style: style}
	case Paragraph:
		return taggedpdf.Paragraph{Text: pdfText(b.Runs), Class: printable(b.Role), Style: style}
	case List:
		l := taggedpdf.List{Title: printable(b.Label), Class: printable(b.Role), Style: style}
		for _, item := range b.Items {
			l.Items = append(l.Items, pdfText(item))
		}
		return l
	case Table:
		t := taggedpdf.Table{Head: headRow(b.Rows), Title: printable(b.Label), Class: printable(b.Role), Style: style}
		if _, own := pdfStyles[b.Role]; !own {
			t.Style = taggedpdf.Style{Size: 10, Leading: 1.3, After: 14, Color: pdfInk}
		}
		for _, row := range b.Rows {
			var cells []taggedpdf.Cell
			for _, c := range row {
				cells = append(cells, taggedpdf.Cell{Text: pdfText(c.Runs), Header: c.Header})
			}
			t.Rows = append(t.Rows, cells)
		}
		return t
	case PageBreak:
		return taggedpdf.PageBreak{}
	}
	return nil
}

func pdfText(list []Run) []taggedpdf.Text {
	texts := make([]taggedpdf.Text, 0, len(list))
	for _, r := range list {
		texts = append(texts, taggedpdf.Text{Text: printable(r.Text), Bold: r.Bold, Italic: r.Italic})
	}
	return texts
}

var (
	pdfInk  = taggedpdf.Color{R: 26, G: 32, B: 36}
	pdfSoft = taggedpdf.Color{R: 75, G: 84, B: 90}
	pdfBlue = taggedpdf.Color{R: 10, G: 77, B: 92}
	pdfWarn = taggedpdf.Color{R: 155, G: 28, B: 28}

	pdfPaper = taggedpdf.Color{R: 247, G: 246, B: 242}
)

// pdfHeadings are the looks of the headings by level.
var pdfHeadings = [6]taggedpdf.Style{
	{Size: 19, Leading: 1.15, Before: 26, After: 12, Bold: true, Color: pdfInk},
	{Size: 13, Leading: 1.2, Before: 20, After: 5, Pad: 7, RuleAbove: 0.75, RuleColor: pdfSoft, Bold: true, Color: pdfBlue},
	{Size: 11.5, Leading: 1.25, Before: 14, After: 3, Bold: true, Color: pdfInk},
	{Size: 11, Leading: 1.25, Before: 11, After: 3, Bold: true, Color: pdfInk},
	{Size: 11, Leading: 1.25, Before: 11, After: 3, Bold: true, Color: pdfInk},
	{Size: 11, Leading: 1.25, Before: 11, After: 3, Bold: true, Color: pdfInk},
}

// pdfStyles are the looks of the roles.
var pdfStyles = map[string]taggedpdf.Style{
	"letterhead":   {Size: 10.5, Leading: 1.35, After: 20, Pad: 8, RuleBelow: 1.5, RuleColor: pdfBlue, Color: pdfInk, KeepTogether: true},
	"title":        {Size: 18, Leading: 1.15, Before: 20, After: 12, Bold: true, Color: pdfInk},
	"address":      {Size: 11, Leading: 1.3, Before: 14, After: 16, Color: pdfInk, KeepTogether: true},
	"draft":        {Size: 11, Leading: 1.35, Before: 8, After: 12, Pad: 8, Bar: 4, BarColor: pdfWarn, Bold: true, Color: pdfWarn, KeepTogether: true},
	"outcome":      {Size: 12, Leading: 1.4, Before: 10, After: 14, Pad: 10, Bar: 4, BarColor: pdfBlue, Filled: true, Fill: pdfPaper, Color: pdfInk, KeepTogether: true},
	"outcome-word": {Size: 13, Leading: 1.3, After: 8, Color: pdfInk, KeepTogether: true, KeepWithNext: true},
	"decision":     {Bold: true, Color: pdfInk, KeepWithNext: true},
	"declaration":  {Size: 10, Leading: 1.35, Color: pdfInk, KeepTogether: true, KeepWithNext: true},
	"addressees":   {Size: 9.5, Leading: 1.25, After: 14, Pad: 2.2, Color: pdfInk},
	"note":         {Size: 9.5, Leading: 1.35, Color: pdfSoft},

	// tables that are read at a glance are not cut
	"case":      {Size: 10, Leading: 1.25, After: 14, Pad: 2.2, Color: pdfInk, KeepTogether: true},
	"head":      {Size: 10, Leading: 1.3, After: 14, Color: pdfInk, KeepTogether: true},
	"reviewer":  {Size: 10, Leading: 1.3, After: 12, Color: pdfInk, KeepTogether: true},
	"patient":   {Size: 10, Leading: 1.3, After: 12, Color: pdfInk, KeepTogether: true},
	"request":   {Size: 10, Leading: 1.3, After: 10, Color: pdfInk, KeepTogether: true, KeepWithNext: true},
	"proof":     {Size: 10, Leading: 1.25, After: 12, Pad: 2.2, Color: pdfInk, KeepTogether: true},
	"signature": {Size: 10, Leading: 1.3, After: 14, Color: pdfInk, KeepTogether: true},
}
