package web

import (
	"net/url"
	"slices"
	"strings"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/letter"
	"github.com/openimr/openimr/review"
	"github.com/openimr/openimr/review/quality"
)

// An answeredView is a note of an earlier round with what the reviewer answered to it.
type answeredView struct {
	imr.Remark
	Title  string // "Citation missing"
	Where  string
	Said   string // the answer in words
	Change *review.Change
	Settle string // what is chosen: "settled", "open", or "" where nothing is proposed
	Open   bool   // it can still be settled
}

func answeredViews(r quality.Rules, c imr.Case, d letter.Determination, changes []changedField, typed url.Values) []answeredView {
	var as []answeredView
	for _, m := range c.Quality.Remarks {
		if !m.Kind.Answered() {
			continue
		}
		a := answeredView{Remark: m, Title: noteTitle(r, m.Note), Where: whereIn(d, m.Field), Open: !m.Settled, Said: answerWords(m.Answer)}
		if m.Answer != nil && (m.Answer.How == imr.AnswerChanged || m.Answer.How == imr.AnswerAccepted) {
			if change, ok := changeAt(changes, m.Note); ok {
				a.Change = &change
			}
			a.Settle = "settled" // a change is looked at below it; words are read first
		}
		if typed != nil {
			a.Settle = typed.Get(settleName(m.ID))
		}
		as = append(as, a)
	}
	return as
}

func settleName(id string) string { return "settle." + strings.ReplaceAll(id, ".", "-") }

// readSettled reads which notes are closed.
func readSettled(c imr.Case, in *input) []string {
	var ids []string
	for _, m := range c.Quality.Open() {
		if in.choice(settleName(m.ID), "settled", "open") == "settled" {
			ids = append(ids, m.ID)
		}
	}
	return ids
}

// noteTitle names a note by its code, else by its kind.
func noteTitle(r quality.Rules, n imr.Note) string {
	if n.Code != "" {
		return r.CodeName(n.Code)
	}
	return n.Kind.Name()
}

func answerWords(a *imr.Answer) string {
	switch {
	case a == nil:
		return "Not answered"
	case a.Alone:
		return "Changed, without a word"
	}
	return map[imr.AnswerHow]string{imr.AnswerChanged: "Changed", imr.AnswerExplained: "Explained", imr.AnswerAccepted: "Accepted", imr.AnswerDeclined: "Declined"}[a.How]
}

// A checklistView is one line of the checklist.
type checklistView struct {
	quality.Item
	Name    string // of the field: "ticks.items"
	Answer  quality.Answer
	Machine quality.Answer // what the checks propose, "" where they cannot say
	Says    string         // what the checks found
	Error   string
}

// tickOptions are the answers in the order of the form.
var tickOptions = []struct {
	Value quality.Answer
	Label string
}{{quality.Yes, "Yes"}, {quality.No, "No"}, {quality.NotFor, "Does not apply"}}

// checksRun are the beginnings of the rules that the checks behind this page look for. A line of the checklist is proposed as
// answered only where everything that it asks of the checks was looked for.
var checksRun = []string{"item.", "evidence.", "summary.", "age.", "sex.", "documents.", "dates.", "qualifications.", "independence.", "reviewers.", "name.", "scope.", "plain.", "text."}

func checklistViews(r quality.Rules, rs []remark, typed url.Values) []checklistView {
	var ls []checklistView
	for _, it := range r.Checklist {
		l := checklistView{Item: it, Name: "ticks." + it.ID}
		l.Machine, l.Says = proposed(it, rs)
		l.Answer = l.Machine
		if typed != nil {
			l.Answer = quality.Answer(typed.Get(l.Name))
		}
		ls = append(ls, l)
	}
	return ls
}

// proposed is what the checks say to a line of the checklist. Hints decide nothing.
func proposed(it quality.Item, rs []remark) (quality.Answer, string) {
	errs, warnings := 0, 0
	for _, m := range rs {
		if !slices.ContainsFunc(it.Checks, func(begin string) bool { return strings.HasPrefix(m.Rule, begin) }) {
			continue
		}
		switch m.Class {
		case string(letter.Error):
			errs++
		case string(letter.Warning):
			warnings++
		}
	}
	ran := len(it.Checks) > 0 && !slices.ContainsFunc(it.Checks, func(begin string) bool {
		return !slices.ContainsFunc(checksRun, func(run string) bool { return strings.HasPrefix(begin, strings.TrimSuffix(run, ".")) })
	})
	switch {
	case errs > 0:
		return quality.No, "The checks found " + countOf(errs, "error") + "."
	case warnings > 0:
		return "", "The checks found " + countOf(warnings, "warning") + ": look at them."
	case ran:
		return quality.Yes, "The checks found nothing."
	}
	return "", ""
}

// checklistSections are the lines as fields, for the summary of errors to lead to.
func checklistSections(ls []checklistView, errs []fieldError) []section {
	s := section{ID: "ticks"}
	for _, l := range ls {
		s.Fields = append(s.Fields, field{Kind: kindRadio, Name: l.Name, Options: []option{{Value: string(quality.Yes)}}, Error: errorAt(errs, l.Name)})
	}
	return []section{s}
}

func readTicks(r quality.Rules, rs []remark, in *input) []quality.Tick {
	var ts []quality.Tick
	for _, it := range r.Checklist {
		a := quality.Answer(in.choice("ticks."+it.ID, string(quality.Yes), string(quality.No), string(quality.NotFor)))
		machine, _ := proposed(it, rs)
		ts = append(ts, quality.Tick{Item: it.ID, Answer: a, Machine: a != "" && a == machine})
	}
	return ts
}
