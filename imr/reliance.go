package imr

import (
	"slices"
	"strconv"
)

// rester is a command that itself says what it rests on, beside what its actor names: the papers that came with it,
// the papers that it judges, the sections of law of its reasons.
type rester interface {
	rests(r Rules, c Case) []Reference
}

// sender is a command that says for every party how a paper was served; the first method is the one that sets a clock.
type sender interface {
	sent(c Case) (Role, []Service)
}

// The law of the steps that are not in a programme's table.
const (
	serviceLaw = "Labor Code 4610.6(f); CCP 1013a"
	qualityLaw = "Labor Code 139.5(d)(3)"
)

// reliance gathers what an event rests on: what the actor named, what the command brings or judges, and the law of
// the step, each once. It is written into the event, so that the file still says it when tables have changed.
func reliance(r Rules, c Case, d Data, act Act, law string) []Reference {
	var rs []Reference
	add := func(x Reference) {
		if x != (Reference{}) && !slices.Contains(rs, x) {
			rs = append(rs, x)
		}
	}
	for _, x := range act.ReliesOn {
		add(x)
	}
	if b, ok := d.(rester); ok {
		for _, x := range b.rests(r, c) {
			add(x)
		}
	}
	add(Reference{Law: law})
	return rs
}

// lawOf is the section of law of a step: that of its row in the table, or of the organization's own steps.
func lawOf(t Transition, e EventType) string {
	switch e {
	case "served":
		return serviceLaw
	case "quality_passed", "note_answered", "audit_sampled", "audit_assigned", "audit_declined", "audit_recorded":
		return qualityLaw
	case "records_asked":
		return "8 CCR 9792.10.5"
	}
	return t.Authority
}

// onFile refuses an act that names a paper which the case does not have.
func (c Case) onFile(rs []Reference) error {
	for _, r := range rs {
		if r.Document == "" {
			continue
		}
		if !slices.ContainsFunc(c.Documents, func(d Document) bool { return d.ID == r.Document }) {
			return incomplete("relies_on", recordRule, "The case has no paper %q.", r.Document)
		}
	}
	return nil
}

// howOf completes the way of serving from the list of services: the method of the party whose clock it sets, with
// everybody who was served that way.
func howOf(c Case, d Data, act Act) *How {
	s, ok := d.(sender)
	if act.How != nil || !ok {
		return act.How
	}
	role, services := s.sent(c)
	first, ok := serviceOn(&c, services, role)
	if !ok {
		return nil
	}
	h := &How{Method: first.Method}
	for _, x := range services {
		if x.Method == h.Method {
			h.To = append(h.To, x.Party)
		}
	}
	return h
}

// arriving are the numbers under which papers that come with a command will be filed.
func (c Case) arriving(ds []Document) []Reference {
	var rs []Reference
	for i := range ds {
		rs = append(rs, Reference{Document: "D" + strconv.Itoa(len(c.Documents)+1+i)})
	}
	return rs
}

// papersOf are the papers on file of some types; all of them where none is named.
func (c Case) papersOf(types ...string) []Reference {
	var rs []Reference
	for _, d := range c.Documents {
		if len(types) == 0 || slices.Contains(types, d.Type) {
			rs = append(rs, Reference{Document: d.ID})
		}
	}
	return rs
}

func (a *ApplicationReceived) rests(_ Rules, c Case) []Reference { return c.arriving(a.Documents) }
func (d *AnswerReceived) rests(_ Rules, c Case) []Reference      { return c.arriving(d.Documents) }
func (d *RecordsReceived) rests(_ Rules, c Case) []Reference     { return c.arriving(d.Documents) }
func (d *LateRecordReceived) rests(_ Rules, c Case) []Reference  { return c.arriving(d.Documents) }
func (d *InformationReceived) rests(_ Rules, c Case) []Reference { return c.arriving(d.Documents) }

// A finding of eligibility judges the application with the decision that it disputes.
func (*FoundEligible) rests(_ Rules, c Case) []Reference {
	return c.papersOf("imr_application", "ur_decision")
}

func (d *FoundIneligible) rests(r Rules, c Case) []Reference {
	rs := c.papersOf("imr_application", "ur_decision")
	for _, g := range r.Grounds {
		if slices.Contains(d.Grounds, g.ID) {
			rs = append(rs, Reference{Law: g.Authority})
		}
	}
	return rs
}

// A review that goes on without the claims administrator's records rests on what is there.
func (*GoOnWithout) rests(_ Rules, c Case) []Reference { return c.papersOf() }

// A draft rests on the whole record as it stood: that is the list of documents reviewed.
func (*DraftSubmitted) rests(_ Rules, c Case) []Reference { return c.papersOf() }

func (d *NoticeSent) sent(Case) (Role, []Service) { return ClaimsAdministrator, d.Services }
func (d *Served) sent(Case) (Role, []Service)     { return InjuredWorker, d.Services }

// Files are the SHA-256 of the stored files that an event speaks of: the papers that it brings, the letter that it
// serves. The event is proved by its hash, and so are they by it.
func (e Event) Files() []string {
	var sums []string
	papers := func(ds []Document) {
		for _, d := range ds {
			if d.SHA256 != "" {
				sums = append(sums, d.SHA256)
			}
		}
	}
	switch d := e.Data.(type) {
	case *ApplicationReceived:
		papers(d.Documents)
	case *AnswerReceived:
		papers(d.Documents)
	case *RecordsReceived:
		papers(d.Documents)
	case *LateRecordReceived:
		papers(d.Documents)
	case *InformationReceived:
		papers(d.Documents)
	case *Approved:
		if d.Letter != "" {
			sums = append(sums, d.Letter)
		}
	case *Served:
		sums = append(sums, d.Letter)
	case *Corrected:
		sums = append(sums, d.Letter)
	}
	return sums
}
