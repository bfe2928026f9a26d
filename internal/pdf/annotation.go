package pdf

import (
	"fmt"
	"math"
	"strings"
)

// annotation shows the drawing of an annotation: the fields of a filled-in form say what they say only there.
func (s *shower) annotation(a Dict) error {
	d := s.doc
	const hidden, noView = 1 << 1, 1 << 5
	if flags, _ := d.Int(a["F"]); flags&(hidden|noView) != 0 || d.Name(a["Subtype"]) == "Popup" {
		return nil
	}
	looks := d.Resolve(d.Dict(a["AP"])["N"])
	if states, ok := looks.(Dict); ok {
		looks = d.Resolve(states[d.Name(a["AS"])])
	}
	rect, sized := d.box(a["Rect"])
	if !sized {
		return nil // nothing of it is seen
	}
	x, ok := looks.(*Stream)
	if !ok {
		return s.undrawn(a, rect)
	}
	box, sized := d.box(x.Dict["BBox"])
	if !sized {
		return nil
	}
	m := identity
	if v, ok := d.numbers(x.Dict["Matrix"], 6); ok {
		m = matrix(v)
	}
	// the box, turned by the matrix, is fitted into the rectangle (ISO 32000-1, 12.5.5)
	lo, hi := [2]float64{math.Inf(1), math.Inf(1)}, [2]float64{math.Inf(-1), math.Inf(-1)}
	for _, c := range [][2]float64{{box[0], box[1]}, {box[0], box[3]}, {box[2], box[1]}, {box[2], box[3]}} {
		for i := range 2 {
			v := c[0]*m[i] + c[1]*m[2+i] + m[4+i]
			lo[i], hi[i] = min(lo[i], v), max(hi[i], v)
		}
	}
	if lo[0] == hi[0] || lo[1] == hi[1] {
		return nil
	}
	sx, sy := (rect[2]-rect[0])/(hi[0]-lo[0]), (rect[3]-rect[1])/(hi[1]-lo[1])
	s.state = state{ctm: matrix{sx, 0, 0, sy, rect[0] - lo[0]*sx, rect[1] - lo[1]*sy}.mul(s.out.Page.view()), scale: 1}
	return s.do(x, nil)
}

// undrawn shows what stands in a field or note that leaves its drawing to the reader, about where it will be drawn.
func (s *shower) undrawn(a Dict, rect [4]float64) error {
	d := s.doc
	text := ""
	switch d.Name(a["Subtype"]) {
	case "FreeText":
		text = d.Text(a["Contents"])
	case "Widget":
		if kind := d.Name(d.field(a, "FT")); kind == "Tx" || kind == "Ch" {
			text = d.Text(d.field(a, "V"))
		}
	}
	if text == "" {
		return nil
	}
	if s.doc.glyphs += len(text); s.doc.glyphs > s.doc.limits.Glyphs {
		return fmt.Errorf("%w: it shows more than %d characters", ErrLimit, s.doc.limits.Glyphs)
	}
	const usual = 10 // points
	s.state = state{ctm: s.out.Page.view(), scale: 1, font: d.font(nil), size: usual}
	s.tm = matrix{1, 0, 0, 1, rect[0], rect[3] - usual}
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		s.emit(line, rect[2]-rect[0])
		s.tm[5] -= 1.2 * usual
	}
	return nil
}

// field finds a value of a form field, which may be its parent's.
func (d *Document) field(a Dict, key Name) Object {
	for range 32 {
		if o := d.Resolve(a[key]); o != nil {
			return o
		}
		if a = d.Dict(a["Parent"]); a == nil {
			return nil
		}
	}
	return nil
}
