package fact

import (
	"strings"

	"github.com/openimr/openimr/records"
)

const countWord = `(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|sixteen|eighteen|twenty|twenty-four|a dozen)`

var (
	discipline  = compile(`\b(?:physical therapy|physiotherapy|p\.?t\.?|occupational therapy|o\.?t\.?|hand therapy|chiropractic(?: care| treatment| manipulation| therapy)?|chiro|acupuncture|electro-?acupuncture|aquatic therapy|aqua(?:tic)? therapy|pool therapy|massage(?: therapy)?|psychotherapy|cognitive behavioral therapy|cbt|biofeedback|work hardening|work conditioning|functional restoration(?: program)?|shockwave(?: therapy)?|eswt|speech therapy|vestibular therapy|physical medicine|therapy|rehabilitation|counseling)\b`)
	unitWord    = `(?:sessions?|visits?|treatments?|appointments?|hours)`
	doneCount   = compile(`\b(?:completed|attended|received|had|has had|undergone|underwent|finished|done|participated in|treated (?:for|with)|seen (?:for)?|tried|completing|after|status post|s/p|following|previous|prior|total of|approximately|about|over)(?: (?:a|the|her|his|all|at least|approximately|about|only|total|of|over|more than|initial|first|prior|previous|to date|nearly|around|up to|an initial)){0,5} \(?(` + countWord + `(?: ?(?:of|/|out of) ?(?:the |her |his |\d+ ?)?(?:authorized |approved |prescribed |planned )?\d*)?)\)?(?: (?:of|the|authorized|approved|prescribed|supervised|post-?operative|post-?op|additional|physical|occupational|therapy|pt|ot|chiropractic|acupuncture|aquatic|hand|massage|psychotherapy|cbt|individual|group|formal|land-based|treatment|outpatient|skilled|office|manual|total|previous|prior)){0,5} (` + unitWord + `)\b`)
	visitNumber = compile(`\b(?:visit|session|treatment|tx|appointment)s?(?: ?(?:number|no\.?|num\.?|count)[:# ]*| ?[:#]+ ?#?|/session[:# ]*) ?(\d{1,3}(?: ?(?:of|/|out of) ?\d{1,3})?)\b|\b(?:visit|session|treatment) (\d{1,3} ?(?:of|/|out of) ?\d{1,3})\b`)
	ofVisits    = compile(`\b(` + countWord + ` ?(?:of|out of|/) ?(?:the |her |his |a total of )?(?:authorized |approved )?` + countWord + `)(?: (?:authorized|approved|prescribed|planned|scheduled|total|physical|occupational|therapy|pt|ot|acupuncture|chiropractic|treatment|aquatic)){0,3} (` + unitWord + `)\b`)
	ordinal     = compile(`\b(?:his|her|the|patient's|this is(?: the)?|for (?:a|the))? ?(\d{1,2}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth)(?: (?:and final|physical therapy|pt|ot|occupational therapy|chiropractic|acupuncture|therapy|treatment|of \d+|aquatic|post-?op(?:erative)?)){0,3} (visit|session|treatment)\b`)
	labelCount  = compile(`\b(?:(?:total )?(?:number of |# of )?(?:visits|sessions|treatments)(?: (?:completed|attended|used|to date|so far|rendered|since (?:eval\w*|soc|start)|seen))+|(?:completed|attended|total) (?:visits|sessions|treatments)(?: to date)?)[:# ]+(\d{1,3}(?: ?(?:of|/|out of) ?\d{1,3})?)\b`)
	toCome      = compile(`\b(?:request(?:ed|ing|s)?|authoriz(?:e|ation)|recommend\w*|additional|will|would|should|plan|prescri\w+|order\w*|needs?|further|another|denied|certified|remaining|scheduled|refer\w*|pending|await\w*|cancel\w*|no[- ]show|missed|trial of|propos\w+|per week|if)\b`)
	otherVisit  = compile(`\b(?:office visit|follow[- ]up visit|emergency|er visit|ed visit|hospital visit|clinic visit|visit type|visit date|date of visit|new patient|video visit|telehealth|reason for visit|last visit|next visit|visit diagnos)`)
)

