package web

import (
	"errors"
	"net/http"
	"strings"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
)

// A handover is cases that shall belong to somebody else.
type handover struct {
	To    auth.Account // zero: nobody
	Cases []handedCase
	Key   string // against sending it twice
}

// A handedCase is one of them, with what becomes of it.
type handedCase struct {
	Case   imr.Case
	From   imr.UserID // to whom it belonged when it was chosen
	Why    string     // it stays as it is, "" when it is handed over
	Refuse bool       // an error, not only nothing to do
}

// Moves counts the cases that are handed over.
func (h handover) Moves() int {
	n := 0
	for _, c := range h.Cases {
		if c.Why == "" {
			n++
		}
	}
	return n
}

const maxHandover = 200

// handoverPage shows what handing over would do, before it is done.
func (s *server) handoverPage(v *Visit) error {
	q := v.R.URL.Query()
	to := q.Get("to")
	if to == "" {
		to = q.Get("other")
	}
	h, err := s.readHandover(v, q["case"], to)
	if err != nil {
		return err
	}
	h.Key = formKey()
	return v.Render(http.StatusOK, Page{Title: "Hand over", Here: "/queue"}, handoverBody(v, h))
}

// hand does it, case by case: one that was taken by somebody else meanwhile is left alone and told.
func (s *server) hand(v *Visit) error {
	if err := v.R.ParseForm(); err != nil {
		return formError(err)
	}
	h, err := s.readHandover(v, v.R.PostForm["case"], v.R.PostForm.Get("to"))
	if err != nil {
		return err
	}
	key := v.R.PostForm.Get("key")
	if key == "" || len(key) > 64 {
		return &imr.Error{Kind: imr.Incomplete, Message: "The form is not complete. Go back to the queue and choose the cases again."}
	}
	done := 0
	for i := range h.Cases {
		c := &h.Cases[i]
		if c.Why != "" {
			if !c.Refuse {
				done++ // by this form, sent before
			}
			continue
		}
		_, err := v.Do(imr.Request{Case: c.Case.ID, Saw: imr.AnyVersion, Key: key + " " + string(c.Case.ID),
			Command: &imr.OwnerChanged{Owner: h.To.ID, Name: h.To.Name}})
		var e *imr.Error
		switch {
		case errors.As(err, &e):
			c.Why, c.Refuse = e.Message, true
		case err != nil:
			return err
		default:
			done++
		}
	}
	said := plural(done, "case") + " handed over to " + h.To.Name + "."
	switch h.To.ID {
	case "":
		said = plural(done, "case") + " belong to nobody now."
	case v.Account.ID:
		said = plural(done, "case") + " taken."
	}
	for _, c := range h.Cases {
		if c.Refuse {
			return v.Render(http.StatusConflict, Page{Title: "Hand over", Here: "/queue"}, handedBody(said, h))
		}
	}
	v.Flash(said)
	return v.Redirect("/queue")
}

// readHandover finds the cases and the person. A case is named with the owner that it had when it was chosen.
func (s *server) readHandover(v *Visit, chosen []string, to string) (handover, error) {
	bad := func(text string) error { return &imr.Error{Kind: imr.Incomplete, Message: text} }
	var h handover
	switch {
	case len(chosen) == 0:
		return h, bad("No case is selected. Select cases in the queue, then take them or hand them over.")
	case len(chosen) > maxHandover:
		return h, bad("At most " + plural(maxHandover, "case") + " can be handed over at once.")
	case to == "":
		return h, bad("Nobody is chosen. Choose the person to whom the cases go.")
	}
	if to != "-" {
		a, err := s.Store.Account(v.R.Context(), imr.UserID(to))
		var e *imr.Error
		switch {
		case errors.As(err, &e) && e.Kind == imr.NotFound, err == nil && (!a.Role.Staff() || a.Disabled):
			return h, bad("A case can belong only to a person of the organization who works on cases.")
		case err != nil:
			return h, err
		}
		h.To = a
	}
	seen := map[string]bool{}
	for _, one := range chosen {
		id, from, _ := strings.Cut(one, "=")
		if seen[id] {
			continue
		}
		seen[id] = true
		if !caseForm.MatchString(id) {
			return h, noCase(id)
		}
		c, err := s.Store.Case(v.R.Context(), imr.CaseID(id))
		if err != nil {
			return h, err
		}
		hc := handedCase{Case: c, From: imr.UserID(from)}
		switch {
		case c.Owner == h.To.ID:
			hc.Why = "belongs there already"
		case c.Owner != hc.From:
			hc.Why, hc.Refuse = "was taken by "+orNobody(c.OwnerName)+" meanwhile", true
		}
		h.Cases = append(h.Cases, hc)
	}
	return h, nil
}

func orNobody(name string) string {
	if name == "" {
		return "nobody"
	}
	return name
}
