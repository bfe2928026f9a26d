package web

import (
	"encoding/json"
	"net/http"
	"strconv"
	"unicode/utf8"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
	"github.com/openimr/openimr/review"
	"github.com/openimr/openimr/review/assemble"
	"github.com/openimr/openimr/review/check"
)

// checkRoutes are the checks that run as a reviewer types.
func (s *server) checkRoutes() []Route {
	return []Route{
		{Pattern: "POST /cases/{id}/check", Action: auth.WriteDraft, OfCase: true, Handle: s.checkDraft},
		{Pattern: "GET /cases/{id}/draft/skeleton", Action: auth.WriteDraft, OfCase: true, Handle: s.skeleton},
		{Pattern: "POST /cases/{id}/draft/customary", Action: auth.WriteDraft, OfCase: true, Handle: s.customary},
	}
}

// checkJSON is what is found in a draft. Places in texts are counted in UTF-16 code units, as browsers do.
type checkJSON struct {
	Findings  []findingJSON `json:"findings"`
	Blocking  int           `json:"blocking"`         // findings to be solved before the draft can be signed
	Preparing bool          `json:"preparing"`        // the record is being prepared: more may be found soon
	Pages     int           `json:"pages"`            // of the record
	Read      int           `json:"read"`             // of which so many are known with their words
	Behind    bool          `json:"behind,omitempty"` // what is found rests on the record as it was a moment ago
}

// A findingJSON is a finding with the addresses of its pages.
type findingJSON struct {
	review.Finding
	PageHref string      `json:"page_href,omitempty"` // of the first place, else of the page that the sentence cites
	Places   []placeJSON `json:"places,omitempty"`
}

// A placeJSON is words of a page with its address.
type placeJSON struct {
	review.Place
	Href string `json:"href"`
}

// checkDraft answers what is to be looked at in a draft as it stands in the window. It keeps nothing.
func (s *server) checkDraft(v *Visit) error {
	var got struct {
		Draft imr.Draft `json:"draft"`
	}
	if err := json.NewDecoder(v.R.Body).Decode(&got); err != nil {
		return formError(err)
	}
	if why := draftFault(got.Draft); why != "" {
		return v.json(http.StatusUnprocessableEntity, map[string]string{"why": why})
	}
	found, state, err := s.check(v, got.Draft)
	if err != nil {
		return err
	}
	out := checkJSON{Findings: make([]findingJSON, 0, len(found)), Blocking: check.Blocking(found), Preparing: state.preparing, Pages: state.pages, Read: state.read, Behind: state.behind}
	units := map[string]*unitCount{}
	for _, f := range found {
		out.Findings = append(out.Findings, s.findingOf(v.Case.ID, got.Draft, f, units))
	}
	return v.json(http.StatusOK, out)
}

// checkBefore are the findings that have to be solved before a draft can be signed.
func (s *server) checkBefore(v *Visit, d imr.Draft) ([]review.Finding, error) {
	found, _, err := s.check(v, d)
	if err != nil {
		return nil, err
	}
	var must []review.Finding
	for _, f := range found {
		if f.Must && !f.Kept {
			must = append(must, f)
		}
	}
	return must, nil
}

// skeleton puts a summary together from the facts of the record, not confirmed.
func (s *server) skeleton(v *Visit) error {
	refuse := func(why string) error { return v.json(http.StatusConflict, map[string]string{"why": why}) }
	if s.Records == nil {
		return refuse("This server does not read files.")
	}
	shelf, err := s.Records.Shelf(v.R.Context(), v.Case)
	if err != nil {
		return err
	}
	book, _, state := s.books.of(v.R.Context(), s, v.Case, shelf)
	switch {
	case book == nil && state.preparing:
		return refuse("The record is being prepared. Try again in a moment.")
	case book == nil || shelf.Index == nil:
		return refuse("No page of the record is read yet.")
	}
	return v.json(http.StatusOK, map[string]string{"text": assemble.Summary(v.Case, book)})
}

// customary offers the parts that are customary under the decisions of a draft.
func (s *server) customary(v *Visit) error {
	var got struct {
		Draft imr.Draft `json:"draft"`
	}
	if err := json.NewDecoder(v.R.Body).Decode(&got); err != nil {
		return formError(err)
	}
	return v.json(http.StatusOK, assemble.Offer(v.Case, got.Draft, s.Customary))
}

