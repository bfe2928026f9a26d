package sample

import (
	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
)

// A claim names the people and bodies around one invented injury.
type claim struct {
	name, birth, sex    string
	number, employer    string
	injury              string
	diagnosis, icd      string
	regions             []string
	physician           imr.Party
	administrator       imr.Party
	attorney            imr.Party // none where the name is empty
	address             []string
	requested, denied   int // days before now
	reason              string
	servedBy            imr.Method
	priority            imr.Priority
	unsigned, expedited bool
	liability           bool
	account             imr.UserID // of the worker
}

var (
	sierra   = imr.Party{Role: imr.ClaimsAdministrator, Name: "Paula Reyes", Organization: "Sierra Claims", Account: reyes.ID, Address: []string{"PO Box 4410", "Sacramento, CA 95814"}, Fax: "+1 916 555 0119", Email: "imr@sierraclaims.example"}
	pacific  = imr.Party{Role: imr.ClaimsAdministrator, Name: "Owen Blake", Organization: "Pacific Ridge Insurance", Address: []string{"1200 Harbor Way", "Oakland, CA 94607"}, Fax: "+1 510 555 0188", Email: "ur@pacificridge.example"}
	goldleaf = imr.Party{Role: imr.ClaimsAdministrator, Name: "Teresa Lim", Organization: "Goldleaf Administrators", Address: []string{"88 Orange Grove Avenue", "Los Angeles, CA 90012"}, Fax: "+1 213 555 0162"}

	pain    = imr.Party{Role: imr.RequestingPhysician, Name: "Lena Marsh, MD", Specialty: "Pain Medicine", Account: marsh.ID, Address: []string{"210 Mill Street", "Fresno, CA 93721"}, Fax: "+1 559 555 0127"}
	ortho   = imr.Party{Role: imr.RequestingPhysician, Name: "Grant Whitcombe, MD", Specialty: "Orthopedic Surgery", Address: []string{"4 Surgeons Row", "San Diego, CA 92103"}, Fax: "+1 619 555 0170"}
	rehab   = imr.Party{Role: imr.RequestingPhysician, Name: "Noor Rahimi, MD", Specialty: "Physical Medicine & Rehabilitation", Address: []string{"61 Cedar Lane", "San Jose, CA 95112"}, Fax: "+1 408 555 0131"}
	psych   = imr.Party{Role: imr.RequestingPhysician, Name: "Clara Benitez, PhD", Specialty: "Psychology", Address: []string{"9 Willow Court", "Long Beach, CA 90802"}}
	primary = imr.Party{Role: imr.RequestingPhysician, Name: "Hugh Fontaine, DO", Specialty: "Occupational Medicine", Address: []string{"350 Depot Street", "Bakersfield, CA 93301"}, Fax: "+1 661 555 0115"}

	hl      = imr.Party{Role: imr.WorkerAttorney, Name: "Amir Haddad", Organization: "Haddad & Lowe", Account: haddad.ID, Address: []string{"77 Court Square", "Fresno, CA 93721"}, Email: "office@haddadlowe.example", Fax: "+1 559 555 0164"}
	seaside = imr.Party{Role: imr.WorkerAttorney, Name: "Bianca Torres", Organization: "Seaside Injury Law", Address: []string{"15 Pier Street", "Long Beach, CA 90802"}, Fax: "+1 562 555 0190"}
)

// application makes the application of a claim; more papers than these two are added by the caller.
func (t *teller) application(c claim, items ...imr.Item) *imr.ApplicationReceived {
	requested, denied := t.day(c.requested), t.day(c.denied)
	servedBy := c.servedBy
	if servedBy == "" {
		servedBy = imr.MailInState
	}
	priority := c.priority
	if priority == "" {
		priority = imr.Regular
	}
	parties := []imr.Party{
		{Role: imr.InjuredWorker, Name: c.name, Address: c.address, Account: c.account},
		c.administrator, c.physician,
	}
	if c.attorney.Name != "" {
		parties = append(parties, c.attorney)
	}
	return &imr.ApplicationReceived{
		Worker: imr.Worker{Name: c.name, BirthDate: clock.MustDay(c.birth), Sex: c.sex},
		Claim:  imr.Claim{Number: c.number, Employer: c.employer},
		Injury: imr.Injury{Date: clock.MustDay(c.injury), Diagnosis: c.diagnosis, ICD: c.icd, Regions: c.regions},
		Denial: imr.Denial{
			RequestDated: requested, RequestReceived: requested, Decided: denied, Served: denied, ServedBy: servedBy,
			Attached: true, Liability: c.liability, Expedited: c.expedited, Reason: c.reason,
		},
		Items: items, Parties: parties, Priority: priority, Signed: !c.unsigned,
		Documents: []imr.Document{
			{Type: "imr_application", Title: "Application for Independent Medical Review", Date: denied + 4, Author: c.name, Pages: 2},
			{Type: "ur_decision", Title: "Utilization review decision", Date: denied, Author: c.administrator.Organization, Pages: 5},
		},
	}
}

// count is an item of which all is in dispute.
func count(request, category string, amount int, unit, guideline string) imr.Item {
	q := imr.Quantity{Amount: amount, Unit: unit}
	return imr.Item{Request: request, Category: category, Asked: q, InDispute: q, Guideline: guideline}
}

// partly is an item of which the claims administrator authorized some.
func partly(request, category string, asked, authorized int, unit, guideline string) imr.Item {
	it := count(request, category, asked, unit, guideline)
	it.Authorized.Amount, it.Authorized.Unit = authorized, unit
	it.InDispute.Amount = asked - authorized
	return it
}

// usual are the papers that most claims administrators send, dated before the request.
func (t *teller) usual(pages int) []imr.Document {
	doctor := t.app.Parties[2]
	requested := t.app.Denial.RequestDated
	return []imr.Document{
		{Type: "pr2", Title: "Primary treating physician's progress report", Date: requested - 3, Author: doctor.Name, Pages: 5},
		{Type: "rfa", Title: "Request for authorization", Date: requested, Author: doctor.Name, Pages: 2},
		{Type: "pr2", Title: "Primary treating physician's progress report", Date: requested - 33, Author: doctor.Name, Pages: 4},
		{Type: "pt_note", Title: "Physical therapy notes", Date: requested - 60, Author: "Alder Street Therapy", Pages: pages},
	}
}

const (
	noCitation  = "The Claims Administrator did not cite any medical evidence for its decision."
	lowBack     = "Decision based on MTUS Low Back Disorders 2020."
	shoulder    = "Decision based on MTUS Shoulder Disorders 2016."
	knee        = "Decision based on MTUS Knee Disorders 2019."
	wrist       = "Decision based on MTUS Hand, Wrist, and Forearm Disorders 2019."
	neck        = "Decision based on MTUS Cervical and Thoracic Spine Disorders 2018."
	chronicPain = "Decision based on MTUS Chronic Pain 2017."
	opioids     = "Decision based on MTUS Opioids 2017."
	anxiety     = "Decision based on MTUS Anxiety Disorders 2021."
)
