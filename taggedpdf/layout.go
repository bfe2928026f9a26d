package taggedpdf

import (
	"fmt"
	"strconv"
	"unicode/utf8"
)

// A layout is a document on its way to pages.
type layout struct {
	doc       *Document
	shaper    *shaper
	root      *node // Document
	slabs     []slab
	pages     []*page
	marks     []bookmark
	left      unit // of the text
	width     unit
	top       unit // distances from the upper edge of the page
	bottom    unit
	gap       unit // owed below the last block
	lastLevel int  // of the headings so far
}

// A slab is a piece of the body that is not cut: a line, a row of a table, a page break.
type slab struct {
	before unit // left out at the top of a page
	height unit
	pad    unit // part of height above the content
	keep   bool // on the page of the next slab
	piece  piece
	turn   *node // of a page break, which has no piece
	frame  *frame
	head   []slab // drawn again as artifacts where a page begins with this slab
	mark   *bookmark
}

// A piece draws itself at a distance from the upper edge of the page.
type piece interface {
	draw(l *layout, p *page, top unit, artifact bool)
}

// A frame is what is drawn around a block: fill, bar and rules.
type frame struct {
	left, right  unit
	bar          unit
	barColor     Color
	filled       bool
	fill         Color
	above, below unit
	rule         Color
}

// A bookmark leads to a heading.
type bookmark struct {
	title string
	level int
	page  int
	y     unit // from the upper edge
}

// compose lays out the whole body.
func (l *layout) compose() error {
	for i, b := range l.doc.Body {
		where := fmt.Sprintf("block %d (%s)", i+1, b.kind())
		from := len(l.root.kids)
		var err error
		switch b := b.(type) {
		case Heading:
			err = l.heading(b, where)
		case Paragraph:
			err = l.paragraph(b, where)
		case List:
			err = l.list(b, where)
		case Table:
			err = l.table(b, where)
		case PageBreak:
			n := l.root.add("PageBreak")
			l.slabs = append(l.slabs, slab{turn: n})
			l.gap = 0
		default:
			err = fmt.Errorf("%s: this package cannot write a %T", where, b)
		}
		if err != nil {
			return err
		}
		for _, k := range l.root.kids[from:] {
			if k.node.class = printable(k.node.class); len(k.node.class) > maxName {
				return fmt.Errorf("%s: the name of the class has %d bytes; a PDF allows at most %d", where, len(k.node.class), maxName)
			}
			if k.node.title = printable(k.node.title); utf8.RuneCountInString(k.node.title) > maxText {
				return fmt.Errorf("%s: the title is longer than %d characters", where, maxText)
			}
		}
	}
	l.paginate()
	return nil
}

// maxMark is how many characters of a heading its bookmark shows.
const maxMark = 200

func (l *layout) heading(h Heading, where string) error {
	if h.Level < 1 || h.Level > 6 {
		return fmt.Errorf("%s: the level is %d; use 1 to 6", where, h.Level)
	}
	if h.Level > l.lastLevel+1 {
		return fmt.Errorf("%s: level %d follows level %d; leave out no level", where, h.Level, l.lastLevel)
	}
	st := h.Style
	if st.Size == 0 {
		st.Size = [...]float64{18, 14, 12, 11, 11, 11}[h.Level-1]
	}
	if st.Before == 0 {
		st.Before = 1.2 * st.Size
	}
	if st.After == 0 {
		st.After = 0.4 * st.Size
	}
	if st.Leading == 0 {
		st.Leading = 1.2
	}
	st.KeepTogether, st.KeepWithNext, st.balanced = true, true, true
	n := l.root.add(fmt.Sprintf("H%d", h.Level))
	n.class = h.Class
	from := len(l.slabs)
	if err := l.lines(n, h.Text, st, where); err != nil {
		return err
	}
	if from < len(l.slabs) { // a heading without text is left out
		l.lastLevel = h.Level
		title := ""
		for _, t := range h.Text {
			title += clean(t.Text)
		}
		if r := []rune(title); len(r) > maxMark {
			title = string(r[:maxMark]) + "…"
		}
		l.slabs[from].mark = &bookmark{title: title, level: h.Level}
	}
	return nil
}

