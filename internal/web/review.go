package web

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
)

// The reviewer's desk keeps what is typed in three places: in the form, in the browser's own storage at every key, and in
// the store within a second and a half (static/review/save.js, review_draft.go). What is in the store is durable when the
// page says "Saved". Without scripts the texts are plain fields in the grammar of package review, and a button saves.

// reviewRoutes are the pages on which a determination is written, checked and served.
func (s *server) reviewRoutes() []Route {
	return []Route{
		{Pattern: "GET /cases/{id}/review", Action: auth.WriteDraft, OfCase: true, Handle: s.reviewPage},
		{Pattern: "POST /cases/{id}/review", Action: auth.WriteDraft, OfCase: true, Handle: s.takeReview},
		{Pattern: "PUT /cases/{id}/draft", Action: auth.WriteDraft, OfCase: true, Handle: s.saveDraft},
		{Pattern: "POST /cases/{id}/spent", Action: auth.WriteDraft, OfCase: true, MaxBody: 16 << 10, Handle: s.spendTime},
		{Pattern: "POST /cases/{id}/preview", Action: auth.WriteDraft, OfCase: true, Handle: s.preview},
		{Pattern: "GET /cases/{id}/guidelines", Action: auth.WriteDraft, OfCase: true, Handle: s.guidelines},
		{Pattern: "GET /cases/{id}/peek", Action: auth.SeeDocument, OfCase: true, Handle: s.ofShelf(s.peek)},
		{Pattern: "GET /cases/{id}/draft/history", Action: auth.WriteDraft, OfCase: true, Handle: s.draftHistory},
		{Pattern: "POST /cases/{id}/draft/history", Action: auth.WriteDraft, OfCase: true, Handle: s.takeBack},
		{Pattern: "POST /cases/{id}/cite", Action: auth.WriteDraft, OfCase: true, Handle: s.cite},
	}
}

// A reviewView is the page of the reviewer.
type reviewView struct {
	Case     imr.Case
	Draft    imr.Draft // one entry for each item in dispute
	Rev      int
	Saved    time.Time // zero where nothing was saved yet
	Key      string
	Saw      int
	Errors   []fieldError
	Changed  []string
	Conflict *imr.DraftText // what another window saved meanwhile
	Letter   string         // the letter as HTML
	Remarks  []remark
	Band     *bandView
	Next     nextView
	Locked   string // why nothing can be written now, "" where it can
	Sign     signView
	Spent    int // seconds that the reviewer worked on the case
}

// workingDraft is what the reviewer goes on from: the text as it was typed, else the draft that was submitted, with
// one entry for each item that is in dispute now.
func workingDraft(c imr.Case, typed imr.DraftText) imr.Draft {
	from := typed.Draft
	if typed.Rev == 0 && c.Draft != nil {
		from = *c.Draft
	}
	d := imr.Draft{Summary: from.Summary, Kept: from.Kept}
	for _, it := range c.Items {
		if it.State != imr.ItemInDispute {
			continue
		}
		dd, ok := decisionOn(&from, it.Number)
		if !ok {
			dd = imr.DraftDecision{Item: it.Number, ClaimsAdministratorGuideline: it.Guideline}
		}
		d.Items = append(d.Items, dd)
	}
	return d
}

func decisionOn(d *imr.Draft, item int) (imr.DraftDecision, bool) {
	for _, dd := range d.Items {
		if dd.Item == item {
			return dd, true
		}
	}
	return imr.DraftDecision{}, false
}

// typedDraft reads the draft of a form.
func typedDraft(c imr.Case, in *input) imr.Draft {
	d := imr.Draft{Summary: in.text("summary"), Kept: keptTyped(in.raw("kept"))}
	for _, it := range c.Items {
		if it.State != imr.ItemInDispute {
			continue
		}
		at := "items." + strconv.Itoa(len(d.Items)) + "."
		d.Items = append(d.Items, imr.DraftDecision{
			Item:                         it.Number,
			Outcome:                      imr.Outcome(in.choice(at+"outcome", string(imr.Upheld), string(imr.Overturned), string(imr.PartiallyOverturned))),
			ClaimsAdministratorGuideline: in.text(at + "claims_administrator_guideline"),
			IMROGuideline:                in.text(at + "imro_guideline"),
			Rationale:                    in.text(at + "rationale"),
			Search:                       searchTyped(in, at),
			Evidence:                     evidenceTyped(in, at),
		})
	}
	return d
}

