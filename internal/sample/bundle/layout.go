package bundle

import (
	"strings"
)

// table sets rows in columns that begin at the shares cols of the width; ruled draws its lines. A cell that is too wide
// is broken.
func (p *pen) table(cols []float32, ruled, headed bool, rows ...[]string) {
	size, step := p.v.size*0.94, p.v.size*p.v.leading
	width := p.right - p.left
	for r, row := range rows {
		f := p.v.body
		if headed && r == 0 {
			f = f.heavy()
		}
		cells, sizes := make([][]string, len(row)), make([]float32, len(row))
		deep := 1
		for c, text := range row {
			if p.v.caps {
				text = upper(text)
			}
			to := float32(1)
			if c+1 < len(cols) {
				to = cols[c+1]
			}
			sizes[c] = size
			for _, w := range strings.Fields(plain(text)) { // a word that is wider than its cell
				sizes[c] = min(sizes[c], p.fit(w, f, size, (to-cols[c])*width-6))
			}
			cells[c] = breakText(text, f, sizes[c], (to-cols[c])*width-6)
			deep = max(deep, len(cells[c]))
		}
		p.need(float32(deep)*step + 3)
		top := p.y + 2
		for c := range cells {
			for n, l := range cells[c] {
				p.words(l, p.left+cols[c]*width+3, p.y+float32(n+1)*step, f, sizes[c])
				p.line++
			}
			p.block++
		}
		p.y += float32(deep)*step + 3
		if ruled {
			bottom := p.y + 2
			p.frame(p.left, top, p.right, bottom)
			for _, c := range cols[1:] {
				p.s.rules = append(p.s.rules, rule{p.left + c*width - 1, top, p.left + c*width - 0.4, bottom})
			}
		}
	}
	p.y += 2
}

// frame draws a rectangle.
func (p *pen) frame(x0, y0, x1, y1 float32) {
	const t = 0.6
	p.s.rules = append(p.s.rules, rule{x0, y0, x1, y0 + t}, rule{x0, y1 - t, x1, y1}, rule{x0, y0, x0 + t, y1}, rule{x1 - t, y0, x1, y1})
}

// breakText breaks a text with mark-up into lines of at most width points. Mark-up that would be torn is closed and
// opened only once: its fact ends with the line.
func breakText(text string, f face, size, width float32) []string {
	var lines []string
	line := ""
	open := false
	for _, w := range strings.Fields(text) {
		next := w
		if line != "" {
			next = line + " " + w
		}
		if line != "" && !open && f.width(plain(next), size) > width {
			lines = append(lines, line)
			next = w
		}
		line = next
		switch i, j := strings.LastIndexByte(w, '{'), strings.LastIndexByte(w, '}'); {
		case j > i:
			open = false
		case i > j:
			open = true
		}
	}
	return append(lines, line)
}

// pairs sets labels with their values as the voice does. Empty values are left out.
func (p *pen) pairs(kv ...string) {
	var rows [][2]string
	for i := 0; i+1 < len(kv); i += 2 {
		if kv[i+1] != "" {
			rows = append(rows, [2]string{kv[i], kv[i+1]})
		}
	}
	size, step := p.v.size, p.v.size*p.v.leading
	bold := p.v.body.heavy()
	switch p.v.pairs {
	case 1:
		wide := float32(0)
		for _, r := range rows {
			wide = max(wide, bold.width(r[0]+":", size))
		}
		for _, r := range rows {
			p.need(step)
			p.y += step
			p.words(r[0]+":", p.left, p.y, bold, size)
			p.value(r[1], p.left+wide+12)
		}
	case 2:
		half := (p.right - p.left) / 2
		for i, r := range rows {
			x := p.left
			if i%2 == 1 {
				x += half
			} else {
				p.need(step)
				p.y += step
			}
			size := p.fit(r[0]+": "+r[1], bold, size, half-12)
			end := p.words(r[0]+":", x, p.y, bold, size)
			p.words(r[1], end+5, p.y, p.v.body, size)
			p.line++
			p.block++
		}
	case 3:
		for i := 0; i < len(rows); i += 2 {
			row := rows[i:min(i+2, len(rows))]
			p.need(2.3 * step)
			top := p.y + 3
			for c, r := range row {
				x := p.left + float32(c)*(p.right-p.left)/2
				w := (p.right-p.left)/float32(len(row)) - 10
				p.at(r[0], x+3, top+size*0.9, p.v.body, p.fit(r[0], p.v.body, size*0.75, w))
				p.at(r[1], x+6, top+size*2.05, p.v.body, p.fit(r[1], p.v.body, size, w))
				p.frame(x, top, x+(p.right-p.left)/float32(len(row)), top+size*2.4)
			}
			p.y = top + size*2.4 - 3
		}
		p.y += 3
	default:
		for _, r := range rows {
			p.need(step)
			p.y += step
			end := p.words(r[0]+":", p.left, p.y, p.v.body, size)
			p.value(r[1], end+p.v.body.width(" ", size)+1)
		}
	}
	p.block++
}

