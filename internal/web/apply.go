package web

import (
	"errors"
	"net/http"

	"github.com/openimr/openimr/imr"
)

// askApplication shows the empty form of an application.
func (s *server) askApplication(v *Visit) error {
	return v.applicationForm(http.StatusOK, formView{Sections: applicationForm(v.Now, nil), Key: formKey()})
}

// takeApplication opens a case, or shows what is to be mended.
func (s *server) takeApplication(v *Visit) error {
	values, sent, err := v.readForm()
	if err != nil {
		return err
	}
	f := formView{Key: values.Get("key")}
	if changeRows(values) {
		f.Sections = applicationForm(v.Now, values)
		return v.applicationForm(http.StatusOK, f)
	}
	in := &input{values: values, errs: sent}
	cmd := readApplication(in)
	act := step{When: "at", Came: true}.readAct(in, v.Actor(), v.Now)
	f.Sections = applicationForm(v.Now, values)
	required(f.Sections, in, "8 CCR 9792.10.2")
	if f.Errors = in.errs; len(f.Errors) > 0 {
		return v.applicationForm(http.StatusUnprocessableEntity, f)
	}
	res, err := v.Do(imr.Request{Command: cmd, Act: act, Key: f.Key})
	var e *imr.Error
	if errors.As(err, &e) && e.Kind != imr.Internal {
		f.Errors = []fieldError{{Name: fieldOf(e.Field), Message: e.Message, Rule: e.Rule}}
		return v.applicationForm(statusOf(e.Kind), f)
	}
	if err != nil {
		return err
	}
	v.Flash(told(res, imr.Inside))
	return v.Redirect(casePath(res.Case.ID))
}

func (v *Visit) applicationForm(status int, f formView) error {
	f.Action, f.Cancel, f.Button, f.Files = "/cases/new", "/queue", "Record the application", true
	f.Sections = place(f.Sections, f.Errors)
	return v.Render(status, Page{Title: "Record an application", Here: "/queue", Scripts: []string{"form.js"}}, applicationPage(f))
}
