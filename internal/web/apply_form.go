package web

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
)

// applicationForm asks what the DWC Form IMR and the denial say (8 CCR 9792.10.2). v is what was typed, nil at first.
func applicationForm(now time.Time, v url.Values) []section {
	in := &input{values: v}
	return filled([]section{
		{ID: "worker", Legend: "Injured worker", Fields: []field{
			{Kind: kindText, Name: "worker.name", Label: "Name", Required: true, Size: "half"},
			{Kind: kindDay, Name: "worker.birth_date", Label: "Date of birth", Size: "short"},
			{Kind: kindSelect, Name: "worker.sex", Label: "Sex", Size: "short", Options: []option{{Value: "", Label: "Not stated"}, {Value: "female", Label: "Female"}, {Value: "male", Label: "Male"}}},
		}},
		{ID: "claim", Legend: "Claim and injury", Fields: []field{
			{Kind: kindText, Name: "claim.number", Label: "Claim number", Required: true, Size: "third"},
			{Kind: kindText, Name: "claim.adj", Label: "ADJ number", Help: "Case number of the Appeals Board in EAMS, if there is one.", Size: "third"},
			{Kind: kindText, Name: "claim.employer", Label: "Employer", Size: "third"},
			{Kind: kindDay, Name: "injury.date", Label: "Date of injury", Required: true, Size: "third"},
			{Kind: kindDay, Name: "injury.through", Label: "Last day, of a cumulative trauma", Size: "third"},
			{Kind: kindText, Name: "injury.icd", Label: "ICD code", Size: "third"},
			{Kind: kindText, Name: "injury.diagnosis", Label: "Diagnosis", Size: "half"},
			{Kind: kindText, Name: "injury.regions", Label: "Parts of the body", Help: "Separated by commas: neck, shoulder.", Size: "half"},
		}},
		{ID: "denial", Legend: "Utilization review decision", Help: "The decision that the application disputes.", Fields: []field{
			{Kind: kindDay, Name: "denial.request_dated", Label: "Request for authorization dated", Size: "third"},
			{Kind: kindDay, Name: "denial.request_received", Label: "Request received by the claims administrator", Size: "third"},
			{Kind: kindDay, Name: "denial.decided", Label: "Decision dated", Required: true, Size: "third"},
			{Kind: kindDay, Name: "denial.served", Label: "Decision served", Help: "From the proof of service; leave empty where there is none. The time to apply runs from this day.", Size: "third"},
			{Kind: kindSelect, Name: "denial.served_by", Label: "Served how", Size: "third", Options: append([]option{{Value: "", Label: "Not known"}}, methodOptions()...)},
			{Kind: kindCheck, Name: "denial.attached", Label: "A copy of the decision came with the application"},
			{Kind: kindCheck, Name: "denial.conditional", Label: "Denied only because requested information did not come"},
			{Kind: kindCheck, Name: "denial.liability", Label: "The claims administrator also disputes liability for a reason other than necessity"},
			{Kind: kindCheck, Name: "denial.liability_agreed", Label: "The claims administrator agrees to the review all the same"},
			{Kind: kindCheck, Name: "denial.expedited", Label: "It was itself an expedited review"},
			{Kind: kindArea, Name: "denial.reason", Label: "Reason given", Help: "In the words of the decision.", Lines: 3},
		}},
		itemRows(max(in.rows("items"), 1)),
		partyRows(in.rows("parties"), v == nil),
		documentRows(in, "Papers that came with it", "imr_application"),
		{ID: "application", Legend: "The application", Fields: []field{
			{Kind: kindRadio, Name: "priority", Label: "Kind of review", Required: true, Value: string(imr.Regular), Options: []option{
				{Value: string(imr.Regular), Label: "Regular"},
				{Value: string(imr.Expedited), Label: "Expedited", Help: "An imminent and serious threat to health, certified by the physician."},
				{Value: string(imr.Formulary), Label: "Formulary", Help: "Over a drug under the MTUS Drug Formulary; shorter clocks."},
			}},
			{Kind: kindCheck, Name: "signed", Label: "Signed by the worker or a lawful representative"},
		}},
		whenSection(now, "When it came", "Day received", "How it came"),
	}, v)
}

