package clock

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// theTable reads the clocks of every programme.
func theTable(t testing.TB) Table {
	t.Helper()
	zones := map[string]string{"ny-external-appeal": "America/New_York", "tx-iro": "America/Chicago"}
	files, err := filepath.Glob("../programme/*/clocks.tsv")
	if err != nil || len(files) != 8 {
		t.Fatal(len(files), err)
	}
	var tables []Table
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		rules, err := ParseRules(bytes.NewReader(b))
		if err != nil {
			t.Fatal(name, err)
		}
		place := zones[filepath.Base(filepath.Dir(name))]
		if place == "" {
			place = "America/Los_Angeles"
		}
		zone, err := time.LoadLocation(place)
		if err != nil {
			t.Fatal(err)
		}
		table, err := NewTable(rules, zone)
		if err != nil {
			t.Fatal(name, err)
		}
		tables = append(tables, table)
	}
	all, err := Join(tables...)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// Every rule of every programme computes, by every way of service, from every kind of day; its words are all known.
func TestEveryRuleComputes(t *testing.T) {
	table := theTable(t)
	for _, r := range table.Rules() {
		if whoWords[r.WhoMustAct] == "" || deedWords[r.MustDo] == "" || startWords[r.StartsOn] == "" {
			t.Errorf("%s: no words for %q, %q or %q", r.ID, r.WhoMustAct, r.MustDo, r.StartsOn)
		}
		last := r.To
		if last.IsZero() {
			last = DayOf(2031, 12, 31)
		}
		for d := r.From; d <= last; d += 97 {
			for _, by := range append(Services(), "") {
				due, err := table.Due(r.Programme+"/"+r.ID, Start{At: d.At(11, 30, 0, table.Zone(r)), Service: by})
				if err != nil {
					t.Fatalf("%s from %v by %q: %v", r.ID, d, by, err)
				}
				if due.Day < d || due.At.Before(due.From) || DayIn(due.At, table.Zone(r)) != due.Day || due.Plan > due.Day {
					t.Fatalf("%s from %v by %q: due %v at %v, planned for %v", r.ID, d, by, due.Day, due.At, due.Plan)
				}
				if len(due.Steps) < 2 || !strings.Contains(due.Text(), long(due.Day)) {
					t.Fatalf("%s from %v: %v", r.ID, d, due.Steps)
				}
			}
		}
	}
}

// A time that starts later never ends earlier; a last day that rolls lands on an open day; the steps end on the due
// day. The fax rule is left out of the first: by its own words a fax of Friday evening counts on Monday and one of
// Saturday morning on Saturday.
func TestDueDatesKeepTheirPromises(t *testing.T) {
	table := theTable(t)
	rules := table.Rules()
	rapid.Check(t, func(t *rapid.T) {
		r := rules[rapid.IntRange(0, len(rules)-1).Draw(t, "rule")]
		zone := table.Zone(r)
		to := r.To
		if to.IsZero() {
			to = DayOf(2035, 1, 1)
		}
		first := r.From.At(0, 0, 0, zone).Unix()
		span := to.At(23, 59, 0, zone).Unix() - first
		at := time.Unix(first+rapid.Int64Range(0, span).Draw(t, "at"), 0)
		later := at.Add(time.Duration(rapid.Int64Range(0, 40*86400).Draw(t, "later")) * time.Second)
		by := rapid.SampledFrom(append(Services(), "")).Draw(t, "service")
		due, err := table.Due(r.ID, Start{At: at, Service: by})
		var not *NotInForce
		if errors.As(err, &not) {
			t.Skip("the receipt is presumed after the rule's last day")
		}
		if err != nil {
			t.Fatal(err)
		}
		if due.At.Before(at) && r.Roll != rollFax {
			t.Fatalf("%s: due %v before its start %v", r.ID, due.At, at)
		}
		if next, err := table.Due(r.ID, Start{At: later, Service: by}); err == nil && next.At.Before(due.At) && r.Roll != rollFax {
			t.Fatalf("%s: from %v due %v, from the later %v due %v", r.ID, at, due.At, later, next.At)
		}
		switch r.Roll {
		case rollNo, rollUnit, rollFax:
		default:
			if why, closed, _ := r.Calendar.Closed(due.Day, nil); closed {
				t.Fatalf("%s: due on %v, %s", r.ID, due.Day, why)
			}
		}
		said := false
		for _, s := range due.Steps {
			said = said || (strings.Contains(s.Text, "ue ") || strings.HasPrefix(s.Text, "Taken as received")) && strings.Contains(s.Text, long(due.Day))
		}
		if !said {
			t.Fatalf("%s: no step says that it is due on %s: %v", r.ID, long(due.Day), due.Steps)
		}
	})
}

