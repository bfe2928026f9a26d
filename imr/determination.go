package imr

import (
	"strconv"
	"strings"

	"github.com/openimr/openimr/review"
)

// DraftSubmitted hands the reviewer's draft to the quality check. Every item in dispute has a decision, both
// guideline statements and a rationale (8 CCR 9792.10.6(d)).
type DraftSubmitted struct {
	Draft     Draft          `json:"draft"`
	Signature *Signature     `json:"signature,omitempty"` // of the reviewer, over the draft
	Answers   []NoteAnswered `json:"answers,omitempty"`   // written down here: notes answered by a change alone
}

func (*DraftSubmitted) eventType() EventType { return "draft_submitted" }
func (d *DraftSubmitted) guard(r Rules, c Case, act Act) error {
	const law = "8 CCR 9792.10.6(d)"
	if c.Reviewer == nil || c.Reviewer.ID != act.Actor.ID {
		return &Error{NotAllowed, "Labor Code 139.5(d)(3)", "", "Only the reviewer of this case can submit its draft."}
	}
	if strings.TrimSpace(d.Draft.Summary) == "" {
		return incomplete("summary", law, "The clinical case summary is empty.")
	}
	if n := review.Unconfirmed(d.Draft.Summary); n > 0 {
		return incomplete("summary", law, "The summary has %s that you have not confirmed.", count(n, "sentence"))
	}
	decided := map[int]int{}
	for i, it := range d.Draft.Items {
		field := "items[" + strconv.Itoa(i) + "]"
		if !c.inDispute(it.Item) {
			return incomplete(field, law, "Item %d is not in dispute.", it.Item)
		}
		if decided[it.Item]++; decided[it.Item] > 1 {
			return incomplete(field, law, "Item %d is decided twice.", it.Item)
		}
		switch {
		case it.Outcome != Upheld && it.Outcome != Overturned && it.Outcome != PartiallyOverturned:
			return incomplete(field+".outcome", law, "Item %d has no decision.", it.Item)
		case strings.TrimSpace(it.Rationale) == "":
			return incomplete(field+".rationale", law, "Item %d has no rationale.", it.Item)
		case review.Unconfirmed(it.Rationale) > 0:
			return incomplete(field+".rationale", law, "The rationale of item %d has %s that you have not confirmed.", it.Item, count(review.Unconfirmed(it.Rationale), "sentence"))
		case strings.TrimSpace(it.IMROGuideline) == "":
			return incomplete(field+".imro_guideline", law, "Item %d cites no guideline and does not say that none was cited.", it.Item)
		}
	}
	if n, ok := c.FromModel(d.Draft); ok {
		return incomplete("items", law, "On item %d stands a sentence that a language model wrote. Decisions and their reasons are yours: say it in your own words.", n)
	}
	for _, it := range c.Items {
		if it.State == ItemInDispute && decided[it.Number] == 0 {
			return incomplete("items", law, "Item %d is not decided: %s.", it.Number, it.Request)
		}
	}
	if err := c.unanswered(d.Draft); err != nil {
		return err
	}
	return signed(r, d.Signature, d.Draft.Sum(), law)
}
func (d *DraftSubmitted) completed(_ Rules, c Case) Data {
	filled := *d
	filled.Answers = c.answeredByChange()
	return &filled
}
func (d *DraftSubmitted) apply(c *Case, e Event) {
	draft := d.Draft
	c.Draft, c.Notes, c.Passed = &draft, nil, false
	c.Quality.Round++
	for _, a := range d.Answers {
		a.apply(c, e)
	}
	c.Facts.Draft = moment(e)
}

func (c Case) inDispute(number int) bool {
	for _, it := range c.Items {
		if it.Number == number {
			return it.State == ItemInDispute
		}
	}
	return false
}

// Approved is the signature of the organization: the determination is made (Labor Code 4610.6(d)-(g)).
type Approved struct {
	SignedBy  string     `json:"signed_by"` // the medical director, never the reviewer
	Title     string     `json:"title"`
	Letter    string     `json:"letter,omitempty"`    // SHA-256 of the letter that was signed, not served yet
	Code      string     `json:"code,omitempty"`      // by which the letter can be checked; it stands in the letter
	Signature *Signature `json:"signature,omitempty"` // of the director, over the letter
}

func (*Approved) eventType() EventType { return "approved" }
func (d *Approved) guard(r Rules, c Case, act Act) error {
	switch {
	case !c.Passed:
		return refused("Labor Code 139.5(d)(3)", "The draft has not passed the quality check.")
	case d.SignedBy == "":
		return incomplete("signed_by", "Labor Code 4610.6(f)", "It is not said who signs for the organization.")
	case c.Reviewer != nil && (c.Reviewer.ID == act.Actor.ID || strings.EqualFold(c.Reviewer.Name, d.SignedBy)):
		return &Error{NotAllowed, "Labor Code 4610.6(f)", "", "The reviewer cannot sign for the organization; the name would be known."}
	}
	if err := codeFits(d.Code); err != nil {
		return err
	}
	return signed(r, d.Signature, d.Letter, "Labor Code 4610.6(d)")
}
func (d *Approved) apply(c *Case, e Event) {
	c.Facts.Determined, c.Code = moment(e), d.Code
}

