package review

import "strings"

// A Clash is a part of a text that two windows changed in two ways. The merged text has Mine.
type Clash struct {
	Base   string `json:"base"`
	Mine   string `json:"mine"`
	Theirs string `json:"theirs"`
	At     Span   `json:"at"` // of Mine in the merged text
}

// Merge puts together what two windows made of one text, sentence by sentence. What only one of them changed is taken; what
// both changed alike is taken once; where they differ Mine stands, and the clash says what the other has. Nothing is lost:
// every sentence of both is in the merged text or in a clash.
func Merge(base, mine, theirs string) (merged string, clashes []Clash) {
	switch {
	case mine == theirs || theirs == base:
		return mine, nil
	case mine == base:
		return theirs, nil
	}
	b, m, t := units(base), units(mine), units(theirs)
	toM, toT := common(b, m), common(b, t)
	var out strings.Builder
	bi, mi, ti := 0, 0, 0
	piece := func(be, me, te int) { // settle base[bi:be] against mine[mi:me] and theirs[ti:te]
		o, x, y := strings.Join(b[bi:be], ""), strings.Join(m[mi:me], ""), strings.Join(t[ti:te], "")
		switch {
		case x == y || y == o:
			out.WriteString(x)
		case x == o:
			out.WriteString(y)
		case strings.HasPrefix(y, x): // one typed on
			out.WriteString(y)
		default:
			at := out.Len()
			out.WriteString(x)
			if !strings.HasPrefix(x, y) {
				clashes = append(clashes, Clash{o, x, y, Span{at, out.Len()}})
			}
		}
		bi, mi, ti = be, me, te
	}
	for k := range b {
		if toM[k] < 0 || toT[k] < 0 {
			continue
		}
		piece(k, toM[k], toT[k])
		if u := m[toM[k]]; len(u) > len(t[toT[k]]) { // they differ in the space after at most
			out.WriteString(u)
		} else {
			out.WriteString(t[toT[k]])
		}
		bi, mi, ti = k+1, toM[k]+1, toT[k]+1
	}
	piece(len(b), len(m), len(t))
	return out.String(), clashes
}

// units are the sentences of a text with the space after them, which together are the text.
func units(text string) []string {
	var us []string
	at := 0
	for _, s := range Sentences(text) {
		to := s.To
		for to < len(text) && space(text[to]) {
			to++
		}
		us = append(us, text[at:to])
		at = to
	}
	if at < len(text) {
		us = append(us, text[at:])
	}
	return us
}

// common gives for each unit of a the place in b of the one that is kept, -1 where it is not: a longest common subsequence.
// Units that differ in the space after them are the same.
func common(a, b []string) []int {
	a, b = bared(a), bared(b)
	to := make([]int, len(a))
	for i := range to {
		to[i] = -1
	}
	from := 0
	for from < len(a) && from < len(b) && a[from] == b[from] {
		to[from] = from
		from++
	}
	ea, eb := len(a), len(b)
	for ea > from && eb > from && a[ea-1] == b[eb-1] {
		ea, eb = ea-1, eb-1
		to[ea] = eb
	}
	n, m := ea-from, eb-from
	if n == 0 || m == 0 {
		return to
	}
	best := make([][]int32, n+1)
	for i := range best {
		best[i] = make([]int32, m+1)
	}
	for i := n - 1; i >= 0; i-- {
		for j := m - 1; j >= 0; j-- {
			if a[from+i] == b[from+j] {
				best[i][j] = best[i+1][j+1] + 1
			} else {
				best[i][j] = max(best[i+1][j], best[i][j+1])
			}
		}
	}
	for i, j := 0, 0; i < n && j < m; {
		switch {
		case a[from+i] == b[from+j]:
			to[from+i] = from + j
			i, j = i+1, j+1
		case best[i+1][j] >= best[i][j+1]:
			i++
		default:
			j++
		}
	}
	return to
}

// A Change is a part of a text that differs from an earlier one.
type Change struct {
	Was string `json:"was"` // "" where something was added
	Is  string `json:"is"`  // "" where something was taken away
	At  Span   `json:"at"`  // of Is in the later text
}

// Changes lists what differs between two texts, sentence by sentence, in the order of the later one.
func Changes(was, is string) []Change {
	a, b := units(was), units(is)
	to := common(a, b)
	var cs []Change
	i, j, at := 0, 0, 0
	piece := func(ie, je int) {
		x, y := strings.Join(a[i:ie], ""), strings.Join(b[j:je], "")
		if strings.TrimSpace(x) != strings.TrimSpace(y) {
			cs = append(cs, Change{strings.TrimSpace(x), strings.TrimSpace(y), Span{at, at + len(strings.TrimRight(y, " \n\t\r"))}})
		}
		i, j, at = ie, je, at+len(y)
	}
	for k := range a {
		if to[k] < 0 {
			continue
		}
		piece(k, to[k])
		at += len(b[to[k]])
		i, j = k+1, to[k]+1
	}
	piece(len(a), len(b))
	return cs
}

func bared(us []string) []string {
	bs := make([]string, len(us))
	for i, u := range us {
		bs[i] = strings.TrimRight(u, " \n\t\r")
	}
	return bs
}
