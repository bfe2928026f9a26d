package web

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
)

// stepPath is the last part of a step's address: "find-eligible" would be prettier, but the event's own name never
// leaves a reader wondering which one it is.
func stepPath(e imr.EventType) string { return strings.ReplaceAll(string(e), "_", "-") }

// stepRoutes are the pages of the steps that have the common form, two for each: asked and sent.
func (s *server) stepRoutes() []Route {
	var rs []Route
	for _, st := range steps() {
		action, ok := auth.ActionOf(st.Event)
		if st.Page != "" || !ok {
			continue
		}
		path := " /cases/{id}/" + stepPath(st.Event)
		rs = append(rs,
			Route{Pattern: "GET" + path, Action: action, OfCase: true, Handle: func(v *Visit) error { return s.askStep(v, st) }},
			Route{Pattern: "POST" + path, Action: action, OfCase: true, MaxBody: maxUpload, Handle: func(v *Visit) error { return s.takeStep(v, st) }})
	}
	return rs
}

// askStep shows the form of a step, or why the step cannot be taken now.
func (s *server) askStep(v *Visit, st step) error {
	if why := refusalOf(s.Rules, v.Case, st.Event); why != nil {
		return why
	}
	a, err := s.about(v, st)
	if err != nil {
		return err
	}
	return v.stepForm(http.StatusOK, st, a, formView{Sections: stepSections(st, a, nil), Key: formKey(), Saw: v.Case.Version})
}

// takeStep does what a step's form asks, or shows the form again with all that was typed and what is to be mended.
func (s *server) takeStep(v *Visit, st step) error {
	values, sent, err := v.readForm()
	if err != nil {
		return err
	}
	a, err := s.about(v, st)
	if err != nil {
		return err
	}
	f := formView{Key: values.Get("key"), Saw: sawOf(values)}
	if changeRows(values) {
		f.Sections = stepSections(st, a, values)
		return v.stepForm(http.StatusOK, st, a, f)
	}
	in := &input{values: values, errs: sent}
	cmd := st.Command(a, in)
	act := st.readAct(in, v.Actor(), v.Now)
	f.Sections = stepSections(st, a, values)
	required(f.Sections, in, lawOf(s.Rules, v.Case, st.Event))
	if len(in.errs) > 0 {
		f.Errors = in.errs
		return v.stepForm(http.StatusUnprocessableEntity, st, a, f)
	}
	res, err := v.Do(imr.Request{Case: v.Case.ID, Saw: f.Saw, Command: cmd, Act: act, Key: f.Key})
	if err != nil {
		status, err := v.refuse(&f, err)
		if err != nil {
			return err
		}
		return v.stepForm(status, st, a, f)
	}
	v.Flash(told(res, v.Audience()))
	return v.Redirect(casePath(v.Case.ID))
}

// stepForm renders a step's form with the case above it.
func (v *Visit) stepForm(status int, st step, a about, f formView) error {
	f.Action = casePath(v.Case.ID) + "/" + stepPath(st.Event)
	f.Cancel = casePath(v.Case.ID)
	f.Button = st.Button
	f.Files = sendsFiles(f.Sections)
	f.Sections = place(f.Sections, f.Errors)
	return v.Render(status, Page{Title: st.Title + " · " + string(v.Case.ID), Here: "/queue", Scripts: []string{"form.js"}}, stepPage(v, st, f))
}

// refuse turns a refusal of the store into something that the form can show. Errors that are not for a person come
// back as they are.
func (v *Visit) refuse(f *formView, err error) (int, error) {
	var changed *imr.Changed
	var e *imr.Error
	switch {
	case errors.As(err, &changed):
		c, err := v.s.Store.Case(v.R.Context(), v.Case.ID)
		if err != nil {
			return 0, err
		}
		f.Saw = c.Version
		for _, ev := range changed.Since {
			if says := imr.Sentence(ev, c, v.Audience()); says != "" { // else it is not for this person, nor who did it
				f.Changed = append(f.Changed, moment(ev.Recorded)+", "+ev.Actor.Name+": "+says)
			}
		}
		return http.StatusConflict, nil
	case errors.As(err, &e) && e.Kind != imr.Internal && e.Kind != imr.NotFound:
		f.Errors = append(f.Errors, fieldError{Name: fieldOf(e.Field), Message: e.Message, Rule: e.Rule})
		return statusOf(e.Kind), nil
	}
	return 0, err
}

// refusalOf says why a step of the table cannot be taken in the state of the case; nil where it can, or where the
// step is not of the table.
func refusalOf(r imr.Rules, c imr.Case, e imr.EventType) error {
	for _, p := range imr.Allowed(r, c) {
		if p.Event == e && !p.May {
			return &imr.Error{Kind: imr.Refused, Rule: p.Authority, Message: p.Why}
		}
	}
	return nil
}

// lawOf is the section of law of a step.
func lawOf(r imr.Rules, c imr.Case, e imr.EventType) string {
	for _, p := range imr.Allowed(r, c) {
		if p.Event == e {
			return p.Authority
		}
	}
	return ""
}

// about gathers what the form of a step wants to know.
func (s *server) about(v *Visit, st step) (about, error) {
	a := about{Case: v.Case, Rules: s.Rules, Now: v.Now}
	if st.Event == "reviewer_assigned" {
		var err error
		if a.Reviewers, err = s.reviewers(v); err != nil {
			return a, err
		}
	}
	a.Late, a.InTime = inTime(s.Rules, v.Case)
	a.LastDay = lastDayToAppeal(s.Rules, v.Case, v.Now)
	return a, nil
}

// reviewers are the accounts that a case can be assigned to.
func (s *server) reviewers(v *Visit) ([]auth.Account, error) {
	all, err := s.Store.AccountsByRole(v.R.Context(), auth.Reviewer)
	if err != nil {
		return nil, err
	}
	var able []auth.Account
	for _, r := range all {
		if !r.Disabled {
			able = append(able, r)
		}
	}
	return able, nil
}

// told says in a sentence what was recorded.
func told(res imr.Result, to imr.Audience) string {
	var ss []string
	for _, e := range res.Events {
		if t := imr.Sentence(e, res.Case, to); t != "" {
			ss = append(ss, t)
		}
	}
	if len(ss) == 0 {
		return "Recorded."
	}
	return strings.Join(ss, " ")
}

func casePath(id imr.CaseID) string { return "/cases/" + string(id) }

// sawOf is the version of the case that the form was made of; of a form that does not say it, none that there is.
func sawOf(v interface{ Get(string) string }) int {
	n, err := strconv.Atoi(v.Get("saw"))
	if err != nil || n < 0 {
		return 0
	}
	return n
}

func sendsFiles(ss []section) bool {
	for _, s := range ss {
		for _, row := range s.Rows {
			for _, f := range row {
				if f.Kind == kindFile {
					return true
				}
			}
		}
	}
	return false
}
