package assemble

import (
	"regexp"
	"strings"
	"unicode"
)

var (
	titled  = regexp.MustCompile(`\b(?:Mr|Ms|Mrs|Miss)\.? (?:[A-Z][A-Za-z'’\-]+ ?){1,2}`)
	thePt   = regexp.MustCompile(`\b(?:[Tt]he |[Tt]his )?(?:[Pp]atient|[Cc]laimant|[Aa]pplicant|Pt\.?|pt\.?)(?:'s|’s)?\b`)
	spaces  = regexp.MustCompile(`\s+`)
	codeEnd = regexp.MustCompile(`\s*[\[(]?\b(?:[A-TV-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?|\d{3}\.\d{1,2}|V\d\d\.\d{1,2}|E\d{3}(?:\.\d)?)\b[\])]?[\s.,;:\-]*$`)
	codeTop = regexp.MustCompile(`^[\[(]?\b(?:[A-TV-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?|\d{3}\.\d{1,2})\b[\])]?[\s,;:\-–]*`)
)

// plain is a sentence of a page as a letter may have it: without the name of the patient.
func (w *writer) plain(text string) string {
	text = spaces.ReplaceAllString(strings.TrimSpace(text), " ")
	text = titled.ReplaceAllStringFunc(text, func(m string) string {
		end := ""
		if strings.HasSuffix(m, " ") {
			end = " "
		}
		for _, n := range w.names {
			if strings.Contains(strings.ToLower(m), strings.ToLower(n)) {
				return "the injured worker" + end
			}
		}
		return m
	})
	text = thePt.ReplaceAllStringFunc(text, func(m string) string {
		switch {
		case strings.HasSuffix(m, "'s") || strings.HasSuffix(m, "’s"):
			return "the injured worker's"
		case m == "pt" || m == "pt." || m == "Pt" || m == "Pt.":
			return m
		}
		return "the injured worker"
	})
	for _, n := range w.names {
		if i := strings.Index(text, n); i >= 0 && len(n) > 2 {
			text = strings.ReplaceAll(text, n, "the injured worker")
		}
	}
	for strings.Contains(text, "the injured worker the injured worker") {
		text = strings.ReplaceAll(text, "the injured worker the injured worker", "the injured worker")
	}
	return sentenceStart(strings.TrimRight(text, ".;,: "))
}

// odd says that a text has words that text recognition misread: digits among letters, or marks that no word has.
func odd(text string) bool {
	for _, w := range strings.Fields(text) {
		w = strings.Trim(w, ".,;:()\"'“”’%#°?!")
		letters, digits, others := 0, 0, 0
		for _, r := range w {
			switch {
			case unicode.IsLetter(r):
				letters++
			case unicode.IsDigit(r):
				digits++
			case strings.ContainsRune("|~^_{}\\<>", r):
				others++
			}
		}
		if others > 0 || digits > 0 && letters > digits+1 && !strings.ContainsAny(w, "-/.") && letters > 3 {
			return true
		}
	}
	return false
}

// withoutCode is the name of a condition without the code before or after it.
func withoutCode(text string) string {
	text = strings.Trim(spaces.ReplaceAllString(text, " "), " .,;:-–•")
	text = codeEnd.ReplaceAllString(text, "")
	text = codeTop.ReplaceAllString(text, "")
	return strings.Trim(text, " .,;:-–")
}

// lower puts a name into running text: its first letter small, unless it is a name or an abbreviation.
func lower(s string) string {
	if s == "" {
		return s
	}
	first, rest, _ := strings.Cut(s, " ")
	if strings.ToUpper(s) == s && len(s) > 6 { // all in capitals
		return strings.ToLower(s)
	}
	if generic := drugs()[strings.ToLower(strings.Trim(first, ",.;"))]; generic != "" && !strings.EqualFold(generic, first) {
		return s // a brand
	}
	if len(first) < 2 || strings.ToUpper(first) == first || eponym[strings.TrimSuffix(strings.ToLower(first), "'s")] || strings.ContainsAny(first, "0123456789") || first == "De" {
		return s
	}
	out := strings.ToLower(first[:1]) + first[1:]
	if rest != "" {
		out += " " + rest
	}
	return out
}

var eponym = kinds("quervain achilles baker bell colles dupuytren raynaud parkinson crohn morton osgood haglund lisfranc hill bankart spurling")

// quiet writes what stands all in capitals, "NORCO 5/325 MG", as a sentence would.
func quiet(s string) string {
	if strings.ToUpper(s) != s || strings.ToLower(s) == s {
		return s
	}
	return sentenceStart(strings.ToLower(s))
}
