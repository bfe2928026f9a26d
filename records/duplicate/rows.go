package duplicate

import (
	"cmp"
	"math"
	"slices"
)

// byRows is the page with its words in the order of their places: rows from the top, each from the left. Text recognition
// sees columns on one copy and none on the other; the rows are the same on both.
func (p *page) byRows() *page {
	p.rowsOnce.Do(func() {
		type placed struct {
			at   int
			x, y float64
			h    float64
		}
		sin, cos := math.Sincos(-float64(p.Skew) * math.Pi / 180)
		ps := make([]placed, len(p.tokens))
		for i, t := range p.tokens {
			b := p.Words[t.word].Box
			x, y := centre(b)
			ps[i] = placed{i, x*cos - y*sin, x*sin + y*cos, float64(b.Y1 - b.Y0)}
		}
		slices.SortStableFunc(ps, func(a, b placed) int { return cmp.Compare(a.y, b.y) })
		tall := p.tall()
		q := p.shallow()
		for from := 0; from < len(ps); {
			to := from + 1
			for to < len(ps) && ps[to].y-ps[to-1].y < tall*0.3 {
				to++
			}
			row := ps[from:to]
			slices.SortStableFunc(row, func(a, b placed) int { return cmp.Compare(a.x, b.x) })
			for _, w := range row {
				q.tokens = append(q.tokens, p.tokens[w.at])
				q.ids = append(q.ids, p.ids[w.at])
			}
			from = to
		}
		p.rows = q
	})
	return p.rows
}

// shallow is the page without its words' order.
func (p *page) shallow() *page {
	return &page{Page: p.Page, ref: p.ref, order: p.order, mean: p.mean, vocab: p.vocab}
}
