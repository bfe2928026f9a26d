package auth_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
)

// Hashes of the tests are cheap; one test looks at the real cost.
func TestMain(m *testing.M) {
	realCost = *auth.Cost
	auth.Cost = &argon2id.Params{Memory: 64, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32}
	m.Run()
}

var realCost argon2id.Params

// accounts keeps accounts in memory.
type accounts struct {
	mu sync.Mutex
	of map[imr.UserID]auth.Account
}

func (s *accounts) CreateAccount(_ context.Context, a auth.Account) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.of[a.ID] = a
	return nil
}

func (s *accounts) UpdateAccount(ctx context.Context, a auth.Account) error {
	return s.CreateAccount(ctx, a)
}

func (s *accounts) Account(_ context.Context, id imr.UserID) (auth.Account, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	a, ok := s.of[id]
	if !ok {
		return a, &imr.Error{Kind: imr.NotFound, Message: "no such account"}
	}
	return a, nil
}

func (s *accounts) AccountsByRole(context.Context, auth.Role) ([]auth.Account, error) {
	return nil, nil
}

const password = "correct horse battery"

var noon = time.Date(2026, 12, 3, 20, 0, 0, 0, time.UTC)

func door(t *testing.T) (*auth.Door, *accounts) {
	t.Helper()
	s := &accounts{of: map[imr.UserID]auth.Account{}}
	d := auth.NewDoor(s)
	if err := d.Passwords.Create(t.Context(), s, auth.Account{ID: "dana.kim", Role: auth.Coordinator, Name: "Dana Kim"}, password, noon); err != nil {
		t.Fatal(err)
	}
	return d, s
}

func TestTheCostIsOWASPsFloorOrMore(t *testing.T) {
	if realCost.Memory < 19*1024 || realCost.Iterations < 2 || realCost.SaltLength < 16 || realCost.KeyLength < 32 {
		t.Errorf("argon2id at %+v is too cheap", realCost)
	}
}

func TestLogIn(t *testing.T) {
	d, s := door(t)
	a, err := d.LogIn(t.Context(), "dana.kim", password, "192.0.2.1", noon)
	if err != nil || a.Name != "Dana Kim" {
		t.Fatalf("the right password: %v, %v", a, err)
	}
	if strings.Contains(a.Hash, password) || !strings.HasPrefix(a.Hash, "$argon2id$") {
		t.Errorf("the password is kept as %q", a.Hash)
	}
	off := a
	off.ID, off.Disabled = "lou.off", true
	s.of[off.ID] = off
	for _, c := range []struct{ why, id, pw string }{
		{"a wrong password", "dana.kim", "correct horse batterz"}, {"an empty password", "dana.kim", ""},
		{"nobody of that name", "nobody", password}, {"an empty name", "", ""}, {"the hash as password", "dana.kim", a.Hash},
		{"a disabled account", "lou.off", password}, {"a huge password", "dana.kim", strings.Repeat("x", 1<<20)},
		{"the dummy's password with an unknown name", "nobody.else", "an account that does not exist"},
	} {
		if _, err := d.LogIn(t.Context(), imr.UserID(c.id), c.pw, "192.0.2.2", noon); !errors.Is(err, auth.ErrWrong) {
			t.Errorf("%s: %v, want ErrWrong", c.why, err)
		}
	}
}

func TestGuessingIsSlowedDown(t *testing.T) {
	d, _ := door(t)
	now := noon
	for i := range 5 {
		if _, err := d.LogIn(t.Context(), "dana.kim", "wrong wrong wrong", "192.0.2.1", now); !errors.Is(err, auth.ErrWrong) {
			t.Fatalf("try %d: %v", i+1, err)
		}
	}
	var soon *auth.TooSoon
	if _, err := d.LogIn(t.Context(), "dana.kim", password, "198.51.100.9", now); !errors.As(err, &soon) {
		t.Fatalf("the sixth try, even with the right password and from elsewhere: %v, want TooSoon", err)
	}
	if soon.Wait != 15*time.Second {
		t.Errorf("the first wait is %s", soon.Wait)
	}
	now = now.Add(15 * time.Second)
	if _, err := d.LogIn(t.Context(), "dana.kim", "wrong wrong wrong", "192.0.2.1", now); !errors.Is(err, auth.ErrWrong) {
		t.Fatalf("after the wait: %v", err)
	}
	if _, err := d.LogIn(t.Context(), "dana.kim", password, "192.0.2.1", now.Add(29*time.Second)); !errors.As(err, &soon) {
		t.Errorf("the second wait is not doubled: %v", err)
	}
	if _, err := d.LogIn(t.Context(), "dana.kim", password, "192.0.2.1", now.Add(30*time.Second)); err != nil {
		t.Errorf("after the second wait: %v", err)
	}
}

