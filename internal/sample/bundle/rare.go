package bundle

import "strings"

// urNotes is the report of the physician who reviewed a request, as the claims administrator keeps it.
func urNotes(t *tale, when day) *paper {
	p := newPen(t, t.voice("urnotes", "Review"), "ur_physician_notes", when)
	p.v.caps = false
	p.v.clinic.name = pick(p.Rand, reviewers)
	p.letterhead()
	p.title(p.one("PEER REVIEW REPORT", "Physician Advisor Report", "Physician Reviewer Worksheet", "PHYSICIAN ADVISOR REVIEW"))
	p.s.named = true
	p.pairs("Claimant", t.patient.name, "Claim Number", t.patient.claim, p.one("Date of Review", "Review Date", "Date completed"), p.show(when), "Date of Injury", "{inj@"+t.injury.String()+":"+p.show(t.injury)+"}", "Physician Advisor", t.ur.full())
	p.sec("Items in dispute", plain(p.say(pick(p.Rand, t.body.requests))))
	p.sec("Peer to peer contact", p.one("A call was placed to the office of the requesting physician at 10:15 am; a message was left.", "Peer to peer was attempted twice without success."))
	p.sec("Clinical summary", p.told(4, histories), p.told(3, complaints))
	p.items("Records reviewed", p.each(some(p.Rand, 3, reviewed))...)
	p.sec("Rationale for decision", "Based on the clinical information and using the evidence based guidelines, "+pick(p.Rand, denied)+".")
	p.sec("Recommendation", p.one("Recommend {den:non-certification}.", "Recommend {den:denial} of the request."))
	p.sign(t.ur)
	return p.done()
}

// stationary is a permanent and stationary report, PR-3 or PR-4.
func stationary(t *tale, when day) *paper {
	kind := pick(t.r, []string{"pr3", "pr4"})
	v := t.voice("treating", "Orthopedics")
	v.caps = false
	p := newPen(t, v, kind, when)
	p.middle(p.v.body, p.v.size-1, "STATE OF CALIFORNIA", "Division of Workers' Compensation")
	p.title(map[string]string{"pr3": "PRIMARY TREATING PHYSICIAN'S PERMANENT AND STATIONARY REPORT (PR-3)", "pr4": "PRIMARY TREATING PHYSICIAN'S PERMANENT AND STATIONARY REPORT (PR-4)"}[kind])
	p.para(map[string]string{"pr3": "This form is required to be used for ratings prepared pursuant to the 1997 Permanent Disability Rating Schedule.", "pr4": "This form is required to be used for ratings prepared pursuant to the 2005 Permanent Disability Rating Schedule and the AMA Guides to the Evaluation of Permanent Impairment (5th Ed.)."}[kind])
	p.patient(p.one("Date of Exam", "Date of Examination", "Date of current examination"))
	p.sec("Description of how injury/illness occurred", p.told(3, histories))
	p.sec("Patient's Complaints", p.told(4, complaints))
	p.sec("Relevant Medical History", p.told(4, pasts))
	p.sec("Objective Findings", p.told(3, general), p.told(6, t.body.exam))
	p.items("Diagnoses", p.each(some(p.Rand, 2, t.body.diagnoses))...)
	p.sec("Whole Person Impairment", "The impairment was rated with table 15-3. Whole person impairment "+number(5+p.IntN(20))+"%.")
	p.sec("Apportionment", p.one("There is no basis for apportionment.", "10% of the disability is apportioned to other factors."))
	p.sec("Future Medical Treatment", "Medication, office visits and a course of therapy for flare-ups.")
	p.sec("Work", "The patient is {work:permanent and stationary}.")
	p.para(declare)
	p.sign(t.treating)
	return p.done()
}

// restoration is a report of a functional restoration program.
func restoration(t *tale, when day) *paper {
	p := newPen(t, t.voice("frp", "Functional Restoration", "Pain Rehabilitation"), "frp_report", when)
	p.letterhead()
	p.title(p.one("FUNCTIONAL RESTORATION PROGRAM", "Weekly Integrative Summary", "Functional Restoration Program Progress Report"))
	p.patient(p.one("Date of Report", "Report Date"))
	p.pairs("Week", "{tx:"+number(1+p.IntN(5))+" of 6}")
	p.sec("Interdisciplinary Team", "Physician, psychologist, physical therapist, and occupational therapist met to discuss progress.")
	p.sec("Physical Progress", p.say("Lifting increased from 10 to 20 pounds. Walking tolerance 30 minutes. Average pain $pain."))
	p.sec("Psychological Progress", "Coping has improved. Negative predictors of success have been addressed.")
	p.sec("Recommendations", "{req:Functional restoration program, 80 hours}.")
	p.sign(t.mind)
	return p.done()
}

