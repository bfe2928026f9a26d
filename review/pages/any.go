package pages

import (
	"sync"

	"github.com/openimr/openimr/review"
)

// slips lead from a word to the tokens that may be the same word misread, without a look at every token of the record.
type slips struct {
	alike map[string][]uint32 // by what alike makes of them
	near  map[shape][]uint32  // long ones, by their first letter and length
	forms *sync.Map           // word to what formsOf found: the words of a field come again and again
}

type shape struct {
	first byte
	size  int
}

func (s *slips) learn(tokens []string) {
	s.alike, s.near, s.forms = map[string][]uint32{}, map[shape][]uint32{}, &sync.Map{}
	for n, v := range tokens {
		if len(v) < 4 {
			continue
		}
		key := alike(v)
		s.alike[key] = append(s.alike[key], uint32(n))
		if len(v) >= 7 {
			at := shape{v[0], len(v)}
			s.near[at] = append(s.near[at], uint32(n))
		}
	}
}

// formsOnce is formsOf, remembered. What it returns is shared and not to be changed.
func (k *Book) formsOnce(w string) map[uint32]int {
	if f, ok := k.slips.forms.Load(w); ok {
		return f.(map[uint32]int)
	}
	f := k.formsOf(w)
	k.slips.forms.Store(w, f)
	return f
}

// FindAny calls fn with the places of several phrases, in one walk over the pages that may have one of them; which is the
// place of the phrase in ps. A place of one phrase may lie within that of another. It stops with a page when fn says so.
func (k *Book) FindAny(ps []Phrase, fn func(which int, m Match) (goOn bool)) {
	by := make([][]int32, len(k.tokens.text)) // token to the phrases that begin with it
	on := make([]uint64, len(k.sheets)/64+1)
	for i, p := range ps {
		if p.none {
			continue
		}
		for t := range p.steps[0] {
			by[t] = append(by[t], int32(i))
		}
		for _, n := range k.candidates(p) {
			on[n>>6] |= 1 << (n & 63)
		}
	}
	for n := 1; n <= len(k.sheets); n++ {
		if on[n>>6]&(1<<(n&63)) != 0 {
			k.anyOn(ps, by, n, fn)
		}
	}
}

func (k *Book) anyOn(ps []Phrase, by [][]int32, n int, fn func(int, Match) bool) {
	toks := k.sheets[n-1].toks
	for i, t := range toks {
		for _, which := range by[t.number] {
			steps := ps[which].steps
			if i+len(steps) > len(toks) {
				continue
			}
			slips, ok := 0, true
			for s, step := range steps {
				d, is := step[toks[i+s].number]
				if ok = is; !ok {
					break
				}
				slips += d
			}
			if !ok {
				continue
			}
			last := toks[i+len(steps)-1]
			if !fn(int(which), Match{n, review.Span{From: int(t.word), To: int(last.word + last.span)}, slips}) {
				return
			}
		}
	}
}
