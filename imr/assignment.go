package imr

// NoticeSent is the notice of assignment and request for information, sent to every party (8 CCR 9792.10.4(b)).
type NoticeSent struct {
	Services []Service `json:"services"`
}

func (*NoticeSent) eventType() EventType { return "notice_sent" }
func (d *NoticeSent) guard(_ Rules, c Case, _ Act) error {
	return c.served("8 CCR 9792.10.4(b)", d.Services, InjuredWorker, ClaimsAdministrator, RequestingPhysician)
}
func (d *NoticeSent) apply(c *Case, e Event) {
	c.Facts.Notice = moment(e)
	if s, ok := serviceOn(c, d.Services, ClaimsAdministrator); ok {
		c.Facts.Notice.How = &How{Method: s.Method}
	}
}

// RecordsReceived is the arrival of the medical records (8 CCR 9792.10.5(a)(1)).
type RecordsReceived struct {
	From      PartyID    `json:"from"`
	Documents []Document `json:"documents"`
}

func (*RecordsReceived) eventType() EventType { return "records_received" }
func (d *RecordsReceived) guard(_ Rules, c Case, _ Act) error {
	if len(d.Documents) == 0 {
		return incomplete("documents", "8 CCR 9792.10.5(a)(1)", "List what was received, paper by paper.")
	}
	return c.papers("8 CCR 9792.10.5(a)(1)", d.From, d.Documents)
}
func (d *RecordsReceived) apply(c *Case, e Event) {
	c.addDocuments(d.Documents, d.From, e)
	c.Facts.Records = moment(e)
}

// RecordsOverdue notes that records did not come in time (8 CCR 9792.12(c)(6)).
type RecordsOverdue struct {
	Note string `json:"note,omitempty"`
}

func (*RecordsOverdue) eventType() EventType { return "records_overdue" }
func (*RecordsOverdue) guard(r Rules, c Case, act Act) error {
	return notYet(r, c, act, "records", "imr.records.*")
}
func (*RecordsOverdue) apply(*Case, Event) {}

// GoOnWithout goes on without the claims administrator's records (8 CCR 9792.10.6(b)(2)): never on the utilization review decision alone.
type GoOnWithout struct {
	Note string `json:"note,omitempty"`
}

func (*GoOnWithout) eventType() EventType { return "go_on_without" }
func (*GoOnWithout) guard(_ Rules, c Case, _ Act) error {
	for _, doc := range c.Documents {
		if doc.Type != "ur_decision" && doc.Type != "imr_application" {
			return nil
		}
	}
	return refused("8 CCR 9792.10.6(b)(2)", "No paper of the employee or the physician is there; a review never rests on the utilization review decision alone.")
}
func (*GoOnWithout) apply(c *Case, e Event) {
	c.Facts.Records = moment(e)
}

// LateRecordReceived files a record that came after the others (Labor Code 4610.5(m)).
type LateRecordReceived struct {
	From      PartyID    `json:"from"`
	Documents []Document `json:"documents"`
}

func (*LateRecordReceived) eventType() EventType { return "late_record_received" }
func (d *LateRecordReceived) guard(_ Rules, c Case, _ Act) error {
	if len(d.Documents) == 0 {
		return incomplete("documents", "Labor Code 4610.5(m)", "List what was received, paper by paper.")
	}
	return c.papers("Labor Code 4610.5(m)", d.From, d.Documents)
}
func (d *LateRecordReceived) apply(c *Case, e Event) {
	c.addDocuments(d.Documents, d.From, e)
}

// ReviewerAssigned gives the case to a physician who attests that there is no conflict of interest (8 CCR 9792.10.6(b)(1), Labor Code 139.5).
type ReviewerAssigned struct {
	Reviewer Reviewer `json:"reviewer"`
	Attested bool     `json:"attested"`
}

func (*ReviewerAssigned) eventType() EventType { return "reviewer_assigned" }
func (d *ReviewerAssigned) guard(_ Rules, c Case, _ Act) error {
	switch {
	case d.Reviewer.ID == "" || d.Reviewer.Name == "":
		return incomplete("reviewer", "8 CCR 9792.10.6(b)(1)", "Choose a reviewer.")
	case len(d.Reviewer.LicensedIn) == 0 || len(d.Reviewer.Specialties) == 0:
		return incomplete("reviewer", "Labor Code 4610.6(f)", "The reviewer's state of licence and specialty are not on file.")
	case !d.Attested:
		return incomplete("attested", "Labor Code 139.5", "The reviewer has not attested that there is no conflict of interest.")
	}
	for _, id := range c.Excluded {
		if id == d.Reviewer.ID {
			return refused("Labor Code 139.5(c); 4610.6(i)", "This reviewer declared a conflict or had a part in the determination that was reversed.")
		}
	}
	return nil
}
func (d *ReviewerAssigned) apply(c *Case, e Event) {
	rev := d.Reviewer
	c.Reviewer = &rev
	c.Facts.Assigned = moment(e)
}

