package reading

import (
	"context"
	"slices"
	"strings"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/reading/keeping"
	"github.com/openimr/openimr/records"
	"github.com/openimr/openimr/records/find"
)

// A fileText is the folded pages of a file, as far as they are read. It is shared and never changed.
type fileText struct {
	pages []*find.Page // nil where a page is not read
	read  int
}

// fileText returns the folded pages of a file; it holds at least as many as were read.
func (d *Desk) fileText(ctx context.Context, f records.ShelfFile) (*fileText, error) {
	old, ok := d.texts.get(f.SHA256)
	if ok && old.read >= f.Read && len(old.pages) == f.Pages {
		return old, nil
	}
	t := &fileText{pages: make([]*find.Page, f.Pages)}
	from := 1
	if ok && len(old.pages) == f.Pages {
		copy(t.pages, old.pages)
		t.read = old.read
		for from <= f.Pages && t.pages[from-1] != nil {
			from++
		}
	}
	err := d.Store.PageBodies(ctx, f.SHA256, from, f.Pages, func(n int, body []byte) error {
		if n < 1 || n > f.Pages || t.pages[n-1] != nil {
			return nil
		}
		p, err := keeping.Decode(body)
		if err != nil {
			return err
		}
		t.pages[n-1] = find.Fold(p)
		t.read++
		return nil
	})
	if err != nil {
		return nil, err
	}
	size := int64(8 * len(t.pages))
	for _, p := range t.pages {
		if p != nil {
			size += p.Size()
		}
	}
	d.texts.put(f.SHA256, t, size)
	return t, nil
}

// prepareFind has the text of a case at hand before somebody types what they look for.
func (d *Desk) prepareFind(c imr.Case) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed || d.reads[c.ID] != nil { // while it is being read, every look for something adds the new pages
		return
	}
	if all := !slices.ContainsFunc(c.Files, func(f imr.CaseFile) bool { _, ok := d.texts.get(f.SHA256); return !ok }); all {
		return
	}
	wait, leave := d.folding.enter(string(c.ID))
	if wait != nil {
		return
	}
	d.others.Go(func() {
		defer leave()
		s, _, err := d.shelf(d.ctx, c)
		if err != nil {
			return
		}
		for _, f := range s.Files {
			if _, err := d.fileText(d.ctx, f); err != nil {
				return // whoever looks for something is told
			}
		}
	})
}

// Find finds words in all pages of a case that were read.
func (d *Desk) Find(ctx context.Context, c imr.Case, query string, most int) (records.Hits, error) {
	var hits records.Hits
	q := find.Parse(query)
	if q.Empty() {
		return hits, nil
	}
	s, _, err := d.shelf(ctx, c)
	if err != nil {
		return hits, err
	}
	type place struct {
		ref records.PageRef
		m   find.Match
	}
	var places []place
	for i, f := range s.Files {
		if f.Pages == 0 {
			continue
		}
		t, err := d.fileText(ctx, f)
		if err != nil {
			return hits, err
		}
		for n, p := range t.pages {
			if p == nil {
				continue
			}
			k := q.Count(p)
			if k == 0 {
				continue
			}
			ref := records.PageRef{File: i, Page: n + 1}
			hits.Total += k
			hits.Pages = append(hits.Pages, s.Number(ref))
			for _, m := range q.Find(p, most-len(places)) {
				places = append(places, place{ref, m})
			}
		}
		if err := ctx.Err(); err != nil {
			return hits, err // somebody typed on
		}
	}
	// The words themselves are read for the few that are listed alone.
	var p records.Page
	last := records.PageRef{File: -1}
	for _, x := range places {
		if x.ref != last {
			body, err := d.Store.PageBody(ctx, s.Files[x.ref.File].SHA256, x.ref.Page)
			if err != nil {
				return hits, err
			}
			if body == nil {
				continue
			}
			if p, err = keeping.Decode(body); err != nil {
				return hits, err
			}
			last = x.ref
		}
		hits.First = append(hits.First, hit(p, s.Number(x.ref), x.m))
	}
	return hits, nil
}

// wordsAround are shown before and after a hit.
const wordsAround = 8

func hit(p records.Page, number int, m find.Match) records.Hit {
	words := func(from, to int) string {
		from, to = max(0, min(from, len(p.Words))), max(0, min(to, len(p.Words)))
		var b strings.Builder
		for i := from; i < to; i++ {
			if i > from {
				b.WriteByte(' ')
			}
			b.WriteString(p.Words[i].Text)
		}
		return b.String()
	}
	return records.Hit{Number: number, From: m.From, To: m.To, Before: words(m.From-wordsAround, m.From), Text: words(m.From, m.To), After: words(m.To, m.To+wordsAround)}
}
