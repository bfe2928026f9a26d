//go:build unix

package sqldb

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// LockFolder keeps other servers out of a folder until the file is closed or the process ends, however it ends.
func LockFolder(dir string) (*os.File, error) {
	name := filepath.Join(dir, "openimr.lock")
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock the folder: %w", err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = f.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, &Locked{dir}
		}
		return nil, fmt.Errorf("lock the folder: %w", err)
	}
	return f, nil
}
