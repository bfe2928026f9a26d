package fact

import (
	"strings"

	"github.com/openimr/openimr/records"
)

var (
	injuryLabel  = compile(`\b(?:dates? of (?:the )?(?:injury|injuries|accident|industrial injury|loss|onset)(?:\(s\)|/illness|/onset| or illness| or onset of illness| / illness)?|d\.?o\.?i\b\.?|injury dates?|injury date|date injured|d/injury|d/i|date of current illness, injury(?:,? or pregnancy)?|date of current (?:illness|injury)|industrial injury date|doi\(s\)|d/a|accident date|date and hour of injury(?: or onset(?: of illness)?)?|date of injury or illness|loss date|dol|ct dates?)(?:\s?\(?s?\)?)[ :#.=-]*`)
	serviceLabel = compile(`\b(?:dates? of (?:service|exam(?:ination)?|visit|evaluation|encounter|treatment|this (?:exam(?:ination)?|visit|report)|procedure|surgery|operation|study|consultation|re-?evaluation|session|appointment|today's visit|current exam(?:ination)?|imaging|test)(?:\(s\))?|d\.?o\.?s\b\.?(?:\(s\))?|service dates?|(?:exam(?:ination)?|visit|encounter|evaluation|appointment|treatment|procedure|surgery|session|study) date(?:/time)?|date seen|seen on|date (?:and hour )?of first(?: exam(?:ination)?| visit|$)|collection date|collected(?: on)?|date collected|test date|order date|date of (?:order|test|collection|admission|discharge|interview|prescription)|admission date|admitted|discharge date|interview date|date prescribed|date written)[ :#.=-]*`)
	injuredOn    = compile(`\b(?:(?:industrial|work(?:[- ]related)?|occupational|original|specific|initial|her|his|the|an?|reported) (?:injury|accident|injuries|incident)(?: to (?:the |his |her )?[\w ,]{2,60}?)?,?(?: (?:that|which|was|is|occurred|sustained|happened|took place|occurring|incurred|while working))* (?:on|of|dated)|(?:was |were |got )?(?:injured|hurt)(?: (?:\w+ ){0,10}?)? ?on|(?:sustained|suffered|incurred)(?: an?| the)? (?:[\w-]+ ){0,6}?(?:injury|injuries|accident)(?: (?:to|of|involving) (?:[\w,-]+ ){1,12}?)?,? ?(?:on|dated)|(?:injury|accident) (?:of|on|dated))(?: or about)?(?: the)? $`)
	cumulative   = compile(`\b(?:ct|cumulative trauma|continuous trauma|cumulative|cumulative injury)(?: (?:from|injury|period|dates?|through|of))*[ :-]*$`)
	seenOn       = compile(`\b(?:(?:was |were |is |been |being )?(?:seen|evaluated|examined|re-?evaluated|re-?examined|presents|presented|returns|returned|interviewed)(?: (?:today|again|by me|in (?:my|our|the) (?:office|clinic)|for (?:\w+ ){1,4}|in follow[- ]up|back))*,? on|(?:visit|examination|evaluation|consultation|office visit|appointment|encounter|exam) (?:on|of|dated)|today,) $`)
)

// plainDate is a label that says only "Date": it is the visit's on the notes of those who treat and test.
var plainDate = compile(`^(?:date|date/time|today's date|visit|date of note|note date|report date|date of report|exam)$`)

// visitDate finds the date of a note in the cell beside or under its plain label, where it is that of the document.
func (f *finder) visitDate(n int, cells [][]int, row int) {
	s := f.s
	if s.doc == nil || s.doc.Date == 0 || f.docIs("rfa", "ur_decision", "ur_correspondence", "ur_physician_notes", "billing", "imr_application", "noarfi", "attorney_letter", "letter_med_necessity", "authorization_letter", "benefit_notice",
		"award", "employee_statement", "claim_form", "employer_report", "representative_designation", "medical_literature", "proof_of_service", "record_index", "photo_id", "unknown") {
		return
	}
	text := s.cellText(cells[n])
	if name, rest, ok := strings.Cut(text, ":"); ok && plainDate.MatchString(name) {
		if ds := days(rest); len(ds) > 0 && ds[0].day == s.doc.Date && ds[0].start < 4 && cells[n][len(cells[n])-1]-cells[n][0] == len(cells[n])-1 {
			f.addDated(records.FactService, cells[n][0], cells[n][len(cells[n])-1]+1, ds[0])
			return
		}
	}
	if !plainDate.MatchString(strings.Trim(text, edge)) {
		return
	}
	same := func(cell []int) bool {
		ds := days(s.cellText(cell))
		if len(ds) == 0 || ds[0].day != s.doc.Date || ds[0].start > 2 || cell[len(cell)-1]-cell[0] != len(cell)-1 {
			return false
		}
		return f.addDated(records.FactService, cell[0], cell[len(cell)-1]+1, ds[0])
	}
	if n+1 < len(cells) && same(cells[n+1]) {
		return
	}
	if row+1 < len(s.rows) {
		for _, cell := range s.cells(row + 1) {
			if s.words[cell[0]].box.X0 < s.words[cells[n][len(cells[n])-1]].box.X1+10 && s.words[cell[len(cell)-1]].box.X1 > s.words[cells[n][0]].box.X0-4 && same(cell) {
				return
			}
		}
	}
}

