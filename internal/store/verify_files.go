package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/audit"
)

// A namedFile is a stored file with the first event that speaks of it.
type namedFile struct {
	caseID string
	seq    int
	sha    string
}

// name notes the files of an event, each once.
func (v *verification) name(e imr.Event) {
	for _, sha := range e.Files() {
		if !v.named[sha] {
			v.named[sha] = true
			v.files = append(v.files, namedFile{string(e.Case), e.Seq, sha})
		}
	}
}

// checkFiles reads every file that the events name and reports those that are missing or no longer what they were.
// Files never change, so this needs no transaction.
func (s *Store) checkFiles(ctx context.Context, files []namedFile, report *audit.Report) error {
	for _, f := range files {
		err := s.blobs.Check(ctx, f.sha)
		var missing *imr.Error
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.As(err, &missing) && missing.Kind == imr.NotFound:
			report.Add(f.caseID, f.seq, fmt.Sprintf("its file %s is missing", f.sha))
		case err != nil:
			report.Add(f.caseID, f.seq, err.Error())
		}
	}
	return nil
}
