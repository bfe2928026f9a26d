package sandbox

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"
)

// isDocx says whether an archive is a document of a word processor.
func isDocx(z *zip.Reader) bool {
	return slices.ContainsFunc(z.File, func(f *zip.File) bool { return f.Name == "word/document.xml" })
}

const problemDocx = Problem("The document is damaged and cannot be read. Send it again, best as PDF.")

// A docx is a document being laid out.
type docx struct {
	z      *zip.Reader
	limits Limits
	left   int64 // bytes that may still be unpacked
	flow   flow
	links  map[string]string // pictures by their name in the document
	broken error
}

// openDocx lays out a document: its paragraphs, tables, pictures, notes, headers and footers. Where its pages end is known
// to word processors only, so pages are ours, but for breaks that stand in the text. Text that was deleted with changes
// tracked is left out. Entities of XML beyond the five of the language are an error, so nothing is fetched or multiplied.
func openDocx(file io.ReaderAt, size int64, limits Limits) (laidOut, error) {
	z, err := zip.NewReader(file, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return laidOut{}, problemDocx
	}
	d := docx{z: z, limits: limits, left: limits.Text, flow: flow{most: limits.Pages}, links: map[string]string{}}
	d.relations()
	d.flow.page()
	for _, part := range d.parts("word/header") {
		d.part(part)
	}
	d.part("word/document.xml")
	if d.broken != nil {
		return laidOut{}, d.broken
	}
	for _, part := range slices.Concat(d.parts("word/footnotes"), d.parts("word/endnotes"), d.parts("word/footer")) {
		d.part(part)
	}
	if d.broken != nil {
		return laidOut{}, d.broken
	}
	if d.flow.full() {
		return laidOut{}, Problem(fmt.Sprintf("The document has more than %d pages. Send it again as several files.", limits.Pages))
	}
	return laidOut{d.flow.pages}, nil
}

// parts lists the parts whose names begin so.
func (d *docx) parts(prefix string) []string {
	var names []string
	for _, f := range d.z.File {
		if strings.HasPrefix(f.Name, prefix) && strings.HasSuffix(f.Name, ".xml") {
			names = append(names, f.Name)
		}
	}
	slices.Sort(names)
	return names
}

// open opens a part of the document, nil where there is none.
func (d *docx) open(name string) io.ReadCloser {
	for _, f := range d.z.File {
		if f.Name == name {
			r, err := f.Open()
			if err != nil {
				d.broken = problemDocx
				return nil
			}
			return r
		}
	}
	return nil
}

// A counted reader counts what is unpacked.
type counted struct {
	r io.Reader
	d *docx
}

func (c counted) Read(b []byte) (int, error) {
	n, err := c.r.Read(b)
	if c.d.left -= int64(n); c.d.left < 0 {
		c.d.broken = Problem("The document unpacks to more than is allowed. Send it again as PDF.")
		return 0, c.d.broken
	}
	return n, err
}

