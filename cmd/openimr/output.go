package main

import (
	"encoding/json"
	"fmt"
	"io"
)

// The forms of a result.
const (
	formatText = "text"
	formatJSON = "json"
)

// output is embedded by every command that prints a result.
type output struct {
	Format string `enum:"text,json" default:"text" placeholder:"FORM" help:"text for people, json for programs."`
}

// print writes a result: v as one line of JSON, or the text of readable.
func (o output) print(w io.Writer, v any, readable func(io.Writer) error) error {
	if o.Format == formatJSON {
		return writeJSON(w, v)
	}
	return readable(w)
}

// writeJSON writes v on one line, without escaping for HTML.
func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return fmt.Errorf("write the result: %w", err)
	}
	return nil
}

// writeText returns a readable form that is s.
func writeText(s string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, s)
		return err
	}
}
