package absence_test

import (
	"testing"

	"github.com/openimr/openimr/internal/sample/bundle"
	"github.com/openimr/openimr/records"
	"github.com/openimr/openimr/records/index"
	"github.com/openimr/openimr/review/absence"
	"github.com/openimr/openimr/review/pages"
)

// bookOf is the record of a made bundle, with its files in their order.
func bookOf(t testing.TB, o bundle.Options) *pages.Book {
	t.Helper()
	made, err := bundle.Make(o)
	if err != nil {
		t.Fatal(err)
	}
	b := made.Read(0.01)
	x := index.Build(b, index.Options{Patient: made.Truth.Patient.Records(), Workers: 2, NoFacts: true})
	s := &records.Shelf{Index: &x}
	for _, f := range b.Files {
		s.Files = append(s.Files, records.ShelfFile{SHA256: f.SHA256, Name: f.Name, First: s.Pages + 1, Pages: len(f.Pages)})
		s.Pages += len(f.Pages)
	}
	s.Read = s.Pages
	return pages.New(&b, s)
}

func BenchmarkFind(b *testing.B) {
	o := bundle.Defaults()
	o.Pages = 5000
	book := bookOf(b, o)
	for _, text := range []string{
		"There is no documentation of functional improvement.",
		"There is no documentation of side effects.",
		"The records do not mention a urine drug screen.",
		"She has not tried physical therapy.",
		"There is no documentation of failure of conservative care for the lumbar spine.",
		"The records do not mention a dragon.",
		"There is no evidence of radiculopathy.",
	} {
		b.Run(text, func(b *testing.B) {
			n := 0
			for b.Loop() {
				for _, f := range absence.Find(book, "summary", text) {
					n = f.Found
				}
			}
			b.ReportMetric(float64(n), "pages")
		})
	}
}
