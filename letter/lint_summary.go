package letter

import (
	"fmt"
	"strings"

	"github.com/openimr/openimr/clock"
)

const (
	minAge = 14 // below it a wage earner is rare enough to ask
	maxAge = 100
)

// summary compares the clinical summary with the head of the letter and with itself.
func (l *linter) summary() {
	text := string(l.d.Summary.Text)
	if strings.TrimSpace(text) == "" {
		l.add("summary.missing", Error, -1, "summary.text", "The letter does not tell the employee's medical condition. Write the clinical case summary.")
		return
	}
	low := lower(text)
	latest := 2099
	if !l.c.On.IsZero() {
		latest = l.c.On.Year()
	}
	found := findDates(text, latest)
	if len(found) == 0 {
		l.add("summary.no_date", Warning, -1, "summary.text", "The summary names no dated report. Name the reports on which it rests with their dates.")
	}
	for _, f := range found {
		if !l.c.On.IsZero() && f.day > l.c.On {
			l.add("summary.future", Warning, -1, "summary.text", fmt.Sprintf("The date %s lies after the day of decision, %s. Correct the one that is wrong.", f.day, l.c.On))
			l.over(text, f.start, f.end)
		}
	}
	l.said(text, low, found, "summary.injury_date", "date of injury", l.d.Dates.Injury,
		"date of injury", "doi", "injury on", "injury of", "injury date", "industrial injury", "work injury", "injured on", "occupational claim from", "claim from")
	l.said(text, low, found, "summary.ur_date", "date of the utilization review decision", l.d.Dates.URDenial,
		"utilization review determination dated", "utilization review decision dated", "utilization review report dated", "utilization review dated",
		"utilization review letter dated", "utilization review on", "utilization review determination of", "utilization review decision of", "denied by utilization review on")
	l.age(text, low)
	l.sex(text, low)
}

// said looks for a date within six words after one of the phrases, and compares it with the head of the
// letter. One that agrees anywhere is enough: a summary may tell of more than one injury or denial.
func (l *linter) said(text, low string, found []dated, rule, name string, head clock.Day, phrases ...string) {
	if head.IsZero() {
		return
	}
	var differs []dated
	for _, f := range found {
		near := low[:f.start]
		ws := words(near[max(0, len(near)-80):])
		if len(ws) > 9 {
			ws = ws[len(ws)-9:]
		}
		if len(ws) == 0 {
			continue
		}
		near = near[max(0, len(near)-80)+ws[0].start:]
		if i := strings.LastIndexAny(near, ".;"); i >= 0 {
			near = near[i:]
		}
		if !hasAny(near, phrases...) {
			continue
		}
		if f.day == head {
			return
		}
		differs = append(differs, f)
	}
	for _, f := range differs {
		l.add(rule, Warning, -1, "summary.text", fmt.Sprintf("The summary gives %s as the %s, and the head of the letter %s. Correct the one that is wrong.", f.day, name, head))
		l.over(text, f.start, f.end)
	}
}

type aged struct{ years, start, end int }

// ages finds the ages said of one person: "a 48 year old", "a now 36-year-old", "aged 50".
func ages(low string) []aged { return agesIn(words(low)) }

func agesIn(ws []word) []aged {
	var list []aged
	for i, w := range ws {
		if !isDigit(w.text[0]) {
			continue
		}
		n := number(w.text)
		if n < 0 || n > 130 {
			continue
		}
		switch {
		case i+2 < len(ws) && (ws[i+1].text == "year" || ws[i+1].text == "years" || ws[i+1].text == "yr") && ws[i+2].text == "old":
			if i > 0 && !strings.Contains(" a an n the this now is was ", " "+ws[i-1].text+" ") {
				continue
			}
			list = append(list, aged{n, w.start, ws[i+2].end})
		case i > 0 && ws[i-1].text == "aged":
			list = append(list, aged{n, ws[i-1].start, w.end})
		}
	}
	return list
}

func (l *linter) age(text, low string) {
	list := ages(low)
	for i, a := range list {
		switch {
		case a.years < minAge || a.years > maxAge:
			l.add("age.range", Warning, -1, "summary.text", fmt.Sprintf("An age of %d is unlikely for an injured worker. Check it.", a.years))
			l.over(text, a.start, a.end)
		case i > 0 && a.years != list[0].years:
			l.add("age.differs", Warning, -1, "summary.text", fmt.Sprintf("The summary says %d years here and %d years before. Correct the one that is wrong.", a.years, list[0].years))
			l.over(text, a.start, a.end)
		}
	}
	if s := l.d.Summary.Age; s != nil {
		if len(list) > 0 && *s != list[0].years {
			l.add("age.differs", Warning, -1, "summary.age", fmt.Sprintf("The age is entered as %d, and the text says %d. Correct the one that is wrong.", *s, list[0].years))
		}
		if b := l.c.BirthDate; !b.IsZero() && !l.c.On.IsZero() {
			from, to := years(b, l.d.Dates.Injury), years(b, l.c.On)
			if l.d.Dates.Injury.IsZero() {
				from = to
			}
			if *s < from || *s > to {
				l.add("age.birth", Warning, -1, "summary.age", fmt.Sprintf("By the date of birth the worker was %d at the injury and %d at the decision, and the letter says %d. Correct the age.", from, to, *s))
			}
		}
	}
}

// years is the age on a day of somebody born on another.
func years(born, on clock.Day) int {
	y, m, d := on.Date()
	by, bm, bd := born.Date()
	n := y - by
	if m < bm || m == bm && d < bd {
		n--
	}
	return n
}

func (l *linter) sex(text, low string) {
	male, female := -1, -1
	var end int
	ws := words(low)
	for i, w := range ws {
		which := 0
		switch w.text {
		case "he", "his", "him", "himself", "male", "man":
			which = 1
		case "she", "her", "hers", "herself", "female", "woman":
			which = 2
		}
		slash := w.start > 0 && low[w.start-1] == '/' || w.end < len(low) && low[w.end] == '/'
		if which == 0 || slash || i+1 < len(ws) && ws[i+1].text == "or" {
			continue
		}
		if which == 1 && male < 0 {
			male, end = w.start, w.end
		}
		if which == 2 && female < 0 {
			female, end = w.start, w.end
		}
		if male >= 0 && female >= 0 {
			l.add("sex.mixed", Info, -1, "summary.text", "The summary has words for a man and for a woman. Check that all of it is about this person.")
			l.over(text, w.start, end)
			return
		}
	}
	if s := l.d.Summary.Sex; s == "female" && male >= 0 || s == "male" && female >= 0 {
		l.add("sex.mixed", Info, -1, "summary.sex", fmt.Sprintf("The sex is entered as %s, and the words of the summary say otherwise. Correct the one that is wrong.", s))
	}
}
