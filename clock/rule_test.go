package clock

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestTheTablesOfClocksAreRead(t *testing.T) {
	files, err := filepath.Glob("../programme/*/clocks.tsv")
	if err != nil || len(files) == 0 {
		t.Fatal("no table of clocks", err)
	}
	seen := map[string]bool{}
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		rules, err := ParseRules(f)
		_ = f.Close()
		if err != nil || len(rules) == 0 {
			t.Errorf("%s: %d rules, %v", name, len(rules), err)
		}
		for _, r := range rules {
			if seen[r.ID] || r.Authority == "" || r.Programme != filepath.Base(filepath.Dir(name)) {
				t.Errorf("%s: twice, without authority, or in the wrong folder", r.ID)
			}
			seen[r.ID] = true
		}
	}
	if len(seen) != 96 {
		t.Errorf("%d rules instead of 96", len(seen))
	}
}

func TestARuleKeepsItsTime(t *testing.T) {
	r := Rule{From: MustDay("2013-01-01"), To: MustDay("2014-02-11")}
	if !r.InForce(MustDay("2014-02-11")) || r.InForce(MustDay("2014-02-12")) || r.InForce(MustDay("2012-12-31")) {
		t.Error("the last day of a rule is in it, the next is not")
	}
}

// Whatever is taken as a table computes, or says why not, and never panics.
func FuzzParseRules(f *testing.F) {
	f.Add(ruleColumns + "\nx")
	f.Add(ruleColumns + "\n" + strings.Repeat("1\t", 17) + "1")
	files, _ := filepath.Glob("../programme/*/clocks.tsv")
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		for _, line := range strings.Split(strings.TrimSpace(string(b)), "\n")[1:] {
			f.Add(ruleColumns + "\n" + line)
		}
	}
	f.Fuzz(func(t *testing.T, s string) {
		rules, err := ParseRules(strings.NewReader(s))
		if err != nil {
			return
		}
		table, err := NewTable(rules, time.UTC)
		if err != nil {
			return
		}
		for _, r := range rules {
			at := max(r.From, MustDay("2015-10-01")).At(9, 0, 0, time.UTC)
			due, err := r.Due(Start{At: at, Service: MailInState}, time.UTC, nil)
			if err == nil && due.Day < DayIn(at, time.UTC) {
				t.Errorf("%+v: due %v", r, due.Day)
			}
			_, _ = table.On(r.ID, r.From)
		}
	})
}