func (l *layout) paragraph(p Paragraph, where string) error {
	n := l.root.add("P")
	n.class = p.Class
	return l.lines(n, p.Text, p.Style, where)
}

// lines adds the lines of one paragraph.
func (l *layout) lines(n *node, texts []Text, st Style, where string) error {
	st = st.filled()
	glyphs, leaves, err := l.runs(n, texts, where, st.Bold)
	if err != nil {
		return err
	}
	if len(glyphs) == 0 {
		n.parent.kids = n.parent.kids[:len(n.parent.kids)-1]
		return nil
	}
	p := &para{glyphs: glyphs, leaves: leaves, size: units(st.Size), lead: units(st.Size * st.Leading), color: st.Color}
	left := units(st.Left + st.Bar)
	right := units(st.Right)
	pad := units(st.Pad)
	above, below := 0, 0
	if st.Bar > 0 || st.Filled {
		left += pad
	}
	if st.Filled {
		right += pad
	}
	if st.Filled || st.RuleAbove > 0 {
		above = pad
	}
	if st.Filled || st.RuleBelow > 0 {
		below = pad
	}
	if width := l.width - left - right; st.balanced {
		p.balance(width)
	} else {
		p.breakLines(width)
	}
	f := st.frame(l.left, l.width)
	for i := range p.lines {
		s := slab{height: p.lead, piece: textLine{p, i, l.left + left, nil}, frame: f}
		if i == 0 {
			s.before = max(l.gap, units(st.Before))
			s.pad = above
		}
		n := len(p.lines)
		s.height += s.pad
		if i == n-1 {
			s.height += below
			s.keep = st.KeepWithNext
		} else {
			s.keep = st.KeepTogether || i == 0 || i == n-2
		}
		l.slabs = append(l.slabs, s)
	}
	l.gap = units(st.After)
	return nil
}

func (l *layout) list(list List, where string) error {
	st := list.Style.filled()
	n := l.root.add("L")
	n.class, n.title = list.Class, list.Title
	n.attrs = "/O/List/ListNumbering/Disc"
	if list.Ordered {
		n.attrs = "/O/List/ListNumbering/Decimal"
	}
	size := units(st.Size)
	indent, out := size*3/2, size*3/8 // where the text and where the label begins
	if list.Ordered {
		indent, out = size*(9+6*len(strconv.Itoa(len(list.Items))))/10, 0
	}
	left := l.left + units(st.Left)
	for i, item := range list.Items {
		li := n.add("LI")
		label := "• "
		if list.Ordered {
			label = fmt.Sprintf("%d. ", i+1)
		}
		place := fmt.Sprintf("%s, item %d", where, i+1)
		lg, ll, err := l.runs(li.add("Lbl"), []Text{{Text: label}}, place, false)
		if err != nil {
			return err
		}
		lbl := &para{glyphs: lg, leaves: ll, size: size, lead: units(st.Size * st.Leading), color: st.Color, lines: []line{{0, len(lg)}}}
		g, leaves, err := l.runs(li.add("LBody"), item, place, st.Bold)
		if err != nil {
			return err
		}
		p := &para{glyphs: g, leaves: leaves, size: size, lead: lbl.lead, color: st.Color}
		p.breakLines(l.width - units(st.Left+st.Right) - indent)
		for k := range p.lines {
			s := slab{height: p.lead, piece: textLine{p, k, left + indent, nil}}
			if k == 0 {
				s.piece = textLine{p, k, left + indent, &labelAt{lbl, left + out}}
				s.before = size / 4
				if i == 0 {
					s.before = max(l.gap, units(st.Before))
				}
			}
			m := len(p.lines)
			s.keep = k < m-1 && (st.KeepTogether || k == 0 || k == m-2) || k == m-1 && i == len(list.Items)-1 && st.KeepWithNext
			l.slabs = append(l.slabs, s)
		}
	}
	l.gap = units(st.After)
	return nil
}

// filled puts the usual values where a style leaves them out.
func (st Style) filled() Style {
	if st.Size == 0 {
		st.Size = 11
	}
	if st.Leading == 0 {
		st.Leading = 1.35
	}
	if st.After == 0 {
		st.After = 0.6 * st.Size
	}
	return st
}

