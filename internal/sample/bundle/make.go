package bundle

import (
	"math/rand/v2"
	"slices"

	"github.com/openimr/openimr/records"
)

// A maker makes papers of one kind.
type maker struct {
	make   func(*tale, day) *paper
	often  int // how often among a hundred or so papers
	pages  int // about how many at most
	sender int // who usually sends it: 0 claims administrator, 1 treating physician, 2 attorney, 3 employee
}

var makers = []maker{
	{progress, 11, 3, 0}, {narrative, 13, 4, 1}, {firstReport, 2, 2, 0}, {evaluation("initial_consult"), 3, 5, 1}, {evaluation("consult_report"), 4, 5, 0}, {workStatus, 4, 1, 0}, {hospital, 2, 3, 0},
	{imagingReport, 7, 2, 0}, {nerves, 3, 2, 0}, {lab, 2, 1, 0}, {drugScreen, 3, 1, 1}, {cures, 1, 2, 1}, {operation, 3, 2, 0}, {injection, 3, 2, 1}, {rareStudy, 2, 1, 0},
	{therapist("pt_note"), 9, 2, 0}, {therapist("ot_note"), 2, 1, 0}, {therapist("chiro_note"), 4, 1, 0}, {therapist("acu_note"), 4, 1, 0}, {mind("psych_report"), 2, 4, 0}, {mind("psych_note"), 2, 1, 0},
	{evaluator("qme_report"), 1, 30, 0}, {evaluator("ame_report"), 1, 30, 2}, {evaluator("med_legal_supp"), 1, 8, 2},
	{decision, 6, 4, 0}, {rfa, 7, 1, 1}, {statement, 1, 1, 3}, {service, 3, 1, 0}, {imrApplication, 2, 2, 0}, {lettersOf["attorney_letter"], 3, 1, 2}, {lettersOf["letter_med_necessity"], 2, 1, 1},
	{lettersOf["ur_correspondence"], 3, 1, 0}, {lettersOf["benefit_notice"], 2, 1, 0}, {lettersOf["authorization_letter"], 2, 1, 0}, {bill, 4, 1, 0}, {prescription, 3, 1, 1}, {equipment, 2, 1, 1}, {notice, 1, 1, 0}, {claimForm, 1, 1, 0},
	{urNotes, 2, 3, 0}, {stationary, 1, 3, 0}, {restoration, 2, 1, 1}, {award, 1, 2, 2}, {designation, 1, 1, 3}, {literature, 1, 3, 2}, {identity, 1, 1, 3},
}

// A sending is a paper on its way into a file: its pages in their order.
type sending struct {
	pages  []*page
	sender int
}

// Make makes a bundle. Its files are written later, when their bytes are asked for.
func Make(o Options) (*Made, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	b := &binder{o: o, r: rand.New(rand.NewPCG(o.Seed, 0x0b0d1e))}
	b.t = newTale(b.r)
	b.write()
	b.again()
	b.forward()
	b.others()
	b.bind()
	return b.made(), nil
}

// A binder makes one bundle.
type binder struct {
	o       Options
	r       *rand.Rand
	t       *tale
	papers  []sending
	content int
	files   []*volume
}

// send takes a paper as an original.
func (b *binder) send(d *paper, sender int) int {
	s := sending{sender: b.sender(sender)}
	for i, sh := range d.sheets {
		b.content++
		s.pages = append(s.pages, &page{paper: d, sheet: sh, no: i + 1, content: b.content})
	}
	b.papers = append(b.papers, s)
	return len(s.pages)
}

func (b *binder) sender(n int) int { return n % max(1, b.o.Senders) }

// write writes the course of the patient.
func (b *binder) write() {
	want := max(1, b.o.Pages-int(float64(b.o.Pages)*b.o.Duplicates)-b.o.Changed-b.o.Foreign)
	total := 0
	for _, m := range makers {
		total += m.often
	}
	last := b.t.injury
	for n := 0; n < want; {
		roll := b.r.IntN(total)
		var m maker
		for _, m = range makers {
			if roll -= m.often; roll < 0 {
				break
			}
		}
		if n > 0 && m.pages > want-n && m.pages > 3 {
			continue
		}
		if b.r.IntN(6) > 0 { // else the same day as the paper before
			last = b.t.injury.AddDays(1 + b.r.IntN(900))
		}
		for range 1 + b.r.IntN(2)*b.r.IntN(3) { // papers of one kind often come together
			if n >= want {
				break
			}
			n += b.send(m.make(b.t, last), m.sender)
			last = last.AddDays(b.r.IntN(9))
		}
	}
}

