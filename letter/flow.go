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
	width int  // characters of the longest line
	bold  bool // some line is bold and some is not
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
	f := flow{lines: make([]mark, 0, len(s)/40+8)}
	usual := usualBlanks(s)
	b := make([]byte, 0, len(s)+len(s)/32)
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
				f.pages = append(f.pages, len(b)) // mended when the next word comes
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
		gap := blanks > usual && len(b) > 0
		b = f.begin(b, gap, false)
		start := len(b)
		b = appendFolded(b, line)
		if i := strings.IndexByte(line, '\f'); i >= 0 && strings.TrimLeft(line[i:], " \t\r\f") == "" {
			f.paged = true // a page that ends without a line feed
			f.pages = append(f.pages, len(b))
		}
		f.width = max(f.width, len(b)-start)
		blanks = 0
	}
	f.text = string(b)
	f.settle()
	return f
}

// begin starts a line, after a space or the gap of a paragraph.
func (f *flow) begin(b []byte, gap, bold bool) []byte {
	if len(b) > 0 {
		if gap {
			b = append(b, '\n', '\n')
		} else {
			b = append(b, ' ')
		}
	}
	f.lines = append(f.lines, mark{at: len(b), gap: gap, bold: bold})
	return b
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

// appendFolded appends the words of a line with one space between them.
func appendFolded(b []byte, line string) []byte {
	for {
		i := 0
		for i < len(line) && isBlank(line[i]) {
			i++
		}
		line = line[i:]
		if line == "" {
			return b
		}
		if len(b) > 0 && b[len(b)-1] != ' ' && b[len(b)-1] != '\n' && i > 0 {
			b = append(b, ' ')
		}
		// words up to the next double space or other blank go over in one piece
		end := 0
		for end < len(line) {
			c := line[end]
			if c == ' ' && end+1 < len(line) && !isBlank(line[end+1]) {
				end += 2
				continue
			}
			if isBlank(c) {
				break
			}
			end++
		}
		b = append(b, line[:end]...)
		line = line[end:]
	}
}

// lineFlow folds lines from a page description.
func lineFlow(list []Line) flow {
	f := flow{lines: make([]mark, 0, len(list))}
	pitch := usualPitch(list)
	var b []byte
	bold, light := false, false
	page, lastY := 0, 0.0
	for _, l := range list {
		text := appendFolded(nil, l.Text)
		if len(text) == 0 {
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
		b = f.begin(b, gap && len(b) > 0, l.Bold)
		if turned {
			for range max(1, l.Page-page) {
				f.pages = append(f.pages, len(b))
			}
		}
		bold, light = bold || l.Bold, light || !l.Bold
		b = append(b, text...)
		f.width = max(f.width, len(text))
		page, lastY = l.Page, l.Y
	}
	f.text, f.bold = string(b), bold && light
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
	var b []byte
	add := func(text string, gap bool) {
		for i, line := range strings.Split(text, "\n") {
			if line = string(appendFolded(nil, line)); line != "" {
				b = f.begin(b, gap && i == 0 && len(b) > 0, false)
				b = append(b, line...)
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
	f.text = string(b)
	return f
}
