package web_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
	"github.com/openimr/openimr/internal/web"
)

// panicky is a store that panics when it is asked for the events of a case.
type panicky struct{ *memory }

func (panicky) Events(context.Context, imr.CaseID) ([]imr.Event, error) { panic("a nil map") }

func TestAPanicIsAnErrorPageAndTheServerGoesOn(t *testing.T) {
	o := newOffice(t, func(c *web.Config) { c.Store = panicky{c.Store.(*memory)} })
	b := o.as(o.somebody(auth.Coordinator).ID)
	w := b.get("/cases/" + string(o.anyCase()))
	text := body(t, w, http.StatusInternalServerError)
	if strings.Contains(text, "nil map") || !strings.Contains(text, w.Header().Get("X-Request-Id")) {
		t.Errorf("the page says %q", text)
	}
	if !strings.Contains(o.log.String(), "a nil map") || !strings.Contains(o.log.String(), "goroutine") {
		t.Error("the log does not tell it")
	}
	body(t, b.get("/queue"), http.StatusOK)
}

func TestTheMetricsCountByRoute(t *testing.T) {
	o := newOffice(t)
	b := o.as(o.somebody(auth.Coordinator).ID)
	for range 3 {
		b.get("/queue?q=secret")
	}
	b.get("/nowhere/secret")
	text := body(t, (&visitor{o: o}).get("/metrics"), http.StatusOK)
	for _, line := range []string{`openimr_http_requests_total{route="GET /queue",status="2xx"} 3`, `openimr_http_requests_total{route="/",status="4xx"} 1`,
		`openimr_http_request_seconds_count{route="GET /queue"} 3`, `openimr_http_request_seconds_bucket{route="GET /queue",le="+Inf"} 3`} {
		if !strings.Contains(text, line+"\n") {
			t.Errorf("no line %s in\n%s", line, text)
		}
	}
	if strings.Contains(text, "secret") {
		t.Error("the metrics tell an address")
	}
}

func TestReadyIsAskedOfTheStore(t *testing.T) {
	var broken error
	o := newOffice(t, func(c *web.Config) { c.Ready = func(context.Context) error { return broken } })
	body(t, (&visitor{o: o}).get("/readyz"), http.StatusOK)
	broken = errors.New("the disk is full")
	if text := body(t, (&visitor{o: o}).get("/readyz"), http.StatusServiceUnavailable); strings.Contains(text, "disk") {
		t.Errorf("anybody reads why: %q", text)
	}
	body(t, (&visitor{o: o}).get("/healthz"), http.StatusOK)
}
