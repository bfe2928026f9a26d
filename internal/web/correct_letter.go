package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
	"github.com/openimr/openimr/letter"
)

// A clerical error of a served letter is mended by a new letter that says what it mends. The medical director signs it,
// since it is the organization's letter; what the reviewer found and decided stays as the reviewer wrote it (letter.Correct).
// The new letter is made of the served one, as its own bytes say it, and not of the case: so nothing else changes.
// Signing and serving are one act here: who serves is asked for the proof of service. The time to appeal stays
// counted from the first service; see imr.Corrected for what is uncertain about that.

func (s *server) correctLetterRoutes() []Route {
	return []Route{
		{Pattern: "GET /cases/{id}/correct-letter", Action: auth.Sign, OfCase: true, Handle: s.correctLetterPage},
		{Pattern: "POST /cases/{id}/correct-letter", Action: auth.Sign, OfCase: true, Handle: s.takeCorrectLetter},
		{Pattern: "GET /cases/{id}/letters/{version}", Action: auth.SeeLetter, OfCase: true, Handle: s.letterVersion},
	}
}

// A letterCorrectView is the page of a correction: the form, and the letter that it makes.
type letterCorrectView struct {
	Form    formView
	Sign    signView
	Changes []letter.Change
	Letter  string
	Remarks []remark
	Locked  string
	LastDay string // to appeal
}

const saysCorrection = "I sign this corrected letter for the organization. It mends clerical errors; no decision and no finding of the reviewer is changed."

// readStored reads a letter that was served as it says itself.
func (s *server) readStored(ctx context.Context, sum string) (letter.Determination, []byte, error) {
	f, err := s.Blobs.Open(ctx, sum)
	if err != nil {
		return letter.Determination{}, nil, fmt.Errorf("open a served letter: %w", err)
	}
	defer func() { _ = f.Close() }() // only read
	data, err := io.ReadAll(f)
	if err != nil {
		return letter.Determination{}, nil, fmt.Errorf("read a served letter: %w", err)
	}
	d := letter.Parse("letter.pdf", data)
	if d.Error != "" || d.Served == nil {
		return d, data, &imr.Error{Kind: imr.Refused, Message: "The letter was not made by this program, so its words cannot be mended here."}
	}
	return d, data, nil
}

func (s *server) correctLetterPage(v *Visit) error {
	return s.showCorrectLetter(v, http.StatusOK, nil, formView{Key: formKey(), Saw: v.Case.Version})
}

func (s *server) correctLetterSections(v *Visit, d letter.Determination, values url.Values) []section {
	in := &input{values: values}
	var places []option
	for _, c := range letter.Correctables(d) {
		places = append(places, option{Value: c.Field, Label: c.Name})
	}
	fixes := section{ID: "fixes", Legend: "What is wrong", Noun: "error", Help: "A slip of the pen: a name, a date, a number, a side that was typed wrongly. Give the words as they stand in the letter, with enough around them that they stand there once."}
	for i := range max(in.rows("fixes"), 1) {
		at := "fixes." + strconv.Itoa(i) + "."
		fixes.Rows = append(fixes.Rows, []field{
			{Kind: kindSelect, Name: at + "field", Label: "Place", Options: places},
			{Kind: kindArea, Name: at + "was", Label: "It reads", Lines: 2, Size: "half"},
			{Kind: kindArea, Name: at + "now", Label: "It should read", Lines: 2, Size: "half"},
		})
	}
	asked := field{Kind: kindRadio, Name: "asked_by", Label: "Who asked for the correction", Required: true, Options: append([]option{{Value: "none", Label: "Nobody: the organization found it"}}, partyOptions(v.Case)...)}
	server := v.Account.Name
	return filled([]section{
		fixes,
		{ID: "asked", Legend: "At whose request", Fields: []field{asked}},
		serviceRows(v.Case, "How each party is served", "The corrected letter goes to everybody who was served with the letter before it."),
		{ID: "proof", Legend: "Proof of service", Help: "Who serves is over eighteen and no party to the case (CCP 1013a).", Fields: []field{
			{Kind: kindText, Name: "server", Label: "Served by", Value: server, Required: true, Size: "half"},
			{Kind: kindText, Name: "place", Label: "Place of deposit or sending", Value: s.Place, Required: true, Size: "half", Help: "City and state."},
		}},
		whenSection(v.Now, "When", "Day of service", ""),
	}, values)
}

// correctable says why the letter of a case cannot be corrected now, "" where it can.
func correctable(r imr.Rules, c imr.Case) string {
	if c.LetterHash == "" {
		return "The determination has not been served; there is no letter to correct."
	}
	if why := refusalOf(r, c, "corrected"); why != nil {
		return why.Error()
	}
	return ""
}

