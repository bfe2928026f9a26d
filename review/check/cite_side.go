package check

import (
	"strings"

	"github.com/openimr/openimr/review"
)

// sidesOf compares left, right and both with what the pages say of the same thing.
func (st *statement) sidesOf() {
	for _, s := range st.sides {
		if len(s.parts) == 0 && len(s.words) == 0 || st.guidelineSpeech(s.tok) {
			continue
		}
		if place, says, ok := st.otherSide(s); ok {
			what := st.sideWords(s)
			f := st.add("cite.side", s.tok, s.tok+1, st.capitalPages()+" "+st.verb("says", "say")+" “"+says+"” where this says “"+what+"”. Correct the side, or cite the page that has it.", place)
			f.Expects = says
		}
	}
}

func (st *statement) sideWords(s side) string {
	return strings.Trim(st.body[st.toks[s.tok].from:st.toks[s.tok].to], "(.,;:)")
}

// otherSide finds the other side on the pages where they speak of the same thing, and nothing that speaks for the side.
func (st *statement) otherSide(s side) (place review.Place, says string, ok bool) {
	context := st.sideContext(s)
	same, other := -1, -1
	left, right, spoken, sameAnywhere := false, false, false, false
	likeSame, likeOther := 0.0, 0.0
	like := st.alike()
	for n, p := range st.pages {
		for i := range p.sides {
			x := &p.sides[i]
			sameAnywhere = sameAnywhere || x.side == s.side || x.side == "bilateral"
			if !s.speaksOf(*x) {
				continue
			}
			spoken = true
			left, right = left || x.side != "right", right || x.side != "left"
			score := p.sharedStretch(context, i)
			if p.within(x.tok) {
				score += 4
			}
			switch {
			case x.side == s.side, x.side == "bilateral" && s.side != "bilateral":
				if x.side != s.side {
					score-- // weaker
				}
				same = max(same, score)
				likeSame = max(likeSame, like.of[n][p.toks[x.tok].clause])
			default:
				likeOther = max(likeOther, like.of[n][p.toks[x.tok].clause])
				if score > other {
					other, says, place = score, x.side, st.place(p, x.tok, min(len(p.toks), x.tok+2))
				}
			}
		}
	}
	switch {
	case other < 0:
		return st.oppositeAlone(s, spoken, sameAnywhere)
	case s.side == "bilateral":
		return place, says, same < 0 && (!left || !right)
	case same < 0:
		return place, says, true
	}
	return place, says, other >= same+2 && other >= 2*same && likeSame <= likeOther || likeOther >= 0.55 && likeOther >= likeSame+0.25
}

// oppositeAlone finds the other side where a page names the thing without a side, and knows only the other side of all.
func (st *statement) oppositeAlone(s side, spoken, sameAnywhere bool) (place review.Place, says string, ok bool) {
	if spoken || sameAnywhere || s.side == "bilateral" || len(s.parts) == 0 {
		return place, says, false
	}
	named, opp := false, false
	for _, p := range st.pages {
		for _, x := range p.parts {
			named = named || x.id == s.parts[0]
		}
		for i := range p.sides {
			x := &p.sides[i]
			if opposite(s.side, x.side) && len(x.parts) == 0 {
				opp, says, place = true, x.side, st.place(p, x.tok, min(len(p.toks), x.tok+2))
			}
		}
	}
	return place, says, named && opp
}

// sideContext are the words around a side, but for the part that it is said of.
func (st *statement) sideContext(s side) map[string]bool {
	m := st.contextOf(s.tok, 12)
	for _, p := range s.parts {
		delete(m, "part "+p)
	}
	return m
}

// sharedStretch counts the words of a context from a little before a side of a page to the next side that is said of something.
func (r *reading) sharedStretch(context map[string]bool, i int) int {
	from, to := max(0, r.sides[i].tok-5), min(len(r.toks), r.sides[i].tok+14)
	if i > 0 {
		from = max(from, r.sides[i-1].tok+1)
	}
	if i+1 < len(r.sides) && r.sides[i+1].side != r.sides[i].side {
		to = min(to, r.sides[i+1].tok)
	}
	n := 0
	seen := map[string]bool{}
	for k := from; k < to; k++ {
		key := r.toks[k].stem
		if p := r.partAt(k); p != "" {
			key = "part " + p
		}
		if context[key] && !seen[key] {
			seen[key] = true
			n++
		}
	}
	return n
}

// partsOf looks for the parts of the body on the pages, or one beside them.
func (st *statement) partsOf() {
	seen := map[string]bool{}
	for _, p := range st.parts {
		if seen[p.id] || st.guidelineSpeech(p.tok) || minorParts[p.id] {
			continue
		}
		seen[p.id] = true
		some, met := false, false
		var place review.Place
		for _, c := range st.pages {
			for _, x := range c.parts {
				met = met || akin(p.id, x.id)
				if !minorParts[x.id] && !some {
					some, place = true, st.place(c, x.tok, x.end)
				}
			}
			for _, l := range c.levels {
				met = met || akin(p.id, regionOf(l))
			}
		}
		if met || !some {
			continue
		}
		words := st.body[st.toks[p.tok].from:st.toks[p.end-1].to]
		f := st.add("cite.part", p.tok, p.end, st.capitalPages()+" "+st.verb("does", "do")+" not speak of “"+strings.Trim(words, ".,;:()")+"”, but of “"+place.Text+"”. Correct the part of the body, or cite the page that has it.", place)
		f.Must = false
	}
}

// minorParts are named for many reasons besides an injury of them.
var minorParts = setOf("head face eye ear jaw chest abdomen spine arm leg")

func regionOf(l level) string {
	switch {
	case l.from <= 7:
		return "neck"
	case l.from <= 19:
		return "mid back"
	}
	return "low back"
}
