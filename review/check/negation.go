package check

import "strings"

// What a clause denies is found as NegEx and ConText do: a word that denies, the words it reaches over, and words that end its
// reach. It is done alike for a sentence and for a page, since only where the two differ matters.

// before deny what follows: the value is how many words they reach over.
var denyBefore = map[string]int{
	"no": 6, "not": 5, "without": 6, "w/o": 6, "denies": 40, "denied": 40, "denying": 40, "deny": 40, "never": 6, "neither": 12, "nor": 8, "absent": 4,
	"cannot": 5, "can't": 5, "doesn't": 5, "don't": 5, "didn't": 5, "isn't": 5, "hasn't": 5, "wasn't": 5, "weren't": 5, "none": 4, "declined": 5, "declines": 5,
	"refused": 5, "unable": 5, "lack": 6, "lacks": 6, "lacked": 6, "lacking": 6, "negative": 20, "free": 5, "absence": 8, "zero": 3, "nil": 3, "non": 2, "failed": 5, "unremarkable": 6, "neg": 12,
}

// needsAfter are words that deny only with the one that follows.
var needsAfter = map[string]string{"negative": "for", "free": "of", "absence": "of", "none": "of", "lack": "of", "neg": "for", "unremarkable": "for", "failed": "to", "absent": "any"}

// denyAfter deny what stands before them in the clause, as its answer: "Numbness: none", "straight leg raise was negative".
var denyAfter = setOf("none negative neg absent denied denies nil nonexistent unremarkable")

// scopeEnds end what a word denies.
var scopeEnds = setOf("but however although though except which who whom because while whereas yet still therefore despite besides reports reported complains complained states stated remains continues continued " +
	"notes noted has had presents presented revealed reveals showed shows he she there it")

// notDenied are words after "no" or "not" with which it denies nothing.
var notDenied = setOf("only just merely limited necessarily sure certain clear later less doubt")

// turned are words that carry their own denial.
var turned = map[string]string{
	"unable": "able", "nontender": "tender", "non-tender": "tender", "abnormal": "normal", "unremarkable": "remarkable", "asymptomatic": "symptomatic", "afebrile": "febrile",
	"noncontributory": "contributory", "non-contributory": "contributory", "painless": "pain", "painfree": "pain", "pain-free": "pain", "unlimited": "limited", "unchanged": "changed",
	"unstable": "stable", "uncomplicated": "complicated", "nondisplaced": "displaced", "non-displaced": "displaced", "undisplaced": "displaced", "inability": "able", "nonsmoker": "smok", "non-smoker": "smok", "ineffective": "effective",
	"weightbearing": "weight", "unresponsive": "responsive", "insignificant": "significant", "unlikely": "likely", "dissatisfied": "satisfied", "incomplete": "complete", "non-radiating": "radiat", "nonradiating": "radiat",
}

// findNegations marks what is denied.
func (r *reading) findNegations() {
	for i := 0; i < len(r.toks); i++ {
		t := &r.toks[i]
		if base, ok := turned[t.text]; ok && !t.used {
			t.stem = stem(base)
			t.negated = !t.negated
			if t.text == "unable" || t.text == "inability" {
				r.reach(i, 5)
			}
			continue
		}
		far, deny := denyBefore[t.text]
		if !deny {
			continue
		}
		if r.authority(i) {
			continue
		}
		next := r.at(i+1, i)
		if notDenied[next] && (t.text == "no" || t.text == "not") {
			continue
		}
		if need := needsAfter[t.text]; need != "" && next != need {
			switch {
			case strings.HasPrefix(t.text, "neg") && r.adjective(i):
				t.cue = true
				r.reach(i, 5)
			case denyAfter[t.text]:
				r.answer(i)
			}
			continue
		}
		if t.colon && strings.HasPrefix(t.text, "no") && t.text != "not" { // "No: 5", the label of a number
			continue
		}
		if (denyAfter[t.text] || t.text == "no") && i > 0 && r.toks[i-1].colon && (next == "" || t.comma || t.text == "none" || t.text == "no" && next == "") {
			r.answer(i)
			continue
		}
		if denyAfter[t.text] && i > 0 && (next == "" || t.comma && t.text != "denies" && t.text != "denied") {
			r.answer(i)
			continue
		}
		// "was not seen", "were not noted": it denies what stands before too
		t.cue = true
		r.reach(i, far)
		if t.text == "not" && i > 1 && linking[r.toks[i-1].text] && observed[next] {
			r.answer(i)
		}
	}
}

