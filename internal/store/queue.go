package store

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/store/sqldb"
)

// conditions turns a filter into the conditions of a statement over cases c. What a reviewer or a party may see is
// part of the statement, so that no page, total or count can tell more.
func conditions(f imr.QueueFilter) *sqldb.Where {
	var w sqldb.Where
	switch {
	case f.OpenOnly && (f.Order == "" || f.Order == imr.ByDue):
		w.Add("c.is_open = 1")
	case f.OpenOnly: // not by the index of open cases: most are open, and it would have to sort them all
		w.Add("+c.is_open = 1")
	}
	if f.Reviewer != "" {
		w.Add("c.reviewer = ? and c.reviewer <> ''", string(f.Reviewer))
	}
	if f.Party != "" {
		w.Add("c.id in (select p.case_id from case_party p where p.account = ?)", string(f.Party))
	}
	if f.Owner != "" {
		w.Add("c.owner = ?", string(f.Owner))
	}
	if f.NoOwner {
		w.Add("c.owner = ''")
	}
	if len(f.States) > 0 {
		sqldb.In(&w, "c.state", texts(f.States))
	}
	if len(f.Priorities) > 0 {
		sqldb.In(&w, "c.priority", texts(f.Priorities))
	}
	if !f.DueFrom.IsZero() {
		w.Add("c.due_at >= ? and c.due_at < ?", millis(f.DueFrom), int64(nothingDue))
	}
	if !f.DueBefore.IsZero() {
		w.Add("c.due_at < ?", millis(f.DueBefore))
	}
	for _, word := range soughtWords(f.Words) {
		w.Add("exists (select 1 from case_word w where w.case_id = c.id and w.word >= ? and w.word < ?)", word, after(word))
	}
	return &w
}

func texts[T ~string](values []T) []string {
	list := make([]string, len(values))
	for i, v := range values {
		list[i] = string(v)
	}
	return list
}

// A cursor is the place after which the next page begins: the values of the last row in the columns of the order.
type cursor struct {
	Order imr.QueueOrder `json:"o"`
	Desc  bool           `json:"d,omitempty"`
	Text  string         `json:"t,omitempty"`
	Due   int64          `json:"u,omitempty"`
	ID    string         `json:"i"`
}

func (c cursor) String() string {
	b, _ := json.Marshal(c) // texts and numbers only
	return base64.RawURLEncoding.EncodeToString(b)
}

func parseCursor(s string, order imr.QueueOrder, desc bool) (c cursor, err error) {
	bad := &imr.Error{Kind: imr.Incomplete, Field: "after", Message: "This page does not follow any other; begin with the first."}
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil || json.Unmarshal(b, &c) != nil || c.Order != order || c.Desc != desc {
		return c, bad
	}
	return c, nil
}

// columns are what an order sorts by; the last makes it unambiguous.
var columns = map[imr.QueueOrder]struct {
	by     []string
	values func(cursor) []any
}{
	imr.ByDue:      {[]string{"c.due_at", "c.id"}, func(c cursor) []any { return []any{c.Due, c.ID} }},
	imr.ByCase:     {[]string{"c.id"}, func(c cursor) []any { return []any{c.ID} }},
	imr.ByWorker:   {[]string{"c.worker_key", "c.id"}, func(c cursor) []any { return []any{c.Text, c.ID} }},
	imr.ByReceived: {[]string{"c.received", "c.id"}, func(c cursor) []any { return []any{c.Text, c.ID} }},
	imr.ByState:    {[]string{"c.state", "c.due_at", "c.id"}, func(c cursor) []any { return []any{c.Text, c.Due, c.ID} }},
	imr.ByOwner:    {[]string{"c.owner_name", "c.due_at", "c.id"}, func(c cursor) []any { return []any{c.Text, c.Due, c.ID} }},
}

func cursorOf(q imr.QueueRow, order imr.QueueOrder, desc bool) cursor {
	c := cursor{Order: order, Desc: desc, ID: string(q.Case), Due: nothingDue}
	if !q.DueAt.IsZero() {
		c.Due = millis(q.DueAt)
	}
	switch order {
	case imr.ByWorker:
		c.Text = plain(q.Worker)
	case imr.ByReceived:
		c.Text = q.Received.String()
	case imr.ByState:
		c.Text = string(q.State)
	case imr.ByOwner:
		c.Text = q.OwnerName
	}
	return c
}

