package web

import (
	"errors"
	"net/http"
	"regexp"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
)

// A Route is one page or act: its address, what it is for in the table of permissions, and who makes the answer.
type Route struct {
	Pattern string      // of http.ServeMux, with the method: "GET /cases/{id}"
	Action  auth.Action // that the visitor must be allowed
	Open    bool        // without logging in; Action is not asked
	OfCase  bool        // about the case of the path's {id}; the facts of the case are asked too
	Program bool        // for programs: let in by an access key, answered in JSON, without a session
	MaxBody int64       // bytes of the request; 0 is maxForm
	Handle  func(*Visit) error
}

const maxForm = 1 << 20

// routes is the map of the application.
func (s *server) routes() []Route {
	return append([]Route{
		{Pattern: "GET /{$}", Action: auth.OwnAccount, Handle: s.home},
		{Pattern: "GET /login", Open: true, Handle: s.loginPage},
		{Pattern: "POST /login", Open: true, Handle: s.login},
		{Pattern: "POST /logout", Open: true, MaxBody: 16 << 10, Handle: s.logout},
		{Pattern: "GET /demo/login", Open: true, Handle: s.demoLogin},
		{Pattern: "GET /account", Action: auth.OwnAccount, Handle: s.account},
		{Pattern: "POST /account/password", Action: auth.OwnAccount, MaxBody: 16 << 10, Handle: s.changePassword},
		{Pattern: "POST /account/sessions/end", Action: auth.OwnAccount, MaxBody: 16 << 10, Handle: s.endSessions},
		{Pattern: "POST /account/keys", Action: auth.OwnAccount, MaxBody: 16 << 10, Handle: s.makeKey},
		{Pattern: "POST /account/keys/{key}/end", Action: auth.OwnAccount, MaxBody: 16 << 10, Handle: s.endKey},
		{Pattern: "GET /accounts", Action: auth.ManageAccounts, Handle: s.accounts},
		{Pattern: "GET /accounts/new", Action: auth.ManageAccounts, Handle: s.newAccount},
		{Pattern: "POST /accounts/new", Action: auth.ManageAccounts, MaxBody: 16 << 10, Handle: s.makeAccount},
		{Pattern: "GET /accounts/{user}", Action: auth.ManageAccounts, Handle: s.changeAccount},
		{Pattern: "POST /accounts/{user}/password", Action: auth.ManageAccounts, MaxBody: 16 << 10, Handle: s.resetPassword},
		{Pattern: "POST /accounts/{user}/disabled", Action: auth.ManageAccounts, MaxBody: 16 << 10, Handle: s.disableAccount},
		{Pattern: "GET /queue", Action: auth.SeeQueue, Handle: s.queue},
		{Pattern: "GET /queue.csv", Action: auth.ExportQueue, Handle: s.queueCSV},
		{Pattern: "GET /queue/handover", Action: auth.TakeCase, Handle: s.handoverPage},
		{Pattern: "POST /queue/handover", Action: auth.TakeCase, Handle: s.hand},
		{Pattern: "GET /search", Action: auth.SeeQueue, Handle: s.search},
	}, append(s.caseRoutes(), s.programRoutes()...)...)
}

var caseForm = regexp.MustCompile(`^CM\d\d-\d{7}$`)

// guard lets a visitor through to a route who may take it.
func (s *server) guard(r Route) http.Handler {
	limit := r.MaxBody
	if limit == 0 {
		limit = maxForm
	}
	inside := func(w http.ResponseWriter, req *http.Request) {
		if s.metrics != nil {
			notePattern(req, r.Pattern)
		}
		req.Body = http.MaxBytesReader(w, req.Body, limit)
		v := &Visit{W: w, R: req, Now: s.Now(), s: s}
		fail := s.fail
		if r.Program {
			fail = s.failProgram
		}
		if err := s.enter(v, r); err != nil {
			fail(v, err)
			return
		}
		if v.answered {
			return
		}
		if err := r.Handle(v); err != nil {
			fail(v, err)
		}
	}
	if r.Program {
		return http.HandlerFunc(inside)
	}
	return s.sessions.LoadAndSave(http.HandlerFunc(inside))
}

// enter finds who asks and whether they may. It answers itself where somebody has to log in first.
func (s *server) enter(v *Visit, r Route) error {
	identify := s.identify
	if r.Program {
		identify = s.identifyProgram
	}
	if err := identify(v); err != nil {
		return err
	}
	if r.Open {
		return nil
	}
	if v.Account.ID == "" && r.Program {
		v.W.Header().Set("WWW-Authenticate", "Bearer")
		return v.JSON(http.StatusUnauthorized, map[string]programError{"error": {Message: "Send an access key: Authorization: Bearer openimr_…. It is made on the account page."}})
	}
	if v.Account.ID == "" {
		return s.askLogin(v)
	}
	noteUser(v.R, v.Account)
	if !r.OfCase {
		if !auth.May(v.Account.Role, r.Action, auth.Facts{}) {
			return forbidden{v.Account.Role, r.Action}
		}
		return nil
	}
	id := v.R.PathValue("id")
	if !caseForm.MatchString(id) {
		return noCase(id)
	}
	if auth.NeedOf(v.Account.Role, auth.SeeCase) == auth.Never {
		return forbidden{v.Account.Role, auth.SeeCase}
	}
	c, err := s.Store.Case(v.R.Context(), imr.CaseID(id))
	var e *imr.Error
	switch {
	case errors.As(err, &e) && e.Kind == imr.NotFound:
		return noCase(id)
	case err != nil:
		return err
	}
	f := auth.FactsOf(v.Account, c)
	switch {
	case !auth.May(v.Account.Role, auth.SeeCase, f):
		return noCase(id) // not even that it exists
	case !auth.May(v.Account.Role, r.Action, f):
		return forbidden{v.Account.Role, r.Action}
	}
	v.Case, v.Facts = asSeen(c, v.Account.Role), f
	return nil
}

func noCase(id string) error {
	if !caseForm.MatchString(id) {
		id = "with that number" // what was typed is not repeated: it may be anything
	}
	return &imr.Error{Kind: imr.NotFound, Message: "There is no case " + id + " that you can open. Look at the number, or find the case in the queue."}
}

// asSeen leaves out of a case what a role may never learn: for those outside, who the reviewer is, what they wrote
// before it was served, and the organization's own notes (Labor Code 4610.6(f)). Pages for them cannot show by mistake
// what is not there.
func asSeen(c imr.Case, r auth.Role) imr.Case {
	if !r.Outside() {
		return c
	}
	c.Excluded, c.Notes, c.Owner, c.OwnerName = nil, nil, "", ""
	if c.Reviewer != nil {
		c.Reviewer = &imr.Reviewer{LicensedIn: c.Reviewer.LicensedIn, Specialties: c.Reviewer.Specialties}
	}
	if c.Facts.Served.Seq == 0 {
		c.Draft, c.Reviewer, c.Passed = nil, nil, false
	}
	return c
}
