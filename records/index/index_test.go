package index_test

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"github.com/openimr/openimr/records"
	"github.com/openimr/openimr/records/index"
)

// twice has three files of three pages; the third is the first again.
func twice() records.Bundle {
	var b records.Bundle
	for _, sha := range []string{"a", "b", "a"} {
		b.Files = append(b.Files, records.File{Name: sha + ".pdf", SHA256: sha, Pages: make([]records.Page, 3)})
	}
	return b
}

func ref(f, p int) records.PageRef { return records.PageRef{File: f, Page: p} }

func fold(p, of records.PageRef) records.Duplicate {
	return records.Duplicate{Page: p, Of: of, Relation: records.SamePage, Similarity: 1}
}

func TestWhatPeopleSayOfDuplicatesHolds(t *testing.T) {
	id := func(sha string, p int) records.PageID { return records.PageID{File: sha, Page: p} }
	say := func(k records.CorrectionKind, a, b records.PageID) records.Correction {
		return records.Correction{Kind: k, Page: a, Other: b}
	}
	found := []records.Duplicate{fold(ref(1, 1), ref(0, 1)), fold(ref(1, 2), ref(0, 1))}
	for _, x := range []struct {
		name string
		say  []records.Correction
		want []records.Duplicate
	}{
		{"nothing is said", nil, found},
		{"a copy is another page", []records.Correction{say(records.KeepApart, id("b", 1), id("a", 1))}, found[1:]},
		{"said of the best copy", []records.Correction{say(records.KeepApart, id("a", 1), id("b", 1))}, found[1:]},
		{"two copies of a third are not the same", []records.Correction{say(records.KeepApart, id("b", 1), id("b", 2))}, found[1:]},
		{"two pages are the same", []records.Correction{say(records.SameAsOther, id("b", 3), id("b", 1))}, append(found[:2:2], fold(ref(1, 3), ref(0, 1)))},
		{"the later word wins", []records.Correction{
			say(records.KeepApart, id("b", 1), id("a", 1)), say(records.SameAsOther, id("b", 1), id("a", 1))}, found},
		{"the best copy is a copy itself", []records.Correction{say(records.SameAsOther, id("a", 1), id("a", 2))}, []records.Duplicate{
			fold(ref(0, 1), ref(0, 2)), fold(ref(1, 1), ref(0, 2)), fold(ref(1, 2), ref(0, 2)), fold(ref(2, 1), ref(0, 2))}},
		{"a page is no copy of itself", []records.Correction{say(records.SameAsOther, id("b", 3), id("b", 3))}, found},
		{"of a page that is not there", []records.Correction{say(records.SameAsOther, id("b", 3), id("c", 1)), say(records.KeepApart, id("b", 9), id("a", 1))}, found},
	} {
		if got := index.Correct(twice(), found, x.say); !reflect.DeepEqual(got, x.want) {
			t.Errorf("%s:\ngot  %v\nwant %v", x.name, got, x.want)
		}
	}
}

func TestWhateverIsSaidNothingFoldsInACircle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		id := rapid.Custom(func(t *rapid.T) records.PageID {
			return records.PageID{File: rapid.SampledFrom([]string{"a", "b"}).Draw(t, "file"), Page: rapid.IntRange(1, 3).Draw(t, "page")}
		})
		var cs []records.Correction
		for range rapid.IntRange(0, 12).Draw(t, "n") {
			cs = append(cs, records.Correction{
				Kind: rapid.SampledFrom([]records.CorrectionKind{records.KeepApart, records.SameAsOther}).Draw(t, "kind"),
				Page: id.Draw(t, "page"), Other: id.Draw(t, "other")})
		}
		got := index.Correct(twice(), nil, cs)
		folded := map[records.PageRef]bool{}
		for _, d := range got {
			if folded[d.Page] {
				t.Fatalf("page %v twice in %v", d.Page, got)
			}
			folded[d.Page] = true
		}
		for _, d := range got {
			if folded[d.Of] {
				t.Fatalf("%v is folded under a folded page in %v", d.Page, got)
			}
		}
	})
}
