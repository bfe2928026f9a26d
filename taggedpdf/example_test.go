package taggedpdf_test

import (
	"errors"
	"fmt"

	"github.com/openimr/openimr/taggedpdf"
	"github.com/openimr/openimr/taggedpdf/serif"
)

func Example() {
	text := func(s string) []taggedpdf.Text { return []taggedpdf.Text{{Text: s}} }
	doc := taggedpdf.Document{
		Title: "Minutes of the meeting",
		Fonts: serif.Fonts(),
		Footer: func(page, pages int) taggedpdf.Line {
			return taggedpdf.Line{Left: "Minutes", Right: fmt.Sprintf("Page %d of %d", page, pages)}
		},
		Body: []taggedpdf.Block{
			taggedpdf.Heading{Level: 1, Text: text("Minutes")},
			taggedpdf.Paragraph{Text: []taggedpdf.Text{{Text: "All were present. The plan was "}, {Text: "accepted", Bold: true}, {Text: "."}}},
			taggedpdf.Table{Head: true, Title: "Votes", Rows: [][]taggedpdf.Cell{
				{{Text: text("Motion"), Header: true}, {Text: text("Votes"), Header: true}},
				{{Text: text("The plan")}, {Text: text("7 of 7")}},
			}},
		},
	}
	data, err := doc.Bytes()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s, less than 20 kB: %t\n", data[:8], len(data) < 20_000)
	// Output: %PDF-1.7, less than 20 kB: true
}

func ExampleFonts_Missing() {
	fonts := serif.Fonts()
	fmt.Printf("%q\n", fonts.Missing("Łódź ½ ☐ 東京"))

	doc := taggedpdf.Document{Title: "T", Fonts: fonts, Body: []taggedpdf.Block{taggedpdf.Paragraph{Text: []taggedpdf.Text{{Text: "東京"}}}}}
	_, err := doc.Bytes()
	fmt.Println(err)
	var missing *taggedpdf.MissingGlyph
	fmt.Println(errors.As(err, &missing))
	// Output:
	// ['東' '京']
	// write PDF: block 1 (paragraph): no font has the character U+6771 '東'; replace it
	// true
}
