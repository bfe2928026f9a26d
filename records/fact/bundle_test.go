package fact_test

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	"github.com/openimr/openimr/internal/sample/bundle"
	"github.com/openimr/openimr/records"
	"github.com/openimr/openimr/records/fact"
)

// A tally counts how facts of one kind were found. What a bundle does not list may still be said by its pages, so extra
// ones are no errors by themselves.
type tally struct{ want, hit, found, right, dated, stands int }

// TestFactsOfInventedBundles holds what is found against what is known of invented bundles, plain and with slips of text
// recognition. -v prints the figures; a kind below its floor fails.
func TestFactsOfInventedBundles(t *testing.T) {
	floor := map[records.FactKind]float64{
		records.FactInjury: 0.85, records.FactService: 0.75, records.FactRequest: 0.85, records.FactDenial: 0.8, records.FactDiagnosis: 0.9,
		records.FactProcedure: 0.85, records.FactImaging: 0.8, records.FactMedication: 0.95, records.FactTherapy: 0.75, records.FactPain: 0.9, records.FactWork: 0.95,
	}
	for _, slips := range []float64{0, 0.02} {
		by := map[records.FactKind]*tally{}
		for seed := range uint64(2) {
			m, err := bundle.Make(bundle.Options{Seed: 40 + seed, Pages: 150, Faxed: 0.5, Senders: 2})
			if err != nil {
				t.Fatal(err)
			}
			count(by, m, slips)
		}
		for _, k := range slices.SortedFunc(keys(by), func(a, b records.FactKind) int { return cmp.Compare(a, b) }) {
			c := by[k]
			recall := float64(c.hit) / float64(max(c.want, 1))
			t.Logf("slips %.2f  %-16s %4d listed, recall %.3f; %4d found, listed %.3f; of those hit date %.3f, standing %.3f", slips, k, c.want, recall, c.found,
				float64(c.right)/float64(max(c.found, 1)), float64(c.dated)/float64(max(c.hit, 1)), float64(c.stands)/float64(max(c.hit, 1)))
			if c.want >= 10 && recall < floor[k] {
				t.Errorf("with slips of %.2f only %.3f of the facts of kind %s are found, not %.2f", slips, recall, k, floor[k])
			}
			if c.hit >= 10 && float64(c.stands) < 0.9*float64(c.hit) {
				t.Errorf("%s: the standing of %d of %d is right", k, c.stands, c.hit)
			}
		}
	}
}

func keys(m map[records.FactKind]*tally) func(func(records.FactKind) bool) {
	return func(yield func(records.FactKind) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

func count(by map[records.FactKind]*tally, m *bundle.Made, slips float64) {
	var docs []records.Document
	for i, d := range m.Truth.Documents {
		docs = append(docs, records.Document{ID: fmt.Sprint("D", i+1), Type: d.Type, Title: d.Title, Date: d.Date, Author: d.Author, Pages: d.Pages})
	}
	of := func(k records.FactKind) *tally {
		if by[k] == nil {
			by[k] = &tally{}
		}
		return by[k]
	}
	found := map[records.PageRef][]records.Fact{}
	for _, f := range fact.Find(m.Read(slips), docs, fact.Options{}) {
		found[f.Page] = append(found[f.Page], f)
		of(f.Kind).found++
	}
	listed := map[records.PageRef][]bundle.Fact{}
	for _, w := range m.Truth.Facts {
		listed[w.Page] = append(listed[w.Page], w)
		c := of(w.Kind)
		c.want++
		for _, f := range found[w.Page] {
			if f.Kind == w.Kind && f.From < w.Words[1] && w.Words[0] < f.To {
				c.hit++
				if f.Date == w.Date || f.When != "" && w.Date.String()[:len(f.When)] == f.When {
					c.dated++
				}
				if f.Standing == w.Standing {
					c.stands++
				}
				break
			}
		}
	}
	for page, fs := range found {
		for _, f := range fs {
			if slices.ContainsFunc(listed[page], func(w bundle.Fact) bool { return w.Kind == f.Kind && f.From < w.Words[1] && w.Words[0] < f.To }) {
				of(f.Kind).right++
			}
		}
	}
}
