// Package intake takes files in for the record of a case: from a browser that may lose its connection, from a program,
// and from a watched folder. Whatever comes is kept under the hash of its content before anything else is done with
// it, and its arrival is an event of the case: who sent it, when, how. Whether it can be opened is found out later, by
// somebody else; a file is never refused for what is in it.
//
// An upload that breaks off goes on where it stopped (the tus protocol, https://tus.io, in the implementation of tusd).
// One that is whole is filed in the same request; should the server end between the last byte and the event, the
// upload is found whole when it starts again and filed then, once.
package intake

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"github.com/openimr/openimr/imr"
)

// Limits of what is taken in.
const (
	MaxFile  = 4 << 30  // bytes of one file
	MaxChunk = 64 << 20 // bytes of one request of an upload in parts
)

// A Recorder records events; the store is one.
type Recorder interface {
	Do(ctx context.Context, r imr.Request) (imr.Result, error)
	Case(ctx context.Context, id imr.CaseID) (imr.Case, error)
}

// Blobs keeps files by the SHA-256 of their content.
type Blobs interface {
	Put(ctx context.Context, r io.Reader) (sha256 string, size int64, err error)
}

// An Arrival is who brings files to which case, when and how.
type Arrival struct {
	Case  imr.CaseID  `json:"case"`
	From  imr.PartyID `json:"from"` // "" for the organization
	Actor imr.Actor   `json:"actor"`
	At    time.Time   `json:"at"` // when they came
	How   imr.Method  `json:"how"`
	Note  string      `json:"note"` // detail of the way: a tracking number, a fax number
}

// A Desk takes files in.
type Desk struct {
	store   Recorder
	blobs   Blobs
	now     func() time.Time
	log     *slog.Logger
	uploads *uploads
}

// Open makes the desk. Unfinished uploads are kept in folder, which is made where it is missing.
func Open(folder string, store Recorder, blobs Blobs, now func() time.Time, log *slog.Logger) (*Desk, error) {
	if now == nil {
		now = time.Now
	}
	if log == nil {
		log = slog.Default()
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of unfinished uploads: %w", err)
	}
	d := &Desk{store: store, blobs: blobs, now: now, log: log}
	var err error
	d.uploads, err = d.newUploads(folder)
	return d, err
}

// Keep stores the content of one file. An *imr.Error says that it is empty.
func (d *Desk) Keep(ctx context.Context, name string, r io.Reader) (imr.ReceivedFile, error) {
	sha, size, err := d.blobs.Put(ctx, r)
	if err != nil {
		return imr.ReceivedFile{}, fmt.Errorf("keep %s: %w", FileName(name), err)
	}
	if size == 0 {
		return imr.ReceivedFile{}, &imr.Error{Kind: imr.Incomplete, Field: "files", Message: FileName(name) + " is empty. Send it again."}
	}
	return imr.ReceivedFile{SHA256: sha, Name: FileName(name), Size: size}, nil
}

// File records that files, kept before, have come. The same key twice records once.
func (d *Desk) File(ctx context.Context, a Arrival, files []imr.ReceivedFile, key string) (imr.Result, error) {
	now := d.now()
	at := a.At
	if at.IsZero() || at.After(now) {
		at = now
	}
	r, err := d.store.Do(ctx, imr.Request{
		Case: a.Case, Saw: imr.AnyVersion, Key: key,
		Command: &imr.FilesReceived{From: a.From, Files: files},
		Act:     imr.Act{Actor: a.Actor, At: at, Recorded: now, How: &imr.How{Method: a.How, Detail: a.Note}},
	})
	if err != nil {
		return r, fmt.Errorf("file what came for %s: %w", a.Case, err)
	}
	return r, nil
}

// FileName keeps of a sent name its last part, without what is no text. It is never empty and at most 120 characters.
func FileName(name string) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || strings.ContainsRune(`"<>:|?*/`, r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(name, ""))
	if rs := []rune(name); len(rs) > 120 {
		name = string(rs[len(rs)-120:])
	}
	if strings.Trim(name, ". ") == "" {
		return "file"
	}
	return name
}

// keepFile stores a file of the disk.
func (d *Desk) keepFile(ctx context.Context, name, at string) (imr.ReceivedFile, error) {
	f, err := os.Open(filepath.Clean(at))
	if err != nil {
		return imr.ReceivedFile{}, fmt.Errorf("open what came: %w", err)
	}
	defer func() { _ = f.Close() }() // only read
	return d.Keep(ctx, name, f)
}
