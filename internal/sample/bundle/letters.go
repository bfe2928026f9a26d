package bundle

import "strings"

var denied = []string{
	"the records do not document objective functional improvement with prior treatment",
	"the guidelines recommend a trial of conservative care first",
	"the medical necessity of the request has not been established",
	"there is no documentation of failed first line treatment",
	"the requested quantity exceeds what the guidelines recommend",
}

// decision is a determination of utilization review: denial, modification, approval of a part.
func decision(t *tale, when day) *paper {
	p := newPen(t, t.voice("ur", "Review"), "ur_decision", when)
	p.v.caps = false
	p.v.clinic.name = t.uro.name
	p.letterhead()
	form := p.IntN(3)
	modified := p.IntN(3) == 0
	title := p.one("UTILIZATION REVIEW DETERMINATION", "NOTICE OF UTILIZATION REVIEW DENIAL", "Utilization Review Decision", "NON-CERTIFICATION")
	if modified {
		title = p.one("NOTICE OF MODIFICATION", "Utilization Review Determination: Modification", "MODIFIED UTILIZATION REVIEW DECISION")
	}
	if form == 0 {
		p.title(title)
	}
	p.lines(p.left, p.v.body, p.v.size, p.one("", "Date: ", "Date of decision: ")+p.long(when))
	p.skip(0.6)
	p.lines(p.left, p.v.body, p.v.size, t.treating.full(), t.insurer.street, t.insurer.city)
	p.skip(0.6)
	p.s.named = true
	p.pairs("RE", t.patient.name, p.one("Claim Number", "Claim #", "Claim"), t.patient.claim, p.one("Date of Injury", "DOI"), "{inj@"+t.injury.String()+":"+p.show(t.injury)+"}", p.one("Date RFA received", "Date request received"), p.show(when.AddDays(-4)), p.one("UR Reference #", "Review No."), number(1000000+p.IntN(8999999)), "Employer", t.employer)
	p.skip(0.5)
	if form != 0 {
		p.title(title)
	}
	p.para(p.one("Dear "+t.treating.full()+":", "Dear Dr. "+t.treating.last+":", "Dear Provider:"))
	p.skip(0.5)
	p.para("Your request for authorization dated " + p.show(when.AddDays(-5)) + " was reviewed by a physician reviewer. The decision is as follows:")
	p.skip(0.4)
	items := some(p.Rand, 1+p.IntN(3), t.body.requests)
	if form == 1 {
		rows := [][]string{{"Treatment requested", "Decision", "Quantity certified"}}
		for _, it := range items {
			it = plain(p.say(it))
			if modified {
				rows = append(rows, []string{it, "{den:MODIFIED}", number(1 + p.IntN(6))})
			} else {
				rows = append(rows, []string{it, "{den:DENIED}", "0"})
			}
		}
		p.table([]float32{0, 0.55, 0.78}, true, true, rows...)
	} else {
		for i, it := range items {
			it = plain(p.say(it))
			verdict := p.one("is denied", "is not medically necessary", "is non-certified", "has been denied")
			if modified {
				verdict = "has been modified to a quantity of " + number(1+p.IntN(6))
			}
			p.flow("", p.v.body, number(i+1)+". {den:The request for "+it+" "+verdict+"}.", 10)
		}
	}
	p.sec(p.one("Clinical Summary", "Summary of records reviewed", "Clinical History"), p.told(3, histories), p.told(3, complaints))
	p.items(p.one("Records Reviewed", "Medical records reviewed", "Documents reviewed"), p.each(some(p.Rand, 3+p.IntN(3), reviewed))...)
	p.sec(p.one("Rationale", "Rationale for Decision", "Explanation of decision", "Clinical rationale"), "In this case "+pick(p.Rand, denied)+". Therefore the request is "+p.one("not medically necessary.", "not certified.", "denied."))
	p.sec(p.one("Criteria or guidelines used", "Guidelines", "References"), p.one("MTUS, ACOEM Chapter 12, Low Back Complaints. Official Disability Guidelines, Pain chapter.", "California Medical Treatment Utilization Schedule, Chronic Pain Medical Treatment Guidelines, July 18, 2009."))
	p.sec(p.one("Right to dispute", "Your right to independent medical review", "Dispute resolution"), "If you disagree with this decision you may request Independent Medical Review by sending the enclosed Application for Independent Medical Review (DWC Form IMR) within 30 calendar days. The reviewer is available for peer to peer discussion from 9 am to 1 pm Pacific time, Monday through Friday.")
	who := t.ur
	p.skip(0.5)
	p.para(p.one("Reviewer: ", "Physician reviewer: ", "Reviewed by: ") + who.full() + ", " + who.field + ", License " + who.licence)
	p.d.author = who.full()
	p.lines(p.left, p.v.body, p.v.size-1, "cc: "+t.patient.name, "cc: "+t.lawyer.full())
	return p.done()
}

