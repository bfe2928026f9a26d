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
		{"courts observe July 4, 2026 on the Friday before", Courts, "2026-07-03", "Independence Day, observed"},
		{"the state's offices do not", AppealsBoard, "2026-07-03", ""},
		{"courts observe New Year's Day 2022 in the old year", Courts, "2021-12-31", "New Year's Day, observed"},
		{"before 2020 Lincoln Day was none by the letter of Government Code 6700", NormalBusiness, "2019-02-12", "Lincoln Day by Government Code 6700, though the state's offices are open: unsettled"},
		{"federal offices close on Juneteenth since 2021", Federal, "2021-06-18", "Juneteenth"},
		{"and did not in 2020", Federal, "2020-06-19", ""},
		{"a federal holiday on a Saturday is kept on Friday", Federal, "2026-07-03", "Independence Day"},
		{"also over the turn of the year", Federal, "2021-12-31", "New Year's Day"},
		{"one on a Sunday on Monday", Federal, "2021-07-05", "Independence Day"},
		{"federal offices keep Columbus Day", Federal, "2025-10-13", "Columbus Day"},
		{"but are open after Thanksgiving", Federal, "2025-11-28", ""},
		{"New York keeps the general election day", NewYork, "2025-11-04", "General Election Day"},
		{"which follows the first Monday", NewYork, "2022-11-08", "General Election Day"},
		{"and not a Saturday's holiday on Friday", NewYork, "2026-07-03", ""},
		{"but a Sunday's on Monday", NewYork, "2023-01-02", "New Year's Day"},
		{"New York keeps Lincoln's Birthday", NewYork, "2025-02-12", "Lincoln's Birthday"},
		{"Texas keeps the Friday after Thanksgiving", Texas, "2025-11-28", "Friday after Thanksgiving Day"},
		{"and the day after Christmas", Texas, "2025-12-26", "December 26"},
		{"and not Juneteenth, which is no national holiday of its code", Texas, "2025-06-19", ""},
		{"nor Monday for a Sunday", Texas, "2023-01-02", ""},
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
	if d, _, _ := NormalBusiness.Add(MustDay("2025-07-02"), 5, Closures{"ca": {MustDay("2025-07-09"): "Day of mourning"}}); d != MustDay("2025-07-11") {
		t.Errorf("an appointed holiday is counted: %v", d)
	}
}

func TestAppointedDaysAreEnteredByHand(t *testing.T) {
	cs, err := ParseClosures([]string{"2025-01-09 us National day of mourning", "2025-01-10  ca  Day of prayer"})
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		c    Calendar
		day  string
		want string
	}{
		{Federal, "2025-01-09", "National day of mourning"}, {Courts, "2025-01-09", ""},
		{NormalBusiness, "2025-01-10", "Day of prayer"}, {Federal, "2025-01-10", ""},
	} {
		if why, _, err := x.c.Closed(MustDay(x.day), cs); err != nil || why != x.want {
			t.Errorf("%s on %s: %q, %v", x.c, x.day, why, err)
		}
	}
	for _, bad := range []string{"", "2025-01-09", "2025-01-09 us", "9 January us Mourning", "2025-01-09 uk Mourning"} {
		if _, err := ParseClosures([]string{bad}); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}
