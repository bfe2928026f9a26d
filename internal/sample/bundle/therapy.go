package bundle

import "strings"

var treated = []string{"Patient reports pain $pain at the start of treatment.", "Tolerated treatment well without adverse reaction.", "Reports less stiffness after the last session.", "Progressing slowly toward goals.", "Patient demonstrates improved range of motion.", "Cueing was required for posture and body mechanics.", "Home exercise program reviewed and understood."}

// therapist is a note of physical or occupational therapy, of a chiropractor or an acupuncturist.
func therapist(kind string) func(*tale, day) *paper {
	return func(t *tale, when day) *paper {
		names := map[string][]string{"pt_note": {"Physical Therapy", "Sports & Spine Physical Therapy", "Rehab"}, "ot_note": {"Hand Therapy", "Occupational Therapy"}, "chiro_note": {"Chiropractic", "Chiropractic Health Center"}, "acu_note": {"Acupuncture", "Acupuncture & Herbs"}}[kind]
		p := newPen(t, t.voice(kind, names...), kind, when)
		p.letterhead()
		titles := map[string][]string{"pt_note": {"PHYSICAL THERAPY DAILY NOTE", "Physical Therapy Progress Note", "PT Initial Evaluation", "Physical Therapy Treatment Note"}, "ot_note": {"OCCUPATIONAL THERAPY NOTE", "Hand Therapy Daily Note", "Occupational Therapy Progress Report"},
			"chiro_note": {"CHIROPRACTIC TREATMENT NOTE", "Chiropractic Progress Note", "Chiropractic SOAP Note"}, "acu_note": {"ACUPUNCTURE TREATMENT NOTE", "Acupuncture Progress Note", "Acupuncture Visit Record"}}[kind]
		if p.IntN(9) > 0 {
			p.title(p.one(titles...))
		}
		p.patient(p.one("Date of Service", "Visit Date", "DOS", "Date", "Treatment Date"))
		of := p.IntN(12) + 6
		visit := 1 + p.IntN(of)
		p.pairs(p.one("Visit #", "Visit", "Visit number", "Treatment #"), "{tx:"+number(visit)+p.one(" of ", "/", " of ")+number(of)+"}", p.one("Diagnosis", "Dx"), p.say("$dx"), p.one("Referring MD", "Referred by"), t.treating.full())
		p.sec(p.one("Subjective", "S", "SUBJECTIVE"), p.told(2+p.IntN(2), treated))
		switch kind {
		case "pt_note":
			p.sec(p.one("Objective", "O"), p.told(2, t.body.exam))
			p.table([]float32{0, 0.5, 0.7, 0.85}, p.IntN(2) == 0, true, []string{"Intervention", "Minutes", "Units", "CPT"}, []string{"Therapeutic Exercise", "25", "2", "97110"}, []string{"Manual Therapy", "15", "1", "97140"}, []string{"Electrical stimulation, unattended", "15", "1", "G0283"}, []string{"Hot/cold packs", "10", "1", "97010"})
			p.sec(p.one("Plan of Care", "Plan", "P"), "Continue 2 times a week. Short Term Goals: increase range of motion by 10 degrees in 3 weeks. Long Term Goals: return to usual work.")
		case "ot_note":
			p.sec("Objective", p.one("Grip strength right 42 lbs, left 24 lbs. Pinch 9 lbs.", "Grip strength by dynamometer: R 38, L 26. Wrist extension 45 degrees."))
			p.sec("Plan", "Continue scar management, desensitization, splinting and strengthening.")
		case "chiro_note":
			p.sec(p.one("Objective", "O"), "Subluxation noted at L4, L5 and T8 with hypertonicity. Range of motion restricted.")
			p.sec(p.one("Treatment", "Procedure"), "CMT 98941, diversified spinal adjustment. Myofascial release 97140, 15 minutes.")
			p.sec(p.one("Plan", "P"), "Continue 2x/week.")
		default:
			p.sec(p.one("Tongue and Pulse", "O"), p.one("Tongue: pale, thin white coat. Pulse: wiry.", "Tongue dusky, pulse thready."))
			p.sec(p.one("Points used", "Treatment"), "BL 23, BL 40, GB 30, GB 34, LI 4, LV 3, ashi points. Electroacupuncture 20 minutes, infrared heat.")
			p.sec(p.one("Plan", "P"), "Continue 1 time a week.")
		}
		who := t.therapy
		switch kind {
		case "ot_note":
			who.degree, who.field = "OTR/L, CHT", "Certified Hand Therapist"
		case "chiro_note":
			who.degree, who.field = "D.C.", "Doctor of Chiropractic"
		case "acu_note":
			who.degree, who.field = "L.Ac.", "Licensed Acupuncturist"
		}
		p.sign(who)
		return p.done()
	}
}

