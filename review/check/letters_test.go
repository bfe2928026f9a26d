package check_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/sample/planted"
	"github.com/openimr/openimr/letter"
)

// published reads the summaries of the published letters, which are no part of the repository.
func published(t *testing.T) []planted.Source {
	t.Helper()
	dir := os.Getenv("OPENIMR_LETTERS")
	if dir == "" {
		dir = "../../../shared/letters"
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.pdf"))
	if err != nil || len(files) == 0 {
		t.Skip("the published letters are not on this machine; set OPENIMR_LETTERS to their folder")
	}
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("pdftotext is not installed here (Debian: poppler-utils)")
	}
	var sources []planted.Source
	for _, file := range files {
		text, err := exec.CommandContext(t.Context(), "pdftotext", "-layout", file, "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		d := letter.Parse(filepath.Base(file), text)
		if strings.TrimSpace(string(d.Summary.Text)) == "" {
			continue
		}
		s := planted.Source{Name: filepath.Base(file), Injury: d.Dates.Injury, Today: d.Dates.Decided, Summary: string(d.Summary.Text), Worker: imr.Worker{Sex: string(d.Summary.Sex)}}
		if s.Today.IsZero() {
			s.Today = d.Dates.URDenial.AddDays(60)
		}
		if d.Summary.Age != nil { // somebody of that age, who has a birthday in the middle of the year
			y, _, _ := s.Today.Date()
			s.Worker.BirthDate = clock.DayOf(y-*d.Summary.Age-1, 12, 31)
		}
		for _, it := range d.Items {
			s.Items = append(s.Items, planted.Item{Request: string(it.Request), Guideline: string(it.IMROGuideline.Text), Rationale: string(it.Rationale), Outcome: imr.Outcome(it.Decision)})
		}
		sources = append(sources, s)
	}
	return sources
}

func TestPlantedErrorsAreFoundInPublishedSummaries(t *testing.T) {
	by, marks := measure(t, published(t), 1)
	judge(t, by, marks)
}
