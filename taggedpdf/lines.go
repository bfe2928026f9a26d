package taggedpdf

import "math"

// unit is a length in thousandths of a point. Layout is done in whole units, so that every processor comes
// to the same result.
type unit = int

func units(points float64) unit { return int(math.Round(points * 1000)) }

// A para is a paragraph ready to be broken into lines.
type para struct {
	glyphs []glyph
	leaves []leaf
	size   unit // of the letters
	lead   unit // from line to line
	color  Color
	lines  []line
}

// A leaf is a piece of a paragraph that belongs to one structure element.
type leaf struct {
	to      int      // index after its last glyph
	content *content // nil in an artifact
	link    string
}

// A line is a range of the glyphs of a para. The space at which it was broken belongs to it, so that the
// words of two lines do not touch when they are read out.
type line struct{ from, to int }

// breakLines breaks a paragraph into lines no wider than width. It breaks after spaces only, since a line
// that ends with the hyphen of "9-10-2015" would be read as a word cut in two; a word that is wider than
// a line is broken where it has to be.
func (p *para) breakLines(width unit) {
	p.lines = p.lines[:0]
	room := ems(width, p.size)
	start, last := 0, -1 // first glyph of the line, glyph after which it may break
	sum, after := 0, 0   // width up to here, and after the last place to break
	for i := 0; i < len(p.glyphs); i++ {
		g := &p.glyphs[i]
		switch g.kind {
		case breakGlyph:
			p.lines = append(p.lines, line{start, i + 1})
			start, last, sum = i+1, -1, 0
			continue
		case spaceGlyph:
			sum += int(g.width) + int(g.kern)
			last, after = i, sum
			continue
		}
		if sum+int(g.width) > room && g.width > 0 && i > start {
			if last >= start {
				p.lines = append(p.lines, line{start, last + 1})
				start = last + 1
				sum -= after
			} else {
				p.lines = append(p.lines, line{start, i})
				start, sum = i, 0
			}
			last = -1
			if start < i && sum+int(g.width) > room {
				// What stays of the word is still too wide.
				p.lines = append(p.lines, line{start, i})
				start, sum = i, 0
			}
		}
		sum += int(g.width) + int(g.kern)
	}
	if start < len(p.glyphs) || len(p.lines) == 0 {
		p.lines = append(p.lines, line{start, len(p.glyphs)})
	}
}

// balance breaks a paragraph into as few lines as fit into width, and makes them about equally long, as a
// heading looks best.
func (p *para) balance(width unit) {
	p.breakLines(width)
	n := len(p.lines)
	if n == 1 {
		return
	}
	low, high := width/2, width // high gives n lines, low may give more
	for high-low > width/64 {
		middle := (low + high) / 2
		if p.breakLines(middle); len(p.lines) > n {
			low = middle
		} else {
			high = middle
		}
	}
	p.breakLines(high)
}

// ems turns a length into thousandths of an em.
func ems(width, size unit) int { return width * 1000 / max(size, 1) }

// width returns the width of a range of glyphs without the spaces at its end, rounded up: the range fits into it.
func (p *para) width(from, to int) unit {
	for to > from && p.glyphs[to-1].kind != inkGlyph {
		to--
	}
	sum := 0
	for _, g := range p.glyphs[from:to] {
		sum += int(g.width) + int(g.kern)
	}
	return (sum*p.size + 999) / 1000
}

// natural returns the widths of the widest word and of the widest line if nothing is broken.
func (p *para) natural() (word, whole unit) {
	start, from := 0, 0
	for i, g := range p.glyphs {
		if g.kind == inkGlyph {
			continue
		}
		word = max(word, p.width(from, i))
		from = i + 1
		if g.kind == breakGlyph {
			whole = max(whole, p.width(start, i))
			start = i + 1
		}
	}
	n := len(p.glyphs)
	return max(word, p.width(from, n)), max(whole, p.width(start, n))
}
