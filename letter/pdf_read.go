package letter

import (
	"errors"
	"fmt"
	"strings"

	"github.com/openimr/openimr/internal/pdf"
)

// pdfLimits are generous for a letter: the longest published one has 14 pages and 50 kB.
var pdfLimits = pdf.Limits{Objects: 200_000, Stream: 16 << 20, Total: 64 << 20, Pages: 2000, Glyphs: 4_000_000, Steps: 8_000_000}

// ReadPDF reads a letter in PDF: one that this package wrote by its structure tree, any other by the lines
// on its pages. A file that asks for a password, is damaged, lacks its end or holds no text gives an error
// that says so; damage that could be read over is in Warnings. Running heads and page numbers that a foreign
// file marks as such are in Unparsed.
func ReadPDF(data []byte) (Determination, error) {
	doc, err := pdf.OpenLimited(data, pdfLimits)
	if err != nil {
		return Determination{}, err
	}
	pages, err := showPDF(doc)
	if err != nil {
		return Determination{}, err
	}
	read := func() (Determination, error) { return readPDFLines(pages) }
	if ownTree(doc) {
		tree, err := doc.Structure()
		if err != nil {
			return Determination{}, err
		}
		read = func() (Determination, error) { return fromBlocks(pdfBlocks(doc, tree, pages)) }
	}
	d, err := read()
	if err != nil {
		return Determination{}, err
	}
	if n := len(doc.Problems()); n > 0 {
		d.Warnings = append(d.Warnings, fmt.Sprintf("The PDF file has %d mistakes and was read all the same; the first: %s.", n, doc.Problems()[0]))
	}
	return d, nil
}

func showPDF(doc *pdf.Document) ([]*pdf.Shown, error) {
	pages, err := doc.Pages()
	if err != nil {
		return nil, err
	}
	shown := make([]*pdf.Shown, 0, len(pages))
	glyphs, images := 0, 0
	for _, p := range pages {
		s, err := p.Show()
		if err != nil {
			return nil, err
		}
		shown = append(shown, s)
		glyphs += len(s.Glyphs)
		images += s.Images
	}
	if glyphs == 0 && images > 0 {
		return nil, errors.New("the PDF file holds pictures of pages and no text; send it through text recognition first")
	}
	return shown, nil
}

// ownTree tells by the types of elements whether Page.PDF wrote the file, also after another program saved it.
func ownTree(doc *pdf.Document) bool {
	roles := doc.Dict(doc.Dict(doc.Catalog()["StructTreeRoot"])["RoleMap"])
	return doc.Name(roles["PageBreak"]) == "NonStruct" && doc.Name(roles["Break"]) == "Span" && doc.Name(roles["Strong"]) == "Span"
}

// readPDFLines reads a letter of another's making.
func readPDFLines(pages []*pdf.Shown) (Determination, error) {
	var lines []Line
	var aside []Unparsed
	for _, s := range pages {
		for _, l := range s.Lines() {
			if runningHead(l) {
				aside = append(aside, Unparsed{Page: s.Page.Number, Text: Text(l.Text())})
				continue
			}
			lines = append(lines, Line{Page: s.Page.Number, Text: l.Spaced(), Bold: l.Bold(), X: l.X0(), Y: l.Y()})
		}
	}
	d, err := parseLines(lines)
	d.Unparsed = append(d.Unparsed, aside...)
	return d, err
}

// runningHead tells whether the file marks all of a line as no part of the text.
func runningHead(l pdf.Line) bool {
	for _, w := range l.Words {
		if !w.Artifact {
			return false
		}
	}
	return true
}

// ReadPDFBlocks reads back the blocks that Page.PDF wrote, as it describes them. It fails on a file of another's
// making, whose blocks are not told by its structure.
func ReadPDFBlocks(data []byte) ([]Block, error) {
	doc, err := pdf.OpenLimited(data, pdfLimits)
	if err != nil {
		return nil, err
	}
	if !ownTree(doc) {
		return nil, errors.New("read the blocks of a PDF letter: its structure is not of this program's making")
	}
	tree, err := doc.Structure()
	if err != nil {
		return nil, err
	}
	pages, err := showPDF(doc)
	if err != nil {
		return nil, err
	}
	return pdfBlocks(doc, tree, pages), nil
}

// A pdfReader turns the structure tree into blocks; see Page.PDF for what stands for what.
type pdfReader struct {
	doc  *pdf.Document
	says map[pdf.Content]string
}

func pdfBlocks(doc *pdf.Document, tree *pdf.Tree, pages []*pdf.Shown) []Block {
	r := pdfReader{doc: doc, says: map[pdf.Content]string{}}
	for _, s := range pages {
		for c, pieces := range s.Contents() {
			var b strings.Builder
			for _, p := range pieces {
				b.WriteString(p.Text)
			}
			r.says[c] = b.String()
		}
	}
	var blocks []Block
	for _, e := range tree.Kids {
		if e.Type != "Document" {
			continue
		}
		for _, k := range e.Kids {
			if k.Element != nil && k.Element.Type != "Form" { // the field of the signature
				blocks = append(blocks, r.block(k.Element))
			}
		}
	}
	return blocks
}

func (r pdfReader) block(e *pdf.Element) Block {
	b := Block{Role: string(r.doc.Name(e.Dict["C"]))}
	switch e.Type {
	case "PageBreak":
		b.Kind = PageBreak
	case "H1", "H2", "H3", "H4", "H5", "H6":
		b.Kind, b.Level, b.Runs = Heading, int(e.Type[1]-'0'), r.runs(e)
	case "L":
		b.Kind, b.Label = List, r.doc.Text(e.Dict["T"])
		e.Each(func(k *pdf.Element) {
			if k.Type == "LBody" {
				b.Items = append(b.Items, r.runs(k))
			}
		})
	case "Table":
		b.Kind, b.Label = Table, r.doc.Text(e.Dict["T"])
		e.Each(func(row *pdf.Element) {
			if row.Type == "TR" {
				b.Rows = append(b.Rows, r.cells(row))
			}
		})
	default:
		b.Runs = r.runs(e)
	}
	return b
}

func (r pdfReader) cells(row *pdf.Element) []Cell {
	var cells []Cell
	for _, k := range row.Kids {
		if k.Element != nil && (k.Element.Type == "TH" || k.Element.Type == "TD") {
			cells = append(cells, Cell{Runs: r.runs(k.Element), Header: k.Element.Type == "TH"})
		}
	}
	return cells
}

// runs collects the text of an element with its styles; neighbours of one style are one run.
func (r pdfReader) runs(e *pdf.Element) []Run {
	var list []Run
	add := func(text string, style Run) {
		if text == "" {
			return
		}
		if n := len(list); n > 0 && list[n-1].Bold == style.Bold && list[n-1].Italic == style.Italic {
			list[n-1].Text += text
			return
		}
		style.Text = text
		list = append(list, style)
	}
	var walk func(e *pdf.Element, style Run)
	walk = func(e *pdf.Element, style Run) {
		switch e.Type {
		case "Strong":
			style.Bold = true
		case "Em":
			style.Italic = true
		}
		if actual, ok := r.doc.Resolve(e.Dict["ActualText"]).(pdf.String); ok {
			add(actual.Text(), style)
			return
		}
		for _, k := range e.Kids {
			if k.Element != nil {
				walk(k.Element, style)
				continue
			}
			add(r.says[k.Content], style)
		}
	}
	walk(e, Run{})
	return list
}
