package model

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/openimr/openimr/review/assist"
)

func TestAModelIsAsked(t *testing.T) {
	var got struct {
		Model    string
		Messages []assist.Message
	}
	var key string
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		key = r.Header.Get("Authorization")
		if r.URL.Path != "/v1/chat/completions" || json.NewDecoder(r.Body).Decode(&got) != nil {
			w.WriteHeader(http.StatusNotFound)
		}
		_, _ = io.WriteString(w, `{"choices":[{"message":{"content":"{}"},"finish_reason":"stop"}]}`)
	}))
	defer s.Close()
	c := &Client{URL: s.URL + "/v1/", Name: "small", Key: "secret", Timeout: 5 * time.Second}
	ms := []assist.Message{{Role: "system", Text: "rules"}, {Role: "user", Text: "pages"}}
	answer, err := c.Ask(t.Context(), ms)
	if err != nil || string(answer) != "{}" {
		t.Fatalf("answered %q, %v", answer, err)
	}
	if got.Model != "small" || len(got.Messages) != 2 || got.Messages[1] != ms[1] || key != "Bearer secret" {
		t.Errorf("it was sent %+v with %q", got, key)
	}
}

func TestABadAnswerIsAnErrorForPeople(t *testing.T) {
	for want, handle := range map[string]http.HandlerFunc{
		"it answered 500": func(w http.ResponseWriter, _ *http.Request) {
			http.Error(w, "patient Jane", http.StatusInternalServerError)
		},
		"it answered 302": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://elsewhere.example/", http.StatusFound)
		},
		"too long":        func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, strings.Repeat(" ", 2<<20)) },
		"not of the kind": func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, `{"choices":[]}`) },
		"was cut off": func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, `{"choices":[{"message":{"content":"{"},"finish_reason":"length"}]}`)
		},
		"did not answer": func(_ http.ResponseWriter, r *http.Request) { _, _ = io.Copy(io.Discard, r.Body); <-r.Context().Done() },
		"broke off": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			_, _ = io.WriteString(w, "{")
		},
	} {
		s := httptest.NewServer(handle)
		_, err := (&Client{URL: s.URL, Name: "small", Timeout: 200 * time.Millisecond}).Ask(context.Background(), nil)
		s.CloseClientConnections()
		s.Close()
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "Jane") {
			t.Errorf("%v, want %q", err, want)
		}
	}
	if _, err := (&Client{URL: "http://127.0.0.1:1", Name: "small"}).Ask(context.Background(), nil); err == nil || !strings.Contains(err.Error(), "cannot be reached") {
		t.Errorf("nobody there: %v", err)
	}
}
