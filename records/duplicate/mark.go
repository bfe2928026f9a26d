package duplicate

import (
	"image"
	"slices"

	"github.com/openimr/openimr/records"
)

// Ink that one page has alone, by two pixels or more. Less than this is dirt.
const (
	dirt      = 10  // pixels of one blob: not looked at
	oneBlob   = 60  // a tick in a box has more
	allBlobs  = 120 // of blobs that lie together
	markInk   = 150 // a mark has more
	mostMarks = 3
	apart     = 20 // pixels between blobs that lie together
)

// A patch is ink that one page has alone: blobs that lie together.
type patch struct {
	box   image.Rectangle
	area  int
	blobs []blob
}

// patches finds the ink that the first plane has and the second, grown, has nothing near; free says where to look.
func patches(ink, other *plane, within image.Rectangle, not []image.Rectangle) []patch {
	all, _ := ink.without(other.grown()).blobs()
	var bs []blob
	for _, b := range all {
		if b.area >= dirt && b.box.In(within) && !slices.ContainsFunc(not, b.box.Overlaps) {
			bs = append(bs, b)
		}
	}
	var ps []patch
	for _, b := range bs {
		p := patch{b.box, b.area, []blob{b}}
		for again := true; again; {
			again = false
			for i := 0; i < len(ps); i++ {
				if ps[i].box.Inset(-apart).Overlaps(p.box) {
					p = patch{p.box.Union(ps[i].box), p.area + ps[i].area, append(p.blobs, ps[i].blobs...)}
					ps = slices.Delete(ps, i, i+1)
					again = true
					break
				}
			}
		}
		ps = append(ps, p)
	}
	return slices.DeleteFunc(ps, func(p patch) bool {
		if p.area < allBlobs && p.box.Dx() <= 5 && p.box.Dy() > 4*p.box.Dx() {
			return true // what is left of a streak beside writing
		}
		return p.area < allBlobs && !slices.ContainsFunc(p.blobs, func(b blob) bool { return b.area >= oneBlob })
	})
}

// lone finds what each page has alone, beside fax headers, stamped numbers and the edges.
func (l *laid) alone(a, b *page) (onA, onB []patch) {
	inch := int(72 * l.px)
	within := l.shown.Intersect(l.mine).Inset(inch / 5)
	if a.Source == records.OCR || b.Source == records.OCR {
		within.Min.Y = max(within.Min.Y, int(headerBand*l.px))
	}
	var not []image.Rectangle
	add := func(r image.Rectangle, role records.Role) {
		if role == records.FaxHeader { // its line, over the whole width
			r.Min.X, r.Max.X = 0, l.a.w
		}
		not = append(not, r.Inset(-8))
	}
	for _, w := range a.Words {
		if a.edge(w) {
			add(l.pixels(w.Box), w.Role)
		}
	}
	for _, w := range b.Words {
		if b.edge(w) {
			add(l.pixelsOfB(w.Box), w.Role)
		}
	}
	return patches(l.a, l.bw, within, not), patches(l.b, l.aw, within, not)
}

// edge says whether a word is of a fax header or a stamped number, which every copy has anew. A stamp amid the page is a mark.
func (p *page) edge(w records.Word) bool {
	return w.Role == records.FaxHeader || w.Role == records.Stamp && (w.Box.Y1 < 60 || w.Box.Y0 > p.Height-60)
}

// merged takes patches together that lie within half an inch of each other.
func merged(ps []patch, near int) []image.Rectangle {
	var rs []image.Rectangle
	for _, p := range ps {
		r := p.box
		for i := 0; i < len(rs); i++ {
			if rs[i].Inset(-near).Overlaps(r) {
				r = r.Union(rs[i])
				rs = slices.Delete(rs, i, i+1)
				i = -1
			}
		}
		rs = append(rs, r)
	}
	return rs
}

// A failure is a run whose pixels differ, with where.
type failure struct {
	run   run
	place image.Rectangle
	cell  cell
}

// marked says whether all that differs is a mark on one page: added ink in few boxes, that is no typing, with the other page's
// ink still there below it. on says which page has the mark; tokens of that page are marks, those of the other clean.
func (l *laid) marked(ps []patch, failed []failure, onB bool, a, b *page, open []run) (image.Rectangle, bool) {
	tall := int(a.tall() * l.px)
	boxes := merged(ps, int(36*l.px))
	if len(boxes) == 0 || len(boxes) > mostMarks {
		return image.Rectangle{}, false
	}
	all := image.Rectangle{}
	for _, r := range boxes {
		area := 0
		for _, p := range ps {
			if p.box.In(r) {
				area += p.area
			}
		}
		if area < markInk || r.Dx()*r.Dx()+r.Dy()*r.Dy() < tall*tall*5/2 {
			return all, false
		}
		if r.Dx() > l.a.w*8/10 && r.Dy() > l.a.h/2 {
			return all, false // not compact: the copies differ everywhere
		}
		all = all.Union(r)
	}
	for _, f := range failed {
		if !slices.ContainsFunc(boxes, f.place.Inset(-8).Overlaps) || !l.covered(f, ps, onB, a, b, tall) {
			return all, false
		}
	}
	if l.typed(ps, onB, a, b, open, tall) {
		return all, false
	}
	return all, true
}

