package letter

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

const (
	maxDOCXPart  = 32 << 20 // bytes of one part when unpacked
	maxDOCXFiles = 2000
	maxXMLDepth  = 400
)

// ReadDOCX reads the blocks of a Word document, ours or another's: paragraphs, headings by their style
// ("heading 1" or "letter heading 1 …"), lists, tables. Headers, footers, comments and deleted text are
// no part of the letter. Files that unpack to more than 32 MiB a part are refused.
func ReadDOCX(data []byte) ([]Block, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fmt.Errorf("read DOCX letter: %w", err)
	}
	if len(z.File) > maxDOCXFiles {
		return nil, fmt.Errorf("read DOCX letter: %d files inside are more than the %d allowed", len(z.File), maxDOCXFiles)
	}
	doc, err := docxPart(z, "word/document.xml")
	if err != nil {
		return nil, err
	}
	if doc == nil {
		return nil, errors.New("read DOCX letter: it has no word/document.xml; save it as a Word document (.docx)")
	}
	r := docxReader{}
	if r.styles, err = docxNames(z, "word/styles.xml", "style", "styleId"); err != nil {
		return nil, err
	}
	if r.lists, err = docxLabels(z); err != nil {
		return nil, err
	}
	if err := r.read(doc); err != nil {
		return nil, fmt.Errorf("read DOCX letter: word/document.xml: %w", err)
	}
	return r.blocks, nil
}

func docxPart(z *zip.Reader, name string) (_ []byte, err error) {
	for _, f := range z.File {
		if f.Name != name {
			continue
		}
		in, err := f.Open()
		if err != nil {
			return nil, fmt.Errorf("read DOCX letter: %s: %w", name, err)
		}
		got, err := io.ReadAll(io.LimitReader(in, maxDOCXPart+1))
		err = errors.Join(err, in.Close())
		if err != nil {
			return nil, fmt.Errorf("read DOCX letter: %s: %w", name, err)
		}
		if len(got) > maxDOCXPart {
			return nil, fmt.Errorf("read DOCX letter: %s unpacks to more than %d bytes; send the letter alone", name, maxDOCXPart)
		}
		return got, nil
	}
	return nil, nil
}

