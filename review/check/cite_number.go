package check

import (
	"strings"

	"github.com/openimr/openimr/review"
)

// guidelineSpeech says that a token stands where a text speaks of a guideline, whose figures are not those of the record.
func (st *statement) guidelineSpeech(tok int) bool {
	for k := max(0, tok-7); k < min(len(st.toks), tok+5); k++ {
		if k > tok+1 && st.toks[k].clause != st.toks[tok].clause {
			break
		}
		if guidelineWords[st.toks[k].text] {
			return true
		}
	}
	return false
}

var guidelineWords = setOf("mtus acoem odg guideline guidelines chapter table edition ed page pg pp section disability guidelines.")

// numbers looks for the numbers of the sentence on the cited pages.
func (st *statement) numbers() {
	for _, n := range st.nums {
		if n.unit == "of" || n.word && n.unit == "" && n.over == "" || n.value == "1" && (n.word || n.unit == "") || st.guidelineSpeech(n.tok) || st.taken(n.tok) {
			continue
		}
		if n.over != "" && doseUnits[n.unit] {
			n.over = ""
		}
		verdict, have := st.numberOnPages(n)
		if verdict {
			continue
		}
		words := st.body[st.toks[n.tok].from:st.toks[n.tok].to]
		words = strings.Trim(words, ".,;:()\"“”")
		message := "“" + words + "” is not on " + st.pageNames() + "."
		to := n.tok + 1
		if n.over != "" && st.at(to, n.tok) == "out" {
			to += 3
		}
		if have.Text == "" {
			st.add("cite.number", n.tok, to, message+" Correct it, or cite the page that has it.")
			continue
		}
		st.add("cite.number", n.tok, to, message+" There it says “"+have.Text+"”. Correct the number, or cite the page that has it.", have)
	}
}

// taken says that a finding lies over a token already.
func (st *statement) taken(tok int) bool {
	for _, f := range st.found {
		if f.From <= st.toks[tok].from && f.To > st.toks[tok].from && f.From != 0 {
			return true
		}
	}
	return false
}

var doseUnits = setOf("mg mcg g ml units % meq patch tab")

// numberOnPages looks for a number with what it counts; have is what a page says in its place.
func (st *statement) numberOnPages(n num) (ok bool, have review.Place) {
	other := false // the number counts something else there
	best := -1
	context := st.contextOf(n.tok, 9)
	for _, p := range st.pages {
		for i := range p.nums {
			x := &p.nums[i]
			if x.value == n.value || n.code && x.code && alikeCodes(x.value, n.value) {
				switch {
				case n.over != "" && x.over != "" && x.over != n.over:
					other = true
				case n.over != "" && x.over == "" && x.unit != "" && x.unit != "level":
					other = true
				case n.over != "" && st.otherPart(n, p, x):
					other = true
				case n.unit != "" && x.unit != "" && n.unit != x.unit:
					other = true
				default:
					return true, have
				}
				continue
			}
			if !x.sure || x.code != n.code || n.over != x.over && n.over != "" || n.unit != "" && x.unit != n.unit && x.unit != "" || x.unit == "of" {
				continue
			}
			score := p.shared(context, x.tok, 9) * 2
			if x.unit == n.unit {
				score += 3
			}
			if p.within(x.tok) {
				score += 3
			}
			if score > best {
				best, have = score, st.place(p, max(0, x.tok), min(len(p.toks), x.tok+p.wide(*x)))
			}
		}
		if n.over == "5" && n.value == "5" && p.says("full") || p.hasToken(n) {
			return true, have
		}
	}
	if other && (have.Text == "" || n.over == "" && best < 3) {
		return true, review.Place{} // the number is there, and nothing speaks against it
	}
	if best < 2 {
		have = review.Place{}
	}
	return false, have
}

// wide is how many tokens show a number: with its unit.
func (r *reading) wide(n num) int {
	if n.unit != "" && n.over == "" && units[r.at(n.tok+1, n.tok)] != "" {
		return 2
	}
	if n.over != "" && r.at(n.tok+1, n.tok) == "out" {
		return 4
	}
	return 1
}

