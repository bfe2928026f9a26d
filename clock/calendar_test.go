package clock

import "testing"

func TestWorkingDaysOfTheCalendars(t *testing.T) {
	for _, x := range []struct {
		name     string
		calendar Calendar
		day      string
		why      string
	}{
		{"the day after Thanksgiving counted before 2020 (Gomez)", NormalBusiness, "2019-11-29", ""},
		{"and has not since", NormalBusiness, "2025-11-28", "Day after Thanksgiving"},
		{"Lincoln Day is a business day since 2020", NormalBusiness, "2025-02-12", ""},
		{"and a judicial holiday", Courts, "2025-02-12", "Lincoln Day"},
		{"but the Appeals Board is open", AppealsBoard, "2025-02-12", ""},
		{"Admission Day is no judicial holiday", Courts, "2025-09-09", ""},
		{"Saturday is no working day (Pa'u)", NormalBusiness, "2018-03-17", "Saturday"},
		{"courts observe July 4, 2026 on the Friday before", Courts, "2026-07-03", "Independence Day"},
		{"the state's offices do not", AppealsBoard, "2026-07-03", ""},
		{"courts observe New Year's Day 2022 in the old year", Courts, "2021-12-31", "New Year's Day"},
	} {
		why, closed, err := x.calendar.Closed(MustDay(x.day), nil)
		if err != nil || why != x.why || closed != (x.why != "") {
			t.Errorf("%s: %q %v %v", x.name, why, closed, err)
		}
	}
	if _, _, err := Calendar("moon").Closed(1, nil); err == nil {
		t.Error("an unknown calendar is taken")
	}
	if d, skipped, _ := Courts.Roll(MustDay("2025-11-27"), nil); d != MustDay("2025-12-01") || len(skipped) != 4 {
		t.Errorf("Thanksgiving rolls to %v over %d days", d, len(skipped))
	}
	if d, _, _ := NormalBusiness.Add(MustDay("2025-12-19"), 5, nil); d != MustDay("2025-12-29") {
		t.Errorf("five business days over Christmas end on %v", d)
	}
	if d, _, _ := NormalBusiness.Add(MustDay("2025-07-02"), 5, Closures{MustDay("2025-07-09"): "Day of mourning"}); d != MustDay("2025-07-11") {
		t.Errorf("an appointed holiday is counted: %v", d)
	}
}
