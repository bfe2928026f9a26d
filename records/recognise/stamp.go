package recognise

import (
	"regexp"
	"strings"

	"github.com/openimr/openimr/records"
)

// The margins in which stamped numbers stand, as shares of the height.
const (
	stampTop    = 0.075
	stampBottom = 0.9
)

// groupGap parts what stands alone from its row, in points.
const groupGap = 18

var (
	stampedWhole = regexp.MustCompile(`^[\[(#*]*(?:[A-Z][A-Z0-9&]{0,11}[-_. ]{0,3})?(?:[A-Z0-9]{1,12}[-_. ]{1,3})?\d{3,10}[\])*]*$`)
	zeroNumber   = regexp.MustCompile(`(?:^|[^0-9])0\d{3,9}[\])*]*$`)
	prefixNumber = regexp.MustCompile(`^[\[(#*]*[A-Z]{2,12}[-_. ]{0,3}\d{4,10}[\])*]*$`)
	caseNumber   = regexp.MustCompile(`^(?:CM|ADJ|WC|SC)?\d\d-?\d{4,8} \d{4,8}$|^(?:CM|ADJ)\d{2}-?\d{4,7}[-_ ]\d{3,8}$`)
	plainNumber  = regexp.MustCompile(`^\d{6,9}$`)
	batesLabel   = regexp.MustCompile(`^BATES?(?: (?:NO\.?|NUMBER|#|STAMP))?[ :.#]*`)
	formNumber   = regexp.MustCompile(`(?:^|[^A-Z])(?:CMS|HCFA|DWC|DWC-AD|DEU|PR|RFA|UB|IMR|LC|FORM|REV|OMB|DLSR|SBR|DIA|WCAB|ICD|CPT|NPI|TIN|EIN|MRN|ACCT|ACCOUNT|ID|DOC|DOB|SSN|ZIP|BOX|CA|TEL|FAX|PH|PHONE|LIC|LICENSE|INVOICE|INV|CHECK|ORDER|STE|SUITE|ROOM|RM|CLAIM|CASE|FILE|CHART|PAGE|PG|COPYRIGHT|PO|NO)[-_. #:]*[0-9(]`)
	phoneEnd     = regexp.MustCompile(`^\d{3}[-. ]\d{4}$`) // what is left of a telephone number in a row that was parted
	phoneNumber  = regexp.MustCompile(`\d{3}[-. )]+\d{3}[-. ]+\d{4}`)
)

// stampedNumber says whether the text of a group is a stamped page number, and gives it as it stands on the paper, with
// letters that were read for digits put right. corner says that the group stands at the outer end of its row.
func stampedNumber(s string, corner bool) (string, bool) {
	s = strings.Trim(strings.TrimSpace(s), ".,;:|'`~")
	words := strings.Fields(s)
	if len(words) == 0 || len(words) > 4 || len(s) > 32 {
		return "", false
	}
	words[len(words)-1] = digitsEnd(words[len(words)-1])
	whole := strings.Join(words, " ")
	bare := strings.ToUpper(whole)
	labelled := batesLabel.MatchString(bare)
	if labelled {
		bare = batesLabel.ReplaceAllString(bare, "")
		whole = whole[len(whole)-len(bare):]
	}
	if bare == "" || bare != strings.ToUpper(bare) || phoneNumber.MatchString(bare) || phoneEnd.MatchString(bare) || faxDate.MatchString(bare) {
		return "", false
	}
	if !labelled && strings.ToUpper(whole) != whole {
		return "", false // stamps have capitals
	}
	if caseNumber.MatchString(bare) {
		return whole, true
	}
	if !stampedWhole.MatchString(bare) || !labelled && formNumber.MatchString(bare) {
		return "", false
	}
	switch {
	case labelled, zeroNumber.MatchString(bare), prefixNumber.MatchString(bare):
		return whole, true
	case plainNumber.MatchString(bare):
		return whole, corner
	}
	return "", false
}

// digitsEnd puts right the letters at the end of a token that were read for digits, from its first digit on.
func digitsEnd(w string) string {
	i := strings.IndexAny(w, "0123456789")
	if i < 0 {
		return w
	}
	// "SCIFO001234": letters that look like a zero before the digits are part of the number.
	for i > 2 && (w[i-1] == 'O' || w[i-1] == 'o') {
		i--
	}
	rest := digits(w[i:])
	if strings.Trim(rest, "0123456789])*-_.") != "" {
		return w
	}
	return w[:i] + rest
}

// markBates finds the stamped number of the page and gives its words the role Stamp.
func markBates(p *records.Page, bs []band, gs []group) {
	h := float64(p.Height)
	best, bestAt := -1.0, ""
	for i := range gs {
		g := &gs[i]
		b := bs[g.band]
		middle := (b.y0 + b.y1) / 2
		if middle > stampTop*h && middle < stampBottom*h {
			continue
		}
		if p.Words[g.words[0]].Role == records.FaxHeader {
			continue
		}
		first, last := i == 0 || gs[i-1].band != g.band, i == len(gs)-1 || gs[i+1].band != g.band
		corner := (first || last) && (g.box.X0 > p.Width*0.62 || g.box.X1 < p.Width*0.3)
		number, ok := stampedNumber(text(p, g.words), corner && middle > stampBottom*h)
		if !ok || inPhone(p, b, *g) || middle < stampTop*h && fourDigits.MatchString(number) && besideFax(p, b) {
			continue
		}
		for _, w := range g.words {
			p.Words[w].Role = records.Stamp
		}
		// The outermost at the bottom is the last that was stamped on; one at the top counts where there is no other.
		rank := middle / h
		if middle < h/2 {
			rank = 0.5 - rank
		}
		if rank > best {
			best, bestAt = rank, number
		}
	}
	if best >= 0 {
		p.Bates = bestAt
	}
}

