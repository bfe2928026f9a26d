package bundle

import (
	"fmt"
	"strings"
)

// bill is a CMS-1500 or an explanation of review.
func bill(t *tale, when day) *paper {
	v := t.voice("bill", "Billing Services")
	v.size, v.caps, v.pairs = 8.5, false, 3
	p := newPen(t, v, "billing", when)
	p.s.named = true
	lines := func() [][]string {
		var rows [][]string
		for range 2 + p.IntN(6) {
			rows = append(rows, []string{p.own(), p.one("99214", "97110", "97140", "64483", "72148", "80307"), p.one("OFFICE VISIT", "THERAPEUTIC EXERCISE", "MANUAL THERAPY", "MRI LUMBAR SPINE", "DRUG SCREEN"), number(1 + p.IntN(3)), fmt.Sprintf("%d.%02d", 60+p.IntN(900), p.IntN(100))})
		}
		return rows
	}
	if p.IntN(2) == 0 {
		p.title("HEALTH INSURANCE CLAIM FORM")
		p.lines(p.left, p.v.body, 7, "APPROVED BY NATIONAL UNIFORM CLAIM COMMITTEE (NUCC) 02/12")
		p.pairs("1a. INSURED'S I.D. NUMBER", t.patient.claim, "2. PATIENT'S NAME", strings.ToUpper(t.patient.last+", "+t.patient.first), "3. PATIENT'S BIRTH DATE", p.show(t.patient.born), "4. INSURED'S NAME", strings.ToUpper(t.employer), "14. DATE OF CURRENT ILLNESS, INJURY", "{inj@"+t.injury.String()+":"+p.show(t.injury)+"}", "17. NAME OF REFERRING PROVIDER", t.treating.full(), "21. DIAGNOSIS", p.say("$dx"), "33. BILLING PROVIDER", v.clinic.name)
		p.table([]float32{0, 0.2, 0.35, 0.7, 0.85}, true, true, append([][]string{{"24A. DATE OF SERVICE", "CPT/HCPCS", "PROCEDURES, SERVICES", "UNITS", "$ CHARGES"}}, lines()...)...)
		p.lines(p.left, p.v.body, 7, "FORM 1500 (02-12)  CMS-1500")
	} else {
		p.v.clinic.name = t.insurer.name
		p.letterhead()
		p.title(p.one("EXPLANATION OF REVIEW", "Explanation of Review (EOR)"))
		p.pairs("Claimant", t.patient.name, "Claim Number", t.patient.claim, "Provider", t.treating.full(), "Bill received", p.show(when.AddDays(20)), "Review date", p.show(when.AddDays(34)))
		p.table([]float32{0, 0.2, 0.35, 0.7, 0.85}, true, true, append([][]string{{"Date of Service", "Code", "Description", "Units", "Billed Amount"}}, lines()...)...)
		p.para("Reductions were made in accordance with the Official Medical Fee Schedule.")
	}
	return p.done()
}

// cover is a fax cover or a cover sheet with an index.
func cover(t *tale, when day) *paper {
	p := newPen(t, t.voice("cover"+number(t.r.IntN(3)), "Records Service", "Copy Service"), "record_index", when)
	p.v.runner = 0
	if p.IntN(2) == 0 {
		p.letterhead()
		p.title(p.one("FAX COVER SHEET", "FAX", "Facsimile Transmittal", "Fax Cover"))
		p.s.named = true
		p.pairs("To", p.one("Maximus Federal Services", t.insurer.name, "IMR"), "From", v0(t.adjuster), "Date", p.show(when), p.one("Number of pages", "Pages (including cover)"), number(3+p.IntN(90)), "RE", t.patient.name+" "+t.patient.claim)
		p.skip(1)
		p.para("CONFIDENTIAL: This facsimile contains confidential health information intended only for the addressee. If you received it in error please notify the sender and destroy all copies.")
		p.para(p.one("Comments: medical records as requested.", "Please see attached Request for Authorization and PR-2.", "Attached: utilization review denial, MRI report."))
	} else {
		p.title(p.one("INDEX OF RECORDS", "Medical Record Index", "TABLE OF CONTENTS", "Index of Medical Records"))
		p.s.named = true
		p.pairs("Patient", t.patient.name, "Claim", t.patient.claim, "Prepared", p.show(when))
		rows := [][]string{{"Date", "Document", "Provider", "Pages"}}
		for range 5 + p.IntN(18) {
			rows = append(rows, []string{p.show(t.injury.AddDays(p.IntN(700))), p.one("Progress Report (PR-2)", "MRI of the lumbar spine", "Operative Report", "Utilization Review Determination", "Request for Authorization", "Physical Therapy Notes", "QME Report"), "Dr. " + pick(p.Rand, docLast), number(1 + p.IntN(30))})
		}
		p.table([]float32{0, 0.2, 0.6, 0.88}, p.IntN(2) == 0, true, rows...)
	}
	return p.done()
}

