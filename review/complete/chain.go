// Package complete follows every paper of a case along one chain: listed by who sent it, received, put into the index, opened
// by the reviewer, listed in the letter. It finds where the chain is broken: listed and never received, received and in no
// list, never opened, read and not in the letter.
//
// Pages are known by the hash of their file (records.PageID), so the chain survives when the index is made anew. A page that
// is a copy of another is opened when either is; blank and separating sheets, and pages that could not be read as a picture at
// all, need not be opened. A page of another patient is counted by itself: whether it is to be read is for a person to say.
//
// A sender's list names papers by kind, day, title and author, and sometimes by the file. What the rules decide where that
// is not enough: a paper that came with its own file is that file; else the paper of the index with the same kind and day,
// then with the same day and words of the title. A list often has one line for many papers ("physical therapy notes"): such
// a line takes all papers of its kind that no other line has, from the same sender, up to its day. The package never says
// that a paper matters.
package complete

import (
	"cmp"
	"slices"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/records"
)

// A Line is a paper as a letter lists it.
type Line struct {
	Title  string
	Date   clock.Day
	Author string
}

// Input is what is known of a record and its reading.
type Input struct {
	Documents []imr.Document   // as the senders listed them
	Shelf     *records.Shelf   // what was received, with its index where there is one
	Opened    []records.Opened // by the reviewer
	Letter    []Line           // the records that the letter lists
}

// A Stage is how far a paper came along the chain.
type Stage int

// The stages, in their order.
const (
	Listed   Stage = iota // in a sender's list, and not received
	Received              // and not in the index: not read yet, or it cannot be opened
	Indexed               // no page was opened
	Part                  // some of its pages were opened
	Whole                 // all pages that need it were opened
)

// A Row is one paper.
type Row struct {
	Title, Type, Author string
	Date                clock.Day
	From                []string // who listed or sent it, as the case calls them
	Lists               []int    // places in Documents, from 0, of the lines that mean it
	Document            string   // ID in the index, "" where it is in none
	File                string   // hash of its first page's file
	Pages               []int    // numbers in the record, of which it is made up
	Copies              []int    // pages that are the same again
	Need                int      // pages to be opened
	Closed              []int    // of them, those that were not
	Foreign             int      // pages that seem to be of somebody else
	Problem             string   // why its file cannot be opened
	Letter              bool     // the letter lists it
	Stage               Stage
}

// InList says that a sender listed the paper.
func (r Row) InList() bool { return len(r.Lists) > 0 }

// A Chain is all papers of a case, those of the index by date, then files that cannot be opened or are not read, then what
// was listed and not received.
type Chain struct {
	Rows []Row
	// Pages to be opened, and how many of them were.
	Need, Opened int
	// LetterOnly are lines of the letter that mean no paper of the record.
	LetterOnly []Line
}

// Of makes the chain.
func Of(in Input) Chain {
	b := &builder{in: in, seen: map[records.PageID]bool{}, best: map[records.PageRef]records.PageRef{}, behind: map[records.PageRef][]records.PageRef{}, foreign: map[records.PageRef]bool{}}
	for _, o := range in.Opened {
		b.seen[o.Page] = true
	}
	if x := in.Shelf.Index; x != nil {
		for _, d := range x.Duplicates {
			if d.Folded() {
				b.best[d.Page] = d.Of
				b.behind[d.Of] = append(b.behind[d.Of], d.Page)
			}
		}
		for _, f := range x.Foreign {
			b.foreign[f.Page] = true
		}
	}
	b.indexed()
	b.unread()
	b.lists()
	b.letter()
	return b.done()
}

type builder struct {
	in      Input
	seen    map[records.PageID]bool
	best    map[records.PageRef]records.PageRef
	behind  map[records.PageRef][]records.PageRef
	foreign map[records.PageRef]bool
	rows    []Row
	files   map[int]bool // that have a paper in the index
	only    []Line
}

