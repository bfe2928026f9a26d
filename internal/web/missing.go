package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
	"github.com/openimr/openimr/records"
	"github.com/openimr/openimr/records/demand"
	"github.com/openimr/openimr/records/fact"
)

// missingRoutes are the list of what the record lacks, and the letters that ask for it.
func (s *server) missingRoutes() []Route {
	return []Route{
		{Pattern: "GET /cases/{id}/missing", Action: auth.SeeDocument, OfCase: true, Handle: s.missingPage},
		{Pattern: "GET /cases/{id}/missing/letter", Action: auth.ReceiveRecords, OfCase: true, Handle: s.askForMissing},
		{Pattern: "POST /cases/{id}/missing/letter", Action: auth.ReceiveRecords, OfCase: true, Handle: s.recordAsked},
	}
}

// A missingView is what the record lacks, by who owes it.
type missingView struct {
	Case    imr.Case
	Owed    []owedView
	Asked   []askedView // letters that were sent, newest first
	Records recordsState
	Count   int
}

// An owedView is what one party owes.
type owedView struct {
	Party  imr.Party
	ID     string // of its part of the page
	Named  bool   // the case has this party
	Role   string
	Lines  []missingLine
	Files  []missingFile
	MayAsk bool
}

type missingLine struct {
	demand.Missing
	What  string // as a sentence
	Link  string // to the words that name it
	Page  int
	Asked string // when it was asked for last, in words
}

type missingFile struct {
	SHA256, Name, Why, Came, Asked string
	came                           clock.Day
}

type askedView struct {
	When, Of, Letter string
	What             []string
	Files            int
}

// gather finds what is missing, who owes it, and what was asked for before.
func (s *server) gather(v *Visit) (missingView, error) {
	p := missingView{Case: v.Case}
	if s.Records == nil {
		p.Records.Off = true
		return p, nil
	}
	shelf, err := s.Records.Shelf(v.R.Context(), v.Case)
	if err != nil {
		return p, err
	}
	p.Records = stateOf(shelf)
	asked, files, err := s.askedBefore(v, &p)
	if err != nil {
		return p, err
	}
	missing, err := s.lacking(v, shelf)
	if err != nil {
		return p, err
	}
	of := func(role imr.Role, id imr.PartyID) *owedView {
		i := slices.IndexFunc(p.Owed, func(o owedView) bool { return id != "" && o.Party.ID == id || id == "" && o.Party.Role == role })
		if i >= 0 {
			return &p.Owed[i]
		}
		o := owedView{Role: imr.RoleName(role), ID: "of-" + string(role), MayAsk: v.May(auth.ReceiveRecords)}
		for _, party := range v.Case.Parties {
			if !o.Named && (id == "" && party.Role == role || id != "" && party.ID == id) {
				o.Party, o.Named, o.Role, o.ID = party, true, imr.RoleName(party.Role), "of-"+string(party.ID)
			}
		}
		if !o.Named {
			o.Party.Role, o.MayAsk = role, false
			if role == "" {
				o.Role, o.ID = "Sender not known", "of-nobody"
			}
		}
		p.Owed = append(p.Owed, o)
		return &p.Owed[len(p.Owed)-1]
	}
	for _, m := range missing {
		line := missingLine{Missing: m, What: sentenceCase(m.What) + ".", Asked: asked[m.What]}
		if m.Named {
			if line.Page = shelf.Number(m.Page); line.Page > 0 {
				line.Link = readerLink(v.Case.ID, line.Page, m.From, m.To)
			}
		}
		o := of(imr.Role(m.Of), "")
		o.Lines = append(o.Lines, line)
		p.Count++
	}
	for _, f := range shelf.Files {
		if f.Problem == "" {
			continue
		}
		came := clock.DayIn(f.Received, imr.Office)
		o := of("", imr.PartyID(f.From))
		o.Files = append(o.Files, missingFile{SHA256: f.SHA256, Name: f.Name, Why: f.Problem, Came: plainDay(came), Asked: files[f.SHA256], came: came})
		p.Count++
	}
	return p, nil
}

