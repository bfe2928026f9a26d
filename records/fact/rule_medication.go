package fact

import (
	"strings"

	"github.com/openimr/openimr/records"
)

var (
	dosePattern = compile(`\b\d+(?:,\d{3})?(?:\.\d+)?(?: ?[-/] ?\d+(?:\.\d+)?){0,2} ?(?:mg|mgs|mcg|gm|gms|grams?|g|ml|cc|units?|iu|meq|%)\b(?: ?/ ?(?:\d+ ?)?(?:mg|mcg|ml|hr|hour|h|actuation|day|tab)\b)?|\b\d+(?:\.\d+)?(?: ?/ ?\d+(?:\.\d+)?)? ?%|\b(?:2\.5|5|7\.5|10)/(?:300|325|500|650|750|200|400)\b|\b\.\d+ ?mg\b`)
	perTime     = `(?:(?:once|twice|thrice|one time|\d+ times?|two times|three times|four times|1-2 times|2-3 times)(?: ?(?:a|per|each|/) ?(?:day|week|night))?(?: daily| nightly| weekly)?|daily|nightly|weekly|monthly|b\.?i\.?d\.?|t\.?i\.?d\.?|q\.?i\.?d\.?|q\.?d\.?|q\.?h\.?s\.?|h\.?s\.?|q ?am|q ?pm|q ?\d+(?: ?- ?\d+)? ?(?:h|hr|hrs|hours|days)?|every (?:\d+(?: ?(?:-|to) ?\d+)?|four|six|eight|twelve|other|four to six|six to eight) ?(?:hours?|hrs?|h|days?)|every (?:day|morning|evening|night)|(?:at |before )?(?:bedtime|night)|in the (?:morning|evening)|a day|per day|/day|prn|p\.r\.n\.?|as needed|as directed|up to \w+ (?:times )?(?:a|per) day)`
	doseTimes   = compile(`\b(?:(?:take|apply|use|taking|sig:?|inject|place) )?(?:(?:\d(?:\.\d)?(?: ?(?:-|to) ?\d)?|one|two|three|1/2|half|one to two|one-half|a) ?(?:tablets?|tabs?|capsules?|caps?|pills?|patch(?:es)?|po|p\.o\.|by mouth|puffs?|sprays?|applications?|drops?|ml|injections?)? ?(?:\(?s\)? )?(?:po |p\.o\. |by mouth |orally |topically )?(?:to (?:the )?(?:affected|painful) areas? )?)?` + perTime + `(?:[ ,]+(?:and |or )?(?:prn|as needed|p\.r\.n\.?|at bedtime|daily|with food|for (?:pain|spasms?|sleep|nausea|inflammation|severe pain|breakthrough pain|muscle spasms?)|with meals))*`)
	quantityTag = compile(`#\s?(\d{1,4})\b|\b(?:quantity|qty|quantities|disp(?:ense)?|dispensed|count|number|no\.)\s?(?:of )?[:#.]?\s?#?(\d{1,4})\b|\b(?:x|times) ?(\d{1,4})(?: (?:tablets?|tabs?|capsules?|pills?|patches))\b|\b(\d{1,4}) ?(?:tablets|tabs|capsules|caps|pills|count|patches|tubes?|bottles?)\b`)
	allergic    = compile(`\ballerg(?:y|ies|ic)\b|\bintoleran(?:t|ce)\b|\badverse reaction|\banaphyla|\bsensitivit(?:y|ies) to\b|\bcauses? (?:hives|rash|itching)|\bnkda\b`)
	drugTopics  = compile(`\b(?:urine drug|drug screen|uds|toxicology|detected|not detected|consistent with prescribed|inconsistent|metabolite|cutoff|ng/ml|immunoassay|lc/ms|confirmation|panel|positive for|negative for)\b`)
	notTaken    = compile(`\b(?:injected|injection of|infiltrated|anesthetized|anesthesia with|instilled|local anesthetic|mixture of|solution of|cc of|ml of|block with|mixed with|prepped)\b`)
	stopped     = compile(`\b(?:discontinue[ds]?|discontinuing|d/c'?d?|stop(?:ped|ping|s)?|wean(?:ed|ing)?(?: off)?|taper(?:ed|ing)? off|off of|ceased|hold)\b[^.;]{0,24}$`)
	stoppedPost = compile(`^[ ,]*(?:was|were|has been|is|will be|to be)? ?(?:discontinued|stopped|d/c'?d|weaned off|tapered off)\b`)
	notYetTaken = compile(`\b(?:consider(?:ing)?|alternative(?:s)? (?:to|such as)|instead of|rather than|trial of .* (?:is|would)|could try|may try|contraindicated|interact(?:s|ion) with|avoid(?:ing)?|unable to (?:take|tolerate)|cannot take|cannot tolerate|could not tolerate|not tolerate)\b`)
	strengthOf  = compile(`\b(?:extended release|er|xr|sr|cr|ir|tablets?|capsules?|patch(?:es)?|cream|gel|ointment|lotion|solution|dr|hcl|sodium|spray)\b`)
)

