package sqldb

import "fmt"

// Locked says that another process has a folder open.
type Locked struct{ Folder string }

// Error says what to do.
func (e *Locked) Error() string {
	return fmt.Sprintf("another OpenIMR has the folder %s open; stop it, or name another folder", e.Folder)
}
