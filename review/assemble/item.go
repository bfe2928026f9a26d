package assemble

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/openimr/openimr/guideline"
	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/records"
	"github.com/openimr/openimr/review"
	"github.com/openimr/openimr/review/pages"
)

// A Passage is words of a page. A text that goes on over the end of its page is whole; Words are those of the first page.
type Passage struct {
	Number int         `json:"number"` // of the page in the record, 0 where there is no passage
	Words  review.Span `json:"words"`
	Text   string      `json:"text"`
}

// Mark cites the passage.
func (p Passage) Mark() review.Mark { return mark(p.Number, p.Words.From, p.Words.To) }

// An Item is what the record says of one disputed item.
type Item struct {
	Item        int       `json:"item"`
	Request     []Passage `json:"request"`      // where it was asked for, the authorization form first
	Denial      []Passage `json:"denial"`       // where it was refused
	Decision    string    `json:"decision"`     // "denied" or "modified" as the decision says, "" where it was not found
	Reason      Passage   `json:"reason"`       // the reason that is stated
	Guideline   string    `json:"guideline"`    // that the decision cites, in the words of a letter
	GuidelineAt Passage   `json:"guideline_at"` // where it does
	Authorized  string    `json:"authorized"`   // the part that was granted: "6 visits"
	Differs     []string  `json:"differs"`      // where form, application and decision do not agree

	form, refusal told // the facts that Request and Denial begin with
}

// Items finds for every item of a case what the record says of it, in the order of the case.
func Items(c imr.Case, book *pages.Book) []Item { return newWriter(c, book).items() }

func (w *writer) items() []Item {
	var all []Item
	for _, it := range w.c.Items {
		all = append(all, w.item(it))
	}
	return all
}

func (w *writer) item(it imr.Item) Item {
	out := Item{Item: it.Number, Request: []Passage{}, Denial: []Passage{}, Differs: []string{}}
	for i, t := range w.matching(it, records.FactRequest, func(t told) int { return w.asFormRank(t) }, 3) {
		if i == 0 {
			out.form = t
		}
		out.Request = append(out.Request, w.row(t))
	}
	for i, t := range w.matching(it, records.FactDenial, func(t told) int { return w.asDecisionRank(t) }, 3) {
		if i == 0 {
			out.refusal = t
		}
		out.Denial = append(out.Denial, w.row(t))
	}
	if out.refusal.n > 0 {
		w.readDenial(&out)
	} else {
		w.searchDenial(it, &out)
	}
	if out.Authorized == "" && it.Authorized.Amount > 0 {
		out.Authorized = it.Authorized.String()
	}
	out.Differs = append(out.Differs, w.differs(it, out)...)
	return out
}

// asFormRank puts the authorization form of the day of the request first.
func (w *writer) asFormRank(t told) int {
	rank := 4
	switch {
	case t.kind() == "rfa":
		rank = 0
	case clinical[t.kind()]:
		rank = 2
	case t.kind() == "imr_application" || t.kind() == "ur_decision":
		rank = 6
	}
	if d := w.c.Denial.RequestDated; !d.IsZero() && t.doc != nil && t.doc.Date != d {
		rank++
	}
	return rank
}

// asDecisionRank puts the decision under review first.
func (w *writer) asDecisionRank(t told) int {
	rank := 4
	switch t.kind() {
	case "ur_decision":
		rank = 0
	case "ur_physician_notes", "ur_correspondence":
		rank = 2
	}
	if d := w.c.Denial.Decided; !d.IsZero() && t.doc != nil && t.doc.Date != d {
		rank++
	}
	return rank
}

// matching are the facts of a kind that are about an item, best first.
func (w *writer) matching(it imr.Item, kind records.FactKind, rank func(told) int, most int) []told {
	type scored struct {
		told
		rank  int
		score float64
	}
	after := func(t told) int { // what was asked for after the decision was not decided
		if d := w.c.Denial.Decided; kind == records.FactRequest && !d.IsZero() && t.doc != nil && t.doc.Date > d {
			return 1
		}
		return 0
	}
	var all []scored
	for _, t := range w.facts[kind] {
		if t.Standing == records.Negated {
			continue
		}
		s := alike(it.Request, cmp.Or(t.About, t.Text), t.Code)
		if s < enough {
			continue
		}
		all = append(all, scored{t, rank(t), s})
	}
	slices.SortStableFunc(all, func(a, b scored) int {
		return cmp.Or(a.rank/2-b.rank/2, after(a.told)-after(b.told), cmp.Compare(int(b.score*2), int(a.score*2)), a.rank-b.rank, cmp.Compare(b.Date, a.Date), a.n-b.n)
	})
	var out []told
	for _, s := range all {
		if slices.ContainsFunc(out, func(o told) bool { return o.n == s.n }) {
			continue
		}
		if out = append(out, s.told); len(out) == most {
			break
		}
	}
	return out
}

