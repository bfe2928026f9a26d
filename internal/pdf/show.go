package pdf

import (
	"errors"
	"fmt"
	"math"
)

// A Glyph is one shown character. Places are in points from the top left corner of the page as it is
// looked at, y downwards.
type Glyph struct {
	Text  string // what it says; "" inside a span whose ActualText an earlier glyph says
	Font  *Font
	X, Y  float64 // origin on the base line
	W     float64 // advance in the direction of the text, spacing left out
	Pen   float64 // advance with spacing: where the next glyph is expected
	Size  float64 // of the type, in points
	Angle int     // direction of the text, in degrees clockwise, 0 to 359; 0 is upright
	Mark  int     // index of Shown.Marks; -1 outside of marked content
	Faint bool    // not painted, as the text behind a scanned page
}

// A Mark is a marked-content sequence (ISO 32000-1, 14.6).
type Mark struct {
	Tag      Name
	Owner    Ref // the page or form XObject in whose content it stands
	MCID     int // -1 where it has none
	Props    Dict
	Artifact bool // it, or one around it, is an artifact
	Parent   int  // index of the one around it; -1 where there is none
	Content  int  // index of the innermost one, itself included, that has an MCID; -1 where there is none
}

// Shown is what the content of a page shows.
type Shown struct {
	Page   *Page
	Glyphs []Glyph // in the order of the content
	Marks  []Mark  // in the order of their beginnings
	Images int     // pictures painted
	Image  float64 // how much of the page they cover, 0 to 1; where they overlap, they count twice
}

// matrix is the PDF matrix [a b c d e f].
type matrix [6]float64

var identity = matrix{1, 0, 0, 1, 0, 0}

// mul returns m × n: m is applied first.
func (m matrix) mul(n matrix) matrix {
	return matrix{
		m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3],
		m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5],
	}
}

// state is the part of the graphics state that text needs.
type state struct {
	ctm                                        matrix
	font                                       *Font
	size, charSpace, wordSpace, scale, leading float64
	rise                                       float64
	mode                                       int
}

// A shower carries out the operators of a page.
type shower struct {
	doc   *Document
	out   *Shown
	state state
	stack []state
	tm    matrix
	line  matrix
	owner Ref
	marks []int // open marked-content sequences
	spans []span
	forms int
}

// span is an open sequence with an ActualText.
type span struct {
	depth int // len(marks) with it
	text  string
	from  int // glyphs before it
}

const (
	maxForms = 16
	maxSaved = 2048
)

// Show carries out the content of the page, then draws its annotations, and returns every glyph that is shown.
func (p *Page) Show() (*Shown, error) {
	content, err := p.Content()
	if err != nil {
		return nil, err
	}
	s := &shower{doc: p.doc, out: &Shown{Page: p, Glyphs: make([]Glyph, 0, min(len(content)/5, 1<<16))}, owner: p.Ref}
	s.state = state{ctm: p.view(), scale: 1}
	if err := s.run(content, p.Resources); err != nil {
		return s.out, fmt.Errorf("page %d: %w", p.Number, err)
	}
	for _, o := range p.doc.Array(p.Dict["Annots"]) {
		err := s.annotation(p.doc.Dict(o))
		if errors.Is(err, ErrLimit) {
			return s.out, fmt.Errorf("page %d: an annotation: %w", p.Number, err)
		}
		if err != nil { // it is no part of the text, so the page is read without it
			p.doc.problem("page %d: an annotation cannot be shown: %v", p.Number, err)
		}
	}
	return s.out, nil
}

// view maps the page's own space to points from the top left corner as it is looked at.
func (p *Page) view() matrix {
	l, b, r, t := p.Box[0], p.Box[1], p.Box[2], p.Box[3]
	switch p.Rotate {
	case 1:
		return matrix{0, 1, 1, 0, -b, -l}
	case 2:
		return matrix{-1, 0, 0, 1, r, -b}
	case 3:
		return matrix{0, -1, -1, 0, t, r}
	}
	return matrix{1, 0, 0, -1, -l, t}
}

var errSaved = errors.New("the graphics state is saved too often")

func (s *shower) run(content []byte, res Dict) error {
	c := newContentReader(content)
	floor := len(s.stack)
	marks := len(s.marks)
	for c.next() {
		if s.doc.steps++; s.doc.steps > s.doc.limits.Steps {
			return fmt.Errorf("%w: it has too many operators", ErrLimit)
		}
		if err := s.step(c, res, floor); err != nil {
			return err
		}
	}
	for len(s.marks) > marks { // left open
		s.endMark()
	}
	if len(s.stack) > floor {
		s.state = s.stack[floor]
		s.stack = s.stack[:floor]
	}
	return nil
}

