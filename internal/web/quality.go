package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
	"github.com/openimr/openimr/letter"
)

// qualityRoutes are the check of a draft for its form, citations and consistency. Whether a treatment is necessary is
// the reviewer's alone: nothing here speaks of it (Labor Code 139.5(d)(3)).
func (s *server) qualityRoutes() []Route {
	return []Route{
		{Pattern: "GET /cases/{id}/quality", Action: auth.CheckQuality, OfCase: true, Handle: s.qualityPage},
		{Pattern: "POST /cases/{id}/quality", Action: auth.CheckQuality, OfCase: true, Handle: s.takeQuality},
	}
}

// A qualityView is the page of the check.
type qualityView struct {
	Case    imr.Case
	Letter  string
	Remarks []remark
	Errors  int // findings that keep the draft from passing
	Form    formView
	Pass    formView
	Fields  []option // that a note can be about
	Locked  string
}

func (s *server) qualityPage(v *Visit) error {
	return s.showQuality(v, http.StatusOK, nil, formView{Key: formKey(), Saw: v.Case.Version})
}

// showQuality shows the letter with every finding at its words; values are the notes that were typed, nil at first.
func (s *server) showQuality(v *Visit, status int, values url.Values, f formView) error {
	p := qualityView{Case: v.Case, Form: f, Pass: formView{Key: formKey(), Saw: f.Saw}}
	if v.Case.State != imr.QualityCheck {
		p.Locked = fmt.Sprintf("The case stands at “%s”; there is no draft to check now.", imr.StageName(v.Case.State))
	}
	d, html, rs, err := s.checkedLetter(v, v.Case, nil)
	if err != nil {
		return err
	}
	p.Letter, p.Remarks = html, rs
	p.Errors = countClass(p.Remarks, string(letter.Error))
	p.Fields = noteFields(d)
	p.Form.Sections = place(noteRows(values, p.Fields), f.Errors)
	p.Form.Errors = f.Errors
	return v.Render(status, Page{Title: "Quality check of " + string(v.Case.ID), Here: "/queue", Scripts: []string{"form.js", "quality.js"}, Wide: true}, qualityBody(v, p))
}

// noteFields are the places of the draft that a note can be about: what the reviewer wrote.
func noteFields(d letter.Determination) []option {
	os := []option{{Value: "summary.text", Label: "Clinical case summary"}}
	for i, it := range d.Items {
		at := "items[" + strconv.Itoa(i) + "]."
		n := "Item " + strconv.Itoa(it.Number) + ", "
		os = append(os, option{Value: at + "rationale", Label: n + "rationale"}, option{Value: at + "imro_guideline", Label: n + "our guideline"},
			option{Value: at + "claims_administrator_guideline", Label: n + "claims administrator's guideline"}, option{Value: at + "decision", Label: n + "decision word"})
	}
	return os
}

func noteRows(v url.Values, fields []option) []section {
	in := &input{values: v}
	s := section{ID: "notes", Legend: "Notes to the reviewer", Noun: "note", Help: "On the form, the citations or the consistency; never on the clinical judgment. Mark words in the letter to quote them."}
	for i := range max(in.rows("notes"), 1) {
		at := "notes." + strconv.Itoa(i) + "."
		s.Rows = append(s.Rows, []field{
			{Kind: kindSelect, Name: at + "field", Label: "Place", Options: fields},
			{Kind: kindArea, Name: at + "quote", Label: "The words", Lines: 2},
			{Kind: kindArea, Name: at + "text", Label: "What is to be mended", Lines: 3},
		})
	}
	return filled([]section{s}, v)
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
	var cmd imr.Command
	if values.Get("do") == "pass" {
		_, _, rs, err := s.checkedLetter(v, v.Case, nil)
		if err != nil {
			return err
		}
		cmd = &imr.QualityPassed{Note: in.text("note"), Errors: countClass(rs, string(letter.Error)), Warnings: countClass(rs, string(letter.Warning))}
	} else {
		cmd = &imr.Returned{Notes: readNotes(in)}
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

func readNotes(in *input) []imr.Note {
	var ns []imr.Note
	for i := range in.rows("notes") {
		at := "notes." + strconv.Itoa(i)
		if in.empty(at, "quote", "text") {
			continue
		}
		n := imr.Note{Field: in.text(at + ".field"), Quote: in.text(at + ".quote"), Text: in.text(at + ".text")}
		if n.Text == "" {
			in.fail(at+".text", "Say what is to be mended there.")
		}
		ns = append(ns, n)
	}
	return ns
}

// quoteFinding adds a note that quotes a finding of the linter.
func (s *server) quoteFinding(v *Visit, values url.Values, number string) error {
	_, _, rs, err := s.checkedLetter(v, v.Case, nil)
	if err != nil {
		return err
	}
	i, err := strconv.Atoi(number)
	if err != nil || i < 0 || i >= len(rs) {
		return nil // the letter has changed meanwhile
	}
	in := &input{values: values}
	n := in.rows("notes")
	if n > 0 && in.empty("notes."+strconv.Itoa(n-1), "quote", "text") {
		n-- // the last row is still empty
	}
	if n >= maxRows {
		return nil
	}
	at := "notes." + strconv.Itoa(n) + "."
	field := rs[i].Field
	if field != "summary.text" {
		field = strings.TrimSuffix(field, ".text")
	}
	values.Set(at+"field", field)
	values.Set(at+"quote", rs[i].Quote)
	values.Set(at+"text", rs[i].Message)
	values.Set("notes.rows", strconv.Itoa(n+1))
	return nil
}
