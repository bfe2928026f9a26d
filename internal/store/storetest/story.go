// Package storetest is what every store must do, whatever the database: one suite that runs on all of them.
package storetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/programme"
)

// Rules are the rules of a programme.
func Rules(id string) (imr.Rules, error) {
	p, err := programme.Load(id)
	return p.Rules, err
}

// Dana is the coordinator who acts in the suite.
var Dana = imr.Actor{ID: "dana.kim", Role: "coordinator", Name: "Dana Kim"}

// Ruth is the reviewer.
var Ruth = imr.Actor{ID: "ruth.adeyemi", Role: "reviewer", Name: "Ruth Adeyemi, MD"}

// On is ten o'clock of a day at the office.
func On(day string) time.Time { return clock.MustDay(day).At(10, 0, 0, imr.Office) }

// Act is what somebody does at a time.
func Act(by imr.Actor, at time.Time) imr.Act { return imr.Act{Actor: by, At: at, Recorded: at} }

// Application is the n-th invented application; each has other people, claim and treatment.
func Application(n int) *imr.ApplicationReceived {
	first := []string{"Daniel", "Maria", "José", "Linh", "Aaron", "Ngozi", "Petra", "Sam"}
	last := []string{"Okafor", "Muñoz", "O'Brien-Smith", "Tran", "Feld", "Adu", "Novak", "Reed", "Castillo", "Kaur"}
	what := []string{"Purchase of cervical traction unit", "Physical therapy", "MRI of the right shoulder without contrast", "Acupuncture", "Lumbar fusion at L4-L5"}
	name := first[n%len(first)] + " " + last[n/len(first)%len(last)]
	mail := []string{fmt.Sprintf("%d Alder Court", n+1), "Fresno, CA 93701"}
	return &imr.ApplicationReceived{
		Worker: imr.Worker{Name: name, BirthDate: clock.MustDay("1972-03-14"), Sex: "male"},
		Claim:  imr.Claim{Number: fmt.Sprintf("2014-77-%05d", n), Employer: "Bayline Warehousing"},
		Injury: imr.Injury{Date: clock.MustDay("2014-09-18"), Diagnosis: "Cervical pain", ICD: "M54.2"},
		Denial: imr.Denial{RequestDated: clock.MustDay("2015-09-10"), RequestReceived: clock.MustDay("2015-09-10"),
			Decided: clock.MustDay("2015-09-16"), Served: clock.MustDay("2015-09-16"), ServedBy: imr.MailInState, Attached: true},
		Items: []imr.Item{{Request: what[n%len(what)], Asked: imr.Quantity{Amount: 1, Unit: "unit"}, InDispute: imr.Quantity{Amount: 1, Unit: "unit"}}},
		Parties: []imr.Party{
			{Role: imr.InjuredWorker, Name: name, Address: mail, Account: imr.UserID(fmt.Sprintf("worker%d", n))},
			{Role: imr.ClaimsAdministrator, Name: "Paula Reyes", Organization: "Sierra Claims", Address: mail, Account: "paula.reyes"},
			{Role: imr.RequestingPhysician, Name: "Lena Marsh, MD", Address: mail},
		},
		Documents: []imr.Document{{Type: "imr_application", Title: "Application for Independent Medical Review", Date: clock.MustDay("2015-09-24"), Pages: 2}},
		Priority:  imr.Regular, Signed: true,
	}
}

// Step is one act of a story.
type Step struct {
	By      imr.Actor
	On      string
	Command imr.Command
}

// Life is what happens to a case after its application, until the reviewer has it.
func Life() []Step {
	everybody := []imr.Service{{Party: "P1", Method: imr.MailInState}, {Party: "P2", Method: imr.MailInState}, {Party: "P3", Method: imr.MailInState}}
	return []Step{
		{Dana, "2015-09-28", &imr.OwnerChanged{Owner: Dana.ID, Name: Dana.Name}},
		{Dana, "2015-09-28", &imr.ScreeningStarted{}},
		{Dana, "2015-09-29", &imr.FoundEligible{}},
		{Dana, "2015-09-29", &imr.NoticeSent{Services: everybody}},
		{Dana, "2015-10-09", &imr.RecordsReceived{From: "P2", Documents: []imr.Document{
			{Type: "progress_report", Title: "Progress report", Date: clock.MustDay("2015-08-27"), Author: "Lena Marsh, MD", Pages: 6},
			{Type: "rfa", Title: "Request for authorization", Date: clock.MustDay("2015-09-10"), Author: "Lena Marsh, MD", Pages: 2}}}},
		{Dana, "2015-10-12", &imr.ReviewerAssigned{Attested: true, Reviewer: imr.Reviewer{ID: Ruth.ID, Name: Ruth.Name,
			LicensedIn: []string{"Massachusetts"}, Specialties: []string{"Pain Management"}}}},
	}
}

// Review is the reviewer's draft and what follows.
func Review() []Step {
	nora := imr.Actor{ID: "nora.ellis", Role: "quality", Name: "Nora Ellis"}
	miguel := imr.Actor{ID: "miguel.santos", Role: "medical_director", Name: "Miguel Santos, MD"}
	rules, err := Rules("ca-wc-imr")
	if err != nil {
		panic(err) // the tables are part of the program
	}
	return []Step{
		{Ruth, "2015-10-26", &imr.DraftSubmitted{Draft: Draft("The injured worker is treated for cervical pain.")}},
		{nora, "2015-10-28", &imr.QualityPassed{Ticks: rules.Quality.AllYes()}},
		{miguel, "2015-11-03", &imr.Approved{SignedBy: miguel.Name, Title: "Medical Director"}},
	}
}

// Draft is a whole draft with a summary.
func Draft(summary string) imr.Draft {
	return imr.Draft{Summary: summary, Items: []imr.DraftDecision{{Item: 1, Outcome: imr.Upheld,
		IMROGuideline: "No guideline was cited.", Rationale: "The papers do not say what traction achieved."}}}
}

// must fails the test where an error is not nil.
func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
