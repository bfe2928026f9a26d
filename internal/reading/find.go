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

// fileText returns the folded pages of a file; it holds at least as many as were read.
func (d *Desk) fileText(ctx context.Context, f records.ShelfFile) (*find.Text, error) {
	t, ok := d.texts.get(f.SHA256)
	if ok && t.Read() >= f.Read && t.Pages() == f.Pages {
		return t, nil
	}
	if !ok || t.Pages() != f.Pages {
		t = find.NewText(f.Pages)
	}
	from := 1
	for t.Has(from) {
		from++
	}
	more := map[int]records.Page{}
	flush := func() { // so that the words of thousands of pages need not be in memory at once
		t = t.With(more)
		clear(more)
	}
	err := d.Store.PageBodies(ctx, f.SHA256, from, f.Pages, func(n int, body []byte) error {
		if t.Has(n) {
			return nil
		}
		p, err := keeping.Decode(body)
		if err != nil {
			return err
		}
		if more[n] = p; len(more) == 1000 {
			flush()
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	flush()
	d.texts.put(f.SHA256, t, t.Size())
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
		search := q.In(t)
		for n := 1; n <= t.Pages(); n++ {
			k := search.Count(n)
			if k == 0 {
				continue
			}
			ref := records.PageRef{File: i, Page: n}
			hits.Total += k
			hits.Pages = append(hits.Pages, s.Number(ref))
			for _, m := range search.Find(n, most-len(places)) {
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
			if p, err = d.Page(ctx, s.ID(x.ref)); err != nil {
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
