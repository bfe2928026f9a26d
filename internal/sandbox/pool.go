package sandbox

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"time"
)

// acquire takes a process for a job on a file: best one that has it open. first says that somebody waits for the answer.
func (p *Pool) acquire(ctx context.Context, path string, first bool) (*worker, error) {
	p.mu.Lock()
	if p.closed {
		p.mu.Unlock()
		return nil, errClosed
	}
	if n := len(p.idle); n > 0 {
		at := slices.IndexFunc(p.idle, func(w *worker) bool { return w.has(path) })
		if at < 0 {
			at = n - 1
			if len(p.workers) < p.options.Workers && p.idle[at].busyWith() != "" {
				at = -1 // a new one, so that the file that another has open stays open
			}
		}
		if at >= 0 {
			w := p.idle[at]
			p.idle = slices.Delete(p.idle, at, at+1)
			p.mu.Unlock()
			return w, nil
		}
	}
	if len(p.workers) < p.options.Workers {
		w := &worker{pool: p}
		p.workers = append(p.workers, w)
		p.mu.Unlock()
		return w, nil
	}
	c := make(chan *worker, 1)
	queue := &p.waiting[1]
	if first {
		queue = &p.waiting[0]
	}
	*queue = append(*queue, c)
	p.mu.Unlock()
	select {
	case w, ok := <-c:
		if !ok {
			return nil, errClosed
		}
		return w, nil
	case <-ctx.Done():
		p.mu.Lock()
		defer p.mu.Unlock()
		if i := slices.Index(*queue, c); i >= 0 {
			*queue = slices.Delete(*queue, i, i+1)
		} else if w, ok := <-c; ok {
			p.pass(w)
		}
		return nil, context.Cause(ctx)
	}
}

func (p *Pool) release(w *worker) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.pass(w)
}

// pass gives a free process to who waits, those first for whom somebody waits.
func (p *Pool) pass(w *worker) {
	if p.closed {
		w.kill()
		return
	}
	for i := range p.waiting {
		if len(p.waiting[i]) > 0 {
			c := p.waiting[i][0]
			p.waiting[i] = p.waiting[i][1:]
			c <- w
			return
		}
	}
	p.idle = append(p.idle, w)
}

// Problems of a file that takes its process down.
const (
	problemSlow     = Problem("The page takes too long to read. Send it again in a simpler form, for example scanned.")
	problemSlowFile = Problem("The file takes too long to open. Send it again in a simpler form.")
	problemCrash    = Problem("The page takes more memory than is allowed. Send it again in a smaller size.")
)

var errSlow = errors.New("the sandbox did not answer in time")

// run runs one job and hands the frames of its answer to each until the last. Where ctx ends, it returns at once and the
// process finishes the job for nobody: killing it would cost the next one more.
func (p *Pool) run(ctx context.Context, j job, first bool, limit time.Duration, each func(frameKind, *wire) error) error {
	if err := ctx.Err(); err != nil {
		return context.Cause(ctx)
	}
	// The process has another working folder.
	var err error
	if j.path, err = filepath.Abs(j.path); err != nil {
		return fmt.Errorf("find the file: %w", err)
	}
	w, err := p.acquire(ctx, j.path, first)
	if err != nil {
		return err
	}
	done := make(chan error, 1)
	steps := make(chan func() error)
	gone := make(chan struct{})
	go func() {
		defer p.release(w)
		done <- w.do(j, limit, p.options.Limits.PageTime, func(kind frameKind, body *wire) error {
			// The caller's function runs in the caller's goroutine and never after it returned.
			answer := make(chan error, 1)
			select {
			case steps <- func() error {
				err := each(kind, body)
				answer <- err
				return err
			}:
				return <-answer
			case <-gone:
				return nil
			}
		})
	}()
	var refused error
	for {
		select {
		case step := <-steps:
			if err := step(); err != nil && refused == nil {
				refused = err
				close(gone)
				return refused
			}
		case err := <-done:
			return failure(j, err)
		case <-ctx.Done():
			close(gone)
			return context.Cause(ctx)
		}
	}
}

// failure says what an error of a process means for the file.
func failure(j job, err error) error {
	died, crashed := errors.AsType[*diedError](err)
	switch {
	case errors.Is(err, errSlow) && j.op == opOpen:
		return problemSlowFile
	case errors.Is(err, errSlow):
		return problemSlow
	case crashed && died.started:
		return problemCrash
	case err != nil:
		if _, ok := errors.AsType[Problem](err); !ok {
			return fmt.Errorf("in the sandbox: %w", err)
		}
	}
	return err
}
