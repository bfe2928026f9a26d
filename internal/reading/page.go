package reading

import (
	"context"
	"errors"
	"time"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/reading/keeping"
	"github.com/openimr/openimr/records"
	"github.com/openimr/openimr/records/recognise"
)

var errClosed = errors.New("the reading desk is closed")

// recogniseAt is the resolution, in dots per inch, of the picture whose words are recognised: more takes longer and
// gives no more words.
const recogniseAt = 200

// pageProblem is what is said of a page that stops the program that reads it.
const pageProblem = "This page could not be read. Look at its picture, or ask for the page again."

// A result is a page that was read, or why it was not.
type result struct {
	t    *task
	page records.Page
	body keeping.Page
	err  error
}

// readPages reads pages as they stand in the queue.
func (d *Desk) readPages() {
	for {
		ts := d.queue.next(stretch)
		switch {
		case ts == nil:
			return
		case len(ts) > 1:
			ts = d.readNative(ts)
		}
		for _, t := range ts {
			d.readOne(t)
		}
	}
}

// stretch is how many pages of a file are read in one go; who looks at a page or a picture may wait for them.
const stretch = 8

// readNative reads neighbours of a file and returns those that are left: it stops where the opener fails, and does not
// keep the opener waiting for recognition, which needs it too.
func (d *Desk) readNative(ts []*task) (left []*task) {
	_ = d.Files.Pages(d.ctx, ts[0].path, ts[0].id.Page, ts[len(ts)-1].id.Page, func(n int, p records.Page) error {
		if len(ts) == 0 || ts[0].id.Page != n {
			return errors.New("another page came than was asked for")
		}
		t := ts[0]
		ts = ts[1:]
		if d.tell(t, p) {
			left = append(left, t)
		}
		return nil
	})
	return append(left, ts...) // each is tried by itself, and tells what is wrong
}

// tell passes on a page as its file has it, or puts it into the queue again for recognition; urgent says that it must
// not wait there and is to be gone on with.
func (d *Desk) tell(t *task, p records.Page) (urgent bool) {
	if d.needsRecognition(p) {
		t.seen = &p
		return !d.queue.back(t, recognised)
	}
	recognise.Mark(&p)
	d.pass(t, p, nil)
	return false
}

// readOne reads a page.
func (d *Desk) readOne(t *task) {
	if t.seen == nil {
		p, err := d.twice(func() (records.Page, error) { return d.Files.Page(d.ctx, t.path, t.id.Page) })
		if err != nil {
			d.pass(t, p, err)
			return
		}
		if !d.tell(t, p) {
			return
		}
	}
	// Somebody who looked which pages are missing before this one was kept may have asked for it again.
	if body, err := d.Store.PageBody(d.ctx, t.id.File, t.id.Page); err == nil && body != nil {
		d.queue.done(t, nil)
		return
	}
	p, err := d.recognise(t.path, t.id.Page, *t.seen)
	d.pass(t, p, err)
}

// recognise reads the picture of a page whose own text p will not do, and keeps the better of the two.
func (d *Desk) recognise(path string, n int, p records.Page) (records.Page, error) {
	r, err := d.twice(func() (records.Page, error) {
		g, err := d.Files.Gray(d.ctx, path, n, recogniseAt, p.Rotation)
		if err != nil {
			return records.Page{}, err
		}
		return d.Recognise(d.ctx, g, recogniseAt, p.Width, p.Height)
	})
	if err != nil {
		return p, err
	}
	r.Rotation = (r.Rotation + p.Rotation) % 360 // of a page that its file shows on its side, and whose text was poor
	p = better(p, r)
	recognise.Mark(&p)
	return p, nil
}

// pass has a page kept.
func (d *Desk) pass(t *task, p records.Page, err error) {
	r := result{t: t, err: err}
	if err == nil {
		r.page = keeping.Round(p)
		r.body = keeping.PageOf(t.id.File, t.id.Page, r.page)
	}
	d.results <- r
}

