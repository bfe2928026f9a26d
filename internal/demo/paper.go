package demo

import (
	"strings"

	"github.com/openimr/openimr/internal/sample"
	"github.com/openimr/openimr/taggedpdf"
	"github.com/openimr/openimr/taggedpdf/serif"
)

// Paper writes an invented paper as a PDF file, one page for each of its pages.
func Paper(title string, pages []sample.PaperPage) ([]byte, error) {
	small := taggedpdf.Style{Size: 10, Leading: 1.4}
	d := taggedpdf.Document{
		Title: title, Language: "en-US", Producer: "OpenIMR", Fonts: serif.Fonts(),
		Footer: func(int, int) taggedpdf.Line {
			return taggedpdf.Line{Left: "Invented for a demonstration. Nobody in it is real."}
		},
	}
	for i, p := range pages {
		if i > 0 {
			d.Body = append(d.Body, taggedpdf.PageBreak{})
		}
		level := 1
		if i > 0 {
			level = 2
		}
		d.Body = append(d.Body,
			taggedpdf.Heading{Level: level, Text: plain(p.Title), Style: taggedpdf.Style{Size: 15, After: 10}},
			taggedpdf.Paragraph{Text: plain(strings.Join(p.Lines, "\n")), Style: small})
		for _, text := range p.Text {
			d.Body = append(d.Body, taggedpdf.Paragraph{Text: plain(text)})
		}
	}
	return d.Bytes()
}

func plain(text string) []taggedpdf.Text { return []taggedpdf.Text{{Text: text}} }

// fileName is how a sender might have named the file of a paper.
func fileName(title string) string {
	name := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			return r
		case r == ' ' || r == '-':
			return '-'
		}
		return -1
	}, strings.ToLower(title))
	return name + ".pdf"
}
