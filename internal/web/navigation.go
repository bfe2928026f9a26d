package web

import (
	"context"
	"sync"
	"time"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
)

// An Entry is one line of the side navigation.
type Entry struct {
	Name, Address string
	Counted       bool
	Count         int
}

// navigation returns the places that this person can go to.
func (v *Visit) navigation() []Entry {
	switch r := v.Account.Role; {
	case r.Staff():
		n, err := v.counted(v.R.Context())
		counted := err == nil // without numbers rather than without navigation
		es := []Entry{{"Work queue", "/queue", counted, n.Open}}
		for _, g := range stageGroups {
			sum := 0
			for _, st := range g.States {
				sum += n.ByState[st]
			}
			es = append(es, Entry{g.Name, "/queue?stage=" + g.ID, counted, sum})
		}
		return es
	case auth.NeedOf(r, auth.SeeQueue) != auth.Never:
		es := []Entry{{Name: "My cases", Address: "/queue"}}
		if auth.NeedOf(r, auth.KeepBlocks) != auth.Never {
			es = append(es, Entry{Name: "Text blocks", Address: "/blocks"})
		}
		return es
	case r == auth.Administrator:
		return []Entry{{Name: "Accounts", Address: "/accounts"}, {Name: "Your account", Address: "/account"}}
	}
	return nil
}

// scope returns the filter that keeps a person to the cases which they may see. It is part of every query of the queue.
func (v *Visit) scope() imr.QueueFilter {
	switch {
	case v.Account.Role.Staff():
		return imr.QueueFilter{}
	case v.Account.Role == auth.Reviewer:
		return imr.QueueFilter{Reviewer: v.Account.ID}
	}
	return imr.QueueFilter{Party: v.Account.ID}
}

// counted returns the numbers above the queue, up to ten seconds old.
func (v *Visit) counted(ctx context.Context) (imr.QueueCounts, error) {
	f := v.scope()
	key := string(f.Reviewer) + "\x00" + string(f.Party)
	if n, ok := v.s.counts.get(key, v.Now); ok {
		return n, nil
	}
	n, err := v.s.Store.Counts(ctx, f, v.Now)
	if err == nil {
		v.s.counts.put(key, n, v.Now)
	}
	return n, err
}

// countCache keeps the numbers above the queue for a moment: they stand on every page.
type countCache struct {
	mu   sync.Mutex
	kept map[string]keptCounts
}

type keptCounts struct {
	counts imr.QueueCounts
	at     time.Time
}

const (
	countsLast   = 10 * time.Second
	countsAtOnce = 1000
)

func newCountCache() *countCache { return &countCache{kept: map[string]keptCounts{}} }

func (c *countCache) get(key string, now time.Time) (imr.QueueCounts, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	k, ok := c.kept[key]
	return k.counts, ok && now.Sub(k.at) < countsLast && !now.Before(k.at)
}

func (c *countCache) put(key string, n imr.QueueCounts, now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.kept) >= countsAtOnce {
		clear(c.kept)
	}
	c.kept[key] = keptCounts{n, now}
}

// forget drops the numbers after an act, so that whoever did it sees it counted.
func (c *countCache) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	clear(c.kept)
}
