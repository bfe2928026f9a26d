package records

import (
	"encoding/json"
	"fmt"
	"strings"
)

// A Box is a place on a page: points (1/72 inch) from the top left corner of the page as it is shown, that is turned
// upright by Page.Rotation. In JSON it is [x0,y0,x1,y1].
type Box struct{ X0, Y0, X1, Y1 float32 }

// MarshalJSON writes [x0,y0,x1,y1] with at most one decimal.
func (b Box) MarshalJSON() ([]byte, error) {
	return json.Marshal([4]float64{tenth(b.X0), tenth(b.Y0), tenth(b.X1), tenth(b.Y1)})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (b *Box) UnmarshalJSON(data []byte) error {
	var v [4]float32
	if err := json.Unmarshal(data, &v); err != nil {
		return fmt.Errorf("read a box: %w", err)
	}
	*b = Box{v[0], v[1], v[2], v[3]}
	return nil
}

func tenth(v float32) float64 {
	n := int64(v*10 + 0.5)
	if v < 0 {
		n = -int64(-v*10 + 0.5)
	}
	return float64(n) / 10
}

// Union is the smallest box that holds both; an empty box adds nothing.
func (b Box) Union(o Box) Box {
	if b == (Box{}) {
		return o
	}
	if o == (Box{}) {
		return b
	}
	return Box{min(b.X0, o.X0), min(b.Y0, o.Y0), max(b.X1, o.X1), max(b.Y1, o.Y1)}
}

// A Role says what a word is on its page.
type Role uint8

// The roles.
const (
	Body      Role = iota
	FaxHeader      // the line that a fax machine puts on top: date, sender, page of pages
	Stamp          // a Bates or other stamped page number, a "received" stamp
)

// A Word is one word of a page with its place. The words of a scan are like those of a native page.
type Word struct {
	Text       string
	Box        Box
	Line       int32 // of the page, from 0; words of one line follow each other
	Block      int32 // paragraph, cell or column of the page, from 0; lines of one block follow each other
	Confidence uint8 // 0-100 as the text recognition says; 100 for native text
	Role       Role
}

// A TextSource says where the words of a page come from.
type TextSource string

// The sources.
const (
	Native TextSource = "native"
	OCR    TextSource = "ocr"
	None   TextSource = "none"
)

// A Page is one page as it was read. It is a value: whoever changes its words copies them first.
type Page struct {
	Width, Height float32 // points, as shown upright
	Rotation      int     // degrees clockwise by which the page, as its file shows it, is turned to stand upright: 0, 90, 180, 270
	Skew          float32 // degrees clockwise by which its lines still lean when it stands upright; 0 for native text
	Source        TextSource
	Words         []Word // in reading order
	Blank         bool   // nothing on it but specks
	Separator     bool   // a sheet that only parts documents: barcode, "separator", "patch"
	Scan          bool   // the page is a picture, whatever text lies over it
	Bates         string // the stamped number as it stands there, "" where there is none
	Problem       string // why the page could not be read, in plain words; "" where it could
}

// Text is the text of the page: words parted by spaces, lines by "\n", blocks by "\n\n".
func (p Page) Text() string {
	var b strings.Builder
	for i, w := range p.Words {
		if i > 0 {
			switch last := p.Words[i-1]; {
			case last.Block != w.Block:
				b.WriteString("\n\n")
			case last.Line != w.Line:
				b.WriteByte('\n')
			default:
				b.WriteByte(' ')
			}
		}
		b.WriteString(w.Text)
	}
	return b.String()
}

// Boxes are the places of words from (inclusive) to (exclusive), one box for each line. Out of range is cut.
func (p Page) Boxes(from, to int) []Box {
	var bs []Box
	from, to = max(from, 0), min(to, len(p.Words))
	for i := from; i < to; i++ {
		if i == from || p.Words[i].Line != p.Words[i-1].Line {
			bs = append(bs, p.Words[i].Box)
			continue
		}
		bs[len(bs)-1] = bs[len(bs)-1].Union(p.Words[i].Box)
	}
	return bs
}
