package bundle

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/openimr/openimr/records"
)

// senders are who send records, as a case calls them.
var senders = []string{"Claims administrator", "Treating physician", "Applicant attorney", "Employee"}

// A volume is a file in the making.
type volume struct {
	name   string
	in     string
	sender int
	form   form
	faxed  bool
	pages  []*page
	broken string // what is wrong with it
}

// bind puts the papers into files: by sender, in stacks, each as a whole scanned or native.
func (b *binder) bind() {
	r := b.r
	stacks := make([][]sending, len(senders))
	order := r.Perm(len(b.papers))
	for _, i := range order {
		s := b.papers[i]
		stacks[s.sender] = append(stacks[s.sender], s)
	}
	for _, stack := range stacks {
		b.sort(stack)
	}
	all, faxed := 0, 0
	for who, stack := range stacks {
		for len(stack) > 0 {
			room := 3 + r.IntN(1+min(160, max(6, b.o.Pages/6)))
			v := &volume{sender: who}
			for len(stack) > 0 && (len(v.pages) == 0 || len(v.pages)+len(stack[0].pages) <= room) {
				v.pages = append(v.pages, stack[0].pages...)
				stack = stack[1:]
			}
			switch f := b.o.Faxed; {
			case f <= 0:
			case f >= 1:
				v.faxed = true
			default: // the side that lags behind its share
				v.faxed = float64(faxed) < f*float64(all)+float64(len(v.pages))*f/2 || all == 0 && r.Float64() < f
			}
			all += len(v.pages)
			if v.faxed {
				faxed += len(v.pages)
			}
			b.finish(v)
			b.files = append(b.files, v)
		}
	}
	b.name()
	if b.o.Broken {
		b.spoil()
	}
}

// sort puts a stack into the order of its sender: as it came to hand, by date, by date backwards, or by kind.
func (b *binder) sort(stack []sending) {
	date := func(x, y sending) int { return int(x.pages[0].paper.date - y.pages[0].paper.date) }
	switch b.r.IntN(4) {
	case 1:
		slices.SortStableFunc(stack, date)
	case 2:
		slices.SortStableFunc(stack, func(x, y sending) int { return date(y, x) })
	case 3:
		slices.SortStableFunc(stack, func(x, y sending) int {
			return cmp.Or(strings.Compare(x.pages[0].paper.kind, y.pages[0].paper.kind), date(x, y))
		})
	}
}

// finish adds what lies between papers, shuffles, and sends the volume through the fax.
func (b *binder) finish(v *volume) {
	r := b.r
	add := func(d *paper) []*page {
		var out []*page
		for i, s := range d.sheets {
			b.content++
			out = append(out, &page{paper: d, sheet: s, no: i + 1, content: b.content})
		}
		return out
	}
	var pages []*page
	if len(v.pages) > 4 && r.IntN(2) == 0 {
		pages = append(pages, add(cover(b.t, b.t.injury.AddDays(1000+r.IntN(100))))...)
	}
	for i, p := range v.pages {
		if i > 0 && p.no == 1 && v.faxed {
			switch r.IntN(24) {
			case 0:
				pages = append(pages, add(separator(b.t, 0))...)
			case 1: // the empty back of the paper before
				pages = append(pages, add(empty(b.t, 0))...)
			case 2:
				if r.IntN(4) == 0 {
					pages = append(pages, add(photo(b.t, 0))...)
				}
			}
		}
		pages = append(pages, p)
	}
	if r.Float64() < b.o.Shuffle {
		pages = b.shuffle(pages)
	}
	v.pages = pages
	v.form = b.form(v)
	if v.form == formWord || v.form == formText {
		return
	}
	stamped, first := "", 1+r.IntN(900)
	if len(pages) > 5 && r.IntN(3) == 0 {
		stamped = pick(r, []string{"GBCC ", "DEF", "APP-", "SUBPOENA ", "CLM_", ""})
	}
	place := r.IntN(3)
	if v.faxed {
		b.transmit(v)
	}
	copied := map[*page]bool{}
	for _, s := range b.papers {
		for _, p := range s.pages {
			copied[p.copyOf] = true
		}
	}
	for i, p := range pages {
		if v.faxed && p.no == 1 && p.copyOf == nil && !copied[p] && !p.sheet.blank && !p.sheet.separator && r.IntN(12) == 0 {
			b.mark(p) // an office stamped or signed it; nobody has it clean
			p.mark = false
		}
		if stamped != "" {
			p.bates = fmt.Sprintf("%s%06d", stamped, first+i)
			x := []float32{sheetWidth - 130, sheetWidth/2 - 40, 40}[place]
			for _, m := range lay(p.bates, x, sheetHeight-16, sans, 9) {
				m.role = records.Stamp
				m.line, m.block = 90, 90
				p.over = append(p.over, m)
			}
		}
	}
}

