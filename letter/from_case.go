package letter

import (
	"slices"
	"strings"
	"time"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/review"
)

// A Letterhead is what the organization says of itself in every letter that it serves.
type Letterhead struct {
	Organization Organization
	County       Text      // in which the organization serves its letters (CCP 1013a)
	Verify       Text      // address of the page on which a letter can be checked; left out where empty
	Director     Addressee // the Administrative Director, who gets every determination (Labor Code 4610.6(f)); left out without a name
}

// determination is the exact title of the served paper (CCP 1013a).
const determination = "Independent Medical Review Final Determination"

// FromCase tells a case as a determination: what was decided where it is signed, what the reviewer wrote so far
// where it is not. Then the letter has no day of decision and is composed as a draft. The reviewer's name is not
// in it. Items that left the review are left out. on is the day of writing; it dates a letter that is signed and
// not yet served, and gives the age in a draft.
func FromCase(c imr.Case, h Letterhead, on clock.Day) Determination {
	d := Determination{
		Schema: Schema, Programme: ProgrammeCAWC, Layout: LayoutOpenIMR, CaseNumber: Text(c.ID), Priority: "standard",
		Dates: Dates{Injury: c.Injury.Date, URDenial: c.Denial.Decided, ApplicationReceived: c.Facts.Received.At,
			Assigned: c.Facts.Notice.At, Decided: c.Facts.Determined.At},
	}
	if c.Priority == imr.Expedited {
		d.Priority = "expedited"
	}
	if d.Dates.Assigned.IsZero() {
		d.Dates.Assigned = c.Facts.Assigned.At
	}
	if c.Reviewer != nil {
		d.Reviewer.LicensedIn, d.Reviewer.Specialties = slices.Clone(c.Reviewer.LicensedIn), slices.Clone(c.Reviewer.Specialties)
	}
	name := string(h.Organization.Name)
	if name == "" {
		name = "The review organization"
	}
	d.Reviewer.Statement = Text(strings.ReplaceAll(fixedText("statement"), "{organization}", name))
	for _, doc := range c.Documents {
		d.DocumentsReviewed = append(d.DocumentsReviewed, Document{Title: Text(doc.Title), Date: doc.Date, Author: Text(doc.Author)})
	}
	d.Summary = summaryOf(c, cmpDay(d.Dates.Decided, on))
	for _, it := range c.Items {
		if it.State == imr.ItemIsAuthorized || it.State == imr.ItemIsWithdrawn {
			continue
		}
		item := itemOfCase(it, c.Draft)
		item.Number = len(d.Items) + 1
		d.Items = append(d.Items, item)
	}
	d.Served = servedOf(c, h, on)
	d.Served.Outcome = outcomeOf(d.Items)
	return Canonical(d)
}

func cmpDay(a, b clock.Day) clock.Day {
	if a.IsZero() {
		return b
	}
	return a
}

func summaryOf(c imr.Case, on clock.Day) Summary {
	s := Summary{Sex: Text(c.Worker.Sex)}
	if c.Draft != nil {
		s.Text = Text(review.Plain(c.Draft.Summary))
	}
	if !c.Worker.BirthDate.IsZero() && !on.IsZero() {
		age := years(c.Worker.BirthDate, on)
		if said := (Summary{Text: s.Text}); s.Text != "" {
			// the reviewer may tell the age at the examination or at the injury; that is not a slip
			readAge(&said)
			if said.Age != nil && *said.Age >= years(c.Worker.BirthDate, c.Injury.Date) && *said.Age <= age {
				age = *said.Age
			}
		}
		s.Age = &age
	}
	return s
}

// itemOfCase words what is in dispute: where a part was authorized, what was asked, what was authorized, and the
// rest, each with its quantity.
func itemOfCase(it imr.Item, draft *imr.Draft) Item {
	item := Item{Request: Text(it.Request), Decision: Unknown, ClaimsAdministratorGuideline: Guidelines{Text: Text(it.Guideline)}}
	if it.Authorized.Amount > 0 {
		item.OriginalRequest = Text(withQuantity(it.Request, it.Asked, it.Asked))
		item.Authorized = Text(withQuantity(it.Request, it.Asked, it.Authorized))
		item.Request = Text(withQuantity(it.Request, it.Asked, it.InDispute))
	}
	if draft == nil {
		return item
	}
	for _, w := range draft.Items {
		if w.Item != it.Number {
			continue
		}
		if w.Outcome != imr.Undecided {
			item.Decision = Decision(w.Outcome)
		}
		if w.ClaimsAdministratorGuideline != "" {
			item.ClaimsAdministratorGuideline.Text = Text(w.ClaimsAdministratorGuideline)
		}
		item.IMROGuideline.Text, item.Rationale = Text(w.IMROGuideline), Text(review.Plain(w.Rationale))
	}
	return item
}

