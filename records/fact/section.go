package fact

import "strings"

// SectionOf says what a heading's words are about: "complaints" for "Subjective complaints:", "exam" for "OBJECTIVE FINDINGS",
// "work", "reason", "guideline", "plan" and so on as in headings.tsv; "" where they are no heading that the rules know.
func SectionOf(heading string) string {
	return string(headings()[headingKey(strings.ToLower(heading))])
}
