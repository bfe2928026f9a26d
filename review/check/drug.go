package check

import (
	"strings"

	"github.com/openimr/openimr/records/fact"
)

// A drug is the name of a medicine in a text.
type drug struct {
	generic, name string
	tok, end      int
}

// findDrugs finds drugs by their generic names and their brands, also of two words.
func (r *reading) findDrugs() {
	names := fact.DrugNames()
	for i := 0; i < len(r.toks); i++ {
		t := r.toks[i].text
		if len(t) < 2 || r.toks[i].number && t[0] <= '9' {
			continue
		}
		name, end := "", i+1
		for n := 3; n >= 1; n-- {
			if i+n > len(r.toks) || r.toks[i+n-1].clause != r.toks[i].clause {
				continue
			}
			s := t
			for k := i + 1; k < i+n; k++ {
				s += " " + r.toks[k].text
			}
			if names[s] != "" {
				name, end = s, i+n
				break
			}
		}
		if name == "" { // "hydrocodone-acetaminophen", "hydrocodone/apap"
			head, _, ok := cutAny(t, "-/")
			if !ok || names[head] == "" || len(head) < 5 {
				continue
			}
			name = head
		}
		if len(name) < 4 && !strings.Contains(name, "-") { // "as", "gel"
			continue
		}
		r.drugs = append(r.drugs, drug{names[name], name, i, end})
		i = end - 1
	}
}

// drugOf is the drug that a number at a token is said of: the last one before it in its clause, or the next one after "of".
func (r *reading) drugOf(n int) (drug, bool) {
	var best drug
	ok := false
	for _, d := range r.drugs {
		if r.toks[d.tok].clause != r.toks[n].clause {
			continue
		}
		switch {
		case d.end <= n && n-d.end <= 8:
			best, ok = d, true
		case !ok && d.tok > n && d.tok-n <= 3:
			return d, true
		}
	}
	return best, ok
}

// about are the numbers that are said of a drug on a page: after its name, up to the next drug, and right before it.
func (r *reading) about(d drug) []num {
	limit := d.end + 14
	for _, o := range r.drugs {
		if o.tok >= d.end && o.tok < limit && o.generic != d.generic {
			limit = o.tok
			// "50 mg of tramadol": what stands right before the next name is of that one
			break
		}
	}
	var ns []num
	for _, n := range r.nums {
		if n.tok >= d.end && n.tok < limit || n.tok < d.tok && d.tok-n.tok <= 3 && r.toks[n.tok].clause == r.toks[d.tok].clause && !r.ofAnother(d, n.tok) {
			ns = append(ns, n)
		}
	}
	return ns
}

// ofAnother says that a number before a drug is of the drug before it.
func (r *reading) ofAnother(d drug, n int) bool {
	if r.toks[d.tok-1].text == "of" {
		return false
	}
	for k := n; k < d.tok; k++ {
		if r.toks[k].comma || r.toks[k].text == "and" {
			return true
		}
	}
	for _, o := range r.drugs {
		if o.end <= n && n-o.end <= 8 && r.toks[o.tok].clause == r.toks[n].clause {
			return true
		}
	}
	return false
}