// relations reads which pictures the document calls by which names.
func (d *docx) relations() {
	r := d.open("word/_rels/document.xml.rels")
	if r == nil {
		return
	}
	defer func() { _ = r.Close() }()
	dec := xml.NewDecoder(counted{r, d})
	for {
		token, err := dec.Token()
		if err != nil {
			return
		}
		e, ok := token.(xml.StartElement)
		if !ok || e.Name.Local != "Relationship" {
			continue
		}
		if target := attribute(e, "Target"); attribute(e, "TargetMode") != "External" && !strings.Contains(target, "..") {
			d.links[attribute(e, "Id")] = path.Join("word", target)
		}
	}
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// A paragraph is what is gathered until it is set.
type paragraph struct {
	spans    []span
	size     float64
	bold     bool // of the style
	runBold  bool
	runSize  float64
	bullet   bool
	pictures []string
}

func (p *paragraph) add(text string) {
	s := span{text: text, face: regular, size: p.size}
	if p.bold || p.runBold {
		s.face = bold
	}
	if p.runSize > 0 {
		s.size = p.runSize
	}
	if n := len(p.spans); n > 0 && p.spans[n-1].face == s.face && p.spans[n-1].size == s.size {
		p.spans[n-1].text += text
		return
	}
	p.spans = append(p.spans, s)
}

// A row of a table gathers the paragraphs of its cells.
type docxRow struct{ cells [][]paragraph }

const (
	bodySize  = 10.5
	mostDepth = 200 // of elements within elements
	mostCells = 64  // of a row
)

// part lays out one part of the document.
func (d *docx) part(name string) {
	r := d.open(name)
	if r == nil {
		return
	}
	defer func() { _ = r.Close() }()
	p := docxParser{d: d, dec: xml.NewDecoder(counted{r, d}), paragraph: paragraph{size: bodySize}}
	if err := p.run(); err != nil && d.broken == nil {
		d.broken = problemDocx
	}
}

type docxParser struct {
	d         *docx
	dec       *xml.Decoder
	paragraph paragraph
	tables    int // depth
	row       docxRow
	text      bool // within w:t
}

func (p *docxParser) run() error {
	depth := 0
	for {
		token, err := p.dec.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if p.d.flow.full() {
			return nil
		}
		switch e := token.(type) {
		case xml.StartElement:
			if depth++; depth > mostDepth {
				return problemDocx
			}
			skipped, err := p.start(e)
			if err != nil {
				return err
			}
			if skipped {
				depth--
			}
		case xml.EndElement:
			depth--
			p.end(e.Name.Local)
		case xml.CharData:
			if p.text {
				p.paragraph.add(string(e))
			}
		}
	}
}

// start takes the beginning of an element; skipped says that it was passed over to its end.
func (p *docxParser) start(e xml.StartElement) (skipped bool, err error) {
	switch e.Name.Local {
	case "del", "Fallback", "instrText", "moveFrom": // deleted text, second forms of shapes, commands of fields
		return true, p.dec.Skip()
	case "p":
		if len(p.paragraph.spans) > 0 { // a box within a paragraph
			p.finish()
		}
		p.paragraph = paragraph{size: bodySize}
	case "t":
		p.text = true
	case "tab", "ptab":
		p.paragraph.add("\t")
	case "noBreakHyphen":
		p.paragraph.add("-")
	case "br", "cr":
		if attribute(e, "type") == "page" {
			p.finish()
			p.d.flow.newPage()
		} else {
			p.paragraph.add("\n")
		}
	case "pageBreakBefore":
		if v := attribute(e, "val"); v != "0" && v != "false" {
			p.d.flow.newPage()
		}
	case "pStyle":
		style := strings.ToLower(attribute(e, "val"))
		if strings.HasPrefix(style, "heading") || strings.HasPrefix(style, "title") {
			p.paragraph.bold, p.paragraph.size = true, 13
		}
	case "numPr":
		p.paragraph.bullet = true
	case "r":
		p.paragraph.runBold, p.paragraph.runSize = false, 0
	case "b":
		v := attribute(e, "val")
		p.paragraph.runBold = v != "0" && v != "false"
	case "sz":
		if v, err := strconv.Atoi(attribute(e, "val")); err == nil && v >= 8 && v <= 96 {
			p.paragraph.runSize = float64(v) / 2
		}
	case "sym":
		p.paragraph.add("•")
	case "checked":
		v := attribute(e, "val")
		if v == "0" || v == "false" {
			p.paragraph.add("☐")
		} else {
			p.paragraph.add("☒")
		}
	case "blip":
		if link := p.d.links[attribute(e, "embed")]; link != "" && len(p.paragraph.pictures) < 100 {
			p.paragraph.pictures = append(p.paragraph.pictures, link)
		}
	case "tbl":
		p.tables++
	case "tr":
		if p.tables == 1 {
			p.row = docxRow{}
		}
	case "tc":
		if p.tables == 1 && len(p.row.cells) < mostCells {
			p.row.cells = append(p.row.cells, nil)
		}
	}
	return false, nil
}

func (p *docxParser) end(name string) {
	switch name {
	case "t":
		p.text = false
	case "p":
		p.finish()
	case "tr":
		if p.tables == 1 {
			p.setRow()
		}
	case "tbl":
		if p.tables > 0 {
			p.tables--
		}
		if p.tables == 0 {
			p.d.flow.gap(6)
		}
	}
}

// finish sets the paragraph that ends, or keeps it for its cell.
func (p *docxParser) finish() {
	done := p.paragraph
	p.paragraph = paragraph{size: bodySize}
	if done.bullet && len(done.spans) > 0 {
		done.spans[0].text = "• " + done.spans[0].text
	}
	if n := len(p.row.cells); p.tables > 0 && n > 0 {
		p.row.cells[n-1] = append(p.row.cells[n-1], done)
		return
	}
	p.d.flow.put(p.d.lines(done, margin, paperWidth-2*margin))
	for _, link := range done.pictures {
		p.d.picture(link)
	}
	p.d.flow.gap(4)
}

func (d *docx) lines(p paragraph, x, width float64) []setLine {
	if len(p.spans) == 0 {
		return []setLine{{height: p.size * 0.6}}
	}
	return wrap(p.spans, x, width)
}

// setRow sets the cells of a row side by side.
func (p *docxParser) setRow() {
	n := len(p.row.cells)
	if n == 0 {
		return
	}
	width := float64(paperWidth-2*margin) / float64(n)
	columns := make([][]setLine, n)
	var pictures []string
	for i, cell := range p.row.cells {
		for _, c := range cell {
			pictures = append(pictures, c.pictures...)
			if len(c.spans) > 0 {
				columns[i] = append(columns[i], p.d.lines(c, margin+float64(i)*width, width-8)...)
			}
		}
	}
	p.d.flow.put(columns...)
	p.row = docxRow{}
	for _, link := range pictures {
		p.d.picture(link)
	}
}

// picture sets a picture of the document. One that cannot be read leaves a word in its place: what came must not be hidden.
func (d *docx) picture(name string) {
	r := d.open(name)
	if r == nil {
		return
	}
	defer func() { _ = r.Close() }()
	b, err := io.ReadAll(io.LimitReader(r, min(64<<20, d.limits.Text)))
	if err == nil {
		var found raster
		switch {
		case strings.HasPrefix(string(b), "\xFF\xD8\xFF"):
			found, err = jpegRaster(b)
		case strings.HasPrefix(string(b), "\x89PNG"):
			found, err = pngRaster(b, d.limits)
		default:
			err = problemPicture
		}
		if err == nil && int64(found.w)*int64(found.h) <= d.limits.Pixels {
			d.flow.picture(found)
			return
		}
	}
	d.flow.put(wrap([]span{{"[A picture that cannot be shown here]", regular, bodySize}}, margin, paperWidth-2*margin))
}
