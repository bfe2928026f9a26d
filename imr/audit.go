package imr

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/openimr/openimr/review/quality"
)

// An Audit is a second physician's blind look at a case that was drawn for it. The physician decides on the record and the
// request alone, after the determination was made: so it can neither hold up nor change one, and what the first reviewer
// decided stands before anybody compares.
type Audit struct {
	Drawn     time.Time
	Auditor   *Reviewer // nil until somebody is asked
	Declined  []UserID  // physicians who gave it back
	Decisions []AuditDecision
	Compared  []Compared // with the determination; for quality and the medical director alone
}

// Done says that the second physician's decisions are recorded.
func (a *Audit) Done() bool { return a != nil && len(a.Decisions) > 0 }

// An AuditDecision is what the second physician would have decided on one item.
type AuditDecision struct {
	Item      int     `json:"item"`
	Outcome   Outcome `json:"outcome"`
	Guideline string  `json:"guideline,omitempty"`
	Reason    string  `json:"reason"`
}

// A Compared is one item as both physicians decided it.
type Compared struct {
	Item     int     `json:"item"`
	Category string  `json:"category,omitempty"`
	First    Outcome `json:"first"`
	Second   Outcome `json:"second"`
}

// SystemRole is the role of the actor of what the server does by itself.
const SystemRole = "system"

// System is the actor of what the server does by itself.
var System = Actor{ID: "openimr", Role: SystemRole, Name: "OpenIMR"}

// AuditSampled says that a case was drawn for a blind audit. The server records it in one transaction with the first draft
// of a review, so that nobody can steer it: the number is a keyed hash (quality.Draw).
type AuditSampled struct {
	Number   int `json:"number"`   // drawn, 0 to 999,999
	Permille int `json:"permille"` // of a thousand, so many were drawn by the rule of the day
	Before   int `json:"before"`   // audits drawn before it in the month
	Cap      int `json:"cap"`      // of the month
}

func (*AuditSampled) eventType() EventType { return "audit_sampled" }
func (d *AuditSampled) guard(_ Rules, c Case, act Act) error {
	switch {
	case act.Actor.Role != SystemRole:
		return &Error{NotAllowed, qualityLaw, "", "Cases are drawn for a blind audit by the server alone."}
	case c.Reviewer == nil || c.Draft == nil:
		return refused(qualityLaw, "No draft has been submitted; there is nothing to audit yet.")
	case c.Quality.Audit != nil:
		return refused(qualityLaw, "This review was drawn already.")
	case !(quality.Sampling{Permille: d.Permille, MonthlyCap: d.Cap}).Drawn(d.Number, d.Before):
		return refused(qualityLaw, "The number %d does not draw the case.", d.Number)
	}
	return nil
}
func (d *AuditSampled) apply(c *Case, e Event) { c.Quality.Audit = &Audit{Drawn: e.Recorded} }

// AuditAssigned asks a physician for the blind audit. It is never the reviewer of the case, nobody who was excluded from it,
// and nobody who gave it back.
type AuditAssigned struct {
	Auditor Reviewer `json:"auditor"`
}

func (*AuditAssigned) eventType() EventType { return "audit_assigned" }
func (d *AuditAssigned) guard(_ Rules, c Case, _ Act) error {
	a := c.Quality.Audit
	switch {
	case a == nil:
		return refused(qualityLaw, "This case was not drawn for a blind audit.")
	case a.Done():
		return refused(qualityLaw, "The second physician's decisions are recorded already.")
	case c.Facts.Determined.Seq == 0:
		return refused(qualityLaw, "The determination is not made yet. The second physician looks at the case afterwards, so that nothing of it can bear on the decision.")
	case d.Auditor.ID == "":
		return incomplete("auditor", qualityLaw, "Choose a physician.")
	case c.Reviewer != nil && c.Reviewer.ID == d.Auditor.ID:
		return &Error{NotAllowed, qualityLaw, "auditor", "The reviewer of the case cannot audit it."}
	case slices.Contains(c.Excluded, d.Auditor.ID):
		return refused(qualityLaw, "%s declared a conflict or had a part in an earlier review of this case.", d.Auditor.Name)
	case slices.Contains(a.Declined, d.Auditor.ID):
		return refused(qualityLaw, "%s gave this audit back.", d.Auditor.Name)
	}
	return nil
}
func (d *AuditAssigned) apply(c *Case, _ Event) {
	who := d.Auditor
	c.Quality.audit(func(a *Audit) { a.Auditor = &who })
}

