package letter

import (
	_ "embed"
	"fmt"
	"html"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

//go:embed html_letter.css
var htmlStyle string

// A Page is what every written form needs besides the blocks. It has no place for an author: whoever
// wrote the letter must not be found in the metadata of the file (Labor Code 4610.6(f)).
type Page struct {
	Title    string // of the file, shown in the title bar and read out first
	Language string // BCP 47, "" for American English
	Footer   string // at the foot of each page, where the form has pages
	Layout   string // LayoutMaximus2015 or, when empty, LayoutOpenIMR: how the text form looks
	Blocks   []Block
}

func (p Page) language() string {
	if p.Language == "" {
		return "en-US"
	}
	return p.Language
}

// HTML writes the page as a whole HTML document with its style sheet inside, for export and print.
func (p Page) HTML() []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n", escape(p.language()))
	b.WriteString("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
	fmt.Fprintf(&b, "<title>%s</title>\n<style>\n%s</style>\n</head>\n<body>\n<main class=\"letter\">\n", escape(p.Title), htmlStyle)
	b.Write(HTMLBody(p.Blocks))
	b.WriteString("</main>\n</body>\n</html>\n")
	return []byte(b.String())
}

// HTMLBody writes blocks as HTML to be set inside a page of the program. It holds classes but neither
// style, script nor id, so it works under a strict content security policy and more than once on a page.
func HTMLBody(blocks []Block) []byte {
	var b strings.Builder
	var open []int // levels of the sections that are open
	for _, bl := range blocks {
		switch bl.Kind {
		case Heading:
			n := headingLevel(bl.Level)
			for len(open) > 0 && open[len(open)-1] >= n {
				b.WriteString("</section>\n")
				open = open[:len(open)-1]
			}
			open = append(open, n)
			fmt.Fprintf(&b, "<section>\n<h%d%s>", n, class(bl.Role))
			htmlRuns(&b, bl.Runs)
			fmt.Fprintf(&b, "</h%d>\n", n)
		case Paragraph:
			fmt.Fprintf(&b, "<p%s>", class(bl.Role))
			htmlRuns(&b, bl.Runs)
			b.WriteString("</p>\n")
		case List:
			fmt.Fprintf(&b, "<ul%s%s>\n", class(bl.Role), attribute("aria-label", bl.Label))
			for _, item := range bl.Items {
				b.WriteString("<li>")
				htmlRuns(&b, item)
				b.WriteString("</li>\n")
			}
			b.WriteString("</ul>\n")
		case Table:
			htmlTable(&b, bl)
		case PageBreak:
			b.WriteString("<hr class=\"page-break\">\n")
		}
	}
	b.WriteString(strings.Repeat("</section>\n", len(open)))
	return []byte(b.String())
}

func htmlTable(b *strings.Builder, t Block) {
	fmt.Fprintf(b, "<table%s>\n", class(t.Role))
	if t.Label != "" {
		fmt.Fprintf(b, "<caption>%s</caption>\n", escape(t.Label))
	}
	head := headRow(t.Rows)
	for i, row := range t.Rows {
		switch {
		case i == 0 && head:
			b.WriteString("<thead>\n")
		case i == 0, i == 1 && head:
			b.WriteString("<tbody>\n")
		}
		b.WriteString("<tr>")
		for _, c := range row {
			switch {
			case c.Header && i == 0 && head:
				b.WriteString("<th scope=\"col\">")
			case c.Header:
				b.WriteString("<th scope=\"row\">")
			default:
				b.WriteString("<td>")
			}
			htmlRuns(b, c.Runs)
			if c.Header {
				b.WriteString("</th>")
			} else {
				b.WriteString("</td>")
			}
		}
		b.WriteString("</tr>\n")
		if i == 0 && head {
			b.WriteString("</thead>\n")
		}
	}
	if len(t.Rows) > 1 || len(t.Rows) == 1 && !head {
		b.WriteString("</tbody>\n")
	}
	b.WriteString("</table>\n")
}

// headRow says whether the first row names the columns: each of its cells is a header. A table of labels
// and values has headers in its first column only, and a row of one cell names nothing below it.
func headRow(rows [][]Cell) bool {
	if len(rows) == 0 || len(rows[0]) < 2 {
		return false
	}
	for _, c := range rows[0] {
		if !c.Header {
			return false
		}
	}
	return true
}

func htmlRuns(b *strings.Builder, runs []Run) {
	for _, r := range runs {
		if r.Bold {
			b.WriteString("<strong>")
		}
		if r.Italic {
			b.WriteString("<em>")
		}
		b.WriteString(strings.ReplaceAll(escape(r.Text), "\n", "<br>"))
		if r.Italic {
			b.WriteString("</em>")
		}
		if r.Bold {
			b.WriteString("</strong>")
		}
	}
}

func class(role string) string { return attribute("class", role) }

func attribute(name, value string) string {
	if value == "" {
		return ""
	}
	return fmt.Sprintf(" %s=\"%s\"", name, escape(value))
}

func escape(s string) string { return html.EscapeString(printable(s)) }

func headingLevel(n int) int { return min(max(n, 1), 6) }

// printable replaces what HTML and XML cannot hold (control characters, broken UTF-8, code points that
// are no characters) by U+FFFD, so that a reader sees that something stood there, and composes letters
// with their marks (NFC), so that every form holds the same characters.
func printable(s string) string {
	clean := true
	for _, r := range s {
		if !isPrintable(r) {
			clean = false
			break
		}
	}
	if clean && utf8.ValidString(s) {
		return norm.NFC.String(s)
	}
	s = strings.ReplaceAll(s, "\r\n", "\n")
	s = strings.ReplaceAll(s, "\r", "\n")
	return norm.NFC.String(strings.Map(func(r rune) rune {
		if isPrintable(r) {
			return r
		}
		return utf8.RuneError
	}, strings.ToValidUTF8(s, string(utf8.RuneError))))
}

func isPrintable(r rune) bool {
	return r == '\n' || r == '\t' || !unicode.IsControl(r) && r&0xFFFE != 0xFFFE && (r < 0xFDD0 || r > 0xFDEF)
}
