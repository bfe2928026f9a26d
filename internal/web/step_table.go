package web

import (
	"net/url"
	"strconv"
	"time"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
)

// about is what the form of a step may want to know.
type about struct {
	Case      imr.Case
	Rules     imr.Rules
	Now       time.Time
	Reviewers []auth.Account // of the step that assigns one
	Late      bool           // the application came after its last day
	InTime    []string       // the reasoning on that
	LastDay   string         // to appeal, YYYY-MM-DD, "" where it does not run
}

// A step is one thing that can be done to a case: the form that asks for it and the command that it makes. The
// rules themselves are in imr, who may do it in auth.ActionOf; here are only the questions.
type step struct {
	Event   imr.EventType
	Title   string // of the page, and on the list of steps
	Does    string // what it does, in a sentence
	Button  string
	Heading string // over the fields
	When    string // label of the day of the act; "" for acts that happen as they are recorded
	Came    bool   // something came, and the form asks how
	Sent    bool   // something was sent, and the form asks how
	Fields  func(about, url.Values) []section
	Command func(about, *input) imr.Command
	Page    string // the page of its own that the step has: "review", "quality", "serve"; "" for the common one
}

// steps are all steps in the order in which they are offered.
func steps() []step {
	return append(append(append(intakeSteps(), assignmentSteps()...), reviewSteps()...), endSteps()...)
}

func stepOf(e imr.EventType) (step, bool) {
	for _, s := range steps() {
		if s.Event == e {
			return s, true
		}
	}
	return step{}, false
}

// intakeSteps bring an application to the finding of eligibility (8 CCR 9792.10.3).
func intakeSteps() []step {
	return []step{
		{Event: "screening_started", Title: "Begin the eligibility check", Button: "Begin the check",
			Does:    "The application is complete enough to be checked. From now on the time to find it eligible or not runs.",
			Command: func(about, *input) imr.Command { return &imr.ScreeningStarted{} }},
		{Event: "found_eligible", Title: "Find eligible", Button: "Find eligible", When: "Day of the finding",
			Does: "The dispute can be reviewed. The notice of assignment is then due within one business day.",
			Fields: func(a about, _ url.Values) []section {
				return []section{eligibilitySection(a), {ID: "what", Fields: []field{{Kind: kindArea, Name: "note", Label: "Note for the file", Lines: 2}}}}
			},
			Command: func(a about, in *input) imr.Command {
				return &imr.FoundEligible{Late: a.Late, Note: in.text("note")}
			}},
		{Event: "found_ineligible", Title: "Find not eligible", Button: "Find not eligible", When: "Day of the finding", Sent: true,
			Does: "The review ends before it begins. Every reason is named to the parties, who may appeal to the Appeals Board.",
			Fields: func(a about, v url.Values) []section {
				open := map[string]bool{}
				for _, g := range a.Case.OpenGrounds(a.Rules, a.Late) {
					open[g.ID] = true
				}
				f := field{Kind: kindChecks, Name: "grounds", Label: "Reasons", Required: true}
				for _, g := range a.Rules.Grounds {
					o := option{Value: g.ID, Label: g.Name, Help: g.Authority}
					if open[g.ID] {
						o.Help += ". Open as the case stands."
						if v == nil {
							f.Values = append(f.Values, g.ID)
						}
					}
					f.Options = append(f.Options, o)
				}
				return []section{eligibilitySection(a), {ID: "what", Fields: []field{f,
					{Kind: kindArea, Name: "explanation", Label: "Explanation to the parties", Help: "In plain words: what is missing or wrong, and what can still be done.", Lines: 4, Required: true}}}}
			},
			Command: func(_ about, in *input) imr.Command {
				return &imr.FoundIneligible{Grounds: in.values["grounds"], Explanation: in.text("explanation")}
			}},
		{Event: "information_requested", Title: "Ask for information on eligibility", Button: "Ask", When: "Day asked", Sent: true,
			Does:   "A party answers within five business days of receipt.",
			Fields: questions,
			Command: func(_ about, in *input) imr.Command {
				return &imr.InformationRequested{Of: readParties(in, "of"), Questions: in.lines("questions")}
			}},
		{Event: "answer_received", Title: "Record the answer on eligibility", Button: "Record the answer", When: "Day received", Came: true,
			Does:   "The check of eligibility goes on with what was answered.",
			Fields: answer,
			Command: func(_ about, in *input) imr.Command {
				return &imr.AnswerReceived{From: imr.PartyID(in.text("from")), Documents: readDocuments(in), Note: in.text("note")}
			}},
		{Event: "answer_overdue", Title: "Note that no answer came", Button: "Note it",
			Does:    "The check of eligibility goes on with what is on file.",
			Fields:  func(about, url.Values) []section { return note("Note for the file", false) },
			Command: func(_ about, in *input) imr.Command { return &imr.AnswerOverdue{Note: in.text("note")} }},
		{Event: "liability_disputed", Title: "Put off: liability is disputed", Button: "Put the review off",
			Does:    "The review waits until the dispute over liability is resolved.",
			Fields:  func(about, url.Values) []section { return note("What is disputed", false) },
			Command: func(_ about, in *input) imr.Command { return &imr.LiabilityDisputed{Note: in.text("note")} }},
		{Event: "liability_resolved_for_employee", Title: "Liability resolved for the employee", Button: "Take the review up", When: "Day resolved", Came: true,
			Does:   "The check of eligibility begins again.",
			Fields: func(about, url.Values) []section { return note("Order or agreement", false) },
			Command: func(_ about, in *input) imr.Command {
				return &imr.LiabilityResolvedForEmployee{Note: in.text("note")}
			}},
		{Event: "liability_resolved_against_employee", Title: "Liability resolved against the employee", Button: "Close the application", When: "Day resolved", Came: true,
			Does:   "The application is closed.",
			Fields: func(about, url.Values) []section { return note("Order or agreement", false) },
			Command: func(_ about, in *input) imr.Command {
				return &imr.LiabilityResolvedAgainstEmployee{Note: in.text("note")}
			}},
		{Event: "duplicate_found", Title: "Close as a duplicate", Button: "Close as a duplicate",
			Does:    "The application repeats another one.",
			Fields:  oneText("of", "Number of the case that it repeats"),
			Command: func(_ about, in *input) imr.Command { return &imr.DuplicateFound{Of: imr.CaseID(in.text("of"))} }},
		{Event: "petition_granted", Title: "Appeals Board: review it after all", Button: "Take the review up", When: "Day of the order", Came: true,
			Does:    "The Appeals Board ordered that the application be reviewed.",
			Fields:  oneText("order", "The order"),
			Command: func(_ about, in *input) imr.Command { return &imr.PetitionGranted{Order: in.text("order")} }},
	}
}

