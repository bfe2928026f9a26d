package fact

import (
	"strings"

	"github.com/openimr/openimr/records"
)

var (
	asks = compile(`\b(?:(?:i am |i'm |we are |am |are |is |and )?(?:also |hereby |formally |respectfully |again )?request(?:ing|s)?(?: for)?(?: (?:an |your )?authorization| (?:an )?approval)?(?: for| of| to (?:proceed with|perform|continue|begin|start|obtain|include|provide|undergo))?|` +
		`requested (?:authorization|approval)(?: for| to (?:proceed with|perform|obtain|continue))?|(?:we|i|provider|physician|doctor|dr\.? \w+) (?:have |has |had )?(?:also )?requested|authorization (?:is |was |has been )?(?:(?:being |hereby |respectfully |formally )*requested|sought)(?: for| to (?:proceed with|perform|continue|obtain))?|` +
		`(?:seek(?:ing|s)?|obtain|submit(?:ting|ted)? (?:an )?rfa for|ask(?:ing)? for|need|rfa (?:is |was )?(?:submitted |sent )?for|rfa:|pending) ?(?:authorization|approval)?(?: for| to (?:proceed with|perform))?|please (?:authorize|approve)|request(?:s)? for(?: authorization)?(?: for| of)?(?: the following)?)\b:?`)
	asksAuthorization = compile(`request|authoriz|approv|rfa`)
	notAsked          = compile(`^ ?(?:that|additional information|further information|information|medical records|records|copies|copy|reconsideration|an? (?:hearing|review|internal|independent|appeal|expedited)|review|independent medical review|imr|for independent|a response|your|reimbursement|payment|penalt|the records|documentation|peer|an interpreter|interpreter|from|by|form|was|were|is|has|had|and|dated|of|received|number|date|reference|id|type|status)\b`)
	isAsked           = compile(`^(.{4,160}?) (?:is|are|was|were|has been|have been) (?:also |again |being |hereby |formally |respectfully )*requested\b`)
	service           = compile(`\b(?:therapy|physiotherapy|acupuncture|chiropractic|manipulation|massage|injections?|blocks?|ablation|mri|mra|ct scan|ct|x-?rays?|ultrasound|emg|ncv|ncs|nerve conduction|electromyograph\w*|electrodiagnostic|study|studies|test|testing|screen|screening|uds|toxicology|labs?|laboratory|panel|surgery|surgical|arthroscop\w+|arthroplasty|replacement|repair|release|decompression|fusion|discectomy|laminectomy|removal|reconstruction|meniscectomy|debridement|fixation|resection|excision|consult\w*|consultation|evaluation|referral|follow[- ]up|re-?evaluation|visits?|sessions?|treatments?|program|membership|rental|purchase|unit|device|brace|splint|orthotics?|orthosis|walker|cane|crutches|wheelchair|scooter|bed|mattress|chair|supplies|electrodes|sling|boot|pillow|stimulator|pump|tens|h-wave|interferential|transportation|home health|home care|nurs\w+|clearance|assistant|anesthesia|hospital stay|inpatient|cream|gel|patch|patches|ointment|tablets?|capsules?|medications?|compound|psychotherapy|cbt|biofeedback|counseling|psychiatric|psychological|trial|implant\w*|monitor\w*|range of motion|functional capacity|fce|sleep study|polysomnogra\w+|eeg|ekg|echocardiogram|discogram|myelogram|bone scan|rhizotomy|epidural|esi|prp|synvisc|orthovisc|botox|cpap|hearing aids?|glasses|dental|crown|root canal|weight loss|gym|pool|aquatic|work hardening|work conditioning|interpreter|shoes|cold therapy|ice machine|cpm|kit|refill)\b`)
	quantityPattern   = compile(`\b(?:` + countWord + `|once|twice|2-3|1-2|3-4) ?(?:x|times?|visits?|sessions?)? ?(?:a|per|each|/|x ?per|x ?/|x) ?(?:week|wk|month|day)s?(?:,)?(?: ?(?:x|for|times|over) ?(?:a total of )?` + countWord + `(?: ?(?:-|to) ?\d+)? ?(?:weeks?|wks?|months?|visits?|sessions?))?|\b(?:` + countWord + `) ?(?:\(\d+\) ?)?(?:additional |more |further |initial |total |post-?op(?:erative)? )*(?:physical |occupational |chiropractic |acupuncture |aquatic |hand |massage |therapy |pt |cbt |individual |group |psychotherapy |treatment )*(?:sessions?|visits?|treatments?|injections?|units?|tablets?|tabs?|capsules?|caps?|pills?|patch(?:es)?|tubes?|bottles?|refills?|hours?|boxes|pairs?|months? (?:rental|supply|trial|membership)|days? (?:rental|supply|trial)|weeks? (?:rental|trial)|-?month (?:rental|supply|trial|membership)|-?day (?:rental|supply|trial))\b|\b(?:quantity|qty|units?|number|visits|sessions)[ :#.=]+(?:of )?#?(\d{1,4})\b|#\s?(\d{1,4})\b|\b(\d{1,2} ?x ?\d{1,2})\b|\bx ?(\d{1,3})(?: (?:sessions?|visits?|weeks?|months?|refills?|treatments?|units?|days?))?\b|\b\d{1,4} ?(?:gm|grams?|ml)\b`)
	askEnd            = compile(` (?:because|as (?:the|he|she|it|this|patient)|since (?:the|he|she)|in order to|due to|given (?:the|his|her)|so that|to (?:help|address|improve|determine|evaluate|rule|assess|treat|further|better|increase|decrease|reduce|manage|strengthen)|which|on (?:an? )?(?:industrial|expedited)|per (?:mtus|odg|acoem|the mtus)|pursuant|based on|for (?:his|her|the patient's|continued|treatment of|ongoing|further|relief|pain)|who|that|he|she|the patient|has been|have been|is medically|are medically|was medically|were medically|(?:is|are|was|were|has been|have been|be) (?:\w+ )?(?:certified|approved|authorized|recommended|supported|considered|deemed|found|reasonable|appropriate)|is being|is (?:denied|not)|are (?:denied|not)|was (?:denied|not|received|submitted|made|reviewed|modified|non)|were (?:denied|not)|at this time)\b|; |\. `)
	requestAgain      = compile(`\b(?:previously|in the past|last year|already|had been|had)\b`)
)

