package web

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
	"github.com/openimr/openimr/letter"
)

// letterRoutes are the determination to read and to take along: before it is served for those who work on it, then
// for its parties.
func (s *server) letterRoutes() []Route {
	rs := []Route{{Pattern: "GET /cases/{id}/letter", Action: auth.SeeLetter, OfCase: true, Handle: s.letterPage}}
	for _, f := range letter.Forms() {
		rs = append(rs, Route{Pattern: "GET /cases/{id}/letter." + extension(f), Action: auth.SeeLetter, OfCase: true,
			Handle: func(v *Visit) error { return s.letterFile(v, f) }})
	}
	return rs
}

func extension(f letter.Form) string {
	if f == letter.FormText {
		return "txt"
	}
	return string(f)
}

var letterKinds = map[letter.Form]string{
	letter.FormText: "text/plain; charset=utf-8", letter.FormHTML: "text/html; charset=utf-8", letter.FormPDF: "application/pdf",
	letter.FormDOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}

// A letterView is the page of a determination.
type letterView struct {
	Case      imr.Case
	Letter    string
	Served    bool
	On        clock.Day
	Forms     []option // to take along: address and name
	Corrected bool
	Hash      string
	Code      string
	Versions  []versionView
	Correct   string // address of the page on which a clerical error is mended, "" where it is not for this person
}

// currentLetter is the determination as it stands: as it was served, or a draft for those who may see one.
func (s *server) currentLetter(v *Visit) (letter.Determination, service, bool, error) {
	events, err := s.Store.Events(v.R.Context(), v.Case.ID)
	if err != nil {
		return letter.Determination{}, service{}, false, err
	}
	sv, served, err := serviceIn(events)
	switch {
	case err != nil:
		return letter.Determination{}, service{}, false, err
	case served && sv.Corrected:
		// The letter is what it says itself. One that was corrected on paper cannot be read; then the first one is shown.
		if d, _, err := s.readStored(v.R.Context(), v.Case.LetterHash); err == nil {
			sv.Corrected = false
			return d, sv, true, nil
		}
		return s.servedLetter(sv.Case, sv.Data, sv.Event.At), sv, true, nil
	case served:
		return s.servedLetter(sv.Case, sv.Data, sv.Event.At), sv, true, nil
	case !v.May(auth.SeeDraft):
		return letter.Determination{}, service{}, false, &imr.Error{Kind: imr.Refused, Rule: "Labor Code 4610.6(f)", Message: "The determination has not been served yet."}
	case v.Case.Draft == nil:
		return letter.Determination{}, service{}, false, &imr.Error{Kind: imr.NotFound, Message: "There is no determination yet: the reviewer has not submitted a draft."}
	}
	return s.letterOf(v, v.Case), service{}, false, nil
}

func (s *server) letterPage(v *Visit) error {
	d, sv, served, err := s.currentLetter(v)
	if err != nil {
		return err
	}
	p := letterView{Case: v.Case, Letter: letterHTML(d, nil), Served: served, Corrected: sv.Corrected, Hash: v.Case.LetterHash}
	names := map[letter.Form]string{letter.FormPDF: "Download the PDF", letter.FormDOCX: "Word", letter.FormHTML: "Web page", letter.FormText: "Plain text"}
	for _, f := range []letter.Form{letter.FormPDF, letter.FormDOCX, letter.FormHTML, letter.FormText} {
		if sv.Corrected && f != letter.FormPDF {
			continue // the correction was made on paper
		}
		p.Forms = append(p.Forms, option{Value: casePath(v.Case.ID) + "/letter." + extension(f), Label: names[f]})
	}
	if served {
		p.On = clock.DayIn(sv.Event.At, imr.Office)
		p.Versions, p.Code = s.versionsOf(v.R.Context(), v.Case), v.Case.Code
		if n := len(v.Case.Letters); n > 0 {
			p.On = v.Case.Letters[n-1].Served
		}
		if v.May(auth.Sign) && correctable(s.Rules, v.Case) == "" {
			p.Correct = casePath(v.Case.ID) + "/correct-letter"
		}
	}
	return v.Render(http.StatusOK, Page{Title: "Final Determination " + string(v.Case.ID), Here: "/queue", Scripts: []string{"form.js"}}, letterBody(v, p))
}

