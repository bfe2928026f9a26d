package letter

import (
	"slices"
	"strings"
)

// A Line is one line of a letter as it stands on the page. It is what a reader of foreign files gives to
// the parser.
type Line struct {
	Page int     // from 1; 0 where the file has no pages
	Text string  // words with their spaces; runs of white space count as one
	Bold bool    // all of it
	X, Y float64 // of the start of the base line, in points from the upper left corner; Y 0 where unknown
	Gap  bool    // more than the usual space stands before it: a new paragraph; set where Y is unknown
}

// A flow is the text of a letter in reading order with its white space folded: one space between words,
// two line feeds between paragraphs. Fields are pieces of the text; the marks say where lines and pages
// began, for the few questions that only the look of the page answers.
type flow struct {
	text  string
	lines []mark // where lines begin, in order
	pages []int  // offsets where pages 2, 3, … begin; nil where the input has no pages
	paged bool
	width int        // characters of the longest line
	bold  bool       // some line is bold and some is not
	feet  []Unparsed // page numbers and what stands beside them, which are no part of the letter
}

type mark struct {
	at   int
	gap  bool
	bold bool
}

// page tells the page of an offset, 0 where there are no pages.
func (f *flow) page(at int) int {
	if !f.paged {
		return 0
	}
	n, _ := slices.BinarySearch(f.pages, at+1)
	return n + 1
}

// textFlow folds plain text. A form feed begins a page. Some extractors put a blank line between all
// lines; what parts paragraphs is then a larger gap.
func textFlow(s string) flow {
	s = plainSpaces(s)
	s, feet := cutFeet(s)
	f := flow{lines: make([]mark, 0, len(s)/48+8), feet: feet}
	usual := usualBlanks(s)
	var b strings.Builder
	b.Grow(len(s) + len(s)/64)
	blanks := 0
	for len(s) > 0 {
		line := s
		if i := strings.IndexByte(s, '\n'); i >= 0 {
			line, s = s[:i], s[i+1:]
		} else {
			s = ""
		}
		for len(line) > 0 && isBlank(line[0]) {
			if line[0] == '\f' {
				f.paged = true
				f.pages = append(f.pages, b.Len()) // settle moves it to the next word
				blanks = -1
			}
			line = line[1:]
		}
		if line == "" {
			if blanks >= 0 {
				blanks++
			}
			continue
		}
		f.begin(&b, blanks > usual, false)
		start := b.Len()
		fold(&b, line)
		if i := strings.IndexByte(line, '\f'); i >= 0 && strings.TrimLeft(line[i:], " \t\r\f") == "" {
			f.paged = true // a page that ends without a line feed
			f.pages = append(f.pages, b.Len())
		}
		f.width = max(f.width, b.Len()-start)
		blanks = 0
	}
	f.text = b.String()
	f.settle()
	return f
}

// begin starts a line, after a space or the gap of a paragraph.
func (f *flow) begin(b *strings.Builder, gap, bold bool) {
	if b.Len() > 0 {
		if gap {
			b.WriteString("\n\n")
		} else {
			b.WriteByte(' ')
		}
	}
	f.lines = append(f.lines, mark{at: b.Len(), gap: gap && b.Len() > 0, bold: bold})
}

// settle moves the starts of pages from the end of the page before to the first line after it, and drops a
// last page without words.
func (f *flow) settle() {
	kept := f.pages[:0]
	for _, at := range f.pages {
		i, _ := slices.BinarySearchFunc(f.lines, at, func(m mark, at int) int { return m.at - at })
		if i < len(f.lines) && f.lines[i].at > 0 && (len(kept) == 0 || kept[len(kept)-1] != f.lines[i].at) {
			kept = append(kept, f.lines[i].at)
		}
	}
	f.pages = kept
}

