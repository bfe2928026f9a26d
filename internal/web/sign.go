package web

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"math"
	"net/http"
	"strings"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
	"github.com/openimr/openimr/letter"
)

// Who signs proves again that it is they: a browser that was left open must not sign for somebody. The password is asked
// for with every draft and every determination, and is throttled as at the log-in. It is never kept: not in the store, not
// in the browser's own storage, not among the fields that wait for a log-in. Accounts have no second factor; when they
// do, prove is where it is asked for.

// What people put their name to when they sign, as it stands beside the field and in the event.
const (
	saysReviewer = "I have reviewed the record of this case. The summary, the decisions and their reasons are my own clinical judgment, and I know of no conflict of interest (Labor Code 139.5)."
	saysDirector = "I sign this determination for the organization. The decisions on medical necessity are the reviewer's; nobody else has changed them (Labor Code 139.5, 4610.6)."
)

// A signView is the part of a form that signs it.
type signView struct {
	Says   string
	Error  string
	Button string
	Locked bool
	Stops  []string // what keeps it from being signed, in sentences
}

const againField = "password"

// prove asks for the password of this visitor again. What is wrong comes back as an error of the field; then nothing is
// to be recorded.
func (s *server) prove(v *Visit, password string) (*fieldError, error) {
	wrong := func(text string) (*fieldError, error) {
		return &fieldError{Name: againField, Message: text}, nil
	}
	if password == "" {
		return wrong("Type your password to sign.")
	}
	a, err := s.door.LogIn(v.R.Context(), v.Account.ID, password, s.addressOf(v.R), v.Now)
	var soon *auth.TooSoon
	switch {
	case errors.Is(err, auth.ErrWrong):
		s.Logger.Warn("signature refused", "request", traceOf(v.R).id)
		return wrong("This is not your password. Nothing was signed; all that you typed is kept.")
	case errors.As(err, &soon):
		s.Logger.Warn("signature throttled", "request", traceOf(v.R).id)
		return wrong("Too many passwords went wrong. Nothing was signed; try again in " + plural(int(math.Ceil(soon.Wait.Minutes())), "minute") + ".")
	case err != nil:
		return nil, err
	case a.ID != v.Account.ID:
		return nil, fmt.Errorf("the log-in of %s was answered with another account", v.Account.ID)
	}
	return nil, nil
}

// signRoutes are the signature of the organization.
func (s *server) signRoutes() []Route {
	return []Route{
		{Pattern: "GET /cases/{id}/sign", Action: auth.Sign, OfCase: true, Handle: s.signPage},
		{Pattern: "POST /cases/{id}/sign", Action: auth.Sign, OfCase: true, Handle: s.takeSign},
	}
}

// A directorView is the page on which the determination is signed for the organization.
type directorView struct {
	Form    formView
	Sign    signView
	Letter  string
	Remarks []remark
	Locked  string
}

func (s *server) signPage(v *Visit) error {
	return s.showSign(v, http.StatusOK, nil, formView{Key: formKey(), Saw: v.Case.Version})
}

func (s *server) signSections(v *Visit, values map[string][]string) []section {
	title := string(s.Organization.Title)
	if title == "" {
		title = "Medical Director"
	}
	return filled([]section{{ID: "who", Legend: "Who signs", Fields: []field{
		{Kind: kindText, Name: "signed_by", Label: "Signed by", Value: v.Account.Name, Required: true, Size: "half"},
		{Kind: kindText, Name: "title", Label: "Title", Value: title, Required: true, Size: "half"},
	}}}, values)
}

// signedCase is the case as it will stand once it is signed today under a code.
func signedCase(v *Visit, code string) imr.Case {
	c := v.Case
	c.Facts.Determined = imr.Moment{Seq: c.Version + 1, At: clock.DayIn(v.Now, imr.Office)}
	c.Code = code
	return c
}