// requests finds what is asked for, item by item.
func (f *finder) requests() {
	c := f.c
	if c.section == secGuideline || c.section == secReason || c.section == secAllergies || c.section == secDecision || f.docIs("billing", "noarfi", "proof_of_service", "medical_literature", "record_index", "award", "cures", "benefit_notice") {
		return
	}
	if c.section == secRequest && c.label == "" || c.section == secRequest && requestLabel.MatchString(c.label) {
		if f.listedRequest() {
			return
		}
	}
	if requestLabel.MatchString(c.label) && c.section != secRequest {
		from := c.from
		for k := c.from; k < c.to; k++ {
			if strings.HasSuffix(c.s.words[k].text, ":") {
				from = k + 1
				break
			}
		}
		if from < c.to {
			f.requestItems(from, c.to, true)
			return
		}
	}
	if m := isAsked.FindStringSubmatchIndex(c.text); m != nil && f.isService(c.text[m[2]:m[3]]) && !strings.Contains(c.text[m[2]:m[3]], "authorization") {
		from, to := c.span(m[2], m[3])
		f.requestItems(f.skipMarker(from), to, false)
		return
	}
	all := asks.FindAllStringIndex(c.text, -1)
	for i, m := range all {
		found, after := c.text[m[0]:m[1]], c.text[m[1]:]
		if !asksAuthorization.MatchString(found) || notAsked.MatchString(after) || strings.TrimSpace(after) == "" || strings.HasSuffix(found, "requested") && requestAgain.MatchString(c.text[:m[0]]) && !strings.Contains(found, "authorization") {
			continue
		}
		end := len(c.text)
		if i+1 < len(all) {
			end = all[i+1][0]
		}
		if e := askEnd.FindStringIndex(c.text[m[1]:end]); e != nil {
			end = m[1] + e[0]
		}
		for m[1] < end && (c.text[m[1]] == ' ' || c.text[m[1]] == ':') {
			m[1]++
		}
		if m[1] >= end || !f.isService(c.text[m[1]:end]) {
			continue
		}
		from, to := c.span(m[1], end)
		f.requestItems(from, to, false)
	}
}

