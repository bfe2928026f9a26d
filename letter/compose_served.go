package letter

import (
	"fmt"
	"strconv"

	"github.com/openimr/openimr/clock"
)

// What the served letter calls its parts. The reader goes by these words, so a change here needs an old
// name kept there.
const (
	titleServed      = "Independent Medical Review: Final Determination"
	headOutcome      = "The decision in short"
	headAbout        = "About this case"
	headReceives     = "Who receives this letter"
	headReviewer     = "How the IMR final determination was made"
	headRecords      = "Records reviewed"
	headSummary      = "Clinical case summary"
	headItems        = "IMR issues, decisions and rationales"
	headURGuideline  = "Guideline cited by the claims administrator"
	headIMROSuffix   = " guideline"
	headIMRODefault  = "Review organization" + headIMROSuffix
	headReasons      = "Reasons for the decision"
	headMeans        = "What this determination means"
	headAppeal       = "If you disagree: the right to appeal"
	headSigned       = "Signed for the organization"
	headService      = "Service list and proof of service"
	headVerify       = "How to check this letter"
	headCorrection   = "Correction"
	tableLetter      = "This letter"
	tableCase        = "Facts of the case"
	tableResults     = "Result for each treatment"
	tableReceives    = "Parties who receive this letter"
	tableReviewer    = "Qualifications of the reviewer"
	tableRecords     = "Documents that the reviewer read"
	tablePatient     = "About the patient"
	tableItem        = "What was asked for"
	tableSigned      = "Signature"
	tableService     = "Service list"
	tableProof       = "Proof of service"
	tableVerify      = "Where and how to check"
	tableCorrection  = "The letters"
	tableChanges     = "What was corrected"
	rowCase          = "IMR case number"
	rowDate          = "Date of this letter"
	rowProgramme     = "Programme"
	rowEmployee      = "Injured worker"
	rowEmployer      = "Employer"
	rowClaim         = "Claim number"
	rowADJ           = "Appeals Board case number"
	rowRequestedBy   = "Treatment requested by"
	rowInjury        = "Date of injury"
	rowURDenial      = "Utilization review decision"
	rowReceived      = "Application received"
	rowAssigned      = "Assigned for review"
	rowDecided       = "Decided"
	rowPriority      = "Kind of review"
	rowOrganization  = "Review organization"
	rowAddress       = "Address"
	rowTelephone     = "Telephone"
	rowOutcome       = "Outcome"
	rowLicensed      = "Licensed in"
	rowSpecialties   = "Certified or specialized in"
	rowAge           = "Age"
	rowSex           = "Sex"
	rowAsked         = "Asked for"
	rowAuthorized    = "Authorized by the claims administrator"
	rowInDispute     = "In dispute"
	rowAskedDisputed = "Asked for and in dispute"
	rowDecision      = "Decision"
	rowName          = "Name"
	rowTitle         = "Title"
	rowServer        = "Served by"
	rowServerAddress = "Business address"
	rowCounty        = "County"
	rowServiceDate   = "Date of service"
	rowServiceTime   = "Time of service"
	rowPlace         = "Place of deposit or sending"
	rowDocuments     = "Documents served"
	rowSignedAt      = "Signed at"
	rowSignedOn      = "Signed on"
	rowVerifyAt      = "Page"
	rowVerifyCode    = "Code"
	rowCorrects      = "Takes the place of the letter of"
	rowFirstServed   = "Determination first served"
)

// renumbered is the first day of the Appeals Board's rules under their present numbers.
var renumbered = clock.MustDay("2020-01-01")

// served composes the letter that this program serves.
func served(d Determination) []Block {
	var b blocks
	s := d.Served
	organization := ""
	if s != nil {
		organization = string(s.Organization.Name)
		b.letterhead(s.Organization)
	}
	b.heading(1, "title", titleServed)
	if d.Dates.Decided.IsZero() {
		b.fixed("draft", "draft")
	}
	b.cover(d)
	if s != nil {
		b.correction(s.Correction)
	}
	b.outcome(d)
	if s != nil {
		b.addressees(headReceives, tableReceives, s.Addressees, false)
		b = append(b, Block{Kind: PageBreak})
	}
	b.aboutCase(d)
	b.reviewer(d.Reviewer)
	b.records(d.DocumentsReviewed)
	b.heading(2, "", headSummary)
	b.patient(d.Summary)
	b.running("summary", d.Summary.Text)
	b.heading(2, "", headItems)
	b.fixed("items", "")
	for _, it := range d.Items {
		b.item(it, organization)
	}
	b.heading(2, "", headMeans)
	b.fixed("binding", "binding")
	for _, o := range next(outcomeOf(d.Items)) {
		b.fixed("next "+o, "")
	}
	b.heading(2, "", headAppeal)
	if s != nil && !s.LetterDate.IsZero() {
		b.fixed("sent", "", "{sent}", format(s.LetterDate, longDay))
	}
	if s != nil && s.Correction != nil && !s.Correction.First.IsZero() {
		b.fixed("appeal corrected", "", "{first}", format(s.Correction.First, longDay))
	}
	petition, service := "10575", "10605"
	if decided := d.Dates.Decided; !decided.IsZero() && decided < renumbered {
		petition, service = "10957.1", "10507"
	}
	b.fixed("appeal", "", "{petition}", petition, "{service}", service)
	if s != nil {
		b.signature(s.Organization)
		b.verification(s.Verification)
		b = append(b, Block{Kind: PageBreak})
		b.addressees(headService, tableService, s.Addressees, true)
		b.proof(s.ProofOfService)
	}
	return b
}