// withQuantity puts a quantity in the place of the one that was asked for, or after the request.
func withQuantity(request string, asked, q imr.Quantity) string {
	switch {
	case q.Amount == 0:
		return request
	case asked.Amount > 0 && strings.Contains(request, asked.String()):
		return strings.Replace(request, asked.String(), q.String(), 1)
	}
	return request + ", " + q.String()
}

func servedOf(c imr.Case, h Letterhead, on clock.Day) *Served {
	s := &Served{
		Organization: h.Organization, LetterDate: c.Facts.Served.At, Employee: Text(c.Worker.Name), Employer: Text(c.Claim.Employer),
		ClaimNumber: Text(c.Claim.Number), ADJNumber: Text(c.Claim.ADJ),
	}
	if s.LetterDate.IsZero() && !c.Facts.Determined.At.IsZero() {
		s.LetterDate = on
	}
	if c.Code != "" && h.Verify != "" {
		s.Verification = &Verification{Address: h.Verify, Code: Text(c.Code)}
	}
	for _, p := range c.Parties {
		if p.Role == imr.RequestingPhysician && s.RequestedBy == "" {
			s.RequestedBy = Text(p.Label())
		}
		s.Addressees = append(s.Addressees, addressee(p, c.Services))
	}
	if h.Director.Name != "" {
		s.Addressees = append(s.Addressees, h.Director)
	}
	return s
}

// addressee says how a party is served: as it was, else by mail where there is an address.
func addressee(p imr.Party, services []imr.Service) Addressee {
	a := Addressee{Role: Text(imr.RoleName(p.Role)), Name: Text(p.Label())}
	for _, line := range p.Address {
		a.Address = append(a.Address, Text(line))
	}
	service := imr.Service{Method: imr.MailInState}
	for _, s := range services {
		if s.Party == p.ID {
			service = s
		}
	}
	a.Method, a.To = methodOfService(service, p)
	if len(services) == 0 && len(p.Address) == 0 {
		switch {
		case p.Email != "":
			a.Method, a.To = "electronic", Text(p.Email)
		case p.Fax != "":
			a.Method, a.To = "fax", Text(p.Fax)
		}
	}
	return a
}

func methodOfService(s imr.Service, p imr.Party) (how, to Text) {
	to = Text(s.To)
	switch s.Method {
	case imr.Fax:
		if to == "" {
			to = Text(p.Fax)
		}
		return "fax", to
	case imr.Electronic:
		if to == "" {
			to = Text(p.Email)
		}
		return "electronic", to
	case imr.Personal:
		return "personal", ""
	}
	return "mail", ""
}

// Proved adds the proof of service: who serves the letter, from where, and when. Nobody but the
// organization's own people serves it, so its address is the server's business address.
func (d Determination) Proved(h Letterhead, services []imr.Service, parties []imr.Party, server, place string, at time.Time) Determination {
	if d.Served == nil {
		return d
	}
	on := clock.DayIn(at, imr.Office)
	s := *d.Served
	s.LetterDate = on
	s.Addressees = nil
	for _, p := range parties {
		if slices.ContainsFunc(services, func(x imr.Service) bool { return x.Party == p.ID }) {
			s.Addressees = append(s.Addressees, addressee(p, services))
		}
	}
	if h.Director.Name != "" {
		s.Addressees = append(s.Addressees, h.Director)
	}
	s.ProofOfService = &ProofOfService{Server: Text(server), Address: h.Organization.Address, County: h.County, Place: Text(place),
		Date: on, Time: Text(at.In(imr.Office).Format("3:04 PM MST")), Documents: []Text{determination + ", case " + d.CaseNumber}, SignedAt: Text(place), SignedOn: on}
	d.Served = &s
	return Canonical(d)
}

// ContextOf is what the linter has to know of a case. dueBy is the last day to decide, zero where it is not known;
// directory holds the names and numbers of all reviewers, none of which may stand in a letter.
func ContextOf(c imr.Case, h Letterhead, dueBy clock.Day, directory []string) Context {
	x := Context{On: c.Facts.Determined.At, DueBy: dueBy, BirthDate: c.Worker.BirthDate, ReviewerNames: slices.Clone(directory), Reviewers: 1}
	if c.Reviewer != nil && !slices.Contains(x.ReviewerNames, c.Reviewer.Name) {
		x.ReviewerNames = append(x.ReviewerNames, c.Reviewer.Name)
	}
	for _, it := range FromCase(c, h, c.Facts.Determined.At).Items {
		x.CaseItems = append(x.CaseItems, string(it.Request))
	}
	for _, doc := range c.Documents {
		x.Documents = append(x.Documents, CaseDocument{Title: doc.Title, Date: doc.Date, Decision: doc.Type == "ur_decision"})
	}
	for _, p := range c.Parties {
		x.ServiceList = append(x.ServiceList, addressee(p, nil))
	}
	if h.Director.Name != "" {
		x.ServiceList = append(x.ServiceList, h.Director)
	}
	x.Unserved = c.Facts.Served.Seq == 0
	return x
}