var requestLabel = compile(`^(?:(?:treatments?|services?|items?|procedures?|medical treatments?|goods|specific treatments?|disputed (?:treatments?|items?|services?|medical treatment))(?: or goods)? ?(?:requested|in dispute|at issue|under review|denied)|request(?:s|ed)?(?: \d+)?|requested (?:treatments?|services?|items?|procedures?)|item \d+|request for|rfa|authorization request(?:ed)?(?: for)?|requesting|line \d+|service good requested|disputed item \d*|requested treatment \d*|specific treatment requested)$`)

// isService says that a text names something that can be asked for.
func (f *finder) isService(text string) bool {
	return service.MatchString(text) || studyPattern.MatchString(text) || f.drugsIn(text) || f.procedureNamed(text)
}

func (f *finder) procedureNamed(text string) bool {
	var ws []word
	for _, t := range strings.Fields(text) {
		ws = append(ws, word{text: t})
	}
	ts := tokensOf(ws, 0, len(ws))
	for k := range ts {
		if f.d.procedures.at(ts, k) > 0 {
			return true
		}
	}
	return false
}

// listedRequest takes an entry under a heading of requested treatment as an item.
func (f *finder) listedRequest() bool {
	c := f.c
	from := f.skipMarker(c.from)
	if c.label != "" {
		for k := from; k < c.to; k++ {
			if strings.HasSuffix(c.s.words[k].text, ":") {
				from = k + 1
				break
			}
		}
	}
	if from >= c.to {
		return false
	}
	text := c.textOf(from, c.to)
	if len(strings.Fields(text)) > 40 || !f.isService(text) || furniture.MatchString(text) || refused.MatchString(text) || approvedOnly.MatchString(text) || strings.Contains(text, "the patient") || c.off {
		return false
	}
	if m := asks.FindStringIndex(text); m != nil {
		return false // a sentence that asks
	}
	return f.requestItems(from, c.to, true)
}

// requestItems parts words into items and keeps each.
func (f *finder) requestItems(from, to int, listed bool) bool {
	c := f.c
	begin, any := from, false
	for w := from; w < to; w++ {
		t := c.s.words[w].text
		cut := strings.HasSuffix(t, ";") || w > from && t == "and" && f.isService(c.textOf(begin, w)) && f.isService(c.textOf(w+1, to)) && !listJoint.MatchString(c.textOf(begin, w)) ||
			strings.HasSuffix(t, ",") && f.isService(c.textOf(begin, w+1)) && f.isService(firstItem(c.textOf(w+1, to))) && !amount.MatchString(c.textOf(w+1, to)) ||
			w > from && marker(t) && hasDigit(t)
		if !cut {
			continue
		}
		end := w + 1
		if t == "and" || marker(t) && hasDigit(t) {
			end = w
		}
		any = f.addRequest(begin, end, listed) || any
		begin = w + 1
	}
	return f.addRequest(begin, to, listed) || any
}

var listJoint = compile(`(?:evaluation|eval|evaluate|emg|ncv|fusion|discectomy|reduction|decompression|anterior|with|assessment|cpt|needle|pre-op|open) ?(?:,|$)`)

