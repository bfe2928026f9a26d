package fact

import (
	"strings"
)

var (
	icd10      = compile(`\b([a-tv-z]\d[0-9a-z]\.[0-9a-z]{1,4})\b`)
	icd10Short = compile(`\b([a-tv-z]\d\d)\b`)
	icd9       = compile(`(?:^|[ (\[:#,/])(\d{3}\.\d{1,2}|v\d{2}\.\d{1,2}|e\d{3}\.\d)\b`)
	icd9Short  = compile(`(?:icd[- ]?9?(?:-cm)?(?: code)?s?[:# ]+)(\d{3})\b`)
	notCode    = compile(`(?:\$|weight|lbs?|pounds|temp\w*|bmi|mg|%|kg|height|glucose|bp)[: ]*$`)
	cpt        = compile(`\b(\d{5}|[a-vx-z]\d{4}|\d{4}t)\b`)
	notCPT     = compile(`(?:\bca|\bcalifornia|#|claim|box|suite|mrn|file|zip|id|no\.?|account|license|lic\.?|-)[:# ]*$`)
)

// icdIn is the first ICD code in a text, in capitals. Sure says that the text is a place for codes.
func icdIn(t string, sure bool) string {
	if m := icd10.FindStringSubmatch(t); m != nil {
		return strings.ToUpper(m[1])
	}
	for _, m := range icd9.FindAllStringSubmatchIndex(t, -1) {
		if sure && !notCode.MatchString(t[:m[2]]) && !unitAfter.MatchString(t[m[3]:]) {
			return strings.ToUpper(t[m[2]:m[3]])
		}
	}
	if m := icd9Short.FindStringSubmatch(t); m != nil {
		return m[1]
	}
	if sure {
		for _, m := range icd10Short.FindAllStringSubmatch(t, -1) {
			if c := m[1][0]; c != 'c' && c != 't' && c != 'l' && c != 's' {
				return strings.ToUpper(m[1])
			}
		}
	}
	return ""
}

var unitAfter = compile(`^ ?(?:lbs?|pounds|mg|kg|cm|mm|%|degrees|f\b|inches|hours)`)

// cptIn is the first CPT or HCPCS code in a text. Sure says that the text is a place for codes; else the text must say so.
func cptIn(t string, sure bool) string {
	if !sure && !strings.Contains(t, "cpt") && !strings.Contains(t, "hcpcs") {
		return ""
	}
	for _, m := range cpt.FindAllStringIndex(t, -1) {
		code := t[m[0]:m[1]]
		if notCPT.MatchString(t[:m[0]]) || digits(code) && (code < "00100" || code > "99607") || zipFour.MatchString(t[m[1]:]) {
			continue
		}
		return strings.ToUpper(code)
	}
	return ""
}

var zipFour = compile(`^-\d{4}(?:\D|$)`) // the rest of a postal code
