package fact

import (
	"strings"

	"github.com/openimr/openimr/records"
)

// symptoms are conditions that a patient tells and that are a diagnosis only where one is listed.
var symptoms = compile(`^(?:(?:[\w ]+ )?(?:pain|headache|myalgia|arthralgia)s?|constipation|insomnia|anxiety|depression|vertigo|tinnitus|sleep disturbance|obesity|sexual dysfunction|hearing loss)$`)

// bare are names of conditions that say little without the place.
var bare = compile(`^(?:burn|laceration|impingement|strain|sprain|ulcer|carpal tunnel|subluxation|dislocation|fracture|contusion|hernia|cancer|tumor|stenosis|nerve injury)$`)

// modifiers are words that belong to the name of a condition, a procedure or a study before it.
var modifiers = wordSet(`left right bilateral bilat lt rt both acute chronic subacute recurrent persistent severe moderate mild minimal minor major
cervical thoracic lumbar lumbosacral sacral sacroiliac spinal spine neck back low lower upper mid shoulder shoulders elbow elbows wrist wrists hand hands finger thumb
hip hips knee knees ankle ankles foot feet leg arm forearm heel toe groin inguinal umbilical ventral hiatal abdominal rib chest facial jaw eye head
medial lateral anterior posterior proximal distal central foraminal neural neuroforaminal canal paracentral broad-based broad based disc disk facet
disc/facet multilevel multi-level single level degenerative post-traumatic posttraumatic traumatic post post-operative postoperative rotator cuff supraspinatus infraspinatus subscapularis biceps
bicipital labral meniscal meniscus acl pcl mcl lcl tendon ligament partial full complete high low grade thickness full-thickness partial-thickness partial/full
rotator-cuff subacromial acromioclavicular ac joint glenohumeral trochanteric olecranon prepatellar plantar achilles patellar patellofemoral tibial fibular peroneal radial ulnar median
nerve sciatic occipital cervicogenic tension vascular muscle musculoligamentous myofascial ligamentous paraspinal trapezius industrial work-related related
diabetic peripheral essential benign malignant type ii i iii generalized single episode unspecified sleep obstructive opioid drug-induced nsaid-induced medication
intervertebral nucleus internal crush open closed nondisplaced displaced comminuted compression stress healed healing old probable symptomatic secondary primary
scaphoid radius ulna humerus humeral clavicle clavicular femur femoral tibia fibula patella metacarpal metatarsal phalanx vertebral calcaneal lumbar/thoracic
cervical/thoracic interlaminar transforaminal caudal epidural steroid corticosteroid cortisone intra-articular arthroscopic open laparoscopic endoscopic percutaneous total revision
posterolateral instrumented microscopic minimally invasive diagnostic therapeutic first second third repeat two-level one-level single-level hemi
index middle ring little long small 1st 2nd 3rd 4th 5th moderately severely mildly cts dorsal volar flexor extensor de quervain's`)

var places = compile(`^(?:[,(]? ?(?:(?:of|in|at|involving|to|over|affecting|from|with) (?:the |his |her |both )?)?(?:(?:left|right|bilateral|bilaterally|lt|rt|both|upper|lower|distal|proximal|medial|lateral|anterior|posterior|mid|cervical|thoracic|lumbar|lumbosacral|low|\(?[lrb]\)|[ctls]\d{1,2}(?:[-/,&] ?[ctls]?\d{1,2})*|spine|neck|back|shoulders?|elbows?|wrists?|hands?|fingers?|thumbs?|hips?|knees?|ankles?|foot|feet|heels?|toes?|legs?|arms?|forearms?|groin|extremit(?:y|ies)|levels?|joints?|radius|ulna|humerus|femur|tibia|fibula|patella|clavicle|meniscus|tendon|ligament|rotator cuff|and|side|sided|region|disc|ribs?|jaw|head|major depressive|without myelopathy|with radiculopathy|with myelopathy|moderate|severe|mild|chronic)[,)]?(?: |$))+)`)

