package duplicate

import (
	"strings"
	"unicode"

	"github.com/openimr/openimr/records"
)

// A class says how much a word may carry: the pixels must be the surer, the more it does.
type class uint8

const (
	plain    class = iota
	critical       // negations, sides: a short list, since every well-read word is compared strictly
	number         // anything with a digit
)

// A token is a word of the body of a page as it is compared.
type token struct {
	norm string // lower case, without the punctuation around it
	word int    // of Page.Words
	kind class
}

// weighty are words that turn the sense of a sentence.
var weighty = listed(`no not non none nor without denies denied deny never negative positive absent present neither cannot
	left right bilateral bilaterally unilateral l r lt rt upper lower medial lateral anterior posterior cervical thoracic
	lumbar approved certified non-certified modified increase increased decrease decreased yes off on improved worsened
	normal abnormal am pm mg mcg ml daily bid tid qid`)

func listed(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

var alike = strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`, "–", "-", "—", "-", "‐", "-", "‑", "-", "−", "-",
	"ﬁ", "fi", "ﬂ", "fl", "ﬀ", "ff", "ﬃ", "ffi", "ﬄ", "ffl", "\u00ad", "", "\u00a0", " ")

// tokens are the words of the body of a page. Fax headers and stamps are not of the page; signs without a letter or
// digit are left to the pixels, except in native text.
func tokens(p *records.Page) []token {
	ts := make([]token, 0, len(p.Words))
	top := headerLines(p)
	for i, w := range p.Words {
		if w.Role != records.Body || top[w.Line] {
			continue
		}
		n := normal(w.Text, p.Source == records.Native)
		if n == "" {
			continue
		}
		ts = append(ts, token{n, i, classOf(n)})
	}
	return ts
}

// headerLines are the lines at the very top and foot of a scan that a fax machine or a numbering stamp may have put there
// though nobody recognised them: within about 30 points of the edge and with at least four digits.
func headerLines(p *records.Page) map[int32]bool {
	if p.Source != records.OCR {
		return nil
	}
	lines := map[int32]bool{}
	digits := map[int32]int{}
	band := func(w records.Word) bool { return w.Box.Y1 < headerBand || w.Box.Y0 > p.Height-headerBand-4 }
	for _, w := range p.Words {
		if !band(w) {
			continue
		}
		for _, c := range w.Text {
			if unicode.IsDigit(c) {
				digits[w.Line]++
			}
		}
		lines[w.Line] = digits[w.Line] >= 4
	}
	for _, w := range p.Words {
		if !band(w) {
			delete(lines, w.Line)
		}
	}
	return lines
}

const headerBand = 30 // points

// normal is a word as it is compared: lower case and without the punctuation around it, which text recognition reads
// badly; a sign before a number stays. Exact text keeps signs that stand alone.
func normal(text string, exact bool) string {
	s := strings.ToLower(alike.Replace(text))
	trimmed := strings.TrimFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if trimmed == "" {
		if exact {
			return strings.Trim(s, ".,;:_")
		}
		return ""
	}
	at := strings.Index(s, trimmed)
	if at > 0 && unicode.IsDigit(rune(trimmed[0])) {
		switch c := s[at-1]; c {
		case '-', '+', '<', '>', '.':
			if exact || c != '.' && c != '-' {
				trimmed = string(c) + trimmed
			}
		}
	}
	return trimmed
}

func classOf(n string) class {
	if strings.ContainsFunc(n, unicode.IsDigit) {
		return number
	}
	if weighty[n] || strings.HasSuffix(n, "n't") {
		return critical
	}
	return plain
}

var sameGlyph = strings.NewReplacer("rn", "m", "vv", "w", "0", "o", "1", "l", "i", "l", "|", "l", "!", "l", "ı", "l", "5", "s", "$", "s",
	"'", "", "`", "", "\"", "", ".", "", ",", "", "-", "", "_", "", ";", "", ":", "", "~", "", "*", "", "^", "", " ", "")

// fold takes the glyphs together that text recognition mistakes for each other.
func fold(s string) string { return sameGlyph.Replace(s) }

func join(ts []token) string {
	var b strings.Builder
	for _, t := range ts {
		b.WriteString(t.norm)
	}
	return b.String()
}

// glyphNoise says whether two runs of words are one text in which glyphs were mistaken or words run together. A number
// is no noise: both sides are the same digits then, where both have any.
func glyphNoise(a, b []token) bool {
	if len(a) == 0 || len(b) == 0 {
		return false
	}
	ja, jb := join(a), join(b)
	if ja == jb || asNumber(ja, jb) {
		return true
	}
	if fold(ja) != fold(jb) {
		return false
	}
	da, db := digits(ja), digits(jb)
	if da == db {
		return dots(ja) == dots(jb) || da == ""
	}
	// "l0" for "10": one side is no number as it stands
	return (!pureNumber(ja) || !pureNumber(jb)) && (da == "" || db == "" || len(da) != len(db))
}

var asDigits = strings.NewReplacer("o", "0", "l", "1", "i", "1", "|", "1", "!", "1", "z", "2", "s", "5", "$", "5", "b", "8")

// asNumber says whether one of two words is a number in which letters stand for digits, and the other that number.
func asNumber(a, b string) bool {
	if pureNumber(a) {
		a, b = b, a
	}
	if pureNumber(a) || !pureNumber(b) || digits(a) == "" {
		return false
	}
	return asDigits.Replace(a) == b || strings.ReplaceAll(asDigits.Replace(a), "1", "/") == strings.ReplaceAll(b, "1", "/") && len(digits(b)) > 3 && strings.Contains(b, "/")
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}

// dots are the signs that change a number: "1.5" is not "15".
func dots(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(".,-/+<>:", r) {
			return r
		}
		return -1
	}, s)
}

func pureNumber(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsDigit(r) && !strings.ContainsRune(".,-/%:", r) })
}
