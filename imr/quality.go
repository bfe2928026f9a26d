package imr

import (
	"slices"
	"strconv"
	"strings"

	"github.com/openimr/openimr/review"
	"github.com/openimr/openimr/review/quality"
)

// A Note is a remark of the quality check on a place in the draft. It is on form, citations or consistency, never on the
// clinical judgment (Labor Code 139.5(d)(3)).
type Note struct {
	ID      string       `json:"id,omitempty"`   // "2.1": the first of the second round; given when the draft is returned
	Kind    quality.Kind `json:"kind,omitempty"` // "" is a deficiency
	Code    string       `json:"code,omitempty"` // of the programme's table: "cite.missing"
	Field   string       `json:"field"`          // "summary", "items[1].rationale"
	Quote   string       `json:"quote"`          // the words remarked on
	Text    string       `json:"text"`
	Suggest string       `json:"suggest,omitempty"` // of a suggestion: what could stand in place of Quote
}

// A Remark is a note with what became of it.
type Remark struct {
	Note
	Round   int     // in which it was made
	Answer  *Answer // of the reviewer; nil where there is none
	Settled bool    // quality looked at the answer and closed it
}

// An Answer is how a note was met.
type Answer struct {
	How   AnswerHow
	Words string
	Alone bool // nobody answered: the draft was changed where the note points
}

// AnswerHow is how the reviewer met a note.
type AnswerHow string

// The answers: to a suggestion accepted or declined, to others changed or explained.
const (
	AnswerChanged   AnswerHow = "changed"
	AnswerExplained AnswerHow = "explained"
	AnswerAccepted  AnswerHow = "accepted"
	AnswerDeclined  AnswerHow = "declined"
)

// QualityWork is where the quality check of a case stands.
type QualityWork struct {
	Review  int            // how many reviews of the dispute there were before this one: more than 0 after a remand
	Round   int            // how many drafts were submitted
	Remarks []Remark       // of this review, in their order
	Sent    *Draft         // the draft as it was last returned
	Ticks   []quality.Tick // of the checklist, when the draft passed
	Audit   *Audit         // where this review was drawn for one
}

// Remark finds a remark by its ID.
func (q QualityWork) Remark(id string) (Remark, bool) {
	for _, m := range q.Remarks {
		if m.ID == id {
			return m, true
		}
	}
	return Remark{}, false
}

// Open are the remarks that are to be answered or whose answer quality has not closed.
func (q QualityWork) Open() []Remark {
	var open []Remark
	for _, m := range q.Remarks {
		if m.Kind.Answered() && !m.Settled {
			open = append(open, m)
		}
	}
	return open
}

// change gives one remark something else, on a copy: cases that were handed out keep theirs.
func (q *QualityWork) change(id string, with func(*Remark)) {
	q.Remarks = slices.Clone(q.Remarks)
	for i := range q.Remarks {
		if q.Remarks[i].ID == id {
			with(&q.Remarks[i])
		}
	}
}

func (q *QualityWork) settle(ids []string) {
	for _, id := range ids {
		q.change(id, func(m *Remark) { m.Settled = true })
	}
}

// settles refuses to close remarks that are not open.
func (c Case) settles(ids []string) error {
	for _, id := range ids {
		if m, ok := c.Quality.Remark(id); !ok || !m.Kind.Answered() || m.Settled {
			return incomplete("settled", qualityLaw, "There is no open note %s.", id)
		}
	}
	return nil
}

// Returned sends the draft back for its form, citations or consistency, never for the clinical judgment
// (Labor Code 139.5(d)(3)). Open notes that are not settled go back with it.
type Returned struct {
	Notes    []Note   `json:"notes"`
	Settled  []string `json:"settled,omitempty"`  // earlier notes that are closed
	Reviewer UserID   `json:"reviewer,omitempty"` // written down here: whose draft it is
}

func (*Returned) eventType() EventType { return "returned" }
func (d *Returned) guard(r Rules, c Case, _ Act) error {
	if err := c.settles(d.Settled); err != nil {
		return err
	}
	asks := false
	for i, n := range d.Notes {
		if err := c.noteFault(r, i, n); err != nil {
			return err
		}
		asks = asks || n.Kind.Answered()
	}
	for _, m := range c.Quality.Open() {
		asks = asks || !slices.Contains(d.Settled, m.ID)
	}
	if !asks {
		return incomplete("notes", qualityLaw, "Say what is to be mended, at least once.")
	}
	return nil
}

