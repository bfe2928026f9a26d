package storetest

import (
	"errors"
	"fmt"
	"reflect"
	"sync"
	"testing"
	"time"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
)

func accounts(t *testing.T, s *suite) {
	ruth := auth.Account{ID: Ruth.ID, Role: auth.Reviewer, Name: Ruth.Name, Email: "ruth@example.org", Hash: "$argon2id$…",
		LicensedIn: []string{"Massachusetts"}, Specialties: []string{"Pain Management", "Anesthesiology"}, Created: On("2015-01-02").UTC()}
	must(t, s.st.CreateAccount(s.ctx, ruth))
	dana := auth.Account{ID: Dana.ID, Role: auth.Coordinator, Name: Dana.Name}
	must(t, s.st.CreateAccount(s.ctx, dana))
	dana.Created = s.now.UTC() // set where it was not
	for _, want := range []auth.Account{ruth, dana} {
		got, err := s.st.Account(s.ctx, want.ID)
		must(t, err)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v, want %+v", got, want)
		}
	}
	if err := s.st.CreateAccount(s.ctx, ruth); kindOf(err) != imr.Conflict {
		t.Errorf("the same name twice: %v", err)
	}
	if err := s.st.CreateAccount(s.ctx, auth.Account{ID: " ", Role: auth.Quality}); kindOf(err) != imr.Incomplete {
		t.Errorf("no name: %v", err)
	}
	ruth.Disabled, ruth.Hash, ruth.Specialties = true, "other", nil
	must(t, s.st.UpdateAccount(s.ctx, ruth))
	if err := s.st.UpdateAccount(s.ctx, auth.Account{ID: "nobody", Role: auth.Quality}); kindOf(err) != imr.NotFound {
		t.Errorf("nobody changed: %v", err)
	}
	if _, err := s.st.Account(s.ctx, "nobody"); kindOf(err) != imr.NotFound {
		t.Errorf("nobody found: %v", err)
	}
	list, err := s.st.AccountsByRole(s.ctx, auth.Reviewer)
	must(t, err)
	if len(list) != 1 || !reflect.DeepEqual(list[0], ruth) {
		t.Errorf("the reviewers are %+v", list)
	}
}

func sessions(t *testing.T, s *suite) {
	x := s.st.Sessions()
	must(t, x.CommitCtx(s.ctx, "a", []byte{0, 1, 255}, s.now.Add(time.Hour)))
	must(t, x.Commit("b", []byte("b"), s.now.Add(-time.Second)))
	must(t, x.CommitCtx(s.ctx, "a", []byte{2}, s.now.Add(2*time.Hour)))
	if b, ok, err := x.FindCtx(s.ctx, "a"); err != nil || !ok || len(b) != 1 || b[0] != 2 {
		t.Errorf("a: %v %v %v", b, ok, err)
	}
	for _, token := range []string{"b", "c"} {
		if _, ok, err := x.Find(token); ok || err != nil {
			t.Errorf("%s: %v %v", token, ok, err)
		}
	}
	s.now = s.now.Add(3 * time.Hour)
	if _, ok, err := x.Find("a"); ok || err != nil {
		t.Errorf("a is not over: %v %v", ok, err)
	}
	must(t, x.Commit("a", []byte{3}, s.now.Add(time.Hour)))
	must(t, x.Delete("a"))
	must(t, x.DeleteCtx(s.ctx, "a"))
	if _, ok, err := x.Find("a"); ok || err != nil {
		t.Errorf("a was ended: %v %v", ok, err)
	}
}

