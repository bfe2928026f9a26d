package web

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
	"github.com/openimr/openimr/records"
)

// The reader shows the record of a case page by page. The page itself is a frame that is sent at once, whatever the
// record's size; static/reader/ asks for the list of pages (reader_list.go), then for pictures and words of the few
// pages in view (reader_leaf.go). A page is called by its number in the record, which stays; what must outlast a new
// reading holds to the file's hash (records.PageID). Without scripts, and for screen readers, every page is also there
// as text with its picture (readerText).

// readerRoutes are the reader and what its scripts ask for.
func (s *server) readerRoutes() []Route {
	see := func(pattern string, f func(*Visit, *records.Shelf) error) Route {
		return Route{Pattern: pattern, Action: auth.SeeDocument, OfCase: true, Handle: s.ofShelf(f)}
	}
	cite := see("POST /cases/{id}/reader/cite", s.citeIntoDraft)
	cite.Action = auth.WriteDraft
	return []Route{
		see("GET /cases/{id}/reader", s.reader),
		see("GET /cases/{id}/reader/text", s.readerText),
		see("POST /cases/{id}/reader/text", s.turnPage),
		see("GET /cases/{id}/reader/pages.json", s.readerPages),
		see("GET /cases/{id}/reader/find.json", s.readerFind),
		see("GET /cases/{id}/reader/events", s.readerEvents),
		see("GET /cases/{id}/pages/{sha}/{page}", s.leaf),
		see("GET /cases/{id}/marks.json", s.readerMarks),
		see("PUT /cases/{id}/marks", s.putMark),
		see("DELETE /cases/{id}/marks/{mark}", s.removeMark),
		see("POST /cases/{id}/opened", s.noteOpened),
		see("POST /cases/{id}/want", s.wantPages),
		cite,
	}
}

// ofShelf hands a handler the case's record.
func (s *server) ofShelf(f func(*Visit, *records.Shelf) error) func(*Visit) error {
	return func(v *Visit) error {
		if s.Records == nil {
			return &imr.Error{Kind: imr.Refused, Message: "This server was started without what reads records."}
		}
		shelf, err := s.Records.Shelf(v.R.Context(), v.Case)
		if err != nil {
			return err
		}
		return f(v, shelf)
	}
}

func readerPath(id imr.CaseID) string { return casePath(id) + "/reader" }

// framed says that the reader stands within the desk of a reviewer.
func framed(v *Visit) bool { return v.R.URL.Query().Get("embed") != "" }

// reader shows the frame.
func (s *server) reader(v *Visit, shelf *records.Shelf) error {
	page := Page{Title: "Record of " + string(v.Case.ID), Here: "/queue", Scripts: []string{"reader/main.js"}, Wide: true}
	if framed(v) {
		page.Framed = true
		v.AllowFrame()
	}
	return v.Render(http.StatusOK, page, readerBody(v, shelf))
}

// A textView is one page as text.
type textView struct {
	Case                   imr.Case
	Number, Of             int
	SHA                    string
	Page                   records.Page
	File                   records.ShelfFile
	InFile                 int
	Says                   []string // what is known of the page beyond its words
	Previous, Next, Behind int      // numbers; 0 for none
}

// readerText shows one page of the record as text, with its picture.
func (s *server) readerText(v *Visit, shelf *records.Shelf) error {
	n, err := strconv.Atoi(cmp.Or(v.R.URL.Query().Get("p"), "1"))
	ref, ok := shelf.Ref(n)
	if shelf.Pages == 0 {
		return &imr.Error{Kind: imr.NotFound, Message: "Nothing of this record can be read yet."}
	}
	if err != nil || !ok {
		return &imr.Error{Kind: imr.NotFound, Message: "The record has the pages 1 to " + thousands(shelf.Pages) + ". Type one of these numbers."}
	}
	id := shelf.ID(ref)
	page, err := s.Records.Page(v.R.Context(), id)
	if err != nil {
		return err
	}
	p := textView{Case: v.Case, Number: n, Of: shelf.Pages, SHA: id.File, Page: page, File: shelf.Files[ref.File], InFile: ref.Page, Says: saidOf(shelf, ref)}
	if n > 1 {
		p.Previous = n - 1
	}
	if n < shelf.Pages {
		p.Next = n + 1
	}
	return v.Render(http.StatusOK, Page{Title: "Page " + strconv.Itoa(n) + " of " + string(v.Case.ID), Here: "/queue", Wide: true}, readerTextBody(v, p))
}

