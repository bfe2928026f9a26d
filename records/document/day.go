package document

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/openimr/openimr/clock"
)

const monthWords = `(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)`

// The forms in which papers write days. Digits may be letters that text recognition reads in their place.
var (
	slashDay = regexp.MustCompile(`(?:^|[^0-9A-Za-z/.\-])([0-9OoIl|@]{1,2})\s?[/.\-~–—]\s?([0-9OoIl|SB@]{1,2})\s?[/.\-~–—]\s?((?:[12OIl][0-9OoIlSB@]{3})|[0-9OoIlSB@]{2})(?:$|[^0-9A-Za-z/\-])`)
	isoDay   = regexp.MustCompile(`(?:^|[^0-9A-Za-z])((?:19|2[0-9OoQ@]|I9|l9)[0-9OoIl@]{2})[\-/.~–—]([0-9OoIl@]{1,2})[\-/.~–—]([0-9OoIl@]{1,2})(?:$|[^0-9A-Za-z])`)
	spaceDay = regexp.MustCompile(`(?:^|[^0-9A-Za-z])(\d{2}) (\d{2}) ((?:19|20)\d{2})(?:$|[^0-9A-Za-z])`) // as claim forms ask for it
	wordDay  = regexp.MustCompile(`(?i)(?:^|[^a-z])(` + monthWords + `)\.?\s*([0-9oil@]{1,2})(?:st|nd|rd|th)?\s?[,.]?\s+([12oil][0-9oil@]{3})(?:$|[^0-9a-z])`)
	dayWord  = regexp.MustCompile(`(?i)(?:^|[^0-9a-z])([0-9oil@]{1,2})(?:st|nd|rd|th)?\s*(?:day of\s+)?[\- ]?\s*(` + monthWords + `)\.?[\- ,]*\s*([12oil][0-9oil@]{3}|[0-9]{2})(?:$|[^0-9a-z])`)
	likeDay  = regexp.MustCompile(`(?i)(?:^|[^a-z0-9])([a-z0]{3,10})\.?\s+([0-9oil@]{1,2})(?:st|nd|rd|th)?\s?[,.]\s*([12oil][0-9oil@]{3})(?:$|[^0-9a-z])`)
	dashWord = regexp.MustCompile(`(?i)(?:^|[^a-z])(` + monthWords + `)[\-/]([0-9oil@]{1,2})[\-/]([12oil][0-9oil@]{3}|[0-9]{2})(?:$|[^0-9a-z])`)
)

var digits = strings.NewReplacer("@", "0", "Q", "0", "O", "0", "o", "0", "I", "1", "i", "1", "l", "1", "L", "1", "|", "1", "S", "5", "B", "8")

func digit(s string) int {
	n, err := strconv.Atoi(digits.Replace(s))
	if err != nil {
		return -1
	}
	return n
}

var months = []string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}

var longMonths = []string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"}

// monthOf is the month that a word names, misread by a letter or not; 0 where it names none.
func monthOf(s string) int {
	s = strings.ToLower(s)
	if i := slices.Index(months, s[:3]); i >= 0 && (len(s) <= 4 || strings.HasPrefix(longMonths[i], s) || like(s, longMonths[i])) {
		return i + 1
	}
	for i, m := range longMonths {
		if len(s) >= 4 && len(m) >= 4 && edits(looks(s), looks(m), 2) <= 1+len(m)/8 {
			return i + 1
		}
	}
	return 0
}

// A day that was found in a text: half-open bytes. What stands there is kept as it was read; a month in words is kept as
// its number.
type dayAt struct {
	day              clock.Day // zero where what stands there is no day
	from, to         int
	year, month, dom string
	word             bool // the month is in words
}

// daysIn lists the days that a text names, in their order.
func daysIn(text string) []dayAt {
	ds := daysLike(text)
	return slices.DeleteFunc(ds, func(d dayAt) bool { return d.day.IsZero() })
}

