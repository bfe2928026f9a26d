package reading

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"os"
	"runtime/debug"
	"strings"

	"github.com/openimr/openimr/internal/ocr"
	"github.com/openimr/openimr/internal/sandbox"
	"github.com/openimr/openimr/records"
)

// serverMemory is where the process of the server begins to work harder at giving memory back. With two cores, its child
// processes and the text recognition beside it, all stays under 1 GiB whatever the size of a record.
const serverMemory = 400 << 20

// BoundMemory bounds the memory of this process, unless whoever started it did (GOMEMLIMIT).
func BoundMemory() {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(serverMemory)
	}
}

// Sandbox opens files with a pool of child processes.
func Sandbox(p *sandbox.Pool) Files { return sandboxed{p} }

// Recogniser reads pictures with an engine of text recognition.
func Recogniser(e ocr.Engine) func(ctx context.Context, g *image.Gray, dpi float64, width, height float32) (records.Page, error) {
	return func(ctx context.Context, g *image.Gray, dpi float64, width, height float32) (records.Page, error) {
		return ocr.Read(ctx, e, g, dpi, width, height)
	}
}

type sandboxed struct{ pool *sandbox.Pool }

// kinds are the kinds of files as a shelf calls them.
var kinds = map[sandbox.Kind]string{sandbox.TXT: "text", sandbox.Unknown: "other"}

// mostNamed bounds the members of an archive whose problems are told one by one.
const mostNamed = 5

func (s sandboxed) Open(ctx context.Context, path, name string) (Opened, error) {
	f, err := s.pool.Open(ctx, path, name)
	if err != nil {
		return Opened{}, err
	}
	o := Opened{Kind: kinds[f.Kind], Pages: f.Pages, Problem: f.Problem}
	if o.Kind == "" {
		o.Kind = string(f.Kind)
	}
	var told []string
	n := 0
	for _, m := range f.Members {
		if m.Problem == "" {
			continue
		}
		if n++; n <= mostNamed {
			told = append(told, fmt.Sprintf("%s: %s", m.Name, m.Problem))
		}
	}
	if n > 0 {
		if n > mostNamed {
			told = append(told, fmt.Sprintf("and %d more.", n-mostNamed))
		}
		o.Problem = strings.TrimSpace(o.Problem + " Not all files could be taken out of it. " + strings.Join(told, " "))
	}
	return o, nil
}

func (s sandboxed) Page(ctx context.Context, path string, n int) (records.Page, error) {
	return s.pool.Page(ctx, path, n)
}

func (s sandboxed) Pages(ctx context.Context, path string, from, to int, each func(int, records.Page) error) error {
	return s.pool.Pages(ctx, path, from, to, each)
}

func (s sandboxed) Gray(ctx context.Context, path string, n int, dpi float64, turn int) (*image.Gray, error) {
	g, err := s.pool.Gray(ctx, path, n, sandbox.PictureOptions{DPI: dpi, Turn: turn})
	return g, problem(err)
}

func (s sandboxed) Picture(ctx context.Context, path string, n, width, turn int) ([]byte, string, error) {
	p, err := s.pool.Picture(ctx, path, n, sandbox.PictureOptions{Width: width, Turn: turn})
	return p.Data, p.Type, problem(err)
}

func (s sandboxed) Unzip(ctx context.Context, path string, each func(string, io.Reader) error) error {
	return s.pool.Unzip(ctx, path, each)
}

// A Problem is what is wrong with a page, in words for a person; every other error is the opener's.
type Problem string

func (p Problem) Error() string { return string(p) }

func problem(err error) error {
	if p, ok := errors.AsType[sandbox.Problem](err); ok {
		return Problem(p)
	}
	return err
}
