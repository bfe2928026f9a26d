package fact

import (
	"strings"

	"github.com/openimr/openimr/records"
)

const study = `(?:mri(?: scan)?|mra|mr arthrogra(?:m|phy)|mr (?:imaging|lumbar|cervical|thoracic|brain|head|pelvis|(?:(?:left|right) )?(?:shoulder|elbow|wrist|hand|hip|knee|ankle|foot))|magnetic resonance(?: imaging| arthrogram)?|ct(?: scan| myelogram| arthrogram)?|cat scan|computed tomography|computerized tomography|x-?rays?|x ray|radiographs?|radiographic (?:study|studies|examination)|plain films?|ultrasound|ultrasonography|bone scan|myelogram|arthrogram|discogram|pet scan|dexa scan|fluoroscopy|venous doppler|doppler)`

var (
	studyPattern = compile(`\b` + study + `\b`)
	testPattern  = compile(`\b(?:emg(?: ?/ ?(?:ncv|ncs))?|ncv|ncs|nerve conduction (?:study|studies|velocity)|electromyograph(?:y|ic)(?: study| studies)?|electrodiagnostic (?:study|studies|testing|test)|electrodiagnostics?)\b`)
	shows        = compile(`\b(?:show(?:s|ed|ing|n)?|reveal(?:s|ed|ing)?|demonstrat(?:es|ed|ing)|(?:is|was|were|are) (?:\w+ )?(?:normal|negative|positive|unremarkable|consistent with|significant for|notable for|remarkable for|interpreted|read)|negative for|positive for|unremarkable|evidences?|evidenced|indicat(?:es|ed|ing)|confirm(?:s|ed)|documented|noted|not(?:es|ing)|found|findings?(?: of| include| are)?|impression|with evidence of|suggest(?:s|ed|ive)|consistent with|notable for|significant for|reported|read as|interpreted as|identifi(?:es|ed)|described|depict(?:s|ed)|disclosed|no evidence|results?)\b:?`)
	notTakenYet  = compile(`\b(?:request(?:ed|ing|s)?|authoriz\w+|recommend\w*|order(?:ed|ing)?|obtain (?:an?|the|new|updated)?|need(?:s|ed)? (?:for|an?|to)|await\w*|pending|schedul\w+|would (?:like|benefit)|will (?:need|obtain|order|be)|should|if|consider\w*|repeat|denied|denial|certified|non-certified|appeal|necessary|refer(?:red|ral)? for|plan(?:s|ned)? (?:for|to)|proceed with|to be (?:done|obtained|performed)|please|prescri\w+)\b`)
	noStudy      = compile(`\b(?:no (?:recent |prior |new |further |other )?(?:\w+ )?$|not (?:had|undergone|have|yet had) (?:an? |any )?$|never had (?:an? )?$|has not had (?:an? |any )?(?:\w+ )?$|without (?:an? )?$)`)
	notStudy     = compile(`^(?: compatible| safe| conditional| technician| machine| guidance| guided| suite| tech\b| cd\b| disc\b| report (?:is|was) not| form)`)
)

// notThisStudy begins the parts of a report that name other studies than its own.
var notThisStudy = compile(`^(?:comparisons?|compared|prior|previous|correlation)\b`)

// mayNameStudy says whether a document may be the report of one study, which its title names.
func mayNameStudy(doc *records.Document) bool {
	if doc == nil {
		return true
	}
	switch doc.Type {
	case "", "unknown", "imaging_report", "emg_report", "cardiac_report":
		return true
	}
	return false
}

// imagingTitle finds what study an imaging report is of, in the upper part of its page.
func (f *finder) imagingTitle() {
	s := f.s
	if !mayNameStudy(s.doc) || f.study != "" {
		return
	}
	report := f.docIs("imaging_report", "emg_report", "cardiac_report")
	marks := 0
	for i := range s.clauses {
		switch s.clauses[i].section {
		case secFindings:
			marks |= 1
		case secAssessment:
			marks |= 2
		}
	}
	if !report && marks != 3 {
		return
	}
	for i := range s.clauses {
		c := &s.clauses[i]
		if i > 40 || s.words[c.from].row > len(s.rows)*2/3 {
			break
		}
		m := studyPattern.FindStringIndex(c.text)
		if m == nil {
			m = testPattern.FindStringIndex(c.text)
		}
		if m == nil || notStudy.MatchString(c.text[m[1]:]) || len(c.tokens) > 18 || notTakenYet.MatchString(c.text) || shows.MatchString(c.text) || c.section == secClinical || c.section == secComplaints || strings.Contains(c.text, "center") || strings.Contains(c.text, "comparison") || notThisStudy.MatchString(c.label) ||
			c.has("tech", "sequence", "imaging center", "medical group") {
			continue
		}
		from, to := c.from, c.to
		if c.label != "" {
			from = c.wordAt(m[0])
			from, _ = c.whole(from, min(from+1, to))
		}
		f.study = trim(s.raw(from, to))
		fact := s.fact(f.imagingKind(c.text), from, to)
		fact.About, fact.Side = f.study, sideOf(c.text)
		c.when(&fact, from, to, 0)
		f.title = append(f.title, fact)
		c.off = true
		return
	}
}