func (b *blocks) letterhead(o Organization) {
	list := append([]Text{o.Name}, o.Address...)
	if o.Telephone != "" {
		list = append(list, rowTelephone+" "+o.Telephone)
	}
	b.paragraph("letterhead", lines(list))
}

// cover says whose case it is; the other facts come on the next page, so that the addressees have room on the first.
func (b *blocks) cover(d Determination) {
	var s Served
	if d.Served != nil {
		s = *d.Served
	}
	b.table("case", tableLetter, rowCase, string(d.CaseNumber), rowDate, format(s.LetterDate, longDay), rowEmployee, string(s.Employee),
		rowClaim, string(s.ClaimNumber), rowOutcome, outcomeWord(s.Outcome))
}

// OutcomeWord is an outcome as the letter words it: "Partially Overturned"; "" for none.
func OutcomeWord(o Outcome) string { return outcomeWord(o) }

func outcomeWord(o Outcome) string {
	if o == "" {
		return ""
	}
	return Decision(o).word()
}

func (b *blocks) aboutCase(d Determination) {
	var s Served
	if d.Served != nil {
		s = *d.Served
	}
	b.heading(2, "", headAbout)
	b.table("case", tableCase, rowEmployer, string(s.Employer), rowADJ, string(s.ADJNumber), rowRequestedBy, string(s.RequestedBy),
		rowInjury, format(d.Dates.Injury, longDay), rowURDenial, format(d.Dates.URDenial, longDay),
		rowReceived, format(d.Dates.ApplicationReceived, longDay), rowAssigned, format(d.Dates.Assigned, longDay), rowDecided, format(d.Dates.Decided, longDay),
		rowPriority, priorityWord(d.Priority), rowProgramme, programmeName(d.Programme))
}

// priorityWord writes the priority with a capital, as letters do.
func priorityWord(p Text) string {
	switch p {
	case "standard":
		return "Standard"
	case "expedited":
		return "Expedited"
	}
	return string(p)
}

// programmeNames are the programmes by their ids.
var programmeNames = [][2]string{{ProgrammeCAWC, "California workers' compensation"}}

func programmeName(id Text) string {
	for _, p := range programmeNames {
		if p[0] == string(id) {
			return p[1]
		}
	}
	return string(id)
}

// outcome says the result in words for the injured worker. Where the letter has no served parts, it is that
// of the items.
func (b *blocks) outcome(d Determination) {
	o := outcomeOf(d.Items)
	if d.Served != nil {
		o = d.Served.Outcome
	}
	if o == "" && len(d.Items) == 0 {
		return
	}
	b.heading(2, "", headOutcome)
	if o != "" {
		b.fixed("outcome "+string(o), "outcome")
	}
	if len(d.Items) == 0 {
		return
	}
	t := Block{Kind: Table, Role: "results", Label: tableResults, Rows: [][]Cell{header("No.", "Treatment", "Result")}}
	for _, it := range d.Items {
		t.Rows = append(t.Rows, row(strconv.Itoa(it.Number), string(it.Request), fixedText("item "+it.Decision.id())))
	}
	*b = append(*b, t)
	b.fixed("where", "note")
}

func (d Decision) id() string {
	switch d {
	case Upheld, Overturned, PartiallyOverturned:
		return string(d)
	}
	return string(Unknown)
}

func header(cells ...string) []Cell {
	r := row(cells...)
	for i := range r {
		r[i].Header = true
	}
	return r
}

func row(cells ...string) []Cell {
	r := make([]Cell, len(cells))
	for i, c := range cells {
		r[i].Runs = text1(c)
	}
	return r
}

// addressees lists the parties, as on the envelope; with how each is served in the service list.
func (b *blocks) addressees(heading, label string, list []Addressee, how bool) {
	b.heading(2, "", heading)
	if len(list) == 0 {
		return
	}
	head := []string{"Party", "Name and address"}
	if how {
		head = append(head, "How it is sent")
	}
	t := Block{Kind: Table, Role: "addressees", Label: label, Rows: [][]Cell{header(head...)}}
	for _, a := range list {
		name := a.Name
		if name == "" {
			name = noName
		}
		cells := []string{string(a.Role), lines(append([]Text{name}, a.Address...))}
		if how {
			cells = append(cells, lines([]Text{methodWords(a.Method), a.To}))
		}
		t.Rows = append(t.Rows, row(cells...))
	}
	*b = append(*b, t)
}

