package pages_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/openimr/openimr/records"
	"github.com/openimr/openimr/review"
	"github.com/openimr/openimr/review/pages"
)

// page makes a page of lines.
func page(lines ...string) records.Page {
	var p records.Page
	for n, line := range lines {
		for _, w := range strings.Fields(line) {
			p.Words = append(p.Words, records.Word{Text: w, Line: int32(n)})
		}
	}
	return p
}

// record makes a record of two files; the second begins at page 10.
func record(first, second []records.Page, x *records.Index) (*records.Bundle, *records.Shelf) {
	b := &records.Bundle{Files: []records.File{{SHA256: "a", Pages: first}, {SHA256: "b", Pages: second}}}
	s := &records.Shelf{Index: x, Pages: len(first) + len(second), Made: time.UnixMilli(5), Files: []records.ShelfFile{
		{SHA256: "a", First: 1, Pages: len(first)}, {SHA256: "b", First: 10, Pages: len(second) + 1},
	}}
	return b, s
}

func book() *pages.Book {
	b, s := record(
		[]records.Page{page("Urine drug screens were done."), page("The patlent has spondylolisthesls, author-", "ization for 12 visits.")},
		[]records.Page{page("hypotension and hypertension"), page("rnedication: Norco 1O mg")},
		&records.Index{
			Documents:  []records.Document{{ID: "D1", Pages: []records.PageRef{{File: 0, Page: 1}, {File: 1, Page: 2}}}},
			Duplicates: []records.Duplicate{{Page: records.PageRef{File: 1, Page: 1}, Of: records.PageRef{File: 0, Page: 2}, Relation: records.SamePage}},
			Foreign:    []records.Foreign{{Page: records.PageRef{File: 1, Page: 2}, Why: "other name"}},
			Facts:      []records.Fact{{Kind: records.FactTherapy, Page: records.PageRef{File: 0, Page: 2}, Text: "12 visits"}},
		})
	return pages.New(b, s)
}

func TestWordsAreFoundWithSlipsAndOverLines(t *testing.T) {
	k := book()
	for _, x := range []struct {
		phrase string
		want   []string // number and words
	}{
		{"urine drug screen", []string{"1 Urine drug screens"}},
		{"spondylolisthesis", []string{"2 spondylolisthesls,"}},
		{"authorization for 12 visit", []string{"2 author- ization for 12 visits."}},
		{"medication", []string{"11 rnedication:"}},
		{"patient", []string{"2 patlent"}},
		{"hypertension", []string{"10 hypertension"}},
		{"drug urine", nil}, {"", nil}, {"...", nil}, {"visitation", nil},
	} {
		var got []string
		for _, m := range k.Find(k.Phrase(x.phrase)) {
			got = append(got, strings.TrimSpace(map[int]string{1: "1", 2: "2", 10: "10", 11: "11"}[m.Number]+" "+k.Text(m.Number, m.Words)))
		}
		if d := cmp.Diff(x.want, got); d != "" {
			t.Errorf("%q: %s", x.phrase, d)
		}
	}
	places, all := k.Where("for", 1)
	if all != 1 || len(places) != 1 || places[0].Before != "The patlent has spondylolisthesls, author- ization" || places[0].After != "12 visits." {
		t.Errorf("%d places: %+v", all, places)
	}
}

func TestABookKnowsItsPagesByNumber(t *testing.T) {
	k := book()
	if k.Pages() != 12 || !k.Has(2) || k.Has(3) || k.Has(0) || !k.Has(12) || k.Known(12) || k.Has(13) || k.Read() != 4 {
		t.Errorf("%d pages, %d read", k.Pages(), k.Read())
	}
	if k.Page(5) != nil || k.Page(11).Words[1].Text != "Norco" || k.Page(2).Words[5].Line != 1 {
		t.Error("pages have other words")
	}
	if of, ok := k.Folded(10); !ok || of != 2 || len(k.Facts(10)) != 1 || len(k.Facts(2)) != 1 || k.Same(2)[0] != 10 || k.Same(10)[0] != 2 {
		t.Error("a page that is the same again is not known as such")
	}
	if k.Foreign(11) == "" || k.Foreign(1) != "" || k.Document(1) == nil || k.Document(2) != nil || cmp.Diff([]int{1, 11}, k.PagesOf(k.Document(11))) != "" {
		t.Error("what the index says is not known")
	}
	if k.Number(records.PageRef{File: 1, Page: 1}) != 10 || k.ID(10) != (records.PageID{File: "b", Page: 1}) {
		t.Error("a page has another number")
	}
	if p := k.Place(1, review.Span{From: -3, To: 99}); p.Words != (review.Span{From: 0, To: 5}) {
		t.Errorf("%+v", p)
	}
}

// Every run of words of a page is found where it stands.
func TestWhatStandsThereIsFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.StringMatching(`[a-z]{1,9}|[0-9./]{1,5}|[A-Z][a-z]{2,6}[.,]`), 1, 30).Draw(t, "words")
		var p records.Page
		for i, w := range words {
			p.Words = append(p.Words, records.Word{Text: w, Line: int32(i / 5)})
		}
		b, s := record([]records.Page{p}, nil, nil)
		k := pages.New(b, s)
		from := rapid.IntRange(0, len(words)-1).Draw(t, "from")
		to := rapid.IntRange(from+1, min(len(words), from+4)).Draw(t, "to")
		phrase := strings.Join(words[from:to], " ")
		if len(pages.Fold(nil, words[from])) == 0 || len(pages.Fold(nil, words[to-1])) == 0 {
			return
		}
		for _, m := range k.Find(k.Phrase(phrase)) {
			if m.Words.From < 0 || m.Words.To > len(words) || m.Words.To <= m.Words.From {
				t.Fatalf("%+v of %d words", m, len(words))
			}
		}
		if len(k.Find(k.Phrase(phrase))) == 0 {
			t.Fatalf("%q is not found in %q", phrase, words)
		}
	})
}
