package clock

import (
	"encoding/json"
	"testing"
	"time"
)

func TestDayKeepsTheCalendar(t *testing.T) {
	for d := DayOf(1899, 12, 25); d < DayOf(2101, 1, 5); d++ {
		y, m, n := d.Date()
		if DayOf(y, m, n) != d {
			t.Fatalf("%v does not come back", d)
		}
		if w := time.Date(y, m, n, 0, 0, 0, 0, time.UTC).Weekday(); w != d.Weekday() {
			t.Fatalf("%v is a %v, not a %v", d, w, d.Weekday())
		}
	}
}

func TestDayInJSON(t *testing.T) {
	var v struct{ A, B Day }
	if err := json.Unmarshal([]byte(`{"A":"2014-09-18","B":null}`), &v); err != nil {
		t.Fatal(err)
	}
	if v.A != DayOf(2014, 9, 18) || !v.B.IsZero() {
		t.Fatalf("read %+v", v)
	}
	b, _ := json.Marshal(v)
	if string(b) != `{"A":"2014-09-18","B":null}` {
		t.Fatalf("wrote %s", b)
	}
	for _, bad := range []string{`"2014-13-01"`, `"18/09/2014"`, `3`, `"`} {
		if json.Unmarshal([]byte(`{"A":`+bad+`}`), &v) == nil {
			t.Errorf("%s was read as a day", bad)
		}
	}
}
