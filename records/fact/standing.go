package fact

import (
	"strings"

	"github.com/openimr/openimr/records"
)

// How a page speaks of a thing is read from the words before and after it in its clause, as NegEx and ConText do: a
// trigger, the words it reaches over, and words that end its reach. Some phrases only look like a trigger.

var (
	negations = compile(`\b(?:no (?:\w+ )?(?:evidence|signs?|indication|suggestion|documentation|symptoms|findings?|radiographic evidence|mri evidence) (?:of|for|suggest\w*)|` +
		`denie[sd]|denying|deny|negative for|negative|no longer|no known|no|not|without|absence of|absent|free of|never|fail(?:s|ed) to (?:show|reveal|demonstrate)|` +
		`rule[sd]? out for|neither|nor|none of|unremarkable for|declines|declined|lack of|lacks|non|doesn't|don't|didn't|isn't|hasn't|wasn't|cannot)\b`)
	// What looks like a negation and is none, or one that another undoes.
	notNegations = compile(`\b(?:not only|not just|not merely|no (?:significant |interval |acute |other |further |real )?(?:change|increase|decrease|improvement|relief|benefit|doubt|response|difference|progression|resolution) ?(?:in|of|from|with|since|that|to)?|` +
		`not (?:certain|sure|clear|known) (?:if|whether|that)|(?:can|could)(?:not| not) (?:be )?(?:rule[sd]? out|exclude[sd]?)|not (?:be )?(?:ruled out|excluded)|` +
		`without (?:\w+ )?(?:relief|benefit|improvement|success|difficulty|change|resolution|response)(?: (?:from|with|of))?|not necessarily|not (?:yet )?(?:resolved|improved|responded|responding|improving|helped|relieved|controlled|tolerated?)(?: (?:by|with|to|from))?|` +
		`not without|no absence of|(?:does not|doesn't|did not|didn't|not) deny|not denied|not negative|no refills?|claim no\.?|no\.|not limited to|not (?:respond|improve|help|relieve|tolerate)\w*(?: (?:to|with|by|from))?|no contraindications? (?:to|for)|not due to|not related to|not (?:a )?result of|no (?:side effects?|adverse effects?) (?:from|with|of|to)|not optional|without contrast|not applicable)`)
	ends = compile(`\b(?:but|however|although|though|except|apart from|aside from|other than|secondary to|due to|because|yet|still|nevertheless|` +
		`and (?:has|is|was|does|reports?|complains|states|continues|there|he|she|the patient|did|had)|who|which|therefore|so|then|while|where|when|positive for|complains of|reports|with ongoing|consistent with|presents with|is taking|takes|remains)\b|;|: `)
	negatedAfter = compile(`^[ ,)]*(?:(?:of the [\w -]{3,20} )?(?:is|are|was|were|has been|have been|had been) (?:\w+ )?(?:ruled out|negative|denied|not (?:seen|present|identified|noted|found|demonstrated|evident|appreciated|detected|visualized|diagnosed|performed|done|taken|started|had)|absent|excluded|never \w+)|ruled out\b|not (?:seen|present|identified|noted|demonstrated|found|performed|done|detected|evident)\b|absent\b|:? ?(?:none|no|denies|denied|negative|neg|absent|never|n)[.;,)]?$|:? ?(?:none|denies|negative|neg)\b|\(-\)|:? ?\[ ?\] ?yes \[x\] ?no|:? ?☐ ?yes ☒ ?no)`)
	stillThere   = compile(`^[ ,]*(?:is|was|has|can|could|cannot|are|were)? ?(?:not (?:be |been )?(?:ruled out|excluded)|cannot be|can not be|could not be)`)

	historic = compile(`\b(?:history (?:significant |remarkable |positive )?(?:of|for|includes?|:)|(?:past|prior|previous|medical|surgical|remote|known) history|histories of|h/o|hx of|hx|status post|status-post|s/p|previous|previously|prior|past|remote|formerly|used to|years? ago|months ago|pre-?existing|old|resolved|healed|had been (?:diagnosed|treated)|in childhood|as a child|as a teenager|earlier|` +
		`in (?:the )?(?:early |mid |late )?(?:19|20)\d{2}(?:'?s)?|back in|in the past|prior to (?:the|this|his|her) (?:injury|industrial)|before (?:the|this|his|her) (?:injury|accident))\b`)
	notHistoric   = compile(`\b(?:prior to|prior authorization|history of (?:present|the present|injury|the injury|current)|prior (?:report|note|evaluation|exam\w*|visit|letter|request)|previous(?:ly)? (?:report|note|evaluation|exam\w*|visit|request|denied|requested|authorized|approved|prescribed)\w*|year old|years old|-year-old|past (?:\d+|few|several|two|three|four|six|week|month|year)|no prior|past medical records)\b`)
	historicAfter = compile(`^[ ,(]*(?:(?:\w+ ){0,6}?(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|several|many|a few|some) (?:years?|yrs?|months?|decades?) ago|(?:which |that )?(?:has|have|had|is|was) (?:since |now )?resolved|resolved\b|in (?:the )?(?:early |mid |late )?(?:19|20)\d{2}\b|\(?(?:19|20)\d{2}\)?[.,;)]?$|in (?:` + monthNames + `),? (?:of )?(?:19|20)\d{2}|in the past\b|as a (?:child|teenager)|in childhood|circa|prior to (?:this|the|his|her) (?:injury|industrial|work)|, ?(?:status post|s/p|healed|old|remote)\b)`)

	relatives   = compile(`\b(?:family history|family hx|family|fh|fhx|mother|father|brothers?|sisters?|siblings?|parents?|grandmother|grandfather|grandparents?|aunts?|uncles?|cousins?|maternal|paternal|mom|dad|mother's|father's|brother's|sister's|son|daughter|twin|(?:wife|husband|spouse) (?:has|had|with|suffers|was diagnosed))\b`)
	notRelative = compile(`\b(?:family (?:members?|physician|doctor|practice|practitioner|medicine|therapy|support|counseling|stress|responsibilit\w+)|with (?:his|her) (?:family|mother|father|brother|sister|son|daughter)|lives with|helps? (?:his|her)|cares? for|caring for|lifting (?:his|her)|mother of|father of|(?:his|her) (?:son|daughter|brother|sister|mother|father) (?:drove|helps?|assists?|does|cooks?|cleans?))\b`)
	relativeAft = compile(`^[ ,(]*(?:in (?:his|her|the|both)? ?(?:mother|father|brother|sister|siblings?|parents?|family|grand\w+|maternal|paternal|aunt|uncle)|\(?(?:mother|father|brother|sister|maternal|paternal|grand\w+|aunt|uncle|mom|dad|sibling)s?\)?|runs in|[-:] ?(?:mother|father|brother|sister|maternal|paternal|grand\w+))\b`)

	// What is only thought of.
	unsure = compile(`\b(?:rule out|r/o|evaluate for|to assess for|assess for|concern(?:s|ed)? (?:for|about|of)|suspicio(?:us|n) (?:for|of)|suspected|possible|possibly|probable|questionable|risks? (?:of|for|include|including|factors?)|if|in case of|to (?:prevent|avoid|exclude)|prevent(?:ion)? of|screen(?:ing)? for|versus|may (?:have|develop|cause|lead)|might|could (?:be|have|develop|cause|lead)|would be|such as|complications?|side effects?|potential|chance of|test(?:ing)? for|look(?:ing)? for|candidate for|candidates with|patients (?:with|who)|indicated (?:for|in)|recommended (?:for|in)|treatment (?:of|for) (?:acute|chronic) )\b`)
)

