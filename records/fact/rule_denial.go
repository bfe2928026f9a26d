package fact

import (
	"strings"

	"github.com/openimr/openimr/records"
)

const refusal = `(?:denied|non[- ]?certified|not certified|not authorized|not approved|non[- ]?certification|not medically necessary|modified|partially (?:certified|approved|denied|authorized|non-certified)|partial certification|conditionally (?:denied|non-certified)|certified with modifications?|approved with modifications?|adverse determination|modification|deny|denial)`

var (
	refused      = compile(`\b` + refusal + `\b`)
	refusedItem  = compile(`^(.{3,220}?)[ ,:-]+(?:(?:is|are|was|were|has been|have been|be|had been|is being|will be|cannot be|could not be|is therefore|are therefore|is hereby|are hereby)(?: (?:hereby|also|therefore|recommended(?: for)?|considered|deemed|found|respectfully|therefore|to be))* )?(` + refusal + `|certified as medically necessary|recommended for (?:non-certification|denial|modification))\b`)
	refusesItem  = compile(`\b(?:(?:denied|non-certified|modified|denies|denying|non-certif(?:y|ies)|deny|modifies|modifying|not certif(?:y|ied)) (?:the |a |an |your |this |prospective |retrospective )*(?:requests? (?:for|of) |authorization (?:for|of) |certification (?:for|of) )|(?:denial|non-certification|modification) (?:of|for) (?:the |a |your )*(?:requests? for |authorization (?:for|of) )?|^(?:denied|non-certified|not certified|modified)[:-] ?|(?:utilization review|ur|reviewer|claims administrator|carrier|insurer|adjuster) (?:has |had |have |previously |also |then )*(?:denied|non-certified|modified) (?:the |a |an |his |her )*)(.{3,200})`)
	notRefusal   = compile(`\b(?:(?:patient|claimant|applicant|worker|employee|he|she|pt|who|also|and|but|has|any) (?:currently |also |further |repeatedly |has |strongly |otherwise )*denied|denied (?:any|having|fever|chest|numbness|tingling|prior|previous|history|use|pain|radiat\w+|suicid\w+|shortness|bowel|bladder|weakness|nausea|alcohol|drug|smoking|tobacco|depression|headaches|other|new|loss|side|problems|changes|ever|being)|denied (?:claim|body parts?)|claim (?:is|was|has been|remains) denied|modified (?:duty|duties|work|job|activit\w+|radical|barthel|position|light|regular|release|barium|by|ashworth|oswestry|technique|schedule)|liability|(?:if|when|whether|should|may be|can be|could be|reasons? for|rights? to|appeal|dispute|disput\w+|only be|who may) [^.;]{0,70}(?:denied|modified|delayed|denial|modification)|denied,? (?:delayed|modified)|delay(?:s|ed)?,? (?:modif\w+|deny|denial|denied)|modif\w+,? (?:or |and )?(?:delay\w*|den\w+)|den\w+,? (?:delay|modif)\w* or|modified or denied|deny or modify|denial or modification|notice of (?:denial|modification)$)`)
	because      = compile(`\b(?:because|due to|as (?:the|there|it|no|this|he|she)|since (?:the|there)|secondary to|based on|given|on the basis|for (?:lack|failure|the following reason)|reason:|rationale:|for the reason)\b[ :]*(.{8,})`)
	approvedOnly = compile(`\b(?:is|are|was|were|be|has been)? ?(?:approved|certified|authorized|medically necessary)\b`)
	statusOnly   = compile(`^(?:(?:the )?(?:determination|decision|outcome|status|result|ur decision|ur determination|recommendation|review outcome|ruling|disposition)(?: is| was)?[ :.-]+)?(?:is |was |are )?(?:hereby )?(` + refusal + `)(?:[ ,.(;-]|$)`)
	reviewTalk   = compile(`\b(?:utilization review|ur|request|requested|authorization|determination|decision|reviewer|certif\w+|claims administrator|carrier|insurer|insurance|adjuster|medically necessary|adverse|rfa|appeal|imr|peer review|was denied|were denied|denial)\b`)
)

// denials finds what utilization review denied or modified, with the reason where one is told.
func (f *finder) denials() {
	c := f.c
	if !refused.MatchString(c.text) || c.section == secGuideline || c.section == secSymptoms || c.section == secAllergies || f.docIs("billing", "noarfi", "proof_of_service", "medical_literature", "record_index", "imaging_report", "op_report", "lab_report") {
		return
	}
	ur := f.docIs("ur_decision", "ur_physician_notes", "imr_application", "ur_correspondence") || c.section == secDecision
	if notRefusal.MatchString(c.text) && !statusOnly.MatchString(c.text) || !ur && !reviewTalk.MatchString(c.text) {
		return
	}
	if statusOnly.MatchString(c.text) && len(strings.Fields(c.text)) <= 24 && !refusesItem.MatchString(c.text) {
		f.statusDenial(ur)
		return
	}
	from, to := -1, -1
	if m := refusesItem.FindStringSubmatchIndex(c.text); m != nil && f.isService(c.text[m[2]:m[3]]) {
		a, z := m[2], m[3]
		if e := denialEnd.FindStringIndex(c.text[a:z]); e != nil {
			z = a + e[0]
		}
		if z > a {
			from, to = c.span(a, z)
		}
	} else if m := refusedItem.FindStringSubmatchIndex(c.text); m != nil && f.isService(c.text[m[2]:m[3]]) {
		from, to = c.span(m[2], m[3])
		from = f.afterLead(from, to)
	}
	if from < 0 {
		return
	}
	if c.section == secReason && !ur && !f.docIs("ur_decision") {
		return
	}
	begin := f.skipMarker(c.from)
	if begin > from {
		begin = from
	}
	f.addDenial(begin, c.to, trim(c.s.raw(from, to)), c.textOf(from, to))
}

