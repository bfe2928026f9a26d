package web

import (
	"net/http"
	"strconv"

	"github.com/openimr/openimr/internal/auth"
	"github.com/openimr/openimr/review/assemble"
)

// itemRecordRoutes are what the record says of each item: the request as sent, and the denial with its reason and guideline.
func (s *server) itemRecordRoutes() []Route {
	return []Route{{Pattern: "GET /cases/{id}/draft/items", Action: auth.WriteDraft, OfCase: true, Handle: s.itemRecords}}
}

// itemRecords answers the desk with a part of each item's section. While more of the record is on its way it says so, and
// the desk asks again (202).
func (s *server) itemRecords(v *Visit) error {
	if s.Records == nil {
		return v.Part(http.StatusOK, itemRecordList(v, nil))
	}
	shelf, err := s.Records.Shelf(v.R.Context(), v.Case)
	if err != nil {
		return err
	}
	book, _, state := s.books.of(v.R.Context(), s, v.Case, shelf)
	if book == nil || shelf.Index == nil {
		status := http.StatusOK
		if state.preparing || state.read < state.pages || shelf.Behind {
			status = http.StatusAccepted
		}
		return v.Part(status, itemRecordList(v, nil))
	}
	status := http.StatusOK
	if state.preparing || state.behind || state.read < state.pages || shelf.Behind {
		status = http.StatusAccepted // more may be found
	}
	return v.Part(status, itemRecordList(v, assemble.Items(v.Case, book)))
}

// passageName says where a passage stands, for a link: "p. 412".
func passageName(p assemble.Passage) string { return "p. " + strconv.Itoa(p.Number) }

// refusalWords say how utilization review decided.
func refusalWords(it assemble.Item) string {
	switch {
	case it.Decision == "modified" && it.Authorized != "":
		return "Modified: " + it.Authorized + " authorized"
	case it.Decision != "":
		return capital(it.Decision)
	}
	return "Decision"
}