const reach, farReach = 7, 26 // words that "no" and that "denies" reach over

// standing is how a clause speaks of its words from (inclusive) to (exclusive).
func (c *clause) standing(from, to int) records.Standing {
	before, after := c.textOf(c.from, from), c.textOf(to, c.to)
	inside := c.textOf(from, to)
	negated := c.negatedBefore(before+" ", inside) || negatedAfter.MatchString(after)
	if stillThere.MatchString(after) {
		negated = false
	}
	family := c.section == secFamily || reaches(before, relatives, notRelative, 14, nil) || relativeAft.MatchString(after)
	past := c.section == secPast || c.section == secPastOp || c.section == secRecords ||
		reaches(before, historic, notHistoric, 12, historicStops) || historic.MatchString(inside) && !notHistoric.MatchString(inside) || historicAfter.MatchString(after)
	switch {
	case negated:
		return records.Negated
	case family:
		return records.Family
	case past:
		return records.Historical
	}
	return records.Stated
}

func (c *clause) negatedBefore(before, inside string) bool {
	if strings.HasPrefix(inside, "no ") || strings.HasPrefix(inside, "non-") {
		return true
	}
	pseudo := notNegations.FindAllStringIndex(before+inside, -1)
	ms := negations.FindAllStringIndex(before, -1)
	for i := len(ms) - 1; i >= 0; i-- {
		m := ms[i]
		if within(pseudo, m) {
			continue
		}
		between := before[m[1]:]
		if stop := ends.FindAllStringIndex(between, -1); len(stop) > 0 {
			// "denies: fever, chills" goes on over the colon that stands at once.
			if len(stop) != 1 || !strings.HasPrefix(between, ":") {
				continue
			}
		}
		far := reach
		switch t := before[m[0]:m[1]]; {
		case strings.HasPrefix(t, "den"), strings.HasPrefix(t, "negative"), strings.Contains(t, "evidence"), strings.HasPrefix(t, "no known"), t == "neither", t == "nor", strings.HasPrefix(t, "absence"):
			far = farReach
		case t == "no", t == "without", t == "not":
			if strings.Contains(between, ",") && (strings.Contains(between, " or ") || strings.HasSuffix(strings.TrimSpace(between), "or")) {
				far = farReach
			}
		}
		// After a comma a word that grades or asserts begins something new: "no fracture, mild degenerative changes".
		if comma := strings.LastIndex(between, ","); comma >= 0 && far == reach && asserts.MatchString(between[comma:]+inside) {
			continue
		}
		if len(strings.Fields(between)) <= far {
			return true
		}
	}
	return false
}

