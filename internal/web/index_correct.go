package web

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
	"github.com/openimr/openimr/records"
)

// A paperPage is one page of a paper on its page.
type paperPage struct {
	Number  int
	SHA     string
	InFile  int
	Foreign string // why it seems to be of somebody else, "" where it does not
	Also    string // where its copies lie
}

// A paperView is the page of one paper: what is known of it, its pages, and the forms that put it right.
type paperView struct {
	Case            imr.Case
	Doc             records.Document
	Number          int
	Kind            string
	Pages           []paperPage
	From            string
	Before, After   *records.Document // the papers around it in the record
	BeforeN, AfterN int               // numbers of their first pages
	What            []field
	Wrong           string // what was wrong with the form that was sent
	Key             string
	Behind          bool
	May             bool
	Undo            string
}

// paperAt finds the paper that holds a page of the record, by the page's number.
func paperAt(shelf *records.Shelf, number string) (records.Document, records.PageRef, error) {
	n, err := strconv.Atoi(number)
	ref, ok := shelf.Ref(n)
	if err == nil && ok && shelf.Index != nil {
		for _, d := range shelf.Index.Documents {
			if slices.Contains(d.Pages, ref) {
				return d, ref, nil
			}
		}
	}
	return records.Document{}, ref, &imr.Error{Kind: imr.NotFound, Message: "There is no paper with that page in the index. Choose one from the list."}
}

func paperPath(id imr.CaseID, number int) string {
	return casePath(id) + "/records/paper?p=" + strconv.Itoa(number)
}

func (s *server) indexPaper(v *Visit, shelf *records.Shelf) error {
	d, _, err := paperAt(shelf, v.R.URL.Query().Get("p"))
	if err != nil {
		return err
	}
	return s.showPaper(v, http.StatusOK, shelf, d, "", nil)
}

func (s *server) showPaper(v *Visit, status int, shelf *records.Shelf, d records.Document, wrong string, values url.Values) error {
	p := paperView{Case: v.Case, Doc: d, Number: shelf.Number(d.Pages[0]), Kind: capital(records.KindName(d.Type)), Wrong: wrong, Key: formKey(), Behind: shelf.Behind, May: v.May(auth.CorrectIndex)}
	p.From = senderName(v.Case, shelf.Files[d.Pages[0].File])
	why := map[records.PageRef]string{}
	for _, f := range shelf.Index.Foreign {
		why[f.Page] = f.Why
	}
	behind := map[records.PageRef][]records.PageRef{}
	for _, x := range shelf.Index.Duplicates {
		if x.Folded() {
			behind[x.Of] = append(behind[x.Of], x.Page)
			behind[x.Page] = append(behind[x.Page], x.Of)
		}
	}
	for _, r := range d.Pages {
		p.Pages = append(p.Pages, paperPage{Number: shelf.Number(r), SHA: shelf.Files[r.File].SHA256, InFile: r.Page, Foreign: why[r], Also: numberWords(shelf, behind[r])})
	}
	p.Before, p.After = around(shelf, d)
	if p.Before != nil {
		p.BeforeN = shelf.Number(p.Before.Pages[0])
	}
	if p.After != nil {
		p.AfterN = shelf.Number(p.After.Pages[0])
	}
	p.What = []field{
		{Kind: kindSelect, Name: "type", Label: "Kind", Value: d.Type, Options: kindOptions(), Size: "half"},
		{Kind: kindDay, Name: "date", Label: "Date of the paper", Value: d.Date.String(), Size: "short", Help: "Of service where there is one. Leave it empty where it has none."},
		{Kind: kindText, Name: "title", Label: "Title", Value: d.Title},
		{Kind: kindText, Name: "author", Label: "Author", Value: d.Author, Size: "half"},
	}
	if values != nil {
		for i := range p.What {
			p.What[i].Value = values.Get(p.What[i].Name)
		}
	}
	if u, ok := v.undoAt(); ok {
		p.Undo = u.Says
	}
	return v.Render(status, Page{Title: "Page " + strconv.Itoa(p.Number) + " of " + string(v.Case.ID), Here: "/queue", Scripts: []string{"index.js"}}, paperBody(v, p))
}