// noteFault says what is wrong with a note: no words, a code of another kind, a suggestion without words or on a decision.
func (c Case) noteFault(r Rules, i int, n Note) error {
	at := "notes[" + strconv.Itoa(i) + "]"
	kind := n.Kind
	if kind == "" {
		kind = quality.Deficiency
	}
	if !slices.Contains(quality.Kinds, kind) {
		return incomplete(at+".kind", qualityLaw, "%q is no kind of note.", n.Kind)
	}
	if strings.TrimSpace(n.Text) == "" && kind != quality.Suggestion {
		return incomplete(at+".text", qualityLaw, "A note without words helps nobody.")
	}
	if n.Code != "" {
		code, ok := r.Quality.Code(n.Code)
		switch {
		case !ok:
			return incomplete(at+".code", qualityLaw, "The programme has no code %q.", n.Code)
		case code.Kind != kind:
			return incomplete(at+".code", qualityLaw, "“%s” is a code of a %s, not of a %s.", code.Name, strings.ToLower(code.Kind.Name()), strings.ToLower(kind.Name()))
		}
	}
	if kind != quality.Suggestion {
		if n.Suggest != "" {
			return incomplete(at+".suggest", qualityLaw, "Only a suggestion proposes other words.")
		}
		return nil
	}
	text, ok := orEmpty(c.Draft).Text(n.Field)
	switch {
	case !ok:
		return incomplete(at+".field", qualityLaw, "Words can be suggested for the summary, a rationale or a guideline; the decision is the reviewer's alone.")
	case strings.TrimSpace(n.Suggest) == "":
		return incomplete(at+".suggest", qualityLaw, "Write the words that you suggest.")
	case strings.TrimSpace(n.Quote) == "":
		return incomplete(at+".quote", qualityLaw, "Mark the words in whose place the suggestion would stand.")
	}
	if _, ok := review.Find(text, n.Quote); !ok {
		return incomplete(at+".quote", qualityLaw, "The draft does not have these words there. Mark them in the letter again.")
	}
	return nil
}

func orEmpty(d *Draft) Draft {
	if d == nil {
		return Draft{}
	}
	return *d
}

func (d *Returned) completed(_ Rules, c Case) Data {
	filled := *d
	filled.Notes = slices.Clone(d.Notes)
	for i := range filled.Notes {
		filled.Notes[i].ID = strconv.Itoa(max(c.Quality.Round, 1)) + "." + strconv.Itoa(i+1)
	}
	if c.Reviewer != nil {
		filled.Reviewer = c.Reviewer.ID
	}
	return &filled
}

func (d *Returned) apply(c *Case, _ Event) {
	q := &c.Quality
	q.settle(d.Settled)
	c.Notes, c.Passed = nil, false
	for _, m := range q.Open() {
		c.Notes = append(c.Notes, m.Note)
	}
	q.Remarks = slices.Clone(q.Remarks)
	for _, m := range q.Remarks { // what is still open is to be answered again
		if m.Kind.Answered() && !m.Settled {
			q.change(m.ID, func(m *Remark) { m.Answer = nil })
		}
	}
	for i, n := range d.Notes {
		if n.ID == "" { // written before notes had one
			n.ID = strconv.Itoa(max(q.Round, 1)) + "." + strconv.Itoa(i+1)
		}
		q.Remarks = append(q.Remarks, Remark{Note: n, Round: q.Round})
		c.Notes = append(c.Notes, n)
	}
	q.Sent = c.Draft
}

// NoteAnswered is the reviewer's answer to a note. Until the draft is submitted another answer takes its place.
type NoteAnswered struct {
	Note  string    `json:"note"`
	How   AnswerHow `json:"how"`
	Words string    `json:"words,omitempty"`
	Alone bool      `json:"alone,omitempty"` // written down with the draft: nobody answered, it was changed where the note points
}

func (*NoteAnswered) eventType() EventType { return "note_answered" }
func (d *NoteAnswered) guard(_ Rules, c Case, act Act) error {
	m, ok := c.Quality.Remark(d.Note)
	suggestion := m.Kind == quality.Suggestion
	switch {
	case c.Reviewer == nil || c.Reviewer.ID != act.Actor.ID:
		return &Error{NotAllowed, qualityLaw, "", "Only the reviewer of this case can answer notes on its draft."}
	case !ok || !m.Kind.Answered() || m.Settled:
		return incomplete("note", qualityLaw, "There is no open note %s.", d.Note)
	case c.State != InReview && c.State != AwaitingInformation:
		return refused(qualityLaw, "The case stands at “%s”; notes are answered while the reviewer has the draft.", StageName(c.State))
	case suggestion && d.How != AnswerAccepted && d.How != AnswerDeclined:
		return incomplete("how", qualityLaw, "A suggestion is accepted or declined.")
	case !suggestion && d.How != AnswerChanged && d.How != AnswerExplained:
		return incomplete("how", qualityLaw, "A note is answered by a change or by an explanation.")
	case (d.How == AnswerExplained || d.How == AnswerDeclined) && strings.TrimSpace(d.Words) == "":
		return incomplete("words", qualityLaw, "Say in a few words why it stays as it is.")
	}
	return nil
}
func (d *NoteAnswered) apply(c *Case, _ Event) {
	c.Quality.change(d.Note, func(m *Remark) { m.Answer = &Answer{d.How, d.Words, d.Alone} })
}

func (d *NoteAnswered) sentence() string {
	s := "The reviewer answered note " + d.Note + ": " + string(d.How)
	if d.Words != "" {
		return s + ". “" + d.Words + "”"
	}
	return s + "."
}

