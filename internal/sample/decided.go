package sample

import (
	"time"

	"github.com/openimr/openimr/imr"
)

// decided are the cases that have a determination.
func decided(now time.Time) []Story {
	var stories []Story
	add := func(t *teller) { stories = append(stories, t.Story) }

	t := tell(now, "CM26-0183588", "Signed, to be served today", dana)
	t.receive(33, t.application(claim{
		name: "Ernest Maddox", birth: "1983-01-28", sex: "male", number: "2024-29-08801", employer: "Blue Mesa Warehouse",
		injury: "2024-06-12", diagnosis: "Lumbar strain", icd: "S39.012A", regions: []string{"lumbar_spine"},
		physician: rehab, administrator: sierra, attorney: hl, address: []string{"240 Station Road", "San Jose, CA 95113"},
		requested: 51, denied: 45, reason: "Rental for one month with a record of its effect comes before purchase.",
	}, count("Purchase of a TENS unit", "DMEPOS", 1, "unit", chronicPain))).screen(32).eligible(31).notice(30, imr.MailInState)
	t.records(17, t.usual(16)...).assign(14, raman)
	t.draft(2, raman, imr.Draft{
		Summary: t.patient(0) + " He is treated for low back pain without radiation. The progress report of " + dashed(t.app.Denial.RequestDated-3) +
			" records pain of 5 of 10 and twelve visits of physical therapy. No trial of a TENS unit is described.",
		Items: []imr.DraftDecision{{Item: 1, Outcome: imr.Upheld, ClaimsAdministratorGuideline: chronicPain, IMROGuideline: chronicPain,
			Rationale: "The cited guideline asks for a trial with a record of how often the unit was used and of its effect on pain and function. " +
				"The report of " + dashed(t.app.Denial.RequestDated-3) + " documents no trial. Therefore, the request is not medically necessary."}},
	})
	add(t.pass(1).sign(0))

	t = tell(now, "CM26-0183102", "Overturned and served; the time to appeal is running", luis)
	t.receive(58, t.application(claim{
		name: "Monica Reyes-Diaz", birth: "1976-03-03", sex: "female", number: "2023-11-04127", employer: "Pinecrest Nursing",
		injury: "2023-04-26", diagnosis: "Rotator cuff tendinopathy, right", icd: "M75.101", regions: []string{"shoulder"},
		physician: ortho, administrator: pacific, attorney: seaside, address: []string{"5 Juniper Street", "San Diego, CA 92110"},
		requested: 76, denied: 70, reason: "Eight visits were completed; no reason for more is given.",
	}, partly("Post-operative physical therapy of the right shoulder", "Physical therapy", 24, 12, "visits", shoulder))).screen(57).eligible(56).notice(55, imr.MailInState)
	t.records(42, t.usual(27)...).assign(39, raman)
	t.draft(22, raman, imr.Draft{
		Summary: t.patient(19) + " She had an arthroscopic rotator cuff repair. After twelve visits of therapy, the progress report of " + dashed(t.app.Denial.RequestDated-3) +
			" records elevation improved from 70 to 125 degrees and strength of 4 of 5, with overhead work still limited.",
		Items: []imr.DraftDecision{{Item: 1, Outcome: imr.Overturned, ClaimsAdministratorGuideline: shoulder, IMROGuideline: shoulder,
			Rationale: "The cited guideline supports supervised therapy after a rotator cuff repair while measured gains go on. The report of " + dashed(t.app.Denial.RequestDated-3) +
				" documents gains in motion and strength and a remaining deficit that limits work. Therefore, the request is medically necessary."}},
	})
	add(t.pass(21).sign(20).serve(19))

	t = tell(now, "CM26-0182517", "Several items, served; a petition was filed", dana)
	t.receive(112, t.application(claim{
		name: "Harold Beaumont", birth: "1955-10-17", sex: "male", number: "2018-70-01153", employer: "Tidewater Shipyard",
		injury: "2018-03-08", diagnosis: "Chronic low back pain with depression", icd: "G89.4", regions: []string{"lumbar_spine", "psyche"},
		physician: pain, administrator: sierra, attorney: hl, address: []string{"612 Dock Street", "Fresno, CA 93711"},
		requested: 131, denied: 125, reason: "Improved function with the medication is not documented; home help is not treatment.",
	}, count("Oxycodone 10 mg, 120 tablets", "Pharmaceuticals", 120, "tablets", opioids),
		count("Diclofenac 1 % gel, 100 g", "Pharmaceuticals", 100, "g", chronicPain),
		count("Psychological evaluation", "Behavioral and Mental Health", 1, "evaluation", chronicPain),
		count("Gym membership", "Rehabilitation", 12, "months", noCitation))).screen(111).eligible(110).notice(109, imr.MailInState)
	t.records(95, t.usual(61)...).assign(92, adeyemi)
	report := dashed(t.app.Denial.RequestDated - 3)
	t.draft(76, adeyemi, imr.Draft{
		Summary: t.patient(72) + " He is treated for chronic low back pain and low mood. The progress report of " + report +
			" lists oxycodone four times a day, pain of 7 of 10 with and without it, and a depression score of 17. Opioid agreement and urine drug test are not found in the record.",
		Items: []imr.DraftDecision{
			{Item: 1, Outcome: imr.Upheld, ClaimsAdministratorGuideline: opioids, IMROGuideline: opioids,
				Rationale: "The cited guideline asks for documented benefit in pain and function, and for monitoring. The report of " + report +
					" shows the same pain with and without the medication and no monitoring. Therefore, the request is not medically necessary."},
			{Item: 2, Outcome: imr.Upheld, ClaimsAdministratorGuideline: chronicPain, IMROGuideline: chronicPain,
				Rationale: "The cited guideline supports a topical anti-inflammatory for joints that lend themselves to it. The report of " + report +
					" names the spine alone. Therefore, the request is not medically necessary."},
			{Item: 3, Outcome: imr.Overturned, ClaimsAdministratorGuideline: chronicPain, IMROGuideline: chronicPain,
				Rationale: "The cited guideline supports a psychological evaluation in chronic pain with signs of depression. The report of " + report +
					" records a raised depression score and no earlier evaluation. Therefore, the request is medically necessary."},
			{Item: 4, Outcome: imr.Upheld, ClaimsAdministratorGuideline: noCitation, IMROGuideline: chronicPain,
				Rationale: "The cited guideline recommends exercise and does not require a membership for it. The report of " + report +
					" gives no need of equipment and no supervision. Therefore, the request is not medically necessary."},
		},
	})
	t.pass(74).sign(73).serve(72)
	add(t.do(dana, t.at(50, 10, 0), &imr.How{Method: imr.MailInState}, &imr.PetitionFiled{By: "P1", Grounds: []string{"plainly erroneous finding of fact"}}))

	t = tell(now, "CM26-0182044", "Final: the time to appeal is over", luis)
	t.receive(148, t.application(claim{
		name: "Yolanda Price", birth: "1998-02-14", sex: "female", number: "2025-83-00907", employer: "Uptown Catering",
		injury: "2025-12-02", diagnosis: "De Quervain tenosynovitis, left", icd: "M65.4", regions: []string{"wrist"},
		physician: primary, administrator: goldleaf, address: []string{"44 Market Row", "Bakersfield, CA 93301"},
		requested: 168, denied: 162, reason: "Imaging is not needed for the diagnosis.",
	}, count("MRI of the left wrist", "Diagnostic Testing", 1, "study", wrist))).screen(147).eligible(146).notice(145, imr.MailInState)
	t.records(132, t.usual(8)...).assign(129, bell)
	report = dashed(t.app.Denial.RequestDated - 3)
	t.draft(112, bell, imr.Draft{
		Summary: t.patient(109) + " She is treated for pain at the thumb side of the left wrist. The progress report of " + report +
			" records a positive Finkelstein test, a splint worn for two weeks and no suspicion of a fracture.",
		Items: []imr.DraftDecision{{Item: 1, Outcome: imr.Upheld, ClaimsAdministratorGuideline: wrist, IMROGuideline: wrist,
			Rationale: "The cited guideline does not recommend imaging for a tenosynovitis that the examination makes plain. The report of " + report +
				" names no red flag and no failed course of care. Therefore, the request is not medically necessary."}},
	})
	t.pass(111).sign(110).serve(109)
	add(t.do(luis, t.at(66, 9, 0), nil, &imr.AppealTimeOver{}))
	return stories
}
