package sandbox

import (
	"cmp"
	"slices"

	"github.com/openimr/openimr/records"
)

// A run is a stretch of words of one line without a wide gap: a line of a column, or a cell.
type run struct {
	words []int
	box   records.Box
}

// arrange puts words into reading order and numbers their lines and blocks.
//
// Content streams give words in any order, so lines are found by where words stand. What stands side by side is one line,
// be it the label of a field and its value, or the cells of a row, unless it is two columns of running text: then the left
// one is read to its end first. Blocks end where the distance of lines grows or the size of the letters changes.
func arrange(words []records.Word) []records.Word {
	if len(words) == 0 {
		return nil
	}
	rows := rowsOf(runsOf(words))
	a := arranger{words: words, out: make([]records.Word, 0, len(words))}
	a.region(rows)
	return a.out
}

func height(b records.Box) float32 { return b.Y1 - b.Y0 }

// sameLine says whether two boxes stand side by side: their middles lie within each other, and neither is a giant beside the other.
func sameLine(a, b records.Box) bool {
	overlap := min(a.Y1, b.Y1) - max(a.Y0, b.Y0)
	return overlap > 0.5*min(height(a), height(b))
}

// neighbours says whether two boxes on one line, with such a gap between them, are neighbours in running text.
func neighbours(a, b records.Box, gap float32) bool {
	em := max(min(height(b), height(a)), 1)
	return sameLine(a, b) && gap > -0.3*em && gap < 1.2*em
}

// joined joins the runs of a row that are neighbours, which happens where the content has the words in another order.
func joined(runs []run) []run {
	out := runs[:1]
	for _, r := range runs[1:] {
		last := &out[len(out)-1]
		if neighbours(last.box, r.box, r.box.X0-last.box.X1) {
			last.words = slices.Concat(last.words, r.words)
			last.box = last.box.Union(r.box)
			continue
		}
		out = append(out, r)
	}
	return out
}

// runsOf joins words that follow each other in the content and on the page.
func runsOf(words []records.Word) []run {
	index := make([]int, len(words)) // the words of all runs, each a part of it
	runs := make([]run, 0, len(words)/4+1)
	for i := range words {
		index[i] = i
		b := words[i].Box
		if n := len(runs); n > 0 {
			r := &runs[n-1]
			last := words[i-1].Box
			gap := b.X0 - last.X1
			if neighbours(last, b, gap) {
				r.words = index[i-len(r.words) : i+1]
				r.box = r.box.Union(b)
				continue
			}
		}
		runs = append(runs, run{words: index[i : i+1 : i+1], box: b})
	}
	return runs
}

// A row is what stands on one line of the page, from left to right.
type row struct {
	runs []run
	box  records.Box
}

// rowsOf puts runs into rows, from top to bottom.
func rowsOf(runs []run) []row {
	slices.SortStableFunc(runs, func(a, b run) int { return cmp.Compare(a.box.Y0+a.box.Y1, b.box.Y0+b.box.Y1) })
	var rows []row
	for _, r := range runs {
		// Only the last few rows can still take a run, as runs come from top to bottom.
		placed := false
		for i := len(rows) - 1; i >= max(0, len(rows)-3) && !placed; i-- {
			first := rows[i].runs[0].box
			if sameLine(first, r.box) && height(r.box) < 3*height(first) && height(first) < 3*height(r.box) && fits(rows[i], r) {
				rows[i].runs = append(rows[i].runs, r)
				rows[i].box = rows[i].box.Union(r.box)
				placed = true
			}
		}
		if !placed {
			rows = append(rows, row{runs: []run{r}, box: r.box})
		}
	}
	for i := range rows {
		slices.SortStableFunc(rows[i].runs, func(a, b run) int { return cmp.Compare(a.box.X0, b.box.X0) })
		rows[i].runs = joined(rows[i].runs)
	}
	slices.SortStableFunc(rows, func(a, b row) int { return cmp.Compare(a.box.Y0+a.box.Y1, b.box.Y0+b.box.Y1) })
	return rows
}

// fits says whether a run has a free place in a row: it lies over none that is there.
func fits(r row, n run) bool {
	for _, o := range r.runs {
		if min(o.box.X1, n.box.X1)-max(o.box.X0, n.box.X0) > 0.3*min(o.box.X1-o.box.X0, n.box.X1-n.box.X0) {
			return false
		}
	}
	return true
}

