package letter

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"time"
)

// The names of the styles carry what a Block says beyond its text, so that a letter which went through a
// word processor can still be read back: "letter text decision", "letter heading 2 title".
const (
	docxTextStyle    = "letter text "
	docxHeadingStyle = "letter heading "
	docxListStyle    = "letter list "
	docxTableStyle   = "letter table "
	docxCellHeader   = "letter cell header"
	docxCell         = "letter cell"
	docxSpacer       = "letter spacer"
)

// A zip entry has to have a time. This one is the first that the format knows, and says nothing.
var docxTime = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

const wordNS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

// DOCX writes the page as a Word document (Office Open XML, transitional). The same page gives the same
// bytes; the core properties hold title and language and neither author nor date.
func (p Page) DOCX() ([]byte, error) {
	w := docxWriter{ids: map[string]string{}}
	w.body(p.Blocks)
	const head = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	parts := []struct{ name, text string }{
		{"[Content_Types].xml", docxTypes},
		{"_rels/.rels", docxRels},
		{"docProps/core.xml", fmt.Sprintf(docxCore, escape(p.Title), escape(p.language()))},
		{"word/_rels/document.xml.rels", docxDocumentRels},
		{"word/document.xml", `<w:document xmlns:w="` + wordNS + `" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:body>` +
			w.b.String() + docxSection + `</w:body></w:document>`},
		{"word/styles.xml", w.styles(p.language())},
		{"word/numbering.xml", w.numbering()},
		{"word/settings.xml", docxSettings},
		{"word/footer1.xml", fmt.Sprintf(docxFooter, escape(p.Footer))},
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, part := range parts {
		f, err := z.CreateHeader(&zip.FileHeader{Name: part.name, Method: zip.Deflate, Modified: docxTime})
		if err != nil {
			return nil, fmt.Errorf("write %s of the DOCX: %w", part.name, err)
		}
		if _, err := f.Write([]byte(head + part.text)); err != nil {
			return nil, fmt.Errorf("write %s of the DOCX: %w", part.name, err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("write the DOCX: %w", err)
	}
	return out.Bytes(), nil
}

type docxWriter struct {
	b     strings.Builder
	ids   map[string]string // style id by style name
	names []string          // in order of first use
	lists []string          // label of each list
}

// style returns the id of a style and notes that it is needed.
func (w *docxWriter) style(name string) string {
	name = strings.TrimRight(printable(name), " ")
	id, ok := w.ids[name]
	if !ok {
		id = fmt.Sprintf("L%d", len(w.names)+1)
		w.ids[name] = id
		w.names = append(w.names, name)
	}
	return id
}

func (w *docxWriter) body(blocks []Block) {
	for i, bl := range blocks {
		switch bl.Kind {
		case Paragraph:
			w.paragraph(docxTextStyle+bl.Role, "", bl.Runs)
		case Heading:
			w.paragraph(fmt.Sprintf("%s%d %s", docxHeadingStyle, headingLevel(bl.Level), bl.Role), "", bl.Runs)
		case List:
			w.lists = append(w.lists, bl.Label)
			for _, item := range bl.Items {
				w.paragraph(docxListStyle+bl.Role, fmt.Sprintf(`<w:numPr><w:ilvl w:val="0"/><w:numId w:val="%d"/></w:numPr>`, len(w.lists)), item)
			}
		case Table:
			w.table(bl)
			// Word joins tables that touch, and wants a paragraph after the last one.
			if i+1 == len(blocks) || blocks[i+1].Kind == Table {
				w.paragraph(docxSpacer, "", nil)
			}
		case PageBreak:
			w.b.WriteString(`<w:p><w:r><w:br w:type="page"/></w:r></w:p>`)
		}
	}
}

func (w *docxWriter) paragraph(style, more string, list []Run) {
	fmt.Fprintf(&w.b, `<w:p><w:pPr><w:pStyle w:val="%s"/>%s</w:pPr>`, w.style(style), more)
	for _, r := range list {
		w.b.WriteString("<w:r>")
		if r.Bold || r.Italic {
			w.b.WriteString("<w:rPr>")
			if r.Bold {
				w.b.WriteString("<w:b/>")
			}
			if r.Italic {
				w.b.WriteString("<w:i/>")
			}
			w.b.WriteString("</w:rPr>")
		}
		for i, line := range strings.Split(printable(r.Text), "\n") {
			if i > 0 {
				w.b.WriteString("<w:br/>")
			}
			if line != "" {
				fmt.Fprintf(&w.b, `<w:t xml:space="preserve">%s</w:t>`, escape(line))
			}
		}
		w.b.WriteString("</w:r>")
	}
	w.b.WriteString("</w:p>")
}

func (w *docxWriter) table(t Block) {
	columns := 0
	for _, row := range t.Rows {
		columns = max(columns, len(row))
	}
	if columns == 0 {
		return
	}
	const width = 9360 // twentieths of a point between the margins of a US Letter page
	fmt.Fprintf(&w.b, `<w:tbl><w:tblPr><w:tblStyle w:val="%s"/><w:tblW w:w="5000" w:type="pct"/><w:tblLook w:firstRow="1"/>`, w.style(docxTableStyle+t.Role))
	if t.Label != "" {
		fmt.Fprintf(&w.b, `<w:tblCaption w:val="%s"/>`, escape(t.Label))
	}
	w.b.WriteString("</w:tblPr><w:tblGrid>" + strings.Repeat(fmt.Sprintf(`<w:gridCol w:w="%d"/>`, width/columns), columns) + "</w:tblGrid>")
	for i, row := range t.Rows {
		if len(row) == 0 {
			continue
		}
		w.b.WriteString(`<w:tr><w:trPr><w:cantSplit/>`)
		if i == 0 && headRow(t.Rows) {
			w.b.WriteString("<w:tblHeader/>")
		}
		w.b.WriteString("</w:trPr>")
		for j, c := range row {
			span, cells := "", 1
			if j == len(row)-1 && j+1 < columns {
				cells = columns - j
				span = fmt.Sprintf(`<w:gridSpan w:val="%d"/>`, cells)
			}
			fmt.Fprintf(&w.b, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>%s</w:tcPr>`, width/columns*cells, span)
			style := docxCell
			if c.Header {
				style = docxCellHeader
			}
			w.paragraph(style, "", c.Runs)
			w.b.WriteString("</w:tc>")
		}
		w.b.WriteString("</w:tr>")
	}
	w.b.WriteString("</w:tbl>")
}

func (w *docxWriter) styles(language string) string {
	var b strings.Builder
	fmt.Fprintf(&b, docxStylesHead, wordNS, escape(language))
	for n, size := range []int{34, 26, 24, 23, 23, 23} {
		fmt.Fprintf(&b, `<w:style w:type="paragraph" w:styleId="Heading%d"><w:name w:val="heading %d"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/>`+
			`<w:pPr><w:keepNext/><w:spacing w:before="320" w:after="100" w:line="264" w:lineRule="auto"/><w:outlineLvl w:val="%d"/></w:pPr><w:rPr><w:b/><w:sz w:val="%d"/></w:rPr></w:style>`, n+1, n+1, n, size)
	}
	for _, name := range w.names {
		w.oneStyle(&b, name)
	}
	b.WriteString("</w:styles>")
	return b.String()
}

func (w *docxWriter) oneStyle(b *strings.Builder, name string) {
	kind, base, look := "paragraph", "Normal", ""
	if rest, ok := strings.CutPrefix(name, docxHeadingStyle); ok {
		base = "Heading" + rest[:1]
	} else if role, ok := strings.CutPrefix(name, docxTextStyle); ok {
		look = docxLooks[role]
	} else if strings.HasPrefix(name, strings.TrimSpace(docxTableStyle)) {
		kind, base = "table", "TableNormal"
		look = `<w:tblPr><w:tblBorders><w:bottom w:val="single" w:sz="4" w:color="B0B0B0"/><w:insideH w:val="single" w:sz="4" w:color="B0B0B0"/></w:tblBorders>` +
			`<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="140" w:type="dxa"/></w:tblCellMar></w:tblPr>`
	} else {
		look = docxLooks[name]
	}
	fmt.Fprintf(b, `<w:style w:type="%s" w:customStyle="1" w:styleId="%s"><w:name w:val="%s"/><w:basedOn w:val="%s"/>%s</w:style>`, kind, w.ids[name], escape(name), base, look)
}

// docxLooks is the look of a role in text, or of a style of ours.
var docxLooks = map[string]string{
	"letterhead":   `<w:pPr><w:pBdr><w:bottom w:val="single" w:sz="12" w:space="6" w:color="1F3A5F"/></w:pBdr></w:pPr>`,
	"address":      `<w:pPr><w:keepLines/><w:spacing w:before="240" w:after="240" w:line="264" w:lineRule="auto"/></w:pPr>`,
	"outcome":      `<w:pPr><w:keepLines/><w:pBdr><w:left w:val="single" w:sz="36" w:space="10" w:color="1F3A5F"/></w:pBdr><w:spacing w:before="200" w:after="200"/><w:ind w:left="240"/></w:pPr><w:rPr><w:sz w:val="26"/></w:rPr>`,
	"decision":     `<w:pPr><w:keepNext/></w:pPr><w:rPr><w:b/></w:rPr>`,
	"note":         `<w:rPr><w:sz w:val="20"/></w:rPr>`,
	docxCell:       `<w:pPr><w:spacing w:before="50" w:after="50" w:line="252" w:lineRule="auto"/></w:pPr><w:rPr><w:sz w:val="22"/></w:rPr>`,
	docxCellHeader: `<w:pPr><w:spacing w:before="50" w:after="50" w:line="252" w:lineRule="auto"/></w:pPr><w:rPr><w:b/><w:sz w:val="22"/></w:rPr>`,
	docxSpacer:     `<w:pPr><w:spacing w:before="0" w:after="0" w:line="120" w:lineRule="exact"/></w:pPr>`,
}

// numbering gives each list a definition of its own: lists that touch stay apart, and the name of the
// definition keeps the label.
func (w *docxWriter) numbering() string {
	var b strings.Builder
	fmt.Fprintf(&b, `<w:numbering xmlns:w="%s">`, wordNS)
	for i, label := range w.lists {
		name := ""
		if label != "" {
			name = fmt.Sprintf(`<w:name w:val="%s"/>`, escape(label))
		}
		fmt.Fprintf(&b, `<w:abstractNum w:abstractNumId="%d"><w:multiLevelType w:val="singleLevel"/>%s<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/><w:pPr><w:ind w:left="400" w:hanging="280"/></w:pPr></w:lvl></w:abstractNum>`, i+1, name)
	}
	for i := range w.lists {
		fmt.Fprintf(&b, `<w:num w:numId="%d"><w:abstractNumId w:val="%d"/></w:num>`, i+1, i+1)
	}
	b.WriteString("</w:numbering>")
	return b.String()
}
