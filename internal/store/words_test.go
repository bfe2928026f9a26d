package store

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/openimr/openimr/imr"
)

// Whatever beginning of a word of a case somebody types, in any case of letters, finds it: in the database, where the
// words are compared from the beginning, and on the shelf, where each has a space before it.
func TestTheBeginningOfAWordFindsIt(t *testing.T) {
	word := rapid.StringMatching(`[A-Za-zÀ-ž0-9]{1,70}([-'/.][A-Za-z0-9]{1,9})?[,.;)]?`)
	rapid.Check(t, func(t *rapid.T) {
		fields := rapid.SliceOfN(word, 1, 8).Draw(t, "words")
		row := imr.QueueRow{Case: "CM15-0190123", Worker: strings.Join(fields, " ")}
		ws := words(row)
		field := []rune(rapid.SampledFrom(fields).Draw(t, "word"))
		typed := string(field[:rapid.IntRange(1, len(field)).Draw(t, "typed")])
		if rapid.Bool().Draw(t, "shout") {
			typed = strings.ToUpper(typed)
		}
		for _, w := range soughtWords(typed) {
			found := false
			for _, x := range ws {
				found = found || x >= w && x < after(w)
			}
			if !found || !strings.Contains(" "+strings.Join(ws, " "), " "+w) {
				t.Fatalf("%q does not find %q among %q", typed, string(field), ws)
			}
		}
	})
}

func FuzzCursor(f *testing.F) {
	f.Add(cursor{Order: imr.ByDue, Due: 5, ID: "CM15-0190123"}.String())
	f.Add("e30")
	f.Add("")
	f.Fuzz(func(t *testing.T, s string) {
		c, err := parseCursor(s, imr.ByDue, false)
		if err != nil {
			return
		}
		again, err := parseCursor(c.String(), imr.ByDue, false)
		if err != nil || again != c {
			t.Errorf("%+v is read back as %+v, %v", c, again, err)
		}
	})
}
