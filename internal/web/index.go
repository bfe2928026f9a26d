package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
	"github.com/openimr/openimr/records"
)

// The index lists the papers of a record. A paper whose every page is a copy of a page elsewhere stands behind that
// one, with who sent it and where. What the rules found is put right by hand on the page of one paper (index_correct.go);
// every change is an event that holds to pages, and can be taken back.

func (s *server) indexRoutes() []Route {
	return []Route{
		{Pattern: "GET /cases/{id}/records", Action: auth.SeeDocument, OfCase: true, Handle: s.ofShelf(s.index)},
		{Pattern: "GET /cases/{id}/records/paper", Action: auth.SeeDocument, OfCase: true, Handle: s.ofShelf(s.indexPaper)},
		{Pattern: "POST /cases/{id}/records/paper", Action: auth.CorrectIndex, OfCase: true, Handle: s.ofShelf(s.correctPaper)},
		{Pattern: "POST /cases/{id}/records/undo", Action: auth.CorrectIndex, OfCase: true, Handle: s.ofShelf(s.undoCorrection)},
	}
}

// perIndex is how many papers are shown at once.
const perIndex = 250

// An indexRow is one paper of the list.
type indexRow struct {
	Doc     records.Document
	Number  int // of its first page in the record
	Kind    string
	Title   string
	Pages   string
	Count   int
	Unread  int
	From    []string // who sent it
	Also    []string // where its copies lie and who sent them
	Foreign int      // pages that seem to be of somebody else
	Check   bool
}

// An indexView is the page of the list.
type indexView struct {
	Case            imr.Case
	Shelf           *records.Shelf
	Rows            []indexRow // of this page
	Total, All      int        // after the filters, before them
	Copies          int        // papers that stand behind others
	Unread, Foreign int        // pages
	Check           int        // papers
	Chosen          indexQuery
	Kinds, Authors  []option
	Senders         []option
	Chips           []option // what is filtered by, with the address without it
	Earlier, Later  string   // addresses
	First           int      // of Rows, from 1
	Undo            string   // what can be taken back, in words
	Key             string
	Closed          bool // the visitor may not put the index right
}

// An indexQuery is what the list is filtered by, as it stands in the address.
type indexQuery struct {
	Words, Kind, Author, From, Show string
	After, Before                   clock.Day
	Sort                            string // "" by date, "record" in the order of the record
	At                              int    // first row, from 0
}

func queryOf(q url.Values) indexQuery {
	x := indexQuery{Words: strings.TrimSpace(q.Get("q")), Kind: q.Get("kind"), Author: q.Get("author"), From: q.Get("from"), Show: q.Get("show"), Sort: q.Get("sort")}
	x.After, _ = clock.ParseDay(q.Get("after"))   // what is no day filters nothing
	x.Before, _ = clock.ParseDay(q.Get("before")) // likewise
	if n, err := strconv.Atoi(q.Get("at")); err == nil && n > 0 && n < 1<<20 {
		x.At = n
	}
	return x
}

// address is the list with this filter.
func (x indexQuery) address(id imr.CaseID) string {
	q := url.Values{}
	set := func(name, v string) {
		if v != "" {
			q.Set(name, v)
		}
	}
	set("q", x.Words)
	set("kind", x.Kind)
	set("author", x.Author)
	set("from", x.From)
	set("show", x.Show)
	set("after", x.After.String())
	set("before", x.Before.String())
	set("sort", x.Sort)
	if x.At > 0 {
		set("at", strconv.Itoa(x.At))
	}
	to := casePath(id) + "/records"
	if len(q) > 0 {
		to += "?" + q.Encode()
	}
	return to
}

func (x indexQuery) fits(r indexRow) bool {
	switch x.Show {
	case "unread":
		if r.Unread == 0 {
			return false
		}
	case "check":
		if !r.Check {
			return false
		}
	case "foreign":
		if r.Foreign == 0 {
			return false
		}
	case "corrected":
		if !r.Doc.Corrected {
			return false
		}
	}
	d := r.Doc.Date
	for _, w := range strings.Fields(strings.ToLower(x.Words)) {
		if !strings.Contains(strings.ToLower(r.Title+" "+r.Kind+" "+r.Doc.Author), w) {
			return false
		}
	}
	return (x.Kind == "" || r.Doc.Type == x.Kind) && (x.Author == "" || r.Doc.Author == x.Author) && (x.From == "" || slices.Contains(r.From, x.From)) &&
		(x.After.IsZero() || d >= x.After) && (x.Before.IsZero() || !d.IsZero() && d <= x.Before)
}

