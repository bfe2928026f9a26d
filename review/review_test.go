package review

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestATextIsTakenApart(t *testing.T) {
	text := "Mr. J. Ruiz is 52. The MRI of Mar. 3 shows a tear. [p. 412:17-25] [p. 7] He took 2.5 mg b.i.d. daily [p. 1,204].\n\nShe denies pain! [unconfirmed] No pain at 3 p.m. today? [pp. 9-12] [unconfirmed: model] [sic] stays"
	var got [][3]string
	for _, s := range Sentences(text) {
		var ms []string
		for _, m := range s.Marks {
			ms = append(ms, m.String())
		}
		got = append(got, [3]string{s.Words, strings.Join(ms, " "), string(s.Pending)})
	}
	want := [][3]string{
		{"Mr. J. Ruiz is 52.", "", ""},
		{"The MRI of Mar. 3 shows a tear.", "[p. 412:17-25] [p. 7]", ""},
		{"He took 2.5 mg b.i.d. daily.", "[p. 1204]", ""},
		{"She denies pain!", "", "assembled"},
		{"No pain at 3 p.m. today?", "[pp. 9-12]", "model"},
		{"[sic] stays", "", ""},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if n := Unconfirmed(text); n != 2 {
		t.Errorf("%d are unconfirmed, want 2", n)
	}
	if p := Plain(text); strings.Contains(p, "unconfirmed") || strings.Contains(p, ":17") || !strings.Contains(p, "[p. 412] [p. 7]") {
		t.Errorf("the letter would say %q", p)
	}
}

func TestConfirmingASentenceChangesItAlone(t *testing.T) {
	text := Write("One is 3.", []Mark{{Number: 4, Last: 4, Words: Span{1, 5}}}, Assembled) + " " + Write("Two is 5.", nil, Model)
	first := Sentences(text)[0]
	if got, want := Confirm(text, first.Span), "One is 3. [p. 4:1-5] Two is 5. [unconfirmed: model]"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestTwoWindowsAreMerged(t *testing.T) {
	base := "One. Two. Three.\n\nFour."
	for _, c := range []struct {
		name, mine, theirs, want string
		clashes                  int
	}{
		{"both at other places", "One. Two and a half. Three.\n\nFour.", "One. Two. Three.\n\nFour. Five.", "One. Two and a half. Three.\n\nFour. Five.", 0},
		{"one took away", "One. Three.\n\nFour.", "Zero. One. Two. Three.\n\nFour.", "Zero. One. Three.\n\nFour.", 0},
		{"both alike", "One. 2. Three.\n\nFour.", "One. 2. Three.\n\nFour.", "One. 2. Three.\n\nFour.", 0},
		{"both otherwise", "One. 2. Three.\n\nFour.", "One. II. Three.\n\nFour.", "One. 2. Three.\n\nFour.", 1},
		{"into an empty one", "One. Two. Three.\n\nFour. Mine.", "One. Two. Three.\n\nFour. Theirs.", "One. Two. Three.\n\nFour. Mine.", 1},
	} {
		got, clashes := Merge(base, c.mine, c.theirs)
		if got != c.want || len(clashes) != c.clashes {
			t.Errorf("%s: got %q and %d clashes, want %q and %d", c.name, got, len(clashes), c.want, c.clashes)
		}
	}
}

func aText(t *rapid.T, label string) string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"One.", "Two. [p. 3]", "Three 3.5 mg. [p. 4:1-2] [unconfirmed]", "Dr. Lee said no.", "\n\n", "(Four!)", "[p. 0]"}), 0, 8).Draw(t, label), " ")
}

func TestNothingIsLostInAMerge(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base, mine, theirs := aText(t, "base"), aText(t, "mine"), aText(t, "theirs")
		merged, clashes := Merge(base, mine, theirs)
		have := merged
		for _, c := range clashes {
			have += " " + c.Theirs
			if c.At.Of(merged) != c.Mine {
				t.Fatalf("the clash lies at %q, not at %q", c.At.Of(merged), c.Mine)
			}
		}
		was := strings.Fields(base)
		for _, w := range append(strings.Fields(mine), strings.Fields(theirs)...) {
			if !contains(was, w) && !strings.Contains(have, w) {
				t.Fatalf("%q is lost: %q %v", w, merged, clashes)
			}
		}
	})
}

func contains(ws []string, w string) bool {
	for _, x := range ws {
		if x == w {
			return true
		}
	}
	return false
}

func TestUnitsAndSentencesCoverTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { covered(t.Fatalf, aText(t, "text")) })
}

func covered(fail func(string, ...any), text string) {
	if got := strings.Join(units(text), ""); got != text {
		fail("the units of %q make %q", text, got)
	}
	at := 0
	for _, s := range Sentences(text) {
		if s.From < at || s.To > len(text) || s.From >= s.To || s.Body.From < s.From || s.Body.To > s.To {
			fail("sentence %v of %q lies badly", s, text)
		}
		if strings.TrimSpace(text[at:s.From]) != "" {
			fail("%q of %q is in no sentence", text[at:s.From], text)
		}
		at = s.To
	}
	if strings.TrimSpace(text[at:]) != "" {
		fail("%q of %q is in no sentence", text[at:], text)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("One. [p. 3:1-2] [unconfirmed]\n \nTwo")
	f.Add("“A [p. 9].” [p. 1,000-2]")
	f.Fuzz(func(t *testing.T, text string) {
		covered(t.Errorf, text)
		if n := Unconfirmed(Confirm(text, Span{0, len(text)})); n != 0 {
			t.Errorf("%d of %q stay unconfirmed", n, text)
		}
		_, _ = Merge("One. Two.", text, "Two. Three.")
	})
}

func TestChangesAreTold(t *testing.T) {
	got := Changes("One. Two. Three.", "One. 2. Three. Four.")
	want := []Change{{"Two.", "2.", Span{5, 7}}, {"", "Four.", Span{15, 20}}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}
