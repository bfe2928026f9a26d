package duplicate

import (
	"cmp"
	"slices"
	"unicode"
	"unicode/utf8"

	"github.com/openimr/openimr/records"
)

// A sight is what the pictures of two pages say.
type sight struct {
	relation records.Relation
	known    bool    // the pictures could be laid on each other
	refused  run     // the run that is different, where one is
	worst    float64 // of the runs that number and short words are in, how unlike the worst cell is
	mark     records.Box
	markOn   *page
}

// Bounds of unlikeness: above, a run is a change. The bounds follow the noise of the two copies, which is how unlike the
// words are that both have for certain, within a floor and a ceiling. Measured on faxed copies of one in five hundred pages and on
// pages with one word changed: of the numbers that text recognition reads differently on two copies of a page, 19 in 20 are below 0.06; a digit
// really changed is above 0.11 where the copies are fair, and may be as low as 0.03 where they are very poor.
type limits struct{ least, times, most float64 }

var (
	twoNumbers = limits{0.036, 2.0, 0.060} // both well read, as different numbers
	twoDoubts  = limits{0.040, 2.6, 0.080} // two numbers of one length, one read badly
	numeric    = limits{0.045, 2.6, 0.095} // other runs with a digit, a negation, a side
	names      = limits{0.020, 1.5, 0.045} // words that differ in a letter and are both well read
	spelt      = limits{0.080, 4.0, 0.130} // words of the running text that differ in a letter or two
	other      = limits{0.080, 4.0, 0.160} // words of which text recognition made something else, or nothing
)

const (
	odd      = 0.160 // a usual word against one that stands nowhere else in the bundle
	sameText = 0.110 // numbers that are read alike: both may have been misread
	stroke   = 40    // pixels: a digit that became another has no more than that in addition, a mark over it has
	poor     = 0.050 // noise in which a changed digit could hide
)

func (l limits) at(noise float64) float64 { return min(l.most, max(l.least, l.times*noise)) }

// bound is how unlike the pixels of a run may be.
func bound(a, b *page, x run, noise float64) float64 {
	ta, tb := a.tokens[x.a0:x.a1], b.tokens[x.b0:x.b1]
	ja, jb := join(ta), join(tb)
	sure := min(a.sureOf(ta), b.sureOf(tb))
	_, oddA := a.common(x.a0, x.a1)
	_, oddB := b.common(x.b0, x.b1)
	if weightOf(ta, tb) > 0 {
		if !hasNumber(ta) && !hasNumber(tb) && (oddA || oddB) && ja != "" && jb != "" {
			return spelt.at(noise) // "denied" against "dened": no word that turns the sense
		}
		two := pureNumber(ja) && pureNumber(jb) && len(ja) == len(jb)
		switch {
		case two && noise > poor, ja != "" && jb != "" && a.sureOf(numbers(ta)) < 50 && b.sureOf(numbers(tb)) < 50:
			return twoNumbers.least // neither reading says what stands there
		case ja != "" && jb != "" && sure >= 85:
			return twoNumbers.at(noise)
		case two:
			return twoDoubts.at(noise)
		}
		return numeric.at(noise)
	}
	if !nearly(ja, jb) {
		return other.at(noise)
	}
	small := a.small(ta) && b.small(tb)
	comA, _ := a.common(x.a0, x.a1)
	comB, _ := b.common(x.b0, x.b1)
	slip := comA && oddB || comB && oddA
	switch {
	case small && slip, little[ja] && little[jb]:
		return odd
	case small && len(ja) >= 4, slip && sure < 85, sure < 70:
		return spelt.at(noise)
	}
	return names.at(noise)
}

// weighs says whether the pixels of a run must show that no stroke was added or lost: two numbers, or short words that turn the sense.
func weighs(a, b *page, x run) bool {
	return weightOf(a.tokens[x.a0:x.a1], b.tokens[x.b0:x.b1]) > 0
}

// little are words of which one read for another changes nothing that matters.
var little = listed(`a an the of or on to for in is it at by as and be he she his her was has had`)

func hasNumber(ts []token) bool {
	return slices.ContainsFunc(ts, func(t token) bool { return t.kind == number })
}

func numbers(ts []token) []token {
	return slices.DeleteFunc(slices.Clone(ts), func(t token) bool { return t.kind != number })
}

// sureOf is the least confidence with which words were read.
func (p *page) sureOf(ts []token) uint8 {
	least := uint8(100)
	for _, t := range ts {
		least = min(least, p.Words[t.word].Confidence)
	}
	return least
}