// transmit sends a volume through the fax, with its header line or without.
func (b *binder) transmit(v *volume) {
	r := b.r
	style := r.IntN(5)
	at := b.t.injury.AddDays(950+r.IntN(120)).At(8+r.IntN(9), r.IntN(60), 0, time.UTC)
	from, phone := strings.ToUpper(newClinic(r, "Claims", "Medical", "Records").name), b.t.insurer.fax
	worn := newFax(r) // one machine for the whole file: every page differs a little
	for i, p := range v.pages {
		p.fax = newFax(r)
		p.fax.holes, p.fax.standard = worn.holes, worn.standard
		if r.Float64() < b.o.Turned {
			p.turn = pick(r, []int{180, 180, 90, 270})
		}
		page := number(i + 1)
		switch style {
		case 0:
			p.header = at.Format("Jan 02 2006 3:04PM") + " " + from + " " + phone + " p." + page
		case 1:
			p.header = at.Format("01/02/2006 15:04") + " FAX " + phone + " " + from + " " + fmt.Sprintf("%03d/%03d", i+1, len(v.pages))
		case 2:
			p.header = "From: " + from + " To: 19165550142 Page: " + page + "/" + number(len(v.pages)) + " Date: " + at.Format("1/2/2006 3:04:05 PM")
		case 3:
			p.header = at.Format("2006-Jan-02 03:04 PM") + " " + phone + " " + page + "/" + number(len(v.pages))
		}
		for _, m := range lay(p.header, 24+float32(i%3), 17, mono, 8) {
			m.role = records.FaxHeader
			p.over = append(p.over, m)
		}
	}
}

// shuffle puts pages out of order: a paper lies backwards, or two papers lie in each other.
func (b *binder) shuffle(pages []*page) []*page {
	r := b.r
	out := append([]*page(nil), pages...)
	for i := 0; i < len(out); {
		j := i + 1
		for j < len(out) && out[j].no > 1 {
			j++
		}
		if j-i > 1 && r.IntN(3) == 0 {
			for a, z := i, j-1; a < z; a, z = a+1, z-1 {
				out[a], out[z] = out[z], out[a]
			}
		}
		i = j
	}
	if len(out) > 6 {
		i, j := r.IntN(len(out)), r.IntN(len(out))
		out[i], out[j] = out[j], out[i]
	}
	return out
}

// name gives the files names as people give them.
func (b *binder) name() {
	r := b.r
	used := map[string]int{}
	for i, v := range b.files {
		n := pick(r, []string{"Medical Records", "records", "scan" + fmt.Sprintf("%04d", r.IntN(9999)), "IMR docs", b.t.patient.last + " records", "FAX_" + fmt.Sprintf("%08d", r.IntN(99999999)), "UR file", "subpoenaed records", "attachments", "Exhibit " + string(rune('A'+i%26))})
		n += v.form.ending()
		if used[n]++; used[n] > 1 {
			n = strings.TrimSuffix(n, v.form.ending()) + " (" + number(used[n]) + ")" + v.form.ending()
		}
		v.name = n
	}
	if b.o.Plain || len(b.files) < 5 {
		return
	}
	zip := pick(r, []string{"records.zip", "all medical records.zip"})
	for range 2 + r.IntN(2) {
		v := b.files[r.IntN(len(b.files))]
		v.in = zip
	}
}

// spoil adds files that cannot be opened.
func (b *binder) spoil() {
	one := func(name, broken string, f form) {
		d := narrative(b.t, b.t.injury.AddDays(300))
		v := &volume{name: name, sender: b.r.IntN(max(1, b.o.Senders)), form: f, broken: broken}
		for i, s := range d.sheets {
			v.pages = append(v.pages, &page{paper: d, sheet: s, no: i + 1})
		}
		b.files = append(b.files, v)
	}
	one("protected report.pdf", "password", formPDF)
	one("incomplete.pdf", "cut", formPDF)
	if !b.o.Plain {
		one("x-ray.dcm", "unknown", formPDF)
	}
}

