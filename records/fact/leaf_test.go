package fact_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/internal/sample/bundle"
	"github.com/openimr/openimr/records"
	"github.com/openimr/openimr/records/document"
	"github.com/openimr/openimr/records/fact"
)

// Pages gone through at once tell what they tell one after the other, also where a decision is about an item that a page
// before named, and where a heading holds on to the next page.
func TestPagesGoneThroughAtOnceTellTheSame(t *testing.T) {
	b := records.Bundle{Files: []records.File{{Name: "a.pdf"}}}
	doc := records.Document{ID: "D1", Type: "ur_decision", Date: clock.DayOf(2015, 3, 4)}
	for i := range 80 {
		text := "The claimant was seen on 02/0" + string(rune('1'+i%9)) + "/2015 for low back pain rated 7/10.\n\nDiagnoses:"
		switch i % 10 {
		case 3:
			text = "Requesting authorization for 12 sessions of physical therapy."
		case 4:
			text = "Lumbar radiculopathy\nCervical strain"
		case 7:
			text = "Determination: Non-certified"
		}
		b.Files[0].Pages = append(b.Files[0].Pages, typed(text))
		doc.Pages = append(doc.Pages, records.PageRef{File: 0, Page: i + 1})
	}
	docs := []records.Document{doc}
	one := fact.Find(b, docs, fact.Options{})
	if got := fact.Find(b, docs, fact.Options{Workers: 4}); !reflect.DeepEqual(got, one) {
		t.Errorf("%d facts at once, %d one after the other", len(got), len(one))
	}
	denied := 0
	for _, f := range one {
		if f.Kind == records.FactDenial && strings.Contains(f.About, "physical therapy") {
			denied++
		}
	}
	if denied != 8 {
		t.Errorf("%d denials of physical therapy, not 8", denied)
	}
}

func TestMadeBundlesTellTheSameAtOnce(t *testing.T) {
	m, err := bundle.Make(bundle.Options{Seed: 17, Pages: 120})
	if err != nil {
		t.Fatal(err)
	}
	b := m.Bundle()
	docs, _ := document.Cut(b, document.Options{})
	all := records.Document{ID: "D1", Type: "hospital_record", Pages: b.Refs()} // as if it had not been cut
	for _, ds := range [][]records.Document{docs, {all}} {
		if one, got := fact.Find(b, ds, fact.Options{}), fact.Find(b, ds, fact.Options{Workers: 3}); len(one) == 0 || !reflect.DeepEqual(got, one) {
			t.Errorf("%d facts at once, %d one after the other", len(got), len(one))
		}
	}
}
