package duplicate_test

import (
	"context"
	"image"
	"testing"

	"github.com/openimr/openimr/internal/sample/bundle"
	"github.com/openimr/openimr/records"
	"github.com/openimr/openimr/records/duplicate"
)

// A made bundle of faxes, read with one character in a hundred wrong: no page with a changed word is folded, most copies are, and all
// are of one family.
func TestFaxedCopiesFoldAndChangedOnesDoNot(t *testing.T) {
	m, err := bundle.Make(bundle.Options{Seed: 5, Pages: 30, Faxed: 1, Duplicates: 0.3, Changed: 10, Senders: 2, Plain: true})
	if err != nil {
		t.Fatal(err)
	}
	b := m.Read(0.01)
	ds, err := duplicate.Find(context.Background(), b, duplicate.Options{Pictures: func(_ context.Context, r records.PageRef) (*image.Gray, float64, error) {
		g, err := m.Upright(r)
		return g, 200, err
	}})
	if err != nil {
		t.Fatal(err)
	}
	best, family := map[records.PageRef]records.PageRef{}, map[records.PageRef]records.PageRef{}
	for _, d := range ds {
		family[d.Page] = d.Of
		if d.Folded() {
			best[d.Page] = d.Of
		}
	}
	root := func(of map[records.PageRef]records.PageRef, r records.PageRef) records.PageRef {
		for to, ok := of[r]; ok; to, ok = of[r] {
			r = to
		}
		return r
	}
	copies, folded := 0, 0
	for _, d := range m.Truth.Duplicates {
		if p := b.Page(d.Page); p.Blank || p.Separator {
			continue
		}
		one := root(best, d.Page) == root(best, d.Of)
		if root(family, d.Page) != root(family, d.Of) {
			t.Errorf("%v and %v are not related", d.Page, d.Of)
		}
		if d.Relation == records.ChangedPage {
			if one {
				t.Errorf("folded though %s %q became %q: %v and %v", d.What, d.Was, d.Is, d.Page, d.Of)
			}
			continue
		}
		if copies++; one {
			folded++
		}
	}
	t.Logf("%d of %d copies folded", folded, copies)
	if folded*10 < copies*6 {
		t.Errorf("%d of %d copies folded", folded, copies)
	}
}
