package web

import (
	"cmp"
	"errors"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
	"github.com/openimr/openimr/internal/intake"
	"github.com/openimr/openimr/records"
)

// fileRoutes are the page on which files come in, and the ways for it.
func (s *server) fileRoutes() []Route {
	return []Route{
		{Pattern: "GET /cases/{id}/files", Action: auth.SendFiles, OfCase: true, Handle: s.filesPage},
		{Pattern: "POST /cases/{id}/files", Action: auth.SendFiles, OfCase: true, MaxBody: maxUpload, Handle: s.takeFiles},
		{Pattern: "GET /cases/{id}/files/receipt", Action: auth.SendFiles, OfCase: true, Handle: s.receipt},
		{Pattern: "GET /cases/{id}/files/{sha}", Action: auth.SendFiles, OfCase: true, Handle: s.sendBack},
		{Pattern: "POST /cases/{id}/uploads", Action: auth.SendFiles, OfCase: true, Handle: s.beginUpload},
		{Pattern: "HEAD /cases/{id}/uploads/{upload}", Action: auth.SendFiles, OfCase: true, Handle: s.continueUpload},
		{Pattern: "PATCH /cases/{id}/uploads/{upload}", Action: auth.SendFiles, OfCase: true, MaxBody: intake.MaxChunk, Handle: s.continueUpload},
		{Pattern: "DELETE /cases/{id}/uploads/{upload}", Action: auth.SendFiles, OfCase: true, Handle: s.continueUpload},
	}
}

// A filesView is the page of the files of a case, or its receipt.
type filesView struct {
	Case    imr.Case
	Files   []fileRow // newest first; on the receipt in the order in which they came
	Pages   int       // of all of them
	Read    int
	Broken  int // files that cannot be opened
	Key     string
	From    []option // whom staff can name as the sender
	How     []option
	Reading bool
	Error   string
	Now     time.Time
}

// A fileRow is one file as it is shown.
type fileRow struct {
	Name, Kind, Size, Sender, Came, How, SHA256 string
	Pages, Read, First                          int
	In                                          string // name of the ZIP that it came in
	State, Class                                string // in words, with the class of its chip
	Problem                                     string
	Bad                                         []records.Problem
	Sheets                                      []records.Sheet // its pages without their words
	Listed                                      []pageLine      // on the receipt
	Again                                       bool            // the same content came before
}

// counted is the number of pages, "" where it is not known.
func (f fileRow) counted() string {
	if f.Pages == 0 {
		return ""
	}
	return countOf(f.Pages, "page")
}

func (p filesView) counted() string {
	return joinWords(countOf(len(p.Files), "file"), fileRow{Pages: p.Pages}.counted()) + "."
}

// Says is a file in a sentence or two; numbered adds its pages of the record.
func (f fileRow) Says(numbered bool) string {
	pages := f.counted()
	if numbered && f.First > 0 && f.Pages > 0 {
		pages += " (" + span(f.First, f.First+f.Pages-1) + " of the record)"
	}
	says := joinWords(f.Kind, f.Size, pages) + ". Came " + joinWords(f.Came+" from "+f.Sender, f.How) + "."
	if f.In != "" {
		says += " It came in " + f.In + "."
	}
	if f.Again {
		says += " The same file came before."
	}
	return says
}

// joinWords puts commas between what there is.
func joinWords(words ...string) string {
	return strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == "" }), ", ")
}

// A pageLine is a run of pages of a receipt that are alike.
type pageLine struct {
	Pages   string // of the file: "1-12"
	Numbers string // of the record
	Says    string
}

// ownFiles says whose files somebody sees: a party its own, everybody else all (empty).
func (v *Visit) ownFiles() (imr.PartyID, bool) {
	if !v.Plain() {
		return "", false
	}
	for _, p := range v.Case.Parties {
		if p.Account == v.Account.ID {
			return p.ID, true
		}
	}
	return "", true
}

func (s *server) filesPage(v *Visit) error {
	if v.R.URL.Query().Get("part") != "" {
		p, err := s.filesOf(v)
		if err != nil {
			return err
		}
		return v.Part(http.StatusOK, fileList(v, p))
	}
	return s.showFiles(v, http.StatusOK, "")
}

func (s *server) showFiles(v *Visit, status int, problem string) error {
	p, err := s.filesOf(v)
	if err != nil {
		return err
	}
	p.Error = problem
	here := "/queue"
	return v.Render(status, Page{Title: "Files of " + string(v.Case.ID), Here: here, Scripts: []string{"files.js"}}, filesBody(v, p))
}

