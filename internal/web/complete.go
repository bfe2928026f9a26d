package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
	"github.com/openimr/openimr/letter"
	"github.com/openimr/openimr/records"
	"github.com/openimr/openimr/review/complete"
)

// completeRoutes are the chain from the senders' lists to the letter. Whoever reads the record for a decision sees what they
// opened themselves; the office sees what the reviewer of the case opened.
func (s *server) completeRoutes() []Route {
	return []Route{{Pattern: "GET /cases/{id}/complete", Action: auth.SeeDocument, OfCase: true, Handle: s.completePage}}
}

// perComplete is how many papers are shown at once.
const perComplete = 250

// A completeView is the page of the chain.
type completeView struct {
	Case           imr.Case
	Records        recordsState
	You            bool // the visitor is who reads
	Nobody         bool // no reviewer is assigned
	Links          []completeLink
	Breaks         []completeBreak
	Rows           []completeRow
	Show           string
	Total, First   int
	Earlier, Later string
	Need, Opened   int // pages
	Papers         int
	LetterOnly     []string
}

// A completeLink is one stage of the chain, with how many papers came so far.
type completeLink struct {
	Name, Says string
	Count, Of  int
}

// A completeBreak is one way in which the chain is broken, with the papers it is broken at.
type completeBreak struct {
	Show, Says string
	Late       bool
	First      []completeRow
	More       int
	Address    string
	rows       []complete.Row
}

// A completeRow is one paper.
type completeRow struct {
	complete.Row
	Kind, Title, Day string
	Senders          string
	Numbers          string // its pages
	Closed           string // those that were not opened
	Link             string // to the first of them, else to its first page
}

// mostNamed is how many papers a sentence names.
const mostNamed = 4

func (s *server) completePage(v *Visit) error {
	p := completeView{Case: v.Case, Show: v.R.URL.Query().Get("show")}
	page := Page{Title: "Reading of " + string(v.Case.ID), Here: "/queue"}
	if s.Records == nil {
		p.Records.Off = true
		return v.Render(http.StatusOK, page, completeBody(v, p))
	}
	shelf, err := s.Records.Shelf(v.R.Context(), v.Case)
	if err != nil {
		return err
	}
	p.Records = stateOf(shelf)
	by := v.Account.ID
	p.You = v.Account.Role == auth.Reviewer
	if !p.You {
		if p.Nobody = v.Case.Reviewer == nil; !p.Nobody {
			by = v.Case.Reviewer.ID
		}
	}
	var opened []records.Opened
	if !p.Nobody {
		if opened, err = s.Records.Opened(v.R.Context(), v.Case.ID, by); err != nil {
			return err
		}
	}
	in := complete.Input{Documents: v.Case.Documents, Shelf: shelf, Opened: opened}
	for _, d := range letter.FromCase(v.Case, s.letterhead(), clock.DayIn(v.Now, imr.Office)).DocumentsReviewed {
		in.Letter = append(in.Letter, complete.Line{Title: string(d.Title), Date: d.Date, Author: string(d.Author)})
	}
	at, err := strconv.Atoi(v.R.URL.Query().Get("at"))
	if err != nil {
		at = 0
	}
	p.fill(complete.Of(in), at)
	return v.Render(http.StatusOK, page, completeBody(v, p))
}

