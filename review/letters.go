package review

import (
	"strings"
	"unicode"
)

// Letters are the letters and digits of a text in small letters, without its marks: the same for words that differ in stops and spaces alone.
func Letters(text string) string {
	var b strings.Builder
	for _, r := range Bare(text) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}