// ConflictDeclared takes the case from a reviewer who declares a conflict of interest (Labor Code 139.5(c)).
type ConflictDeclared struct {
	Why string `json:"why"`
}

func (*ConflictDeclared) eventType() EventType { return "conflict_declared" }
func (d *ConflictDeclared) guard(_ Rules, _ Case, _ Act) error {
	if d.Why == "" {
		return incomplete("why", "Labor Code 139.5(c)", "Say what the conflict is.")
	}
	return nil
}
func (*ConflictDeclared) apply(c *Case, _ Event) {
	if c.Reviewer != nil {
		c.Excluded = append(c.Excluded, c.Reviewer.ID)
	}
	c.Reviewer, c.Draft, c.Notes = nil, nil, nil
}

// SecondReviewerApproved is the Administrative Director's written approval of more than one reviewer (8 CCR 9792.10.6(c)).
type SecondReviewerApproved struct {
	Approval string `json:"approval"`
}

func (*SecondReviewerApproved) eventType() EventType { return "second_reviewer_approved" }
func (d *SecondReviewerApproved) guard(_ Rules, _ Case, _ Act) error {
	if d.Approval == "" {
		return incomplete("approval", "8 CCR 9792.10.6(c)", "Name the written approval.")
	}
	return nil
}
func (*SecondReviewerApproved) apply(*Case, Event) {}

// MoreInformationRequested asks a party for something needed to decide; every party gets a copy (Labor Code 4610.6(b)).
type MoreInformationRequested struct {
	Of        []PartyID `json:"of"`
	Questions []string  `json:"questions"`
}

func (*MoreInformationRequested) eventType() EventType { return "more_information_requested" }
func (d *MoreInformationRequested) guard(_ Rules, c Case, _ Act) error {
	if len(d.Questions) == 0 {
		return incomplete("questions", "Labor Code 4610.6(b)", "Say what is asked for.")
	}
	return c.known("of", "Labor Code 4610.6(b)", d.Of)
}
func (*MoreInformationRequested) apply(c *Case, e Event) {
	c.Facts.InformationAsked = moment(e)
}

// InformationReceived is the answer to such a request (Labor Code 4610.6(b)).
type InformationReceived struct {
	From      PartyID    `json:"from"`
	Documents []Document `json:"documents,omitempty"`
	Note      string     `json:"note,omitempty"`
}

func (*InformationReceived) eventType() EventType { return "information_received" }
func (d *InformationReceived) guard(_ Rules, c Case, _ Act) error {
	return c.papers("Labor Code 4610.6(b)", d.From, d.Documents)
}
func (d *InformationReceived) apply(c *Case, e Event) {
	c.addDocuments(d.Documents, d.From, e)
}

// InformationOverdue notes that no answer came in time (8 CCR 9792.10.5(d)).
type InformationOverdue struct {
	Note string `json:"note,omitempty"`
}

func (*InformationOverdue) eventType() EventType { return "information_overdue" }
func (*InformationOverdue) guard(r Rules, c Case, act Act) error {
	return notYet(r, c, act, "the information", "imr.more_information.*")
}
func (*InformationOverdue) apply(*Case, Event) {}

// ConvertedToExpedited makes the review expedited: the treating physician certifies an imminent and serious threat (8 CCR 9792.10.4(c)).
type ConvertedToExpedited struct {
	Certificate string `json:"certificate"`
}

func (*ConvertedToExpedited) eventType() EventType { return "converted_to_expedited" }
func (d *ConvertedToExpedited) guard(_ Rules, c Case, _ Act) error {
	if c.Priority == Expedited {
		return refused("8 CCR 9792.10.4(c)", "The review is expedited already.")
	}
	if d.Certificate == "" {
		return incomplete("certificate", "8 CCR 9792.10.4(c)", "Name the physician's certificate.")
	}
	return nil
}
func (*ConvertedToExpedited) apply(c *Case, e Event) {
	c.Priority = Expedited
	c.Facts.Converted = moment(e)
}

// ExtensionGranted is three more days with the Administrative Director's approval, once (Labor Code 4610.6(d)).
type ExtensionGranted struct {
	Reason string `json:"reason"`
}

func (*ExtensionGranted) eventType() EventType { return "extension_granted" }
func (d *ExtensionGranted) guard(_ Rules, c Case, act Act) error {
	if c.Facts.Extended.Seq > 0 {
		return refused("Labor Code 4610.6(d)", "The time was extended before; it can be extended once.")
	}
	if d.Reason == "" {
		return incomplete("reason", "Labor Code 4610.6(d)", "Say which extraordinary circumstances or good cause there are.")
	}
	return nil
}
func (*ExtensionGranted) apply(c *Case, e Event) {
	c.Facts.Extended = moment(e)
}
