package sandbox

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"github.com/openimr/openimr/records"
)

// A Kind is what a file is, told by its bytes.
type Kind string

// The kinds of files. A file of another kind is Unknown and has a problem.
const (
	PDF     Kind = "pdf"
	TIFF    Kind = "tiff"
	JPEG    Kind = "jpeg"
	PNG     Kind = "png"
	DOCX    Kind = "docx"
	TXT     Kind = "txt"
	ZIP     Kind = "zip"
	Unknown Kind = ""
)

// A File is what opening a file told.
type File struct {
	Kind    Kind
	Pages   int      // 0 of an archive and of a file with a problem
	Problem string   // why it cannot be read and what to do, for whoever sent it; "" where it can
	Members []Member // of an archive, those of nested archives too
}

// A Member is one file within an archive.
type Member struct {
	Name    string // as the archive calls it, cleaned of everything that could lead out of a folder
	Size    int64  // bytes, as the archive says
	Problem string // why it cannot be taken out, "" where it can
}

// A Problem is why a file or a page cannot be read, in words for whoever sent it. It is the file's fault; every other
// error of this package is ours or the machine's.
type Problem string

func (p Problem) Error() string { return string(p) }

// Options are how a Pool works. The zero value is good.
type Options struct {
	Workers int    // processes at most, 0 for one for each core
	Cache   string // folder for compiled code, made where it is missing; "" for one in the user's cache
	Limits  Limits
}

// PictureOptions say how a page is drawn.
type PictureOptions struct {
	Width int     // pixels; 0: by DPI
	DPI   float64 // where Width is 0; 0 for 200
	Turn  int     // degrees clockwise from how the file shows the page: 0, 90, 180, 270
}

// A Picture is a page drawn and packed.
type Picture struct {
	Data          []byte
	Type          string // image/png or image/jpeg
	Width, Height int    // pixels
}

// A Pool is some child processes in which files are opened. All methods may be used at once.
type Pool struct {
	options Options
	program string
	spawn   chan func()
	first   sync.Mutex // held while the first process starts, which may compile

	mu      sync.Mutex
	workers []*worker
	idle    []*worker // the one used last at the end
	waiting [2][]chan *worker
	warm    bool
	closed  bool
}

var errClosed = errors.New("the sandbox is closed")

// New makes a pool. Its processes start when they are needed, or by Warm.
func New(o Options) (*Pool, error) {
	o.Limits = o.Limits.withDefaults()
	if o.Workers <= 0 {
		o.Workers = runtime.NumCPU()
	}
	if o.Cache == "" {
		dir, err := os.UserCacheDir()
		if err != nil {
			dir = os.TempDir()
		}
		o.Cache = filepath.Join(dir, "openimr", "sandbox")
	}
	if err := ownFolder(o.Cache); err != nil {
		return nil, err
	}
	program, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("find the program to start the sandbox with: %w", err)
	}
	p := &Pool{options: o, program: program, spawn: make(chan func())}
	go p.spawner()
	return p, nil
}

// spawner starts all processes from one thread that lives as long as the pool: Linux kills them when that thread ends.
func (p *Pool) spawner() {
	runtime.LockOSThread()
	for f := range p.spawn {
		f()
	}
}

// ownFolder makes a folder that only we may write: machine code that lies in it is run.
func ownFolder(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make the folder of compiled code: %w", err)
	}
	info, err := os.Stat(dir)
	if err != nil {
		return fmt.Errorf("look at the folder of compiled code: %w", err)
	}
	if info.Mode().Perm()&0o022 != 0 && runtime.GOOS != "windows" {
		return fmt.Errorf("others may write into the folder of compiled code %s: run chmod 700 on it", dir)
	}
	return nil
}

// Warm starts one process, so that PDFium is compiled and its machine code lies in the cache.
func (p *Pool) Warm(ctx context.Context) error {
	w, err := p.acquire(ctx, "", false)
	if err != nil {
		return err
	}
	err = w.ready()
	p.release(w)
	return err
}

// Close ends all processes. Jobs that run fail.
func (p *Pool) Close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return
	}
	p.closed = true
	for _, w := range p.workers {
		w.kill()
	}
	for _, q := range p.waiting {
		for _, c := range q {
			close(c)
		}
	}
	p.waiting = [2][]chan *worker{}
	close(p.spawn)
}

// Open opens a file and tells what it is; name is what its sender called it. A file that cannot be read has a Problem; an error is ours.
func (p *Pool) Open(ctx context.Context, path, name string) (File, error) {
	var f File
	_ = name // the bytes tell the kind
	err := p.run(ctx, job{op: opOpen, path: path}, true, p.options.Limits.OpenTime, func(kind frameKind, w *wire) error {
		if kind != frameFile {
			return errFrame
		}
		f = w.file()
		return nil
	})
	if problem, ok := errors.AsType[Problem](err); ok {
		return File{Kind: f.Kind, Problem: string(problem)}, nil
	}
	return f, err
}

