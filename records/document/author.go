package document

import (
	"regexp"
	"slices"
	"strings"

	"github.com/openimr/openimr/records"
)

const credential = `(?:M\.\s?D\.?|D\.\s?O\.|D\.\s?C\.|D\.\s?P\.\s?M\.?|Ph\.\s?D\.?|Psy\.\s?D\.?|L\.\s?Ac\.?|R\.\s?N\.|P\.\s?T\.|MD|DO|DC|DPM|PhD|PsyD|LAc|RN|PT|DPT|PTA|OT|OTR(?:/L)?|OTD|CHT|NP|FNP|FNP-C|FNP-BC|PA|PA-C|LCSW|LMFT|MFT|DDS|DMD|Esq\.?|FAAOS|FACS|DABR|DACBR|QME|AME)`

var (
	credentialed = regexp.MustCompile(`((?:Dr\.\s+)?[A-Z][A-Za-z.'’\-]*(?:\s+(?:[A-Z][A-Za-z.'’\-]*|de|la|del|van|von|al)){1,4}\s*,?\s+` + credential + `(?:\s*,\s*` + credential + `)*)(?:$|[^A-Za-z])`)
	titled       = regexp.MustCompile(`\b(Dr\.?\s+[A-Z][A-Za-z.'’\-]+(?:\s+[A-Z][A-Za-z.'’\-]+){0,2})`)
	bySign       = regexp.MustCompile(`(?i)(?:electronically\s+(?:signed|authenticated|approved)|e-?signed|digitally\s+signed|signed(?:\s+electronically)?|dictated(?:\s+and\s+\w+)?|interpreted|authenticated|finalized|prepared|read|report(?:ed)?|performed|authored|decision\s+made|determination\s+made|reviewed\s+and\s+signed)\s+by\s*:?\s*(.*)$`)
	byLabel      = regexp.MustCompile(`(?i)(?:^|[^a-z])(author|rendering provider|treating provider|attending provider|provider|provider name|treating physician|primary treating physician|physician|physician name|physician(?:['’]s)? name|attending(?: physician)?|interpreting physician|radiologist|interpreting radiologist|reading radiologist|surgeon|primary surgeon|examiner|evaluator|examining physician|evaluating physician|therapist|treating therapist|clinician|acupuncturist|chiropractor|psychologist|reviewer|physician reviewer|reviewing physician|reviewer name|peer reviewer|prescriber|prescribed by|requesting physician|requesting provider|adjuster|claims examiner|claims adjuster|electromyographer|qualified medical evaluator|agreed medical evaluator|doctor|from)(?:\s*\([^)]*\))?\s*:\s*(.*)$`)
	notAuthor    = regexp.MustCompile(`(?i)^\W*(?:cc|dear|to|attn|attention|referr\w+|requested by|ordering|ordered by|pcp|re|patient|employee|copy to|via|assistant|anesthesi\w*|c/o|addressee)\b`)
	closing      = regexp.MustCompile(`(?i)^\W*(?:sincerely|respectfully(?: submitted)?|very truly yours|truly yours|yours truly|best regards|regards|cordially|thank you|with best regards|kind regards|respectfully yours)\W*(?:yours)?\W*$`)
	signLine     = regexp.MustCompile(`(?i)(?:electronically signed|e-signed|digitally signed|signature|^\W*/s/|_{6,}|dictated by|signed by|signed electronically)`)
)

// labelFor are the labels that name the author of a kind, where others name somebody else.
var labelFor = map[string]string{
	"rfa": "requesting|treating|provider|physician", "imaging_report": "radiologist|interpreting|reading", "op_report": "surgeon", "ur_decision": "reviewer|physician reviewer|reviewing|peer reviewer|from",
	"ur_physician_notes": "reviewer|reviewing", "benefit_notice": "adjuster|claims|from", "record_index": "from", "pt_note": "therapist|clinician|provider", "med_list": "prescriber|prescribed|physician|provider",
	"authorization_letter": "adjuster|claims|reviewer|from",
}

