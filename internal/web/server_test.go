package web

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestOpenPagesAnswerWithoutASession(t *testing.T) {
	h := New(Config{Sessions: noSessions{}})
	for path, want := range map[string]int{"/healthz": 200, "/readyz": 200, "/metrics": 200, "/login": 200, "/queue": 303, "/nothing": 404,
		"/static/0000/app.css": 200, "/static/0000/none": 404} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		if w.Code != want {
			t.Errorf("GET %s: %d, want %d\n%s", path, w.Code, want, w.Body)
		}
		if csp := w.Header().Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'self'") || strings.Contains(csp, "unsafe") {
			t.Errorf("GET %s: Content-Security-Policy %q", path, csp)
		}
	}
}