// eligibilitySection shows how the application stands: the open grounds and whether it came in time.
func eligibilitySection(a about) section {
	s := section{ID: "standing", Legend: "How the application stands", Notes: a.InTime}
	open := a.Case.OpenGrounds(a.Rules, a.Late)
	if len(open) == 0 {
		s.Help = "No ground of ineligibility is open as the case stands."
		return s
	}
	s.Help = countOf(len(open), "ground") + " of ineligibility " + isAre(len(open)) + " open as the case stands:"
	for _, g := range open {
		s.Fields = append(s.Fields, field{Kind: kindFact, Name: "ground." + g.ID, Label: g.Name, Value: g.WhoCanCure, Help: g.Authority})
	}
	for i := range s.Fields {
		if s.Fields[i].Value != "" {
			s.Fields[i].Value = "Can be mended by: " + s.Fields[i].Value
		}
	}
	return s
}

func isAre(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

func oneText(name, label string) func(about, url.Values) []section {
	return func(about, url.Values) []section {
		return []section{{ID: "what", Fields: []field{{Kind: kindText, Name: name, Label: label, Required: true}}}}
	}
}

func questions(a about, _ url.Values) []section {
	return []section{{ID: "what", Fields: []field{
		{Kind: kindChecks, Name: "of", Label: "Of whom", Required: true, Options: partyOptions(a.Case)},
		{Kind: kindArea, Name: "questions", Label: "What is asked for", Help: "One question on each line. Every party gets a copy.", Lines: 5, Required: true},
	}}}
}

func answer(a about, v url.Values) []section {
	return []section{
		{ID: "what", Fields: []field{
			{Kind: kindSelect, Name: "from", Label: "From", Required: true, Size: "half", Options: append([]option{{Value: "", Label: "Choose a party"}}, partyOptions(a.Case)...)},
			{Kind: kindArea, Name: "note", Label: "What it says", Lines: 3},
		}},
		documentRows(&input{values: v}, "Papers that came with it", ""),
	}
}

// papers asks for papers and who sent them.
func papers(role imr.Role) func(about, url.Values) []section {
	return func(a about, v url.Values) []section {
		return []section{
			{ID: "what", Fields: []field{{Kind: kindSelect, Name: "from", Label: "From", Required: true, Size: "half", Value: first(partyOptions(a.Case, role)), Options: partyOptions(a.Case)}}},
			documentRows(&input{values: v}, "Papers", ""),
		}
	}
}

func itemOptions(c imr.Case) []option {
	var os []option
	for _, it := range c.Items {
		if it.State == imr.ItemInDispute {
			os = append(os, option{Value: strconv.Itoa(it.Number), Label: strconv.Itoa(it.Number) + ". " + it.Request})
		}
	}
	return os
}
