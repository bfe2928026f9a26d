package web

import (
	"encoding/csv"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/openimr/openimr/imr"
)

func csvAddress(q queueQuery) string {
	q.After = ""
	v := q.values()
	if len(v) == 0 {
		return "/queue.csv"
	}
	return "/queue.csv?" + v.Encode()
}

// exportRows is how many rows are asked of the store at once, and exportMost how many a file holds.
const (
	exportRows = 1000
	exportMost = 200_000
)

// queueCSV answers with the filtered queue as a table for a spreadsheet: days in ISO form, one line a case. It holds
// no reviewer.
func (s *server) queueCSV(v *Visit) error {
	f := parseQueue(dropAfter(v.R.URL.Query())).filter(v)
	f.Limit = exportRows
	page, err := s.Store.Queue(v.R.Context(), f, v.Now)
	if err != nil {
		return err
	}
	h := v.W.Header()
	h.Set("Content-Type", "text/csv; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="queue-`+today(v.Now).String()+`.csv"`)
	v.answered = true
	w := csv.NewWriter(v.W)
	w.UseCRLF = true
	_ = w.Write([]string{"case", "worker", "claim", "first item in dispute", "items in dispute", "stage", "priority", "next step", "owed by",
		"due", "due at (UTC)", "rule", "owner", "received"}) // told by w.Error below
	for n := 0; ; {
		for i := range page.Rows {
			_ = w.Write(csvRow(&page.Rows[i]))
		}
		if n += len(page.Rows); page.Next == "" || n >= exportMost {
			break
		}
		f.After = page.Next
		if page, err = s.Store.Queue(v.R.Context(), f, v.Now); err != nil {
			w.Flush()
			// The head is sent: cut the connection, so that half a file is not taken for the whole.
			s.Logger.Error("export of the queue", "request", traceOf(v.R).id, "err", err)
			panic(http.ErrAbortHandler)
		}
	}
	w.Flush()
	return w.Error()
}

func dropAfter(q url.Values) url.Values {
	q.Del("after")
	return q
}

func csvRow(r *imr.QueueRow) []string {
	at := ""
	if !r.DueAt.IsZero() && r.DueRule != "" {
		at = r.DueAt.UTC().Format(time.RFC3339)
	}
	row := []string{string(r.Case), r.Worker, r.Claim, r.Request, strconv.Itoa(r.Items), imr.StageName(r.State), priorityName(r.Priority),
		r.NextStep, r.Owes, r.Due.String(), at, r.DueRule, r.OwnerName, r.Received.String()}
	for i := range row {
		row[i] = unformula(row[i])
	}
	return row
}

// unformula keeps a spreadsheet from running what a party wrote: a cell that begins like a formula gets a quote.
func unformula(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}
