package sandbox

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// isText says whether the first bytes of a file look like text.
func isText(b []byte) bool {
	if bytes.HasPrefix(b, []byte("\xEF\xBB\xBF")) || utf16Order(b) != 0 {
		return true
	}
	odd := 0
	for _, c := range b {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1A || c == 0x7F {
			odd++
		}
	}
	return odd*200 <= len(b) && !bytes.Contains(b, []byte{0})
}

// utf16Order says in which order the bytes of UTF-16 stand: 'L' or 'B', 0 where it is none. Without a mark it is told by the
// zeros of plain letters.
func utf16Order(b []byte) byte {
	switch {
	case bytes.HasPrefix(b, []byte("\xFF\xFE")):
		return 'L'
	case bytes.HasPrefix(b, []byte("\xFE\xFF")):
		return 'B'
	}
	n := min(len(b), 512) / 2
	if n < 4 {
		return 0
	}
	even, odd := 0, 0
	for i := range n {
		if b[2*i] == 0 {
			even++
		}
		if b[2*i+1] == 0 {
			odd++
		}
	}
	switch {
	case odd > n*7/10 && even == 0:
		return 'L'
	case even > n*7/10 && odd == 0:
		return 'B'
	}
	return 0
}

// decodeText reads text of any of the usual encodings: UTF-8, UTF-16, else Windows-1252.
func decodeText(b []byte) string {
	if order := utf16Order(b); order != 0 {
		units := make([]uint16, len(b)/2)
		for i := range units {
			low, high := b[2*i], b[2*i+1]
			if order == 'B' {
				low, high = high, low
			}
			units[i] = uint16(low) | uint16(high)<<8
		}
		return strings.TrimPrefix(string(utf16.Decode(units)), "\uFEFF")
	}
	b = bytes.TrimPrefix(b, []byte("\xEF\xBB\xBF"))
	if utf8.Valid(b) {
		return string(b)
	}
	s, err := charmap.Windows1252.NewDecoder().Bytes(b)
	if err != nil {
		return strings.ToValidUTF8(string(b), "\uFFFD")
	}
	return string(s)
}

const (
	textSize    = 9.5
	textColumns = 88 // letters of a line: what fits between the margins
)

// openText lays a text file out: in letters of one width, as tables in such files are aligned; a form feed begins a page.
func openText(file io.ReaderAt, size int64, limits Limits) (laidOut, error) {
	if size > limits.Text {
		return laidOut{}, Problem("The text is too long. Send it again as several files.")
	}
	b, err := head(file, int(size))
	if err != nil {
		return laidOut{}, err
	}
	return layText(decodeText(b), limits)
}

func layText(text string, limits Limits) (laidOut, error) {
	f := flow{most: limits.Pages}
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u0085", "\n").Replace(text)
	text = strings.TrimRight(text, "\f\n\x1A ")
	for i, page := range strings.Split(text, "\f") {
		if i > 0 || len(f.pages) == 0 {
			f.newPage()
		}
		page = strings.TrimSuffix(page, "\n")
		for line := range strings.SplitSeq(page, "\n") {
			if f.full() {
				return laidOut{}, Problem(fmt.Sprintf("The text has more than %d pages. Send it again as several files.", limits.Pages))
			}
			if strings.TrimSpace(line) == "" {
				f.gap(textSize * 1.25)
				continue
			}
			f.put(textLines(line)...)
		}
	}
	return laidOut{f.pages}, nil
}

// textLines sets a line of text on the grid of columns; one that is too long goes on below.
func textLines(line string) [][]setLine {
	letter := faces()[mono].width("0", textSize)
	var lines []setLine
	current := setLine{height: textSize * 1.25}
	column := 0
	var word []rune
	start := 0
	end := func() {
		if len(word) > 0 {
			current.words = append(current.words, drawnWord{text: string(word), x: margin + float64(start)*letter, size: textSize, face: mono})
		}
		word = word[:0]
	}
	for _, r := range line {
		switch {
		case r == '\t':
			end()
			column = (column/8 + 1) * 8
			continue
		case unicode.IsSpace(r):
			end()
			column++
			continue
		case r < ' ' || r == 0x7F || r == 0xFEFF || r == 0x200B:
			continue
		}
		if column >= textColumns {
			moved := 0 // letters of a word that go to the next line with it
			if len(word) < textColumns/2 {
				moved = len(word)
			} else {
				end()
			}
			lines = append(lines, current)
			current = setLine{height: textSize * 1.25}
			column, start = moved, 0
		}
		if len(word) == 0 {
			start = column
		}
		word = append(word, r)
		column++
	}
	end()
	return [][]setLine{append(lines, current)}
}
