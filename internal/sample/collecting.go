package sample

import (
	"time"

	"github.com/openimr/openimr/imr"
)

// collecting are the cases from the notice of assignment to the records.
func collecting(now time.Time) []Story {
	var stories []Story
	add := func(t *teller) { stories = append(stories, t.Story) }

	t := tell(now, "CM26-0184311", "Expedited: records are due within hours", dana)
	add(t.receive(1, t.application(claim{
		name: "Gloria Mbeki", birth: "1963-08-21", sex: "female", number: "2025-88-04420", employer: "Regional Transit Authority",
		injury: "2025-06-27", diagnosis: "Lumbar stenosis with progressive weakness of the left leg", icd: "M48.062", regions: []string{"lumbar_spine"},
		physician: ortho, administrator: pacific, address: []string{"3 Summit Place", "San Diego, CA 92104"},
		requested: 8, denied: 5, expedited: true, priority: imr.Expedited, servedBy: imr.Fax,
		reason: "Instability is not documented by flexion and extension films.",
	}, count("Lumbar decompression and fusion L4-5", "Surgery", 1, "procedure", lowBack),
		count("Inpatient stay", "Surgery", 3, "days", noCitation))).screen(1).eligible(1).notice(1, imr.Fax))

	t = tell(now, "CM26-0184166", "Many items: a surgery and what goes with it", luis)
	add(t.receive(9, t.application(claim{
		name: "Dennis Osgood", birth: "1972-01-16", sex: "male", number: "2024-09-77120", employer: "Redwood Lumber",
		injury: "2024-11-19", diagnosis: "Medial meniscus tear, right knee", icd: "S83.241A", regions: []string{"knee"},
		physician: ortho, administrator: goldleaf, attorney: seaside, address: []string{"58 Foundry Road", "San Diego, CA 92113"},
		requested: 30, denied: 24, reason: "Mechanical symptoms and a trial of exercise are not documented.",
	}, count("Right knee arthroscopy with partial medial meniscectomy", "Surgery", 1, "procedure", knee),
		count("Associated surgical service: assistant surgeon", "Surgery", 1, "service", noCitation),
		count("Associated surgical service: pre-operative laboratory tests", "Diagnostic Testing", 1, "panel", noCitation),
		count("Associated surgical service: cold therapy unit, rental", "DMEPOS", 14, "days", knee),
		count("Post-operative physical therapy, right knee", "Physical therapy", 12, "sessions", knee))).screen(8).eligible(7).notice(6, imr.MailInState))

	t = tell(now, "CM26-0183650", "Records are overdue", dana)
	t.receive(28, t.application(claim{
		name: "Irene Castellanos", birth: "1966-04-03", sex: "female", number: "2022-15-09934", employer: "Meridian Hotels",
		injury: "2022-12-01", diagnosis: "Chronic pain after lumbar fusion", icd: "M96.1", regions: []string{"lumbar_spine"},
		physician: rehab, administrator: goldleaf, attorney: hl, address: []string{"101 Almond Court", "San Jose, CA 95110"},
		requested: 47, denied: 41, reason: "Negative predictors of success are not addressed.",
	}, count("Functional restoration program", "Rehabilitation", 80, "hours", chronicPain))).screen(27).eligible(26).notice(25, imr.MailInState)
	add(t.do(dana, t.at(6, 9, 5), nil, &imr.RecordsOverdue{Note: "Called Goldleaf Administrators twice; no records so far."}))

	t = tell(now, "CM26-0183988", "Records complete, ready for a reviewer", Person{})
	t.receive(15, t.application(claim{
		name: "Tran Minh Quan", birth: "1988-10-25", sex: "male", number: "2025-61-02245", employer: "Delta Electronics Assembly",
		injury: "2025-02-13", diagnosis: "Cervicalgia; myofascial pain", icd: "M54.2", regions: []string{"neck"},
		physician: primary, administrator: sierra, address: []string{"6 Canal Street", "Bakersfield, CA 93304"},
		requested: 33, denied: 27, reason: "No measured functional gain after the first six visits.",
	}, count("Acupuncture, neck", "Acupuncture", 8, "visits", chronicPain))).screen(14).eligible(13).notice(12, imr.Electronic)
	add(t.records(3, t.usual(18)...))
	return stories
}