// amount begins what only says how much of the item before it: "TENS unit, 30 day rental".
var amount = compile(`^(?:` + countWord + `|qty|quantity|once|twice|for|x|#)[ -]?(?:\d+|x|more|additional|total|times?|day|days|month|months|week|weeks|sessions?|visits?|treatments?|units?|tablets?|tabs?|capsules?|patch(?:es)?|refills?|of)?\b ?(?:rental|trial|supply|sessions|visits|per|a|for|$|,|\.|week|weeks|x)?|^(?:left|right|bilateral|lumbar|cervical|thoracic)(?: \w+)?\.?$`)

// firstItem is a text to its first comma or "and".
func firstItem(t string) string {
	if i := strings.Index(t, ","); i > 0 {
		t = t[:i]
	}
	if i := strings.Index(t, " and "); i > 0 {
		t = t[:i]
	}
	return t
}

func (f *finder) addRequest(from, to int, listed bool) bool {
	c := f.c
	for from < to && (marker(c.s.words[from].text) || askedLead[strings.Trim(c.s.words[from].text, edge)]) {
		from++
	}
	for to > from && strings.Trim(c.s.words[to-1].text, edge) == "" || to > from && c.s.words[to-1].text == "and" {
		to--
	}
	if from >= to {
		return false
	}
	text := c.textOf(from, to)
	if !f.isService(text) || onlyGeneral.MatchString(text) || formWords.MatchString(text) || f.has(from, to, records.FactDenial) || listed && days(text) != nil && len(strings.Fields(text)) < 4 {
		return false
	}
	quantity, code := text, text
	end := to
	if listed && to == c.to {
		rest := c.s.rest(to-1, func(t string) bool {
			return f.isService(t) && quantityPattern.FindString(t) == "" && cptIn(t, true) == ""
		})
		if quantityPattern.MatchString(rest) || cptIn(rest, true) != "" {
			quantity, code = quantity+" "+rest, code+" "+rest
		}
	}
	if f.add(records.FactRequest, from, end, func(x *records.Fact) {
		x.About, x.Side = x.Text, sideOf(text)
		x.Code = cptIn(code, listed || f.docIs("rfa"))
		x.Quantity = quantityIn(quantity, "")
		if m := dosePattern.FindString(text); m != "" && f.drugsIn(text) {
			x.Value = m
		}
		if c.section == secRecords || c.standing(from, to) == records.Historical && c.has("previously requested", "prior request") {
			x.Standing = records.Historical
		}
		if c.section == secRecords {
			c.when(x, from, to, 0)
		}
	}) {
		f.item = trim(c.s.raw(from, to))
		return true
	}
	return false
}

var (
	onlyGeneral = compile(`^(?:(?:the|this|my|all|any|such|requested|recommended|further|additional|medical|proposed|necessary|appropriate|of|treatments?|services?|care|tests?|testing|items?|visits?|sessions?|surgery|medications?|referral|studies|procedures?|without|delay|as|below|above|listed|following|needed|date|type) ?)+$`)
	formWords   = compile(`\(required\)|form pr-|equivalent|substantiating|instructions|attach|cpt/hcpcs|^known\)?|if known|required\)|visit date|quantity, etc`)
)

var askedLead = wordSet("for of the a an following to authorization approval and also with : -")

// quantityIn is the amount in a text, as it stands there; raw is the text before it was mended, "" where it is the same.
func quantityIn(text, raw string) string {
	all := quantityPattern.FindAllStringSubmatchIndex(text, -1)
	best := ""
	for _, m := range all {
		if m[0] >= 2 && (text[m[0]-1] == '-' || text[m[0]-1] == '/') && hasDigit(text[m[0]-2:m[0]-1]) {
			continue // the level of "L4-5 injection"
		}
		q := text[m[0]:m[1]]
		for g := 1; 2*g+1 < len(m); g++ {
			if m[2*g] >= 0 {
				q = text[m[2*g]:m[2*g+1]]
			}
		}
		if len(q) > len(best) {
			best = q
		}
	}
	return trim(best)
}