// letterFile sends the letter as a file. The PDF of a served letter is the very file that was served, found by its
// hash; nothing is made anew.
func (s *server) letterFile(v *Visit, f letter.Form) error {
	d, sv, served, err := s.currentLetter(v)
	if err != nil {
		return err
	}
	name := "Determination-" + string(v.Case.ID) + "." + extension(f)
	if !served {
		name = "Draft-" + name
	}
	if served && (f == letter.FormPDF || sv.Corrected) {
		file, err := s.Blobs.Open(v.R.Context(), v.Case.LetterHash)
		if err != nil {
			return fmt.Errorf("open the served letter of %s: %w", v.Case.ID, err)
		}
		defer func() { _ = file.Close() }() // only read
		sendFile(v, strings.TrimSuffix(name, extension(f))+"pdf", letterKinds[letter.FormPDF], file)
		return nil
	}
	b, err := letterBytes(d, f)
	if err != nil {
		return err
	}
	sendFile(v, name, letterKinds[f], bytes.NewReader(b))
	return nil
}

// serveRoutes are the service of a determination on its parties.
func (s *server) serveRoutes() []Route {
	return []Route{
		{Pattern: "GET /cases/{id}/serve", Action: auth.Serve, OfCase: true, Handle: s.servePage},
		{Pattern: "POST /cases/{id}/serve", Action: auth.Serve, OfCase: true, Handle: s.takeServe},
	}
}

// A serveView is the page of the service: the form, and the letter with the proof that the form makes.
type serveView struct {
	Form    formView
	Letter  string
	Remarks []remark
	Locked  string
}

func (s *server) serveSections(v *Visit, values map[string][]string) []section {
	return filled([]section{
		serviceRows(v.Case, "How each party is served", "The injured worker, the claims administrator, the requesting physician and the representatives must be served."),
		{ID: "proof", Legend: "Proof of service", Help: "Who serves is over eighteen and no party to the case (CCP 1013a).", Fields: []field{
			{Kind: kindText, Name: "server", Label: "Served by", Value: v.Account.Name, Required: true, Size: "half"},
			{Kind: kindText, Name: "place", Label: "Place of deposit or sending", Value: s.Place, Required: true, Size: "half", Help: "City and state."},
		}},
		whenSection(v.Now, "When", "Day of service", ""),
	}, values)
}

func (s *server) servePage(v *Visit) error {
	return s.showServe(v, http.StatusOK, nil, formView{Key: formKey(), Saw: v.Case.Version})
}

func (s *server) showServe(v *Visit, status int, values map[string][]string, f formView) error {
	p := serveView{Form: f}
	switch {
	case v.Case.Facts.Served.Seq > 0:
		p.Locked = "The determination was served on " + longDay(v.Case.Facts.Served.At) + "."
	case v.Case.State != imr.Determined:
		p.Locked = fmt.Sprintf("The case stands at “%s”; only a signed determination can be served.", imr.StageName(v.Case.State))
	}
	p.Form.Sections = s.serveSections(v, values)
	in := &input{values: valuesOf(p.Form.Sections)}
	cmd, at := s.readService(v, in)
	d := s.servedLetter(v.Case, cmd, at)
	found, err := s.lintOf(v, v.Case, d)
	if err != nil {
		return err
	}
	p.Remarks = remarksOf(d, found, nil)
	p.Letter = letterHTML(d, p.Remarks)
	p.Form.Sections = place(p.Form.Sections, f.Errors)
	p.Form.Action, p.Form.Cancel, p.Form.Button = casePath(v.Case.ID)+"/serve", casePath(v.Case.ID), "Serve the determination"
	return v.Render(status, Page{Title: "Service of " + string(v.Case.ID), Here: "/queue", Scripts: []string{"form.js"}, Wide: true}, serveBody(v, p))
}

