package web

import (
	"net/url"
	"slices"
	"strings"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
)

// assignmentSteps bring an eligible case to its reviewer (8 CCR 9792.10.4 to 9792.10.6).
func assignmentSteps() []step {
	return []step{
		{Event: "notice_sent", Title: "Send the notice of assignment", Button: "Record the notice as sent", When: "Day sent",
			Does: "Every party is told that the review begins and which records are asked for, by when.",
			Fields: func(a about, _ url.Values) []section {
				return []section{serviceRows(a.Case, "How each party is told", "The claims administrator's way sets its time to send the records: 15 days by mail, 12 electronically.")}
			},
			Command: func(a about, in *input) imr.Command { return &imr.NoticeSent{Services: readServices(a.Case, in)} }},
		{Event: "consolidated", Title: "Join with another case", Button: "Join",
			Does: "Applications of the same employee, requesting physician and date of injury become one review.",
			Fields: func(about, url.Values) []section {
				return []section{{ID: "what", Fields: []field{
					{Kind: kindText, Name: "lead", Label: "Number of the case that leads", Required: true, Size: "half"},
					{Kind: kindCheck, Name: "same_employee", Label: "The employee is the same"},
					{Kind: kindCheck, Name: "same_physician", Label: "The requesting physician is the same"},
					{Kind: kindCheck, Name: "same_injury", Label: "The date of injury is the same"},
				}}}
			},
			Command: func(_ about, in *input) imr.Command {
				return &imr.Consolidated{Lead: imr.CaseID(in.text("lead")), SameEmployee: in.on("same_employee"), SamePhysician: in.on("same_physician"), SameInjury: in.on("same_injury")}
			}},
		{Event: "records_received", Title: "Receive records", Button: "Record the papers", When: "Day received", Came: true,
			Does:   "With the records the time to decide begins.",
			Fields: papers(imr.ClaimsAdministrator),
			Command: func(_ about, in *input) imr.Command {
				return &imr.RecordsReceived{From: imr.PartyID(in.text("from")), Documents: readDocuments(in)}
			}},
		{Event: "records_overdue", Title: "Note that records are overdue", Button: "Note it",
			Does:    "The claims administrator's records did not come in time; a penalty of $500 a day can follow.",
			Fields:  func(about, url.Values) []section { return note("Note for the file", false) },
			Command: func(_ about, in *input) imr.Command { return &imr.RecordsOverdue{Note: in.text("note")} }},
		{Event: "go_on_without", Title: "Go on without the records", Button: "Go on",
			Does:    "The reviewer decides on the decision's own summary and the papers of the employee or the physician; never on the utilization review decision alone.",
			Fields:  func(about, url.Values) []section { return note("Note for the file", false) },
			Command: func(_ about, in *input) imr.Command { return &imr.GoOnWithout{Note: in.text("note")} }},
		{Event: "late_record_received", Title: "Receive late records", Button: "Record the papers", When: "Day received", Came: true,
			Does:   "The papers join the record; the reviewer reads them too.",
			Fields: papers(imr.ClaimsAdministrator),
			Command: func(_ about, in *input) imr.Command {
				return &imr.LateRecordReceived{From: imr.PartyID(in.text("from")), Documents: readDocuments(in)}
			}},
		{Event: "reviewer_assigned", Title: "Assign a reviewer", Button: "Assign",
			Does: "A physician of a fitting specialty, licensed and without a conflict of interest, gets the case. The name stays inside the organization.",
			Fields: func(a about, _ url.Values) []section {
				f := field{Kind: kindRadio, Name: "reviewer", Label: "Reviewer", Required: true}
				for _, r := range a.Reviewers {
					f.Options = append(f.Options, reviewerOption(a.Case, r))
				}
				return []section{{ID: "reviewer", Fields: []field{f,
					{Kind: kindCheck, Name: "attested", Label: "The reviewer has attested that there is no conflict of interest (Labor Code 139.5)"}}}}
			},
			Command: func(a about, in *input) imr.Command {
				cmd := &imr.ReviewerAssigned{Attested: in.on("attested")}
				for _, r := range a.Reviewers {
					if id := in.text("reviewer"); id != "" && string(r.ID) == id {
						cmd.Reviewer = imr.Reviewer{ID: r.ID, Name: r.Name, LicensedIn: r.LicensedIn, Specialties: r.Specialties}
					}
				}
				return cmd
			}},
		{Event: "converted_to_expedited", Title: "Make the review expedited", Button: "Make it expedited", When: "Day certified", Came: true,
			Does:   "The treating physician certifies an imminent and serious threat to health. The clocks become hours and days.",
			Fields: oneText("certificate", "The physician's certificate"),
			Command: func(_ about, in *input) imr.Command {
				return &imr.ConvertedToExpedited{Certificate: in.text("certificate")}
			}},
	}
}

