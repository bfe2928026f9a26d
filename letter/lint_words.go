package letter

import (
	"strings"
	"time"

	"github.com/openimr/openimr/clock"
)

// lower folds ASCII letters only, so that offsets in the result are offsets in s.
func lower(s string) string {
	for i := 0; i < len(s); i++ {
		if 'A' <= s[i] && s[i] <= 'Z' {
			b := []byte(s)
			for ; i < len(b); i++ {
				if 'A' <= b[i] && b[i] <= 'Z' {
					b[i] += 'a' - 'A'
				}
			}
			return string(b)
		}
	}
	return s
}

// A word is a run of letters, digits and apostrophes, with its byte offsets.
type word struct {
	text       string
	start, end int
}

func words(s string) []word {
	list := make([]word, 0, len(s)/6)
	start := -1
	for i := 0; i <= len(s); i++ {
		if i < len(s) && inWord(s, i) {
			if start < 0 {
				start = i
			}
			continue
		}
		if start >= 0 {
			list = append(list, word{s[start:i], start, i})
			start = -1
		}
	}
	return list
}

// inWord takes all beyond ASCII for letters, but for the dashes and quotes of U+2000 to U+207F and the
// signs of U+0080 to U+00BF, the no-break space among them.
func inWord(s string, i int) bool {
	c := s[i]
	switch {
	case c >= 0x80:
		for back := 0; back < 3 && i > 0 && s[i]&0xC0 == 0x80; back++ {
			i--
		}
		return s[i] != 0xC2 && (s[i] != 0xE2 || i+1 >= len(s) || s[i+1] > 0x81)
	case c == '\'':
		return i > 0 && isLetter(s[i-1]) && i+1 < len(s) && isLetter(s[i+1])
	}
	return isLetter(c) || isDigit(c)
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// indexPhrase finds phrase in s where it begins and ends at the edge of a word; both in lower case.
func indexPhrase(s, phrase string, from int) int {
	for from <= len(s) {
		i := strings.Index(s[from:], phrase)
		if i < 0 {
			return -1
		}
		i += from
		end := i + len(phrase)
		if (i == 0 || !inWord(s, i-1) || !inWord(s, i)) && (end == len(s) || !inWord(s, end) || !inWord(s, end-1)) {
			return i
		}
		from = i + 1
	}
	return -1
}

func hasAny(s string, phrases ...string) bool {
	for _, p := range phrases {
		if indexPhrase(s, p, 0) >= 0 {
			return true
		}
	}
	return false
}

// A sentence is a stretch of text with its byte offsets.
type sentence struct{ start, end int }

// sentences parts text at full stops, question and exclamation marks before white space, and at
// paragraphs. An abbreviation may part a sentence too early, which the rules here can bear.
func sentences(s string) []sentence {
	var list []sentence
	start := 0
	cut := func(end int) {
		if strings.TrimSpace(s[start:end]) != "" {
			list = append(list, sentence{start, end})
		}
		start = end
	}
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '.', '?', '!':
			end := i + 1
			for end < len(s) && (s[end] == '"' || s[end] == ')') {
				end++
			}
			if end == len(s) || s[end] == ' ' || s[end] == '\n' {
				cut(end)
			}
		case '\n':
			if i+1 < len(s) && s[i+1] == '\n' {
				cut(i)
			}
		}
	}
	cut(len(s))
	return list
}

// A dated is a date found in running text.
type dated struct {
	day        clock.Day
	start, end int
}

var months = map[string]time.Month{
	"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8,
	"september": 9, "october": 10, "november": 11, "december": 12,
	"jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12,
}

// findDates finds the dates in a text: 10/13/2016, 10-13-16 (also with a blank after a hyphen where a
// line was broken), 2016-10-13, October 13, 2016 and 13 October 2016. Years of two digits lie within the
// hundred years up to latest. What is no day of the calendar is left out.
func findDates(s string, latest int) []dated {
	var list []dated
	ws := words(lower(s))
	for i := 0; i+2 < len(ws); i++ {
		a, b, c := ws[i], ws[i+1], ws[i+2]
		var y, m, d int
		switch {
		case months[a.text] != 0:
			m, d, y = int(months[a.text]), number(strings.TrimRight(b.text, "sthndr")), number(c.text)
			if len(c.text) != 4 || strings.Trim(s[b.end:c.start], ", ") != "" {
				continue
			}
		case months[b.text] != 0:
			d, m, y = number(strings.TrimRight(a.text, "sthndr")), int(months[b.text]), number(c.text)
			if len(c.text) != 4 || strings.Trim(s[a.end:c.start], ", .abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
				continue
			}
		default:
			if !dateSeparators(s[a.end:b.start], s[b.end:c.start]) {
				continue
			}
			if len(a.text) == 4 {
				y, m, d = number(a.text), number(b.text), number(c.text)
				break
			}
			m, d, y = number(a.text), number(b.text), number(c.text)
			switch len(c.text) {
			case 2:
				if y += latest / 100 * 100; y > latest {
					y -= 100
				}
			case 4:
			default:
				continue
			}
		}
		if y < 1900 || y > 2200 || m < 1 || m > 12 || d < 1 || d > 31 {
			continue
		}
		day := clock.DayOf(y, time.Month(m), d)
		if _, got, _ := day.Date(); int(got) != m {
			continue
		}
		list = append(list, dated{day, a.start, c.end})
		i += 2
	}
	return list
}

func dateSeparators(a, b string) bool {
	a, b = strings.TrimSpace(a), strings.TrimSpace(b)
	return a == b && (a == "/" || a == "-")
}

// number reads up to four digits, and gives -1 for anything else.
func number(s string) int {
	if s == "" || len(s) > 4 {
		return -1
	}
	n := 0
	for i := 0; i < len(s); i++ {
		if !isDigit(s[i]) {
			return -1
		}
		n = n*10 + int(s[i]-'0')
	}
	return n
}
