package assemble

import (
	"fmt"
	"slices"
	"strings"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/programme"
	"github.com/openimr/openimr/review"
	"github.com/openimr/openimr/treatment"
)

// MissingRule is the rule of a finding that a customary part was forgotten.
const MissingRule = "customary.missing"

// A Part is a customary part that applies to an item as it is decided in a draft.
type Part struct {
	ID      string `json:"id"` // of the programme's table: "taper.opioid"
	Item    int    `json:"item"`
	Field   string `json:"field"` // "items[0].rationale"
	Text    string `json:"text"`  // to be put in, and changed at will
	Why     string `json:"why"`
	Present bool   `json:"present"` // the field seems to have it already

	at int // of the draft's items
}

// Offer lists the customary parts that apply to the items of a draft, in their order. An item without a recorded decision has
// none: no part speaks before the reviewer did.
func Offer(c imr.Case, d imr.Draft, parts []programme.Customary) []Part {
	out := []Part{}
	for k, dd := range d.Items {
		i := slices.IndexFunc(c.Items, func(it imr.Item) bool { return it.Number == dd.Item })
		if i < 0 || dd.Outcome == imr.Undecided {
			continue
		}
		for _, p := range parts {
			if !slices.Contains(p.Decisions, dd.Outcome) {
				continue
			}
			fields, ok := applies(c, d, c.Items[i], p)
			if !ok || standsFor(out, k, p.ID) {
				continue
			}
			out = append(out, Part{
				ID: p.ID, Item: dd.Item, Field: fmt.Sprintf("items[%d].%s", k, p.Field), Text: strings.NewReplacer(fields...).Replace(p.Text), Why: p.Why,
				Present: present(dd.Rationale, p.Present), at: k,
			})
		}
	}
	return out
}

// standsFor says that an item has a part of the same family already: one paragraph on tapering is enough.
func standsFor(ps []Part, at int, id string) bool {
	family, _, _ := strings.Cut(id, ".")
	return slices.ContainsFunc(ps, func(p Part) bool { return p.at == at && strings.HasPrefix(p.ID, family+".") })
}

// applies says whether a part belongs to an item, with what its fields stand for.
func applies(c imr.Case, d imr.Draft, it imr.Item, p programme.Customary) (fields []string, ok bool) {
	switch p.When {
	case programme.CustomaryPartial:
		if it.Authorized.Amount <= 0 || it.InDispute.Amount <= 0 {
			return nil, false
		}
		return []string{"{asked}", it.Asked.String(), "{authorized}", it.Authorized.String(), "{disputed}", it.InDispute.String()}, it.Asked.Amount > 0
	case programme.CustomaryDependent:
		if !asksFor(it, p.Kinds, p.Words) {
			return nil, false
		}
		primary := 0
		for _, o := range c.Items {
			if o.Number == it.Number || !asksFor(o, p.Primary, nil) || asksFor(o, p.Kinds, p.Words) || o.State != imr.ItemInDispute {
				continue
			}
			switch decision(d, o.Number) {
			case imr.Upheld:
				if primary == 0 {
					primary = o.Number
				}
			default:
				return nil, false // it may accompany the one that is not decided so
			}
		}
		return []string{"{primary}", fmt.Sprint(primary)}, primary > 0
	}
	return nil, asksFor(it, p.Kinds, p.Words)
}

func decision(d imr.Draft, item int) imr.Outcome {
	for _, x := range d.Items {
		if x.Item == item {
			return x.Outcome
		}
	}
	return imr.Undecided
}

// asksFor says that an item asks for one of some kinds of treatment, or has one of some words.
func asksFor(it imr.Item, kinds, words []string) bool {
	for _, k := range treatment.All(it.Request) {
		if slices.ContainsFunc(kinds, func(want string) bool {
			prefix, all := strings.CutSuffix(want, "*")
			return k.ID == want || all && strings.HasPrefix(k.ID, prefix)
		}) {
			return true
		}
	}
	low := " " + strings.Join(treatment.Words(it.Request), " ") + " "
	return slices.ContainsFunc(words, func(w string) bool {
		return strings.Contains(low, " "+strings.Join(treatment.Words(w), " ")+" ")
	})
}

func present(text string, marks []string) bool {
	low := strings.ToLower(strings.Join(strings.Fields(review.Bare(text)), " "))
	return slices.ContainsFunc(marks, func(m string) bool { return strings.Contains(low, m) })
}

// Missing are findings for the customary parts that a draft does not have, each at the end of its field. A field in which
// nothing is written yet has none.
func Missing(c imr.Case, d imr.Draft, parts []programme.Customary) []review.Finding {
	var fs []review.Finding
	for _, p := range Offer(c, d, parts) {
		ss := review.Sentences(d.Items[p.at].Rationale)
		if p.Present || len(ss) == 0 {
			continue
		}
		last := ss[len(ss)-1]
		fs = append(fs, review.Finding{
			Field: p.Field, Span: last.Body, Rule: MissingRule, Words: last.Words, MayKeep: true, Fix: p.Text,
			Message: "A part that is customary here is missing. " + p.Why + " Put it in, or keep the rationale without it.",
		})
	}
	return fs
}
