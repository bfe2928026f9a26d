package document

import (
	"slices"
	"strings"
)

// given are short forms of given names with the long one, so that "Bob" and "Robert" are no two people.
var given = map[string]string{"bob": "robert", "rob": "robert", "bobby": "robert", "bill": "william", "will": "william", "billy": "william", "jim": "james", "jimmy": "james", "mike": "michael",
	"liz": "elizabeth", "beth": "elizabeth", "betty": "elizabeth", "tony": "anthony", "dan": "daniel", "danny": "daniel", "dave": "david", "ed": "edward", "eddie": "edward", "joe": "joseph", "jose": "joseph",
	"chuck": "charles", "charlie": "charles", "dick": "richard", "rick": "richard", "rich": "richard", "tom": "thomas", "steve": "steven", "stephen": "steven", "sue": "susan", "susie": "susan",
	"kathy": "katherine", "cathy": "katherine", "catherine": "katherine", "kate": "katherine", "kathryn": "katherine", "peggy": "margaret", "maggie": "margaret", "meg": "margaret", "pat": "patricia", "patty": "patricia",
	"tina": "christina", "chris": "christopher", "christine": "christina", "alex": "alexander", "sam": "samuel", "ben": "benjamin", "matt": "matthew", "nick": "nicholas", "andy": "andrew", "greg": "gregory",
	"jeff": "jeffrey", "geoff": "jeffrey", "ken": "kenneth", "ron": "ronald", "don": "donald", "tim": "timothy", "vicky": "victoria", "vicki": "victoria", "debbie": "deborah", "deb": "deborah", "debra": "deborah",
	"jenny": "jennifer", "jen": "jennifer", "jess": "jessica", "terry": "teresa", "theresa": "teresa", "lupe": "guadalupe", "pepe": "jose", "paco": "francisco", "frank": "francisco", "nacho": "ignacio", "larry": "lawrence", "jerry": "gerald", "fred": "frederick", "al": "albert", "barb": "barbara", "cindy": "cynthia", "becky": "rebecca", "nancy": "ann", "anne": "ann", "anna": "ann", "jack": "john", "johnny": "john", "jon": "john", "juan": "juan", "marty": "martin", "ray": "raymond", "phil": "philip", "phillip": "philip", "pete": "peter", "walt": "walter", "hank": "henry", "harry": "henry", "abby": "abigail", "angie": "angela", "mandy": "amanda", "sandy": "sandra", "trish": "patricia", "toni": "antonia", "manny": "manuel", "alejandro": "alexander", "gabe": "gabriel", "nate": "nathan", "zach": "zachary", "josh": "joshua"}

// A name is a person's name taken apart: lower case, without titles. Where a comma showed the order, family is what
// stood before it; else it is the last word, and parts of it may be the given name too.
type name struct {
	given  []string
	family []string
}

var notNames = map[string]bool{"mr": true, "mrs": true, "ms": true, "miss": true, "dr": true, "jr": true, "sr": true, "ii": true, "iii": true, "iv": true, "the": true, "pt": true, "patient": true, "name": true, "mx": true,
	"last": true, "first": true, "middle": true, "mi": true, "employee": true, "applicant": true, "claimant": true, "deceased": true, "esq": true}

// nameOf takes a name apart; ok is false where the words are no person's name.
func nameOf(s string) (name, bool) {
	before, after, comma := strings.Cut(s, ",")
	a, b := nameWords(before), nameWords(after)
	var n name
	switch {
	case comma && len(a) > 0 && len(b) > 0 && len(b) <= 3:
		n = name{given: b, family: a}
	case len(a) >= 2:
		n = name{given: a[:len(a)-1], family: a[len(a)-1:]}
	default:
		return name{}, false
	}
	return n, len(n.given)+len(n.family) <= 6
}

func nameWords(s string) []string {
	var ws []string
	for _, w := range splitText(strings.NewReplacer("-", " ", "/", " ").Replace(s)) {
		if notNames[w] {
			continue
		}
		if n := digitsIn(w); n > 1 || n == 1 && len(w) < 3 {
			break
		}
		ws = append(ws, w)
	}
	return ws
}

func digitsIn(s string) int {
	n := 0
	for i := range len(s) {
		if s[i] >= '0' && s[i] <= '9' {
			n++
		}
	}
	return n
}

// How two names go together.
type kinship uint8

const (
	samePerson  kinship = iota
	otherGiven          // the family name agrees, the given name does not
	otherFamily         // the given name agrees, the family name does not
	otherPerson
)

// compare says how the name on a page goes with the patient's. Order, initials, short forms, missing middle names, double
// names and single misread letters make no difference.
func compare(page, patient name) kinship {
	family := anyLike(page.family, patient.family)
	first := sameGiven(page.given, patient.given)
	if family && first {
		return samePerson
	}
	// the other order: "Doe Jane"
	all := append(slices.Clone(page.given), page.family...)
	if anyLike(all, patient.family) && len(patient.given) > 0 && anyGiven(all, patient.given[0]) && len(all) >= 2 {
		return samePerson
	}
	switch {
	case family:
		return otherGiven
	case first, len(patient.given) > 0 && len(all) >= 2 && slices.ContainsFunc(all, func(w string) bool { return len(w) > 2 && likeName(w, patient.given[0]) }):
		return otherFamily
	}
	return otherPerson
}

func anyLike(a, b []string) bool {
	for _, x := range a {
		for _, y := range b {
			if len(x) > 1 && len(y) > 1 && likeName(x, y) {
				return true
			}
		}
	}
	return false
}

func sameGiven(a, b []string) bool {
	if len(a) == 0 || len(b) == 0 {
		return true
	}
	return anyGiven(a[:1], b[0]) || len(b) > 1 && anyGiven(a[:1], b[1]) && len(a[0]) > 1 || len(a) > 1 && len(a[1]) > 1 && anyGiven(a[1:2], b[0])
}

func anyGiven(a []string, b string) bool {
	for _, x := range a {
		if x == b || len(x) == 1 && x[0] == b[0] || len(b) == 1 && b[0] == x[0] {
			return true
		}
		if likeName(x, b) || long(x) == long(b) {
			return true
		}
	}
	return false
}

func long(s string) string {
	if l, ok := given[s]; ok {
		return l
	}
	return s
}

// likeName is like for names: what is short may be misread too, and letters that look the same are the same.
func likeName(a, b string) bool {
	a, b = looks(a), looks(b)
	switch n := min(len(a), len(b)); {
	case a == b:
		return true
	case n >= 8:
		return edits(a, b, 2) <= 2
	case n >= 4:
		return edits(a, b, 1) <= 1
	}
	return false
}

var lookalikes = strings.NewReplacer("rn", "m", "vv", "w", "cl", "d", "l", "i", "j", "i", "0", "o", "1", "i", "5", "s", "8", "b")

func looks(s string) string { return lookalikes.Replace(s) }
