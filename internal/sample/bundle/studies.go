package bundle

import (
	"fmt"
	"strings"
)

// imaging is the report of an MRI, CT or X-ray.
func imagingReport(t *tale, when day) *paper {
	p := newPen(t, t.voice("imaging", "Imaging Center", "Diagnostic Imaging", "Radiology Medical Group", "Advanced MRI"), "imaging_report", when)
	p.letterhead()
	study := p.one("MRI", "MRI", "MAGNETIC RESONANCE IMAGING", "X-RAY", "CT")
	part := t.body.study
	if t.body.sided {
		part = t.side + " " + part
	}
	title := p.one("MRI OF THE ", "MRI ", "Magnetic Resonance Imaging of the ")
	switch study {
	case "X-RAY":
		title = p.one("X-RAYS OF THE ", "RADIOGRAPHS OF THE ", "XR ")
	case "CT":
		title = p.one("CT OF THE ", "CT SCAN OF THE ")
	}
	title = strings.ToUpper(title + part + p.one("", " WITHOUT CONTRAST", " W/O CONTRAST"))
	label := p.one("Date of Exam", "Exam Date", "Date of Study", "Study Date", "DATE OF SERVICE", "DOS", "Date of Examination")
	ref := p.one("Referring Physician", "Referred by", "Ordering Physician", "Ref. Phys.")
	if p.IntN(2) == 0 {
		p.patient(label)
		p.pairs(ref, t.treating.full())
		p.title(title)
	} else {
		p.title(title)
		p.patient(label)
		p.pairs(ref, t.treating.full())
	}
	p.sec(p.one("CLINICAL HISTORY", "INDICATION", "Clinical Indication", "HISTORY"), p.say(p.one("Pain. Rule out internal derangement.", "$Side sided pain after a work injury on $doi.", "Status post fall, persistent pain.")))
	if p.IntN(3) > 0 {
		p.sec(p.one("COMPARISON", "Comparison"), p.one("None available.", "None.", "Prior study dated "+p.show(when.AddDays(-200-p.IntN(500)))+"."))
	}
	p.sec(p.one("TECHNIQUE", "Technique", "PROCEDURE"), p.one("Multiplanar, multisequence imaging was performed on a 1.5 Tesla magnet without intravenous contrast.", "Sagittal T1, T2 and STIR and axial T1 and T2 weighted images were obtained.", "Three views were obtained."))
	if p.IntN(2) == 0 {
		p.sec(p.one("FINDINGS", "Findings"), p.told(len(t.body.findings), t.body.findings))
	} else {
		p.sec(p.one("FINDINGS", "Findings"), some(p.Rand, 4+p.IntN(2), t.body.findings)...)
	}
	p.items(p.one("IMPRESSION", "Impression", "CONCLUSION", "IMPRESSIONS"), p.each(some(p.Rand, 2+p.IntN(3), t.body.impress))...)
	if p.IntN(3) == 0 {
		p.para("Thank you for your kind referral of this patient.")
	}
	p.sign(t.imaging)
	return p.done()
}

