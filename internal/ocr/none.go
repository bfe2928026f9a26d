package ocr

import (
	"context"
	"errors"
	"image"
)

var errNone = errors.New("no text recognition is installed")

// none is what reads where nothing can: every page says so.
type none struct{}

func (none) Recognise(context.Context, *image.Gray, int, Layout) ([]Found, error) {
	return nil, errNone
}
func (none) Name() string { return errNone.Error() }
func (none) Close() error { return nil }