// docxNames maps the ids of the elements called tag to the names inside them.
func docxNames(z *zip.Reader, part, tag, id string) (map[string]string, error) {
	names := map[string]string{}
	data, err := docxPart(z, part)
	if err != nil {
		return nil, err
	}
	current := ""
	err = docxTokens(data, func(t xml.Token) error {
		if e, ok := t.(xml.StartElement); ok {
			switch e.Name.Local {
			case tag:
				current = xmlAttr(e, id)
			case "name":
				if _, seen := names[current]; !seen {
					names[current] = xmlAttr(e, "val")
				}
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read DOCX letter: %s: %w", part, err)
	}
	return names, nil
}

// docxLabels maps the numbers of lists to the names of their definitions.
func docxLabels(z *zip.Reader) (map[string]string, error) {
	const part = "word/numbering.xml"
	names, err := docxNames(z, part, "abstractNum", "abstractNumId")
	if err != nil {
		return nil, err
	}
	data, err := docxPart(z, part)
	if err != nil {
		return nil, err
	}
	labels, num := map[string]string{}, ""
	err = docxTokens(data, func(t xml.Token) error {
		if e, ok := t.(xml.StartElement); ok {
			switch e.Name.Local {
			case "num":
				num = xmlAttr(e, "numId")
			case "abstractNumId":
				labels[num] = names[xmlAttr(e, "val")]
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read DOCX letter: %s: %w", part, err)
	}
	return labels, nil
}

func docxTokens(data []byte, f func(xml.Token) error) error {
	d := xml.NewDecoder(bytes.NewReader(data))
	for depth := 0; ; {
		t, err := d.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		switch t.(type) {
		case xml.StartElement:
			if depth++; depth > maxXMLDepth {
				return fmt.Errorf("elements are nested more than %d deep", maxXMLDepth)
			}
		case xml.EndElement:
			depth--
		}
		if err := f(t); err != nil {
			return err
		}
	}
}

func xmlAttr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

type docxReader struct {
	styles, lists map[string]string
	blocks        []Block

	text       runs
	style      Run
	name, num  string // of the paragraph: style name, number of its list
	inText     bool
	inRun      bool
	skip       int // depth inside deleted or alternative text
	page       bool
	tables     int // depth of tables
	table      Block
	row        []Cell
	cellHeader bool
	lastNum    string // of the list that the last block is, "" if it is none
}

func (r *docxReader) read(data []byte) error {
	return docxTokens(data, func(t xml.Token) error {
		switch t := t.(type) {
		case xml.StartElement:
			r.start(t)
		case xml.EndElement:
			r.end(t)
		case xml.CharData:
			if r.inText && r.skip == 0 {
				r.text.add(string(t), r.style)
			}
		}
		return nil
	})
}

func (r *docxReader) start(e xml.StartElement) {
	if r.skip > 0 || e.Name.Local == "del" || e.Name.Local == "Fallback" {
		r.skip++
		return
	}
	switch e.Name.Local {
	case "p":
		r.name, r.num = "", ""
	case "pStyle":
		r.name = r.styles[xmlAttr(e, "val")]
	case "numId":
		r.num = xmlAttr(e, "val")
	case "r":
		r.style, r.inRun = Run{}, true
	case "b":
		r.style.Bold = r.inRun && on(e) || !r.inRun && r.style.Bold
	case "i":
		r.style.Italic = r.inRun && on(e) || !r.inRun && r.style.Italic
	case "t":
		r.inText = true
	case "tab":
		r.text.add("\t", r.style)
	case "br", "cr":
		if xmlAttr(e, "type") == "page" {
			r.page = true
		} else {
			r.text.newline()
		}
	case "tbl":
		if r.tables++; r.tables == 1 {
			r.table, r.lastNum = Block{Kind: Table}, ""
		}
	case "tblStyle":
		if role, ok := strings.CutPrefix(r.styles[xmlAttr(e, "val")], docxTableStyle); ok && r.tables == 1 {
			r.table.Role = role
		}
	case "tblCaption":
		if r.tables == 1 {
			r.table.Label = xmlAttr(e, "val")
		}
	case "tr":
		if r.tables == 1 {
			r.row = nil
		}
	case "tc":
		if r.tables == 1 {
			r.text, r.cellHeader = runs{}, false
		}
	}
}

func on(e xml.StartElement) bool {
	switch xmlAttr(e, "val") {
	case "0", "false", "off":
		return false
	}
	return true
}

func (r *docxReader) end(e xml.EndElement) {
	if r.skip > 0 {
		r.skip--
		return
	}
	switch e.Name.Local {
	case "t":
		r.inText = false
	case "r":
		r.inRun = false
	case "p":
		r.paragraph()
	case "tc":
		if r.tables == 1 {
			r.row = append(r.row, Cell{Runs: r.text.take(), Header: r.cellHeader})
		}
	case "tr":
		if r.tables == 1 && len(r.row) > 0 {
			r.table.Rows = append(r.table.Rows, r.row)
		}
	case "tbl":
		if r.tables--; r.tables == 0 {
			r.blocks = append(r.blocks, r.table)
		}
	}
}

func (r *docxReader) paragraph() {
	if r.tables > 0 {
		r.cellHeader = r.cellHeader || r.name == docxCellHeader
		r.text.newline()
		return
	}
	got, page := r.text.take(), r.page
	r.page = false
	last := r.lastNum
	r.lastNum = ""
	switch {
	case r.num != "" && r.num != "0":
		r.lastNum = r.num
		if last == r.num {
			l := &r.blocks[len(r.blocks)-1]
			l.Items = append(l.Items, got)
			break
		}
		role, _ := strings.CutPrefix(r.name, docxListStyle)
		if role == r.name {
			role = ""
		}
		r.blocks = append(r.blocks, Block{Kind: List, Role: role, Label: r.lists[r.num], Items: [][]Run{got}})
	case len(got) > 0:
		b := docxBlock(r.name)
		b.Runs = got
		r.blocks = append(r.blocks, b)
	}
	if page {
		r.blocks, r.lastNum = append(r.blocks, Block{Kind: PageBreak}), ""
	}
}

// docxBlock tells kind, level and role from the name of a style.
func docxBlock(name string) Block {
	for _, prefix := range []string{docxHeadingStyle, "heading ", "Heading "} {
		rest, ok := strings.CutPrefix(name, prefix)
		if ok && rest != "" && rest[0] >= '1' && rest[0] <= '6' {
			return Block{Kind: Heading, Level: int(rest[0] - '0'), Role: strings.TrimSpace(rest[1:])}
		}
	}
	if role, ok := strings.CutPrefix(name, docxTextStyle); ok {
		return Block{Kind: Paragraph, Role: role}
	}
	return Block{Kind: Paragraph}
}
