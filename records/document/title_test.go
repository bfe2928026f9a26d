package document

import (
	"testing"

	"github.com/openimr/openimr/records"
)

// Titles as offices write them, each on a page with nothing else that speaks.
var titlesOf = map[string][]string{
	"pr2":                  {"PR-2 Progress Report", "DWC Form PR-2", "Primary Treating Physician's Progress Report (PR-2)", "PROGRESS REPORT (PR-2)"},
	"pr2_narrative":        {"NARRATIVE PROGRESS REPORT", "Orthopedic Follow-Up Report", "Clinic Progress Note", "Office Visit Note", "PRIMARY TREATING PHYSICIAN'S RE-EVALUATION", "Pain Management Progress Report", "Narrative Report", "Follow-up Visit"},
	"dfr":                  {"Doctor's First Report of Occupational Injury or Illness", "DOCTORS FIRST REPORT OF OCCUPATIONAL INJURY"},
	"rfa":                  {"REQUEST FOR AUTHORIZATION (DWC FORM RFA)", "Request for Authorization for Medical Treatment", "DWC Form RFA"},
	"ur_decision":          {"UTILIZATION REVIEW DETERMINATION - DENIAL", "Utilization Review Decision: Modification", "NOTICE OF NON-CERTIFICATION", "Utilization Review Denial Letter", "NOTICE OF UTILIZATION REVIEW DETERMINATION", "Utilization Review Non-Certification"},
	"ur_correspondence":    {"Utilization Review - Request for Additional Information", "NOTICE OF DELAY IN UTILIZATION REVIEW DECISION"},
	"authorization_letter": {"NOTICE OF AUTHORIZATION", "Utilization Review Approval", "Authorization Letter", "UTILIZATION REVIEW CERTIFICATION"},
	"op_report":            {"OPERATIVE REPORT", "Operative Note", "Report of Operation"},
	"procedure_note":       {"Procedure Note: Lumbar Epidural Steroid Injection", "INJECTION PROCEDURE NOTE", "Lumbar Medial Branch Block"},
	"imaging_report":       {"MRI LUMBAR SPINE WITHOUT CONTRAST", "Radiology Report", "MAGNETIC RESONANCE IMAGING REPORT", "X-Ray Right Knee, 3 Views", "CT CERVICAL SPINE", "DIAGNOSTIC IMAGING REPORT", "MRI of the Left Shoulder", "Right Shoulder Arthrogram MRI"},
	"emg_report":           {"EMG/NCV REPORT", "Electrodiagnostic Study Report", "NERVE CONDUCTION STUDY AND ELECTROMYOGRAPHY"},
	"lab_report":           {"LABORATORY REPORT", "Comprehensive Metabolic Panel", "Clinical Laboratory Results"},
	"uds_report":           {"URINE DRUG SCREEN", "Urine Toxicology Report", "Urine Drug Testing Results"},
	"cures":                {"CURES Patient Activity Report", "CURES REPORT"},
	"pt_note":              {"PHYSICAL THERAPY DAILY NOTE", "Physical Therapy Initial Evaluation", "PT Progress Note", "PHYSICAL THERAPY DISCHARGE SUMMARY", "Physical Therapy Treatment Note"},
	"ot_note":              {"OCCUPATIONAL THERAPY NOTE", "Hand Therapy Daily Note"},
	"chiro_note":           {"CHIROPRACTIC TREATMENT NOTE", "Chiropractic Progress Note"},
	"acu_note":             {"ACUPUNCTURE TREATMENT NOTE", "Acupuncture Progress Note"},
	"psych_report":         {"PSYCHOLOGICAL EVALUATION", "Psychiatric Evaluation Report", "Initial Psychological Evaluation"},
	"psych_note":           {"PSYCHOTHERAPY PROGRESS NOTE", "Cognitive Behavioral Therapy Session Note"},
	"qme_report":           {"PANEL QUALIFIED MEDICAL EVALUATION", "QME Report", "QUALIFIED MEDICAL EVALUATOR'S REPORT"},
	"ame_report":           {"AGREED MEDICAL EVALUATION", "Agreed Medical Examination Report"},
	"med_legal_supp":       {"SUPPLEMENTAL QME REPORT", "Supplemental Report", "SUPPLEMENTAL MEDICAL-LEGAL REPORT"},
	"pr4":                  {"PRIMARY TREATING PHYSICIAN'S PERMANENT AND STATIONARY REPORT (PR-4)", "Permanent and Stationary Report"},
	"initial_consult":      {"INITIAL ORTHOPEDIC CONSULTATION", "Initial Comprehensive Evaluation", "New Patient Evaluation", "Initial Pain Management Evaluation"},
	"consult_report":       {"ORTHOPEDIC CONSULTATION", "Neurosurgical Consultation Report", "PAIN MANAGEMENT CONSULTATION", "Consultation"},
	"work_status":          {"WORK STATUS REPORT", "Return to Work Form", "Off-Work Note", "Work Status"},
	"billing":              {"EXPLANATION OF REVIEW", "CMS-1500 Health Insurance Claim Form", "STATEMENT OF CHARGES", "Invoice", "Billing Statement", "Explanation of Review (EOR)"},
	"record_index":         {"FAX COVER SHEET", "Facsimile Cover Sheet", "INDEX OF RECORDS", "Medical Records Transmittal", "Cover Sheet", "FAX", "Table of Contents"},
	"proof_of_service":     {"PROOF OF SERVICE", "Declaration of Service by Mail", "PROOF OF SERVICE BY MAIL"},
	"letter_med_necessity": {"LETTER OF MEDICAL NECESSITY", "Appeal of Utilization Review Denial", "Letter of Appeal"},
	"dme_order":            {"DURABLE MEDICAL EQUIPMENT ORDER", "Certificate of Medical Necessity", "DME Order Form"},
	"med_list":             {"PRESCRIPTION", "Medication List", "Prescription Order", "Pharmacy Dispensing Record"},
	"hospital_record":      {"EMERGENCY DEPARTMENT REPORT", "Discharge Summary", "HISTORY AND PHYSICAL", "Emergency Room Record"},
	"fce_report":           {"FUNCTIONAL CAPACITY EVALUATION"}, "frp_report": {"FUNCTIONAL RESTORATION PROGRAM WEEKLY SUMMARY", "Functional Restoration Program Progress Report"},
	"sleep_report": {"POLYSOMNOGRAPHY REPORT", "Sleep Study Report"}, "cardiac_report": {"ELECTROCARDIOGRAM", "Echocardiogram Report"},
	"imr_application": {"APPLICATION FOR INDEPENDENT MEDICAL REVIEW"}, "noarfi": {"NOTICE OF ASSIGNMENT AND REQUEST FOR INFORMATION"},
	"claim_form": {"WORKERS' COMPENSATION CLAIM FORM (DWC 1)"}, "employer_report": {"EMPLOYER'S REPORT OF OCCUPATIONAL INJURY OR ILLNESS"},
	"benefit_notice": {"NOTICE REGARDING TEMPORARY DISABILITY BENEFITS", "Notice of Denial of Claim", "Delay Notice", "BENEFIT NOTICE"},
	"award":          {"COMPROMISE AND RELEASE", "FINDINGS AND AWARD", "STIPULATIONS WITH REQUEST FOR AWARD"}, "ur_physician_notes": {"PEER REVIEW REPORT", "Physician Advisor Report", "UR Physician Reviewer Report"},
	"representative_designation": {"DESIGNATION OF AUTHORIZED REPRESENTATIVE"}, "employee_statement": {"STATEMENT OF INJURED WORKER"},
}

func TestTitlesSayTheKind(t *testing.T) {
	for kind, titles := range titlesOf {
		for _, title := range titles {
			p := typeset("Northgate Medical Associates\n12 Elm Street, Fresno, CA 93701  Tel (559) 555-0100\n\n" + title + "\n\nPatient: Rosa Diaz     DOB: 03/02/1971     Date: 07/14/2015\n\nNothing else of note stands on this page but these few words of running text that say little.")
			docs, _ := Cut(bundleOf([]records.Page{p}), Options{})
			if d := docs[0]; d.Type != kind {
				t.Errorf("%q is %s, should be %s", title, d.Type, kind)
			}
			if docs[0].Date.String() != "2015-07-14" && kind != "record_index" {
				t.Errorf("%q (%s): of %s", title, kind, docs[0].Date)
			}
		}
	}
}
