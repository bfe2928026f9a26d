package imr

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// A State is where a case stands.
type State string

// The states of the table of transitions.
const (
	New                            State = ""
	Received                       State = "received"
	ClosedDuplicate                State = "closed_duplicate"
	EligibilityReview              State = "eligibility_review"
	AwaitingEligibilityInformation State = "awaiting_eligibility_information"
	Ineligible                     State = "ineligible"
	Deferred                       State = "deferred"
	Eligible                       State = "eligible"
	AwaitingRecords                State = "awaiting_records"
	RecordsOverdueState            State = "records_overdue"
	RecordsComplete                State = "records_complete"
	InReview                       State = "in_review"
	AwaitingInformation            State = "awaiting_information"
	QualityCheck                   State = "quality_check"
	Determined                     State = "determined"
	StateImplemented               State = "implemented"
	UnderAppeal                    State = "under_appeal"
	Final                          State = "final"
	Remanded                       State = "remanded"
	Terminated                     State = "terminated"
	WithdrawnState                 State = "withdrawn"
	PublishedState                 State = "published"
)

var stages = map[State]string{
	New: "Not yet received", Received: "Received", ClosedDuplicate: "Closed as a duplicate",
	EligibilityReview: "Eligibility", AwaitingEligibilityInformation: "Waiting for an answer on eligibility",
	Ineligible: "Not eligible", Deferred: "Deferred", Eligible: "Eligible, not yet assigned",
	AwaitingRecords: "Waiting for records", RecordsOverdueState: "Records overdue", RecordsComplete: "Ready for a reviewer",
	InReview: "With the reviewer", AwaitingInformation: "Waiting for more information", QualityCheck: "Quality check",
	Determined: "Determined", StateImplemented: "Carried out", UnderAppeal: "Under appeal", Final: "Final",
	Remanded: "Sent back by the Appeals Board", Terminated: "Ended", WithdrawnState: "Withdrawn", PublishedState: "Published",
}

// StageName returns the state in plain words.
func StageName(s State) string { return stages[s] }

// Open says that the review is not over: an item can still be authorized, or the application withdrawn.
func (s State) Open() bool {
	switch s {
	case Received, EligibilityReview, AwaitingEligibilityInformation, Deferred, Eligible, AwaitingRecords,
		RecordsOverdueState, RecordsComplete, InReview, AwaitingInformation, QualityCheck:
		return true
	}
	return false
}

// Unfinished says that somebody still owes a step: the review is not over, or its determination is not served or not
// final yet.
func (s State) Unfinished() bool {
	return s.Open() || s == Determined || s == UnderAppeal || s == Remanded
}

// A Transition is one row of a programme's table of transitions.
type Transition struct {
	ID           string
	From         State
	AnyOpen      bool // From is any open state
	Event        EventType
	To           State
	Same         bool // To is the state as it was
	Actor        string
	Guard        string
	ClockStarted string
	ClockStopped string
	Authority    string
	Confidence   string // "read", "secondary" or "memory"

	Starts, Stops []string // the rules of clocks that ClockStarted and ClockStopped name; a star at the end stands for any words
}

const transitionColumns = "id\tfrom\tevent\tto\tactor\tguard\tclock_started\tclock_stopped\tauthority\tconfidence"

// ParseTransitions reads a programme's table of transitions: tab-separated, with a head line.
func ParseTransitions(r io.Reader) ([]Transition, error) {
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, 1<<20)
	var ts []Transition
	for n := 1; sc.Scan(); n++ {
		if n == 1 {
			if sc.Text() != transitionColumns {
				return nil, fmt.Errorf("line 1: the columns are not %q", transitionColumns)
			}
			continue
		}
		f := strings.Split(sc.Text(), "\t")
		if len(f) != 10 {
			return nil, fmt.Errorf("line %d: %d columns instead of 10", n, len(f))
		}
		t := Transition{
			ID: f[0], From: State(f[1]), Event: EventType(f[2]), To: State(f[3]), Actor: f[4], Guard: f[5],
			ClockStarted: f[6], ClockStopped: f[7], Authority: f[8], Confidence: f[9],
		}
		switch {
		case f[1] == "(none)":
			t.From = New
		case f[1] == "(any open state)":
			t.From, t.AnyOpen = "", true
		case stages[t.From] == "":
			return nil, fmt.Errorf("line %d: unknown state %q", n, f[1])
		}
		if strings.HasPrefix(f[3], "(same") {
			t.To, t.Same = "", true
		} else if stages[t.To] == "" {
			return nil, fmt.Errorf("line %d: unknown state %q", n, f[3])
		}
		t.Starts, t.Stops = clockRefs(t.ClockStarted), clockRefs(t.ClockStopped)
		ts = append(ts, t)
	}
	if err := sc.Err(); err != nil {
		return nil, err
	}
	return ts, nil
}

// find returns the row by which an event may happen in a state.
func find(ts []Transition, from State, e EventType) (Transition, bool) {
	for _, t := range ts {
		if t.Event == e && (t.From == from && !t.AnyOpen || t.AnyOpen && from.Open()) {
			return t, true
		}
	}
	return Transition{}, false
}
