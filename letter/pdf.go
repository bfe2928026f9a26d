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
func (p Page) PDF() ([]byte, error) { return p.SignedPDF(nil) }

// SignedPDF is PDF with a digital signature over the whole file, nil for none. The same signature makes the same bytes.
func (p Page) SignedPDF(s *taggedpdf.Signature) ([]byte, error) {
	d := taggedpdf.Document{
		Title: p.Title, Language: p.language(), Producer: "OpenIMR", Fonts: serif.Fonts(), Signature: s,
		Margins: taggedpdf.Margins{Top: 60, Right: 79, Bottom: 62, Left: 79},
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
	role := printable(b.Role)
	switch b.Kind {
	case Heading:
		level := headingLevel(b.Level)
		style, ok := pdfHeadingRoles[b.Role]
		if !ok {
			style = pdfHeadings[level-1]
		}
		return taggedpdf.Heading{Level: level, Text: pdfText(b.Runs), Class: role, Style: style}
	case Paragraph:
		return taggedpdf.Paragraph{Text: pdfText(b.Runs), Class: role, Style: pdfTextStyle(b.Role)}
	case List:
		l := taggedpdf.List{Title: printable(b.Label), Class: role, Style: pdfTextStyle(b.Role)}
		for _, item := range b.Items {
			l.Items = append(l.Items, pdfText(item))
		}
		return l
	case Table:
		style, ok := pdfTables[b.Role]
		if !ok {
			style = pdfTable
		}
		t := taggedpdf.Table{Head: headRow(b.Rows), Title: printable(b.Label), Class: role, Style: style}
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
