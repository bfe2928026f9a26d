package fact_test

import (
	"strings"
	"unicode/utf8"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/records"
	"github.com/openimr/openimr/records/fact"
)

// typed is a page as a typewriter would set it: each character 6 points wide, each line 12 points high. An empty line
// begins a new block.
func typed(text string) records.Page {
	p := records.Page{Width: 612, Height: 792, Source: records.Native}
	block, line := int32(0), int32(0)
	for n, row := range strings.Split(text, "\n") {
		if strings.TrimSpace(row) == "" {
			block++
			continue
		}
		x := 0
		for _, part := range strings.Split(row, " ") {
			if part != "" {
				long := utf8.RuneCountInString(part)
				p.Words = append(p.Words, records.Word{Text: part, Line: line, Block: block, Confidence: 100,
					Box: records.Box{X0: 40 + float32(x)*6, Y0: 40 + float32(n)*12, X1: 40 + float32(x+long)*6, Y1: 49 + float32(n)*12}})
				x += long
			}
			x++
		}
		line++
	}
	p.Height = max(p.Height, 80+12*float32(strings.Count(text, "\n")))
	return p
}

// factsOf are the facts of a document of one page of a kind and a date.
func factsOf(kind string, day clock.Day, pages ...string) []records.Fact {
	b := records.Bundle{Files: []records.File{{Name: "a.pdf"}}}
	doc := records.Document{ID: "D1", Type: kind, Date: day}
	for i, text := range pages {
		b.Files[0].Pages = append(b.Files[0].Pages, typed(text))
		doc.Pages = append(doc.Pages, records.PageRef{File: 0, Page: i + 1})
	}
	return fact.Find(b, []records.Document{doc}, fact.Options{})
}
