package main

import (
	"context"
	"time"

	"github.com/openimr/openimr/letter"
)

type letterLint struct {
	output
	caseFlags
	Files []string `arg:"" optional:"" name:"file" complete:"files" help:"Letters, or determinations in JSON as letter parse prints them; - is standard input."`
}

// Help gives the examples.
func (letterLint) Help() string {
	return `Each requirement of the programme is checked, and whether the letter agrees with itself: an item without a decision or a rationale, a decision that contradicts the last sentence of the rationale, a guideline edition that was not in force, dates out of order, an age that does not fit. A finding never says what the decision should be. Exit code 1 where a finding is an error or a file cannot be read.

Examples:

    openimr letter lint determination.json
    openimr letter lint --format json CM16-0213037.pdf
    openimr letter lint --data /var/lib/openimr --case CM15-0190123`
}

// A lintResult is one line of the result.
type lintResult struct {
	File     string           `json:"file"`
	Error    *string          `json:"error"`
	Findings []letter.Finding `json:"findings"`
}

// Run lints the letters, each by itself; the letter of a case with what the case knows.
func (c letterLint) Run(ctx context.Context, t terminal) error {
	if err := c.oneOf(len(c.Files)); err != nil {
		return err
	}
	if c.Case != "" {
		l, err := c.letterOf(ctx, t, time.Now())
		if err != nil {
			return err
		}
		result := lint(l.determination, l.context)
		if err := c.write(t, result); err != nil || !hasErrors(result.Findings) {
			return err
		}
		return errFound
	}
	wrong := false
	for _, name := range c.Files {
		for _, d := range t.readLetters(name) {
			result := lint(d, letter.Context{})
			wrong = wrong || d.Error != "" || hasErrors(result.Findings)
			if err := c.write(t, result); err != nil {
				return err
			}
		}
	}
	if wrong {
		return errFound
	}
	return nil
}

func lint(d letter.Determination, x letter.Context) lintResult {
	result := lintResult{File: string(d.File), Error: orNull(string(d.Error)), Findings: []letter.Finding{}}
	if d.Error == "" {
		result.Findings = append(result.Findings, letter.Lint(d, x)...)
	}
	return result
}

func (c letterLint) write(t terminal, r lintResult) error {
	if c.Format == formatJSON {
		return writeJSON(t.Out, r)
	}
	if r.Error != nil {
		say(t.Err, "%s: %s", r.File, *r.Error)
		return nil
	}
	return letter.WriteFindingsReport(t.Out, oneLine(r.File), r.Findings)
}

func hasErrors(findings []letter.Finding) bool {
	for _, f := range findings {
		if f.Severity == letter.Error {
			return true
		}
	}
	return false
}
