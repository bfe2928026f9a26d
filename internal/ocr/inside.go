package ocr

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"io"
	"os"
	"os/exec"
	"runtime"
	"sync"
	"syscall"
	"time"
)

// inside reads with the engine in this program, each page in a child process: this program again, which Child turns into
// a reader. A child serves many pages, and is ended at once when a page takes too long or its asker goes away.
type inside struct {
	cache string
	slots chan struct{}
	pace  pace

	mu     sync.Mutex
	idle   []*child
	closed bool
}

// idleTime is how long a child without work is kept; a new one needs a tenth of a second where the engine was compiled before.
const idleTime = time.Minute

// Inside is the engine in this program. The main function, and TestMain, must call Child first.
func Inside(o Options) Engine {
	n := o.Workers
	if n <= 0 {
		n = runtime.GOMAXPROCS(0)
	}
	return &inside{cache: o.Cache, slots: make(chan struct{}, n)}
}

func (*inside) Name() string { return "Tesseract 5.1.0 inside of this program" }

var errClosed = errors.New("the text recognition was closed")

// Close ends the children that have no work; those at work end with their page.
func (e *inside) Close() error {
	e.mu.Lock()
	e.closed = true
	idle := e.idle
	e.idle = nil
	e.mu.Unlock()
	for _, c := range idle {
		c.end()
	}
	return nil
}

func (e *inside) Recognise(ctx context.Context, g *image.Gray, dpi int, layout Layout) ([]Found, error) {
	select {
	case e.slots <- struct{}{}:
		defer func() { <-e.slots }()
	case <-ctx.Done():
		return nil, fmt.Errorf("recognise a page: %w", ctx.Err())
	}
	c, err := e.take()
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, e.pace.limit(), errTimeout)
	defer cancel()
	stop := context.AfterFunc(ctx, c.kill)
	begin := time.Now()
	table, err := c.read(g, dpi, layout)
	if !stop() {
		c.end()
		return nil, fmt.Errorf("recognise a page: %w", context.Cause(ctx))
	}
	if err != nil {
		var refused errRefused
		if errors.As(err, &refused) {
			e.give(c)
		} else {
			c.end()
		}
		return nil, fmt.Errorf("recognise a page: %w", err)
	}
	e.give(c)
	e.pace.note(time.Since(begin))
	return parseTSV(table)
}

func (e *inside) take() (*child, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return nil, errClosed
	}
	for len(e.idle) > 0 {
		c := e.idle[len(e.idle)-1]
		e.idle = e.idle[:len(e.idle)-1]
		if c.rest.Stop() {
			return c, nil
		}
	}
	return startChild(e.cache)
}

func (e *inside) give(c *child) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		go c.end()
		return
	}
	c.rest = time.AfterFunc(idleTime, func() {
		e.mu.Lock()
		for i, other := range e.idle {
			if other == c {
				e.idle = append(e.idle[:i], e.idle[i+1:]...)
				break
			}
		}
		e.mu.Unlock()
		c.end()
	})
	e.idle = append(e.idle, c)
}

// A child is one process that reads.
type child struct {
	cmd  *exec.Cmd
	in   io.WriteCloser
	out  io.ReadCloser
	rest *time.Timer // ends it when it had no work for a while
}

// errRefused says that the child could not read the page, and goes on.
type errRefused string

func (e errRefused) Error() string { return string(e) }

const (
	childFlag  = "OPENIMR_OCR"
	childCache = "OPENIMR_OCR_CACHE"
)

func startChild(cache string) (*child, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("find this program: %w", err)
	}
	cmd := exec.Command(self)
	cmd.Env = []string{childFlag + "=1", childCache + "=" + cache, "GOMAXPROCS=2"}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Stderr = os.Stderr
	c := &child{cmd: cmd}
	if c.in, err = cmd.StdinPipe(); err != nil {
		return nil, fmt.Errorf("start a reader of pages: %w", err)
	}
	if c.out, err = cmd.StdoutPipe(); err != nil {
		return nil, fmt.Errorf("start a reader of pages: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start a reader of pages: %w", err)
	}
	return c, nil
}

func (c *child) kill() { _ = syscall.Kill(-c.cmd.Process.Pid, syscall.SIGKILL) }

// end kills the child and waits for it.
func (c *child) end() {
	c.kill()
	_ = c.in.Close()
	_ = c.cmd.Wait() // that it was killed is no news
}

// read sends a picture and takes the table of its words.
func (c *child) read(g *image.Gray, dpi int, layout Layout) ([]byte, error) {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	head := make([]byte, 16)
	for i, v := range []int{w, h, dpi, int(layout)} {
		binary.LittleEndian.PutUint32(head[4*i:], uint32(v))
	}
	if _, err := c.in.Write(head); err != nil {
		return nil, fmt.Errorf("send a picture: %w", err)
	}
	pixels := g.Pix
	if g.Stride != w {
		pixels = make([]byte, 0, w*h)
		for y := range h {
			pixels = append(pixels, g.Pix[y*g.Stride:y*g.Stride+w]...)
		}
	}
	if _, err := c.in.Write(pixels[:w*h]); err != nil {
		return nil, fmt.Errorf("send a picture: %w", err)
	}
	if _, err := io.ReadFull(c.out, head[:8]); err != nil {
		return nil, fmt.Errorf("wait for words: %w", err)
	}
	n := binary.LittleEndian.Uint32(head[4:])
	if n > mostAnswer {
		return nil, fmt.Errorf("wait for words: an answer of %d bytes", n)
	}
	answer := make([]byte, n)
	if _, err := io.ReadFull(c.out, answer); err != nil {
		return nil, fmt.Errorf("wait for words: %w", err)
	}
	if binary.LittleEndian.Uint32(head) != 0 {
		return nil, errRefused(answer)
	}
	return answer, nil
}
