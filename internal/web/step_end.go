package web

import (
	"net/url"

	"github.com/openimr/openimr/imr"
)

// appealGrounds are the five grounds of a petition (Labor Code 4610.6(h)(1)-(5)).
var appealGrounds = []option{
	{Value: "without or in excess of power", Label: "Without power, or beyond it", Help: "Labor Code 4610.6(h)(1)"},
	{Value: "procured by fraud", Label: "Procured by fraud", Help: "Labor Code 4610.6(h)(2)"},
	{Value: "conflict of interest", Label: "The reviewer had a material conflict of interest", Help: "Labor Code 4610.6(h)(3)"},
	{Value: "bias", Label: "The result of bias", Help: "Labor Code 4610.6(h)(4)"},
	{Value: "plainly erroneous finding of fact", Label: "A plainly wrong finding of fact that is ordinary knowledge", Help: "Labor Code 4610.6(h)(5)"},
}

// endSteps are what ends a review early, and what follows a served determination.
func endSteps() []step {
	return []step{
		{Event: "item_authorized", Title: "A treatment was authorized", Button: "Record the authorization", When: "Day authorized", Came: true,
			Does: "The treatment leaves the review. When it is the last one, the review ends.",
			Fields: func(a about, _ url.Values) []section {
				return []section{{ID: "what", Fields: []field{{Kind: kindRadio, Name: "item", Label: "Treatment", Required: true, Options: itemOptions(a.Case)}}}}
			},
			Command: func(_ about, in *input) imr.Command { return &imr.ItemAuthorized{Item: in.number("item")} }},
		{Event: "all_items_authorized", Title: "Everything was authorized", Button: "End the review", When: "Day authorized", Came: true,
			Does:    "Nothing is left in dispute; the review ends.",
			Command: func(about, *input) imr.Command { return &imr.AllItemsAuthorized{} }},
		{Event: "withdrawn", Title: "The application is withdrawn", Button: "Record the withdrawal", When: "Day received", Came: true,
			Does: "The employee or the requesting physician takes the application back. The review ends.",
			Fields: func(a about, _ url.Values) []section {
				return []section{{ID: "what", Fields: []field{
					{Kind: kindRadio, Name: "by", Label: "Withdrawn by", Required: true, Options: partyOptions(a.Case)},
					{Kind: kindCheck, Name: "signed", Label: "The withdrawal is signed"},
				}}}
			},
			Command: func(_ about, in *input) imr.Command {
				return &imr.Withdrawn{By: imr.PartyID(in.text("by")), Signed: in.on("signed")}
			}},
		{Event: "settled_or_awarded", Title: "The treatment was settled or awarded", Button: "End the review", When: "Day of the paper", Came: true,
			Does:    "A settlement or an award resolves the treatment. The review ends.",
			Fields:  oneText("paper", "The settlement or award"),
			Command: func(_ about, in *input) imr.Command { return &imr.SettledOrAwarded{Paper: in.text("paper")} }},
		{Event: "claims_administrator_changed", Title: "Another claims administrator", Button: "Change the claims administrator", When: "Day of the change", Came: true,
			Does: "The claim went to another administrator, who is served from now on.",
			Fields: func(about, url.Values) []section {
				fs := partyFields("party.", string(imr.ClaimsAdministrator))
				fs[0] = field{Kind: kindHidden, Name: "party.role", Value: string(imr.ClaimsAdministrator)}
				return []section{{ID: "party", Fields: fs}}
			},
			Command: func(_ about, in *input) imr.Command {
				return &imr.ClaimsAdministratorChanged{Party: readParty(in, "party")}
			}},
		{Event: "implemented", Title: "The determination was carried out", Button: "Record it", When: "Day of the notice", Came: true,
			Does:    "The claims administrator authorized or paid for what was found necessary.",
			Fields:  func(about, url.Values) []section { return note("Note for the file", false) },
			Command: func(_ about, in *input) imr.Command { return &imr.Implemented{Note: in.text("note")} }},
		{Event: "corrected", Title: "Correct a clerical error", Button: "Sign and serve the corrected letter", Page: "correct-letter",
			Does: "A slip of the pen in the served letter is mended by a new letter that says so; the decision stays."},
		{Event: "petition_filed", Title: "A petition was filed", Button: "Record the petition", When: "Day filed", Came: true,
			Does: "A party appeals to the Appeals Board. The file goes to the Administrative Director.",
			Fields: func(a about, _ url.Values) []section {
				return []section{{ID: "what", Fields: []field{
					{Kind: kindRadio, Name: "by", Label: "Filed by", Required: true, Options: partyOptions(a.Case)},
					{Kind: kindChecks, Name: "grounds", Label: "Grounds", Required: true, Options: appealGrounds},
				}}}
			},
			Command: func(_ about, in *input) imr.Command {
				return &imr.PetitionFiled{By: imr.PartyID(in.text("by")), Grounds: in.values["grounds"]}
			}},
		{Event: "appeal_time_over", Title: "Close: the time to appeal is over", Button: "Close the case",
			Does: "Nobody appealed in time; the determination is final.",
			Fields: func(a about, _ url.Values) []section {
				return []section{{ID: "what", Fields: []field{{Kind: kindDay, Name: "until", Label: "Last day to appeal", Value: a.LastDay, Required: true, Size: "third", Help: "Thirty days from the mailing, and five more where it went by mail in California."}}}}
			},
			Command: func(_ about, in *input) imr.Command { return &imr.AppealTimeOver{Until: in.day("until").String()} }},
		{Event: "petition_denied", Title: "The petition was denied", Button: "Record the order", When: "Day of the order", Came: true,
			Does:    "The appeal is over; the determination is final.",
			Fields:  oneText("order", "The order"),
			Command: func(_ about, in *input) imr.Command { return &imr.PetitionDenied{Order: in.text("order")} }},
		{Event: "reversed_and_remanded", Title: "Reversed and sent back", Button: "Record the order", When: "Day of the order", Came: true,
			Does: "The Appeals Board reversed the determination. Another reviewer, who had no part in the first, will decide.",
			Fields: func(about, url.Values) []section {
				return []section{{ID: "what", Fields: []field{
					{Kind: kindText, Name: "order", Label: "The order", Required: true},
					{Kind: kindSelect, Name: "ground", Label: "Ground that the judge found", Required: true, Size: "half", Options: append([]option{{Value: "", Label: "Choose a ground"}}, appealGrounds...)},
				}}}
			},
			Command: func(_ about, in *input) imr.Command {
				return &imr.ReversedAndRemanded{Order: in.text("order"), Ground: in.text("ground")}
			}},
		{Event: "resubmitted", Title: "Begin the other review", Button: "Begin",
			Does:    "The dispute goes to another reviewer.",
			Fields:  func(about, url.Values) []section { return note("Note for the file", false) },
			Command: func(_ about, in *input) imr.Command { return &imr.Resubmitted{Note: in.text("note")} }},
		{Event: "published", Title: "Published without names", Button: "Record the publication",
			Does:    "The determination was published after everything that identifies a person was taken out.",
			Fields:  oneText("checked_by", "Who looked that nothing identifies a person"),
			Command: func(_ about, in *input) imr.Command { return &imr.Published{CheckedBy: in.text("checked_by")} }},
	}
}
