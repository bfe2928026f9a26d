package fact_test

import "testing"

func TestDatesOfInjuriesAndServices(t *testing.T) {
	tell(t, []tale{
		{"a label and its date", "pr2", "Date of Injury: 09/18/2014", []string{"injury_date on 2014-09-18"}},
		{"an abbreviation in a header", "pr2", "RE: Ruiz, Ana   DOI: 9-18-14   DOB: 03/02/1971   Claim: 77-1234", []string{"injury_date 9-18-14; on 2014-09-18"}},
		{"the label over the date", "rfa", "Employee Name        Date of Injury      Date of Birth\nAna Ruiz             09/18/2014          03/02/1971", []string{"injury_date 09/18/2014; on 2014-09-18"}},
		{"the label in one cell and the date in the next", "rfa", "Date of Injury (MM/DD/YYYY):      09/18/2014", []string{"injury_date on 2014-09-18"}},
		{"a month by name", "pr2_narrative", "DATE OF INJURY: September 18, 2014", []string{"injury_date on 2014-09-18"}},
		{"a sentence", "consult_report", "He sustained an industrial injury to his low back on September 18, 2014, while lifting a crate.", []string{"injury_date on 2014-09-18"}},
		{"a sentence of another order", "consult_report", "Mr. Ortiz was injured on 9/18/2014 when a pallet fell.", []string{"injury_date on 2014-09-18"}},
		{"in passing", "ur_decision", "The claimant has a work injury dated 09/18/14.", []string{"injury_date on 2014-09-18"}},
		{"cumulative trauma is its period", "qme_report", "Date of injury: CT 01/05/2010 - 09/18/2014", []string{"injury_date CT 01/05/2010 - 09/18/2014; on 2010-01-05"}},
		{"a day before the month", "pr2", "D.O.I.: 18-SEP-2014", []string{"injury_date on 2014-09-18"}},
		{"a date of birth is none", "pr2", "Date of Birth: 09/18/1974", nil},
		{"told twice on a page, each is a place", "pr2", "DOI: 09/18/2014\n\nDate of injury: 9/18/2014", []string{"injury_date on 2014-09-18", "injury_date on 2014-09-18"}},
		{"letters for digits", "pr2", "Date of lnjury: O9/l8/2014", []string{"injury_date on 2014-09-18"}},
		{"a day that is none", "pr2", "Date of Injury: 13/45/2014", nil},
		{"date of service", "pr2", "Date of Service: 07/14/2015", []string{"service_date on 2015-07-14"}},
		{"date of exam under its label", "pr2", "Date of Exam      Next visit\n07/14/2015        08/14/2015", []string{"service_date 07/14/2015"}},
		{"seen on", "pr2_narrative", "The patient was seen in follow-up on July 14, 2015.", []string{"service_date"}},
		{"the next visit is none", "pr2", "Next appointment date: 08/14/2015", nil},
		{"a visit date", "pt_note", "Visit Date: 7/14/15", []string{"service_date"}},
		{"a fax line is not read, but a phone number neither", "pr2", "Phone: 555-12-2014   Fax 555.10.2015", nil},
		{"both in one line", "pr2", "DOS: 07/14/2015   DOI: 09/18/2014", []string{"service_date", "injury_date on 2014-09-18"}},
	})
}

