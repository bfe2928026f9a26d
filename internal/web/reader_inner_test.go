package web

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/records"
)

func TestTheLastVisitEndsWhereHalfAnHourPassesWithoutANewPage(t *testing.T) {
	now := time.Date(2026, 12, 3, 12, 0, 0, 0, time.UTC)
	ago := func(minutes ...int) []records.Opened {
		var os []records.Opened
		for _, m := range minutes {
			os = append(os, records.Opened{At: now.Add(-time.Duration(m) * time.Minute)})
		}
		return os
	}
	for _, c := range []struct {
		name   string
		opened []records.Opened
		want   time.Time
	}{
		{"never here", nil, time.Time{}},
		{"the first visit goes on", ago(50, 29, 1), time.Time{}},
		{"back after a day", ago(24*60, 24*60+10), now.Add(-24 * time.Hour)},
		{"back, and reading again", ago(2, 25, 500, 510), now.Add(-500 * time.Minute)},
		{"in any order", ago(510, 2, 500, 25), now.Add(-500 * time.Minute)},
	} {
		if got := lastVisit(c.opened, now); !got.Equal(c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestRangesSayTheSameNumbersInTheirOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ns := rapid.SliceOf(rapid.IntRange(1, 40)).Draw(t, "numbers")
		var back []int
		rs := ranges(ns)
		for i := 0; i+1 < len(rs); i += 2 {
			for n := rs[i]; n <= rs[i+1]; n++ {
				back = append(back, n)
			}
		}
		if !slices.Equal(back, ns) {
			t.Errorf("%v became %v, which is %v", ns, rs, back)
		}
	})
	if got := fmt.Sprint(rangeWords(ranges([]int{1, 2, 3, 7, 9, 10}))); got != "[1-3 7 9-10]" {
		t.Errorf("in words: %s", got)
	}
}

func TestCitedPagesOfAText(t *testing.T) {
	for text, want := range map[string]string{
		"":                               "",
		"“A tear” [p. 412], and [p. 7].": "p. 412; p. 7",
		"[p. 412] and again [p. 412]":    "p. 412",
		"[pp. 412-414] [pp. 3–4] [p.9]":  "pp. 412–414; pp. 3–4; p. 9",
		"[p. 1,204]":                     "p. 1204",
		"[p. 0] [p. x] p. 5 [pp. 9-3]":   "",
	} {
		var got string
		for i, c := range citedPages(text) {
			if i > 0 {
				got += "; "
			}
			got += c.Label()
		}
		if got != want {
			t.Errorf("%q cites %q, want %q", text, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		quote, page := rapid.String().Draw(t, "quote"), rapid.IntRange(1, 99_999).Draw(t, "page")
		if cs := citedPages(citationText(quote, page)); !slices.Contains(cs, citedPage{page, page}) {
			t.Errorf("%q does not lead back to page %d: %v", citationText(quote, page), page, cs)
		}
	})
}

// bigShelf is a record of many pages in several files, with papers, copies and foreign pages as they come.
func bigShelf(pages int) *records.Shelf {
	s := &records.Shelf{Index: &records.Index{}}
	for left, i := pages, 0; left > 0; i++ {
		n := min(left, 700)
		f := records.ShelfFile{SHA256: fmt.Sprintf("%064d", i), Name: fmt.Sprintf("part %d.pdf", i), First: s.Pages + 1, Pages: n, Opened: true, From: "P2"}
		for range n {
			f.Sheets = append(f.Sheets, records.Sheet{Width: 612, Height: 792, Read: true, Source: records.OCR})
		}
		s.Files, s.Pages, left = append(s.Files, f), s.Pages+n, left-n
	}
	s.Read = s.Pages
	for n := 1; n <= pages; n += 5 {
		d := records.Document{ID: fmt.Sprintf("D%d", n), Type: "pr2", Title: "Progress report", Author: "A. Ramos, MD", Date: clock.Day(20000 + n), Confidence: 0.9}
		for k := n; k < min(n+5, pages+1); k++ {
			r, _ := s.Ref(k)
			d.Pages = append(d.Pages, r)
		}
		s.Index.Documents = append(s.Index.Documents, d)
	}
	for n := 100; n <= pages; n += 20 {
		p, _ := s.Ref(n)
		of, _ := s.Ref(n - 50)
		s.Index.Duplicates = append(s.Index.Duplicates, records.Duplicate{Page: p, Of: of, Relation: records.SamePage})
	}
	return s
}

func TestTheListOfAHugeRecordIsSmall(t *testing.T) {
	s := bigShelf(5000)
	var opened []records.Opened
	for n := 1; n < 5000; n += 3 {
		r, _ := s.Ref(n)
		opened = append(opened, records.Opened{Page: s.ID(r), At: time.Unix(1e9, 0)})
	}
	b, err := json.Marshal(listOf(imr.Case{}, s, opened, time.Unix(1e9+1e6, 0)))
	if err != nil {
		t.Fatal(err)
	}
	if len(b) > 200<<10 {
		t.Errorf("the list of 5,000 pages has %d bytes", len(b))
	}
	var l pageList
	if err := json.Unmarshal(b, &l); err != nil {
		t.Fatal(err)
	}
	if l.Pages != 5000 || len(l.Docs) != 1000 || len(l.Copies) != 246 || fmt.Sprint(l.Sizes) != "[[612 792 5000]]" || fmt.Sprint(l.Scans) != "[1 5000]" {
		t.Errorf("%d pages, %d papers, %d copies, sizes %v, scans %v", l.Pages, len(l.Docs), len(l.Copies), l.Sizes, l.Scans)
	}
}

func BenchmarkTheListOfFiveThousandPages(b *testing.B) {
	s := bigShelf(5000)
	for b.Loop() {
		if _, err := json.Marshal(listOf(imr.Case{}, s, nil, time.Unix(1e9, 0))); err != nil {
			b.Fatal(err)
		}
	}
}

func TestAMarkSaysWhatIsWrongWithIt(t *testing.T) {
	s := bigShelf(3)
	for _, c := range []struct {
		m    markView
		want string
	}{
		{markView{Number: 1, Kind: records.Bookmark}, ""},
		{markView{Number: 3, Kind: records.Highlight, From: 2, To: 5}, ""},
		{markView{Number: 2, Kind: records.Note, Text: " x ", Day: "2015-09-16"}, ""},
		{markView{Number: 4, Kind: records.Bookmark}, "The record has no such page."},
		{markView{Number: 0, Kind: records.Bookmark}, "The record has no such page."},
		{markView{Number: 1, Kind: "star"}, "A mark is a bookmark, a highlight or a note."},
		{markView{Number: 1, Kind: records.Highlight}, "A highlight needs words: select them first."},
		{markView{Number: 1, Kind: records.Highlight, From: 5, To: 2}, "The words of the mark are not in order."},
		{markView{Number: 1, Kind: records.Note, Text: "  "}, "The note is empty. Write it, or close it."},
		{markView{Number: 1, Kind: records.Note, Text: string(make([]byte, 9000))}, "The note is too long. Keep it under 8,000 characters."},
		{markView{Number: 1, Kind: records.Note, Text: "x", Day: "September"}, "That is no date. Choose a day, or leave it empty."},
	} {
		if _, why := markOf(c.m, s); why != c.want {
			t.Errorf("%+v: %q, want %q", c.m, why, c.want)
		}
	}
}