// authorOf finds who wrote a document, as it stands there: at the signature, after a label, in the letterhead.
func authorOf(kind string, ps []*page) string {
	var signed, labelled, closed, head, last, anywhere string
	for i, p := range ps {
		for j, l := range p.lines {
			t := l.text
			colon, by, titled := strings.Contains(t, ":"), strings.Contains(t, "by") || strings.Contains(t, "By") || strings.Contains(t, "BY"), hasCredential(t)
			ends := len(l.words) <= 4
			if !colon && !by && !titled && !ends || notAuthor.MatchString(t) {
				continue
			}
			if m := bySign.FindStringSubmatch(t); by && m != nil {
				if a := p.authorIn(j, m[1]); a != "" {
					signed = a
					continue
				}
			}
			if m := labelIn(t, colon && !l.sentence); m != nil {
				if want, ok := labelFor[kind]; labelled == "" && i == 0 || ok && matchesLabel(m[1], want) {
					if ok && !matchesLabel(m[1], want) {
						continue
					}
					if a := p.authorIn(j, m[2]); a != "" && (labelled == "" || ok) {
						labelled = a
						continue
					}
				}
			}
			if ends && closing.MatchString(t) {
				if a := p.afterClosing(j); a != "" {
					closed = a
				}
			}
			var m []string
			if titled && !l.sentence {
				m = credentialed.FindStringSubmatch(t)
			}
			switch {
			case m == nil:
			case i == 0 && p.y(l) < 0.2 && j < 6 && j < len(p.lines)/2:
				if head == "" {
					head = m[1]
				}
			case len(l.words) <= 14 && p.signedNear(j):
				last = m[1]
			case anywhere == "":
				anywhere = m[1]
			}
		}
	}
	order := []string{signed, closed, last, labelled, head}
	if _, own := labelFor[kind]; own {
		order = []string{signed, labelled, closed, last, head}
	}
	if kind == "proof_of_service" { // of who served, not of who was served
		order, anywhere = []string{closed, lastName(ps[len(ps)-1]), labelled}, ""
	}
	for _, a := range append(order, anywhere, lastName(ps[len(ps)-1])) {
		if a != "" {
			return tidyName(a)
		}
	}
	return ""
}

func labelIn(t string, ask bool) []string {
	if !ask {
		return nil
	}
	return byLabel.FindStringSubmatch(t)
}

var credentials = map[string]bool{"MD": true, "DO": true, "DC": true, "DPM": true, "PHD": true, "PSYD": true, "LAC": true, "RN": true, "PT": true, "DPT": true, "PTA": true, "OT": true, "OTR": true, "OTD": true, "CHT": true,
	"NP": true, "FNP": true, "PA": true, "LCSW": true, "LMFT": true, "MFT": true, "DDS": true, "DMD": true, "ESQ": true, "FAAOS": true, "FACS": true, "DABR": true, "DACBR": true, "QME": true, "AME": true, "D": true, "C": true, "O": true, "N": true, "T": true, "M": true, "AC": true}

// hasCredential says quickly whether a line can hold a title as doctors have.
func hasCredential(t string) bool {
	for len(t) > 0 {
		i := strings.IndexAny(t, " ,/-;")
		if i < 0 {
			i = len(t)
		}
		if w := t[:i]; len(w) > 0 && len(w) <= 8 && w[0] >= 'A' && w[0] <= 'Z' && credentials[strings.ToUpper(strings.ReplaceAll(w, ".", ""))] {
			return true
		}
		t = t[min(i+1, len(t)):]
	}
	return false
}

// lastName is a name alone on one of the last lines of a document.
func lastName(s *page) string {
	for i := len(s.lines) - 1; i >= max(len(s.lines)-4, 1); i-- {
		t, _, _ := strings.Cut(s.lines[i].text, ",")
		if ws := strings.Fields(t); len(ws) >= 2 && len(ws) <= 4 && looksPersonal(t) && !strings.Contains(t, ":") && !notAuthor.MatchString(t) {
			return t
		}
	}
	return ""
}

func matchesLabel(label, want string) bool {
	label = strings.ToLower(label)
	return slices.ContainsFunc(strings.Split(want, "|"), func(w string) bool { return strings.Contains(label, w) })
}

