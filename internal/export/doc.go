// Package export writes the whole record of a case as one file that outlasts this program: PDF/A-2u, with every page as
// it was received, its words underneath, its number, and bookmarks.
//
// A page is its picture, upright, with its words laid invisibly over it where they stand, so that they can be found and
// copied in any viewer. Below the picture the page is a little longer than the paper, and in that strip stands its number:
// the case and the number that the page has in the record (a Bates number). Nothing of the page itself is covered.
//
// Everything that was received is in it, in the order in which it came: pages that show the same as another are in the
// record twice and here twice; a file that cannot be opened is a page that says so, which has no number. Bookmarks come
// in two branches: the documents by date, and the files as they were received.
//
// A record may have any size: pages are asked for a few ahead, written, and forgotten. What is kept of each is where it
// lies in the file. The bytes depend on the record alone, not on the clock or on how many cores are busy, so two exports
// of the same record are the same file.
package export

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"time"

	"github.com/openimr/openimr/records"
)

// A Source gives pages as they were read and as they look.
type Source interface {
	Page(ctx context.Context, p records.PageID) (records.Page, error)
	// Picture is a PNG or JPEG of the upright page, width pixels wide.
	Picture(ctx context.Context, p records.PageID, width, turn int) (data []byte, mediaType string, err error)
}

// Options say what the file tells of itself.
type Options struct {
	Case     string              // number of the case: the first part of every page's number
	Title    string              // of the file
	Producer string              // the program with its version
	Date     time.Time           // on which the record was as it is here
	Party    func(string) string // what readers call a party of the shelf
	Progress func(done, all int) // called after every page; may be nil
}

// dpi is the resolution of the pictures.
const dpi = 192

// PDF writes the record. The error is that of w, of ctx, or of the source where it has nothing for a page: a page that is
// known to be unreadable is no error, it says so.
func PDF(ctx context.Context, w io.Writer, shelf *records.Shelf, src Source, o Options) error {
	f, err := newFile(w, o)
	if err != nil {
		return err
	}
	leaves := plan(shelf)
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	ahead := make(chan chan drawn, runtime.GOMAXPROCS(0)) // pages in the making, in their order
	go func() {
		defer close(ahead)
		for _, l := range leaves {
			one := make(chan drawn, 1)
			select {
			case ahead <- one:
			case <-ctx.Done():
				return
			}
			go func() { one <- draw(ctx, src, shelf, l) }()
		}
	}()
	for i, l := range leaves {
		one, ok := <-ahead
		if !ok {
			return ctx.Err()
		}
		d := <-one
		if d.err != nil {
			return fmt.Errorf("export page %d of %d: %w", i+1, len(leaves), d.err)
		}
		if err := f.page(l, d); err != nil {
			return fmt.Errorf("export the record: %w", err)
		}
		if o.Progress != nil {
			o.Progress(i+1, len(leaves))
		}
	}
	if len(leaves) == 0 {
		if err := f.page(leaf{says: []string{"The record of this case is empty.", "Nothing was received yet."}}, drawn{}); err != nil {
			return fmt.Errorf("export the record: %w", err)
		}
	}
	if err := f.end(shelf, leaves); err != nil {
		return fmt.Errorf("export the record: %w", err)
	}
	return nil
}

// A leaf is one page of the file to be: a page of the record, or a page that says what is not there.
type leaf struct {
	ref    records.PageRef
	number int      // in the record; 0 for a page that is not of the record
	says   []string // what stands on a page without a picture
}

// plan lists the pages in the order of the record.
func plan(shelf *records.Shelf) []leaf {
	var out []leaf
	for i, f := range shelf.Files {
		if f.Pages == 0 || f.First == 0 {
			if f.Kind == "zip" && f.Problem == "" {
				continue // what was in it follows as files of their own
			}
			l := leaf{ref: records.PageRef{File: i}, says: []string{"This file was received and could not be opened.", f.Name}}
			if f.Problem != "" {
				l.says = append(l.says, f.Problem)
			} else if !f.Opened {
				l.says[0] = "This file was received and had not been opened when this copy was made."
			} else {
				l.says[0] = "This file was received and has no pages."
			}
			out = append(out, l)
			continue
		}
		for n := range f.Pages {
			out = append(out, leaf{ref: records.PageRef{File: i, Page: n + 1}, number: f.First + n})
		}
	}
	return out
}

// A drawn page is what is known of a page when it is written.
type drawn struct {
	page    records.Page
	picture picture
	problem string // why there is no picture
	err     error
}

func draw(ctx context.Context, src Source, shelf *records.Shelf, l leaf) drawn {
	if l.number == 0 {
		return drawn{}
	}
	id := shelf.ID(l.ref)
	page, err := src.Page(ctx, id)
	if err != nil {
		return drawn{err: err}
	}
	d := drawn{page: page, problem: page.Problem}
	if page.Width < 1 || page.Height < 1 {
		d.page.Width, d.page.Height = letterWidth, letterHeight
		if d.problem == "" {
			d.problem = "This page could not be read."
		}
	}
	if d.problem != "" && page.Width < 1 {
		return d
	}
	data, kind, err := src.Picture(ctx, id, int(d.page.Width*dpi/72), 0)
	if err != nil && ctx.Err() != nil {
		return drawn{err: ctx.Err()}
	}
	if err == nil {
		d.picture, err = readPicture(data, kind)
	}
	switch {
	case err == nil:
		d.problem = ""
	case d.problem == "":
		return drawn{err: fmt.Errorf("picture of page %d of %s: %w", id.Page, id.File, err)}
	}
	return d
}
