package taggedpdf

import (
	"fmt"
	"time"
)

// A Document is what is to be written. Lengths are in points, 1/72 of an inch; a length that is left out
// takes the usual value.
type Document struct {
	Title    string    // shown in the title bar and read out first; must not be empty
	Language string    // BCP 47, "en-US" where left out
	Producer string    // the program that makes the file; left out where empty
	Date     time.Time // of creation and last change; left out of the file where zero
	Size     Size      // Letter where left out
	Margins  Margins   // one inch where left out
	Fonts    Fonts

	// Header and Footer return the lines at the head and the foot of each page; nil for none. They are
	// called when the number of pages is known.
	Header, Footer func(page, pages int) Line

	Signature *Signature // over the whole file; nil for none

	Body []Block
}

// Size is the size of a page.
type Size struct{ Width, Height float64 }

// Sizes of paper.
var (
	Letter = Size{612, 792}
	A4     = Size{595.28, 841.89}
)

// Margins are the distances from the edges of the page to the text. Header and footer stand in the
// middle of the upper and lower ones.
type Margins struct{ Top, Right, Bottom, Left float64 }

// Fonts are the fonts of a document. Bold, Italic and BoldItalic may be nil: then the text is drawn in
// Regular, and is still marked as what it is. A character that a font lacks is looked for in Fallback, in
// order.
type Fonts struct {
	Regular, Bold, Italic, BoldItalic *Font

	Fallback []*Font
}

// A Line is a line at the head or the foot of a page.
type Line struct {
	Left, Right string
}

// A Block is one part of the body: a Heading, Paragraph, List, Table or PageBreak.
type Block interface {
	kind() string
}

// Text is a run of text in one style. "\n" breaks the line; "\r\n" and "\r" do the same, and a tab is a
// space. Characters are written in Unicode's composed form (NFC), and broken UTF-8 as U+FFFD.
type Text struct {
	Text   string
	Bold   bool   // an important piece: a structure element Strong
	Italic bool   // a stressed piece: a structure element Em
	Link   string // the address that the text leads to, "" for none
}

// A Heading opens a section. Levels run from 1 to 6; the first heading has level 1, and none is more than
// one level below the one before it.
type Heading struct {
	Level int
	Text  []Text
	Class string // what it is for, kept as the class of the structure element; "" for none
	Style Style
}

// A Paragraph is running text.
type Paragraph struct {
	Text  []Text
	Class string
	Style Style
}

// A List is a list of short paragraphs.
type List struct {
	Items   [][]Text
	Ordered bool   // numbered from 1, else with bullets
	Title   string // of the list, for those who cannot see it
	Class   string
	Style   Style
}

// A Table is a grid of cells. Where a row has fewer cells than the widest one, its last cell spans the rest.
type Table struct {
	Rows  [][]Cell
	Head  bool   // the first row names the columns, and is drawn again at the top of each page
	Title string // what the table holds, for those who cannot see it
	Class string
	Style Style
}

// A Cell is one cell of a table.
type Cell struct {
	Text   []Text
	Header bool // names its column in the head row, its row elsewhere
}

// A PageBreak starts a new page.
type PageBreak struct{}

func (Heading) kind() string   { return "heading" }
func (Paragraph) kind() string { return "paragraph" }
func (List) kind() string      { return "list" }
func (Table) kind() string     { return "table" }
func (PageBreak) kind() string { return "page break" }

// A Style is the look of a block. What is left out (zero) takes the value that fits the kind of block.
type Style struct {
	Size         float64 // of the letters; 11 points where left out
	Leading      float64 // from line to line, as a multiple of Size; 1.35 where left out
	Before       float64 // space above, not used at the top of a page; the larger of After and Before parts two blocks
	After        float64
	Left, Right  float64 // indents
	Bold         bool    // look only: nothing is marked
	Color        Color   // of the letters
	Bar          float64 // width of a bar along the left side, 0 for none
	BarColor     Color
	Filled       bool // with Fill behind the block
	Fill         Color
	Pad          float64 // between the text and what is drawn around it; in the cells of a table 3 points where left out
	RuleBelow    float64 // width of a rule under the block, 0 for none
	RuleAbove    float64
	RuleColor    Color
	KeepTogether bool // on one page
	KeepWithNext bool // on the page of the next block; headings always are

	balanced bool // lines about equally long
}

// A Color is red, green and blue from 0 to 255 in sRGB.
type Color struct{ R, G, B uint8 }

// A MissingGlyph is the error for a character that none of the fonts can draw.
type MissingGlyph struct {
	Char  rune
	Where string // "block 12 (paragraph)"
}

func (e *MissingGlyph) Error() string {
	return fmt.Sprintf("%s: no font has the character %U %q; replace it", e.Where, e.Char, e.Char)
}
