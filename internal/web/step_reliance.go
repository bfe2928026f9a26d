package web

import (
	"slices"

	"github.com/openimr/openimr/imr"
)

// judges says that a step rests on something that its form does not ask for otherwise: somebody judged papers on file,
// or an order or a letter came. Steps that bring papers rest on those, and others on nothing but the law.
func (s step) judges() bool {
	switch s.Event {
	case "found_eligible", "found_ineligible", "liability_disputed", "liability_resolved_for_employee", "liability_resolved_against_employee",
		"duplicate_found", "petition_granted", "consolidated", "go_on_without", "converted_to_expedited", "second_reviewer_approved",
		"extension_granted", "item_authorized", "all_items_authorized", "withdrawn", "settled_or_awarded", "implemented",
		"petition_filed", "petition_denied", "reversed_and_remanded", "resubmitted":
		return true
	}
	return false
}

// relianceSection asks which papers of the case, and which other source, a step rests on.
func relianceSection(c imr.Case) section {
	s := section{ID: "relies_on", Legend: "What this rests on", Help: "The law of the step is noted by itself."}
	if len(c.Documents) > 0 {
		f := field{Kind: kindChecks, Name: "relies_on", Label: "Papers of the case"}
		for _, d := range c.Documents {
			f.Options = append(f.Options, option{Value: d.ID, Label: d.ID + " " + d.Title, Help: byline(d)})
		}
		s.Fields = append(s.Fields, f)
	}
	s.Fields = append(s.Fields, field{Kind: kindText, Name: "relies_on.other", Label: "Another source", Help: "An order, a letter that is not on file, a section of law."})
	return s
}

// byline is the day and the author of a paper.
func byline(d imr.Document) string {
	if d.Date.IsZero() {
		return d.Author
	}
	if d.Author == "" {
		return plainDay(d.Date)
	}
	return plainDay(d.Date) + ", " + d.Author
}

func readReliance(in *input) []imr.Reference {
	var rs []imr.Reference
	for _, id := range in.values["relies_on"] {
		if !slices.Contains(rs, imr.Reference{Document: id}) {
			rs = append(rs, imr.Reference{Document: id})
		}
	}
	if other := in.text("relies_on.other"); other != "" {
		rs = append(rs, imr.Reference{Law: other})
	}
	return rs
}
