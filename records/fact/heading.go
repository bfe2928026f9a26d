package fact

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed headings.tsv
var headingText string

// A section is what a heading says that its words are about.
type section string

const (
	secNone       section = ""
	secDiagnosis  section = "diagnosis"
	secAssessment section = "assessment"
	secPlan       section = "plan"
	secRequest    section = "request"
	secDecision   section = "decision"
	secReason     section = "reason"
	secGuideline  section = "guideline"
	secMeds       section = "medications"
	secAllergies  section = "allergies"
	secPast       section = "pasthistory"
	secPastOp     section = "pastsurgery"
	secFamily     section = "family"
	secSocial     section = "social"
	secSymptoms   section = "symptoms"
	secComplaints section = "complaints"
	secExam       section = "exam"
	secImaging    section = "imaging"
	secFindings   section = "findings"
	secClinical   section = "clinical"
	secRecords    section = "records"
	secWork       section = "work"
	secProcedure  section = "procedure"
	secNarrative  section = "narrative"
	secTherapy    section = "therapy"
	secOther      section = "other"
)

// list says whether each line of the section is an entry of its own.
func (s section) list() bool {
	switch s {
	case secDiagnosis, secAssessment, secRequest, secDecision, secMeds, secAllergies, secPast, secPastOp, secFamily, secProcedure:
		return true
	}
	return false
}

var headings = sync.OnceValue(func() map[string]section {
	m := map[string]section{}
	for _, line := range strings.Split(headingText, "\n") {
		id, names, ok := strings.Cut(line, "\t")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		for _, name := range strings.Split(names, "|") {
			m[headingKey(name)] = section(id)
		}
	}
	return m
})

// headingKey is a heading without marks and plural brackets: "Diagnosis(es)" and "DIAGNOSIS (ES):" are one.
func headingKey(t string) string {
	t = headingMarks.Replace(t)
	if !strings.Contains(t, "  ") && !strings.HasPrefix(t, " ") && !strings.HasSuffix(t, " ") {
		return t
	}
	return strings.Join(strings.Fields(t), " ")
}

var headingMarks = strings.NewReplacer("(required)", "", "(s)", "", "(es)", "", "&", "and", "/", " ", "-", " ", ".", "", ":", "", "(", " ", ")", " ",
	"[", " ", "]", " ", "#", " ", "*", " ", ",", " ", "_", "", "=", "", "•", "")

// heading finds the heading that begins at word i, and how many words it has. Whole says that a heading must have the
// rest of its line or cell for itself where no colon ends it.
func (s *sheet) heading(i int) (section, int) {
	start := i
	if s.words[i].head && marker(s.words[i].text) && i+1 < len(s.words) && !s.words[i+1].head {
		i++ // "IV. DIAGNOSES"
	}
	names := headings()
	last := i
	for last+1 < len(s.words) && last-i < 8 && !s.words[last+1].gap {
		last++
	}
	key := ""
	best, n := secNone, 0
	for k := i; k <= last; k++ {
		t := s.words[k].text
		if t == "#" || t == "#:" || t == "no.:" || t == "no:" {
			break // "Treatment #: 5"
		}
		key = headingKey(key + " " + t)
		colon := strings.HasSuffix(t, ":") || k < last && (s.words[k+1].text == ":" || s.words[k+1].text == "-" || s.words[k+1].text == ":-")
		ends := k == last && (k+1 == len(s.words) || s.words[k+1].gap)
		if sec, ok := names[key]; ok && (colon || ends && s.titled(i, k)) {
			best, n = sec, k-start+1
			if colon && !strings.HasSuffix(t, ":") {
				n++
			}
		}
		if sec, ok := names[key]; ok && !colon && k < last+1 && k+1 < len(s.words) && strings.HasPrefix(s.words[k+1].text, "(") && s.titled(i, k) {
			// "Treatment Plan (list methods, frequency and duration of planned treatment):" may go over lines.
			for j := k + 1; j < len(s.words) && j < k+40; j++ {
				if t := strings.TrimRight(s.words[j].text, ":."); strings.HasSuffix(t, ")") && !strings.HasSuffix(t, "(s)") {
					if j+1 == len(s.words) || s.words[j+1].gap || strings.HasSuffix(s.words[j].text, ":") {
						return sec, j - start + 1
					}
				}
			}
		}
		if colon {
			if best == secNone {
				// "Diagnoses (ICD-10):", "Current medications as of 3/4/2015:", "Plan for today:"
				for j := min(k, i+4); j >= i; j-- {
					part := ""
					for w := i; w <= j; w++ {
						part = headingKey(part + " " + s.words[w].text)
					}
					if sec, ok := names[part]; ok && k-j <= 6 && j < k && filler[strings.Trim(s.words[j+1].text, edge)] && s.words[i].gap {
						return sec, k - start + 1
					}
				}
			}
			break
		}
	}
	if best == secNone && s.titled(i, last) {
		// "DIAGNOSES (ICD)": what stands in brackets only explains.
		text := ""
		for k := i; k <= last; k++ {
			text += s.words[k].text + " "
		}
		if open, shut := strings.Index(text, "("), strings.LastIndex(text, ")"); open > 2 && shut > open && strings.Trim(text[shut+1:], " :") == "" && (last+1 == len(s.words) || s.words[last+1].gap) {
			if sec, ok := names[headingKey(text[:open])]; ok {
				return sec, last - start + 1
			}
		}
	}
	return best, n
}

// filler is what may stand between a heading and its colon: "Diagnoses (include ICD-10 codes):".
var filler = wordSet("as for today today's icd icd-9 icd-10 icd10 icd-9-cm icd-10-cm include including list per and continued cont cont'd with current from on at since taken or prescribed if updated code codes")

// titled says whether words could be a title: not a lower-case word in running text.
func (s *sheet) titled(from, to int) bool {
	r := s.words[from].raw
	for _, c := range r {
		if c >= 'a' && c <= 'z' {
			return false
		}
		if c >= 'A' && c <= 'Z' {
			break
		}
	}
	// A line of a paragraph may end with a heading's word: a title begins its line or cell, and what follows is another line.
	return s.words[from].gap || from > 0 && s.words[from-1].gap
}

// marker says whether a word is only the bullet or the number of a list entry.
func marker(t string) bool {
	switch t {
	case "•", "·", "▪", "●", "*", "-", "--", "o", "§", "→", ">", "+", "■", "□", "●.", "◦", "➢", "✓":
		return true
	}
	if len(t) < 2 || len(t) > 5 {
		return false
	}
	core := strings.TrimLeft(t, "(#")
	end := core[len(core)-1:]
	if end != "." && end != ")" && end != ":" {
		return false
	}
	core = strings.TrimRight(core, ".):")
	if digits(core) && len(core) <= 2 {
		return t[0] != '#' || len(core) == 1 // "#60." is an amount
	}
	if len(core) == 1 && core[0] >= 'a' && core[0] <= 'h' {
		return true
	}
	return core != "" && strings.Trim(core, "ivx") == "" && len(core) <= 4
}
