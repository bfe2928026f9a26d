package web

import (
	"slices"
	"strings"
	"time"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
)

// A happening is one event as the history shows it.
type happening struct {
	Seq      int
	At       time.Time
	Recorded time.Time // where that was another day than the act
	Who      string    // "" where it is not for this reader
	Sentence string
	More     []string // the papers, questions or reasons in it, one a line
	ReliesOn []string
	Group    string // what the filter calls it: "steps", "papers", "notes", "corrections"
}

// historyGroups are the filters of the history with their names.
var historyGroups = []option{{Value: "steps", Label: "Steps"}, {Value: "papers", Label: "Papers"}, {Value: "notes", Label: "Notes"}, {Value: "corrections", Label: "Corrections"}}

// historyOf tells the events of a case, newest first. To a party it tells only what is for parties, and never which
// person of the organization acted: one of them is the reviewer.
func historyOf(events []imr.Event, to imr.Audience) ([]happening, error) {
	var c imr.Case
	var hs []happening
	var last imr.Event
	for _, e := range events {
		together := ofOneSending(last, e)
		last = e
		if err := c.Apply(e); err != nil {
			return nil, err
		}
		if together != nil && len(hs) > 0 {
			e.Data, hs = together, hs[:len(hs)-1]
			last = e
		}
		sentence := imr.Sentence(e, c, to)
		if sentence == "" {
			continue
		}
		h := happening{Seq: e.Seq, At: e.At, Sentence: sentence, More: particulars(e, c), Group: groupOf(e)}
		if to != imr.ToParty {
			h.Who = e.Actor.Name
			h.ReliesOn = reliance(e, c)
			h.More = append(h.More, fileNames(e)...)
			if clock.DayIn(e.Recorded, imr.Office) != clock.DayIn(e.At, imr.Office) {
				h.Recorded = e.Recorded
			}
		}
		hs = append(hs, h)
	}
	slices.Reverse(hs)
	return hs, nil
}

// togetherFor is how long after one another files of one sender came that are told as one sending.
const togetherFor = 30 * time.Minute

// ofOneSending joins the arrival of files with the one just before it, where both are of one sender and one sending.
func ofOneSending(last, e imr.Event) *imr.FilesReceived {
	before, ok := last.Data.(*imr.FilesReceived)
	now, ok2 := e.Data.(*imr.FilesReceived)
	if !ok || !ok2 || before.From != now.From || last.Actor.ID != e.Actor.ID || imr.MethodName(methodOf(last)) != imr.MethodName(methodOf(e)) ||
		e.At.Sub(last.At).Abs() > togetherFor {
		return nil
	}
	return &imr.FilesReceived{From: now.From, Files: slices.Concat(before.Files, now.Files)}
}

func methodOf(e imr.Event) imr.Method {
	if e.How == nil {
		return ""
	}
	return e.How.Method
}

// fileNames lists the files that came; what a file is called may tell more than every party may know.
func fileNames(e imr.Event) []string {
	d, ok := e.Data.(*imr.FilesReceived)
	if !ok {
		return nil
	}
	var ls []string
	for _, f := range d.Files {
		ls = append(ls, joinWords(f.Name, sizeWords(f.Size)))
	}
	return ls
}

// only keeps the happenings of one group; "" keeps them all.
func only(hs []happening, group string) []happening {
	if group == "" {
		return hs
	}
	return slices.DeleteFunc(slices.Clone(hs), func(h happening) bool { return h.Group != group })
}

func groupOf(e imr.Event) string {
	switch d := e.Data.(type) {
	case *imr.NoteAdded:
		return "notes"
	case *imr.FactCorrected, *imr.Corrected, *imr.IndexCorrected:
		return "corrections"
	case *imr.RecordsReceived, *imr.LateRecordReceived, *imr.FilesReceived, *imr.RecordsAsked:
		return "papers"
	case *imr.AnswerReceived:
		return papersOrSteps(d.Documents)
	case *imr.InformationReceived:
		return papersOrSteps(d.Documents)
	}
	return "steps"
}

func papersOrSteps(ds []imr.Document) string {
	if len(ds) > 0 {
		return "papers"
	}
	return "steps"
}

