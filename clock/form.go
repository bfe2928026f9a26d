package clock

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"
)

// dueJSON is the form of a due date on the command line. Unknown values are null.
type dueJSON struct {
	Rule       string   `json:"rule"`
	From       *string  `json:"from"`
	Due        Day      `json:"due"`
	DueAt      *string  `json:"due_at"`
	Steps      []string `json:"steps"`
	Authority  string   `json:"authority"`
	Programme  string   `json:"programme"`
	Who        string   `json:"who_must_act"`
	MustDo     string   `json:"must_do"`
	StartsOn   string   `json:"starts_on"`
	Service    *string  `json:"service"`
	Received   *string  `json:"received"`
	Counted    *string  `json:"counted_from"`
	PlanFor    Day      `json:"plan_for"`
	Confidence string   `json:"confidence"`
}

// MarshalJSON writes the due date in the form that the command line promises, and more.
func (d Due) MarshalJSON() ([]byte, error) {
	steps := make([]string, len(d.Steps))
	for i, s := range d.Steps {
		steps[i] = s.String()
	}
	r := d.Rule
	return json.Marshal(dueJSON{
		Rule: r.ID, From: instantOrNull(d.Start.At), Due: d.Day, DueAt: instantOrNull(d.At), Steps: steps, Authority: r.Authority,
		Programme: r.Programme, Who: r.WhoMustAct, MustDo: r.MustDo, StartsOn: r.StartsOn, Service: orNull(string(d.Start.Service)),
		Received: instantOrNull(d.Start.Received), Counted: instantOrNull(d.From), PlanFor: d.Plan, Confidence: r.Confidence,
	})
}

func instantOrNull(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	s := t.Format(time.RFC3339)
	return &s
}

func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// Text tells the due date for people, in a few lines: what, when, and each step.
func (d Due) Text() string {
	var b strings.Builder
	r := d.Rule
	fmt.Fprintf(&b, "%s: %s\n%s, %s\n", r.ID, r.Name(), WhoWords(r.WhoMustAct), r.Authority)
	when := long(d.Day)
	if h, m, s := d.At.Clock(); h != 23 || m != 59 || s != 59 {
		when = moment(d.At)
	}
	fmt.Fprintf(&b, "Due %s\n", when)
	for i, s := range d.Steps {
		fmt.Fprintf(&b, "  %d. %s\n", i+1, s)
	}
	if r.Consequence != "" {
		fmt.Fprintf(&b, "If missed: %s\n", r.Consequence)
	}
	if r.Note != "" {
		fmt.Fprintf(&b, "Note: %s\n", r.Note)
	}
	return b.String()
}

type ruleJSON struct {
	ID          string  `json:"id"`
	Programme   string  `json:"programme"`
	ReviewType  string  `json:"review_type"`
	StartsOn    string  `json:"starts_on"`
	WhoMustAct  string  `json:"who_must_act"`
	MustDo      string  `json:"must_do"`
	Length      int     `json:"length"`
	Unit        string  `json:"unit"`
	Extension   string  `json:"extension_if_served_by_mail"`
	Roll        string  `json:"roll_if_non_working_day"`
	From        Day     `json:"effective_from"`
	To          Day     `json:"effective_to"`
	Consequence *string `json:"consequence_if_missed"`
	Authority   string  `json:"authority"`
	Confidence  string  `json:"confidence"`
	Counting    string  `json:"counting"`
	Calendar    *string `json:"calendar"`
	Note        *string `json:"note"`
}

// MarshalJSON writes the row under the names of its columns.
func (r Rule) MarshalJSON() ([]byte, error) {
	return json.Marshal(ruleJSON{
		r.ID, r.Programme, r.ReviewType, r.StartsOn, r.WhoMustAct, r.MustDo, r.Length, r.Unit, r.Extension, r.Roll, r.From, r.To,
		orNull(r.Consequence), r.Authority, r.Confidence, r.Counting, orNull(string(r.Calendar)), orNull(r.Note),
	})
}

// WriteRules lists rules for people, one a line, under a heading for each programme.
func WriteRules(w io.Writer, rules []Rule) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	last := ""
	for _, r := range rules {
		if r.Programme != last {
			if last != "" {
				_, _ = fmt.Fprintln(tw)
			}
			_, _ = fmt.Fprintf(tw, "%s\n", r.Programme)
			last = r.Programme
		}
		inForce := "from " + r.From.String()
		if !r.To.IsZero() {
			inForce += " to " + r.To.String()
		}
		_, _ = fmt.Fprintf(tw, "  %s\t%s after %s\t%s\t%s\t%s\n", r.ID, r.LengthWords(), StartWords(r.StartsOn), WhoWords(r.WhoMustAct), inForce, r.Authority)
	}
	return tw.Flush()
}

// ParseStart reads an instant as the command line takes it: RFC 3339, a local time "2006-01-02T15:04" in zone, or a
// day alone.
func ParseStart(s string, zone *time.Location) (at time.Time, dayOnly bool, err error) {
	if t, err := time.Parse(time.RFC3339, s); err == nil && t.Year() > 0 {
		return t, false, nil
	}
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04"} {
		if t, err := time.ParseInLocation(layout, s, zone); err == nil && t.Year() > 0 {
			return t, false, nil
		}
	}
	d, err := ParseDay(s)
	if err != nil {
		return time.Time{}, false, fmt.Errorf("%q is no time; write a day as 2015-10-01 or an instant as 2015-10-01T14:30:00-07:00", s)
	}
	return d.At(0, 0, 0, zone), true, nil
}