// made tells the truth.
func (b *binder) made() *Made {
	p := b.t.patient
	m := &Made{Truth: Truth{Seed: b.o.Seed, Patient: Patient{p.name, p.born, p.claim, b.t.injury}, Duplicates: []Duplicate{}, Facts: []Fact{}, Documents: []Document{}, Pages: []PageTruth{}}}
	where := map[*page]records.PageRef{}
	first := map[int]records.PageRef{} // of a content
	docs := map[*paper]int{}
	for f, v := range b.files {
		m.Files = append(m.Files, File{Name: v.name, In: v.in, Sender: senders[v.sender], Problem: v.broken, volume: v, seed: b.o.Seed})
		m.Truth.Files = append(m.Truth.Files, FileTruth{Name: v.name, In: v.in, Sender: senders[v.sender], Pages: len(v.pages), Problem: v.broken})
		if v.broken != "" {
			m.Truth.Files[f].Pages = 0
			m.pages = append(m.pages, nil)
			continue
		}
		m.pages = append(m.pages, v.pages)
		last := -1 // document of the page before
		for n, pg := range v.pages {
			ref := records.PageRef{File: f, Page: n + 1}
			where[pg] = ref
			d, known := docs[pg.paper]
			switch {
			case known:
			case pg.sheet.blank && last >= 0:
				d = last
			default:
				d = len(m.Truth.Documents)
				docs[pg.paper] = d
				m.Truth.Documents = append(m.Truth.Documents, Document{Type: pg.paper.kind, Title: pg.paper.title, Date: pg.paper.date, Author: pg.paper.author, CopyOf: -1})
			}
			pg.doc, last = d, d
			m.Truth.Pages = append(m.Truth.Pages, b.tell(pg, ref))
			if !pg.sheet.blank {
				b.facts(m, pg, ref)
			}
		}
	}
	b.order(m)
	for _, pages := range m.pages {
		for _, pg := range pages {
			if pg.copyOf == nil {
				first[pg.content] = where[pg]
			}
		}
	}
	for f, pages := range m.pages {
		for n, pg := range pages {
			if pg.copyOf == nil {
				continue
			}
			d := Duplicate{Page: records.PageRef{File: f, Page: n + 1}, Of: where[pg.copyOf], Relation: records.SamePage, What: pg.what, Was: pg.was, Is: pg.is}
			switch {
			case pg.mark:
				d.Relation = records.MarkedPage
			case pg.was != "":
				d.Relation = records.ChangedPage
			}
			m.Truth.Duplicates = append(m.Truth.Duplicates, d)
			m.Truth.Documents[pg.doc].CopyOf = pg.copyOf.doc
		}
	}
	return m
}

// order lists the pages of every document in reading order; a blank page goes behind the page before it.
func (b *binder) order(m *Made) {
	for f, pages := range m.pages {
		for n, pg := range pages {
			d := &m.Truth.Documents[pg.doc]
			ref := records.PageRef{File: f, Page: n + 1}
			at := len(d.Pages)
			if !pg.sheet.blank {
				for at > 0 {
					q := m.pages[d.Pages[at-1].File][d.Pages[at-1].Page-1]
					if q.sheet.blank || q.no <= pg.no {
						break
					}
					at--
				}
			}
			d.Pages = append(d.Pages, records.PageRef{})
			copy(d.Pages[at+1:], d.Pages[at:])
			d.Pages[at] = ref
		}
	}
}

func (b *binder) tell(pg *page, ref records.PageRef) PageTruth {
	t := PageTruth{PageRef: ref, Document: pg.doc, Sheet: pg.no, Faxed: pg.fax != nil, Rotation: (360 - pg.turn) % 360, Blank: pg.sheet.blank, Separator: pg.sheet.separator,
		Fax: pg.header, Bates: pg.bates, Patient: pg.paper.who.name, Foreign: pg.paper.foreign, Named: pg.sheet.named, Content: pg.content, Words: []string{}}
	if pg.fax != nil {
		t.Skew = pg.fax.skew
	}
	for _, m := range pg.sheet.motes {
		t.Words = append(t.Words, m.text)
	}
	return t
}

// facts tells what a page states.
func (b *binder) facts(m *Made, pg *page, ref records.PageRef) {
	ms := pg.all()
	for i := 0; i < len(ms); i++ {
		n := ms[i].fact
		if n == 0 {
			continue
		}
		j := i
		var words []string
		for j < len(ms) && ms[j].fact == n {
			words = append(words, ms[j].text)
			j++
		}
		f := pg.paper.facts[n-1]
		m.Truth.Facts = append(m.Truth.Facts, Fact{Kind: f.kind, Date: f.date, Page: ref, Text: strings.TrimRight(strings.Join(words, " "), ".,;"), Words: [2]int{i, j}, Standing: f.standing})
		i = j - 1
	}
}
