package imr

import (
	"fmt"
	"strings"

	"github.com/openimr/openimr/clock"
)

// dataTypes knows every type of event by its name.
var dataTypes = register(
	func() Data { return new(ApplicationReceived) }, func() Data { return new(DuplicateFound) },
	func() Data { return new(ScreeningStarted) }, func() Data { return new(InformationRequested) },
	func() Data { return new(AnswerReceived) }, func() Data { return new(AnswerOverdue) },
	func() Data { return new(FoundIneligible) }, func() Data { return new(LiabilityDisputed) },
	func() Data { return new(LiabilityResolvedForEmployee) }, func() Data { return new(LiabilityResolvedAgainstEmployee) },
	func() Data { return new(PetitionGranted) }, func() Data { return new(FoundEligible) },
	func() Data { return new(Consolidated) }, func() Data { return new(NoticeSent) },
	func() Data { return new(RecordsReceived) }, func() Data { return new(RecordsOverdue) },
	func() Data { return new(GoOnWithout) }, func() Data { return new(LateRecordReceived) },
	func() Data { return new(ReviewerAssigned) }, func() Data { return new(ConflictDeclared) },
	func() Data { return new(SecondReviewerApproved) }, func() Data { return new(MoreInformationRequested) },
	func() Data { return new(InformationReceived) }, func() Data { return new(InformationOverdue) },
	func() Data { return new(DraftSubmitted) }, func() Data { return new(Returned) },
	func() Data { return new(QualityPassed) }, func() Data { return new(Approved) }, func() Data { return new(Served) },
	func() Data { return new(ConvertedToExpedited) }, func() Data { return new(ExtensionGranted) },
	func() Data { return new(ItemAuthorized) }, func() Data { return new(AllItemsAuthorized) },
	func() Data { return new(Withdrawn) }, func() Data { return new(SettledOrAwarded) },
	func() Data { return new(ClaimsAdministratorChanged) }, func() Data { return new(Implemented) },
	func() Data { return new(Corrected) }, func() Data { return new(PetitionFiled) },
	func() Data { return new(AppealTimeOver) }, func() Data { return new(PetitionDenied) },
	func() Data { return new(ReversedAndRemanded) }, func() Data { return new(Resubmitted) },
	func() Data { return new(Published) },
	func() Data { return new(OwnerChanged) }, func() Data { return new(NoteAdded) }, func() Data { return new(FactCorrected) },
	func() Data { return new(FilesReceived) }, func() Data { return new(IndexCorrected) },
	func() Data { return new(RecordsAsked) }, func() Data { return new(PagesOpened) },
	func() Data { return new(NoteAnswered) }, func() Data { return new(AuditSampled) }, func() Data { return new(AuditAssigned) },
	func() Data { return new(AuditDeclined) }, func() Data { return new(AuditRecorded) },
	func() Data { return new(ModelAsked) },
)

// own says that an event is of the organization's own work and not in the table of transitions: it may happen in
// any state, or checks the state itself, and leaves the case where it stands.
func own(t EventType) bool {
	switch t {
	case "quality_passed", "served", "owner_changed", "note_added", "fact_corrected",
		"files_received", "index_corrected", "records_asked", "pages_opened", "model_asked",
		"note_answered", "audit_sampled", "audit_assigned", "audit_declined", "audit_recorded":
		return true
	}
	return false
}

// OwnerChanged gives the case to a person of the organization, or to nobody.
type OwnerChanged struct {
	Owner UserID `json:"owner"`
	Name  string `json:"name"`
}

func (*OwnerChanged) eventType() EventType { return "owner_changed" }
func (d *OwnerChanged) guard(_ Rules, c Case, _ Act) error {
	if d.Owner == c.Owner {
		return &Error{Conflict, recordRule, "owner", "The case belongs to that person already."}
	}
	return nil
}
func (d *OwnerChanged) apply(c *Case, _ Event) { c.Owner, c.OwnerName = d.Owner, d.Name }

// NoteAdded is an internal note. Parties never see it.
type NoteAdded struct {
	Text string `json:"text"`
}