// daysLike lists the days that a text names and, among them, what is written as a day and is none: "32/24/2012".
func daysLike(text string) []dayAt {
	if digitsIn(text) < 2 {
		return nil
	}
	signs := strings.ContainsAny(text, "/-.~–—")
	low := strings.ToLower(text)
	month := slices.ContainsFunc(months, func(m string) bool { return strings.Contains(low, m) })
	var ds []dayAt
	each := func(re *regexp.Regexp, year, month, day int) {
		for at := 0; at < len(text); {
			m := re.FindStringSubmatchIndex(text[at:])
			if m == nil {
				return
			}
			part := func(i int) string { return text[at+m[2*i] : at+m[2*i+1]] }
			mo := part(month)
			n := digit(mo)
			if mo[0] >= 'A' && len(mo) >= 3 {
				n = monthOf(mo)
			}
			from, to := at+m[2*min(year, month, day)], at+m[2*max(year, month, day)+1]
			d := dayAt{day: civil(part(year), n, digit(part(day))), from: from, to: to, year: part(year), month: mo, dom: part(day)}
			if mo[0] >= 'A' && len(mo) >= 3 {
				d.month, d.word = strconv.Itoa(n), true
			}
			if n != 0 && !slices.ContainsFunc(ds, func(o dayAt) bool { return o.from < to && from < o.to && (!o.day.IsZero() || d.day.IsZero()) }) {
				ds = slices.DeleteFunc(ds, func(o dayAt) bool { return o.from < to && from < o.to })
				ds = append(ds, d)
			}
			at = max(to, at+1)
		}
	}
	if signs {
		each(isoDay, 1, 2, 3)
		each(slashDay, 3, 1, 2)
	}
	each(spaceDay, 3, 1, 2)
	if month {
		each(wordDay, 3, 1, 2)
		each(dayWord, 3, 2, 1)
	}
	if len(text) < 80 {
		each(likeDay, 3, 1, 2)
	}
	if month && signs {
		each(dashWord, 3, 1, 2)
	}
	slices.SortFunc(ds, func(a, b dayAt) int { return a.from - b.from })
	return ds
}

// civil makes a day of what a paper says; years of two digits are of this century up to 35. It is zero where there is
// no such day. A zero before a digit is often misread as a six, an eight or a nine, which makes a day, month or year that
// there is not; there it is read as a zero.
func civil(year string, month, day int) clock.Day {
	y := digit(year)
	switch {
	case len(year) == 2 && y >= 0 && y <= 35:
		y += 2000
	case len(year) == 2 && y >= 0:
		y += 1900
	case y >= 2600 && y < 3000:
		y = 2000 + y%100
	}
	month, day = lead(month, 12), lead(day, 31)
	if y < 1900 || y > 2100 || month < 1 || day < 1 {
		return 0
	}
	d := clock.DayOf(y, time.Month(month), day)
	if _, _, got := d.Date(); got != day {
		return 0
	}
	return d
}

// lead reads the first of two digits as a zero where the number is too large with it; 0 where that does not help.
func lead(n, most int) int {
	switch {
	case n <= most:
		return n
	case n/10 == 6 || n/10 == 8 || n/10 == 9:
		return n % 10
	}
	return 0
}

// What a day is said to be.
type dayClass uint8

const (
	inline     dayClass = iota // in running text, without a word that says what it is
	bareDay                    // alone on its line, as in a letter
	plainDay                   // "Date:"
	service                    // of the visit, examination or evaluation
	study                      // of an imaging study or a test
	surgery                    // of an operation or a procedure
	collected                  // of a specimen
	admitted                   // to a hospital
	discharged                 // from one
	decided                    // of a decision
	mailed                     // of sending or service
	signedOn                   // of a signature
	reported                   // of the report itself
	written                    // of a prescription or an order
	runOn                      // on which a report was run
	requested                  // of a request for authorization
	said                       // "I examined Mr. Roe on"
	elsewhere                  // of something that is not this paper: birth, injury, receipt, printing, a next visit
)