func (s *server) showSign(v *Visit, status int, values map[string][]string, f formView) error {
	p := directorView{Form: f, Sign: signView{Says: saysDirector, Button: "Sign for the organization", Error: errorAt(f.Errors, againField)}}
	switch {
	case v.Case.State == imr.Determined:
		p.Locked = "The determination was signed on " + longDay(v.Case.Facts.Determined.At) + "."
	case v.Case.State != imr.QualityCheck:
		p.Locked = fmt.Sprintf("The case stands at “%s”; there is nothing to sign now.", imr.StageName(v.Case.State))
	case !v.Case.Passed:
		p.Locked = "The draft has not passed the quality check."
	}
	if v.Case.Draft == nil && p.Locked == "" {
		p.Locked = "There is no draft."
	}
	d := s.letterOf(v, signedCase(v, codeOf(v.Case.ID, f.Key)))
	found, err := s.lintOf(v, signedCase(v, ""), d)
	if err != nil {
		return err
	}
	for _, x := range found {
		if x.Severity == letter.Error && !strings.HasPrefix(x.Field, "served") {
			p.Sign.Stops = append(p.Sign.Stops, x.Message)
		}
	}
	p.Remarks = remarksOf(d, found, nil)
	p.Letter = letterHTML(d, p.Remarks)
	p.Sign.Locked = p.Locked != ""
	p.Form.Sections = place(s.signSections(v, values), f.Errors)
	p.Form.Action, p.Form.Cancel = casePath(v.Case.ID)+"/sign", casePath(v.Case.ID)
	return v.Render(status, Page{Title: "Signature of " + string(v.Case.ID), Here: "/queue", Scripts: []string{"form.js"}, Wide: true}, signBody(v, p))
}

// takeSign makes the letter that is signed, keeps its bytes under their hash, and records the signature of the
// organization over them. The same form makes the same bytes and the same code, so sending it twice signs once.
func (s *server) takeSign(v *Visit) error {
	values, sent, err := v.readForm()
	if err != nil {
		return err
	}
	f := formView{Key: values.Get("key"), Saw: sawOf(values)}
	in := &input{values: values, errs: sent}
	cmd := &imr.Approved{SignedBy: in.text("signed_by"), Title: in.text("title"), Code: codeOf(v.Case.ID, f.Key)}
	required(s.signSections(v, values), in, "Labor Code 4610.6(f)")
	if len(in.errs) == 0 {
		wrong, err := s.prove(v, values.Get(againField))
		if err != nil {
			return err
		}
		if wrong != nil {
			in.errs = append(in.errs, *wrong)
		}
	}
	if f.Errors = in.errs; len(f.Errors) > 0 {
		return s.showSign(v, http.StatusUnprocessableEntity, values, f)
	}
	if v.Case.Draft != nil {
		b, err := letterBytes(s.letterOf(v, signedCase(v, cmd.Code)), letter.FormPDF)
		if err == nil {
			cmd.Letter, _, err = s.Blobs.Put(v.R.Context(), bytes.NewReader(b))
		}
		if err != nil {
			status, err := v.refuse(&f, err)
			if err != nil {
				return fmt.Errorf("keep the signed letter of %s: %w", v.Case.ID, err)
			}
			return s.showSign(v, status, values, f)
		}
	}
	cmd.Signature = &imr.Signature{How: "password", Text: cmd.Letter, Says: saysDirector}
	res, err := v.Do(imr.Request{Case: v.Case.ID, Saw: f.Saw, Command: cmd, Key: f.Key})
	if err != nil {
		status, err := v.refuse(&f, err)
		if err != nil {
			return err
		}
		return s.showSign(v, status, values, f)
	}
	v.Flash(told(res, imr.Inside))
	return v.Redirect(casePath(v.Case.ID))
}

// codeOf is the code by which a letter can be checked. It is made of the form's key, which is random, unknown to
// everybody but who was sent the form, and of 130 bits: the same form sent twice has the same code, and nobody who has the code
// learns the key. A form without a key of such length gets a key of its own, so that no code can be guessed.
func codeOf(id imr.CaseID, key string) string {
	if len(key) < 20 {
		key = formKey()
	}
	sum := sha256.Sum256([]byte("verification code\x00" + string(id) + "\x00" + key))
	return imr.MakeCode([imr.CodeLength]byte(sum[:imr.CodeLength]))
}
