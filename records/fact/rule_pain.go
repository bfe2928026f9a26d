package fact

import (
	"strings"

	"github.com/openimr/openimr/records"
)

var (
	scoreOf10  = compile(`(?:^|[ (:=~,>])((?:10|[0-9](?:\.\d)?)(?: ?(?:-|to|/10 ?-|/10 to) ?(?:10|[0-9](?:\.\d)?))? ?/ ?10)(?:$|[ ,.;:)\]+])`)
	scoreWords = compile(`\b((?:10|[0-9](?:\.\d)?|zero|one|two|three|four|five|six|seven|eight|nine|ten)(?: ?(?:-|to) ?(?:10|[0-9]|seven|eight|nine|ten))? (?:out of|of|over|on) (?:a possible |a maximum of )?(?:10|ten))(?:$|[ ,.;:)])`)
	scoreScale = compile(`\b((?:10|[0-9](?:\.\d)?)(?: ?(?:-|to) ?(?:10|[0-9]))? on (?:a|the) (?:(?:10|ten)[- ]point (?:pain |numeric |visual analog )?scale|(?:pain |visual analog |vas |numeric )?scale (?:of|from) (?:0|1|zero|one) ?(?:-|to|/|through) ?(?:10|ten)))\b`)
	scoreNamed = compile(`\b(?:vas|nrs|nprs|pain (?:score|level|scale|rating|intensity|severity)s?|pain vas|severity)(?: (?:today|now|currently|at present|score|scale|rating|level|is|was|of|at|a|reported|rated|as|the|current|with medications?|without medications?|\([^)]{1,20}\))){0,6}[ :=]+((?:10|[0-9](?:\.\d)?)(?: ?- ?(?:10|[0-9]))?)(?:$|[ ,.;)])`)
	scaleOf    = compile(`\b(?:scale|vas|nrs)\b[^.;]{0,14}(?:0|1|zero|one) ?(?:-|to|/|through) ?(?:10|ten)\b[^.;]{0,60}?\b(?:is|as|at|of|rates?|rated|was|reports?|being|averages?) (?:it |a |an |her pain |his pain |the pain |about |approximately |around )*(?:at |as )?(?:a )?((?:10|[0-9](?:\.\d)?)(?: ?(?:-|to) ?(?:10|[0-9]))?)(?:$|[ ,.;)])`)
	ratedAt    = compile(`\bpain (?:is |was |as |level |currently |today ){0,3}(?:rated|rates|graded|scored)(?: (?:as|at|a|to be|about|currently|today)){0,3} ((?:10|[0-9](?:\.\d)?)(?: ?(?:-|to) ?(?:10|[0-9]))?)(?:$|[ ,.;)])`)
	painful    = compile(`\b(?:pain|pains|painful|vas|nrs|nprs|severity|intensity|scale|ache|aches|aching|headaches?|discomfort|soreness|rates?|rated|rating|worst|average|least|at best|medications?|meds|symptoms?|complaints?|hurts|burning|flare|flare-ups?)\b`)
	otherScale = compile(`\b(?:anxiety|depression|mood|stress|sleep|fatigue|satisfaction|function(?:al)?|strength|reflexes?|grade|motor|muscle|stiffness|apgar|energy|ear|vision|confidence)\b[^,;.]{0,24}$`)
	painEdge   = compile(`^[ ,]*(?:\(?(?:on the )?(?:vas|nrs|nprs|pain scale|scale)\)?[ ,]*)?(?:in (?:severity|intensity)[ ,]*)?((?:with(?:out)?|off|on|before|after|prior to|despite) (?:the |his |her |any |use of |taking )*(?:pain )?(?:medications?|meds|treatment|therapy|activity|activities|movement|injection|opioids?|norco|rest)|at (?:its |the )?(?:worst|best|rest|least|night|present)|on average|average|at its (?:worst|best))`)
	painLead   = compile(`((?:with(?:out)?|off|on|before|after) (?:the |his |her |any |use of )*(?:pain )?(?:medications?|meds)|at (?:its )?(?:worst|best|rest)|worst|best|average|least|on average)(?: (?:pain|is|was|of|at|it|the|level|score|rated|as|a|to|about|goes|down|up|drops|comes|increases|decreases|reduced|:|and|has|been|be)){0,6}[ ,:=]*$`)
)

