//go:build unix

package bench

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A stopwatch measures the time on the wall, and the time that all cores spent on this process and all that it started:
// on a machine that others use too, the first tells as much of them as of us.
type stopwatch struct{ wall, cores time.Duration }

// time adds what f takes.
func (s *stopwatch) time(b *testing.B, f func()) {
	b.Helper()
	start, spent := time.Now(), coresSpent(b)
	f()
	s.wall += time.Since(start)
	s.cores += coresSpent(b) - spent
}

// ratio is how many times as long a peer took, on the wall and on the cores.
func (s *stopwatch) ratio(peer stopwatch) (wall, cores float64) {
	return float64(peer.wall) / float64(s.wall), float64(peer.cores) / float64(s.cores)
}

// coresSpent is the time that the cores have spent on this process, on its children that live, and on all that have ended and were
// waited for.
func coresSpent(b *testing.B) time.Duration {
	b.Helper()
	var sum time.Duration
	for _, who := range []int{syscall.RUSAGE_SELF, syscall.RUSAGE_CHILDREN} {
		var r syscall.Rusage
		if err := syscall.Getrusage(who, &r); err != nil {
			b.Fatal(err)
		}
		sum += time.Duration(r.Utime.Nano() + r.Stime.Nano())
	}
	all, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		b.Fatal(err)
	}
	for _, path := range all {
		data, err := os.ReadFile(path)
		if err != nil {
			continue // it has ended
		}
		// The name, in brackets, may hold anything. State and parent follow; user and system time are the 12th and 13th.
		f := strings.Fields(string(data[strings.LastIndexByte(string(data), ')')+1:]))
		if len(f) < 13 || f[1] != strconv.Itoa(os.Getpid()) {
			continue
		}
		for _, ticks := range f[11:13] {
			n, _ := strconv.Atoi(ticks)
			sum += time.Duration(n) * 10 * time.Millisecond
		}
	}
	return sum
}