// Page reads page n of a file, from 1: its words with their places. A page that cannot be read has a Problem.
func (p *Pool) Page(ctx context.Context, path string, n int) (records.Page, error) {
	var page records.Page
	err := p.run(ctx, job{op: opPages, path: path, page: n, count: 1}, true, p.pageTime(), func(kind frameKind, w *wire) error {
		switch kind {
		case framePage:
			_, page = w.page()
		case frameDone:
		default:
			return errFrame
		}
		return nil
	})
	if problem, ok := errors.AsType[Problem](err); ok {
		return unreadable(problem), nil
	}
	return page, err
}

// pageTime is the time of a page's first answer: the file may have to be opened for it.
func (p *Pool) pageTime() time.Duration {
	return p.options.Limits.PageTime + p.options.Limits.OpenTime/4
}

// unreadable is a page of which only the problem is known.
func unreadable(problem Problem) records.Page {
	return records.Page{Width: 612, Height: 792, Source: records.None, Problem: string(problem)}
}

// stretch is how many pages one process reads before it may serve others.
const stretch = 32

// Pages reads the pages from..to of a file, both included, with all processes, and hands each to each, one at a time, in
// the order in which they are done. It ends with the first error of each, or of ours.
func (p *Pool) Pages(ctx context.Context, path string, from, to int, each func(n int, page records.Page) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var mu sync.Mutex
	var wg sync.WaitGroup
	next := from
	for range min(p.options.Workers, max((to-from)/stretch+1, 1)) {
		wg.Go(func() {
			for ctx.Err() == nil {
				mu.Lock()
				n := next
				next += stretch
				mu.Unlock()
				if n > to {
					return
				}
				if err := p.someOf(ctx, path, n, min(n+stretch-1, to), &mu, each); err != nil {
					cancel(err)
				}
			}
		})
	}
	wg.Wait()
	return context.Cause(ctx)
}

// someOf reads pages with one process. A page that takes the process down is a page with a problem, and the next go on.
func (p *Pool) someOf(ctx context.Context, path string, from, to int, mu *sync.Mutex, each func(int, records.Page) error) error {
	give := func(n int, page records.Page) error {
		mu.Lock()
		defer mu.Unlock()
		if err := ctx.Err(); err != nil {
			return err
		}
		return each(n, page)
	}
	for from <= to {
		err := p.run(ctx, job{op: opPages, path: path, page: from, count: to - from + 1}, false, p.pageTime(), func(kind frameKind, w *wire) error {
			if kind == frameDone {
				return nil
			}
			if kind != framePage {
				return errFrame
			}
			n, page := w.page()
			if n != from {
				return errFrame
			}
			from++
			return give(n, page)
		})
		problem, ok := errors.AsType[Problem](err)
		switch {
		case err == nil:
			return nil
		case !ok || from > to:
			return err
		}
		if err := give(from, unreadable(problem)); err != nil {
			return err
		}
		from++
	}
	return nil
}

// Picture draws page n of a file. An error that is a Problem is the page's.
func (p *Pool) Picture(ctx context.Context, path string, n int, o PictureOptions) (Picture, error) {
	var picture Picture
	err := p.run(ctx, job{op: opPicture, path: path, page: n, picture: o}, true, p.pageTime(), func(kind frameKind, w *wire) error {
		if kind != framePicture {
			return errFrame
		}
		picture = Picture{Type: w.text(), Width: w.int(), Height: w.int(), Data: w.b}
		w.b = nil
		return nil
	})
	return picture, err
}

// Gray draws page n of a file in gray, for those who look at its pixels. An error that is a Problem is the page's.
func (p *Pool) Gray(ctx context.Context, path string, n int, o PictureOptions) (*image.Gray, error) {
	var picture *image.Gray
	err := p.run(ctx, job{op: opGray, path: path, page: n, picture: o}, false, p.pageTime(), func(kind frameKind, w *wire) error {
		if kind != framePicture {
			return errFrame
		}
		_ = w.text()
		width, height := w.int(), w.int()
		if width <= 0 || height <= 0 || width*height != len(w.b) {
			return errFrame
		}
		picture = &image.Gray{Pix: w.b, Stride: width, Rect: image.Rect(0, 0, width, height)}
		w.b = nil
		return nil
	})
	return picture, err
}

// Unzip takes the files out of an archive, those of nested archives too, one after the other. What each leaves unread is
// skipped. Members with a problem are passed over; Open lists them.
func (p *Pool) Unzip(ctx context.Context, path string, each func(name string, r io.Reader) error) error {
	return p.unzip(ctx, path, each)
}
