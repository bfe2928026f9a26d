package web

import (
	"net/http"
	"slices"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
)

// A fact that turns out wrong is corrected by a new event. Before it is recorded, the page shows which due dates
// change by it and why.
func (s *server) correctRoutes() []Route {
	return []Route{
		{Pattern: "GET /cases/{id}/correct", Action: auth.CorrectFact, OfCase: true, Handle: s.askCorrection},
		{Pattern: "POST /cases/{id}/correct", Action: auth.CorrectFact, OfCase: true, Handle: s.takeCorrection},
	}
}

// A factWord is a fact as people call it, with how its value is entered.
type factWord struct {
	Fact imr.Fact
	Name string
	Kind fieldKind
}

var factWords = []factWord{
	{imr.FactWorkerName, "Name of the injured worker", kindText}, {imr.FactBirthDate, "Date of birth", kindDay},
	{imr.FactClaimNumber, "Claim number", kindText}, {imr.FactADJ, "ADJ number", kindText}, {imr.FactEmployer, "Employer", kindText},
	{imr.FactInjuryDate, "Date of injury", kindDay}, {imr.FactRequestDated, "Date of the request for authorization", kindDay},
	{imr.FactDenialDecided, "Date of the utilization review decision", kindDay}, {imr.FactDenialServed, "Day on which the decision was served", kindDay},
	{imr.FactServedBy, "How the decision was served", kindSelect}, {imr.FactSigned, "Application signed", kindRadio},
	{imr.FactAttached, "Copy of the decision attached", kindRadio}, {imr.FactReceived, "Day on which the application was received", kindDay},
	{imr.FactRecords, "Day on which the records were received", kindDay},
}

func factWordOf(f string) (factWord, bool) {
	i := slices.IndexFunc(factWords, func(w factWord) bool { return string(w.Fact) == f })
	if i < 0 {
		return factWord{}, false
	}
	return factWords[i], true
}

// say writes a fact's value for people.
func (w factWord) say(value string) string {
	switch {
	case value == "":
		return "not on file"
	case w.Kind == kindDay:
		if d, err := clock.ParseDay(value); err == nil {
			return longDay(d)
		}
	case w.Kind == kindSelect:
		return imr.MethodName(imr.Method(value))
	case value == "true":
		return "yes"
	case value == "false":
		return "no"
	}
	return value
}

// A correctView is the page of a correction: the facts to choose from, or the form for one with what it changes.
type correctView struct {
	Facts   []option // address and name, the value as help
	Word    factWord
	Form    formView
	Looked  bool
	Changes []imr.DueChange
}

func (s *server) askCorrection(v *Visit) error {
	w, ok := factWordOf(v.R.URL.Query().Get("fact"))
	if !ok {
		var p correctView
		for _, w := range factWords {
			value, _ := v.Case.Fact(w.Fact)
			if w.Fact == imr.FactRecords && v.Case.Facts.Records.Seq == 0 {
				continue
			}
			p.Facts = append(p.Facts, option{Value: casePath(v.Case.ID) + "/correct?fact=" + string(w.Fact), Label: w.Name, Help: capital(w.say(value))})
		}
		return v.Render(http.StatusOK, Page{Title: "Correct a fact of " + string(v.Case.ID), Here: "/queue"}, factsBody(v, p))
	}
	return s.showCorrection(v, http.StatusOK, correctView{Word: w, Form: formView{Key: formKey(), Saw: v.Case.Version}}, nil)
}

func (s *server) showCorrection(v *Visit, status int, p correctView, values map[string][]string) error {
	old, _ := v.Case.Fact(p.Word.Fact)
	f := field{Kind: p.Word.Kind, Name: "new", Label: "What is right", Value: old, Required: true, Size: "half"}
	switch p.Word.Kind {
	case kindSelect:
		f.Options = append([]option{{Value: "", Label: "Choose"}}, methodOptions()...)
	case kindRadio:
		f.Options = []option{{Value: "true", Label: "Yes"}, {Value: "false", Label: "No"}}
	}
	p.Form.Sections = place(filled([]section{{ID: "what", Fields: []field{
		{Kind: kindHidden, Name: "fact", Value: string(p.Word.Fact)}, {Kind: kindHidden, Name: "old", Value: old},
		{Kind: kindFact, Name: "was", Label: "What is on file", Value: capital(p.Word.say(old)), Size: "half"}, f,
		{Kind: kindArea, Name: "reason", Label: "Why it is corrected", Help: "Which paper or whose word shows it.", Lines: 2, Required: true},
	}}}, values), p.Form.Errors)
	p.Form.Action, p.Form.Cancel, p.Form.Button = casePath(v.Case.ID)+"/correct", casePath(v.Case.ID), "Record the correction"
	return v.Render(status, Page{Title: "Correct a fact of " + string(v.Case.ID), Here: "/queue", Scripts: []string{"form.js"}}, correctBody(v, p))
}

// takeCorrection shows what a correction changes, or records it.
func (s *server) takeCorrection(v *Visit) error {
	values, sent, err := v.readForm()
	if err != nil {
		return err
	}
	w, ok := factWordOf(values.Get("fact"))
	if !ok {
		return &imr.Error{Kind: imr.Incomplete, Field: "fact", Message: "Choose which fact is to be corrected."}
	}
	p := correctView{Word: w, Form: formView{Key: values.Get("key"), Saw: sawOf(values)}}
	in := &input{values: values, errs: sent}
	value := in.text("new")
	if w.Kind == kindDay {
		value = in.day("new").String()
	}
	after, wrong := v.Case.Corrected(w.Fact, value)
	if wrong != nil && len(in.errs) == 0 {
		in.fail("new", capital(wrong.Error())+".")
	}
	if len(in.errs) == 0 {
		if p.Changes, err = s.changesBy(v, after); err != nil {
			in.fail("new", "With this value the due dates cannot be told: "+err.Error()+".")
		}
	}
	look := values.Get("do") != "record"
	if !look && values.Get("reason") == "" {
		in.fail("reason", "Say why it is corrected.")
	}
	if p.Form.Errors = in.errs; len(p.Form.Errors) > 0 {
		return s.showCorrection(v, http.StatusUnprocessableEntity, p, values)
	}
	if p.Looked = look; look {
		return s.showCorrection(v, http.StatusOK, p, values)
	}
	cmd := &imr.FactCorrected{Fact: w.Fact, Old: values.Get("old"), New: value, Reason: in.text("reason")}
	res, err := v.Do(imr.Request{Case: v.Case.ID, Saw: p.Form.Saw, Command: cmd, Key: p.Form.Key})
	if err != nil {
		status, err := v.refuse(&p.Form, err)
		if err != nil {
			return err
		}
		return s.showCorrection(v, status, p, values)
	}
	v.Flash(told(res, imr.Inside))
	return v.Redirect(casePath(v.Case.ID))
}

func (s *server) changesBy(v *Visit, after imr.Case) ([]imr.DueChange, error) {
	before, err := imr.Dues(s.Rules, v.Case, v.Now)
	if err != nil {
		return nil, err
	}
	then, err := imr.Dues(s.Rules, after, v.Now)
	if err != nil {
		return nil, err
	}
	return imr.DiffDues(before, then), nil
}
