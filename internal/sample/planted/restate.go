package planted

import (
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// A writer says things in other words.
type writer struct{ *rand.Rand }

func one(w *writer, from ...string) string { return from[w.IntN(len(from))] }

// A way is another way to say something: one of several takes the place of what a pattern finds. Not always: a chart also keeps
// words. $1 is what the first group found.
type way struct {
	find *regexp.Regexp
	put  []string
}

func ways(rows ...string) []way {
	var ws []way
	for _, row := range rows {
		find, put, _ := strings.Cut(row, " => ")
		put = groups.ReplaceAllString(put, "$${$1}") // "$1mg" would be a group by the name of 1mg
		ws = append(ws, way{regexp.MustCompile(find), strings.Split(put, " | ")})
	}
	return ws
}

var groups = regexp.MustCompile(`\$(\d)`)

// chart are ways in which a chart says what a letter says. The empty way keeps the words.
var chart = ways(
	`\b(?:T|t)he (?:injured worker|applicant|claimant|patient|worker|employee)(?: \(IW\))? (?:is|was) a (?:now )?(\d+)[- ]year[- ]old (male|female)\b => Patient is a $1 y/o $2 | This $1 yo $2 | Age: $1. Sex: $2. Patient | $1-year-old $2, the patient`,
	`\b[Tt]his (?:case involves|is) an? (?:now )?(\d+)[- ]year[- ]old (male|female)\b => $1 y/o $2 | Pt is a $1 yr old $2 | AGE: $1 SEX: $2. Seen`,
	`\b(\d+)[- ]year[- ]old\b => $1 y/o | $1 year old | $1-year-old | $1 yo`,
	`\bT?t?he (?:injured worker|applicant|claimant|patient|worker)(?: \(IW\))?('s)?\b => patient$1 | pt$1 | the patient$1 | claimant$1`,
	`\bcomplain(?:s|ed) of\b => c/o | complains of | reports | CC:`,
	`\breported\b => reports | states | notes | reported`,
	`\bpresented (?:on|with)\b => seen $0 | presents $0 | presented $0`,
	`\bdenied any\b => denies any | denies | no`, `\bdenied (pain|numbness|nausea|headaches?|fever|weakness|tingling|any)\b => denies $1 | no $1`,
	`\bThere (?:was|were) no\b => No | There is no | no`, `\bThere (?:was|were)\b => There is | noted: | +`,
	`\bwas negative\b => negative | was neg | is negative | : negative`, `\bwere negative\b => negative | neg | : negative`, `\bwas positive\b => positive | + | is positive`,
	`\btenderness to palpation\b => TTP | tender to palpation | palpation tenderness | tenderness`,
	`\b[Rr]ange of motion\b => ROM | range of motion | motion`, `\b[Ss]traight leg rais(?:e|ing)(?: tests?)?\b => SLR | straight leg raise | straight-leg raising`,
	`\b(?:p|P)hysical therapy\b => physical therapy | PT | therapy | physiotherapy`, `\b[Ll]ow back\b => low back | lower back | lumbar`,
	`\bsustained an (?:industrial )?injury\b => was injured at work | had a work injury | sustained an industrial injury`,
	`\b[Dd]ate of injury\b => DOI | date of injury | D.O.I.`,
	`\b(?:is undergoing|was undergoing) treatment for\b => Dx: | being treated for | treated for | Assessment:`,
	`\brevealed\b => shows | revealed | : | demonstrates`, `\bdocumented\b => notes | documented | recorded`,
	`\bTreatment(?:s)?(?: to date)? ha(?:s|ve) included:? => Tx to date: | Treatment so far: | Has had `,
	`\b(\d+) sessions\b => $1 visits | $1 sessions | $1 treatments`, `\b(\d+) visits\b => $1 sessions | $1 visits`,
	`\b(\d+) out of (\d+)\b => $1/$2 | $1 out of $2 | $1 of $2`, `\b(\d+)/10\b => $1/10 | $1 out of 10 | $1 / 10`,
	`\btwo times a (?:week|wk)\b => 2x/week | twice a week | 2 times per week`, `\bthree times a day\b => TID | three times daily | t.i.d.`, `\btwice (?:a day|daily)\b => BID | twice daily | b.i.d. | 2x/day`,
	`\bevery (\d+) hours\b => q$1h | every $1 hours | q $1 hours`, `\bonce (?:a day|daily)\b => daily | QD | once daily`,
	`\b(\d+) mg\b => $1mg | $1 mg | $1 milligrams | $1 mg`,
	`\b([LCT])(\d)-(\d)\b => $1$2-$3 | $1$2-$1$3 | $1$2/$3 | $1$2/$1$3`, `\bL5-S1\b => L5-S1 | L5/S1`,
	`\bbilateral (knees|wrists|shoulders|hips|elbows|legs|lower extremities|upper extremities)\b => both $1 | bilateral $1 | B/L $1`,
	`\b(left|right) (knee|wrist|shoulder|hip|elbow|ankle|foot|hand|leg|arm)\b => $1 $2 | SIDE $2 | $2 (SIDE) | $1 $2`,
	`\b[Rr]equest for [Aa]uthorization\b => RFA | Request for Authorization | authorization request`, `\b[Uu]tilization [Rr]eview\b => UR | utilization review | Utilization Review`,
	`\bnon-certified\b => non-certified | denied | noncertified`, `\bcervical spine\b => cervical spine | C-spine | neck`, `\blumbar spine\b => lumbar spine | L-spine | low back`,
	`\bsurgery\b => surgery | operation`, `\bUltram\b => tramadol | Ultram | tramadol (Ultram)`, `\bNorco\b => hydrocodone/APAP | Norco | Norco (hydrocodone)`, `\bFlexeril\b => cyclobenzaprine | Flexeril`,
	`\bMotrin\b => ibuprofen | Motrin`, `\bNeurontin\b => gabapentin`, `\btemporarily totally disabled\b => TTD | temporarily totally disabled`,
)

var (
	sideWord  = regexp.MustCompile(`\bSIDE\b`)
	dateForms = regexp.MustCompile(`\b(\d{1,2})[-/](\d{1,2})[-/](\d{4}|\d{2})\b|\b(January|February|March|April|May|June|July|August|September|October|November|December) (\d{1,2}), (\d{4})\b`)
	countOf   = regexp.MustCompile(`(?:^|[^-\d])\b(one|two|three|four|five|six|seven|eight|nine|ten|twelve|\d{1,2})( (?:sessions|visits|weeks|months|days|injections|years|treatments))\b`)
)

var counts = strings.Fields("zero one two three four five six seven eight nine ten eleven twelve")

// restate says a sentence as a chart would.
func (w *writer) restate(s string) string {
	s = dateForms.ReplaceAllStringFunc(s, func(m string) string { return w.date(m) })
	for _, x := range chart {
		if w.IntN(4) == 0 {
			continue
		}
		put := x.put[w.IntN(len(x.put))]
		if strings.Contains(put, "SIDE") { // "L knee": the side is said in a letter
			s = x.find.ReplaceAllStringFunc(s, func(m string) string {
				short := map[bool]string{true: one(w, "L", "Lt", "left"), false: one(w, "R", "Rt", "right")}[strings.HasPrefix(m, "left")]
				return sideWord.ReplaceAllString(x.find.ReplaceAllString(m, put), short)
			})
			continue
		}
		s = x.find.ReplaceAllString(s, strings.ReplaceAll(put, "${0}", ""))
	}
	s = countOf.ReplaceAllStringFunc(s, func(m string) string {
		lead := ""
		if m[0] == ' ' || m[0] == '(' {
			lead, m = m[:1], m[1:]
		}
		number, rest, _ := strings.Cut(m, " ")
		if w.IntN(2) == 0 {
			return lead + m
		}
		if n, err := strconv.Atoi(number); err == nil && n > 0 && n < len(counts) {
			return lead + counts[n] + " " + rest
		}
		for n, word := range counts {
			if word == number {
				return lead + strconv.Itoa(n) + " " + rest
			}
		}
		return lead + m
	})
	s = strings.Join(strings.Fields(strings.NewReplacer(" : ", ": ", " .", ".", " ,", ",").Replace(s)), " ")
	if s != "" && w.IntN(3) > 0 {
		s = strings.ToUpper(s[:1]) + s[1:]
	}
	return s
}

// date writes a date in another form.
func (w *writer) date(s string) string {
	var t time.Time
	var err error
	for _, form := range []string{"1-2-2006", "1/2/2006", "1-2-06", "1/2/06", "January 2, 2006"} {
		if t, err = time.Parse(form, s); err == nil {
			break
		}
	}
	if err != nil {
		return s
	}
	return t.Format(one(w, "01/02/2006", "1/2/06", "January 2, 2006", "Jan 2, 2006", "2 Jan 2006", "1-2-2006", "2006-01-02", "01/02/06"))
}

// head is the top of a page.
func (w *writer) head() []string {
	return []string{
		one(w, "Bayside Orthopedic Group", "OCCUPATIONAL MEDICINE CLINIC", "Valley Pain Associates", "Summit Spine & Joint"),
		one(w, "Page "+strconv.Itoa(1+w.IntN(9))+" of 11", "Printed by front desk", "Chart copy", "CONFIDENTIAL"),
		"",
	}
}

// others are lines of charts that a summary does not speak of.
var others = []string{
	"Skin: warm and dry, intact.", "Vitals: BP 128/82, pulse 74, respirations 16, weight 184 lbs.", "HEENT: normocephalic.", "Heart: regular rhythm.", "Allergies: NKDA.", "Lungs: clear.",
	"The patient is right hand dominant.", "Social: married, two children.", "Follow up in 5 weeks or sooner as needed.", "I spent 35 minutes with the patient.", "Records were reviewed at length today.",
	"Risks and benefits were discussed, questions were answered.", "I declare under penalty of perjury that this report is true.", "Ankle reflexes symmetric.", "No known drug intolerance.",
	"Denies bowel or bladder changes.", "No fever or chills.", "Denies chest pain or shortness of breath.", "Cranial nerves II-XII intact.", "Alert and oriented x3, in no acute distress.",
	"Right shoulder: full motion, nontender.", "Left ankle: full motion, no laxity.", "Right hip: full and painless.", "Left elbow: full extension and flexion.", "Cervical spine: supple, no spasm.",
	"Tobacco: none.", "Next appointment to be set by the front desk.", "Return precautions given.", "Copy to adjuster and attorney.", "Fax sent to 555-0142.", "Left message with the nurse case manager.",
}

// fill are lines that contradict nothing of what is said: none speaks of a part or a sign that it speaks of.
func (w *writer) fill(said []string, n int) []string {
	all := strings.ToLower(strings.Join(said, " "))
	var out []string
	for tries := 0; len(out) < n && tries < 20*n; tries++ {
		line := others[w.IntN(len(others))]
		clash := false
		for _, word := range strings.FieldsFunc(strings.ToLower(line), func(r rune) bool { return r < 'a' || r > 'z' }) {
			if signs[word] && strings.Contains(all, word) {
				clash = true
			}
		}
		if !clash {
			out = append(out, line)
		}
	}
	for len(out) < n {
		out = append(out, "Chart copy.")
	}
	return out
}

// signs are words of the lines above about which a summary may say something else.
var signs = map[string]bool{"fever": true, "chills": true, "chest": true, "shortness": true, "bowel": true, "bladder": true, "spasm": true, "laxity": true, "tobacco": true, "smoking": true, "smoker": true,
	"nontender": true, "shoulder": true, "hip": true, "elbow": true, "ankle": true, "cervical": true, "intolerance": true, "distress": true, "reflexes": true, "allergies": true}

// slips puts in what text recognition gets wrong.
func (w *writer) slips(line string) string {
	words := strings.Split(line, " ")
	for i, word := range words {
		digits := strings.ContainsAny(word, "0123456789")
		switch {
		case digits && strings.ContainsAny(word, "/-.") && w.IntN(40) == 0:
			words[i] = strings.Replace(strings.Replace(word, "0", "O", 1), "1", "l", 1)
		case digits:
		case len(word) > 6 && w.IntN(60) == 0:
			words[i] = strings.Replace(word, "m", "rn", 1)
		case len(word) > 6 && w.IntN(60) == 0:
			words[i] = strings.Replace(word, "i", "l", 1)
		case len(word) > 8 && w.IntN(90) == 0:
			k := 2 + w.IntN(len(word)-4)
			words[i] = word[:k] + word[k+1:]
		}
	}
	return strings.Join(words, " ")
}
