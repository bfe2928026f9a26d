package imr

import (
	"fmt"
	"time"

	"github.com/openimr/openimr/clock"
)

// DraftText is the reviewer's text as it is being typed. It is no event: what counts is the draft that the reviewer
// submits. It is kept so that a crash of the browser or of the server loses nothing.
type DraftText struct {
	Case   CaseID
	By     UserID // the reviewer
	Rev    int    // of the text that this one replaces, when it is saved; 0 for the first
	Window string // a name that the window in which it was typed gave itself, "" where it gave none
	Draft  Draft
	Saved  time.Time
}

// DraftChanged refuses to save a text because another window saved a newer one in between.
type DraftChanged struct {
	Now  DraftText // as it is stored
	Base DraftText // the newest that is kept and from which both go on; zero where none is kept
	Own  bool      // all that was saved since came from the window that saves now: the answer to it was lost on its way
}

// Error says what to do.
func (e *DraftChanged) Error() string {
	return fmt.Sprintf("The draft of %s was saved from another window meanwhile. Compare the two texts and save again.", e.Now.Case)
}

// WorkTime is how long a window was looked at and used for a case on a day. It is told to the person alone whose time it is.
type WorkTime struct {
	Case    CaseID
	By      UserID
	Day     clock.Day // of the office
	Window  string
	Seconds int // since the window was opened; a smaller number than the one that is kept changes nothing
}