var labelTexts = map[dayClass][]string{
	service: {"date of service", "date s of service", "date and hour of first examination or treatment", "first examination or treatment", "date of first examination or treatment", "service dates", "date s seen", "dates of service", "service date", "dos", "date of visit", "visit date", "date of encounter", "encounter date", "encounter",
		"date of evaluation", "evaluation date", "date of re evaluation", "date of reevaluation", "date of exam", "exam date", "date of examination", "examination date",
		"date of this examination", "date of this exam", "date of current examination", "date seen", "date patient seen", "appointment date", "date of appointment", "appt date",
		"date of consultation", "consultation date", "date of consult", "date of session", "session date", "treatment date", "date of treatment", "date of office visit",
		"office visit date", "office visit", "date of first examination", "date and hour of first examination", "date and hour of first examination or", "date of initial examination", "date of initial evaluation",
		"date of clinical examination", "date of face to face", "therapy date", "visit on", "visit", "seen on", "d o s", "doe", "clinic date", "note date", "date of note", "todays date", "todays visit",
		"date of todays visit", "date of follow up", "date of followup visit", "date of progress report", "date of interview", "dates of evaluation", "week of", "week ending", "for week ending", "period ending"},
	study: {"date of study", "study date", "date of test", "test date", "date of testing", "testing date", "date performed", "performed", "performed on", "date of exam", "exam date", "exam performed",
		"date of examination", "examination date", "date of imaging", "scan date", "date of scan", "date of procedure", "procedure date", "study performed", "recording date", "date of recording", "date of mri", "mri date", "date of x ray", "date of service"},
	surgery: {"date of surgery", "surgery date", "date of operation", "operation date", "date of procedure", "procedure date", "date of injection", "operative date", "date of operative procedure"},
	collected: {"collected", "collected on", "date collected", "collection date", "date of collection", "specimen collected", "collection date time", "collected date", "collection", "draw date", "date drawn", "drawn", "collect date",
		"date time collected", "date specimen collected", "sample collected", "sample date", "specimen date", "collected date time"},
	admitted:   {"admission date", "date of admission", "admitted", "admit date", "date admitted", "arrival date", "date of arrival", "arrival", "date of visit"},
	discharged: {"discharge date", "date of discharge", "discharged", "discharged on"},
	decided: {"date of decision", "decision date", "determination date", "date of determination", "date of notice", "notice date", "date of review", "review date", "date of ur decision", "decision made on", "decision rendered", "date of utilization review decision",
		"decision made", "date of denial", "denial date", "date of this decision", "date of this notice", "date of utilization review determination", "date decision was made"},
	mailed: {"date mailed", "mailed", "mailed on", "date of mailing", "mailing date", "date of service", "executed on", "served on", "date served", "date sent", "sent", "date issued", "issue date", "issued", "issued on", "date of issue",
		"date of transmission", "transmitted"},
	signedOn: {"date signed", "todays date", "date of signing", "signature and date", "signed on", "signed", "signature date", "date of signature", "dated", "dated this", "dated at", "executed", "electronically signed", "e signed", "signed electronically on", "date completed", "completed on"},
	reported: {"dd", "d", "date of report", "report date", "date reported", "dictated", "date dictated", "dictation date", "date of dictation", "date of letter", "letter date", "report dated", "date prepared", "prepared", "date of this report",
		"dated", "statement date", "bill date", "date of bill", "invoice date", "date of eor", "eor date", "review completed", "date of order", "order date", "publication date", "published", "filed", "date filed", "date of award", "date of hearing", "entered", "reported", "reported on", "final report date", "result date", "signed date", "interpretation date"},
	written:   {"date written", "written", "written on", "date prescribed", "rx date", "date of prescription", "prescription date", "date filled", "filled", "fill date", "date dispensed", "dispensed", "dispense date", "order date", "date of order", "ordered", "date ordered", "delivery date", "date of delivery", "date delivered"},
	runOn:     {"date run", "run date", "report run", "report generated", "generated", "generated on", "date generated", "report date", "date of report", "request date", "date requested", "date of request", "report run date", "search date", "run on"},
	requested: {"date of request", "request date", "rfa date", "date of rfa", "rfa dated", "request dated", "date requested", "date of this request"},
	said: {"i evaluated", "i examined", "i saw", "i re evaluated", "i re examined", "i reevaluated", "was seen in my office on", "was seen in our office on", "was seen in this office on", "was examined in my office on", "was evaluated in my office on",
		"was examined in this office on", "was evaluated in this office on", "was evaluated in our office on", "was seen in the office on", "was seen for evaluation on", "was evaluated by me on", "was examined by me on", "was seen by me on", "seen in my office on", "took place on", "this evaluation on", "evaluated in my office on",
		"was conducted on", "was performed on", "presented to my office on", "presents today", "seen today", "this date"},
	elsewhere: {"d i", "d l", "d 1", "dot", "dol", "do i", "doi doi", "dfinjury", "df injury", "oate of injury", "0ob", "dos doi", "dt", "last visit on", "previous visit", "prior visit", "last office visit", "dob", "d o b", "date of birth", "birth date", "birthdate", "born", "born on", "birth", "doi", "d o i", "date of injury", "date of accident", "injury date", "injured on", "injury of", "injury on", "injury", "dates of injury", "date of loss", "dol", "date of hire",
		"hired", "hire date", "received", "date received", "received on", "received date", "rec d", "recd", "printed", "printed on", "print date", "date printed", "date time printed", "fax", "faxed", "faxed on", "next appointment", "next visit", "next appt", "follow up", "follow up on", "follow up date", "return visit",
		"next exam", "return on", "return to work", "return to work on", "rtw", "expires", "expiration", "expiration date", "exp", "valid until", "valid through", "until", "through", "thru", "to", "from", "since", "as of", "effective", "effective date", "comparison", "prior", "previous", "compared to", "compared with", "study dated",
		"report of", "prior exam", "last visit", "last seen", "last seen on", "date last worked", "last worked", "last day worked", "date of last visit", "rfa received", "request received", "request for authorization dated", "request for authorization received", "date rfa received", "date of receipt", "receipt date",
		"letter dated", "report dated", "reports dated", "note dated", "dated report", "ur denial dated", "denial dated", "determination dated", "decision dated", "due", "due date", "due by", "respond by", "no later than", "by", "before", "deadline", "surgery on", "surgery in", "accessioned", "transcribed", "date transcribed", "t", "rev", "revised", "last updated", "updated",
		"off work from", "off work until", "work from", "start", "start date", "end date", "onset", "onset date", "date of onset", "date of knowledge", "date last examined", "date of last exam", "last examination", "scheduled", "scheduled for", "approval date", "authorized through", "valid", "admit", "mri dated", "injured worker injured", "re evaluated in", "date of retirement", "date employed", "date of accident injury", "date of application", "date of first treatment", "prescribed on", "date of original rfa", "death",
		"date and hour of injury", "date and hour of injury or onset of illness", "date of current illness", "date report received", "peer to peer call", "reported to employer", "date reported to employer", "claim form provided", "date of next visit", "next appointment date", "date of next appointment", "refill date", "mri of", "date of prior"},
	plainDay: {"date", "date time", "today", "date date", "day"},
}

