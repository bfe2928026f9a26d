package bundle

import "strings"

// visitLabels are the words for the day of a visit.
var visitLabels = []string{"Date of Service", "DOS", "Date of Exam", "Date of Examination", "Encounter Date", "Visit Date", "Date of Visit", "Exam Date", "Date", "Today's Date"}

// progress is a PR-2 as a form.
func progress(t *tale, when day) *paper {
	v := t.voice("treating", "Orthopedics", "Pain Medicine Group", "Spine Institute", "Occupational Health", "Medical Group")
	v.pairs = pick(t.r, []int{2, 3, 3})
	v.caps = false
	p := newPen(t, v, "pr2", when)
	if p.IntN(2) == 0 {
		p.middle(p.v.body, p.v.size-1, "State of California", "Division of Workers' Compensation")
	} else {
		p.letterhead()
	}
	p.title(p.one("PRIMARY TREATING PHYSICIAN'S PROGRESS REPORT (PR-2)", "Primary Treating Physician's Progress Report (PR-2)", "PRIMARY TREATING PHYSICIAN'S PROGRESS REPORT"))
	p.flow("", p.v.body, "Check the box(es) which indicate why you are submitting a report at this time. If the patient is \"Permanent and Stationary\" (i.e., has reached maximum medical improvement), do not use this form.", 0)
	p.skip(0.3)
	tick := p.IntN(6)
	reasons := []string{"Periodic Report (required 45 days after last report)", "Change in treatment plan", "Change in work status", "Need for referral or consultation", "Response to request for information", "Request for authorization", "Discharged", "Info. requested by:"}
	for i := 0; i < len(reasons); i += 2 {
		p.need(p.v.size * p.v.leading)
		p.y += p.v.size * p.v.leading
		for c := range 2 {
			x := p.left + float32(c)*250
			p.box(x, p.y, i+c == tick)
			p.words(reasons[i+c], x+14, p.y, p.v.body, p.fit(reasons[i+c], p.v.body, p.v.size, 225))
			p.line++
		}
	}
	p.block++
	p.skip(0.5)
	p.patient(p.one(visitLabels[:8]...))
	p.sec(p.one("Subjective complaints", "Subjective Complaints", "Subjective complaints (quote, if possible)"), p.told(3+p.IntN(4), complaints))
	p.sec(p.one("Objective findings", "Objective Findings (Include significant physical examination, laboratory, imaging, or other diagnostic findings)", "Objective findings"), p.told(1, general)+" "+p.told(3+p.IntN(3), t.body.exam))
	p.items(p.one("Diagnoses", "Diagnosis", "Diagnoses (ICD)"), p.each(some(p.Rand, 2+p.IntN(2), t.body.diagnoses))...)
	p.treatment(p.one("Treatment Plan", "Treatment Plan (Include treatment rendered to date. List methods, frequency and duration of planned treatment(s))", "Treatment plan"))
	p.sec(p.one("Work Status", "WORK STATUS", "Work status"), "This patient has been instructed to: "+p.say(pick(p.Rand, works)))
	p.skip(0.4)
	p.para("Primary Treating Physician (original signature, do not stamp): " + declare)
	p.sign(t.treating)
	return p.done()
}

// treatment sets a plan with requests and medication.
func (p *pen) treatment(name string) {
	var list []string
	for _, s := range some(p.Rand, 1+p.IntN(2), p.t.body.requests) {
		list = append(list, p.one("Request authorization for ", "Requesting authorization: ", "RFA submitted for ")+p.say(s)+".")
	}
	for range 1 + p.IntN(3) {
		list = append(list, p.one("Continue ", "Refill ", "Prescribed ", "")+p.drug()+".")
	}
	list = append(list, p.each(some(p.Rand, 1+p.IntN(3), plans))...)
	if p.IntN(2) == 0 {
		p.items(name, list...)
	} else {
		p.sec(name, strings.Join(list, " "))
	}
}

// box draws a check box.
func (p *pen) box(x, y float32, tick bool) {
	p.frame(x, y-7, x+8, y+1)
	if tick {
		p.s.strokes = append(p.s.strokes, stroke{[][2]float32{{x + 1, y - 6}, {x + 7, y}}, 1}, stroke{[][2]float32{{x + 7, y - 6}, {x + 1, y}}, 1})
	}
}

