package letter

import (
	"strconv"
	"strings"
	"time"

	"github.com/openimr/openimr/clock"
)

// head reads the case number, the priority and the dates from the start of the letter. Extractors give the labels
// and their values in several orders: each label with its value, labels in groups with their values after, and
// "Application Received:" around its own date.
func (r *publishedReader) head(start, end int) {
	h := headReader{}
	words := joinBroken(strings.Fields(unquote(r.f.text[start:end])))
	for i := 0; i < len(words); {
		if field, n := headLabel(words[i:]); n > 0 {
			h.label(field)
			i += n
			continue
		}
		h.value(words[i])
		i++
	}
	h.settle()
	d := r.d
	d.CaseNumber = Text(strings.Join(h.number, " "))
	d.Priority = h.priority
	d.Dates = Dates{Injury: h.dates[headInjury], URDenial: h.dates[headDenial], ApplicationReceived: h.dates[headReceived],
		Assigned: h.dates[headAssigned], Decided: h.dates[headDecided]}
	if len(h.rest) > 0 {
		page := 0
		if r.f.paged {
			page = 1
		}
		d.Unparsed = append(d.Unparsed, Unparsed{Page: page, Text: Text(strings.Join(h.rest, " "))})
	}
}

type headField int

const (
	headNone headField = iota
	headCase
	headPriority
	headInjury
	headDenial
	headReceived
	headAssigned
	headDecided
	headEnd // "Received:" by itself, the end of a label that was begun before
	headFields
)

// headLabels are the labels without spaces.
var headLabels = []struct {
	field headField
	text  string
}{
	{headCase, "casenumber:"}, {headAssigned, "dateassigned:"}, {headDecided, "decisiondate:"}, {headPriority, "priority:"}, {headInjury, "dateofinjury:"},
	{headDenial, "urdenialdate:"}, {headReceived, "applicationreceived:"}, {headReceived, "application"}, {headEnd, "received:"},
}

// headLabel tells which label the words begin with, and how many words it takes.
func headLabel(words []string) (headField, int) {
	first := words[0][0] | 0x20
	for _, l := range headLabels {
		if l.text[0] != first {
			continue
		}
		rest := l.text
		for n, w := range words {
			after, ok := cutFold(rest, strings.TrimSuffix(w, "-"))
			if !ok || w == "-" {
				if after, ok = cutFold(rest, w); !ok {
					break
				}
			}
			if rest = after; rest == "" {
				return l.field, n + 1
			}
		}
	}
	return headNone, 0
}

// cutFold cuts a prefix off, whatever its case.
func cutFold(s, prefix string) (string, bool) {
	if prefix == "" || len(prefix) > len(s) || !strings.EqualFold(s[:len(prefix)], prefix) {
		return s, false
	}
	return s[len(prefix):], true
}

// joinBroken joins dates and case numbers that were broken over lines: "9-10-" "2015", "CM16-" "0213037".
func joinBroken(words []string) []string {
	list := words[:0:0]
	for _, w := range words {
		if n := len(list); n > 0 && isDigit(w[0]) {
			if last := list[n-1]; len(last) < 20 && (strings.HasSuffix(last, "/") || strings.HasSuffix(last, "-")) && (isDigit(last[0]) || strings.HasPrefix(last, "CM")) {
				list[n-1] += w
				continue
			}
		}
		list = append(list, w)
	}
	return list
}

// headReader pairs labels with values, first come first served within a group.
type headReader struct {
	waiting  []headField // labels of dates without a value, the oldest first
	values   []clock.Day // of the group that is being read; 0 where the head says that there is none
	number   []string
	priority Text
	early    string // a word of priority before its label
	dates    [headFields]clock.Day
	has      [headFields]bool
	unmet    []headField // labels that other labels followed without a value
	orphans  []clock.Day // values that no label waited for
	rest     []string
	last     headField // the label before, whose value may be any word
}

