package sandbox

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/openimr/openimr/records"
)

// typed sets lines of text in letters of 6 points width and 12 points leading; the column of a letter is its place.
func typed(lines ...string) []records.Word {
	var words []records.Word
	for i, line := range lines {
		column := 0
		for part := range strings.SplitSeq(line, " ") {
			if part != "" {
				x, y := float32(72+6*column), float32(72+12*i)
				words = append(words, records.Word{Text: part, Box: records.Box{X0: x, Y0: y, X1: x + 6*float32(len(part)), Y1: y + 10}})
			}
			column += len(part) + 1
		}
	}
	return words
}

func textOf(words []records.Word) string { return records.Page{Words: words}.Text() }

func TestWordsAreReadInTheOrderOfThePage(t *testing.T) {
	for _, c := range []struct {
		name  string
		lines []string
		want  string
	}{
		{"a paragraph is a block, an empty line ends it",
			[]string{"The patient reports", "pain in the back.", "", "Plan: rest."},
			"The patient reports\npain in the back.\n\nPlan: rest."},
		{"a label and its value stand on one line, whatever lies between",
			[]string{"Date of birth:            01/02/1970", "Claim number:             ABC-1"},
			"Date of birth: 01/02/1970\nClaim number: ABC-1"},
		{"a table is read row by row",
			[]string{"Drug          Dose      Refills", "Naproxen      500 mg    2", "Gabapentin    300 mg    0", "Tramadol      50 mg     1"},
			"Drug Dose Refills\nNaproxen 500 mg 2\nGabapentin 300 mg 0\nTramadol 50 mg 1"},
		{"columns of running text are read one after the other",
			[]string{
				"Heading of the whole page over both of the columns here",
				"The patient was seen in      The request for an MRI of",
				"the clinic and said that     the lumbar spine was sent",
				"the pain was worse since     to the claims office for",
				"the last visit in March.     review on the same day.",
			},
			"Heading of the whole page over both of the columns here\n\n" +
				"The patient was seen in\nthe clinic and said that\nthe pain was worse since\nthe last visit in March.\n\n" +
				"The request for an MRI of\nthe lumbar spine was sent\nto the claims office for\nreview on the same day."},
	} {
		words := typed(c.lines...)
		if got := textOf(arrange(words)); got != c.want {
			t.Errorf("%s:\n%s\nwant:\n%s", c.name, got, c.want)
		}
		slices.Reverse(words) // content may have them in any order
		if got := textOf(arrange(words)); got != c.want {
			t.Errorf("%s, written backwards:\n%s\nwant:\n%s", c.name, got, c.want)
		}
	}
}

func TestNoWordIsLostAndLinesFollowEachOther(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) records.Word {
			x, y := rapid.Float32Range(-50, 650).Draw(t, "x"), rapid.Float32Range(-50, 850).Draw(t, "y")
			w, h := rapid.Float32Range(0, 300).Draw(t, "w"), rapid.Float32Range(0, 60).Draw(t, "h")
			return records.Word{Text: rapid.StringN(1, 5, 10).Draw(t, "text"), Box: records.Box{X0: x, Y0: y, X1: x + w, Y1: y + h}}
		}), 0, 60).Draw(t, "words")
		sorted := func(words []records.Word) []string {
			var all []string
			for _, w := range words {
				all = append(all, w.Text)
			}
			slices.Sort(all)
			return all
		}
		out := arrange(slices.Clone(words))
		if !slices.Equal(sorted(words), sorted(out)) {
			t.Fatalf("%d words became %d", len(words), len(out))
		}
		for i := 1; i < len(out); i++ {
			if d := out[i].Line - out[i-1].Line; d < 0 || d > 1 {
				t.Fatalf("line %d after %d", out[i].Line, out[i-1].Line)
			}
			if d := out[i].Block - out[i-1].Block; d < 0 || d > 0 && out[i].Line == out[i-1].Line {
				t.Fatalf("block %d after %d on line %d", out[i].Block, out[i-1].Block, out[i].Line)
			}
		}
	})
}