func drafts(t *testing.T, s *suite) {
	id := s.apply(0)
	text := func(by imr.UserID, rev int, summary string) (imr.DraftText, error) {
		return s.st.SaveDraft(s.ctx, imr.DraftText{Case: id, By: by, Rev: rev, Draft: Draft(summary)})
	}
	if _, err := text(Ruth.ID, 0, "too early"); kindOf(err) != imr.NotAllowed {
		t.Errorf("before there is a reviewer: %v", err)
	}
	s.play(id, Life())
	if d, err := s.st.Draft(s.ctx, id); err != nil || !reflect.DeepEqual(d, imr.DraftText{}) {
		t.Errorf("before anything was typed: %+v, %v", d, err)
	}
	for rev, summary := range []string{"T", "The", "The injured worker"} {
		d, err := text(Ruth.ID, rev, summary)
		must(t, err)
		if d.Rev != rev+1 || !d.Saved.Equal(s.now) {
			t.Errorf("rev %d saved %v", d.Rev, d.Saved)
		}
		if now, err := s.st.Draft(s.ctx, id); err != nil || !reflect.DeepEqual(now, d) {
			t.Errorf("stored is %+v, %v", now, err)
		}
	}
	for _, rev := range []int{0, 1, 2, 4} { // another window
		_, err := text(Ruth.ID, rev, "Other")
		var newer *imr.DraftChanged
		if !errors.As(err, &newer) || newer.Now.Rev != 3 || newer.Now.Draft.Summary != "The injured worker" {
			t.Errorf("rev %d: %v", rev, err)
		}
	}
	if _, err := text(Dana.ID, 0, "mine"); kindOf(err) != imr.NotAllowed {
		t.Errorf("the coordinator wrote: %v", err)
	}
	if _, err := s.st.SaveDraft(s.ctx, imr.DraftText{Case: "CM15-9999999", By: Ruth.ID}); kindOf(err) != imr.NotFound {
		t.Errorf("no case: %v", err)
	}

	// Of many windows that save at once, one is first.
	var wg sync.WaitGroup
	var mu sync.Mutex
	won := 0
	for w := range 8 {
		wg.Go(func() {
			if _, err := text(Ruth.ID, 3, fmt.Sprint("window ", w)); err == nil {
				mu.Lock()
				won++
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if won != 1 {
		t.Errorf("%d windows saved over each other", won)
	}

	// The next reviewer neither sees nor is hindered by what the first one typed.
	s.do(id, Step{Ruth, "2015-10-13", &imr.ConflictDeclared{Why: "Worked at the clinic."}})
	if d, err := s.st.Draft(s.ctx, id); err != nil || d.Rev != 0 {
		t.Errorf("without a reviewer: %+v, %v", d, err)
	}
	omar := imr.Actor{ID: "omar.bell", Role: "reviewer", Name: "Omar Bell, MD"}
	s.do(id, Step{Dana, "2015-10-14", &imr.ReviewerAssigned{Attested: true, Reviewer: imr.Reviewer{ID: omar.ID, Name: omar.Name, LicensedIn: []string{"Texas"}, Specialties: []string{"Orthopedics"}}}})
	if d, err := s.st.Draft(s.ctx, id); err != nil || d.Rev != 0 {
		t.Errorf("the next reviewer sees %+v, %v", d, err)
	}
	if d, err := text(omar.ID, 0, "Anew"); err != nil || d.Rev != 1 {
		t.Errorf("the next reviewer: %+v, %v", d, err)
	}
}

func accessKeys(t *testing.T, s *suite) {
	k, secret := auth.NewKey(Ruth.ID, " nightly ", s.now.UTC())
	other, _ := auth.NewKey(Dana.ID, "other", s.now.UTC())
	must(t, s.st.AddKey(s.ctx, k))
	must(t, s.st.AddKey(s.ctx, other))
	if got, err := s.st.KeyByHash(s.ctx, auth.HashKey(secret)); err != nil || !reflect.DeepEqual(got, k) {
		t.Errorf("found %+v %v, want %+v", got, err, k)
	}
	if list, err := s.st.KeysOf(s.ctx, Ruth.ID); err != nil || len(list) != 1 || list[0].Name != "nightly" {
		t.Errorf("listed %+v %v", list, err)
	}
	if err := s.st.AddKey(s.ctx, k); err == nil {
		t.Error("the same key is kept twice")
	}
	if err := s.st.AddKey(s.ctx, auth.Key{Hash: auth.HashKey("x"), Account: Ruth.ID}); kindOf(err) != imr.Incomplete {
		t.Errorf("a key for nothing: %v", err)
	}
	if err := s.st.RemoveKey(s.ctx, Dana.ID, k.ID); kindOf(err) != imr.NotFound {
		t.Errorf("somebody else's key: %v", err)
	}
	must(t, s.st.RemoveKey(s.ctx, Ruth.ID, k.ID))
	if _, err := s.st.KeyByHash(s.ctx, k.Hash); kindOf(err) != imr.NotFound {
		t.Errorf("an ended key: %v", err)
	}
}
