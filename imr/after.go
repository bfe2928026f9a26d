package imr

import (
	"strconv"
	"strings"

	"github.com/openimr/openimr/clock"
)

// Implemented says that the claims administrator carried the determination out (8 CCR 9792.10.7(a)).
type Implemented struct {
	Note string `json:"note,omitempty"`
}

func (*Implemented) eventType() EventType         { return "implemented" }
func (*Implemented) guard(Rules, Case, Act) error { return nil }
func (*Implemented) apply(*Case, Event)           {}

// Corrected mends clerical errors of the served determination: the letter as it should have read takes the place of the
// one before it, is signed for the organization and served anew. No decision changes by it.
//
// No section of the Labor Code or of 8 CCR 9792.10 speaks of such a correction; it is what every office must be able to do
// with a slip of the pen. Whether it starts the time to appeal anew is nowhere said either. The determination is the
// same and binds from its first service, so the clocks stay where they are: the earlier last day is the safe one to
// tell a party, and the letter tells it. A court may see it otherwise for a party whom the error misled.
type Corrected struct {
	What      string         `json:"what"`
	Letter    string         `json:"letter"` // SHA-256 of the corrected letter
	Changes   []LetterChange `json:"changes,omitempty"`
	AskedBy   PartyID        `json:"asked_by,omitempty"` // who asked for it, "" where the organization found it
	Code      string         `json:"code,omitempty"`     // by which the corrected letter can be checked
	Services  []Service      `json:"services,omitempty"` // of the corrected letter
	Server    string         `json:"server,omitempty"`
	Place     string         `json:"place,omitempty"`
	Signature *Signature     `json:"signature,omitempty"` // of the medical director, over the corrected letter
}

// A LetterChange is one clerical error that was mended.
type LetterChange struct {
	Field string `json:"field"` // of the letter's model: "summary.text", "items[0].rationale"
	Where string `json:"where"` // as the letter says it: "Page 3, clinical case summary"
	Was   string `json:"was"`
	Now   string `json:"now"`
}

func (*Corrected) eventType() EventType { return "corrected" }
func (d *Corrected) guard(r Rules, c Case, act Act) error {
	const law = "practice"
	switch {
	case c.LetterHash == "":
		return refused(law, "The determination has not been served; there is no letter to correct.")
	case clock.DayIn(act.At, Office) < c.Facts.Served.At:
		return incomplete("at", law, "A letter cannot be corrected on %s, before it was served on %s.", clock.DayIn(act.At, Office), c.Facts.Served.At)
	case d.What == "" || d.Letter == "":
		return incomplete("what", law, "Say which clerical error is mended, and add the corrected letter.")
	case d.Letter == c.LetterHash:
		return incomplete("what", law, "The corrected letter is the letter that was served: nothing is mended.")
	}
	for i, x := range d.Changes {
		if x.Was == x.Now || strings.HasSuffix(x.Field, ".decision") || strings.HasSuffix(x.Field, ".outcome") {
			return incomplete("changes["+strconv.Itoa(i)+"]", law, "A correction mends words; it changes no decision.")
		}
	}
	if d.AskedBy != "" {
		if err := c.known("asked_by", law, []PartyID{d.AskedBy}); err != nil {
			return err
		}
	}
	if len(d.Services) > 0 {
		if d.Server == "" || d.Place == "" {
			return incomplete("server", "CCP 1013a", "The proof of service needs the name of the server and the place.")
		}
		if err := c.served("Labor Code 4610.6(f)", d.Services, InjuredWorker, ClaimsAdministrator, RequestingPhysician); err != nil {
			return err
		}
	}
	if err := codeFits(d.Code); err != nil {
		return err
	}
	return signed(r, d.Signature, d.Letter, law)
}
func (d *Corrected) apply(c *Case, e Event) {
	before := 0
	if v, ok := c.LetterWith(c.LetterHash, ""); ok {
		before = v.Seq
	}
	c.addLetter(e, d.Letter, d.Code, before)
	c.LetterHash, c.Code = d.Letter, d.Code
}

// PetitionFiled is an appeal to the Appeals Board (Labor Code 4610.6(h), 8 CCR 10575).
type PetitionFiled struct {
	By      PartyID  `json:"by"`
	Grounds []string `json:"grounds"`
}

