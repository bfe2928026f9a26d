package document

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/records"
)

// An identity is what a page says of the person whom it is about.
type identity struct {
	names  []named
	births []clock.Day
	claims []string
}

// A named is a name as it stands there; sure where a label says that it is the patient's.
type named struct {
	text string
	name name
	sure bool
	high bool // in the upper part of its page
}

var (
	sureLabel  = regexp.MustCompile(`(?i)(?:^|[^a-z])(?:patient(?:['’]?s)?(?: full)? name|patient|injured (?:worker|employee)(?:['’]?s)?(?: name)?|employee(?:['’]?s)?(?: full)? name|name of (?:the )?(?:patient|employee|injured worker|claimant|applicant)|employee|applicant|claimant(?:['’]?s)?(?: name)?|claimant|pt\.? name|client name|worker|i/?w|insured['’]?s name|member(?: name)?|pt)\s*(?:\((?:last|first|name)[^)]*\))?\s*[:;]\s*(.*)$`)
	askLabel   = regexp.MustCompile(`(?i)^\W*(?:re|in re|regarding|name(?:\s*\((?:last|first)[^)]*\))?|subject|client|examinee)\s*[:;]\s*(.*)$`)
	claimText  = regexp.MustCompile(`(?i)\bclaim\s*(?:no|number|num|#|id)?\s*(?:\(s\))?\.?\s*[:#;]\s*#?\s*([A-Za-z0-9][A-Za-z0-9\-/ ]{4,24})`)
	claimPlain = regexp.MustCompile(`(?i)\bclaim\s*(?:no\.?|number|num\.?|#)\s+([A-Za-z]{0,5}-?[0-9][A-Za-z0-9\-/]{4,24})`)
	claimCell  = regexp.MustCompile(`(?i)^\W*claim\s*(?:no|number|num|#|id)?\W*$`)
	plainLabel = regexp.MustCompile(`(?i)^\W*(?:\d{1,2}[a-z]?\.\s*)?(?:patient['’]?s? name|injured worker(?:['’]?s)?(?: name)?|employee['’]?s? name|claimant['’]?s? name)\s+(\S.*)$`)
	lastFirst  = regexp.MustCompile(`(?i:^\W*(?:(?:patient|employee|name)\W+)?last(?: name)?)\W{1,3}([A-Z][A-Za-z'’\-]+)\W+(?i:first(?: name)?)\W{1,3}([A-Z][A-Za-z'’\-]+)`)
	otherParty = regexp.MustCompile(`(?i)\b(?:physician|provider|administrator|adjuster|attorney|employer|insurer|carrier|doctor|vendor|pharmacy)\b`)
	onlyLabel  = regexp.MustCompile(`(?i)^\W*(?:patient(?:['’]?s)?(?: full)?(?: name)?|injured (?:worker|employee)(?: name)?|employee(?:['’]?s)?(?: name)?|claimant(?: name)?|applicant(?: name)?|name of (?:patient|employee))\W*$`)
	stopName   = regexp.MustCompile(`(?i)\s{3,}|\t|[:;|(]|\b(?:dob|d\.o\.b|doi|date|claim|mrn|ssn|sex|age|gender|employer|file|our|your|acct|account|phone|insurer|case|id|chart|wcab|adj\w*|address|dos|occupation|male|female|medical|v|vs|page|visit|provider|physician|carrier|no|number|birth|injury|m\.?d|panel|eams|insured|tel|height|weight|signature|status|body|exam|referring|location|ordering)\b`)
)

// identify reads the labelled names, birth dates and claim numbers of a page.
func (s *page) identify() {
	for i, l := range s.lines {
		if l.sentence {
			continue
		}
		s.plainFields(i)
		if !strings.ContainsAny(l.text, ":;#") {
			if len(l.words) <= 4 && onlyLabel.MatchString(l.text) { // of a cell
				s.addName(i, "", true)
			}
			continue
		}
		if m := sureLabel.FindStringSubmatch(l.text); m != nil {
			s.addName(i, m[1], true)
		} else if m := askLabel.FindStringSubmatch(l.text); m != nil {
			s.addName(i, m[1], false)
		}
		if m := claimText.FindStringSubmatch(l.text); m != nil {
			s.who.addClaim(m[1])
		}
	}
	for _, d := range s.dates {
		if d.class == elsewhere && isBirth(d.label) {
			s.who.births = append(s.who.births, d.day)
		}
	}
}

// plainFields reads the fields of forms that have no colon, or their value in the next cell: "Last ROE  First ANA",
// "PATIENT'S NAME ROE, ANA", "Claim Number 77-1234".
func (s *page) plainFields(i int) {
	l := s.lines[i]
	if c := l.text[0] | 0x20; c == 'l' || strings.Contains(l.text, "ast") || strings.Contains(l.text, "LAST") {
		row := l.text
		if !strings.Contains(strings.ToLower(row), "first") {
			row += " " + s.beside(i)
		}
		if m := lastFirst.FindStringSubmatch(row); m != nil {
			s.addName(i, m[1]+", "+m[2], true)
		}
	}
	if m := plainLabel.FindStringSubmatch(l.text); m != nil && !strings.Contains(l.text, ":") {
		s.addName(i, m[1], false)
	}
	switch {
	case claimCell.MatchString(l.text):
		if t := s.beside(i); hasDigit(t) {
			s.who.addClaim(t)
		}
	default:
		if m := claimPlain.FindStringSubmatch(l.text); m != nil {
			s.who.addClaim(m[1])
		}
	}
}