func (*NoteAdded) eventType() EventType { return "note_added" }
func (d *NoteAdded) guard(Rules, Case, Act) error {
	if strings.TrimSpace(d.Text) == "" {
		return incomplete("text", recordRule, "The note is empty.")
	}
	return nil
}
func (*NoteAdded) apply(*Case, Event) {}

// A Fact names what can be corrected.
type Fact string

// The facts that can be corrected, with the form of their values.
const (
	FactWorkerName    Fact = "worker.name"
	FactBirthDate     Fact = "worker.birth_date" // YYYY-MM-DD
	FactClaimNumber   Fact = "claim.number"
	FactADJ           Fact = "claim.adj"
	FactEmployer      Fact = "claim.employer"
	FactInjuryDate    Fact = "injury.date"          // YYYY-MM-DD
	FactRequestDated  Fact = "denial.request_dated" // YYYY-MM-DD
	FactDenialDecided Fact = "denial.decided"       // YYYY-MM-DD
	FactDenialServed  Fact = "denial.served"        // YYYY-MM-DD
	FactServedBy      Fact = "denial.served_by"     // a Method
	FactSigned        Fact = "signed"               // true or false
	FactAttached      Fact = "denial.attached"      // true or false
	FactReceived      Fact = "application.received" // YYYY-MM-DD
	FactRecords       Fact = "records.received"     // YYYY-MM-DD
	FactNoticeSent    Fact = "notice.sent"          // YYYY-MM-DD
	FactServed        Fact = "determination.served" // YYYY-MM-DD
)

// A NamedFact is a fact that can be corrected, with its name in plain words.
type NamedFact struct {
	Fact Fact
	Name string
}

// NamedFacts lists the facts that can be corrected, in the order of a form.
func NamedFacts() []NamedFact { return append([]NamedFact(nil), factNames...) }

var factNames = []NamedFact{
	{FactWorkerName, "name of the injured worker"}, {FactBirthDate, "birth date of the injured worker"}, {FactClaimNumber, "claim number"},
	{FactADJ, "case number of the Appeals Board"}, {FactEmployer, "employer"}, {FactInjuryDate, "date of injury"},
	{FactRequestDated, "date of the request for authorization"}, {FactDenialDecided, "date of the utilization review decision"},
	{FactDenialServed, "day on which the utilization review decision was served"}, {FactServedBy, "way in which the utilization review decision was served"},
	{FactSigned, "signature on the application"}, {FactAttached, "copy of the utilization review decision with the application"},
	{FactReceived, "day on which the application was received"}, {FactNoticeSent, "day on which the notice of assignment was sent"},
	{FactRecords, "day on which the records were received"}, {FactServed, "day on which the determination was served"},
}

// FactName is a fact in plain words.
func FactName(f Fact) string {
	for _, n := range factNames {
		if n.Fact == f {
			return n.Name
		}
	}
	return string(f)
}

// factWords is a value of a fact in plain words.
func factWords(f Fact, value string) string {
	day, err := clock.ParseDay(value)
	switch {
	case value == "":
		return "nothing"
	case err == nil:
		return day.Format("January 2, 2006")
	case f == FactServedBy:
		return MethodName(Method(value))
	case value == "true":
		return "there"
	case value == "false":
		return "missing"
	}
	return value
}

// FactCorrected puts a fact right. Old is what stood before: a correction of something that somebody else has
// meanwhile corrected is refused.
type FactCorrected struct {
	Fact   Fact   `json:"fact"`
	Old    string `json:"old"`
	New    string `json:"new"`
	Reason string `json:"reason"`
}

func (*FactCorrected) eventType() EventType { return "fact_corrected" }
func (d *FactCorrected) guard(_ Rules, c Case, _ Act) error {
	old, ok := c.Fact(d.Fact)
	switch {
	case !ok:
		return incomplete("fact", recordRule, "%q is no fact that can be corrected.", d.Fact)
	case old != d.Old:
		return &Error{Conflict, recordRule, "old", fmt.Sprintf("The fact now says %q, not %q; look at it again.", old, d.Old)}
	case d.New == d.Old:
		return incomplete("new", recordRule, "Nothing is changed.")
	case strings.TrimSpace(d.Reason) == "":
		return incomplete("reason", recordRule, "Say why the fact is corrected.")
	}
	if err := c.setFact(d.Fact, d.New); err != nil {
		return incomplete("new", recordRule, "%s", err.Error())
	}
	return nil
}
func (d *FactCorrected) apply(c *Case, _ Event) { _ = c.setFact(d.Fact, d.New) } // guard has tried it

