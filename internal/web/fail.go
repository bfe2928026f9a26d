package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
)

// forbidden refuses a role an action.
type forbidden struct {
	role   auth.Role
	action auth.Action
}

// Error says which need is not met.
func (e forbidden) Error() string { return auth.Refusal(e.role, e.action) }

// problem is what an error page says: what happened, and what to do now.
type problem struct {
	Title, Text, Next string
	Rule              string // the section of law that forbids it, "" for none
	Link, LinkText    string
	Number            string // of the request, where it is for the operator to look
}

// statusOf maps kinds of errors to answers.
func statusOf(k imr.Kind) int {
	switch k {
	case imr.NotFound:
		return http.StatusNotFound
	case imr.Conflict, imr.Refused:
		return http.StatusConflict
	case imr.Incomplete:
		return http.StatusUnprocessableEntity
	case imr.NotAllowed:
		return http.StatusForbidden
	}
	return http.StatusInternalServerError
}

// fail answers with the page of an error. What has no kind is shown as a number and logged in full.
func (s *server) fail(v *Visit, err error) {
	if v.answered {
		s.Logger.Error("after the answer", "request", traceOf(v.R).id, "err", err)
		return
	}
	status, p := explain(err)
	switch {
	case errors.Is(err, context.Canceled):
		return // the visitor has gone
	case status == http.StatusInternalServerError:
		p.Number = traceOf(v.R).id
		s.Logger.Error("internal error", "request", p.Number, "route", traceOf(v.R).pattern, "err", err)
	}
	if v.Account.ID != "" {
		p.Link, p.LinkText = "/", "Go to the start page"
		if v.May(auth.SeeQueue) {
			p.Link, p.LinkText = "/queue", "Go to the queue"
		}
	}
	if err := v.errorPage(status, p); err != nil {
		s.Logger.Error("error page", "request", traceOf(v.R).id, "err", err)
		s.broken(v.W, v.R)
	}
}

func explain(err error) (int, problem) {
	var (
		e       *imr.Error
		changed *imr.Changed
		f       forbidden
		big     *http.MaxBytesError
	)
	switch {
	case errors.As(err, &f):
		return http.StatusForbidden, problem{Title: "That is not open to you", Text: f.Error(),
			Next: "If you need it for your work, ask the administrator of your organization."}
	case errors.As(err, &changed):
		return http.StatusConflict, problem{Title: "The case has changed", Text: changed.Error(),
			Next: "Go back to the case, look at what happened, and do it again if it is still right."}
	case errors.As(err, &big):
		return http.StatusRequestEntityTooLarge, problem{Title: "That is too large",
			Text: fmt.Sprintf("At most %d kB can be sent here.", big.Limit>>10), Next: "Go back and send less."}
	case errors.As(err, &e) && e.Kind != imr.Internal:
		title := map[imr.Kind]string{imr.NotFound: "Not found", imr.Conflict: "Somebody was quicker", imr.Incomplete: "Something is missing",
			imr.Refused: "That cannot be done now", imr.NotAllowed: "That is not open to you"}[e.Kind]
		p := problem{Title: title, Text: e.Message, Rule: e.Rule, Next: "Nothing was changed."}
		if e.Kind == imr.NotFound {
			p.Next = ""
		}
		return statusOf(e.Kind), p
	}
	return http.StatusInternalServerError, problem{Title: "Something went wrong here",
		Text: "The fault is ours. What you sent may not have been done.",
		Next: "Try once more. If it happens again, tell the operator this number:"}
}

func (v *Visit) errorPage(status int, p problem) error {
	if p.Link == "" {
		p.Link, p.LinkText = "/", "Go to the start page"
	}
	return v.Render(status, Page{Title: p.Title, Bare: v.Account.ID == ""}, problemPage(p))
}

// broken answers when not even an error page can be made.
func (s *server) broken(w http.ResponseWriter, r *http.Request) {
	plain(w, http.StatusInternalServerError, "Something went wrong here. Tell the operator this number: "+traceOf(r).id+"\n")
}

// missing answers for addresses that there are not.
func (s *server) missing(v *Visit) error {
	return &imr.Error{Kind: imr.NotFound, Message: "There is no page at this address. Look whether it is whole, or begin from the start page."}
}