// usualBlanks tells how many blank lines stand between any two lines of the text: 0, but 1 or more where
// an extractor has spread the lines.
func usualBlanks(s string) int {
	var count [8]int
	total, blanks, first := 0, -1, true
	head := s[:min(len(s), 20000)]
	for len(head) > 0 {
		line := head
		if i := strings.IndexByte(head, '\n'); i >= 0 {
			line, head = head[:i], head[i+1:]
		} else {
			head = ""
		}
		blank := true
		for i := 0; i < len(line); i++ {
			if !isBlank(line[i]) {
				blank = false
				break
			}
		}
		switch {
		case blank && blanks >= 0:
			blanks++
		case !blank:
			if blanks >= 0 {
				if first && blanks == 0 {
					return 0
				}
				first = false
				count[min(blanks, len(count)-1)]++
				total++
			}
			blanks = 0
		}
	}
	usual := 0
	for n, k := range count {
		if k > count[usual] {
			usual = n
		}
	}
	if count[0]*20 > total {
		return 0
	}
	return usual
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v' }

// fold adds the words of a line with one space between them.
func fold(b *strings.Builder, line string) {
	for first := true; ; first = false {
		for line != "" && isBlank(line[0]) {
			line = line[1:]
		}
		if line == "" {
			return
		}
		if !first {
			b.WriteByte(' ')
		}
		// what has single spaces only goes over in one piece
		end := strings.Index(line, "  ")
		if end < 0 {
			end = len(line)
		}
		if odd := indexOdd(line[:end]); odd >= 0 {
			end = odd
		}
		piece := line[:end]
		line = line[end:]
		b.WriteString(strings.TrimRight(piece, " "))
	}
}

// plainSpaces makes a space of each no-break space: extractors put them where the page has none, and in running
// text they say nothing.
func plainSpaces(s string) string {
	if !strings.Contains(s, "\u00a0") && !strings.Contains(s, "\u202f") {
		return s
	}
	return strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(s)
}

// indexOdd finds white space that is no space.
func indexOdd(s string) int {
	for i := 0; i < len(s); i++ {
		if s[i] < ' ' && isBlank(s[i]) {
			return i
		}
	}
	return -1
}

// foldedLine is a line with its white space folded.
func foldedLine(s string) string {
	s = plainSpaces(s)
	var b strings.Builder
	b.Grow(len(s))
	fold(&b, s)
	return b.String()
}

// lineFlow folds lines from a page description.
func lineFlow(list []Line) flow {
	f := flow{lines: make([]mark, 0, len(list))}
	pitch := usualPitch(list)
	var b strings.Builder
	bold, light := false, false
	page, lastY := 0, 0.0
	for _, l := range list {
		text := foldedLine(l.Text)
		if text == "" {
			continue
		}
		if l.Page > 0 {
			f.paged = true
		}
		turned := page != 0 && l.Page != page
		gap := l.Gap && !turned
		if l.Y != 0 && lastY != 0 && !turned {
			// a line further up begins a column or the other half of a table
			gap = gap || l.Y-lastY > pitch*1.3 || l.Y < lastY-pitch*1.3
		}
		f.begin(&b, gap, l.Bold)
		if turned {
			for range max(1, l.Page-page) {
				f.pages = append(f.pages, b.Len())
			}
		}
		bold, light = bold || l.Bold, light || !l.Bold
		b.WriteString(text)
		f.width = max(f.width, len(text))
		page, lastY = l.Page, l.Y
	}
	f.text, f.bold = b.String(), bold && light
	return f
}

// usualPitch is the distance of two lines that occurs most, in points.
func usualPitch(list []Line) float64 {
	count := map[int]int{} // by tenths of a point
	for i := 1; i < len(list); i++ {
		if d := list[i].Y - list[i-1].Y; list[i].Page == list[i-1].Page && d > 1 {
			count[int(d*10+0.5)]++
		}
	}
	best, most := 0, 0
	for d, n := range count {
		if n > most || n == most && d < best {
			best, most = d, n
		}
	}
	return float64(best) / 10
}

// blockFlow folds the blocks of a letter: each begins a paragraph.
func blockFlow(list []Block) flow {
	f := flow{}
	var b strings.Builder
	add := func(text string, gap bool) {
		for i, line := range strings.Split(text, "\n") {
			if line = foldedLine(line); line != "" {
				f.begin(&b, gap && i == 0, false)
				b.WriteString(line)
				f.width = max(f.width, len(line))
			}
		}
	}
	for _, bl := range list {
		switch bl.Kind {
		case Heading, Paragraph:
			add(plain(bl.Runs), true)
		case List:
			for _, item := range bl.Items {
				add(plain(item), true)
			}
		case Table:
			for _, r := range bl.Rows {
				var cells []string
				for _, c := range r {
					cells = append(cells, plain(c.Runs))
				}
				add(strings.Join(cells, " "), true)
			}
		}
	}
	f.text = b.String()
	return f
}