// fourDigits is a number that beside a fax header is sooner the end of a telephone number.
var fourDigits = regexp.MustCompile(`^\d{4}$`)

// besideFax says whether words of a fax header stand in the row or right above or below it.
func besideFax(p *records.Page, b band) bool {
	for _, w := range p.Words {
		if w.Role == records.FaxHeader {
			if y0, y1 := level(p, w.Box); y0 < b.y1+(b.y1-b.y0)/2 && y1 > b.y0-(b.y1-b.y0)/2 {
				return true
			}
		}
	}
	return false
}

// inPhone says whether a group of digits is a part of a telephone number that stands in its row with wide gaps.
func inPhone(p *records.Page, b band, g group) bool {
	row := text(p, b.words)
	for _, m := range phoneNumber.FindAllString(row, -1) {
		if strings.HasSuffix(m, " "+text(p, g.words)) {
			return true
		}
	}
	return false
}

var (
	receivedWords = map[string]bool{"BY": true, "ON": true, "BY FAX": true, "VIA FAX": true, "BY MAIL": true, "TIME": true, "FAX": true}
	stampDay      = regexp.MustCompile(`^(?:DATE:? ?)?(?:` + month + `[ .\-/]{0,2}\d{1,2}[ ,.\-/']{0,3}(?:19|20)?\d\d|\d{1,2}[/\-. ]\d{1,2}[/\-. ](?:19|20)?\d\d|\d{1,2}[ \-]` + month + `[ \-](?:19|20)?\d\d)(?:[ ,]+\d{1,2}[:.]\d\d(?:[:.]\d\d)? ?(?:[AP]\.?M\.?)?)?$`)
	stampPlace    = regexp.MustCompile(`^[A-Z][A-Z .,&'\-]{2,40}$`)
)

// markReceived gives the role Stamp to "received" stamps: the word in capitals, alone in its group, and the day and the
// capitals around it.
func markReceived(p *records.Page, bs []band, gs []group) {
	for i, g := range gs {
		if p.Words[g.words[0]].Role != records.Body || !isReceived(text(p, g.words)) {
			continue
		}
		reach := 2.6 * (g.box.Y1 - g.box.Y0)
		reach = max(reach, 20)
		var day []int
		near := append([]int(nil), g.words...)
		for k, o := range gs {
			if k == i || o.box.X0 > g.box.X1+24 || o.box.X1 < g.box.X0-24 || o.box.Y0 > g.box.Y1+reach || o.box.Y1 < g.box.Y0-reach {
				continue
			}
			t := strings.Trim(strings.ToUpper(text(p, o.words)), ".,;:|")
			switch {
			case stampDay.MatchString(digitsEach(t)):
				day = append(day, o.words...)
			case len(o.words) <= 4 && stampPlace.MatchString(text(p, o.words)):
				near = append(near, o.words...)
			}
		}
		// The word alone, without a day, is a stamp too, but then what stands around it may be anything.
		if len(day) == 0 {
			near = g.words
		}
		for _, w := range append(near, day...) {
			if p.Words[w].Role == records.Body {
				p.Words[w].Role = records.Stamp
			}
		}
	}
}

// digitsEach puts the digits of each token right.
func digitsEach(s string) string {
	ws := strings.Fields(s)
	for i, w := range ws {
		if strings.ContainsAny(w, "0123456789") && !regexpMonthStart.MatchString(w) {
			ws[i] = digits(w)
		}
	}
	return strings.Join(ws, " ")
}

var regexpMonthStart = regexp.MustCompile(`^` + month)

// isReceived says whether the text of a group is a stamp's "RECEIVED", with a day after it or without.
func isReceived(s string) bool {
	words := strings.Fields(strings.Trim(s, "*[]()|-—. "))
	if len(words) == 0 || len(words) > 7 || strings.Contains(s, ":") && !faxTime.MatchString(s) {
		return false
	}
	first := strings.Trim(words[0], ".,|*")
	if strings.ToUpper(first) != strings.ReplaceAll(first, "l", "L") || !like(strings.ReplaceAll(strings.ToUpper(strings.ReplaceAll(first, "l", "I")), "1", "I"), "RECEIVED") && first != "REC'D" && first != "RECD" {
		return false
	}
	rest := strings.ToUpper(strings.Join(words[1:], " "))
	if rest == "" || receivedWords[rest] {
		return true
	}
	for _, lead := range []string{"BY ", "ON "} {
		rest = strings.TrimPrefix(rest, lead)
	}
	return stampDay.MatchString(digitsEach(rest)) || len(words) <= 5 && strings.ToUpper(s) == s && strings.HasPrefix(strings.ToUpper(strings.Join(words[1:], " ")), "BY ")
}