// lacking makes the list of what is missing; only the pages that can name papers are read for it.
func (s *server) lacking(v *Visit, shelf *records.Shelf) ([]demand.Missing, error) {
	if shelf.Index == nil {
		return nil, nil
	}
	b := records.Bundle{Files: make([]records.File, len(shelf.Files))}
	for i, f := range shelf.Files {
		b.Files[i] = records.File{Name: f.Name, SHA256: f.SHA256, Pages: make([]records.Page, f.Pages)}
	}
	for _, d := range shelf.Index.Documents {
		if !fact.NamesPapers(d.Type) {
			continue
		}
		for _, r := range d.Pages {
			page, err := s.Records.Page(v.R.Context(), shelf.ID(r))
			if err != nil {
				return nil, err
			}
			if at := b.Page(r); at != nil {
				*at = page
			}
		}
	}
	k := demand.Known{RequestDated: v.Case.Denial.RequestDated, Decided: v.Case.Denial.Decided, Injury: v.Case.Injury.Date}
	for _, party := range v.Case.Parties {
		if party.Role == imr.RequestingPhysician {
			k.Physician = party.Name
		}
	}
	for _, d := range v.Case.Documents {
		k.Papers = append(k.Papers, demand.Paper{Type: d.Type, Date: d.Date})
	}
	if v.Case.Denial.Attached {
		k.Papers = append(k.Papers, demand.Paper{Type: "ur_decision", Date: v.Case.Denial.Decided})
	}
	return demand.List(b, shelf.Index.Documents, shelf.Index.Facts, k), nil
}

// askedBefore finds the letters of the history: when each paper and each file was asked for last.
func (s *server) askedBefore(v *Visit, p *missingView) (papers, files map[string]string, err error) {
	papers, files = map[string]string{}, map[string]string{}
	events, err := s.Store.Events(v.R.Context(), v.Case.ID)
	if err != nil {
		return nil, nil, err
	}
	for _, e := range events {
		d, ok := e.Data.(*imr.RecordsAsked)
		if !ok {
			continue
		}
		when := plainDay(clock.DayIn(e.At, imr.Office))
		for _, m := range d.Missing {
			papers[m] = when
		}
		for _, f := range d.Unreadable {
			files[f] = when
		}
		who := string(d.Of)
		if party, ok := v.Case.Party(d.Of); ok {
			who = party.Label()
		}
		p.Asked = append(p.Asked, askedView{When: when, Of: who, Letter: d.Letter, What: d.Missing, Files: len(d.Unreadable)})
	}
	slices.Reverse(p.Asked)
	return papers, files, nil
}

func (s *server) missingPage(v *Visit) error {
	p, err := s.gather(v)
	if err != nil {
		return err
	}
	return v.Render(http.StatusOK, Page{Title: "Missing from " + string(v.Case.ID), Here: "/queue"}, missingBody(v, p))
}

// A request for records is what a letter to one party asks for.
type recordsRequest struct {
	party   imr.Party
	missing []demand.Missing
	files   []missingFile
}

// chosen finds what the boxes of the list ask of a party: everything where none is ticked.
func (p missingView) chosen(q url.Values) (recordsRequest, error) {
	for _, o := range p.Owed {
		if !o.Named || string(o.Party.ID) != q.Get("of") {
			continue
		}
		r := recordsRequest{party: o.Party}
		all := len(q["item"])+len(q["file"]) == 0
		for _, l := range o.Lines {
			if all || slices.Contains(q["item"], l.ID) {
				r.missing = append(r.missing, l.Missing)
			}
		}
		for _, f := range o.Files {
			if all || slices.Contains(q["file"], f.SHA256) {
				r.files = append(r.files, f)
			}
		}
		if len(r.missing)+len(r.files) > 0 {
			return r, nil
		}
	}
	return recordsRequest{}, &imr.Error{Kind: imr.NotFound, Message: "Nothing is missing any more that this party owes. Look at the list again: it may have come, or the index was corrected."}
}

func (s *server) askForMissing(v *Visit) error {
	p, err := s.gather(v)
	if err != nil {
		return err
	}
	r, err := p.chosen(v.R.URL.Query())
	if err != nil {
		return err
	}
	return v.askForm(http.StatusOK, r, formView{Sections: s.askSections(v, r), Key: formKey(), Saw: v.Case.Version})
}

