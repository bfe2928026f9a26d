package clock

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// A Table is the clocks of one or more programmes. The zero Table holds none.
type Table struct {
	rules []Rule
	zones map[string]*time.Location // of each programme
	rows  map[string][]int          // places in rules by ID

	Closures Closures // appointed holidays; none where nobody entered any
}

// NewTable makes the table of one programme, whose days are counted in zone. Two rows of one ID must not be in
// force on the same day.
func NewTable(rules []Rule, zone *time.Location) (Table, error) {
	t := Table{rules: rules, zones: map[string]*time.Location{}, rows: map[string][]int{}}
	for i, r := range rules {
		for _, j := range t.rows[r.ID] {
			if s := rules[j]; s.Programme == r.Programme && s.InForce(max(r.From, s.From)) && r.InForce(max(r.From, s.From)) {
				return Table{}, fmt.Errorf("two rows of %s are in force on %s", r.ID, max(r.From, s.From))
			}
		}
		t.rows[r.ID] = append(t.rows[r.ID], i)
		t.zones[r.Programme] = zone
	}
	return t, nil
}

// Join makes one table of several, each with programmes of its own.
func Join(tables ...Table) (Table, error) {
	all := Table{zones: map[string]*time.Location{}, rows: map[string][]int{}}
	for _, t := range tables {
		for p, zone := range t.zones {
			if all.zones[p] != nil {
				return Table{}, fmt.Errorf("the programme %s is in two tables", p)
			}
			all.zones[p] = zone
		}
		for _, r := range t.rules {
			all.rows[r.ID] = append(all.rows[r.ID], len(all.rules))
			all.rules = append(all.rules, r)
		}
	}
	return all, nil
}

// Rules lists the rows in their order.
func (t Table) Rules() []Rule { return slices.Clone(t.rules) }

// Empty says that the table has no rules.
func (t Table) Empty() bool { return len(t.rules) == 0 }

// Zone returns the zone in which the days of a rule are counted; UTC where its programme is not in the table.
func (t Table) Zone(r Rule) *time.Location {
	if zone := t.zones[r.Programme]; zone != nil {
		return zone
	}
	return time.UTC
}

// On returns the rule of an ID that is in force for a time that starts on d: a case keeps the rules of its own dates.
// Where the ID itself began later, the text that it replaced is looked for, whose ID has the year added. Where two
// programmes share an ID, name one as in "ca-wc-imr/imr.apply". The error says what there is instead.
func (t Table) On(id string, d Day) (Rule, error) {
	found, n := Rule{}, 0
	for _, i := range t.rows[bare(id)] {
		if r := &t.rules[i]; of(id, r) && r.InForce(d) {
			found, n = *r, n+1
		}
	}
	if n == 1 {
		return found, nil
	}
	var named []Rule
	for _, i := range t.rows[bare(id)] {
		if r := t.rules[i]; of(id, &r) {
			named = append(named, r)
		}
	}
	if n == 0 && len(named) > 0 {
		for _, r := range t.rules {
			if year, ok := strings.CutPrefix(r.ID, bare(id)+"."); ok && isYear(year) && r.Programme == named[0].Programme && r.InForce(d) {
				return r, nil
			}
		}
		return Rule{}, &NotInForce{Rules: named, Day: d}
	}
	if n > 1 {
		a, b := named[0], named[1]
		return Rule{}, fmt.Errorf("the rule %s is in two programmes; say %s/%s or %s/%s", a.ID, a.Programme, a.ID, b.Programme, b.ID)
	}
	return Rule{}, &Unknown{ID: id, Near: t.near(bare(id))}
}

// bare is an ID without the programme before its slash.
func bare(id string) string {
	if _, after, ok := strings.Cut(id, "/"); ok {
		return after
	}
	return id
}

// of says whether a row is of the programme that an ID names, if it names one.
func of(id string, r *Rule) bool {
	programme, _, ok := strings.Cut(id, "/")
	return !ok || programme == r.Programme
}

// A NotInForce says that a rule did not apply on the day on which the time started.
type NotInForce struct {
	Rules []Rule // the rows of that ID
	Day   Day
}

// Error says from when to when the rule applies.
func (e *NotInForce) Error() string {
	spans := make([]string, len(e.Rules))
	for i, r := range e.Rules {
		spans[i] = "from " + r.From.String() + " on"
		if !r.To.IsZero() {
			spans[i] = "from " + r.From.String() + " to " + r.To.String()
		}
	}
	return fmt.Sprintf("the rule %s was not in force on %s; it is %s, and the table has no other text for that day",
		e.Rules[0].ID, e.Day, strings.Join(spans, " and "))
}

// An Unknown says that the table has no such rule.
type Unknown struct {
	ID   string
	Near []string // IDs that look like it
}

// Error names rules that may have been meant.
func (e *Unknown) Error() string {
	if len(e.Near) == 0 {
		return fmt.Sprintf("there is no rule %q", e.ID)
	}
	return fmt.Sprintf("there is no rule %q; there is %s", e.ID, strings.Join(e.Near, ", "))
}

// near lists IDs that begin with an ID, and then those that end on its last word.
func (t Table) near(id string) []string {
	last := id[strings.LastIndex(id, ".")+1:]
	if last == "" {
		return nil
	}
	var begin, end []string
	for _, r := range t.rules {
		switch {
		case strings.HasPrefix(r.ID, id):
			begin = append(begin, r.ID)
		case strings.HasSuffix(r.ID, "."+last):
			end = append(end, r.ID)
		}
	}
	ids := append(begin, end...)
	return ids[:min(len(ids), 5)]
}

func isYear(s string) bool {
	return len(s) == 4 && strings.Trim(s, "0123456789") == ""
}