// narrative is a progress report as running text.
func narrative(t *tale, when day) *paper {
	p := newPen(t, t.voice("treating", "Orthopedics", "Pain Medicine Group", "Spine Institute", "Occupational Health", "Medical Group"), "pr2_narrative", when)
	p.letterhead()
	switch p.IntN(4) {
	case 0: // a letter to the claims administrator
		p.title(p.one("Primary Treating Physician's Progress Report", "PROGRESS REPORT", "FOLLOW-UP REPORT OF PRIMARY TREATING PHYSICIAN"))
		p.lines(p.left, p.v.body, p.v.size, p.long(when))
		p.skip(0.5)
		p.lines(p.left, p.v.body, p.v.size, t.insurer.name, t.insurer.street, t.insurer.city)
		p.skip(0.5)
		p.patient("")
		p.para(p.one("To Whom It May Concern:", "Dear Claims Examiner:", "Dear Ms. "+t.adjuster.last+":"))
	case 1:
		if p.IntN(3) > 0 { // else a note without a title
			p.title(p.one("Progress Note", "Office Visit", "Follow Up Visit Note", "Clinic Note"))
		}
		p.patient(p.one(visitLabels...))
	default:
		p.title(p.one("PRIMARY TREATING PHYSICIAN'S PROGRESS REPORT", "Orthopedic Progress Report", "Pain Management Progress Report", "Interim Progress Report"))
		p.patient(p.one(visitLabels...))
	}
	p.sec(p.one("Chief Complaint", "CC", "Complaints"), p.say("$Side sided symptoms and $part pain."))
	p.sec(p.one("History of Present Illness", "HPI", "Interval History", "Subjective", "S"), p.told(4+p.IntN(5), complaints))
	if p.IntN(2) == 0 {
		p.items(p.one("Current Medications", "Medications", "Meds"), p.drug(), p.drug(), p.drug())
	}
	if p.IntN(3) == 0 {
		p.sec(p.one("Past Medical History", "PMH", "Past History"), p.told(3+p.IntN(3), pasts))
	}
	p.sec(p.one("Physical Examination", "Examination", "Objective", "O"), p.told(2, general)+" "+p.told(3+p.IntN(4), t.body.exam))
	if p.IntN(3) == 0 {
		p.sec(p.one("Diagnostic Studies", "Review of Records", "Imaging"), p.say("I reviewed the MRI of the $bodypart dated $before. The report describes "+strings.ToLower(strings.TrimSuffix(plain(t.body.impress[0]), "."))+"."))
	}
	if p.IntN(4) == 0 {
		p.items(p.one("Records Reviewed", "Review of Medical Records", "Interim Records"), p.each(some(p.Rand, 3+p.IntN(5), reviewed))...)
	}
	p.items(p.one("Assessment", "Impression", "Diagnoses", "A"), p.each(some(p.Rand, 2+p.IntN(3), t.body.diagnoses))...)
	p.treatment(p.one("Plan", "Treatment Plan", "Recommendations", "P"))
	p.sec(p.one("Work Status", "Disability Status", "Work Capacity"), p.say(pick(p.Rand, works)))
	if p.IntN(2) == 0 {
		p.skip(0.5)
		p.para(declare)
	}
	p.sign(t.treating)
	return p.done()
}

