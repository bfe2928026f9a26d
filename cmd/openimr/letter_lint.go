package main

import (
	"github.com/openimr/openimr/letter"
)

type letterLint struct {
	output
	Files []string `arg:"" name:"file" complete:"files" help:"Letters, or determinations in JSON as letter parse prints them; - is standard input."`
}

// Help gives the examples.
func (letterLint) Help() string {
	return `Each requirement of the programme is checked, and whether the letter agrees with itself: an item without a decision or a rationale, a decision that contradicts the last sentence of the rationale, a guideline edition that was not in force, dates out of order, an age that does not fit. A finding never says what the decision should be. Exit code 1 where a finding is an error or a file cannot be read.

Examples:

    openimr letter lint determination.json
    openimr letter parse CM16-0213037.pdf --format json | openimr letter lint --format json -`
}

// A lintResult is one line of the result.
type lintResult struct {
	File     string           `json:"file"`
	Error    *string          `json:"error"`
	Findings []letter.Finding `json:"findings"`
}

// Run lints the letters, each by itself.
func (c letterLint) Run(t terminal) error {
	wrong := false
	for _, name := range c.Files {
		for _, d := range t.readLetters(name) {
			result := lintResult{File: string(d.File), Error: orNull(string(d.Error)), Findings: []letter.Finding{}}
			if d.Error == "" {
				result.Findings = append(result.Findings, letter.Lint(d, letter.Context{})...)
			}
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
