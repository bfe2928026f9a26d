package document

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/openimr/openimr/records"
)

// Where a phrase must stand to speak for a kind. What a paper mentions says little of what it is: a letter that reviews
// an MRI is no imaging report. So a phrase counts by its place, and most count only in theirs.
type place uint8

const (
	inTitle place = iota // a line set as a title, best above all running text
	inForm               // the name of a form, at the head or foot of a page
	inHead               // the letterhead
	asLabel              // at the beginning of a line, or before a colon
	inText               // anywhere
	surely               // anywhere: words that only this form has; they count beside the others
	against              // as title or label: speaks against the kind
)

var placeNames = map[string]place{"title": inTitle, "form": inForm, "head": inHead, "label": asLabel, "text": inText, "sure": surely, "not": against}

// A cue is one row of cues.tsv.
type cue struct {
	kind   int
	place  place
	weight float32
	text   string
}

//go:embed cues.tsv
var cueTable string

// The kinds by their place in records.Kinds, the cues of all kinds, and each phrase once with the cues that it is.
var (
	kindIDs   []string
	cues      []cue
	cuePhrase *phrases
	cuesOf    [][]int // phrase -> cues
)

func init() {
	for _, k := range records.Kinds() {
		kindIDs = append(kindIDs, k.ID)
	}
	var err error
	if cues, err = readCues(cueTable); err != nil {
		panic(err) // the table is inside the program
	}
	at := map[string]int{}
	var texts []string
	for i, c := range cues {
		if _, ok := at[c.text]; !ok {
			at[c.text] = len(texts)
			texts = append(texts, c.text)
			cuesOf = append(cuesOf, nil)
		}
		cuesOf[at[c.text]] = append(cuesOf[at[c.text]], i)
	}
	cuePhrase = newPhrases(texts)
}

func readCues(table string) ([]cue, error) {
	var cs []cue
	for i, row := range strings.Split(strings.TrimSpace(table), "\n") {
		f := strings.Split(row, "\t")
		if i == 0 {
			continue
		}
		if len(f) != 4 {
			return nil, fmt.Errorf("row %d of the cues has %d columns, not 4", i+1, len(f))
		}
		kind := slices.Index(kindIDs, f[0])
		where, ok := placeNames[f[1]]
		weight, err := strconv.ParseFloat(f[2], 32)
		if kind < 0 || !ok || err != nil || weight <= 0 || f[3] == "" {
			return nil, fmt.Errorf("row %d of the cues is not understood: %q", i+1, row)
		}
		cs = append(cs, cue{kind, where, float32(weight), f[3]})
	}
	return cs, nil
}

// A hit is a cue that was found: with the part of its weight that its place gives.
type hit struct {
	cue      int
	part     float32
	from, to int // tokens
	line     int
}

// weigh finds the cues of a page and what they say together. Each phrase counts once for a kind, where it stands best.
func (s *page) weigh(f *finder) {
	s.scores, s.heads = make([]float32, len(kindIDs)), make([]float32, len(kindIDs))
	best := map[int]hit{}
	for _, m := range f.find(s.tokens) {
		for _, c := range cuesOf[m.phrase] {
			h := hit{c, s.partOf(cues[c], m), m.from, m.to, s.tokens[m.from].line}
			if h.part > best[c].part {
				best[c] = h
			}
		}
	}
	type top struct{ first, second float32 }
	titles := make([]top, len(kindIDs))
	heads := make([]float32, len(kindIDs))
	texts := make([]float32, len(kindIDs))
	first := s.firstTitle(best)
	for c, h := range best {
		if (cues[c].place == inTitle || cues[c].place == inForm && s.y(s.lines[h.line]) < 0.5) && h.line > first+2 {
			h.part *= 0.6 // a title stands above: this is a section, or a line of a list of papers
		}
		s.hits = append(s.hits, h)
		k := cues[c].kind
		w := cues[c].weight * h.part
		switch cues[c].place {
		case inTitle:
			t := &titles[k]
			if w > t.first {
				t.first, t.second = w, t.first
			} else if w > t.second {
				t.second = w
			}
		case inForm, inHead:
			heads[k] = max(heads[k], w)
		case asLabel, inText:
			texts[k] += w
		case surely:
			s.scores[k] += w
		case against:
			s.scores[k] -= w
		}
	}
	slices.SortFunc(s.hits, func(a, b hit) int { return a.cue - b.cue })
	for k := range kindIDs {
		// The best title speaks, a second one a little; labels and words of the text add up to at most five.
		s.heads[k] = titles[k].first
		s.scores[k] += titles[k].first + 0.2*titles[k].second + heads[k] + min(texts[k], 5)
	}
	s.title = s.titleLines(-1)
}

