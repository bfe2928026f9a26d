package imr

import (
	"fmt"
	"time"

	"github.com/openimr/openimr/clock"
)

// A CaseID is the IMR case number: CM, two digits of the year, a dash and seven digits.
type CaseID string

// A UserID names an account of the organization or of a party.
type UserID string

// A PartyID names a party within its case: "P1".
type PartyID string

// A Role is the part that a person or body plays in the case.
type Role string

// The roles of parties.
const (
	InjuredWorker       Role = "injured_worker"
	WorkerAttorney      Role = "worker_attorney"
	Representative      Role = "representative"
	ClaimsAdministrator Role = "claims_administrator"
	DefenseAttorney     Role = "defense_attorney"
	RequestingPhysician Role = "requesting_physician"
	EmployerRole        Role = "employer"
)

// RoleName returns the role in plain words.
func RoleName(r Role) string {
	switch r {
	case InjuredWorker:
		return "Injured worker"
	case WorkerAttorney:
		return "Attorney of the injured worker"
	case Representative:
		return "Representative of the injured worker"
	case ClaimsAdministrator:
		return "Claims administrator"
	case DefenseAttorney:
		return "Defense attorney"
	case RequestingPhysician:
		return "Requesting physician"
	case EmployerRole:
		return "Employer"
	}
	return string(r)
}

// A Method is a way of serving or receiving a paper; the words are those of the command line.
type Method string

// The methods.
const (
	Personal       Method = "personal"
	Electronic     Method = "electronic"
	Fax            Method = "fax"
	MailInState    Method = "mail_in_state"
	MailOutOfState Method = "mail_out_of_state"
	MailAbroad     Method = "mail_abroad"
)

// IsMail says that the paper goes by post.
func (m Method) IsMail() bool { return m == MailInState || m == MailOutOfState || m == MailAbroad }

func (m Method) known() bool {
	switch m {
	case Personal, Electronic, Fax, MailInState, MailOutOfState, MailAbroad:
		return true
	}
	return false
}

// MethodName returns the method in plain words.
func MethodName(m Method) string {
	switch m {
	case Personal:
		return "in person"
	case Electronic:
		return "electronically"
	case Fax:
		return "by fax"
	case MailInState:
		return "by mail in California"
	case MailOutOfState:
		return "by mail to another state"
	case MailAbroad:
		return "by mail abroad"
	}
	return string(m)
}

// A Party is a person or body that takes part in the case and is served.
type Party struct {
	ID           PartyID  `json:"id"`
	Role         Role     `json:"role"`
	Name         string   `json:"name"`
	Organization string   `json:"organization,omitempty"`
	Specialty    string   `json:"specialty,omitempty"` // of a physician
	Address      []string `json:"address,omitempty"`   // lines, as on the envelope
	Phone        string   `json:"phone,omitempty"`
	Fax          string   `json:"fax,omitempty"`
	Email        string   `json:"email,omitempty"`
	Account      UserID   `json:"account,omitempty"` // that may see the case, if there is one
}

// Label returns the name by which pages and letters call the party.
func (p Party) Label() string {
	switch {
	case p.Organization == "":
		return p.Name
	case p.Name == "":
		return p.Organization
	}
	return p.Name + ", " + p.Organization
}

// A Worker is the injured worker as a patient.
type Worker struct {
	Name      string    `json:"name"`
	BirthDate clock.Day `json:"birth_date"`
	Sex       string    `json:"sex,omitempty"` // "male", "female" or ""
}

// A Claim is the insurer's claim that the dispute belongs to.
type Claim struct {
	Number   string `json:"number"`
	ADJ      string `json:"adj,omitempty"` // case number of the Appeals Board in EAMS
	Employer string `json:"employer"`
}

// An Injury is what happened at work; Through is the last day of a cumulative trauma.
type Injury struct {
	Date      clock.Day `json:"date"`
	Through   clock.Day `json:"through"`
	Diagnosis string    `json:"diagnosis"`
	ICD       string    `json:"icd,omitempty"`
	Regions   []string  `json:"regions,omitempty"`
}

// A Denial is the utilization review decision in dispute.
type Denial struct {
	RequestDated    clock.Day `json:"request_dated"`    // of the request for authorization
	RequestReceived clock.Day `json:"request_received"` // by the claims administrator
	Decided         clock.Day `json:"decided"`
	Served          clock.Day `json:"served"` // zero where no proof of service is on file
	ServedBy        Method    `json:"served_by,omitempty"`
	Attached        bool      `json:"attached"`         // a copy came with the application
	Conditional     bool      `json:"conditional"`      // denied only because requested information did not come
	Liability       bool      `json:"liability"`        // liability disputed for something other than necessity
	LiabilityAgreed bool      `json:"liability_agreed"` // the claims administrator agrees to the review all the same
	Expedited       bool      `json:"expedited"`        // was itself an expedited review
	Reason          string    `json:"reason,omitempty"` // in the decision's words
}