// valuesOf reads back what the fields of a form hold.
func valuesOf(ss []section) map[string][]string {
	v := map[string][]string{}
	for _, s := range ss {
		for _, row := range append(s.Rows, s.Fields) {
			for _, f := range row {
				v[f.Name] = []string{f.Value}
			}
		}
	}
	return v
}

// readService reads who is served how, by whom, where and when; the letter is not made yet.
func (s *server) readService(v *Visit, in *input) (*imr.Served, time.Time) {
	cmd := &imr.Served{Services: readServices(v.Case, in), Server: in.text("server"), Place: in.text("place")}
	return cmd, in.at("at", v.Now)
}

// takeServe makes the letter with its proof of service, keeps its bytes under their hash, and records the service.
// Sending the form twice records one service.
func (s *server) takeServe(v *Visit) error {
	values, sent, err := v.readForm()
	if err != nil {
		return err
	}
	f := formView{Key: values.Get("key"), Saw: sawOf(values)}
	if values.Get("do") == "look" {
		return s.showServe(v, http.StatusOK, values, f)
	}
	in := &input{values: values, errs: sent}
	cmd, at := s.readService(v, in)
	required(s.serveSections(v, values), in, "CCP 1013a")
	if f.Errors = in.errs; len(f.Errors) > 0 {
		return s.showServe(v, http.StatusUnprocessableEntity, values, f)
	}
	if v.Case.Facts.Served.Seq == 0 && v.Case.State == imr.Determined {
		if cmd.Letter, err = s.keepLetter(v, cmd, at); err != nil {
			status, err := v.refuse(&f, err)
			if err != nil {
				return err
			}
			return s.showServe(v, status, values, f)
		}
	} else {
		cmd.Letter = v.Case.LetterHash // it was served: the store answers with what was recorded, or refuses
	}
	res, err := v.Do(imr.Request{Case: v.Case.ID, Saw: f.Saw, Command: cmd, Act: imr.Act{At: at}, Key: f.Key})
	if err != nil {
		status, err := v.refuse(&f, err)
		if err != nil {
			return err
		}
		return s.showServe(v, status, values, f)
	}
	v.Flash(told(res, imr.Inside))
	return v.Redirect(casePath(v.Case.ID) + "/letter")
}

// keepLetter makes the letter as it is served and keeps it, with its hash as its name.
func (s *server) keepLetter(v *Visit, cmd *imr.Served, at time.Time) (string, error) {
	d := s.servedLetter(v.Case, cmd, at)
	found, err := s.lintOf(v, v.Case, d)
	if err != nil {
		return "", err
	}
	for _, x := range found {
		if x.Severity == letter.Error {
			return "", &imr.Error{Kind: imr.Refused, Rule: x.Authority, Message: "The letter cannot be served as it stands. " + x.Message}
		}
	}
	b, err := s.signedBytes(v, d, "Final Determination in the case "+string(v.Case.ID))
	if err != nil {
		return "", err
	}
	sum, _, err := s.Blobs.Put(v.R.Context(), bytes.NewReader(b))
	if err != nil {
		return "", fmt.Errorf("keep the letter of %s: %w", v.Case.ID, err)
	}
	return sum, nil
}

func letterTitle(p letterView) string {
	if p.Served {
		return "Final Determination"
	}
	return "Draft of the determination"
}

func letterLine(p letterView) string {
	if p.Served {
		return "Case " + string(p.Case.ID) + ". Served " + longDay(p.On) + "."
	}
	return "Case " + string(p.Case.ID) + ", " + imr.StageName(p.Case.State) + ". It decides nothing until it is signed and served."
}

func noticeLine(c imr.Case) string {
	if c.Facts.Notice.Seq > 0 {
		return "As it was sent on " + longDay(c.Facts.Notice.At) + "."
	}
	return "As it would be sent today. Print it or take the PDF, send it to every party, then record how each was told."
}

// listName is what this person's list of cases is called.
func listName(v *Visit) string {
	if v.Account.Role.Staff() {
		return "Work queue"
	}
	return "My cases"
}