// indexed makes a row of every paper of the index, but for those that are copies of others as a whole.
func (b *builder) indexed() {
	b.files = map[int]bool{}
	if b.in.Shelf.Index == nil {
		return
	}
	for _, d := range b.in.Shelf.Index.Documents {
		r := Row{Title: cmp.Or(d.Title, records.KindName(d.Type)), Type: d.Type, Author: d.Author, Date: d.Date, Document: d.ID, Stage: Indexed}
		own := 0
		for _, ref := range d.Pages {
			b.files[ref.File] = true
			if _, folded := b.best[ref]; !folded {
				own++
			}
			b.page(&r, ref)
		}
		if len(d.Pages) == 0 || own == 0 && b.allBehind(d) {
			continue
		}
		r.File = b.in.Shelf.ID(d.Pages[0]).File
		switch {
		case len(r.Closed) == 0:
			r.Stage = Whole
		case len(r.Closed) < r.Need:
			r.Stage = Part
		}
		b.rows = append(b.rows, r)
	}
}

// allBehind says that every page of a paper stands behind a page of the record that is there.
func (b *builder) allBehind(d records.Document) bool {
	for _, ref := range d.Pages {
		if b.in.Shelf.Number(b.best[ref]) == 0 {
			return false
		}
	}
	return true
}

// page puts a page and its copies into a row.
func (b *builder) page(r *Row, ref records.PageRef) {
	n := b.in.Shelf.Number(ref)
	if n == 0 {
		return
	}
	b.from(r, ref)
	if of, folded := b.best[ref]; folded && b.in.Shelf.Number(of) > 0 {
		return // told with the page that it is again
	}
	r.Pages = append(r.Pages, n)
	opened := b.seen[b.in.Shelf.ID(ref)]
	for _, o := range b.behind[ref] {
		r.Copies = append(r.Copies, b.in.Shelf.Number(o))
		b.from(r, o)
		opened = opened || b.seen[b.in.Shelf.ID(o)]
	}
	switch {
	case b.foreign[ref]:
		r.Foreign++
	case b.needless(ref):
	default:
		r.Need++
		if !opened {
			r.Closed = append(r.Closed, n)
		}
	}
}

func (b *builder) from(r *Row, ref records.PageRef) {
	if f := b.in.Shelf.Files[ref.File].From; !slices.Contains(r.From, f) {
		r.From = append(r.From, f)
	}
}

// needless says that a page has nothing to be read.
func (b *builder) needless(ref records.PageRef) bool {
	f := b.in.Shelf.Files[ref.File]
	if ref.Page > len(f.Sheets) {
		return false
	}
	s := f.Sheets[ref.Page-1]
	return s.Blank || s.Separator
}

// unread makes a row of every file that has no paper in the index.
func (b *builder) unread() {
	for i, f := range b.in.Shelf.Files {
		if b.files[i] || f.Kind == "zip" && f.Problem == "" {
			continue
		}
		r := Row{Title: f.Name, File: f.SHA256, From: []string{f.From}, Problem: f.Problem, Stage: Received}
		for p := 1; p <= f.Pages; p++ {
			b.page(&r, records.PageRef{File: i, Page: p})
		}
		b.rows = append(b.rows, r)
	}
}

func (b *builder) done() Chain {
	c := Chain{Rows: b.rows, LetterOnly: b.only}
	for _, r := range c.Rows {
		c.Need += r.Need
		c.Opened += r.Need - len(r.Closed)
	}
	return c
}

// NotReceived are papers that a sender listed and that did not come.
func (c Chain) NotReceived() []Row { return c.where(func(r Row) bool { return r.Stage == Listed }) }

// NeverOpened are papers of the index none of whose pages was opened.
func (c Chain) NeverOpened() []Row {
	return c.where(func(r Row) bool { return r.Stage == Indexed && r.Need > 0 })
}

// Partly are papers that were opened and not to the end.
func (c Chain) Partly() []Row { return c.where(func(r Row) bool { return r.Stage == Part }) }

// NotIndexed are files that came and are in no paper of the index.
func (c Chain) NotIndexed() []Row { return c.where(func(r Row) bool { return r.Stage == Received }) }

// Unlisted are papers that came and that no sender's list names.
func (c Chain) Unlisted() []Row {
	return c.where(func(r Row) bool { return r.Stage > Listed && !r.InList() && r.Foreign < max(1, len(r.Pages)) })
}

// NotInLetter are papers of the index that the letter does not list.
func (c Chain) NotInLetter() []Row {
	return c.where(func(r Row) bool { return r.Stage > Received && !r.Letter && r.Need > 0 })
}

func (c Chain) where(is func(Row) bool) []Row {
	var rows []Row
	for _, r := range c.Rows {
		if is(r) {
			rows = append(rows, r)
		}
	}
	return rows
}
