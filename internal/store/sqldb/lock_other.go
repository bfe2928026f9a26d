//go:build !unix

package sqldb

import (
	"fmt"
	"os"
	"path/filepath"
)

// LockFolder keeps other servers out of a folder as far as the system can: there is no lock that ends with the
// process, so the file is only opened.
func LockFolder(dir string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(dir, "openimr.lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock the folder: %w", err)
	}
	return f, nil
}