func (f *finder) imagingKind(text string) records.FactKind {
	if testPattern.MatchString(text) && !studyPattern.MatchString(text) {
		return records.FactTest
	}
	return records.FactImaging
}

func (f *finder) studyDone(text string) bool {
	return studyPattern.MatchString(text) && shows.MatchString(text)
}

// imaging finds studies that were done, with what they showed.
func (f *finder) imaging() {
	c := f.c
	if f.study != "" && f.pictures() {
		if c.section == secAssessment {
			f.impression()
		}
		return
	}
	if c.section == secGuideline || c.section == secReason || c.section == secRequest || c.section == secDecision || f.docIs("billing", "noarfi", "medical_literature", "record_index", "proof_of_service", "authorization_letter") || c.general() {
		return
	}
	if f.docIs("rfa") && c.section != secImaging {
		return
	}
	if m := studyPattern.FindString(c.heading); m != "" && c.under && !studyPattern.MatchString(c.text) && wordy(c.text) && len(strings.Fields(c.text)) > 1 && !notTakenYet.MatchString(c.text) && !strings.Contains(c.text, "n/a") {
		f.add(records.FactImaging, f.skipMarker(c.from), c.to, func(x *records.Fact) {
			x.Value, x.About, x.Side = x.Text, m, sideOf(c.text)
			if onlyNegated.MatchString(c.textOf(f.skipMarker(c.from), c.to)) {
				x.Standing = records.Negated
			}
			c.when(x, c.from, c.to, 0)
		})
		return
	}
	for _, pattern := range []*pattern{studyPattern, testPattern} {
		all := pattern.FindAllStringIndex(c.text, -1)
		for i, m := range all {
			next := len(c.text)
			if i+1 < len(all) {
				next = all[i+1][0]
			}
			if f.toldStudy(m, next) {
				break
			}
		}
	}
}

func (f *finder) toldStudy(m []int, next int) bool {
	c := f.c
	before, after := c.text[:m[0]], c.text[m[1]:]
	if notStudy.MatchString(after) || strings.Contains(c.text, "state if none") || c.off || strings.HasSuffix(before, "ct ") && m[1]-m[0] == 2 {
		return false
	}
	if c.text[m[0]:m[1]] == "ct" && !c.has("ct of", "ct scan", "ct lumbar", "ct cervical", "ct head", "ct brain", "ct show", "ct reveal", "ct demonstrat") {
		return false
	}
	finding := shows.FindStringIndex(after)
	colon := strings.Index(after, ": ")
	dated := len(c.dates()) > 0
	if noStudy.MatchString(before) {
		from, to := c.span(m[0], m[1])
		from, to = c.whole(from, to)
		return f.add(f.imagingKind(c.text[m[0]:m[1]]), from, to, func(x *records.Fact) { x.Standing, x.Side = records.Negated, sideOf(c.textOf(from, to)) })
	}
	if planned := notTakenYet.FindStringIndex(before); planned != nil && (finding == nil || !dated) {
		return false
	}
	if finding == nil && (notTakenYet.MatchString(after) || !dated && colon < 0 && c.section != secImaging) || colon < 0 && finding == nil && !dated {
		if finding == nil && !f.followedByFinding() {
			return false
		}
	}
	if finding == nil && f.pictures() || c.has("was reviewed with", "copy of the") && finding == nil && !dated {
		return false
	}
	from, _ := c.span(m[0], m[1])
	from, _ = c.whole(from, from+1)
	to := c.to
	value := ""
	switch {
	case finding != nil:
		a, _ := c.span(m[1]+finding[0], m[1]+finding[1])
		_, b := c.span(m[1]+finding[0], m[1]+finding[1])
		if t := c.text[m[1]+finding[0] : m[1]+finding[1]]; !strings.HasPrefix(t, "show") && !strings.HasPrefix(t, "reveal") && !strings.HasPrefix(t, "demonstrat") {
			b = a
		}
		value = trim(c.s.raw(b, to))
	case colon >= 0:
		_, b := c.span(m[1]+colon, m[1]+colon+1)
		value = trim(c.s.raw(b, to))
	}
	end := to
	if finding == nil && value == "" && c.n+1 < len(c.s.clauses) && f.followedByFinding() {
		n := &c.s.clauses[c.n+1]
		value, end = trim(c.s.raw(n.from, n.to)), n.to
	}
	if value == "" && c.section == secRecords {
		return false
	}
	historical := records.Stated
	if onlyNegated.MatchString(strings.ToLower(value)) {
		historical = records.Negated
	}
	if c.section == secRecords || c.section == secPast || reaches(before, compile(`\b(?:prior|previous|old|past|history of|earlier)\b`), notHistoric, 3, nil) {
		historical = records.Historical
	}
	return f.add(f.imagingKind(c.text[m[0]:m[1]]), from, end, func(x *records.Fact) {
		head := c.text[m[0]:]
		if finding != nil {
			head = c.text[c.offset(from) : m[1]+finding[0]]
		}
		x.Side, x.Value, x.Standing = sideOf(head), value, historical
		x.About = trim(c.s.raw(from, c.wordAt(m[1]-1+max(0, studyLength(after)))+1))
		c.when(x, from, to, 0)
	})
}