func (st Style) frame(left, width unit) *frame {
	if st.Bar == 0 && !st.Filled && st.RuleAbove == 0 && st.RuleBelow == 0 {
		return nil
	}
	return &frame{
		left: left + units(st.Left), right: left + width - units(st.Right), bar: units(st.Bar), barColor: st.BarColor,
		filled: st.Filled, fill: st.Fill, above: units(st.RuleAbove), below: units(st.RuleBelow), rule: st.RuleColor,
	}
}

// paginate puts the slabs onto pages. Slabs that are kept together start a new page where they would not
// fit on this one but fit on the next.
func (l *layout) paginate() {
	f := &flow{layout: l, y: l.top, blank: true}
	f.page = l.newPage()
	for i := 0; i < len(l.slabs); {
		if n := l.slabs[i].turn; n != nil {
			f.breaks = append(f.breaks, n)
			i++
			continue
		}
		if len(f.breaks) > 0 && !f.blank {
			f.turn(nil)
		}
		f.placeBreaks()
		j, need := i, l.slabs[i].height
		for l.slabs[j].keep && j+1 < len(l.slabs) && l.slabs[j+1].turn == nil {
			j++
			need += l.slabs[j].before + l.slabs[j].height
		}
		if !f.blank && f.y+l.slabs[i].before+need > l.bottom && need <= l.bottom-l.top {
			f.turn(&l.slabs[i])
		}
		for ; i <= j; i++ {
			f.place(&l.slabs[i])
		}
	}
	f.placeBreaks()
	f.shut()
	for _, p := range l.pages {
		p.close()
	}
}

// A flow is the state of the page that is being filled.
type flow struct {
	*layout
	page   *page
	y      unit    // where the next slab goes
	blank  bool    // no slab stands on the page yet
	frame  *frame  // that is open
	opened unit    // where it begins
	breaks []*node // page breaks that wait for something to stand after them
}

// place puts a slab on the page, or on the next one where it does not fit.
func (f *flow) place(s *slab) {
	before := s.before
	if !f.blank && f.y+before+s.height > f.bottom {
		f.turn(s)
	}
	if f.blank {
		before = 0
	}
	if s.frame != f.frame {
		f.shut()
	}
	f.y += before
	if f.frame == nil {
		f.frame, f.opened = s.frame, f.y
	}
	if s.mark != nil {
		s.mark.page, s.mark.y = f.page.number, f.y
		f.marks = append(f.marks, *s.mark)
	}
	s.piece.draw(f.layout, f.page, f.y+s.pad, false)
	f.y += s.height
	f.blank = false
}

// turn begins a page, with the head of the table that s belongs to.
func (f *flow) turn(s *slab) {
	f.shut()
	f.page, f.y, f.blank = f.newPage(), f.top, true
	if s != nil {
		for _, h := range s.head {
			h.piece.draw(f.layout, f.page, f.y, true)
			f.y += h.height
		}
	}
}

// shut draws the frame that is open down to here.
func (f *flow) shut() {
	if f.frame != nil {
		f.page.frame(f.frame, f.opened, f.y)
		f.frame = nil
	}
}

// placeBreaks puts the elements of the page breaks on the page that they led to. Breaks with nothing between
// or after them leave no blank page.
func (f *flow) placeBreaks() {
	for _, n := range f.breaks {
		n.at(f.page.number)
	}
	f.breaks = nil
}

func (l *layout) newPage() *page {
	p := &page{layout: l, number: len(l.pages), font: -1}
	l.pages = append(l.pages, p)
	return p
}

// textLine is one line of a paragraph, with the label of its list item.
type textLine struct {
	p     *para
	line  int
	left  unit
	label *labelAt
}

type labelAt struct {
	p    *para
	left unit
}

func (t textLine) draw(_ *layout, p *page, top unit, artifact bool) {
	if t.label != nil {
		p.text(t.label.p, 0, t.label.left, top, artifact)
	}
	p.text(t.p, t.line, t.left, top, artifact)
}
