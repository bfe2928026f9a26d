package fact_test

import "testing"

func TestDiagnoses(t *testing.T) {
	tell(t, []tale{
		{"a numbered list with codes", "pr2", "DIAGNOSES:\n1. Lumbar radiculopathy (M54.16)\n2. Right knee medial meniscus tear, S83.241A\n3. Cervical strain 847.0", []string{
			"diagnosis Lumbar radiculopathy (M54.16); code=M54.16", "diagnosis code=S83.241A; side=right", "diagnosis Cervical strain; code=847.0"}},
		{"codes first", "pr2", "Diagnosis:\n724.4 Lumbosacral radiculitis\n719.41 Shoulder pain, left", []string{"diagnosis code=724.4", "diagnosis code=719.41; side=left"}},
		{"no codes", "pr2_narrative", "ASSESSMENT\n\n1) Left carpal tunnel syndrome.\n2) De Quervain's tenosynovitis, left wrist.", []string{"diagnosis carpal tunnel syndrome; side=left", "diagnosis tenosynovitis; side=left"}},
		{"a list in one line", "pr2", "Diagnosis: Lumbar sprain, cervical sprain and headaches.", []string{"diagnosis Lumbar sprain", "diagnosis cervical sprain", "diagnosis headaches"}},
		{"numbers in one line", "consult_report", "Impression: 1. Lumbar spondylosis. 2. Left hip osteoarthritis.", []string{"diagnosis Lumbar spondylosis", "diagnosis Left hip osteoarthritis; side=left"}},
		{"a sentence", "consult_report", "The patient was diagnosed with complex regional pain syndrome of the right hand.", []string{"diagnosis complex regional pain syndrome of the right hand; side=right"}},
		{"a table", "rfa", "Diagnosis (Required)      ICD-Code (Required)\nLumbar radiculopathy      M54.16\nCervical strain           S16.1XXA", []string{"diagnosis Lumbar radiculopathy; code=M54.16", "diagnosis Cervical strain; code=S16.1XXA"}},
		{"denied", "initial_consult", "She denies diabetes, hypertension, or asthma.", []string{"diagnosis diabetes; negated", "diagnosis hypertension; negated", "diagnosis asthma; negated"}},
		{"no history of", "initial_consult", "There is no history of seizure disorder or stroke.", []string{"diagnosis seizure disorder; negated", "diagnosis stroke; negated"}},
		{"of the past", "initial_consult", "History of hypertension and hypothyroidism.", []string{"diagnosis hypertension; historical", "diagnosis hypothyroidism; historical"}},
		{"a year alone", "initial_consult", "He was diagnosed with gout in 2009.", []string{"diagnosis gout; historical; no day; when=2009"}},
		{"the mother's", "initial_consult", "His mother had diabetes and his father died of a stroke.", []string{"diagnosis diabetes; family", "diagnosis stroke; family"}},
		{"under the family's heading", "initial_consult", "FAMILY HISTORY: Diabetes in mother. Hypertension in father.", []string{"diagnosis Diabetes; family", "diagnosis Hypertension; family"}},
		{"no family history", "initial_consult", "There is no family history of rheumatoid arthritis.", []string{"diagnosis rheumatoid arthritis; negated"}},
		{"under the heading of the past", "initial_consult", "PAST MEDICAL HISTORY: Hypertension, asthma.", []string{"diagnosis Hypertension; historical", "diagnosis asthma; historical"}},
		{"but ends the reach of no", "consult_report", "There is no fracture but there is a rotator cuff tear of the left shoulder.", []string{"diagnosis rotator cuff tear of the left shoulder; side=left", "diagnosis fracture; negated"}},
		{"not only", "consult_report", "He has not only lumbar radiculopathy but also spinal stenosis.", []string{"diagnosis lumbar radiculopathy", "diagnosis spinal stenosis"}},
		{"does not deny", "consult_report", "She does not deny a history of alcohol abuse.", []string{"diagnosis alcohol abuse; historical"}},
		{"cannot be ruled out is no fact against it", "consult_report", "A labral tear cannot be ruled out.", []string{"diagnosis labral tear"}},
		{"rule out is no fact", "pr2", "Diagnosis:\n1. Lumbar strain\n2. Rule out lumbar radiculopathy", []string{"diagnosis Lumbar strain"}},
		{"ruled out", "consult_report", "Rotator cuff tear was ruled out by MRI.", []string{"diagnosis Rotator cuff tear; negated"}},
		{"a risk is no fact", "consult_report", "The risks of surgery include infection, stroke and deep vein thrombosis.", nil},
		{"a guideline's words are no fact", "ur_decision", "The guidelines recommend injections for radiculopathy.", nil},
		{"a complaint is none", "pr2", "SUBJECTIVE: Low back pain, neck pain and headaches.", nil},
		{"a test's name is none", "pr2", "Impingement sign positive. Beck Depression Inventory score 22.", nil},
		{"in capitals", "pr2", "DIAGNOSIS: LUMBAR SPRAIN/STRAIN\nPLAN: HOME EXERCISE", []string{"diagnosis LUMBAR SPRAIN/STRAIN"}},
		{"slips of the machine", "pr2", "Diagnosls:\n1. Lurnbar radlculopathy\n2. Cervica1 spondy1osis", []string{"diagnosis radlculopathy", "diagnosis spondy1osis"}},
		{"a word over two lines", "pr2_narrative", "The findings are those of a lumbar radicu-\nlopathy with weakness.", []string{"diagnosis lumbar radicu- lopathy"}},
		{"post-operative diagnosis", "op_report", "POSTOPERATIVE DIAGNOSIS: Right knee lateral meniscus tear.", []string{"diagnosis lateral meniscus tear; side=right"}},
		{"a label in a form", "dfr", "Diagnosis: Contusion of left hand      ICD-9 Code: 923.20", []string{"diagnosis Contusion of left hand; code=923.20; side=left"}},
		{"boxes of the past", "initial_consult", "Diabetes: No     Hypertension: Yes", []string{"diagnosis Diabetes; negated", "diagnosis Hypertension"}},
		{"none is none", "initial_consult", "Past Medical History: None.", nil},
		{"not a diagnosis", "pr2", "Diagnosis: see attached report", nil},
	})
}