func (s *shower) step(c *contentReader, res Dict, floor int) error {
	st := &s.state
	switch string(c.op) {
	case "q":
		if len(s.stack) >= maxSaved {
			return errSaved
		}
		s.stack = append(s.stack, *st)
	case "Q":
		if n := len(s.stack); n > floor {
			*st = s.stack[n-1]
			s.stack = s.stack[:n-1]
		}
	case "cm":
		st.ctm = c.matrix().mul(st.ctm)
	case "BT":
		s.tm, s.line = identity, identity
	case "Tf":
		if len(c.args) >= 2 && c.args[0].kind == tokName {
			named := s.doc.Dict(res["Font"])[Name(c.args[0].b)]
			if s.doc.Dict(named) == nil {
				s.doc.problem("page %d uses a font that is not there", s.out.Page.Number)
			}
			st.font = s.doc.font(named)
			st.size = c.num(1)
		}
	case "Tc":
		st.charSpace = c.num(0)
	case "Tw":
		st.wordSpace = c.num(0)
	case "Tz":
		st.scale = c.num(0) / 100
	case "TL":
		st.leading = c.num(0)
	case "Ts":
		st.rise = c.num(0)
	case "Tr":
		st.mode = int(c.num(0))
	case "Td":
		s.move(c.num(0), c.num(1))
	case "TD":
		st.leading = -c.num(1)
		s.move(c.num(0), c.num(1))
	case "Tm":
		s.line = c.matrix()
		s.tm = s.line
	case "T*":
		s.move(0, -st.leading)
	case "Tj", "TJ":
		return s.showAll(c.args)
	case "'":
		s.move(0, -st.leading)
		return s.showAll(c.args)
	case "\"":
		st.wordSpace, st.charSpace = c.num(0), c.num(1)
		s.move(0, -st.leading)
		return s.showAll(c.args[min(2, len(c.args)):])
	case "BMC", "BDC":
		s.beginMark(c, res)
	case "EMC":
		if len(s.marks) > 0 {
			s.endMark()
		}
	case "Do":
		if len(c.args) > 0 {
			return s.do(s.doc.Dict(res["XObject"])[Name(c.args[0].b)], res)
		}
	case "gs":
		if len(c.args) > 0 {
			gs := s.doc.Dict(s.doc.Dict(res["ExtGState"])[Name(c.args[0].b)])
			if f := s.doc.Array(gs["Font"]); len(f) == 2 {
				st.font = s.doc.font(f[0])
				st.size, _ = s.doc.Number(f[1])
			}
		}
	case "ID":
		s.image()
		c.inlineImage()
	}
	return nil
}

func (c *contentReader) matrix() (m matrix) {
	for i := range m {
		m[i] = c.num(i)
	}
	return m
}

func (s *shower) move(x, y float64) {
	s.line = matrix{1, 0, 0, 1, x, y}.mul(s.line)
	s.tm = s.line
}

// do paints an XObject. A form is content of its own; a form inside itself is passed over.
func (s *shower) do(o Object, res Dict) error {
	d := s.doc
	x := d.Stream(o)
	if x == nil {
		d.problem("page %d paints something that is not there", s.out.Page.Number)
		return nil
	}
	if d.Name(x.Dict["Subtype"]) == "Image" {
		s.image()
		return nil
	}
	if n := d.Name(x.Dict["Subtype"]); n != "Form" && n != "" {
		return nil
	}
	if s.forms >= maxForms {
		return fmt.Errorf("%w: forms are nested too deeply", ErrLimit)
	}
	data, err := d.Data(x)
	if err != nil {
		return fmt.Errorf("a form: %w", err)
	}
	saved, owner, tm, line := s.state, s.owner, s.tm, s.line
	if m, ok := d.numbers(x.Dict["Matrix"], 6); ok {
		s.state.ctm = matrix(m).mul(s.state.ctm)
	}
	s.owner = x.Ref
	s.forms++
	if r := d.Dict(x.Dict["Resources"]); r != nil {
		res = r
	}
	err = s.run(data, res)
	s.forms--
	s.state, s.owner, s.tm, s.line = saved, owner, tm, line
	return err
}

// image counts a picture, which fills the unit square.
func (s *shower) image() {
	s.out.Images++
	w, h := s.out.Page.Size()
	if w <= 0 || h <= 0 {
		return
	}
	m := s.state.ctm
	dx := min(w, m[4]+max(m[0], 0)+max(m[2], 0)) - max(0, m[4]+min(m[0], 0)+min(m[2], 0))
	dy := min(h, m[5]+max(m[1], 0)+max(m[3], 0)) - max(0, m[5]+min(m[1], 0)+min(m[3], 0))
	if dx > 0 && dy > 0 {
		s.out.Image = min(s.out.Image+dx*dy/(w*h), 1)
	}
}

