package main

import (
	"context"
	"fmt"

	"github.com/openimr/openimr/records"
)

type recordsTextCommand struct {
	readingFlags
}

// Help gives the examples.
func (recordsTextCommand) Help() string {
	return `Pages end with a form feed, as other programs have it. What cannot be read is told on standard error.

Examples:

    openimr records text fax.tiff
    openimr records text --ocr inside records.pdf > records.txt`
}

// Run prints the text of every page.
func (c recordsTextCommand) Run(ctx context.Context, t terminal) error {
	r, err := c.read(ctx, t)
	if err != nil {
		return err
	}
	defer r.close()
	for _, f := range r.bundle.Files {
		for _, p := range f.Problems {
			if p.Page == 0 {
				say(t.Err, "%s: %s", f.Name, p.Problem)
			} else {
				say(t.Err, "%s: page %d: %s", f.Name, p.Page, p.Problem)
			}
		}
		for _, p := range f.Pages {
			if _, err := fmt.Fprintf(t.Out, "%s\n\f", records.Page.Text(p)); err != nil {
				return fmt.Errorf("write the text: %w", err)
			}
		}
	}
	return r.found()
}
