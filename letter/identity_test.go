package letter_test

import (
	"archive/zip"
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/sample"
	"github.com/openimr/openimr/letter"
	"github.com/openimr/openimr/taggedpdf/check"
)

// everyStringOf returns all that a letter in one form holds, unpacked.
func everyStringOf(t *testing.T, form letter.Form, data []byte) []string {
	t.Helper()
	switch form {
	case letter.FormPDF:
		return letter.EveryString(t, data)
	case letter.FormDOCX:
		all := []string{string(data)}
		z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range z.File {
			in, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			b, err := io.ReadAll(in)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, f.Name, f.Comment, string(f.Extra), string(b))
		}
		return all
	}
	return []string{string(data)}
}

// What tells who decided: the reviewer of each story, by name, surname and account.
func reviewers(story sample.Story) (marks []string) {
	for _, s := range story.Steps {
		if a, ok := s.Command.(*imr.ReviewerAssigned); ok {
			name := strings.Fields(strings.TrimSuffix(strings.SplitN(a.Reviewer.Name, ",", 2)[0], "."))
			marks = append(marks, a.Reviewer.Name, string(a.Reviewer.ID), name[len(name)-1])
		}
	}
	return marks
}

func TestNoFormOfAnyLetterTellsWhoTheReviewerIs(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	letters := 0
	for _, story := range append(sample.All(now), sample.Traction()) {
		marks := reviewers(story)
		if len(marks) == 0 {
			continue
		}
		c := told(t, story, nil)
		d := letter.FromCase(c, head, clock.MustDay("2026-11-24"))
		for _, form := range letter.Forms() {
			data, err := letter.Render(d, form)
			if err != nil {
				t.Fatalf("%s as %s: %v", story.Case, form, err)
			}
			all := everyStringOf(t, form, data)
			if !slices.ContainsFunc(all, func(s string) bool { return strings.Contains(s, string(d.CaseNumber)) }) {
				t.Errorf("%s as %s: the search does not even find the case number", story.Case, form)
			}
			for _, s := range all {
				for _, mark := range marks {
					if strings.Contains(s, mark) {
						t.Errorf("%s as %s holds %q", story.Case, form, mark)
					}
				}
			}
			letters++
			if form != letter.FormPDF {
				continue
			}
			r, err := check.File(data)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range r.Failed {
				t.Errorf("%s: %s", story.Case, f)
			}
		}
	}
	if letters < 20 {
		t.Errorf("only %d letters were looked at", letters)
	}
}