func v0(d doctor) string { return d.first + " " + d.last }

// prescription is a medication list or a prescription.
func prescription(t *tale, when day) *paper {
	p := newPen(t, t.voice("treating", "Medical Group"), "med_list", when)
	p.letterhead()
	p.title(p.one("PRESCRIPTION", "MEDICATION LIST", "Prescription Order", "Current Medication List", "Rx"))
	p.patient(p.one("Date", "Date Written", "Date Prescribed"))
	if p.IntN(2) == 0 {
		rows := [][]string{{"Medication", "Sig", "Qty", "Refills"}}
		for range 2 + p.IntN(6) {
			rows = append(rows, []string{"{med:" + pick(p.Rand, drugs) + "}", p.one("1 tab po bid", "1 po qhs", "1 tab q6h prn"), p.one("#30", "#60", "#90"), number(p.IntN(4))})
		}
		p.table([]float32{0, 0.45, 0.72, 0.86}, true, true, rows...)
	} else {
		for range 1 + p.IntN(4) {
			p.skip(0.4)
			p.para("{med:" + pick(p.Rand, drugs) + "}")
			p.para("Sig: " + p.one("take one tablet twice a day", "one at bedtime", "apply to the affected area twice daily"))
			p.para("Dispense: " + p.one("#30", "#60", "#90") + "   Refills: " + number(p.IntN(4)))
		}
	}
	p.sign(t.treating)
	return p.done()
}

// equipment is an order of durable medical equipment.
func equipment(t *tale, when day) *paper {
	p := newPen(t, t.voice("equipment", "Medical Supply", "DME Services"), "dme_order", when)
	p.letterhead()
	p.title(p.one("DURABLE MEDICAL EQUIPMENT ORDER", "Certificate of Medical Necessity", "DME Prescription / Order Form"))
	p.patient(p.one("Date of Order", "Order Date"))
	p.table([]float32{0, 0.5, 0.7, 0.85}, true, true, []string{"Item", "HCPCS", "Purchase/Rental", "Qty"},
		[]string{p.one("{req:TENS unit}", "{req:Lumbosacral orthosis}", "{req:Interferential unit}", "{req:Hot/cold therapy unit}"), p.one("E0730", "L0631", "E0745", "E0218"), p.one("Purchase", "Rental 30 days"), "1"})
	p.sec("Diagnosis", p.say("$dx"))
	p.sec("Length of need", p.one("Lifetime", "3 months", "30 days"))
	p.sign(t.treating)
	return p.done()
}

