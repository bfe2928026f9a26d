package letter

import (
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// FuzzParse reads anything, and whatever was read is written and read again the same.
func FuzzParse(f *testing.F) {
	for _, s := range []string{notice2013, professionalReview, maximus2014, "", "Decision rationale:", "MAXIMUS guideline: x Decision rationale: y: Upheld Claims Administrator guideline:",
		"IMR ISSUES, DECISIONS AND RATIONALES\n\nA was the original request. B was authorized by the Claims Administrator. The remaining IMR eligible portion of the original request, C is: Upheld\n\nClaims Administrator guideline: z",
		"Case Number: CM16-\n0213037 Date Assigned: Decision Date: 1/2/2016 Priority:\fStandard\x0bHOW THE IMR FINAL DETERMINATION WAS MADE\xff", "<p>Decision rationale: x", "PK\x03\x04", "\xff\xfeD\x00"} {
		f.Add([]byte(s))
	}
	for _, layout := range []Text{LayoutMaximus2015, LayoutOpenIMR} {
		d := sound()
		d.Layout = layout
		for _, form := range []Form{FormText, FormHTML} {
			data, err := Render(d, form)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		d := Parse("", data)
		if d.Error != "" || d.Layout != LayoutMaximus2015 && d.Layout != LayoutOpenIMR {
			return
		}
		want := Canonical(d)
		text, err := Render(want, FormText)
		if err != nil {
			t.Fatal(err)
		}
		if !utf8.Valid(text) {
			t.Fatalf("the text form is no UTF-8: %q", text)
		}
		got := Parse("", text)
		if d.CaseNumber != "" && d.CaseNumber != got.CaseNumber {
			return // a case number that is no number cannot be told from the words around it
		}
		if diff := cmp.Diff(want, Canonical(got)); diff != "" {
			t.Fatalf("-written +read:\n%s\n%s", diff, text)
		}
	})
}
