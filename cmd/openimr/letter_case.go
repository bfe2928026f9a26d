package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
	"github.com/openimr/openimr/internal/config"
	"github.com/openimr/openimr/internal/store"
	"github.com/openimr/openimr/letter"
)

// caseFlags name a case of the store in the place of a file.
type caseFlags struct {
	storeFlags
	Case imr.CaseID `placeholder:"ID" help:"Take the letter of a case of the store instead of a file."`
}

// A caseLetter is the letter of a case: as it was served, or as it stands now.
type caseLetter struct {
	determination letter.Determination
	served        []byte // the PDF as it was served, nil before
	context       letter.Context
}

// letterOf reads the letter of the case. It looks only, so a server may be running.
func (f caseFlags) letterOf(ctx context.Context, t terminal, now time.Time) (l caseLetter, err error) {
	s, settings, err := f.reading(ctx, t)
	if err != nil {
		return l, err
	}
	defer closeStore(s, &err)
	c, err := s.Case(ctx, f.Case)
	if err != nil {
		return l, err
	}
	head, today := letterhead(settings), clock.DayIn(now, imr.Office)
	l.determination = letter.FromCase(c, head, today)
	if c.LetterHash != "" {
		if l.served, err = stored(ctx, s, c.LetterHash); err != nil {
			return l, fmt.Errorf("letter of %s: %w", c.ID, err)
		}
		if l.determination = letter.Parse(string(c.ID), l.served); l.determination.Error != "" {
			return l, fmt.Errorf("letter of %s: %s", c.ID, l.determination.Error)
		}
	}
	l.determination.File = letter.Text(c.ID)
	l.context, err = contextOf(ctx, s, settings, c, head, now)
	return l, err
}

func stored(ctx context.Context, s *store.Store, sha string) (data []byte, err error) {
	r, err := s.Blobs().Open(ctx, sha)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	return io.ReadAll(r)
}

// contextOf is what the linter has to know of a case: its papers and parties, the last day to decide, and the names of
// all reviewers, none of which may stand in a letter.
func contextOf(ctx context.Context, s *store.Store, settings config.Config, c imr.Case, h letter.Letterhead, now time.Time) (letter.Context, error) {
	reviewers, err := s.AccountsByRole(ctx, auth.Reviewer)
	if err != nil {
		return letter.Context{}, err
	}
	var directory []string
	for _, a := range reviewers {
		directory = append(directory, a.Name)
	}
	rules, err := rulesOf(settings)(settings.Programme)
	if err != nil {
		return letter.Context{}, err
	}
	dues, err := imr.Dues(rules, c, now)
	if err != nil {
		return letter.Context{}, err
	}
	var by clock.Day
	for _, d := range dues {
		if strings.HasPrefix(d.Rule.ID, "imr.decide.") && d.Status != imr.Stopped && d.Status != imr.Unknown {
			by = d.Due.Day
		}
	}
	x := letter.ContextOf(c, h, by, directory)
	if x.On.IsZero() {
		x.On = clock.DayIn(now, imr.Office)
	}
	return x, nil
}

// oneOf refuses a command line that names neither files nor a case, or both.
func (f caseFlags) oneOf(files int) error {
	if (files == 0) == (f.Case == "") {
		return &usageError{"name a file, or a case with --case", ""}
	}
	return nil
}
