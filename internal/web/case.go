package web

import (
	"net/http"
	"slices"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
)

// caseRoutes are the pages and acts of one case.
func (s *server) caseRoutes() []Route {
	rs := []Route{
		{Pattern: "GET /cases/new", Action: auth.RecordApplication, Handle: s.askApplication},
		{Pattern: "POST /cases/new", Action: auth.RecordApplication, MaxBody: maxUpload, Handle: s.takeApplication},
		{Pattern: "GET /cases/{id}", Action: auth.SeeCase, OfCase: true, Handle: s.seeCase},
		{Pattern: "GET /cases/{id}/neighbour", Action: auth.SeeCase, OfCase: true, Handle: s.neighbour},
		{Pattern: "GET /cases/{id}/papers/{paper}", Action: auth.SeeDocument, OfCase: true, Handle: s.paper},
		{Pattern: "POST /cases/{id}/owner", Action: auth.TakeCase, OfCase: true, Handle: s.changeOwner},
		{Pattern: "POST /cases/{id}/note", Action: auth.AddNote, OfCase: true, Handle: s.addNote},
	}
	return slices.Concat(rs,
		s.stepRoutes(),
		s.reviewRoutes(),
		s.qualityRoutes(),
		s.letterRoutes(),
		s.signRoutes(), s.verifyRoutes(), s.correctLetterRoutes(),
		s.serveRoutes(),
		s.noticeRoutes(),
		s.correctRoutes(),
		s.fileRoutes(),
		s.readerRoutes(),
		s.timelineRoutes(),
		s.indexRoutes(),
		s.missingRoutes(),
		s.completeRoutes(),
		s.itemRecordRoutes(),
		s.exportRoutes(),
		s.likeRoutes(),
		s.checkRoutes(),
		s.assistRoutes(),
		s.blockRoutes(),
	)
}

// seeCase shows a case to whoever asks: staff see all of it, its reviewer the work, a party what is for parties.
func (s *server) seeCase(v *Visit) error {
	events, err := s.Store.Events(v.R.Context(), v.Case.ID)
	if err != nil {
		return err
	}
	hs, err := historyOf(events, v.Audience())
	if err != nil {
		return err
	}
	p := caseView{Case: v.Case, Inside: !v.Plain()}
	if g := v.R.URL.Query().Get("history"); p.Inside && slices.ContainsFunc(historyGroups, func(o option) bool { return o.Value == g }) {
		p.Shown = g
	}
	p.History = only(hs, p.Shown)
	p.Letter = v.May(auth.SeeLetter) && v.Case.Facts.Served.Seq > 0 || v.May(auth.SeeDraft) && v.Case.Draft != nil
	if p.Dues, p.Next, err = duesOf(s.Rules, v.Case, v.Now, v.May); err != nil {
		return err
	}
	p.Band = bandIn(v.Case, p.Dues, v.Now)
	title := string(v.Case.ID) + " " + v.Case.Worker.Name
	if v.Plain() {
		return v.Render(http.StatusOK, Page{Title: string(v.Case.ID), Here: "/queue"}, partyPage(v, p))
	}
	without := p.Next.Event
	if p.Next.Link == "" {
		without = ""
	}
	now, not := moreSteps(s.Rules, v.Case, v.May, without)
	p.More = append(now, not...)
	p.Owner = formView{Key: formKey(), Saw: v.Case.Version}
	p.Note = formView{Key: formKey(), Saw: imr.AnyVersion}
	if v.May(auth.TakeCase) {
		if p.Owners, err = s.staff.get(v.R.Context(), s.Store, v.Now); err != nil {
			return err
		}
	}
	page := Page{Title: title, Here: "/queue", Scripts: []string{"form.js"}}
	if v.Account.Role == auth.Reviewer {
		page.Scripts = append(page.Scripts, "review/done.js")
	}
	return v.Render(http.StatusOK, page, casePage(v, p))
}

// changeOwner takes the case, or hands it over.
func (s *server) changeOwner(v *Visit) error {
	values, _, err := v.readForm()
	if err != nil {
		return err
	}
	id := imr.UserID(values.Get("owner"))
	if id == "" {
		id = imr.UserID(values.Get("to"))
	}
	cmd := &imr.OwnerChanged{Owner: id}
	if id != "" {
		people, err := s.staff.get(v.R.Context(), s.Store, v.Now)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(people, func(a auth.Account) bool { return a.ID == id })
		if i < 0 {
			return &imr.Error{Kind: imr.Incomplete, Field: "owner", Message: "A case can belong to people of the organization only. Choose one of the list."}
		}
		cmd.Name = people[i].Name
	}
	res, err := v.Do(imr.Request{Case: v.Case.ID, Saw: imr.AnyVersion, Command: cmd, Key: values.Get("key")})
	if err != nil {
		return err
	}
	v.Flash(told(res, imr.Inside))
	return v.Redirect(casePath(v.Case.ID))
}

// addNote writes an internal note.
func (s *server) addNote(v *Visit) error {
	values, _, err := v.readForm()
	if err != nil {
		return err
	}
	in := &input{values: values}
	cmd := &imr.NoteAdded{Text: in.text("text")}
	if len(in.errs) > 0 {
		return &imr.Error{Kind: imr.Incomplete, Field: "text", Message: in.errs[0].Message}
	}
	if _, err := v.Do(imr.Request{Case: v.Case.ID, Saw: imr.AnyVersion, Command: cmd, Key: values.Get("key")}); err != nil {
		return err
	}
	v.Flash("The note was added.")
	return v.Redirect(casePath(v.Case.ID) + "#history")
}

// neighbour goes to the case before or after this one in the queue as it is sorted by due time. It looks at the open
// cases that this person sees; from a case that is not among them it goes to the first.
func (s *server) neighbour(v *Visit) error {
	f := v.scope()
	f.OpenOnly, f.Limit = true, 200
	back := v.R.URL.Query().Get("to") == "previous"
	var before imr.CaseID
	first := imr.CaseID("")
	for range 50 { // at most 10,000 cases are looked through
		page, err := s.Store.Queue(v.R.Context(), f, v.Now)
		if err != nil {
			return err
		}
		for i, row := range page.Rows {
			if first == "" {
				first = row.Case
			}
			if row.Case != v.Case.ID {
				before = row.Case
				continue
			}
			switch {
			case back && before != "":
				return v.Redirect(casePath(before))
			case back:
				v.Flash("This is the first case of the queue.")
				return v.Redirect(casePath(v.Case.ID))
			case i+1 < len(page.Rows):
				return v.Redirect(casePath(page.Rows[i+1].Case))
			case page.Next == "":
				v.Flash("This is the last case of the queue.")
				return v.Redirect(casePath(v.Case.ID))
			}
			f.After, f.Limit = page.Next, 1
			next, err := s.Store.Queue(v.R.Context(), f, v.Now)
			if err != nil {
				return err
			}
			if len(next.Rows) > 0 {
				return v.Redirect(casePath(next.Rows[0].Case))
			}
			return v.Redirect(casePath(v.Case.ID))
		}
		if page.Next == "" {
			break
		}
		f.After = page.Next
	}
	if first == "" {
		return v.Redirect("/queue")
	}
	return v.Redirect(casePath(first))
}
