package ocr

import (
	"math"
	"sort"
)

// How much tells beyond doubt. The gaps between letters say along which axis lines run (near), how sharply lines begin and
// end says it too (axis), and how letters stand on their lines says which end is up (stand).
const (
	sureNear   = 0.5
	sureAxis   = 2.0
	sureStand  = 4.5
	farStand   = 10   // on a page of prose
	sureShare  = 0.45 // by which more neighbours must say up than down
	leastShare = 0.25 // the same on a page of prose
	enoughPage = 40   // letters
)

// sure says whether the shapes alone tell how the page stands.
func (l *look) sure() bool { return l.axisSure && l.stand >= sureStand }

// upright finds how the page must be turned to stand upright, and how far its lines lean then.
func (l *look) upright(letters []piece, small *bitmap, dpi float64) {
	if len(letters) < 3 {
		return
	}
	across, sharpAcross := lean(small)
	along, sharpAlong := lean(small.turned(90))
	l.near = nearness(letters, dpi)
	sideways := sharpAlong > sharpAcross
	l.axis = max(sharpAcross, sharpAlong) / max(1, min(sharpAcross, sharpAlong))
	switch near := math.Abs(l.near); {
	case near >= sureNear && len(letters) >= enoughPage, near >= 0.8:
		// Columns of figures and boxes to tick are as sharp as lines; the gaps between their letters are not deceived.
		sideways, l.axisSure = l.near < 0, len(letters) >= 8
	default:
		l.axisSure = sideways == (l.near < 0) && len(letters) >= enoughPage && l.axis >= sureAxis
	}
	if !sideways {
		l.skew, l.other = across, along
		up, down := standing(letters, across)
		l.stand = surplus(up, down)
		if down > up {
			l.turn, l.stand = 180, -l.stand
		}
		if l.stand < 1 {
			l.turn = 0 // as most pages come
		}
		return
	}
	l.skew, l.other, l.turn = along, across, 90
	up, down := standing(turnedPieces(letters, int32(l.ink.h)), along)
	l.stand = surplus(up, down)
	if down > up {
		l.turn, l.stand = 270, -l.stand
	}
}

// nearness says along which axis letters are nearer to each other: 1 where all have their nearest neighbour beside them,
// -1 where all have it above or below. Lines run along that axis, since the gap between letters is smaller than that between lines.
func nearness(letters []piece, dpi float64) float64 {
	reach := int32(0.12 * dpi)
	beside := nearestGaps(letters, reach)
	onTheirSide := make([]piece, len(letters))
	for i, p := range letters {
		onTheirSide[i] = piece{p.y0, p.x0, p.y1, p.x1, p.area}
	}
	below := nearestGaps(onTheirSide, reach)
	h, v := 0, 0
	for i := range letters {
		switch a, b := beside[i], below[i]; {
		case a < b:
			h++
		case b < a:
			v++
		}
	}
	if h+v == 0 {
		return 0
	}
	return float64(h-v) / float64(h+v)
}

// nearestGaps is for each piece the gap to the next one on its right that stands beside it by half, or more than reach.
func nearestGaps(ps []piece, reach int32) []int32 {
	order := make([]int32, len(ps))
	for i := range order {
		order[i] = int32(i)
	}
	sort.Slice(order, func(i, j int) bool { return ps[order[i]].x0 < ps[order[j]].x0 })
	gaps := make([]int32, len(ps))
	for k, i := range order {
		a := ps[i]
		best := reach + 1
		for _, j := range order[k+1:] {
			b := ps[j]
			if b.x0 >= a.x1+best {
				break
			}
			if 2*(min(a.y1, b.y1)-max(a.y0, b.y0)) < min(a.y1-a.y0, b.y1-b.y0) || b.x1 <= a.x1 {
				continue
			}
			best = min(best, max(0, b.x0-a.x1))
		}
		gaps[i] = best
	}
	return gaps
}

// surplus is by how many standard deviations more neighbours say up than down, if they said so by chance. The same letters
// come again and again in a table, so there a surplus that is a small share of all is worth less than one deviation.
func surplus(up, down int) float64 {
	n := float64(up + down)
	if n == 0 {
		return 0
	}
	share, deviations := float64(up-down)/n, float64(up-down)/math.Sqrt(n)
	if math.Abs(share) < leastShare || math.Abs(share) < sureShare && math.Abs(deviations) < farStand {
		return share
	}
	return deviations
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
	for _, p := range letters {
		if slanted(p) {
			continue
		}
		fall := slope * float64(p.x0+p.x1) / 2
		ps = append(ps, levelled{float64(p.x0), float64(p.x1), float64(p.y0) - fall, float64(p.y1) - fall})
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

// slanted says whether a piece is a slash or a bracket, which hang below the line in dates and tell nothing.
func slanted(p piece) bool {
	return 3*p.h() > 4*p.w() && 5*int(p.area) < 2*p.w()*p.h()
}

// levelled is a piece on a page whose lines were laid level.
type levelled struct{ x0, x1, top, bottom float64 }
