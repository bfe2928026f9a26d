package check

import (
	"strconv"

	"github.com/openimr/openimr/review"
)

// medicines compares the drugs of the sentence with those of the pages: whether they are there, and their figures.
func (st *statement) medicines() {
	seen := map[string]bool{}
	for _, d := range st.drugs {
		if st.guidelineSpeech(d.tok) || seen[d.generic] {
			continue
		}
		seen[d.generic] = true
		if !st.drugOnPages(d.generic) {
			st.add("cite.drug", d.tok, d.end, st.capitalPages()+" "+st.verb("does", "do")+" not name “"+st.body[st.toks[d.tok].from:st.toks[d.end-1].to]+"”, nor by another name. Correct the drug, or cite the page that has it.")
			continue
		}
	}
	for _, n := range st.nums {
		if n.unit == "of" || n.word && n.unit == "" || n.code {
			continue
		}
		d, ok := st.drugOf(n.tok)
		if !ok || !doseUnits[n.unit] && n.unit != "refill" && !st.hash(n.tok) && n.over == "" && (n.unit != "" || n.tok != d.end) {
			continue
		}
		st.dose(d, n)
	}
	for _, f := range st.freqs {
		if d, ok := st.drugOf(f.tok); ok {
			st.frequency(d, f)
		}
	}
}

// hash says that a number stands behind "#": how many were given.
func (st *statement) hash(tok int) bool {
	at := st.toks[tok].from
	return at < len(st.body) && st.body[at] == '#'
}

func (st *statement) drugOnPages(generic string) bool {
	for _, p := range st.pages {
		for _, d := range p.drugs {
			if d.generic == generic {
				return true
			}
		}
	}
	return false
}

// dose compares a figure of a drug with those that the pages give for it.
func (st *statement) dose(d drug, n num) {
	var places []review.Place
	some := false
	for _, p := range st.pages {
		for _, x := range p.drugs {
			if x.generic != d.generic {
				continue
			}
			for _, y := range p.about(x) {
				if y.value == n.value && (y.unit == n.unit || y.unit == "" || n.unit == "" || y.over != "" || n.over != "") {
					return
				}
				if !y.sure || y.unit == "of" {
					continue
				}
				if y.unit == n.unit && n.unit != "" || n.over != "" && y.over != "" || n.unit == "mg" && y.over != "" || st.hash(n.tok) && y.unit == "" && p.hashAt(st, y.tok) {
					some = true
					places = append(places, st.place(p, y.tok, y.tok+p.wide(y)))
				}
			}
		}
	}
	if !some {
		return // the number is looked for anywhere on the page
	}
	words := st.body[st.toks[n.tok].from:st.toks[n.tok].to]
	to := n.tok + 1
	if units[st.at(to, n.tok)] != "" {
		words += " " + st.toks[to].text
		to++
	}
	st.add("cite.dose", n.tok, to, st.capitalPages()+" "+st.verb("gives", "give")+" “"+places[0].Text+"” for "+d.name+", not “"+words+"”. Correct it, or cite the page that has it.", places...)
}

// hashAt says that "#" stands before a number of a page.
func (p cited) hashAt(st *statement, tok int) bool {
	w := st.c.in.Book.Word(p.number, p.toks[tok].from)
	return w != "" && w[0] == '#'
}

// frequency compares how often a drug is taken.
func (st *statement) frequency(d drug, f freq) {
	var places []review.Place
	per := 0
	for _, p := range st.pages {
		for _, x := range p.drugs {
			if x.generic != d.generic {
				continue
			}
			limit := x.end + 16
			for _, o := range p.drugs {
				if o.tok >= x.end && o.tok < limit && o.generic != d.generic {
					limit = o.tok
				}
			}
			for _, y := range p.freqs {
				if y.tok < x.end || y.tok >= limit {
					continue
				}
				if y.perDay == f.perDay {
					return
				}
				per = y.perDay
				places = append(places, st.place(p, max(x.end, y.tok-1), y.tok+1))
			}
		}
	}
	if len(places) == 0 {
		return
	}
	often := strconv.Itoa(per) + " times a day"
	if per == 1 {
		often = "once a day"
	}
	g := st.add("cite.dose", f.tok, f.tok+1, st.capitalPages()+" "+st.verb("says", "say")+" "+often+" for "+d.name+". Correct how often it is taken, or cite the page that has it.", places...)
	g.Expects = often
}
