package reading

import (
	"context"
	"sync"
	"time"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/reading/keeping"
	"github.com/openimr/openimr/records"
)

// files has of the files used last each page without its words.
type files struct {
	mu  sync.Mutex
	lru *lru[string, *sheets]
}

// sheets are the pages of a file. The list is shared and never changed: what is read meanwhile stands in a new one.
type sheets struct {
	list []records.Sheet
	read int
}

// mostSheets bounds the pages that are known without their words; one takes about 80 bytes.
const mostSheets = 400_000

func newFiles() *files { return &files{lru: newLRU[string, *sheets](mostSheets)} }

// sheets returns the pages of a file that was opened, without their words.
func (d *Desk) sheets(ctx context.Context, f keeping.File) (*sheets, error) {
	if s, ok := d.files.lru.get(f.SHA256); ok && s.read >= f.Read && len(s.list) == f.Pages {
		return s, nil
	}
	s := &sheets{list: make([]records.Sheet, f.Pages)}
	err := d.Store.Sheets(ctx, f.SHA256, func(n int, body []byte) error {
		p, err := keeping.Decode(body)
		if err != nil {
			return err
		}
		if n >= 1 && n <= len(s.list) && !s.list[n-1].Read {
			s.list[n-1] = records.SheetOf(p)
			s.read++
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	d.files.mu.Lock()
	defer d.files.mu.Unlock()
	if now, ok := d.files.lru.get(f.SHA256); ok && now.read > s.read && len(now.list) == len(s.list) {
		return now, nil
	}
	d.files.lru.put(f.SHA256, s, int64(f.Pages)+1)
	return s, nil
}

// learn notes pages that were just kept.
func (f *files) learn(sha string, pages map[int]records.Page) {
	f.mu.Lock()
	defer f.mu.Unlock()
	old, ok := f.lru.get(sha)
	if !ok {
		return // all are read from the store when somebody asks
	}
	s := &sheets{list: append([]records.Sheet(nil), old.list...), read: old.read}
	for n, p := range pages {
		if n <= len(s.list) && !s.list[n-1].Read {
			s.list[n-1] = records.SheetOf(p)
			s.read++
		}
	}
	f.lru.put(sha, s, int64(len(s.list))+1)
}

// Shelf is all that was received for a case, how far it is read, and its index.
func (d *Desk) Shelf(ctx context.Context, c imr.Case) (*records.Shelf, error) {
	s, left, err := d.shelf(ctx, c)
	if err != nil {
		return nil, err
	}
	x, basis, err := d.index(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	if x != nil {
		s.Index, s.Made = &x.Index, x.made
	}
	if len(s.Files) > 0 {
		s.Behind = left || basis != basisOf(c, s)
	}
	if s.Behind {
		d.ask(c.ID)
	}
	return s, nil
}

// shelf is the shelf without its index; left says that there is something to open or to read.
func (d *Desk) shelf(ctx context.Context, c imr.Case) (s *records.Shelf, left bool, err error) {
	s = &records.Shelf{}
	if len(c.Files) == 0 {
		return s, false, nil
	}
	opened, err := d.Store.OpenedFiles(ctx, shas(c))
	if err != nil {
		return nil, false, err
	}
	places, err := d.Store.Places(ctx, c.ID)
	if err != nil {
		return nil, false, err
	}
	for i, cf := range c.Files {
		f := records.ShelfFile{SHA256: cf.SHA256, Name: cf.Name, Size: cf.Size, From: string(cf.From), Received: cf.Received, In: cf.In}
		if cf.How != nil {
			f.How = string(cf.How.Method)
		}
		o, ok := opened[cf.SHA256]
		if !ok || i >= len(places) {
			left = true
			s.Files = append(s.Files, f)
			continue
		}
		sh, err := d.sheets(ctx, o)
		if err != nil {
			return nil, false, err
		}
		f.Opened, f.Kind, f.Pages, f.Read, f.Problem, f.First, f.Sheets = true, o.Kind, o.Pages, min(sh.read, o.Pages), o.Problem, places[i].First, sh.list
		for n, sheet := range sh.list {
			if sheet.Problem != "" {
				f.Problems = append(f.Problems, records.Problem{Page: n + 1, Problem: sheet.Problem})
			}
		}
		s.Pages += f.Pages
		s.Read += f.Read
		left = left || f.Read < f.Pages
		s.Files = append(s.Files, f)
	}
	return s, left, nil
}

// ask has a case read where a look at it finds that there is something to do and nobody does it here: the job may have
// been lost with a database that was restored, or the case is older than this program.
func (d *Desk) ask(id imr.CaseID) {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := time.Now()
	if d.closed || d.reads[id] != nil || now.Sub(d.asked[id]) < time.Minute {
		return
	}
	if len(d.asked) > 10_000 {
		clear(d.asked)
	}
	d.asked[id] = now
	d.others.Go(func() {
		if err := d.Store.AskReading(d.ctx, id); err != nil && d.ctx.Err() == nil {
			d.Log.Error("asking that a case be read", "case", id, "error", err)
		}
	})
}