// check finds what is to be looked at in a draft of the visit's case.
func (s *server) check(v *Visit, d imr.Draft) ([]review.Finding, bookState, error) {
	var state bookState
	in := check.Input{Case: v.Case, Draft: d, Today: clock.DayIn(v.Now, imr.Office), Letterhead: s.letterhead()}
	if s.Records != nil {
		shelf, err := s.Records.Shelf(v.R.Context(), v.Case)
		if err != nil {
			return nil, state, err
		}
		in.Book, in.Memory, state = s.books.of(v.R.Context(), s, v.Case, shelf)
	}
	var err error
	if in.Directory, err = s.reviewerNames(v); err != nil {
		return nil, state, err
	}
	if in.DecideBy, err = decideBy(s.Rules, v.Case, v); err != nil {
		return nil, state, err
	}
	in.More = assemble.Missing(v.Case, d, s.Customary)
	return check.Draft(in), state, nil
}

// reviewerNames are those that no letter may name.
func (s *server) reviewerNames(v *Visit) ([]string, error) {
	all, err := s.Store.AccountsByRole(v.R.Context(), auth.Reviewer)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, a := range all {
		names = append(names, a.Name)
	}
	return names, nil
}

// findingOf tells a finding to a browser.
func (s *server) findingOf(id imr.CaseID, d imr.Draft, f review.Finding, units map[string]*unitCount) findingJSON {
	out := findingJSON{Finding: f}
	body := draftField(d, f.Field)
	u := units[f.Field]
	if u == nil {
		u = &unitCount{text: body}
		units[f.Field] = u
	}
	for _, p := range f.Places {
		out.Places = append(out.Places, placeJSON{p, placePath(id, p)})
	}
	if len(f.Places) > 0 {
		out.PageHref = placePath(id, f.Places[0])
	} else if m := firstMark(body, f.Span); m.Number > 0 {
		out.PageHref = placePath(id, review.Place{Number: m.Number, Words: m.Words})
	}
	out.From, out.To = u.at(f.From), u.at(f.To)
	return out
}

// placePath is the address of words of a page in the reader.
func placePath(id imr.CaseID, p review.Place) string {
	path := readerPath(id) + "#p=" + strconv.Itoa(p.Number)
	if p.Words.To > p.Words.From {
		path += "&w=" + strconv.Itoa(p.Words.From) + "-" + strconv.Itoa(p.Words.To)
	}
	return path
}

// firstMark is the first citation of the sentence in which a span begins.
func firstMark(text string, at review.Span) review.Mark {
	for _, s := range review.Sentences(text) {
		if at.From >= s.From && at.From < s.To && len(s.Marks) > 0 {
			return s.Marks[0]
		}
	}
	return review.Mark{}
}

// draftField is the text of a field by its path.
func draftField(d imr.Draft, field string) string {
	if field == "summary" {
		return d.Summary
	}
	n, name, ok := itemField(field)
	if !ok || n < 0 || n >= len(d.Items) {
		return ""
	}
	switch name {
	case "rationale":
		return d.Items[n].Rationale
	case "imro_guideline":
		return d.Items[n].IMROGuideline
	case "claims_administrator_guideline":
		return d.Items[n].ClaimsAdministratorGuideline
	}
	return ""
}

// A unitCount turns places in bytes into places in UTF-16 code units, quickly where they come in order.
type unitCount struct {
	text         string
	bytes, units int
}

func (u *unitCount) at(n int) int {
	n = min(n, len(u.text))
	if n < u.bytes {
		u.bytes, u.units = 0, 0
	}
	for u.bytes < n {
		r, size := utf8.DecodeRuneInString(u.text[u.bytes:])
		u.bytes += size
		u.units++
		if r > 0xFFFF {
			u.units++
		}
	}
	return u.units
}

// formPlaceOf is the name of a draft's field in the form: "items.0.rationale" of "items[0].rationale".
func formPlaceOf(field string) string {
	if n, name, ok := itemField(field); ok {
		return at(n, name)
	}
	return field
}
