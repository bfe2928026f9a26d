package web

import (
	"context"
	"io"
	"time"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
)

// Store keeps cases and accounts. Errors are *imr.Error and *imr.Changed where they are for a person.
type Store interface {
	auth.Accounts
	auth.Keys
	Do(ctx context.Context, r imr.Request) (imr.Result, error)
	Case(ctx context.Context, id imr.CaseID) (imr.Case, error)
	Events(ctx context.Context, id imr.CaseID) ([]imr.Event, error)
	Queue(ctx context.Context, f imr.QueueFilter, now time.Time) (imr.QueuePage, error)
	Counts(ctx context.Context, f imr.QueueFilter, now time.Time) (imr.QueueCounts, error)
	Draft(ctx context.Context, id imr.CaseID) (imr.DraftText, error)          // of the case's reviewer; zero where there is none
	SaveDraft(ctx context.Context, d imr.DraftText) (imr.DraftText, error)    // *imr.DraftChanged where it builds on an older text
	DraftHistory(ctx context.Context, id imr.CaseID) ([]imr.DraftText, error) // without words, the newest first
	DraftAt(ctx context.Context, id imr.CaseID, rev int) (imr.DraftText, error)
	SpendTime(ctx context.Context, w imr.WorkTime) error
	TimeSpent(ctx context.Context, id imr.CaseID, by imr.UserID) (time.Duration, error)
}

// Blobs keeps files by the SHA-256 of their bytes.
type Blobs interface {
	Put(ctx context.Context, r io.Reader) (sha256 string, size int64, err error)
	Open(ctx context.Context, sha256 string) (io.ReadSeekCloser, error)
}
