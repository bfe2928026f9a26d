package imr

import "fmt"

// Kind sorts errors for programs: it sets the HTTP status and the exit code.
type Kind int

// The kinds of errors.
const (
	Internal   Kind = iota // our own fault
	NotFound               // no such case, item or party
	Conflict               // somebody else was quicker
	Incomplete             // something is missing that the act needs
	Refused                // a rule forbids it now
	NotAllowed             // this person may not do it
)

// An Error says why an act was refused: a sentence for people, the rule that forbids it, and the field to mend.
type Error struct {
	Kind    Kind
	Rule    string // section of law, row of the table of transitions or rule of the organization; "" only of what is no refusal: not found, internal
	Field   string // name of the command's field at fault, "" for the act as a whole
	Message string
}

// Error returns the sentence with its rule.
func (e *Error) Error() string {
	if e.Rule == "" {
		return e.Message
	}
	return e.Message + " (" + e.Rule + ")"
}

func incomplete(field, rule, format string, args ...any) *Error {
	return &Error{Incomplete, rule, field, fmt.Sprintf(format, args...)}
}

func refused(rule, format string, args ...any) *Error {
	return &Error{Refused, rule, "", fmt.Sprintf(format, args...)}
}
