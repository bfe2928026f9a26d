package web

import (
	"context"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/records"
)

// Records has the files of the cases read, and keeps what readers put on pages. What it returns is shared and not to be
// changed. Errors are *imr.Error where they are for a person.
type Records interface {
	// Shelf is all that was received for a case, how far it is read, and its index.
	Shelf(ctx context.Context, c imr.Case) (*records.Shelf, error)
	// Bundle is the shelf's pages with all their words: for finding and for the index, not for every request.
	Bundle(ctx context.Context, c imr.Case) (*records.Bundle, error)
	// Page is one page as it was read; one that was not read yet is read before all others.
	Page(ctx context.Context, p records.PageID) (records.Page, error)
	// Picture is a page as a PNG or JPEG, width in pixels of the upright page, turned by turn degrees clockwise beyond upright.
	Picture(ctx context.Context, p records.PageID, width, turn int) (data []byte, mediaType string, err error)
	// Find finds words in all pages of a case that were read.
	Find(ctx context.Context, c imr.Case, query string, most int) (records.Hits, error)
	// Want says which pages somebody looks at, so that they are read first.
	Want(ctx context.Context, c imr.Case, pages []records.PageID)
	// Changed is closed when more of the case was read than when it was called, or its index was made anew.
	Changed(ctx context.Context, id imr.CaseID) <-chan struct{}

	// Marks are those that somebody may see: their own and the shared ones, in the order of the record.
	Marks(ctx context.Context, c imr.Case, by imr.UserID) ([]records.Mark, error)
	// PutMark adds a mark, or changes one's own where the ID is known. RemoveMark removes one's own; it can be put again.
	PutMark(ctx context.Context, id imr.CaseID, m records.Mark) (records.Mark, error)
	RemoveMark(ctx context.Context, id imr.CaseID, by imr.UserID, mark string) error
	// Open notes that somebody had pages before their eyes; Opened lists them. Seen is when they last left the reader.
	Open(ctx context.Context, id imr.CaseID, by imr.UserID, pages []records.PageID) error
	Opened(ctx context.Context, id imr.CaseID, by imr.UserID) ([]records.Opened, error)
}
