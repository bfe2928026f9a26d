package imr

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/openimr/openimr/clock"
)

// ApplicationReceived opens a case: the application as it came, with the denial that it disputes
// (8 CCR 9792.10.1(b)(1); the fields are those of the DWC Form IMR, 8 CCR 9792.10.2).
type ApplicationReceived struct {
	Worker    Worker     `json:"worker"`
	Claim     Claim      `json:"claim"`
	Injury    Injury     `json:"injury"`
	Denial    Denial     `json:"denial"`
	Items     []Item     `json:"items"`
	Parties   []Party    `json:"parties"`
	Documents []Document `json:"documents,omitempty"`
	Priority  Priority   `json:"priority"`
	Signed    bool       `json:"signed"`
}

func (*ApplicationReceived) eventType() EventType { return "application_received" }

const formAuthority = "8 CCR 9792.10.2"

func (a *ApplicationReceived) guard(_ Rules, _ Case, act Act) error {
	day := clock.DayIn(act.At, Office)
	switch {
	case strings.TrimSpace(a.Worker.Name) == "":
		return incomplete("worker.name", formAuthority, "The injured worker's name is missing.")
	case strings.TrimSpace(a.Claim.Number) == "":
		return incomplete("claim.number", formAuthority, "The claim number is missing.")
	case a.Injury.Date.IsZero():
		return incomplete("injury.date", formAuthority, "The date of injury is missing.")
	case a.Denial.Decided.IsZero():
		return incomplete("denial.decided", formAuthority, "The date of the utilization review decision is missing.")
	case a.Denial.Decided < a.Injury.Date:
		return incomplete("denial.decided", formAuthority, "The utilization review decision of %s lies before the injury of %s.", a.Denial.Decided, a.Injury.Date)
	case day < a.Denial.Decided:
		return incomplete("at", formAuthority, "The application cannot be received on %s, before the decision of %s that it disputes.", day, a.Denial.Decided)
	case !a.Denial.Served.IsZero() && a.Denial.Served < a.Denial.Decided:
		return incomplete("denial.served", formAuthority, "The decision cannot be served on %s, before it was made.", a.Denial.Served)
	case !a.Worker.BirthDate.IsZero() && a.Worker.BirthDate >= a.Injury.Date:
		return incomplete("worker.birth_date", formAuthority, "The birth date lies after the injury.")
	case a.Priority != Regular && a.Priority != Expedited && a.Priority != Formulary:
		return incomplete("priority", formAuthority, "Say whether the review is regular, expedited or a formulary dispute.")
	case len(a.Items) == 0:
		return incomplete("items", formAuthority, "The application names no disputed treatment.")
	}
	for i, it := range a.Items {
		field := "items[" + strconv.Itoa(i) + "]"
		if strings.TrimSpace(it.Request) == "" {
			return incomplete(field+".request", formAuthority, "Item %d has no text.", i+1)
		}
		if it.Asked.Amount > 0 && it.Authorized.Amount+it.InDispute.Amount != it.Asked.Amount {
			return incomplete(field+".in_dispute", formAuthority, "Item %d: %s asked is not %s authorized and %s in dispute.",
				i+1, it.Asked, quantityOrNone(it.Authorized), quantityOrNone(it.InDispute))
		}
	}
	for _, role := range []Role{InjuredWorker, ClaimsAdministrator, RequestingPhysician} {
		if !hasRole(a.Parties, role) {
			return incomplete("parties", formAuthority, "The %s is missing.", strings.ToLower(RoleName(role)))
		}
	}
	return nil
}

func quantityOrNone(q Quantity) string {
	if q.Amount == 0 {
		return "nothing"
	}
	return q.String()
}

func hasRole(ps []Party, r Role) bool {
	for _, p := range ps {
		if p.Role == r {
			return true
		}
	}
	return false
}

func (a *ApplicationReceived) apply(c *Case, e Event) {
	c.Worker, c.Claim, c.Injury, c.Denial = a.Worker, a.Claim, a.Injury, a.Denial
	c.Priority, c.Signed = a.Priority, a.Signed
	for i, it := range a.Items {
		it.Number = i + 1
		it.State = ItemInDispute
		c.Items = append(c.Items, it)
	}
	for i, p := range a.Parties {
		p.ID = PartyID("P" + strconv.Itoa(i+1))
		c.Parties = append(c.Parties, p)
	}
	c.addDocuments(a.Documents, "", e)
	c.Facts.Received = moment(e)
}

// addDocuments files papers under the case's next numbers; from sent those that do not say it themselves.
func (c *Case) addDocuments(ds []Document, from PartyID, e Event) {
	for _, d := range ds {
		d.From = cmp.Or(d.From, from)
		d.ID = "D" + strconv.Itoa(len(c.Documents)+1)
		d.Received = e.At
		c.Documents = append(c.Documents, d)
		if d.SHA256 != "" && !c.hasFile(d.SHA256) {
			f := ReceivedFile{SHA256: d.SHA256, Name: d.Name}
			c.Files = append(slices.Clip(c.Files), CaseFile{ReceivedFile: f, From: d.From, How: e.How, Received: e.At, Seq: e.Seq})
		}
	}
}

func moment(e Event) Moment { return Moment{e.Seq, clock.DayIn(e.At, Office), e.How} }

// OpenGrounds tells the grounds on which the application is not eligible as the case stands. In time or not is for the
// clock: late is the verdict of imr.apply, or false where the day of service is not known.
func (c Case) OpenGrounds(r Rules, late bool) []Ground {
	var open []Ground
	add := func(id string, is bool) {
		for _, g := range r.Grounds {
			if is && g.ID == id {
				open = append(open, g)
			}
		}
	}
	d := c.Denial
	add("unsigned", !c.Signed)
	add("late", late)
	add("no_ur_decision", !d.Attached)
	add("conditional_denial", d.Conditional)
	add("liability", d.Liability && !d.LiabilityAgreed)
	add("no_request", d.RequestDated.IsZero() && d.RequestReceived.IsZero())
	add("authorized", c.disputed(0) == 0)
	add("wrong_date", c.Injury.Date < clock.DayOf(2013, 1, 1) && d.Decided < clock.DayOf(2013, 7, 1))
	return open
}