// pain finds scores of pain on a scale to ten.
func (f *finder) pain() {
	c := f.c
	if c.section == secGuideline || f.docIs("billing", "noarfi", "proof_of_service", "medical_literature", "record_index") || !hasDigit(c.text) && !c.has(" of ten", " of 10") {
		return
	}
	for _, p := range []struct {
		pattern *pattern
		sure    bool
	}{{scoreOf10, false}, {scoreWords, false}, {scoreScale, false}, {scaleOf, true}, {scoreNamed, true}, {ratedAt, true}} {
		for at := 0; at < len(c.text); {
			m := p.pattern.FindStringSubmatchIndex(c.text[at:])
			if m == nil {
				break
			}
			a, z := at+m[2], at+m[3]
			at = z
			if !p.sure && !f.painContext(a, z) {
				continue
			}
			if p.sure && otherScale.MatchString(c.text[:a]) && !strings.Contains(c.text[max(0, a-40):a], "pain") {
				continue
			}
			f.addPain(a, z)
		}
	}
}

func (f *finder) painContext(a, z int) bool {
	c := f.c
	before := c.text[:a]
	if otherScale.MatchString(before) && !strings.Contains(c.text[max(0, a-30):a], "pain") {
		return false
	}
	if after := strings.TrimSpace(c.text[z:]); strings.HasPrefix(after, "strength") || strings.HasPrefix(after, "visits") || strings.HasPrefix(after, "sessions") || strings.HasPrefix(after, "pages") || strings.HasPrefix(after, "treatments") {
		return false
	}
	if strings.HasSuffix(strings.TrimSpace(before), "page") || strings.HasSuffix(strings.TrimSpace(before), "visit") || strings.HasSuffix(strings.TrimSpace(before), "session") {
		return false
	}
	if painful.MatchString(c.text) || c.section == secComplaints {
		return true
	}
	if c.n > 0 {
		if b := &c.s.clauses[c.n-1]; painful.MatchString(b.text) && !otherScale.MatchString(b.text) && c.s.words[b.to-1].row >= c.s.words[c.from].row-1 {
			return true
		}
	}
	return painful.MatchString(c.s.left(c.wordAt(a))) || painful.MatchString(c.s.above(c.wordAt(a)))
}

// above is the text of the cell that stands over a word, within four rows.
func (s *sheet) above(w int) string {
	b := s.words[w].box
	for r := s.words[w].row - 1; r >= 0 && r >= s.words[w].row-4; r-- {
		for _, cell := range s.cells(r) {
			x0, x1 := s.words[cell[0]].box.X0, s.words[cell[len(cell)-1]].box.X1
			if x0 < b.X1 && x1 > b.X0 {
				if t := s.cellText(cell); wordy(t) {
					return t
				}
				break
			}
		}
	}
	return ""
}

func (f *finder) addPain(a, z int) {
	c := f.c
	from, to := c.span(a, z)
	value := trim(strings.TrimLeft(c.text[a:z], " "))
	f.add(records.FactPain, from, to, func(x *records.Fact) {
		x.Value = value
		lead := painLead.FindStringSubmatchIndex(c.text[:a])
		if m := painEdge.FindStringSubmatchIndex(c.text[z:]); m != nil && (lead == nil || !strings.HasPrefix(c.text[z:], ",")) {
			x.Value += " " + c.text[z+m[2]:z+m[3]]
			_, end := c.span(z, z+m[3])
			x.To = c.s.words[end-1].at + 1
		} else if lead != nil {
			x.Value += ", " + c.text[lead[2]:lead[3]]
			begin, _ := c.span(lead[2], lead[3])
			x.From = c.s.words[begin].at
		}
		x.Text = c.s.rawAt(x.From, x.To)
		x.Boxes = c.s.page.Boxes(x.From, x.To)
		x.Side = sideNear(c.text, a)
		c.when(x, from, to, 0)
	})
}

// rawAt is the text of words of the page.
func (s *sheet) rawAt(from, to int) string {
	var ts []string
	for _, w := range s.page.Words[from:to] {
		ts = append(ts, w.Text)
	}
	return trim(strings.Join(ts, " "))
}

// sideNear is the side said last before a place, else the one of the whole text.
func sideNear(text string, at int) string {
	part := text[:at]
	if i := strings.LastIndexAny(part, ";."); i >= 0 {
		part = part[i:]
	}
	if ms := sidePattern.FindAllString(part, -1); len(ms) > 0 {
		return sideOf(ms[len(ms)-1])
	}
	if i := strings.IndexAny(text[at:], ";,"); i >= 0 {
		return sideOf(text[at : at+i])
	}
	return sideOf(text[at:])
}
