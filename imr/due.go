package imr

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/openimr/openimr/clock"
)

// A DueStatus says how it stands with something that is due.
type DueStatus string

// The statuses.
const (
	Running DueStatus = "running"  // not done, and the time is not over
	Late    DueStatus = "late"     // not done, and the time is over
	Met     DueStatus = "met"      // done in time
	LateMet DueStatus = "late_met" // done after the time was over
	Missed  DueStatus = "missed"   // given up: it was never done
	Over    DueStatus = "over"     // nobody had to; the time to do it is over
	Stopped DueStatus = "stopped"  // no longer owed, or another time has taken its place
	Unknown DueStatus = "unknown"  // it is not known when it starts
)

// A CaseDue is one time limit of a case: who owes what by when, why then, and how it stands.
type CaseDue struct {
	Rule    clock.Rule
	Name    string // what, in plain words: "Determination"
	Owes    string // who, in plain words: "Claims administrator"
	Since   int    // Seq of the event that started it
	Due     clock.Due
	Status  DueStatus
	Met     time.Time // when it was done, or stopped; zero while it runs
	MetBy   int       // Seq of that event
	Items   []int     // that it is about; none: all that are in dispute
	Because string    // what it started on: "the records were received on October 13, 2015"
	Why     string    // for Unknown: what is not known, and whom to ask

	start   clock.Start
	prelude bool // before the check of eligibility begins
}

// Optional says that somebody may do it but nobody must.
func (d CaseDue) Optional() bool {
	switch d.Rule.WhoMustAct {
	case "aggrieved_party", "employee", "employee_or_physician":
		return true
	}
	return false
}

// Open says that it is still to be done.
func (d CaseDue) Open() bool { return d.Status == Running || d.Status == Late }

// DaysLate counts the days by which it was done after its last day, or has not been done by now.
func (d CaseDue) DaysLate(now time.Time) int {
	if d.Status == LateMet {
		now = d.Met
	} else if d.Status != Late {
		return 0
	}
	return max(0, int(clock.DayIn(now, Office)-d.Due.Day))
}

// Penalty is what the claims administrator owes for records that came late or have not come: $500 a day, at most
// $5,000, since December 1, 2014 (8 CCR 9792.12(c)(6)). It is in cents, and 0 for any other time limit.
func (d CaseDue) Penalty(now time.Time) int {
	const aDay, most = 500_00, 5_000_00
	if d.Rule.MustDo != "imr.records_received" || d.Optional() || d.Due.Day < clock.DayOf(2014, 12, 1) {
		return 0
	}
	switch d.Status {
	case Missed:
		return most
	case Late, LateMet:
		return min(aDay*d.DaysLate(now), most)
	}
	return 0
}

// Dues tells every time limit of a case, in the order in which they started. Which event starts and stops which
// clock is the programme's table of transitions; what it counts from is in the case's trail of events. A rule that
// the programme does not have is an error; one that was not in force on its day is told as Unknown.
func Dues(r Rules, c Case, now time.Time) ([]CaseDue, error) {
	t := teller{r: r, c: &c}
	return t.tell(now)
}

// terseDues tells the time limits without their reasons, and the days only of those that a next step may show.
func terseDues(r Rules, c *Case, now time.Time) ([]CaseDue, error) {
	t := teller{r: r, c: c, terse: true}
	return t.tell(now)
}

func (t *teller) tell(now time.Time) ([]CaseDue, error) {
	c := t.c
	t.dues = make([]CaseDue, 0, 10)
	for _, turn := range c.Trail {
		if err := t.turn(turn); err != nil {
			return nil, err
		}
	}
	for i := range t.dues {
		if err := t.finish(&t.dues[i], now); err != nil {
			return nil, err
		}
	}
	return t.dues, nil
}

// A teller goes through the trail of a case and keeps its clocks.
type teller struct {
	r      Rules
	c      *Case
	dues   []CaseDue
	served *Turn // the last service of a determination
	terse  bool
}

func (t *teller) turn(turn Turn) error {
	row, ok := find(t.r.Transitions, turn.From, turn.Event)
	if ok {
		for _, ref := range row.Stops {
			t.stop(ref, turn)
			if kind, ok := strings.CutPrefix(ref, "imr.records."); ok && kind != "*" { // the same notice asked both
				t.stop("imr.records.employee."+kind, turn)
			}
		}
	}
	switch turn.Event {
	case "notice_sent", "more_information_requested", "served": // says to the parties that the review is expedited
		t.stop("imr.convert.notify", turn)
	case "approved":
		t.stop("imr.records.employee.*", turn)
	}
	t.closePrelude(turn)
	starts := row.Starts
	switch turn.Event {
	case "application_received":
		starts = []string{"imr.apply", "imr.eligibility.decide"}
	case "served":
		// The times to appeal and to carry the determination out run from service and receipt, not from the signature.
		served := turn
		t.served = &served
		starts = []string{"imr.appeal.petition", "imr.implement.*"}
	}
	for _, ref := range starts {
		for _, id := range t.choose(ref, turn) {
			if t.isOpen(id, turn.Seq) {
				continue
			}
			if err := t.start(id, turn); err != nil {
				return err
			}
		}
	}
	if turn.Event == "application_received" {
		t.stop("imr.apply*", turn)
	}
	return nil
}