// filesOf gathers what a person may see of the files of a case.
func (s *server) filesOf(v *Visit) (filesView, error) {
	p := filesView{Case: v.Case, Key: formKey(), Now: v.Now, How: howOptions()}
	p.From = []option{{Value: "", Label: "Found here, or from nobody in the case"}}
	for _, party := range v.Case.Parties {
		p.From = append(p.From, option{Value: string(party.ID), Label: party.Label() + " (" + imr.RoleName(party.Role) + ")"})
	}
	shelf, err := s.shelfOf(v)
	if err != nil {
		return p, err
	}
	own, only := v.ownFiles()
	names := map[string]string{}
	seen := map[string]bool{}
	for _, f := range shelf.Files {
		names[f.SHA256] = f.Name
		again := seen[f.SHA256]
		seen[f.SHA256] = true
		if only && f.From != string(own) {
			continue
		}
		r := rowOfFile(v, f)
		r.In, r.Again = names[f.In], again
		p.Pages, p.Read = p.Pages+f.Pages, p.Read+f.Read
		if f.Problem != "" {
			p.Broken++
		}
		p.Reading = p.Reading || !f.Opened && f.Problem == "" || f.Read < f.Pages
		p.Files = append(p.Files, r)
	}
	slices.Reverse(p.Files)
	return p, nil
}

// shelfOf is the shelf of the case at hand; where nothing reads files, what the events say of them.
func (s *server) shelfOf(v *Visit) (*records.Shelf, error) {
	if s.Records != nil {
		return s.Records.Shelf(v.R.Context(), v.Case)
	}
	sh := &records.Shelf{}
	for _, f := range v.Case.Files {
		sh.Files = append(sh.Files, records.ShelfFile{SHA256: f.SHA256, Name: f.Name, Size: f.Size, From: string(f.From), How: howWords(f.How), Received: f.Received, In: f.In, Opened: true})
	}
	return sh, nil
}

func howWords(h *imr.How) string {
	if h == nil {
		return ""
	}
	return string(h.Method)
}

func howOptions() []option {
	var os []option
	for _, m := range []imr.Method{imr.Electronic, imr.Fax, imr.MailInState, imr.MailOutOfState, imr.MailAbroad, imr.Personal} {
		os = append(os, option{Value: string(m), Label: sentenceCase(imr.MethodName(m))})
	}
	return os
}

var kindNames = map[string]string{"pdf": "PDF", "tiff": "TIFF", "jpeg": "JPEG", "png": "PNG", "docx": "Word", "text": "Text", "zip": "ZIP"}

func rowOfFile(v *Visit, f records.ShelfFile) fileRow {
	r := fileRow{Name: cmp.Or(f.Name, "File without a name"), Kind: cmp.Or(kindNames[f.Kind], "File"), Size: sizeWords(f.Size), SHA256: f.SHA256, Pages: f.Pages, Read: f.Read, First: f.First,
		Came: f.Received.In(imr.Office).Format("Jan 2, 2006, 3:04 PM MST"), How: imr.MethodName(imr.Method(f.How)), Problem: f.Problem, Bad: f.Problems, Sheets: f.Sheets}
	r.Sender = "nobody named"
	if party, ok := v.Case.Party(imr.PartyID(f.From)); ok {
		r.Sender = party.Label()
	}
	switch {
	case f.Problem != "":
		r.State, r.Class = "Cannot be opened", "late"
	case !f.Opened:
		r.State, r.Class = "Waiting to be opened", "later"
	case f.Kind == "zip":
		r.State, r.Class = "Unpacked", "done"
	case f.Read < f.Pages:
		r.State, r.Class = "Reading: "+thousands(f.Read)+" of "+countOf(f.Pages, "page"), "soon"
	case len(f.Problems) > 0:
		r.State, r.Class = countOf(len(f.Problems), "page")+" cannot be read", "today"
	case f.Pages == 0:
		r.State, r.Class = "Received", "done"
	default:
		r.State, r.Class = "Read", "done"
	}
	return r
}

// sizeWords is a size in the units that file managers use; "" where it is not known.
func sizeWords(n int64) string {
	switch {
	case n <= 0:
		return ""
	case n < 1000:
		return countOf(int(n), "byte")
	case n < 1_000_000:
		return strconv.FormatInt((n+500)/1000, 10) + " kB"
	}
	return strconv.FormatFloat(float64(n)/1e6, 'f', 1, 64) + " MB"
}

