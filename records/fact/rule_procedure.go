package fact

import (
	"strings"

	"github.com/openimr/openimr/records"
)

var (
	doneBefore = compile(`\b(?:underwent|undergone|undergoing|had|performed|completed|received|receiving|status[- ]post|s/p|history of|hx of|h/o|post|following|after|since|prior|previous|previously|past|treated with|had been given|was given|given|got|multiple|failed|responded to|relief (?:from|with|after)|surgical history|surgeries|surgery|denies|denied|no|not|never|without)\b`)
	doneAfter  = compile(`^[ ,)]*(?:(?:of|to|at|on|in|for) (?:the )?[\w ,/-]{2,40} )?(?:(?:was|were|has been|had been) (?:\w+ )?(?:performed|done|completed|carried out|administered|given|accomplished|undertaken)|performed|done|completed|on \d|on ` + monthNames + ` \d|in (?:` + monthNames + ` )?(?:19|20)\d{2}|dated|[-(,:]? ?\d{1,2}/\d{1,2}/\d{2,4}|\(?(?:19|20)\d{2}\)?|(?:\w+ )?(?:years|months|weeks) ago|x ?\d)`)
	notDone    = compile(`\b(?:request(?:ed|ing|s)?|authoriz\w+|recommend(?:ed|ing|s|ation|ations)?|propos(?:ed|al|es)|plan(?:s|ned|ning)? (?:for|to|on)|scheduled|schedule|await(?:ing|s)?|pending|candidate|consider(?:ing|ed|ation)?|would (?:like|benefit|be)|may (?:need|require|benefit|be)|might|will (?:need|require|undergo|be|have|proceed)|needs|if|should|surgical consult\w*|declin(?:es|ed)|does not (?:want|wish)|discuss(?:ed|ion)|options?|proceed(?:ing)? with|risks?|indicated|indications?|necessary|certified|denied by|denial|refer(?:red|ral)? (?:to|for)|offered|hold off|versus|education|authorization|appeal|approved|await|upcoming|prior to|seek(?:s|ing)?|wants?|wishes|hoping|anticipat\w+|future|eventually)\b`)
)

// procedures finds operations and injections that were done, or of which it is said that none was.
func (f *finder) procedures() {
	c := f.c
	if c.section == secGuideline || c.section == secReason || c.section == secAllergies || c.section == secRequest || f.docIs("billing", "noarfi", "medical_literature", "record_index", "imaging_report", "authorization_letter") {
		return
	}
	own := f.docIs("op_report", "procedure_note")
	if c.section == secProcedure && (own || c.under || f.docType() == "" || f.docType() == "hospital_record") && f.procedureEntry() {
		return
	}
	if c.section == secPastOp && f.pastOperation() {
		return
	}
	if c.general() || own && c.section == secNarrative {
		return
	}
	for k := 0; k < len(c.tokens); k++ {
		n := f.d.procedures.at(c.tokens, k)
		if n == 0 {
			continue
		}
		from, to := c.tokens[k].word, c.tokens[k+n-1].word+1
		name := stemmed(c.tokens[k : k+n])
		k += n - 1
		f.toldProcedure(from, to, name)
	}
}

func (f *finder) toldProcedure(from, to int, name string) {
	c := f.c
	from, to = c.whole(from, to)
	before, after := c.textOf(c.from, from), c.textOf(to, c.to)
	if testNames.MatchString(after) || strings.HasSuffix(before, "date of") || strings.HasSuffix(before, "dates of") || f.has(from, to, records.FactRequest, records.FactDenial, records.FactProcedure) {
		return
	}
	// What is planned ends what was done: look only at the words since the last stop.
	near := before
	if i := strings.LastIndexAny(near, ";"); i >= 0 {
		near = near[i:]
	}
	done, said := doneBefore.FindAllStringIndex(near, -1), doneAfter.MatchString(after)
	planned := notDone.FindAllStringIndex(near, -1)
	if len(planned) > 0 && (len(done) == 0 || planned[len(planned)-1][0] > done[len(done)-1][0]) {
		return
	}
	if notDone.MatchString(firstWords(after, 5)) && !said {
		return
	}
	standing := c.standing(from, to)
	if len(done) == 0 && !said && standing != records.Historical || len(done) > 0 && !said && len(strings.Fields(near[done[len(done)-1][1]:])) > 7 {
		return
	}
	if generic := name == "surgery" || name == "surgical intervention" || name == "reconstruction" || name == "decompression" || name == "fixation" || name == "excision" || name == "fusion" || name == "debridement" || name == "repair"; generic &&
		standing != records.Negated && to-from == 1 && !said && c.dates() == nil {
		return
	}
	if standing == records.Negated && c.section == secExam {
		return
	}
	f.add(records.FactProcedure, from, to, func(x *records.Fact) {
		x.Side, x.Standing = sideOf(c.textOf(from, to)), standing
		x.Code = cptIn(c.text, false)
		c.when(x, from, to, 0)
	})
}

func firstWords(t string, n int) string {
	ws := strings.Fields(t)
	return strings.Join(ws[:min(n, len(ws))], " ")
}

// procedureEntry takes an entry under "Procedures performed" as one procedure.
func (f *finder) procedureEntry() bool {
	c := f.c
	from := f.skipMarker(c.from)
	text := c.textOf(from, c.to)
	if !wordy(text) || c.to-from > 30 || furniture.MatchString(text) || c.label != "" && !strings.Contains(c.label, "procedure") && !strings.Contains(c.label, "operation") || notDone.MatchString(text) ||
		strings.Contains(text, "was placed") || strings.Contains(text, "the patient") || text == "none" || text == "n/a" {
		return false
	}
	if f.procedureIn(from) < 0 && !c.under && !c.entry && cptIn(text, true) == "" {
		return false
	}
	return f.add(records.FactProcedure, from, c.to, func(x *records.Fact) {
		x.Code, x.Side = cptIn(text, true), sideOf(text)
		c.when(x, from, c.to, 0)
	})
}

func (f *finder) skipMarker(from int) int {
	c := f.c
	for from < c.to-1 && (marker(c.s.words[from].text) || strings.Trim(c.s.words[from].text, edge) == "") {
		from++
	}
	return from
}

func (f *finder) procedureIn(from int) int {
	for k, t := range f.c.tokens {
		if t.word >= from && f.d.procedures.at(f.c.tokens, k) > 0 {
			return t.word
		}
	}
	return -1
}

// pastOperation takes an entry of a surgical history.
func (f *finder) pastOperation() bool {
	c := f.c
	from := f.skipMarker(c.from)
	text := c.textOf(from, c.to)
	if f.procedureIn(from) < 0 || c.to-from > 20 || sentence.MatchString(text) && !strings.Contains(text, "had") || strings.Contains(text, ", ") && strings.Count(text, ",") > 2 {
		return false
	}
	return f.add(records.FactProcedure, from, c.to, func(x *records.Fact) {
		x.Side, x.Standing, x.Code = sideOf(text), c.standing(f.procedureIn(from), c.to), cptIn(text, false)
		c.when(x, from, c.to, 0)
		if x.When == "" && len(days(c.text)) == 0 {
			x.Date = 0
		}
	})
}
