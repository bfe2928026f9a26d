package recognise

import (
	"math"
	"regexp"
	"sort"
	"strings"

	"github.com/openimr/openimr/records"
)

// A band is a row of a page: words side by side, whatever line or column the recognition gave them. Columns of a fax header
// come as blocks of their own.
type band struct {
	words  []int // places in Page.Words, from left to right
	y0, y1 float64
}

// A group is words of a band without a wide gap between them.
type group struct {
	words []int
	box   records.Box
	band  int
}

// level is how far a place of the page lies below the top, once its lines are laid level.
func level(p *records.Page, b records.Box) (y0, y1 float64) {
	fall := math.Tan(float64(p.Skew)*math.Pi/180) * (float64(b.X0+b.X1)/2 - float64(p.Width)/2)
	return float64(b.Y0) - fall, float64(b.Y1) - fall
}

// bands puts the words of a page into rows, from the top.
func bands(p *records.Page) []band {
	type placed struct {
		word   int
		y0, y1 float64
	}
	ps := make([]placed, 0, len(p.Words))
	for i := range p.Words {
		y0, y1 := level(p, p.Words[i].Box)
		if !(y1 >= y0) {
			continue
		}
		ps = append(ps, placed{i, y0, y1})
	}
	sort.SliceStable(ps, func(i, j int) bool { return ps[i].y0+ps[i].y1 < ps[j].y0+ps[j].y1 })
	var bs []band
	for _, w := range ps {
		if n := len(bs); n > 0 {
			last := &bs[n-1]
			middle := (w.y0 + w.y1) / 2
			// The row's own middle moves with its words, so it is held between its own edges.
			if middle < (last.y0+last.y1)/2+0.5*math.Min(last.y1-last.y0, math.Max(w.y1-w.y0, 4)) {
				last.words = append(last.words, w.word)
				continue
			}
		}
		bs = append(bs, band{[]int{w.word}, w.y0, w.y1})
	}
	for _, b := range bs {
		sort.SliceStable(b.words, func(i, j int) bool { return p.Words[b.words[i]].Box.X0 < p.Words[b.words[j]].Box.X0 })
	}
	return bs
}

// text is the words of a list with spaces between.
func text(p *records.Page, words []int) string {
	ts := make([]string, len(words))
	for i, w := range words {
		ts[i] = p.Words[w].Text
	}
	return strings.Join(ts, " ")
}

// groups parts the words of a band where the gap is wider than gap points.
func groups(p *records.Page, bs []band, gap float32) []group {
	var gs []group
	for k, b := range bs {
		for i, w := range b.words {
			box := p.Words[w].Box
			if i == 0 || box.X0-gs[len(gs)-1].box.X1 > gap {
				gs = append(gs, group{band: k, box: box})
			}
			g := &gs[len(gs)-1]
			g.words = append(g.words, w)
			g.box = g.box.Union(box)
		}
	}
	return gs
}

// letterWord is a token with a real word in it.
var letterWord = regexp.MustCompile(`[A-Za-z]*[AC-HJKMNPRTU-Yac-hj-kmnp-rt-y][A-Za-z]+`)

// digits writes a token with the letters that look like digits as digits, where it has a digit at all: "O3/l4/2O21" is
// "03/14/2021".
func digits(s string) string {
	if !strings.ContainsAny(s, "0123456789") || letterWord.MatchString(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch r {
		case 'O', 'o', 'Q', 'D':
			return '0'
		case 'l', 'I', 'i', '|', '!':
			return '1'
		case 'Z', 'z':
			return '2'
		case 'S', 's':
			return '5'
		case 'B':
			return '8'
		}
		return r
	}, s)
}

// like says whether a word is another with at most one letter in five wrong, left out or added.
func like(word, want string) bool {
	if word == want {
		return true
	}
	most := len(want) / 5
	if most == 0 || len(word) > len(want)+most || len(word) < len(want)-most {
		return false
	}
	row := make([]int, len(want)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(word); i++ {
		last := row[0]
		row[0] = i
		for j := 1; j <= len(want); j++ {
			cost := 1
			if word[i-1] == want[j-1] {
				cost = 0
			}
			last, row[j] = row[j], min(row[j]+1, row[j-1]+1, last+cost)
		}
	}
	return row[len(want)] <= most
}
