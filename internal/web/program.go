package web

import (
	_ "embed"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
	"github.com/openimr/openimr/internal/intake"
	"github.com/openimr/openimr/records"
)

// openAPI describes what programs can ask. A test compares it with the routes.
//
//go:embed api/openapi.json
var openAPI []byte

// programRoutes are for programs of the parties and of the organization: files in, the receipt out.
func (s *server) programRoutes() []Route {
	return []Route{
		{Pattern: "GET /api/openapi.json", Open: true, Handle: s.describe},
		{Pattern: "GET /api/v1/cases/{id}/files", Action: auth.SendFiles, OfCase: true, Program: true, Handle: s.listFiles},
		{Pattern: "POST /api/v1/cases/{id}/files", Action: auth.SendFiles, OfCase: true, Program: true, MaxBody: maxUpload, Handle: s.postFiles},
		{Pattern: "POST /api/v1/cases/{id}/uploads", Action: auth.SendFiles, OfCase: true, Program: true, Handle: s.beginProgramUpload},
		{Pattern: "HEAD /api/v1/cases/{id}/uploads/{upload}", Action: auth.SendFiles, OfCase: true, Program: true, Handle: s.continueUpload},
		{Pattern: "PATCH /api/v1/cases/{id}/uploads/{upload}", Action: auth.SendFiles, OfCase: true, Program: true, MaxBody: intake.MaxChunk, Handle: s.continueUpload},
		{Pattern: "DELETE /api/v1/cases/{id}/uploads/{upload}", Action: auth.SendFiles, OfCase: true, Program: true, Handle: s.continueUpload},
	}
}

func (s *server) describe(v *Visit) error {
	v.answered = true
	v.W.Header().Set("Content-Type", "application/json")
	_, _ = v.W.Write(openAPI) // the asker has gone: nobody to tell
	return nil
}

// identifyProgram finds the account of an access key ("Authorization: Bearer openimr_…").
func (s *server) identifyProgram(v *Visit) error {
	secret, ok := strings.CutPrefix(v.R.Header.Get("Authorization"), "Bearer ")
	if !ok {
		return nil
	}
	k, err := s.Store.KeyByHash(v.R.Context(), auth.HashKey(strings.TrimSpace(secret)))
	var e *imr.Error
	if errors.As(err, &e) && e.Kind == imr.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	a, err := s.Store.Account(v.R.Context(), k.Account)
	if err != nil {
		return err
	}
	if !a.Disabled {
		v.Account = a
	}
	return nil
}

// programError is how programs are told what was wrong.
type programError struct {
	Message string  `json:"message"`
	Field   *string `json:"field"`
	Rule    *string `json:"rule"`
}

// failProgram answers with an error as JSON.
func (s *server) failProgram(v *Visit, err error) {
	if v.answered {
		s.Logger.Error("after the answer", "request", traceOf(v.R).id, "err", err)
		return
	}
	status, p := explain(err)
	if status == http.StatusInternalServerError {
		s.Logger.Error("internal error", "request", traceOf(v.R).id, "route", traceOf(v.R).pattern, "err", err)
	}
	e := programError{Message: strings.TrimSpace(p.Text), Rule: textOrNull(p.Rule)}
	var known *imr.Error
	if errors.As(err, &known) {
		e.Message, e.Field, e.Rule = known.Message, textOrNull(known.Field), textOrNull(known.Rule)
	}
	_ = v.JSON(status, struct {
		Error programError `json:"error"`
	}{e})
}

func textOrNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// A fileReceipt is one file as programs are told of it.
type fileReceipt struct {
	Name     string            `json:"name"`
	SHA256   string            `json:"sha256"`
	Size     int64             `json:"size"` // bytes; 0 where it is not known
	Kind     *string           `json:"kind"`
	From     *string           `json:"from"`
	Method   *string           `json:"method"`
	Received time.Time         `json:"received"`
	Opened   bool              `json:"opened"`
	Pages    int               `json:"pages"`
	Read     int               `json:"read"`
	First    *int              `json:"first_record_page"`
	Problem  *string           `json:"problem"`
	Problems []records.Problem `json:"problems"`
}

// listFiles is the receipt: what came, how far it is read, what cannot be.
func (s *server) listFiles(v *Visit) error {
	shelf, err := s.shelfOf(v)
	if err != nil {
		return err
	}
	own, only := v.ownFiles()
	list := []fileReceipt{}
	for _, f := range shelf.Files {
		if only && f.From != string(own) {
			continue
		}
		r := fileReceipt{Name: f.Name, SHA256: f.SHA256, Size: f.Size, Kind: textOrNull(f.Kind), From: textOrNull(f.From), Method: textOrNull(f.How), Received: f.Received.In(imr.Office),
			Opened: f.Opened, Pages: f.Pages, Read: f.Read, Problem: textOrNull(f.Problem), Problems: f.Problems}
		if f.First > 0 {
			r.First = &f.First
		}
		if r.Problems == nil {
			r.Problems = []records.Problem{}
		}
		list = append(list, r)
	}
	return v.JSON(http.StatusOK, struct {
		Case  imr.CaseID    `json:"case"`
		Files []fileReceipt `json:"files"`
	}{v.Case.ID, list})
}

