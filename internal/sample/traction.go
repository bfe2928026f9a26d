package sample

import (
	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
)

// Traction is the cervical traction unit case, from the application to the served determination, which nobody appealed.
func Traction() Story {
	day := clock.MustDay
	mail := &imr.How{Method: imr.MailInState}
	everybody := []imr.Service{
		{Party: "P1", Method: imr.MailInState}, {Party: "P2", Method: imr.MailInState},
		{Party: "P3", Method: imr.MailInState}, {Party: "P4", Method: imr.MailInState},
	}
	application := &imr.ApplicationReceived{
		Worker: imr.Worker{Name: "Daniel Okafor", BirthDate: day("1972-03-14"), Sex: "male"},
		Claim:  imr.Claim{Number: "2014-77-01932", ADJ: "ADJ9911223", Employer: "Bayline Warehousing"},
		Injury: imr.Injury{Date: day("2014-09-18"), Diagnosis: "Cervical pain; spasm of muscle", ICD: "M54.2", Regions: []string{"neck", "shoulder"}},
		Denial: imr.Denial{
			RequestDated: day("2015-09-10"), RequestReceived: day("2015-09-10"), Decided: day("2015-09-16"),
			Served: day("2015-09-16"), ServedBy: imr.MailInState, Attached: true,
			Reason: "The guideline does not support the purchase of a traction unit for home use without a trial that helped.",
		},
		Items: []imr.Item{{
			Request: "Purchase of cervical traction unit", Category: "DMEPOS",
			Asked: imr.Quantity{Amount: 1, Unit: "unit"}, InDispute: imr.Quantity{Amount: 1, Unit: "unit"},
			Guideline: "Decision based on MTUS Neck and Upper Back Complaints 2004. Decision based on Non-MTUS Citation Official Disability Guidelines, Neck and Upper Back Chapter, Traction.",
		}},
		Parties: []imr.Party{
			{Role: imr.InjuredWorker, Name: "Daniel Okafor", Account: okafor.ID, Address: []string{"18 Alder Court", "Fresno, CA 93701"}},
			sierra,
			pain,
			hl,
		},
		Documents: []imr.Document{
			{Type: "imr_application", Title: "Application for Independent Medical Review", Date: day("2015-09-24"), Author: "Daniel Okafor", Pages: 2},
			{Type: "ur_decision", Title: "Utilization review decision", Date: day("2015-09-16"), Author: "Sierra Claims", Pages: 5},
		},
		Priority: imr.Regular, Signed: true,
	}
	records := &imr.RecordsReceived{From: "P2", Documents: []imr.Document{
		{Type: "pr2", Title: "Primary treating physician's progress report", Date: day("2015-08-27"), Author: "Lena Marsh, MD", Pages: 6},
		{Type: "rfa", Title: "Request for authorization", Date: day("2015-09-10"), Author: "Lena Marsh, MD", Pages: 2},
		{Type: "pt_note", Title: "Physical therapy notes", Date: day("2015-06-30"), Author: "Mill Street Therapy", Pages: 31},
		{Type: "acu_note", Title: "Acupuncture notes", Date: day("2015-07-21"), Author: "Grace Liu, LAc", Pages: 16},
	}}
	draft := imr.Draft{
		Summary: "The injured worker is a 43 year old male who sustained an industrial injury on 9-18-2014 and is treated for cervical pain and muscle spasm. " +
			"Treatment so far: diagnostic tests, more than 24 sessions of physical therapy, medications, one steroid injection and 16 sessions of acupuncture. " +
			"In the progress report of 8-27-2015 he reports neck and left shoulder pain that radiates to the left arm and says that traction was helpful. " +
			"The report does not document less pain, better function or more activity from traction. He works modified duty. " +
			"A traction unit was requested on 9-10-2015; utilization review did not certify it on 9-16-2015.",
		Items: []imr.DraftDecision{{
			Item: 1, Outcome: imr.Upheld,
			ClaimsAdministratorGuideline: application.Items[0].Guideline,
			IMROGuideline:                "Decision based on MTUS General Approaches 2004, Section(s): General Approach to Initial Assessment and Documentation.",
			Rationale: "The MTUS chapter on general approaches asks for a rationale where specialized treatment is requested. " +
				"The progress report of 8-27-2015 and the request of 9-10-2015 give no rationale for a traction unit and no measure of what traction achieved. " +
				"Therefore, the request is not medically necessary.",
		}},
	}
	return Story{"CM15-0190123", "A regular case, from the application to the served determination, which nobody appealed", []Step{
		{dana.Actor, at("2015-09-28", 9, 12), mail, application},
		{dana.Actor, at("2015-09-28", 9, 40), nil, &imr.OwnerChanged{Owner: dana.ID, Name: dana.Name}},
		{dana.Actor, at("2015-09-28", 9, 45), nil, &imr.ScreeningStarted{}},
		{dana.Actor, at("2015-09-29", 10, 5), nil, &imr.FoundEligible{}},
		{dana.Actor, at("2015-09-29", 14, 30), mail, &imr.NoticeSent{Services: everybody}},
		{dana.Actor, at("2015-10-09", 11, 20), mail, records},
		{dana.Actor, at("2015-10-12", 8, 50), nil, &imr.ReviewerAssigned{Attested: true, Reviewer: imr.Reviewer{
			ID: adeyemi.ID, Name: adeyemi.Name, LicensedIn: adeyemi.LicensedIn, Specialties: adeyemi.Specialties,
		}}},
		{adeyemi.Actor, at("2015-10-26", 20, 15), nil, &imr.DraftSubmitted{Draft: draft}},
		{nora.Actor, at("2015-10-28", 9, 30), nil, &imr.QualityPassed{Ticks: ticked()}},
		{miguel.Actor, at("2015-11-03", 13, 0), nil, &imr.Approved{SignedBy: miguel.Name, Title: "Medical Director"}},
		{dana.Actor, at("2015-11-04", 15, 45), mail, &imr.Served{Services: everybody, Server: dana.Name, Place: "Sacramento, California"}},
		{dana.Actor, at("2015-12-10", 9, 5), nil, &imr.AppealTimeOver{Until: "2015-12-09"}},
	}}
}