func isBirth(l label) bool {
	switch strings.Join(l.words, " ") {
	case "dob", "d o b", "date of birth", "birth date", "birthdate", "born", "born on", "birth":
		return true
	}
	return false
}

// addName reads a name after a label; where nothing follows on the line, in the cell to the right or below.
func (s *page) addName(i int, rest string, sure bool) {
	if strings.TrimSpace(rest) == "" {
		rest = s.beside(i)
	}
	rest = s.gapCut(i, rest)
	if strings.HasSuffix(strings.TrimSpace(rest), ",") { // the given name goes on in the line below
		if t := s.below(i); t != "" {
			rest = strings.TrimSpace(rest) + " " + t
		}
	}
	if credentialed.MatchString(rest) || !sure && i > 0 && otherParty.MatchString(s.lines[i-1].text) {
		return
	}
	if at := stopName.FindStringIndex(rest); at != nil {
		rest = rest[:at[0]]
	}
	rest = strings.Trim(rest, " ,.-_*#")
	if !looksPersonal(rest) {
		return
	}
	if n, ok := nameOf(rest); ok {
		s.who.names = append(s.who.names, named{rest, n, sure, s.y(s.lines[i]) < 0.4})
	}
}

// below is the text of a short line close below the beginning of a line.
func (s *page) below(i int) string {
	l := s.lines[i]
	for j, o := range s.lines {
		if j != i && len(o.words) <= 3 && o.box.Y0 >= l.box.Y1-2 && o.box.Y0-l.box.Y1 < 0.8*max(l.height, 6) && abs(o.box.X0-l.box.X0) < 12 && !strings.Contains(o.text, ":") {
			return o.text
		}
	}
	return ""
}

// gapCut ends a text of a line where a wide gap parts two cells.
func (s *page) gapCut(i int, rest string) string {
	l := s.lines[i]
	if !strings.HasSuffix(l.text, rest) || rest == "" {
		return rest
	}
	begin := len(l.text) - len(rest)
	at := 0
	for k, w := range l.words {
		n := len(s.of.Words[w].Text)
		if k > 0 && at > begin && s.of.Words[w].Box.X0-s.of.Words[l.words[k-1]].Box.X1 > 2.2*max(l.height, 5) {
			return l.text[begin:at]
		}
		at += n + 1
	}
	return rest
}

// beside is the text of the cell to the right of a line, or right below it.
func (s *page) beside(i int) string {
	l := s.lines[i]
	h := max(l.height, 6)
	best, text := float32(1e9), ""
	for j, o := range s.lines {
		if j == i {
			continue
		}
		switch {
		case o.box.X0 >= l.box.X1-2 && abs((o.box.Y0+o.box.Y1)-(l.box.Y0+l.box.Y1)) < h && o.box.X0-l.box.X1 < 160:
			if d := o.box.X0 - l.box.X1; d < best {
				best, text = d, o.text
			}
		case best > 1e8 && o.box.Y0 >= l.box.Y1-2 && o.box.Y0-l.box.Y1 < 1.5*h && abs(o.box.X0-l.box.X0) < 12:
			text = o.text
		}
	}
	if strings.Contains(text, ":") {
		return ""
	}
	return text
}

var institution = regexp.MustCompile(`(?i)\b(?:inc|llc|llp|corp|corporation|company|co|county|city|state|insurance|claims|services?|hospital|clinic|center|medical|group|department|district|school|university|fund|m\.?d\.?|d\.?o\.?|d\.?c\.?|esq|attorney|dr|request|review|authorization|utilization|independent|report|evaluation|notice|denial|treatment|therapy|mri|appeal|surgery|injury|determination|letter|records?|right|left|lumbar|cervical|workers?|compensation|signature|complaints?|states|reports|has|is|was|complains|presents|denies|appears|education|information|history|understands|instructed|will|and|of|for|in|to|with|on|by|tolerated|seen|not|no|yes|same|see|above|unknown|n/?a|none|adjuster|industries|foods|farms|transport|logistics|bank|store|hotel|construction|security|administrators?|instructions?|satisfaction|goals?|response|identification|address|employer|id|type|class|relations|days?|home|work)\b`)

// looksPersonal says whether a text can be a person's name: two to five words, each with a capital letter.
func looksPersonal(s string) bool {
	ws := strings.Fields(strings.ReplaceAll(s, ",", " "))
	if len(ws) < 2 || len(ws) > 6 || institution.MatchString(s) {
		return false
	}
	long := 0
	for _, w := range ws {
		r := []rune(w)
		if r[0] < 'A' || r[0] >= 'a' && r[0] <= 'z' && w != "de" && w != "la" && w != "del" && w != "van" && w != "von" {
			return false
		}
		if len(r) >= 3 {
			long++
		}
	}
	return long >= 1
}

