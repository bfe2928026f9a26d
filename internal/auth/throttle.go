package auth

import (
	"sync"
	"time"
)

// Limits of log-ins: after so many wrong passwords in a row somebody waits, each time twice as long.
const (
	freeByName  = 5  // of one account
	freeByPlace = 30 // of one address: an office shares one
	firstWait   = 15 * time.Second
	longestWait = 15 * time.Minute
	forgetAfter = time.Hour
	keptNames   = 50_000
)

// A Throttle slows down guessing of passwords: it counts wrong log-ins by some key. It lives in memory: a restart
// forgets it, which gives a guesser a few tries more.
type Throttle struct {
	free  int
	mu    sync.Mutex
	tries map[string]*tries
}

type tries struct {
	wrong int
	last  time.Time
}

// NewThrottle returns a throttle that lets so many wrong tries pass before it makes anybody wait.
func NewThrottle(free int) *Throttle { return &Throttle{free: free, tries: map[string]*tries{}} }

// Wait says how long a key (an account or an address) has to wait before the next try; zero is not at all.
func (t *Throttle) Wait(key string, now time.Time) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	w, ok := t.tries[key]
	if !ok || w.wrong < t.free {
		return 0
	}
	wait := longestWait
	if n := w.wrong - t.free; n < 7 {
		wait = min(firstWait<<n, longestWait)
	}
	return max(0, w.last.Add(wait).Sub(now))
}

// Wrong notes a wrong try.
func (t *Throttle) Wrong(key string, now time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	w, ok := t.tries[key]
	if !ok || now.Sub(w.last) > forgetAfter {
		if len(t.tries) >= keptNames {
			t.sweep(now)
		}
		w = &tries{}
		t.tries[key] = w
	}
	w.wrong++
	w.last = now
}

// Right forgets the wrong tries of a key.
func (t *Throttle) Right(key string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.tries, key)
}

// sweep drops what is old; if that frees nothing, all of those that are not waiting, so that invented names cannot
// fill the memory.
func (t *Throttle) sweep(now time.Time) {
	for k, w := range t.tries {
		if now.Sub(w.last) > forgetAfter {
			delete(t.tries, k)
		}
	}
	if len(t.tries) < keptNames {
		return
	}
	for k, w := range t.tries {
		if w.wrong < t.free {
			delete(t.tries, k)
		}
	}
	if len(t.tries) >= keptNames {
		clear(t.tries)
	}
}
