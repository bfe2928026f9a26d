package bundle

import (
	"math"
	"math/rand/v2"
	"strings"

	"github.com/openimr/openimr/records"
)

// Papers are US letter, in points.
const (
	sheetWidth  = 612
	sheetHeight = 792
)

// A mote is one word on a sheet.
type mote struct {
	text  string
	x, y  float32 // left end of its baseline, from the top left corner
	size  float32
	face  face
	line  int32
	block int32
	fact  int32 // of its paper, from 1; 0: states none
	role  records.Role
}

func (m mote) width() float32 { return m.face.width(m.text, m.size) }

// box is the word's place: from the top of its capitals to the foot of its descenders.
func (m mote) box() records.Box {
	return records.Box{X0: m.x, Y0: m.y - 0.74*m.size, X1: m.x + m.width(), Y1: m.y + 0.22*m.size}
}

// A rule is a filled rectangle: a line of a form, a cell, a bar of a barcode.
type rule struct{ x0, y0, x1, y1 float32 }

// A stroke is a line of a pen: a signature, handwriting, a tick.
type stroke struct {
	points [][2]float32
	width  float32
}

// A sheet is what stands on one page of a paper. It is not changed once its paper is done; copies share it.
type sheet struct {
	motes     []mote
	rules     []rule
	strokes   []stroke
	blank     bool
	separator bool
	named     bool // the patient can be told from it
}

// A paper is a document with its sheets.
type paper struct {
	kind    string
	title   string
	date    day
	author  string
	sheets  []*sheet
	facts   []fact
	who     *person
	foreign bool
}

// A fact is a thing that a paper states; its words carry its number.
type fact struct {
	kind     records.FactKind
	standing records.Standing
	date     day
	dated    bool // the date is said with it
}

// A page is one page of the bundle: a sheet as it came.
type page struct {
	paper   *paper
	copyOf  *page
	sheet   *sheet
	no      int // sheet of its paper, from 1
	content int
	what    string // of a changed or marked copy
	was, is string
	mark    bool
	fax     *fax // nil: native
	turn    int  // degrees clockwise by which it was turned from upright
	over    []mote
	overInk []stroke
	overBox []rule
	doc     int // document of the truth
	bates   string
	header  string
}

// all are the words of a page in reading order: header and stamps of its way through the offices above, then the sheet.
func (p *page) all() []mote {
	var first, last []mote
	for _, m := range p.over {
		if m.role == records.FaxHeader {
			first = append(first, m)
		} else {
			last = append(last, m)
		}
	}
	var line, block int32
	out := make([]mote, 0, len(p.over)+len(p.sheet.motes))
	add := func(ms []mote) {
		if len(ms) == 0 {
			return
		}
		l0, b0 := int32(math.MaxInt32), int32(math.MaxInt32)
		for _, m := range ms {
			l0, b0 = min(l0, m.line), min(b0, m.block)
		}
		l1, b1 := line, block
		for _, m := range ms {
			m.line, m.block = m.line-l0+line, m.block-b0+block
			l1, b1 = max(l1, m.line+1), max(b1, m.block+1)
			out = append(out, m)
		}
		line, block = l1, b1
	}
	add(first)
	add(p.sheet.motes)
	add(last)
	return out
}

// read is the page as a reading of it would be; slips is the share of characters of a picture that are read wrong.
func (p *page) read(r *rand.Rand, slips float64) records.Page {
	rp := records.Page{Width: sheetWidth, Height: sheetHeight, Source: records.Native, Blank: p.sheet.blank, Separator: p.sheet.separator, Bates: p.bates}
	lean := func(b records.Box) records.Box { return b }
	if p.fax != nil {
		rp.Scan, rp.Source, rp.Rotation, rp.Skew = true, records.OCR, (360-p.turn)%360, float32(p.fax.skew)
		lean = p.fax.lean
	}
	for _, m := range p.all() {
		w := records.Word{Text: m.text, Box: lean(m.box()), Line: m.line, Block: m.block, Confidence: 100, Role: m.role}
		if p.fax != nil {
			if m.y > sheetHeight-p.fax.cut {
				continue
			}
			w.Confidence = 96
			if slips > 0 {
				if w.Text = slip(r, m.text, slips); w.Text != m.text {
					w.Confidence = uint8(40 + r.IntN(50))
				}
			}
		}
		if w.Text != "" {
			rp.Words = append(rp.Words, w)
		}
	}
	if len(rp.Words) == 0 {
		rp.Source = records.None
	}
	return rp
}

// slipped are characters that text recognition takes for each other.
var slipped = map[rune]string{
	'0': "O", 'O': "0", '1': "l", 'l': "1", 'I': "l", '5': "S", 'S': "5", '8': "B", 'B': "8", 'e': "c", 'c': "e", 'm': "rn",
	'h': "b", 'i': "l", 't': "f", 'n': "ri", '6': "5", '3': "8", 'g': "q", '.': ",", ',': ".", 'o': "0", 'u': "v", '/': "l", '2': "z",
}

// slip is a word as a hasty recognition reads it.
func slip(r *rand.Rand, s string, share float64) string {
	var b strings.Builder
	for _, c := range s {
		switch {
		case r.Float64() >= share:
			b.WriteRune(c)
		case r.IntN(6) == 0: // lost
		case slipped[c] != "":
			b.WriteString(slipped[c])
		default:
			b.WriteRune(c)
		}
	}
	return b.String()
}