func TestScoresOfPain(t *testing.T) {
	tell(t, []tale{
		{"of ten", "pr2", "He rates his pain at 7/10.", []string{"pain_score value=7/10"}},
		{"out of ten in words", "pr2", "Her left knee pain is rated as 6 out of 10 today.", []string{"pain_score value=6 out of 10; side=left"}},
		{"a range", "pr2", "Low back pain 7-8/10 radiating to the left leg.", []string{"pain_score value=7-8/10"}},
		{"with and without medication", "pr2", "Pain is 8/10 without medications and 4/10 with medications.", []string{"pain_score value=8/10 without medications", "pain_score value=4/10 with medications"}},
		{"at worst, on average", "pr2", "Pain at its worst 9/10, at best 3/10.", []string{"pain_score value=9/10, at its worst", "pain_score value=3/10, at best"}},
		{"a named scale", "pr2", "VAS: 7", []string{"pain_score value=7"}},
		{"a scale in words", "consult_report", "On a scale of 0 to 10, she rates her pain as 5.", []string{"pain_score value=5"}},
		{"a cell", "pt_note", "Pain level          5/10\nStrength            4/5", []string{"pain_score value=5/10"}},
		{"ten of ten", "pr2", "The pain is a constant 10/10.", []string{"pain_score value=10/10"}},
		{"halves", "pr2", "VAS pain score 6.5/10", []string{"pain_score value=6.5/10"}},
		{"strength is none", "pr2", "Motor strength is 4/5 in the left quadriceps, pain limited.", nil},
		{"a date is none", "pr2", "The pain started on 7/10/2015.", nil},
		{"mood is none", "psych_note", "He rates his depression 7/10 and anxiety 8/10.", nil},
		{"visits are none", "pt_note", "Pain reduced, page 7 of 10", nil},
		{"the levels of the spine are none", "pr2", "Pain at L4-5 and L5-S1.", nil},
		{"fractions of other things", "pr2", "The patient has 5/10 toes with sensation.", nil},
		{"two places", "pr2", "Right shoulder pain 6/10; left wrist pain 3/10.", []string{"pain_score value=6/10; side=right", "pain_score value=3/10; side=left"}},
		{"capitals", "pr2", "PAIN: 8/10 WITH ACTIVITY", []string{"pain_score value=8/10 with activity"}},
		{"zero", "pr2", "Current pain is 0/10.", []string{"pain_score value=0/10"}},
	})
}

func TestWorkStatus(t *testing.T) {
	tell(t, []tale{
		{"TTD", "pr2", "Work status: The patient is temporarily totally disabled until 8/14/2015.", []string{"work_status temporarily totally disabled"}},
		{"an abbreviation", "pr2", "WORK STATUS: TTD for 4 weeks.", []string{"work_status TTD"}},
		{"modified with restrictions", "pr2", "Work Status\nReturn to modified duty with no lifting over 10 lbs.", []string{"work_status Return to modified duty with no lifting over 10 lbs"}},
		{"full duty", "pr2", "She may return to full duty without restrictions on 7/20/2015.", []string{"work_status return to full duty"}},
		{"stationary", "pr4", "The patient is permanent and stationary.", []string{"work_status permanent and stationary"}},
		{"not yet stationary", "pr2", "He has not reached maximum medical improvement.", []string{"work_status maximum medical improvement; negated"}},
		{"P&S", "qme_report", "He was declared P&S on 3/4/2014.", []string{"work_status P&S; on 2014-03-04"}},
		{"boxes", "pr2", "[ ] Remain off-work until\n[X] Return to modified work on 07/15/2015 with restrictions: no bending\n[ ] Return to full duty", []string{"work_status Return to modified work"}},
		{"boxes as glyphs", "pr2", "☐ Temporarily totally disabled\n☒ Modified duty, no overhead work", []string{"work_status Modified duty"}},
		{"no box ticked", "pr2", "[ ] Return to full duty   [ ] Modified duty   [ ] Off work", nil},
		{"off work", "work_status", "Patient is placed off work through 08/01/2015.", []string{"work_status off work"}},
		{"not working", "pr2", "The patient is not currently working.", []string{"work_status not currently working"}},
		{"a condition is none", "pr2", "If modified duty is not available, the employer must notify us.", nil},
		{"a goal is none", "pt_note", "Goals: return to full duty", nil},
		{"a modified request is no work", "ur_decision", "The request was modified to 6 visits.", nil},
		{"light duty", "pr2_narrative", "He is working light duty.", []string{"work_status light duty"}},
	})
}