type arranger struct {
	words []records.Word
	out   []records.Word
	line  int32
	block int32
}

// region puts rows out, columns of running text one after the other.
func (a *arranger) region(rows []row) {
	for len(rows) > 0 {
		from, to, gutter := columns(rows)
		a.rows(rows[:from])
		if from == to {
			return
		}
		left, right := part(rows[from:to], gutter)
		a.region(left)
		a.region(right)
		rows = rows[to:]
	}
}

// prose is how many words a run must have to be taken for a line of running text.
const prose = 4

// columns finds the first stretch of rows that is two columns of running text, and where they part. from and to are both
// len(rows) where there is none.
func columns(rows []row) (from, to int, gutter float32) {
	for i := range rows {
		x0, x1, ok := gap(rows[i])
		if !ok {
			continue
		}
		// Grow as long as the gap goes on; rows of one side alone may lie between. A row that lies over the gap ends it.
		end, paired := i+1, 1
		for j := i + 1; j < len(rows); j++ {
			n0, n1, across := through(rows[j], x0, x1)
			if across || n1-n0 < 6 {
				break
			}
			if rows[j].box.Y0-rows[j-1].box.Y1 > 6*height(rows[j].runs[0].box) {
				break
			}
			x0, x1 = n0, n1
			if _, _, ok := gap(rows[j]); ok {
				paired++
			}
			end = j + 1
		}
		if paired >= 3 && 2*paired >= end-i {
			return i, end, (x0 + x1) / 2
		}
	}
	return len(rows), len(rows), 0
}

// gap is the gap between two runs of running text in a row.
func gap(r row) (x0, x1 float32, ok bool) {
	for i := 1; i < len(r.runs); i++ {
		if len(r.runs[i-1].words) >= prose && len(r.runs[i].words) >= prose {
			return r.runs[i-1].box.X1, r.runs[i].box.X0, true
		}
	}
	return 0, 0, false
}

// through narrows a gap to what a row leaves free of it; across says that a run lies over it.
func through(r row, x0, x1 float32) (n0, n1 float32, across bool) {
	mid := (x0 + x1) / 2
	n0, n1 = x0, x1
	for _, u := range r.runs {
		switch {
		case u.box.X0 < x0 && u.box.X1 > x1:
			return 0, 0, true
		case (u.box.X0+u.box.X1)/2 < mid:
			n0 = max(n0, u.box.X1)
		default:
			n1 = min(n1, u.box.X0)
		}
	}
	return n0, n1, false
}

// part parts rows at a gutter.
func part(rows []row, gutter float32) (left, right []row) {
	for _, r := range rows {
		var l, g row
		for _, u := range r.runs {
			side := &l
			if (u.box.X0+u.box.X1)/2 > gutter {
				side = &g
			}
			side.runs = append(side.runs, u)
			side.box = side.box.Union(u.box)
		}
		if len(l.runs) > 0 {
			left = append(left, l)
		}
		if len(g.runs) > 0 {
			right = append(right, g)
		}
	}
	return left, right
}

// rows puts out rows of one column and parts them into blocks.
func (a *arranger) rows(rows []row) {
	for i, r := range rows {
		if i > 0 && parts(rows, i) {
			a.block++
		}
		for _, u := range r.runs {
			for _, w := range u.words {
				word := a.words[w]
				word.Line, word.Block = a.line, a.block
				a.out = append(a.out, word)
			}
		}
		a.line++
	}
	if len(rows) > 0 {
		a.block++
	}
}

// parts says whether a block ends before row i: the lines stand further apart than those around them do, or are of
// another size.
func parts(rows []row, i int) bool {
	pitch := rows[i].box.Y0 - rows[i-1].box.Y0
	h0, h1 := height(rows[i-1].box), height(rows[i].box)
	if pitch > 2*max(h0, h1) || max(h0, h1) > 1.35*min(h0, h1) {
		return true
	}
	least := pitch
	if i >= 2 {
		least = min(least, rows[i-1].box.Y0-rows[i-2].box.Y0)
	}
	if i+1 < len(rows) {
		least = min(least, rows[i+1].box.Y0-rows[i].box.Y0)
	}
	return pitch > 1.3*max(least, 0.8*min(h0, h1))
}