// Corrected returns the case as it would be with a fact corrected, so that a page can show what changes.
func (c Case) Corrected(f Fact, value string) (Case, error) {
	err := c.setFact(f, value)
	return c, err
}

// Fact returns what a fact says now.
func (c Case) Fact(f Fact) (string, bool) {
	switch f {
	case FactWorkerName:
		return c.Worker.Name, true
	case FactBirthDate:
		return c.Worker.BirthDate.String(), true
	case FactClaimNumber:
		return c.Claim.Number, true
	case FactADJ:
		return c.Claim.ADJ, true
	case FactEmployer:
		return c.Claim.Employer, true
	case FactInjuryDate:
		return c.Injury.Date.String(), true
	case FactRequestDated:
		return c.Denial.RequestDated.String(), true
	case FactDenialDecided:
		return c.Denial.Decided.String(), true
	case FactDenialServed:
		return c.Denial.Served.String(), true
	case FactServedBy:
		return string(c.Denial.ServedBy), true
	case FactSigned:
		return fmt.Sprint(c.Signed), true
	case FactAttached:
		return fmt.Sprint(c.Denial.Attached), true
	case FactReceived:
		return c.Facts.Received.At.String(), true
	case FactRecords:
		return c.Facts.Records.At.String(), true
	case FactNoticeSent:
		return c.Facts.Notice.At.String(), true
	case FactServed:
		return c.Facts.Served.At.String(), true
	}
	return "", false
}

func (c *Case) setFact(f Fact, value string) error {
	text := func(to *string) error {
		if strings.TrimSpace(value) == "" && f != FactADJ {
			return fmt.Errorf("the value is empty")
		}
		*to = value
		return nil
	}
	day := func(to *clock.Day) error {
		d, err := clock.ParseDay(value)
		if err == nil {
			*to = d
		}
		return err
	}
	moved := func(to *Moment, what string) error {
		if to.Seq == 0 {
			return fmt.Errorf("%s yet", what)
		}
		if err := day(&to.At); err != nil {
			return err
		}
		c.move(to.Seq, to.At)
		return nil
	}
	flag := func(to *bool) error {
		if value != "true" && value != "false" {
			return fmt.Errorf("%q is neither true nor false", value)
		}
		*to = value == "true"
		return nil
	}
	switch f {
	case FactWorkerName:
		return text(&c.Worker.Name)
	case FactBirthDate:
		return day(&c.Worker.BirthDate)
	case FactClaimNumber:
		return text(&c.Claim.Number)
	case FactADJ:
		return text(&c.Claim.ADJ)
	case FactEmployer:
		return text(&c.Claim.Employer)
	case FactInjuryDate:
		return day(&c.Injury.Date)
	case FactRequestDated:
		return day(&c.Denial.RequestDated)
	case FactDenialDecided:
		return day(&c.Denial.Decided)
	case FactDenialServed:
		return day(&c.Denial.Served)
	case FactServedBy:
		if m := Method(value); m.known() {
			c.Denial.ServedBy = m
			return nil
		}
		return fmt.Errorf("%q is no way of serving a paper", value)
	case FactSigned:
		return flag(&c.Signed)
	case FactAttached:
		return flag(&c.Denial.Attached)
	case FactReceived:
		return moved(&c.Facts.Received, "no application has been received")
	case FactRecords:
		return moved(&c.Facts.Records, "no records have been received")
	case FactNoticeSent:
		return moved(&c.Facts.Notice, "no notice has been sent")
	case FactServed:
		return moved(&c.Facts.Served, "no determination has been served")
	}
	return fmt.Errorf("%q is no fact that can be corrected", f)
}