func (s *server) index(v *Visit, shelf *records.Shelf) error {
	opened, err := s.Records.Opened(v.R.Context(), v.Case.ID, v.Account.ID)
	if err != nil {
		return err
	}
	p := indexOf(v.Case, shelf, opened, queryOf(v.R.URL.Query()))
	p.Key, p.Closed = formKey(), !v.May(auth.CorrectIndex)
	if u, ok := v.undoAt(); ok {
		p.Undo = u.Says
	}
	return v.Render(http.StatusOK, Page{Title: "Index of " + string(v.Case.ID), Here: "/queue", Scripts: []string{"index.js"}}, indexBody(v, p))
}

// indexOf makes the list.
func indexOf(c imr.Case, shelf *records.Shelf, opened []records.Opened, x indexQuery) indexView {
	p := indexView{Case: c, Shelf: shelf, Chosen: x}
	rows, copies := rowsOfIndex(c, shelf, opened)
	p.All, p.Copies = len(rows), copies
	for _, r := range rows {
		p.Unread += r.Unread
		p.Foreign += r.Foreign
		if r.Check {
			p.Check++
		}
	}
	p.Kinds = choices(rows, "All kinds", func(r indexRow) []string { return []string{r.Doc.Type} }, func(k string) string { return capital(records.KindName(k)) })
	p.Authors = choices(rows, "All authors", func(r indexRow) []string { return []string{r.Doc.Author} }, func(a string) string { return a })
	p.Senders = choices(rows, "All senders", func(r indexRow) []string { return r.From }, func(f string) string { return f })
	rows = slices.DeleteFunc(rows, func(r indexRow) bool { return !x.fits(r) })
	if x.Sort == "record" {
		slices.SortStableFunc(rows, func(a, b indexRow) int { return cmp.Compare(a.Number, b.Number) })
	}
	p.Total = len(rows)
	at := min(x.At, max(len(rows)-1, 0)) / perIndex * perIndex
	p.First, p.Rows = at+1, rows[at:min(at+perIndex, len(rows))]
	to := x
	if at > 0 {
		to.At = at - perIndex
		p.Earlier = to.address(c.ID)
	}
	if at+perIndex < len(rows) {
		to.At = at + perIndex
		p.Later = to.address(c.ID)
	}
	p.Chips = x.chips(c.ID)
	return p
}

// chips are what the list is filtered by, in words, each with the list without it.
func (x indexQuery) chips(id imr.CaseID) []option {
	var cs []option
	add := func(on bool, label string, without func(*indexQuery)) {
		if on {
			y := x
			y.At = 0
			without(&y)
			cs = append(cs, option{Label: label, Value: y.address(id)})
		}
	}
	add(x.Words != "", "“"+x.Words+"”", func(y *indexQuery) { y.Words = "" })
	add(x.Kind != "", capital(records.KindName(x.Kind)), func(y *indexQuery) { y.Kind = "" })
	add(x.Author != "", "By "+x.Author, func(y *indexQuery) { y.Author = "" })
	add(x.From != "", "From "+x.From, func(y *indexQuery) { y.From = "" })
	add(!x.After.IsZero(), "From "+plainDay(x.After)+" on", func(y *indexQuery) { y.After = 0 })
	add(!x.Before.IsZero(), "Until "+plainDay(x.Before), func(y *indexQuery) { y.Before = 0 })
	for _, o := range indexShows {
		add(o.Value != "" && x.Show == o.Value, o.Label, func(y *indexQuery) { y.Show = "" })
	}
	return cs
}

var indexShows = []option{{Value: "", Label: "All papers"}, {Value: "unread", Label: "Not read to the end"}, {Value: "check", Label: "To be checked"},
	{Value: "foreign", Label: "Perhaps another patient's"}, {Value: "corrected", Label: "Corrected by hand"}}

