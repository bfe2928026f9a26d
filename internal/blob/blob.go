// Package blob keeps files under the hash of their content: the papers of the cases and the letters as served. A file
// is written once and never changed; the same content twice is one file. An event that adds a paper holds its hash,
// so the chain of events also proves the files.
package blob

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/openimr/openimr/imr"
)

// A Folder keeps files in a folder of the disk, in 256 subfolders by the first byte of their hash.
type Folder struct {
	dir string
}

// OpenFolder makes the folder where it is missing.
func OpenFolder(dir string) (*Folder, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("open the folder of files: %w", err)
	}
	return &Folder{dir}, nil
}

// Put stores what r gives and returns its SHA-256 in hexadecimal digits and its size in bytes. When it returns, the
// file is on the disk, also if the power fails. Putting the same content again changes nothing.
func (f *Folder) Put(ctx context.Context, r io.Reader) (sha string, size int64, err error) {
	name := make([]byte, 8)
	_, _ = rand.Read(name) // never fails
	temp := filepath.Join(f.dir, "new-"+hex.EncodeToString(name))
	file, err := os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return "", 0, fmt.Errorf("store a file: %w", err)
	}
	defer func() {
		if err != nil {
			_ = file.Close()
			_ = os.Remove(temp)
		}
	}()
	sum := sha256.New()
	if size, err = io.Copy(io.MultiWriter(file, sum), readerOf(ctx, r)); err != nil {
		return "", 0, fmt.Errorf("store a file: %w", err)
	}
	sha = hex.EncodeToString(sum.Sum(nil))
	if err = file.Sync(); err != nil {
		return "", 0, fmt.Errorf("store a file: %w", err)
	}
	if err = file.Close(); err != nil {
		return "", 0, fmt.Errorf("store a file: %w", err)
	}
	path, err := f.path(sha)
	if err != nil {
		return "", 0, err
	}
	if err = os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return "", 0, fmt.Errorf("store a file: %w", err)
	}
	if err = os.Rename(temp, path); err != nil {
		return "", 0, fmt.Errorf("store a file: %w", err)
	}
	for _, dir := range []string{filepath.Dir(path), f.dir} {
		if err = SyncDir(dir); err != nil {
			return "", 0, err
		}
	}
	return sha, size, nil
}

// Open opens the file with a hash; an *imr.Error of kind imr.NotFound where there is none. The caller closes it.
func (f *Folder) Open(_ context.Context, sha string) (io.ReadSeekCloser, error) {
	path, err := f.path(sha)
	if err != nil {
		return nil, err
	}
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &imr.Error{Kind: imr.NotFound, Message: "There is no such file."}
	}
	if err != nil {
		return nil, fmt.Errorf("open a stored file: %w", err)
	}
	return file, nil
}

// Path is where the file with a hash lies, for programs that read it by themselves; nobody may change it there.
func (f *Folder) Path(sha string) (string, error) { return f.path(sha) }

// Check reads a file from end to end and says whether its content still has its hash.
func (f *Folder) Check(ctx context.Context, sha string) error {
	file, err := f.Open(ctx, sha)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	sum := sha256.New()
	if _, err := io.Copy(sum, readerOf(ctx, file)); err != nil {
		return fmt.Errorf("read the stored file %s: %w", sha, err)
	}
	if got := hex.EncodeToString(sum.Sum(nil)); got != sha {
		return fmt.Errorf("the stored file %s has changed: its content now has the hash %s", sha, got)
	}
	return nil
}

// path refuses whatever is not a hash: a name that came from outside must never lead out of the folder.
func (f *Folder) path(sha string) (string, error) {
	if b, err := hex.DecodeString(sha); err != nil || len(b) != sha256.Size || hex.EncodeToString(b) != sha {
		return "", &imr.Error{Kind: imr.NotFound, Message: "There is no such file."}
	}
	return filepath.Join(f.dir, sha[:2], sha), nil
}

// SyncDir makes the names in a folder durable.
func SyncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("make the folder durable: %w", err)
	}
	defer func() { _ = d.Close() }()
	if err := d.Sync(); err != nil {
		return fmt.Errorf("make the folder durable: %w", err)
	}
	return nil
}

type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func readerOf(ctx context.Context, r io.Reader) io.Reader { return contextReader{ctx, r} }

func (c contextReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}