// askSections is the form of a letter: what it asks, the letter to change, how and when it was sent.
func (s *server) askSections(v *Visit, r recordsRequest) []section {
	letter := demand.Letter{Case: string(v.Case.ID), Worker: v.Case.Worker.Name, Claim: v.Case.Claim.Number, Injury: v.Case.Injury.Date, To: r.party.Label(), Address: r.party.Address,
		Today: clock.DayIn(v.Now, imr.Office), Signed: string(s.Organization.Name), Missing: r.missing,
		SendTo: []string{"On the page of the case, where you have an account: Files, Send files."}}
	for _, line := range s.Organization.Address {
		if len(letter.SendTo) == 1 {
			letter.SendTo = append(letter.SendTo, "By mail: "+string(s.Organization.Name))
		}
		letter.SendTo[1] += ", " + string(line)
	}
	for _, f := range r.files {
		letter.Unopened = append(letter.Unopened, demand.File{Name: f.Name, Why: f.Why, Came: f.came})
	}
	rule := "imr.more_information.regular"
	if v.Case.Priority == imr.Expedited {
		rule = "imr.more_information.expedited"
	}
	if due, err := s.Rules.Clocks.Due(rule, clock.Start{At: v.Now, Service: clock.Electronic}); err == nil {
		letter.Due, letter.DueRule = due.Day, due.Rule.Authority
	}
	method := string(imr.MailInState)
	switch {
	case len(r.party.Address) > 0:
	case r.party.Fax != "":
		method = string(imr.Fax)
	default:
		method = string(imr.Electronic)
	}
	what := section{ID: "text", Fields: []field{
		{Kind: kindArea, Name: "letter", Label: "Letter", Lines: 30, Required: true, Value: letter.Text(),
			Help: "Look at it and change what should be other. The last day is counted as if the letter comes today; by mail it comes later."},
		{Kind: kindHidden, Name: "of", Value: string(r.party.ID)},
	}}
	for i, m := range r.missing {
		what.Fields = append(what.Fields, field{Kind: kindHidden, Name: "missing." + strconv.Itoa(i), Value: m.What})
	}
	for i, f := range r.files {
		what.Fields = append(what.Fields, field{Kind: kindHidden, Name: "file." + strconv.Itoa(i), Value: f.SHA256})
	}
	return []section{
		what,
		{ID: "sent", Legend: "Sending", Fields: []field{
			{Kind: kindSelect, Name: "method", Label: "Sent", Value: method, Options: methodOptions(), Required: true, Size: "half"},
			{Kind: kindDay, Name: "sent", Label: "Day sent", Size: "half", Help: "Empty is now."},
		}},
	}
}

func (v *Visit) askForm(status int, r recordsRequest, f formView) error {
	f.Action = casePath(v.Case.ID) + "/missing/letter"
	f.Cancel = casePath(v.Case.ID) + "/missing"
	f.Button = "Record as sent"
	f.Sections = place(f.Sections, f.Errors)
	return v.Render(status, Page{Title: "Ask for records · " + string(v.Case.ID), Here: "/queue", Scripts: []string{"form.js"}}, askBody(v, r.party, f))
}

func (s *server) recordAsked(v *Visit) error {
	values, sent, err := v.readForm()
	if err != nil {
		return err
	}
	in := &input{values: values, errs: sent}
	cmd := &imr.RecordsAsked{Of: imr.PartyID(values.Get("of")), Letter: in.text("letter")}
	r := recordsRequest{}
	r.party, _ = v.Case.Party(cmd.Of)
	for i := 0; i < maxRows && values.Has("missing."+strconv.Itoa(i)); i++ {
		what := in.text("missing." + strconv.Itoa(i))
		cmd.Missing = append(cmd.Missing, what)
		r.missing = append(r.missing, demand.Missing{What: what})
	}
	for i := 0; i < maxRows && values.Has("file."+strconv.Itoa(i)); i++ {
		sha := values.Get("file." + strconv.Itoa(i))
		if !slices.ContainsFunc(v.Case.Files, func(f imr.CaseFile) bool { return f.SHA256 == sha }) {
			return &imr.Error{Kind: imr.NotFound, Message: "The form names a file that this case does not have. Go back to the list and ask again."}
		}
		cmd.Unreadable = append(cmd.Unreadable, sha)
		r.files = append(r.files, missingFile{SHA256: sha})
	}
	at := in.at("sent", v.Now)
	if at.After(v.Now) {
		in.fail("sent", "The letter cannot have been sent after now.")
	}
	method := in.method("method")
	f := formView{Key: values.Get("key"), Saw: sawOf(values)}
	f.Sections = filled(s.askSections(v, r), values)
	required(f.Sections, in, "8 CCR 9792.10.5")
	if len(in.errs) > 0 {
		f.Errors = in.errs
		return v.askForm(http.StatusUnprocessableEntity, r, f)
	}
	how := &imr.How{Method: method, To: []imr.PartyID{cmd.Of}}
	// A letter is a fact of its own: what else happened to the case meanwhile does not change that it was sent.
	if _, err := v.Do(imr.Request{Case: v.Case.ID, Saw: imr.AnyVersion, Command: cmd, Act: imr.Act{At: at, How: how}, Key: f.Key}); err != nil {
		status, err := v.refuse(&f, err)
		if err != nil {
			return err
		}
		return v.askForm(status, r, f)
	}
	v.Flash("Recorded: " + r.party.Label() + " was asked for " + askedCount(len(cmd.Missing), len(cmd.Unreadable)) + ".")
	return v.Redirect(casePath(v.Case.ID) + "/missing")
}

func askedCount(papers, files int) string {
	var parts []string
	if papers > 0 {
		parts = append(parts, countOf(papers, "paper"))
	}
	if files > 0 {
		parts = append(parts, countOf(files, "file")+" again")
	}
	return strings.Join(parts, " and ")
}

// A partyLabel is somebody with a name for letters.
type partyLabel interface{ Label() string }
