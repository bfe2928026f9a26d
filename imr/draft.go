package imr

import (
	"fmt"
	"time"
)

// DraftText is the reviewer's text as it is being typed. It is no event: what counts is the draft that the reviewer
// submits. It is kept so that a crash of the browser or of the server loses nothing.
type DraftText struct {
	Case  CaseID
	By    UserID // the reviewer
	Rev   int    // of the text that this one replaces, when it is saved; 0 for the first
	Draft Draft
	Saved time.Time
}

// DraftChanged refuses to save a text because another window saved a newer one in between.
type DraftChanged struct {
	Now DraftText // as it is stored
}

// Error says what to do.
func (e *DraftChanged) Error() string {
	return fmt.Sprintf("The draft of %s was saved from another window meanwhile. Compare the two texts and save again.", e.Now.Case)
}
