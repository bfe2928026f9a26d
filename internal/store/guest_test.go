//go:build unix

package store_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
	"github.com/openimr/openimr/internal/store"
	"github.com/openimr/openimr/internal/store/sqldb"
	"github.com/openimr/openimr/internal/store/storetest"
)

func TestAGuestChangesAccountsBesideAServer(t *testing.T) {
	folder, ctx := t.TempDir(), context.Background()
	server := open(t, folder, store.Options{})
	var locked *sqldb.Locked
	if _, err := store.Open(ctx, folder, store.Options{Rules: storetest.Rules}); !errors.As(err, &locked) {
		t.Fatalf("a second server opens the folder: %v", err)
	}
	guest := open(t, folder, store.Options{Guest: true})

	// Both write at once; nothing is lost.
	var wait sync.WaitGroup
	for i, s := range []*store.Store{server, guest} {
		wait.Add(1)
		go func() {
			defer wait.Done()
			for n := range 20 {
				id := imr.UserID([]string{"s", "g"}[i] + string(rune('a'+n)))
				if err := s.CreateAccount(ctx, auth.Account{ID: id, Role: auth.Quality, Name: "N", Hash: "h"}); err != nil {
					t.Error(err)
				}
			}
		}()
	}
	wait.Wait()
	all, err := server.AccountsByRole(ctx, auth.Quality)
	if err != nil || len(all) != 40 {
		t.Errorf("the server sees %d accounts: %v", len(all), err)
	}
	if _, err := guest.Do(ctx, imr.Request{Case: "CM26-0000001", Command: &imr.ScreeningStarted{}}); err == nil {
		t.Error("a guest may change a case, which the server holds")
	}
}

func TestAGuestAloneMakesAFolder(t *testing.T) {
	folder, ctx := t.TempDir(), context.Background()
	guest := open(t, folder, store.Options{Guest: true})
	if err := guest.CreateAccount(ctx, auth.Account{ID: "dana.kim", Role: auth.Coordinator, Name: "Dana Kim", Hash: "h"}); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Open(ctx, folder, store.Options{Rules: storetest.Rules}); err == nil {
		t.Error("a server opens the folder while it is being made")
	}
}