func TestMedication(t *testing.T) {
	tell(t, []tale{
		{"a list", "pr2", "CURRENT MEDICATIONS:\n1. Norco 10/325 mg one tablet every 6 hours as needed #120\n2. Gabapentin 600mg TID #90\n3. Omeprazole 20 mg daily", []string{
			"medication Norco 10/325 mg; qty=120; value=10/325 mg, one tablet every 6 hours as needed", "medication Gabapentin; value=600mg, tid; qty=90", "medication Omeprazole; value=20 mg, daily"}},
		{"in one line", "pr2", "Medications: Ibuprofen 800 mg, Flexeril 10 mg, and Lyrica 75 mg twice daily.", []string{"medication value=800 mg", "medication Flexeril; value=10 mg", "medication Lyrica; value=75 mg, twice daily"}},
		{"a sentence", "pr2", "He takes tramadol 50 mg twice a day for pain.", []string{"medication tramadol; value=50 mg, twice a day for pain"}},
		{"two names of one drug", "pr2", "Refill hydrocodone/acetaminophen (Norco) 5/325 mg #60.", []string{"medication hydrocodone/acetaminophen (Norco); value=5/325 mg; qty=60"}},
		{"allergies are none", "pr2", "ALLERGIES: Penicillin, codeine.", nil},
		{"allergic to", "pr2", "She is allergic to aspirin and ibuprofen.", nil},
		{"denies taking", "pr2", "She denies taking Norco.", []string{"medication Norco; negated"}},
		{"no longer", "pr2", "He is no longer taking tramadol.", []string{"medication tramadol; negated"}},
		{"stopped", "pr2", "We discontinued Soma 350 mg.", []string{"medication Soma; says=discontinued"}},
		{"no relief is not no drug", "pr2", "He has no relief from naproxen 550 mg.", []string{"medication naproxen; value=550 mg"}},
		{"a screen of urine is none", "uds_report", "Hydrocodone   Detected   450 ng/mL", nil},
		{"injected in a procedure is none", "procedure_note", "A solution of 40 mg Kenalog and 2 cc lidocaine was injected.", nil},
		{"guideline's words", "ur_decision", "MTUS recommends gabapentin as first-line treatment.", nil},
		{"cells", "med_list", "Drug            Dose        Frequency      Qty\nNaproxen        550 mg      BID            60\nTizanidine      4 mg        at bedtime     30", []string{"medication Naproxen; says=550 mg", "medication Tizanidine; says=4 mg"}},
		{"no refill", "pr2", "Continue Mobic 15 mg once daily, no refill.", []string{"medication Mobic; value=15 mg, once daily"}},
		{"topical", "pr2", "Terocin patch apply daily #30", []string{"medication Terocin; qty=30"}},
		{"past", "consult_report", "He previously took Percocet.", []string{"medication Percocet; historical"}},
		{"a slip", "pr2", "MEDICATIONS: Gabapent1n 300 mg, cyclobenzaprlne 7.5 mg", []string{"medication value=300 mg", "medication value=7.5 mg"}},
		{"asked for is a request", "pr2", "I am requesting authorization for Norco 10/325 mg #60.", []string{"request Norco; qty=60"}},
	})
}

