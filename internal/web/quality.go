package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
	"github.com/openimr/openimr/letter"
)

// qualityRoutes are the check of a draft for its form, citations and consistency. Whether a treatment is necessary is
// the reviewer's alone: nothing here speaks of it (Labor Code 139.5(d)(3)). The words of the letter are the reviewer's
// too: other words are a suggestion, which the reviewer takes or declines (quality_answer.go).
func (s *server) qualityRoutes() []Route {
	return []Route{
		{Pattern: "GET /cases/{id}/quality", Action: auth.CheckQuality, OfCase: true, Handle: s.qualityPage},
		{Pattern: "POST /cases/{id}/quality", Action: auth.CheckQuality, OfCase: true, Handle: s.takeQuality},
		{Pattern: "POST /cases/{id}/suggestions/{note}", Action: auth.WriteDraft, OfCase: true, Handle: s.answerNote},
	}
}

// A qualityView is the page of the check.
type qualityView struct {
	Case      imr.Case
	Letter    string
	Remarks   []remark
	Errors    int // findings that keep the draft from passing
	Form      formView
	Answered  []answeredView // notes of earlier rounds
	Changes   []changedField // since the draft was last returned
	Returned  bool           // the draft came back after a return, so Changes say something
	Checklist []checklistView
	Locked    string
}

func (s *server) qualityPage(v *Visit) error {
	return s.showQuality(v, http.StatusOK, nil, formView{Key: formKey(), Saw: v.Case.Version})
}

// showQuality shows the letter with every finding at its words; values are what was typed, nil at first.
func (s *server) showQuality(v *Visit, status int, values url.Values, f formView) error {
	p := qualityView{Case: v.Case, Form: f}
	if v.Case.State != imr.QualityCheck {
		p.Locked = fmt.Sprintf("The case stands at “%s”; there is no draft to check now.", imr.StageName(v.Case.State))
	}
	d, html, rs, err := s.checkedLetter(v, v.Case, nil)
	if err != nil {
		return err
	}
	p.Letter, p.Remarks = html, rs
	p.Errors = countClass(p.Remarks, string(letter.Error))
	p.Changes = draftChanges(v.Case)
	p.Returned = v.Case.Quality.Sent != nil && v.Case.State != imr.InReview
	p.Answered = answeredViews(s.Rules.Quality, v.Case, d, p.Changes, values)
	p.Checklist = checklistViews(s.Rules.Quality, rs, values)
	p.Form.Sections = append(place(noteRows(s.Rules.Quality, values, noteFields(d)), f.Errors), checklistSections(p.Checklist, f.Errors)...)
	p.Form.Errors = f.Errors
	for i := range p.Checklist {
		p.Checklist[i].Error = errorAt(f.Errors, p.Checklist[i].Name)
	}
	return v.Render(status, Page{Title: "Quality check of " + string(v.Case.ID), Here: "/queue", Scripts: []string{"form.js", "quality.js"}, Wide: true}, qualityBody(v, p))
}

// takeQuality passes the draft, sends it back with its notes, or adds a finding to the notes.
func (s *server) takeQuality(v *Visit) error {
	values, sent, err := v.readForm()
	if err != nil {
		return err
	}
	f := formView{Key: values.Get("key"), Saw: sawOf(values), Errors: sent}
	if n := values.Get("from"); n != "" {
		if err := s.quoteFinding(v, values, n); err != nil {
			return err
		}
		return s.showQuality(v, http.StatusOK, values, f)
	}
	if changeRows(values) {
		return s.showQuality(v, http.StatusOK, values, f)
	}
	in := &input{values: values}
	cmd, err := s.qualityCommand(v, in, values.Get("do") == "pass")
	if err != nil {
		return err
	}
	if f.Errors = append(f.Errors, in.errs...); len(f.Errors) > 0 {
		return s.showQuality(v, http.StatusUnprocessableEntity, values, f)
	}
	res, err := v.Do(imr.Request{Case: v.Case.ID, Saw: f.Saw, Command: cmd, Key: f.Key})
	if err != nil {
		status, err := v.refuse(&f, err)
		if err != nil {
			return err
		}
		return s.showQuality(v, status, values, f)
	}
	v.Flash(told(res, imr.Inside))
	return v.Redirect(casePath(v.Case.ID))
}

// qualityCommand reads what the form asks for.
func (s *server) qualityCommand(v *Visit, in *input, pass bool) (imr.Command, error) {
	notes, settled := readNotes(s.Rules.Quality, in), readSettled(v.Case, in)
	if !pass {
		return &imr.Returned{Notes: notes, Settled: settled}, nil
	}
	_, _, rs, err := s.checkedLetter(v, v.Case, nil)
	if err != nil {
		return nil, err
	}
	return &imr.QualityPassed{
		Note: in.text("note"), Errors: countClass(rs, string(letter.Error)), Warnings: countClass(rs, string(letter.Warning)),
		Notes: notes, Settled: settled, Ticks: readTicks(s.Rules.Quality, rs, in),
	}, nil
}

// noteFields are the places of the draft that a note can be about: what the reviewer wrote.
func noteFields(d letter.Determination) []option {
	os := []option{{Value: "summary.text", Label: "Clinical case summary"}}
	for i, it := range d.Items {
		at := fmt.Sprintf("items[%d].", i)
		n := fmt.Sprintf("Item %d, ", it.Number)
		os = append(os, option{Value: at + "rationale", Label: n + "rationale"}, option{Value: at + "imro_guideline", Label: n + "our guideline"},
			option{Value: at + "claims_administrator_guideline", Label: n + "claims administrator's guideline"}, option{Value: at + "decision", Label: n + "decision word"})
	}
	return os
}

// noteField is a field of the letter as notes name it.
func noteField(field string) string {
	if field == "summary.text" {
		return field
	}
	return strings.TrimSuffix(field, ".text")
}
