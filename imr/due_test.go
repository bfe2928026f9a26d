package imr_test

import (
	"strings"
	"testing"
	"time"

	"github.com/openimr/openimr/imr"
)

// at sets the hour of the story; the clock of a machine plays no part.
func (s *story) at(local string) *story {
	t, err := time.ParseInLocation("2006-01-02 15:04", local, imr.Office)
	if err != nil {
		s.t.Fatal(err)
	}
	s.now = t
	return s
}

// sent says how the papers of the next acts go or come.
func (s *story) sent(m imr.Method) *story {
	s.how = nil
	if m != "" {
		s.how = &imr.How{Method: m}
	}
	return s
}

func (s *story) dues() []imr.CaseDue {
	s.t.Helper()
	dues, err := imr.Dues(s.rules, s.c, s.now)
	if err != nil {
		s.t.Fatal(err)
	}
	return dues
}

// says checks the sentences of the time limits of the case as it stands, all of them, in their order.
func (s *story) says(want ...string) *story {
	s.t.Helper()
	var got []string
	for _, d := range s.dues() {
		got = append(got, d.Sentence())
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		s.t.Errorf("on %s:\n%s\nwant:\n%s", s.now.Format("Jan 2, 2006 15:04"), strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	return s
}

// next checks the next step, who owes it, and the last day.
func (s *story) next(text, owes, due string) *story {
	s.t.Helper()
	n, err := imr.NextStep(s.rules, s.c, s.now)
	if err != nil {
		s.t.Fatal(err)
	}
	day := ""
	if n.Due != nil {
		day = n.Due.Due.Day.String()
	}
	if n.Text != text || n.Owes != owes || day != due {
		s.t.Errorf("on %s the next step is %q of %q by %q, want %q of %q by %q", s.now.Format("Jan 2, 2006"), n.Text, n.Owes, day, text, owes, due)
	}
	row, err := imr.RowOf(s.rules, s.c, s.now)
	if err != nil {
		s.t.Fatal(err)
	}
	if row.NextStep != text || row.Owes != owes || row.Due.String() != due || row.Version != s.c.Version {
		s.t.Errorf("the queue's row says %+v", row)
	}
	return s
}

func paper() []imr.Document {
	return []imr.Document{{Type: "progress_report", Title: "Progress report", Date: day("2015-08-27"), Author: "Lena Marsh, MD", Pages: 6}}
}

// The traction-unit case on its own days: mailed denial, records in time, decided two days before a Sunday.
func TestTheClocksOfTheTractionCase(t *testing.T) {
	const (
		apply    = "Application: due Wednesday, October 21, 2015 (Injured worker); done in time on September 28, 2015."
		eligible = "Decision on eligibility: due Tuesday, September 29, 2015 (Review organization, for the Administrative Director); "
		assign   = "Notice of assignment: due Wednesday, September 30, 2015 (Review organization); done in time on September 29, 2015."
		records  = "Records: due Wednesday, October 14, 2015 (Claims administrator); "
		papers   = "Papers of the injured worker or the physician: due Wednesday, October 14, 2015 (Injured worker or requesting physician); "
		decide   = "Determination: due Sunday, November 8, 2015 (Review organization); "
	)
	s := tell(t).on("2015-09-28").do(traction(), imr.Received)
	s.says(apply, "Start of the check of eligibility: due Tuesday, September 29, 2015 (Review organization, for the Administrative Director); running.")
	s.next("Begin the check of eligibility", "Coordinator", "2015-09-29")
	s.do(&imr.ScreeningStarted{}, imr.EligibilityReview).says(apply, eligible+"running.")
	s.next("Decide whether the application is eligible", "Coordinator", "2015-09-29")
	s.on("2015-09-29").do(&imr.FoundEligible{}, imr.Eligible).next("Send the notice of assignment", "Coordinator", "2015-09-30")
	s.do(&imr.NoticeSent{Services: everybody()}, imr.AwaitingRecords)
	s.says(apply, eligible+"done in time on September 29, 2015.", assign, records+"running.", papers+"running.")
	s.next("Send the medical records", "Claims administrator", "2015-10-14")
	s.on("2015-10-09").do(&imr.RecordsReceived{From: "P2", Documents: paper()}, imr.RecordsComplete)
	s.next("Assign a reviewer", "Coordinator", "2015-11-08")
	s.on("2015-10-12").do(reviewer(), imr.InReview).next("Write the determination and submit it", "Reviewer", "2015-11-08")
	s.on("2015-10-26").by("rev1").do(&imr.DraftSubmitted{Draft: draft()}, imr.QualityCheck).next("Check the draft", "Quality nurse", "2015-11-08")
	s.by("nora").do(passed(t), imr.QualityCheck).next("Sign the determination", "Medical director", "2015-11-08")
	s.by("miguel").on("2015-11-03").do(&imr.Approved{SignedBy: "Miguel Santos", Title: "Medical Director"}, imr.Determined)
	s.next("Serve the determination", "Coordinator", "2015-11-08")
	s.do(&imr.Served{Services: everybody(), Server: "Dana Kim", Place: "Sacramento", Letter: "00ff"}, imr.Determined)
	s.says(apply, eligible+"done in time on September 29, 2015.", assign, records+"done in time on October 9, 2015.", papers+"the time is over.",
		decide+"done in time on November 3, 2015.", "Appeal: due Tuesday, December 8, 2015 (Any party); running.")
	s.next("Appeal to the Appeals Board, if anybody wants to", "Any party", "2015-12-08")
	s.on("2015-12-09").next("Note that nobody appealed in time", "Coordinator", "2015-12-08")
	s.do(&imr.AppealTimeOver{}, imr.Final).next("Publish the determination without names", "Coordinator", "")
}

func TestRecordsThatComeTwoDaysLate(t *testing.T) {
	s := tell(t).on("2015-09-28").do(traction(), imr.Received).do(&imr.ScreeningStarted{}, imr.EligibilityReview).
		on("2015-09-29").do(&imr.FoundEligible{}, imr.Eligible).do(&imr.NoticeSent{Services: everybody()}, imr.AwaitingRecords)
	s.on("2015-10-14").refused(&imr.RecordsOverdue{}, imr.Refused, "runs until Wednesday, October 14, 2015")
	s.on("2015-10-15").next("Note that the records are overdue", "Coordinator", "2015-10-14")
	s.do(&imr.RecordsOverdue{}, imr.RecordsOverdueState)
	s.next("Send the medical records, which are overdue; or go on without them", "Claims administrator", "2015-10-14")
	s.on("2015-10-16").do(&imr.RecordsReceived{From: "P2", Documents: paper()}, imr.RecordsComplete)
	got := ""
	for _, d := range s.dues() {
		if d.Rule.ID == "imr.records.mail" {
			got = d.Sentence()
			if d.DaysLate(s.now) != 2 || d.Penalty(s.now) != 1000_00 {
				t.Errorf("%d days late, %d cents", d.DaysLate(s.now), d.Penalty(s.now))
			}
		}
	}
	if got != "Records: due Wednesday, October 14, 2015 (Claims administrator); done on October 16, 2015, 2 days late." {
		t.Error(got)
	}
	s.next("Assign a reviewer", "Coordinator", "2015-11-15")
}

func TestRecordsThatNeverCome(t *testing.T) {
	a := traction()
	a.Documents = paper()
	s := tell(t).on("2015-09-28").do(a, imr.Received).do(&imr.ScreeningStarted{}, imr.EligibilityReview).
		on("2015-09-29").do(&imr.FoundEligible{}, imr.Eligible).do(&imr.NoticeSent{Services: everybody()}, imr.AwaitingRecords).
		on("2015-10-15").do(&imr.RecordsOverdue{}, imr.RecordsOverdueState).
		on("2015-10-26").do(&imr.GoOnWithout{}, imr.RecordsComplete)
	dues := s.dues()
	records, decide := dues[len(dues)-3], dues[len(dues)-1]
	if records.Status != imr.Missed || decide.Due.Day != day("2015-11-25") || decide.Because != "the review went on without records on October 26, 2015" {
		t.Errorf("%s\n%s %s", records.Sentence(), decide.Sentence(), decide.Because)
	}
}

// An expedited case over the weekend on which the clocks go back: the notice went by fax on Saturday afternoon.
func TestAnExpeditedCaseOverAWeekend(t *testing.T) {
	a := traction()
	a.Injury.Date, a.Worker.BirthDate = day("2025-06-02"), day("1980-01-01")
	a.Denial = imr.Denial{RequestDated: day("2025-10-20"), RequestReceived: day("2025-10-20"), Decided: day("2025-10-23"), Served: day("2025-10-23"),
		ServedBy: imr.MailInState, Attached: true, Expedited: true}
	a.Priority = imr.Expedited
	for i := range a.Parties {
		a.Parties[i].Fax = "555-0100"
	}
	fax := everybody()
	for i := range fax {
		fax[i].Method = imr.Fax
	}
	s := tell(t).at("2025-10-31 16:00").do(a, imr.Received).do(&imr.ScreeningStarted{}, imr.EligibilityReview)
	s.at("2025-11-01 14:00").do(&imr.FoundEligible{}, imr.Eligible).next("Send the notice of assignment", "Coordinator", "2025-11-03")
	s.at("2025-11-01 15:00").sent(imr.Fax).do(&imr.NoticeSent{Services: fax}, imr.AwaitingRecords)
	s.next("Send the medical records", "Claims administrator", "2025-11-02")
	s.at("2025-11-02 14:30").next("Note that the records are overdue", "Coordinator", "2025-11-02")
	dues := s.dues()
	if d := dues[len(dues)-2]; d.Sentence() != "Records: due Sunday, November 2, 2025, at 14:00 PST (Claims administrator); late." || d.DaysLate(s.now) != 0 {
		t.Error(d.Sentence())
	}
	s.do(&imr.RecordsReceived{From: "P2", Documents: paper()}, imr.RecordsComplete)
	s.next("Assign a reviewer", "Coordinator", "2025-11-05")
	s.do(reviewer(), imr.InReview).sent(imr.Electronic).do(&imr.MoreInformationRequested{Of: []imr.PartyID{"P3"}, Questions: []string{"Which dose?"}}, imr.AwaitingInformation)
	s.next("Send the information asked for", "Requesting physician", "2025-11-03")
}

func TestAFormularyDisputeCountsWorkingDays(t *testing.T) {
	a := traction()
	a.Injury.Date = day("2024-03-01")
	a.Denial = imr.Denial{RequestDated: day("2025-12-01"), Decided: day("2025-12-08"), Served: day("2025-12-08"), ServedBy: imr.MailInState, Attached: true}
	a.Priority = imr.Formulary
	late := tell(t).on("2025-12-24").do(a, imr.Received).do(&imr.ScreeningStarted{}, imr.EligibilityReview)
	late.refused(&imr.FoundEligible{}, imr.Refused, "Not received in time")
	late.do(&imr.FoundIneligible{Grounds: []string{"late"}}, imr.Ineligible)

	s := tell(t).on("2025-12-22").do(a, imr.Received).do(&imr.ScreeningStarted{}, imr.EligibilityReview)
	s.on("2025-12-23").do(&imr.FoundEligible{}, imr.Eligible).do(&imr.NoticeSent{Services: everybody()}, imr.AwaitingRecords)
	s.on("2025-12-29").do(&imr.RecordsReceived{From: "P2", Documents: paper()}, imr.RecordsComplete)
	s.next("Assign a reviewer", "Coordinator", "2026-01-06")
}

func TestNobodyIsLateWithoutAProofOfService(t *testing.T) {
	a := traction()
	a.Denial.Served, a.Denial.ServedBy = 0, ""
	s := tell(t).on("2015-10-20").do(a, imr.Received).do(&imr.ScreeningStarted{}, imr.EligibilityReview)
	if v, _, why := imr.ApplicationInTime(s.rules, s.c); v != imr.NotProved || !strings.Contains(why, "proof of service") {
		t.Errorf("%s: %s", v, why)
	}
	s.refused(&imr.FoundIneligible{Grounds: []string{"late"}}, imr.Incomplete, "proof of service")
	before := s.dues()
	s.do(&imr.FactCorrected{Fact: imr.FactDenialServed, Old: "", New: "2015-09-16", Reason: "Proof of service received."}, imr.EligibilityReview)
	if v, _, why := imr.ApplicationInTime(s.rules, s.c); v != imr.NotProved || !strings.Contains(why, "how the decision was served") {
		t.Errorf("%s: %s", v, why)
	}
	s.do(&imr.FactCorrected{Fact: imr.FactServedBy, Old: "", New: "mail_in_state", Reason: "Proof of service received."}, imr.EligibilityReview)
	if v, due, why := imr.ApplicationInTime(s.rules, s.c); v != imr.InTime || due.Day != day("2015-10-21") {
		t.Errorf("%s %v: %s", v, due.Day, why)
	}
	s.refused(&imr.FoundIneligible{Grounds: []string{"late"}}, imr.Refused, "the last day was October 21, 2015")
	changes := imr.DiffDues(before, s.dues())
	if len(changes) != 1 || changes[0].Text != "It was not known when the application was due; it is Wednesday, October 21, 2015, because the utilization review decision was served on September 16, 2015 by mail in California; it now counts as done in time." {
		t.Errorf("%+v", changes)
	}
	s.do(&imr.FoundEligible{}, imr.Eligible)

	early := tell(t).on("2015-10-16").do(a, imr.Received)
	if v, _, why := imr.ApplicationInTime(early.rules, early.c); v != imr.InTime {
		t.Errorf("30 days after the decision's own date: %s: %s", v, why)
	}
}

func TestACorrectedFactRecomputesAndShowsTheDifference(t *testing.T) {
	s := tell(t).on("2015-09-28").do(traction(), imr.Received).do(&imr.ScreeningStarted{}, imr.EligibilityReview).
		on("2015-09-29").do(&imr.FoundEligible{}, imr.Eligible).do(&imr.NoticeSent{Services: everybody()}, imr.AwaitingRecords).
		on("2015-10-10").do(&imr.RecordsReceived{From: "P2", Documents: paper()}, imr.RecordsComplete)
	s.on("2015-10-14")
	before := s.dues()
	for _, x := range []struct {
		fact imr.Fact
		to   string
		want []string
	}{
		{imr.FactRecords, "2015-10-13", []string{"The determination was due Monday, November 9, 2015; now Thursday, November 12, 2015, because the records were received on October 13, 2015."}},
		{imr.FactRecords, "2015-10-15", []string{
			"The records, due Wednesday, October 14, 2015, now count as done late.",
			"The determination was due Monday, November 9, 2015; now Saturday, November 14, 2015, because the records were received on October 15, 2015."}},
		{imr.FactServedBy, "mail_out_of_state", []string{"The application was due Wednesday, October 21, 2015; now Monday, October 26, 2015, because the utilization review decision was served on September 16, 2015 by mail to another state."}},
		{imr.FactNoticeSent, "2015-10-01", []string{
			"The notice of assignment, due Wednesday, September 30, 2015, now counts as done late.",
			"The records were due Wednesday, October 14, 2015; now Friday, October 16, 2015, because the notice of assignment was mailed on October 1, 2015.",
			"The papers of the injured worker or the physician were due Wednesday, October 14, 2015; now Friday, October 16, 2015, because the notice of assignment was mailed on October 1, 2015."}},
		{imr.FactWorkerName, "Daniel Okafor Jr.", nil},
	} {
		after, err := s.c.Corrected(x.fact, x.to)
		if err != nil {
			t.Fatal(err)
		}
		dues, err := imr.Dues(s.rules, after, s.now)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, ch := range imr.DiffDues(before, dues) {
			got = append(got, ch.Text)
		}
		if strings.Join(got, "\n") != strings.Join(x.want, "\n") {
			t.Errorf("%s to %s:\n%s\nwant\n%s", x.fact, x.to, strings.Join(got, "\n"), strings.Join(x.want, "\n"))
		}
		if now := s.dues(); len(imr.DiffDues(before, now)) != 0 {
			t.Fatal("asking what would change has changed the case")
		}
	}
}

func TestACorrectionIsToldInPlainWords(t *testing.T) {
	for _, f := range imr.NamedFacts() {
		if _, ok := (imr.Case{}).Fact(f.Fact); !ok || imr.FactName(f.Fact) != f.Name {
			t.Errorf("%s is no fact", f.Fact)
		}
	}
	for want, d := range map[string]imr.FactCorrected{
		"Corrected the day on which the records were received from October 10, 2015 to October 13, 2015: Stamp.":                         {Fact: imr.FactRecords, Old: "2015-10-10", New: "2015-10-13", Reason: "Stamp."},
		"Corrected the way in which the utilization review decision was served from nothing to by mail in California: Proof of service.": {Fact: imr.FactServedBy, New: "mail_in_state", Reason: "Proof of service."},
		"Corrected the copy of the utilization review decision with the application from missing to there: It lay under the form.":       {Fact: imr.FactAttached, Old: "false", New: "true", Reason: "It lay under the form."},
		"Corrected the name of the injured worker from Daniel Okafor to Daniel Okafor Jr.: As on the claim form.":                        {Fact: imr.FactWorkerName, Old: "Daniel Okafor", New: "Daniel Okafor Jr.", Reason: "As on the claim form."},
	} {
		if got := imr.Sentence(imr.Event{Type: "fact_corrected", Data: &d}, imr.Case{}, imr.Inside); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestConversionAndExtension(t *testing.T) {
	s := tell(t).toReview()
	before := s.dues()
	s.on("2015-10-20").sent(imr.Electronic).do(&imr.ConvertedToExpedited{Certificate: "Certificate of Dr. Marsh"}, imr.InReview)
	s.next("Write the determination and submit it", "Reviewer", "2015-10-23")
	var got []string
	for _, ch := range imr.DiffDues(before, s.dues()) {
		got = append(got, ch.Text)
	}
	want := []string{
		"The determination was due Sunday, November 8, 2015; now Friday, October 23, 2015, because the review became expedited on October 20, 2015.",
		"The notice to the parties that the review is expedited is due Wednesday, October 21, 2015, because the physician certified the threat on October 20, 2015.",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("%s", strings.Join(got, "\n"))
	}
	s.do(&imr.ExtensionGranted{Reason: "The certificate came without its pages."}, imr.InReview)
	s.next("Write the determination and submit it", "Reviewer", "2015-10-26")
	if n, err := imr.NextStep(s.rules, s.c, s.now); err != nil || n.Due.Rule.ID != "imr.decide.extension" {
		t.Error(n, err)
	}
}

func TestConversionWhileRecordsAreAwaited(t *testing.T) {
	s := tell(t).on("2015-09-28").do(traction(), imr.Received).do(&imr.ScreeningStarted{}, imr.EligibilityReview).
		on("2015-09-29").do(&imr.FoundEligible{}, imr.Eligible).do(&imr.NoticeSent{Services: everybody()}, imr.AwaitingRecords).
		at("2015-10-02 09:30").sent(imr.Fax).do(&imr.ConvertedToExpedited{Certificate: "Certificate of Dr. Marsh"}, imr.AwaitingRecords)
	s.next("Send the medical records", "Claims administrator", "2015-10-03")
	stopped := 0
	for _, d := range s.dues() {
		if d.Status == imr.Stopped {
			stopped++
		}
	}
	if stopped != 2 {
		t.Errorf("%d clocks of the regular track were stopped, want the claims administrator's and the employee's", stopped)
	}
}

func TestTheDeterminationForTheEmployeeIsCarriedOut(t *testing.T) {
	a := traction()
	a.Items = append(a.Items, imr.Item{Request: "Acupuncture, already given", Retrospective: true}, imr.Item{Request: "A second unit"})
	s := tell(t).on("2015-09-28").do(a, imr.Received).do(&imr.ScreeningStarted{}, imr.EligibilityReview).
		on("2015-09-29").do(&imr.FoundEligible{}, imr.Eligible).do(&imr.NoticeSent{Services: everybody()}, imr.AwaitingRecords).
		on("2015-10-09").do(&imr.RecordsReceived{From: "P2", Documents: paper()}, imr.RecordsComplete).on("2015-10-12").do(reviewer(), imr.InReview)
	d := draft()
	d.Items = append(d.Items, d.Items[0], d.Items[0])
	d.Items[0].Outcome, d.Items[1].Outcome, d.Items[1].Item, d.Items[2].Item = imr.Overturned, imr.PartiallyOverturned, 2, 3
	s.by("rev1").do(&imr.DraftSubmitted{Draft: d}, imr.QualityCheck).by("nora").do(passed(t), imr.QualityCheck).
		by("miguel").on("2015-11-03").do(&imr.Approved{SignedBy: "Miguel Santos", Title: "Medical Director"}, imr.Determined)
	services := everybody()
	services[1].Method = imr.Personal
	s.do(&imr.Served{Services: services, Server: "Dana Kim", Place: "Sacramento", Letter: "00ff"}, imr.Determined)
	s.next("Carry the determination out", "Claims administrator", "2015-11-10") // Nov 4, 5, 6, 9, 10
	var authorize, reimburse imr.CaseDue
	for _, due := range s.dues() {
		switch due.Rule.ID {
		case "imr.implement.authorize":
			authorize = due
		case "imr.implement.reimburse":
			reimburse = due
		}
	}
	if len(authorize.Items) != 1 || authorize.Items[0] != 1 || len(reimburse.Items) != 1 || reimburse.Items[0] != 2 || reimburse.Due.Day != day("2015-11-23") {
		t.Errorf("%v %v %s", authorize.Items, reimburse.Items, reimburse.Sentence())
	}
	s.on("2015-11-09").do(&imr.PetitionFiled{By: "P2", Grounds: []string{"plainly wrong finding of fact"}}, imr.UnderAppeal)
	s.next("Decide the appeal", "Appeals Board", "")
	s.on("2016-01-11").do(&imr.PetitionDenied{Order: "Order of January 11, 2016"}, imr.Final)
	for _, due := range s.dues() {
		if due.Rule.ID == "imr.implement.authorize" && due.Status == imr.Running && due.Due.Day != day("2016-01-19") { // January 18 is a holiday
			t.Error(due.Sentence())
		}
	}
}

func TestAnOpenQuestionStopsTheDecisionOnEligibility(t *testing.T) {
	s := tell(t).on("2015-09-28").do(traction(), imr.Received).do(&imr.ScreeningStarted{}, imr.EligibilityReview)
	s.sent(imr.MailInState).do(&imr.InformationRequested{Of: []imr.PartyID{"P2"}, Questions: []string{"When was the decision served?"}}, imr.AwaitingEligibilityInformation)
	s.next("Answer on eligibility", "Claims administrator", "2015-10-09") // taken as received on Saturday, October 3
	s.on("2015-10-09").refused(&imr.AnswerOverdue{}, imr.Refused, "runs until Friday, October 9, 2015")
	s.on("2015-10-10").next("Note that no answer came, and decide on eligibility", "Coordinator", "2015-10-09")
	s.do(&imr.AnswerOverdue{}, imr.EligibilityReview).next("Decide whether the application is eligible", "Coordinator", "2015-10-13") // Monday is a holiday
}

func TestAnApplicationThatIsNotEligibleMayBeAppealed(t *testing.T) {
	a := traction()
	a.Signed = false
	s := tell(t).on("2015-09-28").do(a, imr.Received).do(&imr.ScreeningStarted{}, imr.EligibilityReview)
	s.on("2015-09-29").sent(imr.MailInState).do(&imr.FoundIneligible{Grounds: []string{"unsigned"}}, imr.Ineligible)
	s.next("Appeal to the Appeals Board, if anybody wants to", "Any party", "2015-11-03")
	s.on("2015-11-04").next("", "", "")
}

func TestADisputeOverLiabilityPutsTheReviewOff(t *testing.T) {
	a := traction()
	a.Denial.Liability = true
	s := tell(t).on("2015-09-28").do(a, imr.Received).do(&imr.ScreeningStarted{}, imr.EligibilityReview).do(&imr.LiabilityDisputed{}, imr.Deferred)
	s.next("Tell how the dispute over liability was resolved", "Claims administrator", "")
	s.on("2015-12-01").sent(imr.MailInState).do(&imr.LiabilityResolvedForEmployee{}, imr.EligibilityReview)
	s.next("Decide whether the application is eligible", "Coordinator", "2015-12-02")
	if v, due, why := imr.ApplicationInTime(s.rules, s.c); v != imr.InTime || due.Day != day("2016-01-05") {
		t.Errorf("%s %v %s", v, due.Day, why)
	}
}

// An electronic notice of 2013 had no rule in the regulation yet; the statute's ten days and two court days count.
func TestTheRulesOfTheCasesOwnDays(t *testing.T) {
	a := traction()
	a.Injury.Date = day("2013-02-01")
	a.Denial = imr.Denial{RequestDated: day("2013-08-01"), Decided: day("2013-08-08"), Served: day("2013-08-08"), ServedBy: imr.MailInState, Attached: true}
	for i := range a.Parties {
		a.Parties[i].Email = "x@example.org"
	}
	electronic := everybody()
	electronic[1].Method = imr.Electronic
	s := tell(t).on("2013-08-19").do(a, imr.Received).do(&imr.ScreeningStarted{}, imr.EligibilityReview)
	s.sent(imr.Fax).do(&imr.InformationRequested{Of: []imr.PartyID{"P3"}, Questions: []string{"Was there a request?"}}, imr.AwaitingEligibilityInformation)
	s.next("Answer on eligibility", "Requesting physician", "2013-09-03") // 15 days by the emergency text
	s.do(&imr.AnswerReceived{From: "P3"}, imr.EligibilityReview).do(&imr.FoundEligible{}, imr.Eligible).do(&imr.NoticeSent{Services: electronic}, imr.AwaitingRecords)
	s.next("Send the medical records", "Claims administrator", "2013-09-03") // ten days, Thursday; two court days; Labor Day
}

func TestEveryStateHasItsNextStep(t *testing.T) {
	r := rules(t)
	closed := map[imr.State]bool{imr.ClosedDuplicate: true, imr.Ineligible: true, imr.Terminated: true, imr.WithdrawnState: true, imr.PublishedState: true}
	events := map[imr.EventType]bool{}
	for _, e := range imr.EventTypes() {
		events[e] = true
	}
	for _, row := range r.Transitions {
		if row.To == "" {
			continue
		}
		n, err := imr.NextStep(r, imr.Case{ID: "CM15-0190123", State: row.To}, day("2016-01-04").At(9, 0, 0, imr.Office))
		if err != nil || (n.Text == "") != closed[row.To] {
			t.Errorf("%s: %+v, %v", row.To, n, err)
		}
		if n.Event != "" && !events[n.Event] {
			t.Errorf("%s: the next step %q is no event", row.To, n.Event)
		}
	}
}

func TestTheTableOfTransitionsNamesRulesThatExist(t *testing.T) {
	r := rules(t)
	for _, row := range r.Transitions {
		for _, ref := range append(row.Starts, row.Stops...) {
			found := strings.HasSuffix(ref, "*")
			for _, rule := range r.Clocks.Rules() {
				found = found || rule.ID == ref || strings.HasPrefix(rule.ID, strings.TrimSuffix(ref, "*"))
			}
			if !found {
				t.Errorf("%s names the clock %s, which is no rule", row.ID, ref)
			}
		}
	}
}

func BenchmarkRowOf(b *testing.B) {
	p := rules(b)
	s := &story{t: &testing.T{}, rules: p, c: imr.Case{ID: "CM15-0190123"}, actor: imr.Actor{ID: "dana"}}
	s.toReview()
	now := day("2015-10-20").At(9, 0, 0, imr.Office)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := imr.RowOf(p, s.c, now); err != nil {
			b.Fatal(err)
		}
	}
}