// adjective says that "negative" stands before what it denies: "a negative straight leg raise".
func (r *reading) adjective(i int) bool {
	next := r.at(i+1, i)
	if next == "" || tiny[next] || sideNames[next] != "" || next == "bilaterally" || r.toks[i].comma || r.toks[i].colon {
		return false
	}
	before := r.at(i-1, i)
	if before == "" || i > 0 && (r.toks[i-1].comma || r.toks[i-1].colon) {
		return i == 0 || !r.toks[i-1].colon
	}
	switch before {
	case "a", "had", "has", "with", "and", "revealed", "showed", "shows", "noted", "demonstrated", "includes", "included", "reveals", "for", "of":
		return true
	}
	return false
}

var (
	linking  = setOf("is are was were be been being")
	observed = setOf("seen present identified noted found demonstrated evident appreciated detected visualized performed done taken given documented recorded provided rated observed elicited")
)

// reach marks the words after a token, as far as it denies them.
func (r *reading) reach(i, far int) {
	list := r.listAhead(i)
	commas := 0
	for k, n := i+1, 0; k < len(r.toks) && n < far || k < len(r.toks) && list && n < 40; k, n = k+1, n+1 {
		t := &r.toks[k]
		if t.clause != r.toks[i].clause || scopeEnds[t.text] && n > 0 {
			return
		}
		if t.text == "and" && k+1 < len(r.toks) && (scopeEnds[r.toks[k+1].text] || linking[r.toks[k+1].text] || r.toks[k+1].text == "the" || r.toks[k+1].text == "with") {
			return
		}
		if _, ok := turned[t.text]; !ok {
			t.negated = true
		}
		if t.comma {
			commas++
			if !list && far < 12 {
				return
			}
			if k+1 < len(r.toks) && asserts[r.toks[k+1].text] {
				return
			}
		}
	}
}

// asserts are words that begin something new after a comma.
var asserts = setOf("mild moderate severe minimal there with positive significant stable chronic degenerative only continued persistent patient he she but and-has was is")

// listAhead says whether a list with "or" or "nor" follows: "no numbness, tingling, or weakness".
func (r *reading) listAhead(i int) bool {
	comma := false
	for k := i + 1; k < len(r.toks) && k < i+30; k++ {
		t := &r.toks[k]
		if t.clause != r.toks[i].clause || scopeEnds[t.text] {
			return false
		}
		if (t.text == "or" || t.text == "nor") && (comma || k < i+5) {
			return true
		}
		comma = comma || t.comma
	}
	return false
}

// answer marks what stands before a token in its clause: the label or the subject that it answers.
func (r *reading) answer(i int) {
	r.toks[i].cue = true
	for k, n := i-1, 0; k >= 0 && n < 8; k, n = k-1, n+1 {
		t := &r.toks[k]
		if t.clause != r.toks[i].clause || t.comma && !r.shortList(k, i) || scopeEnds[t.text] && n > 1 || denyAfter[t.text] || t.text == "positive" || t.text == "normal" || t.text == "but" {
			return
		}
		if t.text == "and" && n > 2 && linking[r.at(k-2, i)] {
			return
		}
		if _, ok := turned[t.text]; !ok {
			t.negated = true
		}
	}
}

// shortList says that a comma stands within what is answered together: "Tinel's, Phalen's were negative".
func (r *reading) shortList(k, i int) bool {
	return i-k <= 5 && (linking[r.toks[i-1].text] || r.toks[i-1].colon)
}

// authority says that "denied" is said of a request: by utilization review, of an authorization.
func (r *reading) authority(i int) bool {
	t := r.toks[i].text
	if !strings.HasPrefix(t, "den") && t != "declined" && t != "failed" {
		return false
	}
	for k := max(0, i-14); k < min(len(r.toks), i+9); k++ {
		if k < i && r.toks[k].clause != r.toks[i].clause || k > i && r.at(k, i) == "" {
			continue
		}
		if deniers[r.toks[k].text] {
			return true
		}
	}
	return false
}

var deniers = setOf("utilization ur request requests requested authorization administrator adjuster carrier insurer certification determination decision claim coverage reviewer review authorized approve approved treatment")
