package duplicate

import (
	"image"
	"math"
	"math/bits"
	"slices"

	"github.com/openimr/openimr/records"
)

// A cell is a piece of a line about as wide as a character: how unlike the pages are there, and how much ink either has
// alone, more than a pixel from any of the other's.
type cell struct {
	rect         image.Rectangle
	unlike       float64
	loneA, loneB int
	change       float64 // of a number or a short word, see change
}

// worst is the cell that is least alike in a rectangle of the first page, which is a word. Where the word lies on the
// second page is found with its neighbourhood, so that a changed word cannot slide to where it fits best. Of a word that
// carries much, the stroke is measured as well.
func (l *laid) worst(r image.Rectangle, wide int, carries bool) cell {
	r = image.Rect(r.Min.X-1, r.Min.Y-1, r.Max.X+1, r.Max.Y+1).Intersect(image.Rect(0, 0, l.a.w, l.a.h))
	if r.Empty() {
		return cell{}
	}
	around := image.Rect(r.Min.X-4*wide, r.Min.Y-2, r.Max.X+4*wide, r.Max.Y+2)
	dx, dy, _ := l.search(around, 0, 0, 3, 3)
	wide = min(max(wide, 6), 60, r.Dx())
	worst := cell{unlike: -1}
	for x := r.Min.X; ; x += max(wide/3, 2) {
		x0 := max(min(x, r.Max.X-wide), r.Min.X)
		c := image.Rect(x0, r.Min.Y, x0+wide, r.Max.Y)
		if u := l.as.unlike(l.bs, c, dx, dy); u > worst.unlike {
			worst = cell{rect: c, unlike: u}
		}
		if x0+wide >= r.Max.X {
			break
		}
	}
	worst.loneA, worst.loneB = l.lone(worst.rect, dx, dy)
	if carries {
		worst.change = change(worst.unlike, l.as.stroke(l.bs, r, dx, dy))
	}
	return worst
}

// lone counts the ink that either page has alone; a rim of one pixel is none.
func (l *laid) lone(r image.Rectangle, dx, dy int) (a, b int) {
	m := mask(r.Dx())
	var lastA, lastB uint64
	for y := r.Min.Y; y < r.Max.Y; y++ {
		ra := l.a.at(r.Min.X, y) & m &^ l.bw.at(r.Min.X+dx, y+dy)
		rb := l.b.at(r.Min.X+dx, y+dy) & m &^ l.aw.at(r.Min.X, y)
		ua, ub := ra&(ra>>1), rb&(rb>>1)
		a += bits.OnesCount64(ua & lastA)
		b += bits.OnesCount64(ub & lastB)
		lastA, lastB = ua, ub
	}
	return a, b
}

// tall is the usual height of a word of the page, in points.
func (p *page) tall() float64 {
	var hs []float32
	for _, t := range p.tokens {
		b := p.Words[t.word].Box
		hs = append(hs, b.Y1-b.Y0)
	}
	if len(hs) == 0 {
		return 10
	}
	slices.Sort(hs)
	return float64(hs[len(hs)/2])
}

// lines are the places of words from tokens from to to, one box for each line of the page.
func (p *page) lines(from, to int) []records.Box {
	var bs []records.Box
	for i := from; i < to; i++ {
		w := p.Words[p.tokens[i].word]
		if i > from && w.Line == p.Words[p.tokens[i-1].word].Line {
			bs[len(bs)-1] = bs[len(bs)-1].Union(w.Box)
			continue
		}
		bs = append(bs, w.Box)
	}
	return bs
}

// places are the rectangles of a run, in pixels of the first page, one a line.
func (l *laid) places(a, b *page, r run) []image.Rectangle {
	var rs []image.Rectangle
	for _, x := range a.lines(r.a0, r.a1) {
		rs = append(rs, l.pixels(x))
	}
	for _, x := range b.lines(r.b0, r.b1) {
		q := l.pixelsOfB(x)
		i := slices.IndexFunc(rs, func(o image.Rectangle) bool {
			mid := (q.Min.Y + q.Max.Y) / 2
			return mid > o.Min.Y && mid < o.Max.Y
		})
		if i >= 0 {
			rs[i] = rs[i].Union(q)
		} else {
			rs = append(rs, q)
		}
	}
	return rs
}

// noise is how unlike words are that both pages have for certain: the value that one in ten exceeds.
func (l *laid) noise(a *page, same []pair, wide int) float64 {
	const sample = 40
	var us []float64
	step := max(len(same)/sample, 1)
	for i := 0; i < len(same); i += step {
		t := a.tokens[same[i].a]
		if len(t.norm) < 2 && t.kind != number {
			continue
		}
		us = append(us, l.worst(l.pixels(a.Words[t.word].Box), wide, false).unlike)
	}
	if len(us) < 5 {
		return math.Inf(1)
	}
	slices.Sort(us)
	return us[len(us)*9/10]
}
