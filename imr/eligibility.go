package imr

// DuplicateFound closes an application that repeats another (8 CCR 9792.10.3(a)(2)).
type DuplicateFound struct {
	Of CaseID `json:"of"`
}

func (*DuplicateFound) eventType() EventType { return "duplicate_found" }
func (d *DuplicateFound) guard(_ Rules, c Case, _ Act) error {
	if d.Of == "" || d.Of == c.ID {
		return incomplete("of", "8 CCR 9792.10.3(a)(2)", "Name the case that this application repeats.")
	}
	return nil
}
func (*DuplicateFound) apply(*Case, Event) {}

// ScreeningStarted begins the check of eligibility (8 CCR 9792.10.3(a)).
type ScreeningStarted struct{}

func (*ScreeningStarted) eventType() EventType         { return "screening_started" }
func (*ScreeningStarted) guard(Rules, Case, Act) error { return nil }
func (*ScreeningStarted) apply(c *Case, e Event) {
	c.Facts.Screened = moment(e)
}

// InformationRequested asks somebody for what is needed to decide on eligibility (8 CCR 9792.10.3(b)).
type InformationRequested struct {
	Of        []PartyID `json:"of"`
	Questions []string  `json:"questions"`
}

func (*InformationRequested) eventType() EventType { return "information_requested" }
func (d *InformationRequested) guard(_ Rules, c Case, _ Act) error {
	if len(d.Questions) == 0 {
		return incomplete("questions", "8 CCR 9792.10.3(b)", "Say what is asked for.")
	}
	return c.known("of", "8 CCR 9792.10.3(b)", d.Of)
}
func (*InformationRequested) apply(c *Case, e Event) {
	c.Facts.Asked = moment(e)
}

// AnswerReceived is the answer of a party on eligibility (8 CCR 9792.10.3(c)).
type AnswerReceived struct {
	From      PartyID    `json:"from"`
	Documents []Document `json:"documents,omitempty"`
	Note      string     `json:"note,omitempty"`
}

func (*AnswerReceived) eventType() EventType { return "answer_received" }
func (d *AnswerReceived) guard(_ Rules, c Case, _ Act) error {
	return c.known("from", "8 CCR 9792.10.3(c)", []PartyID{d.From})
}
func (d *AnswerReceived) apply(c *Case, e Event) {
	c.addDocuments(d.Documents, d.From, e)
	c.Facts.Answered = moment(e)
}

// AnswerOverdue notes that no answer on eligibility came in time (8 CCR 9792.10.3(c)).
type AnswerOverdue struct {
	Note string `json:"note,omitempty"`
}

func (*AnswerOverdue) eventType() EventType { return "answer_overdue" }
func (*AnswerOverdue) guard(r Rules, c Case, act Act) error {
	return notYet(r, c, act, "an answer", "imr.eligibility.answer*")
}
func (*AnswerOverdue) apply(c *Case, e Event) {
	c.Facts.Answered = moment(e)
}

// FoundIneligible ends the review before it begins, with every reason named (8 CCR 9792.10.3(c)).
type FoundIneligible struct {
	Grounds     []string `json:"grounds"`
	Explanation string   `json:"explanation"`
}

func (*FoundIneligible) eventType() EventType { return "found_ineligible" }
func (d *FoundIneligible) guard(r Rules, c Case, _ Act) error {
	if len(d.Grounds) == 0 {
		return incomplete("grounds", "8 CCR 9792.10.3(c)", "Name at least one reason.")
	}
	for _, id := range d.Grounds {
		if !isGround(r, id) {
			return incomplete("grounds", "8 CCR 9792.10.3(c)", "%q is no ground of ineligibility.", id)
		}
		if id == lateGround {
			if err := mayBeLate(r, c); err != nil {
				return err
			}
		}
	}
	return nil
}
func (*FoundIneligible) apply(c *Case, e Event) {
	c.Facts.Ineligible = moment(e)
}