func TestProceduresAndImaging(t *testing.T) {
	tell(t, []tale{
		{"performed", "op_report", "PROCEDURE PERFORMED:\n1. Left knee arthroscopy with partial medial meniscectomy, CPT 29881\n2. Chondroplasty", []string{"procedure Left knee arthroscopy; code=29881; side=left", "procedure Chondroplasty"}},
		{"status post", "pr2", "She is status post right carpal tunnel release on 3/4/2015.", []string{"procedure right carpal tunnel release; side=right; historical; on 2015-03-04"}},
		{"underwent on a day", "pr2", "He underwent an L4-5 laminectomy on March 4, 2014.", []string{"procedure L4-5 laminectomy; on 2014-03-04"}},
		{"in a year", "consult_report", "He had left shoulder arthroscopy in 2009.", []string{"procedure left shoulder arthroscopy; side=left; historical; no day; when=2009"}},
		{"none", "initial_consult", "He denies any prior surgeries.", []string{"procedure surgeries; negated"}},
		{"asked for is none", "pr2", "Request authorization for left shoulder arthroscopy.", []string{"request left shoulder arthroscopy; side=left"}},
		{"planned is none", "pr2", "We discussed lumbar fusion. She is a candidate for L5-S1 discectomy.", nil},
		{"recommended is none", "consult_report", "I recommend a lumbar epidural steroid injection.", nil},
		{"an injection that was given", "pr2", "She received a cortisone injection to the right shoulder on 6/1/2015 with relief.", []string{"procedure cortisone injection to the right shoulder; side=right; on 2015-06-01"}},
		{"surgical history", "initial_consult", "PAST SURGICAL HISTORY: Appendectomy (1998). Left knee arthroscopy 2010.", []string{"procedure Appendectomy; historical; no day; when=1998", "procedure Left knee arthroscopy; side=left; historical; no day; when=2010"}},
		{"a study and what it showed", "pr2", "MRI of the lumbar spine dated 3/4/2015 showed a 4 mm disc protrusion at L5-S1.", []string{"imaging MRI of the lumbar spine; value=a 4 mm disc protrusion at L5-S1; on 2015-03-04"}},
		{"a side", "pr2", "X-rays of the left wrist taken today reveal no fracture.", []string{"imaging value=no fracture; side=left; negated"}},
		{"a study asked for is none", "pr2", "An MRI of the cervical spine is requested.", []string{"request MRI of the cervical spine"}},
		{"a study to come", "pr2", "We are awaiting the MRI of the knee.", nil},
		{"a study that was never made", "pr2", "He has not had an MRI of the lumbar spine.", []string{"imaging MRI; negated"}},
		{"a report", "imaging_report", "MRI OF THE RIGHT SHOULDER WITHOUT CONTRAST\n\nCLINICAL HISTORY: Pain.\n\nFINDINGS: The supraspinatus is torn.\n\nIMPRESSION:\n1. Full thickness tear of the supraspinatus tendon.\n2. No evidence of fracture.", []string{
			"imaging Full thickness tear; side=right; about=MRI OF THE RIGHT SHOULDER", "imaging No evidence of fracture; negated; side=right"}},
		{"a report without impression", "imaging_report", "X-RAY OF THE LEFT ANKLE\n\nThree views were taken.", []string{"imaging X-RAY OF THE LEFT ANKLE; side=left"}},
		{"nerves", "emg_report", "ELECTRODIAGNOSTIC STUDY\n\nFINDINGS: see table\n\nIMPRESSION: Moderate right carpal tunnel syndrome.", []string{"diagnostic_test Moderate right carpal tunnel syndrome; side=right", "diagnosis Moderate right carpal tunnel syndrome; side=right"}},
		{"EMG told", "pr2", "EMG/NCV of the lower extremities on 2/3/2015 was consistent with L5 radiculopathy.", []string{"diagnostic_test says=L5 radiculopathy; on 2015-02-03"}},
		{"a colon", "consult_report", "DIAGNOSTIC STUDIES:\nMRI lumbar spine, 1/12/2015: L4-5 disc bulge with stenosis.", []string{"imaging value=L4-5 disc bulge with stenosis; on 2015-01-12"}},
		{"metal safe is none", "imaging_report", "MRI compatible hardware list, page 2", nil},
	})
}