// rfa is the request for authorization.
func rfa(t *tale, when day) *paper {
	v := t.voice("rfa", "Medical Group")
	v.size, v.caps, v.clinic.head = min(v.size, 9.5), false, 4
	p := newPen(t, v, "rfa", when)
	p.middle(p.v.body, p.v.size-1, "State of California, Division of Workers' Compensation")
	p.title(p.one("REQUEST FOR AUTHORIZATION DWC Form RFA", "Request for Authorization", "REQUEST FOR AUTHORIZATION"))
	p.flow("", p.v.body, "Attach the Doctor's First Report of Occupational Injury or Illness, Form DLSR 5021, a Treating Physician's Progress Report, DWC Form PR-2, or equivalent narrative report substantiating the requested treatment.", 0)
	p.y += p.v.size * p.v.leading
	for i, l := range []string{"New Request", "Resubmission - Change in Material Facts", "Expedited Review"} {
		x := p.left + []float32{0, 120, 350}[i]
		p.box(x, p.y, i == 0)
		p.words(l, x+14, p.y, p.v.body, p.v.size)
		p.line++
	}
	p.block++
	p.v.pairs = pick(p.Rand, []int{2, 3})
	p.s.named = true
	p.lines(p.left, p.v.body.heavy(), p.v.size, "Employee Information")
	p.pairs("Name (Last, First, Middle)", t.patient.last+", "+t.patient.first, "Date of Injury (MM/DD/YYYY)", "{inj@"+t.injury.String()+":"+p.show(t.injury)+"}", "Date of Birth (MM/DD/YYYY)", p.show(t.patient.born), "Claim Number", t.patient.claim, "Employer", t.employer)
	p.lines(p.left, p.v.body.heavy(), p.v.size, "Requesting Physician Information")
	p.pairs("Name", t.treating.full(), "Specialty", t.treating.field, "Address", v.clinic.street, "City", v.clinic.city, "Phone", v.clinic.phone, "Fax Number", v.clinic.fax)
	p.lines(p.left, p.v.body.heavy(), p.v.size, "Claims Administrator Information")
	p.pairs("Company Name", t.insurer.name, "Contact Name", t.adjuster.first+" "+t.adjuster.last, "Phone", t.insurer.phone, "Fax Number", t.insurer.fax)
	p.lines(p.left, p.v.body.heavy(), p.v.size, "Requested Treatment (see instructions for guidance; attach additional pages if necessary)")
	rows := [][]string{{"Diagnosis (Required)", "ICD-Code (Required)", "Service/Good Requested (Required)", "CPT/HCPCS Code (If known)", "Other Information: (Frequency, Duration, Quantity, etc.)"}}
	for _, it := range some(p.Rand, 1+p.IntN(4), t.body.requests) {
		dx := plain(p.say(pick(p.Rand, t.body.diagnoses)))
		rows = append(rows, []string{"{dx:" + dx + "}", p.one("724.4", "M54.16", "840.4", "354.0"), p.say(it), p.one("97110", "62311", "72148", ""), p.one("1", "12 visits", "2x6", "#60")})
	}
	p.table([]float32{0, 0.22, 0.35, 0.63, 0.78}, true, true, rows...)
	p.skip(0.5)
	p.need(60)
	p.scribble(p.left+150, p.y+14, 100)
	p.y += 18
	p.lines(p.left, p.v.body, p.v.size, "Requesting Physician Signature: "+t.treating.full()+"   Date: "+p.show(when))
	p.lines(p.left, p.v.body.heavy(), p.v.size, "Claims Administrator Response")
	p.lines(p.left, p.v.body, p.v.size, "Approved   Denied or Modified (See separate decision letter)   Delay   Authorization Number (if assigned):")
	p.lines(p.left, p.v.body, p.v.size-1.5, "DWC Form RFA (version 01/2014)")
	p.d.author = t.treating.full()
	return p.done()
}

