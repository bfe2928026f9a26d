package letter

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/guideline"
)

// Schema names the JSON form of a Determination.
const Schema = "openimr.determination/1"

// ProgrammeCAWC is Independent Medical Review in California workers' compensation.
const ProgrammeCAWC = "ca-wc-imr"

// Layouts. The first two are read and written. The others are known by their headings only: they are read
// as far as the headings tell, and what is read is written in the layout of this program.
const (
	LayoutMaximus2015  = "maximus-2015"                // as published by the Division, 2014 to 2017
	LayoutOpenIMR      = "openimr-2026"                // the served letter of this program, with or without its served parts
	LayoutMaximus2014  = "maximus-2014"                // with the documents reviewed, and numbered requests
	LayoutNotice2013   = "maximus-notice-2013"         // notice with numbered sentences of determination
	LayoutProfessional = "medical-professional-review" // early 2013
)

// A Determination is what a Final Determination letter says. It is the one model from which every form
// of the letter is written and into which every form is read back.
//
// Text fields hold running text: lines joined, one space between words, paragraphs parted by "\n\n".
type Determination struct {
	Schema            Text       `json:"schema"`
	File              Text       `json:"file"`
	Error             Text       `json:"error"`
	Programme         Text       `json:"programme"`
	Layout            Text       `json:"layout"`
	CaseNumber        Text       `json:"case_number"`
	Priority          Text       `json:"priority"` // "standard" or "expedited"
	Dates             Dates      `json:"dates"`
	Reviewer          Reviewer   `json:"reviewer"`
	DocumentsReviewed []Document `json:"documents_reviewed"`
	Summary           Summary    `json:"summary"`
	Items             []Item     `json:"items"`
	Served            *Served    `json:"served"` // what only the served letter holds; null in published ones
	Unparsed          []Unparsed `json:"unparsed"`
	Warnings          []string   `json:"warnings"`
}

// Dates are the days in the head of the letter.
type Dates struct {
	Injury              clock.Day `json:"injury"`
	URDenial            clock.Day `json:"ur_denial"`
	ApplicationReceived clock.Day `json:"application_received"`
	Assigned            clock.Day `json:"assigned"`
	Decided             clock.Day `json:"decided"`
}

// A Reviewer is all that a letter may say of the physician who decided (Labor Code 4610.6(f)): never a name.
type Reviewer struct {
	LicensedIn  []string `json:"licensed_in"`
	Specialties []string `json:"specialties"`
	Statement   Text     `json:"statement"` // how the determination was made
}

// A Document is one paper that the reviewer read.
type Document struct {
	Title  Text      `json:"title"`
	Date   clock.Day `json:"date"`
	Author Text      `json:"author"`
}

// A Summary is the clinical case summary and what its first sentences say of the patient.
type Summary struct {
	Text Text `json:"text"`
	Age  *int `json:"age"` // years
	Sex  Text `json:"sex"` // "male" or "female"
}

// An Item is one disputed treatment with its decision.
type Item struct {
	Number                       int        `json:"number"` // from 1
	Request                      Text       `json:"request"`
	OriginalRequest              Text       `json:"original_request"`
	Authorized                   Text       `json:"authorized"`
	Decision                     Decision   `json:"decision"`
	ClaimsAdministratorGuideline Guidelines `json:"claims_administrator_guideline"`
	IMROGuideline                Guidelines `json:"imro_guideline"`
	Rationale                    Text       `json:"rationale"`
}

// Guidelines is a guideline statement: its words and what they cite.
type Guidelines struct {
	Text      Text                 `json:"text"`
	Citations []guideline.Citation `json:"citations"`
}

// A Decision says in the letter's words what became of the utilization review decision on one item.
type Decision string

// The decisions of the contract.
const (
	Unknown             Decision = "unknown"
	Upheld              Decision = "upheld"
	Overturned          Decision = "overturned"
	PartiallyOverturned Decision = "partially_overturned"
)

