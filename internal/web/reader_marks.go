package web

import (
	"cmp"
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/records"
)

// A markView is a mark as the reader's script has it: with the number of its page.
type markView struct {
	ID     string           `json:"id"`
	Number int              `json:"p"`
	Kind   records.MarkKind `json:"kind"`
	From   int              `json:"from"`
	To     int              `json:"to"`
	Box    *records.Box     `json:"box,omitempty"`
	Quote  string           `json:"quote,omitempty"`
	Text   string           `json:"text,omitempty"`
	Day    string           `json:"day,omitempty"`  // 2015-09-16
	Date   string           `json:"date,omitempty"` // for people
	Shared bool             `json:"shared,omitempty"`
	Mine   bool             `json:"mine,omitempty"`
	By     string           `json:"by,omitempty"` // of another's
}

func viewOfMark(v *Visit, shelf *records.Shelf, numbers map[records.PageID]int, m records.Mark) markView {
	k := markView{ID: m.ID, Number: numbers[m.Page], Kind: m.Kind, From: m.From, To: m.To, Quote: m.Quote, Text: m.Text, Shared: m.Shared, Mine: m.By == string(v.Account.ID)}
	if m.Box != (records.Box{}) {
		box := m.Box
		k.Box = &box
	}
	if !m.Day.IsZero() {
		k.Day, k.Date = m.Day.String(), plainDay(m.Day)
	}
	if !k.Mine {
		k.By = m.ByName
	}
	return k
}

// numbersOf gives the first number of every page; the same file received twice has the same pages again.
func numbersOf(shelf *records.Shelf) map[records.PageID]int {
	ns := make(map[records.PageID]int, shelf.Pages)
	for _, f := range shelf.Files {
		for n := range f.Pages {
			id := records.PageID{File: f.SHA256, Page: n + 1}
			if _, ok := ns[id]; !ok && f.First > 0 {
				ns[id] = f.First + n
			}
		}
	}
	return ns
}

// readerMarks lists the marks that this person may see, in the order of the record.
func (s *server) readerMarks(v *Visit, shelf *records.Shelf) error {
	marks, err := s.Records.Marks(v.R.Context(), v.Case, v.Account.ID)
	if err != nil {
		return err
	}
	numbers := numbersOf(shelf)
	list := []markView{}
	for _, m := range marks {
		if k := viewOfMark(v, shelf, numbers, m); k.Number > 0 {
			list = append(list, k)
		}
	}
	slices.SortStableFunc(list, func(a, b markView) int { return cmp.Or(cmp.Compare(a.Number, b.Number), cmp.Compare(a.From, b.From)) })
	return v.json(http.StatusOK, list)
}

// Limits of what a mark holds, in bytes.
const (
	longMark  = 8 << 10
	longQuote = 4 << 10
)

// putMark adds a mark or changes one's own.
func (s *server) putMark(v *Visit, shelf *records.Shelf) error {
	var got markView
	if err := json.NewDecoder(v.R.Body).Decode(&got); err != nil {
		return formError(err)
	}
	m, why := markOf(got, shelf)
	if why != "" {
		return v.json(http.StatusUnprocessableEntity, map[string]string{"why": why})
	}
	m.By, m.ByName = string(v.Account.ID), v.Account.Name
	kept, err := s.Records.PutMark(v.R.Context(), v.Case.ID, m)
	if err != nil {
		return err
	}
	return v.json(http.StatusOK, viewOfMark(v, shelf, map[records.PageID]int{kept.Page: got.Number}, kept))
}

// markOf makes a mark of what a script sent, or says why it cannot be one.
func markOf(got markView, shelf *records.Shelf) (m records.Mark, why string) {
	ref, ok := shelf.Ref(got.Number)
	if !ok {
		return m, "The record has no such page."
	}
	m = records.Mark{ID: got.ID, Kind: got.Kind, Page: shelf.ID(ref), From: got.From, To: got.To, Quote: strings.TrimSpace(got.Quote), Text: strings.TrimSpace(got.Text), Shared: got.Shared}
	if got.Box != nil {
		m.Box = *got.Box
	}
	switch {
	case !slices.Contains([]records.MarkKind{records.Bookmark, records.Highlight, records.Note}, got.Kind):
		return m, "A mark is a bookmark, a highlight or a note."
	case got.From < 0 || got.To < got.From:
		return m, "The words of the mark are not in order."
	case got.Kind == records.Highlight && got.To == got.From:
		return m, "A highlight needs words: select them first."
	case got.Kind == records.Note && m.Text == "":
		return m, "The note is empty. Write it, or close it."
	case len(m.Text) > longMark || len(m.Quote) > longQuote || len(m.ID) > 64:
		return m, "The note is too long. Keep it under 8,000 characters."
	}
	if got.Day != "" {
		day, err := clock.ParseDay(got.Day)
		if err != nil {
			return m, "That is no date. Choose a day, or leave it empty."
		}
		m.Day = day
	}
	return m, ""
}

// removeMark removes one's own mark; the script that asked can put it again.
func (s *server) removeMark(v *Visit, _ *records.Shelf) error {
	if err := s.Records.RemoveMark(v.R.Context(), v.Case.ID, v.Account.ID, v.R.PathValue("mark")); err != nil {
		return err
	}
	return v.json(http.StatusOK, map[string]bool{"removed": true})
}
