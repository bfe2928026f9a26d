package web

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
	"github.com/openimr/openimr/letter"
	"github.com/openimr/openimr/taggedpdf"
)

func (s *server) letterhead() letter.Letterhead {
	return letter.Letterhead{Organization: s.Organization, County: letter.Text(s.County), Verify: letter.Text(s.VerifyPage), Director: s.Director}
}

// letterOf makes the letter of a case as it stands: a draft until it is signed, without proof of service.
func (s *server) letterOf(v *Visit, c imr.Case) letter.Determination {
	return letter.FromCase(c, s.letterhead(), clock.DayIn(v.Now, imr.Office))
}

// lintOf says what the linter finds on a letter, with what the case and the directory of reviewers know.
func (s *server) lintOf(v *Visit, c imr.Case, d letter.Determination) ([]letter.Finding, error) {
	all, err := s.Store.AccountsByRole(v.R.Context(), auth.Reviewer)
	if err != nil {
		return nil, err
	}
	var directory []string
	for _, a := range all {
		directory = append(directory, a.Name)
	}
	by, err := decideBy(s.Rules, c, v)
	if err != nil {
		return nil, err
	}
	x := letter.ContextOf(c, s.letterhead(), by, directory)
	if x.On.IsZero() {
		x.On = clock.DayIn(v.Now, imr.Office)
	}
	return letter.Lint(d, x), nil
}

// decideBy is the last day to decide, zero where that time has not begun.
func decideBy(r imr.Rules, c imr.Case, v *Visit) (clock.Day, error) {
	dues, err := imr.Dues(r, c, v.Now)
	if err != nil {
		return 0, err
	}
	var by clock.Day
	for _, d := range dues {
		if strings.HasPrefix(d.Rule.ID, "imr.decide.") && d.Status != imr.Stopped && d.Status != imr.Unknown {
			by = d.Due.Day
		}
	}
	return by, nil
}

// checkedLetter is the letter of a case as HTML, with what is to be looked at in the draft.
func (s *server) checkedLetter(v *Visit, c imr.Case, notes []imr.Note) (letter.Determination, string, []remark, error) {
	d := s.letterOf(v, c)
	found, err := s.lintOf(v, c, d)
	if err != nil {
		return d, "", nil, err
	}
	// What is said of the organization, the parties and the service is not the draft's; it is checked when it is served.
	found = slices.DeleteFunc(found, func(f letter.Finding) bool { return strings.HasPrefix(f.Field, "served") })
	rs := remarksOf(d, found, notes)
	return d, letterHTML(d, rs), rs, nil
}

// letterHTML is the letter as the body of a page, its remarks at their words.
func letterHTML(d letter.Determination, rs []remark) string {
	return showMarks(onPage(letter.Compose(withMarks(d, rs)).Blocks), rs)
}

// onPage writes blocks as HTML to stand in a page that has its own first heading: the letter's begin one level lower.
func onPage(blocks []letter.Block) []byte {
	lower := slices.Clone(blocks)
	for i := range lower {
		if lower[i].Kind == letter.Heading {
			lower[i].Level++
		}
	}
	return letter.HTMLBody(lower)
}

// A service is a determination as it was served: the case right then, and the event.
type service struct {
	Case      imr.Case
	Event     imr.Event
	Data      *imr.Served
	Corrected bool // a corrected letter took its place
}

// serviceIn finds the last service in the events of a case. The case is told as it stood then, so that what is
// written of it later says what was served, whatever was corrected since.
func serviceIn(events []imr.Event) (service, bool, error) {
	var c imr.Case
	var s service
	ok := false
	for _, e := range events {
		if err := c.Apply(e); err != nil {
			return s, false, err
		}
		switch d := e.Data.(type) {
		case *imr.Served:
			s, ok = service{Case: c, Event: e, Data: d}, true
		case *imr.Corrected:
			s.Corrected = true
		case *imr.Resubmitted:
			s, ok = service{}, false
		}
	}
	return s, ok, nil
}

// servedLetter is the letter with its proof of service.
func (s *server) servedLetter(c imr.Case, d *imr.Served, at time.Time) letter.Determination {
	h := s.letterhead()
	return letter.FromCase(c, h, clock.DayIn(at, imr.Office)).Proved(h, d.Services, c.Parties, d.Server, d.Place, at)
}

// letterBytes writes a letter in one of the forms.
func letterBytes(d letter.Determination, form letter.Form) ([]byte, error) {
	b, err := letter.Render(d, form)
	return b, letterFault(d, err)
}

// signedBytes writes the PDF that is served, with the signature of the organization over it. reason is what the
// signature says of itself.
func (s *server) signedBytes(v *Visit, d letter.Determination, reason string) ([]byte, error) {
	var over *taggedpdf.Signature
	if s.Signer != nil {
		over = s.Signer.Over(v.R.Context(), reason, s.Place, v.Now)
	}
	b, err := letter.Signed(d, over)
	return b, letterFault(d, err)
}

// letterFault tells what the fonts of a letter cannot print as something to mend.
func letterFault(d letter.Determination, err error) error {
	var missing *taggedpdf.MissingGlyph
	switch {
	case errors.As(err, &missing):
		return &imr.Error{Kind: imr.Incomplete, Message: fmt.Sprintf("The letter holds a character that its fonts cannot print: %v. Return the draft, and have it written in other words.", err)}
	case err != nil:
		return fmt.Errorf("write the letter of %s: %w", d.CaseNumber, err)
	}
	return nil
}
