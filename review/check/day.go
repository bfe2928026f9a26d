package check

import (
	"strconv"
	"strings"
	"time"

	"github.com/openimr/openimr/clock"
)

// A day is a date that stands in a text; Month and Day are 0 where only a year is said, Day is 0 where only a month is, and
// Year is 0 where none is ("on October 14").
type day struct {
	Year, Month, Day int
	from, to         int // tokens
}

// meets says whether what a page says is what a sentence says, as far as both say it. A sentence that says a day is not met by a
// page that says the month alone.
func (d day) meets(page day) bool {
	switch {
	case d.Year != 0 && page.Year != 0 && d.Year != page.Year:
		return false
	case d.Month != 0 && d.Month != page.Month:
		return false
	case d.Day != 0 && d.Day != page.Day:
		return false
	}
	return d.Year == 0 || page.Year != 0 || d.Month != 0 && d.Day != 0
}

// of is a day of the calendar; the zero day where a part is missing.
func (d day) of() clock.Day {
	if d.Year == 0 || d.Month == 0 || d.Day == 0 {
		return 0
	}
	return clock.DayOf(d.Year, time.Month(d.Month), d.Day)
}

func dayOfClock(c clock.Day) day {
	y, m, d := c.Date()
	return day{Year: y, Month: int(m), Day: d}
}

// String is the day as letters write it.
func (d day) String() string {
	switch {
	case d.Day == 0 && d.Month == 0:
		return strconv.Itoa(d.Year)
	case d.Day == 0:
		return time.Month(d.Month).String() + " " + strconv.Itoa(d.Year)
	case d.Year == 0:
		return time.Month(d.Month).String() + " " + strconv.Itoa(d.Day)
	}
	return strconv.Itoa(d.Month) + "-" + strconv.Itoa(d.Day) + "-" + strconv.Itoa(d.Year)
}

// near is how alike two days are, from 0 to 6: parts that agree, digits that were swapped.
func (d day) near(o day) int {
	n := 0
	if d.Year == o.Year {
		n += 2
	}
	if d.Month == o.Month {
		n += 2
	}
	if d.Day == o.Day {
		n += 2
	}
	return n
}

func validDay(y, m, d int) bool {
	if y < 1900 || y > 2100 || m < 1 || m > 12 || d < 1 || d > 31 {
		return false
	}
	_, month, _ := clock.DayOf(y, time.Month(m), d).Date()
	return int(month) == m
}

var months = func() map[string]int {
	m := map[string]int{}
	for i := 1; i <= 12; i++ {
		name := strings.ToLower(time.Month(i).String())
		m[name], m[name[:3]] = i, i
	}
	m["sept"] = 9
	return m
}()

// fullYear reads a year of two or four digits, 0 where it is none.
func fullYear(s string) int {
	n, err := strconv.Atoi(s)
	switch {
	case err != nil:
		return 0
	case len(s) == 4 && n >= 1900 && n <= 2100:
		return n
	case len(s) == 2 && n <= 40:
		return 2000 + n
	case len(s) == 2:
		return 1900 + n
	}
	return 0
}

// calendarWords stand before a month's name that is one: "may" and "march" are verbs too.
func (r *reading) isMonth(i int) int {
	m := months[r.toks[i].text]
	if m == 0 && r.page {
		m = monthSlip(r.toks[i].text)
	}
	if m == 0 || r.toks[i].text != "may" && r.toks[i].text != "mar" && r.toks[i].text != "march" {
		return m
	}
	if i+1 < len(r.toks) && (digitAt(r.toks[i+1].text, 0) || r.toks[i+1].text == "of") || r.toks[i].upper && i > 0 && r.toks[i].text != "may" {
		return m
	}
	return 0
}

// findDays finds the dates of a text.
func (r *reading) findDays() {
	for i := 0; i < len(r.toks); i++ {
		t := r.toks[i].text
		if r.toks[i].number {
			d, ok := slashed(t)
			if !ok && r.page && len(t) >= 6 {
				d, ok = slashed(daySlips.Replace(t))
			}
			if ok {
				r.day(d, i, i+1)
				continue
			}
			if n, d, ok := r.spacedDay(i); ok { // "10 / 12 / 2015", as text recognition parts it
				r.day(d, i, i+n)
				i += n - 1
				continue
			}
			// "12 October 2015", "the 14th of October"
			if n := ordinal(t); n >= 1 && n <= 31 && i+1 < len(r.toks) {
				k := i + 1
				if r.toks[k].text == "of" && k+1 < len(r.toks) {
					k++
				}
				if m := r.isMonth(k); m != 0 {
					d, to := day{Month: m, Day: n}, k+1
					if k+1 < len(r.toks) && r.toks[k+1].number {
						if y := fullYear(r.toks[k+1].text); y != 0 && len(r.toks[k+1].text) == 4 {
							d.Year, to = y, k+2
						}
					}
					if d.Year != 0 || k > i+1 || strings.HasSuffix(t, "th") {
						r.day(d, i, to)
						i = to - 1
						continue
					}
				}
			}
			if y := fullYear(t); y != 0 && len(t) == 4 && y >= 1930 && r.yearAt(i) {
				r.day(day{Year: y}, i, i+1)
			}
			if mo, y, ok := strings.Cut(t, "/"); ok && len(y) == 4 && fullYear(y) != 0 {
				if n, err := strconv.Atoi(mo); err == nil && n >= 1 && n <= 12 {
					r.day(day{Year: fullYear(y), Month: n}, i, i+1)
				}
			}
			continue
		}
		m := r.isMonth(i)
		if m == 0 {
			continue
		}
		to, d := i+1, day{Month: m}
		if to < len(r.toks) && r.toks[to].text == "of" {
			to++
		}
		if to < len(r.toks) {
			if n := ordinal(r.toks[to].text); n >= 1 && n <= 31 && len(r.toks[to].text) < 5 && (r.toks[to].to-r.toks[to].from <= 5 || r.page) {
				d.Day = n
				to++
			}
		}
		if to < len(r.toks) && len(r.toks[to].text) == 4 {
			if y := fullYear(r.toks[to].text); y != 0 {
				d.Year = y
				to++
			}
		}
		if d.Day == 0 && d.Year == 0 {
			continue
		}
		r.day(d, i, to)
		i = to - 1
	}
}