// audit gives the audit something else, on a copy: cases that were handed out keep theirs.
func (q *QualityWork) audit(with func(*Audit)) {
	if q.Audit == nil {
		return
	}
	a := *q.Audit
	with(&a)
	q.Audit = &a
}

// AuditDeclined gives a blind audit back, for a conflict of interest or lack of time.
type AuditDeclined struct {
	Why string `json:"why"`
}

func (*AuditDeclined) eventType() EventType { return "audit_declined" }
func (d *AuditDeclined) guard(_ Rules, c Case, act Act) error {
	if err := c.auditor(act); err != nil {
		return err
	}
	return named("why", qualityLaw, d.Why)
}
func (*AuditDeclined) apply(c *Case, _ Event) {
	c.Quality.audit(func(a *Audit) {
		if a.Auditor != nil {
			a.Declined = append(slices.Clone(a.Declined), a.Auditor.ID)
		}
		a.Auditor = nil
	})
}

// auditor refuses an act that is for the second physician alone.
func (c Case) auditor(act Act) error {
	a := c.Quality.Audit
	switch {
	case a == nil || a.Auditor == nil || a.Auditor.ID != act.Actor.ID:
		return &Error{NotAllowed, qualityLaw, "", "Only the physician who was asked for the blind audit can do that."}
	case a.Done():
		return refused(qualityLaw, "Your decisions are recorded already.")
	}
	return nil
}

// AuditRecorded is what the second physician would have decided, on every item that was in dispute.
type AuditRecorded struct {
	NoConflict bool            `json:"no_conflict"` // attested by the physician (Labor Code 139.5(c))
	Decisions  []AuditDecision `json:"decisions"`

	// Written down here, to be counted by itself.
	Compared    []Compared `json:"compared,omitempty"`
	Reviewer    UserID     `json:"reviewer,omitempty"`
	Specialties []string   `json:"specialties,omitempty"` // of the first reviewer
}

func (*AuditRecorded) eventType() EventType { return "audit_recorded" }
func (d *AuditRecorded) guard(_ Rules, c Case, act Act) error {
	if err := c.auditor(act); err != nil {
		return err
	}
	if !d.NoConflict {
		return incomplete("no_conflict", "Labor Code 139.5(c)", "Attest that you have no conflict of interest in this case, or give the audit back.")
	}
	given := map[int]AuditDecision{}
	for _, x := range d.Decisions {
		given[x.Item] = x
	}
	items := 0
	for i, it := range c.Items {
		if it.State != ItemInDispute {
			continue
		}
		items++
		x, ok := given[it.Number]
		at := "decisions." + strconv.Itoa(i)
		switch {
		case !ok || x.Outcome != Upheld && x.Outcome != Overturned && x.Outcome != PartiallyOverturned:
			return incomplete(at+".outcome", qualityLaw, "Item %d has no decision.", it.Number)
		case strings.TrimSpace(x.Reason) == "":
			return incomplete(at+".reason", qualityLaw, "Item %d has no reason.", it.Number)
		}
	}
	if items == 0 || items != len(d.Decisions) {
		return incomplete("decisions", qualityLaw, "There are %s to decide, and %s were given.", count(items, "item"), count(len(d.Decisions), "decision"))
	}
	return nil
}

func (d *AuditRecorded) completed(_ Rules, c Case) Data {
	filled := *d
	filled.Compared = nil
	if c.Reviewer != nil {
		filled.Reviewer, filled.Specialties = c.Reviewer.ID, c.Reviewer.Specialties
	}
	for _, x := range d.Decisions {
		for _, it := range c.Items {
			if it.Number != x.Item {
				continue
			}
			for _, first := range orEmpty(c.Draft).Items {
				if first.Item == x.Item {
					filled.Compared = append(filled.Compared, Compared{x.Item, it.Category, first.Outcome, x.Outcome})
				}
			}
		}
	}
	return &filled
}

func (d *AuditRecorded) apply(c *Case, _ Event) {
	c.Quality.audit(func(a *Audit) { a.Decisions, a.Compared = d.Decisions, d.Compared })
}