// fill puts a chain on the page: its links, where it is broken, and the papers that are asked for.
func (p *completeView) fill(c complete.Chain, at int) {
	p.Need, p.Opened, p.Papers = c.Need, c.Opened, len(c.Rows)
	count := func(is func(complete.Row) bool) (n int) {
		for _, r := range c.Rows {
			if is(r) {
				n++
			}
		}
		return n
	}
	came := func(r complete.Row) bool { return r.Stage > complete.Listed }
	p.Links = []completeLink{
		{"Listed", "by who sent them", count(complete.Row.InList), len(c.Rows)},
		{"Received", "and kept", count(came), len(c.Rows)},
		{"In the index", "found as papers", count(func(r complete.Row) bool { return r.Stage > complete.Received }), count(came)},
		{"Opened to the end", thousands(c.Opened) + " of " + countOf(c.Need, "page"), count(func(r complete.Row) bool { return r.Stage == complete.Whole && r.Need > 0 }), count(func(r complete.Row) bool { return r.Need > 0 && r.Stage > complete.Received })},
		{"In the letter", "as records reviewed", count(func(r complete.Row) bool { return r.Letter && came(r) }), count(func(r complete.Row) bool { return came(r) && (r.Need > 0 || r.Letter) })},
	}
	for _, b := range []completeBreak{
		{Show: "unopened", Says: "never opened", Late: true, rows: c.NeverOpened()},
		{Show: "part", Says: "opened in part", Late: true, rows: c.Partly()},
		{Show: "notreceived", Says: "listed, and not received", Late: true, rows: c.NotReceived()},
		{Show: "notindexed", Says: "received, and not in the index", rows: c.NotIndexed()},
		{Show: "notinletter", Says: "not in the letter's list", rows: c.NotInLetter()},
		{Show: "unlisted", Says: "received, and in no sender's list", rows: c.Unlisted()},
	} {
		if p.Nobody && (b.Show == "unopened" || b.Show == "part") || len(b.rows) == 0 {
			continue
		}
		verb := " were "
		if len(b.rows) == 1 {
			verb = " was "
		}
		b.Says = countOf(len(b.rows), "paper") + verb + b.Says
		b.Address = completeAddress(p.Case.ID, b.Show, 0)
		for _, r := range b.rows[:min(mostNamed, len(b.rows))] {
			b.First = append(b.First, p.row(r))
		}
		b.More = len(b.rows) - len(b.First)
		p.Breaks = append(p.Breaks, b)
	}
	rows := c.Rows
	if i := slices.IndexFunc(p.Breaks, func(b completeBreak) bool { return b.Show == p.Show }); i >= 0 {
		rows = p.Breaks[i].rows
	} else {
		p.Show = ""
	}
	p.Total = len(rows)
	at = min(max(at, 0), max(len(rows)-1, 0)) / perComplete * perComplete
	p.First = at + 1
	for _, r := range rows[at:min(at+perComplete, len(rows))] {
		p.Rows = append(p.Rows, p.row(r))
	}
	if at > 0 {
		p.Earlier = completeAddress(p.Case.ID, p.Show, at-perComplete)
	}
	if at+perComplete < len(rows) {
		p.Later = completeAddress(p.Case.ID, p.Show, at+perComplete)
	}
	for _, l := range c.LetterOnly {
		name := l.Title
		if !l.Date.IsZero() {
			name += " of " + plainDay(l.Date)
		}
		p.LetterOnly = append(p.LetterOnly, name)
	}
}

func completeAddress(id imr.CaseID, show string, at int) string {
	q := url.Values{}
	if show != "" {
		q.Set("show", show)
	}
	if at > 0 {
		q.Set("at", strconv.Itoa(at))
	}
	if len(q) == 0 {
		return casePath(id) + "/complete"
	}
	return casePath(id) + "/complete?" + q.Encode()
}

func (p *completeView) row(r complete.Row) completeRow {
	out := completeRow{Row: r, Kind: capital(records.KindName(r.Type)), Title: r.Title, Numbers: runsOf(r.Pages), Closed: runsOf(r.Closed)}
	if r.Type == "" {
		out.Kind = "File"
	}
	if strings.EqualFold(out.Title, out.Kind) {
		out.Title = ""
	}
	if !r.Date.IsZero() {
		out.Day = plainDay(r.Date)
	}
	var from []string
	for _, f := range r.From {
		from = append(from, cmp.Or(senderName(p.Case, records.ShelfFile{From: f}), "the organization"))
	}
	out.Senders = strings.Join(from, ", ")
	switch {
	case len(r.Closed) > 0:
		out.Link = readerLink(p.Case.ID, r.Closed[0], 0, 0)
	case len(r.Pages) > 0:
		out.Link = readerLink(p.Case.ID, r.Pages[0], 0, 0)
	}
	return out
}

// Name is how a sentence calls the paper.
func (r completeRow) Name() string {
	name := cmp.Or(r.Title, r.Kind)
	if r.Day != "" {
		name += " of " + r.Day
	}
	return name
}

// When is the day of the paper with its author.
func (r completeRow) When() string {
	when := cmp.Or(r.Day, "No date")
	if r.Author != "" {
		when += ", " + r.Author
	}
	return when
}

// Came is where in the record the paper lies.
func (r completeRow) Came() string {
	if r.Numbers == "" {
		return "Received"
	}
	return "p. " + r.Numbers
}

// Read is how far the paper was read, in words.
func (r completeRow) Read() string {
	switch {
	case r.Stage <= complete.Received:
		return ""
	case r.Need == 0 && r.Foreign > 0:
		return "Perhaps another patient's"
	case r.Need == 0:
		return "Nothing to read"
	case r.Stage == complete.Whole:
		return "To the end"
	case r.Stage == complete.Part:
		return thousands(r.Need-len(r.Row.Closed)) + " of " + countOf(r.Need, "page")
	}
	return "Never"
}

// runsOf are pages by their numbers: "12–15, 20".
func runsOf(ns []int) string {
	var parts []string
	rs := ranges(ns)
	for i := 0; i+1 < len(rs); i += 2 {
		parts = append(parts, pageRange(rs[i], rs[i+1], "–"))
	}
	return strings.Join(parts, ", ")
}