func (s *server) showCorrectLetter(v *Visit, status int, values url.Values, f formView) error {
	p := letterCorrectView{Form: f, Sign: signView{Says: saysCorrection, Button: "Sign and serve the corrected letter", Error: errorAt(f.Errors, againField)}, Locked: correctable(s.Rules, v.Case)}
	if day, err := clock.ParseDay(lastDayToAppeal(s.Rules, v.Case, v.Now)); err == nil {
		p.LastDay = longDay(day)
	}
	var d letter.Determination
	if v.Case.LetterHash != "" {
		var err error
		if d, _, err = s.readStored(v.R.Context(), v.Case.LetterHash); err != nil {
			if !kindIs(err, imr.Refused) {
				return err
			}
			p.Locked = err.Error()
		}
	}
	p.Sign.Locked = p.Locked != ""
	shown := d
	if p.Locked == "" && values != nil {
		if made, err := s.correctedLetter(v, &input{values: values}, f.Key); err == nil {
			shown, p.Changes = made.Letter, made.Letter.Served.Correction.Changes
			p.Remarks = made.Remarks
		}
	}
	if d.Served != nil {
		p.Letter = letterHTML(shown, p.Remarks)
	}
	p.Form.Sections = place(s.correctLetterSections(v, d, values), f.Errors)
	p.Form.Action, p.Form.Cancel = casePath(v.Case.ID)+"/correct-letter", casePath(v.Case.ID)+"/letter"
	return v.Render(status, Page{Title: "Correction of the letter of " + string(v.Case.ID), Here: "/queue", Scripts: []string{"form.js"}, Wide: true}, correctLetterBody(v, p))
}

// A madeCorrection is a corrected letter and the command that records it, before it is signed.
type madeCorrection struct {
	Letter  letter.Determination
	Command *imr.Corrected
	At      time.Time
	Remarks []remark
}

// correctedLetter makes the letter that a form asks for. Errors are a *letter.FixError, or an *imr.Error.
func (s *server) correctedLetter(v *Visit, in *input, key string) (madeCorrection, error) {
	var m madeCorrection
	d, data, err := s.readStored(v.R.Context(), v.Case.LetterHash)
	if err != nil {
		return m, err
	}
	var fixes []letter.Fix
	var rows []int // of the form, for each fix
	for i := range in.rows("fixes") {
		at := "fixes." + strconv.Itoa(i)
		if in.empty(at, "was", "now") {
			continue
		}
		fixes, rows = append(fixes, letter.Fix{Field: in.text(at + ".field"), Was: in.text(at + ".was"), Now: in.text(at + ".now")}), append(rows, i)
	}
	if len(fixes) == 0 {
		return m, &letter.FixError{At: 0, Part: "was", Message: "Give the words as they stand in the letter."}
	}
	pages, err := letter.PageTexts(data)
	if err != nil {
		return m, err
	}
	now, changes, err := letter.Correct(d, fixes)
	var wrong *letter.FixError
	if errors.As(err, &wrong) {
		return m, &letter.FixError{At: rows[wrong.At], Part: wrong.Part, Message: wrong.Message}
	}
	if err != nil {
		return m, err
	}
	m.Command = &imr.Corrected{Services: readServices(v.Case, in), Server: in.text("server"), Place: in.text("place"), Code: codeOf(v.Case.ID, key)}
	if by := in.text("asked_by"); by != "none" {
		m.Command.AskedBy = imr.PartyID(by)
	}
	m.At = in.at("at", v.Now)
	at := make([]int, len(fixes))
	fields := letter.Correctables(d)
	for i, f := range fixes {
		if k := slices.IndexFunc(fields, func(c letter.Correctable) bool { return c.Field == f.Field }); k >= 0 {
			at[i] = letter.PageWith(pages, fields[k].Around(strings.TrimSpace(f.Was)))
		}
	}
	h := s.letterhead()
	m.Letter = now.Corrected(d.Served.LetterDate, v.Case.Facts.Served.At, m.Command.Code, h, changes, at).
		Proved(h, m.Command.Services, v.Case.Parties, m.Command.Server, m.Command.Place, m.At)
	var said []string
	for i, c := range m.Letter.Served.Correction.Changes {
		m.Command.Changes = append(m.Command.Changes, imr.LetterChange{Field: fixes[i].Field, Where: string(c.Where), Was: string(c.Was), Now: string(c.Now)})
		said = append(said, changeLine(c))
	}
	m.Command.What = strings.Join(said, "; ")
	return m, s.newErrors(v, d, &m)
}

