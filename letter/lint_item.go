package letter

import (
	"fmt"
	"strings"

	"github.com/openimr/openimr/evidence"
	"github.com/openimr/openimr/guideline"
)

// item checks one disputed treatment by itself.
func (l *linter) item(i int) {
	it := &l.d.Items[i]
	at := fmt.Sprintf("items[%d].", i)
	if it.Request == "" {
		l.add("item.request", Error, i, at+"request", "The item does not say what was asked for. Enter the disputed treatment as in the application.")
	}
	switch it.Decision {
	case Upheld, Overturned, PartiallyOverturned:
	default:
		l.add("item.decision", Error, i, at+"decision", "The item has no decision. Enter the reviewer's.")
	}
	rationale := string(it.Rationale)
	if strings.TrimSpace(rationale) == "" {
		l.add("item.rationale", Error, i, at+"rationale", "The item has no rationale. Write the clinical reasons for the decision.")
	}
	l.consistent(i, at, rationale)
	l.evidence(i, at)
	l.recordFacts(i, at, lower(rationale))
	l.bodyParts(i, at)
}

func (l *linter) consistent(i int, at, rationale string) {
	got, s := conclusion(rationale)
	d := l.d.Items[i].Decision
	if got == necessary && d == Upheld || got == notNecessary && d == Overturned {
		said := "is medically necessary"
		if got == notNecessary {
			said = "is not medically necessary"
		}
		l.add("item.conclusion", Error, i, at+"rationale", fmt.Sprintf("The rationale concludes that the request %s, and the decision says %q. One of them is a slip: the reviewer has to say which.", said, d))
		l.over(rationale, s.start, s.end)
	}
}

// Extras of an operation rest on the decision about the operation, and real letters cite nothing for them.
func dependent(low string) bool {
	return hasAny(low, "ancillary", "associated", "surgical intervention", "surgery is not", "surgical procedure is not", "primary procedure",
		"surgery has been", "requested surgery", "primary request")
}

func (l *linter) evidence(i int, at string) {
	it := &l.d.Items[i]
	low := lower(string(it.Rationale))
	cited := citations(it.IMROGuideline)
	path := at + "imro_guideline"
	some := false
	for _, c := range cited {
		some = some || c.Source != guideline.None && c.Source != ""
	}
	if !some {
		s, message := Error, "The item cites no medical evidence. Name the guideline or study on which the decision rests."
		if dependent(low + " " + lower(string(it.Request))) {
			s, message = Warning, "The item cites no medical evidence. If it only follows the decision on the operation, say so; else name the guideline or study."
		}
		l.add("item.evidence", s, i, path, message)
	}
	for n, c := range cited {
		l.citation(i, fmt.Sprintf("%s.citations[%d]", path, n), c)
	}
	for n, c := range citations(it.ClaimsAdministratorGuideline) {
		on := l.d.Dates.URDenial
		if st := guideline.StandingOf(c, on); !on.IsZero() && st.InForce != nil && !*st.InForce {
			l.add("evidence.ur_edition", Info, i, fmt.Sprintf("%sclaims_administrator_guideline.citations[%d]", at, n),
				fmt.Sprintf("The claims administrator cited an edition that was not in force on %s%s. Nothing has to be changed; the reviewer may want to know.", on, instead(st)))
		}
	}
	if r, ok := evidence.NeedsReason(cited, l.c.On); ok && !l.c.On.IsZero() && !silent(low+" "+lower(string(it.IMROGuideline.Text))) {
		l.add("evidence.order", Warning, i, at+"rationale", r.Sentence)
	}
	if sources(cited) > 1 && hasAny(low, "not recommended", "does not recommend", "do not recommend") && hasAny(low, "is recommended", "are recommended", "recommends", "recommend the") &&
		!hasAny(low, "level", "hierarchy", "strength of evidence", "quality of evidence", "grade") {
		l.add("evidence.levels", Info, i, at+"rationale", "The rationale tells of a recommendation for and one against, from different sources. If they differ on the same question, state the level of evidence of each and why one was followed.")
	}
}

func citations(g Guidelines) []guideline.Citation {
	if len(g.Citations) == 0 && g.Text != "" {
		return guideline.ParseStatement(string(g.Text))
	}
	return g.Citations
}

