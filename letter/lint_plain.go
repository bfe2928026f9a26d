package letter

import (
	"fmt"
	"strings"
)

// maxGrade is the school grade above which a letter is told to be hard to read.
const maxGrade = 12

// known are the abbreviations that every reader of these letters meets outside of medicine, or in the
// fixed parts of the letter.
const known = " ACOEM AD CA CCR DWC EAMS IMR IMRO MTUS ODG OK PM UR US USA WCAB AM II III IV VI VII MAXIMUS "

// plain measures how hard the letter is to read. Both findings are told, never asked for: a medical
// rationale has to use medical words.
func (l *linter) plain() {
	var all strings.Builder
	fields := l.fields()
	for _, f := range fields {
		if f.path == "summary.text" || strings.HasSuffix(f.path, ".rationale") {
			all.WriteString(f.text)
			all.WriteString("\n\n")
		}
	}
	text := all.String()
	told := map[string]bool{}
	for _, f := range fields {
		if f.path != "summary.text" && !strings.HasSuffix(f.path, ".rationale") {
			continue
		}
		for _, w := range words(f.text) {
			if !abbreviation(w.text) || told[w.text] || strings.Contains(known, " "+w.text+" ") {
				continue
			}
			told[w.text] = true
			if strings.Contains(text, "("+w.text+")") || strings.Contains(text, w.text+" (") {
				continue
			}
			l.add("plain.abbreviation", Info, f.item, f.path, fmt.Sprintf("%s is not explained. Write it out where it first stands.", w.text))
			l.over(f.text, w.start, w.end)
		}
	}
	if g, ok := grade(text); ok && g > maxGrade {
		l.add("plain.grade", Info, -1, "items", fmt.Sprintf("Summary and rationales read at school grade %.1f (Flesch-Kincaid). Shorter sentences would make them plainer.", g))
	}
}

func abbreviation(s string) bool {
	if len(s) < 2 || len(s) > 6 {
		return false
	}
	for i := 0; i < len(s); i++ {
		if s[i] < 'A' || s[i] > 'Z' {
			return false
		}
	}
	return true
}

// grade is the Flesch-Kincaid grade level; there is none for fewer than thirty words.
func grade(text string) (float64, bool) {
	count, syllables := 0, 0
	for _, w := range words(text) {
		if digits(w.text) == 0 {
			count++
			syllables += vowelGroups(w.text)
		}
	}
	n := len(sentences(text))
	if count < 30 || n == 0 {
		return 0, false
	}
	return 0.39*float64(count)/float64(n) + 11.8*float64(syllables)/float64(count) - 15.59, true
}

// vowelGroups counts syllables as groups of vowels, a silent e at the end left out.
func vowelGroups(s string) int {
	n, in := 0, false
	for i := 0; i < len(s); i++ {
		vowel := strings.IndexByte("aeiouy", s[i]|0x20) >= 0
		if vowel && !in {
			n++
		}
		in = vowel
	}
	if n > 1 && s[len(s)-1]|0x20 == 'e' && !strings.HasSuffix(strings.ToLower(s), "le") {
		n--
	}
	return max(n, 1)
}