// Queue returns one page of the cases that a filter lets through, and how many those are altogether. Pages are found
// by the last row of the page before, so that a page deep down costs no more than the first and no case is shown
// twice when others are recorded meanwhile.
func (s *Store) Queue(ctx context.Context, f imr.QueueFilter, now time.Time) (imr.QueuePage, error) {
	order := f.Order
	if order == "" {
		order = imr.ByDue
	}
	if _, ok := columns[order]; !ok {
		return imr.QueuePage{}, &imr.Error{Kind: imr.Incomplete, Field: "order", Message: fmt.Sprintf("The queue cannot be sorted by %q.", f.Order)}
	}
	limit := f.Limit
	if limit <= 0 {
		limit = 100
	}
	limit = min(limit, 1000)
	var from *cursor
	if f.After != "" {
		c, err := parseCursor(f.After, order, f.Descending)
		if err != nil {
			return imr.QueuePage{}, err
		}
		from = &c
	}
	total, err := s.total(ctx, f, now)
	if err != nil {
		return imr.QueuePage{}, fmt.Errorf("count the cases: %w", err)
	}
	page := imr.QueuePage{Total: total}
	where, named := func() *sqldb.Where { return conditions(f) }, ""
	if f.Words != "" && total <= fewFound {
		ids, ok, err := s.found(ctx, f)
		if err != nil {
			return imr.QueuePage{}, err
		}
		if ok {
			few := f
			few.Words = "" // the cases are named instead
			named = ids
			where = func() *sqldb.Where { return conditions(few) }
		}
	}
	rows := func() ([]imr.QueueRow, error) { return s.rowsOf(ctx, named, where, order, f.Descending, from, limit+1) }
	if from == nil && limit <= keptRows && s.db.Engine == sqldb.SQLite && !s.read {
		// A first page is asked for again and again while nothing changes.
		page.Rows, err = recall(s.tally, fmt.Sprintf("rows %+v", f), rows)
		page.Rows = slices.Clone(page.Rows)
	} else {
		page.Rows, err = rows()
	}
	if err != nil {
		return imr.QueuePage{}, fmt.Errorf("list the cases: %w", err)
	}
	if len(page.Rows) > limit {
		page.Rows = page.Rows[:limit]
		page.Next = cursorOf(page.Rows[limit-1], order, f.Descending).String()
	}
	return page, nil
}

// keptRows bounds the pages that are kept until a case changes.
const keptRows = 100

// fewFound is how many cases are looked up one by one; where more have the words that are sought, it is quicker to go
// through the cases in their order until a page is full.
const fewFound = 3000

// found returns the cases that the shelf finds for a filter, as a JSON list; false where the database must say.
func (s *Store) found(ctx context.Context, f imr.QueueFilter) (string, bool, error) {
	shelved, err := s.shelved(ctx, f)
	if err != nil || !shelved {
		return "", false, err
	}
	f.Order, f.Descending, f.After, f.Limit = "", false, "", 0
	ids, err := recall(s.tally, fmt.Sprintf("found %+v", f), func() (string, error) {
		b, err := json.Marshal(s.shelf.find(f))
		return string(b), err
	})
	return ids, err == nil, err
}

// rowsOf reads rows in an order, of all cases or of those in a JSON list. Those in which nothing is due come last also where the order by due time descends.
func (s *Store) rowsOf(ctx context.Context, named string, where func() *sqldb.Where, order imr.QueueOrder, desc bool, from *cursor, limit int) ([]imr.QueueRow, error) {
	if order != imr.ByDue || !desc {
		return s.listRows(ctx, named, where(), order, desc, from, limit)
	}
	var rows []imr.QueueRow
	if from == nil || from.Due != nothingDue {
		w := where()
		w.Add("c.due_at < ?", int64(nothingDue))
		var err error
		if rows, err = s.listRows(ctx, named, w, order, true, from, limit); err != nil || len(rows) == limit {
			return rows, err
		}
		from = nil
	}
	w := where()
	w.Add("c.due_at = ?", int64(nothingDue))
	rest, err := s.listRows(ctx, named, w, order, true, from, limit-len(rows))
	return append(rows, rest...), err
}

// queueColumns are rowColumns, each of the cases.
var queueColumns = "c." + strings.Join(strings.FieldsFunc(rowColumns, func(r rune) bool { return r == ',' || r == ' ' || r == '\n' || r == '\t' }), ", c.")

func (s *Store) listRows(ctx context.Context, named string, w *sqldb.Where, order imr.QueueOrder, desc bool, from *cursor, limit int) ([]imr.QueueRow, error) {
	cols := columns[order]
	dir, than := "", ">"
	if desc {
		dir, than = " desc", "<"
	}
	if from != nil {
		w.Add("("+strings.Join(cols.by, ", ")+") "+than+" ("+strings.TrimSuffix(strings.Repeat("?, ", len(cols.by)), ", ")+")", cols.values(*from)...)
	}
	tables := "cases c"
	if named != "" { // only from the shelf, so only in SQLite; the cross join makes it look up each and sort them
		tables = "json_each(" + w.Arg(named) + ") j cross join cases c on c.id = j.value"
	}
	text := `select ` + queueColumns + ` from ` + tables + ` where 1 = 1` + w.String() +
		"\norder by " + strings.Join(cols.by, dir+", ") + dir + "\nlimit " + w.Arg(limit)
	return sqldb.ListText(ctx, s.db, min(limit, 101), text, newRowPlaces().scan, w.Args()...)
}

