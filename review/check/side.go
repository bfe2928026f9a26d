package check

import "strings"

// A side is a word that says left, right or both, with the words that it is said of.
type side struct {
	side  string // "left", "right", "bilateral"
	tok   int
	parts []string // parts of the body that it is said of
	words []string // stems of the words that it is said of, nearest first
}

var sideNames = map[string]string{
	"left": "left", "lt": "left", "left-sided": "left", "left-side": "left", "leftward": "left", "right": "right", "rt": "right", "right-sided": "right",
	"right-side": "right", "rightward": "right", "bilateral": "bilateral", "bilaterally": "bilateral", "bilat": "bilateral", "b/l": "bilateral", "both": "bilateral",
	"lue": "left", "lle": "left", "rue": "right", "rle": "right", "bue": "bilateral", "ble": "bilateral",
}

// stops end what a side is said of.
var sideStops = setOf("is are was were has had have been be reveals revealed revealing shows showed showing reported reports complained complains which that due while but who secondary radiating radiates radiate radiated " +
	"and/or because after before during following since when where however")

// asides are words that a side is not said of though they follow it.
var asides = setOf("the a an of in on at to for with and or side sided aspect his her their upper lower")

func setOf(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

func (r *reading) findSides() {
	for i := range r.toks {
		t := &r.toks[i]
		name := sideNames[t.text]
		if name == "" {
			name = r.letterSide(i)
		}
		if name == "" || r.noSide(i) {
			continue
		}
		s := side{side: name, tok: i}
		if len(t.text) == 3 && (t.text[1:] == "ue" || t.text[1:] == "le") {
			s.parts = []string{map[string]string{"ue": "arm", "le": "leg"}[t.text[1:]]}
			r.sides = append(r.sides, s)
			continue
		}
		r.govern(&s, i)
		r.sides = append(r.sides, s)
	}
	r.joinSides()
}

// joinSides makes "left and right knee" what it says of the second of the first too.
func (r *reading) joinSides() {
	for k := 0; k+1 < len(r.sides); k++ {
		a, b := &r.sides[k], &r.sides[k+1]
		if len(a.parts) == 0 && len(a.words) == 0 && b.tok-a.tok <= 2 && r.toks[a.tok].clause == r.toks[b.tok].clause {
			a.parts, a.words = b.parts, b.words
		}
	}
}

// letterSide reads "L knee", "(R)", "knee L".
func (r *reading) letterSide(i int) string {
	t := &r.toks[i]
	if t.text != "l" && t.text != "r" || !r.page && !t.opens {
		return ""
	}
	name := map[string]string{"l": "left", "r": "right"}[t.text]
	if t.opens || r.partAt(i+1) != "" && r.at(i+1, i) != "" || i > 0 && r.partAt(i-1) != "" && r.at(i-1, i) != "" && t.upper {
		return name
	}
	return ""
}

// noSide knows the words "right" and "left" where they say no side of the body.
func (r *reading) noSide(i int) bool {
	t := r.toks[i].text
	next, after := r.at(i+1, i), r.at(i+2, i)
	switch {
	case t == "both":
		return r.partAt(i+1) == "" && r.partAt(i+2) == ""
	case t != "left" && t != "right":
		return false
	case next == "handed" || next == "hand-dominant" || next == "handedness" || next == "hand" && (after == "dominant" || after == "dominance"):
		return true
	case t == "right" && (next == "now" || next == "away" || next == "to" && r.partAt(i+2) == "" || i > 0 && (r.toks[i-1].text == "all" || r.toks[i-1].text == "the" && next == "to")):
		return true
	case i > 0 && (r.toks[i-1].text == "dominance" || r.toks[i-1].text == "dominant" || r.toks[i-1].text == "handedness"):
		return true
	}
	if t == "left" && leftBehind[next] {
		for k := i + 1; k <= i+3; k++ {
			if r.at(k, i) != "" && r.partAt(k) != "" && next != "his" && next != "her" {
				return false
			}
		}
		return true
	}
	return false
}

// leftBehind are the words after the verb "left".
var leftBehind = setOf("the work his her their a an message voicemail without after early for against school home in at before untreated alone off over behind")

// govern finds what a side is said of: the words after it to the next verb or side, else those before it.
func (r *reading) govern(s *side, i int) {
	seen := 0
	for k := i + 1; k < len(r.toks) && seen < 7; k++ {
		t := &r.toks[k]
		if t.clause != r.toks[i].clause || sideNames[t.text] != "" || r.letterSide(k) != "" || sideStops[t.text] {
			break
		}
		if p := r.partAt(k); p != "" {
			if len(s.parts) == 0 || s.parts[len(s.parts)-1] != p {
				s.parts = append(s.parts, p)
			}
		} else if !asides[t.text] && !t.number && len(t.text) > 2 {
			s.words = append(s.words, t.stem)
		}
		seen++
		if t.comma && (k+1 >= len(r.toks) || r.partAt(k+1) == "" && r.partAt(k+2) == "") {
			break
		}
		if k == i+1 && r.toks[i].comma {
			break
		}
	}
	if r.toks[i].comma && len(s.parts) == 0 || len(s.parts) == 0 && len(s.words) == 0 || r.toks[i].opens {
		back := 0
		for k := i - 1; k >= 0 && back < 4; k-- {
			if r.toks[k].clause != r.toks[i].clause || sideNames[r.toks[k].text] != "" {
				break
			}
			if p := r.partAt(k); p != "" {
				s.parts = append(s.parts, p)
				break
			}
			back++
		}
	}
}

// speaksOf says whether two sides are said of one thing: a part of the body, else a word.
func (s side) speaksOf(o side) bool {
	for _, a := range s.parts {
		for _, b := range o.parts {
			if a == b {
				return true
			}
		}
	}
	if len(s.parts) > 0 {
		for _, a := range s.parts {
			for _, b := range o.parts {
				if akin(a, b) && a != "spine" && b != "spine" {
					return true
				}
			}
		}
		return false
	}
	for i, a := range s.words {
		if i == 2 {
			break
		}
		for _, b := range o.words {
			if a == b && !plainWords[a] {
				return true
			}
		}
	}
	return false
}

func opposite(a, b string) bool {
	return a == "left" && b == "right" || a == "right" && b == "left"
}