// letter is a letter of an office: kind, title, whether it names the patient, paragraphs.
func letter(kind, office string, who func(*tale) doctor, titles []string, name func(*tale) string, paras ...string) func(*tale, day) *paper {
	return func(t *tale, when day) *paper {
		p := newPen(t, t.voice(office, "Claims", "Law", "Services"), kind, when)
		p.v.caps = false
		if name != nil {
			p.v.clinic.name = name(t)
			if p.v.clinic.head == 4 {
				p.v.clinic.head = 1
			}
			p.letterhead()
		}
		p.lines(p.left, p.v.body, p.v.size, p.long(when))
		p.skip(0.7)
		if p.IntN(3) > 0 {
			p.lines(p.left, p.v.body, p.v.size, p.one(t.insurer.name, t.treating.full(), "Maximus Federal Services"), t.insurer.street, t.insurer.city)
			p.skip(0.7)
		}
		p.s.named = true
		p.pairs(p.one("RE", "Re", "Regarding"), t.patient.name+p.one("", " v. "+t.employer), p.one("Claim No.", "Claim"), t.patient.claim, p.one("D/Injury", "Date of Injury"), "{inj@"+t.injury.String()+":"+p.show(t.injury)+"}")
		p.skip(0.6)
		if len(titles) > 0 {
			p.title(p.one(titles...))
		}
		p.para(p.one("To Whom It May Concern:", "Dear Sir or Madam:", "Dear Claims Administrator:", "Dear "+pick(p.Rand, []string{"Ms. ", "Mr. "})+t.adjuster.last+":"))
		for _, x := range some(p.Rand, 2+p.IntN(len(paras)-1), paras) {
			p.skip(0.5)
			p.para(p.say(x))
		}
		d := who(t)
		p.d.author = d.full()
		if d.degree == "" {
			p.d.author = d.first + " " + d.last
		}
		p.skip(0.8)
		p.need(70)
		p.para(p.one("Sincerely,", "Very truly yours,", "Respectfully,"))
		p.scribble(p.left+5, p.y+20, 100)
		p.y += 28
		p.lines(p.left, p.v.body, p.v.size, p.d.author, d.field)
		return p.done()
	}
}

func lawOffice(t *tale) string { return "Law Offices of " + t.lawyer.first + " " + t.lawyer.last }