func TestOneAddressCannotTryManyAccounts(t *testing.T) {
	d, _ := door(t)
	for i := range 30 {
		id := imr.UserID("guess" + string(rune('a'+i)))
		if _, err := d.LogIn(t.Context(), id, "wrong wrong wrong", "192.0.2.1", noon); !errors.Is(err, auth.ErrWrong) {
			t.Fatalf("try %d: %v", i+1, err)
		}
	}
	var soon *auth.TooSoon
	if _, err := d.LogIn(t.Context(), "dana.kim", password, "192.0.2.1", noon); !errors.As(err, &soon) {
		t.Errorf("the 31st try from one address: %v, want TooSoon", err)
	}
	if _, err := d.LogIn(t.Context(), "dana.kim", password, "192.0.2.2", noon); err != nil {
		t.Errorf("from another address: %v", err)
	}
}

func TestTheLongestWaitIsAQuarterOfAnHour(t *testing.T) {
	th := auth.NewThrottle(5)
	for range 1000 {
		th.Wrong("k", noon)
	}
	if w := th.Wait("k", noon); w != 15*time.Minute {
		t.Errorf("waits %s", w)
	}
	if w := th.Wait("k", noon.Add(2*time.Hour)); w != 0 {
		t.Errorf("two hours later still waits %s", w)
	}
	th.Right("k")
	if w := th.Wait("k", noon); w != 0 {
		t.Errorf("after the right one waits %s", w)
	}
}

func TestAnUnknownNameTakesAsLongAsAWrongPassword(t *testing.T) {
	auth.Cost = &argon2id.Params{Memory: 4096, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}
	defer func() {
		auth.Cost = &argon2id.Params{Memory: 64, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32}
	}()
	d, _ := door(t)
	least := func(id imr.UserID) time.Duration {
		best := time.Hour
		for i := range 4 {
			began := time.Now()
			if _, err := d.LogIn(t.Context(), id, "wrong wrong wrong", "192.0.2.1", noon); !errors.Is(err, auth.ErrWrong) {
				t.Fatalf("try %d: %v", i, err)
			}
			best = min(best, time.Since(began))
		}
		return best
	}
	known, unknown := least("dana.kim"), least("nobody")
	if unknown < known/3 || known < unknown/3 {
		t.Errorf("a known name takes %s, an unknown one %s", known, unknown)
	}
}

func TestLogInStopsWaitingWhenTheVisitorGoes(t *testing.T) {
	d, _ := door(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var errs int
	for range 50 { // a cancelled context may still win a free place
		if _, err := d.LogIn(ctx, "dana.kim", password, "192.0.2.1", noon); err != nil {
			errs++
			if !errors.Is(err, context.Canceled) {
				t.Fatal(err)
			}
		}
	}
	if errs == 0 {
		t.Error("nobody noticed that the visitor had gone")
	}
}

func TestPasswordsThatAreRefused(t *testing.T) {
	p := auth.NewPasswords()
	for _, c := range []struct{ pw, want string }{
		{"short", "5 characters; use 12 or more"}, {"", "0 characters"}, {strings.Repeat("long ", 50), "use 200 or fewer"},
		{"aaaaaaaaaaaaaaaa", "repeats one character"}, {"my name is Dana.Kim", "holds the user name"}, {"bad \xff bytes in it", "cannot be read"},
		{"zwölf Zeichen", ""}, {"correct horse battery", ""},
	} {
		_, err := p.Hash(t.Context(), "dana.kim", c.pw)
		var e *imr.Error
		switch {
		case c.want == "" && err != nil:
			t.Errorf("%q: %v", c.pw, err)
		case c.want != "" && (!errors.As(err, &e) || e.Field != "password" || !strings.Contains(e.Message, c.want)):
			t.Errorf("%q: %v, want %q", c.pw, err, c.want)
		}
	}
}

func TestAccountsThatAreRefused(t *testing.T) {
	ok := auth.Account{ID: "dr.lee", Role: auth.Reviewer, Name: "Lee", LicensedIn: []string{"California"}, Specialties: []string{"Pain"}}
	if err := auth.Check(ok); err != nil {
		t.Fatal(err)
	}
	for field, spoil := range map[string]func(*auth.Account){
		"id":          func(a *auth.Account) { a.ID = "Dana Kim" },
		"role":        func(a *auth.Account) { a.Role = "boss" },
		"name":        func(a *auth.Account) { a.Name = "  " },
		"specialties": func(a *auth.Account) { a.Specialties = nil },
	} {
		a := ok
		spoil(&a)
		var e *imr.Error
		if err := auth.Check(a); !errors.As(err, &e) || e.Field != field {
			t.Errorf("spoilt %s: %v", field, err)
		}
	}
}

func TestANewPasswordReplacesTheOld(t *testing.T) {
	d, s := door(t)
	if err := d.Passwords.SetPassword(t.Context(), s, "dana.kim", "another long password"); err != nil {
		t.Fatal(err)
	}
	if _, err := d.LogIn(t.Context(), "dana.kim", password, "192.0.2.1", noon); !errors.Is(err, auth.ErrWrong) {
		t.Errorf("the old password: %v", err)
	}
	if _, err := d.LogIn(t.Context(), "dana.kim", "another long password", "192.0.2.1", noon); err != nil {
		t.Errorf("the new password: %v", err)
	}
}
