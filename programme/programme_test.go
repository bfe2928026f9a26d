package programme_test

import (
	"strings"
	"testing"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/programme"
)

func TestTheReferenceProgrammeHasEveryTable(t *testing.T) {
	p, err := programme.Load("ca-wc-imr")
	if err != nil {
		t.Fatal(err)
	}
	if n := len(p.Rules.Transitions); n != 45 {
		t.Errorf("%d transitions instead of 45", n)
	}
	if n := len(p.Rules.Grounds); n != 14 {
		t.Errorf("%d grounds instead of 14", n)
	}
	if n := len(p.Rules.Clocks.Rules()); n != 48 {
		t.Errorf("%d clocks instead of 48", n)
	}
	if n := len(p.Requirements); n != 91 {
		t.Errorf("%d requirements instead of 91", n)
	}
	if q := p.Rules.Quality; len(q.Codes) != 33 || len(q.Checklist) != 10 || q.Sampling.Permille != 30 || q.Sampling.MonthlyCap != 25 {
		t.Errorf("%d codes, %d lines of the checklist, sampling %+v", len(q.Codes), len(q.Checklist), q.Sampling)
	}
	if p.Name == "" || p.Zone.String() != "America/Los_Angeles" {
		t.Errorf("name %q, zone %v", p.Name, p.Zone)
	}
}

func TestEveryProgrammeHasItsClocks(t *testing.T) {
	ids := programme.IDs()
	if len(ids) != 8 || ids[0] != "ca-wc-imr" {
		t.Fatalf("the programmes are %v", ids)
	}
	for _, id := range ids {
		p, err := programme.Load(id)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range p.Rules.Clocks.Rules() {
			if r.Programme != id {
				t.Errorf("%s: the clock %s is of %s", id, r.ID, r.Programme)
			}
		}
	}
	all, err := programme.Clocks()
	if err != nil || len(all.Rules()) != 96 {
		t.Fatalf("%d clocks, %v", len(all.Rules()), err)
	}
}

func TestAnUnknownProgrammeIsToldWhatThereIs(t *testing.T) {
	if _, err := programme.Load("nowhere"); err == nil || !strings.Contains(err.Error(), "tx-iro") {
		t.Error(err)
	}
}

func TestARuleIsTheOneInForce(t *testing.T) {
	all, err := programme.Clocks()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ id, on, want string }{
		{"imr.eligibility.answer", "2014-02-12", "imr.eligibility.answer"},
		{"imr.eligibility.answer", "2014-02-11", "imr.eligibility.answer.2013"},
		{"ca-wc-imr/imr.apply", "2015-09-16", "imr.apply"},
		{"imr.records.electronic", "2014-02-11", "was not in force on 2014-02-11"},
		{"ur.rfa_deemed_received.fax", "2026-04-01", "from 2013-01-01 to 2026-03-31"},
		{"tx-iro/imr.apply", "2015-09-16", "there is no rule"},
		{"apply", "2015-09-16", "there is imr.apply, dmhc.apply"},
	} {
		r, err := all.On(c.id, clock.MustDay(c.on))
		if err != nil && !strings.Contains(err.Error(), c.want) || err == nil && r.ID != c.want {
			t.Errorf("%s on %s: %s, %v; want %s", c.id, c.on, r.ID, err, c.want)
		}
	}
}