// authorIn reads a name after a label, or in the cell beside it.
func (s *page) authorIn(i int, rest string) string {
	rest = strings.TrimSpace(rest)
	if rest == "" {
		rest = s.beside(i)
		if rest == "" && i+1 < len(s.lines) {
			rest = s.lines[i+1].text
		}
	} else {
		rest = strings.TrimSpace(s.gapCut(i, rest))
	}
	if m := credentialed.FindStringSubmatch(rest); m != nil && strings.Index(rest, m[1]) < 8 {
		return m[1]
	}
	if m := titled.FindStringSubmatch(rest); m != nil && strings.Index(rest, m[1]) < 3 {
		return m[1]
	}
	if at := stopName.FindStringIndex(rest); at != nil {
		rest = rest[:at[0]]
	}
	if at := faxDate.FindStringIndex(rest); at != nil {
		rest = rest[:at[0]]
	}
	rest = strings.TrimRight(strings.TrimSpace(rest), " ,.-on")
	if ws := strings.Fields(rest); len(ws) >= 2 && len(ws) <= 4 && looksPersonal(rest) {
		return rest
	}
	return ""
}

// afterClosing is the name under "Sincerely,": the first line below it that looks like one.
func (s *page) afterClosing(i int) string {
	for j := i + 1; j < len(s.lines) && j <= i+5; j++ {
		t := strings.Trim(s.lines[j].text, " _")
		if m := credentialed.FindStringSubmatch(t); m != nil {
			return m[1]
		}
		first, _, _ := strings.Cut(t, ",")
		if looksPersonal(first) && len(strings.Fields(first)) <= 4 {
			return first
		}
	}
	return ""
}

// signedNear says whether a name with a title stands as a signature: below a line, a closing or "signature", or at the
// end of the page.
func (s *page) signedNear(i int) bool {
	for j := max(i-4, 0); j <= min(i+3, len(s.lines)-1); j++ {
		if signLine.MatchString(s.lines[j].text) || closing.MatchString(s.lines[j].text) {
			return true
		}
	}
	return i >= len(s.lines)-6
}

// beforeName are the words of a form that stand before a name without a colon: "SIGNATURE OF PHYSICIAN Roe MD".
var beforeName = regexp.MustCompile(`(?i)^(?:(?:signature|signed|of|by|or|the|treating|rendering|attending|physician|provider|supplier|surgeon|therapist|radiologist)\s+)+`)

func tidyName(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if rest := beforeName.ReplaceAllString(s, ""); len(strings.Fields(rest)) >= 2 {
		s = rest
	}
	return strings.TrimRight(strings.ReplaceAll(s, " ,", ","), ",;:")
}

// markSignature says whether a page ends with a signature: in its last lines stands a closing, a signature line or a
// name with a title.
func (s *page) markSignature() {
	n := len(s.lines)
	for i := max(n-9, 0); i < n; i++ {
		l := s.lines[i]
		if l.sentence || s.y(l) < 0.12 {
			continue
		}
		if signLine.MatchString(l.text) && !strings.Contains(strings.ToLower(l.text), "patient") || closing.MatchString(l.text) || hasCredential(l.text) && credentialed.MatchString(l.text) && len(l.words) <= 12 && !notAuthor.MatchString(l.text) && i > n/2 && !byLabel.MatchString(l.text) {
			s.signed = true
			return
		}
	}
}

// titleOf is the title of a document as it stands there; where it shows none, the name of its kind.
func titleOf(kind string, ps []*page) string {
	for _, p := range ps {
		if p.empty() {
			continue
		}
		at := p.titleLines(slices.Index(kindIDs, kind))
		if at[1] == at[0] {
			at = p.title
		}
		if at[1] > at[0] {
			var ts []string
			for _, l := range p.lines[at[0]:at[1]] {
				ts = append(ts, l.text)
			}
			return tidyTitle(strings.Join(ts, " "))
		}
		if t := p.largest(); t != "" && kind == "unknown" {
			return tidyTitle(t)
		}
		break
	}
	return records.KindName(kind)
}

// largest is the largest line that looks like a title above all running text.
func (s *page) largest() string {
	var best line
	for _, l := range s.lines {
		if l.titlish && l.above && len(l.words) >= 2 && s.y(l) < 0.5 && !strings.Contains(l.text, ":") && l.height > best.height*1.05 && !hasDigit(l.text) {
			best = l
		}
	}
	return best.text
}

func tidyTitle(t string) string {
	t = strings.Trim(strings.Join(strings.Fields(t), " "), " :-–—_*=|")
	if before, after, ok := strings.Cut(t, ":"); ok && isSubject(before) && strings.TrimSpace(after) != "" {
		t = strings.TrimSpace(after)
	}
	if len(t) > 160 {
		t = strings.TrimSpace(t[:160]) + "…"
	}
	return t
}