func (w *identity) addClaim(c string) {
	var b strings.Builder
	for i, f := range strings.Fields(c) {
		if i > 0 && !hasDigit(f) {
			break // the next label
		}
		b.WriteString(f)
	}
	c = claimKey(b.String())
	n := 0
	for i := range len(c) {
		if c[i] >= '0' && c[i] <= '9' {
			n++
		}
	}
	if n >= 4 && !slices.Contains(w.claims, c) {
		w.claims = append(w.claims, c)
	}
}

// claimKey is a claim number for comparing: letters and digits, letters that look like digits as digits.
func claimKey(c string) string {
	b := make([]byte, 0, len(c))
	for i := range len(c) {
		switch x := c[i] &^ 0x20; {
		case c[i] >= '0' && c[i] <= '9':
			b = append(b, c[i])
		case x == 'O':
			b = append(b, '0')
		case x == 'I' || x == 'L':
			b = append(b, '1')
		case x == 'S':
			b = append(b, '5')
		case x == 'B':
			b = append(b, '8')
		case x >= 'A' && x <= 'Z':
			b = append(b, x)
		}
	}
	return string(b)
}

// other weighs what a page says of its person against the patient, and says it in words. A name counts most, since
// birth dates are misread and a worker may have several claims; a page that says nothing is of nobody else.
func (s *page) other(p records.Patient) (score float64, why string) {
	var parts []string
	patient, known := nameOf(p.Name)
	if known && len(s.who.names) > 0 {
		v, text := nameScore(s.who.names, patient)
		score += v
		if v > 0 {
			parts = append(parts, fmt.Sprintf("names %s, not %s", text, p.Name))
		}
	}
	if !p.BirthDate.IsZero() && len(s.who.births) > 0 {
		near := slices.ContainsFunc(s.who.births, func(d clock.Day) bool {
			return d == p.BirthDate || s.of.Source == records.OCR && oneDigit(d, p.BirthDate)
		})
		if near {
			score -= 0.7
		} else {
			score += 0.6
			parts = append(parts, fmt.Sprintf("gives the birth date %s, not %s", wordsOf(s.who.births[0]), wordsOf(p.BirthDate)))
		}
	}
	if key := claimKey(p.Claim); len(key) >= 5 && len(s.who.claims) > 0 {
		if slices.ContainsFunc(s.who.claims, func(c string) bool { return sameClaim(c, key) }) {
			score -= 0.7
		} else {
			score += 0.35
			parts = append(parts, fmt.Sprintf("gives another claim number than %s", p.Claim))
		}
	}
	if len(parts) == 0 {
		return score, ""
	}
	return score, "The page " + join(parts) + "."
}

func sameClaim(a, b string) bool {
	return a == b || len(a) >= 6 && len(b) >= 6 && (strings.HasPrefix(a, b) || strings.HasPrefix(b, a) || strings.HasSuffix(a, b) || strings.HasSuffix(b, a) || edits(a, b, 1) <= 1)
}

func wordsOf(d clock.Day) string { return d.Format("January 2, 2006") }

func join(parts []string) string {
	if len(parts) == 1 {
		return parts[0]
	}
	return strings.Join(parts[:len(parts)-1], ", ") + " and " + parts[len(parts)-1]
}

// nameScore is negative where the patient is named, else how surely it is somebody else.
func nameScore(names []named, patient name) (float64, string) {
	best, text := 0.0, ""
	for _, n := range names {
		v := 0.0
		switch compare(n.name, patient) {
		case samePerson:
			return -1, ""
		case otherPerson:
			v = 1
		case otherGiven:
			v = 0.9
		case otherFamily:
			v = 0.6
		}
		switch {
		case n.sure:
		case n.high:
			v *= 0.92
		default:
			v *= 0.65
		}
		if v > best {
			best, text = v, n.text
		}
	}
	return best, text
}

const foreignFrom = 0.9 // the score from which a page is flagged

// foreignPages flags the pages of others: those that say so themselves, and those of the same document that name nobody.
func foreignPages(docs [][]*page, p records.Patient) []records.Foreign {
	var fs []records.Foreign
	for _, d := range docs {
		var told *page
		ours := false
		for _, s := range d {
			score, why := s.other(p)
			switch {
			case score >= foreignFrom && why != "":
				fs = append(fs, records.Foreign{Page: s.ref, Why: why})
				if told == nil {
					told = s
				}
			case score < 0:
				ours = true
			}
		}
		if told == nil || ours {
			continue
		}
		for _, s := range d {
			if score, _ := s.other(p); score < foreignFrom && score >= 0 {
				fs = append(fs, records.Foreign{Page: s.ref, Why: fmt.Sprintf("The page goes with page %d of the same document, which names somebody else.", told.ref.Page)})
			}
		}
	}
	slices.SortFunc(fs, func(a, b records.Foreign) int { return compareRef(a.Page, b.Page) })
	return fs
}

func compareRef(a, b records.PageRef) int {
	if a.File != b.File {
		return a.File - b.File
	}
	return a.Page - b.Page
}
