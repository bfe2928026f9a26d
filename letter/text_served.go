package letter

import (
	"strings"
	"unicode/utf8"
)

// The text form of the served letter marks what the page shows by its look: a heading is underlined, an entry of a
// list begins with a bullet, a row of a table with a bar. A backslash before such a sign means the sign itself.

var underlines = []byte{'=', '-', '~', '.'} // of headings by level

func servedText(list []Block) []byte {
	var b strings.Builder
	for i, bl := range list {
		if i > 0 {
			b.WriteByte('\n')
		}
		switch bl.Kind {
		case Heading:
			line := markText(strings.ReplaceAll(plain(bl.Runs), "\n", " "))
			b.WriteString(line + "\n")
			b.WriteString(strings.Repeat(string(underlines[min(max(bl.Level, 1), 4)-1]), max(3, utf8.RuneCountInString(line))) + "\n")
		case Paragraph:
			paragraphText(&b, plain(bl.Runs), "")
		case List:
			for _, item := range bl.Items {
				paragraphText(&b, plain(item), "  ")
			}
		case Table:
			tableText(&b, bl)
		case PageBreak:
			b.WriteString("* * *\n")
		}
	}
	return []byte(b.String())
}

// paragraphText writes a paragraph, or with an indent an entry of a list.
func paragraphText(b *strings.Builder, s, indent string) {
	for i, line := range strings.Split(s, "\n") {
		var w strings.Builder
		wrap(&w, line)
		for j, l := range strings.Split(strings.TrimSuffix(w.String(), "\n"), "\n") {
			l = markText(l)
			switch {
			case indent != "" && i == 0 && j == 0:
				l = "• " + l
			case indent != "":
				l = indent + l
			}
			b.WriteString(l + "\n")
		}
	}
}

// tableText writes the label of a table and its rows, the columns under each other where they are not too wide.
func tableText(b *strings.Builder, t Block) {
	const widest = 44
	if t.Label != "" {
		b.WriteString("[" + t.Label + "]\n")
	}
	rows := make([][]string, len(t.Rows))
	var width []int
	for i, r := range t.Rows {
		for k, c := range r {
			s := strings.ReplaceAll(quoteCell.Replace(plain(c.Runs)), "\n", "; ")
			rows[i] = append(rows[i], s)
			if k == len(width) {
				width = append(width, 0)
			}
			width[k] = max(width[k], min(widest, utf8.RuneCountInString(s)))
		}
	}
	for _, r := range rows {
		for k, s := range r {
			b.WriteString("| " + s + strings.Repeat(" ", max(0, width[k]-utf8.RuneCountInString(s))) + " ")
		}
		b.WriteString("|\n")
	}
}

