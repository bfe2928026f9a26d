package check

import (
	"strconv"
	"strings"
)

// A num is a number that stands in a text, in plain form: "1,200" is "1200", "2.50" is "2.5", "½" is "0.5".
type num struct {
	value string
	over  string // of a score, "8/10", what it is of; "" elsewhere
	unit  string // what it counts or measures, "" where it does not say
	tok   int
	word  bool // it stands there in letters
	code  bool // letters and digits together: a code of a diagnosis, a model
	sure  bool // only pages: it stands there as it is, not by mending a slip
}

var units = func() map[string]string {
	m := map[string]string{}
	for _, group := range []string{
		"mg milligram milligrams", "mcg ug microgram micrograms", "g gm gram grams", "ml cc milliliter milliliters", "units unit iu", "% percent percentage",
		"session sessions visit visits treatment treatments appointment appointments", "day days", "week weeks wk wks", "month months mo mos", "year years yr yrs",
		"hour hours hr hrs", "minute minutes min mins", "tab tablet tablets tabs cap capsule capsules caps pill pills", "degree degrees deg °", "pound pounds lb lbs #lb", "foot feet ft",
		"inch inches", "mm millimeter millimeters", "cm centimeter centimeters", "kg kilogram kilograms", "refill refills", "injection injections", "level levels", "mmhg", "bpm",
		"mile miles", "block blocks", "patch patches", "meq", "night nights", "time times",
	} {
		ws := strings.Fields(group)
		for _, w := range ws {
			m[w] = ws[0]
		}
	}
	return m
}()

var numberWords = func() map[string]int {
	m := map[string]int{}
	for i, w := range strings.Fields("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen") {
		m[w] = i
	}
	for i, w := range strings.Fields("twenty thirty forty fifty sixty seventy eighty ninety") {
		m[w] = 20 + 10*i
	}
	return m
}()

// said are numbers that other words say: of how often something is taken, of order, of grade.
var said = map[string][]string{
	"once": {"1"}, "single": {"1"}, "daily": {"1"}, "nightly": {"1"}, "weekly": {"1"}, "monthly": {"1"}, "qd": {"1"}, "q.d": {"1"}, "qhs": {"1"}, "q.h.s": {"1"}, "qday": {"1"},
	"twice": {"2"}, "bid": {"2"}, "b.i.d": {"2"}, "couple": {"2"}, "both": {"2"}, "pair": {"2"}, "bilateral": {"2"}, "thrice": {"3"}, "tid": {"3"}, "t.i.d": {"3"},
	"qid": {"4"}, "q.i.d": {"4"}, "dozen": {"12"}, "half": {"0.5", "50"}, "quarter": {"0.25", "25"}, "first": {"1"}, "second": {"2"}, "third": {"3"}, "fourth": {"4"},
	"fifth": {"5"}, "sixth": {"6"}, "ii": {"2"}, "iii": {"3"}, "iv": {"4"}, "biweekly": {"2"}, "i": {"1"}, "an": {"1"}, "a": {"1"}, "one": {"1"}, "hundred": {"100"}, "full": {"5/5"},
}

func (r *reading) number(n num) { r.nums = append(r.nums, n) }

// findNumbers finds the numbers of a text that belong to no date, age or level of the spine.
func (r *reading) findNumbers() {
	for i := 0; i < len(r.toks); i++ {
		t := &r.toks[i]
		if t.used {
			continue
		}
		if !t.number {
			i += r.numberWord(i)
			continue
		}
		before := len(r.nums)
		r.digits(i)
		for k := before; k < len(r.nums); k++ {
			if r.nums[k].unit == "" {
				r.nums[k].unit = r.unitAfter(i)
			}
			r.nums[k].tok = i
		}
		// "8 out of 10", "8 of 10"
		if n := r.outOf(i); n > 0 && len(r.nums) > before {
			r.nums[len(r.nums)-1].over = plainNumber(r.toks[n].text)
			r.number(num{value: plainNumber(r.toks[n].text), tok: n, sure: true, unit: "of"})
			i = n
		}
	}
}

