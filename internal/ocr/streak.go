package ocr

import "sort"

// A streak is a thin ragged line down the page, from dirt on the glass of a scanner that pulls the paper past it. The rules
// of tables are not ragged, and stay.
type streak struct{ x0, x1, y0, y1 int32 } // x1, y1 exclusive

// findStreaks finds the streaks and takes the thin pieces that they are made of for specks. A page with one is noisy. Lines
// across the page are streaks where the page was turned since; they may be rows of dashes too, so they alone make no page noisy.
func (l *look) findStreaks(dpi float64) {
	down, parts := ragged(l.parts.all, dpi)
	across, more := ragged(flipped(l.parts.all), dpi)
	l.streaks, l.noisy = down, len(down) > 0
	for _, s := range across {
		l.streaks = append(l.streaks, streak{s.y0, s.y1, s.x0, s.x1})
	}
	for _, i := range append(parts, more...) {
		l.specks[i] = true
	}
}

// flipped are the pieces with their sides exchanged.
func flipped(ps []piece) []piece {
	out := make([]piece, len(ps))
	for i, p := range ps {
		out[i] = piece{p.y0, p.x0, p.y1, p.x1, p.area}
	}
	return out
}

// ragged finds streaks down the page, and the pieces that they are made of.
func ragged(all []piece, dpi float64) (found []streak, parts []int) {
	thin := max(2, int(dpi/70))
	var order []int
	for i, p := range all {
		if p.w() <= thin && (p.h() >= 3*p.w() || p.area <= speckArea(dpi)) {
			order = append(order, i)
		}
	}
	sort.Slice(order, func(a, b int) bool { return all[order[a]].x0 < all[order[b]].x0 })
	for from := 0; from < len(order); {
		// Pieces within the width of a streak, from the first on.
		x0 := all[order[from]].x0
		to, n, longest := from, 0, 0
		var ink, y0, y1 int32 = 0, all[order[from]].y0, 0
		for to < len(order) && all[order[to]].x0 <= x0+1 {
			if p := all[order[to]]; p.h() >= 3*p.w() {
				ink += p.y1 - p.y0
				y0, y1 = min(y0, p.y0), max(y1, p.y1)
				n, longest = n+1, max(longest, p.h())
			}
			to++
		}
		// It is two inches long, seen for a sixth of that between the lines that it runs through, and somewhere longer
		// than any letter: a column of ones is none.
		if n >= 6 && float64(y1-y0) > 2*dpi && 6*ink > y1-y0 && float64(ink) > 0.8*dpi && float64(longest) > 0.15*dpi {
			found = append(found, streak{x0 - 1, x0 + int32(thin) + 1, y0, y1})
			parts = append(parts, order[from:to]...)
			from = to
			continue
		}
		for from < len(order) && all[order[from]].x0 == x0 {
			from++
		}
	}
	return found, parts
}

// owns says whether a run of ink is a streak's own, where it runs through letters: no wider than the streak.
func (s streak) owns(r run) bool {
	return s.y1-s.y0 > s.x1-s.x0 && r.x0 >= s.x0 && r.x1 <= s.x1 && r.y >= s.y0 && r.y < s.y1
}
