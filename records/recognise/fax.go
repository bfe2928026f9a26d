package recognise

import (
	"regexp"
	"strings"

	"github.com/openimr/openimr/records"
)

// The margins in which a fax machine writes, as shares of the height.
const (
	faxTop    = 0.085
	faxBottom = 0.93
)

const month = `(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]{0,6}`

// These look at a line in capitals in which digits were put right.
var (
	faxDate = regexp.MustCompile(`(?:^|[^0-9/])\d{1,2}\s?[/\-.']\s?\d{1,2}\s?[/\-.'’]\s?(?:19|20)?\d\d(?:[^0-9/]|$)` +
		`|(?:19|20)\d\d[/\-.]\d{1,2}[/\-.]\d{1,2}` +
		`|` + month + `[ .\-/]{0,2}\d{1,2}[ ,.\-/']{0,3}(?:(?:19|20)?\d\d(?:[^0-9:]|$))?` +
		`|\d{1,2}[ \-/.]?` + month + `[ \-/.,']{0,2}(?:19|20)?\d\d(?:[^0-9:]|$)`)
	faxTime  = regexp.MustCompile(`(?:^|[^0-9:])[012]?\d\s?[:;.]\s?[0-5]\d(?:\s?[:;.]\s?[0-5]\d)?\s?(?:[AP]\.?M?\.?)?(?:[^0-9:]|$)`)
	faxPhone = regexp.MustCompile(`(?:\+?1[ .\-]?)?\(?\d{3}\)?[ .\-]{0,2}\d{3}[ .\-]{0,2}\d{4}(?:[^0-9]|$)`)
	faxPage  = regexp.MustCompile(`(?:^|[^A-Z])(?:PAGE|PAGES|PG|P|PAG|PGS|#)\s?[:.#]?\s?\d{1,4}(?:\s?(?:/|OF|0F|-)\s?\d{1,4})?(?:[^0-9/]|$)` +
		`|(?:^|\s)\d{1,4}\s?(?:/|OF|0F)\s?\d{1,4}(?:\s|$)`)
	faxWord   = regexp.MustCompile(`(?:^|[^A-Z])(?:FAX|FROM|FRM|TO|TEL|FAXED|FAXSERVER|RIGHTFAX|EFAX|FACSIMILE|TX|RX|CSID|REMOTE|DURATION|RCVD|RECVD|RECEIVED AT|STATION|VIA|ID|NO|JOB|SENT|SENDER|TRANSMISSION)(?:[^A-Z]|$)`)
	notFax    = regexp.MustCompile(`PRINTED|PATIENT|(?:^|[^A-Z])(?:DOB|MRN|D\.O\.B|SSN|DOI|DOS|RE|EMPLOYEE|APPLICANT|ENCOUNTER|VISIT|PROVIDER|CLAIM|CASE|SIGNED|ELECTRONICALLY|SUITE|STREET|BOULEVARD|AVENUE|REVISED|REV|EFFECTIVE|FORM|HOURS|OFFICE|WWW|DICTATED|TRANSCRIBED|ACCOUNT|CHART|BORN|BIRTH|INJURY)(?:[^A-Z]|$)`)
	faxStrong = regexp.MustCompile(`(?:^|[^A-Z])(?:FROM|FAX|CSID|EFAX|RIGHTFAX|REMOTE|FAX SERVER|FAXSERVER)\s?[:.]?(?:[^A-Z]|$)`)
)

// isFaxLine says whether the text of a margin's row is what a fax machine writes.
func isFaxLine(line string) bool {
	words := strings.Fields(line)
	if len(words) > 24 {
		return false
	}
	for i, w := range words {
		words[i] = digits(w)
	}
	upper, right := strings.ToUpper(line), strings.ToUpper(strings.Join(words, " "))
	date, clock := faxDate.MatchString(right), faxTime.MatchString(withoutDates(right))
	phone, page := faxPhone.MatchString(right), faxPage.MatchString(withoutDates(right))
	word, strong := faxWord.MatchString(upper), faxStrong.MatchString(upper)
	if notFax.MatchString(upper) {
		// A machine's line may name a clinic or a case, but then it has all the rest.
		return date && clock && (strong || phone && page)
	}
	n := 0
	for _, is := range []bool{date, clock, phone, page, word} {
		if is {
			n++
		}
	}
	switch {
	case date && clock && n >= 3:
		return true
	case clock && n >= 3, date && page && (phone || word):
		return true
	case date && clock:
		return len(words) <= 8 // day and time alone: nothing else stands in such a line
	case strong && phone && page:
		return true
	}
	return false
}

// withoutDates leaves the dates out, whose parts would pass for times and counts of pages.
func withoutDates(s string) string {
	return faxDate.ReplaceAllStringFunc(s, func(d string) string {
		if strings.ContainsAny(d[len(d)-1:], " \t") {
			return " ~ "
		}
		return " ~"
	})
}

// markFax gives the role FaxHeader to the rows of the margins that a fax machine wrote.
func markFax(p *records.Page, bs []band) {
	h := float64(p.Height)
	for _, b := range bs {
		middle := (b.y0 + b.y1) / 2
		if middle > faxTop*h && middle < faxBottom*h {
			continue
		}
		if !isFaxLine(text(p, b.words)) {
			continue
		}
		for _, w := range b.words {
			p.Words[w].Role = records.FaxHeader
		}
	}
}
