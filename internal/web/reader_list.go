package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/records"
)

// Letter is the size of a page of which nothing is known yet, in points.
const letterWidth, letterHeight = 612, 792

// A pageList is all that the reader knows of a record but words, pictures and marks. It is made for 5,000 pages and
// more: what is the same for many pages in a row is said once, pages are named by their numbers, lists of numbers are
// pairs of the first and the last. A test holds it under 200 kB for 5,000 pages, a fifth of
// that as it is sent.
type pageList struct {
	Pages    int               `json:"pages"`
	Read     int               `json:"read"`
	Behind   bool              `json:"behind"`             // the index is being made anew
	Indexed  bool              `json:"indexed"`            // there is an index
	Files    []listFile        `json:"files"`              // in the order in which they came
	Sizes    [][3]int          `json:"sizes"`              // [width, height, how many pages], points
	Pending  []int             `json:"pending"`            // ranges: not read yet
	Blank    []int             `json:"blank,omitempty"`    // ranges
	Parting  []int             `json:"parting,omitempty"`  // ranges: separator sheets
	Scans    []int             `json:"scans,omitempty"`    // ranges: the words come from text recognition
	Opened   []int             `json:"opened"`             // ranges: had before their eyes
	New      []int             `json:"new"`                // ranges: came after the last visit and not opened yet
	Problems [][2]any          `json:"problems,omitempty"` // [page, why]
	Bates    [][2]any          `json:"bates,omitempty"`    // [page, stamped number]
	Docs     []listPaper       `json:"docs"`
	Kinds    map[string]string `json:"kinds"` // of the papers, in words
	Copies   []listCopy        `json:"copies,omitempty"`
	Foreign  [][2]any          `json:"foreign,omitempty"` // [page, why]
	Since    string            `json:"since,omitempty"`   // the last visit, for people
}

type listFile struct {
	Name    string `json:"name"`
	SHA     string `json:"sha"`
	From    string `json:"from"`
	Day     string `json:"day"` // of receipt, for people
	First   int    `json:"first"`
	Pages   int    `json:"pages"`
	Opened  bool   `json:"opened"`
	Problem string `json:"problem,omitempty"`
}

type listPaper struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	Author string `json:"author,omitempty"`
	Day    string `json:"day,omitempty"` // 2015-09-16
	Pages  []int  `json:"pages"`         // ranges, in reading order
	Check  bool   `json:"check,omitempty"`
}

// A listCopy is a page that is another one again.
type listCopy struct {
	Page     int                  `json:"page"`
	Of       int                  `json:"of"`
	Relation records.Relation     `json:"relation"`
	Mark     *records.Box         `json:"mark,omitempty"`
	MarkOn   int                  `json:"mark_on,omitempty"`
	Diffs    []records.Difference `json:"diffs,omitempty"`
}

// unsure is the confidence below which a document asks for a look.
const unsure = 0.6

// readerPages answers with the list of pages; unchanged, it is not sent again.
func (s *server) readerPages(v *Visit, shelf *records.Shelf) error {
	opened, err := s.Records.Opened(v.R.Context(), v.Case.ID, v.Account.ID)
	if err != nil {
		return err
	}
	b, err := json.Marshal(listOf(v.Case, shelf, opened, v.Now))
	if err != nil {
		return err
	}
	return v.jsonTagged(b)
}

// jsonTagged answers with JSON that the browser keeps and asks again for by its hash.
func (v *Visit) jsonTagged(b []byte) error {
	sum := sha256.Sum256(b)
	h := v.W.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Cache-Control", "private, no-cache")
	h.Set("ETag", `"`+hex.EncodeToString(sum[:12])+`"`)
	h.Set("Vary", "Accept-Encoding")
	if len(b) > 4<<10 && strings.Contains(v.R.Header.Get("Accept-Encoding"), "gzip") && v.R.Header.Get("Range") == "" {
		var z bytes.Buffer
		w, err := gzip.NewWriterLevel(&z, gzip.BestSpeed)
		if err != nil {
			return err
		}
		_, _ = w.Write(b) // into memory: does not fail
		_ = w.Close()
		h.Set("Content-Encoding", "gzip")
		b = z.Bytes()
	}
	v.answered = true
	http.ServeContent(v.W, v.R, "", time.Time{}, bytes.NewReader(b))
	return nil
}

