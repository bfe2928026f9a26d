package document

// Phrases are found in the words of a page all at once, and so that a letter that text recognition misread does not
// hide one: a word of five letters may differ in one, of nine in two. A word with digits, or of less than five letters,
// must be as it is written.
type phrases struct {
	ids   map[string]int32   // the words of all phrases
	words []string           // by id
	near  map[string][]int32 // a word with one or two letters left out -> the words that it may come from
	nodes []node
}

type node struct {
	next map[int32]int32
	ends []int32 // phrases that end here
}

// found is a phrase in the tokens of a page: half-open.
type found struct {
	phrase   int32
	from, to int
}

func newPhrases(texts []string) *phrases {
	p := &phrases{ids: map[string]int32{}, near: map[string][]int32{}, nodes: []node{{}}}
	for i, t := range texts {
		toks := splitText(t)
		p.add(int32(i), toks)
		joined := ""
		for _, t := range toks {
			joined += t
		}
		if len(toks) > 1 && len(joined) >= 9 {
			p.add(int32(i), []string{joined}) // words that stand too close, or too far apart
		}
	}
	for id, w := range p.words {
		if len(w) < 5 || hasDigit(w) {
			continue
		}
		for _, v := range shortened(w) {
			p.near[v] = append(p.near[v], int32(id))
		}
	}
	return p
}

func splitText(s string) []string {
	var out []string
	start := -1
	for i := 0; i <= len(s); i++ {
		if i < len(s) && s[i] != ' ' {
			if start < 0 {
				start = i
			}
			continue
		}
		if start >= 0 {
			for _, t := range split(s[start:i]) {
				out = append(out, t.s)
			}
			start = -1
		}
	}
	return out
}

func (p *phrases) add(phrase int32, toks []string) {
	at := int32(0)
	for _, t := range toks {
		id, ok := p.ids[t]
		if !ok {
			id = int32(len(p.words))
			p.ids[t] = id
			p.words = append(p.words, t)
		}
		next, ok := p.nodes[at].next[id]
		if !ok {
			next = int32(len(p.nodes))
			p.nodes = append(p.nodes, node{})
			if p.nodes[at].next == nil {
				p.nodes[at].next = map[int32]int32{}
			}
			p.nodes[at].next[id] = next
		}
		at = next
	}
	p.nodes[at].ends = append(p.nodes[at].ends, phrase)
}

// A finder looks for phrases; it remembers words, so one goroutine has one.
type finder struct {
	*phrases
	seen map[string][]int32
}

func (p *phrases) finder() *finder { return &finder{p, map[string][]int32{}} }

// find lists all phrases in the tokens.
func (f *finder) find(toks []token) []found {
	var out []found
	ids := make([][]int32, len(toks))
	for i, t := range toks {
		ids[i] = f.lookup(t.s)
	}
	var walk func(at int32, start, i int)
	walk = func(at int32, start, i int) {
		for _, e := range f.nodes[at].ends {
			out = append(out, found{e, start, i})
		}
		if i == len(toks) || f.nodes[at].next == nil {
			return
		}
		for _, id := range ids[i] {
			if next, ok := f.nodes[at].next[id]; ok {
				walk(next, start, i+1)
			}
		}
	}
	for i := range toks {
		if len(ids[i]) > 0 {
			walk(0, i, i)
		}
	}
	return out
}

const remembered = 1 << 16 // words; a bundle of 5,000 pages has fewer that matter

func (f *finder) lookup(w string) []int32 {
	if ids, ok := f.seen[w]; ok {
		return ids
	}
	var ids []int32
	if id, ok := f.ids[w]; ok {
		ids = []int32{id}
	} else if len(w) >= 4 && len(w) <= 40 && !hasDigit(w) {
		for _, v := range append(shortened(w), w) {
			for _, id := range f.near[v] {
				if !contains(ids, id) && like(w, f.words[id]) {
					ids = append(ids, id)
				}
			}
		}
	}
	if len(f.seen) < remembered {
		f.seen[w] = ids
	}
	return ids
}

func contains(ids []int32, id int32) bool {
	for _, x := range ids {
		if x == id {
			return true
		}
	}
	return false
}

// shortened lists a word itself and with one letter left out; of long words also with two.
func shortened(w string) []string {
	out := []string{w}
	for i := range len(w) {
		v := w[:i] + w[i+1:]
		out = append(out, v)
		if len(w) >= 9 {
			for j := i; j < len(v); j++ {
				out = append(out, v[:j]+v[j+1:])
			}
		}
	}
	return out
}

// like says whether two words are the same but for what text recognition misreads.
func like(a, b string) bool {
	if a == b {
		return true
	}
	shorter := min(len(a), len(b))
	switch {
	case hasDigit(a) || hasDigit(b) || max(len(a), len(b)) < 5:
		return false
	case len(b) >= 9 && shorter >= 7 && a[0] == b[0]:
		return edits(a, b, 2) <= 2
	}
	return shorter >= 4 && edits(a, b, 1) <= 1
}

func hasDigit(s string) bool {
	for i := range len(s) {
		if s[i] >= '0' && s[i] <= '9' {
			return true
		}
	}
	return false
}

// edits is how many letters are changed, left out, added or swapped between two words; more than most is most+1.
func edits(a, b string, most int) int {
	if d := len(a) - len(b); d > most || -d > most {
		return most + 1
	}
	var rows [3][42]int
	if len(b) >= len(rows[0]) {
		return most + 1
	}
	for j := range len(b) + 1 {
		rows[1][j] = j
	}
	for i := 1; i <= len(a); i++ {
		cur, prev, before := &rows[2], &rows[1], &rows[0]
		cur[0] = i
		low := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d := min(prev[j]+1, cur[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, before[j-2]+1)
			}
			cur[j] = d
			low = min(low, d)
		}
		if low > most {
			return most + 1
		}
		rows[0], rows[1] = rows[1], rows[2]
	}
	return min(rows[1][len(b)], most+1)
}
