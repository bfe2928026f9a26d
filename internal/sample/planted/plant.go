package planted

import (
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/review"
)

// A Kind is a kind of error.
type Kind string

// The kinds.
const (
	WrongSide       Kind = "wrong side"
	WrongDate       Kind = "wrong date"
	WrongDose       Kind = "wrong dose"
	LostNegation    Kind = "lost negation"
	WrongAge        Kind = "wrong age"
	Uncited         Kind = "uncited sentence"
	RepealedEdition Kind = "repealed edition"
	AgainstDecision Kind = "decision against rationale"
)

// Kinds lists them in the order of their names above.
var Kinds = []Kind{WrongSide, WrongDate, WrongDose, LostNegation, WrongAge, Uncited, RepealedEdition, AgainstDecision}

// An Error is one error in a draft that is right but for it.
type Error struct {
	Kind    Kind
	Draft   imr.Draft
	Field   string // in which it lies
	Words   string // of the sentence that it is in, without marks; "" where it is no sentence
	Was, Is string
}

// A change is one way to spoil a sentence.
type change struct{ was, is string }

// Plant lists every error of a kind that can be put into a draft, each by itself. The same seed gives the same errors.
func Plant(m Made, kind Kind, seed uint64) []Error {
	r := rand.New(rand.NewPCG(seed, 5))
	var es []Error
	switch kind {
	case RepealedEdition, AgainstDecision:
		for i := range m.Draft.Items {
			if e, ok := plantItem(m, kind, i); ok {
				es = append(es, e)
			}
		}
		return es
	}
	for _, s := range review.Sentences(m.Draft.Summary) {
		whole := s.Of(m.Draft.Summary)
		var cs []change
		if kind == Uncited {
			cs = []change{{whole, s.Words}}
		} else {
			cs = spoil(kind, s.Words, r, strings.Join(m.Texts, "\n"))
		}
		for _, c := range cs {
			spoiled := strings.Replace(whole, c.was, c.is, 1)
			if spoiled == whole {
				continue
			}
			d := m.Draft
			d.Summary = d.Summary[:s.From] + spoiled + d.Summary[s.To:]
			es = append(es, Error{kind, d, "summary", strings.TrimSpace(review.Bare(spoiled)), c.was, c.is})
		}
	}
	return es
}

var (
	sides     = regexp.MustCompile(`(?i)\b(left|right)[ -](?:sided? )?(?:\w+ ){0,2}?(?:knee|wrist|shoulder|hip|elbow|ankle|foot|hand|leg|arm|thigh|calf|groin|upper extremity|lower extremity|ear|eye|thumb|buttock|neck|low back|radius|femur|trochanter|forearm|finger|lumbar|cervical|rib)s?\b`)
	days      = regexp.MustCompile(`\b\d{1,2}[-/]\d{1,2}[-/](?:\d{4}|\d{2})\b|\b(?:January|February|March|April|May|June|July|August|September|October|November|December) \d{1,2}, \d{4}\b`)
	doses     = regexp.MustCompile(`\b(\d+(?:\.\d+)?)( ?(?:mg|mcg))\b`)
	agesSaid  = regexp.MustCompile(`\b(\d{2})([- ]year[- ]old)`)
	negations = []struct {
		find *regexp.Regexp
		put  string
	}{
		{regexp.MustCompile(`\b(There (?:was|were|is|are)) no\b`), "$1"}, {regexp.MustCompile(`\bdenie[sd] (any )?`), "reported "}, {regexp.MustCompile(`\bnegative\b`), "positive"},
		{regexp.MustCompile(`\b(was|were|is|are|did|has|have|had|does) not\b`), "$1"}, {regexp.MustCompile(`\bwithout (\w+)`), "with $1"}, {regexp.MustCompile(`\bunable to\b`), "able to"},
		{regexp.MustCompile(`\b(revealed|showed|had|noted|reported|has|with) no\b`), "$1"},
	}
)