func TestStories(t *testing.T) {
	table := theTable(t)
	at := func(s string) time.Time {
		v, _, err := ParseStart(s, table.Zone(Rule{Programme: "ca-wc-imr"}))
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for _, x := range []struct {
		name, rule, from, received string
		by                         Service
		urgent                     bool
		due, says                  string
	}{
		{"a fax of the evening counts on the next business day", "ur.rfa_deemed_received.fax", "2025-11-20T18:05", "", Fax, false, "2025-11-21T23:59:59-08:00", "after 17:30"},
		{"one of 17:30 on its own", "ur.rfa_deemed_received.fax", "2025-11-20T17:30", "", Fax, false, "2025-11-20T23:59:59-08:00", "at that minute"},
		{"one of Wednesday evening before Thanksgiving on Monday", "ur.rfa_deemed_received.fax", "2025-11-26T19:00", "", "", false, "2025-12-01T23:59:59-08:00", "Thanksgiving"},
		{"not in expedited review", "ur.rfa_deemed_received.fax", "2025-11-20T18:05", "", Fax, true, "2025-11-20T23:59:59-08:00", "changes nothing"},
		{"nor by e-mail", "ur.rfa_deemed_received.fax", "2025-11-20T18:05", "", Electronic, false, "2025-11-20T23:59:59-08:00", "fax alone"},
		{"a mailed request is taken as received after five days", "ur.rfa_deemed_received.mail", "2025-11-20", "", MailInState, false, "2025-11-25T23:59:59-08:00", "Taken as received"},
		{"or on the day that is proved", "ur.rfa_deemed_received.mail", "2025-11-20", "2025-11-24", MailInState, false, "2025-11-24T23:59:59-08:00", "proved"},
		{"hours run from the proved receipt of the notice", "imr.records.expedited", "2025-11-26T15:00", "2025-11-26T16:10", Fax, false, "2025-11-27T16:10:00-08:00", "stands in place"},
		{"a receipt of the same day, its hour unknown, is at the earliest when the notice was sent", "imr.records.expedited", "2025-11-26T15:00", "2025-11-26", Fax, false, "2025-11-27T15:00:00-08:00", "stands in place"},
		{"72 hours end an hour later by the dial in spring", "ur.decide.expedited", "2025-03-08T22:30", "", Fax, false, "2025-03-11T23:30:00-07:00", "go forward"},
		{"and an hour earlier in autumn", "imr.records.expedited", "2025-11-01T15:00", "", Fax, false, "2025-11-02T14:00:00-08:00", "go back"},
		{"a proved receipt changes nothing where service counts", "imr.apply", "2025-03-03", "2025-03-20", Personal, false, "2025-04-02T23:59:59-07:00", "changes nothing"},
		{"the earlier text answers for its own days", "imr.eligibility.answer", "2013-08-19", "", "", false, "2013-09-03T23:59:59-07:00", "earlier text"},
		{"Medicare presumes receipt", "qic.request", "2025-01-06", "", MailInState, false, "2025-07-10T23:59:59-07:00", "presumed"},
		{"unless another day is proved", "qic.request", "2025-01-06", "2025-01-09", MailInState, false, "2025-07-08T23:59:59-07:00", "proved"},
		{"an expedited request to the contractor has until noon", "qic.expedited.request", "2025-07-02T16:00", "", "", false, "2025-07-03T12:00:00-07:00", "noon"},
		{"of the next day that it is open", "qic.expedited.request", "2025-07-03T16:00", "", "", false, "2025-07-07T12:00:00-07:00", "Independence Day"},
		{"four months without such a day end on the first of the fifth, federally", "aca.request", "2025-10-31", "", "", false, "2026-03-02T23:59:59-08:00", "first of the next month"},
		{"and on the last of the month in New York", "ny.apply.insured", "2025-10-31T12:00:00-04:00", "", "", false, "2026-03-02T23:59:59-05:00", "last of the month"},
		{"a filing in Texas ends with business hours", "tx.wc.request", "2025-11-10T12:00:00-06:00", "", "", false, "2025-12-29T17:00:00-06:00", "17:00"},
		{"the denial keeps its force for twelve months", "ur.decision_in_force", "2024-02-29", "", "", false, "2025-02-28T23:59:59-08:00", "last of the month"},
		{"the records before the application are kept for six years", "aca.records_kept", "2025-06-02", "", "", false, "2031-06-02T23:59:59-07:00", "6 years"},
		{"a determination that falls due on a Sunday is planned for the Friday", "imr.decide.regular", "2015-10-09", "", "", false, "2015-11-08T23:59:59-08:00", "plan for Friday, November 6, 2015"},
	} {
		t.Run(x.name, func(t *testing.T) {
			s := Start{At: at(x.from), DayOnly: len(x.from) == 10, Service: x.by, Urgent: x.urgent}
			if x.received != "" {
				s.Received = at(x.received)
			}
			due, err := table.Due(x.rule, s)
			if err != nil {
				t.Fatal(err)
			}
			if got := due.At.Format(time.RFC3339); got != x.due || !strings.Contains(due.Text(), x.says) {
				t.Errorf("due %s, want %s saying %q\n%s", got, x.due, x.says, due.Text())
			}
		})
	}
}

func TestWhatCannotBeComputedIsRefused(t *testing.T) {
	table := theTable(t)
	zone := table.Zone(Rule{Programme: "ca-wc-imr"})
	at := MustDay("2015-10-01").At(9, 0, 0, zone)
	for _, x := range []struct {
		rule string
		s    Start
		says string
	}{
		{"imr.apply", Start{At: at, Service: "pigeon"}, "the ways are personal, electronic"},
		{"imr.apply", Start{}, "was not in force"},
		{"imr.apply.formulary", Start{At: at}, "from 2018-01-01 on"},
		{"imr.records.expedited", Start{At: at, Received: at.Add(-time.Hour)}, "before it was sent"},
		{"imr.decide", Start{At: at}, "there is imr.decide.regular"},
		{"nothing", Start{At: at}, "there is no rule"},
	} {
		if _, err := table.Due(x.rule, x.s); err == nil || !strings.Contains(err.Error(), x.says) {
			t.Errorf("%s: %v, want %q", x.rule, err, x.says)
		}
	}
	two, err := NewTable([]Rule{{ID: "a", Programme: "x", From: 5}, {ID: "a", Programme: "x", From: 9}}, zone)
	if err == nil {
		t.Error("two rows in force at once are taken", two)
	}
}

func TestOneIDInTwoProgrammesIsNamedWithItsProgramme(t *testing.T) {
	row := func(programme string) Table {
		table, err := NewTable([]Rule{{ID: "decide", Programme: programme, Length: 30, Unit: "calendar_day", Extension: "none", Roll: "no", From: 1}}, time.UTC)
		if err != nil {
			t.Fatal(err)
		}
		return table
	}
	both, err := Join(row("a"), row("b"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := both.On("decide", 100); err == nil || !strings.Contains(err.Error(), "a/decide or b/decide") {
		t.Error(err)
	}
	if r, err := both.On("b/decide", 100); err != nil || r.Programme != "b" {
		t.Error(r.Programme, err)
	}
	if _, err := Join(row("a"), row("a")); err == nil {
		t.Error("one programme is taken twice")
	}
}

func TestTheJSONForm(t *testing.T) {
	table := theTable(t)
	at, _, _ := ParseStart("2015-10-01T09:30:00-07:00", time.UTC)
	due, err := table.Due("imr.records.mail", Start{At: at, Service: MailInState})
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(due)
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(b, &got); err != nil {
		t.Fatal(err)
	}
	for k, want := range map[string]any{
		"rule": "imr.records.mail", "from": "2015-10-01T09:30:00-07:00", "due": "2015-10-16", "due_at": "2015-10-16T23:59:59-07:00",
		"authority": "8 CCR 9792.10.5(a)(1); 9792.12(c)(6); 9792.10.6(b)(2)", "received": nil, "service": "mail_in_state",
	} {
		if v, ok := got[k]; !ok || v != want {
			t.Errorf("%s: %v, want %v", k, v, want)
		}
	}
	if steps, _ := got["steps"].([]any); len(steps) < 4 {
		t.Errorf("steps: %v", got["steps"])
	}
}

func TestRulesAreListed(t *testing.T) {
	table := theTable(t)
	var b bytes.Buffer
	if err := WriteRules(&b, table.Rules()); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"ca-wc-imr\n", "15 days after the notice of assignment was mailed", "from 2013-01-01 to 2014-02-11"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the list does not say %q", want)
		}
	}
	j, err := json.Marshal(table.Rules()[0])
	if err != nil || !bytes.Contains(j, []byte(`"effective_to":null`)) {
		t.Errorf("%s %v", j, err)
	}
}

func FuzzParseStart(f *testing.F) {
	for _, s := range []string{"2015-10-01", "2015-10-01T09:30:00-07:00", "2015-10-01T09:30", "0000-01-01T00:00:00Z", ""} {
		f.Add(s)
	}
	table := theTable(f)
	f.Fuzz(func(t *testing.T, s string) {
		at, dayOnly, err := ParseStart(s, time.UTC)
		if err != nil {
			return
		}
		if at.IsZero() && s != "0001-01-01" && !strings.HasPrefix(s, "0001-01-01") {
			t.Errorf("%q is read as no time", s)
		}
		if due, err := table.Due("imr.decide.regular", Start{At: at, DayOnly: dayOnly}); err == nil && due.Day < MustDay("2013-01-01") {
			t.Errorf("%q: due %v", s, due.Day)
		}
	})
}

func FuzzParseDay(f *testing.F) {
	f.Add("2015-10-01")
	f.Add("2016-02-30")
	f.Fuzz(func(t *testing.T, s string) {
		if d, err := ParseDay(s); err == nil && d.String() != s {
			t.Errorf("%q is read as %v", s, d)
		}
	})
}

func BenchmarkDue(b *testing.B) {
	table := theTable(b)
	at := MustDay("2025-11-12").At(10, 0, 0, table.Zone(Rule{Programme: "ca-wc-imr"}))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := table.Due("imr.records.mail", Start{At: at, Service: MailInState}); err != nil {
			b.Fatal(err)
		}
	}
}
