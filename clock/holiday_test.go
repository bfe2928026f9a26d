package clock

import (
	"os"
	"strings"
	"testing"
	"time"
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
		rows++
		k := key{MustDay(f[0]), f[1]}
		h, ok := got[k]
		if !ok {
			t.Errorf("%s %s is not computed", f[0], f[2])
			continue
		}
		delete(got, k)
		yes := func(s string) bool { return strings.HasPrefix(s, "yes") }
		if h.GC6700 != yes(f[5]) || h.Offices != yes(f[6]) || h.Courts != yes(f[7]) || h.Observed != (f[3] == "observed") || h.Partial != (f[3] == "partial") || h.Name != f[2] && !h.Observed {
			t.Errorf("%s %s: computed %+v, the table says %v", f[0], f[2], h, f[3:])
		}
	}
	for _, line := range strings.Split(strings.TrimSpace(string(b)), "\n")[1:] {
		f := strings.Split(line, "\t")
		d, column := MustDay(f[0]), 6 // what the state's offices keep
		if d < normalFrom {
			column = 8 // the reading before 2020
		}
		wd := d.Weekday()
		want := wd == time.Saturday || wd == time.Sunday || closes(b, f[0], column)
		if why, closed, err := NormalBusiness.Closed(d, nil); err != nil || closed != want {
			t.Errorf("%s %s: no working day: %v (%s), want %v", f[0], f[2], closed, why, want)
		}
	}
	for k, h := range got {
		if y := k.day.Year(); y >= 2013 && y <= 2030 {
			t.Errorf("%v %s is computed but not in the table", k.day, h.Name)
		}
	}
	if rows != 346 {
		t.Errorf("%d rows were compared, not the 346 of the table", rows)
	}
}

// closes says whether any row of a day says yes in a column.
func closes(table []byte, day string, column int) bool {
	for _, line := range strings.Split(string(table), "\n") {
		if f := strings.Split(line, "\t"); f[0] == day && strings.HasPrefix(f[column], "yes") {
			return true
		}
	}
	return false
}

// New Year's days of the Chinese calendar as published, the one after the intercalary month of 2033 among them.
func TestMovableHolidaysOfOtherYears(t *testing.T) {
	for _, want := range []string{"1985-02-20", "2000-02-05", "2020-01-25", "2021-02-12", "2022-02-01", "2031-01-23", "2033-01-31", "2034-02-19", "2035-02-08"} {
		if got := lunarNewYear(MustDay(want).Year()); got != MustDay(want) {
			t.Errorf("Lunar New Year %v, want %s", got, want)
		}
	}
	for _, want := range []string{"2020-11-14", "2021-11-04", "2022-10-24", "2023-11-12", "2025-10-20"} {
		if got := diwali(MustDay(want).Year()); got != MustDay(want) {
			t.Errorf("Diwali %v, want %s", got, want)
		}
	}
	for _, easter := range []string{"1818-03-22", "1943-04-25", "2000-04-23", "2285-03-22"} {
		if got := goodFriday(MustDay(easter).Year()); got != MustDay(easter)-2 {
			t.Errorf("Good Friday %v, want two days before %s", got, easter)
		}
	}
}