// covered says whether a run that differs does so only by the ink of a mark over it: the clean page's ink is all there, and
// what was added to a number or a short word comes from outside of its line. A stroke within the line could make a 3 an 8.
func (l *laid) covered(f failure, ps []patch, onB bool, a, b *page, tall int) bool {
	gone, ink := f.cell.loneA, l.a
	if !onB {
		gone, ink = f.cell.loneB, l.b
	}
	if gone > max(3, ink.count(f.cell.rect)/16) {
		return false
	}
	ta, tb := a.tokens[f.run.a0:f.run.a1], b.tokens[f.run.b0:f.run.b1]
	if ja, jb := join(ta), join(tb); ja != "" && jb != "" && !nearly(ja, jb) && min(a.sureOf(ta), b.sureOf(tb)) >= 70 {
		return false // both are well read: as different words
	}
	if f.place.Dy()*10 > tall*14 || weightOf(ta, tb) == 0 && beyond(ps, f.place, tall) {
		return weightOf(ta, tb) == 0
	}
	if gone > max(2, ink.count(f.cell.rect)/50) || pureNumber(join(ta)) && pureNumber(join(tb)) {
		return false // both are read: as different numbers
	}
	line := image.Rect(f.place.Min.X, f.place.Min.Y-3, f.place.Max.X, f.place.Max.Y+3)
	for _, p := range ps {
		for _, x := range p.blobs {
			if x.box.Overlaps(f.place) && x.box.Min.Y >= line.Min.Y && x.box.Max.Y <= line.Max.Y && x.area < tall*tall/2 {
				return false
			}
		}
	}
	return true
}

// beyond says whether the mark over a place reaches out of its line.
func beyond(ps []patch, place image.Rectangle, tall int) bool {
	return slices.ContainsFunc(ps, func(p patch) bool {
		return p.box.Overlaps(place) && (p.box.Min.Y < place.Min.Y-tall/3 || p.box.Max.Y > place.Max.Y+tall/3)
	})
}

// typed says whether added ink is words among the lines of the page: an addendum, not a stamp or writing by hand.
func (l *laid) typed(ps []patch, onB bool, a, b *page, open []run, tall int) bool {
	var starts []int
	var lines []image.Rectangle
	line := int32(-1)
	for _, t := range a.tokens {
		w := a.Words[t.word]
		r := l.pixels(w.Box)
		if w.Line != line || len(lines) == 0 {
			starts, lines = append(starts, r.Min.X), append(lines, r)
			line = w.Line
			continue
		}
		lines[len(lines)-1] = lines[len(lines)-1].Union(r)
	}
	for _, o := range open {
		p, from, to := a, o.a0, o.a1
		if onB {
			p, from, to = b, o.b0, o.b1
		}
		if from == to || onB && o.a0 < o.a1 || !onB && o.b0 < o.b1 {
			continue // words that stand against others are settled by covered
		}
		for i := from; i < to; i++ {
			w := p.Words[p.tokens[i].word]
			if w.Confidence < 70 || len(p.tokens[i].norm) < 2 {
				continue
			}
			r := l.pixels(w.Box)
			if onB {
				r = l.pixelsOfB(w.Box)
			}
			if r.Dy()*4 < tall*3 || r.Dy()*3 > tall*4 || !slices.ContainsFunc(ps, func(p patch) bool { return p.box.Overlaps(r) }) {
				continue
			}
			if onGrid(r, lines, starts, tall) && !l.overWords(r, onB, a, b) {
				return true
			}
		}
	}
	for _, p := range ps { // typing that was not read
		if len(p.blobs) >= 6 && p.box.Dy()*2 <= tall*3 && onGrid(p.box, lines, starts, tall) && !l.overWords(p.box, onB, a, b) {
			return true
		}
	}
	return false
}

// overWords says whether a box lies over words of the page that is clean: nobody types there.
func (l *laid) overWords(r image.Rectangle, onB bool, a, b *page) bool {
	clean, place := a, l.pixels
	if !onB {
		clean, place = b, l.pixelsOfB
	}
	for _, t := range clean.tokens {
		if x := place(clean.Words[t.word].Box).Intersect(r); x.Dx() > 6 && x.Dy() > 6 {
			return true
		}
	}
	return false
}

// onGrid says whether a box stands in a line of the page or begins where its lines begin.
func onGrid(r image.Rectangle, lines []image.Rectangle, starts []int, tall int) bool {
	begins := 0
	for i, x := range lines {
		if d := abs((r.Min.Y+r.Max.Y)/2 - (x.Min.Y+x.Max.Y)/2); d*4 < tall && r.Min.X < x.Max.X+3*tall && r.Max.X > x.Min.X-3*tall {
			return true
		}
		if abs(starts[i]-r.Min.X)*3 < tall {
			begins++
		}
	}
	return begins >= 3
}
