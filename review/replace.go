package review

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// folded is a text without spaces and without anything in brackets, and where each of its bytes stands in the text.
func folded(text string) (words string, at []int) {
	var out strings.Builder
	bs := brackets(text)
	k := 0
	for i, r := range text {
		for k < len(bs) && bs[k].To <= i {
			k++
		}
		if k < len(bs) && i >= bs[k].From || unicode.IsSpace(r) {
			continue
		}
		n := out.Len()
		out.WriteRune(r)
		for ; n < out.Len(); n++ {
			at = append(at, i)
		}
	}
	return out.String(), at
}

// Find finds words in a text, whatever marks and spaces stand between them in either: a quote from a letter names pages as
// "[p. 412]" where the text has "[p. 412:17-25]". The span is that of the words, without marks before or after. Words within
// longer words are not found.
func Find(text, words string) (Span, bool) {
	t, at := folded(text)
	w, _ := folded(words)
	if w == "" {
		return Span{}, false
	}
	for from := 0; ; {
		i := strings.Index(t[from:], w)
		if i < 0 {
			return Span{}, false
		}
		i += from
		from = i + 1
		last := i + len(w) - 1
		_, size := utf8.DecodeRuneInString(text[at[last]:])
		s := Span{at[i], at[last] + size}
		first, _ := utf8.DecodeRuneInString(w)
		end, _ := utf8.DecodeLastRuneInString(w)
		before, _ := utf8.DecodeLastRuneInString(text[:s.From])
		after, _ := utf8.DecodeRuneInString(text[s.To:])
		if letter(first) && letter(before) || letter(end) && letter(after) {
			continue
		}
		return s, true
	}
}

func letter(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// Replace puts other words in the place of words, which are found as Find does; false where the text does not have them.
// What the old words cited stands after the new ones, unless these bring citations of their own. Sentences in which somebody
// changed words on purpose are confirmed.
func Replace(text, words, by string) (string, bool) {
	s, ok := Find(text, words)
	if !ok {
		return text, false
	}
	by = strings.TrimSpace(by)
	bs := brackets(text)
	from := 0
	for from < len(bs) && bs[from].From < s.From {
		from++
	}
	to := from
	for to < len(bs) && (bs[to].From < s.To || strings.TrimSpace(text[s.To:bs[to].From]) == "") {
		s.To = max(s.To, bs[to].To)
		to++
	}
	if len(Marks(by)) == 0 {
		for _, b := range bs[from:to] {
			if b.pending == Confirmed {
				by += " " + b.mark.String()
			}
		}
	}
	return text[:s.From] + by + text[s.To:], true
}