func (*PetitionFiled) eventType() EventType { return "petition_filed" }
func (d *PetitionFiled) guard(_ Rules, c Case, _ Act) error {
	if len(d.Grounds) == 0 {
		return incomplete("grounds", "8 CCR 10575(b)", "Name the grounds of the petition; others are waived.")
	}
	return c.known("by", "Labor Code 4610.6(h)", []PartyID{d.By})
}
func (*PetitionFiled) apply(*Case, Event) {}

// AppealTimeOver closes the case: nobody appealed in time (Labor Code 4610.6(h)). Until is the last day; it may be left
// out where the rules have the clock.
type AppealTimeOver struct {
	Until string `json:"until"` // YYYY-MM-DD
}

func (*AppealTimeOver) eventType() EventType { return "appeal_time_over" }
func (d *AppealTimeOver) guard(r Rules, c Case, act Act) error {
	if c.Facts.Served.Seq == 0 {
		return refused("Labor Code 4610.6(h)", "The determination has not been served; the time to appeal has not begun.")
	}
	until := d.Until
	if last, ok := lastAppealDay(r, c, act.At); ok {
		if until != "" && until != last.String() {
			return refused("Labor Code 4610.6(h); 8 CCR 10605", "The last day to appeal is %s, not %s.", last, until)
		}
		until = last.String()
	}
	if day := moment(Event{At: act.At}).At; until == "" || day.String() <= until {
		return refused("Labor Code 4610.6(h)", "The time to appeal is not over: its last day is %s.", until)
	}
	return nil
}
func (*AppealTimeOver) apply(*Case, Event) {}

// PetitionDenied ends the appeal; the determination is final (Labor Code 4610.6(h)).
type PetitionDenied struct {
	Order string `json:"order"`
}

func (*PetitionDenied) eventType() EventType { return "petition_denied" }
func (d *PetitionDenied) guard(Rules, Case, Act) error {
	return named("order", "Labor Code 4610.6(h)", d.Order)
}
func (*PetitionDenied) apply(*Case, Event) {}

// ReversedAndRemanded sends the dispute back for another review (Labor Code 4610.6(i)).
type ReversedAndRemanded struct {
	Order  string `json:"order"`
	Ground string `json:"ground"` // that the judge found; parties cannot stipulate one
}

func (*ReversedAndRemanded) eventType() EventType { return "reversed_and_remanded" }
func (d *ReversedAndRemanded) guard(Rules, Case, Act) error {
	return named("order", "Labor Code 4610.6(i)", d.Order, d.Ground)
}
func (*ReversedAndRemanded) apply(c *Case, e Event) {
	c.setAside(moment(e).At)
	if c.Reviewer != nil {
		c.Excluded = append(c.Excluded, c.Reviewer.ID)
	}
	c.Reviewer, c.Draft, c.Notes, c.Passed = nil, nil, nil, false
	c.Quality = QualityWork{Review: c.Quality.Review + 1, Round: c.Quality.Round}
}

// Resubmitted begins the other review, by a reviewer who had no part in the first (Labor Code 4610.6(i)).
type Resubmitted struct {
	Note string `json:"note,omitempty"`
}

func (*Resubmitted) eventType() EventType         { return "resubmitted" }
func (*Resubmitted) guard(Rules, Case, Act) error { return nil }
func (*Resubmitted) apply(c *Case, e Event) {
	c.Facts = Facts{Received: c.Facts.Received, Screened: c.Facts.Screened, Eligible: moment(e)}
	c.Services, c.LetterHash, c.Code = nil, "", ""
}

// Published says that the determination was published without names (Labor Code 4610.6(m)).
type Published struct {
	CheckedBy string `json:"checked_by"` // who looked that nothing identifies a person
}

func (*Published) eventType() EventType { return "published" }
func (d *Published) guard(Rules, Case, Act) error {
	return named("checked_by", "Labor Code 4610.6(m)", d.CheckedBy)
}
func (*Published) apply(*Case, Event) {}

