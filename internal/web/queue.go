package web

import (
	"context"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
)

// queueData is what the queue shows.
type queueData struct {
	Query  queueQuery
	Page   imr.QueuePage
	Counts imr.QueueCounts
	Owners []auth.Account // to whom a case can belong
	Bulk   bool           // rows can be selected
	Owner  bool           // the column of owners
}

// queue is the list of cases: of everybody for the staff, of their own for reviewers and parties.
func (s *server) queue(v *Visit) error {
	ctx := v.R.Context()
	q := parseQueue(v.R.URL.Query())
	d := queueData{Query: q, Bulk: v.May(auth.TakeCase), Owner: v.Account.Role.Staff()}
	var err error
	if d.Page, err = s.Store.Queue(ctx, q.filter(v), v.Now); err != nil {
		return err
	}
	if v.R.Header.Get("X-Part") == "rows" { // queue.js asks for the next rows
		v.W.Header().Set("Vary", "X-Part")
		return v.Part(http.StatusOK, queueRows(v, d))
	}
	if d.Owner {
		if d.Counts, err = v.counted(ctx); err != nil {
			return err
		}
		if d.Owners, err = s.staff.get(ctx, s.Store, v.Now); err != nil {
			return err
		}
	}
	p := Page{Title: "Work queue", Here: "/queue", Scripts: []string{"queue.js"}}
	switch {
	case v.Plain():
		p.Title, p.Scripts = "My cases", nil
		return v.Render(http.StatusOK, p, partyQueue(v, d))
	case !d.Owner:
		p.Title = "My cases"
	}
	for _, g := range stageGroups {
		if q.address(nil) == "/queue?stage="+g.ID {
			p.Title, p.Here = g.Name, q.address(nil)
		}
	}
	return v.Render(http.StatusOK, p, queueBody(v, p.Title, d))
}

var numberForm = regexp.MustCompile(`^(?i:cm)\s*(\d\d)[\s-]*(\d{7})$`)

// search opens the case of an exact number, and else looks for the words in the queue.
func (s *server) search(v *Visit) error {
	words := strings.TrimSpace(v.R.URL.Query().Get("q"))
	if m := numberForm.FindStringSubmatch(words); m != nil {
		id := imr.CaseID("CM" + m[1] + "-" + m[2])
		c, err := s.Store.Case(v.R.Context(), id)
		if err == nil && auth.May(v.Account.Role, auth.SeeCase, auth.FactsOf(v.Account, c)) {
			return v.Redirect("/cases/" + string(id))
		}
	}
	return v.Redirect(queueQuery{Words: cut(strings.ToValidUTF8(words, ""), maxWords)}.address(nil))
}

// staffCache keeps the people to whom a case can belong for a moment: they stand on every page of the queue.
type staffCache struct {
	mu    sync.Mutex
	staff []auth.Account
	at    time.Time
}

const staffLasts = 30 * time.Second

func (c *staffCache) get(ctx context.Context, from auth.Accounts, now time.Time) ([]auth.Account, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.staff != nil && now.Sub(c.at) < staffLasts && !now.Before(c.at) {
		return c.staff, nil
	}
	staff := []auth.Account{}
	for _, r := range auth.Roles {
		if !r.Staff() {
			continue
		}
		as, err := from.AccountsByRole(ctx, r)
		if err != nil {
			return nil, err
		}
		for _, a := range as {
			if !a.Disabled {
				staff = append(staff, auth.Account{ID: a.ID, Name: a.Name, Role: a.Role})
			}
		}
	}
	c.staff, c.at = staff, now
	return staff, nil
}