// A Quantity is a number of units: 12 sessions.
type Quantity struct {
	Amount int    `json:"amount"`
	Unit   string `json:"unit"`
}

// String returns "12 sessions", or "" for no quantity.
func (q Quantity) String() string {
	if q.Amount == 0 {
		return ""
	}
	return fmt.Sprintf("%d %s", q.Amount, q.Unit)
}

// ItemState says whether an item is still under review.
type ItemState string

// The states of an item.
const (
	ItemInDispute    ItemState = "in_dispute"
	ItemIsAuthorized ItemState = "authorized"
	ItemIsWithdrawn  ItemState = "withdrawn"
)

// An Item is one disputed treatment.
type Item struct {
	Number        int       `json:"number"` // from 1
	Request       string    `json:"request"`
	Category      string    `json:"category,omitempty"`
	Asked         Quantity  `json:"asked"`
	Authorized    Quantity  `json:"authorized"`
	InDispute     Quantity  `json:"in_dispute"`
	Guideline     string    `json:"guideline,omitempty"` // the claims administrator's statement
	Retrospective bool      `json:"retrospective,omitempty"`
	State         ItemState `json:"state"`
}

// A Document is one paper of the record.
type Document struct {
	ID       string    `json:"id"` // within the case: "D1"
	Type     string    `json:"type"`
	Title    string    `json:"title"`
	Date     clock.Day `json:"date"`
	Author   string    `json:"author,omitempty"`
	Pages    int       `json:"pages"`
	SHA256   string    `json:"sha256,omitempty"` // of the stored file, where one is kept
	Name     string    `json:"name,omitempty"`   // of the file as sent
	From     PartyID   `json:"from,omitempty"`
	Received time.Time `json:"received"`
}

// A Reviewer is the physician who decides. The name never leaves the organization (Labor Code 4610.6(f)).
type Reviewer struct {
	ID          UserID   `json:"id"`
	Name        string   `json:"name"`
	LicensedIn  []string `json:"licensed_in"`
	Specialties []string `json:"specialties"`
}

// Outcome says what becomes of the utilization review decision on one item. The zero value means "not decided",
// so that a letter built too early fails instead of upholding by accident.
type Outcome string

// The outcomes, in the letter's words.
const (
	Undecided           Outcome = ""
	Upheld              Outcome = "upheld"
	Overturned          Outcome = "overturned"
	PartiallyOverturned Outcome = "partially_overturned"
)

// A Draft is what the reviewer wrote. Its texts carry citations and what is not confirmed yet as package review has them.
type Draft struct {
	Summary string          `json:"summary"`
	Items   []DraftDecision `json:"items"`
	Kept    []Kept          `json:"kept,omitempty"`
}

// A Kept is a sentence that a check spoke of and the reviewer kept, knowing that.
type Kept struct {
	Rule  string `json:"rule"`  // of the finding: "absence.found"
	Words string `json:"words"` // of the sentence, without marks; another sentence is another finding
	Why   string `json:"why,omitempty"`
}

// A DraftDecision is the reviewer's decision on one item.
type DraftDecision struct {
	Item                         int     `json:"item"`
	Outcome                      Outcome `json:"outcome"`
	ClaimsAdministratorGuideline string  `json:"claims_administrator_guideline"`
	IMROGuideline                string  `json:"imro_guideline"`
	Rationale                    string  `json:"rationale"`

	Search   []SearchStep    `json:"search,omitempty"`   // what was looked through for guidance, in the order of the law
	Evidence []CitedEvidence `json:"evidence,omitempty"` // what the rationale rests on beyond the MTUS, with its level
}

// A SearchStep is one step of the medical evidence search sequence as it was done (8 CCR 9792.21.1).
type SearchStep struct {
	Code  string `json:"code"`            // of the step in package evidence: "2A"
	Found bool   `json:"found"`           // guidance that applies was found there
	Words string `json:"words,omitempty"` // what was looked for and what was found
}

// A CitedEvidence is a study or a guideline with its place in the hierarchy of evidence (8 CCR 9792.25.1).
type CitedEvidence struct {
	Citation string `json:"citation"`
	Level    string `json:"level"` // the code of the level in package evidence: "1a"
	Why      string `json:"why,omitempty"`
}

// Priority is regular, expedited or a formulary dispute; it picks the clocks.
type Priority string

// The priorities.
const (
	Regular   Priority = "regular"
	Expedited Priority = "expedited"
	Formulary Priority = "formulary"
)