// small says whether words stand in small letters, as names do not.
func (p *page) small(ts []token) bool {
	for _, t := range ts {
		if r, _ := utf8.DecodeRuneInString(p.Words[t.word].Text); !unicode.IsLower(r) {
			return false
		}
	}
	return true
}

// nearly says whether two readings differ in a letter or two.
func nearly(a, b string) bool {
	return len(a) > 0 && len(b) > 0 && edits(a, b) <= min(2, max(len(a), len(b))/3)
}

// look lays two pages on each other and compares their ink.
func (e *eyes) look(a, b *page, r reading) sight {
	sa, sb := e.sheet(a), e.sheet(b)
	if sa == nil || sb == nil {
		return sight{}
	}
	ts := ties(a, b, r.script)
	m, moved, ok := fit(ts, 3.2)
	if !ok && a.thin() && b.thin() {
		m, ok = register(sa, sb)
	}
	if !ok || moved > max(5, len(ts)/30) {
		return sight{}
	}
	l := lay(sa, sb, m)
	wide := int(a.tall() * l.px * 0.55)
	s := sight{known: true}
	noise := l.noise(a, r.script.same, wide)
	if a.thin() {
		noise = 0.01
	}
	runs := slices.Clone(r.open)
	slices.SortStableFunc(runs, func(x, y run) int {
		return -cmp.Compare(weightOf(a.tokens[x.a0:x.a1], b.tokens[x.b0:x.b1]), weightOf(a.tokens[y.a0:y.a1], b.tokens[y.b0:y.b1]))
	})
	l.cutOff(b)
	if x, ok := l.misread(a, r.script.same, wide); ok {
		s.relation, s.refused = records.ChangedPage, run{x.a, x.a + 1, x.b, x.b + 1}
		return s
	}
	var failed []failure
	for _, x := range runs {
		limit := bound(a, b, x, noise)
		carries := weighs(a, b, x)
		for _, q := range l.places(a, b, x) {
			if q = q.Intersect(l.mine); q.Empty() {
				continue // the first page was cut off there
			}
			c := l.worst(q, wide, carries)
			s.worst = max(s.worst, c.unlike)
			if c.unlike <= limit && (!carries || c.change <= mostChange) && l.a.count(q)-l.a.count(q.Intersect(l.shown)) <= dirt {
				continue
			}
			failed = append(failed, failure{x, q, c})
			if enough := l.a.count(c.rect) / 12; c.loneA > max(6, enough) && c.loneB > max(6, enough) {
				s.relation, s.refused = records.ChangedPage, x // both have ink that the other lacks
				return s
			}
		}
	}
	onA, onB := l.alone(a, b)
	switch {
	case len(onA) == 0 && len(onB) == 0 && len(failed) == 0:
		s.relation = records.SamePage
		return s
	case len(onA) == 0 && len(onB) > 0:
		if r, ok := l.marked(onB, failed, true, a, b, r.open); ok {
			s.relation, s.mark, s.markOn = records.MarkedPage, l.boxOnB(r), b
			return s
		}
	case len(onB) == 0 && len(onA) > 0:
		if r, ok := l.marked(onA, failed, false, a, b, r.open); ok {
			s.relation, s.mark, s.markOn = records.MarkedPage, l.box(r), a
			return s
		}
	}
	s.relation = records.ChangedPage
	if len(failed) > 0 {
		s.refused = failed[0].run
	}
	return s
}

// misread finds a number that both pages are read alike at but do not have alike: one was changed, and misread as what it was.
func (l *laid) misread(a *page, same []pair, wide int) (pair, bool) {
	for _, x := range same {
		t := a.tokens[x.a]
		if t.kind != number {
			continue
		}
		q := l.pixels(a.Words[t.word].Box).Intersect(l.mine)
		c := l.worst(q, wide, false)
		few, more := min(c.loneA, c.loneB), max(c.loneA, c.loneB)
		if c.unlike > sameText && (few > 2 || few == 0 && more > 4 && more < stroke) {
			return x, true
		}
	}
	return pair{}, false
}

func centre(b records.Box) (float64, float64) { return float64(b.X0+b.X1) / 2, float64(b.Y0+b.Y1) / 2 }

// ties are the words that two pages both have, in points.
func ties(a, b *page, s script) []tie {
	ts := make([]tie, 0, len(s.same))
	for _, p := range s.same {
		var t tie
		t.x, t.y = centre(a.Words[a.tokens[p.a].word].Box)
		t.u, t.v = centre(b.Words[b.tokens[p.b].word].Box)
		ts = append(ts, t)
	}
	return ts
}
