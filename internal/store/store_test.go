package store_test

import (
	"context"
	"testing"
	"time"

	"github.com/openimr/openimr/internal/store"
	"github.com/openimr/openimr/internal/store/storetest"
)

func openSQLite(t testing.TB, now func() time.Time) *store.Store {
	t.Helper()
	s, err := store.Open(context.Background(), t.TempDir(), store.Options{Rules: storetest.Rules, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestSQLite(t *testing.T) { storetest.Run(t, openSQLite) }
