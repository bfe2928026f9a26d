package letter

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/openimr/openimr/clock"
)

func TestAClericalErrorIsMended(t *testing.T) {
	t.Parallel()
	d := Canonical(sound())
	for _, c := range []struct {
		fix  Fix
		want func(Determination) string
		now  string
	}{
		{Fix{"summary.text", "Her low back", "Her lower back"}, func(d Determination) string { return string(d.Summary.Text) }, "Her lower back hurts."},
		{Fix{"items[1].rationale", "08-20-2016", "08-21-2016"}, func(d Determination) string { return string(d.Items[1].Rationale) }, "The report of 08-21-2016 shows that heat helps"},
		{Fix{"items[0].request", "lumbar spine", "lumbar  spine, without contrast"}, func(d Determination) string { return string(d.Items[0].Request) }, "MRI of the lumbar spine, without contrast"},
		{Fix{"dates.injury", "February 3", "February 4"}, func(d Determination) string { return d.Dates.Injury.String() }, "2016-02-04"},
		{Fix{"dates.injury", "February 3, 2016", "2016-02-05"}, func(d Determination) string { return d.Dates.Injury.String() }, "2016-02-05"},
		{Fix{"documents_reviewed[0].title", "Progress", "First progress"}, func(d Determination) string { return string(d.DocumentsReviewed[0].Title) }, "First progress report"},
		{Fix{"summary.text", " Her low back hurts.", ""}, func(d Determination) string { return string(d.Summary.Text) }, "02-03-2016. The report"},
	} {
		before := cmp.Diff(d, Canonical(sound()))
		got, changes, err := Correct(d, []Fix{c.fix})
		if err != nil || !strings.Contains(c.want(got), c.now) || len(changes) != 1 {
			t.Errorf("%+v: %v, %v", c.fix, err, changes)
		}
		if before != "" || cmp.Diff(d, Canonical(sound())) != "" {
			t.Fatalf("%+v changed the letter before it", c.fix)
		}
		if !slices.EqualFunc(got.Items, d.Items, func(a, b Item) bool { return a.Decision == b.Decision }) {
			t.Errorf("%+v changed a decision", c.fix)
		}
	}
}

func TestWhatIsNoClericalErrorIsRefused(t *testing.T) {
	t.Parallel()
	d := Canonical(sound())
	for _, c := range []struct {
		fix        Fix
		part, says string
	}{
		{Fix{"items[0].decision", "upheld", "overturned"}, "field", "no words there"},
		{Fix{"served.outcome", "x", "y"}, "field", "no words there"},
		{Fix{"items[7].rationale", "x", "y"}, "field", "no words there"},
		{Fix{"summary.text", "right knee", "left knee"}, "was", "do not stand in “Clinical case summary”"},
		{Fix{"summary.text", "2016", "2015"}, "was", "stand 2 times"},
		{Fix{"summary.text", "", "x"}, "was", "as they stand"},
		{Fix{"summary.text", "Her low back", " Her low  back "}, "now", "Nothing is changed"},
		{Fix{"summary.text", "Her low back", strings.Repeat("long ", 200)}, "was", "more than 400"},
		{Fix{"items[0].rationale", "is not medically", "is medically"}, "now", "“not” in the reviewer's own words"},
		{Fix{"items[1].rationale", "is medically necessary", "is medically unnecessary"}, "now", "“necessary”"},
		{Fix{"items[0].rationale", "shows no red flag", "shows a red flag"}, "now", "“no”"},
		{Fix{"summary.text", "tells of pain", "doesn't tell of pain"}, "now", "“not”"},
		{Fix{"dates.injury", "February", "Febuary"}, "now", "is no day"},
	} {
		_, _, err := Correct(d, []Fix{{"served.employee", "Jo", "Jon"}, c.fix})
		if d.Served.Employee == "" {
			_, _, err = Correct(d, []Fix{c.fix})
		}
		var e *FixError
		if !errors.As(err, &e) || e.Part != c.part || !strings.Contains(e.Message, c.says) {
			t.Errorf("%+v: %v", c.fix, err)
		}
	}
}

// What is mended can be mended back, and then the letter is what it was.
func TestACorrectionCanBeTakenBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := Canonical(genDetermination(t, LayoutOpenIMR))
		list := Correctables(d)
		if len(list) == 0 {
			return
		}
		f := list[rapid.IntRange(0, len(list)-1).Draw(t, "field")]
		fields := strings.Fields(f.Text)
		was := fields[rapid.IntRange(0, len(fields)-1).Draw(t, "word")]
		now := "Zzyzx" + rapid.StringMatching(`[a-z]{0,5}`).Draw(t, "now")
		fixed, changes, err := Correct(d, []Fix{{f.Field, was, now}})
		if err != nil {
			return
		}
		if len(changes) != 1 || cmp.Diff(fixed, d) == "" {
			t.Fatal("nothing was changed")
		}
		back, _, err := Correct(fixed, []Fix{{f.Field, now, was}})
		if err != nil {
			return // the word stands there several times now
		}
		if diff := cmp.Diff(d, back); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestACorrectedLetterSaysWhatItMends(t *testing.T) {
	t.Parallel()
	d := Canonical(sound())
	old, err := Compose(d).PDF()
	if err != nil {
		t.Fatal(err)
	}
	pages, err := PageTexts(old)
	if err != nil {
		t.Fatal(err)
	}
	var at int
	for _, c := range Correctables(d) {
		if c.Field == "items[1].rationale" {
			at = PageWith(pages, c.Around("heat helps"))
		}
	}
	if at < 2 {
		t.Errorf("the reasons stand on page %d of %d", at, len(pages))
	}
	fixed, changes, err := Correct(d, []Fix{{"items[1].rationale", "heat helps", "heat eases"}})
	if err != nil {
		t.Fatal(err)
	}
	h := Letterhead{Verify: "https://imr.example.org/verify"}
	n := fixed.Corrected(clock.MustDay("2016-10-13"), clock.MustDay("2016-10-13"), "7F3K-9QXM-2WTB", h, changes, []int{at})
	text := string(Compose(n).Text())
	for _, want := range []string{"takes the place of the letter before it", "heat helps", "heat eases", ", item 2, reasons for the decision", "first served, October 13, 2016", "7F3K-9QXM-2WTB"} {
		if !strings.Contains(strings.Join(strings.Fields(text), " "), want) {
			t.Errorf("the letter does not say %q", want)
		}
	}
	data, err := Signed(n, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := Parse("x", data); cmp.Diff(n, got, cmp.FilterPath(func(p cmp.Path) bool { return p.String() == "File" }, cmp.Ignore())) != "" {
		t.Error(cmp.Diff(n, got))
	}
}