// stop closes the clocks that a reference of the table names.
func (t *teller) stop(ref string, by Turn) {
	for i := range t.dues {
		d := &t.dues[i]
		if !d.Met.IsZero() || d.Status == Unknown || !matches(ref, d.Rule.ID) {
			continue
		}
		if ref == "imr.records.*" && d.Optional() {
			continue // the claims administrator's records do not end the others' time to send theirs
		}
		d.Met, d.MetBy = by.At, by.Seq
		switch by.Event {
		case "information_requested", "petition_granted", "converted_to_expedited", "extension_granted", "reversed_and_remanded",
			"all_items_authorized", "withdrawn", "settled_or_awarded":
			d.Status = Stopped
		case "petition_filed":
			if d.Rule.MustDo != "imr.petition_filed" {
				d.Status = Stopped
			}
		case "found_eligible", "found_ineligible", "approved":
			if d.Optional() {
				d.Status = Stopped
			}
		case "answer_overdue", "information_overdue", "go_on_without":
			d.Status = Missed
		case "appeal_time_over":
			d.Status = Over
		}
		if d.Optional() && d.Status == Missed {
			d.Status = Over
		}
	}
}

// closePrelude takes away the time to begin the check of eligibility once anything else has happened.
func (t *teller) closePrelude(turn Turn) {
	for i := range t.dues {
		if t.dues[i].prelude && turn.Event != "application_received" {
			t.dues = append(t.dues[:i], t.dues[i+1:]...)
			return
		}
	}
}

func (t *teller) isOpen(id string, since int) bool {
	for i := range t.dues {
		if d := &t.dues[i]; matches(id, d.Rule.ID) && (d.Met.IsZero() && d.Status != Unknown || d.Since == since) {
			return true
		}
	}
	return false
}

// finish computes a due date and says how it stands now.
func (t *teller) finish(d *CaseDue, now time.Time) error {
	if d.Status == Unknown {
		return nil
	}
	if d.Due.Day.IsZero() {
		if t.terse && !d.Met.IsZero() && !strings.HasPrefix(d.Rule.ID, "imr.decide.") && !strings.HasPrefix(d.Rule.ID, "imr.appeal.") {
			return nil // done, and no next step shows it
		}
		d.start.Terse = t.terse
		due, err := t.r.Clocks.Due(d.Rule.ID, d.start)
		if err != nil {
			return fmt.Errorf("due dates of %s: %w", t.c.ID, err)
		}
		d.Due = due
	}
	if d.Status == Stopped && d.Optional() && d.Met.After(d.Due.At) {
		d.Status = Over
	}
	if d.Status != "" {
		return nil
	}
	after := func(at time.Time) bool { return at.After(d.Due.At) }
	switch {
	case !d.Met.IsZero() && after(d.Met):
		d.Status = LateMet
	case !d.Met.IsZero():
		d.Status = Met
	case !after(now):
		d.Status = Running
	case d.Optional():
		d.Status = Over
	default:
		d.Status = Late
	}
	return nil
}

// start adds a clock that an event starts.
func (t *teller) start(id string, turn Turn) error {
	s, because, ok := t.from(id, turn)
	if !ok {
		return nil
	}
	d := CaseDue{Since: turn.Seq, start: s, Because: because}
	rule, err := t.r.Clocks.On(id, clock.DayIn(s.At, Office))
	var not *clock.NotInForce
	switch {
	case errors.As(err, &not):
		rule = not.Rules[0]
		d.Status, d.Why = Unknown, "No rule for this day: "+err.Error()+"."
	case err != nil:
		return fmt.Errorf("due dates of %s: %w", t.c.ID, err)
	}
	d.Rule = rule
	d.Name, d.Owes = clock.DeedWords(rule.MustDo), t.owes(rule, turn)
	if rule.WhoMustAct == "employee_or_physician" {
		d.Name = ownPapers
	}
	switch id {
	case "imr.apply", "imr.apply.formulary":
		if s.At.IsZero() {
			d.Status, d.Why = Unknown, askForService
		}
	case "imr.eligibility.decide":
		if turn.Event == "application_received" {
			d.Name, d.prelude = "Start of the check of eligibility", true
		}
	case "imr.implement.authorize", "imr.implement.reimburse":
		d.Items = t.items(id == "imr.implement.reimburse")
	case "imr.administrator_changed.notify":
		d.Met, d.MetBy = turn.At, turn.Seq // the event is the notice
	case "imr.convert.notify":
		if turn.Method != "" { // the parties were told with the act itself
			d.Met, d.MetBy = turn.At, turn.Seq
		}
	}
	t.dues = append(t.dues, d)
	return nil
}

// ownPapers names what the employee and the physician may send beside the claims administrator's records.
const ownPapers = "Papers of the injured worker or the physician"

const askForService = "No proof of service of the utilization review decision is on file. Ask the claims administrator for it: the time to apply runs from service, not from the decision's own date."

// owes says who must act. The party that was asked is named by its role.
func (t *teller) owes(rule clock.Rule, turn Turn) string {
	switch rule.WhoMustAct {
	case "party_asked":
		var names []string
		for _, id := range turn.Of {
			if p, ok := t.c.Party(id); ok {
				names = append(names, RoleName(p.Role))
			}
		}
		if len(names) > 0 {
			return strings.Join(names, " and ")
		}
	case "administrative_director":
		return "Review organization, for the Administrative Director"
	}
	return clock.WhoWords(rule.WhoMustAct)
}

// items lists the items that were decided for the employee: those whose treatment was given already, or the others.
func (t *teller) items(given bool) []int {
	var items []int
	for _, n := range t.served.For {
		for _, it := range t.c.Items {
			if it.Number == n && it.Retrospective == given {
				items = append(items, n)
			}
		}
	}
	return items
}