// nerves is an electrodiagnostic report.
func nerves(t *tale, when day) *paper {
	p := newPen(t, t.voice("nerves", "Neurodiagnostics", "Neurology Medical Clinic"), "emg_report", when)
	p.letterhead()
	p.title(p.one("ELECTRODIAGNOSTIC REPORT", "EMG/NCV REPORT", "Electromyography and Nerve Conduction Study", "ELECTRODIAGNOSTIC STUDIES OF THE EXTREMITIES"))
	p.patient(p.one("Test Date", "Date of Study", "Date of Test", "Exam Date", "Date of Service"))
	p.sec(p.one("History", "Reason for Referral"), p.told(2, histories))
	row := func(nerve string) []string {
		return []string{nerve, fmt.Sprintf("%.1f", 2.8+p.Float64()*2), fmt.Sprintf("%.1f", 3+p.Float64()*9), fmt.Sprintf("%.1f", 44+p.Float64()*16)}
	}
	cols := []float32{0, 0.45, 0.64, 0.82}
	p.sec(p.one("Motor Summary Table", "Motor NCS", "Motor Nerve Conduction"))
	p.table(cols, p.IntN(2) == 0, true, []string{"Nerve / Site", "Latency (ms)", "Amplitude (mV)", "Velocity (m/s)"}, row("L Median (APB)"), row("R Median (APB)"), row("L Ulnar (ADM)"), row("L Peroneal (EDB)"), row("R Peroneal (EDB)"), row("L Tibial (AH)"))
	p.sec(p.one("Sensory Summary Table", "Sensory NCS"))
	p.table(cols, p.IntN(2) == 0, true, []string{"Nerve", "Peak (ms)", "Amplitude (uV)", "Velocity (m/s)"}, row("L Sural"), row("R Sural"), row("L Median Digit II"), row("R Ulnar Digit V"))
	if p.IntN(2) == 0 {
		p.sec("EMG")
		p.table([]float32{0, 0.3, 0.45, 0.6, 0.8}, true, true, []string{"Muscle", "Ins Act", "Fibs", "PSW", "Recruit"}, []string{"L Vastus Med", "Nml", "0", "0", "Nml"}, []string{"L Ant Tibialis", "Incr", "1+", "1+", "Reduced"}, []string{"L Gastroc", "Nml", "0", "0", "Nml"}, []string{"Lumbar PSP", "Incr", "1+", "0", "N/A"})
	}
	p.items(p.one("Impression", "Conclusion", "INTERPRETATION"), p.say(p.one("Abnormal study. There is electrodiagnostic evidence of {dx:left L5 radiculopathy}.", "Normal study. {dx-:No electrodiagnostic evidence of radiculopathy}.", "Findings are consistent with {dx:mild carpal tunnel syndrome}.")), "H-reflex and F-wave latencies are within normal limits.")
	p.sign(t.tester)
	return p.done()
}

// lab is a laboratory report.
func lab(t *tale, when day) *paper {
	p := newPen(t, t.voice("lab", "Clinical Laboratory", "Laboratories"), "lab_report", when)
	p.letterhead()
	p.title(p.one("LABORATORY REPORT", "Laboratory Results", "FINAL REPORT", "Clinical Laboratory Report"))
	p.patient("")
	p.pairs(p.one("Collected", "Date Collected", "Collection Date"), p.own()+" 08:15", "Received", p.show(when.AddDays(1)), p.one("Reported", "Report Date"), p.show(when.AddDays(2+p.IntN(3))), "Ordering Physician", t.treating.full(), "Specimen", "Blood")
	rows := [][]string{{"Test", "Result", "Flag", "Units", "Reference Range"}}
	for _, x := range [][4]string{{"WBC", "6.8", "K/uL", "4.0-11.0"}, {"RBC", "4.71", "M/uL", "4.20-5.80"}, {"Hemoglobin", "13.9", "g/dL", "12.0-16.0"}, {"Hematocrit", "41.2", "%", "36.0-46.0"}, {"Platelets", "245", "K/uL", "150-400"}, {"Glucose", "104", "mg/dL", "65-99"}, {"BUN", "14", "mg/dL", "7-25"}, {"Creatinine", "0.92", "mg/dL", "0.60-1.30"}, {"Sodium", "139", "mmol/L", "135-146"}, {"Potassium", "4.4", "mmol/L", "3.5-5.3"}, {"ALT", "38", "U/L", "6-40"}, {"AST", "29", "U/L", "10-35"}} {
		if p.IntN(6) > 0 {
			rows = append(rows, []string{x[0], x[1], p.one("", "", "H"), x[2], x[3]})
		}
	}
	p.table([]float32{0, 0.3, 0.45, 0.55, 0.75}, p.IntN(2) == 0, true, rows...)
	p.para(p.one("Performing laboratory director: ", "Lab Director: ") + t.tester.full())
	p.d.author = t.tester.full()
	return p.done()
}

