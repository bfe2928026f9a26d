package taggedpdf

import (
	"fmt"
	"strconv"
)

// A page is the content of one page as it is drawn.
type page struct {
	layout *layout
	number int // from 0
	under  []byte
	body   []byte
	open   *content // that is being drawn
	marked bool     // marked content is open, of a node or of an artifact
	inText bool     // between BT and ET
	x, y   unit     // where the line of text that was drawn last begins, since BT
	font   int      // index of the face in use, -1 before the first
	size   unit     // in use
	ink    Color    // in use
	nodes  []*node  // by marked-content number
	links  []linkArea
}

// A linkArea is where a link can be clicked.
type linkArea struct {
	node                     *node
	address                  string
	left, top, right, bottom unit
}

// text draws one line of a paragraph.
func (p *page) text(t *para, line int, left, top unit, artifact bool) {
	ln := t.lines[line]
	if ln.from == ln.to {
		return
	}
	// Half of what the line is higher than the letters stands above them.
	baseline := top + (t.lead-t.size)/2 + t.size*4/5
	x := left
	at := ln.from
	for _, lf := range t.leaves {
		if lf.to <= at {
			continue
		}
		if at >= ln.to {
			break
		}
		to := min(lf.to, ln.to)
		c := lf.content
		if artifact {
			c = nil
		}
		p.mark(c)
		width := p.glyphs(t, at, to, x, baseline, lf.link != "")
		if c != nil && lf.link != "" {
			w := t.width(at, to)
			p.links = append(p.links, linkArea{linkNode(c.node), lf.link, x, top, x + w, top + t.lead})
			p.rect(x, baseline+t.size/10, w, t.size/20, linkColor)
		}
		x += width
		at = to
	}
}

var linkColor = Color{10, 77, 92}

func linkNode(n *node) *node {
	for n.kind != "Link" && n.parent != nil {
		n = n.parent
	}
	return n
}

// mark opens the marked content of a piece of text, or of an artifact where c is nil, unless it is open.
func (p *page) mark(c *content) {
	if p.marked && p.open == c {
		return
	}
	p.endMark()
	p.marked, p.open = true, c
	if c == nil {
		p.body = append(p.body, "/Artifact BMC\n"...)
		return
	}
	id := len(p.nodes)
	p.nodes = append(p.nodes, c.node)
	c.node.at(p.number)
	c.marks = append(c.marks, mark{p.number, id})
	p.body = append(p.body, '/')
	p.body = append(p.body, c.node.kind...)
	p.body = append(p.body, "<</MCID "...)
	p.body = strconv.AppendInt(p.body, int64(id), 10)
	p.body = append(p.body, ">>BDC\n"...)
}

func (p *page) endMark() {
	if p.inText {
		p.body = append(p.body, "ET\n"...)
		p.inText = false
	}
	if p.marked {
		p.body = append(p.body, "EMC\n"...)
	}
	p.marked, p.open = false, nil
}

// glyphs draws glyphs[from:to] of a paragraph from x on, and returns their width.
func (p *page) glyphs(t *para, from, to int, x, baseline unit, link bool) unit {
	b := p.body
	if !p.inText {
		b = append(b, "BT\n"...)
		p.inText, p.x, p.y = true, 0, 0
	}
	color := t.color
	if link {
		color = linkColor
	}
	if color != p.ink {
		b = appendColor(b, color)
		b = append(b, "rg\n"...)
		p.ink = color
	}
	y := p.layout.up(baseline)
	b = appendUnit(b, x-p.x)
	b = append(b, ' ')
	b = appendUnit(b, y-p.y)
	b = append(b, " Td\n"...)
	p.x, p.y = x, y

	sum := 0
	for i := from; i < to; {
		face := t.glyphs[i].face
		j, kerned := i, false
		for j < to && t.glyphs[j].face == face {
			kerned = kerned || t.glyphs[j].kern != 0 || t.glyphs[j].shift != 0
			j++
		}
		if int(face) != p.font || t.size != p.size {
			b = append(b, "/F"...)
			b = strconv.AppendInt(b, int64(face)+1, 10)
			b = append(b, ' ')
			b = appendUnit(b, t.size)
			b = append(b, " Tf\n"...)
			p.font, p.size = int(face), t.size
		}
		run := t.glyphs[i:j]
		if kerned {
			b = append(b, '[')
		}
		b = append(b, '(')
		for k := range run {
			g := &run[k]
			if g.shift != 0 {
				b = append(b, ')')
				b = strconv.AppendInt(b, -int64(g.shift), 10)
				b = append(b, '(')
			}
			b = appendCID(b, g.cid)
			sum += int(g.width) + int(g.kern)
			if move := int64(g.shift) - int64(g.kern); move != 0 {
				b = append(b, ')')
				b = strconv.AppendInt(b, move, 10)
				b = append(b, '(')
			}
		}
		if kerned {
			b = append(b, ")]TJ\n"...)
		} else {
			b = append(b, ")Tj\n"...)
		}
		i = j
	}
	p.body = b
	return sum * t.size / 1000
}