type label struct {
	words  []string
	class  dayClass
	others []dayClass // that the same words may mean
}

var labels = makeLabels()

func makeLabels() map[string][]label {
	byText := map[string]*label{}
	var order []*label
	for c := inline; c <= elsewhere; c++ {
		for _, t := range labelTexts[c] {
			if l := byText[t]; l != nil {
				l.others = append(l.others, c)
				continue
			}
			l := &label{words: splitText(t), class: c}
			byText[t] = l
			order = append(order, l)
		}
	}
	byLast := map[string][]label{}
	for _, l := range order {
		last := l.words[len(l.words)-1]
		byLast[last] = append(byLast[last], *l)
	}
	return byLast
}

func (l label) is(c dayClass) bool { return l.class == c || slices.Contains(l.others, c) }

// labelBefore finds the longest label that the tokens end with; words that join it to its day may follow it.
func labelBefore(toks []string) (label, bool) {
	if n := len(toks); n > 1 && isPattern(toks[n-1]) && isPattern(toks[n-2]) || n > 0 && toks[n-1] == "mmddyyyy" {
		for len(toks) > 0 && isPattern(toks[len(toks)-1]) {
			toks = toks[:len(toks)-1]
		}
	}
	toks = apart(toks)
	for skip := 0; skip <= 2 && skip < len(toks); skip++ {
		if skip > 0 && !joins(toks[len(toks)-skip]) {
			break
		}
		rest := toks[:len(toks)-skip]
		var best label
		for _, ls := range [][]label{labels[rest[len(rest)-1]], nearLabels(rest[len(rest)-1])} {
			for _, l := range ls {
				if len(l.words) > len(best.words) && endsLike(rest, l.words) {
					best = l
				}
			}
			if len(best.words) > 0 {
				if ofAnother(rest, best) {
					best.class, best.others = elsewhere, nil
				}
				return best, true
			}
		}
	}
	return label{}, false
}

