package bundle

import (
	"math/rand/v2"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/records"
)

// opposites are words that turn what a sentence says around.
var opposites = map[string]string{
	"denies": "reports", "not": "now", "no": "mild", "negative": "positive", "positive": "negative", "without": "with", "absent": "present", "unremarkable": "remarkable", "normal": "abnormal",
}

var dateForms = []string{"01/02/2006", "1-2-06", "1/2/2006", "1/2/06", "2006-01-02", "02-Jan-2006", "01.02.2006"}

// alter finds what one word of a sheet can be changed into: the kind of the change and the new word; "" where it is not
// a word that matters. Dates give the new day as well.
func alter(r *rand.Rand, ms []mote, i int) (what, is string, on day) {
	core := strings.TrimRight(strings.TrimLeft(ms[i].text, "(#\""), ".,;:)\"")
	low := strings.ToLower(core)
	put := func(to string) string { return strings.Replace(ms[i].text, core, likeCase(core, to), 1) }
	after := ""
	if i+1 < len(ms) && ms[i+1].line == ms[i].line {
		after = strings.ToLower(strings.Trim(ms[i+1].text, ".,;"))
	}
	if core == "" {
		return "", "", 0
	}
	if d, form := readDate(core); form != "" {
		for range 12 {
			n := d.AddDays([]int{1, 2, 3, 7, 10, 20, 30, 31, 61, 365, 730}[r.IntN(11)])
			if to := n.Format(form); len(to) == len(core) && apart(to, core) <= 2 {
				return "date", strings.Replace(ms[i].text, core, to, 1), n
			}
		}
		return "", "", 0
	}
	if to, ok := opposites[low]; ok && (low != "no" || core == ms[i].text) { // "No." is a number
		return "negation", put(to), 0
	}
	switch low {
	case "left":
		return "side", put("right"), 0
	case "right":
		return "side", put("left"), 0
	}
	for _, d := range drugs {
		first, _, _ := strings.Cut(d, " ")
		if strings.EqualFold(first, core) {
			for range 10 {
				to, _, _ := strings.Cut(pick(r, drugs), " ")
				if !strings.EqualFold(to, core) {
					return "drug", put(to), 0
				}
			}
		}
	}
	if slices.Contains(docLast, core) {
		for range 10 {
			if to := pick(r, docLast); to != core {
				return "name", put(to), 0
			}
		}
	}
	digits := strings.IndexFunc(core, unicode.IsDigit)
	if digits < 0 {
		return "", "", 0
	}
	to := oneDigit(r, core)
	switch {
	case strings.HasSuffix(core, "/10") || after == "out":
		if core == to || strings.HasSuffix(core, "/10") {
			n := 2 + r.IntN(7)
			to = number(n) + strings.TrimLeft(core, "0123456789")
		}
		what = "score"
	case after == "mg" || after == "mcg" || after == "mcg/hr" || strings.HasSuffix(core, "/325"):
		what = "dose"
	case strings.ContainsAny(core, "0123456789"):
		what = "number"
	}
	if to == core {
		return "", "", 0
	}
	return what, strings.Replace(ms[i].text, core, to, 1), 0
}

// oneDigit changes one digit of a word.
func oneDigit(r *rand.Rand, s string) string {
	b := []byte(s)
	var at []int
	for i, c := range b {
		if c >= '0' && c <= '9' {
			at = append(at, i)
		}
	}
	i := pick(r, at)
	first := i == 0 || b[i-1] < '0' || b[i-1] > '9'
	for {
		d := byte('0' + r.IntN(10))
		if d != b[i] && (d != '0' || !first) {
			b[i] = d
			return string(b)
		}
	}
}

func readDate(s string) (day, string) {
	for _, form := range dateForms {
		if t, err := time.Parse(form, s); err == nil && t.Year() > 1930 && t.Format(form) == s {
			return clock.DayOf(t.Date()), form
		}
	}
	return 0, ""
}

// apart counts the places in which two words of one length differ.
func apart(a, b string) int {
	n := 0
	for i := range a {
		if a[i] != b[i] {
			n++
		}
	}
	return n
}

// likeCase writes to as a writes its letters.
func likeCase(a, to string) string {
	switch {
	case strings.ToUpper(a) == a:
		return strings.ToUpper(to)
	case unicode.IsUpper([]rune(a)[0]):
		return strings.ToUpper(to[:1]) + to[1:]
	}
	return to
}

// changed is a sheet with one word changed, of the first of some kinds that can be had. Facts of the paper that the word
// belongs to get the new date. It is nil where no word can be changed.
func changed(r *rand.Rand, d *paper, s *sheet, kinds []string) (out *sheet, what, was, is string) {
	order := r.Perm(len(s.motes))
	for _, want := range kinds {
		for _, i := range order {
			m := s.motes[i]
			if m.y < 60 || m.y > sheetHeight-70 || m.role != records.Body {
				continue
			}
			w, to, on := alter(r, s.motes, i)
			if w != want {
				continue
			}
			ms := slices.Clone(s.motes)
			grow := m.face.width(to, m.size) - m.width()
			fits := true
			for j := range ms {
				if ms[j].line == m.line && ms[j].x > m.x {
					ms[j].x += grow
					fits = fits && ms[j].x+ms[j].width() < sheetWidth-20
				}
			}
			ms[i].text = to
			if !fits || ms[i].x+ms[i].width() > sheetWidth-20 {
				continue
			}
			c := *s
			c.motes = ms
			if on != 0 && m.fact > 0 {
				f := &d.facts[m.fact-1]
				if f.kind == records.FactService && f.date == d.date && !f.dated {
					d.date = on
				}
				f.date = on
			}
			return &c, w, m.text, to
		}
	}
	return nil, "", "", ""
}

// changeKinds are the kinds of changes.
var changeKinds = []string{"date", "dose", "score", "negation", "side", "drug", "number", "name"}
