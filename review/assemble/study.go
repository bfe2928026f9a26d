package assemble

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/openimr/openimr/records"
)

// mostStudies are told in the summary.
const mostStudies = 5

var (
	wasVerb  = regexp.MustCompile(`(?i)^(?:was|were|is|are) (?:read as |reported as |interpreted as |noted to be |reviewed and )?`)
	showVerb = regexp.MustCompile(`(?i)^(?:show(?:s|ed)?|reveal(?:s|ed)?|demonstrat(?:es|ed)|document(?:s|ed)|confirm(?:s|ed)|indicat(?:es|ed)|found|noted)\b[ :]*(?:that )?`)
)

var (
	examined    = regexp.MustCompile(`(?i)\b(?:tender\w*|range of motion|spasms?|straight leg|gait|palpation)\b`) // seen by hand, not in a picture
	thereIs     = regexp.MustCompile(`(?i)^there (?:is|are|was|were) `)
	findingsAre = regexp.MustCompile(`(?i)^(?:the )?findings (?:are|were) `)
)

// studies tells what pictures and tests showed, those of reports of their own before those that others tell of.
func (w *writer) studies() {
	all := append(slices.Clone(w.facts[records.FactImaging]), w.facts[records.FactTest]...)
	type study struct {
		told
		rank int
	}
	by := map[string]study{}
	for _, t := range all {
		if studyName(t.About) == "" || t.Value == "" || t.Standing == records.Family || odd(t.Value) || odd(t.About) || examined.MatchString(t.Value) || t.Date.IsZero() && t.When == "" {
			continue
		}
		rank := 1
		switch {
		case t.kind() == "imaging_report" || t.kind() == "emg_report":
			rank = 0
		case disputing[t.kind()]:
			rank = 3
		}
		key := conditionKey(studyName(t.About)) + " " + t.Date.String() + t.When
		if o, ok := by[key]; !ok || rank < o.rank || rank == o.rank && len(t.Value) > len(o.Value) {
			by[key] = study{t, rank}
		}
	}
	var list []study
	for _, s := range by {
		list = append(list, s)
	}
	slices.SortFunc(list, func(a, b study) int {
		return cmp.Or(a.rank/3-b.rank/3, cmp.Compare(b.Date, a.Date), cmp.Compare(a.n, b.n), cmp.Compare(a.From, b.From))
	})
	list = list[:min(len(list), mostStudies)]
	slices.SortFunc(list, func(a, b study) int { return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(a.n, b.n)) })
	for _, s := range list {
		name := studyName(s.About)
		w.say(sentenceStart(name)+dated(s.Fact)+" "+outcome(s.Value, strings.HasSuffix(strings.Fields(name)[0], "s") || strings.Contains(name, "studies")), s.mark())
	}
}

var datedEnd = regexp.MustCompile(`(?i)[ ,]*\b(?:dated|of|on|from|performed|taken|done)? *\(?\d{1,4}[/.\-]\d{1,2}[/.\-]\d{1,4}\)?.*$`)

// studyWord begins the name of a study; what stands before it, but for its place, is a letterhead.
var (
	studyWord = regexp.MustCompile(`(?i)\b(?:MRIs?|MRA|MR|magnetic|x-?rays?|radiographs?|plain (?:films?|radiographs?)|CT|CAT|computed|computerized|EMGs?|NCVs?|NCS|electro\w+|nerve conduction|ultrasound|sonogram|bone scan|SPECT|myelogram|arthrogram|discogram|DEXA|polysomno\w+|sleep study|echocardiogram|EKG|ECG)\b`)
	studyLead = regexp.MustCompile(`(?i)^(?:(?:left|right|bilateral|lumbar|cervical|thoracic|spine|shoulder|knee|wrist|hand|hip|ankle|foot|elbow|repeat|upper|lower|extremity|extremities|flexion|extension|standing|and|an?|the|of) ?)+$`)
	acronym   = regexp.MustCompile(`(?i)\b(?:mri|mra|mr|ct|cat|emg|ncv|ncs|emg/ncv|emg/ncs|spect|dexa|ekg|ecg|ap|[lctS]\d{1,2}(?:-[lcts]?\d{1,2})?)\b`)
)

// studyName is how a study is told, "" where the words name none.
func studyName(about string) string {
	about = strings.Trim(datedEnd.ReplaceAllString(spaces.ReplaceAllString(about, " "), ""), " ,.;:")
	at := studyWord.FindStringIndex(about)
	if at == nil {
		return ""
	}
	if lead := strings.TrimSpace(about[:at[0]]); lead != "" && !studyLead.MatchString(lead) {
		about = about[at[0]:]
	}
	if strings.ToUpper(about) == about {
		about = acronym.ReplaceAllStringFunc(strings.ToLower(about), strings.ToUpper)
	}
	return strings.TrimSuffix(strings.TrimSuffix(about, " REPORT"), " report")
}

func dated(f records.Fact) string {
	if w := on(f); strings.HasPrefix(w, " on ") {
		return " of " + strings.TrimPrefix(w, " on ")
	} else if w != "" {
		return " of " + strings.TrimPrefix(w, " in ")
	}
	return ""
}

// outcome is what a study showed, as a clause.
func outcome(value string, several bool) string {
	v := strings.Trim(spaces.ReplaceAllString(value, " "), " .,;:")
	v = strings.TrimSpace(thereIs.ReplaceAllString(findingsAre.ReplaceAllString(v, "findings "), ""))
	was := "was "
	if several {
		was = "were "
	}
	switch {
	case wasVerb.MatchString(v):
		return was + lower(wasVerb.ReplaceAllString(v, ""))
	case showVerb.MatchString(v):
		return "showed " + lower(showVerb.ReplaceAllString(v, ""))
	case strings.EqualFold(v, "normal") || strings.EqualFold(v, "unremarkable") || strings.EqualFold(v, "negative") || strings.EqualFold(v, "abnormal"):
		return was + strings.ToLower(v)
	}
	return "showed " + lower(v)
}
