package store

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/store/sqldb"
)

// nothingDue is stored as the due time of a case in which nothing is due, so that it sorts last.
const nothingDue = 1<<63 - 1

const rowColumns = `id, worker, claim, request, items, state, priority, owner, owner_name, reviewer, next_step, owes,
	due_rule, due, due_at, received, changed, version`

// rowPlaces are where the columns of a row are read into. They have the plainest types, which the database package
// fills without looking them up, and are used again for the next row: the queue reads a hundred rows for every page.
type rowPlaces struct {
	text                           [14]string
	items, dueAt, changed, version int64
	to                             []any
}

func newRowPlaces(more ...any) *rowPlaces {
	p := &rowPlaces{}
	t := &p.text
	p.to = append([]any{&t[0], &t[1], &t[2], &t[3], &p.items, &t[4], &t[5], &t[6], &t[7], &t[8], &t[9], &t[10], &t[11], &t[12], &p.dueAt,
		&t[13], &p.changed, &p.version}, more...)
	return p
}

func (p *rowPlaces) scan(r sqldb.Row) (imr.QueueRow, error) {
	if err := r.Scan(p.to...); err != nil {
		return imr.QueueRow{}, err
	}
	t := &p.text
	q := imr.QueueRow{
		Case: imr.CaseID(t[0]), Worker: t[1], Claim: t[2], Request: t[3], Items: int(p.items), State: imr.State(t[4]), Priority: imr.Priority(t[5]),
		Owner: imr.UserID(t[6]), OwnerName: t[7], Reviewer: imr.UserID(t[8]), NextStep: t[9], Owes: t[10], DueRule: t[11],
		Changed: fromMillis(p.changed), Version: int(p.version),
	}
	if p.dueAt != nothingDue {
		q.DueAt = fromMillis(p.dueAt)
	}
	var err error
	if q.Due, err = parseDay(t[12]); err != nil {
		return q, err
	}
	q.Received, err = parseDay(t[13])
	return q, err
}

func scanRow(r sqldb.Row) (imr.QueueRow, error) { return newRowPlaces().scan(r) }

func scanRowWith(r sqldb.Row, q *imr.QueueRow, more ...any) (err error) {
	*q, err = newRowPlaces(more...).scan(r)
	return err
}

func parseDay(s string) (clock.Day, error) {
	if s == "" {
		return 0, nil
	}
	return clock.ParseDay(s)
}

// rowArgs are the values of a row in the order of rowColumns, with worker_key and is_open after them.
func rowArgs(q imr.QueueRow) []any {
	dueAt := int64(nothingDue)
	if !q.DueAt.IsZero() {
		dueAt = millis(q.DueAt)
	}
	open := 0
	if q.State.Unfinished() {
		open = 1
	}
	return []any{string(q.Case), q.Worker, q.Claim, q.Request, q.Items, string(q.State), string(q.Priority), string(q.Owner), q.OwnerName,
		string(q.Reviewer), q.NextStep, q.Owes, q.DueRule, q.Due.String(), dueAt, q.Received.String(), millis(q.Changed), q.Version,
		plain(q.Worker), open}
}

// stored returns a row as it comes back from the database: instants have no more than milliseconds.
func stored(q imr.QueueRow) imr.QueueRow {
	if !q.DueAt.IsZero() {
		q.DueAt = fromMillis(millis(q.DueAt))
	}
	q.Changed = fromMillis(millis(q.Changed))
	return q
}

// rowOf makes the row of a case as it is stored.
func rowOf(r imr.Rules, c imr.Case, now time.Time) (imr.QueueRow, error) {
	row, err := imr.RowOf(r, c, now)
	if err != nil {
		return row, fmt.Errorf("tell where %s stands: %w", c.ID, err)
	}
	return stored(row), nil
}

// accounts are those of the parties that may see the case.
func accounts(c imr.Case) []string {
	var ids []string
	for _, p := range c.Parties {
		if p.Account != "" {
			ids = append(ids, string(p.Account))
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// plain is text as it is searched and sorted: lower case, without accents.
func plain(s string) string {
	ascii := true
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			ascii = false
			break
		}
	}
	if ascii {
		return strings.ToLower(s)
	}
	var b strings.Builder
	for _, r := range norm.NFKD.String(s) {
		if r == 'ı' { // whose capital is that of i
			r = 'i'
		}
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// words are what a row is found by: every word, and what follows a dash, an apostrophe or the like within it, so that
// "smith" finds "O'Brien-Smith" and "0190123" finds "CM15-0190123".
func words(q imr.QueueRow) []string {
	var ws []string
	for _, field := range strings.Fields(plain(string(q.Case) + " " + q.Worker + " " + q.Claim + " " + q.Request)) {
		inside := false
		for i, r := range field {
			letter := unicode.IsLetter(r) || unicode.IsDigit(r)
			if letter && !inside {
				ws = append(ws, strings.TrimRightFunc(cut(field[i:]), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }))
			}
			inside = letter
		}
	}
	slices.Sort(ws)
	return slices.Compact(ws)
}

// longestWord bounds, in bytes, what of a word is searched.
const longestWord = 60

func cut(s string) string {
	if len(s) <= longestWord {
		return s
	}
	n := longestWord
	for n > 0 && s[n]&0xC0 == 0x80 {
		n--
	}
	return s[:n]
}

// soughtWords are the words of a filter, each of which must begin a word of the case.
func soughtWords(text string) []string {
	var ws []string
	for _, w := range strings.Fields(plain(text)) {
		w = strings.TrimFunc(w, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		if w != "" && len(ws) < mostSought {
			ws = append(ws, cut(w))
		}
	}
	return ws
}

// mostSought bounds the words that are searched for at once; more are passed over.
const mostSought = 20

// after returns the least text that is greater than every text which begins with a word.
func after(word string) string { return word + "\U0010FFFF" }