// mind is a psychological evaluation or a note of psychotherapy.
func mind(kind string) func(*tale, day) *paper {
	return func(t *tale, when day) *paper {
		p := newPen(t, t.voice("mind", "Psychological Services", "Behavioral Health"), kind, when)
		p.letterhead()
		if kind == "psych_note" {
			p.title(p.one("PSYCHOTHERAPY PROGRESS NOTE", "Psychotherapy Session Note", "Cognitive Behavioral Group Therapy Note", "Individual Psychotherapy Note"))
			p.patient(p.one("Date of Session", "Session Date", "Date of Service"))
			p.pairs("Session #", "{tx:"+number(1+p.IntN(9))+" of 10}")
			p.sec(p.one("Session Content", "Narrative"), "The patient was seen for 45 minutes of cognitive behavioral therapy. Themes were pain, loss of work and sleep. Relaxation training was practiced.")
			p.sec("Mental Status", "Mood was depressed, affect constricted. Denies {dx-:suicidal ideation}.")
			p.sec("Plan", "Continue weekly sessions.")
			p.sign(t.mind)
			return p.done()
		}
		p.title(p.one("PSYCHOLOGICAL EVALUATION", "Comprehensive Psychological Evaluation", "INITIAL PSYCHIATRIC REPORT"))
		p.patient(p.one("Date of Evaluation", "Date of Examination", "Date of Interview"))
		p.sec("Identifying Information", p.say("$name is a $age year old $man referred by $ptp."))
		p.sec(p.one("History of the Injury", "History"), p.told(6, histories))
		p.sec("Current Symptoms", "The patient reports depressed mood, anxiety, poor concentration, irritability and loss of interest.", p.told(3, complaints))
		p.sec("Past Psychiatric History", "No prior psychiatric treatment. Family history: sister had {dx~:depression}.")
		p.sec("Mental Status Examination", "The patient was cooperative. Speech was normal. Mood was depressed and affect was congruent. There were no hallucinations. Denies {dx-:suicidal ideation}.")
		p.table([]float32{0, 0.5, 0.7}, true, true, []string{"Test", "Score", "Range"}, []string{"Beck Depression Inventory", "28", "Moderate"}, []string{"Beck Anxiety Inventory", "22", "Moderate"}, []string{"Epworth Sleepiness Scale", "11", "Elevated"})
		p.items(p.one("Diagnosis", "DSM-IV Diagnosis"), "Axis I: {dx:Major depressive disorder}, single episode, moderate", "Axis I: {dx:Pain disorder associated with psychological factors}", "Axis III: See medical record", "Axis V: GAF 55")
		p.sec("Recommendations", "{req:Cognitive behavioral therapy, 8 sessions}.")
		p.sign(t.mind)
		return p.done()
	}
}

