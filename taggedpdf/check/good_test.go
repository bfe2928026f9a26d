package check

import (
	"testing"
	"time"

	"github.com/openimr/openimr/taggedpdf"
	"github.com/openimr/openimr/taggedpdf/serif"
)

// everything is a document with all that the writer can write.
func everything() taggedpdf.Document {
	text := func(s string) []taggedpdf.Text { return []taggedpdf.Text{{Text: s}} }
	long := ""
	for range 120 {
		long += "The requested treatment was reviewed against the record and the guideline. "
	}
	return taggedpdf.Document{
		Title: "Everything — at once", Language: "en-US", Producer: "OpenIMR", Fonts: serif.Fonts(),
		Date:   time.Date(2026, 11, 24, 9, 30, 0, 0, time.UTC),
		Footer: func(int, int) taggedpdf.Line { return taggedpdf.Line{Left: "foot", Right: "page"} },
		Body: []taggedpdf.Block{
			taggedpdf.Heading{Level: 1, Text: text("First")},
			taggedpdf.Paragraph{Class: "note", Text: []taggedpdf.Text{{Text: "plain "}, {Text: "bold", Bold: true}, {Text: " both", Bold: true, Italic: true},
				{Text: "\nnext line ½ ≥ ☐ "}, {Text: "a link", Link: "https://example.org/"}}},
			taggedpdf.Heading{Level: 2, Text: text("Second")},
			taggedpdf.Paragraph{Text: text(long), Style: taggedpdf.Style{Filled: true, RuleBelow: 1, Bar: 3}},
			taggedpdf.List{Title: "Bullets", Items: [][]taggedpdf.Text{text("one"), text("two")}},
			taggedpdf.List{Ordered: true, Items: [][]taggedpdf.Text{text("first"), text("second"), text("third")}},
			taggedpdf.Heading{Level: 3, Text: text("Third")},
			taggedpdf.Table{Head: true, Title: "Records", Rows: [][]taggedpdf.Cell{
				{{Text: text("Title"), Header: true}, {Text: text("Date"), Header: true}, {Text: text("Author"), Header: true}},
				{{Text: text("Report"), Header: true}, {Text: text("2026-01-02")}, {}},
				{{Text: text("spans the rest")}},
			}},
			taggedpdf.PageBreak{},
			taggedpdf.Paragraph{Text: text("The end.")},
		},
	}
}

func good(t testing.TB) []byte {
	t.Helper()
	d := everything()
	data, err := d.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestWhatTheWriterWritesPassesEveryCheck(t *testing.T) {
	bare := everything()
	bare.Producer, bare.Date, bare.Footer = "", time.Time{}, nil
	bare.Body = bare.Body[:1]
	for _, d := range []taggedpdf.Document{everything(), bare} {
		data, err := d.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		r, err := File(data)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range r.Failed {
			t.Error(f)
		}
		for _, u := range r.Unchecked {
			t.Errorf("not checked: %s", u)
		}
		if n := len(r.Passed) + len(r.Absent) + len(r.Human); n != len(Conditions()) {
			t.Errorf("%d conditions are told of, and there are %d", n, len(Conditions()))
		}
	}
}

func TestTheProtocolIsListedWhole(t *testing.T) {
	count := map[How]int{}
	last := ""
	for _, c := range matterhorn {
		if c.ID <= last {
			t.Errorf("%s comes after %s", c.ID, last)
		}
		last = c.ID
		count[c.How]++
	}
	if count[Machine] != 87 || count[Human] != 48 || count[Nothing] != 2 { // 47 in edition 1.02
		t.Errorf("conditions by kind: %v", count)
	}
}
