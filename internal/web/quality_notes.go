package web

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/review"
	"github.com/openimr/openimr/review/quality"
)

// codeOptions are the codes of a programme under their kinds. A note is counted by its code, so each has one.
func codeOptions(r quality.Rules) []option {
	os := []option{{Value: "", Label: "Choose…"}}
	for _, k := range quality.Kinds {
		for _, c := range r.Codes {
			if c.Kind == k {
				os = append(os, option{Value: c.ID, Label: c.Name, Group: k.Name()})
			}
		}
	}
	return os
}

func noteRows(r quality.Rules, v url.Values, fields []option) []section {
	in := &input{values: v}
	s := section{ID: "notes", Legend: "Notes to the reviewer", Noun: "note",
		Help: "On the form, the citations or the consistency; never on the clinical judgment, which is the reviewer's alone (Labor Code 139.5(d)(3)). Mark words in the letter to quote them."}
	for i := range max(in.rows("notes"), 1) {
		at := "notes." + strconv.Itoa(i) + "."
		s.Rows = append(s.Rows, []field{
			{Kind: kindSelect, Name: at + "code", Label: "What it is", Size: "half", Options: codeOptions(r)},
			{Kind: kindSelect, Name: at + "field", Label: "Place", Size: "half", Options: fields},
			{Kind: kindArea, Name: at + "quote", Label: "The words", Lines: 2},
			{Kind: kindArea, Name: at + "suggest", Label: "Suggested words", Lines: 2, Help: "Only with a suggestion. The reviewer takes or declines them; nobody else changes the letter."},
			{Kind: kindArea, Name: at + "text", Label: "What is to be mended, or was done well", Lines: 3},
		})
	}
	return filled([]section{s}, v)
}

func readNotes(r quality.Rules, in *input) []imr.Note {
	var ns []imr.Note
	for i := range in.rows("notes") {
		at := "notes." + strconv.Itoa(i)
		if in.empty(at, "quote", "text", "suggest", "code") {
			continue
		}
		n := imr.Note{Field: in.text(at + ".field"), Quote: in.text(at + ".quote"), Text: in.text(at + ".text"), Suggest: in.text(at + ".suggest"), Code: in.text(at + ".code")}
		if n.Suggest != "" && n.Code == "" {
			n.Code = "wording" // what else
		}
		code, ok := r.Code(n.Code)
		switch {
		case !ok:
			in.fail(at+".code", "Choose what it is, so that it can be counted.")
		case n.Text == "" && code.Kind != quality.Suggestion:
			in.fail(at+".text", "Say what is to be mended there, or what was done well.")
		}
		n.Kind = code.Kind
		ns = append(ns, n)
	}
	return ns
}

// quoteFinding adds a note that quotes a finding of the checks.
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
	code, ok := s.Rules.Quality.CodeOf(rs[i].Rule)
	if !ok {
		code.ID = "form.other"
	}
	values.Set(at+"code", code.ID)
	values.Set(at+"field", noteField(rs[i].Field))
	values.Set(at+"quote", rs[i].Quote)
	values.Set(at+"text", rs[i].Message)
	values.Set("notes.rows", strconv.Itoa(n+1))
	return nil
}

// A changedField is a place of the draft that differs from the draft that was returned.
type changedField struct {
	Field   string // as notes name it
	Where   string
	Changes []review.Change
}

// draftChanges compares the draft with the one that was last returned, sentence by sentence. Marks of citations are shown as
// a letter shows them.
func draftChanges(c imr.Case) []changedField {
	was := c.Quality.Sent
	if was == nil || c.Draft == nil {
		return nil
	}
	var fs []changedField
	add := func(field, where, was, is string) {
		if cs := review.Changes(review.Plain(was), review.Plain(is)); len(cs) > 0 {
			fs = append(fs, changedField{field, where, cs})
		}
	}
	add("summary.text", "Clinical case summary", was.Summary, c.Draft.Summary)
	for i, is := range c.Draft.Items {
		before, _ := decisionOn(was, is.Item)
		at, n := "items["+strconv.Itoa(i)+"].", "Item "+strconv.Itoa(is.Item)+", "
		if before.Outcome != is.Outcome {
			fs = append(fs, changedField{at + "decision", n + "decision", []review.Change{{Was: outcomeName(before.Outcome), Is: outcomeName(is.Outcome)}}})
		}
		add(at+"rationale", n+"rationale", before.Rationale, is.Rationale)
		add(at+"imro_guideline", n+"our guideline", before.IMROGuideline, is.IMROGuideline)
		add(at+"claims_administrator_guideline", n+"claims administrator's guideline", before.ClaimsAdministratorGuideline, is.ClaimsAdministratorGuideline)
	}
	return fs
}

// changeAt is the change that met a note: the one of the sentence that it quotes, else the first of its place.
func changeAt(fs []changedField, n imr.Note) (review.Change, bool) {
	for _, f := range fs {
		if strings.TrimSuffix(f.Field, ".text") != strings.TrimSuffix(n.Field, ".text") {
			continue
		}
		for _, c := range f.Changes {
			if _, ok := review.Find(c.Was, n.Quote); ok {
				return c, true
			}
		}
		if len(f.Changes) > 0 {
			return f.Changes[0], true
		}
	}
	return review.Change{}, false
}
