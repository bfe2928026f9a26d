package fact

import (
	"slices"
	"strings"

	"github.com/openimr/openimr/records"
)

// workPhrases are what a heading in capitals must not be taken for.
var workPhrases = []string{"temporarily totally disabled", "temporary total disability", "off work", "modified duty", "full duty", "permanent and stationary",
	"maximum medical improvement", "modified work", "regular duty", "regular work", "total temporary disability", "not working"}

var (
	workStatus = compile(`\b(?:temporar(?:y|ily),? total(?:ly)?(?:,)? (?:disab(?:led|ility)|incapacitated)|total(?:ly)?,? temporar(?:y|ily)(?:,)? disab(?:led|ility)|temporar(?:y|ily),? partial(?:ly)? disab(?:led|ility)|total temporary disability|ttd|tpd|totally disabled|permanently (?:and )?totally disabled|` +
		`(?:placed |kept |taken |remains? |remain |stay |be |currently |continue |continues |is |was |patient is )?(?:off[- ](?:of )?work|out of work|off duty)|no work|unable to (?:return to )?work|not (?:currently |presently |been )?(?:working|able to work|worked)|cannot (?:return to )?work|may not (?:return to )?work|` +
		`(?:return(?:ed|ing|s)? to |released? to |released? for |continue |continues |remain on |is working |working |currently working |work(?:s)? |on |placed on |perform(?:ing)? |resume )?(?:full[- ]time |part[- ]time )?(?:modified|light|restricted|limited|sedentary|alternat(?:e|ive)|transitional) (?:duty|duties|work|job|activity)|` +
		`(?:return(?:ed|ing|s)? to |released? to |released? for |continue |continues |is working |working |currently working |on |resume |performing )?(?:full|regular|usual(?: and customary)?|normal|unrestricted) (?:duty|duties|work|job)\b(?: without restrictions?)?|(?:return(?:ed)? to )?work(?:ing)? (?:full[- ]time|without restrictions?|with(?: the following)? (?:\w+ )?(?:restrictions?|limitations?))|` +
		`permanent(?:ly)?(?: and |/| & )stationary|p ?& ?s\b|p and s\b|mmi\b|maxim(?:um|al) medical (?:improvement|benefit)|medically (?:stationary|stable)|restrictions?:|work restrictions? (?:of|include)|(?:precluded from|no) (?:lifting|pushing|pulling|overhead|bending|stooping|prolonged|repetitive|heavy|climbing|kneeling|squatting|forceful|driving|use of)|retired|is working\b|currently working|has returned to work|returned to work|works (?:full|part)[- ]time)`)
	notStatus  = compile(`\b(?:if (?:the )?(?:patient|employee|injured worker|worker) (?:is|has)|if (?:modified|no|such|restrict\w+|light|the employer|this|these|work|accommodat\w+|employer)[^.;]{0,60}(?:not|cannot|unable|unavailable|accommodat\w+)|goals?:?|would like to|hopes to|wants? to|in order to|able to perform (?:his|her) usual|description of|job description|work(?:ed|ing)? as an?|activities of|(?:until|once|when) (?:the |he |she |patient )?(?:is |has |reach\w* )?(?:p&s|permanent|mmi|maximum)|previous job|allow (?:him|her)|help (?:him|her)|the injured worker (?:must|may)|if you|benefits?|payments?|indemnity|rate|paid|week of)\b`)
	goalBefore = compile(`\b(?:goals?(?: (?:is|are|of|include))?|ability to|able to|hop(?:e|es|ing) to|wants? to|would like to|expected to|anticipate[sd]?|plan(?:s|ned)? to|promote|facilitate|progress to|in order to|attempt(?:ed)? to|before|until|once|prior to|for|to allow (?:a )?|estimated date of|will be|should be|when)(?: \w+){0,2} $`)
	ticked     = []string{"[x]", "(x)", "☒", "☑", "x", "✓", "✔", "[✓]", "■", "[xx]", "✗", "✘", "_x_", "x_", "[x", "(x", "■", "●", "xx"}
	unticked   = []string{"[]", "[", "()", "(", "☐", "□", "__", "___", "____", "_____", "[_]", "(_)", "o", "○", "❏", "❑", "◻", "[-]", "[__]"}
	since      = compile(`\b(?:effective|as of|since|from|starting|beginning|(?:declared|became|placed|released|reached|found|taken|put|made)\b[^.;]{0,60} on)[: ]+(?:the )?$`)
)

