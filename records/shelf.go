package records

import (
	"time"

	"github.com/openimr/openimr/clock"
)

// A ShelfFile is one file that was received for a case, with how far it has been read.
type ShelfFile struct {
	SHA256   string
	Name     string // as sent
	Kind     string // "pdf", "tiff", "jpeg", "png", "docx", "text", "zip", "other"
	Size     int64  // bytes
	From     string // the party who sent it, as the case calls it: "P2", "" where it is the organization
	How      string // way of service, as the event has it
	Received time.Time
	In       string // SHA-256 of the ZIP that it came in, "" where it came by itself
	First    int    // number in the record of its first page, from 1; 0 until it was opened
	Pages    int    // 0 until it was opened, and where it cannot be
	Read     int    // pages whose words are known, or known not to be had
	Opened   bool
	Problem  string    // why it cannot be opened, in plain words for who sent it; "" where it can
	Problems []Problem // pages that could not be read
	Sheets   []Sheet   // of each page what is known without its words, page n at n-1; nil until the file was opened
}

// A Sheet is a page without its words: what a list of thousands of pages needs of each.
type Sheet struct {
	Width, Height float32 // points, upright; 0 where it is not known yet
	Read          bool    // its words are known, or known not to be had
	Source        TextSource
	Blank         bool
	Separator     bool
	Bates         string
	Problem       string
}

// SheetOf is a page that was read, without its words.
func SheetOf(p Page) Sheet {
	return Sheet{p.Width, p.Height, true, p.Source, p.Blank, p.Separator, p.Bates, p.Problem}
}

// A Shelf is all that was received for a case, in the order in which it came. The pages of a record are numbered in
// that order, when a file is opened, once: number 412 stays the same page for good. PageRef.File is a place in Files.
type Shelf struct {
	Files  []ShelfFile
	Pages  int // all numbers given
	Read   int // pages read
	Index  *Index
	Made   time.Time // when Index was made
	Behind bool      // pages or corrections came after Index was made; a new one is on its way
}

// Ref finds a page by its number in the record.
func (s *Shelf) Ref(number int) (PageRef, bool) {
	for i, f := range s.Files {
		if f.First > 0 && number >= f.First && number < f.First+f.Pages {
			return PageRef{i, number - f.First + 1}, true
		}
	}
	return PageRef{}, false
}

// Number is the number of a page in the record, 0 where it has none.
func (s *Shelf) Number(r PageRef) int {
	if r.File < 0 || r.File >= len(s.Files) || s.Files[r.File].First == 0 || r.Page < 1 || r.Page > s.Files[r.File].Pages {
		return 0
	}
	return s.Files[r.File].First + r.Page - 1
}

// ID is the page whatever bundle it is in.
func (s *Shelf) ID(r PageRef) PageID {
	if r.File < 0 || r.File >= len(s.Files) {
		return PageID{}
	}
	return PageID{s.Files[r.File].SHA256, r.Page}
}

// A MarkKind is what a reader puts on a page.
type MarkKind string

// The kinds of marks.
const (
	Bookmark  MarkKind = "bookmark"
	Highlight MarkKind = "highlight"
	Note      MarkKind = "note"
)

// A Mark is what a reader put on a page. Private marks are seen by who made them alone.
type Mark struct {
	ID      string    `json:"id"`
	By      string    `json:"by"`
	ByName  string    `json:"by_name"`
	Kind    MarkKind  `json:"kind"`
	Page    PageID    `json:"page"`
	From    int       `json:"from"` // words of a highlight or note: half-open, both 0 where it is on the page as a whole
	To      int       `json:"to"`
	Box     Box       `json:"box"` // where a note was placed; empty where it holds to words
	Quote   string    `json:"quote"`
	Text    string    `json:"text"`
	Day     clock.Day `json:"day"` // for the chronology; zero where it has none
	Shared  bool      `json:"shared"`
	Made    time.Time `json:"made"`
	Changed time.Time `json:"changed"`
}

// A Hit is one place in which words were found.
type Hit struct {
	Number   int    `json:"number"` // of the page in the record
	From, To int    // words: half-open
	Before   string // the words around, for a list
	Text     string
	After    string
}

// Hits are what was found, in the order of the record, at most as many as were asked for.
type Hits struct {
	Total int   // all of them
	Pages []int // numbers of all pages with a hit, in the order of the record
	First []Hit
}

// An Opened says that a reader had a page before their eyes.
type Opened struct {
	Page PageID
	At   time.Time // for the first time
}