// itemRows are the disputed treatments.
func itemRows(n int) section {
	s := section{ID: "items", Legend: "Disputed treatments", Noun: "treatment", Help: "One entry for each treatment that was denied or changed. What was authorized and what is in dispute add up to what was asked."}
	for i := range n {
		at := "items." + strconv.Itoa(i) + "."
		s.Rows = append(s.Rows, []field{
			{Kind: kindText, Name: at + "request", Label: "Treatment", Required: true, Size: "wide"},
			{Kind: kindText, Name: at + "category", Label: "Category", Size: "short", List: "categories"},
			{Kind: kindNumber, Name: at + "asked", Label: "Asked", Size: "tiny"},
			{Kind: kindNumber, Name: at + "authorized", Label: "Authorized", Size: "tiny"},
			{Kind: kindNumber, Name: at + "in_dispute", Label: "In dispute", Size: "tiny"},
			{Kind: kindText, Name: at + "unit", Label: "Unit", Size: "short", List: "units"},
			{Kind: kindCheck, Name: at + "retrospective", Label: "Already provided (retrospective)"},
			{Kind: kindArea, Name: at + "guideline", Label: "Guideline that the decision cites", Help: "As worded: “Decision based on MTUS …”.", Lines: 2},
		})
	}
	return s
}

// partyRows are the parties; at first one row for each that every case has.
func partyRows(n int, fresh bool) section {
	s := section{ID: "parties", Legend: "Parties", Noun: "party", Help: "Everybody who is served. The injured worker, the claims administrator and the requesting physician are always parties."}
	first := []imr.Role{imr.InjuredWorker, imr.ClaimsAdministrator, imr.RequestingPhysician}
	if fresh {
		n = len(first)
	}
	for i := range max(n, 1) {
		at := "parties." + strconv.Itoa(i) + "."
		role := ""
		if fresh {
			role = string(first[i])
		}
		s.Rows = append(s.Rows, partyFields(at, role))
	}
	return s
}

func partyFields(at, role string) []field {
	return []field{
		{Kind: kindSelect, Name: at + "role", Label: "Part in the case", Value: role, Required: true, Size: "third", Options: roleOptions()},
		{Kind: kindText, Name: at + "name", Label: "Name", Size: "third"},
		{Kind: kindText, Name: at + "organization", Label: "Firm or organization", Size: "third"},
		{Kind: kindTel, Name: at + "phone", Label: "Telephone", Size: "third"},
		{Kind: kindTel, Name: at + "fax", Label: "Fax", Size: "third"},
		{Kind: kindEmail, Name: at + "email", Label: "E-mail", Size: "third"},
		{Kind: kindArea, Name: at + "address", Label: "Address, as on the envelope", Lines: 3, Size: "half"},
		{Kind: kindText, Name: at + "specialty", Label: "Specialty, of a physician", Size: "short"},
		{Kind: kindText, Name: at + "account", Label: "Account that may see it", Size: "short"},
	}
}

func roleOptions() []option {
	var os []option
	for _, r := range []imr.Role{imr.InjuredWorker, imr.WorkerAttorney, imr.Representative, imr.ClaimsAdministrator, imr.DefenseAttorney, imr.RequestingPhysician, imr.EmployerRole} {
		os = append(os, option{Value: string(r), Label: imr.RoleName(r)})
	}
	return os
}

// whenSection asks when an act happened and, where something came, how.
func whenSection(now time.Time, legend, label, how string) section {
	local := now.In(imr.Office)
	fs := []field{
		{Kind: kindDay, Name: "at", Label: label, Value: clock.DayIn(now, imr.Office).String(), Size: "third"},
		{Kind: kindTime, Name: "at.time", Label: "Time, Pacific", Value: local.Format("15:04"), Size: "third"},
	}
	if how != "" {
		fs = append(fs, field{Kind: kindSelect, Name: "how", Label: how, Value: string(imr.MailInState), Size: "third", Options: methodOptions()})
	}
	return section{ID: "when", Legend: legend, Fields: fs}
}