func (r *reading) day(d day, from, to int) {
	d.from, d.to = from, to
	r.days = append(r.days, d)
	for i := from; i < to; i++ {
		r.toks[i].used = true
	}
}

// daySlips mends letters that stand for digits in a date.
var daySlips = strings.NewReplacer("o", "0", "l", "1", "i", "1", "|", "1", "!", "1", "s", "5", "z", "2", "b", "8", "g", "9")

// monthSlip reads the name of a month with one letter wrong, missing or added, or with letters that look alike.
func monthSlip(w string) int {
	if len(w) < 5 || len(w) > 11 {
		return 0
	}
	w = strings.NewReplacer("0", "o", "1", "l", "rn", "m").Replace(w)
	if m := months[w]; m != 0 {
		return m
	}
	if len(w) < 7 {
		return 0
	}
	for i := 1; i <= 12; i++ {
		if name := strings.ToLower(time.Month(i).String()); len(name) >= 7 && oneOff(w, name) {
			return i
		}
	}
	return 0
}

// oneOff says that two words differ by one letter.
func oneOff(a, b string) bool {
	if len(a) < len(b) {
		a, b = b, a
	}
	if len(a)-len(b) > 1 {
		return false
	}
	i := 0
	for i < len(b) && a[i] == b[i] {
		i++
	}
	if len(a) > len(b) {
		return a[i+1:] == b[i:]
	}
	return i == len(a) || a[i+1:] == b[i+1:]
}

// ordinal reads "14", "14th", "1st".
func ordinal(s string) int {
	for _, end := range []string{"st", "nd", "rd", "th"} {
		s = strings.TrimSuffix(s, end)
	}
	n, err := strconv.Atoi(s)
	if err != nil || len(s) > 2 {
		return 0
	}
	return n
}

// slashed reads "10/12/2015", "10-12-15", "2015-10-12", "10.12.2015".
func slashed(s string) (day, bool) {
	for _, sep := range []string{"/", "-", "."} {
		p := strings.Split(s, sep)
		if len(p) != 3 {
			continue
		}
		if len(p[0]) == 4 {
			y, m, d := fullYear(p[0]), atoi(p[1]), atoi(p[2])
			return day{Year: y, Month: m, Day: d}, validDay(y, m, d)
		}
		if len(p[0]) > 2 || len(p[1]) > 2 || len(p[2]) != 2 && len(p[2]) != 4 || sep == "." && len(p[2]) == 2 && len(p[1]) == 1 {
			return day{}, false
		}
		y, m, d := fullYear(p[2]), atoi(p[0]), atoi(p[1])
		return day{Year: y, Month: m, Day: d}, validDay(y, m, d)
	}
	return day{}, false
}

// spacedDay reads a date that is parted into several words.
func (r *reading) spacedDay(i int) (int, day, bool) {
	s := r.toks[i].text
	if len(s) > 6 {
		return 0, day{}, false
	}
	for n := 2; n <= 5 && i+n <= len(r.toks); n++ {
		next := r.toks[i+n-1].text
		if next == "" || len(next) > 7 || strings.Trim(next, "0123456789/-") != "" {
			return 0, day{}, false
		}
		s += next
		if strings.ContainsAny(s, "/-") {
			if d, ok := slashed(s); ok && strings.Count(s, "/")+strings.Count(s, "-") == 2 && !strings.Contains(r.toks[i].text, "/20") {
				return n, d, true
			}
		}
	}
	return 0, day{}, false
}

// yearAt says whether four digits are a year by the words before them.
func (r *reading) yearAt(i int) bool {
	if i == 0 {
		return r.page
	}
	switch r.toks[i-1].text {
	case "in", "since", "circa", "around", "from", "year", "during", "late", "early", "mid", "until", "to", "and", "of", "approximately", "through", "between", "as":
		return true
	}
	return r.page || r.toks[i].opens
}

func atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return -1
	}
	return n
}