func (d *Desk) needsRecognition(p records.Page) bool {
	if d.Recognise == nil || p.Blank || p.Problem != "" {
		return false
	}
	usable, _ := recognise.Usable(p)
	return !usable
}

// better chooses between the text of a file and that of recognition.
func better(own, ours records.Page) records.Page {
	ours.Scan = own.Scan
	if ours.Problem != "" { // it has no picture that could be looked at
		ours.Width, ours.Height = own.Width, own.Height
	}
	return recognise.Better(own, ours)
}

// twice does something again where it failed, and makes a page with a problem where it fails again: an opener that
// cannot be had, or a page that kills it each time. It must not stop the other pages.
func (d *Desk) twice(read func() (records.Page, error)) (p records.Page, err error) {
	for range 2 {
		if p, err = read(); err == nil || d.ctx.Err() != nil {
			break
		}
		if said, ok := errors.AsType[Problem](err); ok {
			return records.Page{Width: 612, Height: 792, Source: records.None, Problem: string(said)}, nil
		}
	}
	switch {
	case d.ctx.Err() != nil:
		return p, errClosed
	case err != nil:
		d.Log.Warn("a page could not be read", "error", err)
		return records.Page{Width: 612, Height: 792, Source: records.None, Problem: pageProblem}, nil
	}
	return p, nil
}

// Results are kept in batches: as many as wait, at most mostAtOnce pages. Those that somebody may wait for, and those that
// took a second to recognise and should not be lost, are kept at once; native pages, of which there are hundreds a
// second, every keepEvery.
const (
	mostAtOnce = 32
	keepEvery  = 150 * time.Millisecond
)

// keepPages keeps results until there come no more.
func (d *Desk) keepPages() {
	var last time.Time
	for r := range d.results {
		batch := []result{r}
		urgent := d.atOnce(r)
		pause := time.NewTimer(max(0, keepEvery-time.Since(last)))
		open := true
	more:
		for open && len(batch) < mostAtOnce {
			if urgent { // take what is there and wait for nothing
				select {
				case r, open = <-d.results:
				default:
					break more
				}
			} else {
				select {
				case r, open = <-d.results:
				case <-pause.C:
					break more
				}
			}
			if open {
				batch = append(batch, r)
				urgent = urgent || d.atOnce(r)
			}
		}
		pause.Stop()
		d.keep(batch)
		last = time.Now()
	}
}

func (d *Desk) atOnce(r result) bool { return r.t.seen != nil || d.queue.urgent(r.t) }

// keep keeps pages and lets those go on who wait for them.
func (d *Desk) keep(batch []result) {
	var pages []keeping.Page
	of := map[string]map[int]records.Page{}
	for _, r := range batch {
		if r.err != nil {
			continue
		}
		pages = append(pages, r.body)
		if of[r.t.id.File] == nil {
			of[r.t.id.File] = map[int]records.Page{}
		}
		of[r.t.id.File][r.t.id.Page] = r.page
	}
	var err error
	if len(pages) > 0 {
		// Not d.ctx: what was read is kept, also at the end.
		ctx, stop := context.WithTimeout(context.WithoutCancel(d.ctx), time.Minute)
		_, err = d.Store.AddPages(ctx, pages)
		stop()
		if err != nil {
			d.Log.Error("keeping pages", "pages", len(pages), "error", err)
		} else {
			for sha, ps := range of {
				d.files.learn(sha, ps)
			}
		}
	}
	for _, r := range batch {
		if r.err == nil {
			r.err = err
		}
		d.queue.done(r.t, r.err)
	}
	if err == nil && len(pages) > 0 {
		d.watch.tell(d.casesOf(of)...)
	}
}

// casesOf are the cases that are being read here and have one of some files.
func (d *Desk) casesOf(of map[string]map[int]records.Page) (ids []imr.CaseID) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for id, r := range d.reads {
		for sha := range of {
			if r.has[sha] {
				ids = append(ids, id)
				break
			}
		}
	}
	return ids
}

