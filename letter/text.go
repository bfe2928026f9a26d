package letter

import (
	"strings"
	"unicode/utf8"
)

const textWidth = 95 // characters of a line, as the published letters have

// Text writes the page as plain text in UTF-8: what a reader would copy from the page. Paragraphs are parted by
// blank lines and wrapped.
func (p Page) Text() []byte {
	if p.Layout == LayoutMaximus2015 {
		return publishedText(p.Blocks)
	}
	return servedText(p.Blocks)
}

// publishedText writes the look of the published letters. Headings of items stay on one line, so that their
// lines cannot be taken for the end of the rationale before.
func publishedText(list []Block) []byte {
	var b strings.Builder
	for i, bl := range list {
		if i > 0 {
			b.WriteByte('\n')
		}
		switch {
		case bl.Kind == Table && bl.Role == roleHead:
			headText(&b, bl.Rows)
		case bl.Kind == Heading && bl.Level == 1:
			title := plain(bl.Runs)
			b.WriteString(strings.Repeat(" ", max(0, (textWidth-utf8.RuneCountInString(title))/2)))
			b.WriteString(title + "\n")
		case bl.Kind == Heading:
			b.WriteString(plain(bl.Runs) + "\n")
		default:
			for line := range strings.SplitSeq(plain(bl.Runs), "\n") {
				wrap(&b, line)
			}
		}
	}
	return []byte(b.String())
}

// headText writes case number and dates in two columns, the last label broken as in the published letters.
func headText(b *strings.Builder, rows [][]Cell) {
	column := func(s string, width int) {
		b.WriteString(s)
		b.WriteString(strings.Repeat(" ", max(1, width-utf8.RuneCountInString(s))))
	}
	for _, r := range rows {
		cells := make([]string, 0, 4)
		for _, c := range r {
			cells = append(cells, plain(c.Runs))
		}
		if len(cells) < 4 {
			column(cells[0], 22)
			b.WriteString(cells[1] + "\n")
			continue
		}
		label, below, _ := strings.Cut(cells[2], " Received:")
		column(cells[0], 22)
		column(cells[1], 32)
		column(label, 21)
		b.WriteString(cells[3] + "\n")
		if below == "" && label != cells[2] {
			b.WriteString(strings.Repeat(" ", 54) + "Received:\n")
		}
	}
}

// wrap writes a paragraph in lines.
func wrap(b *strings.Builder, s string) {
	width := 0
	for i, w := range strings.Split(s, " ") {
		n := utf8.RuneCountInString(w)
		if i > 0 {
			if width+1+n > textWidth {
				b.WriteByte('\n')
				width = 0
			} else {
				b.WriteByte(' ')
				width++
			}
		}
		b.WriteString(w)
		width += n
	}
	b.WriteByte('\n')
}
