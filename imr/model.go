package imr

import (
	"slices"
	"strings"

	"github.com/openimr/openimr/review"
)

// ModelAsked notes that a language model was asked to summarize pages or to find passages: what was sent where, and what came
// of it. A model is never asked for a decision, and what it wrote stays out of rationales and decisions: its sentences
// are kept here for that (Labor Code 139.5(d)(3): a physician decides).
type ModelAsked struct {
	Purpose   string   `json:"purpose"` // "summarize" or "find"
	For       string   `json:"for,omitempty"`
	Model     string   `json:"model"`
	Host      string   `json:"host"`  // to which the pages were sent
	Pages     []string `json:"pages"` // ranges of numbers of the record: "1-12"
	Shown     int      `json:"shown"` // sentences that held against their pages
	Dropped   int      `json:"dropped"`
	Problem   string   `json:"problem,omitempty"` // why there was no answer
	Sentences []string `json:"sentences"`         // those shown
}

func (*ModelAsked) eventType() EventType { return "model_asked" }
func (d *ModelAsked) guard(_ Rules, c Case, act Act) error {
	switch {
	case c.Reviewer == nil || c.Reviewer.ID != act.Actor.ID:
		return &Error{NotAllowed, "Labor Code 139.5(d)(3)", "", "Only the reviewer of this case can ask a language model about its record."}
	case d.Purpose != "summarize" && d.Purpose != "find":
		return incomplete("purpose", recordRule, "A language model is asked to summarize or to find, and for nothing else.")
	case len(d.Pages) == 0 || d.Model == "" || d.Host == "":
		return incomplete("pages", recordRule, "Say which pages were sent to which model, and where.")
	}
	return nil
}
func (d *ModelAsked) apply(c *Case, _ Event) {
	for _, s := range d.Sentences {
		if l := review.Letters(s); len(l) >= leastOfModel && !slices.Contains(c.ModelSentences, l) {
			c.ModelSentences = append(c.ModelSentences, l)
		}
	}
}

// leastOfModel is how many letters a sentence has that nobody else would write by chance.
const leastOfModel = 16

// FromModel finds where a rationale or a guideline statement has a sentence that a language model wrote: the item's number; ok is
// false where there is none.
func (c Case) FromModel(d Draft) (item int, ok bool) {
	for _, it := range d.Items {
		for _, text := range []string{it.Rationale, it.IMROGuideline, it.ClaimsAdministratorGuideline} {
			if slices.ContainsFunc(review.Sentences(text), func(s review.Sentence) bool { return s.Pending == review.Model }) {
				return it.Item, true
			}
			letters := review.Letters(text)
			if slices.ContainsFunc(c.ModelSentences, func(s string) bool { return strings.Contains(letters, s) }) {
				return it.Item, true
			}
		}
	}
	return 0, false
}