// Page is one page as it was read; one that was not read yet is read before all others.
func (d *Desk) Page(ctx context.Context, id records.PageID) (records.Page, error) {
	if p, ok := d.leaves.get(id); ok {
		return p, nil
	}
	for try := 0; ; try++ {
		body, err := d.Store.PageBody(ctx, id.File, id.Page)
		if err != nil {
			return records.Page{}, err
		}
		if body != nil {
			p, err := keeping.Decode(body)
			if err == nil {
				d.leaves.put(id, p, pageSize(p))
			}
			return p, err
		}
		if try == 2 {
			return records.Page{}, errors.New("a page was read and is not there")
		}
		f, err := d.open(ctx, id.File, "")
		if err != nil {
			return records.Page{}, err
		}
		if id.Page < 1 || id.Page > f.Pages {
			return records.Page{}, noPage(id)
		}
		path, err := d.Blobs.Path(id.File)
		if err != nil {
			return records.Page{}, err
		}
		t := d.queue.add(id, path, wanted, 0)
		select {
		case <-t.over:
			if t.err != nil {
				return records.Page{}, t.err
			}
		case <-ctx.Done():
			return records.Page{}, ctx.Err()
		}
	}
}

// Want says which pages somebody looks at, so that they are read first.
func (d *Desk) Want(ctx context.Context, c imr.Case, pages []records.PageID) {
	has := map[string]bool{}
	for _, f := range c.Files {
		has[f.SHA256] = true
	}
	for _, id := range pages[:min(len(pages), mostWanted)] {
		if has[id.File] {
			d.queue.want(id)
		}
	}
	d.prepareFind(c)
}

// mostWanted bounds the pages that one reader can move up at once.
const mostWanted = 20

// Bundle is the shelf's pages with all their words. Pages that were not read yet are empty.
func (d *Desk) Bundle(ctx context.Context, c imr.Case) (*records.Bundle, error) {
	s, _, err := d.shelf(ctx, c)
	if err != nil {
		return nil, err
	}
	return d.bundle(ctx, c, s)
}

func (d *Desk) bundle(ctx context.Context, c imr.Case, s *records.Shelf) (*records.Bundle, error) {
	b := &records.Bundle{}
	for _, f := range s.Files {
		p, err := d.filePages(ctx, f.SHA256, f.Pages, f.Read)
		if err != nil {
			return nil, err
		}
		b.Files = append(b.Files, records.File{Name: f.Name, SHA256: f.SHA256, From: f.From, Pages: p, Problems: f.Problems})
	}
	return b, nil
}

// filePages are the pages of a file with their words, as far as they are read. The list is shared and never changed.
type filePages struct {
	pages []records.Page
	has   []bool
	read  int
}

// filePages returns the pages of a file; it holds at least as many that were read.
func (d *Desk) filePages(ctx context.Context, sha string, pages, read int) ([]records.Page, error) {
	old, ok := d.pages.get(sha)
	if ok && old.read >= read && len(old.pages) == pages {
		return old.pages, nil
	}
	n := &filePages{pages: make([]records.Page, pages), has: make([]bool, pages)}
	from := 1
	if ok && len(old.pages) == pages {
		copy(n.pages, old.pages)
		copy(n.has, old.has)
		n.read = old.read
		for from <= pages && n.has[from-1] {
			from++
		}
	}
	size := int64(0)
	err := d.Store.PageBodies(ctx, sha, from, pages, func(k int, body []byte) error {
		if k < 1 || k > pages || n.has[k-1] {
			return nil
		}
		p, err := keeping.Decode(body)
		if err != nil {
			return err
		}
		n.pages[k-1], n.has[k-1] = p, true
		n.read++
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, p := range n.pages {
		size += pageSize(p)
	}
	d.pages.put(sha, n, size)
	return n.pages, nil
}

// pageSize is about how many bytes a page takes in memory.
func pageSize(p records.Page) int64 { return 160 + 56*int64(len(p.Words)) }

// pagesAtHand bounds the single pages that are kept in memory, in bytes.
const pagesAtHand = 32 << 20
