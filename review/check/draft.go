package check

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/letter"
	"github.com/openimr/openimr/review"
	"github.com/openimr/openimr/review/pages"
)

// An Input is a draft with all that it is compared with.
type Input struct {
	Case   imr.Case
	Draft  imr.Draft
	Book   *pages.Book // nil where no page of the record is at hand yet: what needs pages is then not checked
	Today  clock.Day
	Memory *Memory // what was found before; nil: everything is looked at anew

	Letterhead letter.Letterhead // of the organization, for the linter of the letter
	Directory  []string          // names and numbers of all reviewers, none of which may stand in a letter
	DecideBy   clock.Day         // the last day to decide; zero where it is not known

	More []review.Finding // of others, to stand among these
}

// A text is one field of the draft.
type text struct {
	field string
	item  int // place in Draft.Items, -1 for the summary
	body  string
}

// texts are those that a reviewer writes, in the order of the letter.
func texts(d imr.Draft) []text {
	ts := []text{{"summary", -1, d.Summary}}
	for i, it := range d.Items {
		at := "items[" + strconv.Itoa(i) + "]."
		ts = append(ts, text{at + "claims_administrator_guideline", i, it.ClaimsAdministratorGuideline}, text{at + "imro_guideline", i, it.IMROGuideline}, text{at + "rationale", i, it.Rationale})
	}
	return ts
}

// Draft returns what is to be looked at in a draft, in the order of its texts. The same input gives the same findings.
func Draft(in Input) []review.Finding {
	m := in.Memory
	if m == nil {
		m = NewMemory()
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.use(in.Book)
	c := &checker{in: &in, m: m}
	for _, t := range texts(in.Draft) {
		if strings.HasSuffix(t.field, "guideline") {
			continue
		}
		for _, s := range review.Sentences(t.body) {
			c.sentence(t, s)
		}
	}
	c.letter()
	c.found = append(c.found, in.More...)
	c.keep()
	slices.SortStableFunc(c.found, func(a, b review.Finding) int {
		return cmp.Or(cmp.Compare(rank(a.Field), rank(b.Field)), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To), strings.Compare(a.Rule, b.Rule))
	})
	return c.found
}

// Blocking counts the findings that have to be solved before the draft can be signed.
func Blocking(found []review.Finding) int {
	n := 0
	for _, f := range found {
		if f.Must && !f.Kept {
			n++
		}
	}
	return n
}

// rank puts fields in the order of the letter: the summary, then the items.
func rank(field string) int {
	rest, ok := strings.CutPrefix(field, "items[")
	if !ok {
		return 0
	}
	n, name, _ := strings.Cut(rest, "].")
	k, _ := strconv.Atoi(n)
	return 10*(k+1) + map[string]int{"request": 0, "claims_administrator_guideline": 1, "imro_guideline": 2, "rationale": 3}[name]
}

// A checker looks at one draft.
type checker struct {
	in    *Input
	m     *Memory
	found []review.Finding
}

// keep notes which findings the reviewer kept, knowing of them: by the rule and the words of the sentence.
func (c *checker) keep() {
	if len(c.in.Draft.Kept) == 0 {
		return
	}
	sentences := map[string][]review.Sentence{}
	for _, t := range texts(c.in.Draft) {
		sentences[t.field] = review.Sentences(t.body)
	}
	for i := range c.found {
		f := &c.found[i]
		if !f.MayKeep {
			continue
		}
		words := ""
		for _, s := range sentences[f.Field] {
			if f.From >= s.From && f.From < s.To {
				words = s.Words
			}
		}
		for _, k := range c.in.Draft.Kept {
			if k.Rule == f.Rule && k.Words != "" && (plainText(k.Words) == plainText(words) || plainText(k.Words) == plainText(f.Words)) {
				f.Kept = true
			}
		}
	}
}

// plainText is a text with single spaces, for comparing.
func plainText(s string) string { return strings.Join(strings.Fields(s), " ") }
