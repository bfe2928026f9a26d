package pdf

// What makes columns of running text, as opposed to the cells of a table.
const (
	gutter      = 1.0 // least width of the white between columns, in sizes of the type
	columnLines = 6   // least number of lines
	columnWords = 3.5 // least mean number of words in a line of a column
)

// columns orders lines so that columns of running text are read one after the other. Lines come down the page.
func columns(lines []Line) []Line {
	var out []Line
	for i := 0; i < len(lines); {
		x, end := longestGutter(lines, i)
		left, right := split(lines[i:end], x)
		if end-i < columnLines || !prose(left) || !prose(right) {
			out = append(out, lines[i])
			i++
			continue
		}
		out = append(out, left...)
		out = append(out, columns(right)...)
		i = end
	}
	return out
}

// longestGutter finds the white strip that begins beside line i and runs down the most lines, and returns
// its middle and the line after its last.
func longestGutter(lines []Line, i int) (x float64, end int) {
	end = i
	w := lines[i].Words
	for k := 1; k < len(w); k++ {
		lo, hi := w[k-1].X1, w[k].X0
		least := gutter * max(w[k].Size, w[k-1].Size)
		if hi-lo < least {
			continue
		}
		n, last := i+1, i+1
		for ; n < len(lines); n++ {
			l, h, both := squeeze(lines[n], lo, hi)
			if h-l < least {
				break
			}
			lo, hi = l, h
			if both {
				last = n + 1
			}
		}
		if last > end {
			x, end = (lo+hi)/2, last
		}
	}
	return x, end
}

// squeeze narrows a strip to what a line leaves white of it; both tells whether the line has words on both sides.
func squeeze(l Line, lo, hi float64) (float64, float64, bool) {
	left, right := false, false
	for _, w := range l.Words {
		switch mid := (w.X0 + w.X1) / 2; {
		case w.X1 <= lo:
			left = true
		case w.X0 >= hi:
			right = true
		case mid < (lo+hi)/2:
			lo, left = w.X1, true
		default:
			hi, right = w.X0, true
		}
		if lo >= hi {
			return 0, 0, false
		}
	}
	return lo, hi, left && right
}

// split cuts lines at x.
func split(lines []Line, x float64) (left, right []Line) {
	for _, l := range lines {
		n := 0
		for n < len(l.Words) && (l.Words[n].X0+l.Words[n].X1)/2 < x {
			n++
		}
		if n > 0 {
			left = append(left, Line{Words: l.Words[:n:n], Angle: l.Angle})
		}
		if n < len(l.Words) {
			right = append(right, Line{Words: l.Words[n:], Angle: l.Angle})
		}
	}
	return left, right
}

func prose(lines []Line) bool {
	words := 0
	for _, l := range lines {
		words += len(l.Words)
	}
	return len(lines) > 0 && float64(words) >= columnWords*float64(len(lines))
}
