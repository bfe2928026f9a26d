package web

import (
	"container/list"
	"context"
	"sync"
	"time"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/records"
	"github.com/openimr/openimr/review/check"
	"github.com/openimr/openimr/review/pages"
)

// The records that reviewers are working on are prepared for the checks in the background, and kept at hand as long as there is
// room: five thousand pages take some seconds and about fifty megabytes. A request waits a moment for a small record; for a large
// one it answers what can be said without, and says that more is to come. When more of a record was read, the checks go on with
// what they have until the new one is ready.

const (
	booksRoom = 512 << 20              // bytes, all together
	bookWait  = 250 * time.Millisecond // a request waits for a record that is being prepared
	bookTime  = 5 * time.Minute        // after which preparing is given up
)

// bookCache has the records used last.
type bookCache struct {
	mu     sync.Mutex
	size   int64
	order  *list.List // of *bookEntry, the last used first
	byCase map[imr.CaseID]*list.Element
}

// A bookEntry is the record of one case.
type bookEntry struct {
	id      imr.CaseID
	book    *pages.Book // nil until the first is ready
	memory  *check.Memory
	size    int64
	making  string        // version that is being prepared; "" where none is
	failed  string        // version that could not be prepared
	retry   time.Time     // when it may be tried again
	changed chan struct{} // closed when making ends
}

// A bookState says how far the record of a case is at hand.
type bookState struct {
	preparing, behind bool
	pages, read       int
}

func newBookCache() *bookCache {
	return &bookCache{order: list.New(), byCase: map[imr.CaseID]*list.Element{}}
}

// of returns the prepared record of a case, nil where it is not ready yet, and what was found in it before.
func (c *bookCache) of(ctx context.Context, s *server, of imr.Case, shelf *records.Shelf) (*pages.Book, *check.Memory, bookState) {
	state := bookState{pages: shelf.Pages, read: shelf.Read}
	want := pages.VersionOf(shelf)
	c.mu.Lock()
	e := c.entry(of.ID)
	if shelf.Read > 0 && (e.book == nil || e.book.Version() != want) && e.making == "" && (e.failed != want || time.Now().After(e.retry)) {
		e.making, e.changed = want, make(chan struct{})
		go c.prepare(context.WithoutCancel(ctx), s, of, shelf, e)
	}
	ready := e.changed
	waits := e.making != "" && e.book == nil
	c.mu.Unlock()
	if waits {
		t := time.NewTimer(bookWait)
		defer t.Stop()
		select {
		case <-ready:
		case <-t.C:
		case <-ctx.Done():
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	state.preparing = e.making != ""
	state.behind = e.book != nil && e.book.Version() != want
	return e.book, e.memory, state
}

// entry is the place of a case in the cache. The lock is held.
func (c *bookCache) entry(id imr.CaseID) *bookEntry {
	if at := c.byCase[id]; at != nil {
		c.order.MoveToFront(at)
		return at.Value.(*bookEntry)
	}
	e := &bookEntry{id: id, memory: check.NewMemory()}
	c.byCase[id] = c.order.PushFront(e)
	return e
}

// prepare makes the record of a case ready.
func (c *bookCache) prepare(ctx context.Context, s *server, of imr.Case, shelf *records.Shelf, e *bookEntry) {
	ctx, cancel := context.WithTimeout(ctx, bookTime)
	defer cancel()
	var book *pages.Book
	b, err := s.Records.Bundle(ctx, of)
	if err == nil {
		book = pages.New(b, shelf)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	version := e.making
	e.making = ""
	close(e.changed)
	if err != nil {
		e.failed, e.retry = version, time.Now().Add(time.Minute)
		s.Logger.Error("preparing a record for the checks", "case", string(of.ID), "error", err)
		return
	}
	if c.byCase[e.id] == nil { // forgotten meanwhile
		return
	}
	c.size += book.Size() - e.size
	e.book, e.size = book, book.Size()
	for c.size > booksRoom && c.order.Len() > 1 {
		last := c.order.Back()
		old := last.Value.(*bookEntry)
		c.size -= old.size
		c.order.Remove(last)
		delete(c.byCase, old.id)
	}
}
