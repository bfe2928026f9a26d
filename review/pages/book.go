// Package pages holds the record of a case in the form in which a reviewer's text is checked against it: every page by the
// number that citations use, its words without their places, what the index knows of it, and for every word of the field the
// pages that have it.
//
// A Book is made once for what was read and indexed of a record, and is never changed; another one takes its place when
// more was read (Version tells them apart). Five thousand pages take a few seconds to make and about a tenth of what the
// pages themselves take in memory, since every different word is kept once. It never decides what a page means: package
// check, absence and assemble read it.
//
// What is looked for is folded as package find folds what somebody types, and a word is also found where text recognition
// took letters for others that look alike, or has one letter wrong in a long word.
package pages

import (
	"fmt"
	"slices"

	"github.com/openimr/openimr/records"
	"github.com/openimr/openimr/review"
)

// A Book is the pages of a record, prepared. It is safe for use by several at once.
type Book struct {
	version string
	sheets  []sheet // by number - 1
	forms   []form  // every different word as it stands on pages
	tokens  tokens
	slips   slips
	numbers map[records.PageRef]int
	facts   map[int][]records.Fact
	docs    []records.Document
	doc     map[int]int // number to place in docs
	folded  map[int]int
	same    map[int][]int
	foreign map[int]string
	read    int
}

// A sheet is one page.
type sheet struct {
	ref    records.PageRef
	id     records.PageID
	read   bool
	source records.TextSource
	blank  bool
	words  []word
	toks   []token
}

// A word is one word of a page by its form.
type word struct {
	form        uint32
	line, block uint16
}

// A form is a word as it stands on pages, with the tokens that it folds to.
type form struct {
	text   string
	tokens []uint32
	role   records.Role
}

// New prepares a record. The bundle's files are those of the shelf, in its order; pages without a number are left out. A shelf
// without an index makes a Book that knows no facts and documents.
func New(b *records.Bundle, s *records.Shelf) *Book {
	k := &Book{version: VersionOf(s), numbers: map[records.PageRef]int{}, facts: map[int][]records.Fact{}, doc: map[int]int{},
		folded: map[int]int{}, same: map[int][]int{}, foreign: map[int]string{}}
	k.tokens.number = map[string]uint32{}
	m := &maker{Book: k, forms: map[formKey]uint32{}}
	for i, f := range s.Files {
		for p := 1; p <= f.Pages; p++ {
			ref := records.PageRef{File: i, Page: p}
			n := s.Number(ref)
			if n < 1 {
				continue
			}
			for len(k.sheets) < n {
				k.sheets = append(k.sheets, sheet{ref: records.PageRef{File: -1}})
			}
			sh := sheet{ref: ref, id: s.ID(ref)}
			if p <= len(f.Sheets) {
				sh.read = f.Sheets[p-1].Read
			}
			if page := b.Page(ref); page != nil {
				sh.read = sh.read || len(page.Words) > 0 || page.Blank || page.Problem != ""
				m.fill(&sh, page, n)
			}
			if sh.read {
				k.read++
			}
			k.sheets[n-1] = sh
			k.numbers[ref] = n
		}
	}
	k.slips.learn(k.tokens.text)
	if s.Index != nil {
		k.know(s.Index)
	}
	return k
}

// know takes what the index says of the pages.
func (k *Book) know(x *records.Index) {
	for _, f := range x.Facts {
		if n := k.numbers[f.Page]; n > 0 {
			k.facts[n] = append(k.facts[n], f)
		}
	}
	k.docs = x.Documents
	for i, d := range x.Documents {
		for _, r := range d.Pages {
			if n := k.numbers[r]; n > 0 {
				k.doc[n] = i
			}
		}
	}
	for _, d := range x.Duplicates {
		n, of := k.numbers[d.Page], k.numbers[d.Of]
		if n > 0 && of > 0 && d.Folded() {
			k.folded[n] = of
			k.same[of] = append(k.same[of], n)
		}
	}
	for _, f := range x.Foreign {
		if n := k.numbers[f.Page]; n > 0 {
			k.foreign[n] = f.Why
		}
	}
}

// VersionOf names what a Book of a shelf is made of; another name means that it is to be made anew.
func VersionOf(s *records.Shelf) string {
	return fmt.Sprintf("%d.%d.%d", s.Pages, s.Read, s.Made.UnixMilli())
}

// Version is VersionOf the shelf that the Book was made of.
func (k *Book) Version() string { return k.version }

// Pages is the highest number of a page. Read is how many pages are known with their words.
func (k *Book) Pages() int { return len(k.sheets) }

// Read is how many pages are read; the rest is still to come.
func (k *Book) Read() int { return k.read }

