package check

import (
	"strings"
	"time"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/records"
	"github.com/openimr/openimr/review/pages"
)

// on is a day in letters of ISO 8601.
func on(s string) clock.Day {
	t, err := time.Parse("2006-01-02", s)
	if err != nil {
		panic(err)
	}
	return clock.DayOf(t.Year(), t.Month(), t.Day())
}

// aPage makes a page of lines.
func aPage(lines ...string) records.Page {
	var p records.Page
	for n, line := range lines {
		for _, w := range strings.Fields(line) {
			p.Words = append(p.Words, records.Word{Text: w, Line: int32(n)})
		}
	}
	return p
}

// aBook makes a record of pages; number n is the n-th.
func aBook(ps ...records.Page) *pages.Book {
	b := &records.Bundle{Files: []records.File{{SHA256: "a", Pages: ps}}}
	s := &records.Shelf{Pages: len(ps), Read: len(ps), Files: []records.ShelfFile{{SHA256: "a", First: 1, Pages: len(ps)}}}
	return pages.New(b, s)
}

func aCase() imr.Case {
	return imr.Case{ID: "CM26-0000001", Worker: imr.Worker{Name: "Ana Example", BirthDate: on("1980-05-04"), Sex: "female"},
		Injury: imr.Injury{Date: on("2023-03-02")}, Items: []imr.Item{{Number: 1, Request: "Physical therapy for the left knee, 12 visits", State: imr.ItemInDispute,
			Asked: imr.Quantity{Amount: 12, Unit: "visits"}, InDispute: imr.Quantity{Amount: 12, Unit: "visits"}}}}
}

// told are the rules and words of what is found of a sentence against one page, parted by a colon.
func told(sentence string, lines ...string) []string {
	in := Input{Case: aCase(), Book: aBook(aPage(lines...)), Today: on("2024-01-15"), Draft: imr.Draft{Summary: sentence + " [p. 1]"}}
	c := &checker{in: &in, m: NewMemory()}
	c.m.use(in.Book)
	var got []string
	t := texts(in.Draft)[0]
	for _, s := range sentencesOf(t) {
		c.sentence(t, s)
	}
	for _, f := range c.found {
		got = append(got, f.Rule+": "+f.Words)
	}
	return got
}
