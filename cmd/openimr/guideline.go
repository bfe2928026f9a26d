package main

import (
	"strings"
	"time"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/guideline"
	"github.com/openimr/openimr/imr"
)

type guidelineCommand struct {
	Resolve guidelineResolve `cmd:"" help:"Say which guidelines a text cites, and whether they were in force."`
	List    guidelineList    `cmd:"" help:"List the guideline library with the dates in force."`
}

// A dayFlag is a calendar day given on the command line.
type dayFlag struct{ clock.Day }

// UnmarshalText reads YYYY-MM-DD.
func (d *dayFlag) UnmarshalText(b []byte) (err error) {
	d.Day, err = clock.ParseDay(string(b))
	return err
}

type guidelineResolve struct {
	output
	On   *dayFlag `placeholder:"DATE" help:"The day to judge by, YYYY-MM-DD. Without it whether an edition was in force stays unknown."`
	Text []string `arg:"" help:"A citation or a whole guideline statement, as a letter words it; - reads standard input."`
}

// Help gives the examples.
func (guidelineResolve) Help() string {
	return `The text may be a bare citation or a statement ("Decision based on MTUS …"). Whether what is cited was in force is yes, no, or unknown where the library cannot tell.

Examples:

    openimr guideline resolve --on 2015-11-03 "MTUS Neck and Upper Back Complaints 2004"
    openimr guideline resolve --on 2018-02-01 --format json - < statement.txt`
}

// Run resolves the citations of a text.
func (c guidelineResolve) Run(t terminal) error {
	text := strings.Join(c.Text, " ")
	if text == stdin {
		data, err := t.readInput(stdin)
		if err != nil {
			return err
		}
		text = string(data)
	}
	if strings.TrimSpace(text) == "" {
		return &usageError{"the text is empty", `give a citation, such as "MTUS Shoulder Complaints 2004"`}
	}
	var on clock.Day
	if c.On != nil {
		on = c.On.Day
	}
	r := guideline.Resolve(text, on)
	return c.print(t.Out, r, writeText(r.String()))
}

type guidelineList struct {
	output
	On    *dayFlag `placeholder:"DATE" help:"Only what was in force on a day, YYYY-MM-DD, or may have been."`
	Words []string `arg:"" optional:"" help:"Only rows in which each of these words begins a word of the id, title, section or citation."`
}

// Help gives the examples.
func (guidelineList) Help() string {
	return `Examples:

    openimr guideline list
    openimr guideline list --on 2016-03-01 low back
    openimr guideline list --format json`
}

// Run lists the library.
func (c guidelineList) Run(t terminal) error {
	rows := guideline.List(guideline.Library())
	if len(c.Words) > 0 {
		on := clock.DayIn(time.Now(), imr.Office)
		if c.On != nil {
			on = c.On.Day
		}
		rows = guideline.List{}
		for _, hit := range guideline.Search(strings.Join(c.Words, " "), on, 0) {
			rows = append(rows, hit.Guideline)
		}
	}
	if c.On != nil {
		rows = inForce(rows, c.On.Day)
	}
	return c.print(t.Out, rows, writeText(rows.String()))
}

// inForce keeps the rows that were in force on a day and those of which it is not known.
func inForce(rows guideline.List, on clock.Day) guideline.List {
	kept := guideline.List{}
	for _, g := range rows {
		if in, known := guideline.InForce(g.ID, on); in || !known {
			kept = append(kept, g)
		}
	}
	return kept
}