// A Service says how one party was served.
type Service struct {
	Party  PartyID `json:"party"`
	Method Method  `json:"method"`
	To     string  `json:"to,omitempty"` // fax number or e-mail address
}

// Served is the service of the determination on the parties with its proof (Labor Code 4610.6(f), CCP 1013a).
type Served struct {
	Services []Service `json:"services"`
	Server   string    `json:"server"` // who served, over 18 and no party
	Place    string    `json:"place"`
	Letter   string    `json:"letter"` // SHA-256 of the letter as served
}

func (*Served) eventType() EventType { return "served" }
func (d *Served) guard(_ Rules, c Case, _ Act) error {
	switch {
	case c.State != Determined:
		return refused("Labor Code 4610.6(d)", "The case stands at “%s”; only a signed determination can be served.", StageName(c.State))
	case c.Facts.Served.Seq > 0:
		return refused("Labor Code 4610.6(h)", "The determination was served before; the time to appeal runs from that day.")
	case d.Server == "" || d.Place == "":
		return incomplete("server", "CCP 1013a", "The proof of service needs the name of the server and the place.")
	case d.Letter == "":
		return incomplete("letter", "CCP 1013a", "The letter to be served is missing.")
	}
	return c.served("Labor Code 4610.6(f)", d.Services, InjuredWorker, ClaimsAdministrator, RequestingPhysician)
}
func (d *Served) apply(c *Case, e Event) {
	c.Services, c.LetterHash = d.Services, d.Letter
	c.addLetter(e, d.Letter, c.Code, 0)
	c.Facts.Served = moment(e)
	if s, ok := serviceOn(c, d.Services, InjuredWorker); ok {
		c.Facts.Served.How = &How{Method: s.Method}
	}
}

// served checks that a list of services names known parties by known methods and leaves out none that must be
// served: those roles, and the attorneys and representatives that the case has.
func (c Case) served(law string, services []Service, must ...Role) error {
	done := map[PartyID]bool{}
	for _, s := range services {
		p, ok := c.Party(s.Party)
		switch {
		case !ok:
			return incomplete("services", law, "%q is no party of this case.", s.Party)
		case done[s.Party]:
			return incomplete("services", law, "%s is served twice.", p.Label())
		case !s.Method.known():
			return incomplete("services", law, "It is not said how %s is served.", p.Label())
		case s.Method.IsMail() && len(p.Address) == 0:
			return incomplete("services", law, "No address of %s is on file.", p.Label())
		case s.Method == Fax && s.To == "" && p.Fax == "":
			return incomplete("services", law, "No fax number of %s is on file.", p.Label())
		case s.Method == Electronic && s.To == "" && p.Email == "":
			return incomplete("services", law, "No e-mail address of %s is on file.", p.Label())
		}
		done[s.Party] = true
	}
	must = append(must, WorkerAttorney, Representative)
	for _, p := range c.Parties {
		for _, role := range must {
			if p.Role == role && !done[p.ID] {
				return incomplete("services", law, "%s (%s) is not served.", p.Label(), strings.ToLower(RoleName(role)))
			}
		}
	}
	return nil
}

// Party returns the party with an ID.
func (c Case) Party(id PartyID) (Party, bool) {
	for _, p := range c.Parties {
		if p.ID == id {
			return p, true
		}
	}
	return Party{}, false
}

func serviceOn(c *Case, services []Service, role Role) (Service, bool) {
	for _, s := range services {
		if p, ok := c.Party(s.Party); ok && p.Role == role {
			return s, true
		}
	}
	return Service{}, false
}

func (c Case) known(field, law string, ids []PartyID) error {
	if len(ids) == 0 {
		return incomplete(field, law, "Say which party.")
	}
	for _, id := range ids {
		if _, ok := c.Party(id); !ok {
			return incomplete(field, law, "%q is no party of this case.", id)
		}
	}
	return nil
}

func (c Case) papers(law string, from PartyID, ds []Document) error {
	if err := c.known("from", law, []PartyID{from}); err != nil {
		return err
	}
	for i, d := range ds {
		field := "documents[" + strconv.Itoa(i) + "]"
		switch {
		case strings.TrimSpace(d.Title) == "":
			return incomplete(field+".title", law, "Paper %d has no title.", i+1)
		case d.Pages < 1:
			return incomplete(field+".pages", law, "Paper %d (%s) has no number of pages.", i+1, d.Title)
		}
	}
	return nil
}
