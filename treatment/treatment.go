// Package treatment names what is asked for: it finds the kind of treatment that the words of a request mean, so that requests
// can be compared and counted ("Norco 10/325mg #90" and "hydrocodone/APAP" are both opioids).
//
// The kinds and their words are a table of the field (treatments.tsv, with how well each row is known). A kind is a label for
// finding and counting; no rule of law rests on it.
package treatment

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"
)

// A Kind is one kind of treatment.
type Kind struct {
	ID         string // "pharma_opioid"
	Category   string // "Pharmaceuticals"
	Name       string // "Opioids"
	Confidence string // of the row: read, secondary, memory
}

//go:embed treatments.tsv
var table string

type term struct {
	words []string
	kind  int
}

type dictionary struct {
	kinds []Kind
	terms map[string][]term // by first word
}

var loaded = sync.OnceValue(func() *dictionary {
	d, err := load(table)
	if err != nil {
		panic(err) // the table is part of the program
	}
	return d
})

func load(tsv string) (*dictionary, error) {
	d := &dictionary{terms: map[string][]term{}}
	owner := map[string]string{}
	for n, line := range strings.Split(strings.TrimSpace(tsv), "\n") {
		cells := strings.Split(line, "\t")
		if len(cells) != 5 {
			return nil, fmt.Errorf("treatments.tsv line %d has %d cells, not 5", n+1, len(cells))
		}
		if n == 0 {
			continue
		}
		d.kinds = append(d.kinds, Kind{cells[0], cells[1], cells[2], cells[4]})
		for t := range strings.SplitSeq(cells[3], ";") {
			ws := Words(t)
			if len(ws) == 0 {
				return nil, fmt.Errorf("treatments.tsv line %d has an empty term", n+1)
			}
			key := strings.Join(ws, " ")
			if owner[key] == cells[0] {
				continue
			}
			owner[key] = cells[0]
			d.terms[ws[0]] = append(d.terms[ws[0]], term{ws, len(d.kinds) - 1})
		}
	}
	return d, nil
}

// Kinds lists all kinds in the order of the table.
func Kinds() []Kind { return loaded().kinds }

// Of finds the kind of treatment that the words of a request name; ok is false where none is known. The longest term decides,
// so that "post-operative physical therapy" is not "physical therapy"; among equals the first in the request.
func Of(request string) (k Kind, ok bool) {
	d, ws := loaded(), Words(request)
	longest := 0
	for i := range ws {
		for _, t := range d.beginning(ws[i]) {
			if n := length(t.words); n > longest && begins(ws[i:], t.words) {
				longest, k, ok = n, d.kinds[t.kind], true
			}
		}
	}
	return k, ok
}

// All lists every kind that a request names, each once, in the order of its words.
func All(request string) []Kind {
	d, ws := loaded(), Words(request)
	var ks []Kind
	seen := map[int]bool{}
	for i := 0; i < len(ws); {
		best := term{}
		for _, t := range d.beginning(ws[i]) {
			if length(t.words) > length(best.words) && begins(ws[i:], t.words) {
				best = t
			}
		}
		if len(best.words) == 0 {
			i++
			continue
		}
		if !seen[best.kind] {
			seen[best.kind] = true
			ks = append(ks, d.kinds[best.kind])
		}
		i += len(best.words)
	}
	return ks
}

// beginning are the terms whose first word is one of a request, in singular or plural.
func (d *dictionary) beginning(word string) []term {
	ts := d.terms[word]
	if one, plural := strings.CutSuffix(word, "s"); plural {
		return slices.Concat(ts, d.terms[one])
	}
	return slices.Concat(ts, d.terms[word+"s"])
}

func length(ws []string) int {
	n := 0
	for _, w := range ws {
		n += len(w) + 1
	}
	return n
}

func begins(ws, t []string) bool {
	if len(ws) < len(t) {
		return false
	}
	for i, w := range t {
		if ws[i] != w && ws[i] != w+"s" && ws[i]+"s" != w {
			return false
		}
	}
	return true
}

// Words are the words of a request in small letters, parted at all that is no letter and no digit; a dose ("10mg") is parted too.
func Words(s string) []string {
	var ws []string
	var w []rune
	flush := func() {
		if len(w) > 0 {
			ws, w = append(ws, string(w)), w[:0]
		}
	}
	for _, r := range s {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			flush()
			continue
		case len(w) > 0 && unicode.IsDigit(w[len(w)-1]) && unicode.IsLetter(r):
			flush()
		}
		w = append(w, unicode.ToLower(r))
	}
	flush()
	return ws
}
