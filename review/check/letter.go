package check

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/letter"
	"github.com/openimr/openimr/review"
)

// letter adds what the linter of the letter finds in the texts that the reviewer writes. What it says of the case's head, the
// papers and the service is not the draft's, and how plain the words are is told beside the letter. Age and sex are compared by
// rules of this package.
func (c *checker) letter() {
	of := c.in.Case
	of.Draft = &c.in.Draft
	d := letter.FromCase(of, c.in.Letterhead, c.in.Today)
	x := letter.ContextOf(of, c.in.Letterhead, c.in.DecideBy, c.in.Directory)
	if x.On.IsZero() {
		x.On = c.in.Today
	}
	fields := map[string]string{}
	for _, t := range texts(c.in.Draft) {
		fields[t.field] = t.body
	}
	for _, f := range letter.Lint(d, x) {
		field, ok := c.fieldOf(f.Field)
		if !ok || strings.HasPrefix(f.Rule, "plain.") || f.Rule == "age.birth" || f.Rule == "sex.mixed" {
			continue
		}
		g := review.Finding{Field: field, Rule: f.Rule, Message: f.Message, Must: f.Severity == letter.Error, MayKeep: f.Severity != letter.Error}
		body := fields[field]
		if f.Span != nil {
			shown := shownText(d, f.Field)
			if from, to, ok := runesIn(shown, f.Span.Start, f.Span.End); ok {
				g.Span = lay(shown, body, from, to)
			}
		}
		if g.To == 0 && !strings.HasSuffix(field, ".outcome") {
			g.Span = review.Span{To: len(strings.TrimRight(body, " \n\t\r"))}
		}
		if g.To <= len(body) {
			g.Words = strings.TrimSpace(review.Bare(body[g.From:g.To]))
		}
		if c.toldAlready(g) {
			continue
		}
		c.found = append(c.found, g)
	}
}

// toldAlready says that a rule of this package tells of the same words that a rule of the letter tells of.
func (c *checker) toldAlready(g review.Finding) bool {
	same := map[string]string{"summary.injury_date": "injury.date", "summary.ur_date": "cite.date", "age.differs": "age.wrong"}[g.Rule]
	if same == "" {
		return false
	}
	for _, f := range c.found {
		if (f.Rule == same || f.Rule == "cite.date") && f.Field == g.Field && f.From < g.To && f.To > g.From {
			return true
		}
	}
	return false
}

// fieldOf is the field of the draft that a field of the letter shows. The letter leaves out items that left the review.
func (c *checker) fieldOf(field string) (string, bool) {
	if field == "summary" || strings.HasPrefix(field, "summary.") {
		return "summary", true
	}
	rest, ok := strings.CutPrefix(field, "items[")
	if !ok {
		return "", false
	}
	n, name, ok := strings.Cut(rest, "].")
	k, err := strconv.Atoi(n)
	if !ok || err != nil {
		return "", false
	}
	name, _, _ = strings.Cut(name, ".")
	if name == "decision" {
		name = "outcome"
	}
	for _, it := range c.in.Case.Items {
		if it.State == imr.ItemIsAuthorized || it.State == imr.ItemIsWithdrawn {
			continue
		}
		if k > 0 {
			k--
			continue
		}
		for i, d := range c.in.Draft.Items {
			if d.Item == it.Number {
				return "items[" + strconv.Itoa(i) + "]." + name, true
			}
		}
		return "", false
	}
	return "", false
}

// shownText is the text of a field as the letter shows it.
func shownText(d letter.Determination, field string) string {
	if strings.HasPrefix(field, "summary") {
		return string(d.Summary.Text)
	}
	rest, _ := strings.CutPrefix(field, "items[")
	n, name, _ := strings.Cut(rest, "].")
	k, err := strconv.Atoi(n)
	if err != nil || k < 0 || k >= len(d.Items) {
		return ""
	}
	it := d.Items[k]
	switch name, _, _ = strings.Cut(name, "."); name {
	case "rationale":
		return string(it.Rationale)
	case "imro_guideline":
		return string(it.IMROGuideline.Text)
	case "claims_administrator_guideline":
		return string(it.ClaimsAdministratorGuideline.Text)
	case "request":
		return string(it.Request)
	}
	return ""
}

// runesIn turns places in characters into places in bytes.
func runesIn(s string, from, to int) (a, b int, ok bool) {
	n := 0
	a, b = -1, -1
	for i := range s {
		if n == from {
			a = i
		}
		if n == to {
			b = i
		}
		n++
	}
	if n == to {
		b = len(s)
	}
	return a, b, a >= 0 && b > a
}

// lay finds a stretch of a text as the letter shows it in the text as it is written: the letter leaves out of marks what it does not
// show, and may write spaces and quotation marks otherwise.
func lay(shown, written string, from, to int) review.Span {
	s := review.Span{From: -1}
	j := 0
	for i, r := range shown {
		if i == to {
			break
		}
		k := j
		for k < len(written) {
			x, size := utf8.DecodeRuneInString(written[k:])
			if x == r || unicode.IsSpace(x) && unicode.IsSpace(r) {
				break
			}
			k += size
		}
		if k >= len(written) {
			continue // another character stands there: go on with the next
		}
		if i >= from && s.From < 0 {
			s.From = k
		}
		_, size := utf8.DecodeRuneInString(written[k:])
		j = k + size
	}
	if s.From < 0 {
		return review.Span{}
	}
	s.To = max(j, s.From)
	return s
}
