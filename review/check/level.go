package check

import (
	"sort"
	"strings"
)

// A level is a part of the spine by its vertebrae: L4-5 is L4 to L5, T12 alone is T12 to T12.
type level struct {
	from, to int // vertebrae, counted from C1 as 1
	tok, end int // tokens
}

// vertebra counts C1-7, T1-12, L1-5, S1-5 from the top; 0 is none.
func vertebra(region byte, n int) int {
	switch {
	case region == 'c' && n >= 1 && n <= 8:
		return min(n, 7)
	case (region == 't' || region == 'd') && n >= 1 && n <= 12:
		return 7 + n
	case region == 'l' && n >= 1 && n <= 6:
		return 19 + min(n, 5)
	case region == 's' && n >= 1 && n <= 5:
		return 24 + n
	}
	return 0
}

func vertebraName(n int) string {
	switch {
	case n <= 7:
		return "C" + itoa(n)
	case n <= 19:
		return "T" + itoa(n-7)
	case n <= 24:
		return "L" + itoa(n-19)
	}
	return "S" + itoa(n-24)
}

func (l level) String() string {
	if l.from == l.to {
		return vertebraName(l.from)
	}
	if a, b := vertebraName(l.from), vertebraName(l.to); a[0] == b[0] {
		return a + "-" + b[1:]
	}
	return vertebraName(l.from) + "-" + vertebraName(l.to)
}

// findLevels finds "L4-5", "L4-L5", "L5/S1", "C5 through C7", "L4 - L5".
func (r *reading) findLevels() {
	for i := 0; i < len(r.toks); i++ {
		t := &r.toks[i]
		if t.used || !t.number || len(t.text) > 14 {
			continue
		}
		ls, ok := levelsOf(t.text)
		if !ok {
			continue
		}
		end := i + 1
		// over several words
		if len(ls) == 1 && ls[0].from == ls[0].to {
			k := i + 1
			switch r.at(k, i) {
			case "-", "–", "to", "through", "thru", "/":
				k++
			}
			if k > i+1 || strings.HasSuffix(t.text, "-") {
				if next, ok := levelsOf(r.at(k, i)); ok && len(next) == 1 && next[0].to > ls[0].from {
					ls[0].to, end = next[0].to, k+1
				} else if n := atoi(r.at(k, i)); n > 0 {
					if v := vertebra(t.text[0], n); v > ls[0].from {
						ls[0].to, end = v, k+1
					}
				}
			}
		}
		for _, l := range ls {
			l.tok, l.end = i, end
			r.levels = append(r.levels, l)
		}
		for k := i; k < end; k++ {
			r.toks[k].used = true
		}
		i = end - 1
	}
}

// levelsOf reads one word; "L3-4/L4-5" is two.
func levelsOf(s string) ([]level, bool) {
	s = strings.TrimRight(strings.ReplaceAll(s, "–", "-"), "-/")
	if len(s) < 2 || !strings.ContainsAny(s[:1], "cltsd") || !digitAt(s, 1) {
		return nil, false
	}
	region := s[0]
	var vs []int
	for _, p := range strings.FieldsFunc(s, func(c rune) bool { return c == '-' || c == '/' || c == '&' || c == ',' }) {
		if p[0] >= 'a' {
			region, p = p[0], p[1:]
		}
		if p == "s" {
			p = "5"
		}
		if p == "l" || p == "i" {
			p = "1"
		}
		v := vertebra(region, atoi(p))
		if v == 0 {
			return nil, false
		}
		vs = append(vs, v)
	}
	switch len(vs) {
	case 1:
		return []level{{from: vs[0], to: vs[0]}}, true
	case 2:
		if vs[1] < vs[0] && region == 'l' && vs[0] == 24 { // L5-1 for L5-S1
			vs[1] = 25
		}
		if vs[1] <= vs[0] {
			return nil, false
		}
		return []level{{from: vs[0], to: vs[1]}}, true
	}
	sort.Ints(vs)
	var ls []level
	for i := 1; i < len(vs); i++ {
		if vs[i] > vs[i-1] {
			ls = append(ls, level{from: vs[i-1], to: vs[i]})
		}
	}
	return ls, len(ls) > 0
}

// has says whether a page speaks of a level: as it is, as part of a run, or by both vertebrae.
func (r *reading) has(l level) bool {
	a, b := false, false
	for _, x := range r.levels {
		if x.from <= l.from && x.to >= l.to {
			return true
		}
		a = a || x.from == l.from || x.to == l.from
		b = b || x.from == l.to || x.to == l.to
	}
	return a && b
}