// ItemAuthorized takes an item out of the review: the claims administrator authorized it (8 CCR 9792.10.6(a)).
type ItemAuthorized struct {
	Item int `json:"item"`
}

func (*ItemAuthorized) eventType() EventType { return "item_authorized" }
func (d *ItemAuthorized) guard(_ Rules, c Case, _ Act) error {
	if !c.inDispute(d.Item) {
		return incomplete("item", "8 CCR 9792.10.6(a)", "Item %d is not in dispute.", d.Item)
	}
	return nil
}
func (d *ItemAuthorized) apply(c *Case, _ Event) { c.setItem(d.Item, ItemIsAuthorized) }

// setItem gives one item another state, on a copy: cases that were handed out keep theirs.
func (c *Case) setItem(number int, s ItemState) {
	items := append([]Item(nil), c.Items...)
	for i := range items {
		if items[i].Number == number {
			items[i].State = s
		}
	}
	c.Items = items
}

// AllItemsAuthorized ends the review: nothing is left in dispute (8 CCR 9792.10.6(a)).
type AllItemsAuthorized struct{}

func (*AllItemsAuthorized) eventType() EventType { return "all_items_authorized" }
func (*AllItemsAuthorized) guard(_ Rules, c Case, _ Act) error {
	if n := c.disputed(0); n > 0 {
		return refused("8 CCR 9792.10.6(a)", "%d items are still in dispute; authorize each of them.", n)
	}
	return nil
}
func (*AllItemsAuthorized) apply(*Case, Event) {}

// Withdrawn ends the review at the wish of the employee or the requesting physician (Labor Code 4610.5(g)).
type Withdrawn struct {
	By     PartyID `json:"by"`
	Signed bool    `json:"signed"`
}

func (*Withdrawn) eventType() EventType { return "withdrawn" }
func (d *Withdrawn) guard(_ Rules, c Case, _ Act) error {
	p, ok := c.Party(d.By)
	switch {
	case !ok:
		return incomplete("by", "Labor Code 4610.5(g)", "Say who withdraws.")
	case p.Role != InjuredWorker && p.Role != RequestingPhysician && p.Role != WorkerAttorney && p.Role != Representative:
		return refused("Labor Code 4610.5(g)", "The %s cannot withdraw the application.", strings.ToLower(RoleName(p.Role)))
	case !d.Signed:
		return incomplete("signed", "Labor Code 4610.5(g)", "The withdrawal is not signed.")
	}
	return nil
}
func (*Withdrawn) apply(c *Case, _ Event) {
	for _, it := range c.Items {
		if it.State == ItemInDispute {
			c.setItem(it.Number, ItemIsWithdrawn)
		}
	}
}

// SettledOrAwarded ends the review: a settlement or award resolves the treatment (Labor Code 4610.5(g)).
type SettledOrAwarded struct {
	Paper string `json:"paper"`
}

func (*SettledOrAwarded) eventType() EventType { return "settled_or_awarded" }
func (d *SettledOrAwarded) guard(Rules, Case, Act) error {
	return named("paper", "Labor Code 4610.5(g)", d.Paper)
}
func (*SettledOrAwarded) apply(*Case, Event) {}

// ClaimsAdministratorChanged puts another claims administrator in the place of the old (Labor Code 4610.5(p)).
type ClaimsAdministratorChanged struct {
	Party Party `json:"party"`
}

func (*ClaimsAdministratorChanged) eventType() EventType { return "claims_administrator_changed" }
func (d *ClaimsAdministratorChanged) guard(Rules, Case, Act) error {
	return named("party", "Labor Code 4610.5(p)", d.Party.Label())
}
func (d *ClaimsAdministratorChanged) apply(c *Case, _ Event) {
	parties := append([]Party(nil), c.Parties...)
	for i := range parties {
		if parties[i].Role == ClaimsAdministrator {
			p := d.Party
			p.ID, p.Role = parties[i].ID, ClaimsAdministrator
			parties[i] = p
		}
	}
	c.Parties = parties
}

func named(field, law string, values ...string) error {
	for _, v := range values {
		if strings.TrimSpace(v) == "" {
			return incomplete(field, law, "The %s is missing.", strings.ReplaceAll(field, "_", " "))
		}
	}
	return nil
}