// reviewPage shows what the reviewer has written so far, with the letter that it makes.
func (s *server) reviewPage(v *Visit) error {
	typed, err := s.Store.Draft(v.R.Context(), v.Case.ID)
	if err != nil {
		return err
	}
	p := reviewView{Case: v.Case, Draft: workingDraft(v.Case, typed), Rev: typed.Rev, Saved: typed.Saved, Key: formKey(), Saw: v.Case.Version}
	return s.showReview(v, http.StatusOK, p)
}

func (s *server) showReview(v *Visit, status int, p reviewView) error {
	if why := refusalOf(s.Rules, v.Case, "draft_submitted"); why != nil {
		p.Locked = why.Error()
	}
	var err error
	p.Sign = signView{Says: saysReviewer, Locked: p.Locked != "", Error: errorAt(p.Errors, againField)}
	if p.Letter, p.Remarks, err = s.draftLetter(v, p.Draft); err != nil {
		return err
	}
	dues, next, err := duesOf(s.Rules, v.Case, v.Now, v.May)
	if err != nil {
		return err
	}
	p.Next, p.Band = next, bandIn(v.Case, dues, v.Now)
	if p.Spent, err = s.spend(v, "", 0); err != nil {
		return err
	}
	return v.Render(status, Page{Title: "Determination of " + string(v.Case.ID), Here: "/queue", Scripts: []string{"review/main.js"}, Wide: true}, reviewBody(v, p))
}

// draftLetter is the letter that a draft makes, with what the linter finds and what the quality check noted.
func (s *server) draftLetter(v *Visit, d imr.Draft) (string, []remark, error) {
	c := v.Case
	c.Draft = &d
	_, html, rs, err := s.checkedLetter(v, c, v.Case.Notes)
	return html, rs, err
}

// takeReview saves or submits the form as it was sent.
func (s *server) takeReview(v *Visit) error {
	values, sent, err := v.readForm()
	if err != nil {
		return err
	}
	in := &input{values: values, errs: sent}
	p := reviewView{Case: v.Case, Draft: typedDraft(v.Case, in), Key: values.Get("key"), Saw: sawOf(values), Rev: revOf(values), Errors: in.errs}
	saved, err := s.Store.SaveDraft(v.R.Context(), imr.DraftText{Case: v.Case.ID, By: v.Account.ID, Rev: p.Rev, Draft: p.Draft})
	var other *imr.DraftChanged
	switch {
	case errors.As(err, &other) && !sameDraft(other.Now.Draft, p.Draft):
		// The page now builds on the newer text, so that saving again is a choice.
		p.Conflict, p.Rev = &other.Now, other.Now.Rev
		return s.showReview(v, http.StatusConflict, p)
	case errors.As(err, &other):
		p.Rev, p.Saved = other.Now.Rev, other.Now.Saved
	case err != nil && !kindIs(err, imr.NotAllowed):
		return err
	case err == nil:
		p.Rev, p.Saved = saved.Rev, saved.Saved
	}
	if len(p.Errors) > 0 {
		return s.showReview(v, http.StatusUnprocessableEntity, p)
	}
	if values.Get("do") != "submit" {
		return s.showReview(v, http.StatusOK, p)
	}
	must, err := s.checkBefore(v, p.Draft)
	if err != nil {
		return err
	}
	if len(must) > 0 {
		for _, f := range must {
			p.Errors = append(p.Errors, fieldError{Name: formPlaceOf(f.Field), Message: f.Message})
		}
		return s.showReview(v, http.StatusUnprocessableEntity, p)
	}
	res, wrong, err := s.submit(v, p, values.Get(againField))
	if wrong != nil {
		p.Errors = append(p.Errors, *wrong)
		return s.showReview(v, http.StatusUnprocessableEntity, p)
	}
	if err != nil {
		f := formView{Saw: p.Saw}
		status, err := v.refuse(&f, err)
		if err != nil {
			return err
		}
		p.Errors, p.Changed, p.Saw = f.Errors, f.Changed, f.Saw
		return s.showReview(v, status, p)
	}
	v.Flash(told(res, v.Audience()))
	return v.Redirect(casePath(v.Case.ID))
}