// firstReport is the DFR, form 5021.
func firstReport(t *tale, when day) *paper {
	v := t.voice("first", "Urgent Care", "Occupational Medical Center", "Industrial Clinic")
	v.caps, v.size = false, min(v.size, 9.5)
	p := newPen(t, v, "dfr", when)
	p.middle(p.v.body, p.v.size-1.5, "STATE OF CALIFORNIA")
	p.title(p.one("DOCTOR'S FIRST REPORT OF OCCUPATIONAL INJURY OR ILLNESS", "Doctor's First Report of Occupational Injury or Illness"))
	p.flow("", p.v.body, "Within 5 days of your initial examination, for every occupational injury or illness, send two copies of this report to the employer's workers' compensation insurance carrier or the insured employer. Failure to file a timely doctor's report may result in assessment of a civil penalty.", 0)
	p.s.named = true
	rows := [][]string{
		{"1. INSURER NAME AND ADDRESS", t.insurer.name + ", " + t.insurer.street + ", " + t.insurer.city},
		{"2. EMPLOYER NAME", t.employer},
		{"5. PATIENT NAME (first name, middle initial, last name)", t.patient.name},
		{"7. Date of birth", p.show(t.patient.born)},
		{"10. Occupation (Specific job title)", t.job},
		{"12. Injured at", t.employer + ", " + t.insurer.city},
		{"13. Date and hour of injury or onset of illness", "{inj@" + t.injury.String() + ":" + p.show(t.injury) + "} " + p.one("10:30 a.m.", "2 pm", "")},
		{"14. Date last worked", p.show(t.injury)},
		{"15. Date and hour of first examination or treatment", p.own() + " " + p.one("4:15 pm", "9:00 a.m.", "")},
		{"16. Have you (or your office) previously treated patient?", p.one("No", "NO")},
		{"17. DESCRIBE HOW THE ACCIDENT OR EXPOSURE HAPPENED", p.say(p.one("Patient states: lifting a heavy box, felt pain in $bodypart.", "Slipped on wet floor and fell on $side side."))},
		{"18. SUBJECTIVE COMPLAINTS", p.say("Pain in the $bodypart, $pain. Denies {dx-:loss of consciousness}.")},
		{"19. OBJECTIVE FINDINGS A. Physical examination", p.told(3, t.body.exam)},
		{"B. X-ray and laboratory results (State if none or pending.)", p.one("None", "X-rays: {img-:no fracture}.", "Pending")},
		{"20. DIAGNOSIS", p.say("$dx")},
		{"21. Are your findings and diagnosis consistent with patient's account of injury or onset of illness?", "Yes"},
		{"22. Is there any other current condition that will impede or delay patient's recovery?", "No"},
		{"23. TREATMENT RENDERED", p.say("$med. Ice, rest.")},
		{"24. If further treatment required, specify treatment plan/estimated duration.", p.say("Physical therapy 3 times a week for 2 weeks. Recheck $next.")},
		{"26. WORK STATUS -- Is patient able to perform usual work?", p.say(pick(p.Rand, works))},
	}
	if p.IntN(2) == 0 {
		p.table([]float32{0, 0.4}, true, false, rows...)
	} else {
		for _, r := range rows {
			p.flow(r[0]+":", p.v.body, r[1], 0)
			p.skip(0.2)
		}
	}
	p.lines(p.left, p.v.body, p.v.size-1, "FORM 5021 (Rev. 4)")
	p.sign(newDoctor(p.Rand, p.one("M.D.", "D.O.", "PA-C"), "Occupational Medicine"))
	return p.done()
}

// evaluation is an initial evaluation or a consultation.
func evaluation(kind string) func(*tale, day) *paper {
	return func(t *tale, when day) *paper {
		office, who, titles := "treating", t.treating, []string{"INITIAL ORTHOPEDIC EVALUATION", "Initial Comprehensive Evaluation", "Initial Consultation Report", "New Patient Evaluation", "PRIMARY TREATING PHYSICIAN'S INITIAL EVALUATION"}
		if kind == "consult_report" {
			office, who = "surgeon", t.surgeon
			titles = []string{"ORTHOPEDIC CONSULTATION", "Consultation Report", "Pain Management Consultation", "SECONDARY TREATING PHYSICIAN'S CONSULTATION REPORT", "Neurosurgical Consultation"}
		}
		p := newPen(t, t.voice(office, "Orthopaedic Associates", "Surgical Specialists", "Bone & Joint Center"), kind, when)
		p.letterhead()
		p.title(p.one(titles...))
		p.patient(p.one("Date of Examination", "Date of Service", "Date of Evaluation", "Exam Date", "DOS", "Date of Consultation"))
		if kind == "consult_report" {
			p.para(p.say(p.one("Dear $ptp:", "Referring physician: $ptp", "At the request of $ptp I had the opportunity to see this patient in consultation.")))
		} else if p.IntN(2) == 0 {
			p.para("Thank you for referring this patient for evaluation and treatment.")
		}
		p.sec(p.one("History of Injury", "History of Present Illness", "HISTORY"), p.told(5+p.IntN(4), histories))
		p.sec(p.one("Present Complaints", "Current Complaints", "Chief Complaint"), p.told(4+p.IntN(4), complaints))
		p.sec(p.one("Past Medical History", "Past History"), p.told(5, pasts))
		p.items("Medications", p.drug(), p.drug())
		p.sec(p.one("Review of Systems", "ROS"), p.one("Negative for {dx-:fever}, chills, chest pain and shortness of breath.", "Denies {dx-:headache}, weight loss or night sweats."))
		p.sec(p.one("Physical Examination", "Examination"), p.told(4, general), p.told(6, t.body.exam))
		p.sec(p.one("Review of Diagnostic Studies", "Imaging Reviewed", "Diagnostic Studies"), p.say(pick(p.Rand, reviewed[:1]))+" "+strings.Join(some(p.Rand, 2, t.body.findings), " "))
		if p.IntN(2) == 0 {
			p.items(p.one("Records Reviewed", "Review of Medical Records", "RECORDS REVIEW"), append(p.each(reviewed), p.each(some(p.Rand, p.IntN(9), reviewed))...)...)
		}
		p.sec(p.one("Functional History", "Activities of Daily Living", "ADLs"), p.told(4, adls))
		p.items(p.one("Diagnoses", "Impression", "Diagnostic Impression"), p.each(some(p.Rand, 3, t.body.diagnoses))...)
		p.sec(p.one("Discussion", "Medical Decision Making", "Comment"), p.told(4, histories[2:]), p.say("Given the failure of conservative treatment the patient is a candidate for further care."))
		p.treatment(p.one("Treatment Plan", "Recommendations", "Plan"))
		p.sec("Work Status", p.say(pick(p.Rand, works)))
		p.para(pick(p.Rand, thanks))
		p.sign(who)
		return p.done()
	}
}

