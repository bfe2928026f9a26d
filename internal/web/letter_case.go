package web

import (
	"strings"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/letter"
)

// letterOf makes the letter of a case as it stands, with a draft in the place of the case's own where one is being
// typed. Until the determination is signed it has no day of decision and says that it is a draft.
func (s *server) letterOf(c imr.Case) letter.Determination {
	d := letter.Determination{
		Schema: letter.Schema, Programme: "ca-wc-imr", Layout: letter.LayoutOpenIMR, CaseNumber: letter.Text(c.ID), Priority: "standard",
		Dates: letter.Dates{Injury: c.Injury.Date, URDenial: c.Denial.Decided, ApplicationReceived: c.Facts.Received.At, Assigned: c.Facts.Notice.At, Decided: c.Facts.Determined.At},
		Served: &letter.Served{Organization: s.Organization, LetterDate: c.Facts.Served.At, Employee: letter.Text(c.Worker.Name), Employer: letter.Text(c.Claim.Employer),
			ClaimNumber: letter.Text(c.Claim.Number), ADJNumber: letter.Text(c.Claim.ADJ)},
	}
	if c.Priority == imr.Expedited {
		d.Priority = "expedited"
	}
	if c.Reviewer != nil {
		d.Reviewer.LicensedIn, d.Reviewer.Specialties = c.Reviewer.LicensedIn, c.Reviewer.Specialties
	}
	for _, doc := range c.Documents {
		d.DocumentsReviewed = append(d.DocumentsReviewed, letter.Document{Title: letter.Text(doc.Title), Date: doc.Date, Author: letter.Text(doc.Author)})
	}
	for _, p := range c.Parties {
		a := letter.Addressee{Role: letter.Text(imr.RoleName(p.Role)), Name: letter.Text(p.Label()), Method: "mail"}
		for _, l := range p.Address {
			a.Address = append(a.Address, letter.Text(l))
		}
		d.Served.Addressees = append(d.Served.Addressees, a)
		if p.Role == imr.RequestingPhysician {
			d.Served.RequestedBy = letter.Text(p.Label())
		}
	}
	if c.Draft != nil {
		d.Summary.Text = letter.Text(running(c.Draft.Summary))
	}
	for _, it := range c.Items {
		if it.State != imr.ItemInDispute {
			continue
		}
		li := letter.Item{Number: len(d.Items) + 1, Request: letter.Text(it.Request), Decision: letter.Unknown, ClaimsAdministratorGuideline: letter.Guidelines{Text: letter.Text(it.Guideline)}}
		if dd, ok := decisionOn(c.Draft, it.Number); ok {
			if dd.Outcome != imr.Undecided {
				li.Decision = letter.Decision(dd.Outcome)
			}
			li.ClaimsAdministratorGuideline.Text = letter.Text(running(dd.ClaimsAdministratorGuideline))
			li.IMROGuideline.Text = letter.Text(running(dd.IMROGuideline))
			li.Rationale = letter.Text(running(dd.Rationale))
		}
		d.Items = append(d.Items, li)
	}
	return d
}

// running makes running text of what was typed: lines joined, one space between words, paragraphs parted by an empty line.
func running(s string) string {
	var ps []string
	for p := range strings.SplitSeq(strings.ReplaceAll(s, "\r\n", "\n"), "\n\n") {
		if p = strings.Join(strings.Fields(p), " "); p != "" {
			ps = append(ps, p)
		}
	}
	return strings.Join(ps, "\n\n")
}

func decisionOn(d *imr.Draft, item int) (imr.DraftDecision, bool) {
	if d == nil {
		return imr.DraftDecision{}, false
	}
	for _, dd := range d.Items {
		if dd.Item == item {
			return dd, true
		}
	}
	return imr.DraftDecision{}, false
}

// lintOf says what the linter finds on a letter, with what the case knows.
func (s *server) lintOf(v *Visit, c imr.Case, d letter.Determination) []letter.Finding {
	ctx := letter.Context{On: d.Dates.Decided, BirthDate: c.Worker.BirthDate}
	if ctx.On.IsZero() {
		ctx.On = clock.DayIn(v.Now, imr.Office)
	}
	if c.Reviewer != nil && c.Reviewer.Name != "" {
		ctx.ReviewerNames = []string{c.Reviewer.Name}
	}
	return letter.Lint(d, ctx)
}

// letterHTML is the letter as the body of a page, its remarks at their words.
func letterHTML(d letter.Determination, rs []remark) string {
	return showMarks(letter.HTMLBody(letter.Compose(withMarks(d, rs)).Blocks), rs)
}
