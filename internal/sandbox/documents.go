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
	// picture is draw, in colour where the page has any, packed as a file of the media type kind.
	picture(n, w, h, turn int) (kind string, data []byte, err error)
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
	c.closeAll() // all of them have pages in the guest
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
	kind, d, err := c.openDocument(path)
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

// openKind opens a file and finds out what it is. Where it is of no use, it is closed.
func (c *child) openKind(path string) (file *os.File, size int64, kind Kind, err error) {
	if file, err = os.Open(path); err != nil {
		return nil, 0, Unknown, fmt.Errorf("open the file: %w", withoutPath(err))
	}
	info, err := file.Stat()
	if err == nil {
		size = info.Size()
		kind, err = kindOf(file, size)
	}
	if err == nil && size > c.limits.Size {
		err = Problem("The file is too large. Send it again as smaller files.")
	}
	if err != nil {
		return nil, size, kind, errors.Join(err, file.Close())
	}
	return file, size, kind, nil
}

func (c *child) openDocument(path string) (Kind, document, error) {
	file, size, kind, err := c.openKind(path)
	if err != nil {
		return kind, nil, err
	}
	if err == nil && c.guest == nil {
		c.guest, err = c.lib.newGuest()
	}
	if err != nil {
		return kind, nil, errors.Join(err, file.Close())
	}
	if kind == PDF {
		d, err := openPDF(c.guest, file, size, c.limits)
		if err != nil {
			return kind, nil, err
		}
		return kind, d, nil
	}
	pages, err := c.sheets(kind, file, size)
	if err != nil {
		return kind, nil, errors.Join(err, file.Close())
	}
	return kind, &wrapped{sheets: pages, g: c.guest, limits: c.limits}, nil
}

// sheets opens a file that is no PDF.
func (c *child) sheets(kind Kind, file *os.File, size int64) (sheets, error) {
	switch kind {
	case TIFF:
		t, err := openTIFF(file, size, c.limits)
		if err != nil {
			return nil, err
		}
		t.closer = file
		return t, nil
	case JPEG, PNG:
		return openPhoto(kind, file, size, file, c.limits)
	case TXT:
		t, err := openText(file, size, c.limits)
		if err != nil {
			return nil, err
		}
		return t, file.Close()
	case DOCX:
		t, err := openDocx(file, size, c.limits)
		if err != nil {
			return nil, err
		}
		return t, file.Close() // what it holds was read
	case ZIP:
		return nil, Problem("The file is an archive; its pages are in the files that it holds.")
	}
	return nil, problemUnknown
}

// file tells what a file is.
func (c *child) file(path string) (File, error) {
	file, size, kind, err := c.openKind(path)
	if err != nil {
		return File{Kind: kind}, err
	}
	if kind == ZIP {
		all, err := members(file, size, c.limits)
		return File{Kind: ZIP, Members: all}, errors.Join(err, file.Close())
	}
	if err := file.Close(); err != nil {
		return File{}, fmt.Errorf("close the file: %w", err)
	}
	d, err := c.document(path)
	if err != nil {
		return File{Kind: kind}, err
	}
	return File{Kind: kind, Pages: d.count()}, nil
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

// head reads the first bytes of a file.
func head(file io.ReaderAt, n int) ([]byte, error) {
	b := make([]byte, n)
	m, err := file.ReadAt(b, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	return b[:m], nil
}
