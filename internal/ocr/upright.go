package ocr

import (
	"math"
	"sort"
)

// sureAxis is from which factor on the axis of the lines is beyond doubt, sureStand from how many standard deviations on
// the end that is up.
const (
	sureAxis  = 2.0
	sureStand = 4.0
)

// sure says whether the shapes alone tell how the page stands.
func (l *look) sure() bool { return l.axis >= sureAxis && l.stand >= sureStand }

// upright finds how the page must be turned to stand upright, and how far its lines lean then.
func (l *look) upright(letters []piece, small *bitmap, scale int, dpi float64) {
	if len(letters) < 3 {
		return
	}
	across, sharpAcross := lean(small)
	turned := small.turned(90)
	along, sharpAlong := lean(turned)
	if sharpAcross >= sharpAlong {
		l.axis = sharpAcross / max(1, sharpAlong)
		l.skew, l.other = across, along
		up, down := standing(letters, across)
		l.stand = surplus(up, down)
		if down > up {
			l.turn, l.stand = 180, -l.stand
		}
		return
	}
	l.axis = sharpAlong / max(1, sharpAcross)
	l.skew, l.other, l.turn = along, across, 90
	up, down := standing(turnedPieces(letters, int32(l.ink.h)), along)
	l.stand = surplus(up, down)
	if down > up {
		l.turn, l.stand = 270, -l.stand
	}
}

func surplus(up, down int) float64 {
	if up+down == 0 {
		return 0
	}
	return float64(up-down) / math.Sqrt(float64(up+down))
}

// turnedPieces are the pieces of a page of height h turned clockwise by 90 degrees.
func turnedPieces(ps []piece, h int32) []piece {
	out := make([]piece, len(ps))
	for i, p := range ps {
		out[i] = piece{h - p.y1, p.x0, h - p.y0, p.x1, p.area}
	}
	return out
}

// standing counts neighbours on a line of which one reaches higher than the other while both stand on the line (up), and
// those of which one reaches lower while both have the same top (down). In Latin script letters rise over the
// small ones (b, d, h, l, t, capitals, digits) about four times as often as they hang below the line (g, p, q, y).
// Capitals and digits alone tell nothing but by their full stops and commas.
func standing(letters []piece, lean float64) (up, down int) {
	slope := math.Tan(lean * math.Pi / 180)
	ps := make([]levelled, 0, len(letters))
	heights := make([]float64, 0, len(letters))
	for _, p := range letters {
		fall := slope * float64(p.x0+p.x1) / 2
		ps = append(ps, levelled{float64(p.x0), float64(p.x1), float64(p.y0) - fall, float64(p.y1) - fall})
		heights = append(heights, float64(p.h()))
	}
	sort.Slice(ps, func(i, j int) bool { return ps[i].x0 < ps[j].x0 })
	for i, a := range ps {
		ha := a.bottom - a.top
		for _, b := range ps[i+1:] {
			if b.x0 > a.x1+ha {
				break
			}
			hb := b.bottom - b.top
			tall, low := max(ha, hb), min(ha, hb)
			if b.x0 < a.x1-0.3*tall || tall > 3.5*low && low > 0.3*tall || min(a.bottom, b.bottom)-max(a.top, b.top) < 0.5*low {
				continue
			}
			dTop, dBottom := math.Abs(a.top-b.top), math.Abs(a.bottom-b.bottom)
			near, far := 0.1*tall+1, 0.2*tall+1
			switch {
			case dBottom <= near && dTop > far:
				up++
			case dTop <= near && dBottom > far:
				down++
			}
		}
	}
	return up, down
}

// levelled is a piece on a page whose lines were laid level.
type levelled struct{ x0, x1, top, bottom float64 }
