package fact

import (
	"strings"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/records"
)

// A Named is a dated paper that another paper speaks of.
type Named struct {
	Kind     string // of the paper that is named, an id of the table of kinds
	Date     clock.Day
	Text     string // the words that name it
	By       string // kind of the paper that names it
	Page     records.PageRef
	From, To int // words: a half-open range of Page.Words
}

// paperNames are what papers call papers, the surest first.
var paperNames = []struct {
	kind string
	name *pattern
}{
	{"rfa", compile(`\b(?:dwc )?(?:form )?rfa\b|\brequests? for authorization\b`)},
	{"ur_decision", compile(`\b(?:prior |previous )?(?:utilization review|ur) (?:determination|decision|denial|report|letter)s?\b|\bdenial letter\b|\bnon-certification letter\b`)},
	{"op_report", compile(`\boperative (?:report|note|record)s?\b|\bsurgical report\b|\boperation report\b`)},
	{"procedure_note", compile(`\bprocedure (?:note|report)s?\b|\binjection note\b`)},
	{"emg_report", compile(`\b(?:emg|ncv|ncs|electrodiagnostic|nerve conduction)\b`)},
	{"uds_report", compile(`\b(?:uds|urine (?:drug|tox)|toxicology|drug (?:screen|test))\b`)},
	{"fce_report", compile(`\b(?:fce|functional capacity)\b`)},
	{"imaging_report", compile(`\b` + study + `\b`)},
	{"ame_report", compile(`\b(?:ame|agreed medical)\b`)},
	{"qme_report", compile(`\b(?:p?qme|qualified medical)\b`)},
	{"letter_med_necessity", compile(`\bletters? of (?:medical )?necessity\b|\bappeal letter\b`)},
	{"pt_note", compile(`\b(?:physical therapy|pt) (?:\w+ )?(?:notes?|reports?|records?|evaluation|progress)\b`)},
	{"ot_note", compile(`\boccupational therapy (?:\w+ )?(?:notes?|reports?|evaluation)\b`)},
	{"chiro_note", compile(`\bchiropractic (?:\w+ )?(?:notes?|reports?|evaluation)\b`)},
	{"acu_note", compile(`\bacupuncture (?:\w+ )?(?:notes?|reports?|evaluation)\b`)},
	{"psych_report", compile(`\b(?:psychological|psychiatric|neuropsychological) (?:\w+ )?(?:report|evaluation|consultation)\b`)},
	{"dfr", compile(`\bdoctor's first report\b|\bform 5021\b|\bfirst report of (?:occupational )?injury\b`)},
	{"initial_consult", compile(`\binitial (?:\w+ )?(?:evaluation|consultation|report|visit|exam\w*)\b`)},
	{"lab_report", compile(`\blab(?:oratory)? (?:report|result)s?\b`)},
	{"pr2", compile(`\bpr-?2s?\b|\bprogress reports?\b|\bprimary treating physician's (?:progress )?reports?\b`)},
	{"consult_report", compile(`\bconsult(?:ation|s)?(?: (?:report|note))?\b`)},
	{"work_status", compile(`\bwork status (?:report|note|form)\b`)},
	{"pr2_narrative", compile(`\b(?:progress|office|clinic|clinical|chart|visit|medical|follow[- ]up|treatment|narrative|handwritten|physician|orthopedic|pain management|soap) (?:visit )?(?:notes?|reports?|evaluations?|records?|visits?)\b|\breports?\b|\bevaluations?\b|\bre-?evaluations?\b|\bexaminations?\b|\bnotes?\b|\boffice visits?\b`)},
}

