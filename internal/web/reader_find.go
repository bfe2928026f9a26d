package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/records"
)

// How many hits are told: those of a list with the words around them, and those to be marked, by their places alone.
const (
	listedHits = 200
	placedHits = 20_000
	longQuery  = 200 // characters
)

// A foundView is what was found.
type foundView struct {
	Total int      `json:"total"`
	Pages []int    `json:"pages"` // ranges of pages with a hit
	Hits  [][6]any `json:"hits"`  // [page, from, to, words before, words found, words after]
	All   []int    `json:"all,omitempty"`
}

// readerFind finds words in the whole record. With all=1 it tells the places of all hits, three numbers each, and no words:
// that is asked when typing rests, the list of the first ones at every key.
func (s *server) readerFind(v *Visit, shelf *records.Shelf) error {
	q := strings.TrimSpace(v.R.URL.Query().Get("q"))
	if len([]rune(q)) > longQuery {
		q = string([]rune(q)[:longQuery])
	}
	if q == "" {
		return v.json(http.StatusOK, foundView{Pages: []int{}, Hits: [][6]any{}})
	}
	all := v.R.URL.Query().Get("all") != ""
	most := listedHits
	if all {
		most = placedHits
	}
	found, err := s.Records.Find(v.R.Context(), v.Case, q, most)
	if err != nil {
		return err
	}
	f := foundView{Total: found.Total, Pages: ranges(found.Pages), Hits: [][6]any{}}
	for _, h := range found.First {
		if all {
			f.All = append(f.All, h.Number, h.From, h.To)
			continue
		}
		f.Hits = append(f.Hits, [6]any{h.Number, h.From, h.To, h.Before, h.Text, h.After})
	}
	return v.json(http.StatusOK, f)
}

// eventLife is how long one connection for events lasts; the browser then opens another. It is short so that a server
// that is told to stop does not wait for readers, and a log-out is noticed.
var eventLife = 25 * time.Second

// readerEvents tells a reader that more of the record was read, as it happens.
func (s *server) readerEvents(v *Visit, _ *records.Shelf) error {
	ctx := v.R.Context()
	changed := s.Records.Changed(ctx, v.Case.ID)
	shelf, err := s.Records.Shelf(ctx, v.Case) // not that of the route: what came before Changed was asked is told now
	if err != nil {
		return err
	}
	out := http.NewResponseController(v.W)
	h := v.W.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("X-Accel-Buffering", "no")
	v.answered = true
	v.W.WriteHeader(http.StatusOK)
	end := time.NewTimer(eventLife)
	defer end.Stop()
	for {
		b, err := json.Marshal(map[string]any{"read": shelf.Read, "pages": shelf.Pages, "behind": shelf.Behind, "made": shelf.Made.UnixMilli()})
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintf(v.W, "retry: 1000\ndata: %s\n\n", b); err != nil || out.Flush() != nil {
			return nil // the reader has gone
		}
		select {
		case <-ctx.Done():
			return nil
		case <-end.C:
			return nil
		case <-changed:
		}
		c, err := s.Store.Case(ctx, v.Case.ID) // files may have come
		if err != nil {
			return err
		}
		changed = s.Records.Changed(ctx, v.Case.ID)
		if shelf, err = s.Records.Shelf(ctx, c); err != nil {
			return err
		}
	}
}

// numbersJSON is a list of page numbers that a script sends.
type numbersJSON struct {
	Pages []int `json:"pages"`
}

// manyNumbers bounds such a list.
const manyNumbers = 5000

func (v *Visit) pageIDs(shelf *records.Shelf) ([]records.PageID, error) {
	var got numbersJSON
	if err := json.NewDecoder(v.R.Body).Decode(&got); err != nil {
		return nil, formError(err)
	}
	if len(got.Pages) > manyNumbers {
		return nil, &imr.Error{Kind: imr.Incomplete, Field: "pages", Message: "At most " + strconv.Itoa(manyNumbers) + " pages can be named at once."}
	}
	var ids []records.PageID
	for _, n := range got.Pages {
		if r, ok := shelf.Ref(n); ok {
			ids = append(ids, shelf.ID(r))
		}
	}
	return ids, nil
}

// noteOpened remembers pages that somebody had before their eyes.
func (s *server) noteOpened(v *Visit, shelf *records.Shelf) error {
	ids, err := v.pageIDs(shelf)
	if err != nil {
		return err
	}
	if err := s.Records.Open(v.R.Context(), v.Case.ID, v.Account.ID, ids); err != nil {
		return err
	}
	return v.json(http.StatusOK, map[string]int{"noted": len(ids)})
}

// wantPages has pages that somebody looks at read before all others.
func (s *server) wantPages(v *Visit, shelf *records.Shelf) error {
	ids, err := v.pageIDs(shelf)
	if err != nil {
		return err
	}
	s.Records.Want(v.R.Context(), v.Case, ids)
	return v.json(http.StatusOK, map[string]int{"wanted": len(ids)})
}
