package sandbox

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"sync"
	"time"
)

// startTime is how long a process may take until it is ready, in which it may compile PDFium on a slow machine.
const startTime = 3 * time.Minute

// A worker is one child process, started when it is needed and again after it was killed.
type worker struct {
	pool *Pool

	mu     sync.Mutex // for cmd, recent and what kill needs
	cmd    *exec.Cmd
	recent []string // files that it has open, as far as is known

	in   *bufio.Writer
	pipe io.Closer
	out  *bufio.Reader
}

// A diedError says that the process ended in the middle.
type diedError struct {
	started bool // it had been ready, so what it died of is the file
	cause   error
}

func (e *diedError) Error() string { return "the process ended: " + e.cause.Error() }
func (e *diedError) Unwrap() error { return e.cause }

func (w *worker) has(path string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Contains(w.recent, path)
}

func (w *worker) busyWith() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.recent) == 0 {
		return ""
	}
	return w.recent[len(w.recent)-1]
}

func (w *worker) kill() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.cmd != nil {
		killGroup(w.cmd)
	}
}

// end kills the process and forgets it.
func (w *worker) end() {
	w.mu.Lock()
	cmd := w.cmd
	w.cmd, w.recent = nil, nil
	w.mu.Unlock()
	if cmd == nil {
		return
	}
	killGroup(cmd)
	_ = w.pipe.Close()
	_ = cmd.Wait()
}

// ready starts the process unless it runs.
func (w *worker) ready() error {
	w.mu.Lock()
	running := w.cmd != nil
	w.mu.Unlock()
	if running {
		return nil
	}
	p := w.pool
	p.mu.Lock()
	warm, closed := p.warm, p.closed
	p.mu.Unlock()
	if closed {
		return errClosed
	}
	if !warm {
		// One compiles, the others take what it made.
		p.first.Lock()
		defer p.first.Unlock()
	}
	if err := w.start(); err != nil {
		return err
	}
	timer := time.AfterFunc(startTime, w.kill)
	defer timer.Stop()
	kind, body, err := readFrame(w.out)
	if err == nil && kind != frameReady {
		err = errors.New(string(body))
	}
	if err != nil {
		w.end()
		return fmt.Errorf("start the sandbox: %w", err)
	}
	p.mu.Lock()
	p.warm = true
	p.mu.Unlock()
	return nil
}

func (w *worker) start() error {
	o := w.pool.options
	setting, err := json.Marshal(o)
	if err != nil {
		return err
	}
	cmd := exec.Command(w.pool.program, childArgument)
	cmd.Env = []string{childVariable + "=" + string(setting)}
	cmd.Dir = os.TempDir()
	isolate(cmd)
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	started := make(chan error, 1)
	if err := w.pool.inSpawner(func() { started <- cmd.Start() }); err != nil {
		return err
	}
	if err := <-started; err != nil {
		return fmt.Errorf("start the sandbox: %w", err)
	}
	w.in, w.pipe, w.out = bufio.NewWriter(stdin), stdin, bufio.NewReaderSize(stdout, 256<<10)
	w.mu.Lock()
	w.cmd = cmd
	w.mu.Unlock()
	return nil
}

func (p *Pool) inSpawner(f func()) (err error) {
	defer func() {
		if recover() != nil { // the channel was closed meanwhile
			err = errClosed
		}
	}()
	p.spawn <- f
	return nil
}

// do runs a job. The answer's first frame may take limit, each further one step.
func (w *worker) do(j job, limit, step time.Duration, each func(frameKind, *wire) error) error {
	if err := w.ready(); err != nil {
		return err
	}
	late := make(chan struct{})
	timer := time.AfterFunc(limit, func() { close(late); w.kill() })
	defer timer.Stop()
	died := func(err error) error {
		w.end()
		select {
		case <-late:
			return errSlow
		default:
			return &diedError{true, err}
		}
	}
	var body wire
	body.putJob(j)
	err := writeFrame(w.in, frameJob, body.b)
	if err == nil {
		err = w.in.Flush()
	}
	if err != nil {
		return died(err)
	}
	w.remember(j.path)
	var refused error
	for {
		kind, b, err := readFrame(w.out)
		if err != nil {
			return died(err)
		}
		timer.Stop()
		switch kind {
		case frameProblem:
			return errors.Join(refused, Problem(b))
		case frameFailed:
			return errors.Join(refused, errors.New(string(b)))
		}
		answer := wire{b: b}
		if refused == nil {
			if refused = each(kind, &answer); refused == nil {
				refused = answer.err()
			}
		}
		if kind == frameDone || kind == frameFile || kind == framePicture {
			return refused
		}
		timer.Reset(step)
	}
}

// mostOpen is how many files a process keeps open.
const mostOpen = 4

func (w *worker) remember(path string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.recent = slices.DeleteFunc(w.recent, func(p string) bool { return p == path })
	w.recent = append(w.recent, path)
	if len(w.recent) > mostOpen {
		w.recent = w.recent[1:]
	}
}
