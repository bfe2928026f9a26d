package storetest

import (
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/reading/keeping"
	"github.com/openimr/openimr/records"
)

func sha(n int) string { return fmt.Sprintf("%064x", n) }

func pages(t *testing.T, s *suite) {
	must(t, s.st.FileOpened(s.ctx, keeping.File{SHA256: sha(1), Kind: "pdf", Pages: 5}))
	must(t, s.st.FileOpened(s.ctx, keeping.File{SHA256: sha(1), Kind: "tiff", Pages: 7})) // the first result stays
	must(t, s.st.FileOpened(s.ctx, keeping.File{SHA256: sha(2), Kind: "other", Problem: "It is cut."}))
	page := func(n int, text string) keeping.Page {
		return keeping.PageOf(sha(1), n, records.Page{Width: 612, Height: 792, Source: records.Native, Words: []records.Word{{Text: text}}})
	}
	if n, err := s.st.AddPages(s.ctx, []keeping.Page{page(2, "two"), page(1, "one"), page(2, "two again")}); err != nil || n != 2 {
		t.Errorf("added %d, %v", n, err)
	}

	// Many servers that read the same pages keep each once.
	var wg sync.WaitGroup
	var mu sync.Mutex
	added := 0
	for w := range 8 {
		wg.Go(func() {
			for n := 2; n <= 4; n++ {
				k, err := s.st.AddPages(s.ctx, []keeping.Page{page(n, fmt.Sprint("of server ", w)), page(n+1, fmt.Sprint("of server ", w))})
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				added += k
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	files, err := s.st.OpenedFiles(s.ctx, []string{sha(1), sha(2), sha(3)})
	must(t, err)
	want := map[string]keeping.File{
		sha(1): {SHA256: sha(1), Kind: "pdf", Pages: 5, Read: 5, Opened: s.now.UTC()},
		sha(2): {SHA256: sha(2), Kind: "other", Problem: "It is cut.", Opened: s.now.UTC()},
	}
	if added != 3 || !reflect.DeepEqual(files, want) {
		t.Errorf("added %d pages; %+v", added, files)
	}
	body, err := s.st.PageBody(s.ctx, sha(1), 2)
	must(t, err)
	if p, err := keeping.Decode(body); err != nil || p.Text() != "two" {
		t.Errorf("page 2 is now %q, %v", p.Text(), err)
	}
	if body, err := s.st.PageBody(s.ctx, sha(1), 6); body != nil || err != nil {
		t.Errorf("page 6: %v, %v", body, err)
	}
	var got []string
	must(t, s.st.Sheets(s.ctx, sha(1), func(n int, sheet []byte) error {
		p, err := keeping.Decode(sheet)
		got = append(got, fmt.Sprint(n, len(p.Words), p.Width))
		return err
	}))
	must(t, s.st.PageBodies(s.ctx, sha(1), 1, 2, func(n int, body []byte) error {
		p, err := keeping.Decode(body)
		got = append(got, fmt.Sprint(n, p.Text()))
		return err
	}))
	if text := strings.Join(got, ", "); text != "1 0 612, 2 0 612, 3 0 612, 4 0 612, 5 0 612, 1one, 2two" {
		t.Errorf("got %s", text)
	}
	must(t, s.st.Recount(s.ctx, sha(1)))
	if files, err := s.st.OpenedFiles(s.ctx, []string{sha(1)}); err != nil || files[sha(1)].Read != 5 {
		t.Errorf("counted anew: %+v, %v", files, err)
	}
	if files, err := s.st.OpenedFiles(s.ctx, nil); err != nil || len(files) != 0 {
		t.Errorf("of no files: %v, %v", files, err)
	}
}

func numbering(t *testing.T, s *suite) {
	id := s.apply(0)
	files := []string{sha(1), sha(2), sha(1), sha(3)}
	number := func(n int) []keeping.Place {
		t.Helper()
		ps, err := s.st.Number(s.ctx, id, files[:n])
		must(t, err)
		return ps
	}
	if ps := number(4); len(ps) != 0 {
		t.Errorf("nothing was opened: %v", ps)
	}
	must(t, s.st.FileOpened(s.ctx, keeping.File{SHA256: sha(1), Kind: "pdf", Pages: 10}))
	must(t, s.st.FileOpened(s.ctx, keeping.File{SHA256: sha(3), Kind: "pdf", Pages: 3}))
	first := []keeping.Place{{File: 0, First: 1, Pages: 10}}
	if ps := number(4); !reflect.DeepEqual(ps, first) { // the second waits, and those behind it
		t.Errorf("%v", ps)
	}
	must(t, s.st.FileOpened(s.ctx, keeping.File{SHA256: sha(2), Kind: "other", Problem: "It is cut."}))
	want := append(first, keeping.Place{File: 1}, keeping.Place{File: 2, First: 11, Pages: 10}, keeping.Place{File: 3, First: 21, Pages: 3})
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if ps, err := s.st.Number(s.ctx, id, files); err != nil || !reflect.DeepEqual(ps, want) {
				t.Errorf("%v, %v", ps, err)
			}
		})
	}
	wg.Wait()
	if ps, err := s.st.Places(s.ctx, id); err != nil || !reflect.DeepEqual(ps, want) {
		t.Errorf("%v, %v", ps, err)
	}
	must(t, s.st.Rebuild(s.ctx)) // what is made from the events leaves the numbers as they are
	if ps, err := s.st.Places(s.ctx, id); err != nil || !reflect.DeepEqual(ps, want) {
		t.Errorf("after the tables were made anew: %v, %v", ps, err)
	}
}

func indexes(t *testing.T, s *suite) {
	id := s.apply(0)
	if x, err := s.st.IndexPart(s.ctx, id, "index", time.Time{}); err != nil || !reflect.DeepEqual(x, keeping.Index{}) {
		t.Errorf("before there is one: %v, %v", x, err)
	}
	one := keeping.Index{Basis: "a", Made: s.now.UTC(), Body: []byte{0, 1, 255}}
	two := keeping.Index{Basis: "b", Made: s.now.UTC().Add(time.Second), Body: []byte{2}}
	must(t, s.st.SetIndexPart(s.ctx, id, "index", one))
	must(t, s.st.SetIndexPart(s.ctx, id, "duplicates", two))
	if x, err := s.st.IndexPart(s.ctx, id, "index", time.Time{}); err != nil || !reflect.DeepEqual(x, one) {
		t.Errorf("%v, %v", x, err)
	}
	must(t, s.st.SetIndexPart(s.ctx, id, "index", two))
	if x, err := s.st.IndexPart(s.ctx, id, "index", one.Made); err != nil || !reflect.DeepEqual(x, two) {
		t.Errorf("%v, %v", x, err)
	}
	two.Body = nil
	if x, err := s.st.IndexPart(s.ctx, id, "index", two.Made); err != nil || !reflect.DeepEqual(x, two) {
		t.Errorf("one that is known: %v, %v", x, err)
	}
}

func readingOfOne(t *testing.T, s *suite) {
	id := s.apply(0)
	take := func(server string, want bool) {
		t.Helper()
		if ok, err := s.st.TakeReading(s.ctx, id, server, s.now.Add(time.Minute)); err != nil || ok != want {
			t.Errorf("%s: %v, %v", server, ok, err)
		}
	}
	take("a", true)
	take("b", false)
	take("a", true)
	s.now = s.now.Add(2 * time.Minute) // a was killed
	take("b", true)
	take("a", false)
	must(t, s.st.LeaveReading(s.ctx, id, "a")) // it is not a's to leave
	take("a", false)
	must(t, s.st.LeaveReading(s.ctx, id, "b"))
	take("a", true)
}

func marks(t *testing.T, s *suite) {
	id := s.apply(0)
	put := func(m records.Mark) records.Mark {
		t.Helper()
		m, err := s.st.PutMark(s.ctx, id, m)
		must(t, err)
		return m
	}
	page := records.PageID{File: sha(1), Page: 3}
	own := put(records.Mark{By: string(Ruth.ID), ByName: Ruth.Name, Kind: records.Note, Page: page, From: 1, To: 4, Box: records.Box{X0: 1, Y0: 2, X1: 3, Y1: 4}, Text: "Why twice?", Day: 5})
	shared := put(records.Mark{ID: "s", By: string(Ruth.ID), Kind: records.Highlight, Page: page, Shared: true})
	put(records.Mark{By: string(Dana.ID), Kind: records.Bookmark, Page: page})
	if own.ID == "" || !own.Made.Equal(s.now) || !own.Changed.Equal(s.now) {
		t.Errorf("%+v", own)
	}
	see := func(by imr.UserID, want ...records.Mark) {
		t.Helper()
		got, err := s.st.Marks(s.ctx, id, by)
		must(t, err)
		byID := map[string]records.Mark{}
		for _, m := range got {
			byID[m.ID] = m
		}
		for _, m := range want {
			if !reflect.DeepEqual(byID[m.ID], m) {
				t.Errorf("%s sees %+v, want %+v", by, byID[m.ID], m)
			}
		}
		if len(got) != len(want) {
			t.Errorf("%s sees %d marks, want %d", by, len(got), len(want))
		}
	}
	see(Ruth.ID, own, shared)
	see("somebody", shared)
	s.now = s.now.Add(time.Hour)
	changed := own
	changed.Text, changed.Shared, changed.Made = "Clear now.", true, time.Time{}
	changed = put(changed)
	if !changed.Made.Equal(own.Made) || !changed.Changed.Equal(s.now) {
		t.Errorf("%+v", changed)
	}
	see("somebody", shared, changed)
	for _, m := range []records.Mark{
		{By: string(Dana.ID), ID: own.ID, Kind: records.Note, Page: page}, {Kind: records.Note, Page: page}, {By: "x", Kind: "other", Page: page},
		{By: "x", Kind: records.Note}, {By: "x", Kind: records.Note, Page: page, From: 3, To: 2}, {By: "x", Kind: records.Note, Page: page, Text: strings.Repeat("x", 30_000)},
	} {
		if _, err := s.st.PutMark(s.ctx, id, m); kindOf(err) != imr.NotAllowed && kindOf(err) != imr.Incomplete {
			t.Errorf("%+v: %v", m, err)
		}
	}
	if err := s.st.RemoveMark(s.ctx, id, Dana.ID, own.ID); kindOf(err) != imr.NotFound {
		t.Errorf("somebody else's was removed: %v", err)
	}
	must(t, s.st.RemoveMark(s.ctx, id, Ruth.ID, own.ID))
	see(Ruth.ID, shared)
	changed = put(changed) // undone
	see(Ruth.ID, shared, changed)
}

func opened(t *testing.T, s *suite) {
	id := s.apply(0)
	at := s.now.UTC()
	one, two := records.PageID{File: sha(1), Page: 1}, records.PageID{File: sha(1), Page: 2}
	must(t, s.st.OpenPages(s.ctx, id, Ruth.ID, []records.PageID{one}))
	s.now = s.now.Add(time.Hour)
	must(t, s.st.OpenPages(s.ctx, id, Ruth.ID, []records.PageID{one, two, two}))
	must(t, s.st.OpenPages(s.ctx, id, Dana.ID, nil))
	got, err := s.st.OpenedPages(s.ctx, id, Ruth.ID)
	must(t, err)
	if want := []records.Opened{{Page: one, At: at}, {Page: two, At: at.Add(time.Hour)}}; !reflect.DeepEqual(got, want) {
		t.Errorf("%v", got)
	}
	if got, err := s.st.OpenedPages(s.ctx, id, Dana.ID); err != nil || len(got) != 0 {
		t.Errorf("%v, %v", got, err)
	}
}