// unanswered refuses a draft while a note is neither answered nor met by a change where it points.
func (c Case) unanswered(d Draft) error {
	for _, m := range c.Quality.Open() {
		if m.Answer == nil && !c.changedAt(m.Note, d) {
			return incomplete("notes."+m.ID, qualityLaw, "Note %s is not answered: change what it is about, or answer why it stays.", m.ID)
		}
	}
	return nil
}

// answeredByChange are the notes that nobody answered: unanswered has found that their words were changed.
func (c Case) answeredByChange() []NoteAnswered {
	var as []NoteAnswered
	for _, m := range c.Quality.Open() {
		if m.Answer == nil {
			as = append(as, NoteAnswered{Note: m.ID, How: AnswerChanged, Alone: true})
		}
	}
	return as
}

// changedAt says whether a draft differs from the returned one where a note points: in the summary, or anywhere in its item,
// as a rationale that contradicts its decision may be met at either. Whether that answers the note is for quality to see.
func (c Case) changedAt(n Note, d Draft) bool {
	if c.Quality.Sent == nil {
		return true
	}
	was := *c.Quality.Sent
	switch m := draftItem.FindStringSubmatch(n.Field); {
	case strings.TrimSuffix(n.Field, ".text") == "summary":
		return was.Summary != d.Summary
	case m != nil:
		i, _ := strconv.Atoi(m[1]) // digits
		if i < len(was.Items) && i < len(d.Items) {
			return !sameDecision(was.Items[i], d.Items[i])
		}
	}
	return !sameWords(was, d) // of no place of the draft: any change may be the answer
}

func sameWords(a, b Draft) bool {
	if a.Summary != b.Summary || len(a.Items) != len(b.Items) {
		return false
	}
	for i := range a.Items {
		if !sameDecision(a.Items[i], b.Items[i]) {
			return false
		}
	}
	return true
}

func sameDecision(x, y DraftDecision) bool {
	return x.Outcome == y.Outcome && x.Rationale == y.Rationale && x.IMROGuideline == y.IMROGuideline && x.ClaimsAdministratorGuideline == y.ClaimsAdministratorGuideline &&
		slices.Equal(x.Search, y.Search) && slices.Equal(x.Evidence, y.Evidence)
}

// QualityPassed says that the form, the citations and the consistency of the draft were checked.
type QualityPassed struct {
	Errors   int            `json:"errors"` // findings of severity error that the linter has on the letter
	Warnings int            `json:"warnings"`
	Note     string         `json:"note,omitempty"`
	Notes    []Note         `json:"notes,omitempty"`    // praise
	Settled  []string       `json:"settled,omitempty"`  // notes that are closed
	Ticks    []quality.Tick `json:"ticks,omitempty"`    // the programme's checklist
	Reviewer UserID         `json:"reviewer,omitempty"` // written down here: whose draft it is
}

func (*QualityPassed) eventType() EventType { return "quality_passed" }
func (d *QualityPassed) guard(r Rules, c Case, act Act) error {
	switch {
	case c.State != QualityCheck:
		return refused(qualityLaw, "The case stands at “%s”; only a submitted draft can pass.", StageName(c.State))
	case d.Errors > 0:
		return refused(qualityLaw, "The letter has %s; return it to the reviewer.", count(d.Errors, "error"))
	case c.Reviewer != nil && c.Reviewer.ID == act.Actor.ID:
		return &Error{NotAllowed, qualityLaw, "", "The reviewer cannot check their own draft."}
	}
	if err := c.settles(d.Settled); err != nil {
		return err
	}
	for _, m := range c.Quality.Open() {
		if !slices.Contains(d.Settled, m.ID) {
			return refused(qualityLaw, "Note %s is still open; settle it, or return the draft.", m.ID)
		}
	}
	for i, n := range d.Notes {
		if n.Kind != quality.Praise {
			return incomplete("notes["+strconv.Itoa(i)+"].kind", qualityLaw, "A draft passes with praise alone; for anything else return it.")
		}
		if err := c.noteFault(r, i, n); err != nil {
			return err
		}
	}
	line, answer, ok := r.Quality.Fault(d.Ticks)
	switch {
	case !ok && answer == quality.No:
		return refused(qualityLaw, "The checklist says no to “%s” Return the draft.", line.Text)
	case !ok:
		return incomplete("ticks."+line.ID, qualityLaw, "The checklist has no answer to “%s”", line.Text)
	}
	return nil
}
func (d *QualityPassed) completed(_ Rules, c Case) Data {
	filled := *d
	filled.Notes = slices.Clone(d.Notes)
	for i := range filled.Notes {
		filled.Notes[i].ID = strconv.Itoa(max(c.Quality.Round, 1)) + "." + strconv.Itoa(i+1)
	}
	if c.Reviewer != nil {
		filled.Reviewer = c.Reviewer.ID
	}
	return &filled
}
func (d *QualityPassed) apply(c *Case, _ Event) {
	c.Passed = true
	q := &c.Quality
	q.settle(d.Settled)
	q.Ticks = d.Ticks
	q.Remarks = slices.Clone(q.Remarks)
	for _, n := range d.Notes {
		q.Remarks = append(q.Remarks, Remark{Note: n, Round: q.Round})
	}
}
