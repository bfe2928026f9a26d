//go:build unix

package store_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/openimr/openimr/internal/store"
	"github.com/openimr/openimr/internal/store/pgtest"
	"github.com/openimr/openimr/internal/store/storetest"
)

var postgres struct {
	sync.Once
	server *pgtest.Server
	err    error
}

func TestMain(m *testing.M) {
	if beChild() {
		return
	}
	code := m.Run()
	if postgres.server != nil {
		if err := postgres.server.Stop(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
	}
	os.Exit(code)
}

// pg returns the PostgreSQL server of this test run; the test is skipped where none is installed.
func pg(t testing.TB) *pgtest.Server {
	t.Helper()
	postgres.Do(func() { postgres.server, postgres.err = pgtest.Start() })
	if errors.Is(postgres.err, pgtest.ErrAbsent) {
		t.Skip(postgres.err)
	}
	if postgres.err != nil {
		t.Fatal(postgres.err)
	}
	return postgres.server
}

func open(t testing.TB, dsn string, o store.Options) *store.Store {
	t.Helper()
	o.Rules = storetest.Rules
	s, err := store.Open(context.Background(), dsn, o)
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

func openSQLite(t testing.TB, now func() time.Time) *store.Store {
	t.Helper()
	return open(t, t.TempDir(), store.Options{Now: now})
}

func openPostgres(t testing.TB, now func() time.Time) *store.Store {
	t.Helper()
	dsn, err := pg(t).Database()
	if err != nil {
		t.Fatal(err)
	}
	return open(t, dsn, store.Options{Now: now, Folder: t.TempDir()})
}

func TestSQLite(t *testing.T) { storetest.Run(t, openSQLite) }

func TestPostgreSQL(t *testing.T) { storetest.Run(t, openPostgres) }