// turnPage notes that the page as text was read and goes on to the next.
func (s *server) turnPage(v *Visit, shelf *records.Shelf) error {
	values, _, err := v.readForm()
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(values.Get("read"))
	ref, ok := shelf.Ref(n)
	if err != nil || !ok {
		return &imr.Error{Kind: imr.NotFound, Message: "The record has no such page."}
	}
	if err := s.Records.Open(v.R.Context(), v.Case.ID, v.Account.ID, []records.PageID{shelf.ID(ref)}); err != nil {
		return err
	}
	return v.Redirect(readerPath(v.Case.ID) + "/text?p=" + strconv.Itoa(min(n+1, shelf.Pages)))
}

// saidOf says what the index knows of a page: its paper, its copies, whose it seems to be.
func saidOf(shelf *records.Shelf, ref records.PageRef) []string {
	var says []string
	x := shelf.Index
	if x == nil {
		return nil
	}
	for _, d := range x.Documents {
		if i := slices.Index(d.Pages, ref); i >= 0 {
			says = append(says, "Page "+strconv.Itoa(i+1)+" of "+strconv.Itoa(len(d.Pages))+" of: "+paperName(d)+".")
		}
	}
	for _, d := range x.Duplicates {
		switch {
		case d.Page == ref && d.Relation == records.ChangedPage:
			says = append(says, "A changed copy of page "+strconv.Itoa(shelf.Number(d.Of))+".")
		case d.Page == ref:
			says = append(says, "The same page as page "+strconv.Itoa(shelf.Number(d.Of))+".")
		case d.Of == ref && d.Folded():
			says = append(says, "Also at page "+strconv.Itoa(shelf.Number(d.Page))+".")
		}
	}
	for _, f := range x.Foreign {
		if f.Page == ref {
			says = append(says, "It seems to be about somebody else: "+f.Why)
		}
	}
	return says
}

// paperName names a document in one line: "Operative report, Sep 16, 2015, by A. Ramos, MD".
func paperName(d records.Document) string {
	parts := []string{cmp.Or(d.Title, capital(records.KindName(d.Type)))}
	if !d.Date.IsZero() {
		parts = append(parts, plainDay(d.Date))
	}
	if d.Author != "" {
		parts = append(parts, "by "+d.Author)
	}
	return strings.Join(parts, ", ")
}

// senderName is who sent a file, as people call them.
func senderName(c imr.Case, f records.ShelfFile) string {
	for _, p := range c.Parties {
		if string(p.ID) == f.From {
			return p.Name
		}
	}
	return f.From
}

// visitGap parts two visits: so long without opening a page that was not opened before.
const visitGap = 30 * time.Minute

// lastVisit is when somebody last opened a page before the visit that they are on now; zero where this is the first.
// A visit is told from the times at which pages were opened: it ends where half an hour passes without one.
func lastVisit(opened []records.Opened, now time.Time) time.Time {
	times := make([]time.Time, 0, len(opened))
	for _, o := range opened {
		times = append(times, o.At)
	}
	slices.SortFunc(times, func(a, b time.Time) int { return b.Compare(a) })
	after := now
	for _, t := range times {
		if after.Sub(t) > visitGap {
			return t
		}
		after = t
	}
	return time.Time{}
}

// blocksOf are the paragraphs of a page.
func blocksOf(p records.Page) []string {
	text := p.Text()
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n\n")
}
