package web

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/evidence"
	"github.com/openimr/openimr/guideline"
	"github.com/openimr/openimr/imr"
)

// What a reviewer records for an item beside the rationale: how guidance was searched for, in the order of 8 CCR 9792.21.1,
// and what evidence stands behind it, by the hierarchy of 8 CCR 9792.25.1.

func itemOf(c imr.Case, number int) (imr.Item, bool) {
	for _, it := range c.Items {
		if it.Number == number {
			return it, true
		}
	}
	return imr.Item{}, false
}

// amounts are what was asked, authorized and disputed of an item, as far as it is counted.
func amounts(it imr.Item) []option {
	var fs []option
	for _, f := range []option{{Label: "Asked", Value: it.Asked.String()}, {Label: "Authorized", Value: it.Authorized.String()}, {Label: "In dispute", Value: it.InDispute.String()}} {
		if f.Value != "" {
			fs = append(fs, f)
		}
	}
	return fs
}

func searchOn(now time.Time) []evidence.Step {
	return evidence.SearchSequence(clock.DayIn(now, imr.Office))
}

func levelsOn(now time.Time) []evidence.Level {
	return evidence.Hierarchy(evidence.TreatmentBenefits, clock.DayIn(now, imr.Office))
}

type levelsOf struct {
	Name   string
	Levels []evidence.Level
}

func otherLevels(now time.Time) []levelsOf {
	var qs []levelsOf
	for _, q := range []struct {
		question evidence.Question
		name     string
	}{{evidence.DiagnosticTest, "Diagnostic tests"}, {evidence.Prognosis, "Prognosis"}, {evidence.TreatmentHarms, "Harms of a treatment"}} {
		ls := slices.DeleteFunc(evidence.Hierarchy(q.question, clock.DayIn(now, imr.Office)), func(l evidence.Level) bool { return l.Text == "" })
		qs = append(qs, levelsOf{q.name, ls})
	}
	return qs
}

// Answers to a step of the search. None is given before the reviewer gives it.
const (
	searchFound = "found"
	searchNone  = "none"
)

var searchAnswers = []option{{Value: searchFound, Label: "Guidance found"}, {Value: searchNone, Label: "Nothing that applies"}, {Value: "", Label: "Not searched"}}

func searchStep(dd imr.DraftDecision, code string) (imr.SearchStep, bool) {
	i := slices.IndexFunc(dd.Search, func(s imr.SearchStep) bool { return s.Code == code })
	if i < 0 {
		return imr.SearchStep{}, false
	}
	return dd.Search[i], true
}

func searchAnswer(dd imr.DraftDecision, code string) string {
	switch s, ok := searchStep(dd, code); {
	case !ok:
		return ""
	case s.Found:
		return searchFound
	}
	return searchNone
}

func searchWords(dd imr.DraftDecision, code string) string {
	s, _ := searchStep(dd, code)
	return s.Words
}

func searchDone(dd imr.DraftDecision, steps int) string {
	if len(dd.Search) == 0 {
		return "not recorded yet"
	}
	return strconv.Itoa(len(dd.Search)) + " of " + strconv.Itoa(steps) + " steps recorded"
}

// guidelinesVary says that the two statements rest on different sources, or that ours goes beyond the MTUS: the evidence then
// has to be weighed.
func guidelinesVary(dd imr.DraftDecision, now time.Time) bool {
	ours := guideline.ParseStatement(dd.IMROGuideline)
	if _, needs := evidence.NeedsReason(ours, clock.DayIn(now, imr.Office)); needs {
		return true
	}
	theirs := guideline.ParseStatement(dd.ClaimsAdministratorGuideline)
	if len(ours) == 0 || len(theirs) == 0 {
		return false
	}
	return !slices.ContainsFunc(ours, func(o guideline.Citation) bool {
		return slices.ContainsFunc(theirs, func(t guideline.Citation) bool { return o.Source == t.Source })
	})
}

// searchTyped reads the steps of the search from a form. A step with words and no answer was searched without finding.
func searchTyped(in *input, at string) []imr.SearchStep {
	var steps []imr.SearchStep
	for _, code := range searchCodes {
		answer, words := in.choice(at+"search."+code, searchFound, searchNone, ""), in.text(at+"searchwords."+code)
		if answer == "" && words == "" {
			continue
		}
		steps = append(steps, imr.SearchStep{Code: code, Found: answer == searchFound, Words: words})
	}
	return steps
}

// searchCodes are the steps that forms can have: those of every day.
var searchCodes = []string{"1", "2A", "2B", "2C"}

const maxEvidence = 50 // sources of an item

func evidenceTyped(in *input, at string) []imr.CitedEvidence {
	var es []imr.CitedEvidence
	for k := range maxEvidence {
		row := at + "evidence." + strconv.Itoa(k) + "."
		e := imr.CitedEvidence{Citation: in.text(row + "citation"), Level: in.text(row + "level"), Why: in.text(row + "why")}
		if e != (imr.CitedEvidence{}) {
			es = append(es, e)
		}
	}
	return es
}

// keptJSON carries through a form what the reviewer kept, knowing what a check said.
func keptJSON(d imr.Draft) string {
	if len(d.Kept) == 0 {
		return ""
	}
	b, err := json.Marshal(d.Kept)
	if err != nil { // strings alone
		return ""
	}
	return string(b)
}

func keptTyped(s string) []imr.Kept {
	var ks []imr.Kept
	if strings.TrimSpace(s) == "" || json.Unmarshal([]byte(s), &ks) != nil {
		return nil
	}
	return ks[:min(len(ks), maxRows)]
}
