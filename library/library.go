// Package library holds published determinations and finds those that are like a request.
//
// A published determination has no names (Labor Code 4610.6(f)); one that has the parts of a served letter is not taken. What is
// like a request is found by the kind of treatment and by words; nothing here says what should be decided.
//
// Like(…) keeps of each item the words of its request alone, about 100 bytes, so that a million items fit in memory; the
// texts stay where they are kept and are asked for by number.
package library

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/letter"
	"github.com/openimr/openimr/treatment"
)

// An Entry is one published determination.
type Entry struct {
	Number      string      `json:"number"` // of the case
	Decided     clock.Day   `json:"decided"`
	Specialties []string    `json:"specialties"`
	Age         *int        `json:"age"` // years
	Sex         letter.Text `json:"sex"`
	Summary     string      `json:"summary"`
	Items       []Item      `json:"items"`
}

// An Item is one decided request of a published determination.
type Item struct {
	Request   string          `json:"request"`
	Decision  letter.Decision `json:"decision"`
	Guideline string          `json:"guideline"`
	Rationale string          `json:"rationale"`
}

// FromLetter takes what is published of a letter. It refuses a served letter, which has names, and one that cannot be compared: without a
// number, without an item.
func FromLetter(d letter.Determination) (Entry, error) {
	switch {
	case d.Error != "":
		return Entry{}, fmt.Errorf("it cannot be read: %s", d.Error)
	case d.Served != nil:
		return Entry{}, fmt.Errorf("this is a served letter, which has names; give the published one")
	case d.CaseNumber == "":
		return Entry{}, fmt.Errorf("it has no case number")
	case len(d.Items) == 0:
		return Entry{}, fmt.Errorf("no decided request was found in it")
	}
	e := Entry{Number: string(d.CaseNumber), Decided: d.Dates.Decided, Specialties: d.Reviewer.Specialties, Age: d.Summary.Age, Sex: d.Summary.Sex, Summary: string(d.Summary.Text)}
	for n, it := range d.Items {
		if it.Request == "" {
			return Entry{}, fmt.Errorf("request %d has no words", n+1)
		}
		e.Items = append(e.Items, Item{string(it.Request), it.Decision, string(it.IMROGuideline.Text), string(it.Rationale)})
	}
	return e, nil
}

// A Ref is one item of an entry: the number of the case, and the place of the item from 0.
type Ref struct {
	Number string `json:"number"`
	Item   int    `json:"item"`
}

// A Request is an item as an Index keeps it.
type Request struct {
	Ref
	Decided clock.Day `json:"decided"`
	Words   string    `json:"request"`
}

// An Index finds requests that are like one.
type Index struct {
	all    []Request
	kinds  [][]string         // of each request, IDs
	having map[string][]int32 // word or kind: requests that have it, ascending
}

// NewIndex makes an index of requests.
func NewIndex(all []Request) *Index {
	x := &Index{all: all, kinds: make([][]string, len(all)), having: map[string][]int32{}}
	for i, r := range all {
		for _, k := range treatment.All(r.Words) {
			x.kinds[i] = append(x.kinds[i], k.ID)
			x.add("kind:"+k.ID, i)
		}
		for _, w := range telling(r.Words) {
			x.add(w, i)
		}
	}
	return x
}

func (x *Index) add(key string, i int) {
	if l := x.having[key]; len(l) == 0 || l[len(l)-1] != int32(i) {
		x.having[key] = append(l, int32(i))
	}
}

// Len is how many requests there are.
func (x *Index) Len() int { return len(x.all) }

// A Match is a request that is like the one asked for.
type Match struct {
	Request
	Kind  bool    `json:"same_kind"` // of treatment
	Score float64 `json:"score"`     // more is more like; no bound
}

// Like lists at most most requests that are like one, the best first, the newer of two equals first. A request of the same kind comes
// before all that only share words; one that shares neither is not in the list.
func (x *Index) Like(request string, most int) []Match {
	score := map[int32]float64{}
	same := map[int32]bool{}
	if k, ok := treatment.Of(request); ok {
		for _, i := range x.having["kind:"+k.ID] {
			score[i] += 10
			same[i] = true
		}
	}
	n := float64(len(x.all))
	for _, w := range telling(request) {
		l := x.having[w]
		rare := math.Log(1 + n/float64(len(l)+1))
		if float64(len(l)) > n/4 && len(l) > 100 {
			continue // a word that says nothing
		}
		for _, i := range l {
			score[i] += rare
		}
	}
	ms := make([]Match, 0, len(score))
	for i, s := range score {
		if !same[i] && s < 2 {
			continue
		}
		ms = append(ms, Match{x.all[i], same[i], s / math.Sqrt(1+float64(len(telling(x.all[i].Words)))/8)})
	}
	slices.SortFunc(ms, func(a, b Match) int {
		if a.Kind != b.Kind {
			if a.Kind {
				return -1
			}
			return 1
		}
		return cmp.Or(-cmp.Compare(a.Score, b.Score), -cmp.Compare(a.Decided, b.Decided), cmp.Compare(a.Number, b.Number), cmp.Compare(a.Item, b.Item))
	})
	return ms[:min(len(ms), most)]
}

// Alike says whether two requests are for the same treatment: of one kind, or of the same telling words where the kind is not known.
func Alike(a, b string) bool {
	ka, okA := treatment.Of(a)
	kb, okB := treatment.Of(b)
	if okA && okB {
		return ka.ID == kb.ID
	}
	wa, wb := telling(a), telling(b)
	if len(wa) == 0 || len(wb) == 0 {
		return false
	}
	shared := 0
	for _, w := range wa {
		if slices.Contains(wb, w) {
			shared++
		}
	}
	return 2*shared > min(len(wa), len(wb))
}

// telling are the words of a request that say what it is for, each once: no numbers, no units, no little words.
func telling(s string) []string {
	var ws []string
	for _, w := range treatment.Words(s) {
		if len(w) < 2 || w[0] >= '0' && w[0] <= '9' || silent[w] || slices.Contains(ws, w) {
			continue
		}
		ws = append(ws, w)
	}
	return ws
}

var silent = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(`a an the of for to and or with in on at by from per x mg mcg ml gm tablet tablets tab tabs capsule capsules cap caps count quantity qty refill refills
		time times week weeks month months day days visit visits session sessions one two three four five six eight ten twelve request purchase rental unit units left right bilateral as is`) {
		m[w] = true
	}
	return m
}()
