package reading

import (
	"container/heap"
	"sync"

	"github.com/openimr/openimr/records"
)

// The classes of pages that wait, the most urgent first.
const (
	wanted     = iota // somebody looks at it
	first             // of the first pages of a file
	native            // its file may have its text
	recognised        // its text must be recognised
)

// A task is a page to be read. It is over when the page is kept, or cannot be for now (err).
type task struct {
	id   records.PageID
	path string
	seen *records.Page // as its file has it, once that is known not to be enough
	over chan struct{}
	err  error

	class, turn int // guarded by the queue
	running     bool
}

// A queue has the pages that wait to be read, each once.
type queue struct {
	mu     sync.Mutex
	some   *sync.Cond
	heap   places
	byID   map[records.PageID]*task
	closed bool
}

// A place is where a task stands in the queue. A task that is moved up gets a second place; the one left behind is passed
// over.
type place struct {
	t           *task
	class, turn int
}

type places []place

func (h places) Len() int { return len(h) }
func (h places) Less(i, j int) bool {
	if h[i].class != h[j].class {
		return h[i].class < h[j].class
	}
	return h[i].turn < h[j].turn
}
func (h places) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h *places) Push(x any)   { *h = append(*h, x.(place)) }
func (h *places) Pop() any {
	old := *h
	x := old[len(old)-1]
	old[len(old)-1] = place{}
	*h = old[:len(old)-1]
	return x
}

func newQueue() *queue {
	q := &queue{byID: map[records.PageID]*task{}}
	q.some = sync.NewCond(&q.mu)
	return q
}

// add has a page read; one that waits already is moved up where it is more urgent now. turn orders pages of one class:
// the n-th page of every case comes before the next of any.
func (q *queue) add(id records.PageID, path string, class, turn int) *task {
	q.mu.Lock()
	defer q.mu.Unlock()
	t := q.byID[id]
	switch {
	case t == nil:
		t = &task{id: id, path: path, over: make(chan struct{}), class: class, turn: turn}
		if q.closed {
			t.err = errClosed
			close(t.over)
			return t
		}
		q.byID[id] = t
	case class >= t.class:
		return t
	default:
		t.class, t.turn = class, turn
		if t.running {
			return t // it stays at the new class should it come back
		}
	}
	heap.Push(&q.heap, place{t, class, turn})
	q.some.Signal()
	return t
}

// want moves a page up, if it waits.
func (q *queue) want(id records.PageID) bool {
	q.mu.Lock()
	t := q.byID[id]
	q.mu.Unlock()
	if t == nil {
		return false
	}
	q.add(id, t.path, wanted, 0)
	return true
}

// next waits for a page to read; nil when the queue is closed. With a page of which only the file was not asked yet come
// its next neighbours of the same kind, at most so many all together.
func (q *queue) next(most int) []*task {
	q.mu.Lock()
	defer q.mu.Unlock()
	for {
		for len(q.heap) == 0 && !q.closed {
			q.some.Wait()
		}
		if q.closed {
			return nil
		}
		p := heap.Pop(&q.heap).(place)
		if p.t.running || p.class != p.t.class || q.byID[p.t.id] != p.t {
			continue
		}
		p.t.running = true
		ts := []*task{p.t}
		for id := p.t.id; p.class == native && len(ts) < most; {
			id.Page++
			t := q.byID[id]
			if t == nil || t.running || t.class != native {
				break
			}
			t.running = true
			ts = append(ts, t)
		}
		return ts
	}
}

// back puts a page that is being read into the queue again, behind what is more urgent. false: it is so urgent that it
// should be gone on with at once.
func (q *queue) back(t *task, class int) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if t.class == wanted {
		return false
	}
	t.class, t.running = class, false
	heap.Push(&q.heap, place{t, class, t.turn})
	q.some.Signal()
	return true
}

// urgent says that somebody may be waiting for a page.
func (q *queue) urgent(t *task) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return t.class <= first
}

// done ends a task.
func (q *queue) done(t *task, err error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.byID[t.id] == t {
		delete(q.byID, t.id)
	}
	t.err = err
	close(t.over)
}

// close lets nobody wait any longer.
func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	for id, t := range q.byID {
		if !t.running {
			t.err = errClosed
			close(t.over)
			delete(q.byID, id)
		}
	}
	q.heap = nil
	q.some.Broadcast()
}