// around finds the paper that one would go on from, which holds the page before its first, and the paper that would go on
// from it, which begins right behind its last page.
func around(shelf *records.Shelf, d records.Document) (before, after *records.Document) {
	next := shelf.Number(d.Pages[len(d.Pages)-1]) + 1
	at := map[int]*records.Document{}
	for i := range shelf.Index.Documents {
		o := &shelf.Index.Documents[i]
		if o.Pages[0] == d.Pages[0] {
			continue
		}
		for _, r := range o.Pages {
			at[shelf.Number(r)] = o
		}
		if shelf.Number(o.Pages[0]) == next {
			after = o
		}
	}
	for n := shelf.Number(d.Pages[0]) - 1; n > 0 && before == nil; n-- {
		before = at[n]
	}
	return before, after
}

// A change is what a form asks for: the corrections, the sentence of the history, and the corrections that take it back.
type change struct {
	Do, Undo []records.Correction
	Says     string
	Back     string // the sentence of taking it back
	Show     int    // page of the paper to show then
}

// correctPaper records what a form of the page of one paper asks for.
func (s *server) correctPaper(v *Visit, shelf *records.Shelf) error {
	values, sent, err := v.readForm()
	if err != nil {
		return err
	}
	d, ref, err := paperAt(shelf, values.Get("p"))
	if err != nil {
		return err
	}
	in := &input{values: values, errs: sent}
	ch := changeOf(in, shelf, d, ref)
	if len(in.errs) > 0 {
		var shown url.Values
		if values.Get("do") == "what" {
			shown = values
		}
		return s.showPaper(v, http.StatusUnprocessableEntity, shelf, d, in.errs[0].Message, shown)
	}
	return s.recordChange(v, ch, values.Get("key"))
}

// recordChange records a change and keeps how to take it back.
func (s *server) recordChange(v *Visit, ch change, key string) error {
	cmd := &imr.IndexCorrected{Corrections: ch.Do, Says: ch.Says}
	// What else happened to the case meanwhile does not matter: a correction holds to its pages.
	if _, err := v.Do(imr.Request{Case: v.Case.ID, Saw: v.Case.Version, Command: cmd, Key: key}); err != nil {
		return err
	}
	v.keepUndo(ch)
	v.Flash(ch.Says)
	return v.Redirect(paperPath(v.Case.ID, ch.Show))
}

// An undo is the last change of this session that can be taken back.
type undo struct {
	Case        imr.CaseID
	Corrections []records.Correction
	Says        string
	Show        int
}

const keyUndo = "index-undo"

func (v *Visit) keepUndo(ch change) {
	if len(ch.Undo) == 0 {
		v.s.sessions.Remove(v.R.Context(), keyUndo)
		return
	}
	b, err := json.Marshal(undo{v.Case.ID, ch.Undo, ch.Back, ch.Show})
	if err != nil { // values of our own
		panic(err)
	}
	v.s.sessions.Put(v.R.Context(), keyUndo, string(b))
}

func (v *Visit) undoAt() (undo, bool) {
	var u undo
	text := v.s.sessions.GetString(v.R.Context(), keyUndo)
	if text == "" || json.Unmarshal([]byte(text), &u) != nil || u.Case != v.Case.ID {
		return undo{}, false
	}
	return u, true
}

// undoCorrection takes the last change back by a change that reverses it.
func (s *server) undoCorrection(v *Visit, _ *records.Shelf) error {
	values, _, err := v.readForm()
	if err != nil {
		return err
	}
	u, ok := v.undoAt()
	if !ok {
		return &imr.Error{Kind: imr.Conflict, Message: "There is nothing to take back: only the last change of this session can be. Put the paper right by its form."}
	}
	return s.recordChange(v, change{Do: u.Corrections, Says: u.Says, Show: u.Show}, values.Get("key"))
}
