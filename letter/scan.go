package letter

import (
	"slices"
	"strings"
)

// A part is a fixed phrase of the published layout that begins a part of the letter.
type part int

const (
	partHow part = iota // headings, in capitals
	partSummary
	partItems
	partCredentials // labels, which end with a colon
	partLicensed
	partSpecialty
	partSummaryIntro
	partItemsIntro
	partUR
	partIMRO
	partRationale
	partCount
)

// phrases are the words of each part as published letters have them.
var phrases = [partCount]string{
	partHow:          "HOW THE IMR FINAL DETERMINATION WAS MADE",
	partSummary:      "CLINICAL CASE SUMMARY",
	partItems:        "IMR ISSUES, DECISIONS AND RATIONALES",
	partCredentials:  "The Expert Reviewer has the following credentials:",
	partLicensed:     "State(s) of Licensure:",
	partSpecialty:    "Certification(s)/Specialty:",
	partSummaryIntro: "The expert reviewer developed the following clinical case summary based on a review of the case file, including all medical records:",
	partItemsIntro:   "The Final Determination was based on decisions for the disputed items/services set forth below:",
	partUR:           "Claims Administrator guideline:",
	partIMRO:         "MAXIMUS guideline:",
	partRationale:    "Decision rationale:",
}

// A hit is a phrase found in a text.
type hit struct {
	part       part
	start, end int
}

// A variant is a phrase by which some letters, mostly early ones, begin a part.
type variant struct {
	part  part
	words string
}

var variants = []variant{
	{partItems, "IMR DECISION(S) AND RATIONALE(S)"},
	{partSummaryIntro, "The physician reviewer developed the following clinical case summary based on a review of the case file, including all medical records:"},
	{partCredentials, "The Physician Reviewer has the following credentials:"},
	{partRationale, "The Physician Reviewer's decision rationale:"},
	{partRationale, "The Expert Reviewer's decision rationale:"},
}

// labels are the phrases with a colon, lower case and without spaces; headings are those in capitals, with the word
// by which they are found.
var labels, headings = func() (labels, headings []variant) {
	all := variants
	for p, words := range phrases {
		all = append(all, variant{part(p), words})
	}
	for _, v := range all {
		if strings.HasSuffix(v.words, ":") {
			labels = append(labels, variant{v.part, strings.ToLower(strings.ReplaceAll(v.words, " ", ""))})
		} else {
			headings = append(headings, v)
		}
	}
	return labels, headings
}()

// scan finds the phrases of the published layout in folded text, in order. White space inside a phrase does not
// matter, nor does a hyphen at which a word was broken.
func scan(text string) []hit {
	list := make([]hit, 0, 32)
	for at := 0; ; {
		i := strings.IndexByte(text[at:], ':')
		if i < 0 {
			break
		}
		i += at
		at = i + 1
		if p, start, ok := labelBefore(text, i); ok {
			list = append(list, hit{p, start, at})
		}
	}
	ordered := len(list)
	for _, h := range headings {
		anchor, _, _ := strings.Cut(h.words, " ")
		for at := 0; ; {
			i := strings.Index(text[at:], anchor)
			if i < 0 {
				break
			}
			i += at
			at = i + len(anchor)
			if end, ok := forward(text, i, h.words); ok && edge(text, i) && (end == len(text) || !isLetter(text[end])) {
				list = append(list, hit{h.part, i, end})
			}
		}
	}
	if len(list) > ordered {
		slices.SortFunc(list, func(a, b hit) int { return a.start - b.start })
	}
	return list
}

// quoted says that a phrase stands behind a backslash: it is meant as text.
func quoted(text string, h hit) bool { return h.start > 0 && text[h.start-1] == '\\' }

// edge says that no word reaches over an offset from the left.
func edge(text string, at int) bool { return at == 0 || !isLetter(text[at-1]) }

// labelBefore tells which label ends with the colon at i, and where it begins.
func labelBefore(text string, i int) (part, int, bool) {
	j := i - 1
	for j >= 0 && text[j] == ' ' {
		j--
	}
	if j < 0 {
		return 0, 0, false
	}
	switch text[j] | 0x20 {
	case 'e', 's', 'y', 'w': // guideline, rationale, licensure, credentials, records, specialty, below
	default:
		return 0, 0, false
	}
	for _, l := range labels {
		if start, ok := backward(text, j, l.words); ok && edge(text, start) {
			return l.part, start, true
		}
	}
	return 0, 0, false
}

// backward compares a label, without its colon, with the text that ends at j.
func backward(text string, j int, label string) (int, bool) {
	for k := len(label) - 2; k >= 0; {
		if j < 0 {
			return 0, false
		}
		c := text[j]
		if 'A' <= c && c <= 'Z' {
			c |= 0x20
		}
		switch {
		case c == label[k]:
			k--
		case c == ' ', c == '-' && j+1 < len(text) && text[j+1] == ' ':
		default:
			return 0, false
		}
		j--
	}
	return j + 1, true
}

// forward compares a heading with the text that begins at i.
func forward(text string, i int, phrase string) (int, bool) {
	for k := 0; k < len(phrase); {
		switch {
		case phrase[k] == ' ':
			k++
		case i >= len(text):
			return 0, false
		case text[i] == phrase[k]:
			i++
			k++
		case text[i] == ' ', text[i] == '\n', text[i] == '-' && i+1 < len(text) && text[i+1] == ' ':
			i++
		default:
			return 0, false
		}
	}
	return i, true
}

// quote puts a backslash before each phrase in a field that a reader would else take for a part of the letter,
// so that a rationale may speak of a "Decision rationale:". No published letter has needed it yet.
func quote(field string) string {
	list := scan(field)
	if len(list) == 0 {
		return field
	}
	var b strings.Builder
	from := 0
	for i, h := range list {
		if i+1 < len(list) && list[i+1].start < h.end {
			continue // the backslash inside it is enough
		}
		b.WriteString(field[from:h.start] + `\`)
		from = h.start
	}
	return b.String() + field[from:]
}

// unquote undoes quote.
func unquote(field string) string {
	if strings.IndexByte(field, '\\') < 0 {
		return field
	}
	var b strings.Builder
	from := 0
	for _, h := range scan(field) {
		if quoted(field, h) && h.start-1 >= from {
			b.WriteString(field[from : h.start-1])
			from = h.start
		}
	}
	return b.String() + field[from:]
}