// row is a fact with the rest of its line, where a form has the amount beside the item.
func (w *writer) row(t told) Passage {
	from, to := t.From, t.To
	if page := w.book.Page(t.n); page != nil && t.From < len(page.Words) && t.To <= len(page.Words) && t.To > t.From {
		for from > 0 && page.Words[from-1].Line == page.Words[t.From].Line {
			from--
		}
		for to < len(page.Words) && page.Words[to].Line == page.Words[t.To-1].Line {
			to++
		}
	}
	return Passage{t.n, review.Span{From: from, To: to}, w.book.Text(t.n, review.Span{From: from, To: to})}
}

var (
	modifies = regexp.MustCompile(`(?i)\b(?:modif\w+|partial\w*|in part)\b`)
	refuses  = regexp.MustCompile(`(?i)\b(?:den(?:y|ied|ies|ial)|non[- ]?certif\w+|not (?:certified|authorized|approved|medically necessary)|adverse)\b`)
	grants   = regexp.MustCompile(`(?i)\b(?:modified to|certif(?:y|ied)|approv\w+|authoriz\w+|granted|allowed)\b[^.;]{0,40}?\b(?:a quantity of |quantity |qty |#)?(\d{1,4}(?: ?(?:sessions?|visits?|treatments?|tablets?|tabs?|capsules?|units?|days?|weeks?|months?|injections?|hours?))?)(?:[ .,;)]|$)`)
	cites    = regexp.MustCompile(`(?i)\b(?:MTUS|ACOEM|ODG|Official Disability|guidelines?|Treatment Utilization Schedule|FDA|UpToDate|Cochrane|et al|journal)\b`)
	standard = regexp.MustCompile(`(?i)\b(?:MTUS|ACOEM|ODG|Official Disability|Treatment Utilization Schedule)\b`)
)

// readDenial reads the decision around the place where an item is refused.
func (w *writer) readDenial(out *Item) {
	t := out.refusal
	text := out.Denial[0].Text
	out.Decision = decisionOf(text + " " + t.Text)
	if m := grants.FindStringSubmatch(text); m != nil && out.Decision == "modified" {
		out.Authorized = m[1]
	} else if out.Decision == "modified" {
		if m := lastNumber.FindStringSubmatch(text); m != nil {
			out.Authorized = m[1] // the column of a table
		}
	}
	if t.doc == nil {
		return
	}
	p := w.paper(t.doc)
	at := p.find(t.n, t.From)
	w.reasonAndGuideline(p, at, out)
	if out.Reason.Number == 0 && len(strings.Fields(t.Value)) > 4 {
		if m, ok := w.place(t.n, t.Value); ok {
			out.Reason = Passage{m.Number, m.Words, w.book.Text(m.Number, m.Words)}
		}
	}
}

var lastNumber = regexp.MustCompile(`(?i)modified\W+(\d{1,4})\W*$`)

func decisionOf(text string) string {
	switch {
	case modifies.MatchString(text):
		return "modified"
	case refuses.MatchString(text):
		return "denied"
	}
	return ""
}

// find is the token of a place, 0 where it is not in the paper.
func (p *paper) find(n, at int) int {
	for i, t := range p.tokens {
		if t.n == n && t.at >= at {
			return i
		}
	}
	return 0
}

// place finds some words on a page.
func (w *writer) place(n int, words string) (review.Mark, bool) {
	for _, m := range w.book.On(w.book.Phrase(words), n) {
		return mark(m.Number, m.Words.From, m.Words.To), true
	}
	return review.Mark{}, false
}

// mostReason is how many words of a reason are taken.
const mostReason = 260