func (l *linter) citation(i int, path string, c guideline.Citation) {
	if c.Source == guideline.None || c.Source == "" {
		return
	}
	st := guideline.StandingOf(c, l.c.On)
	switch {
	case l.c.On.IsZero():
	case st.InForce != nil && !*st.InForce:
		l.add("evidence.edition", Error, i, path, fmt.Sprintf("%q was not in force on %s%s. Cite the edition in force, or say why this one applies.", c.Text, l.c.On, instead(st)))
	case st.GuidelineID == "":
		l.add("evidence.unresolved", Info, i, path, fmt.Sprintf("%q names no guideline of the library, so it cannot be said whether it was in force. Check title and year.", c.Text))
	}
	switch {
	case c.Source == guideline.MTUS && c.Year == 0:
		l.add("evidence.form", Warning, i, path, fmt.Sprintf("%q gives no year. Cite title, year and section.", c.Text))
	case c.Source == guideline.MTUS && len(c.Sections) == 0:
		l.add("evidence.form", Info, i, path, fmt.Sprintf("%q gives no section. Cite title, year and section, where the guideline has sections.", c.Text))
	case c.Source != guideline.MTUS && c.Year == 0:
		l.add("evidence.form", Info, i, path, fmt.Sprintf("%q gives no year. Cite author or publisher, title, year and page.", c.Text))
	}
}

func instead(st guideline.Standing) string {
	if st.SupersededBy == "" {
		return ""
	}
	return "; " + st.SupersededBy + " had taken its place"
}

func sources(list []guideline.Citation) int {
	seen := map[guideline.Source]bool{}
	for _, c := range list {
		if c.Source != guideline.None && c.Source != "" {
			seen[c.Source] = true
		}
	}
	return len(seen)
}

// silent says whether a text tells why a source outside the MTUS is used.
func silent(low string) bool {
	return hasAny(low, "silent", "does not address", "do not address", "not addressed", "did not address", "does not specifically", "do not specifically",
		"does not discuss", "do not discuss", "does not mention", "do not mention", "not specifically", "rebut", "rebutted", "rebuts", "presumption",
		"outside of the mtus", "outside the mtus", "no recommendation", "not discussed", "not mentioned", "not contain", "not cover", "not covered", "not applicable")
}

func (l *linter) recordFacts(i int, at, low string) {
	if low == "" || dependent(low) || len(findDates(low, 2099)) > 0 {
		return
	}
	if !hasAny(low, "report", "reports", "note", "notes", "record", "records", "documentation", "documented", "document", "documents", "examination", "exam",
		"mri", "x-ray", "x-rays", "imaging", "emg", "history", "this case", "this patient", "the patient", "injured worker", "the applicant", "the claimant", "the worker", "the employee") {
		l.add("item.record_facts", Warning, i, at+"rationale", "The rationale names no report, date or finding of this case. Name the facts of the record on which it rests.")
	}
}

// regions are the parts of the body by the words that name them.
var regions = []struct {
	name  string
	words []string
}{
	{"neck", []string{"cervical", "neck", "acdf"}}, {"mid back", []string{"thoracic", "mid back"}}, {"low back", []string{"lumbar", "low back", "lumbosacral", "lower back"}},
	{"shoulder", []string{"shoulder", "shoulders", "rotator cuff"}}, {"elbow", []string{"elbow", "elbows"}},
	{"wrist or hand", []string{"wrist", "wrists", "hand", "hands", "carpal", "finger", "thumb"}}, {"hip", []string{"hip", "hips"}},
	{"knee", []string{"knee", "knees", "meniscus", "meniscal", "acl"}}, {"ankle or foot", []string{"ankle", "ankles", "foot", "feet"}},
}

// bodyParts compares side and part of the request with those of the rationale.
func (l *linter) bodyParts(i int, at string) {
	it := &l.d.Items[i]
	request, rationale := lower(string(it.Request)), lower(string(it.Rationale))
	if rationale == "" {
		return
	}
	for _, side := range [][2]string{{"left", "right"}, {"right", "left"}} {
		if !hasAny(request, side[0]) || hasAny(request, side[1], "bilateral") || hasAny(rationale, side[0], "bilateral", "both") {
			continue
		}
		if start, end := sidedPart(rationale, side[1]); start >= 0 {
			l.add("item.side", Warning, i, at+"rationale", fmt.Sprintf("The request is for the %s side, and the rationale speaks only of the %s. Check which is meant.", side[0], side[1]))
			l.over(string(it.Rationale), start, end)
		}
	}
	asked, told, shared := "", "", false
	for _, r := range regions {
		inRequest, inRationale := hasAny(request, r.words...), hasAny(rationale, r.words...)
		shared = shared || inRequest && inRationale
		if inRequest && asked == "" {
			asked = r.name
		}
		if inRationale && told == "" {
			told = r.name
		}
	}
	if asked != "" && told != "" && !shared {
		l.add("item.body_part", Warning, i, at+"rationale", fmt.Sprintf("The request is about the %s, and the rationale speaks of the %s. Check that the rationale belongs to this item.", asked, told))
	}
}

// sidedPart finds "right" or "left" within two words of a part of the body, which "the right to appeal" is not.
func sidedPart(low, side string) (int, int) {
	ws := words(low)
	for i, w := range ws {
		if w.text != side {
			continue
		}
		for j := i + 1; j < len(ws) && j <= i+2; j++ {
			for _, r := range regions {
				for _, part := range r.words {
					if ws[j].text == part {
						return w.start, ws[j].end
					}
				}
			}
		}
	}
	return -1, -1
}
