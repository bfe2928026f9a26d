package bundle

import (
	"math/rand/v2"
	"strings"

	"github.com/openimr/openimr/records"
)

// A voice is how a writer sets papers: it stays the same for all papers of one office.
type voice struct {
	body     face
	size     float32
	leading  float32 // of the size
	margin   float32
	heading  int  // 0 capitals alone, 1 bold run in, 2 bold alone, 3 underlined, 4 capitals with a colon, 5 small capitals, 6 numbered
	dates    int  // layout of dates
	caps     bool // all in capitals
	runner   int  // running header: 0 none, 1 name and page, 2 RE lines, 3 foot "Page 2 of 5", 4 foot "2", 5 head "Page 2 of 5" right
	pairs    int  // 0 "Label: value", 1 table of two columns, 2 two pairs a line, 3 boxed cells
	hanging  bool // bullets for lists
	gap      float32
	clinic   clinic
	titleMid bool
}

// A pen writes a paper.
type pen struct {
	*rand.Rand
	v       voice
	t       *tale
	d       *paper
	s       *sheet
	y       float32
	left    float32
	right   float32
	line    int32
	block   int32
	when    day
	section int
	bottom  float32
	column  func() bool // starts the next column instead of a page, where there is one
}

// newPen begins a paper.
func newPen(t *tale, v voice, kind string, when day) *pen {
	p := &pen{Rand: t.r, v: v, t: t, when: when, d: &paper{kind: kind, date: when, who: t.patient, foreign: t.foreign}}
	p.page()
	return p
}

// page begins the next page.
func (p *pen) page() {
	p.s = &sheet{}
	p.d.sheets = append(p.d.sheets, p.s)
	p.left, p.right = p.v.margin, sheetWidth-p.v.margin
	p.y, p.bottom = p.v.margin*0.8, sheetHeight-p.v.margin*0.9
	p.line, p.block = 0, 0
	if len(p.d.sheets) > 1 {
		switch p.v.runner {
		case 1, 5:
			p.y += 2.2 * p.v.size * p.v.leading
		case 2:
			p.y += 4.4 * p.v.size * p.v.leading
		}
	}
	p.bottom -= 14
}

// need goes on to the next page (or column) where less than h points are left.
func (p *pen) need(h float32) {
	if p.y+h <= p.bottom {
		return
	}
	if p.column != nil && p.column() {
		return
	}
	p.page()
}

// put sets one word.
func (p *pen) put(text string, x, y float32, f face, size float32, fact int32) mote {
	m := mote{text: text, x: x, y: y, size: size, face: f, line: p.line, block: p.block, fact: fact}
	p.s.motes = append(p.s.motes, m)
	return m
}

// words sets the words of a text from x on, without breaking it, and returns where it ends.
func (p *pen) words(text string, x, y float32, f face, size float32) float32 {
	space := f.width(" ", size)
	for _, w := range p.parse(text) {
		m := p.put(w.text, x, y, f, size, w.fact)
		x += m.width() + space
	}
	return x - space
}

// at sets one line of a text at a height, in a block of its own.
func (p *pen) at(text string, x, y float32, f face, size float32) float32 {
	end := p.words(text, x, y, f, size)
	p.line++
	p.block++
	return end
}

// lines sets lines below each other from x on, as one block, and moves down.
func (p *pen) lines(x float32, f face, size float32, texts ...string) {
	for _, t := range texts {
		if strings.TrimSpace(t) == "" {
			continue
		}
		for _, l := range breakText(t, f, size, p.right-x) {
			p.need(size * p.v.leading)
			p.y += size * p.v.leading
			p.words(l, x, p.y, f, size)
			p.line++
		}
	}
	p.block++
}

// middle sets a line in the middle.
func (p *pen) middle(f face, size float32, texts ...string) {
	for _, t := range texts {
		if p.v.caps {
			t = upper(t)
		}
		size := min(size, size*(p.right-p.left)/max(1, f.width(plain(t), size)))
		p.need(size * 1.3)
		p.y += size * 1.3
		p.words(t, (p.left+p.right-f.width(plain(t), size))/2, p.y, f, size)
		p.line++
	}
	p.block++
}

// A tagged word is a word with the fact that it states.
type tagged struct {
	text string
	fact int32
}

// tags are the facts of the mark-up "{pain:6/10}": a "-" behind the name says negated, "<" historical, "~" of the family.
var tags = map[string]records.FactKind{
	"inj": records.FactInjury, "svc": records.FactService, "req": records.FactRequest, "den": records.FactDenial, "dx": records.FactDiagnosis,
	"proc": records.FactProcedure, "img": records.FactImaging, "med": records.FactMedication, "tx": records.FactTherapy, "pain": records.FactPain, "work": records.FactWork,
}

// parse parts a text into words and enters the facts of its mark-up into the paper. "{dx<@2009-03-02:text}" gives the
// fact a date of its own.
func (p *pen) parse(text string) []tagged {
	if p.v.caps {
		text = upper(text)
	}
	var out []tagged
	var fact int32
	for _, raw := range strings.Fields(text) {
		w, ended := raw, false
		if i := strings.IndexByte(w, '{'); i >= 0 {
			if j := strings.IndexByte(w[i:], ':'); j > 0 {
				fact = p.enter(w[i+1 : i+j])
				w = w[:i] + w[i+j+1:]
			}
		}
		if i := strings.IndexByte(w, '}'); i >= 0 {
			w, ended = w[:i]+w[i+1:], true
		}
		if w != "" {
			out = append(out, tagged{w, fact})
		}
		if ended {
			fact = 0
		}
	}
	return out
}