// readApplication makes the command of an application form.
func readApplication(in *input) *imr.ApplicationReceived {
	a := &imr.ApplicationReceived{
		Worker: imr.Worker{Name: in.text("worker.name"), BirthDate: in.day("worker.birth_date"), Sex: in.choice("worker.sex", "female", "male")},
		Claim:  imr.Claim{Number: in.text("claim.number"), ADJ: in.text("claim.adj"), Employer: in.text("claim.employer")},
		Injury: imr.Injury{Date: in.day("injury.date"), Through: in.day("injury.through"), Diagnosis: in.text("injury.diagnosis"), ICD: in.text("injury.icd"), Regions: in.list("injury.regions")},
		Denial: imr.Denial{
			RequestDated: in.day("denial.request_dated"), RequestReceived: in.day("denial.request_received"),
			Decided: in.day("denial.decided"), Served: in.day("denial.served"), ServedBy: in.method("denial.served_by"),
			Attached: in.on("denial.attached"), Conditional: in.on("denial.conditional"), Liability: in.on("denial.liability"),
			LiabilityAgreed: in.on("denial.liability_agreed"), Expedited: in.on("denial.expedited"), Reason: in.text("denial.reason"),
		},
		Priority: imr.Priority(in.choice("priority", string(imr.Regular), string(imr.Expedited), string(imr.Formulary))),
		Signed:   in.on("signed"),
	}
	for i := range in.rows("items") {
		at := "items." + strconv.Itoa(i)
		unit := in.text(at + ".unit")
		quantity := func(name string) imr.Quantity {
			n := in.number(at + "." + name)
			if n == 0 {
				return imr.Quantity{}
			}
			return imr.Quantity{Amount: n, Unit: unit}
		}
		it := imr.Item{
			Request: in.text(at + ".request"), Category: in.text(at + ".category"), Guideline: in.text(at + ".guideline"),
			Asked: quantity("asked"), Authorized: quantity("authorized"), InDispute: quantity("in_dispute"), Retrospective: in.on(at + ".retrospective"),
		}
		if it.Asked.Amount > 0 && unit == "" {
			in.fail(at+".unit", "Say what is counted: sessions, visits, tablets.")
		}
		if it.Request == "" && !in.empty(at, "category", "asked", "authorized", "in_dispute", "guideline") {
			in.fail(at+".request", "Name the treatment.")
		} else if it.Request == "" && i > 0 {
			continue // an added row that was never filled in
		}
		if q := it; q.Asked.Amount > 0 && q.Authorized.Amount+q.InDispute.Amount != q.Asked.Amount {
			in.fail(at+".in_dispute", fmt.Sprintf("%d authorized and %d in dispute are not the %d asked.", q.Authorized.Amount, q.InDispute.Amount, q.Asked.Amount))
		}
		a.Items = append(a.Items, it)
	}
	for i := range in.rows("parties") {
		at := "parties." + strconv.Itoa(i)
		if in.empty(at, "name", "organization", "address", "phone", "fax", "email") {
			if i > 2 {
				continue
			}
			in.fail(at+".name", "Name this party, or remove the entry.")
			continue
		}
		p := readParty(in, at)
		a.Parties = append(a.Parties, p)
	}
	a.Documents = readDocuments(in)
	return a
}

func readParty(in *input, at string) imr.Party {
	var roles []string
	for _, o := range roleOptions() {
		roles = append(roles, o.Value)
	}
	p := imr.Party{
		Role: imr.Role(in.choice(at+".role", roles...)), Name: in.text(at + ".name"), Organization: in.text(at + ".organization"),
		Specialty: in.text(at + ".specialty"), Address: in.lines(at + ".address"), Phone: in.text(at + ".phone"),
		Fax: in.text(at + ".fax"), Email: in.text(at + ".email"), Account: imr.UserID(in.text(at + ".account")),
	}
	if p.Name == "" && p.Organization == "" {
		in.fail(at+".name", "Name this party.")
	}
	if p.Email != "" && !strings.Contains(p.Email, "@") {
		in.fail(at+".email", "This is no e-mail address.")
	}
	return p
}

// required tells every question left empty that must be answered, so that a clerk mends a form once, and the rule that asks for it.
func required(sections []section, in *input, rule string) {
	check := func(f field) {
		if !f.Required {
			return
		}
		if strings.TrimSpace(strings.Join(in.values[f.Name], "")) == "" && !in.failed(f.Name) {
			in.errs = append(in.errs, fieldError{Name: f.Name, Message: "“" + f.Label + "” is empty. It is needed.", Rule: rule})
		}
	}
	for _, s := range sections {
		for _, f := range s.Fields {
			check(f)
		}
		for _, row := range s.Rows {
			for _, f := range row {
				check(f)
			}
		}
	}
}

func (in *input) failed(name string) bool {
	for _, e := range in.errs {
		if e.Name == name {
			return true
		}
	}
	return false
}