// outOf is the place of the number that one is said to be out of, 0 where none is.
func (r *reading) outOf(i int) int {
	k := i + 1
	if r.at(k, i) == "out" {
		k++
	}
	if (r.at(k, i) == "of" || r.at(k, i) == "over") && r.at(k+1, i) != "" && plainNumber(r.at(k+1, i)) != "" && (k > i+1 || plainNumber(r.at(k+1, i)) == "10") {
		return k + 1
	}
	return 0
}

// unitAfter is what the number at a token counts.
func (r *reading) unitAfter(i int) string {
	for k := i + 1; k <= i+2 && k < len(r.toks); k++ {
		w := r.at(k, i)
		if u := units[strings.Trim(w, "./-")]; u != "" {
			return u
		}
		if w == "" || r.toks[k].number || r.toks[k-1].comma || strings.Contains(" a per to of and out over or for the in on x times mg ", " "+w+" ") {
			return ""
		}
	}
	return ""
}

// numberWord reads numbers in letters from a token on and returns how many further tokens they take.
func (r *reading) numberWord(i int) int {
	w := r.toks[i].text
	if values, ok := said[w]; ok && r.page {
		if len(w) > 3 || strings.Contains(w, "id") || r.page && (w == "qd" || w == "one" || w == "ii" || w == "iii" || w == "iv") {
			for _, v := range values {
				r.number(num{value: v, tok: i, word: true})
			}
		}
		if w != "one" {
			return 0
		}
	}
	total, n := 0, 0
	parts := strings.Split(w, "-")
	for _, p := range parts {
		v, ok := numberWords[p]
		if !ok {
			return 0
		}
		total += v
	}
	if total >= 20 && total%10 == 0 && len(parts) == 1 {
		if v, ok := numberWords[r.at(i+1, i)]; ok && v > 0 && v < 10 {
			total += v
			n = 1
		}
	}
	if r.at(i+n+1, i) == "hundred" {
		total *= 100
		n++
	}
	x := num{value: strconv.Itoa(total), tok: i, word: true, unit: r.unitAfter(i + n), sure: true}
	if k := r.outOf(i + n); k > 0 {
		x.over = plainNumber(r.toks[k].text)
	} else if r.at(i+n+1, i) == "out" && r.at(i+n+2, i) == "of" {
		if v, ok := numberWords[r.at(i+n+3, i)]; ok {
			x.over = strconv.Itoa(v)
			n += 3
		}
	}
	r.number(x)
	return n
}