// postFiles takes one file as the body (its name in the query), or several as multipart/form-data.
func (s *server) postFiles(v *Visit) error {
	q := v.R.URL.Query()
	a, err := v.arrivalOf(q.Get)
	if err != nil {
		return err
	}
	var kept []imr.ReceivedFile
	if strings.HasPrefix(v.R.Header.Get("Content-Type"), "multipart/form-data") {
		kept, err = s.keepParts(v)
	} else if strings.TrimSpace(q.Get("name")) == "" {
		err = &imr.Error{Kind: imr.Incomplete, Field: "name", Message: "Give the name of the file: POST …/files?name=report.pdf."}
	} else {
		var f imr.ReceivedFile
		f, err = s.Intake.Keep(v.R.Context(), q.Get("name"), v.R.Body)
		kept = append(kept, f)
	}
	if err != nil {
		return err
	}
	if _, err := s.Intake.File(v.R.Context(), a, kept, programKey(v)); err != nil {
		return err
	}
	s.counts.forget()
	return v.JSON(http.StatusCreated, struct {
		Case  imr.CaseID         `json:"case"`
		Files []imr.ReceivedFile `json:"files"`
	}{v.Case.ID, kept})
}

// programKey is the key under which a request sent twice is recorded once; it holds within one account.
func programKey(v *Visit) string {
	if k := v.R.Header.Get("Idempotency-Key"); k != "" {
		return "program-" + auth.HashKey(string(v.Account.ID)+" "+k)
	}
	return ""
}

// keepParts keeps the files of a multipart request, all or none: a program can send again what was wrong.
func (s *server) keepParts(v *Visit) ([]imr.ReceivedFile, error) {
	kept, empty, _, err := s.filesIn(v)
	switch {
	case err != nil:
		return nil, err
	case len(empty) > 0:
		return nil, empty[0]
	case len(kept) == 0:
		return nil, &imr.Error{Kind: imr.Incomplete, Field: "files", Message: "The request holds no file."}
	}
	return kept, nil
}

func (s *server) beginProgramUpload(v *Visit) error {
	a, err := v.arrivalOf(v.inHeaders)
	if err != nil {
		return err
	}
	v.answered = true
	s.Intake.Create(v.W, v.R, a, "/api/v1"+casePath(v.Case.ID)+"/uploads")
	return nil
}

// makeKey makes an access key and shows it once.
func (s *server) makeKey(v *Visit) error {
	if err := v.R.ParseForm(); err != nil {
		return formError(err)
	}
	name := strings.TrimSpace(v.R.PostForm.Get("name"))
	if name == "" || len(name) > 400 {
		return s.accountPage(v, http.StatusUnprocessableEntity, "name", "Say in some words what the key is for.")
	}
	have, err := s.Store.KeysOf(v.R.Context(), v.Account.ID)
	if err != nil {
		return err
	}
	if len(have) >= 20 {
		return s.accountPage(v, http.StatusUnprocessableEntity, "name", "You have 20 keys. End one that is not needed any more.")
	}
	k, secret := auth.NewKey(v.Account.ID, name, v.Now)
	if err := s.Store.AddKey(v.R.Context(), k); err != nil {
		return err
	}
	return s.showAccount(v, http.StatusOK, accountData{Secret: secret})
}

func (s *server) endKey(v *Visit) error {
	keys, err := s.Store.KeysOf(v.R.Context(), v.Account.ID)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(keys, func(k auth.Key) bool { return k.ID == v.R.PathValue("key") })
	if i < 0 {
		return &imr.Error{Kind: imr.NotFound, Message: "There is no such key. Perhaps it has been ended already."}
	}
	if err := s.Store.RemoveKey(v.R.Context(), v.Account.ID, keys[i].ID); err != nil {
		return err
	}
	v.Flash("The key " + keys[i].Name + " is ended. Programs that use it are refused from now on.")
	return v.Redirect("/account")
}

// JSON answers with a value as JSON.
func (v *Visit) JSON(status int, value any) error {
	b, err := json.Marshal(value)
	if err != nil {
		return err
	}
	v.answered = true
	v.W.Header().Set("Content-Type", "application/json")
	v.W.WriteHeader(status)
	_, _ = v.W.Write(append(b, '\n')) // the asker has gone: nobody to tell
	return nil
}