// spoil lists the ways to spoil a sentence.
func spoil(kind Kind, words string, r *rand.Rand, papers string) []change {
	var cs []change
	switch kind {
	case WrongSide:
		for _, m := range sides.FindAllString(words, -1) {
			to := strings.NewReplacer("left", "right", "right", "left", "Left", "Right", "Right", "Left").Replace(m)
			cs = append(cs, change{m, to})
		}
	case WrongDate:
		for _, m := range days.FindAllString(words, -1) {
			if to := otherDay(m, r); to != "" {
				cs = append(cs, change{m, to})
			}
		}
	case WrongDose:
		for _, m := range doses.FindAllStringSubmatch(words, -1) {
			cs = append(cs, change{m[0], otherDose(m[1], r) + m[2]})
		}
	case WrongAge:
		for _, m := range agesSaid.FindAllStringSubmatch(words, -1) {
			n, _ := strconv.Atoi(m[1])
			by := 2 + r.IntN(12)
			if r.IntN(2) == 0 {
				by = -by
			}
			if n+by < 18 {
				by = 9
			}
			cs = append(cs, change{m[0], strconv.Itoa(n+by) + m[2]})
		}
	case LostNegation:
		for _, n := range negations {
			if m := n.find.FindStringIndex(words); m != nil && clinical(words) {
				was := words[m[0]:m[1]]
				cs = append(cs, change{was, n.find.ReplaceAllString(was, n.put)})
			}
		}
	}
	return cs
}

// clinical says that a sentence tells of the patient: what the record lacks and what was refused is denied otherwise.
func clinical(words string) bool {
	low := strings.ToLower(words)
	for _, w := range []string{"utilization", "documentation", "provided", "request", "authoriz", "record", "certif", "evidence", "review"} {
		if strings.Contains(low, w) {
			return false
		}
	}
	return true
}

// otherDay is another day in the same form: some days, a month, a year off, or with two digits changed.
func otherDay(s string, r *rand.Rand) string {
	for _, form := range []string{"01-02-2006", "1-2-2006", "01/02/2006", "1/2/2006", "1-2-06", "1/2/06", "January 2, 2006"} {
		t, err := time.Parse(form, s)
		if err != nil || t.Format(form) != s {
			continue
		}
		switch r.IntN(4) {
		case 0:
			t = t.AddDate(0, 0, 2+r.IntN(9))
		case 1:
			t = t.AddDate(0, 1, 0)
		case 2:
			t = t.AddDate(-1, 0, 0)
		default:
			t = t.AddDate(0, 0, -1-r.IntN(20))
		}
		return t.Format(form)
	}
	return ""
}

func otherDose(s string, r *rand.Rand) string {
	n, _ := strconv.ParseFloat(s, 64)
	by := []float64{2, 0.5, 10, 1.5, 3}[r.IntN(5)]
	return strconv.FormatFloat(n*by, 'f', -1, 64)
}

// plantItem spoils a decision.
func plantItem(m Made, kind Kind, i int) (Error, bool) {
	d := m.Draft
	d.Items = append([]imr.DraftDecision(nil), d.Items...)
	it := &d.Items[i]
	at := "items[" + strconv.Itoa(i) + "]."
	switch kind {
	case AgainstDecision:
		was := it.Outcome
		switch was {
		case imr.Upheld:
			it.Outcome = imr.Overturned
		case imr.Overturned:
			it.Outcome = imr.Upheld
		default:
			return Error{}, false
		}
		return Error{kind, d, at + "rationale", "", string(was), string(it.Outcome)}, true
	case RepealedEdition:
		was := it.IMROGuideline
		for _, x := range repealed {
			if strings.Contains(was, x.was) {
				it.IMROGuideline = strings.Replace(was, x.was, x.is, 1)
				return Error{kind, d, at + "imro_guideline", "", x.was, x.is}, true
			}
		}
		it.IMROGuideline = strings.TrimSpace(was + " Decision based on MTUS Chronic Pain Medical Treatment 2009, Section(s): Physical Medicine.")
		return Error{kind, d, at + "imro_guideline", "", was, it.IMROGuideline}, true
	}
	return Error{}, false
}

// repealed are titles as letters cite them, with an edition of the same that had been repealed before.
var repealed = []struct{ was, is string }{
	{"Chronic Pain Medical Treatment 2016", "Chronic Pain Medical Treatment 2009"}, {"Opioids Treatment 2016", "Chronic Pain Medical Treatment 2009"},
}
