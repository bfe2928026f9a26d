package document

import (
	"path/filepath"
	"testing"
)

func TestPapersOfManyVoicesAreCutAndNamed(t *testing.T) {
	names, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(names) == 0 {
		t.Fatal(err)
	}
	var s score
	for _, n := range names {
		pages, truths := readPapers(t, filepath.Base(n))
		docs, _ := Cut(bundleOf(pages), Options{})
		s.count(filepath.Base(n), truths, docs, 0)
	}
	t.Log(s)
	for _, w := range s.wrong {
		t.Log(w)
	}
	if s.f1() < 0.97 || part64(s.kinds, s.docs) < 0.97 || part64(s.dates, s.dated) < 0.97 || part64(s.authors, s.authord) < 0.9 {
		t.Error("the figures are worse than they were")
	}
}