// medications finds drugs with dose, times and amount.
func (f *finder) medications() {
	c := f.c
	if c.section == secAllergies || c.section == secGuideline || c.section == secReason || c.section == secNarrative || strings.HasPrefix(c.label, "allerg") || allergic.MatchString(c.text) || f.docIs("uds_report", "lab_report", "medical_literature", "record_index") {
		return
	}
	if c.section != secMeds && (c.general() || drugTopics.MatchString(c.text) || notTaken.MatchString(c.text)) {
		return
	}
	if f.docIs("op_report", "procedure_note") && c.section != secMeds && !c.has("take", "prescri", "daily", "medications") {
		return
	}
	hits := f.drugHits()
	for n, h := range hits {
		next := c.to
		if n+1 < len(hits) {
			next = hits[n+1][0]
		}
		f.medication(h[0], h[1], next)
	}
}

// drugHits are the drugs of the clause; two names of one drug ("Norco (hydrocodone/APAP)") are one hit.
func (f *finder) drugHits() [][2]int {
	c := f.c
	var hits [][2]int
	for k := 0; k < len(c.tokens); k++ {
		n := f.d.drugs.at(c.tokens, k)
		if n == 0 {
			continue
		}
		from, to := c.tokens[k].word, c.tokens[k+n-1].word+1
		k += n - 1
		if len(hits) > 0 {
			last := &hits[len(hits)-1]
			between := c.textOf(last[1], from)
			before := c.s.words[last[1]-1].text
			opens := strings.HasPrefix(c.s.words[from].text, "(") || between == "(" || between == "-" || between == "/" || between == "with" && !strings.HasSuffix(before, ",")
			if from < last[1] || (between == "" || between == "(" || between == "-" || between == "/" || between == "with" || strengthOf.MatchString(between) && len(strings.Fields(between)) == 1) && opens && !strings.HasSuffix(before, ",") ||
				between == "" && strings.Contains(before, "/") {
				last[1] = max(last[1], to)
				continue
			}
		}
		hits = append(hits, [2]int{from, to})
	}
	return hits
}

func (f *finder) medication(from, to, next int) {
	c := f.c
	if f.has(from, to, records.FactRequest, records.FactDenial, records.FactProcedure) {
		return
	}
	before, after := c.textOf(c.from, from), c.textOf(to, next)
	if strings.HasPrefix(after, "injection") || strings.HasPrefix(after, "level") || notYetTaken.MatchString(before) || c.doubtful(from, to) && c.section != secMeds {
		return
	}
	if f.docIs("ur_decision", "ur_physician_notes", "noarfi", "imr_application") && !c.has("medication", "taking", "takes", "prescribed", "treated with", "uses") {
		return
	}
	end := to
	text := after
	if next == c.to {
		rest := c.s.rest(c.to-1, func(t string) bool { return f.drugsIn(t) })
		if rest != "" {
			text += " " + rest
		}
	}
	base := c.offset(to)
	for base < len(c.text) && c.text[base] == ' ' {
		base++
	}
	grow := func(m []int) {
		if m != nil && m[1] <= len(after) && len(after) > 0 {
			if _, z := c.span(base+m[0], base+m[1]); z > end && z <= next {
				end = z
			}
		}
	}
	var value []string
	dose := dosePattern.FindStringIndex(text)
	if dose == nil {
		// "10/325 Norco", "800 mg ibuprofen"
		if m := dosePattern.FindAllStringIndex(before, -1); len(m) > 0 && strings.TrimSpace(before[m[len(m)-1][1]:]) == "" {
			value = append(value, strings.TrimSpace(before[m[len(m)-1][0]:]))
			from, _ = c.span(m[len(m)-1][0], m[len(m)-1][1])
		}
	} else if dose[0] <= 60 {
		value = append(value, text[dose[0]:dose[1]])
		grow(dose)
	}
	if times := doseTimes.FindStringIndex(text); times != nil && times[0] < 90 {
		value = append(value, strings.TrimSpace(text[times[0]:times[1]]))
		grow(times)
	}
	quantity := ""
	if m := quantityTag.FindStringSubmatchIndex(text); m != nil && m[0] < 140 {
		for g := 1; g <= 4; g++ {
			if m[2*g] >= 0 {
				quantity = text[m[2*g]:m[2*g+1]]
			}
		}
		grow(m)
	}
	standing := c.standing(from, to)
	off := stopped.MatchString(before) || stoppedPost.MatchString(after)
	f.add(records.FactMedication, from, end, func(x *records.Fact) {
		x.About = trim(c.s.raw(from, to))
		x.Value, x.Quantity, x.Standing = strings.Join(value, ", "), quantity, standing
		if off {
			x.Value = strings.TrimSuffix("discontinued, "+x.Value, ", ")
		}
		c.when(x, from, end, next)
	})
}

func (f *finder) drugsIn(text string) bool {
	var ws []word
	for _, t := range strings.Fields(text) {
		ws = append(ws, word{text: t})
	}
	ts := tokensOf(ws, 0, len(ws))
	for k := range ts {
		if f.d.drugs.at(ts, k) > 0 {
			return true
		}
	}
	return false
}
