package recognise

import (
	_ "embed"
	"strings"
	"unicode"

	"github.com/openimr/openimr/records"
)

// words.txt holds the words of medical reports and of the letters around them, without what endings give.
//
//go:embed words.txt
var wordList string

var lexicon, pairs = readLexicon(wordList)

// pairs has how often two letters follow each other in the lexicon.
type pairTable [26][26]uint16

func readLexicon(list string) (map[string]bool, *pairTable) {
	known := map[string]bool{}
	var p pairTable
	for w := range strings.FieldsSeq(list) {
		known[w] = true
		for i := 1; i < len(w); i++ {
			p[w[i-1]-'a'][w[i]-'a']++
		}
	}
	return known, &p
}

// rarePair is from how many times on in the lexicon two letters are a usual pair.
const rarePair = 3

// known says whether a word, in small letters, is of the lexicon, with its usual endings.
func known(w string) bool {
	if lexicon[w] {
		return true
	}
	for _, end := range []string{"s", "es", "ed", "d", "ing", "ly", "er"} {
		stem, ok := strings.CutSuffix(w, end)
		if !ok || len(stem) < 3 {
			continue
		}
		if lexicon[stem] || end == "ing" && lexicon[stem+"e"] || stem[len(stem)-1] == stem[len(stem)-2] && lexicon[stem[:len(stem)-1]] {
			return true
		}
	}
	stem, ok := strings.CutSuffix(w, "ies")
	return ok && lexicon[stem+"y"]
}

// usual says whether most pairs of letters of a word are usual in English. Names and drugs pass, shuffled letters do not.
func usual(w string) bool {
	bad := 0
	for i := 1; i < len(w); i++ {
		a, b := w[i-1], w[i]
		if a < 'a' || a > 'z' || b < 'a' || b > 'z' {
			continue
		}
		if pairs[a-'a'][b-'a'] < rarePair {
			bad++
		}
	}
	return bad*4 <= len(w)-1
}

// A sense is how much of a page's text makes sense.
type sense struct {
	words   int // made of letters
	known   int
	usual   int
	tokens  int // with a letter
	letters int // characters of all words
	odd     int // characters that mean nothing: private, replaced, control
	length  float64
}

func senseOf(ws []records.Word) sense {
	var s sense
	total := 0
	for _, word := range ws {
		if word.Role != records.Body {
			continue
		}
		n, letters := 0, 0
		for _, r := range word.Text {
			n++
			if r == unicode.ReplacementChar || unicode.Is(unicode.Co, r) || unicode.IsControl(r) {
				s.odd++
			}
			if unicode.IsLetter(r) {
				letters++
			}
		}
		s.letters += n
		if letters > 0 {
			total += n
			s.tokens++
		}
		if letters < 2 {
			continue // numbers and single letters tell nothing
		}
		w := strings.ToLower(strings.TrimFunc(word.Text, func(r rune) bool { return !unicode.IsLetter(r) }))
		s.words++
		if isKnown(w) {
			s.known++
			s.usual++
		} else if usual(w) {
			s.usual++
		}
	}
	if s.tokens > 0 {
		s.length = float64(total) / float64(s.tokens)
	}
	return s
}

// isKnown is known for each part of a word with hyphens, slashes or an apostrophe.
func isKnown(w string) bool {
	w = strings.TrimSuffix(strings.TrimSuffix(w, "'s"), "’s")
	for part := range strings.FieldsFuncSeq(w, func(r rune) bool { return r == '-' || r == '/' }) {
		if len(part) > 1 && !known(part) {
			return false
		}
	}
	return true
}

func (s sense) knownShare() float64 { return float64(s.known) / float64(max(1, s.words)) }
func (s sense) usualShare() float64 { return float64(s.usual) / float64(max(1, s.words)) }

// Known says whether a word, in small letters and without punctuation, is one of those that medical reports and letters use,
// with its usual endings.
func Known(word string) bool { return known(word) }
