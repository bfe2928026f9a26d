package sandbox

import (
	"errors"
	"fmt"
	"image"
	"io"
	"os"
	"slices"
	"time"

	"github.com/openimr/openimr/records"
)

// A document is an open file that has pages.
type document interface {
	count() int
	// text reads the words of page n, from 1.
	text(n int) (records.Page, error)
	// shown is the size of page n in points, as the file shows it.
	shown(n int) (w, h float64, err error)
	// draw draws page n with w by h pixels, turned by quarter turns clockwise from how the file shows it.
	draw(n, w, h, turn int) (*image.Gray, error)
	close()
}

// An openFile is a document with what tells that the file is still the same.
type openFile struct {
	path     string
	size     int64
	modified time.Time
	kind     Kind
	document document
}

func (c *child) closeAll() {
	for _, f := range c.open {
		f.document.close()
	}
	c.open = nil
}

// mostIdleMemory is how much memory a guest may keep between two jobs, in bytes. Its memory only grows, so
// a guest that has had a large page is put away and made anew, in a few milliseconds.
const mostIdleMemory = 160 << 20

// tidy makes the child ready for the next job: a guest that stopped in the middle is put away, and one that grew large.
func (c *child) tidy() {
	if c.guest == nil || !c.guest.broken && c.guest.mem.Size() < mostIdleMemory {
		return
	}
	c.open = slices.DeleteFunc(c.open, func(f openFile) bool {
		if f.kind == PDF {
			f.document.close()
		}
		return f.kind == PDF
	})
	c.guest.close()
	c.guest = nil
}

// document opens a file, or takes it where it is open.
func (c *child) document(path string) (document, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("look at the file: %w", withoutPath(err))
	}
	if i := slices.IndexFunc(c.open, func(f openFile) bool { return f.path == path }); i >= 0 {
		f := c.open[i]
		c.open = slices.Delete(c.open, i, i+1)
		if f.size == info.Size() && f.modified.Equal(info.ModTime()) {
			c.open = append(c.open, f)
			return f.document, nil
		}
		f.document.close()
	}
	kind, d, err := c.openDocument(path, info.Size())
	if err != nil {
		return nil, err
	}
	if len(c.open) >= mostOpen {
		c.open[0].document.close()
		c.open = c.open[1:]
	}
	c.open = append(c.open, openFile{path, info.Size(), info.ModTime(), kind, d})
	return d, nil
}

func (c *child) openDocument(path string, size int64) (Kind, document, error) {
	file, err := os.Open(path)
	if err != nil {
		return Unknown, nil, fmt.Errorf("open the file: %w", withoutPath(err))
	}
	kind, err := kindOf(file, size)
	if err == nil && size > c.limits.Size {
		err = Problem("The file is too large. Send it again as smaller files.")
	}
	if err == nil {
		switch kind {
		case PDF:
			if c.guest == nil {
				c.guest, err = c.lib.newGuest()
			}
			if err == nil {
				var d *pdfFile
				if d, err = openPDF(c.guest, file, c.limits); err == nil {
					return kind, d, nil
				}
			}
			return kind, nil, err
		case ZIP:
			err = Problem("The file is an archive; its pages are in the files that it holds.")
		default:
			err = problemUnknown
		}
	}
	return kind, nil, errors.Join(err, file.Close())
}

// file tells what a file is.
func (c *child) file(path string) (File, error) {
	d, err := c.document(path)
	if err != nil {
		return File{}, err
	}
	return File{Kind: c.open[len(c.open)-1].kind, Pages: d.count()}, nil
}

// withoutPath leaves the path out of an error: it may name a person.
func withoutPath(err error) error {
	var p *os.PathError
	if errors.As(err, &p) {
		return fmt.Errorf("%s: %w", p.Op, p.Err)
	}
	return err
}

func (f *pdfFile) count() int { return f.pages }

func (c *child) unzip(string) error { return errors.New("not yet") }

// head reads the first bytes of a file.
func head(file io.ReaderAt, n int) ([]byte, error) {
	b := make([]byte, n)
	m, err := file.ReadAt(b, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	return b[:m], nil
}
