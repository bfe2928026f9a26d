package reading

import (
	"context"
	"sync"
	"time"

	"github.com/openimr/openimr/imr"
)

// watchers tell who waits for a case that something of it changed.
type watchers struct {
	mu     sync.Mutex
	byCase map[imr.CaseID]chan struct{}
	closed bool
}

func (w *watchers) wait(id imr.CaseID) <-chan struct{} {
	w.mu.Lock()
	defer w.mu.Unlock()
	ch := w.byCase[id]
	if ch == nil {
		ch = make(chan struct{})
		if w.closed {
			close(ch)
			return ch
		}
		if w.byCase == nil {
			w.byCase = map[imr.CaseID]chan struct{}{}
		}
		w.byCase[id] = ch
	}
	return ch
}

func (w *watchers) tell(ids ...imr.CaseID) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, id := range ids {
		if ch := w.byCase[id]; ch != nil {
			close(ch)
			delete(w.byCase, id)
		}
	}
}

func (w *watchers) waiting() []imr.CaseID {
	w.mu.Lock()
	defer w.mu.Unlock()
	ids := make([]imr.CaseID, 0, len(w.byCase))
	for id := range w.byCase {
		ids = append(ids, id)
	}
	return ids
}

func (w *watchers) close() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.closed = true
	for _, ch := range w.byCase {
		close(ch)
	}
	clear(w.byCase)
}

// Changed is closed when more of the case was read than when it was called, or its index was made anew.
func (d *Desk) Changed(_ context.Context, id imr.CaseID) <-chan struct{} { return d.watch.wait(id) }

// lookAround finds what other servers read, for those who wait for it here.
func (d *Desk) lookAround() {
	type stamp struct {
		read int
		made time.Time
	}
	last := map[imr.CaseID]stamp{}
	tick := time.NewTicker(2 * time.Second)
	defer tick.Stop()
	for {
		select {
		case <-d.ctx.Done():
			return
		case <-tick.C:
		}
		now := map[imr.CaseID]stamp{}
		for _, id := range d.watch.waiting() {
			c, err := d.Store.Case(d.ctx, id)
			if err != nil {
				continue
			}
			s, err := d.Shelf(d.ctx, c)
			if err != nil {
				continue
			}
			now[id] = stamp{s.Read + s.Pages, s.Made}
			if was, ok := last[id]; ok && was != now[id] {
				d.watch.tell(id)
			}
		}
		last = now
	}
}
