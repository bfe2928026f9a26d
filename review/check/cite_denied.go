package check

import (
	"strings"

	"github.com/openimr/openimr/review"
)

// denied compares what the sentence denies with what the pages deny.
func (st *statement) denied() {
	if st.aboutRecord() {
		return
	}
	done := map[int]bool{} // clauses with a finding
	for i := range st.toks {
		t := &st.toks[i]
		if !t.comparable() || t.used || t.cue || done[t.clause] || sideNames[t.text] != "" || st.partAt(i) != "" || st.guidelineSpeech(i) || st.doubtful(i) {
			continue
		}
		place, ok := st.contradicted(i)
		if !ok {
			continue
		}
		done[t.clause] = true
		message := "denies"
		if t.negated {
			message = "does not deny"
		}
		if strings.HasPrefix(st.pageNames(), "pages") {
			message = map[string]string{"denies": "deny", "does not deny": "do not deny"}[message]
		}
		word := strings.Trim(st.body[t.from:t.to], ".,;:()\"“”")
		st.add("cite.negation", i, i+1, st.capitalPages()+" "+message+" “"+word+"”: “"+place.Text+"”. Correct the sentence, or cite the page that says so.", place)
	}
}

// comparable says that a word can be denied: one of the field, or one of those that say little and can be denied all the same.
func (t *tok) comparable() bool {
	return t.content() || deniable[t.stem] && !t.number
}

var deniable = stems("work treatment medication go show noted rated use taking change improve request status need")

// contradicted finds where the pages deny a word that the sentence does not, or the other way round, and nothing speaks for the
// sentence as much.
func (st *statement) contradicted(i int) (place review.Place, ok bool) {
	t := &st.toks[i]
	context := st.clauseContext(i)
	same, other := -1, -1
	likeSame, likeOther := 0.0, 0.0
	like := st.alike()
	for n, p := range st.pages {
		for k := range p.toks {
			x := &p.toks[k]
			if x.stem != t.stem || x.used || x.cue || p.doubtful(k) {
				continue
			}
			score := p.clauseShared(context, k)
			if p.within(k) {
				score += 2
			}
			if x.negated == t.negated {
				same = max(same, score)
				likeSame = max(likeSame, like.of[n][x.clause])
				continue
			}
			likeOther = max(likeOther, like.of[n][x.clause])
			if score > other {
				other = score
				from, to := p.around(k)
				place = st.place(p, from, to)
			}
		}
	}
	switch {
	case other < 0:
		return place, false
	case same < 0:
		return place, other > 0 || len(context) <= 2 || clinical[t.stem] || likeOther >= 0.6
	}
	return place, other >= same+2 || likeOther >= 0.6 && likeOther >= likeSame+0.3
}

// clinical are stems of what a patient is asked and examined for.
var clinical = stems(`numb tingl weak tender swell spasm redness edema nausea vomit dizzi headach fever chills deform instabil atroph crepit effusion fractur incontin radiculopathy radicul infect smok
 alcohol abus allerg seizur bleeding rash cough wheez palpitat dyspnea suicidal homicidal hallucinat depress anxi syncop diabet hypertens asthma surger scar laxity clonus bruis warmth dislocat subluxat herniat stenosis`)

// clauseContext are the words of the sentence around one of them.
func (st *statement) clauseContext(i int) map[string]bool {
	m := map[string]bool{}
	for k := max(0, i-12); k < min(len(st.toks), i+13); k++ {
		t := &st.toks[k]
		if k == i || t.stem == st.toks[i].stem {
			continue
		}
		if p := st.partAt(k); p != "" {
			m["part "+p] = true
		} else if t.content() {
			m[t.stem] = true
		}
	}
	return m
}

// clauseShared counts the words of a context around a token of a page, those of its own clause twice.
func (r *reading) clauseShared(context map[string]bool, k int) int {
	n := 0
	seen := map[string]bool{}
	for j := max(0, k-12); j < min(len(r.toks), k+13); j++ {
		key := r.toks[j].stem
		if p := r.partAt(j); p != "" {
			key = "part " + p
		}
		if j == k || !context[key] || seen[key] {
			continue
		}
		if r.toks[j].clause == r.toks[k].clause {
			seen[key] = true
			n++
		}
	}
	return n
}

// around are the tokens of a page that show a word in its clause.
func (r *reading) around(k int) (from, to int) {
	from, to = k, k+1
	for from > 0 && k-from < 6 && r.toks[from-1].clause == r.toks[k].clause {
		from--
	}
	for to < len(r.toks) && to-k < 5 && r.toks[to].clause == r.toks[k].clause {
		to++
	}
	return from, to
}

// doubtful says that a word is only thought of: asked for, feared, to be excluded.
func (r *reading) doubtful(i int) bool {
	for k := i - 1; k >= 0 && k >= i-6; k-- {
		t := &r.toks[k]
		if t.clause != r.toks[i].clause {
			return false
		}
		switch t.text {
		case "rule", "exclude", "r/o", "possible", "suspected", "if", "versus", "vs", "prevent", "avoid", "risk", "concern", "whether", "candidate", "suspect":
			return true
		}
	}
	return false
}

// aboutRecord says that the sentence tells of what the record lacks or of why something was denied, not of the patient.
func (st *statement) aboutRecord() bool {
	for i := range st.toks {
		switch st.toks[i].text {
		case "documentation", "documented", "record", "records", "provided", "submitted", "evidence":
			if st.toks[i].negated {
				return true
			}
		}
	}
	return false
}