// value sets what stands behind a label, broken where it is too long.
func (p *pen) value(text string, x float32) {
	for i, l := range breakText(text, p.v.body, p.v.size, p.right-x) {
		if i > 0 {
			p.need(p.v.size * p.v.leading)
			p.y += p.v.size * p.v.leading
		}
		p.words(l, x, p.y, p.v.body, p.v.size)
		p.line++
	}
}

// fit is a size at which a text is no wider than w.
func (p *pen) fit(text string, f face, size, w float32) float32 {
	if p.v.caps {
		text = upper(text)
	}
	return min(size, size*w/max(1, f.width(plain(text), size)))
}

// letterhead sets the head of an office.
func (p *pen) letterhead() {
	c := p.v.clinic
	size := p.v.size
	switch c.head {
	case 0:
		p.middle(p.v.body.heavy(), size+5, c.name)
		p.middle(p.v.body, size-1, c.street+", "+c.city, "Tel "+c.phone+"   Fax "+c.fax)
		p.y += 6
		p.s.rules = append(p.s.rules, rule{p.left, p.y, p.right, p.y + 1})
	case 1:
		p.lines(p.left, p.v.body.heavy(), size+3, c.name)
		p.lines(p.left, p.v.body, size-1, c.street, c.city, "Phone: "+c.phone, "Fax: "+c.fax)
	case 2:
		y := p.y
		p.lines(p.left, smallCaps, size+6, c.name)
		p.lines(p.left, p.v.body.slanted(), size-1, c.motto)
		left := p.y
		p.y = y
		p.lines(p.right-150, p.v.body, size-1.5, c.street, c.city, c.phone)
		p.y = max(p.y, left) + 4
		p.s.rules = append(p.s.rules, rule{p.left, p.y, p.right, p.y + 2.5})
	case 3:
		p.lines(p.left, p.v.body, size, strings.ToUpper(c.name)+" * "+c.street+" * "+c.city+" * "+c.phone)
	case 4: // no letterhead: the paper of an electronic record
	}
	p.skip(0.8)
}

// heading sets the title of a paper and remembers it.
func (p *pen) title(text string) {
	p.d.title = text
	if p.v.caps {
		p.d.title = strings.ToUpper(text)
	}
	if text == "" {
		return
	}
	f, size := p.v.body.heavy(), p.v.size+2.5
	if p.v.size < 9 {
		size++
	}
	for f.width(text, size) > p.right-p.left {
		size *= 0.94
	}
	if p.v.titleMid {
		p.middle(f, size, text)
	} else {
		p.lines(p.left, f, size, text)
	}
	p.skip(0.4)
}

// patient sets who the paper is about, in the office's words, and the paper's own date among others.
func (p *pen) patient(dateLabel string) {
	t := p.t
	name := t.patient.name
	switch p.IntN(4) {
	case 0:
		name = t.patient.last + ", " + t.patient.first
	case 1:
		name = strings.ToUpper(t.patient.last + ", " + t.patient.first)
	}
	p.s.named = true
	kv := []string{p.one("Patient", "Patient Name", "Name", "Patient name", "Injured Worker", "Claimant", "Employee"), name}
	if dateLabel != "" && p.IntN(2) == 0 {
		kv = append(kv, dateLabel, p.own())
		dateLabel = ""
	}
	if p.IntN(6) > 0 {
		kv = append(kv, p.one("DOB", "Date of Birth", "Birth Date", "D.O.B."), p.show(t.patient.born))
	}
	if p.IntN(3) > 0 {
		kv = append(kv, p.one("DOI", "Date of Injury", "D/I", "Date of injury", "Injury Date"), "{inj@"+t.injury.String()+":"+p.show(t.injury)+"}")
	}
	if p.IntN(3) > 0 {
		kv = append(kv, p.one("Claim #", "Claim No.", "Claim Number", "WC Claim #"), t.patient.claim)
	}
	if dateLabel != "" {
		kv = append(kv, dateLabel, p.own())
	}
	if p.IntN(2) == 0 {
		kv = append(kv, p.one("Employer", "Employer Name"), t.employer)
	}
	if p.IntN(3) == 0 {
		kv = append(kv, p.one("Insurance", "Carrier", "Insurer", "Claims Administrator"), t.insurer.name)
	}
	if p.IntN(4) == 0 {
		kv = append(kv, p.one("MRN", "Chart #", "Account #", "Patient ID"), number(100000+p.IntN(899999)))
	}
	if p.IntN(5) == 0 {
		kv = append(kv, p.one("Printed", "Print date", "Report printed"), p.show(p.when.AddDays(3+p.IntN(200))))
	}
	p.pairs(kv...)
	p.skip(0.5)
}