// therapy finds how many visits of a therapy were had, and which of them a note is of.
func (f *finder) therapy() {
	c := f.c
	if c.section == secGuideline || c.section == secRequest || c.section == secDecision || c.section == secReason || f.docIs("billing", "rfa", "noarfi", "medical_literature", "ur_correspondence", "authorization_letter") || c.general() {
		return
	}
	note := f.docIs("pt_note", "ot_note", "chiro_note", "acu_note", "psych_note", "frp_report")
	name := discipline.FindString(c.text)
	if name == "" && !note {
		if !f.pageIsTherapy() {
			return
		}
	}
	for _, p := range []*pattern{doneCount, labelCount, ofVisits, visitNumber, ordinal} {
		for at := 0; at < len(c.text); {
			m := p.FindStringSubmatchIndex(c.text[at:])
			if m == nil {
				break
			}
			a, z := at+m[0], at+m[1]
			qa, qz := at+m[2], at+m[3]
			if m[2] < 0 {
				qa = at + m[4]
			}
			if len(m) > 4 && m[4] >= 0 {
				qz = at + m[5]
			}
			at = z
			if f.therapyDoubt(p, a, z) {
				continue
			}
			from, to := c.span(a, z)
			f.add(records.FactTherapy, from, to, func(x *records.Fact) {
				x.Quantity = trim(c.text[qa:qz])
				x.Value = name
				x.About = name
				x.Side = sideOf(c.text)
				x.Standing = f.therapyStanding(from, to)
				c.when(x, from, to, 0)
			})
		}
	}
}

var (
	visitLabel = compile(`^(?:visit|session|treatment|tx|visits|sessions|treatments|visit/session)(?: ?(?:number|no\.?|num\.?|#|count|attended|completed|to date|used))*[ :#]*$`)
	visitCount = compile(`^#?(\d{1,3}(?: ?(?:of|/|out of) ?\d{1,3})?)$`)
)

// visitCells finds the number of a visit that stands beside or under its label.
func (f *finder) visitCells() {
	s := f.s
	if !f.docIs("pt_note", "ot_note", "chiro_note", "acu_note", "psych_note", "frp_report") && (len(s.clauses) == 0 || !f.pageIsTherapy()) {
		return
	}
	take := func(cell []int) bool {
		m := visitCount.FindStringSubmatch(strings.Trim(s.cellText(cell), edge))
		if m == nil || cell[len(cell)-1]-cell[0] != len(cell)-1 {
			return false
		}
		return f.add(records.FactTherapy, cell[0], cell[len(cell)-1]+1, func(x *records.Fact) { x.Quantity = m[1] })
	}
	for r := range s.rows {
		cells := s.cells(r)
		for n, cell := range cells {
			if !visitLabel.MatchString(s.cellText(cell)) || n+1 < len(cells) && take(cells[n+1]) || r+1 >= len(s.rows) {
				continue
			}
			for _, below := range s.cells(r + 1) {
				if s.words[below[0]].box.X0 < s.words[cell[len(cell)-1]].box.X1+8 && s.words[below[len(below)-1]].box.X1 > s.words[cell[0]].box.X0-4 && take(below) {
					break
				}
			}
		}
	}
}

func (f *finder) therapyStanding(from, to int) records.Standing {
	c := f.c
	if s := c.standing(from, to); s == records.Negated || s == records.Historical && c.section == secRecords {
		return s
	}
	return records.Stated
}

func (f *finder) therapyDoubt(p *pattern, a, z int) bool {
	c := f.c
	if otherVisit.MatchString(c.text) && discipline.FindString(c.text) == "" {
		return true
	}
	before := c.text[:a]
	if i := strings.LastIndexAny(before, ";,"); i >= 0 && p != doneCount {
		before = before[i:]
	}
	found := c.text[a:z]
	if p == visitNumber || p == labelCount || p == ofVisits {
		return strings.HasSuffix(strings.TrimSpace(before), "request") || toCome.MatchString(before) && p == ofVisits
	}
	if p == ordinal && !f.docIs("pt_note", "ot_note", "chiro_note", "acu_note", "psych_note") && !discipline.MatchString(c.text) {
		return true
	}
	return toCome.MatchString(before) || strings.Contains(found, "additional")
}

// pageIsTherapy says that a page of no known kind is a note of a therapist.
func (f *finder) pageIsTherapy() bool {
	if t := f.docType(); t != "" && t != "unknown" {
		return false
	}
	for i := range f.s.clauses {
		if i > 12 {
			return false
		}
		if t := f.s.clauses[i].text; strings.Contains(t, "physical therapy") || strings.Contains(t, "acupuncture") || strings.Contains(t, "chiropractic") || strings.Contains(t, "occupational therapy") || strings.Contains(t, "daily note") {
			return true
		}
	}
	return false
}
