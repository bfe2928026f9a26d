package fact_test

import "testing"

func TestRequests(t *testing.T) {
	tell(t, []tale{
		{"the form", "rfa", `Diagnosis (Required)    ICD-Code (Required)   Service/Good Requested (Required)   CPT/HCPCS Code   Other Information: (Frequency, Duration, Quantity)
Lumbar radiculopathy    M54.16                Physical therapy lumbar spine       97110            2x6
Lumbar radiculopathy    M54.16                MRI lumbar spine                    72148            1`, []string{
			"diagnosis code=M54.16", "diagnosis code=M54.16", "request Physical therapy lumbar spine; code=97110; qty=2x6", "request MRI lumbar spine; code=72148"}},
		{"a sentence", "pr2", "I am requesting authorization for 12 sessions of physical therapy for the lumbar spine.", []string{"request 12 sessions of physical therapy; qty=12 sessions"}},
		{"times a week", "pr2", "Request authorization for acupuncture 2 times per week for 6 weeks.", []string{"request acupuncture 2 times per week for 6 weeks; qty=2 times per week for 6 weeks"}},
		{"two items", "pr2", "We request authorization for an MRI of the left knee and a TENS unit.", []string{"request MRI of the left knee; side=left", "request TENS unit"}},
		{"a list under its heading", "pr2", "TREATMENT REQUESTED:\n1. Chiropractic treatment 2x4\n2. Follow-up visit in 6 weeks\n3. Tramadol 50 mg #60", []string{"request Chiropractic treatment; qty=2x4", "request Follow-up visit", "request Tramadol; qty=60; value=50 mg"}},
		{"passive", "pr2", "A lumbar epidural steroid injection at L4-5 is requested.", []string{"request lumbar epidural steroid injection at L4-5"}},
		{"authorization is requested", "pr2_narrative", "Authorization is requested for right shoulder arthroscopy with subacromial decompression.", []string{"request right shoulder arthroscopy with subacromial decompression; side=right"}},
		{"a label", "ur_decision", "Requested service: Functional capacity evaluation", []string{"request Functional capacity evaluation"}},
		{"information is no treatment", "ur_correspondence", "We request additional information about the physical therapy.", nil},
		{"records are none", "noarfi", "Please send the records requested below.", nil},
		{"please authorize", "letter_med_necessity", "Please authorize a trial of a spinal cord stimulator.", []string{"request spinal cord stimulator"}},
		{"an amount after a comma is no item", "pr2", "Request authorization for a TENS unit, 30 day rental, and acupuncture, 8 sessions.", []string{"request TENS unit, 30 day rental", "request acupuncture, 8 sessions; qty=8 sessions"}},
		{"the date of a request is none", "ur_decision", "Date of request: 07/10/2015", nil},
	})
}

func TestDenials(t *testing.T) {
	tell(t, []tale{
		{"is denied because", "ur_decision", "The request for MRI of the lumbar spine is denied because there are no red flags.", []string{"denial about=MRI of the lumbar spine; value=there are no red flags"}},
		{"non-certified", "ur_decision", "Physical therapy 2x6 for the cervical spine is non-certified.", []string{"denial about=Physical therapy 2x6; qty=2x6"}},
		{"a reason under its heading", "ur_decision", "DETERMINATION: The request for Norco 10/325 #90 is denied.\n\nRATIONALE: There is no documentation of functional improvement.", []string{"denial about=Norco 10/325 #90; value=There is no documentation of functional improvement; qty=90"}},
		{"modified", "ur_decision", "The request for 12 visits of acupuncture has been modified to 6 visits.", []string{"denial about=12 visits of acupuncture"}},
		{"a table", "ur_decision", "Service Requested                 Determination\nMRI cervical spine                Non-certified\nPhysical therapy 6 visits         Certified\nTENS unit purchase                Denied", []string{"denial MRI cervical spine", "denial TENS unit purchase"}},
		{"an item and its decision", "ur_decision", "Request: Lumbar MRI without contrast\nDecision: Non-Certified", []string{"request Lumbar MRI without contrast", "denial about=Lumbar MRI without contrast"}},
		{"the patient denied", "pr2", "The patient denied chest pain and denied prior physical therapy.", []string{"diagnosis chest pain; negated"}},
		{"told by the doctor", "pr2", "Utilization review denied the request for acupuncture on 6/2/2015.", []string{"denial about=acupuncture; on 2015-06-02"}},
		{"modified duty is none", "pr2", "Modified duty continues.", []string{"work_status Modified duty"}},
		{"the right to dispute is none", "ur_decision", "If your request was denied or modified you may apply for review of the treatment.", nil},
		{"denial of", "attorney_letter", "We object to the denial of the lumbar epidural steroid injection dated 6/30/2015.", []string{"denial about=lumbar epidural steroid injection; on 2015-06-30"}},
		{"approved is none", "ur_decision", "The request for 6 visits of physical therapy is certified.", []string{"request 6 visits of physical therapy; qty=6 visits"}},
		{"a claim is none", "attorney_letter", "The claim was denied by the insurer.", nil},
	})
}

func TestTherapy(t *testing.T) {
	tell(t, []tale{
		{"completed", "pr2", "She has completed 8 sessions of physical therapy with benefit.", []string{"therapy 8 sessions; qty=8 sessions; value=physical therapy"}},
		{"the number of a visit", "pt_note", "Visit #5 of 12", []string{"therapy qty=5 of 12"}},
		{"attended", "pr2", "He attended 12 acupuncture visits.", []string{"therapy qty=12 acupuncture visits; value=acupuncture"}},
		{"of", "pt_note", "Patient has attended 6 of 12 authorized visits.", []string{"therapy qty=6 of 12 authorized visits"}},
		{"a label", "pt_note", "Visits completed: 7", []string{"therapy qty=7"}},
		{"asked for is none", "pr2", "Request 12 additional sessions of physical therapy.", []string{"request 12 additional sessions"}},
		{"recommended is none", "pr2", "I recommend 6 sessions of massage therapy.", nil},
		{"an office visit is none", "pr2", "This is her second office visit.", nil},
		{"pages are none", "pt_note", "Page 1 of 3", nil},
		{"twelve pages", "pt_note", "12 pages were faxed.", nil},
	})
}