func (p *pen) enter(tag string) int32 {
	tag = strings.ToLower(tag)
	f := fact{standing: records.Stated, date: p.d.date}
	tag, said, ok := strings.Cut(tag, "@")
	if ok {
		f.date, f.dated = mustDay(said), true
	}
	switch tag[len(tag)-1] {
	case '-':
		f.standing, tag = records.Negated, tag[:len(tag)-1]
	case '<':
		f.standing, tag = records.Historical, tag[:len(tag)-1]
	case '~':
		f.standing, tag = records.Family, tag[:len(tag)-1]
	}
	kind, ok := tags[tag]
	if !ok {
		panic("bundle: no fact is called " + tag)
	}
	f.kind = kind
	p.d.facts = append(p.d.facts, f)
	return int32(len(p.d.facts))
}

// upper puts a text into capitals, but not its mark-up.
func upper(s string) string {
	var b strings.Builder
	for s != "" {
		i := strings.IndexByte(s, '{')
		j := -1
		if i >= 0 {
			j = strings.IndexByte(s[i:], ':')
		}
		if j < 0 {
			b.WriteString(strings.ToUpper(s))
			break
		}
		b.WriteString(strings.ToUpper(s[:i]))
		b.WriteString(s[i : i+j+1])
		s = s[i+j+1:]
	}
	return b.String()
}

// plain is a text without its mark-up.
func plain(s string) string {
	for {
		i := strings.IndexByte(s, '{')
		if i < 0 {
			return strings.ReplaceAll(s, "}", "")
		}
		j := strings.IndexByte(s[i:], ':')
		if j < 0 {
			return s
		}
		s = s[:i] + s[i+j+1:]
	}
}

// para sets a paragraph between the margins and moves down. Runs before it (a heading run in) begin its first line.
func (p *pen) para(text string) { p.flow("", p.v.body, text, 0) }

// flow sets a paragraph whose first words are in bold, indented by in points.
func (p *pen) flow(bold string, f face, text string, in float32) {
	size := p.v.size
	step := size * p.v.leading
	space := f.width(" ", size)
	x := p.left + in
	p.need(step)
	p.y += step
	set := func(w tagged, f face) {
		width := f.width(w.text, size)
		if x+width > p.right && x > p.left+in {
			p.line++
			p.need(step)
			p.y += step
			x = p.left + in
		}
		p.put(w.text, x, p.y, f, size, w.fact)
		x += width + space
	}
	for _, w := range p.parse(bold) {
		set(w, f.heavy())
	}
	for _, w := range p.parse(text) {
		set(w, f)
	}
	p.line++
	p.block++
}

// skip leaves room.
func (p *pen) skip(lines float32) { p.y += lines * p.v.size * p.v.leading }

// head sets the heading of a section; run in headings wait for the paragraph.
func (p *pen) head(name string) (runIn string) {
	p.section++
	p.skip(p.v.gap)
	size := p.v.size
	p.need(3 * size * p.v.leading)
	switch p.v.heading {
	case 1:
		return name + ":"
	case 3:
		var end float32
		for _, l := range breakText(name+":", p.v.body, size, p.right-p.left) {
			p.y += size * p.v.leading
			end = p.words(l, p.left, p.y, p.v.body, size)
			p.line++
		}
		p.block++
		p.s.rules = append(p.s.rules, rule{p.left, p.y + 1.5, end, p.y + 2.2})
		return ""
	case 4:
		name = strings.ToUpper(name) + ":"
	case 0:
		name = strings.ToUpper(name)
	case 5:
		for _, l := range breakText(name, smallCaps, size+1, p.right-p.left) {
			p.y += size * p.v.leading
			p.words(l, p.left, p.y, smallCaps, size+1)
			p.line++
		}
		p.block++
		return ""
	case 6:
		name = roman10[min(p.section, 10)-1] + ". " + name
	}
	for _, l := range breakText(name, p.v.body.heavy(), size, p.right-p.left) {
		p.y += size * p.v.leading
		p.words(l, p.left, p.y, p.v.body.heavy(), size)
		p.line++
	}
	p.block++
	return ""
}

var roman10 = [...]string{"I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"}

// sec sets a section: heading and paragraphs.
func (p *pen) sec(name string, paras ...string) {
	bold := p.head(name)
	for i, t := range paras {
		if i > 0 {
			p.skip(0.35)
			bold = ""
		}
		p.flow(bold, p.v.body, t, 0)
	}
}

// items sets a heading and a list.
func (p *pen) items(name string, texts ...string) {
	bold := p.head(name)
	if bold != "" {
		p.flow(bold, p.v.body, "", 0)
	}
	for i, t := range texts {
		bullet := ""
		switch {
		case p.v.hanging && p.v.heading%2 == 0:
			bullet = "•"
		case p.v.hanging:
			bullet = "-"
		default:
			bullet = number(i+1) + "."
		}
		p.flow("", p.v.body, bullet+" "+t, 12)
	}
}