// drugScreen is a urine drug screen.
func drugScreen(t *tale, when day) *paper {
	p := newPen(t, t.voice("toxicology", "Toxicology", "Toxicology Laboratories"), "uds_report", when)
	p.letterhead()
	p.title(p.one("URINE DRUG SCREEN REPORT", "Toxicology Report", "Urine Drug Test Results", "COMPREHENSIVE URINE DRUG ANALYSIS"))
	p.patient("")
	p.pairs(p.one("Collected", "Date Collected", "Collection Date"), p.own(), p.one("Received", "Date Received"), p.show(when.AddDays(1)), p.one("Reported", "Date Reported"), p.show(when.AddDays(3)), "Specimen", "Urine", "Prescribed Medications", p.one("Norco", "Tramadol", "None listed"))
	rows := [][]string{{"Drug / Class", "Cutoff", "Result", "Interpretation"}}
	for _, d := range []string{"Amphetamines", "Benzodiazepines", "Cocaine metabolite", "Hydrocodone", "Hydromorphone", "Methadone", "Morphine", "Oxycodone", "THC", "Tramadol"} {
		rows = append(rows, []string{d, p.one("50 ng/mL", "100 ng/mL", "300 ng/mL"), p.one("Negative", "Negative", "NEGATIVE", "POSITIVE"), p.one("Consistent with prescribed", "Consistent", "INCONSISTENT", "-")})
	}
	p.table([]float32{0, 0.35, 0.55, 0.72}, p.IntN(2) == 0, true, rows...)
	p.para("Confirmed by LC/MS/MS. For clinical purposes only.")
	p.lines(p.left, p.v.body, p.v.size, "Laboratory Director: "+t.tester.full())
	p.d.author = t.tester.full()
	return p.done()
}

// cures is the state's report of controlled drugs filled.
func cures(t *tale, when day) *paper {
	v := t.voice("cures", "Department")
	v.clinic.head, v.runner = 4, 3
	p := newPen(t, v, "cures", when)
	p.middle(p.v.body.heavy(), p.v.size+1, "California Department of Justice", "Controlled Substance Utilization Review and Evaluation System (CURES)")
	p.title("Patient Activity Report")
	p.s.named = true
	p.pairs("Patient", t.patient.last+", "+t.patient.first, "DOB", p.show(t.patient.born), "Report run", p.own(), "Requested by", t.treating.full())
	rows := [][]string{{"Date Filled", "Drug", "Form", "Qty", "Days", "Prescriber", "Pharmacy"}}
	for i := range 6 + p.IntN(30) {
		rows = append(rows, []string{p.show(when.AddDays(-10 - 30*i)), p.one("HYDROCODONE-ACETAMINOPHEN 325/10", "TRAMADOL HCL 50", "ZOLPIDEM TARTRATE 10"), "TAB", p.one("30", "60", "90"), "30", strings.ToUpper(t.treating.last), p.one("VALLEY PHARMACY", "CORNER DRUG 102", "CARE RX")})
	}
	p.table([]float32{0, 0.13, 0.48, 0.56, 0.63, 0.7, 0.84}, true, true, rows...)
	return p.done()
}

// operation is an operative report.
func operation(t *tale, when day) *paper {
	p := newPen(t, t.voice("hospital", "Surgery Center", "Medical Center", "Surgical Hospital"), "op_report", when)
	p.letterhead()
	p.title(p.one("OPERATIVE REPORT", "Operative Report", "REPORT OF OPERATION", "OPERATIVE NOTE"))
	p.patient(p.one("Date of Surgery", "Date of Operation", "Date of Procedure", "DATE OF SURGERY", "DOS"))
	dx := p.say(pick(p.Rand, t.body.diagnoses))
	p.sec(p.one("Preoperative Diagnosis", "PREOPERATIVE DIAGNOSIS", "Pre-Op Diagnosis"), dx)
	p.sec(p.one("Postoperative Diagnosis", "POSTOPERATIVE DIAGNOSIS", "Post-Op Diagnosis"), p.one("Same.", dx))
	p.sec(p.one("Procedure Performed", "Procedures", "OPERATION PERFORMED", "Name of Operation"), p.say(pick(p.Rand, t.body.surgery))+".")
	p.pairs("Surgeon", t.surgeon.full(), p.one("Assistant", "Assistant Surgeon"), "None", "Anesthesia", p.one("General endotracheal", "General", "Regional block"), p.one("Estimated Blood Loss", "EBL"), p.one("Minimal", "25 cc", "50 mL"), "Complications", "None")
	p.sec(p.one("Indications", "Indications for Procedure"), p.told(3, histories))
	p.sec(p.one("Description of Procedure", "Procedure in Detail", "OPERATIVE TECHNIQUE"),
		"The patient was brought to the operating room and placed on the table. After induction of anesthesia the operative site was prepped and draped in the usual sterile fashion. A time out was performed and prophylactic antibiotics were given.",
		p.one("Dissection was carried down through the skin and subcutaneous tissue. The level was confirmed with fluoroscopy. The decompression was carried out with a high speed burr and Kerrison rongeurs until the nerve root was free.", "Standard portals were established and a diagnostic arthroscopy was performed. The tear was debrided to a stable rim with a motorized shaver, and the repair was carried out with two suture anchors."),
		"The wound was irrigated copiously. Hemostasis was obtained. The wound was closed in layers and a sterile dressing was applied. The patient tolerated the procedure well and was taken to the recovery room in stable condition. Sponge and needle counts were correct.")
	p.sign(t.surgeon)
	return p.done()
}

