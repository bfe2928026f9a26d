package check

// A likeness says how much of a sentence stands in each clause of a page: 1 is all of it. Words of the field count twice.
type likeness struct {
	of []map[int]float64 // one for each cited page, by clause
}

// tiny are words that any two clauses share.
var tiny = setOf("the a an of in on at to for with and or by from as is are was were be been that this it its had has have")

// weightOf is what a word counts for.
func weightOf(t *tok) float64 {
	switch {
	case t.cue || tiny[t.text] || sideNames[t.text] != "" || denyBefore[t.text] > 0 || denyAfter[t.text]:
		return 0
	case t.used || t.number:
		return 0
	case plainWords[t.stem] || plainWords[t.text]:
		return 1
	}
	return 2
}

// alike measures the sentence against every clause of its pages, once.
func (st *statement) alike() *likeness {
	if st.likeness != nil {
		return st.likeness
	}
	weights := map[string]float64{}
	total := 0.0
	for i := range st.toks {
		t := &st.toks[i]
		key := st.keyAt(i)
		if w := weightOf(t); w > 0 && weights[key] == 0 {
			weights[key] = w
			total += w
		}
	}
	l := &likeness{}
	for _, p := range st.pages {
		of := map[int]float64{}
		seen := map[string]int{} // clause + 1
		for i := range p.toks {
			key := p.keyAt(i)
			w := weights[key]
			if c := p.toks[i].clause; w > 0 && seen[key] != c+1 {
				seen[key] = c + 1
				of[c] += w / total
			}
		}
		l.of = append(l.of, of)
	}
	st.likeness = l
	return l
}

// keyAt is what a word is compared by: its stem, or the part of the body.
func (r *reading) keyAt(i int) string {
	if p := r.partAt(i); p != "" {
		return "part " + p
	}
	return r.toks[i].stem
}