func listOf(c imr.Case, shelf *records.Shelf, opened []records.Opened, now time.Time) pageList {
	l := pageList{Pages: shelf.Pages, Read: shelf.Read, Behind: shelf.Behind, Indexed: shelf.Index != nil, Files: []listFile{}, Sizes: [][3]int{}, Docs: []listPaper{}, Kinds: map[string]string{}}
	seen := make(map[records.PageID]bool, len(opened))
	for _, o := range opened {
		seen[o.Page] = true
	}
	since := lastVisit(opened, now)
	if !since.IsZero() {
		l.Since = moment(since)
	}
	var pending, blank, parting, scans, had, fresh []int
	for _, f := range shelf.Files {
		l.Files = append(l.Files, listFile{Name: f.Name, SHA: f.SHA256, From: senderName(c, f), Day: whenDay(f.Received), First: f.First, Pages: f.Pages, Opened: f.Opened, Problem: f.Problem})
		if f.First == 0 {
			continue
		}
		for n := range f.Pages {
			number, sheet := f.First+n, f.Sheets[n]
			l.size(sheet)
			note := func(list *[]int, is bool) {
				if is {
					*list = append(*list, number)
				}
			}
			was := seen[records.PageID{File: f.SHA256, Page: n + 1}]
			note(&pending, !sheet.Read)
			note(&blank, sheet.Blank)
			note(&parting, sheet.Separator)
			note(&scans, sheet.Source == records.OCR)
			note(&had, was)
			note(&fresh, !was && !since.IsZero() && f.Received.After(since))
			if sheet.Problem != "" {
				l.Problems = append(l.Problems, [2]any{number, sheet.Problem})
			}
			if sheet.Bates != "" {
				l.Bates = append(l.Bates, [2]any{number, sheet.Bates})
			}
		}
	}
	l.Pending, l.Blank, l.Parting, l.Scans = ranges(pending), ranges(blank), ranges(parting), ranges(scans)
	l.Opened, l.New = ranges(had), ranges(fresh)
	if shelf.Index != nil {
		l.index(shelf)
	}
	return l
}

func (l *pageList) size(s records.Sheet) {
	w, h := int(s.Width+0.5), int(s.Height+0.5)
	if w < 1 || h < 1 {
		w, h = letterWidth, letterHeight
	}
	if n := len(l.Sizes); n > 0 && l.Sizes[n-1][0] == w && l.Sizes[n-1][1] == h {
		l.Sizes[n-1][2]++
		return
	}
	l.Sizes = append(l.Sizes, [3]int{w, h, 1})
}

// index adds what was found out of the pages together.
func (l *pageList) index(shelf *records.Shelf) {
	numbers := func(refs []records.PageRef) []int {
		var ns []int
		for _, r := range refs {
			if n := shelf.Number(r); n > 0 {
				ns = append(ns, n)
			}
		}
		return ranges(ns)
	}
	for _, d := range shelf.Index.Documents {
		p := listPaper{Type: d.Type, Title: d.Title, Author: d.Author, Pages: numbers(d.Pages),
			Check: d.Confidence < unsure && !d.Corrected}
		if !d.Date.IsZero() {
			p.Day = d.Date.String()
		}
		if len(p.Pages) > 0 {
			l.Docs = append(l.Docs, p)
			l.Kinds[d.Type] = capital(records.KindName(d.Type))
		}
	}
	for _, d := range shelf.Index.Duplicates {
		c := listCopy{Page: shelf.Number(d.Page), Of: shelf.Number(d.Of), Relation: d.Relation, Diffs: d.Differences}
		if d.Relation == records.MarkedPage {
			box := d.Mark
			c.Mark, c.MarkOn = &box, shelf.Number(d.MarkOn)
		}
		if c.Page > 0 && c.Of > 0 {
			l.Copies = append(l.Copies, c)
		}
	}
	for _, f := range shelf.Index.Foreign {
		if n := shelf.Number(f.Page); n > 0 {
			l.Foreign = append(l.Foreign, [2]any{n, f.Why})
		}
	}
}

// ranges writes numbers as pairs of the first and the last of each run, in their order.
func ranges(ns []int) []int {
	rs := []int{}
	for _, n := range ns {
		if k := len(rs); k > 0 && rs[k-1]+1 == n {
			rs[k-1] = n
			continue
		}
		rs = append(rs, n, n)
	}
	return rs
}

// rangeWords writes ranges for the record of a case: "1-412", "420".
func rangeWords(rs []int) []string {
	words := []string{}
	for i := 0; i+1 < len(rs); i += 2 {
		words = append(words, pageRange(rs[i], rs[i+1], "-"))
	}
	return words
}

// openedOf is which pages of a record somebody had before their eyes.
func openedOf(shelf *records.Shelf, opened []records.Opened) *imr.PagesOpened {
	seen := map[records.PageID]bool{}
	for _, o := range opened {
		seen[o.Page] = true
	}
	var ns []int
	for i, f := range shelf.Files {
		for n := range f.Pages {
			if r := (records.PageRef{File: i, Page: n + 1}); seen[shelf.ID(r)] && shelf.Number(r) > 0 {
				ns = append(ns, shelf.Number(r))
			}
		}
	}
	slices.Sort(ns)
	return &imr.PagesOpened{Opened: rangeWords(ranges(ns)), Count: len(ns), Of: shelf.Pages}
}
