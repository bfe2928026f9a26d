package web

import (
	"net/http"
	"time"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
	"github.com/openimr/openimr/internal/export"
	"github.com/openimr/openimr/records"
)

// exportRoutes are the record as one file.
func (s *server) exportRoutes() []Route {
	return []Route{{Pattern: "GET /cases/{id}/record.pdf", Action: auth.SeeDocument, OfCase: true, Handle: s.ofShelf(s.recordPDF)}}
}

// pagePatience is how long a download waits for one page: one that was not read yet is read for it.
const pagePatience = 3 * time.Minute

// recordPDF answers with the whole record as one bookmarked PDF/A with the pages' numbers. It is written as it is made,
// so it begins at once whatever the record's size. To load it is not to read it: no page is noted as opened.
func (s *server) recordPDF(v *Visit, shelf *records.Shelf) error {
	if len(shelf.Files) == 0 {
		return &imr.Error{Kind: imr.NotFound, Message: "Nothing was received for this case yet. The record can be downloaded when there is something in it."}
	}
	h := v.W.Header()
	h.Set("Content-Type", "application/pdf")
	h.Set("Content-Disposition", dispositionOf("attachment", "Record of "+string(v.Case.ID)+".pdf"))
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("X-Accel-Buffering", "no")
	v.answered = true
	out := http.NewResponseController(v.W)
	wait := func(int, int) { _ = out.SetWriteDeadline(time.Now().Add(pagePatience)) } // a writer without deadlines needs none
	wait(0, 0)
	on := shelf.Made
	for _, f := range shelf.Files {
		if f.Received.After(on) {
			on = f.Received
		}
	}
	err := export.PDF(v.R.Context(), v.W, shelf, s.Records, export.Options{
		Case: string(v.Case.ID), Title: "Record of " + string(v.Case.ID), Producer: "OpenIMR", Date: on,
		Party:    func(id string) string { return senderName(v.Case, records.ShelfFile{From: id}) },
		Progress: wait,
	})
	if err != nil {
		if v.R.Context().Err() == nil {
			s.Logger.Error("export of a record", "request", traceOf(v.R).id, "err", err)
		}
		panic(http.ErrAbortHandler) // the head is sent: cut the connection, so that half a file is not taken for the whole
	}
	return nil
}