var level = compile(`^[ctls]\d{1,2}(?:[-/,&][ctls]?\d{1,2})*$`)

func wordSet(t string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(t) {
		m[w] = true
	}
	return m
}

// whole widens a name found in a clause by the words before and after it that belong to it.
func (c *clause) whole(from, to int) (int, int) {
	for from > c.from {
		t := c.s.words[from-1].text
		core := strings.Trim(t, edge)
		if t == "" || strings.HasSuffix(t, ".") && !strings.HasSuffix(t, "rt.") && !strings.HasSuffix(t, "lt.") || strings.HasSuffix(t, ",") && !level.MatchString(core) || strings.HasSuffix(t, ":") || strings.HasSuffix(t, ";") || !modifiers[core] && !level.MatchString(core) {
			break
		}
		from--
	}
	if t := c.s.words[from].text; t == "post" && from > c.from && c.s.words[from-1].text == "status" {
		from++
	}
	last := c.s.words[to-1].text
	if strings.HasSuffix(last, ".") || strings.HasSuffix(last, ";") {
		return from, to
	}
	rest := c.textOf(to, c.to)
	for i, t := range strings.Fields(rest) { // the sentence's end
		if strings.HasSuffix(t, ".") || strings.HasSuffix(t, ";") {
			rest = strings.TrimRight(strings.Join(strings.Fields(rest)[:i+1], " "), ".;")
			break
		}
	}
	if strings.HasSuffix(last, ",") {
		rest = ", " + rest
	}
	if m := places.FindString(rest); m != "" {
		m = strings.TrimRight(m, " ")
		for _, joint := range []string{" and", " with", " of", " the", " in", " at"} {
			m = strings.TrimSuffix(m, joint)
		}
		if strings.HasSuffix(last, ",") {
			m = strings.TrimPrefix(strings.TrimPrefix(m, ","), " ")
		}
		if n := len(strings.Fields(m)); n > 0 && n <= 10 && (!strings.HasSuffix(last, ",") || sideOf(m) != "" || level.MatchString(strings.Trim(m, edge))) {
			to = min(to+n, c.to)
		}
	}
	return from, to
}

var (
	sentence  = compile(`\b(?:is|was|are|were|has|have|had|will|should|would|can|may|patient|claimant|applicant|continue|follow|return|recommend|request|discussed|i|he|she|we|therefore|reports|denies|states|remains|please|advised|prescribed|refill|requesting|submitted|authorization|rfa)\b`)
	furniture = compile(`\b(?:page \d|page:|signature|signed|phone|fax|tel|address|claim (?:no|number|#)|employer|insurer|d\.?o\.?b|d\.?o\.?i|date of|m\.d\.?$|license|cc:|re:|www|icd[- ]?(?:9|10)?(?:-cm)?(?:[ -]code)?s?:?(?: \(required\))?$|code$|\(required\)|patient name|name:|mrn|chart|axis [iv1-5]|gaf\b|medical decision making|^comments?$|, ?(?:md|do|dc|ph\.?d|np|pa-c|dpm|m\.d|d\.o|d\.c)\b|billing provider)`)
	codeTail  = compile(`^ ?[-:(\[]* ?(?:icd[- ]?(?:9|10)?(?:[- ]cm)?(?: code)?[:# ]*)?[-:(\[ ]*([a-tv-z]\d[0-9a-z](?:\.[0-9a-z]{1,4})?|\d{3}\.\d{1,2}|[ev]\d{2,3}\.\d{1,2})\b`)
	codeFirst = compile(`^(?:[#\w]{1,3}[.)] )?(?:icd[- ]?(?:9|10)?(?:[- ]cm)?[:# ]*)?[(\[]?((?:[a-tv-z]\d[0-9a-z]\.[0-9a-z]{1,4})|(?:\d{3}\.\d{1,2})|(?:v\d{2}\.\d{1,2}))\b`)
	diagnosed = compile(`\b(?:diagnos(?:ed|is|es|tic impression)|assessed|impression) (?:\w+ )?(?:with|as|of|is|are|include[sd]?|including|was|were|:)`)
	testNames = compile(`^ ?(?:sign|signs|test|tests|testing|maneuver|maneuvers|screen|screening|questionnaire|inventory|scale|index|release|program|clinic|foundation|society|education|precautions|prophylaxis|repair)\b`)
)

