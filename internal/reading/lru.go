package reading

import (
	"container/list"
	"sync"
)

// An lru keeps values up to a size all together and forgets those used longest ago.
type lru[K comparable, V any] struct {
	mu    sync.Mutex
	most  int64
	size  int64
	order *list.List // of *held[K, V], the last used first
	byKey map[K]*list.Element
	gone  func(K, V) // told of what is forgotten
}

type held[K comparable, V any] struct {
	key  K
	v    V
	size int64
}

func newLRU[K comparable, V any](most int64) *lru[K, V] {
	return &lru[K, V]{most: most, order: list.New(), byKey: map[K]*list.Element{}}
}

func (l *lru[K, V]) get(k K) (v V, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	e := l.byKey[k]
	if e == nil {
		return v, false
	}
	l.order.MoveToFront(e)
	return e.Value.(*held[K, V]).v, true
}

// put keeps a value, in place of the one before. What is larger than all that may be kept is not kept.
func (l *lru[K, V]) put(k K, v V, size int64) {
	var out []*held[K, V]
	l.mu.Lock()
	if e := l.byKey[k]; e != nil {
		h := e.Value.(*held[K, V])
		l.size += size - h.size
		h.v, h.size = v, size
		l.order.MoveToFront(e)
	} else {
		l.byKey[k] = l.order.PushFront(&held[K, V]{k, v, size})
		l.size += size
	}
	for l.size > l.most && l.order.Len() > 0 {
		out = append(out, l.remove(l.order.Back()))
	}
	l.mu.Unlock()
	if l.gone != nil {
		for _, h := range out {
			l.gone(h.key, h.v)
		}
	}
}

func (l *lru[K, V]) drop(k K) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if e := l.byKey[k]; e != nil {
		l.remove(e)
	}
}

func (l *lru[K, V]) remove(e *list.Element) *held[K, V] {
	h := e.Value.(*held[K, V])
	l.order.Remove(e)
	delete(l.byKey, h.key)
	l.size -= h.size
	return h
}