// own is the paper's own date as a fact of service.
func (p *pen) own() string { return "{svc:" + p.show(p.when) + "}" }

// sign sets the end of a report: who wrote it.
func (p *pen) sign(who doctor) {
	p.d.author = who.full()
	p.skip(1)
	p.need(7 * p.v.size * p.v.leading)
	switch p.IntN(5) {
	case 0:
		p.para(p.one("Sincerely,", "Respectfully submitted,", "Very truly yours,", "Yours truly,"))
		p.scribble(p.left+10, p.y+22, 110)
		p.y += 30
		p.lines(p.left, p.v.body, p.v.size, who.full(), who.field)
	case 1:
		p.para(p.one("Electronically signed by: ", "Electronically Signed By ", "E-signed by ", "This report was electronically signed by ") + who.full() + p.one(" on ", ", ") + p.show(p.when.AddDays(p.IntN(4))) + p.one(" 04:12 PM", " at 9:31 am", ""))
	case 2:
		p.scribble(p.left+150, p.y+20, 120)
		p.y += 22
		p.s.rules = append(p.s.rules, rule{p.left + 110, p.y + 2, p.left + 330, p.y + 2.8})
		p.y += 3
		p.lines(p.left, p.v.body, p.v.size, "Signature: ", who.full()+", "+who.field, p.one("License ", "Lic. No. ", "Cal. Lic. # ")+who.licence)
	case 3:
		p.scribble(p.left+6, p.y+20, 90)
		p.y += 26
		p.lines(p.left, p.v.body.heavy(), p.v.size, who.full())
		p.lines(p.left, p.v.body, p.v.size, who.field)
		p.skip(0.5)
		p.lines(p.left, p.v.body, p.v.size-1, p.initials(who)+":"+p.one("rt", "jk", "tm", "lg"), "DD: "+p.show(p.when)+"  DT: "+p.show(p.when.AddDays(1)))
	default:
		p.lines(p.left, p.v.body, p.v.size, p.one("Signed: ", "Provider: ", "Dictated by: ", "Author: ")+who.full(), p.one("Date signed: ", "Date: ")+p.show(p.when.AddDays(p.IntN(3))))
	}
}

func (p *pen) initials(d doctor) string { return d.first[:1] + d.last[:1] }

// scribble draws a signature.
func (p *pen) scribble(x, y, w float32) {
	p.s.strokes = append(p.s.strokes, scrawl(p.Rand, x, y, w)...)
}

// done ends a paper: its running heads and feet, now that the number of its pages is known.
func (p *pen) done() *paper {
	d, n := p.d, len(p.d.sheets)
	for i, s := range d.sheets {
		p.s = s
		p.line, p.block = 0, 0
		var first, last []string
		x, y, f, size := p.v.margin, p.v.margin*0.8, p.v.body, p.v.size-0.5
		name := p.t.patient.name
		switch p.v.runner {
		case 1:
			if i > 0 {
				first, s.named = []string{p.t.patient.last + ", " + p.t.patient.first, "Page " + number(i+1)}, true
			}
		case 2:
			if i > 0 {
				first, s.named = []string{"RE: " + name, "Claim No.: " + p.t.patient.claim, p.show(p.when), "Page " + number(i+1)}, true
			}
		case 3:
			last = []string{"Page " + number(i+1) + " of " + number(n)}
		case 4:
			last = []string{number(i + 1)}
		case 5:
			if i > 0 {
				first = []string{"Page " + number(i+1) + " of " + number(n)}
				x = sheetWidth - p.v.margin - 70
			}
		case 6:
			last, s.named = []string{name + "   " + p.show(p.when) + "   Page " + number(i+1) + "/" + number(n)}, true
		}
		if len(first) > 0 {
			rest := s.motes
			s.motes = nil
			if len(rest) > 0 && rest[0].y < y+float32(len(first))*size {
				y = max(20, rest[0].y-float32(len(first)+1)*size*1.25)
			}
			for _, l := range first {
				y += size * 1.15
				p.words(l, x, y, f, size)
				p.line++
			}
			p.block++
			for _, m := range rest {
				m.line, m.block = m.line+p.line, m.block+p.block
				s.motes = append(s.motes, m)
			}
		}
		for _, l := range last {
			for _, m := range s.motes {
				p.line, p.block = max(p.line, m.line+1), max(p.block, m.block+1)
			}
			x := (sheetWidth - f.width(l, size)) / 2
			p.at(l, x, sheetHeight-p.v.margin*0.55, f, size)
		}
	}
	return d
}