// submit records the draft as the reviewer signs it, and before it which pages of the record the reviewer had opened. Only
// a draft that will be taken asks for the password and brings that record with it; what is wrong with the password comes
// back as an error of its field.
func (s *server) submit(v *Visit, p reviewView, password string) (imr.Result, *fieldError, error) {
	cmd, saw := &imr.DraftSubmitted{Draft: p.Draft, Signature: &imr.Signature{How: "password", Text: p.Draft.Sum(), Says: saysReviewer}}, p.Saw
	_, refused := imr.Decide(s.Rules, v.Case, cmd, imr.Act{Actor: v.Actor(), At: v.Now, Recorded: v.Now})
	if refused != nil && password == "" {
		return imr.Result{}, nil, refused
	}
	if wrong, err := s.prove(v, password); wrong != nil || err != nil {
		return imr.Result{}, wrong, err
	}
	if refused == nil {
		noted, err := s.notePagesOpened(v, saw, p.Key)
		if err != nil {
			return imr.Result{}, nil, err
		}
		if noted && saw != imr.AnyVersion {
			saw++
		}
	}
	res, err := v.Do(imr.Request{Case: v.Case.ID, Saw: saw, Command: cmd, Key: p.Key})
	return res, nil, err
}

func kindIs(err error, k imr.Kind) bool {
	var e *imr.Error
	return errors.As(err, &e) && e.Kind == k
}

func sameDraft(a, b imr.Draft) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && string(x) == string(y)
}

func revOf(v url.Values) int {
	n, err := strconv.Atoi(v.Get("rev"))
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// draftFault says what makes a text unfit to be kept: far too long, or no text.
func draftFault(d imr.Draft) string {
	in := &input{values: url.Values{}}
	text := func(s string) {
		in.values.Set("text", s)
		in.text("text")
	}
	text(d.Summary)
	if len(d.Items) > maxRows || len(d.Kept) > maxRows {
		return "There are more items than a case can have."
	}
	for _, k := range d.Kept {
		text(k.Rule)
		text(k.Words)
		text(k.Why)
	}
	for _, it := range d.Items {
		if len(it.Search) > len(searchCodes) || len(it.Evidence) > maxEvidence {
			return "There are more sources than an item can have."
		}
		text(it.Rationale)
		text(it.IMROGuideline)
		text(it.ClaimsAdministratorGuideline)
		in.values.Set("outcome", string(it.Outcome))
		in.choice("outcome", string(imr.Upheld), string(imr.Overturned), string(imr.PartiallyOverturned))
		for _, st := range it.Search {
			text(st.Code)
			text(st.Words)
		}
		for _, e := range it.Evidence {
			text(e.Citation)
			text(e.Level)
			text(e.Why)
		}
	}
	if len(in.errs) > 0 {
		return in.errs[0].Message
	}
	return ""
}

// json answers a script.
func (v *Visit) json(status int, a any) error {
	b, err := json.Marshal(a)
	if err != nil {
		return err
	}
	v.W.Header().Set("Content-Type", "application/json")
	v.answered = true
	v.W.WriteHeader(status)
	_, _ = v.W.Write(b) // the visitor has gone: nobody to tell
	return nil
}

// preview answers with the letter that the form's text makes, as a piece of the page. It changes nothing.
func (s *server) preview(v *Visit) error {
	values, _, err := v.readForm()
	if err != nil {
		return err
	}
	html, rs, err := s.draftLetter(v, typedDraft(v.Case, &input{values: values}))
	if err != nil {
		return err
	}
	return v.Part(http.StatusOK, previewPart(html, rs, true))
}

// noteAt lists the notes of the quality check on a field of the draft.
func noteAt(notes []imr.Note, field string) []imr.Note {
	var ns []imr.Note
	for _, n := range notes {
		if n.Field == field || strings.TrimSuffix(n.Field, ".text") == field {
			ns = append(ns, n)
		}
	}
	return ns
}
