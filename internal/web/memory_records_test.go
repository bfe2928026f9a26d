package web_test

import (
	"bytes"
	"cmp"
	"context"
	"image"
	"image/png"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/web"
	"github.com/openimr/openimr/records"
)

// memoryRecords has the records of cases in memory, read already, for tests of pages. Its index is what a test puts in.
type memoryRecords struct {
	mu     sync.Mutex
	shelf  map[imr.CaseID]*records.Shelf
	bundle map[imr.CaseID]*records.Bundle
	marks  map[imr.CaseID][]records.Mark
	opened map[imr.CaseID]map[imr.UserID][]records.Opened
	change map[imr.CaseID]chan struct{}
	wanted []records.PageID
	broken error // every question is answered with it
}

var _ web.Records = (*memoryRecords)(nil)

func newMemoryRecords() *memoryRecords {
	return &memoryRecords{shelf: map[imr.CaseID]*records.Shelf{}, bundle: map[imr.CaseID]*records.Bundle{}, marks: map[imr.CaseID][]records.Mark{},
		opened: map[imr.CaseID]map[imr.UserID][]records.Opened{}, change: map[imr.CaseID]chan struct{}{}}
}

// put has a bundle read and indexed; from and the names of its files are those of the bundle.
func (m *memoryRecords) put(id imr.CaseID, b records.Bundle, x records.Index) *records.Shelf {
	m.mu.Lock()
	defer m.mu.Unlock()
	s := &records.Shelf{Index: &x, Made: noon}
	for _, f := range b.Files {
		sheets := make([]records.Sheet, len(f.Pages))
		for n, p := range f.Pages {
			if p.Source != "" || p.Problem != "" {
				sheets[n] = records.SheetOf(p)
			}
		}
		s.Files = append(s.Files, records.ShelfFile{SHA256: f.SHA256, Name: f.Name, Kind: "pdf", Size: 1 << 20, From: f.From, How: "portal", Received: noon,
			First: s.Pages + 1, Pages: len(f.Pages), Read: len(f.Pages), Opened: true, Problems: f.Problems, Sheets: sheets})
		s.Pages += len(f.Pages)
	}
	s.Read = s.Pages
	m.shelf[id], m.bundle[id] = s, &b
	if ch := m.change[id]; ch != nil {
		close(ch)
		delete(m.change, id)
	}
	return s
}

func (m *memoryRecords) Shelf(_ context.Context, c imr.Case) (*records.Shelf, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if s := m.shelf[c.ID]; s != nil && m.broken == nil {
		return s, nil
	}
	return &records.Shelf{}, m.broken
}

func (m *memoryRecords) Bundle(_ context.Context, c imr.Case) (*records.Bundle, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if b := m.bundle[c.ID]; b != nil && m.broken == nil {
		return b, nil
	}
	return &records.Bundle{}, m.broken
}

func (m *memoryRecords) Page(_ context.Context, p records.PageID) (records.Page, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, b := range m.bundle {
		for _, f := range b.Files {
			if f.SHA256 == p.File && p.Page >= 1 && p.Page <= len(f.Pages) {
				return f.Pages[p.Page-1], m.broken
			}
		}
	}
	return records.Page{}, cmp.Or(m.broken, error(&imr.Error{Kind: imr.NotFound, Message: "There is no such page."}))
}

func (m *memoryRecords) Picture(_ context.Context, _ records.PageID, width, _ int) ([]byte, string, error) {
	var b bytes.Buffer
	err := png.Encode(&b, image.NewGray(image.Rect(0, 0, width, width*11/8)))
	return b.Bytes(), "image/png", cmp.Or(m.broken, err)
}

func (m *memoryRecords) Find(_ context.Context, c imr.Case, query string, most int) (records.Hits, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var h records.Hits
	words := strings.Fields(strings.ToLower(query))
	if m.bundle[c.ID] == nil || len(words) == 0 {
		return h, m.broken
	}
	for _, r := range m.bundle[c.ID].Refs() {
		page, n := m.bundle[c.ID].Page(r), m.shelf[c.ID].Number(r)
		for i := 0; i+len(words) <= len(page.Words); i++ {
			var texts []string
			for _, w := range page.Words[i : i+len(words)] {
				texts = append(texts, strings.ToLower(w.Text))
			}
			if !slices.Equal(texts, words) {
				continue
			}
			h.Total++
			if !slices.Contains(h.Pages, n) {
				h.Pages = append(h.Pages, n)
			}
			if len(h.First) < most {
				h.First = append(h.First, records.Hit{Number: n, From: i, To: i + len(words), Text: query})
			}
		}
	}
	return h, m.broken
}

func (m *memoryRecords) Want(_ context.Context, _ imr.Case, pages []records.PageID) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.wanted = append(m.wanted, pages...)
}

func (m *memoryRecords) Changed(_ context.Context, id imr.CaseID) <-chan struct{} {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.change[id] == nil {
		m.change[id] = make(chan struct{})
	}
	return m.change[id]
}

func (m *memoryRecords) Marks(_ context.Context, c imr.Case, by imr.UserID) ([]records.Mark, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var seen []records.Mark
	for _, k := range m.marks[c.ID] {
		if k.Shared || k.By == string(by) {
			seen = append(seen, k)
		}
	}
	return seen, m.broken
}

func (m *memoryRecords) PutMark(_ context.Context, id imr.CaseID, k records.Mark) (records.Mark, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	k.Changed = noon
	if i := slices.IndexFunc(m.marks[id], func(o records.Mark) bool { return o.ID == k.ID && k.ID != "" }); i >= 0 {
		if m.marks[id][i].By != k.By {
			return records.Mark{}, &imr.Error{Kind: imr.NotFound, Message: "There is no such mark of yours."}
		}
		m.marks[id][i] = k
		return k, m.broken
	}
	k.Made = noon
	k.ID = cmp.Or(k.ID, "m"+strconv.Itoa(len(m.marks[id])+1))
	m.marks[id] = append(m.marks[id], k)
	return k, m.broken
}

func (m *memoryRecords) RemoveMark(_ context.Context, id imr.CaseID, by imr.UserID, mark string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.marks[id] = slices.DeleteFunc(m.marks[id], func(o records.Mark) bool { return o.ID == mark && o.By == string(by) })
	return m.broken
}

func (m *memoryRecords) Open(_ context.Context, id imr.CaseID, by imr.UserID, pages []records.PageID) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.opened[id] == nil {
		m.opened[id] = map[imr.UserID][]records.Opened{}
	}
	for _, p := range pages {
		if !slices.ContainsFunc(m.opened[id][by], func(o records.Opened) bool { return o.Page == p }) {
			m.opened[id][by] = append(m.opened[id][by], records.Opened{Page: p, At: noon})
		}
	}
	return m.broken
}

func (m *memoryRecords) Opened(_ context.Context, id imr.CaseID, by imr.UserID) ([]records.Opened, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.opened[id][by]), m.broken
}
