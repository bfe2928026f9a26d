package index_test

import (
	"reflect"
	"testing"

	"github.com/openimr/openimr/internal/sample/bundle"
	"github.com/openimr/openimr/records"
	"github.com/openimr/openimr/records/index"
)

// An index made with the help of the one before is the one that is made from nothing.
func TestAnIndexThatRemembersIsTheSame(t *testing.T) {
	made, err := bundle.Make(bundle.Options{Seed: 5, Pages: 60})
	if err != nil {
		t.Fatal(err)
	}
	b := made.Bundle()
	o := index.Options{Patient: made.Truth.Patient.Records(), Workers: 3}
	whole := index.Build(b, o)
	if len(whole.Documents) < 5 || len(whole.Facts) < 20 {
		t.Fatalf("%d documents, %d facts", len(whole.Documents), len(whole.Facts))
	}
	in := map[records.PageRef]int{}
	for _, d := range whole.Documents {
		for _, r := range d.Pages {
			in[r]++
		}
	}
	for _, r := range b.Refs() {
		if in[r] != 1 {
			t.Errorf("page %v is in %d documents", r, in[r])
		}
	}

	// Half of the pages come later.
	part := records.Bundle{}
	unread := map[records.PageRef]bool{}
	for f, file := range b.Files {
		file.Pages = append([]records.Page(nil), file.Pages...)
		for p := range file.Pages {
			if p%2 == 1 {
				file.Pages[p] = records.Page{}
				unread[records.PageRef{File: f, Page: p + 1}] = true
			}
		}
		part.Files = append(part.Files, file)
	}
	before := index.Build(part, o)
	o.Before, o.Fresh = &before, func(r records.PageRef) bool { return unread[r] }
	if got := index.Build(b, o); !reflect.DeepEqual(got, whole) {
		t.Errorf("after more pages came: %d documents and %d facts, not %d and %d", len(got.Documents), len(got.Facts), len(whole.Documents), len(whole.Facts))
	}

	// A correction moves a date, and the facts of that document with it.
	d := whole.Documents[0]
	id := func(r records.PageRef) records.PageID {
		return records.PageID{File: b.Files[r.File].SHA256, Page: r.Page}
	}
	o.Corrections = []records.Correction{{Kind: records.Redate, Page: id(d.Pages[0]), Date: d.Date + 40}, {Kind: records.Retype, Page: id(d.Pages[0]), Value: "lab"}}
	anew := o
	anew.Before, anew.Fresh = nil, nil
	o.Before, o.Fresh = &whole, nil
	want := index.Build(b, anew)
	if got := index.Build(b, o); !reflect.DeepEqual(got, want) {
		t.Error("after a correction the index is another than one made from nothing")
	}
	if reflect.DeepEqual(want.Documents, whole.Documents) {
		t.Error("the correction changed nothing")
	}
	if x := index.Build(b, index.Options{NoFacts: true}); len(x.Facts) != 0 || len(x.Documents) == 0 {
		t.Errorf("%d facts, %d documents", len(x.Facts), len(x.Documents))
	}
}
