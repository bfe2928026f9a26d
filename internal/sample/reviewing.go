package sample

import (
	"time"

	"github.com/openimr/openimr/imr"
)

// reviewing are the cases that a reviewer has or whose draft is being checked.
func reviewing(now time.Time) []Story {
	var stories []Story
	add := func(t *teller) { stories = append(stories, t.Story) }

	t := tell(now, "CM26-0183204", "With the reviewer, and late", luis)
	t.receive(55, t.application(claim{
		name: "Robert Haugen", birth: "1959-06-06", sex: "male", number: "2019-05-60018", employer: "Sierra Quarry",
		injury: "2019-05-14", diagnosis: "Chronic pain; post-laminectomy syndrome", icd: "G89.4", regions: []string{"lumbar_spine"},
		physician: pain, administrator: sierra, attorney: hl, address: []string{"2 Slate Road", "Fresno, CA 93706"},
		requested: 73, denied: 67, reason: "No functional benefit, pain agreement or current urine drug test is documented.",
	}, count("Hydrocodone-acetaminophen 10/325 mg, 90 tablets", "Pharmaceuticals", 90, "tablets", opioids),
		count("Urine drug test", "Diagnostic Testing", 1, "test", noCitation))).screen(54).eligible(53).notice(52, imr.MailInState)
	add(t.records(41, t.usual(44)...).assign(36, adeyemi))

	t = tell(now, "CM26-0183795", "With the reviewer", dana)
	t.receive(24, t.application(claim{
		name: "Keiko Yamamoto", birth: "1992-03-22", sex: "female", number: "2025-33-07781", employer: "Lakeshore Data Services",
		injury: "2025-05-30", diagnosis: "Paresthesia of both hands", icd: "R20.2", regions: []string{"wrist", "hand"},
		physician: primary, administrator: pacific, address: []string{"19 Orchard Way", "Bakersfield, CA 93308"},
		requested: 43, denied: 37, reason: "A trial of splints is not documented.",
	}, count("Electrodiagnostic study of both upper extremities", "Diagnostic Testing", 1, "study", wrist))).screen(23).eligible(22).notice(21, imr.Electronic)
	add(t.records(13, t.usual(22)...).assign(11, navarro))

	t = tell(now, "CM26-0183690", "The draft was sent back from the quality check", dana)
	t.receive(29, t.application(claim{
		name: "Patricia Nwosu", birth: "1979-12-19", sex: "female", number: "2024-66-00352", employer: "First Coast Bank",
		injury: "2024-02-09", diagnosis: "Adjustment disorder with anxiety after a robbery", icd: "F43.22", regions: []string{"psyche"},
		physician: psych, administrator: goldleaf, attorney: seaside, address: []string{"8 Palm Circle", "Long Beach, CA 90804"},
		requested: 46, denied: 40, reason: "Response to the first six sessions is not documented.",
	}, count("Cognitive behavioral therapy", "Behavioral and Mental Health", 10, "sessions", anxiety))).screen(28).eligible(27).notice(26, imr.MailInState)
	t.records(14, t.usual(12)...).assign(12, osei)
	t.draft(4, osei, imr.Draft{
		Summary: t.patient(4) + " She is treated for anxiety and disturbed sleep after a robbery at work. Six sessions of cognitive behavioral therapy were completed. " +
			"The progress report of " + dashed(t.app.Denial.RequestDated-3) + " records that panic attacks fell from five to two a week and that she has returned to half days. Ten more sessions were requested.",
		Items: []imr.DraftDecision{{
			Item: 1, Outcome: imr.Overturned, ClaimsAdministratorGuideline: anxiety, IMROGuideline: anxiety,
			Rationale: "The cited guideline recommends cognitive behavioral therapy for anxiety disorders and asks for measured improvement before treatment goes on. " +
				"The record shows fewer panic attacks and a partial return to work after six sessions. Therefore, the request is not medically necessary.",
		}},
	})
	add(t.do(nora, t.at(3, 10, 10), nil, &imr.Returned{Notes: []imr.Note{{
		Field: "items[0].rationale", Quote: "Therefore, the request is not medically necessary.",
		Text: "The last sentence says the opposite of the decision. Please make the two agree.",
	}}}))

	t = tell(now, "CM26-0183744", "Waiting for more information from the physician", luis)
	t.receive(26, t.application(claim{
		name: "Samuel Ortiz", birth: "1970-05-11", sex: "male", number: "2021-47-05510", employer: "Golden State Paving",
		injury: "2021-07-20", diagnosis: "Osteoarthritis of the left knee after injury", icd: "M17.32", regions: []string{"knee"},
		physician: ortho, administrator: sierra, address: []string{"71 Mission Road", "San Diego, CA 92108"},
		requested: 45, denied: 38, reason: "The date and the effect of the earlier series are not documented.",
	}, count("Hyaluronic acid injections, left knee, series of three", "Injections", 3, "injections", knee))).screen(25).eligible(24).notice(23, imr.Fax)
	t.records(15, t.usual(9)...).assign(13, lindqvist)
	add(t.do(luis, t.at(2, 9, 30), &imr.How{Method: imr.Fax, To: []imr.PartyID{"P3"}}, &imr.MoreInformationRequested{
		Of: []imr.PartyID{"P3"}, Questions: []string{"When was the earlier series of injections given, and what did it achieve? Please send the procedure notes."},
	}))

	t = tell(now, "CM26-0184050", "A formulary dispute in the quality check", dana)
	t.receive(9, t.application(claim{
		name: "Linda Fairchild", birth: "1964-09-02", sex: "female", number: "2020-18-06643", employer: "Coastal Care Homes",
		injury: "2020-03-17", diagnosis: "Neuropathic pain, left lower extremity", icd: "G57.92", regions: []string{"lumbar_spine"},
		physician: pain, administrator: pacific, address: []string{"33 Fern Street", "Fresno, CA 93704"}, priority: imr.Formulary, servedBy: imr.Electronic,
		requested: 20, denied: 15, reason: "The cream is a compounded product and no first-line oral medication was tried.",
	}, count("Lidocaine-ketamine compounded cream, 120 g", "Pharmaceuticals", 120, "g", chronicPain),
		count("Cyclobenzaprine 7.5 mg, 60 tablets", "Pharmaceuticals", 60, "tablets", chronicPain))).screen(8).eligible(8).notice(8, imr.Electronic)
	t.records(5, t.usual(11)...).assign(5, bell)
	const cream = "The cited guideline asks for a trial of first-line medication before a topical product. The record of " +
		"treatment names no such trial and gives no reason against one. Therefore, the request is not medically necessary."
	add(t.draft(1, bell, imr.Draft{
		Summary: t.patient(1) + " She is treated for burning pain of the left leg. The progress report of " + dashed(t.app.Denial.RequestDated-3) +
			" lists ibuprofen and home exercise. The physician requests a compounded cream and a muscle relaxant.",
		Items: []imr.DraftDecision{
			{Item: 1, Outcome: imr.Upheld, ClaimsAdministratorGuideline: chronicPain, IMROGuideline: chronicPain, Rationale: cream},
			{Item: 2, Outcome: imr.Upheld, ClaimsAdministratorGuideline: chronicPain, IMROGuideline: chronicPain,
				Rationale: "The cited guideline supports a muscle relaxant for short use in acute spasm. The report of " + dashed(t.app.Denial.RequestDated-3) +
					" describes no spasm, and sixty tablets exceed short use. Therefore, the request is not medically necessary."},
		},
	}))
	return stories
}