var quoteCell = strings.NewReplacer(`\`, `\\`, "|", `\|`, ";", `\;`)

// markText puts a backslash before a line that would be read as something else than text.
func markText(line string) string {
	if isMarked(strings.TrimLeft(line, `\`)) {
		return `\` + line
	}
	return line
}

func unmarkText(line string) string {
	if strings.HasPrefix(line, `\`) && isMarked(strings.TrimLeft(line, `\`)) {
		return line[1:]
	}
	return line
}

// isMarked says that a line looks like a part of the form: a row, a bullet, the label of a table, an underline
// or the sign for a new page.
func isMarked(line string) bool {
	if line == "" {
		return false
	}
	if line == "* * *" || line[0] == '|' || line[0] == '[' || strings.HasPrefix(line, "•") {
		return true
	}
	_, ok := underline(line)
	return ok
}

// underline tells the level of heading that a line underlines.
func underline(line string) (int, bool) {
	if len(line) < 3 || strings.Trim(line, line[:1]) != "" {
		return 0, false
	}
	for i, c := range underlines {
		if line[0] == c {
			return i + 1, true
		}
	}
	return 0, false
}

// isServedText says that a text is the text form of a letter that this program serves: its title stands
// underlined in it.
func isServedText(s string) bool {
	for {
		i := strings.Index(s, titleServed)
		if i < 0 {
			return false
		}
		fresh := i == 0 || s[i-1] == '\n'
		s = s[i+len(titleServed):]
		rest, ok := strings.CutPrefix(strings.TrimPrefix(s, "\r"), "\n")
		if !fresh || !ok {
			continue
		}
		line, _, _ := strings.Cut(rest, "\n")
		if _, ok := underline(trim(line)); ok {
			return true
		}
	}
}

// readServedText reads the blocks of the text form. Roles and styles are not part of it.
func readServedText(s string) []Block {
	var blocks []Block
	for _, chunk := range strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n\n") {
		var list []string
		for line := range strings.SplitSeq(chunk, "\n") {
			if line = trim(line); line != "" {
				list = append(list, line)
			}
		}
		for len(list) > 0 {
			var b Block
			b, list = readServedBlock(list)
			if b.Kind == PageBreak || len(b.Runs) > 0 || len(b.Items) > 0 || len(b.Rows) > 0 {
				blocks = append(blocks, b)
			}
		}
	}
	return blocks
}

func readServedBlock(list []string) (Block, []string) {
	if list[0] == "* * *" {
		return Block{Kind: PageBreak}, list[1:]
	}
	if len(list) > 1 {
		if level, ok := underline(list[1]); ok && !isMarked(list[0]) {
			return Block{Kind: Heading, Level: level, Runs: text1(unmarkText(list[0]))}, list[2:]
		}
	}
	switch {
	case strings.HasPrefix(list[0], "[") || strings.HasPrefix(list[0], "|"):
		b := Block{Kind: Table}
		if list[0][0] == '[' {
			b.Label = strings.TrimSuffix(list[0][1:], "]")
			list = list[1:]
		}
		n := 0
		for n < len(list) && strings.HasPrefix(list[n], "|") {
			b.Rows = append(b.Rows, readRow(list[n]))
			n++
		}
		if n == 0 {
			return Block{Kind: Paragraph, Runs: text1("[" + b.Label + "]")}, list
		}
		return b, list[n:]
	case strings.HasPrefix(list[0], "•"):
		b := Block{Kind: List}
		n := 0
		for n < len(list) && strings.HasPrefix(list[n], "•") {
			end := n + 1
			for end < len(list) && !isMarked(list[end]) {
				end++
			}
			item := append([]string{trim(strings.TrimPrefix(list[n], "•"))}, list[n+1:end]...)
			b.Items = append(b.Items, text1(joinLines(item)))
			n = end
		}
		return b, list[n:]
	}
	n := 1
	for n < len(list) && !isMarked(list[n]) {
		n++
	}
	return Block{Kind: Paragraph, Runs: text1(joinLines(list[:n]))}, list[n:]
}

// joinLines undoes the wrapping of a paragraph. No field of a letter has breaks within a paragraph.
func joinLines(list []string) string {
	for i := range list {
		list[i] = unmarkText(list[i])
	}
	return strings.Join(list, " ")
}

// readRow reads the cells of a row.
func readRow(line string) []Cell {
	var cells []Cell
	var b strings.Builder
	for i := 1; i < len(line); i++ {
		switch c := line[i]; {
		case c == '\\' && i+1 < len(line):
			i++
			b.WriteByte(line[i])
		case c == ';' && i+1 < len(line) && line[i+1] == ' ':
			i++
			b.WriteByte('\n')
		case c == '|':
			cells = append(cells, Cell{Runs: text1(strings.Trim(b.String(), " "))})
			b.Reset()
		default:
			b.WriteByte(c)
		}
	}
	if rest := strings.Trim(b.String(), " "); rest != "" {
		cells = append(cells, Cell{Runs: text1(rest)}) // the last bar is missing
	}
	return cells
}