// again sends papers again, some of them with a mark.
func (b *binder) again() {
	want := int(float64(b.o.Pages) * b.o.Duplicates)
	originals := len(b.papers)
	for n, misses := 0, 0; n < want && misses < 1000; {
		from := b.papers[b.r.IntN(originals)]
		if len(from.pages) > want-n && len(from.pages) > 2 {
			misses++
			continue
		}
		s := sending{sender: b.sender(from.sender + 1 + b.r.IntN(3))}
		copied := copyOf(from.pages[0].paper)
		for _, p := range from.pages {
			c := &page{paper: copied, copyOf: p, sheet: p.sheet, no: p.no, content: p.content}
			if b.r.Float64() < b.o.Marked && !p.sheet.blank {
				c.what = b.mark(c)
			}
			s.pages = append(s.pages, c)
			n++
		}
		b.papers = append(b.papers, s)
	}
}

// copyOf is a paper with facts of its own.
func copyOf(d *paper) *paper {
	c := *d
	c.facts = slices.Clone(d.facts)
	return &c
}

// forward copies papers forward with one word changed on every page.
func (b *binder) forward() {
	originals := 0
	for originals < len(b.papers) && b.papers[originals].pages[0].copyOf == nil {
		originals++
	}
	count := map[string]int{}
	for n, misses := 0, 0; n < b.o.Changed && misses < 2000; {
		from := b.papers[b.r.IntN(originals)]
		if len(from.pages) > b.o.Changed-n || len(from.pages) > 4 {
			misses++
			continue
		}
		d := copyOf(from.pages[0].paper)
		s := sending{sender: b.sender(from.sender + b.r.IntN(2))}
		for _, p := range from.pages {
			kinds := slices.Clone(changeKinds) // those that there are fewest of first
			slices.SortStableFunc(kinds, func(x, y string) int { return count[x] - count[y] })
			sh, what, was, is := changed(b.r, d, p.sheet, kinds)
			if sh == nil {
				break
			}
			count[what]++
			b.content++
			s.pages = append(s.pages, &page{paper: d, copyOf: p, sheet: sh, no: p.no, content: b.content, what: what, was: was, is: is})
		}
		if len(s.pages) < len(from.pages) {
			misses++
			continue
		}
		d.sheets = nil
		for _, p := range s.pages {
			d.sheets = append(d.sheets, p.sheet)
		}
		n += len(s.pages)
		b.papers = append(b.papers, s)
	}
}

// others adds papers of another patient.
func (b *binder) others() {
	if b.o.Foreign == 0 {
		return
	}
	t := newTale(b.r)
	for t.patient.last == b.t.patient.last {
		t = newTale(b.r)
	}
	t.foreign = true
	kinds := []func(*tale, day) *paper{progress, narrative, imagingReport, therapist("pt_note"), workStatus, prescription, lab}
	for n := 0; n < b.o.Foreign; {
		n += b.send(pick(b.r, kinds)(t, t.injury.AddDays(1+b.r.IntN(500))), b.r.IntN(3))
	}
}

// mark puts something on a page that was not on its original.
func (b *binder) mark(p *page) string {
	p.mark = true
	r := b.r
	switch r.IntN(3) {
	case 0:
		x, y := 300+float32(r.IntN(150)), 60+float32(r.IntN(560))
		on := p.paper.date
		if on.IsZero() {
			on = b.t.injury
		}
		texts := []string{"RECEIVED", on.AddDays(5 + r.IntN(40)).Format("Jan 02 2006")}
		if r.IntN(2) == 0 {
			texts = []string{"RECEIVED " + on.AddDays(5+r.IntN(40)).Format("JAN 2 2006"), pick(r, []string{"MAILROOM", "CLAIMS DEPT", "UR DEPT"})}
		}
		for i, t := range texts {
			for _, m := range lay(t, x, y+float32(i)*17, sansBold, 14) {
				m.line, m.block, m.role = int32(i), 0, records.Stamp
				p.over = append(p.over, m)
			}
		}
		p.overBox = append(p.overBox, rule{x - 8, y - 18, x + 130, y - 16.5}, rule{x - 8, y + 24, x + 130, y + 25.5}, rule{x - 8, y - 18, x - 6.5, y + 25}, rule{x + 128.5, y - 18, x + 130, y + 25})
		return "stamp"
	case 1:
		p.overInk = append(p.overInk, scrawl(r, 120+float32(r.IntN(240)), 600+float32(r.IntN(120)), 130)...)
		return "signature"
	}
	for i := range 1 + r.IntN(3) {
		p.overInk = append(p.overInk, scrawl(r, 40+float32(r.IntN(360)), 90+float32(r.IntN(560)+i*14), 60+float32(r.IntN(90)))...)
	}
	return "handwriting"
}

// lay sets a text in one line.
func lay(text string, x, y float32, f face, size float32) []mote {
	var out []mote
	for _, t := range (&pen{}).parse(text) {
		m := mote{text: t.text, x: x, y: y, size: size, face: f}
		out = append(out, m)
		x += m.width() + f.width(" ", size)
	}
	return out
}