// firstTitle is the line of the uppermost title that says something.
func (s *page) firstTitle(hits map[int]hit) int {
	first := len(s.lines)
	for c, h := range hits {
		if cues[c].place == inTitle && cues[c].weight*h.part >= 5 {
			first = min(first, h.line)
		}
	}
	return first
}

// partOf is how much of a cue's weight counts where it was found.
func (s *page) partOf(c cue, m found) float32 {
	first, last := s.tokens[m.from], s.tokens[m.to-1]
	l := s.lines[first.line]
	y := s.y(l)
	switch c.place {
	case inTitle:
		return s.titlePart(m)
	case against:
		if p := s.titlePart(m); p > 0.3 {
			return p
		}
		if (first.first || last.colon) && !l.sentence {
			return 0.5
		}
	case inForm:
		if (y < 0.15 || y > 0.88) && !l.sentence {
			return 1
		}
	case inHead:
		if y < 0.17 && first.line < 8 && l.above && !l.sentence {
			return 1
		}
		if y > 0.93 && !l.sentence {
			return 0.4
		}
	case asLabel:
		switch {
		case last.colon, first.first && !l.sentence:
			return 1
		case first.first:
			return 0.4
		case !l.sentence:
			return 0.4
		}
	case inText, surely:
		return 1
	}
	return 0
}

// titlePart is how well a phrase stands as a title: alone on lines that look like titles, above all running text.
func (s *page) titlePart(m found) float32 {
	a, b := s.tokens[m.from].line, s.tokens[m.to-1].line
	if b-a > 2 {
		return 0
	}
	total := 0
	if l := s.lines[a]; a == b && m.to-m.from > 1 && !l.titlish && !l.sentence && s.tokens[m.to-1].colon && s.tokens[m.from].first && isTitle(beforeColon(l.text), l.height, s.size) {
		total = m.to - m.from // "Determination: Modification"
	} else {
		for i := a; i <= b; i++ {
			if !s.lines[i].titlish {
				return 0
			}
			total += len(s.lines[i].tokens)
		}
	}
	l := s.lines[a]
	p := 0.5 + 0.5*float32(m.to-m.from)/float32(total)
	if !l.above {
		p *= 0.3
	}
	switch y := s.y(l); {
	case y > 0.9:
		p *= 0.3 // a foot line
	case y > 0.5:
		p *= 0.45
	case y > 0.33:
		p *= 0.8
	}
	if s.size > 0 && l.height > s.size*1.15 {
		p *= 1.15
	}
	if strings.HasSuffix(l.text, ":") && !l.sentence && y0(l) > 0 && len(l.words) <= 3 && a > 4 {
		p *= 0.6 // the heading of a section
	}
	return p
}

func beforeColon(s string) string { s, _, _ = strings.Cut(s, ":"); return s }

func y0(l line) float32 { return l.box.Y0 }

// titleLines are the lines of the title that says most, of one kind or (-1) of all.
func (s *page) titleLines(kind int) [2]int {
	var best float32
	var at [2]int
	for _, h := range s.hits {
		c := cues[h.cue]
		if c.place != inTitle || kind >= 0 && c.kind != kind {
			continue
		}
		if w := c.weight * h.part; w > best && h.part >= 0.4 {
			best, at = w, [2]int{h.line, s.tokens[h.to-1].line + 1}
		}
	}
	return at
}

// kindOf says of which kind a document is, by its first page above all, and how sure that is.
func kindOf(ps []*page) (kind int, sure float64) {
	unknown := slices.Index(kindIDs, "unknown")
	total := make([]float32, len(kindIDs))
	seen := 0
	for _, p := range ps {
		if p.scores == nil || p.empty() {
			continue
		}
		for k := range kindIDs {
			switch {
			case seen == 0:
				total[k] += p.scores[k]
			case len(p.scores) > 0:
				// later pages: their labels, less what looks like a title there
				total[k] += max(min(0.35*(p.scores[k]-0.8*p.heads[k]), 1.2), -0.6) / float32(seen)
			}
		}
		seen++
	}
	if seen == 0 {
		return slices.Index(kindIDs, "photo_id"), 0.6
	}
	best, second := unknown, float32(0)
	for k, t := range total {
		if k == unknown {
			continue
		}
		if t > total[best] {
			second = max(second, total[best])
			best = k
		} else if t > second {
			second = t
		}
	}
	if total[best] < enough {
		return unknown, 0.3
	}
	top := total[best]
	sure = float64(0.45 + 0.3*min((top-second)/3, 1) + 0.25*min(top/8, 1))
	return best, sure
}

const enough = 1.6 // of the weights of cues, below which a paper's kind is not known