// choices are the values of a column with how often each stands there, by name.
func choices(rows []indexRow, all string, of func(indexRow) []string, name func(string) string) []option {
	counts := map[string]int{}
	for _, r := range rows {
		for _, v := range of(r) {
			if v != "" {
				counts[v]++
			}
		}
	}
	os := make([]option, 0, len(counts)+1)
	for v, n := range counts {
		os = append(os, option{Value: v, Label: name(v) + " (" + thousands(n) + ")"})
	}
	slices.SortFunc(os, func(a, b option) int {
		return cmp.Or(strings.Compare(a.Label, b.Label), strings.Compare(a.Value, b.Value))
	})
	return slices.Insert(os, 0, option{Label: all})
}

// rowsOfIndex makes the rows, by date; papers that are copies of others as a whole are counted and stand with them.
func rowsOfIndex(c imr.Case, shelf *records.Shelf, opened []records.Opened) (rows []indexRow, copies int) {
	if shelf.Index == nil {
		return nil, 0
	}
	x := shelf.Index
	best := map[records.PageRef]records.PageRef{}
	behind := map[records.PageRef][]records.PageRef{}
	for _, d := range x.Duplicates {
		if d.Folded() {
			best[d.Page] = d.Of
			behind[d.Of] = append(behind[d.Of], d.Page)
		}
	}
	seen := make(map[records.PageID]bool, len(opened))
	for _, o := range opened {
		seen[o.Page] = true
	}
	foreign := map[records.PageRef]bool{}
	for _, f := range x.Foreign {
		foreign[f.Page] = true
	}
	for _, d := range x.Documents {
		if !slices.ContainsFunc(d.Pages, func(r records.PageRef) bool { _, folded := best[r]; return !folded && !blankIn(shelf, r) }) && folds(d, best) {
			copies++
			continue
		}
		r := indexRow{Doc: d, Number: shelf.Number(d.Pages[0]), Kind: capital(records.KindName(d.Type)), Title: d.Title, Count: len(d.Pages), Check: d.Confidence < unsure && !d.Corrected}
		if strings.EqualFold(r.Title, r.Kind) {
			r.Title = ""
		}
		r.Pages = numberWords(shelf, d.Pages)
		also := map[string][]records.PageRef{}
		var others []string
		for _, ref := range d.Pages {
			from := senderName(c, shelf.Files[ref.File])
			if from != "" && !slices.Contains(r.From, from) {
				r.From = append(r.From, from)
			}
			if !seen[shelf.ID(ref)] && !blankIn(shelf, ref) && !slices.ContainsFunc(behind[ref], func(o records.PageRef) bool { return seen[shelf.ID(o)] }) {
				if _, folded := best[ref]; !folded {
					r.Unread++
				}
			}
			if foreign[ref] {
				r.Foreign++
			}
			for _, o := range behind[ref] {
				by := senderName(c, shelf.Files[o.File])
				if also[by] == nil {
					others = append(others, by)
				}
				also[by] = append(also[by], o)
			}
		}
		for _, by := range others {
			text := "also at " + numberWords(shelf, also[by])
			if by != "" {
				if !slices.Contains(r.From, by) {
					r.From = append(r.From, by)
				}
				text = "also from " + by + ", at " + numberWords(shelf, also[by])
			}
			r.Also = append(r.Also, text)
		}
		rows = append(rows, r)
	}
	return rows, copies
}

func folds(d records.Document, best map[records.PageRef]records.PageRef) bool {
	return slices.ContainsFunc(d.Pages, func(r records.PageRef) bool { _, ok := best[r]; return ok })
}

func blankIn(shelf *records.Shelf, r records.PageRef) bool {
	f := shelf.Files[r.File]
	return len(f.Sheets) == f.Pages && r.Page <= len(f.Sheets) && f.Sheets[r.Page-1].Blank
}

// numberWords are pages by their numbers in the record: "12–15, 20".
func numberWords(shelf *records.Shelf, refs []records.PageRef) string {
	ns := make([]int, 0, len(refs))
	for _, r := range refs {
		ns = append(ns, shelf.Number(r))
	}
	var parts []string
	for i := 0; i < len(ns); {
		j := i
		for j+1 < len(ns) && ns[j+1] == ns[j]+1 {
			j++
		}
		t := strconv.Itoa(ns[i])
		if j > i {
			t += "–" + strconv.Itoa(ns[j])
		}
		parts = append(parts, t)
		i = j + 1
	}
	return strings.Join(parts, ", ")
}