// LiabilityDisputed puts the review off while liability is disputed for something other than necessity (Labor Code 4610.5(k), 8 CCR 9792.10.3(d)).
type LiabilityDisputed struct {
	Note string `json:"note,omitempty"`
}

func (*LiabilityDisputed) eventType() EventType { return "liability_disputed" }
func (*LiabilityDisputed) guard(_ Rules, c Case, _ Act) error {
	if c.Denial.LiabilityAgreed {
		return refused("8 CCR 9792.10.3(d)", "The claims administrator agreed to the review; it is not put off.")
	}
	return nil
}
func (*LiabilityDisputed) apply(c *Case, _ Event) {
	c.Denial.Liability = true
}

// LiabilityResolvedForEmployee brings a deferred application back (Labor Code 4610.5(h)(2)).
type LiabilityResolvedForEmployee struct {
	Note string `json:"note,omitempty"`
}

func (*LiabilityResolvedForEmployee) eventType() EventType         { return "liability_resolved_for_employee" }
func (*LiabilityResolvedForEmployee) guard(Rules, Case, Act) error { return nil }
func (*LiabilityResolvedForEmployee) apply(c *Case, _ Event) {
	c.Denial.Liability = false
}

// LiabilityResolvedAgainstEmployee closes a deferred application (Labor Code 4610.5(h)(2)).
type LiabilityResolvedAgainstEmployee struct {
	Note string `json:"note,omitempty"`
}

func (*LiabilityResolvedAgainstEmployee) eventType() EventType {
	return "liability_resolved_against_employee"
}
func (*LiabilityResolvedAgainstEmployee) guard(Rules, Case, Act) error { return nil }
func (*LiabilityResolvedAgainstEmployee) apply(*Case, Event)           {}

// PetitionGranted is the order of the Appeals Board that an application be reviewed after all (8 CCR 9792.10.3(e), 10575(a)).
type PetitionGranted struct {
	Order string `json:"order"`
}

func (*PetitionGranted) eventType() EventType { return "petition_granted" }
func (d *PetitionGranted) guard(_ Rules, _ Case, _ Act) error {
	if d.Order == "" {
		return incomplete("order", "8 CCR 10575(a)", "Name the order.")
	}
	return nil
}
func (*PetitionGranted) apply(*Case, Event) {}

// FoundEligible lets the review begin (8 CCR 9792.10.3(c)). An application that came after its last day is refused; Late
// says so where the rules have no clock to tell it.
type FoundEligible struct {
	Late bool   `json:"late,omitempty"`
	Note string `json:"note,omitempty"`
}

func (*FoundEligible) eventType() EventType { return "found_eligible" }
func (d *FoundEligible) guard(r Rules, c Case, _ Act) error {
	verdict, _, _ := ApplicationInTime(r, c)
	if open := c.OpenGrounds(r, d.Late || verdict == TooLate); len(open) > 0 {
		named := open[0].Name
		for _, g := range open[1:] {
			named += "; " + g.Name
		}
		return refused(open[0].Authority, "The application is not eligible as it stands: %s.", named)
	}
	return nil
}
func (*FoundEligible) apply(c *Case, e Event) {
	c.Facts.Eligible = moment(e)
}

// Consolidated joins applications of the same employee, requesting physician and date of injury (8 CCR 9792.10.4(a)).
type Consolidated struct {
	Lead          CaseID `json:"lead"`
	SameEmployee  bool   `json:"same_employee"`
	SamePhysician bool   `json:"same_physician"`
	SameInjury    bool   `json:"same_injury"`
}

func (*Consolidated) eventType() EventType { return "consolidated" }
func (d *Consolidated) guard(_ Rules, _ Case, _ Act) error {
	if d.Lead == "" {
		return incomplete("lead", "8 CCR 9792.10.4(a)", "Name the case that leads.")
	}
	if !d.SameEmployee || !d.SamePhysician || !d.SameInjury {
		return refused("8 CCR 9792.10.4(a)", "Only applications of the same employee, requesting physician and date of injury are joined.")
	}
	return nil
}
func (*Consolidated) apply(*Case, Event) {}