// hasToken says that a number stands within a word of the page that is no number by itself: a code, a name.
func (r *reading) hasToken(n num) bool {
	if len(n.value) < 2 {
		return false
	}
	for i := range r.toks {
		if t := &r.toks[i]; t.number && !t.used && len(t.text) > len(n.value) && n.code && strings.Contains(strings.ReplaceAll(t.text, "-", ""), n.value) {
			return true
		}
	}
	return false
}

func (r *reading) says(word string) bool {
	for i := range r.toks {
		if r.toks[i].text == word {
			return true
		}
	}
	return false
}

var codeSlips = strings.NewReplacer("o", "0", "l", "1", "i", "1", "s", "5", "b", "8", "z", "2", ".", "")

// alikeCodes says that two codes are one but for letters that look alike.
func alikeCodes(a, b string) bool { return codeSlips.Replace(a) == codeSlips.Replace(b) }

// otherPart says that a score is told of one part of the body in the sentence and of another on the page, which gives the part of
// the sentence another score.
func (st *statement) otherPart(n num, p cited, x *num) bool {
	mine := st.partNear(n.tok)
	if mine == "" {
		return false
	}
	theirs := p.partNear(x.tok)
	if theirs == "" || akin(mine, theirs) {
		return false
	}
	for i := range p.nums {
		y := &p.nums[i]
		if y.over == n.over && y.value != n.value && akin(mine, p.partNear(y.tok)) {
			return true
		}
	}
	return false
}

// partNear is the part of the body that a number is told of: the last before it in its clause, else the next after it.
func (r *reading) partNear(tok int) string {
	found := ""
	for _, p := range r.parts {
		if r.toks[p.tok].clause != r.toks[tok].clause {
			continue
		}
		if p.end <= tok && tok-p.end <= 7 {
			found = p.id
		} else if p.tok > tok && p.tok-tok <= 4 && found == "" {
			return p.id
		}
	}
	return found
}

// contextOf are the words that tell what is spoken of around a token, by their stems and parts of the body.
func (r *reading) contextOf(tok, far int) map[string]bool {
	m := map[string]bool{}
	for k := max(0, tok-far); k < min(len(r.toks), tok+far+1); k++ {
		t := &r.toks[k]
		if k == tok {
			continue
		}
		if p := r.partAt(k); p != "" {
			m["part "+p] = true
		} else if t.content() {
			m[t.stem] = true
		}
	}
	return m
}

// shared counts the words of a context around a token of the page.
func (r *reading) shared(context map[string]bool, tok, far int) int {
	n := 0
	seen := map[string]bool{}
	for k := max(0, tok-far); k < min(len(r.toks), tok+far+1); k++ {
		t := &r.toks[k]
		key := t.stem
		if p := r.partAt(k); p != "" {
			key = "part " + p
		}
		if k != tok && context[key] && !seen[key] {
			seen[key] = true
			n++
		}
	}
	return n
}

// levelsOf looks for the levels of the spine on the cited pages.
func (st *statement) levelsOf() {
	for _, l := range st.levels {
		if st.guidelineSpeech(l.tok) {
			continue
		}
		met := false
		var places []review.Place
		expects := ""
		best := -1
		for _, p := range st.pages {
			met = met || p.has(l)
			for _, x := range p.levels {
				score := 4 - abs(x.from-l.from) - abs(x.to-l.to) + 2*p.shared(st.contextOf(l.tok, 9), x.tok, 9)
				if x.from < 8 == (l.from < 8) {
					score += 6
				}
				if score > best {
					best, expects, places = score, x.String(), []review.Place{st.place(p, x.tok, x.end)}
				}
			}
		}
		if met {
			continue
		}
		message := "The level " + l.String() + " is not on " + st.pageNames() + "."
		if expects != "" {
			message += " There it says " + expects + "."
		}
		f := st.add("cite.level", l.tok, l.end, message+" Correct it, or cite the page that has it.", places...)
		f.Expects = expects
	}
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}
