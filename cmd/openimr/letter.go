package main

import (
	"fmt"
	"io"

	"github.com/openimr/openimr/letter"
)

type letterCommand struct {
	Parse  letterParse  `cmd:"" help:"Read published determination letters."`
	Render letterRender `cmd:"" help:"Write a determination as a letter."`
	Lint   letterLint   `cmd:"" help:"Check determination letters against the law, the case and themselves."`
	Verify letterVerify `cmd:"" help:"Tell whether letters are genuine and the last word."`
}

type letterParse struct {
	output
	Files []string `arg:"" name:"file" complete:"files" help:"Letters: PDF (also owner-encrypted), HTML, Word or text; - is standard input."`
}

// Help gives the examples.
func (letterParse) Help() string {
	return `The form is told from the content. Text may come from any tool: with or without layout, with words and dates broken over lines. With --format json there is one object on one line for each file, in the order given; whatever went into no field is in "unparsed". A file that cannot be read is told, the rest go on, and the exit code is 1.

Examples:

    openimr letter parse CM16-0213037.pdf
    openimr letter parse --format json letters/*.pdf > letters.jsonl`
}

// Run reads the letters, one after the other.
func (c letterParse) Run(t terminal) error {
	wrong := false
	for _, name := range c.Files {
		d := t.parseLetter(name)
		wrong = wrong || d.Error != ""
		var err error
		switch {
		case c.Format == formatJSON:
			err = letter.WriteJSON(t.Out, d)
		case d.Error != "":
			say(t.Err, "%s: %s", d.File, d.Error)
		default:
			err = describe(t.Out, d)
		}
		if err != nil {
			return err
		}
	}
	if wrong {
		return errFound
	}
	return nil
}

// parseLetter reads one letter; what cannot be read has its Error.
func (t terminal) parseLetter(name string) letter.Determination {
	data, err := t.readInput(name)
	if err != nil {
		return unreadable(name, err)
	}
	return letter.Parse(name, data)
}

// describe tells a determination for people.
func describe(w io.Writer, d letter.Determination) error {
	line := func(name, value string) {
		if value != "" {
			_, _ = fmt.Fprintf(w, "  %-22s %s\n", name, oneLine(value))
		}
	}
	_, _ = fmt.Fprintf(w, "%s: case %s\n", oneLine(string(d.File)), orDash(string(d.CaseNumber)))
	line("layout", string(d.Layout))
	line("priority", string(d.Priority))
	line("date of injury", d.Dates.Injury.String())
	line("denied", d.Dates.URDenial.String())
	line("application received", d.Dates.ApplicationReceived.String())
	line("assigned", d.Dates.Assigned.String())
	line("decided", d.Dates.Decided.String())
	line("reviewer licensed in", join(d.Reviewer.LicensedIn))
	line("specialties", join(d.Reviewer.Specialties))
	if d.Summary.Age != nil {
		line("patient", fmt.Sprintf("%d years, %s", *d.Summary.Age, orDash(string(d.Summary.Sex))))
	}
	if n := len(d.DocumentsReviewed); n > 0 {
		line("records reviewed", countOf(n, "document"))
	}
	for _, it := range d.Items {
		_, _ = fmt.Fprintf(w, "  %d. %s: %s\n", it.Number, oneLine(orDash(string(it.Request))), it.Decision)
		line("  of", string(it.OriginalRequest))
		line("  authorized", string(it.Authorized))
		for _, c := range it.IMROGuideline.Citations {
			line("  cites", c.Text)
		}
	}
	for _, u := range d.Unparsed {
		line("not understood", string(u.Text))
	}
	for _, warning := range d.Warnings {
		line("warning", warning)
	}
	_, err := fmt.Fprintln(w)
	return err
}

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

// countOf is "2 documents", "1 document", "no document".
func countOf(n int, what string) string {
	switch n {
	case 0:
		return "no " + what
	case 1:
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
