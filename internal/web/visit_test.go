package web

import (
	"errors"
	"net/http/httptest"
	"testing"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
)

func TestDoAsksTheTableForTheCommandItself(t *testing.T) {
	for _, c := range []struct {
		who   auth.Role
		facts auth.Facts
		cmd   imr.Command
	}{
		{auth.Coordinator, auth.Facts{}, &imr.Approved{}},
		{auth.Coordinator, auth.Facts{}, &imr.DraftSubmitted{}},
		{auth.Reviewer, auth.Facts{}, &imr.DraftSubmitted{}}, // of another case
		{auth.Quality, auth.Facts{}, &imr.Served{}},
		{auth.InjuredWorker, auth.Facts{Party: true, Served: true}, &imr.NoteAdded{Text: "x"}},
		{auth.Administrator, auth.Facts{}, &imr.OwnerChanged{Owner: "x"}},
	} {
		v := &Visit{R: httptest.NewRequest("POST", "/", nil), Account: auth.Account{ID: "x", Role: c.who}, Facts: c.facts, s: &server{}}
		var f forbidden
		if _, err := v.Do(imr.Request{Case: "CM15-0190123", Command: c.cmd}); !errors.As(err, &f) {
			t.Errorf("%s may %T: %v", c.who, c.cmd, err)
		}
	}
}