const (
	noName   = "(no name)"
	noMethod = "(not said)"
)

var methods = [][2]Text{{"mail", "By mail"}, {"fax", "By fax"}, {"electronic", "Electronically"}, {"personal", "In person"}, {"", noMethod}}

func methodWords(m Text) Text {
	for _, k := range methods {
		if k[0] == m {
			return k[1]
		}
	}
	return m
}

func (b *blocks) reviewer(r Reviewer) {
	b.heading(2, "", headReviewer)
	b.running("statement", r.Statement)
	b.table("reviewer", tableReviewer, rowLicensed, lines(r.LicensedIn), rowSpecialties, lines(r.Specialties))
	b.fixed("secret", "note")
}

func (b *blocks) records(list []Document) {
	b.heading(2, "", headRecords)
	if len(list) == 0 {
		b.fixed("no records", "")
		return
	}
	t := Block{Kind: Table, Role: "documents", Label: tableRecords, Rows: [][]Cell{header("Document", "Date", "Author")}}
	for _, doc := range list {
		t.Rows = append(t.Rows, row(string(doc.Title), format(doc.Date, shortDay), string(doc.Author)))
	}
	*b = append(*b, t)
}

func (b *blocks) patient(s Summary) {
	age := ""
	if s.Age != nil {
		age = fmt.Sprintf("%d years", *s.Age)
	}
	b.table("patient", tablePatient, rowAge, age, rowSex, string(s.Sex))
}

func (b *blocks) item(it Item, organization string) {
	b.heading(3, "item", fmt.Sprintf("%d. %s", it.Number, it.Request))
	if it.OriginalRequest == "" {
		b.table("request", tableItem, rowAskedDisputed, string(it.Request), rowAuthorized, string(it.Authorized), rowDecision, it.Decision.word())
	} else {
		b.table("request", tableItem, rowAsked, string(it.OriginalRequest), rowAuthorized, string(it.Authorized), rowInDispute, string(it.Request), rowDecision, it.Decision.word())
	}
	b.paragraph("decision", fixedText("item "+it.Decision.id()))
	b.heading(4, "", headURGuideline)
	b.running("guideline", it.ClaimsAdministratorGuideline.Text)
	if organization == "" {
		b.heading(4, "", headIMRODefault)
	} else {
		b.heading(4, "", organization+headIMROSuffix)
	}
	b.running("guideline", it.IMROGuideline.Text)
	b.heading(4, "", headReasons)
	b.running("rationale", it.Rationale)
}

// next names the parts that tell what follows from an outcome.
func next(o Outcome) []string {
	switch o {
	case OutcomeUpheld, OutcomeOverturned:
		return []string{string(o)}
	case OutcomePartiallyOverturned:
		return []string{string(OutcomeOverturned), string(OutcomeUpheld)}
	}
	return nil
}

func (b *blocks) signature(o Organization) {
	b.heading(2, "", headSigned)
	b.table("signature", tableSigned, rowName, string(o.SignedBy), rowTitle, string(o.Title), rowOrganization, string(o.Name),
		rowAddress, lines(o.Address), rowTelephone, string(o.Telephone))
}

func (b *blocks) proof(p *ProofOfService) {
	if p == nil {
		b.fixed("no proof", "note")
		return
	}
	b.table("proof", tableProof, rowServer, string(p.Server), rowServerAddress, lines(p.Address), rowCounty, string(p.County),
		rowServiceDate, format(p.Date, longDay), rowServiceTime, string(p.Time), rowPlace, string(p.Place), rowDocuments, lines(p.Documents))
	b.fixed("declaration", "declaration")
	b.table("signature", tableSigned, rowSignedAt, string(p.SignedAt), rowSignedOn, format(p.SignedOn, longDay), rowServer, string(p.Server))
}

// verification says where the letter can be checked. The parts stand in a table, so that they are read back apart.
func (b *blocks) verification(v *Verification) {
	if v == nil {
		return
	}
	b.heading(2, "", headVerify)
	b.fixed("verify", "")
	b.table("signature", tableVerify, rowVerifyAt, string(v.Address), rowVerifyCode, string(v.Code))
}

// correction says on the first page what the letter mends.
func (b *blocks) correction(k *Correction) {
	if k == nil {
		return
	}
	b.heading(2, "", headCorrection)
	b.fixed("corrected", "")
	b.table("signature", tableCorrection, rowCorrects, format(k.Of, longDay), rowFirstServed, format(k.First, longDay))
	if len(k.Changes) == 0 {
		return
	}
	t := Block{Kind: Table, Role: "documents", Label: tableChanges, Rows: [][]Cell{header("Where", "It read", "It reads now")}}
	for _, c := range k.Changes {
		t.Rows = append(t.Rows, row(string(c.Where), string(c.Was), string(c.Now)))
	}
	*b = append(*b, t)
}
