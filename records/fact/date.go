package fact

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/openimr/openimr/clock"
)

const monthNames = `(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?`

var (
	dayPattern = compile(`\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})\b` +
		`|\b(\d{4})-(\d{2})-(\d{2})\b` +
		`|\b(` + monthNames + `) ?(\d{1,2})(?:st|nd|rd|th)?,? ?(\d{4})\b` +
		`|\b(\d{1,2})(?:st|nd|rd|th)?[ -](?:of )?(` + monthNames + `)[ ,-]+(\d{4}|\d{2})\b`)
	monthPattern = compile(`\b(` + monthNames + `)(?: of)?,? (\d{4})\b|\b(\d{1,2})/(\d{4})\b`)
	yearPattern  = compile(`\b(?:in|since|circa|approximately|around|from|year|during|late|early|mid) ?\(?((?:19|20)\d{2})\b|\(((?:19|20)\d{2})\)|\b((?:19|20)\d{2}):|^((?:19|20)\d{2})\b|, ((?:19|20)\d{2})\.?$|\b((?:19|20)\d{2})\.?$`)
)

// A said is a date that stands in a text: a day, or a month or a year alone.
type said struct {
	start, end int
	day        clock.Day
	when       string // "2009" or "2009-03" where no day is said
}

func monthOf(name string) int {
	return strings.Index("janfebmaraprmayjunjulaugsepoctnovdec", name[:3])/3 + 1
}

// dayOf is a day from its parts as digits; the zero Day where there is none such. Years of two digits are of 1941 to 2040.
func dayOf(year, month, day string) clock.Day {
	y, _ := strconv.Atoi(year)
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	if len(year) == 2 {
		if y += 2000; y > 2040 {
			y -= 100
		}
	}
	if y < 1900 || y > 2100 || m < 1 || m > 12 || d < 1 || d > 31 {
		return 0
	}
	got := clock.DayOf(y, time.Month(m), d)
	if _, month, _ := got.Date(); int(month) != m {
		return 0
	}
	return got
}

// days finds the days in a text in the order in which they stand there.
func days(text string) []said {
	if !hasDigit(text) {
		return nil
	}
	var found []said
	for _, m := range dayPattern.FindAllStringSubmatchIndex(text, -1) {
		g := func(n int) string {
			if m[2*n] < 0 {
				return ""
			}
			return text[m[2*n]:m[2*n+1]]
		}
		var d clock.Day
		switch {
		case m[2] >= 0:
			if text[m[3]] == text[m[5]] { // 7-8/10 is a score
				d = dayOf(g(3), g(1), g(2))
			}
		case m[8] >= 0:
			d = dayOf(g(4), g(5), g(6))
		case m[14] >= 0:
			d = dayOf(g(9), strconv.Itoa(monthOf(g(7))), g(8))
		default:
			d = dayOf(g(12), strconv.Itoa(monthOf(g(11))), g(10))
		}
		if d != 0 {
			found = append(found, said{start: m[0], end: m[1], day: d})
		}
	}
	return found
}

// dates finds days, months and years.
func dates(text string) []said {
	if !hasDigit(text) {
		return nil
	}
	found := days(text)
	free := func(start, end int) bool {
		for _, f := range found {
			if start < f.end && end > f.start {
				return false
			}
		}
		return true
	}
	for _, m := range monthPattern.FindAllStringSubmatchIndex(text, -1) {
		if !free(m[0], m[1]) {
			continue
		}
		if m[2] >= 0 {
			found = append(found, said{start: m[0], end: m[1], when: fmt.Sprintf("%s-%02d", text[m[4]:m[5]], monthOf(text[m[2]:m[3]]))})
		} else if n, _ := strconv.Atoi(text[m[6]:m[7]]); n >= 1 && n <= 12 && text[m[8]:m[9]] > "1900" && text[m[8]:m[9]] < "2100" {
			found = append(found, said{start: m[0], end: m[1], when: fmt.Sprintf("%s-%02d", text[m[8]:m[9]], n)})
		}
	}
	for _, m := range yearPattern.FindAllStringSubmatchIndex(text, -1) {
		for g := 1; g <= 6; g++ {
			if m[2*g] >= 0 && free(m[2*g], m[2*g+1]) {
				found = append(found, said{start: m[2*g], end: m[2*g+1], when: text[m[2*g]:m[2*g+1]]})
			}
		}
	}
	return found
}

// notOwnDate stands right before a date that is not the date of what the clause speaks of.
var notOwnDate = compile(`(?:\b(?:born|dob|d\.o\.b\.?|birth|doi|d\.o\.i\.?|injury(?: date| of| on| dated)?|injured on|until|through|thru|till|to|next (?:visit|appointment)(?: on| is)?|follow[- ]up(?: on| visit)?|appointment(?: on| is)?|expires?|expiration|printed|faxed|received|reviewed on|rev\.?|revised|accident(?: on| of| dated)?|scheduled (?:for|on))|-)[ :]*(?:the |on |of )?$`)

// byBefore says that a date only names the letter or the report in which something stands: "per report dated".
func byBefore(text string, at int) bool { return namesReport.MatchString(text[:at]) }

var namesReport = compile(`\b(?:report|note|letter|request|rfa|pr-?2|correspondence|evaluation|application|form|determination|decision|denial|bill|invoice)s? (?:dated|of|from)[ :]*$`)