// diagnoses finds conditions, listed or told.
func (f *finder) diagnoses() {
	c := f.c
	if f.docIs("proof_of_service", "record_index", "cures", "noarfi", "medical_literature", "uds_report") || c.section == secAllergies {
		return
	}
	listed := c.section == secDiagnosis || c.section == secAssessment && !f.pictures()
	if listed || c.label == "diagnosis" || strings.HasPrefix(c.label, "diagnos") || strings.HasPrefix(c.label, "icd") {
		if f.listedDiagnosis(listed) {
			return
		}
	}
	if !f.docIs("billing") {
		f.toldDiagnoses(listed)
		f.toldAbsent()
	}
}

// toldAbsent finds symptoms that the page says are absent.
func (f *finder) toldAbsent() {
	c := f.c
	if f.docIs("imaging_report") || c.section == secExam && !c.has("denie") || c.section == secGuideline || c.section == secReason || c.section == secFindings || c.general() {
		return
	}
	for k := 0; k < len(c.tokens); k++ {
		n := f.d.symptoms.at(c.tokens, k)
		if n == 0 {
			continue
		}
		from, to := c.tokens[k].word, c.tokens[k+n-1].word+1
		k += n - 1
		if c.standing(from, to) == records.Negated && !c.doubtful(from, to) && !f.has(from, to, records.FactDiagnosis, records.FactImaging, records.FactTest) {
			f.add(records.FactDiagnosis, from, to, func(x *records.Fact) { x.Standing = records.Negated })
		}
	}
}

// pictures says that the document is a report of pictures, whose impression is a finding.
func (f *finder) pictures() bool {
	return f.docIs("imaging_report", "emg_report", "cardiac_report") || f.docType() == "" && f.study != ""
}

// listedDiagnosis takes a clause under a heading of diagnoses as entries, one or more.
func (f *finder) listedDiagnosis(listed bool) bool {
	c := f.c
	from := c.from
	for from < c.to && (marker(c.s.words[from].text) || strings.Trim(c.s.words[from].text, edge) == "") {
		from++
	}
	if c.label != "" {
		for k := from; k < c.to; k++ {
			if strings.HasSuffix(c.s.words[k].text, ":") {
				from = k + 1
				break
			}
		}
	}
	if from >= c.to || c.label != "" && !diagnosisLabel.MatchString(c.label) {
		return false
	}
	text := c.textOf(from, c.to)
	words := c.to - from
	code := icdIn(text, true)
	if words > 24 || !wordy(text) || furniture.MatchString(text) || sentence.MatchString(text) && code == "" || days(text) != nil && code == "" || f.studyDone(text) {
		return false
	}
	if code != "" && !wordy(codeName.ReplaceAllString(strings.Replace(text, strings.ToLower(code), "", 1), "")) {
		return true // a code in a cell of its own belongs to its neighbour
	}
	parts := f.conditionParts(from)
	if len(parts) > 1 {
		for _, p := range parts {
			f.addDiagnosis(p[0], p[1])
		}
		return true
	}
	if code == "" && len(parts) == 0 {
		if c.section != secDiagnosis && c.label == "" || !c.entry && !c.under && c.label == "" || words > 12 {
			return false
		}
		if procedureLike.MatchString(text) || f.drugIn(c, from) {
			return false
		}
	}
	f.addDiagnosis(from, c.to)
	return true
}