var (
	denialEnd  = compile(` (?:because|due to|as (?:the|there|it|no|this)|since|secondary to|based on|given|on (?:\d|` + monthNames + `)|dated|by|for (?:lack|failure|the following)|stating|citing|noting|which|in a|and (?:noted|stated|cited)|per)\b|; |\. `)
	denialLead = compile(`^(?:(?:accordingly|therefore|thus|as such|hence|after review|upon review|in summary|based on [^,]{3,80}|on [^,]{3,24}),? )?(?:(?:the|this|your|prospective|retrospective|concurrent|prospectively|current|above|medical necessity (?:for|of)|a|an|my) )*(?:(?:prospective |retrospective |appeal )?requests? (?:\d |#\d )?(?:for|of) |authorization (?:for|of) |certification (?:for|of) |medical necessity (?:for|of) )?(?:authorization (?:for|of) )?(?:the |a |an |\d{1,2}[.)] )?`)
)

// afterLead skips "The prospective request for" before an item.
func (f *finder) afterLead(from, to int) int {
	c := f.c
	from = f.skipMarker(from)
	if m := denialLead.FindString(c.textOf(from, to)); m != "" && len(strings.Fields(m)) < to-from {
		from += len(strings.Fields(m))
	}
	return from
}

// statusDenial takes "Determination: non-certified" with the item that was named last.
func (f *finder) statusDenial(ur bool) {
	c := f.c
	item := ""
	if left := f.cellsLeft(); left != "" {
		item = left
	} else if c.n > 0 {
		// The entry above in the same list names the item.
		for n := c.n - 1; n >= 0 && n >= c.n-4; n-- {
			b := &c.s.clauses[n]
			if f.isService(b.text) && !refused.MatchString(b.text) && len(strings.Fields(b.text)) < 40 && b.section != secReason && b.section != secGuideline {
				from := b.from
				for k := from; k < b.to-1 && k < from+5; k++ {
					if strings.HasSuffix(b.s.words[k].text, ":") {
						from = k + 1
						break
					}
				}
				item = trim(c.s.raw(from, b.to))
				break
			}
		}
	}
	if item == "" {
		item = f.item
		f.needs = f.needs || item == ""
	}
	if item == "" && !ur {
		return
	}
	if item == "" {
		return
	}
	f.addDenial(f.skipMarker(c.from), c.to, item, "")
}

func (f *finder) cellsLeft() string {
	left := f.c.s.left(f.c.from)
	if left != "" && f.isService(left) {
		for _, cell := range f.c.s.cells(f.c.s.words[f.c.from].row) {
			if f.isService(f.c.s.cellText(cell)) {
				return f.cellRaw(cell)
			}
		}
	}
	return ""
}

func (f *finder) addDenial(from, to int, item, itemText string) {
	c := f.c
	for _, t := range f.taken { // a table told it
		if t.kind == records.FactDenial && f.s.words[t.from].row == f.s.words[from].row {
			return
		}
	}
	reason := ""
	if m := because.FindStringSubmatchIndex(c.text); m != nil {
		a, z := c.span(m[2], m[3])
		reason = trim(c.s.raw(a, z))
	} else {
		reason = f.reasonAfter()
	}
	if reason == "" {
		reason = refused.FindString(c.text)
	}
	f.add(records.FactDenial, from, to, func(x *records.Fact) {
		x.About, x.Value = item, reason
		if itemText == "" {
			itemText = strings.ToLower(item)
		}
		x.Code, x.Quantity, x.Side = cptIn(itemText, true), quantityIn(itemText, ""), sideOf(itemText)
		if c.section == secRecords || c.section == secPast {
			x.Standing = records.Historical
		}
		if negated := c.textOf(c.from, from); strings.Contains(negated, "not been") {
			x.Standing = records.Negated
		}
		c.when(x, from, to, 0)
	})
}

// reasonAfter is the first sentence of the reasons that follow, on the same page and before the next decision.
func (f *finder) reasonAfter() string {
	c := f.c
	for n := c.n + 1; n < len(c.s.clauses) && n < c.n+9; n++ {
		b := &c.s.clauses[n]
		labelled := b.section == secReason || strings.HasPrefix(b.label, "rationale") || strings.HasPrefix(b.label, "reason") || strings.HasPrefix(b.label, "clinical r") || strings.HasPrefix(b.label, "explanation")
		if labelled && len(strings.Fields(b.text)) >= 4 {
			from := b.from
			for k := from; k < b.to-1 && k < from+5; k++ {
				if strings.HasSuffix(b.s.words[k].text, ":") {
					from = k + 1
				}
			}
			return trim(c.s.raw(from, min(b.to, from+60)))
		}
		if !labelled && refused.MatchString(b.text) && n > c.n+1 && statusOnly.MatchString(b.text) {
			break
		}
	}
	return ""
}