// statement is the injured worker's own letter, in capitals or by hand.
func statement(t *tale, when day) *paper {
	v := t.voice("worker", "none")
	v.clinic.head, v.runner = 4, 0
	p := newPen(t, v, "employee_statement", when)
	p.lines(p.left, p.v.body, p.v.size, p.long(when))
	p.skip(1)
	p.para("To whom it may concern:")
	p.skip(1)
	p.s.named = true
	p.para(p.say("My name is " + t.patient.name + " and I am the injured worker. I was hurt on $doi while working for $employer."))
	for _, x := range some(p.Rand, 3, []string{"The insurance keeps denying what my doctor asks for. They said the MRI of the $part was not needed and now they say surgery needs an MRI.", "I cannot sleep and I cannot lift my grandchildren. Before the injury I never missed a day.", "I asked for physical therapy in my Request for Authorization and it was denied three times.", "My mother had {dx~:diabetes} and I take care of her, so I need my hands.", "Please look at the report of my doctor and not only at the report of the insurance."}) {
		p.skip(0.6)
		p.para(p.say(x))
	}
	p.skip(1)
	p.scribble(p.left, p.y+16, 100)
	p.y += 30
	p.lines(p.left, p.v.body, p.v.size, t.patient.name)
	p.d.author = t.patient.name
	return p.done()
}

// service is a proof of service.
func service(t *tale, when day) *paper {
	p := newPen(t, t.voice("service", "Services"), "proof_of_service", when)
	p.title(p.one("PROOF OF SERVICE", "PROOF OF SERVICE BY MAIL", "Declaration of Service"))
	p.s.named = true
	p.pairs("Case", t.patient.name+" v. "+t.employer, "Claim No.", t.patient.claim)
	p.para("I am over the age of 18 and not a party to the within action. My business address is " + t.insurer.street + ", " + t.insurer.city + ".")
	p.skip(0.5)
	p.para("On " + p.long(when) + " I served the foregoing " + p.one("MEDICAL RECORDS", "Utilization Review Determination and Application for Independent Medical Review", "Panel Qualified Medical Evaluation") + " on the parties in this action by mail, placing a true copy thereof in a sealed envelope addressed as follows:")
	p.skip(0.5)
	p.lines(p.left+30, p.v.body, p.v.size, t.lawyer.full(), "Law Offices of "+t.lawyer.last, t.insurer.city)
	p.skip(0.5)
	p.lines(p.left+30, p.v.body, p.v.size, t.treating.full(), t.insurer.city)
	p.skip(0.7)
	p.para("I declare under penalty of perjury under the laws of the State of California that the foregoing is true and correct. Executed on " + p.long(when) + ".")
	p.scribble(p.left+10, p.y+20, 100)
	p.y += 30
	who := pick(p.Rand, firstWomen) + " " + pick(p.Rand, lastNames)
	p.lines(p.left, p.v.body, p.v.size, who)
	p.d.author = who
	return p.done()
}

// imrApplication is the application form.
func imrApplication(t *tale, when day) *paper {
	v := t.voice("dwc", "State")
	v.caps, v.clinic.head, v.runner, v.pairs = false, 4, 3, 3
	p := newPen(t, v, "imr_application", when)
	p.middle(p.v.body, p.v.size, "State of California, Division of Workers' Compensation")
	p.title(strings.ToUpper("Application for Independent Medical Review"))
	p.para("DWC Form IMR. TO REQUEST INDEPENDENT MEDICAL REVIEW: Sign and date this application and consent to obtain medical records. Mail or fax the application and a copy of the written decision you received that denied or modified the medical treatment requested by your physician.")
	p.s.named = true
	p.lines(p.left, p.v.body.heavy(), p.v.size, "Employee Name (First, MI, Last): "+t.patient.name)
	p.pairs("Address", number(100+p.IntN(9000))+" "+pick(p.Rand, streets), "Phone Number", t.insurer.phone, "Employer Name", t.employer, "Claim Number", t.patient.claim, "Date of Injury (MM/DD/YYYY)", "{inj@"+t.injury.String()+":"+t.injury.Format("01/02/2006")+"}", "Requesting Physician Name", t.treating.full(), "Specialty", t.treating.field, "Claims Administrator Name", t.insurer.name)
	p.pairs("Primary Diagnosis (Use ICD Code where practical)", p.say("$dx"), "Date of Utilization Review Determination Letter", p.show(when.AddDays(-12)), "Is the Claims Administrator disputing liability for the requested medical treatment", "No")
	p.lines(p.left, p.v.body.heavy(), p.v.size, "List each specific requested medical services, goods, or items that were denied or modified:")
	for i, it := range some(p.Rand, 1+p.IntN(3), t.body.requests) {
		p.lines(p.left+10, p.v.body, p.v.size, number(i+1)+". "+p.say(it))
	}
	p.skip(0.8)
	p.scribble(p.left+130, p.y+14, 90)
	p.y += 18
	p.lines(p.left, p.v.body, p.v.size, "Employee Signature: "+"   Date: "+p.show(when))
	p.d.author = t.patient.name
	return p.done()
}

