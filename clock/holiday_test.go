package clock

import (
	"os"
	"strings"
	"testing"
)

// Every row of the published table from 2013 to 2030 must come out of the rules, and nothing else.
func TestHolidaysAgreeWithTheTable(t *testing.T) {
	b, err := os.ReadFile("testdata/ca_holidays.tsv")
	if err != nil {
		t.Fatal(err)
	}
	type key struct {
		day Day
		id  string
	}
	got := map[key]Holiday{}
	for year := 2013; year <= 2031; year++ {
		for _, h := range Holidays(year) {
			got[key{h.Day, h.ID}] = h
		}
	}
	rows := 0
	for _, line := range strings.Split(strings.TrimSpace(string(b)), "\n")[1:] {
		f := strings.Split(line, "\t") // date, rule, name, kind, actual, gc 6700, offices, courts
		switch f[1] {
		case "goodfriday", "lunar", "genocide", "diwali":
			continue // not computed: they close nothing
		}
		rows++
		k := key{MustDay(f[0]), f[1]}
		h, ok := got[k]
		if !ok {
			t.Errorf("%s %s is not computed", f[0], f[2])
			continue
		}
		delete(got, k)
		yes := func(s string) bool { return strings.HasPrefix(s, "yes") }
		if h.GC6700 != yes(f[5]) || h.Offices != yes(f[6]) || h.Courts != yes(f[7]) || h.Observed != (f[3] == "observed") {
			t.Errorf("%s %s: computed %+v, the table says %v", f[0], f[2], h, f[3:])
		}
	}
	for k, h := range got {
		if y := k.day.Year(); y >= 2013 && y <= 2030 {
			t.Errorf("%v %s is computed but not in the table", k.day, h.Name)
		}
	}
	if rows < 250 {
		t.Errorf("only %d rows were compared", rows)
	}
}
