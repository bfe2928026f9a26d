package review

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestWordsAreFoundWhateverStandsBetweenThem(t *testing.T) {
	text := "He took 10 mg daily. [p. 412:17-25] The MRI\nshows a tear. [p. 7] [unconfirmed] No pain."
	for _, c := range []struct{ words, want string }{
		{"The MRI shows a tear. [p. 7]", "The MRI\nshows a tear."}, {"10 mg daily. [p. 412] The MRI", "10 mg daily. [p. 412:17-25] The MRI"},
		{"0 mg", ""}, {"tea", ""}, {"No pain", "No pain"}, {"", ""}, {"[p. 7]", ""}, {"no pain", ""},
	} {
		s, ok := Find(text, c.words)
		if got := s.Of(text); ok != (c.want != "") || got != c.want {
			t.Errorf("%q: found %q", c.words, got)
		}
	}
}

func TestOtherWordsKeepWhatWasCited(t *testing.T) {
	text := "He took 10 mg daily. [p. 412:17-25] It shows a tear. [p. 7] [unconfirmed] No pain."
	for _, c := range []struct{ words, by, want string }{
		{"He took 10 mg daily. [p. 412]", "He takes 10 mg a day.", "He takes 10 mg a day. [p. 412:17-25] It shows a tear. [p. 7] [unconfirmed] No pain."},
		{"It shows a tear.", "It shows a partial tear.", "He took 10 mg daily. [p. 412:17-25] It shows a partial tear. [p. 7] No pain."},
		{"It shows a tear.", "It shows a full tear. [p. 8:1-3]", "He took 10 mg daily. [p. 412:17-25] It shows a full tear. [p. 8:1-3] No pain."},
		{"daily. [p. 412] It shows", "each day. It showed", "He took 10 mg each day. It showed [p. 412:17-25] a tear. [p. 7] [unconfirmed] No pain."},
		{"10 mg", "20 mg", "He took 20 mg daily. [p. 412:17-25] It shows a tear. [p. 7] [unconfirmed] No pain."},
		{"gone", "here", text},
	} {
		got, ok := Replace(text, c.words, c.by)
		if got != c.want || ok != (c.words != "gone") {
			t.Errorf("%q by %q: %q", c.words, c.by, got)
		}
	}
}

func TestEverySentenceIsFoundInItsText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := aText(t, "text")
		for _, s := range Sentences(text) {
			if strings.TrimSpace(s.Words) == "" {
				continue
			}
			if _, ok := Find(text, s.Words); !ok {
				t.Fatalf("%q is not found in %q", s.Words, text)
			}
			got, ok := Replace(text, s.Words, "New words.")
			if !ok || !strings.Contains(got, "New words.") || len(Marks(got)) != len(Marks(text)) {
				t.Fatalf("%q became %q", text, got)
			}
		}
	})
}

func FuzzReplace(f *testing.F) {
	f.Add("One. [p. 3:1-2] Two.", "One. [p. 3]", "1.")
	f.Add("é [p. 1]é", "éé", "")
	f.Fuzz(func(t *testing.T, text, words, by string) {
		got, ok := Replace(text, words, by)
		if !ok && got != text {
			t.Errorf("what was not found was replaced: %q", got)
		}
	})
}
