package clock

import (
	"math"
	"time"
)

// Sun and moon, as far as three holidays of Government Code 6700 need them. The formulas are those of Jean Meeus,
// Astronomical Algorithms, chapters 25 and 49: good to a minute for the moon and to a few minutes for the sun's
// longitude within some centuries of today, which is finer than the day that is asked for, save where a new moon
// falls within minutes of midnight.

const julianUnix = 2440587.5 // Julian day of 1970-01-01 00:00 UTC

// civilDay is the day of a Julian date at a place so many hours ahead of UTC.
func civilDay(jd, ahead float64) Day {
	return Day(math.Floor(jd-julianUnix+ahead/24)) + unixDay
}

func julian(d Day) float64 { return float64(d-unixDay) + julianUnix }

func sin(degrees float64) float64 { return math.Sin(math.Mod(degrees, 360) * math.Pi / 180) }

// newMoon returns the Julian date (UTC) of the new moon of a lunation number, counted from the one of 2000-01-06.
func newMoon(k float64) float64 {
	t := k / 1236.85
	jde := 2451550.09766 + 29.530588861*k + 0.00015437*t*t
	e := 1 - 0.002516*t - 0.0000074*t*t
	sun := 2.5534 + 29.10535670*k - 0.0000014*t*t
	moon := 201.5643 + 385.81693528*k + 0.0107582*t*t
	node := 160.7108 + 390.67050284*k - 0.0016118*t*t
	long := 124.7746 - 1.56375588*k + 0.0020672*t*t
	jde += -0.40720*sin(moon) + 0.17241*e*sin(sun) + 0.01608*sin(2*moon) + 0.01039*sin(2*node) +
		0.00739*e*sin(moon-sun) - 0.00514*e*sin(moon+sun) + 0.00208*e*e*sin(2*sun) - 0.00111*sin(moon-2*node) -
		0.00057*sin(moon+2*node) + 0.00056*e*sin(2*moon+sun) - 0.00042*sin(3*moon) + 0.00042*e*sin(sun+2*node) +
		0.00038*e*sin(sun-2*node) - 0.00024*e*sin(2*moon-sun) - 0.00017*sin(long)
	return jde - deltaT(2000+t*100)/86400
}

// deltaT is the seconds by which dynamical time is ahead of UTC in a year, after Espenak and Meeus.
func deltaT(year float64) float64 {
	if year >= 2005 && year < 2050 {
		t := year - 2000
		return 62.92 + 0.32217*t + 0.005589*t*t
	}
	u := (year - 1820) / 100
	return -20 + 32*u*u
}

// newMoonFrom returns the first new moon at or after a Julian date.
func newMoonFrom(jd float64) float64 {
	for k := math.Floor((jd-2451550.1)/29.530588861) - 1; ; k++ {
		if m := newMoon(k); m >= jd {
			return m
		}
	}
}

// sunLongitude is the apparent longitude of the sun at a Julian date, in degrees from the equinox of date.
func sunLongitude(jd float64) float64 {
	t := (jd - 2451545) / 36525
	anomaly := 357.52911 + 35999.05029*t - 0.0001537*t*t
	long := 280.46646 + 36000.76983*t + 0.0003032*t*t + (1.914602-0.004817*t)*sin(anomaly) + (0.019993-0.000101*t)*sin(2*anomaly) + 0.000289*sin(3*anomaly)
	return math.Mod(math.Mod(long-0.00569-0.00478*sin(125.04-1934.136*t), 360)+360, 360)
}

// sunAt returns the Julian date at which the sun reaches a longitude, near a guess.
func sunAt(longitude, near float64, of func(jd float64) float64) float64 {
	for range 12 {
		off := math.Mod(longitude-of(near)+540, 360) - 180
		near += off * 365.2422 / 360
	}
	return near
}

// lunarNewYear is the first day of the first month of the Chinese calendar, by days of Beijing: the second new moon
// after the winter solstice, or the third where an intercalary month comes between. A month is intercalary where the
// year between two solstices has thirteen and the sun reaches no multiple of 30 degrees in it.
func lunarNewYear(year int) Day {
	const ahead = 8
	solstice := func(y int) Day { return civilDay(sunAt(270, julian(DayOf(y, time.December, 21)), sunLongitude), ahead) }
	first, last := solstice(year-1), solstice(year)
	month := func(d Day) Day { return civilDay(newMoonFrom(julian(d)-float64(ahead)/24), ahead) } // the month that begins on or after d
	second := month(first + 1)                                                                    // the twelfth month, the eleventh having the solstice
	months := 0
	for m := second; m <= last; m = month(m + 1) {
		months++
	}
	if months == 13 {
		for _, m := range []Day{second, month(second + 1)} {
			if !hasMajorTerm(m, month(m+1), ahead) {
				return month(month(second+1) + 1)
			}
		}
	}
	return month(second + 1)
}

// hasMajorTerm says whether the sun reaches a multiple of 30 degrees on a day from first until before end.
func hasMajorTerm(first, end Day, ahead float64) bool {
	at := func(d Day) float64 { return math.Floor(sunLongitude(julian(d)-ahead/24) / 30) }
	return at(first) != at(end)
}

// diwali is the evening of the new moon of the month in which the sun enters sidereal Libra, by custom in India: the
// last evening whose dusk, taken as 18:06, comes before the moon is new.
func diwali(year int) Day {
	const ahead, dusk = 5.5, 18.1
	sidereal := func(jd float64) float64 { return sunLongitude(jd) - (23.853 + 50.29/3600*(jd-2451545)/365.25) }
	entry := sunAt(180, julian(DayOf(year, time.October, 17)), sidereal)
	return civilDay(newMoonFrom(entry), ahead-dusk)
}

// goodFriday is two days before Easter, by the Gregorian reckoning.
func goodFriday(year int) Day {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	g := (8*b + 13) / 25
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	month, day := (h+l-7*m+114)/31, (h+l-7*m+114)%31+1
	return DayOf(year, time.Month(month), day) - 2
}
