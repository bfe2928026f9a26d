package main

import (
	"context"
	"fmt"
	"io"

	"github.com/openimr/openimr/internal/store"
	"github.com/openimr/openimr/library"
)

type libraryCommand struct {
	Import libraryImport `cmd:"" help:"Keep published determination letters, so that reviewers can look at like ones."`
	Like   libraryLike   `cmd:"" help:"List published requests that are like one."`
}

type libraryImport struct {
	storeFlags
	Files []string `arg:"" name:"file" complete:"files" help:"Published letters: PDF, HTML, Word or text."`
}

// Help gives the examples.
func (libraryImport) Help() string {
	return `A server may be running; it knows the letters at once. A letter of a number that is kept already stays as it is. Served letters, which have names, are refused. What cannot be taken is told, the rest go on, and the exit code is 1.

Examples:

    openimr library import published/*.pdf`
}

// Run reads the letters and keeps them.
func (c libraryImport) Run(ctx context.Context, t terminal) error {
	wrong := false
	var entries []library.Entry
	for _, name := range c.Files {
		e, err := library.FromLetter(t.parseLetter(name))
		if err != nil {
			say(t.Err, "%s: %s", oneLine(name), err)
			wrong = true
			continue
		}
		entries = append(entries, e)
	}
	if err := c.withStore(ctx, t, true, func(s *store.Store) error {
		n, err := s.AddPublished(ctx, entries)
		if err == nil {
			say(t.Err, "%s kept, %d of them new", countOf(len(entries), "published letter"), n)
		}
		return err
	}); err != nil {
		return err
	}
	if wrong {
		return errFound
	}
	return nil
}

type libraryLike struct {
	storeFlags
	output
	Request string `arg:"" help:"Words of a request: \"Norco 10/325 mg #90\"."`
	Most    int    `default:"20" help:"How many to list."`
}

// Help gives the examples.
func (libraryLike) Help() string {
	return `Requests for the same kind of treatment come first, then those that share words.

Examples:

    openimr library like "Norco 10/325 mg #90"`
}

// Run lists like requests, the best first.
func (c libraryLike) Run(ctx context.Context, t terminal) error {
	s, _, err := c.reading(ctx, t)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	ms, all, err := s.LikePublished(ctx, c.Request, max(c.Most, 0))
	if err != nil {
		return err
	}
	if len(ms) == 0 {
		say(t.Err, "of %s none is like it", countOf(all, "published request"))
	}
	answer := struct {
		Of   int             `json:"of"`
		Like []library.Match `json:"like"`
	}{all, ms}
	return c.print(t.Out, answer, func(w io.Writer) error {
		for _, m := range ms {
			if _, err := fmt.Fprintf(w, "%s  %s  %s\n", oneLine(m.Number), m.Decided, oneLine(m.Words)); err != nil {
				return err
			}
		}
		return nil
	})
}
