package web

import (
	"context"
	"errors"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/review/quality"
)

// A suggestionView is a note that waits for the reviewer, as the box on the reviewer's page shows it.
type suggestionView struct {
	imr.Remark
	Title string
	Where string
	Lost  bool // the draft no longer has the words that a suggestion would replace
	Key   string
}

// suggestionViews are the open notes of a case for its reviewer; draft is the text as it is being written.
func suggestionViews(r quality.Rules, c imr.Case, draft imr.Draft) []suggestionView {
	var vs []suggestionView
	for _, m := range c.Quality.Remarks {
		if m.Settled || m.Kind == quality.Praise && m.Round != c.Quality.Round {
			continue
		}
		_, found := draft.WithSuggestion(m.Note)
		vs = append(vs, suggestionView{Remark: m, Title: noteTitle(r, m.Note), Where: placeOf(draft, m.Field), Lost: m.Kind == quality.Suggestion && !found, Key: formKey()})
	}
	return vs
}

// placeOf names a field of a draft in words.
func placeOf(d imr.Draft, field string) string {
	if n, rest, ok := itemField(field); ok && n < len(d.Items) {
		part := map[string]string{"rationale": "rationale", "imro_guideline": "our guideline", "claims_administrator_guideline": "claims administrator's guideline", "decision": "decision word"}[rest]
		return joinWords("Item "+thousands(d.Items[n].Item), part)
	}
	return "Clinical case summary"
}

// waits says whether something waits for the reviewer's answer.
func waits(vs []suggestionView) bool {
	for _, s := range vs {
		if s.Kind.Answered() {
			return true
		}
	}
	return false
}

// answerNote takes the reviewer's answer to a note. A suggestion that is accepted is put into the draft that the reviewer is
// writing, at its words, as the reviewer; only then is the answer recorded. Sent twice, the second finds the words changed
// and the answer there.
func (s *server) answerNote(v *Visit) error {
	values, _, err := v.readForm()
	if err != nil {
		return err
	}
	in := &input{values: values}
	cmd := &imr.NoteAnswered{Note: v.R.PathValue("note"), Words: in.text("words"),
		How: imr.AnswerHow(in.choice("how", string(imr.AnswerAccepted), string(imr.AnswerDeclined), string(imr.AnswerChanged), string(imr.AnswerExplained)))}
	if len(in.errs) > 0 {
		return &imr.Error{Kind: imr.Incomplete, Field: "words", Message: in.errs[0].Message}
	}
	// The rules are asked first, so that no words move for an answer that will be refused.
	if _, err := imr.Decide(s.Rules, v.Case, cmd, imr.Act{Actor: v.Actor(), At: v.Now, Recorded: v.Now}); err != nil {
		return err
	}
	m, _ := v.Case.Quality.Remark(cmd.Note)
	if cmd.How == imr.AnswerAccepted {
		if err := s.acceptSuggestion(v.R.Context(), v, m.Note); err != nil {
			return err
		}
	}
	res, err := v.Do(imr.Request{Case: v.Case.ID, Saw: imr.AnyVersion, Command: cmd, Key: values.Get("key")})
	if err != nil {
		return err
	}
	v.Flash(told(res, v.Audience()))
	return v.Redirect(casePath(v.Case.ID) + "/review#notes-title")
}

// tries is how often a suggestion is put into a text that another window saves at the same time.
const tries = 5

// acceptSuggestion puts the words of a suggestion into the newest text of the reviewer.
func (s *server) acceptSuggestion(ctx context.Context, v *Visit, n imr.Note) error {
	for range tries {
		typed, err := s.Store.Draft(ctx, v.Case.ID)
		if err != nil {
			return err
		}
		draft, ok := workingDraft(v.Case, typed).WithSuggestion(n)
		if !ok {
			return &imr.Error{Kind: imr.Conflict, Message: "The words that this suggestion would replace are no longer in your draft. Decline it, or write what you like of it yourself."}
		}
		_, err = s.Store.SaveDraft(ctx, imr.DraftText{Case: v.Case.ID, By: v.Account.ID, Rev: typed.Rev, Draft: draft})
		var other *imr.DraftChanged
		if err == nil || !errors.As(err, &other) {
			return err
		}
	}
	return &imr.Error{Kind: imr.Conflict, Message: "Another window keeps saving this draft. Close it, or wait a moment, and accept again."}
}
