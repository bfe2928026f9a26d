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

// Bounds of unlikeness: above, a run is a change. Runs that are read almost alike, and numbers, could be a small change,
// so they must be more alike than a run of which text recognition made nothing. The bounds follow the noise of the two
// copies, which is how unlike the words are that both have for certain; past tooNoisy a small change could hide in it.
const (
	strict, strictLeast   = 0.040, 0.015
	spelt, speltLeast     = 0.080, 0.060 // a word of the text in which a letter differs: nothing that is spelt so
	odd                   = 0.160        // a usual word against one that stands nowhere else in the bundle
	lenient, lenientLeast = 0.090, 0.030
	tooNoisy              = 0.045
)

// bound is how unlike the pixels of a run may be.
func bound(a, b *page, x run, noise float64) float64 {
	ta, tb := a.tokens[x.a0:x.a1], b.tokens[x.b0:x.b1]
	ja, jb := join(ta), join(tb)
	numeric := weightOf(ta, tb) > 0
	if numeric && noise > tooNoisy {
		return strictLeast
	}
	if !numeric && nearly(ja, jb) {
		small := a.small(ta) && b.small(tb)
		comA, oddA := a.common(x.a0, x.a1)
		comB, oddB := b.common(x.b0, x.b1)
		slip := comA && oddB || comB && oddA
		switch sure := min(a.sureOf(ta), b.sureOf(tb)); {
		case small && slip:
			return odd
		case small && len(ja) >= 4, slip && sure < 85:
			return min(spelt, max(speltLeast, 2.2*noise))
		case sure < 70:
			return min(lenient, max(lenientLeast, 2.2*noise))
		}
	}
	switch {
	case !numeric && !nearly(ja, jb):
		return min(lenient, max(lenientLeast, 2.2*noise))
	case pureNumber(ja) && pureNumber(jb):
		return min(strict, max(strictLeast, 1.2*noise))
	default:
		return min(strict, max(strictLeast, 1.5*noise))
	}
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
		noise = strictLeast
	}
	runs := slices.Clone(r.open)
	slices.SortStableFunc(runs, func(x, y run) int {
		return -cmp.Compare(weightOf(a.tokens[x.a0:x.a1], b.tokens[x.b0:x.b1]), weightOf(a.tokens[y.a0:y.a1], b.tokens[y.b0:y.b1]))
	})
	l.cutOff(b)
	var failed []failure
	for _, x := range runs {
		limit := bound(a, b, x, noise)
		for _, q := range l.places(a, b, x) {
			if q = q.Intersect(l.mine); q.Empty() {
				continue // the first page was cut off there
			}
			c := l.worst(q, wide)
			s.worst = max(s.worst, c.unlike)
			if c.unlike <= limit && q.In(l.shown) {
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