// reviewerOption shows a reviewer by licence and specialty, and why one is barred.
func reviewerOption(c imr.Case, r auth.Account) option {
	o := option{Value: string(r.ID), Label: r.Name, Help: strings.Join(r.Specialties, ", ") + ". Licensed in " + strings.Join(r.LicensedIn, ", ") + "."}
	switch {
	case slices.Contains(c.Excluded, r.ID):
		o.Barred = "Declared a conflict, or had a part in the determination that was reversed (Labor Code 139.5(c), 4610.6(i))."
	case len(r.LicensedIn) == 0 || len(r.Specialties) == 0:
		o.Help, o.Barred = "", "The state of licence and the specialty are not on file (Labor Code 4610.6(f))."
	}
	return o
}

// reviewSteps bring a case from its reviewer to the served determination (8 CCR 9792.10.6).
func reviewSteps() []step {
	return []step{
		{Event: "draft_submitted", Title: "Write the determination", Button: "Submit", Page: "review",
			Does: "The clinical summary and, for each treatment, the decision, both guidelines and the rationale."},
		{Event: "conflict_declared", Title: "Declare a conflict of interest", Button: "Give the case back",
			Does:    "The case goes to another reviewer. What was drafted is set aside.",
			Fields:  oneText("why", "What the conflict is"),
			Command: func(_ about, in *input) imr.Command { return &imr.ConflictDeclared{Why: in.text("why")} }},
		{Event: "more_information_requested", Title: "Ask for more information", Button: "Ask", When: "Day asked", Sent: true,
			Does:   "Something needed to decide is missing. Every party gets a copy of the request and of the answer.",
			Fields: questions,
			Command: func(_ about, in *input) imr.Command {
				return &imr.MoreInformationRequested{Of: readParties(in, "of"), Questions: in.lines("questions")}
			}},
		{Event: "information_received", Title: "Record the information", Button: "Record it", When: "Day received", Came: true,
			Does:   "The review goes on with what was sent.",
			Fields: answer,
			Command: func(_ about, in *input) imr.Command {
				return &imr.InformationReceived{From: imr.PartyID(in.text("from")), Documents: readDocuments(in), Note: in.text("note")}
			}},
		{Event: "information_overdue", Title: "Note that no information came", Button: "Note it",
			Does:    "The review goes on with what is on file.",
			Fields:  func(about, url.Values) []section { return note("Note for the file", false) },
			Command: func(_ about, in *input) imr.Command { return &imr.InformationOverdue{Note: in.text("note")} }},
		{Event: "second_reviewer_approved", Title: "More than one reviewer approved", Button: "Record the approval",
			Does:   "The Administrative Director approved more than one reviewer in writing.",
			Fields: oneText("approval", "The written approval"),
			Command: func(_ about, in *input) imr.Command {
				return &imr.SecondReviewerApproved{Approval: in.text("approval")}
			}},
		{Event: "extension_granted", Title: "Extend the time to decide", Button: "Extend by three days",
			Does:    "Three more days with the approval of the Administrative Director, once.",
			Fields:  oneText("reason", "Extraordinary circumstances or good cause"),
			Command: func(_ about, in *input) imr.Command { return &imr.ExtensionGranted{Reason: in.text("reason")} }},
		{Event: "returned", Title: "Return the draft", Button: "Return to the reviewer", Page: "quality",
			Does: "For its form, citations or consistency; never for the clinical judgment."},
		{Event: "quality_passed", Title: "Check the draft", Button: "Pass", Page: "quality",
			Does: "The letter with every finding at its sentence."},
		{Event: "approved", Title: "Sign the determination", Button: "Sign for the organization", Page: "sign",
			Does: "The determination is made. It can then be served on the parties."},
		{Event: "served", Title: "Serve the determination", Button: "Serve", Page: "serve",
			Does: "The letter goes to every party, with the proof of service."},
	}
}