// labels finds dates that stand beside or under their label, where no sentence joins them.
func (f *finder) labels() {
	s := f.s
	for r := range s.rows {
		cells := s.cells(r)
		for n, cell := range cells {
			text := s.cellText(cell)
			f.visitDate(n, cells, r)
			for _, l := range []struct {
				kind    records.FactKind
				pattern *pattern
			}{{records.FactInjury, injuryLabel}, {records.FactService, serviceLabel}} {
				m := l.pattern.FindStringIndex(text)
				if m == nil || m[1] < len(strings.TrimRight(text, " :.")) && !clockTime.MatchString(strings.Trim(text[m[1]:], " :.(")) {
					continue // something follows in the cell: the clause has it
				}
				if n+1 < len(cells) && f.dateCell(l.kind, cell, cells[n+1]) {
					continue
				}
				found := false
				for below := r + 1; below < len(s.rows) && below <= r+12; below++ {
					if !found && below > r+3 {
						break
					}
					found = f.dateUnder(l.kind, cell, below, found) || found
					if found && (l.kind != records.FactService || !f.docIs("billing")) { // a bill has a date a line
						break
					}
				}
			}
		}
	}
}

func (f *finder) dateCell(kind records.FactKind, label, cell []int) bool {
	text := f.s.cellText(cell)
	d := dates(text)
	if len(d) == 0 || d[0].start > 8 || d[0].day == 0 {
		return false
	}
	from, to := cell[0], cell[len(cell)-1]+1
	if to-from != len(cell) || to-from > 6 {
		return false
	}
	if label[len(label)-1]+1 == from {
		from = label[0]
	}
	return f.addDated(kind, from, to, d[0])
}

func (f *finder) dateUnder(kind records.FactKind, label []int, row int, more bool) bool {
	s := f.s
	box := s.words[label[0]].box
	for _, i := range label {
		box = box.Union(s.words[i].box)
	}
	for _, cell := range s.cells(row) {
		x0, x1 := s.words[cell[0]].box.X0, s.words[cell[len(cell)-1]].box.X1
		if x1 < box.X0-4 || x0 > box.X1+10 || !more && s.words[cell[0]].box.Y0 > box.Y1+max(4*(box.Y1-box.Y0)+6, 48) {
			continue
		}
		if d := days(s.cellText(cell)); len(d) > 0 && d[0].start <= 4 && cell[len(cell)-1]-cell[0] == len(cell)-1 {
			return f.addDated(kind, cell[0], cell[len(cell)-1]+1, d[0])
		}
	}
	return false
}

// addDated keeps a date with its label.
func (f *finder) addDated(kind records.FactKind, from, to int, d said) bool {
	return f.add(kind, from, to, func(x *records.Fact) { x.Date, x.When = d.day, d.when })
}

// dated finds the dates of injuries and of services that a clause tells.
func (f *finder) dated() {
	c := f.c
	if !hasDigit(c.text) {
		return
	}
	ds := c.dates()
	if len(ds) == 0 {
		return
	}
	for i, d := range ds {
		before := c.text[:d.start]
		kind := records.FactKind("")
		begin := d.start
		switch {
		case endsWith(before, injuryLabel, &begin), endsWithSentence(before, injuredOn, &begin):
			kind = records.FactInjury
		case d.day != 0 && cumulative.MatchString(before):
			kind = records.FactInjury
			begin = cumulative.FindStringIndex(before)[0]
		case d.day != 0 && endsWith(before, serviceLabel, &begin):
			kind = records.FactService
		case d.day != 0 && (c.section != secRecords && c.section != secPast && c.section != secReason) && endsWithSentence(before, seenOn, &begin) && !otherVisitDate.MatchString(before):
			kind = records.FactService
		default:
			continue
		}
		if kind == records.FactInjury && (reportOf.MatchString(before[:begin]) || strings.Contains(before[max(0, begin-24):begin], "prior ") || strings.Contains(before[max(0, begin-24):begin], "previous ")) || kind == records.FactService && f.docIs("record_index") {
			continue
		}
		end := d.end
		if i+1 < len(ds) && rangeJoint.MatchString(c.text[d.end:ds[i+1].start]) {
			end = ds[i+1].end
		}
		from, to := c.span(begin, end)
		f.addDated(kind, from, to, d)
	}
}

var (
	reportOf       = compile(`\b(?:report|form|notice|claim) (?:of|for)(?: (?:an?|the))? ?(?:occupational )?$`)
	rangeJoint     = compile(`^ ?(?:-|to|through|thru|until) ?$`)
	otherVisitDate = compile(`\b(?:next|follow[- ]up (?:visit|appointment|exam\w*)|return|last|previous|prior|scheduled|initial|first|initially)\b[^.;]{0,40}$`)
)

// endsWith says whether a label is the last before a date, and where it begins.
func endsWith(before string, label *pattern, begin *int) bool {
	ms := label.FindAllStringIndex(before, -1)
	if len(ms) == 0 {
		return false
	}
	m := ms[len(ms)-1]
	if rest := strings.Trim(before[m[1]:], " :.#=-("); rest != "" && rest != "ct" && rest != "on" && rest != "was" && rest != "is" && rest != "cumulative trauma" && rest != "specific" && rest != "s)" && !clockTime.MatchString(rest) {
		return false
	}
	*begin = m[0]
	return !anotherVisit.MatchString(before[:m[0]])
}

var anotherVisit = compile(`\b(?:next|last|previous|prior|return|follow[- ]up|future|scheduled|first|initial) $`)

var clockTime = compile(`^(?:or onset|of illness|examination or treatment|or treatment|or|treatment|/treatment|and time|mm/dd/yy(?:yy)?|ct from|of injury|1|\(1\))\)?$`)

func endsWithSentence(before string, pattern *pattern, begin *int) bool {
	before = strings.TrimRight(before, " ") + " "
	m := pattern.FindStringIndex(before)
	if m == nil {
		return false
	}
	*begin = m[0]
	return true
}
