package store

import (
	"container/list"
	"slices"
	"sync"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/audit"
)

// An entry is a case as it stands, with what the next event needs.
type entry struct {
	c    imr.Case
	row  imr.QueueRow
	head audit.Hash // of its last event
}

// cache keeps the cases used last, folded. On SQLite this process is the only one that writes, so an entry is true until
// the writer replaces it; on PostgreSQL its version and head are compared with the locked row before it is used.
type cache struct {
	mu    sync.Mutex
	most  int
	order *list.List // of *entry, the last used first
	byID  map[imr.CaseID]*list.Element
}

func newCache(most int) *cache {
	return &cache{most: most, order: list.New(), byID: map[imr.CaseID]*list.Element{}}
}

func (c *cache) get(id imr.CaseID) *entry {
	c.mu.Lock()
	defer c.mu.Unlock()
	e := c.byID[id]
	if e == nil {
		return nil
	}
	c.order.MoveToFront(e)
	return e.Value.(*entry)
}

// put keeps what the writer recorded.
func (c *cache) put(n *entry) { c.keep(n, 0) }

// offer keeps what a reader read, unless there is something of the same version or a newer one: the writer may have
// recorded it meanwhile, or made its row anew.
func (c *cache) offer(n *entry) { c.keep(n, 1) }

// keep keeps an entry where the one that is there is older by some versions, or not newer for 0.
func (c *cache) keep(n *entry, older int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e := c.byID[n.c.ID]; e != nil {
		if e.Value.(*entry).c.Version+older <= n.c.Version {
			e.Value = n
		}
		c.order.MoveToFront(e)
		return
	}
	c.byID[n.c.ID] = c.order.PushFront(n)
	if c.order.Len() > c.most {
		last := c.order.Back()
		c.order.Remove(last)
		delete(c.byID, last.Value.(*entry).c.ID)
	}
}

// clear forgets everything.
func (c *cache) clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.order.Init()
	clear(c.byID)
}

// sealed returns a case whose lists have no room to grow: who holds a copy and applies more events to it gets lists of
// their own, and two such copies never write into the same memory.
func sealed(c imr.Case) imr.Case {
	c.Items, c.Parties, c.Documents = slices.Clip(c.Items), slices.Clip(c.Parties), slices.Clip(c.Documents)
	c.Excluded, c.Notes, c.Services = slices.Clip(c.Excluded), slices.Clip(c.Notes), slices.Clip(c.Services)
	c.Files, c.Corrections, c.Letters = slices.Clip(c.Files), slices.Clip(c.Corrections), slices.Clip(c.Letters)
	return c
}