// apart parts the "of" of a label from the word that text recognition joined to it: "Date ofService".
func apart(toks []string) []string {
	for i, w := range toks {
		if i == 0 || len(w) < 5 || !nearDate(toks[i-1]) {
			continue
		}
		switch w[:2] {
		case "of", "ot", "af", "oi":
			out := append(slices.Clone(toks[:i]), "of", w[2:])
			return append(out, toks[i+1:]...)
		}
	}
	return toks
}

// ofAnother says whether "dated" before a day speaks of another paper than the one on which it stands: it follows the
// name of one, "Operative report dated".
func ofAnother(toks []string, l label) bool {
	if len(l.words) != 1 || l.words[0] != "dated" || len(toks) < 2 {
		return false
	}
	switch toks[len(toks)-2] {
	case "and", "signature", "this", "signed", "executed":
		return false
	}
	return true
}

// nearDate says whether a word is "date", misread by a letter or not.
func nearDate(w string) bool {
	if w == "date" {
		return true
	}
	if len(w) != 4 {
		return false
	}
	switch w {
	case "gate", "late", "rate", "fate", "mate", "hate", "dare", "data", "dave", "dame", "dale", "sate", "done":
		return false
	}
	n := 0
	for i := range w {
		if w[i] != "date"[i] {
			n++
		}
	}
	return n == 1
}

// isPattern says whether a word shows how to write a day: "(MM/DD/YYYY)".
func isPattern(w string) bool {
	return w == "mm" || w == "dd" || w == "yyyy" || w == "yy" || w == "mmddyyyy"
}

func joins(w string) bool {
	switch w {
	case "on", "of", "is", "was", "the", "this", "a", "at", "time", "date", "in", "required", "and":
		return true
	}
	return false
}

// nearLabels lists labels whose last word is like w, where text recognition misread it.
func nearLabels(w string) []label {
	if nearDate(w) {
		return labels["date"]
	}
	if len(w) < 5 || hasDigit(w) {
		return nil
	}
	var out []label
	for last, ls := range labels {
		if last != w && like(w, last) {
			out = append(out, ls...)
		}
	}
	return out
}

func endsLike(toks, words []string) bool {
	if len(toks) < len(words) {
		return false
	}
	toks = toks[len(toks)-len(words):]
	for i, w := range words {
		if !like(toks[i], w) && (w != "date" || !nearDate(toks[i])) {
			return false
		}
	}
	return true
}
