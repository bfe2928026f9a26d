package evidence

import (
	"strings"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/guideline"
)

// A Place is where the source of a citation stands in the search sequence of 8 CCR 9792.21.1(a).
type Place struct {
	Step    string // "1", "2A", "2B", "2C"; "" where nothing is cited or it cannot be told
	Certain bool   // false: told by the words alone, or an edition that may not be the most current
	Why     string
}

// RankOf says on which step of the search sequence the source of a citation stands: a fact about the
// kind of source, not about its worth.
func RankOf(c guideline.Citation) Place {
	switch c.Source {
	case guideline.None, "":
		return Place{Why: "nothing is cited"}
	case guideline.MTUS:
		return Place{"1", true, "a guideline of the MTUS"}
	case guideline.ODG:
		return Place{"2A", true, "the Official Disability Guidelines"}
	case guideline.ACOEM:
		switch {
		case c.GuidelineID == "ACOEM-CURRENT":
			return Place{"2A", true, "the ACOEM guidelines in a later edition than the MTUS adopted in 2007"}
		case !c.NonMTUS && strings.HasPrefix(c.GuidelineID, "ACOEM2-"):
			return Place{"1", false, "a chapter of ACOEM's 2nd edition: of the MTUS while that had adopted it"}
		}
		return Place{"2A", false, "the ACOEM guidelines, but not certainly their most current edition"}
	}
	words := strings.ToLower(c.Text)
	for _, w := range []string{"guideline", "criteria", "consensus", "practice parameter", "position statement"} {
		if strings.Contains(words, w) {
			return Place{"2B", false, "calls itself a guideline of another body"}
		}
	}
	for _, w := range []string{"et al", "journal", "randomized", "randomised", "systematic review", "cochrane", "clinical trial", "meta-analysis"} {
		if strings.Contains(words, w) {
			return Place{"2C", false, "reads like a published study"}
		}
	}
	return Place{Why: "whether this is a guideline or a study cannot be told from its words"}
}

// A Reason is asked for where a source outside the MTUS is cited.
type Reason struct {
	WithMTUS  bool  // the MTUS is cited beside it
	Citations []int // which of the citations are outside the MTUS, counted from 0
	Sentence  string
	Authority string
}

// NeedsReason says whether citations hold a source outside the MTUS on a day on which the search sequence
// applied. The sequence leads outside the MTUS only where that is silent or its presumption is being
// challenged, so the text should say which; whether it is so, the reviewer knows. A citation whose edition
// had left the MTUS by that day counts by the words of the letter, not by the edition.
func NeedsReason(citations []guideline.Citation, on clock.Day) (Reason, bool) {
	seq := SearchSequence(on)
	if len(seq) == 0 {
		return Reason{}, false
	}
	r := Reason{Authority: seq[0].Authority}
	for i, c := range citations {
		switch {
		case c.Source == guideline.MTUS || RankOf(c).Step == "1":
			r.WithMTUS = true
		case c.Source != guideline.None && c.Source != "":
			r.Citations = append(r.Citations, i)
		}
	}
	if len(r.Citations) == 0 {
		return Reason{}, false
	}
	if r.WithMTUS {
		r.Sentence = "A source outside the MTUS is cited beside the MTUS: say whether the MTUS is silent on the point or its presumption is challenged."
	} else {
		r.Sentence = "Only sources outside the MTUS are cited: say that the MTUS is silent on the treatment, or that its presumption is challenged."
	}
	return r, true
}
