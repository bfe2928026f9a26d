package clock

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"
)

// Each row of the worked examples is a test.
func TestWorkedExamples(t *testing.T) {
	rules := map[string]Rule{}
	files, _ := filepath.Glob("../programme/*/clocks.tsv")
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		rs, err := ParseRules(f)
		_ = f.Close()
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rs {
			rules[r.ID] = r
		}
	}
	zone, err := time.LoadLocation("America/Los_Angeles")
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile("testdata/clock_examples.tsv")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(strings.TrimSpace(string(b)), "\n")[1:] {
		f := strings.Split(line, "\t") // id, clock, programme, type, event, start, method, holidays, weekend, due, due at, reasoning
		t.Run(f[0]+" "+f[1], func(t *testing.T) {
			from, err := time.Parse(time.RFC3339, f[5])
			if err != nil {
				from = MustDay(f[5]).At(0, 0, 0, zone)
			}
			r, ok := rules[f[1]]
			if !ok {
				t.Fatal("no such rule")
			}
			due, err := r.Due(Start{At: from, DayOnly: len(f[5]) == 10, Service: Service(f[6])}, zone, nil)
			if err != nil {
				t.Fatal(err)
			}
			if due.Day.String() != f[9] || f[10] != "" && due.At.Format(time.RFC3339) != f[10] {
				t.Errorf("due %v at %v, want %s at %s; %s\n%v", due.Day, due.At, f[9], f[10], f[11], due.Steps)
			}
		})
	}
}