// Served is the part of a letter that is sent to the parties and left out when it is published.
type Served struct {
	Organization   Organization    `json:"organization"`
	LetterDate     clock.Day       `json:"letter_date"`
	Addressees     []Addressee     `json:"addressees"`
	Employee       Text            `json:"employee"`
	Employer       Text            `json:"employer"`
	ClaimNumber    Text            `json:"claim_number"`
	ADJNumber      Text            `json:"adj_number"` // EAMS case number, where there is one
	RequestedBy    Text            `json:"requested_by"`
	Outcome        Outcome         `json:"outcome"`
	ProofOfService *ProofOfService `json:"proof_of_service"`
	Verification   *Verification   `json:"verification,omitempty"` // left out where the letter cannot be checked
	Correction     *Correction     `json:"correction,omitempty"`   // left out in a letter that was not corrected
}

// Organization is the independent medical review organization that serves the letter.
type Organization struct {
	Name      Text   `json:"name"`
	Address   []Text `json:"address"` // lines
	Telephone Text   `json:"telephone"`
	SignedBy  Text   `json:"signed_by"` // medical director of the organization, never the reviewer
	Title     Text   `json:"title"`
}

// An Addressee is one party that is served.
type Addressee struct {
	Role    Text   `json:"role"` // in plain words: "Injured worker", "Claims administrator"
	Name    Text   `json:"name"`
	Address []Text `json:"address"` // lines, as on the envelope
	Method  Text   `json:"method"`  // "mail", "fax", "electronic", "personal"
	To      Text   `json:"to"`      // fax number or e-mail address, where the method has one
}

// Outcome is the plain result over all items.
type Outcome string

// The outcomes of a whole case, in the Division's words.
const (
	OutcomeUpheld              Outcome = "upheld"
	OutcomeOverturned          Outcome = "overturned"
	OutcomePartiallyOverturned Outcome = "partially_overturned"
)

// ProofOfService is the declaration of CCP 1013a and 2015.5.
type ProofOfService struct {
	Server    Text      `json:"server"`
	Address   []Text    `json:"address"`
	County    Text      `json:"county"`
	Place     Text      `json:"place"` // of deposit or sending
	Date      clock.Day `json:"date"`
	Time      Text      `json:"time"`      // of sending, with its zone: "3:45 PM PST"
	Documents []Text    `json:"documents"` // exact titles
	SignedAt  Text      `json:"signed_at"`
	SignedOn  clock.Day `json:"signed_on"`
}

// A Verification says where somebody who holds the letter can check that it is genuine and the last word.
type Verification struct {
	Address Text `json:"address"` // of the page: "https://imr.example.org/verify"
	Code    Text `json:"code"`    // "7F3K-9QXM-2WTB"
}

// A Correction says what a letter mends of the one whose place it takes. Only clerical errors are mended so; the decision stays.
type Correction struct {
	Of      clock.Day `json:"of"`           // date of the letter whose place it takes
	First   clock.Day `json:"first_served"` // day on which the determination was first served; the time to appeal runs from it
	Changes []Change  `json:"changes"`
}

// A Change is one clerical error and how it reads now.
type Change struct {
	Where Text `json:"where"` // "Page 3, clinical case summary"
	Was   Text `json:"was"`
	Now   Text `json:"now"`
}

// Unparsed is a run of text that went into no field.
type Unparsed struct {
	Page int  `json:"page"` // from 1; 0 where the input has no pages
	Text Text `json:"text"`
}

// Text is a string that is null in JSON when it is empty.
type Text string

// MarshalJSON writes the text, or null, without escaping for HTML.
func (t Text) MarshalJSON() ([]byte, error) {
	if t == "" {
		return []byte("null"), nil
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(string(t)); err != nil {
		return nil, err
	}
	return bytes.TrimSpace(b.Bytes()), nil
}

// UnmarshalJSON reads a string or null.
func (t *Text) UnmarshalJSON(b []byte) error {
	var s *string
	if err := json.Unmarshal(b, &s); err != nil {
		return fmt.Errorf("text: %w", err)
	}
	*t = ""
	if s != nil {
		*t = Text(*s)
	}
	return nil
}