// changeLine tells a change in a line.
func changeLine(c letter.Change) string {
	switch {
	case c.Now == "":
		return string(c.Where) + ": “" + string(c.Was) + "” is taken out"
	case c.Was == "":
		return string(c.Where) + ": “" + string(c.Now) + "” is put in"
	}
	return string(c.Where) + ": “" + string(c.Was) + "” now reads “" + string(c.Now) + "”"
}

// newErrors refuses a corrected letter in which the linter finds an error that the letter before it did not have.
func (s *server) newErrors(v *Visit, before letter.Determination, m *madeCorrection) error {
	had, err := s.lintOf(v, v.Case, before)
	if err != nil {
		return err
	}
	has, err := s.lintOf(v, v.Case, m.Letter)
	if err != nil {
		return err
	}
	known := map[string]bool{}
	for _, x := range had {
		known[x.Rule+" "+x.Field] = true
	}
	has = slices.DeleteFunc(has, func(x letter.Finding) bool { return known[x.Rule+" "+x.Field] })
	m.Remarks = remarksOf(m.Letter, has, nil)
	for _, x := range has {
		if x.Severity == letter.Error {
			return &imr.Error{Kind: imr.Refused, Rule: x.Authority, Message: "The corrected letter would have a new error. " + x.Message}
		}
	}
	return nil
}

// takeCorrectLetter shows what a correction makes, or signs and serves it.
func (s *server) takeCorrectLetter(v *Visit) error {
	values, sent, err := v.readForm()
	if err != nil {
		return err
	}
	f := formView{Key: values.Get("key"), Saw: sawOf(values)}
	if _, done := v.Case.LetterWith("", codeOf(v.Case.ID, f.Key)); done && len(f.Key) >= 20 {
		v.Flash("The corrected letter was signed and served.") // the same form again
		return v.Redirect(casePath(v.Case.ID) + "/letter")
	}
	if changeRows(values) {
		return s.showCorrectLetter(v, http.StatusOK, values, f)
	}
	if why := correctable(s.Rules, v.Case); why != "" {
		return s.showCorrectLetter(v, http.StatusConflict, values, f)
	}
	in := &input{values: values, errs: sent}
	m, err := s.correctedLetter(v, in, f.Key)
	var wrong *letter.FixError
	var told *imr.Error
	switch {
	case errors.As(err, &wrong):
		in.fail("fixes."+strconv.Itoa(wrong.At)+"."+wrong.Part, wrong.Message)
	case errors.As(err, &told):
		in.errs = append(in.errs, fieldError{Message: told.Message, Rule: told.Rule})
	case err != nil:
		return err
	}
	look := values.Get("do") == "look"
	if !look {
		d, _, err := s.readStored(v.R.Context(), v.Case.LetterHash)
		if err != nil {
			return err
		}
		required(s.correctLetterSections(v, d, values), in, "CCP 1013a")
	}
	if !look && len(in.errs) == 0 {
		no, err := s.prove(v, values.Get(againField))
		if err != nil {
			return err
		}
		if no != nil {
			in.errs = append(in.errs, *no)
		}
	}
	if f.Errors = in.errs; len(f.Errors) > 0 {
		return s.showCorrectLetter(v, http.StatusUnprocessableEntity, values, f)
	}
	if look {
		return s.showCorrectLetter(v, http.StatusOK, values, f)
	}
	return s.signCorrection(v, values, f, m)
}

// signCorrection keeps the corrected letter and records its signature and service.
func (s *server) signCorrection(v *Visit, values url.Values, f formView, m madeCorrection) error {
	res, err := func() (imr.Result, error) {
		b, err := s.signedBytes(v, m.Letter, "Corrected Final Determination in the case "+string(v.Case.ID))
		if err != nil {
			return imr.Result{}, err
		}
		if m.Command.Letter, _, err = s.Blobs.Put(v.R.Context(), bytes.NewReader(b)); err != nil {
			return imr.Result{}, fmt.Errorf("keep the corrected letter of %s: %w", v.Case.ID, err)
		}
		m.Command.Signature = &imr.Signature{How: "password", Text: m.Command.Letter, Says: saysCorrection}
		return v.Do(imr.Request{Case: v.Case.ID, Saw: f.Saw, Command: m.Command, Act: imr.Act{At: m.At}, Key: f.Key})
	}()
	if err != nil {
		status, err := v.refuse(&f, err)
		if err != nil {
			return err
		}
		return s.showCorrectLetter(v, status, values, f)
	}
	v.Flash(told(res, imr.Inside))
	return v.Redirect(casePath(v.Case.ID) + "/letter")
}