func (h *headReader) label(f headField) {
	if f == headEnd {
		return
	}
	h.pair()
	h.last = f
	if f != headCase && f != headPriority {
		h.waiting = append(h.waiting, f)
	}
	h.has[f] = true
}

func (h *headReader) value(w string) {
	if w == noValue {
		if h.last != headCase && h.last != headPriority {
			h.values = append(h.values, 0)
		}
		return
	}
	if d := readDay(w); !d.IsZero() {
		h.values = append(h.values, d)
		return
	}
	switch low := strings.ToLower(w); {
	case h.has[headPriority] && h.priority == "" && (low == "standard" || low == "expedited" || low == "regular"):
		h.priority = Text(low)
	case h.early == "" && h.priority == "" && (low == "standard" || low == "expedited" || low == "regular"):
		h.early = w
	case h.has[headCase] && (len(h.number) == 0 || h.last == headCase && len(h.values) == 0) && w != ":":
		h.number = append(h.number, w)
	case len(h.number) == 0 && isCaseNumber(w):
		h.number = append(h.number, w)
	default:
		h.rest = append(h.rest, w)
	}
}

// pair gives the values of a group to the labels that wait. If there are fewer values than labels, they belong to
// the labels right before them.
func (h *headReader) pair() {
	n := len(h.values)
	if n == 0 {
		return
	}
	if n < len(h.waiting) {
		h.unmet = append(h.unmet, h.waiting[:len(h.waiting)-n]...)
		h.waiting = h.waiting[len(h.waiting)-n:]
	}
	for i, d := range h.values {
		if i < len(h.waiting) {
			h.dates[h.waiting[i]] = d
		} else {
			h.orphans = append(h.orphans, d)
		}
	}
	h.waiting, h.values = h.waiting[:0], h.values[:0]
}

// settle gives dates that came before their labels to the labels that are left.
func (h *headReader) settle() {
	h.pair()
	unmet := append(h.unmet, h.waiting...)
	for i, f := range unmet {
		if i < len(h.orphans) {
			h.dates[f] = h.orphans[i]
		}
	}
	if h.early != "" {
		if h.has[headPriority] && h.priority == "" {
			h.priority = Text(strings.ToLower(h.early))
		} else {
			h.rest = append(h.rest, h.early)
		}
	}
	if n := len(unmet); n < len(h.orphans) {
		for _, d := range h.orphans[n:] {
			h.rest = append(h.rest, format(d, shortDay))
		}
	}
}

// isCaseNumber says that a word has the form CMyy-nnnnnnn.
func isCaseNumber(w string) bool {
	if len(w) < 11 || !strings.HasPrefix(w, "CM") || w[4] != '-' {
		return false
	}
	for i := 2; i < len(w); i++ {
		if i != 4 && !isDigit(w[i]) {
			return false
		}
	}
	return true
}

// readDay reads month/day/year with slashes or hyphens, and year-month-day. A year of two digits is of this
// century. It is zero where the word is no date.
func readDay(w string) clock.Day {
	w = strings.TrimRight(w, ".,;")
	if len(w) < 6 || len(w) > 10 || !isDigit(w[0]) {
		return 0
	}
	sep := "/"
	if !strings.Contains(w, sep) {
		sep = "-"
	}
	parts := strings.Split(w, sep)
	if len(parts) != 3 {
		return 0
	}
	var n [3]int
	for i, p := range parts {
		v, err := strconv.Atoi(p)
		if err != nil || v < 0 {
			return 0
		}
		n[i] = v
	}
	month, dayOfMonth, year := n[0], n[1], n[2]
	if len(parts[0]) == 4 {
		year, month, dayOfMonth = n[0], n[1], n[2]
	} else if len(parts[2]) == 2 {
		year += 2000
	} else if len(parts[2]) != 4 {
		return 0
	}
	d := clock.DayOf(year, time.Month(month), dayOfMonth)
	if y, m, dd := d.Date(); y != year || int(m) != month || dd != dayOfMonth {
		return 0
	}
	return d
}