// digits reads the numbers of one token that has digits.
func (r *reading) digits(i int) {
	t := r.toks[i].text
	t = strings.TrimLeft(t, "#$x~+<>=≥≤")
	t = strings.ReplaceAll(t, "×", "x")
	sure := true
	if r.page {
		if fixed := digitSlips(t); fixed != t {
			r.number(num{value: plainNumber(fixed), tok: i})
			sure = false
		}
	}
	put := func(v, over, unit string) bool {
		if v = plainNumber(v); v == "" {
			return false
		}
		r.number(num{value: v, over: plainNumber(over), unit: unit, sure: sure})
		return true
	}
	if put(t, "", "") {
		return
	}
	core, unit := cutUnit(t)
	if unit != "" && put(core, "", unit) {
		return
	}
	if strings.HasPrefix(t, "q") && len(t) <= 6 { // q4h, q4-6h, q12h
		for _, p := range strings.Split(strings.TrimRight(strings.TrimPrefix(t, "q"), "hrsd."), "-") {
			put(p, "", "hour")
		}
		return
	}
	if a, b, ok := cutAny(core, "/"); ok { // 8/10, 10/325, 5-/5, 8-9/10
		b = strings.TrimRight(b, "+-.")
		if plainNumber(b) != "" {
			got := false
			for _, p := range strings.Split(strings.TrimRight(a, "+-"), "-") {
				got = put(p, b, unit) || got
			}
			if got {
				r.number(num{value: plainNumber(b), unit: orUnit(unit, "of"), sure: sure})
				return
			}
		}
	}
	if a, b, ok := cutAny(core, "x"); ok && put(a, "", "") && put(b, "", unit) { // 2x6 is twelve too
		x, _ := strconv.Atoi(plainNumber(a))
		y, _ := strconv.Atoi(plainNumber(b))
		if r.page && x > 0 && y > 0 {
			r.number(num{value: strconv.Itoa(x * y), sure: false})
		}
		return
	}
	if a, b, ok := cutAny(core, "-–"); ok && plainNumber(a) != "" && plainNumber(b) != "" { // 4-6
		put(a, "", unit)
		put(b, "", unit)
		return
	}
	for _, end := range []string{"st", "nd", "rd", "th", "x", "+", "-", "s", "°", "/", "f"} {
		if p, ok := strings.CutSuffix(t, end); ok && put(p, "", "") {
			return
		}
	}
	if a, rest, ok := cutAny(core, "-"); ok && plainNumber(a) != "" { // 12-week, 3-in-1
		word, _, _ := strings.Cut(rest, "-")
		put(a, "", units[word])
		if j := strings.LastIndexByte(rest, '-'); j >= 0 {
			put(rest[j+1:], "", "")
		}
		return
	}
	// letters and digits together, and what is none of these
	code := strings.Map(func(c rune) rune {
		if c == '-' || c == '/' || c == ',' {
			return -1
		}
		return c
	}, t)
	r.number(num{value: code, code: true, sure: sure})
	if r.page {
		for _, p := range strings.FieldsFunc(t, func(c rune) bool { return (c < '0' || c > '9') && c != '.' }) {
			put(strings.Trim(p, "."), "", "")
		}
	}
}

func orUnit(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// cutUnit parts "50mg", "30%" and "12wks".
func cutUnit(s string) (number, unit string) {
	i := len(s)
	for i > 0 && (s[i-1] < '0' || s[i-1] > '9') {
		i--
	}
	if u := units[strings.Trim(s[i:], ".-/")]; u != "" && i > 0 {
		return strings.TrimRight(s[:i], "-"), u
	}
	return s, ""
}

func cutAny(s, seps string) (a, b string, ok bool) {
	for _, c := range seps {
		if a, b, ok := strings.Cut(s, string(c)); ok && a != "" && b != "" {
			return a, b, true
		}
	}
	return s, "", false
}

// plainNumber is a number without commas and needless zeros; "" where the text is none.
func plainNumber(s string) string {
	s = strings.TrimRight(s, ".")
	if s == "" || len(s) > 12 {
		return ""
	}
	if whole, ok := strings.CutSuffix(s, "½"); ok {
		if whole == "" {
			whole = "0"
		}
		s = whole + ".5"
	}
	dots := 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '.':
			dots++
		case c == ',':
			if i == 0 || len(s)-i < 4 || !digitAt(s, i+3) {
				return ""
			}
		case c < '0' || c > '9':
			return ""
		}
	}
	if dots > 1 || s == "." {
		return ""
	}
	s = strings.ReplaceAll(s, ",", "")
	if strings.HasPrefix(s, ".") {
		s = "0" + s
	}
	if dots == 1 {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	s = strings.TrimLeft(s, "0")
	if s == "" || s[0] == '.' {
		s = "0" + s
	}
	return s
}

// digitSlips mends letters that text recognition took for digits in what is a number else.
func digitSlips(s string) string {
	digits, odd := 0, 0
	for _, c := range s {
		switch {
		case c >= '0' && c <= '9':
			digits++
		case strings.ContainsRune("oli|szb", c):
			odd++
		case c == '.' || c == '/' || c == ',' || c == '-':
		default:
			return s
		}
	}
	if digits == 0 || odd == 0 || odd > digits+1 {
		return s
	}
	return strings.NewReplacer("o", "0", "l", "1", "i", "1", "|", "1", "s", "5", "z", "2", "b", "8").Replace(s)
}