// arrivalOf says who brings files: a party itself, or staff on behalf of whom they name. said is what was said with them
// of "from", "how", "day" and "time".
func (v *Visit) arrivalOf(said func(name string) string) (intake.Arrival, error) {
	a := intake.Arrival{Case: v.Case.ID, Actor: v.Actor(), How: imr.Electronic}
	if own, only := v.ownFiles(); only {
		if own == "" {
			return a, &imr.Error{Kind: imr.NotAllowed, Message: "Your account is not that of a party of this case."}
		}
		a.From = own
		return a, nil
	}
	a.From = imr.PartyID(said("from"))
	if how := said("how"); how != "" {
		a.How = imr.Method(how)
		if !slices.ContainsFunc(howOptions(), func(o option) bool { return o.Value == how }) {
			return a, &imr.Error{Kind: imr.Incomplete, Field: "how", Message: "Choose how the files came."}
		}
	}
	if day, clockTime := said("day"), said("time"); day != "" {
		at, err := time.ParseInLocation("2006-01-02 15:04", day+" "+cmp.Or(clockTime, "12:00"), imr.Office)
		if err != nil {
			return a, &imr.Error{Kind: imr.Incomplete, Field: "day", Message: "Write the day on which the files came as a date, such as 2015-10-09."}
		}
		if at.After(v.Now) {
			if at.Format(time.DateOnly) != v.Now.In(imr.Office).Format(time.DateOnly) || clockTime != "" {
				return a, &imr.Error{Kind: imr.Incomplete, Field: "day", Message: "The files cannot have come after now."}
			}
			at = v.Now
		}
		a.At = at
	}
	return a, nil
}

// filesIn keeps the files of a multipart request and returns the fields beside them. A file that is empty is told in
// words and does not stop the others.
func (s *server) filesIn(v *Visit) (kept []imr.ReceivedFile, empty []*imr.Error, fields map[string]string, err error) {
	mr, err := v.R.MultipartReader()
	if err != nil {
		return nil, nil, nil, formError(err)
	}
	fields = map[string]string{}
	for range maxParts {
		p, err := mr.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, nil, nil, formError(err)
		}
		if p.FileName() == "" {
			b, err := io.ReadAll(io.LimitReader(p, 4096))
			if err != nil {
				return nil, nil, nil, formError(err)
			}
			fields[p.FormName()] = string(b)
			continue
		}
		f, err := s.Intake.Keep(v.R.Context(), p.FileName(), p)
		var e *imr.Error
		var big *http.MaxBytesError
		switch {
		case errors.As(err, &big):
			return nil, nil, nil, formError(err)
		case errors.As(err, &e):
			empty = append(empty, e)
		case err != nil:
			return nil, nil, nil, err
		default:
			kept = append(kept, f)
		}
	}
	return kept, empty, fields, nil
}

// takeFiles takes the files of a form sent without a script.
func (s *server) takeFiles(v *Visit) error {
	kept, refused, fields, err := s.filesIn(v)
	if err != nil {
		return err
	}
	var empty []string
	for _, e := range refused {
		empty = append(empty, e.Message)
	}
	switch {
	case len(kept) == 0 && len(empty) > 0:
		return s.showFiles(v, http.StatusUnprocessableEntity, strings.Join(empty, " "))
	case len(kept) == 0:
		return s.showFiles(v, http.StatusUnprocessableEntity, "Choose at least one file.")
	}
	a, err := v.arrivalOf(func(name string) string { return fields[name] })
	if err == nil {
		_, err = s.Intake.File(v.R.Context(), a, kept, fields["key"])
	}
	var e *imr.Error
	switch {
	case errors.As(err, &e):
		return s.showFiles(v, http.StatusUnprocessableEntity, e.Message)
	case err != nil:
		return err
	}
	s.counts.forget()
	said := countOf(len(kept), "file") + " received."
	if len(empty) > 0 {
		said += " " + strings.Join(empty, " ")
	}
	v.Flash(said)
	return v.Redirect(casePath(v.Case.ID) + "/files")
}

// inHeaders is what the headers of an upload say of its arrival: Openimr-From and the like.
func (v *Visit) inHeaders(name string) string { return v.R.Header.Get("Openimr-" + name) }

// beginUpload begins an upload that can be gone on with after a broken connection.
func (s *server) beginUpload(v *Visit) error {
	a, err := v.arrivalOf(v.inHeaders)
	var e *imr.Error
	switch {
	case errors.As(err, &e):
		v.answered = true
		http.Error(v.W, e.Message, http.StatusUnprocessableEntity)
		return nil
	case err != nil:
		return err
	}
	v.answered = true
	s.Intake.Create(v.W, v.R, a, casePath(v.Case.ID)+"/uploads")
	return nil
}

func (s *server) continueUpload(v *Visit) error {
	v.answered = true
	s.Intake.Continue(v.W, v.R, v.R.PathValue("upload"), v.Case.ID, v.Account.ID)
	return nil
}

// sendBack sends a file as it came: to staff any of the case, to a party its own.
func (s *server) sendBack(v *Visit) error {
	own, only := v.ownFiles()
	for _, f := range v.Case.Files {
		if f.SHA256 != v.R.PathValue("sha") || only && f.From != own {
			continue
		}
		r, err := s.Blobs.Open(v.R.Context(), f.SHA256)
		if err != nil {
			return err
		}
		defer func() { _ = r.Close() }() // only read
		sendFile(v, cmp.Or(f.Name, "file"), "application/octet-stream", r)
		return nil
	}
	return &imr.Error{Kind: imr.NotFound, Message: "There is no such file in this case."}
}