func (s *shower) beginMark(c *contentReader, res Dict) {
	m := Mark{Owner: s.owner, MCID: -1, Parent: -1, Content: -1}
	if n := len(s.marks); n > 0 {
		m.Parent = s.marks[n-1]
		m.Artifact = s.out.Marks[m.Parent].Artifact
		m.Content = s.out.Marks[m.Parent].Content
	}
	if len(c.args) > 0 {
		m.Tag = Name(c.args[0].b)
	}
	if string(c.op) == "BDC" && len(c.args) > 1 {
		switch a := c.args[1]; a.kind {
		case tokDictOpen:
			m.Props, _ = a.obj.(Dict)
		case tokName:
			m.Props = s.doc.Dict(s.doc.Dict(res["Properties"])[Name(a.b)])
		}
	}
	if m.Tag == "Artifact" {
		m.Artifact = true
	}
	i := len(s.out.Marks)
	if id, ok := s.doc.Int(m.Props["MCID"]); ok {
		m.MCID, m.Content = id, i
	}
	s.out.Marks = append(s.out.Marks, m)
	s.marks = append(s.marks, i)
	if text, ok := s.doc.Resolve(m.Props["ActualText"]).(String); ok {
		s.spans = append(s.spans, span{len(s.marks), text.Text(), len(s.out.Glyphs)})
	}
}

// endMark closes the innermost sequence. Where it has an ActualText its first glyph says it all.
func (s *shower) endMark() {
	if n := len(s.spans); n > 0 && s.spans[n-1].depth == len(s.marks) {
		sp := s.spans[n-1]
		s.spans = s.spans[:n-1]
		if g := s.out.Glyphs[sp.from:]; len(g) > 0 {
			for i := range g {
				g[i].Text = ""
			}
			g[0].Text = sp.text
		} else if sp.text != "" && s.state.font != nil {
			s.emit(sp.text, 0)
		}
	}
	s.marks = s.marks[:len(s.marks)-1]
}

// showAll shows the strings among the operands and moves by the numbers between them.
func (s *shower) showAll(args []operand) error {
	st := &s.state
	for _, a := range args {
		switch a.kind {
		case tokString:
			if err := s.show(a.b); err != nil {
				return err
			}
		case tokInt, tokReal:
			s.advance(-a.num / 1000 * st.size * st.scale)
		}
	}
	return nil
}

func (s *shower) advance(x float64) {
	s.tm[4] += x * s.tm[0]
	s.tm[5] += x * s.tm[1]
}

func (s *shower) show(b []byte) error {
	st := &s.state
	f := st.font
	if f == nil {
		f = s.doc.font(nil)
		st.font = f
	}
	at := s.placed()
	for len(b) > 0 {
		if s.doc.glyphs++; s.doc.glyphs > s.doc.limits.Glyphs {
			return fmt.Errorf("%w: it shows more than %d characters", ErrLimit, s.doc.limits.Glyphs)
		}
		var ch Char
		ch, b = f.Next(b)
		w := ch.Width * st.size
		pen := w + st.charSpace
		if ch.Bytes == 1 && ch.Code == ' ' {
			pen += st.wordSpace
		}
		s.add(&at, ch.Text, w*st.scale, pen*st.scale)
		s.advance(pen * st.scale)
	}
	return nil
}

// A place is where the pen is on the page and how text runs there.
type place struct {
	glyph  Glyph // all but what differs from one to the next
	dx, dy float64
	along  float64
}

// placed tells where the next glyph stands.
func (s *shower) placed() place {
	st := &s.state
	t := s.tm.mul(st.ctm)
	p := place{dx: t[0], dy: t[1], along: math.Hypot(t[0], t[1])}
	p.glyph = Glyph{
		Font: st.font, X: t[4] + st.rise*t[2], Y: t[5] + st.rise*t[3],
		Size: math.Abs(st.size) * math.Hypot(t[2], t[3]), Angle: angle(t[0], t[1]), Mark: -1, Faint: st.mode == 3 || st.mode == 7,
	}
	if n := len(s.marks); n > 0 {
		p.glyph.Mark = s.marks[n-1]
	}
	return p
}

// add adds a glyph at a place and moves the place on; w and pen are in text space.
func (s *shower) add(p *place, text string, w, pen float64) {
	p.glyph.Text, p.glyph.W, p.glyph.Pen = text, w*p.along, pen*p.along
	s.out.Glyphs = append(s.out.Glyphs, p.glyph)
	p.glyph.X += pen * p.dx
	p.glyph.Y += pen * p.dy
}

// emit adds a glyph at the pen; w is in text space.
func (s *shower) emit(text string, w float64) {
	p := s.placed()
	s.add(&p, text, w, w)
}

// angle tells the direction of text in whole degrees, y downwards.
func angle(dx, dy float64) int {
	if dy == 0 && dx >= 0 {
		return 0
	}
	a := math.Atan2(dy, dx) * 180 / math.Pi
	if math.IsNaN(a) {
		return 0
	}
	return (int(math.Round(a)) + 360) % 360
}
