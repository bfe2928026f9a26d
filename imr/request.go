package imr

import "fmt"

// A Request asks the store to decide on a command and to keep the events that follow.
type Request struct {
	Case    CaseID // "" with an ApplicationReceived: the store gives the next number
	Saw     int    // version of the case that the actor looked at; AnyVersion where that does not matter
	Command Command
	Act     Act
	Key     string // the same key a second time answers with the first result and records nothing; "" for none
}

// AnyVersion is the Saw of an act that does not depend on what the actor looked at.
const AnyVersion = -1

// A Result is what followed from a request.
type Result struct {
	Case   Case    // as it stands afterwards
	Events []Event // the new ones
}

// Changed refuses a request because somebody else changed the case after the actor looked at it. It holds what
// happened since, so that a page can tell it in words and offer what was typed again.
type Changed struct {
	Case  CaseID
	Saw   int
	Since []Event // in order
}

// Error says how many events came in between.
func (e *Changed) Error() string {
	return fmt.Sprintf("Case %s has changed since you opened it: %d new entries. Look at them and try again.", e.Case, len(e.Since))
}
