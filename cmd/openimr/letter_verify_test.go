package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// A server is asked by the hash of the file alone: the letter itself does not leave the machine.
func TestAServerIsAskedByTheHashOfTheLetter(t *testing.T) {
	const words = "the words of a letter"
	sum := sha256.Sum256([]byte(words))
	answer, status := `{"genuine":true,"last_word":false,"standing":"replaced","case_number":"CM15-0190123","dated":"2015-11-04","replaced_by":"2015-11-20","more":1}`, 200
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			http.NotFound(w, r)
			return
		}
		body, err := io.ReadAll(r.Body)
		if err != nil || string(body) != "sha256="+hex.EncodeToString(sum[:]) || r.URL.Path != "/verify" {
			t.Errorf("it was sent %q to %s: %v", body, r.URL.Path, err)
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, answer)
	}))
	defer s.Close()
	ask := func(want int, says string) {
		t.Helper()
		var out, errs bytes.Buffer
		code := run(t.Context(), []string{"letter", "verify", "--server", s.URL, "-"}, terminal{In: strings.NewReader(words), Out: &out, Err: &errs})
		if all := out.String() + errs.String(); code != want || !strings.Contains(all, says) {
			t.Errorf("exit code %d, %s", code, all)
		}
	}
	ask(1, "genuine, but not the last word: a corrected letter of 2015-11-20 has taken its place")
	answer = `{"genuine":true,"standing":"last_word","case_number":"CM15-0190123","dated":"2015-11-04"}`
	ask(0, "genuine, and the last word")
	answer = `{"genuine":false,"standing":null}`
	ask(1, "not a letter that was served")
	answer, status = `{"error":"Wait a minute, then try again."}`, 429
	ask(1, "Wait a minute, then try again.")
	answer, status = `<html>`, 200
	ask(1, "is it an OpenIMR server?")
}
