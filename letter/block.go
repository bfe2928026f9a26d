package letter

// A Kind is the part that a Block plays on the page. Every form of the letter (text, HTML, DOCX, PDF) has a
// way to write each kind and to read it back.
type Kind int

// The kinds of blocks.
const (
	Paragraph Kind = iota
	Heading
	List
	Table
	PageBreak
)

// A Block is one paragraph-like part of a letter in reading order. Compose makes blocks from a
// Determination; the renderers only turn blocks into bytes, and know nothing of what they say.
type Block struct {
	Kind  Kind
	Level int      // of a Heading, from 1, never skipping a level
	Role  string   // what the block is for, the class name in HTML and the style name in DOCX: "decision", "address", …
	Runs  []Run    // of a Paragraph or Heading
	Items [][]Run  // of a List
	Rows  [][]Cell // of a Table
	Label string   // of a Table or List: what it holds, for those who cannot see it
}

// A Run is a piece of text in one style.
type Run struct {
	Text   string
	Bold   bool
	Italic bool
}

// A Cell is one cell of a table row.
type Cell struct {
	Runs   []Run
	Header bool // of its column in the first row, of its row elsewhere
}
