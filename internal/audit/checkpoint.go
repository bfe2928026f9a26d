package audit

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
)

// origin is the first line of every checkpoint: what kind of log it speaks of.
const origin = "openimr.org/audit/1"

// A Checkpoint says how the record stood at some time: how many events there were, and the root of their tree.
type Checkpoint struct {
	Size int64
	Root Hash
	At   time.Time // to the second
}

// text is the signed text: a checkpoint of C2SP tlog-checkpoint with the time as an extension line.
func (c Checkpoint) text() string {
	return fmt.Sprintf("%s\n%d\n%s\ntime %s\n", origin, c.Size, c.Root, c.At.UTC().Format(time.RFC3339))
}

func parseCheckpoint(text string) (c Checkpoint, err error) {
	lines := strings.Split(text, "\n")
	if len(lines) != 5 || lines[0] != origin || lines[4] != "" {
		return c, errors.New("this is no checkpoint of OpenIMR")
	}
	if c.Size, err = strconv.ParseInt(lines[1], 10, 64); err != nil || c.Size < 0 {
		return c, fmt.Errorf("%q is no number of events", lines[1])
	}
	root, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || len(root) != len(c.Root) {
		return c, fmt.Errorf("%q is no root", lines[2])
	}
	copy(c.Root[:], root)
	if c.At, err = time.Parse("time "+time.RFC3339, lines[3]); err != nil {
		return c, fmt.Errorf("%q is no time", lines[3])
	}
	if c.text() != text { // one checkpoint has one text
		return c, errors.New("this checkpoint is not written as it should be")
	}
	return c, nil
}

// A Signer signs checkpoints and knows its own signature.
type Signer struct {
	signer   note.Signer
	verifier note.Verifier
}

// OpenSigner reads the key in a folder (audit.key, to be kept secret, and audit.pub, to be given away), or makes one. To
// look only, the public key is enough.
func OpenSigner(dir string, lookOnly bool) (*Signer, error) {
	public, err := os.ReadFile(filepath.Join(dir, "audit.pub"))
	if errors.Is(err, fs.ErrNotExist) && !lookOnly {
		if err := makeKey(dir); err != nil {
			return nil, fmt.Errorf("make the key of the checkpoints: %w", err)
		}
		public, err = os.ReadFile(filepath.Join(dir, "audit.pub"))
	}
	if err != nil {
		return nil, fmt.Errorf("read the key of the checkpoints: %w", err)
	}
	s := &Signer{}
	if s.verifier, err = note.NewVerifier(strings.TrimSpace(string(public))); err != nil {
		return nil, fmt.Errorf("read the key of the checkpoints in %s: %w", dir, err)
	}
	if lookOnly {
		return s, nil
	}
	secret, err := os.ReadFile(filepath.Join(dir, "audit.key"))
	if err != nil {
		return nil, fmt.Errorf("read the key of the checkpoints: %w", err)
	}
	if s.signer, err = note.NewSigner(strings.TrimSpace(string(secret))); err != nil {
		return nil, fmt.Errorf("read the key of the checkpoints in %s: %w", dir, err)
	}
	if s.signer.Name() != s.verifier.Name() || s.signer.KeyHash() != s.verifier.KeyHash() {
		return nil, fmt.Errorf("the files audit.key and audit.pub in %s are not of one key", dir)
	}
	return s, nil
}

// makeKey writes a new key. The public half is written last: where it is, the secret one is whole.
func makeKey(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	id := make([]byte, 4)
	_, _ = rand.Read(id) // never fails
	secret, public, err := note.GenerateKey(rand.Reader, "openimr-"+hex.EncodeToString(id))
	if err != nil {
		return err
	}
	if err := writeFile(filepath.Join(dir, "audit.key"), secret+"\n", 0o600); err != nil {
		return err
	}
	return writeFile(filepath.Join(dir, "audit.pub"), public+"\n", 0o644)
}

// writeFile writes a file so that it is there whole or not at all.
func writeFile(name, text string, mode fs.FileMode) error {
	f, err := os.OpenFile(name+".new", os.O_WRONLY|os.O_CREATE|os.O_TRUNC, mode)
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(name+".new", name)
}

// Sign returns the signed form of a checkpoint.
func (s *Signer) Sign(c Checkpoint) (string, error) {
	b, err := note.Sign(&note.Note{Text: c.text()}, s.signer)
	if err != nil {
		return "", fmt.Errorf("sign a checkpoint: %w", err)
	}
	return string(b), nil
}

// Read reads a signed checkpoint. An error says that it is not one, or not signed with this key.
func (s *Signer) Read(signed string) (Checkpoint, error) {
	n, err := note.Open([]byte(signed), note.VerifierList(s.verifier))
	if err != nil {
		return Checkpoint{}, fmt.Errorf("the signature does not hold: %w", err)
	}
	if len(n.Sigs) != 1 || len(n.UnverifiedSigs) != 0 {
		return Checkpoint{}, errors.New("it has other signatures beside ours")
	}
	if _, err := base64.StdEncoding.Strict().DecodeString(n.Sigs[0].Base64); err != nil {
		return Checkpoint{}, errors.New("the signature is not written as it should be")
	}
	return parseCheckpoint(n.Text)
}

// AppendFile adds a signed checkpoint to a file, which is made where it is missing, and waits until it is on the disk.
// Each takes one line, in quotes. What a crash left of a line that was not written to its end is removed.
func AppendFile(name, signed string) error {
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("keep a checkpoint: %w", err)
	}
	err = appendLine(f, strconv.Quote(signed)+"\n")
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("keep a checkpoint: %w", err)
	}
	return nil
}

// longestLine is more than a line of the file can have, in bytes.
const longestLine = 4096

func appendLine(f *os.File, line string) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	end := info.Size()
	tail := make([]byte, min(end, longestLine))
	if _, err := f.ReadAt(tail, end-int64(len(tail))); err != nil && len(tail) > 0 {
		return err
	}
	if isCut(tail) {
		end -= int64(len(tail) - 1 - bytes.LastIndexByte(tail, '\n'))
		if err := f.Truncate(end); err != nil {
			return err
		}
	} else if len(tail) > 0 && tail[len(tail)-1] != '\n' {
		line = "\n" + line
	}
	_, err = f.WriteAt([]byte(line), end)
	return err
}

// isCut says that the last line was not written to its end: it has neither its end nor its second quote.
func isCut(b []byte) bool {
	last := b[bytes.LastIndexByte(b, '\n')+1:]
	return len(last) > 0 && last[0] == '"' && bytes.Count(last, []byte{'"'}) == 1
}

// ReadFile returns the signed checkpoints of a file, none where there is no file. A line that is none of them is
// returned as it is, so that it is found to be broken; only what a crash left of the last line is passed over.
func ReadFile(name string) ([]string, error) {
	b, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the checkpoints: %w", err)
	}
	if isCut(b) {
		b = b[:bytes.LastIndexByte(b, '\n')+1]
	}
	var list []string
	for line := range bytes.Lines(b) {
		text := strings.TrimSuffix(string(line), "\n")
		if s, err := strconv.Unquote(text); err == nil && text[0] == '"' {
			text = s
		}
		list = append(list, text)
	}
	return list, nil
}
