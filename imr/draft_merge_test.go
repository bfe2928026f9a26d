package imr

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/openimr/openimr/review"
)

func TestTwoWindowsMakeOneDraft(t *testing.T) {
	base := Draft{Summary: "One. Two.", Items: []DraftDecision{{Item: 1, IMROGuideline: "MTUS", Rationale: "It asks. It shows."}, {Item: 2}}}
	with := func(change func(*Draft)) Draft {
		d := base
		d.Items = slices.Clone(base.Items)
		change(&d)
		return d
	}
	for _, c := range []struct {
		name         string
		mine, theirs Draft
		want         Draft
		clashes      []DraftClash
	}{
		{
			name: "each wrote elsewhere",
			mine: with(func(d *Draft) { d.Summary = "One. Two. Three."; d.Items[0].Outcome = Upheld }),
			theirs: with(func(d *Draft) {
				d.Items[0].Rationale = "It asks. It shows. So it follows."
				d.Items[1].Outcome = Overturned
				d.Kept = []Kept{{Rule: "absence.found", Words: "No trial."}}
			}),
			want: with(func(d *Draft) {
				d.Summary = "One. Two. Three."
				d.Items[0].Outcome, d.Items[0].Rationale = Upheld, "It asks. It shows. So it follows."
				d.Items[1].Outcome = Overturned
				d.Kept = []Kept{{Rule: "absence.found", Words: "No trial."}}
			}),
		},
		{
			name:    "two decisions on one item",
			mine:    with(func(d *Draft) { d.Items[0].Outcome = Upheld }),
			theirs:  with(func(d *Draft) { d.Items[0].Outcome = Overturned }),
			want:    with(func(d *Draft) { d.Items[0].Outcome = Upheld }),
			clashes: []DraftClash{{"items[0].outcome", review.Clash{Mine: "upheld", Theirs: "overturned", At: review.Span{From: 0, To: 6}}}},
		},
		{
			name:   "a guideline was chosen in one, changed in the other",
			mine:   with(func(d *Draft) { d.Items[1].IMROGuideline = "ACOEM" }),
			theirs: with(func(d *Draft) { d.Items[0].IMROGuideline = "ODG" }),
			want:   with(func(d *Draft) { d.Items[0].IMROGuideline, d.Items[1].IMROGuideline = "ODG", "ACOEM" }),
		},
		{
			name: "a step of the search was noted in each",
			mine: with(func(d *Draft) { d.Items[0].Search = []SearchStep{{Code: "1", Words: "shoulder"}} }),
			theirs: with(func(d *Draft) {
				d.Items[0].Search = []SearchStep{{Code: "2A", Found: true}}
				d.Items[0].Evidence = []CitedEvidence{{Citation: "Lee 2019", Level: "1b"}}
			}),
			want: with(func(d *Draft) {
				d.Items[0].Search = []SearchStep{{Code: "1", Words: "shoulder"}, {Code: "2A", Found: true}}
				d.Items[0].Evidence = []CitedEvidence{{Citation: "Lee 2019", Level: "1b"}}
			}),
		},
		{
			name: "an item is in dispute only in one of them",
			mine: with(func(d *Draft) { d.Items = d.Items[:1] }),
			theirs: with(func(d *Draft) {
				d.Items[1].Rationale = "Typed before it was authorized."
				d.Items = append(d.Items, DraftDecision{Item: 3, Outcome: Upheld})
			}),
			want: with(func(d *Draft) { d.Items = append(d.Items[:1:1], DraftDecision{Item: 3, Outcome: Upheld}) }),
		},
	} {
		got, clashes := MergeDrafts(base, c.mine, c.theirs)
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s: %s", c.name, d)
		}
		if d := cmp.Diff(c.clashes, clashes); d != "" {
			t.Errorf("%s: clashes %s", c.name, d)
		}
	}
}

// anyDraft draws a small draft, so that two of them often meet at one place.
func anyDraft(t *rapid.T, label string) Draft {
	words := rapid.SampledFrom([]string{"", "One.", "One. Two. [p. 3]", "Two. [unconfirmed]", "Three."})
	d := Draft{Summary: words.Draw(t, label+" summary")}
	for i := 1; i <= 2; i++ {
		d.Items = append(d.Items, DraftDecision{Item: i, Outcome: rapid.SampledFrom([]Outcome{Undecided, Upheld, Overturned}).Draw(t, label+" outcome"),
			IMROGuideline: words.Draw(t, label+" guideline"), Rationale: words.Draw(t, label+" rationale")})
	}
	for _, r := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"a", "b", "c"}), 0, 3, rapid.ID).Draw(t, label+" kept") {
		d.Kept = append(d.Kept, Kept{Rule: r})
	}
	return d
}

func TestWhatOneWindowAloneChangedIsTaken(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base, one := anyDraft(t, "base"), anyDraft(t, "one")
		for _, got := range []func() (Draft, []DraftClash){
			func() (Draft, []DraftClash) { return MergeDrafts(base, one, base) },
			func() (Draft, []DraftClash) { return MergeDrafts(base, base, one) },
			func() (Draft, []DraftClash) { return MergeDrafts(base, one, one) },
		} {
			d, clashes := got()
			slices.SortFunc(d.Kept, func(a, b Kept) int { return int(a.Rule[0]) - int(b.Rule[0]) })
			want := one
			want.Kept = slices.Clone(one.Kept)
			slices.SortFunc(want.Kept, func(a, b Kept) int { return int(a.Rule[0]) - int(b.Rule[0]) })
			if diff := cmp.Diff(want, d); diff != "" || len(clashes) > 0 {
				t.Fatalf("%s %v", diff, clashes)
			}
		}
	})
}

func TestADecisionIsNeverTakenAwayInSilence(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base, mine, theirs := anyDraft(t, "base"), anyDraft(t, "mine"), anyDraft(t, "theirs")
		got, clashes := MergeDrafts(base, mine, theirs)
		for i, d := range got.Items {
			x, y := mine.Items[i].Outcome, theirs.Items[i].Outcome
			told := slices.ContainsFunc(clashes, func(c DraftClash) bool { return c.Field == []string{"items[0].outcome", "items[1].outcome"}[i] })
			if d.Outcome != x && d.Outcome != y || x != y && x != "" && y != "" && x != base.Items[i].Outcome && y != base.Items[i].Outcome && !told {
				t.Fatalf("of %q and %q came %q, told %v", x, y, d.Outcome, told)
			}
		}
	})
}