// workStatus is a slip for the employer.
func workStatus(t *tale, when day) *paper {
	p := newPen(t, t.voice("treating", "Orthopedics", "Medical Group"), "work_status", when)
	p.letterhead()
	p.title(p.one("WORK STATUS REPORT", "Work Status", "RETURN TO WORK / WORK STATUS", "Off Work Order", "Work Restrictions"))
	p.patient(p.one("Date", "Date Issued", "Date of Visit", "DOS"))
	p.para(p.say(p.one("The above patient was seen in our office today.", "The patient is under my care for an industrial injury.")))
	p.skip(0.5)
	for i, w := range some(p.Rand, 1, works) {
		p.need(20)
		p.y += p.v.size * p.v.leading
		p.box(p.left, p.y, i == 0)
		p.words(p.say(w), p.left+16, p.y, p.v.body, p.v.size)
		p.line++
	}
	p.block++
	p.items("Restrictions", some(p.Rand, 3, []string{"No lifting over 15 pounds", "No repetitive bending or stooping", "No climbing ladders", "Alternate sitting and standing every 30 minutes", "No overhead work", "Limited use of the hand"})...)
	p.para(p.say("Next appointment: $next"))
	p.sign(t.treating)
	return p.done()
}

// hospital is an emergency or discharge record.
func hospital(t *tale, when day) *paper {
	p := newPen(t, t.voice("hospital", "Community Hospital", "Medical Center", "Memorial Hospital"), "hospital_record", when)
	p.letterhead()
	kind := p.IntN(3)
	p.title([]string{"EMERGENCY DEPARTMENT RECORD", "DISCHARGE SUMMARY", "HISTORY AND PHYSICAL"}[kind])
	p.patient([]string{"Date of Service", "Discharge Date", "Admission Date"}[kind])
	if kind == 0 {
		p.pairs("Arrival", p.show(when)+" 14:20", "Triage level", number(2+p.IntN(3)), "Mode of arrival", "Private vehicle")
	} else {
		p.pairs(p.one("Attending", "Attending physician"), t.surgeon.full(), "Admitting diagnosis", p.say("$dx"))
	}
	p.sec("Chief Complaint", p.say("$Side $part pain after injury at work."))
	p.sec(p.one("HPI", "History of Present Illness"), p.told(4, histories))
	p.sec("Past Medical History", p.told(4, pasts))
	p.sec(p.one("Physical Exam", "Physical Examination"), p.told(3, general)+" "+p.told(3, t.body.exam))
	p.sec(p.one("ED Course", "Hospital Course", "Medical Decision Making"), p.one("X-rays were obtained and showed {img-:no acute fracture}. The patient was given Toradol 60 mg IM with improvement.", "The postoperative course was uneventful. Pain was controlled with oral medication and the patient was ambulating."))
	p.sec(p.one("Disposition", "Discharge Instructions"), p.say("Discharged home in stable condition with $med. Follow up with the primary physician in 3 days."))
	p.sign(t.surgeon)
	return p.done()
}
