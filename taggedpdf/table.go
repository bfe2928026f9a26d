package taggedpdf

import "fmt"

const (
	cellPad        = 3     // points above and below the text of a cell, where the style says nothing
	columnGap unit = 12000 // between the texts of two columns
	minColumn unit = 12000
)

// A row is a row of a table, or the part of one that fits on a page.
type row struct {
	cells []cellBox
	rule  unit // width of the line below
	lead  unit
	pad   unit // above and below the text
	from  int  // lines [from, to) of each cell
	to    int
	left  unit
	right unit
	color Color
}

type cellBox struct {
	p    *para
	left unit
}

func (l *layout) table(t Table, where string) error {
	st := t.Style.filled()
	if st.Pad == 0 {
		st.Pad = cellPad
	}
	columns := 0
	for _, r := range t.Rows {
		columns = max(columns, len(r))
	}
	if columns == 0 {
		return nil
	}
	width := l.width - units(st.Left+st.Right)
	if most := (width + columnGap) / (columnGap + minColumn); columns > most {
		return fmt.Errorf("%s: it has %d columns, and %d fit on the page", where, columns, max(most, 0))
	}
	n := l.root.add("Table")
	n.class, n.title = t.Class, printable(t.Title)
	if n.title != "" {
		n.attrs = "/O/Table/Summary" + textString(n.title)
	}
	lead := units(st.Size * st.Leading)
	body := n
	rows := make([]row, 0, len(t.Rows))
	for i, cells := range t.Rows {
		if len(cells) == 0 {
			continue
		}
		head := t.Head && len(rows) == 0
		switch {
		case head && i < len(t.Rows)-1:
			body = n.add("THead")
		case t.Head && body != n && body.kind == "THead":
			body = n.add("TBody")
		}
		tr := body.add("TR")
		r := row{rule: 500, lead: lead, pad: units(st.Pad), left: l.left + units(st.Left), right: l.left + l.width - units(st.Right), color: Color{184, 184, 184}}
		if head {
			r.rule, r.color = 1000, Color{26, 32, 36}
		}
		for j, c := range cells {
			td := tr.add("TD")
			if c.Header {
				td.kind = "TH"
				td.attrs = "/O/Table/Scope/Row"
				if head {
					td.attrs = "/O/Table/Scope/Column"
				}
			}
			if span := columns - j; j == len(cells)-1 && span > 1 {
				if td.attrs == "" {
					td.attrs = "/O/Table"
				}
				td.attrs += fmt.Sprintf("/ColSpan %d", span)
			}
			glyphs, leaves, err := l.runs(td, c.Text, fmt.Sprintf("%s, row %d, cell %d", where, i+1, j+1), c.Header || st.Bold)
			if err != nil {
				return err
			}
			r.cells = append(r.cells, cellBox{p: &para{glyphs: glyphs, leaves: leaves, size: units(st.Size), lead: lead, color: st.Color}})
		}
		rows = append(rows, r)
	}
	widths := columnWidths(rows, columns, width)
	l.rows(rows, widths, t.Head && len(rows) > 1, st)
	return nil
}

// rows breaks the cells into lines and adds the rows as slabs.
func (l *layout) rows(rows []row, widths []unit, head bool, st Style) {
	var again []slab
	for i := range rows {
		r := &rows[i]
		x := r.left
		for j := range r.cells {
			c := &r.cells[j]
			w := widths[j]
			if j == len(r.cells)-1 {
				for _, more := range widths[j+1:] {
					w += columnGap + more
				}
			}
			c.left = x
			c.p.breakLines(w)
			r.to = max(r.to, len(c.p.lines))
			x += w + columnGap
		}
		// A row is cut only where it is taller than a page.
		room := l.bottom - l.top - 2*r.pad
		if len(again) > 0 {
			room -= again[0].height
		}
		most := max(room/r.lead, 1)
		for from := 0; from < r.to; from += most {
			part := *r
			part.from, part.to = from, min(from+most, r.to)
			if part.to < r.to {
				part.rule = 0
			}
			s := slab{height: 2*r.pad + (part.to-part.from)*r.lead, pad: r.pad, piece: part, head: again}
			if i == 0 && from == 0 {
				s.before = max(l.gap, units(st.Before))
			}
			s.keep = head && i == 0 || st.KeepTogether && i < len(rows)-1 || st.KeepWithNext && i == len(rows)-1
			l.slabs = append(l.slabs, s)
		}
		// A head of half a page is not worth drawing again.
		if s := l.slabs[len(l.slabs)-1]; head && i == 0 && r.to <= most && s.height < (l.bottom-l.top)/2 {
			s.before = 0
			again = []slab{s}
		}
	}
	l.gap = units(st.After)
}

func (r row) draw(_ *layout, p *page, top unit, artifact bool) {
	if artifact {
		top += r.pad
	}
	for _, c := range r.cells {
		y := top
		for i := r.from; i < min(r.to, len(c.p.lines)); i++ {
			p.text(c.p, i, c.left, y, artifact)
			y += r.lead
		}
	}
	if r.rule > 0 {
		p.rect(r.left, top+(r.to-r.from)*r.lead+r.pad-r.rule/2, r.right-r.left, r.rule, r.color)
	}
}

// columnWidths shares the width of a table out to its columns. A column gets the width of its widest text
// if all do; what is over goes to the last one. Otherwise narrow columns get what they need, and the wide
// ones share the rest, each at least as wide as its widest word where that can be.
func columnWidths(rows []row, columns int, width unit) []unit {
	words, wholes := make([]unit, columns), make([]unit, columns)
	for _, r := range rows {
		for j, c := range r.cells {
			if j == len(r.cells)-1 && j < columns-1 {
				continue // spans columns, and takes what they have
			}
			word, whole := c.p.natural()
			words[j], wholes[j] = max(words[j], word), max(wholes[j], whole)
		}
	}
	room := width - (columns-1)*columnGap
	widths := make([]unit, columns)
	fixed := make([]bool, columns)
	rest, open := room, columns
	// Columns that need less than an equal share get what they need, until none is left that does.
	for again := true; again && open > 0; {
		again = false
		share := rest / open
		for j := range columns {
			if !fixed[j] && wholes[j] <= share {
				widths[j], fixed[j] = wholes[j], true
				rest -= wholes[j]
				open--
				again = true
			}
		}
	}
	if open == 0 {
		widths[columns-1] += rest
		return widths
	}
	// The others share the rest by the root of what they want, which is nearer to equal heights than equal widths are.
	total := 0
	for j := range columns {
		if !fixed[j] {
			total += root(wholes[j])
		}
	}
	share := rest
	for j := range columns {
		if !fixed[j] {
			widths[j] = share * root(wholes[j]) / max(total, 1)
			rest -= widths[j]
		}
	}
	widths[columns-1] += rest
	// No word is cut as long as another column can give.
	for j := range columns {
		if lack := min(words[j], room) - widths[j]; lack > 0 {
			for k := range columns {
				give := min(lack, max(widths[k]-max(words[k], room/columns/2), 0))
				if k != j && give > 0 {
					widths[k] -= give
					widths[j] += give
					lack -= give
				}
			}
		}
	}
	return widths
}

// root is the whole part of the square root.
func root(n int) int {
	if n <= 0 {
		return 0
	}
	x := n
	for y := (x + 1) / 2; y < x; y = (x + n/x) / 2 {
		x = y
	}
	return x
}
