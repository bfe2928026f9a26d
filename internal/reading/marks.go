package reading

import (
	"cmp"
	"context"
	"slices"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/records"
)

// Marks are those that somebody may see: their own and the shared ones, in the order of the record.
func (d *Desk) Marks(ctx context.Context, c imr.Case, by imr.UserID) ([]records.Mark, error) {
	list, err := d.Store.Marks(ctx, c.ID, by)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	s, _, err := d.shelf(ctx, c)
	if err != nil {
		return nil, err
	}
	number := func(m records.Mark) int {
		for i, f := range s.Files {
			if f.SHA256 == m.Page.File {
				return s.Number(records.PageRef{File: i, Page: m.Page.Page})
			}
		}
		return 0
	}
	slices.SortStableFunc(list, func(a, b records.Mark) int {
		return cmp.Or(cmp.Compare(number(a), number(b)), cmp.Compare(a.From, b.From), a.Made.Compare(b.Made), cmp.Compare(a.ID, b.ID))
	})
	return list, nil
}

// PutMark adds a mark, or changes one's own where the ID is known.
func (d *Desk) PutMark(ctx context.Context, id imr.CaseID, m records.Mark) (records.Mark, error) {
	c, err := d.Store.Case(ctx, id)
	if err != nil {
		return m, err
	}
	if !slices.ContainsFunc(c.Files, func(f imr.CaseFile) bool { return f.SHA256 == m.Page.File }) {
		return m, noPage(m.Page)
	}
	return d.Store.PutMark(ctx, id, m)
}

// RemoveMark removes one's own mark; it can be put again.
func (d *Desk) RemoveMark(ctx context.Context, id imr.CaseID, by imr.UserID, mark string) error {
	return d.Store.RemoveMark(ctx, id, by, mark)
}

// Open notes that somebody had pages before their eyes.
func (d *Desk) Open(ctx context.Context, id imr.CaseID, by imr.UserID, pages []records.PageID) error {
	c, err := d.Store.Case(ctx, id)
	if err != nil {
		return err
	}
	has := map[string]bool{}
	for _, f := range c.Files {
		has[f.SHA256] = true
	}
	for _, p := range pages {
		if !has[p.File] || p.Page < 1 {
			return noPage(p)
		}
	}
	return d.Store.OpenPages(ctx, id, by, pages)
}

// Opened lists the pages that somebody had before their eyes.
func (d *Desk) Opened(ctx context.Context, id imr.CaseID, by imr.UserID) ([]records.Opened, error) {
	return d.Store.OpenedPages(ctx, id, by)
}
