package absence

import (
	_ "embed"
	"strings"

	"github.com/openimr/openimr/review/pages"
)

//go:embed synonyms.tsv
var table string

// A group is what the field calls the same. Its names mean the whole group; its wider members speak of it on a page, but in a
// statement they mean themselves alone: who misses "ibuprofen" does not miss every such drug.
type group struct {
	class   string // outcome, monitoring, treatment, diagnostic, finding, paper, region
	name    string
	members []member
}

type member struct {
	text   string
	pieces []string // folded, without the plural
	upper  bool     // a short abbreviation: met in capitals alone
	wide   bool
}

// A meaning is a member of a group, found by the first of its pieces.
type meaning struct{ group, member int }

// groups are the rows of the table; byFirst leads to them.
var groups, byFirst = load(table)

func load(table string) ([]group, map[string][]meaning) {
	var gs []group
	by := map[string][]meaning{}
	for i, line := range strings.Split(strings.TrimSpace(table), "\n") {
		f := strings.Split(line, "\t")
		if i == 0 || len(f) != 3 {
			continue
		}
		g := group{class: f[0], name: f[1]}
		names, wider, _ := strings.Cut(f[2], " | ")
		g.add(names, false)
		g.add(wider, true)
		for m, x := range g.members {
			if len(x.pieces) > 0 {
				by[x.pieces[0]] = append(by[x.pieces[0]], meaning{len(gs), m})
			}
		}
		gs = append(gs, g)
	}
	return gs, by
}

func (g *group) add(list string, wide bool) {
	for _, t := range strings.Split(list, "; ") {
		if t = strings.TrimSpace(t); t == "" {
			continue
		}
		g.members = append(g.members, member{text: t, pieces: pieces(t), upper: abbreviation(t), wide: wide})
	}
}

// abbreviation says that a member has a short word in capitals, which in small letters is another word: PT, CURES, TENS.
func abbreviation(t string) bool {
	for _, w := range strings.Fields(t) {
		if len(w) <= 5 && w == strings.ToUpper(w) && strings.ToLower(w) != w && w != "X" {
			return true
		}
	}
	return false
}

// pieces folds a text as the Book folds pages, with every word in the singular.
func pieces(t string) []string {
	ps := strings.Fields(string(pages.Fold(nil, t)))
	for i, p := range ps {
		ps[i] = singular(p)
	}
	return ps
}

func singular(p string) string {
	switch {
	case len(p) > 4 && strings.HasSuffix(p, "ies"):
		return p[:len(p)-3] + "y"
	case len(p) > 3 && strings.HasSuffix(p, "s") && !strings.HasSuffix(p, "ss") && !strings.HasSuffix(p, "is") && !strings.HasSuffix(p, "us"):
		return p[:len(p)-1]
	}
	return p
}

// A met is a group met in words of a statement.
type met struct {
	group    *group
	member   *member
	from, to int // words
}

// meet finds the groups that words speak of: the longest member at each place, and of equal ones that which comes first in
// its group, names before wider members.
func meet(ws []word) []met {
	type piece struct {
		text string
		word int
	}
	var ps []piece
	for i, w := range ws {
		for _, p := range pieces(w.text) {
			ps = append(ps, piece{p, i})
		}
	}
	var found []met
	for i := 0; i < len(ps); {
		best, length, rank := met{}, 0, 1<<30
		for _, m := range byFirst[ps[i].text] {
			g := &groups[m.group]
			x := &g.members[m.member]
			n := len(x.pieces)
			if n < length || i+n > len(ps) {
				continue
			}
			same := true
			for k := 1; k < n && same; k++ {
				same = ps[i+k].text == x.pieces[k]
			}
			from, to := ps[i].word, 0
			if same {
				to = ps[i+n-1].word + 1
				same = !x.upper || capital(ws[from:to], x.text)
			}
			r := m.member
			if x.wide {
				r += 1 << 20
			}
			if same && (n > length || r < rank) {
				best, length, rank = met{g, x, from, to}, n, r
			}
		}
		if length == 0 {
			i++
			continue
		}
		found = append(found, best)
		i += length
	}
	return found
}

// capital says that the words of an abbreviation stand in capitals as the table has them.
func capital(ws []word, text string) bool {
	have := ""
	for _, w := range ws {
		have += w.own + " "
	}
	for _, t := range strings.Fields(text) {
		if len(t) <= 5 && t == strings.ToUpper(t) && strings.ToLower(t) != t && !strings.Contains(have, strings.TrimRight(t, "s")) {
			return false
		}
	}
	return true
}
