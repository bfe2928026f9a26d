package imr

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/openimr/openimr/review"
)

var draftItem = regexp.MustCompile(`^items\[(\d{1,4})\]\.([a-z_]+)$`)

// at finds the text of a draft that a field names: "summary", "items[1].rationale". The names of the letter's fields, which
// end in ".text", mean the same.
func (d *Draft) at(field string) *string {
	field = strings.TrimSuffix(field, ".text")
	if field == "summary" {
		return &d.Summary
	}
	m := draftItem.FindStringSubmatch(field)
	if m == nil {
		return nil
	}
	n, _ := strconv.Atoi(m[1]) // digits
	if n >= len(d.Items) {
		return nil
	}
	switch it := &d.Items[n]; m[2] {
	case "rationale":
		return &it.Rationale
	case "imro_guideline":
		return &it.IMROGuideline
	case "claims_administrator_guideline":
		return &it.ClaimsAdministratorGuideline
	}
	return nil
}

// Text is a text of the draft; false for what is no text, such as a decision.
func (d Draft) Text(field string) (string, bool) {
	if t := d.at(field); t != nil {
		return *t, true
	}
	return "", false
}

// WithSuggestion is the draft with the words of a suggestion in the place of those that it quotes; false where the draft no
// longer has them, or the field is no text.
func (d Draft) WithSuggestion(n Note) (Draft, bool) {
	d.Items = append([]DraftDecision(nil), d.Items...)
	t := d.at(n.Field)
	if t == nil {
		return d, false
	}
	text, ok := review.Replace(*t, n.Quote, n.Suggest)
	if ok {
		*t = text
	}
	return d, ok
}
