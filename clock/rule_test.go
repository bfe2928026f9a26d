package clock

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
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

func FuzzParseRules(f *testing.F) {
	f.Add(ruleColumns + "\nx")
	f.Add(ruleColumns + "\n" + strings.Repeat("1\t", 17) + "1")
	f.Fuzz(func(_ *testing.T, s string) { _, _ = ParseRules(strings.NewReader(s)) })
}
