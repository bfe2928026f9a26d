package web

import (
	"context"
	"time"
)

// noSessions keeps nothing.
type noSessions struct{}

func (noSessions) Find(string) ([]byte, bool, error)                          { return nil, false, nil }
func (noSessions) Commit(string, []byte, time.Time) error                     { return nil }
func (noSessions) Delete(string) error                                        { return nil }
func (noSessions) FindCtx(context.Context, string) ([]byte, bool, error)      { return nil, false, nil }
func (noSessions) CommitCtx(context.Context, string, []byte, time.Time) error { return nil }
func (noSessions) DeleteCtx(context.Context, string) error                    { return nil }