// work finds what the patient may do at work. On a form of boxes only what is ticked counts.
func (f *finder) work() {
	c := f.c
	if c.section == secGuideline || c.section == secReason || c.section == secFamily || f.docIs("billing", "noarfi", "medical_literature", "ur_decision", "ur_correspondence", "ur_physician_notes", "record_index", "imaging_report", "lab_report", "proof_of_service", "benefit_notice", "award") || c.general() && !c.has("p&s") {
		return
	}
	if !workWords.MatchString(c.text) && (c.section != secWork && c.label == "" || !c.has("no ", "preclu")) {
		return
	}
	all := workStatus.FindAllStringIndex(c.text, -1)
	for i := 1; i < len(all); { // restrictions belong to the status before them
		if !f.strongStatus(all[i]) {
			all = append(all[:i], all[i+1:]...)
			continue
		}
		i++
	}
	for i, m := range all {
		found := c.text[m[0]:m[1]]
		if !f.strongStatus(m) && c.section != secWork && !strings.HasPrefix(c.label, "work") && !strings.HasPrefix(c.label, "restriction") || f.has(c.wordAt(m[0]), c.wordAt(m[1]-1)+1, records.FactWork) {
			continue
		}
		before := c.text[:m[0]]
		if notStatus.MatchString(c.text[max(0, m[0]-100):min(len(c.text), m[1]+60)]) || goalBefore.MatchString(before) || strings.Contains(found, "medical benefit") && !c.has("maximum", "maximal") {
			continue
		}
		if (found == "no work" || found == "on light duty") && c.section != secWork || found == "retired" && c.section != secWork {
			continue
		}
		from, to := c.span(m[0], m[1])
		tick := f.tick(from)
		if tick < 0 {
			continue
		}
		stop := c.to
		if i+1 < len(all) {
			stop = c.wordAt(all[i+1][0])
		}
		if end := f.workEnd(to, stop); end > to {
			to = end
		}
		f.add(records.FactWork, from, to, func(x *records.Fact) {
			x.Value = x.Text
			x.Standing = f.workStanding(from, to, m)
			for _, d := range days(c.text) {
				if since.MatchString(c.text[:d.start]) && d.start >= m[0]-30 && !strings.Contains(c.text[max(0, d.start-20):d.start], "return") {
					x.Date = d.day
					break
				}
			}
		})
	}
}

var workWords = compile(`work|dut(?:y|ies)|disab|stationary|mmi|p ?& ?s|p and s|ttd|tpd|restrict|retired|medical(?:ly)? |incapac|job`)

// strongStatus says that words are a status and not only a restriction.
func (f *finder) strongStatus(m []int) bool {
	found := f.c.text[m[0]:m[1]]
	return (!strings.HasPrefix(found, "no ") || found == "no work") && !strings.HasPrefix(found, "restriction") && !strings.HasPrefix(found, "precluded") && found != "retired" && !strings.HasPrefix(found, "work restriction")
}

// workEnd is where what belongs to a status ends: its restrictions and until when it holds.
func (f *finder) workEnd(to, stop int) int {
	c := f.c
	rest := c.textOf(to, stop)
	m := workTail.FindString(rest)
	if m == "" {
		return to
	}
	return min(to+len(strings.Fields(m)), stop)
}

var workTail = compile(`^[ ,:;(-]*(?:(?:with|until|through|for|from|effective|as of|starting|beginning|on|per|status|no |limited|limit|lifting|of|to|restrictions?|the following|without|at|due to|since|precluding|avoid|not to|secondary|\d|x ?\d).{0,260}|(?:duty|work|status)\b.{0,200})`)

// tick says whether the box before words of a form is ticked (1), empty (-1), or there is none (0).
func (f *finder) tick(w int) int {
	c := f.c
	s := c.s
	line := s.words[w].line
	state := 0
	for i := w; i >= 0 && i >= w-12 && s.words[i].line == line; i-- {
		t := s.words[i].text
		if i < w && (strings.HasSuffix(t, ".") && len(t) > 2) {
			break
		}
		switch {
		case slices.Contains(ticked, t):
			return 1
		case slices.Contains(unticked, t) && t != "o":
			if i+1 < len(s.words) && slices.Contains([]string{"x", "x]", "x)"}, s.words[i+1].text) {
				return 1
			}
			return -1
		case t == "]" || t == ")":
			state = -1
		}
		for _, glyph := range []string{"☐", "□", "❏", "[_]"} {
			if strings.HasPrefix(t, glyph) {
				return -1
			}
		}
		for _, glyph := range []string{"☒", "☑", "✓", "[x]", "(x)", "■"} {
			if strings.HasPrefix(t, glyph) {
				return 1
			}
		}
	}
	return state
}

func (f *finder) workStanding(from, to int, m []int) records.Standing {
	c := f.c
	found := c.text[m[0]:m[1]]
	before := c.text[:m[0]]
	if workNegated.MatchString(before) {
		return records.Negated
	}
	if strings.HasPrefix(found, "not ") || strings.HasPrefix(found, "unable") || strings.HasPrefix(found, "cannot") || strings.HasPrefix(found, "no ") {
		return records.Stated
	}
	if c.section == secRecords || c.section == secPast || workPast.MatchString(before) {
		return records.Historical
	}
	return records.Stated
}

var (
	workNegated = compile(`\b(?:not|never|has not|is not|isn't|hasn't|unable to|cannot|not able to|no longer|not yet|not a candidate for|not ready for)(?: (?:yet|be|been|reached|declared|considered|at|currently|a|the|return|returned|to|work|released|ready|for|perform|resume|do|tolerate|deemed|his|her|attained)){0,5} $`)
	workPast    = compile(`\b(?:was previously|previously|had been|initially|was placed|was then|at that time|was released|had returned|was put)(?: \w+){0,4} $`)
)
