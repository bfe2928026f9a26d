//go:build linux

package sandbox

import (
	"errors"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/openimr/openimr/records"
)

func isProblem(err error) bool {
	_, ok := errors.AsType[Problem](err)
	return ok
}

// mostMemory is the most memory that any ended child had, in bytes.
func mostMemory(t *testing.T) int64 {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_CHILDREN, &u); err != nil {
		t.Fatal(err)
	}
	return u.Maxrss << 10
}

func TestAProcessThatIsKilledCostsNoPage(t *testing.T) {
	p, err := New(Options{Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	path := write(t, "a.pdf", manyPages(200))
	got, problems, killed := map[int]bool{}, 0, false
	err = p.Pages(t.Context(), path, 1, 200, func(n int, page records.Page) error {
		if got[n] {
			t.Errorf("page %d came twice", n)
		}
		got[n] = true
		if page.Problem != "" {
			problems++
		}
		if !killed && n >= 50 {
			killed = true
			p.mu.Lock()
			p.workers[0].kill()
			p.mu.Unlock()
		}
		return nil
	})
	if err != nil || len(got) != 200 || problems > 1 {
		t.Errorf("%d pages, %d with problems, %v", len(got), problems, err)
	}
	if page, err := p.Page(t.Context(), path, 51); err != nil || page.Text() != "A fine page of text" {
		t.Errorf("after the kill: %q, %v", page.Text(), err)
	}
}

func TestAPageThatTakesTooLongIsGivenUp(t *testing.T) {
	p, err := New(Options{Workers: 1, Limits: Limits{PageTime: 300 * time.Millisecond, OpenTime: time.Second}})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	if err := p.Warm(t.Context()); err != nil {
		t.Fatal(err)
	}
	slow := strings.Repeat("0 0 m 600 700 500 100 0 790 c 0 0 600 790 re f* ", 400_000)
	path := write(t, "a.pdf", pdfOf(testPage{slow, ""}, testPage{fine, ""}))
	start := time.Now()
	if _, err := p.Picture(t.Context(), path, 1, PictureOptions{Width: 3000}); !isProblem(err) {
		t.Errorf("the slow page gave %v after %v", err, time.Since(start))
	}
	if page, err := p.Page(t.Context(), path, 2); err != nil || page.Text() != "A fine page of text" {
		t.Errorf("the page after it: %q %q, %v", page.Text(), page.Problem, err)
	}
}

func TestAClosedPoolSaysSo(t *testing.T) {
	p, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	p.Close()
	p.Close()
	if _, err := p.Open(t.Context(), "a.pdf", ""); !errors.Is(err, errClosed) {
		t.Error(err)
	}
}