var (
	noPaper   = compile(`\b(?:guidelines?|mtus|acoem|odg|edition|published|revised|effective|labor code|section|updated|chapter|next appointment|scheduled|date of (?:birth|injury)|dob|doi)\b`)
	datedWord = compile(`^[ ,;:-]*(?:(?:report|note|by|from|of|with|for|the|his|her|dr\.?|md|m\.d\.|dc|d\.c\.|do|pa-c|np|study|scan|results?|spine|lumbar|cervical|thoracic|right|left|shoulder|knee|wrist|hip|ankle|foot|hand|elbow|brain|showing|authored|signed|dictated|performed|completed|done|taken|form|was|is|on|dated|date|and|pr-?2|visit|evaluation|progress|\w+, ?(?:md|m\.d\.|do|dc|pa|np)|[\w.'-]+)[ ,;:()-]*){0,7}$`)
	firmWord  = compile(`\b(?:dated|from|of|on)[ :(]*$`)
)

// NamesPapers says whether papers of a kind are looked through for the papers that they name.
func NamesPapers(kind string) bool {
	return kind == "rfa" || kind == "ur_decision" || kind == "ur_physician_notes"
}

// Papers finds which dated papers the requests for authorization and the decisions of utilization review name.
func Papers(b records.Bundle, docs []records.Document) []Named {
	m := newMender()
	var all []Named
	for i := range docs {
		doc := &docs[i]
		if !NamesPapers(doc.Type) {
			continue
		}
		st := state{}
		for _, ref := range doc.Pages {
			p := b.Page(ref)
			if p == nil || len(p.Words) == 0 {
				continue
			}
			s := newSheet(ref, p, doc, m)
			s.part(&st, theDictionaries())
			for k := range s.clauses {
				all = append(all, s.clauses[k].papers()...)
			}
		}
	}
	return all
}

// papers finds the dated papers that a clause names: "PR-2 by Dr. Chu dated 07/14/2015", "07/14/2015 progress report".
func (c *clause) papers() []Named {
	if noPaper.MatchString(c.text) || c.section == secGuideline || !hasDigit(c.text) {
		return nil
	}
	var all []Named
	ds := days(c.text)
	for i, d := range ds {
		before, after := c.text[:d.start], c.text[d.end:]
		if i > 0 {
			before = c.text[ds[i-1].end:d.start]
		}
		if i+1 < len(ds) {
			after = c.text[d.end:ds[i+1].start]
		}
		if notOwnDate.MatchString(before) && !strings.HasSuffix(strings.TrimSpace(before), "reviewed on") {
			continue
		}
		if kind, at := nameBefore(before); kind != "" {
			from, to := c.span(d.start-len(before)+at, d.end)
			all = append(all, c.named(kind, d.day, from, to))
			continue
		}
		// Date first, in a list of what was reviewed.
		if c.section == secRecords && strings.TrimSpace(c.text[:d.start]) == "" || strings.Trim(c.text[:d.start], "0123456789.) -•*:") == "" {
			if kind, at := nameAfter(after); kind != "" && at < 40 {
				from, to := c.span(d.start, d.end+at)
				all = append(all, c.named(kind, d.day, from, to))
			}
		}
	}
	return all
}

func (c *clause) named(kind string, day clock.Day, from, to int) Named {
	return Named{Kind: kind, Date: day, Text: c.s.raw(from, to), By: c.s.doc.Type, Page: c.s.ref, From: c.s.words[from].at, To: c.s.words[to-1].at + 1}
}

// nameBefore finds the paper that is named right before a date, and where its name begins.
func nameBefore(before string) (string, int) {
	best, at, end := "", -1, -1
	for _, n := range paperNames {
		for _, m := range n.name.FindAllStringIndex(before, -1) {
			between := before[m[1]:]
			if len(between) > 90 || !datedWord.MatchString(between) && !firmWord.MatchString(between) || strings.Contains(strings.ReplaceAll(between, "dr. ", ""), ". ") {
				continue
			}
			if at < 0 || n.kind != "pr2_narrative" && end <= m[0] || best == "pr2_narrative" && m[1] >= end {
				best, at, end = n.kind, m[0], m[1]
			}
		}
	}
	return best, at
}

func nameAfter(after string) (string, int) {
	for _, n := range paperNames {
		if m := n.name.FindStringIndex(after); m != nil && m[0] < 30 {
			return n.kind, m[1]
		}
	}
	return "", 0
}