// codeName is how a cell says what code it holds.
var codeName = compile(`\bicd\b(?:[- ]?(?:9|10)\b)?(?:-?cm\b)?(?: codes?\b)?`)

// diagnosisLabel is what may stand before a colon in a list of diagnoses.
var diagnosisLabel = compile(`^(?:.*(?:diagnos|dx|icd).*|primary|secondary|tertiary|other|additional|industrial|non industrial|nonindustrial|principal|\d+(?:st|nd|rd|th)?|axis .*|orthopedic|psychiatric|[a-z]+ spine|(?:left|right|bilateral)? ?(?:shoulder|knee|wrist|hand|elbow|ankle|foot|hip|neck|back)s?)$`)

var procedureLike = compile(`\b(?:therapy|injection|follow|refill|continue|request|mri|x-ray|surgery|tablets?|mg|home exercise|none|n/a|see|deferred|same|unchanged|as above|per|medications?)\b`)

func (f *finder) drugIn(c *clause, from int) bool {
	for k, t := range c.tokens {
		if t.word >= from && f.d.drugs.at(c.tokens, k) > 0 {
			return true
		}
	}
	return false
}

// conditionParts parts a list in one line ("lumbar strain, cervical strain and headaches") at its commas where each part
// names a condition.
func (f *finder) conditionParts(from int) [][2]int {
	c := f.c
	var hits [][2]int
	for k := 0; k < len(c.tokens); k++ {
		if c.tokens[k].word < from {
			continue
		}
		if n := f.d.conditions.at(c.tokens, k); n > 0 {
			hits = append(hits, [2]int{c.tokens[k].word, c.tokens[k+n-1].word + 1})
			k += n - 1
		}
	}
	if len(hits) < 2 {
		return hits
	}
	var parts [][2]int
	begin := from
	for i := 0; i+1 < len(hits); i++ {
		cut := -1
		for w := hits[i][1] - 1; w < hits[i+1][0]; w++ {
			if t := c.s.words[w].text; t == "and" || strings.HasSuffix(t, ",") || strings.HasSuffix(t, ";") || strings.HasSuffix(t, ".") || w >= hits[i][1] && marker(t) && hasDigit(t) {
				cut = w + 1
				break
			}
		}
		if cut < 0 || placesOnly(c.textOf(hits[i][1], hits[i+1][0])) {
			continue
		}
		parts = append(parts, [2]int{begin, cut})
		begin = cut
	}
	for begin < c.to-1 && (c.s.words[begin].text == "and" || marker(c.s.words[begin].text)) {
		begin++
	}
	return append(parts, [2]int{begin, c.to})
}

func placesOnly(t string) bool { return strings.HasPrefix(t, "with ") }

func (f *finder) addDiagnosis(from, to int) {
	c := f.c
	for from < to-1 && (c.s.words[from].text == "and" || marker(c.s.words[from].text)) {
		from++
	}
	for to > from+1 && (strings.Trim(c.s.words[to-1].text, edge) == "" || c.s.words[to-1].text == "and") {
		to--
	}
	if f.has(from, to, records.FactRequest, records.FactDenial, records.FactImaging, records.FactTest) {
		return
	}
	text := c.textOf(from, to)
	if strings.HasPrefix(text, "rule out") || strings.HasPrefix(text, "r/o") || strings.HasPrefix(text, "possible") || strings.HasPrefix(text, "?") {
		return
	}
	f.add(records.FactDiagnosis, from, to, func(x *records.Fact) {
		x.Code = icdIn(text, true)
		if x.Code == "" && to == c.to {
			x.Code = f.codeBeside(from)
		}
		x.Side = sideOf(text)
		x.Standing = c.standing(from, to)
		if x.Standing == records.Negated && !strings.Contains(text, "without") && !strings.HasPrefix(text, "no ") && !negatedAfter.MatchString(c.textOf(to, c.to)) && c.section == secDiagnosis {
			x.Standing = records.Stated
		}
		c.when(x, from, to, 0)
	})
}