var (
	noteTo    = func(t *tale) doctor { return t.adjuster }
	byLaw     = func(t *tale) doctor { return t.lawyer }
	byTreater = func(t *tale) doctor { return t.treating }
	toInsurer = func(t *tale) string { return t.insurer.name }
	toReview  = func(t *tale) string { return t.uro.name }
)

var lettersOf = map[string]func(*tale, day) *paper{
	"attorney_letter": letter("attorney_letter", "lawyer", byLaw, nil, lawOffice,
		"This office represents the applicant in the above matter. Please direct all further correspondence to this office.",
		"Our client disputes the utilization review determination of $before. The MRI OF THE $part and the progress reports of $ptp support the request.",
		"Enclosed please find the REQUEST FOR AUTHORIZATION, the OPERATIVE REPORT and the reports of the treating physician for your review.",
		"We object to the report of the defense evaluator as it is not substantial medical evidence.",
		"Please provide a copy of the complete claims file including all utilization review correspondence within ten days."),
	"letter_med_necessity": letter("letter_med_necessity", "treating", byTreater, []string{"LETTER OF MEDICAL NECESSITY", "Appeal of Utilization Review Denial", "Request for Reconsideration"}, nil,
		"I am writing to appeal the denial of treatment for my patient dated $before. The reviewer stated that the request was not medically necessary.",
		"The patient has failed conservative treatment including physical therapy, medication and activity modification.",
		"The MRI of the $part confirms the diagnosis of $dx and correlates with the examination.",
		"It is my opinion that the treatment is medically necessary to cure or relieve the effects of the injury.",
		"Please authorize the requested treatment without further delay."),
	"ur_correspondence": letter("ur_correspondence", "ur", noteTo, []string{"Request for Additional Information", "NOTICE OF DELAY OF UTILIZATION REVIEW", "Re: Utilization Review"}, toReview,
		"We received a request for authorization from $ptp. Additional information is needed to make a determination.",
		"Please send the most recent progress report, the MRI report and the results of the urine drug screen within five business days.",
		"A peer to peer discussion with the reviewer can be arranged by calling the number above.",
		"The time frame for the decision has been extended because the necessary information was not received."),
	"benefit_notice": letter("benefit_notice", "claims", noteTo, []string{"NOTICE REGARDING TEMPORARY DISABILITY BENEFITS", "Notice Regarding Delay of Claim", "Notice of Denial of Claim for Workers' Compensation Benefits"}, toInsurer,
		"This notice is to advise you of the status of temporary disability benefits for your injury of $doi.",
		"Benefits are being paid at the rate of 412.55 dollars a week and will end because your doctor released you to return to work.",
		"If you disagree with this decision you may consult an attorney or an Information and Assistance officer.",
		"Keep this notice for your records."),
	"authorization_letter": letter("authorization_letter", "claims", noteTo, []string{"AUTHORIZATION", "Notice of Authorization of Treatment", "Certification of Treatment"}, toInsurer,
		"The treatment requested by $ptp on $before has been authorized. Authorization Number: 88213.",
		"The certified treatment must be completed within 90 days of this letter.",
		"This authorization applies to the quantity approved and is valid for the date range given."),
}