// particulars are what an event lists, where its sentence only counts.
func particulars(e imr.Event, c imr.Case) []string {
	switch d := e.Data.(type) {
	case *imr.ApplicationReceived:
		var ls []string
		for _, it := range d.Items {
			ls = append(ls, withQuantity(it.Request, it.Asked))
		}
		return ls
	case *imr.RecordsReceived:
		return paperLines(d.Documents)
	case *imr.LateRecordReceived:
		return paperLines(d.Documents)
	case *imr.AnswerReceived:
		return append(paperLines(d.Documents), lineOf(d.Note)...)
	case *imr.InformationReceived:
		return append(paperLines(d.Documents), lineOf(d.Note)...)
	case *imr.NoticeSent:
		return serviceLines(c, d.Services)
	case *imr.Served:
		return serviceLines(c, d.Services)
	case *imr.Returned:
		var ls []string
		for _, n := range d.Notes {
			if n.Quote != "" {
				ls = append(ls, "“"+n.Quote+"”: "+n.Text)
			} else {
				ls = append(ls, n.Text)
			}
		}
		return ls
	}
	return nil
}

func lineOf(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

func withQuantity(text string, q imr.Quantity) string {
	if q.Amount == 0 {
		return text
	}
	return text + ", " + q.String()
}

func paperLines(ds []imr.Document) []string {
	var ls []string
	for _, d := range ds {
		l := d.Title
		if !d.Date.IsZero() {
			l += ", " + plainDay(d.Date)
		}
		if d.Author != "" {
			l += ", " + d.Author
		}
		ls = append(ls, l+", "+countOf(d.Pages, "page"))
	}
	return ls
}

func serviceLines(c imr.Case, ss []imr.Service) []string {
	var ls []string
	for _, s := range ss {
		p, ok := c.Party(s.Party)
		if !ok {
			continue
		}
		l := p.Label() + ", " + imr.MethodName(s.Method)
		if s.To != "" {
			l += " to " + s.To
		}
		ls = append(ls, l)
	}
	return ls
}

// fewPapers are as many as are named one by one; a draft rests on all papers of the case.
const fewPapers = 6

// reliance names what an act rested on: papers of the case by their title, and sections of law.
func reliance(e imr.Event, c imr.Case) []string {
	var ls []string
	papers := 0
	for _, r := range e.ReliesOn {
		if r.Document != "" {
			papers++
		}
	}
	if papers > fewPapers {
		ls = append(ls, countOf(papers, "paper")+" of the record as it stood then")
	}
	for _, r := range e.ReliesOn {
		if r.Law != "" {
			ls = append(ls, r.Law)
		}
		if r.Document == "" || papers > fewPapers {
			continue
		}
		i := slices.IndexFunc(c.Documents, func(d imr.Document) bool { return d.ID == r.Document })
		if i < 0 {
			ls = append(ls, r.Document)
			continue
		}
		ls = append(ls, c.Documents[i].Title+" ("+r.Document+")")
	}
	return ls
}

// subline says in one sentence what the case is about.
func subline(c imr.Case) string {
	s := "Claim " + c.Claim.Number
	if !c.Injury.Date.IsZero() {
		s += ", date of injury " + c.Injury.Date.Format("January 2, 2006")
	}
	if !c.Injury.Through.IsZero() {
		s += " to " + c.Injury.Through.Format("January 2, 2006")
	}
	if len(c.Injury.Regions) > 0 {
		s += ", " + strings.ReplaceAll(strings.Join(c.Injury.Regions, ", "), "_", " ") // ids of regions are words
	}
	s += "."
	for _, p := range c.Parties {
		if p.Role != imr.ClaimsAdministrator {
			continue
		}
		name := p.Organization
		if name == "" {
			name = p.Name
		}
		s += " " + name
		if c.Claim.Employer != "" {
			s += " for " + c.Claim.Employer
		}
		s += "."
	}
	return s
}

// dispute says what of an item is in dispute: "12 sessions asked, 6 authorized, 6 in dispute".
func dispute(it imr.Item) string {
	if it.Asked.Amount == 0 {
		return ""
	}
	if it.Authorized.Amount == 0 {
		return it.Asked.String() + " asked, none authorized"
	}
	return it.Asked.String() + " asked, " + thousands(it.Authorized.Amount) + " authorized, " + thousands(it.InDispute.Amount) + " in dispute"
}

// pagesIn counts the pages of papers.
func pagesIn(ds []imr.Document) int {
	n := 0
	for _, d := range ds {
		n += d.Pages
	}
	return n
}