// codeBeside is an ICD code that has a cell of its own in the row.
func (f *finder) codeBeside(w int) string {
	s := f.s
	for _, cell := range s.cells(s.words[w].row) {
		if t := strings.Trim(s.cellText(cell), edge); len(cell) <= 2 && len(t) <= 16 || strings.HasPrefix(t, "icd") && len(cell) <= 5 {
			if code := icdIn(t, true); code != "" {
				return code
			}
		}
	}
	return ""
}

// toldDiagnoses finds names of conditions in running text.
func (f *finder) toldDiagnoses(listed bool) {
	c := f.c
	if f.docIs("ur_correspondence", "imaging_report", "authorization_letter") || f.docType() == "" && f.study != "" || c.section == secImaging || c.section == secGuideline || c.section == secReason || c.section == secFindings {
		return
	}
	general := c.general()
	saysSo := diagnosed.FindStringIndex(c.text)
	for k := 0; k < len(c.tokens); k++ {
		n := f.d.conditions.at(c.tokens, k)
		if n == 0 {
			continue
		}
		if p := f.d.procedures.at(c.tokens, k); p > n {
			k += p - 1
			continue
		}
		from, to := c.tokens[k].word, c.tokens[k+n-1].word+1
		name := stemmed(c.tokens[k : k+n])
		k += n - 1
		rest := c.textOf(to, c.to)
		saidSo := saysSo != nil && saysSo[1] <= c.offset(from)
		if testNames.MatchString(rest) || f.has(from, to, records.FactDiagnosis, records.FactRequest, records.FactDenial, records.FactProcedure) ||
			f.has(from, to, records.FactImaging) && !saidSo || f.has(from, to, records.FactTest) && !f.docIs("emg_report", "sleep_report", "cardiac_report") {
			continue
		}
		standing := c.standing(from, to)
		if !saidSo && standing == records.Stated && strings.HasPrefix(c.text, "there ") && f.afterStudy() {
			continue // the study goes on
		}
		if general && !saidSo || c.doubtful(from, to) && standing != records.Family {
			continue
		}
		coded := codeTail.FindStringSubmatch(rest)
		told := listed || saidSo || coded != nil || c.section == secPast || c.section == secFamily || standing == records.Family ||
			standing == records.Historical && c.section != secRecords && c.section != secWork && c.section != secComplaints ||
			standing == records.Negated && !strings.HasSuffix(name, "pain") && c.section != secExam
		if symptoms.MatchString(name) && !told {
			continue
		}
		if c.section == secExam && standing != records.Stated && symptoms.MatchString(name) {
			continue
		}
		size := to - from
		from, to = c.whole(from, to)
		if bare.MatchString(name) && to-from == size && standing == records.Stated && !listed && !saidSo && coded == nil {
			continue
		}
		if coded != nil && c.textOf(to, c.to) != "" {
			if m := codeTail.FindStringSubmatchIndex(c.text[c.offset(to):]); m != nil {
				_, to = c.span(c.offset(to)+m[2], c.offset(to)+m[3])
			}
		}
		f.add(records.FactDiagnosis, from, to, func(x *records.Fact) {
			if coded != nil {
				x.Code = strings.ToUpper(coded[1])
			} else if m := codeFirst.FindStringSubmatch(c.text); m != nil {
				x.Code = strings.ToUpper(m[1])
			}
			x.Side, x.Standing = sideOf(c.textOf(from, to)), standing
			if standing != records.Stated || saidSo {
				c.when(x, from, to, 0)
			}
		})
	}
}

// afterStudy says whether the clause before told a study.
func (f *finder) afterStudy() bool {
	c := f.c
	return c.n > 0 && f.has(c.s.clauses[c.n-1].from, c.s.clauses[c.n-1].to, records.FactImaging)
}

func stemmed(ts []token) string {
	var b strings.Builder
	for i, t := range ts {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(t.key)
	}
	return b.String()
}
