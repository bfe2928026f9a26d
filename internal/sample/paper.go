package sample

import (
	"fmt"

	"github.com/openimr/openimr/imr"
)

// A PaperPage is one page of an invented paper.
type PaperPage struct {
	Title string
	Lines []string // "Label: value", in order
	Text  []string // paragraphs
}

// Paper writes the pages of a document of a case, as many as the document says it has.
func Paper(app *imr.ApplicationReceived, d imr.Document) []PaperPage {
	pages := make([]PaperPage, d.Pages)
	for i := range pages {
		pages[i] = PaperPage{Title: d.Title, Lines: []string{
			"Patient: " + app.Worker.Name, "Date of birth: " + app.Worker.BirthDate.Format("January 2, 2006"),
			"Claim number: " + app.Claim.Number, "Employer: " + app.Claim.Employer,
			"Date of injury: " + app.Injury.Date.Format("January 2, 2006"),
			"Date: " + d.Date.Format("January 2, 2006"), "Author: " + d.Author,
			fmt.Sprintf("Page %d of %d", i+1, d.Pages),
		}, Text: paragraphs(app, d, i)}
	}
	return pages
}

func paragraphs(app *imr.ApplicationReceived, d imr.Document, page int) []string {
	request := app.Items[0].Request
	switch d.Type {
	case "imr_application":
		if page > 0 {
			return []string{"I ask for a copy of my medical records to be sent to the review organization.", "Signed: " + app.Worker.Name}
		}
		text := []string{"I ask for independent medical review of the decision dated " + app.Denial.Decided.Format("January 2, 2006") + ".", "Primary diagnosis: " + app.Injury.Diagnosis + " (" + app.Injury.ICD + ")", "Treatment in dispute:"}
		for i, it := range app.Items {
			text = append(text, fmt.Sprintf("%d. %s", i+1, it.Request))
		}
		return text
	case "ur_decision":
		if page > 0 {
			return []string{"You may disagree with this decision. The form to ask for independent medical review is enclosed with an addressed envelope.", "The request may be made within the time stated on the form."}
		}
		text := []string{"The request for authorization of " + app.Denial.RequestDated.Format("January 2, 2006") + " was reviewed."}
		for _, it := range app.Items {
			decision := "not certified"
			if it.Authorized.Amount > 0 {
				decision = fmt.Sprintf("modified: %s authorized, %s not certified", it.Authorized, it.InDispute)
			}
			text = append(text, it.Request+": "+decision+".")
		}
		return append(text, "Reason: "+app.Denial.Reason)
	case "rfa":
		return []string{"Requested treatment: " + request, "Diagnosis: " + app.Injury.Diagnosis + " (" + app.Injury.ICD + ")", "Please see the enclosed progress report."}
	case "pr2":
		return []string{
			"Subjective: the patient reports pain that limits work and sleep. Pain is rated 5 to 7 of 10.",
			"Objective: tenderness and loss of motion of the injured part; no new neurologic finding.",
			"Diagnosis: " + app.Injury.Diagnosis + ".", "Plan: " + request + ". Continue home exercise.",
			"Work status: modified duty.",
		}
	case "pt_note":
		return []string{fmt.Sprintf("Visit %d. Therapeutic exercise and education.", page+1), fmt.Sprintf("Pain before %d of 10, after %d of 10. Tolerated well.", 7-page%3, 6-page%3), "Plan: continue as ordered."}
	}
	return []string{fmt.Sprintf("Treatment note %d for %s.", page+1, app.Injury.Diagnosis)}
}
