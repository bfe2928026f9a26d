package web

import (
	"strconv"

	"github.com/openimr/openimr/imr"
)

// outcomeOptions are the decisions, each with what it means. None is chosen before the reviewer chooses.
var outcomeOptions = []option{
	{Value: string(imr.Upheld), Label: "Upheld", Help: "The denial stands: the treatment is not medically necessary."},
	{Value: string(imr.Overturned), Label: "Overturned", Help: "The denial falls: the treatment is medically necessary."},
	{Value: string(imr.PartiallyOverturned), Label: "Partially overturned", Help: "Some of what was denied is medically necessary."},
}

func outcomeName(o imr.Outcome) string {
	for _, p := range outcomeOptions {
		if p.Value == string(o) {
			return p.Label + "."
		}
	}
	return "Not decided."
}

// at names a field of the item at an index of the draft.
func at(i int, name string) string { return "items." + strconv.Itoa(i) + "." + name }

func errorAt(errs []fieldError, name string) string {
	for _, e := range errs {
		if e.Name == name {
			return e.Message
		}
	}
	return ""
}

func requestOf(c imr.Case, item int) string {
	for _, it := range c.Items {
		if it.Number == item {
			return it.Request
		}
	}
	return ""
}

// reviewSections are the fields of the reviewer's form, for the summary of errors to lead to.
func reviewSections(p reviewView) []section {
	ss := []section{{ID: "summary", Fields: []field{{Kind: kindArea, Name: "summary"}}}}
	for i := range p.Draft.Items {
		ss = append(ss, section{ID: "items-" + strconv.Itoa(i), Fields: []field{
			{Kind: kindRadio, Name: at(i, "outcome"), Options: outcomeOptions}, {Kind: kindArea, Name: at(i, "claims_administrator_guideline")},
			{Kind: kindArea, Name: at(i, "imro_guideline")}, {Kind: kindArea, Name: at(i, "rationale")},
		}})
	}
	return append(ss, signSection)
}

func countClass(rs []remark, class string) (n int) {
	for _, r := range rs {
		if r.Class == class {
			n++
		}
	}
	return n
}

// formPlace is the id of the form's field in which a field of the letter is written, "" where it is written elsewhere.
func formPlace(path string) string {
	if path == "summary" || path == "summary.text" {
		return "f-summary"
	}
	n, rest, ok := itemField(path)
	if !ok {
		return ""
	}
	part := map[string]string{"rationale": "rationale", "decision": "outcome-" + string(imr.Upheld), "imro_guideline": "imro_guideline", "imro_guideline.text": "imro_guideline",
		"claims_administrator_guideline": "claims_administrator_guideline", "claims_administrator_guideline.text": "claims_administrator_guideline"}[rest]
	if part == "" {
		return ""
	}
	return "f-items-" + strconv.Itoa(n) + "-" + part
}

func savedWords(p reviewView) string {
	if p.Saved.IsZero() {
		return "Nothing saved yet"
	}
	return "Saved " + clockTime(p.Saved)
}
