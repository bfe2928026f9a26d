package sample

import (
	"time"

	"github.com/openimr/openimr/imr"
)

// ended are the cases that were over before a determination.
func ended(now time.Time) []Story {
	var stories []Story
	add := func(t *teller) { stories = append(stories, t.Story) }

	t := tell(now, "CM26-0183511", "Ended: the claims administrator authorized everything", dana)
	t.receive(36, t.application(claim{
		name: "Curtis Lamb", birth: "1987-07-07", sex: "male", number: "2025-52-06180", employer: "Highline Crane",
		injury: "2025-10-20", diagnosis: "Ankle fracture, right, healing", icd: "S82.891D", regions: []string{"ankle"},
		physician: ortho, administrator: pacific, address: []string{"9 Bolt Court", "San Diego, CA 92111"},
		requested: 54, denied: 48, reason: "Twelve visits are within the guideline only after the cast is removed.",
	}, count("Physical therapy of the right ankle", "Physical therapy", 12, "visits", noCitation),
		count("Ankle brace, right", "DMEPOS", 1, "brace", noCitation))).screen(35).eligible(34).notice(33, imr.Electronic)
	t.do(dana, t.at(27, 13, 15), &imr.How{Method: imr.Fax}, &imr.ItemAuthorized{Item: 2})
	add(t.do(dana, t.at(25, 10, 40), &imr.How{Method: imr.Fax}, &imr.ItemAuthorized{Item: 1}))

	t = tell(now, "CM26-0183466", "Withdrawn by the injured worker", luis)
	t.receive(38, t.application(claim{
		name: "Beatrice Holloway", birth: "1961-11-11", sex: "female", number: "2022-36-04479", employer: "Grandview Library",
		injury: "2022-08-29", diagnosis: "Cervical radiculopathy", icd: "M54.12", regions: []string{"neck"},
		physician: pain, administrator: sierra, address: []string{"27 Reading Lane", "Fresno, CA 93720"},
		requested: 57, denied: 50, reason: "Two earlier injections gave no lasting relief.",
	}, count("Cervical epidural steroid injection C6-7", "Injections", 1, "injection", neck))).screen(37).eligible(36).notice(35, imr.MailInState)
	add(t.do(luis, t.at(30, 16, 5), &imr.How{Method: imr.MailInState}, &imr.Withdrawn{By: "P1", Signed: true}))
	return stories
}