var bodyOf = compile(`^ ?(?:scan |study |arthrogram )?(?:of|to|for) (?:the |his |her )?(?:(?:left|right|bilateral|both|cervical|thoracic|lumbar|lumbosacral|spine|neck|shoulders?|elbows?|wrists?|hands?|fingers?|thumb|hips?|pelvis|knees?|ankles?|foot|feet|head|brain|chest|ribs?|upper|lower|extremit(?:y|ies)|abdomen|jaw|and|sacrum|leg|arm|forearm|heel|toe) ?)+`)

func studyLength(after string) int {
	if m := bodyOf.FindString(after); m != "" {
		return len(strings.TrimSuffix(strings.TrimRight(m, " "), " and"))
	}
	return 0
}

var continues = compile(`^(?:it|this|the (?:study|mri|scan|x-?rays?|report|films?)|these|there (?:is|was|are|were)|findings?|impression|results?|which)\b`)

// followedByFinding says whether the next clause tells what a study showed.
func (f *finder) followedByFinding() bool {
	c := f.c
	if c.n+1 >= len(c.s.clauses) {
		return false
	}
	n := &c.s.clauses[c.n+1]
	return continues.MatchString(n.text) && (shows.MatchString(n.text) || strings.HasPrefix(n.text, "there"))
}

// impression takes a line of the impression of an imaging report as a finding.
func (f *finder) impression() {
	c := f.c
	from := f.skipMarker(c.from)
	text := c.textOf(from, c.to)
	if !wordy(text) || len(strings.Fields(text)) < 2 || furniture.MatchString(text) || strings.HasPrefix(text, "thank you") || strings.Contains(text, "electronically") || strings.Contains(text, "dictated") || strings.Contains(text, "transcribed") || strings.Contains(text, "radiologist") || closing.MatchString(text) ||
		strings.Contains(text, "referring") || c.label != "" && !strings.HasPrefix(c.label, "l") && !strings.HasPrefix(c.label, "c") {
		return
	}
	kind := records.FactImaging
	if len(f.title) > 0 {
		kind = f.title[0].Kind
	}
	f.found = f.add(kind, from, c.to, func(x *records.Fact) {
		x.Value, x.About, x.Side = x.Text, f.study, sideOf(text)
		if x.Side == "" && len(f.title) > 0 {
			x.Side = f.title[0].Side
		}
		if onlyNegated.MatchString(text) {
			x.Standing = records.Negated
		}
		if f.title[0].Date != 0 && (f.s.doc == nil || f.s.doc.Date == 0) {
			x.Date = f.title[0].Date
		}
	}) || f.found
}

var closing = compile(`\b(?:yours|sincerely|respectfully|truly|lic\.|license|diplomate|board[- ]certified|e-signed|signed|signature|thank you|regards|m\.d\.)`)

var onlyNegated = compile(`^(?:there is |there are )?(?:no (?:\w+ ){0,3}?(?:evidence|fracture|acute|significant|dislocation|herniation|tear|abnormalit\w+|signs?|other)|negative|without|normal$)[^,;]*$`)
