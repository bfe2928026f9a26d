package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/programme"
)

type clockCommand struct {
	Due   clockDue   `cmd:"" help:"Say when something must be done, and why then."`
	Rules clockRules `cmd:"" help:"List the rules of time with their authority and the dates in force."`
}

type clockDue struct {
	output
	Rule     string `arg:"" complete:"rules" help:"Id of a rule; \"openimr clock rules\" lists them."`
	From     string `required:"" placeholder:"INSTANT" help:"When the time starts: 2015-10-01, 2015-10-01T14:30 in the programme's own zone, or 2015-10-01T14:30:00-07:00."`
	Service  string `complete:"services" placeholder:"METHOD" help:"How the paper that starts the time was served: personal, electronic, fax, mail_in_state, mail_out_of_state or mail_abroad."`
	Received string `placeholder:"INSTANT" help:"When the paper was received, where that is proved."`
	Urgent   bool   `help:"The request is in expedited or concurrent review."`

	Closed []string `sep:"none" placeholder:"DAY" help:"A day appointed as a holiday of ca, us, ny or tx, as \"2025-01-09 us National day of mourning\". Again for each."`
}

// Help gives the examples.
func (clockDue) Help() string {
	return `The rule of the day on which the time starts is used. Each step of the reckoning is told with what it rests on.

Examples:

    openimr clock due imr.apply --from 2015-09-16 --service mail_in_state
    openimr clock due imr.records.expedited --from 2026-03-06T16:20 --format json`
}

// Run computes a due date.
func (c clockDue) Run(t terminal) error {
	table, err := programme.Clocks()
	if err != nil {
		return err
	}
	due, err := c.due(table)
	if err != nil {
		return err
	}
	return c.print(t.Out, due, writeText(due.Text()))
}

func (c clockDue) due(table clock.Table) (clock.Due, error) {
	zone := zoneOf(table, c.Rule)
	if c.Service != "" && !slices.Contains(clock.Services(), clock.Service(c.Service)) {
		return clock.Due{}, &usageError{fmt.Sprintf("--service: there is no method %q", c.Service), "take one of " + join(clock.Services())}
	}
	start := clock.Start{Service: clock.Service(c.Service), Urgent: c.Urgent}
	var err error
	if start.At, start.DayOnly, err = clock.ParseStart(c.From, zone); err != nil {
		return clock.Due{}, usage("--from", err)
	}
	if c.Received != "" {
		if start.Received, _, err = clock.ParseStart(c.Received, zone); err != nil {
			return clock.Due{}, usage("--received", err)
		}
	}
	if table.Closures, err = clock.ParseClosures(c.Closed); err != nil {
		return clock.Due{}, usage("--closed", err)
	}
	due, err := table.Due(c.Rule, start)
	var unknown *clock.Unknown
	if errors.As(err, &unknown) {
		return clock.Due{}, &usageError{err.Error(), `run "openimr clock rules"`}
	}
	return due, err
}

// zoneOf returns the zone in which a rule's days are counted, by its id.
func zoneOf(table clock.Table, id string) *time.Location {
	named, bare, ok := strings.Cut(id, "/")
	if !ok {
		named, bare = "", id
	}
	for _, r := range table.Rules() {
		if r.ID == bare && (named == "" || r.Programme == named) {
			return table.Zone(r)
		}
	}
	return time.UTC
}

// usage says of which flag a value is wrong.
func usage(flag string, err error) error {
	return &usageError{flag + ": " + err.Error(), ""}
}

func join[T ~string](words []T) string {
	texts := make([]string, len(words))
	for i, w := range words {
		texts[i] = string(w)
	}
	return strings.Join(texts, ", ")
}

type clockRules struct {
	output
	On        *dayFlag `placeholder:"DATE" help:"Only rules that apply to a time which starts on a day, YYYY-MM-DD."`
	Programme string   `placeholder:"ID" complete:"programmes" help:"Only rules of one programme, such as ca-wc-imr."`
}

// Help gives the examples.
func (clockRules) Help() string {
	return `Examples:

    openimr clock rules --programme ca-wc-imr --on 2015-11-03
    openimr clock rules --format json`
}

// A ruleList is the table of rules as one document.
type ruleList struct {
	Rules []clock.Rule `json:"rules"`
}

// Run lists the rules.
func (c clockRules) Run(t terminal) error {
	table, err := programme.Clocks()
	if err != nil {
		return err
	}
	if c.Programme != "" {
		if _, err := programme.Load(c.Programme); err != nil {
			return usage("--programme", err)
		}
	}
	list := ruleList{[]clock.Rule{}}
	for _, r := range table.Rules() {
		if (c.Programme == "" || r.Programme == c.Programme) && (c.On == nil || r.InForce(c.On.Day)) {
			list.Rules = append(list.Rules, r)
		}
	}
	return c.print(t.Out, list, func(w io.Writer) error { return clock.WriteRules(w, list.Rules) })
}

func init() {
	wordLists["rules"] = func() []proposal {
		table, err := programme.Clocks()
		if err != nil {
			return nil
		}
		var list []proposal
		seen := map[string]bool{}
		for _, r := range table.Rules() {
			if !seen[r.ID] {
				list = append(list, proposal{r.ID, r.Name()})
			}
			seen[r.ID] = true
		}
		return list
	}
}
