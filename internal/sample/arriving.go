package sample

import (
	"time"

	"github.com/openimr/openimr/imr"
)

// arriving are the cases before they are assigned.
func arriving(now time.Time) []Story {
	var stories []Story
	add := func(t *teller) { stories = append(stories, t.Story) }

	t := tell(now, "CM26-0184402", "Received today, not yet screened, without an owner", Person{})
	add(t.receive(0, t.application(claim{
		name: "Maria Petrov", birth: "1974-05-19", sex: "female", number: "2025-31-00871", employer: "Valley Fresh Produce",
		injury: "2025-04-08", diagnosis: "Lumbar radiculopathy", icd: "M54.16", regions: []string{"lumbar_spine"},
		physician: pain, administrator: sierra, attorney: hl, address: []string{"4 Vine Street", "Fresno, CA 93702"},
		requested: 19, denied: 12, reason: "No functional improvement from the medication is documented.",
	}, count("Tramadol ER 100 mg, 30 tablets", "Pharmaceuticals", 30, "tablets", opioids))))

	t = tell(now, "CM26-0184377", "In eligibility review", dana)
	add(t.receive(3, t.application(claim{
		name: "Jose Alvarez", birth: "1981-11-02", sex: "male", number: "2024-55-81204", employer: "Harbor Freightways",
		injury: "2024-08-18", diagnosis: "Lumbar disc displacement with radiculopathy", icd: "M51.16", regions: []string{"lumbar_spine"},
		physician: pain, administrator: pacific, address: []string{"930 Quay Road", "Oakland, CA 94606"},
		requested: 27, denied: 20, reason: "Radiculopathy is not corroborated by imaging or electrodiagnostic testing.",
	}, count("Transforaminal epidural steroid injection L4-5, left", "Injections", 1, "injection", lowBack))).screen(2))

	t = tell(now, "CM26-0184219", "Waiting for the proof of service of the utilization review decision", luis)
	app := t.application(claim{
		name: "Wei Kowalski", birth: "1969-02-27", sex: "male", number: "2023-40-11827", employer: "Crown Roofing",
		injury: "2023-10-11", diagnosis: "Low back pain", icd: "M54.50", regions: []string{"lumbar_spine"},
		physician: primary, administrator: goldleaf, address: []string{"12 Terrace Drive", "Bakersfield, CA 93305"},
		requested: 49, denied: 41, reason: "No red flags and no new neurologic finding are documented.",
	}, count("MRI of the lumbar spine without contrast", "Diagnostic Testing", 1, "study", lowBack))
	app.Denial.Served, app.Denial.ServedBy = 0, ""
	t.receive(7, app).screen(6)
	add(t.do(luis, t.at(5, 10, 30), &imr.How{Method: imr.MailInState, To: []imr.PartyID{"P2"}}, &imr.InformationRequested{
		Of: []imr.PartyID{"P2"}, Questions: []string{"On which day, and how, was the utilization review decision served on the injured worker? Please send the proof of service."},
	}))

	t = tell(now, "CM26-0183950", "Not eligible: the application came after its last day", luis)
	t.receive(12, t.application(claim{
		name: "Angela Duarte", birth: "1990-07-14", sex: "female", number: "2025-12-00455", employer: "Sunrise Linen Service",
		injury: "2025-01-22", diagnosis: "Carpal tunnel syndrome, right", icd: "G56.01", regions: []string{"wrist"},
		physician: primary, administrator: goldleaf, address: []string{"77 Mesa Street", "Bakersfield, CA 93306"},
		requested: 75, denied: 70, reason: "The criteria for a custom orthosis are not met.",
	}, count("Custom wrist orthosis, right", "DMEPOS", 1, "orthosis", wrist))).screen(11)
	add(t.do(luis, t.at(10, 15, 10), nil, &imr.FoundIneligible{
		Grounds: []string{"late"}, Explanation: "The application was received more than 35 days after the decision was mailed.",
	}))

	t = tell(now, "CM26-0183871", "Put off while liability for the shoulder is disputed", dana)
	t.receive(16, t.application(claim{
		name: "Ahmed Whitaker", birth: "1977-09-30", sex: "male", number: "2025-77-03310", employer: "Northline Builders",
		injury: "2025-09-15", diagnosis: "Rotator cuff tear, right", icd: "M75.121", regions: []string{"shoulder"},
		physician: ortho, administrator: sierra, attorney: seaside, address: []string{"20 Jetty Lane", "San Diego, CA 92106"},
		requested: 34, denied: 28, liability: true, reason: "Conservative care of six weeks is not documented; injury to the shoulder is also denied.",
	}, count("Right shoulder arthroscopy with rotator cuff repair", "Surgery", 1, "procedure", shoulder))).screen(15)
	add(t.do(dana, t.at(14, 11, 45), nil, &imr.LiabilityDisputed{Note: "Injury to the shoulder is denied as a body part."}))

	t = tell(now, "CM26-0184105", "Partly authorized: twelve sessions asked, six authorized, six in dispute", dana)
	add(t.receive(4, t.application(claim{
		name: "Susan Chen", birth: "1985-12-08", sex: "female", number: "2026-20-01988", employer: "Bayside School District",
		injury: "2026-03-05", diagnosis: "Adhesive capsulitis, left shoulder", icd: "M75.02", regions: []string{"shoulder"},
		physician: rehab, administrator: pacific, address: []string{"415 Laurel Avenue", "San Jose, CA 95126"},
		requested: 22, denied: 17, reason: "Six sessions are authorized; progress is to be shown before more.",
	}, partly("Physical therapy of the left shoulder", "Physical therapy", 12, 6, "sessions", shoulder))).screen(2).eligible(1))

	t = tell(now, "CM26-0183702", "Closed: the same application came twice", luis)
	t.receive(18, t.application(claim{
		name: "Jose Alvarez", birth: "1981-11-02", sex: "male", number: "2024-55-81204", employer: "Harbor Freightways",
		injury: "2024-08-18", diagnosis: "Lumbar disc displacement with radiculopathy", icd: "M51.16", regions: []string{"lumbar_spine"},
		physician: pain, administrator: pacific, address: []string{"930 Quay Road", "Oakland, CA 94606"},
		requested: 27, denied: 20, reason: "Radiculopathy is not corroborated by imaging or electrodiagnostic testing.",
	}, count("Transforaminal epidural steroid injection L4-5, left", "Injections", 1, "injection", lowBack)))
	add(t.do(luis, t.at(17, 9, 50), nil, &imr.DuplicateFound{Of: "CM26-0184377"}))
	return stories
}
