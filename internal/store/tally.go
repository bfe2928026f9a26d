package store

import "sync"

// tally keeps numbers that are dear to count until a case changes. Changes of this process are told to it; where other
// processes record too, the key of a number holds the size of the record.
type tally struct {
	mu   sync.Mutex
	kept map[string]*kept
}

type kept struct {
	once  sync.Once
	value any
	err   error
}

func newTally() *tally { return &tally{kept: map[string]*kept{}} }

// changed forgets everything: a case has changed.
func (t *tally) changed() {
	t.mu.Lock()
	defer t.mu.Unlock()
	clear(t.kept)
}

// mostKept bounds the numbers that are kept: a filter can be anything.
const mostKept = 500

// recall returns what count returned since the last change, or counts. Many who ask at once wait for one count.
func recall[T any](t *tally, key string, count func() (T, error)) (T, error) {
	t.mu.Lock()
	k := t.kept[key]
	if k == nil {
		if len(t.kept) >= mostKept {
			clear(t.kept)
		}
		k = &kept{}
		t.kept[key] = k
	}
	t.mu.Unlock()
	mine := false
	k.once.Do(func() {
		mine = true
		v, err := count()
		k.value, k.err = v, err
		if err != nil { // who asked may have gone away; the next one asks anew
			t.mu.Lock()
			if t.kept[key] == k {
				delete(t.kept, key)
			}
			t.mu.Unlock()
		}
	})
	if k.err != nil && !mine { // perhaps it was only that the other one went away
		return count()
	}
	if k.err != nil {
		var zero T
		return zero, k.err
	}
	return k.value.(T), nil
}