// evaluator is a report of a qualified or agreed medical evaluator, 12 to 40 pages of which review other papers.
func evaluator(kind string) func(*tale, day) *paper {
	return func(t *tale, when day) *paper {
		p := newPen(t, t.voice("judge", "Medical-Legal Evaluations", "Orthopaedic Evaluations"), kind, when)
		p.v.caps = false
		p.letterhead()
		p.lines(p.left, p.v.body, p.v.size, p.long(when))
		p.skip(0.5)
		p.lines(p.left, p.v.body, p.v.size, t.insurer.name, t.insurer.street, t.insurer.city)
		p.skip(0.4)
		p.lines(p.left, p.v.body, p.v.size, "Law Offices of "+t.lawyer.last, t.insurer.city)
		p.skip(0.6)
		p.title(map[string]string{"qme_report": p.one("PANEL QUALIFIED MEDICAL EVALUATION", "Qualified Medical Evaluator's Report", "COMPREHENSIVE PANEL QME EVALUATION"), "ame_report": p.one("AGREED MEDICAL EVALUATION", "Report of Agreed Medical Evaluator"), "med_legal_supp": p.one("SUPPLEMENTAL REPORT", "Supplemental Medical-Legal Report")}[kind])
		p.patient(p.one("Date of Evaluation", "Date of Examination", "Date of Exam"))
		p.para(p.one("Dear Parties:", "Dear Counsel and Claims Examiner:", "Gentlepersons:"))
		p.skip(0.5)
		p.para(map[string]string{"qme_report": "The above captioned patient was seen in my office in the capacity of a Panel Qualified Medical Evaluator. This is an ML104 report. Face-to-face time was 55 minutes.", "ame_report": "The above captioned patient was seen in my capacity as Agreed Medical Evaluator (AME). This is an ML104-94 report.", "med_legal_supp": "I have received additional records and was asked to comment on them. This is an ML106 report."}[kind])
		if kind != "med_legal_supp" {
			p.sec("History of the Injury", p.told(8, histories), p.told(6, histories))
			p.sec("Present Complaints", p.told(8, complaints))
			p.sec("Past History", p.told(7, pasts))
			p.sec("Physical Examination", p.told(5, general), p.told(7, t.body.exam), p.told(4, t.body.exam))
		}
		p.head("Review of Medical Records")
		n := 40 + p.IntN(200)
		if kind == "med_legal_supp" {
			n = 6 + p.IntN(10)
		}
		for range n {
			on := t.injury.AddDays(p.IntN(max(1, int(when-t.injury))))
			p.flow(p.show(on)+",", p.v.body, p.one("Progress Report", "MRI Report", "Operative Report", "Doctor's First Report", "Physical Therapy Note", "Utilization Review Determination", "Request for Authorization", "Consultation")+", Dr. "+pick(p.Rand, docLast)+". "+
				plain(p.told(3+p.IntN(4), append(append([]string{}, t.body.exam...), "The patient was seen for follow up.", "Treatment was requested.", "The request was denied.", "Work status was modified duty.", "The study was unremarkable."))), 0)
			p.skip(0.3)
		}
		p.items("Diagnoses", p.each(some(p.Rand, 4, t.body.diagnoses))...)
		p.sec("Discussion", p.told(6, histories), "It is my opinion within reasonable medical probability that the injury arose out of and in the course of employment.")
		if kind != "med_legal_supp" {
			p.sec("Causation and Apportionment", "Pursuant to Labor Code sections 4663 and 4664, 80% of the permanent disability is apportioned to the industrial injury and 20% to pre-existing degeneration.")
			p.sec("Work Status", "The patient is {work:permanent and stationary}.")
			p.sec("Future Medical Care", "Future medical care should include office visits, medication and injections.")
		}
		p.skip(0.5)
		p.para(strings.Replace(declare, "contained in this report", "contained in this report", 1) + " I further declare that I personally performed the evaluation on " + p.show(when) + ".")
		who := t.judge
		if kind == "ame_report" {
			who.field = "Agreed Medical Evaluator"
		}
		p.sign(who)
		return p.done()
	}
}
