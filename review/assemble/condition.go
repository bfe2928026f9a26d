package assemble

import (
	"cmp"
	"slices"
	"strings"

	"github.com/openimr/openimr/records"
	"github.com/openimr/openimr/records/fact"
	"github.com/openimr/openimr/review"
)

// A condition is a diagnosis as several pages name it.
type condition struct {
	key   string
	sides map[string][]told
	told  []told
	names map[string]int // without codes, as they stand there
	codes map[string]int
}

// mostConditions are named in the summary.
const mostConditions = 6

// conditions tells what is treated.
func (w *writer) conditions() {
	all := w.gatherConditions(w.facts[records.FactDiagnosis], func(t told) bool {
		return t.Standing == records.Stated && !disputing[t.kind()] && t.kind() != "imaging_report" && t.kind() != "lab_report"
	})
	if len(all) == 0 {
		if d := w.c.Injury.Diagnosis; d != "" {
			w.say("The injured worker is treated for " + lower(strings.TrimRight(d, ".")))
		}
		return
	}
	all = all[:min(len(all), mostConditions)]
	var names []string
	var marks []review.Mark
	for _, c := range all {
		names = append(names, c.name())
		marks = append(marks, newestFirst(c.told)[0].mark())
	}
	w.say("Diagnoses include "+list(names), marks...)
	for _, c := range all {
		w.otherSide(c)
	}
}

// gatherConditions groups facts by what they name, those of most reports first.
func (w *writer) gatherConditions(facts []told, counts func(told) bool) []*condition {
	by := map[string]*condition{}
	var all []*condition
	for _, t := range facts {
		name := withoutCode(t.Text)
		key := conditionKey(name)
		if !counts(t) || key == "" || odd(name) || len(strings.Fields(name)) > 9 {
			continue
		}
		c := by[key]
		if c == nil {
			for _, o := range all {
				if nearly(o.key, key) {
					c = o
					break
				}
			}
		}
		if c == nil {
			c = &condition{key: key, sides: map[string][]told{}, names: map[string]int{}, codes: map[string]int{}}
			all = append(all, c)
		}
		by[key] = c
		c.told = append(c.told, t)
		c.names[name]++
		if t.Code != "" {
			c.codes[t.Code]++
		}
		if t.Side != "" {
			c.sides[t.Side] = append(c.sides[t.Side], t)
		}
	}
	weight := func(c *condition) int {
		n := len(c.told)
		if len(c.codes) > 0 {
			n += 3
		}
		return n
	}
	slices.SortStableFunc(all, func(a, b *condition) int { return cmp.Or(weight(b)-weight(a), cmp.Compare(a.key, b.key)) })
	return joined(all)
}

var plainWords = kinds("left right bilateral upper lower limb extremity region of the unspecified initial encounter other site and with to in chronic pain")

// conditionKey is what two names of one condition share: their words without side and filling, in order of the alphabet.
func conditionKey(name string) string {
	var ws []string
	for _, t := range strings.FieldsFunc(strings.ToLower(name), func(r rune) bool {
		return (r < 'a' || r > 'z') && r != '\'' && r != '’'
	}) {
		t = fact.Mend(strings.TrimSuffix(strings.TrimSuffix(strings.Trim(t, "'’"), "'s"), "’s"))
		if len(t) < 2 || plainWords[t] && t != "pain" {
			continue
		}
		if !slices.Contains(ws, t) {
			ws = append(ws, t)
		}
	}
	slices.Sort(ws)
	return strings.Join(ws, " ")
}

// nearly says that two keys differ by a letter or two, as a misread word does.
func nearly(a, b string) bool {
	if len(a) < 8 || len(a)-len(b) > 2 || len(b)-len(a) > 2 || strings.Count(a, " ") != strings.Count(b, " ") {
		return false
	}
	return distance(a, b) <= 2
}

// distance is how many letters have to be changed, added or taken away.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		last := row[0]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			last, row[j] = row[j], min(row[j]+1, row[j-1]+1, last+cost)
		}
	}
	return row[len(b)]
}

// joined puts a condition that one or two pages name under one that many name and whose words it shares but for one: a misread
// side, or a shorter name.
func joined(all []*condition) []*condition {
	var out []*condition
	for _, c := range all {
		into := slices.IndexFunc(out, func(o *condition) bool {
			return len(o.told) >= 3*len(c.told) && within(o.key, c.key)
		})
		if into < 0 {
			out = append(out, c)
			continue
		}
		o := out[into]
		o.told = append(o.told, c.told...)
		for side, ts := range c.sides {
			o.sides[side] = append(o.sides[side], ts...)
		}
	}
	return out
}

// name is how the condition is told: as most pages name it, with its code.
func (c *condition) name() string {
	best, most := "", 0
	for n, k := range c.names {
		if k > most || k == most && (len(n) < len(best) || len(n) == len(best) && n < best) {
			best, most = n, k
		}
	}
	code, most := "", 0
	for n, k := range c.codes {
		if k > most || k == most && n < code {
			code, most = n, k
		}
	}
	best = lower(best)
	if code != "" {
		best += " (" + code + ")"
	}
	return best
}

// otherSide tells of pages that give a condition another side than most do.
func (w *writer) otherSide(c *condition) {
	l, r := c.sides["left"], c.sides["right"]
	if len(l) == 0 || len(r) == 0 || len(c.sides["bilateral"]) > 0 {
		return
	}
	few, many, side, other := l, r, "left", "right"
	if len(r) < len(l) {
		few, many, side, other = r, l, "right", "left"
	}
	a, b := w.bestWitness(few), w.bestWitness(many)
	w.say(sentenceStart(w.source(a.doc))+" names the "+side+" side, where "+w.source(b.doc)+" names the "+other+": “"+w.plain(a.Text)+"”", a.mark(), b.mark())
}
