package web

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/openimr/openimr/internal/auth"
)

// trace is what the log says of a request: never its address or its words, which may name a person.
type trace struct {
	id      string
	pattern string
	user    string
}

type traceKey struct{}

func traceOf(r *http.Request) *trace {
	if t, ok := r.Context().Value(traceKey{}).(*trace); ok {
		return t
	}
	return &trace{}
}

func notePattern(r *http.Request, pattern string) { traceOf(r).pattern = pattern }

// noteUser names people of the organization in the log; who asks from outside is a person of a case.
func noteUser(r *http.Request, a auth.Account) {
	if a.Role.Outside() {
		traceOf(r).user = string(a.Role)
		return
	}
	traceOf(r).user = string(a.ID)
}

// record numbers every request, writes it to the log and the metrics, and turns a panic into an error page.
func (s *server) record(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		t := &trace{id: number(), pattern: "other"}
		r = r.WithContext(context.WithValue(r.Context(), traceKey{}, t))
		w.Header().Set("X-Request-Id", t.id)
		sw := &statusWriter{ResponseWriter: w}
		began := time.Now()
		defer func() {
			if p := recover(); p != nil {
				if err, ok := p.(error); ok && errors.Is(err, http.ErrAbortHandler) {
					panic(p)
				}
				s.Logger.Error("panic", "request", t.id, "route", t.pattern, "what", p, "stack", string(debug.Stack()))
				if sw.status == 0 {
					s.broken(sw, r)
				}
			}
			took := time.Since(began)
			s.metrics.note(t.pattern, sw.status, took)
			s.Logger.LogAttrs(r.Context(), slog.LevelInfo, "request", slog.String("request", t.id),
				slog.String("method", method(r)), slog.String("route", t.pattern), slog.Int("status", sw.status),
				slog.Int64("bytes", sw.bytes), slog.Duration("took", took), slog.String("user", t.user))
		}()
		next.ServeHTTP(sw, r)
	})
}

// method returns the request's method if it is one that there is: what comes from outside is not written to the log.
func method(r *http.Request) string {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodPatch, http.MethodOptions:
		return r.Method
	}
	return "other"
}

func number() string {
	var b [6]byte
	_, _ = rand.Read(b[:]) // never fails since Go 1.24
	return hex.EncodeToString(b[:])
}

// statusWriter remembers what was answered.
type statusWriter struct {
	http.ResponseWriter
	status int
	bytes  int64
}

// WriteHeader implements http.ResponseWriter.
func (w *statusWriter) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

// Write implements http.ResponseWriter.
func (w *statusWriter) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(b)
	w.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// Policies of the pages. Nothing comes from elsewhere, no script or style stands in a page.
const (
	policy      = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors "
	permissions = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"
)

// headers sets what every answer carries against being misread, framed or leaked.
func (s *server) headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy+"'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("X-Robots-Tag", "noindex, nofollow")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Permissions-Policy", permissions)
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "private, no-store") // pages hold medical facts; /static says otherwise for itself
		if s.Secure {
			h.Set("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
		}
		next.ServeHTTP(w, r)
	})
}

// AllowFrame lets this answer be shown inside a page of this same server, as the letter's preview is.
func (v *Visit) AllowFrame() {
	v.W.Header().Set("Content-Security-Policy", policy+"'self'")
	v.W.Header().Set("X-Frame-Options", "SAMEORIGIN")
}

// sameSite refuses what another site makes a browser send (Sec-Fetch-Site, Origin). It replaces tokens in forms.
func (s *server) sameSite(next http.Handler) http.Handler {
	p := http.NewCrossOriginProtection()
	p.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		notePattern(r, "cross-site")
		v := &Visit{W: w, R: r, Now: s.Now(), s: s}
		_ = v.errorPage(http.StatusForbidden, problem{
			Title: "This came from another site", Text: "The request was sent by a page that does not belong to this server, so nothing was done.",
			Next: "Open the page here and send the form again.", Link: "/", LinkText: "Go to the start page",
		})
	}))
	return p.Handler(next)
}