// reasonAndGuideline finds what a decision gives for its refusal, from the place where an item is refused on.
func (w *writer) reasonAndGuideline(p *paper, at int, out *Item) {
	if x, ok := following(p, at, "reason"); ok {
		out.Reason = p.passage(p.reasoned(x.body))
	} else {
		out.Reason = p.inlineReason(at)
	}
	for _, x := range p.under("guideline") {
		if text := p.text(x.body); x.body.from >= at && standard.MatchString(text) {
			s := p.citing(x.body)
			out.GuidelineAt = p.passage(s)
			break
		}
	}
	if out.GuidelineAt.Number == 0 {
		for _, x := range p.parts {
			if x.section != "reason" && x.section != "decision" && x.section != "other" {
				continue
			}
			for _, s := range p.sentences(x.body) {
				if s.from >= at && standard.MatchString(p.text(s)) {
					out.GuidelineAt = p.passage(s)
					break
				}
			}
			if out.GuidelineAt.Number > 0 {
				break
			}
		}
	}
	out.Guideline = statement(out.GuidelineAt.Text)
}

// rights is what decisions say after their reasons: how to dispute them.
var rights = regexp.MustCompile(`(?i)\b(?:you (?:may|can|have the right to) (?:disagree|dispute|request|appeal|ask)|if you (?:disagree|dispute|do not agree|wish)|right to dispute|independent medical review|peer[- ]to[- ]peer|within (?:30|thirty) (?:calendar )?days|proof of service|cc:)`)

// reasoned is a reason up to where its paper goes on with something else.
func (p *paper) reasoned(s span) span {
	out := span{s.from, s.from}
	for _, x := range p.sentences(s) {
		if x.to-s.from > mostReason || rights.MatchString(p.text(x)) {
			break
		}
		out.to = x.to
	}
	if out.to == out.from {
		out.to = min(s.to, s.from+mostReason)
	}
	return out
}

// citing leaves out what does not belong to a citation any more, after the sentences that name sources.
func (p *paper) citing(s span) span {
	out := span{s.from, s.from}
	for _, x := range p.sentences(s) {
		if !cites.MatchString(p.text(x)) && out.to > s.from && len(strings.Fields(p.text(x))) > 8 {
			break
		}
		out.to = x.to
		if out.to-out.from > 120 {
			break
		}
	}
	return out
}

// following is the first part of a section after a place: the one of this item where a decision gives each item its own.
func following(p *paper, at int, section string) (part, bool) {
	var before part
	found := false
	for _, x := range p.under(section) {
		if x.body.from >= at {
			return x, true
		}
		if x.title.from <= at && x.body.to > at {
			return x, true
		}
		before, found = x, true
	}
	return before, found
}

var reasons = regexp.MustCompile(`(?i)\b(?:because|due to|since|not document\w*|no documentation|lack of|insufficient|rationale|exceeds?|not (?:supported|recommended|established|indicated)|does not (?:meet|support|establish))\b`)

// inlineReason are the sentences with and after a refusal that say why, up to the next decision.
func (p *paper) inlineReason(at int) Passage {
	for _, x := range p.parts {
		if x.body.from > at || x.body.to <= at {
			continue
		}
		out := span{}
		for _, s := range p.sentences(x.body) {
			if s.to <= at {
				continue
			}
			text := p.text(s)
			if out.to == 0 && reasons.MatchString(text) {
				out = s
				continue
			}
			if out.to > 0 {
				if rights.MatchString(text) || refuses.MatchString(text) && !reasons.MatchString(text) || out.to-out.from > mostReason/2 || numbered.MatchString(p.tokens[s.from].text) {
					break
				}
				out.to = s.to
			} else if s.from > at+90 {
				break
			}
		}
		if out.to > 0 {
			return p.passage(out)
		}
	}
	return Passage{}
}

// statement is a citation of a decision in the words of a letter, or as it stands where it is no known guideline.
func statement(text string) string {
	text = strings.TrimSpace(text)
	if text == "" {
		return ""
	}
	cs := guideline.ParseStatement(text)
	known := slices.DeleteFunc(slices.Clone(cs), func(c guideline.Citation) bool {
		return c.Source != guideline.MTUS && c.Source != guideline.ACOEM && c.Source != guideline.ODG
	})
	if len(known) == 0 || len(known) < len(cs) {
		return text
	}
	return guideline.FormatStatement(cs, guideline.ClaimsAdministrator)
}
