package main

import (
	"errors"
	"fmt"
	"io"
	"strings"
)

// A usageError says that the command line itself is wrong: exit code 2.
type usageError struct {
	message string
	hint    string // what to do, "" for none
}

func (e *usageError) Error() string { return e.message }

// A hinted error carries what to do about it.
type hinted struct {
	err  error
	hint string
}

func (e *hinted) Error() string { return e.err.Error() }
func (e *hinted) Unwrap() error { return e.err }

func withHint(err error, format string, args ...any) error {
	return &hinted{err, fmt.Sprintf(format, args...)}
}

// errFound ends a command with exit code 1 when what it found is already printed.
var errFound = errors.New("found to be wrong")

// report writes an error as one line, and a hint as another, and returns the exit code that belongs to it.
func report(w io.Writer, err error) int {
	if err == nil {
		return 0
	}
	if errors.Is(err, errFound) {
		return 1
	}
	message, hint, code := err.Error(), "", 1
	var usage *usageError
	var h *hinted
	switch {
	case errors.As(err, &usage):
		hint, code = usage.hint, 2
	case errors.As(err, &h):
		hint = h.hint
	}
	say(w, "%s", message)
	if hint != "" {
		say(w, "hint: %s", hint)
	}
	return code
}

// say writes one line to people, after the name of the program. Line breaks and tabs inside become blanks, so that one message
// stays one line; control characters, which may come from a hostile file name, are shown escaped.
func say(w io.Writer, format string, args ...any) {
	_, _ = fmt.Fprintf(w, "openimr: %s\n", oneLine(fmt.Sprintf(format, args...)))
}

func oneLine(s string) string {
	s = strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == '\n' || r == '\r' || r == '\t' }), " ")
	if strings.IndexFunc(s, isControl) < 0 {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if isControl(r) {
			fmt.Fprintf(&b, `\x%02x`, r)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

func isControl(r rune) bool { return r < 0x20 || r >= 0x7f && r < 0xa0 }