// notice is the notice of assignment and request for information.
func notice(t *tale, when day) *paper {
	p := newPen(t, t.voice("imro", "Review Organization"), "noarfi", when)
	p.v.clinic.name, p.v.caps = "Independent Medical Review", false
	p.letterhead()
	p.lines(p.left, p.v.body, p.v.size, p.long(when))
	p.title("NOTICE OF ASSIGNMENT AND REQUEST FOR INFORMATION")
	p.s.named = true
	p.pairs("Employee", t.patient.name, "Claim Number", t.patient.claim, "Date of Injury", p.show(t.injury), "Date of UR Decision", p.show(when.AddDays(-20)), "IMR Case Number", fmt.Sprintf("CM%02d-%07d", 13+p.IntN(5), p.IntN(9999999)))
	p.para("The above dispute has been assigned for Independent Medical Review. The documents listed below must be received within fifteen (15) days of the mailing of this notice, or within twelve (12) days if it was sent electronically.")
	p.items("Documents to be provided", "A copy of all reports of the physician relevant to the employee's current medical condition produced within six months prior to the date of the request for authorization", "A copy of the application for independent medical review", "Other documents provided to the employee by the claims administrator concerning the utilization review decision")
	return p.done()
}

// claimForm is the DWC-1, or the employer's report 5020.
func claimForm(t *tale, when day) *paper {
	kind := pick(t.r, []string{"claim_form", "employer_report"})
	v := t.voice("employer", "Company")
	v.pairs, v.caps, v.clinic.head = 3, false, 4
	p := newPen(t, v, kind, when)
	p.s.named = true
	if kind == "claim_form" {
		p.title("WORKERS' COMPENSATION CLAIM FORM (DWC 1)")
		p.para("Employee: complete the \"Employee\" section and give the form to your employer. Formulario de Reclamo de Compensacion de Trabajadores.")
		p.pairs("1. Name", t.patient.name, "Today's Date", p.show(when), "4. Date of Injury", "{inj@"+t.injury.String()+":"+p.show(t.injury)+"}", "Time of Injury", "10:30 a.m.", "6. Describe injury and part of body affected", p.say("Injury to $bodypart"), "9. Name of employer", t.employer, "11. Date employer first knew of injury", p.show(t.injury.AddDays(1)), "16. Claim Number", t.patient.claim)
	} else {
		p.title("EMPLOYER'S REPORT OF OCCUPATIONAL INJURY OR ILLNESS")
		p.pairs("1. FIRM NAME", t.employer, "1a. POLICY NUMBER", number(p.IntN(9999999)), "30. EMPLOYEE NAME", t.patient.name, "32. DATE OF BIRTH", p.show(t.patient.born), "7. DATE OF INJURY", "{inj@"+t.injury.String()+":"+p.show(t.injury)+"}", "19. SPECIFIC INJURY", p.say("Strain of $bodypart"), "Date of report", p.show(when), "CLAIM NUMBER", t.patient.claim)
		p.lines(p.left, p.v.body, p.v.size-1, "FORM 5020 (Rev7) June 2002")
	}
	return p.done()
}

// separator is a sheet that parts papers: a barcode, a word.
func separator(t *tale, when day) *paper {
	v := t.voice("separator", "none")
	v.runner, v.caps, v.body = 0, false, sans
	p := newPen(t, v, "record_index", 0)
	p.s.separator = true
	p.y = 200
	word := p.one("SEPARATOR SHEET", "DOCUMENT SEPARATOR", "PATCH T", "Document Separator - Do Not Remove")
	p.middle(sansBold, 26, word)
	p.d.title = ""
	for row := range 1 + p.IntN(2) {
		x, y := float32(120), float32(320+170*row)
		for x < 490 {
			w := float32(1+p.IntN(4)) * 1.3
			p.s.rules = append(p.s.rules, rule{x, y, x + w, y + 80})
			x += w + float32(1+p.IntN(4))*1.3
		}
	}
	return p.done()
}

// empty is a blank page.
func empty(t *tale, _ day) *paper {
	return &paper{kind: "photo_id", who: t.patient, foreign: t.foreign, sheets: []*sheet{{blank: true}}}
}

// photo is a page with a picture and hardly a word.
func photo(t *tale, _ day) *paper {
	v := t.voice("photo", "none")
	v.runner = 0
	p := newPen(t, v, "photo_id", 0)
	for range 60 {
		p.s.strokes = append(p.s.strokes, scrawl(p.Rand, 100+p.Float32()*250, 150+p.Float32()*400, 60+p.Float32()*120)...)
	}
	p.frame(80, 120, 520, 640)
	return p.done()
}