// Has says whether the record has a page of this number.
func (k *Book) Has(n int) bool {
	return n >= 1 && n <= len(k.sheets) && k.sheets[n-1].ref.File >= 0
}

// Known says whether the words of a page are read.
func (k *Book) Known(n int) bool { return k.Has(n) && k.sheets[n-1].read }

// Page is the page of a number with its words, without their places on it; nil where there is none. It is made for who asks.
func (k *Book) Page(n int) *records.Page {
	if !k.Has(n) {
		return nil
	}
	sh := &k.sheets[n-1]
	p := &records.Page{Source: sh.source, Blank: sh.blank, Words: make([]records.Word, len(sh.words))}
	for i, w := range sh.words {
		f := &k.forms[w.form]
		p.Words[i] = records.Word{Text: f.text, Role: f.role, Line: int32(w.line), Block: int32(w.block), Confidence: 100}
	}
	return p
}

// Words is how many words a page has, Word one of them as it stands there.
func (k *Book) Words(n int) int {
	if !k.Has(n) {
		return 0
	}
	return len(k.sheets[n-1].words)
}

// Word is the word of a page at a place from 0, "" where there is none.
func (k *Book) Word(n, at int) string {
	if at < 0 || at >= k.Words(n) {
		return ""
	}
	return k.forms[k.sheets[n-1].words[at].form].text
}

// Number is the number of a page, 0 where it has none. Ref is the way back, ID the page whatever record it is in.
func (k *Book) Number(r records.PageRef) int { return k.numbers[r] }

// Ref is the page of a number.
func (k *Book) Ref(n int) (records.PageRef, bool) {
	if !k.Has(n) {
		return records.PageRef{}, false
	}
	return k.sheets[n-1].ref, true
}

// ID is the page of a number by the content of its file.
func (k *Book) ID(n int) records.PageID {
	if !k.Has(n) {
		return records.PageID{}
	}
	return k.sheets[n-1].id
}

// Facts are those that the index found on a page, by date; of a page that is folded under another one, those of the other.
func (k *Book) Facts(n int) []records.Fact {
	if of, ok := k.folded[n]; ok {
		n = of
	}
	return k.facts[n]
}

// AllFacts are those of the whole record of one kind, in the order of the pages.
func (k *Book) AllFacts(kind records.FactKind) []records.Fact {
	var fs []records.Fact
	for n := 1; n <= len(k.sheets); n++ {
		for _, f := range k.facts[n] {
			if f.Kind == kind {
				fs = append(fs, f)
			}
		}
	}
	return fs
}

// Documents are those of the index, by date.
func (k *Book) Documents() []records.Document { return k.docs }

// Document is the one that a page is in, nil where that is not known.
func (k *Book) Document(n int) *records.Document {
	i, ok := k.doc[n]
	if !ok {
		return nil
	}
	return &k.docs[i]
}

// PagesOf are the numbers of the pages of a document, in reading order.
func (k *Book) PagesOf(d *records.Document) []int {
	var ns []int
	if d == nil {
		return nil
	}
	for _, r := range d.Pages {
		if n := k.numbers[r]; n > 0 {
			ns = append(ns, n)
		}
	}
	return ns
}

// Folded is the page under which a page is folded as the same again.
func (k *Book) Folded(n int) (of int, ok bool) {
	of, ok = k.folded[n]
	return of, ok
}

// Same are the other pages that are the same as a page.
func (k *Book) Same(n int) []int {
	if of, ok := k.folded[n]; ok {
		all := []int{of}
		for _, x := range k.same[of] {
			if x != n {
				all = append(all, x)
			}
		}
		return all
	}
	return slices.Clone(k.same[n])
}

// Foreign says why a page seems to be of another patient, "" where it does not.
func (k *Book) Foreign(n int) string { return k.foreign[n] }

// wordsAround are shown before and after a place.
const wordsAround = 8

// Place shows words of a page with those around them. A range that is not on the page is cut.
func (k *Book) Place(n int, s review.Span) review.Place {
	all := k.Words(n)
	from := max(0, min(s.From, all))
	to := max(from, min(s.To, all))
	return review.Place{Number: n, Words: review.Span{From: from, To: to}, Before: k.text(n, max(0, from-wordsAround), from),
		Text: k.text(n, from, to), After: k.text(n, to, min(all, to+wordsAround))}
}

func (k *Book) text(n, from, to int) string {
	var b []byte
	for i := from; i < to; i++ {
		if i > from {
			b = append(b, ' ')
		}
		b = append(b, k.Word(n, i)...)
	}
	return string(b)
}

// Text is the text of some words of a page, parted by spaces.
func (k *Book) Text(n int, s review.Span) string {
	all := k.Words(n)
	return k.text(n, max(0, min(s.From, all)), max(0, min(s.To, all)))
}