// award is a stipulation or a decision of the appeals board.
func award(t *tale, when day) *paper {
	v := t.voice("board", "Board")
	v.clinic.head, v.caps = 4, false
	p := newPen(t, v, "award", when)
	p.middle(p.v.body, p.v.size, "STATE OF CALIFORNIA", "WORKERS' COMPENSATION APPEALS BOARD")
	p.skip(0.5)
	p.s.named = true
	p.pairs("Applicant", t.patient.name, "Defendant", t.employer+"; "+t.insurer.name, "Case No.", "ADJ"+number(1000000+p.IntN(8999999)))
	p.title(p.one("STIPULATIONS WITH REQUEST FOR AWARD", "FINDINGS AND AWARD", "COMPROMISE AND RELEASE"))
	for _, x := range []string{t.patient.name + ", born " + p.long(t.patient.born) + ", while employed at California as a " + t.job + " on " + "{inj@" + t.injury.String() + ":" + p.long(t.injury) + "} sustained injury arising out of and in the course of employment.",
		"The injury caused permanent disability of " + number(5+p.IntN(40)) + "%.", "There is a need for further medical treatment to cure or relieve from the effects of the injury.", "Applicant's attorney requests a fee of 12%."} {
		p.section++
		p.skip(0.4)
		p.para(number(p.section) + ". " + x)
	}
	p.skip(0.8)
	p.para("Dated: " + p.long(when))
	p.scribble(p.left+10, p.y+20, 110)
	p.y += 30
	p.lines(p.left, p.v.body, p.v.size, "WORKERS' COMPENSATION ADMINISTRATIVE LAW JUDGE")
	return p.done()
}

// designation names a representative.
func designation(t *tale, when day) *paper {
	v := t.voice("worker", "none")
	v.clinic.head, v.runner, v.caps = 4, 0, false
	p := newPen(t, v, "representative_designation", when)
	p.title(p.one("DESIGNATION OF AUTHORIZED REPRESENTATIVE", "Authorized Representative Designation for Independent Medical Review"))
	p.s.named = true
	p.para("I, " + t.patient.name + ", designate " + t.lawyer.full() + " as my authorized representative to act for me in the independent medical review of the decision about my treatment.")
	p.skip(1)
	p.scribble(p.left+100, p.y+14, 100)
	p.y += 18
	p.lines(p.left, p.v.body, p.v.size, "Employee signature: "+t.patient.name, "Date signed: "+p.show(when))
	p.d.author = t.patient.name
	return p.done()
}

var research = []string{
	"Patients were randomized in a 1:1 ratio to the intervention or to usual care and were followed for twelve months.",
	"The primary outcome was the change in the Oswestry Disability Index at six months; secondary outcomes were pain, use of medication and return to work.",
	"There was no significant difference between the groups in adverse events.",
	"Limitations of the study include a small sample, loss to follow-up of 14% and the lack of blinding of therapists.",
	"These results are consistent with those of earlier trials and support a stepped approach to care.",
	"Evidence of moderate quality suggests a small benefit in the short term.",
	"The mean age was 46 years and 52% were women; the mean duration of symptoms was 19 months.",
	"Confidence intervals were computed with the bootstrap, and missing values were imputed.",
	"Further research is needed before the treatment can be recommended for all patients.",
}

// literature is an article, set in two columns.
func literature(t *tale, when day) *paper {
	v := t.voice("journal", "none")
	v.size, v.body, v.caps, v.runner, v.margin, v.leading = 8.5, roman, false, 4, 48, 1.2
	p := newPen(t, v, "medical_literature", when)
	p.lines(p.left, p.v.body.slanted(), 8, p.one("Journal of Occupational Rehabilitation", "Spine and Pain Research", "Annals of Conservative Care")+" "+when.Format("2006")+"; "+number(10+p.IntN(30))+":"+number(100+p.IntN(800)), "doi: 10.9999/jor."+number(1000+p.IntN(8999)))
	p.skip(0.5)
	who := newDoctor(p.Rand, "MD", "")
	p.title(p.one("Physical therapy for chronic low back pain: a randomized trial", "Epidural steroid injection for radicular pain: a systematic review", "Surgery or conservative treatment of rotator cuff tears"))
	p.lines(p.left, p.v.body, p.v.size, who.full()+" and colleagues")
	p.d.author = who.full()
	p.sec("Abstract", p.told(3, research))
	p.skip(1)
	top, edge := p.y, p.right
	mid := (p.left + p.right) / 2
	second := false
	left := p.left
	p.right = mid - 10
	p.column = func() bool {
		if !second {
			second = true
			p.left, p.right, p.y = mid+10, edge, top
			return true
		}
		p.page()
		second, top = false, p.y
		p.left, p.right = left, mid-10
		return true
	}
	for _, name := range []string{"Introduction", "Methods", "Results", "Discussion", "Conclusion"} {
		p.v.heading = 2
		p.sec(name, p.told(7, research), p.told(6, research), p.told(5, research))
	}
	p.head("References")
	for i := range 8 {
		p.para(number(i+1) + ". " + strings.ToUpper(pick(p.Rand, docLast)[:1]) + " " + pick(p.Rand, docLast) + ", et al. Treatment of pain. J Care. 2009;" + number(4+i) + ":12-19.")
	}
	p.column = nil
	return p.done()
}

// identity is a copy of a card.
func identity(t *tale, _ day) *paper {
	v := t.voice("photo", "none")
	v.runner, v.caps = 0, false
	p := newPen(t, v, "photo_id", 0)
	p.s.named = true
	p.frame(150, 200, 440, 380)
	p.at("DRIVER LICENSE", 250, 225, sansBold, 12)
	p.at(strings.ToUpper(t.patient.last), 260, 260, sans, 9)
	p.at(strings.ToUpper(t.patient.first), 260, 275, sans, 9)
	p.frame(160, 240, 245, 360)
	for range 25 {
		p.s.strokes = append(p.s.strokes, scrawl(p.Rand, 165+p.Float32()*30, 250+p.Float32()*100, 40)...)
	}
	return p.done()
}