var asserts = compile(`^, ?(?:and )?(?:mild|moderate|severe|minimal|there|with|positive|significant|stable|chronic|degenerative|only|multilevel|continued?|persistent|patient|he|she)\b`)

func within(spans [][]int, m []int) bool {
	for _, p := range spans {
		if m[0] >= p[0] && m[0] < p[1] {
			return true
		}
	}
	return false
}

var historicStops = compile(`\b(?:but|however|now|currently|today|current|presents? with|complains of|reports|continues|who|with (?:ongoing|continued|persistent|residual)|and (?:has|is|now))\b|;`)

// reaches says whether a trigger stands before, at most far words away and with nothing between that ends its reach.
func reaches(before string, trigger, never *pattern, far int, stops *pattern) bool {
	pseudo := never.FindAllStringIndex(before, -1)
	for _, m := range trigger.FindAllStringIndex(before, -1) {
		between := before[m[1]:]
		if within(pseudo, m) || len(strings.Fields(between)) > far {
			continue
		}
		if stops == nil {
			stops = ends
			// A list of a relative's ailments may name the next relative: "father: gout; mother: diabetes".
			if i := strings.LastIndex(between, ";"); i >= 0 {
				between = between[i+1:]
				if !trigger.MatchString(between) {
					return true
				}
			}
			between = strings.ReplaceAll(strings.ReplaceAll(between, ":", ""), "and had", "")
		}
		if !stops.MatchString(between) {
			return true
		}
	}
	return false
}

// doubtful says that words are only thought of: suspected, feared, explained.
func (c *clause) doubtful(from, to int) bool {
	before, after := c.textOf(c.from, from), c.textOf(to, c.to)
	if ms := unsure.FindAllStringIndex(before, -1); len(ms) > 0 {
		between := before[ms[len(ms)-1][1]:]
		if len(strings.Fields(between)) <= 10 && !strings.Contains(between, ";") {
			return true
		}
	}
	return strings.HasPrefix(after, "versus") || strings.HasPrefix(after, "vs") || strings.HasPrefix(after, "is suspected") ||
		strings.HasPrefix(after, "should be ruled out") || strings.HasPrefix(after, "needs to be ruled out") || strings.HasPrefix(after, "is possible")
}

var guidelineSpeech = compile(`\b(?:guidelines?|mtus|odg|acoem|official disability|evidence[- ]based|studies (?:show|have)|literature|recommended (?:as|for|if|when|only|in|before|after)|not recommended|is recommended|are recommended|may be (?:indicated|considered|appropriate|recommended)|criteria|page \d+|chapter|et al|cochrane|first[- ]line|treatment guidelines|recommends?|clinical trials?|8 ccr|labor code|section 97)\b`)

// general says that a clause speaks of patients in general, not of this one.
func (c *clause) general() bool {
	return c.section == secGuideline || guidelineSpeech.MatchString(c.text)
}