// injection is a procedure note.
func injection(t *tale, when day) *paper {
	p := newPen(t, t.voice("treating", "Pain Medicine Group", "Surgery Center"), "procedure_note", when)
	p.letterhead()
	p.title(p.one("PROCEDURE NOTE", "Procedure Report", "Injection Procedure Note", "PROCEDURE NOTE: "+strings.ToUpper(p.say(t.body.injection))))
	p.patient(p.one("Date of Procedure", "Procedure Date", "DOS", "Date of Service"))
	p.sec(p.one("Procedure", "Procedure Performed"), "{proc:"+p.say(t.body.injection)+"}")
	p.sec("Diagnosis", p.say("$dx"))
	p.sec(p.one("Consent", "Informed Consent"), "The risks, benefits and alternatives were explained and informed consent was obtained.")
	p.sec(p.one("Technique", "Description", "Details"), "The patient was placed prone and the skin was prepped with chlorhexidine. The skin was anesthetized with 1% lidocaine. Under fluoroscopic guidance a 22 gauge needle was advanced to the target. Contrast showed good spread without vascular uptake. The injectate of 2 cc of 0.25% bupivacaine and 80 mg of Depo-Medrol was given. The needle was withdrawn and a bandage applied.")
	p.sec(p.one("Complications", "Disposition"), p.say("None. The pain was $pain before and $pain after the procedure. The patient was discharged with instructions."))
	p.sign(t.treating)
	return p.done()
}

// sleep, heart and capacity are rarer studies.
func rareStudy(t *tale, when day) *paper {
	kind := pick(t.r, []string{"sleep_report", "cardiac_report", "fce_report"})
	p := newPen(t, t.voice(kind, "Diagnostic Center", "Testing Services"), kind, when)
	p.letterhead()
	switch kind {
	case "sleep_report":
		p.title(p.one("POLYSOMNOGRAPHY REPORT", "Sleep Study Report"))
		p.patient(p.one("Date of Study", "Study Date"))
		p.sec("Sleep Architecture", "Total sleep time 352 minutes, sleep efficiency 81%. Sleep latency 24 minutes.")
		p.sec("Respiratory Events", "The Apnea-Hypopnea Index (AHI) was 14.2 events per hour. Lowest saturation 86%. Epworth score 12.")
		p.items("Impression", "{dx:Mild obstructive sleep apnea}.", "Recommend CPAP titration.")
	case "cardiac_report":
		p.title(p.one("ECHOCARDIOGRAM REPORT", "Electrocardiogram", "STRESS TEST REPORT"))
		p.patient(p.one("Date of Study", "Test Date"))
		p.sec("Findings", "Normal left ventricular size. Ejection fraction 60%. No pericardial effusion. Electrocardiogram shows sinus rhythm.")
		p.items("Conclusion", "Normal study.")
	default:
		p.title(p.one("FUNCTIONAL CAPACITY EVALUATION", "Functional Capacity Evaluation Report"))
		p.patient(p.one("Date of Evaluation", "Test Date"))
		p.sec("Consistency of Effort", "Valid effort was demonstrated on 14 of 16 tests.")
		p.table([]float32{0, 0.5, 0.75}, true, true, []string{"Test", "Occasional", "Frequent"}, []string{"Dynamic lift, floor to waist", "25 lbs", "10 lbs"}, []string{"Dynamic lift, waist to shoulder", "20 lbs", "10 lbs"}, []string{"Push", "40 lbs", "20 lbs"})
		p.sec("Physical Demand Level", "Light.")
	}
	p.sign(t.tester)
	return p.done()
}
