package store_test

import (
	"context"
	"testing"
	"time"

	"github.com/alexedwards/scs/v2"

	"github.com/openimr/openimr/internal/store"
	"github.com/openimr/openimr/internal/store/storetest"
)

func TestSessionsAreListedUntilTheyAreOver(t *testing.T) {
	now := storetest.On("2015-12-01")
	ctx := context.Background()
	s, err := store.Open(ctx, t.TempDir(), store.Options{Rules: storetest.Rules, Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	all, ok := s.Sessions().(scs.IterableCtxStore)
	if !ok {
		t.Fatal("the sessions cannot be listed")
	}
	for token, long := range map[string]time.Duration{"short": time.Minute, "long": time.Hour, "ended": time.Hour} {
		if err := s.Sessions().CommitCtx(ctx, token, []byte("data of "+token), now.Add(long)); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Sessions().DeleteCtx(ctx, "ended"); err != nil {
		t.Fatal(err)
	}
	now = now.Add(2 * time.Minute)
	got, err := all.AllCtx(ctx)
	if err != nil || len(got) != 1 || string(got["long"]) != "data of long" {
		t.Errorf("%q, %v", got, err)
	}
}
