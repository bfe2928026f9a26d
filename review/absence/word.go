package absence

import (
	"strings"

	"github.com/openimr/openimr/review"
)

// A word is one word of a sentence.
type word struct {
	review.Span        // of the field's text, without marks around it
	text        string // in small letters
	own         string // as it stands there
	stop        bool   // a comma, semicolon, colon or bracket follows
	opens       bool   // a bracket or quotation mark stands before
}

// wordsOf parts a stretch of text into words; brackets of the record's marks are none.
func wordsOf(text string, at review.Span) []word {
	var ws []word
	part := at.Of(text)
	depth := false
	for i := 0; i < len(part); {
		c := part[i]
		if c == '[' && review.Bare(part[i:]) != part[i:] && len(review.Marks(part[i:min(len(part), i+40)])) > 0 {
			depth = true
		}
		if depth {
			depth = c != ']'
			i++
			continue
		}
		if space(c) {
			i++
			continue
		}
		from := i
		for i < len(part) && !space(part[i]) {
			i++
		}
		raw := part[from:i]
		core := strings.Trim(raw, ".,;:()[]{}\"“”'‘’!?")
		if core == "" {
			if len(ws) > 0 {
				ws[len(ws)-1].stop = true
			}
			continue
		}
		begin := from + strings.Index(raw, core)
		tail := part[begin+len(core) : i]
		w := word{Span: review.Span{From: at.From + begin, To: at.From + begin + len(core)}, own: core, text: strings.ToLower(core)}
		w.text = strings.ReplaceAll(w.text, "’", "'")
		w.stop = strings.ContainsAny(tail, ",;:)")
		w.opens = begin > from
		ws = append(ws, w)
	}
	return ws
}

func space(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

// A set is words that a rule knows.
type set map[string]bool

func setOf(words string) set {
	s := set{}
	for _, w := range strings.Fields(words) {
		s[w] = true
	}
	return s
}

var (
	// paperNouns are what a record is said to have no such thing of.
	paperNouns = setOf("documentation documented document documents evidence mention mentions indication indications record records description discussion report reports note notes notation data information statement account reference details detail augmentation history finding findings proof entries entry")
	// fillers stand between a negation and what it denies.
	fillers = setOf("any a an the clear clearly objective adequate adequately sufficient sufficiently recent specific specifically current clinical medical subjective significant quantified supporting further additional submitted available detailed formal written new other and or of evidence-based real much enough thorough explicit such provided prior previous recently yet also physical legible updated documented this that these patient's worker's applicant's claimant's his her their")
	// places say that a statement is about the record.
	places = setOf("record records documentation file files chart charts notes reports submission submitted documents materials")
	// studies find things in patients; what they do not show is a finding.
	studies = setOf("mri mris x-ray x-rays xray xrays radiograph radiographs ct emg ncv ncs emg/ncv study studies scan ultrasound imaging film films test testing screen biopsy arthrogram myelogram")
	// rules speak of what is absent in general.
	rules = setOf("guideline guidelines mtus acoem odg literature studies policy criteria cdc recommendation recommendations")
	// people whose complaints and denials are findings.
	patients = setOf("patient worker applicant claimant employee he she they")
)
