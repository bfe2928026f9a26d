package check

import (
	"strconv"
	"strings"
)

// An aged is an age that is said of a person.
type aged struct {
	years    int
	tok, end int
}

func itoa(n int) string { return strconv.Itoa(n) }

// findAges finds "34-year-old", "34 year old", "34 y/o", "aged 34", "Age: 34", "thirty-four year old".
func (r *reading) findAges() {
	put := func(n, from, to int) {
		if n < 1 || n > 120 {
			return
		}
		r.ages = append(r.ages, aged{n, from, to})
		for k := from; k < to; k++ {
			r.toks[k].used = true
		}
	}
	for i := 0; i < len(r.toks); i++ {
		t := r.toks[i].text
		if r.toks[i].used {
			continue
		}
		n := atoi(t)
		if n < 0 {
			if p := strings.Split(t, "-"); len(p) >= 2 && len(p) <= 4 && numberWords[p[0]] > 0 { // thirty-four, thirty-four-year-old
				n = numberWords[p[0]]
				rest := p[1:]
				if v, ok := numberWords[rest[0]]; ok {
					n, rest = n+v, rest[1:]
				}
				if len(rest) > 0 && strings.HasPrefix(rest[0], "year") {
					put(n, i, i+1)
					continue
				}
			} else if numberWords[t] >= 16 && t != "" {
				n = numberWords[t]
			}
		}
		if n < 0 && r.toks[i].number {
			head, rest := t, ""
			for k := 0; k < len(t); k++ {
				if t[k] < '0' || t[k] > '9' {
					head, rest = t[:k], t[k:]
					break
				}
			}
			switch rest = strings.Trim(rest, "- "); rest {
			case "year-old", "yo", "y/o", "y.o", "years-old", "yr-old", "yearold", "yrs-old":
				end := i + 1
				put(atoi(head), i, end)
			case "year", "years", "yr", "y":
				if w := r.at(i+1, i); w == "old" || w == "o" || w == "of" && r.at(i+2, i) == "age" {
					put(atoi(head), i, i+2)
				}
			}
			continue
		}
		if n < 0 {
			continue
		}
		next, after := r.at(i+1, i), r.at(i+2, i)
		switch {
		case (next == "year" || next == "years" || next == "yr" || next == "yrs") && (after == "old" || after == "of" && r.at(i+3, i) == "age"):
			put(n, i, i+3)
		case next == "year-old" || next == "years-old" || next == "yo" || next == "y/o" || next == "y.o" || next == "yr-old":
			put(n, i, i+2)
		case i > 0 && (r.toks[i-1].text == "aged" || r.toks[i-1].text == "age") && n >= 14 && n < 100:
			put(n, i-1, i+1)
		case r.page && next == "m" || r.page && next == "f":
			if i > 0 && n >= 14 && n < 100 {
				put(n, i, i+2)
			}
		}
	}
}