// total counts the cases that a filter lets through, whatever the order and the page.
func (s *Store) total(ctx context.Context, f imr.QueueFilter, now time.Time) (int, error) {
	shelved, err := s.shelved(ctx, f)
	if err != nil {
		return 0, err
	}
	if shelved {
		c, err := s.counts(ctx, f, now)
		return c.Open, err
	}
	f.Order, f.Descending, f.After, f.Limit = "", false, "", 0
	epoch, err := s.epoch(ctx)
	if err != nil {
		return 0, err
	}
	return recall(s.tally, fmt.Sprintf("total %d %+v", epoch, f), func() (int, error) {
		w := conditions(f)
		n, err := sqldb.ListText(ctx, s.db, 1, `select count(*) from cases c where 1 = 1`+w.String(), func(r sqldb.Row) (n int, err error) {
			return n, r.Scan(&n)
		}, w.Args()...)
		if err != nil {
			return 0, err
		}
		return n[0], nil
	})
}

// Counts returns the numbers above the queue: over the open cases that a filter lets through, how many there are, how
// many are late at now, due later on that day, due within the three days after, without an owner, and at each stage.
func (s *Store) Counts(ctx context.Context, f imr.QueueFilter, now time.Time) (imr.QueueCounts, error) {
	f.OpenOnly = true
	counts, err := s.counts(ctx, f, now)
	if err != nil {
		return imr.QueueCounts{}, fmt.Errorf("count the cases: %w", err)
	}
	counts.ByState = maps.Clone(counts.ByState)
	return counts, nil
}

func (s *Store) counts(ctx context.Context, f imr.QueueFilter, now time.Time) (imr.QueueCounts, error) {
	f.Order, f.Descending, f.After, f.Limit = "", false, "", 0
	f.Words = strings.Join(soughtWords(f.Words), " ")
	today := clock.DayIn(now, imr.Office)
	edges := [3]int64{millis(now), millis(today.AddDays(1).At(0, 0, 0, imr.Office)), millis(today.AddDays(4).At(0, 0, 0, imr.Office))}
	epoch, err := s.epoch(ctx)
	if err != nil {
		return imr.QueueCounts{}, err
	}
	shelved, err := s.shelved(ctx, f)
	if err != nil {
		return imr.QueueCounts{}, err
	}
	minute := now.Truncate(time.Minute) // where nothing is recorded, what is late is told to the minute
	return recall(s.tally, fmt.Sprintf("counts %d %+v %d", epoch, f, minute.Unix()), func() (imr.QueueCounts, error) {
		if shelved {
			return s.shelf.count(f, edges), nil
		}
		return s.count(ctx, f, edges)
	})
}

// epoch is a number that changes when another process may have changed a case: the size of the record. A process that
// has SQLite to itself needs none.
func (s *Store) epoch(ctx context.Context) (size int64, err error) {
	if s.db.Engine == sqldb.SQLite && !s.read {
		return 0, nil
	}
	if err := s.db.QueryRow(ctx, qHeadSize).Scan(&size); err != nil {
		return 0, fmt.Errorf("%s: %w", qHeadSize.Name, err)
	}
	return size, nil
}

type stageCount struct {
	state                            imr.State
	open, late, today, soon, noOwner int
}

func (s *Store) count(ctx context.Context, f imr.QueueFilter, edges [3]int64) (imr.QueueCounts, error) {
	w := conditions(f)
	a, b, c := w.Arg(edges[0]), w.Arg(edges[1]), w.Arg(edges[2])
	text := fmt.Sprintf(`
		select c.state, count(*), count(*) filter (where c.due_at < %[1]s),
			count(*) filter (where c.due_at >= %[1]s and c.due_at < %[2]s), count(*) filter (where c.due_at >= %[2]s and c.due_at < %[3]s),
			count(*) filter (where c.owner = '')
		from cases c where 1 = 1%[4]s
		group by c.state`, a, b, c, w.String())
	stages, err := sqldb.ListText(ctx, s.db, 0, text, func(r sqldb.Row) (c stageCount, err error) {
		return c, r.Scan(&c.state, &c.open, &c.late, &c.today, &c.soon, &c.noOwner)
	}, w.Args()...)
	if err != nil {
		return imr.QueueCounts{}, err
	}
	counts := imr.QueueCounts{ByState: map[imr.State]int{}}
	for _, c := range stages {
		counts.ByState[c.state] = c.open
		counts.Open += c.open
		counts.Late += c.late
		counts.Today += c.today
		counts.Soon += c.soon
		counts.NoOwner += c.noOwner
	}
	return counts, nil
}
