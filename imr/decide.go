package imr

import (
	"fmt"
	"time"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/records"
	"github.com/openimr/openimr/review/quality"
)

// Rules are what a programme says of its cases. They are data: another programme has other values.
type Rules struct {
	Transitions []Transition
	Grounds     []Ground
	Clocks      clock.Table
	Signatures  bool // drafts and determinations are refused without a Signature
	Quality     quality.Rules
}

// A Ground is one reason for which an application is not eligible, with its source.
type Ground struct {
	ID         string
	Name       string
	Test       string
	WhoCanCure string
	Authority  string
	Confidence string
}

// A Case is a dispute as it stands after its events.
type Case struct {
	ID             CaseID
	Version        int // Seq of the last event; 0 for a case that does not exist yet
	State          State
	Priority       Priority
	Worker         Worker
	Claim          Claim
	Injury         Injury
	Denial         Denial
	Items          []Item
	Parties        []Party
	Documents      []Document
	Files          []CaseFile           // everything that was received, papers and files, in the order in which it came
	Corrections    []records.Correction // of the index of the record, in the order in which they were made
	Signed         bool                 // by the worker or a lawful representative
	Reviewer       *Reviewer
	Excluded       []UserID // reviewers who declared a conflict or had a part in a determination that was reversed
	Owner          UserID
	OwnerName      string
	Draft          *Draft
	ModelSentences []string // review.Letters of what language models wrote for this case
	Notes          []Note   // of the quality check, when the draft was last returned
	Passed         bool     // the draft as it stands passed the quality check
	Quality        QualityWork
	Services       []Service
	LetterHash     string          // SHA-256 of the served letter
	Code           string          // by which the letter can be checked, "" where it has none
	Letters        []LetterVersion // that were served, in order
	Facts          Facts
	Trail          []Turn    // its events as the clocks see them
	Changed        time.Time // when the last event was recorded
}

// Facts are the days from which the clocks of a case run, as its events tell them.
type Facts struct {
	Received, Screened, Asked, Answered, Eligible, Ineligible Moment
	Notice, Records, Assigned, InformationAsked, Draft        Moment
	Determined, Served, Extended, Converted                   Moment
}

// A Moment is one such fact: the event that told it, and the act's circumstances.
type Moment struct {
	Seq int
	At  clock.Day // in the office's zone
	How *How
}

// Fold makes a case out of all its events.
func Fold(events []Event) (Case, error) {
	var c Case
	for _, e := range events {
		if err := c.Apply(e); err != nil {
			return c, err
		}
	}
	return c, nil
}

// Apply adds the next event to the case. An event that is not the next one is an error and changes nothing.
func (c *Case) Apply(e Event) error {
	if e.Seq != c.Version+1 || c.Version > 0 && e.Case != c.ID {
		return fmt.Errorf("event %d of %s does not follow event %d of %s", e.Seq, e.Case, c.Version, c.ID)
	}
	if c.Version == 0 {
		c.ID = e.Case
	}
	from := c.State
	e.Data.apply(c, e)
	c.turn(e, from)
	c.State, c.Version, c.Changed = e.State, e.Seq, e.Recorded
	return nil
}

// recordRule is the organization's own rule of the record; no section of law says it for every act.
const recordRule = "rule of the record: every act with who, when and why, and only what has happened"

// completer is a command that is written down with more than its actor said: numbers, and what the case knew at the time,
// so that the event can be read by itself. The copy is completed, not the command.
type completer interface {
	completed(r Rules, c Case) Data
}

// Decide says which events follow when somebody asks that cmd be recorded, or why it is refused. The case stays
// as it was; the caller appends the events and applies them. Errors are of type *Error.
func Decide(r Rules, c Case, cmd Command, act Act) ([]Event, error) {
	if act.Actor.ID == "" {
		return nil, incomplete("actor", recordRule, "It is not known who acts.")
	}
	if act.At.IsZero() || act.Recorded.IsZero() {
		return nil, incomplete("at", recordRule, "The time of the act is missing.")
	}
	if act.At.After(act.Recorded) {
		return nil, incomplete("at", recordRule, "The act lies in the future: %s.", act.At.In(Office).Format("Jan 2, 2006 15:04"))
	}
	if h := act.How; h != nil && !h.Method.known() {
		return nil, incomplete("method", "CCP 1013", "%q is no way of serving or receiving a paper.", h.Method)
	}
	if err := c.onFile(act.ReliesOn); err != nil {
		return nil, err
	}
	to := c.State
	var row Transition
	if own(cmd.eventType()) {
		if c.Version == 0 {
			return nil, &Error{NotFound, "", "", "There is no such case."}
		}
	} else {
		t, ok := find(r.Transitions, c.State, cmd.eventType())
		if !ok {
			return nil, cannot(r, c, cmd.eventType())
		}
		if row = t; !t.Same {
			to = t.To
		}
	}
	if err := cmd.guard(r, c, act); err != nil {
		return nil, err
	}
	if f, ok := cmd.(completer); ok {
		cmd = f.completed(r, c)
	}
	event := func(seq int, d Data, s State, t Transition) Event {
		return Event{
			c.ID, seq, d.eventType(), act.Actor, act.At.UTC(), act.Recorded.UTC(), howOf(c, d, act),
			reliance(r, c, d, act, lawOf(t, d.eventType())), s, d,
		}
	}
	if a, ok := cmd.(*ItemAuthorized); ok {
		to = c.State // the case ends by an event of its own
		events := []Event{event(c.Version+1, a, to, row)}
		if c.disputed(a.Item) == 0 {
			t, ok := find(r.Transitions, c.State, "all_items_authorized")
			if !ok {
				return nil, cannot(r, c, "all_items_authorized")
			}
			events = append(events, event(c.Version+2, &AllItemsAuthorized{}, t.To, t))
		}
		return events, nil
	}
	return []Event{event(c.Version+1, cmd, to, row)}, nil
}

// disputed counts the items still in dispute, leaving out one.
func (c Case) disputed(without int) (n int) {
	for _, it := range c.Items {
		if it.State == ItemInDispute && it.Number != without {
			n++
		}
	}
	return n
}

// cannot explains why an event may not happen in the state of the case, with the rows that would allow it.
func cannot(r Rules, c Case, e EventType) *Error {
	from, rule := "", ""
	for _, t := range r.Transitions {
		if t.Event != e {
			continue
		}
		name := "any open state"
		if !t.AnyOpen {
			name = StageName(t.From)
		}
		if from != "" {
			from += " or "
		}
		from += "“" + name + "”"
		rule = t.Authority
	}
	if from == "" {
		return refused("table of transitions", "This programme knows no step %q.", e)
	}
	return refused(rule, "The case stands at “%s”; this step is possible only from %s.", StageName(c.State), from)
}

// Possible is one step with whether it may be taken now.
type Possible struct {
	Event     EventType
	May       bool
	Why       string // where it may not
	Authority string
}

// Allowed lists the steps of the table: those that the state of the case allows, and for the others why not.
// What a step itself demands (a signature, a document) is told when it is taken.
func Allowed(r Rules, c Case) []Possible {
	var ps []Possible
	seen := map[EventType]bool{}
	for _, t := range r.Transitions {
		if seen[t.Event] {
			continue
		}
		seen[t.Event] = true
		if row, ok := find(r.Transitions, c.State, t.Event); ok {
			ps = append(ps, Possible{t.Event, true, "", row.Authority})
			continue
		}
		e := cannot(r, c, t.Event)
		ps = append(ps, Possible{t.Event, false, e.Message, e.Rule})
	}
	return ps
}