// rect fills a rectangle under the text, as an artifact.
func (p *page) rect(left, top, width, height unit, c Color) {
	b := append(p.under, "/Artifact BMC\n"...)
	b = appendColor(b, c)
	b = append(b, "rg "...)
	for _, v := range [...]unit{left, p.layout.up(top + height), width, height} {
		b = appendUnit(b, v)
		b = append(b, ' ')
	}
	p.under = append(b, "re f\nEMC\n"...)
}

// frame draws what stands around the part of a block between top and bottom.
func (p *page) frame(f *frame, top, bottom unit) {
	if f.filled {
		p.rect(f.left, top, f.right-f.left, bottom-top, f.fill)
	}
	if f.bar > 0 {
		p.rect(f.left, top, f.bar, bottom-top, f.barColor)
	}
	if f.above > 0 {
		p.rect(f.left, top, f.right-f.left, f.above, f.rule)
	}
	if f.below > 0 {
		p.rect(f.left, bottom-f.below, f.right-f.left, f.below, f.rule)
	}
}

func (p *page) close() { p.endMark() }

// content returns what is drawn, what stands under the text first. Colors set there do not reach the text.
func (p *page) content() []byte {
	if len(p.under) == 0 {
		return p.body
	}
	b := make([]byte, 0, len(p.under)+len(p.body)+8)
	b = append(append(b, "q\n"...), p.under...)
	return append(append(b, "Q\n"...), p.body...)
}

// furniture draws the line at the head or the foot of a page, between two distances from its upper edge.
func (p *page) furniture(where string, line Line, top, bottom unit) error {
	left, right := p.layout.left, p.layout.left+p.layout.width
	for i, text := range []string{line.Left, line.Right} {
		if text == "" {
			continue
		}
		glyphs, leaves, err := p.layout.runs(nil, []Text{{Text: text}}, where, false)
		if err != nil {
			return err
		}
		const size = 9000
		t := &para{glyphs: glyphs, leaves: leaves, size: size, lead: size * 5 / 4, color: Color{75, 84, 90}}
		t.breakLines((right - left) * 2 / 3)
		if top+len(t.lines)*t.lead > bottom {
			return fmt.Errorf("%s: %d lines do not fit into the margin", where, len(t.lines))
		}
		for k := range t.lines {
			x := left
			if i == 1 {
				x = right - t.width(t.lines[k].from, t.lines[k].to)
			}
			p.endMark()
			p.body = append(p.body, "/Artifact<</Type/Pagination/Subtype/"...)
			p.body = append(p.body, where...)
			p.body = append(p.body, ">>BDC\n"...)
			p.marked = true
			p.text(t, k, x, top+k*t.lead, true)
			p.endMark()
		}
	}
	return nil
}

// up turns a distance from the upper edge into one from the lower edge.
func (l *layout) up(y unit) unit { return units(l.doc.Size.Height) - y }

// appendUnit writes a length in points, to the nearest hundredth.
func appendUnit(b []byte, u unit) []byte {
	if u < 0 {
		b = append(b, '-')
		u = -u
	}
	u = (u + 5) / 10
	b = strconv.AppendInt(b, int64(u/100), 10)
	if u %= 100; u != 0 {
		b = append(b, '.', byte('0'+u/10))
		if u %= 10; u != 0 {
			b = append(b, byte('0'+u))
		}
	}
	return b
}

// appendColor writes the three parts of a color from 0 to 1, each followed by a space.
func appendColor(b []byte, c Color) []byte {
	for _, v := range [...]uint8{c.R, c.G, c.B} {
		switch m := (int(v)*1000 + 127) / 255; m {
		case 0:
			b = append(b, '0')
		case 1000:
			b = append(b, '1')
		default:
			b = append(b, '.', byte('0'+m/100), byte('0'+m/10%10), byte('0'+m%10))
		}
		b = append(b, ' ')
	}
	return b
}

// appendCID writes the two bytes of a glyph inside a literal string.
func appendCID(b []byte, cid uint16) []byte {
	for _, c := range [...]byte{byte(cid >> 8), byte(cid)} {
		switch c {
		case '(', ')', '\\':
			b = append(b, '\\', c)
		case '\r':
			b = append(b, '\\', 'r')
		default:
			b = append(b, c)
		}
	}
	return b
}
