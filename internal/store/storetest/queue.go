package storetest

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
)

// aQueue makes cases at several stages, of several owners.
func (s *suite) aQueue(n int) []imr.CaseID {
	ids := make([]imr.CaseID, n)
	for i := range ids {
		app := Application(i)
		if i%7 == 3 {
			app.Priority, app.Denial.Expedited = imr.Expedited, true
		}
		at := On("2015-09-28").AddDate(0, 0, i%5)
		r, err := s.st.Do(s.ctx, imr.Request{Command: app, Act: Act(Dana, at)})
		must(s.T, err)
		ids[i] = r.Case.ID
		life := Life()
		for k, step := range life[:i%(len(life)+1)] {
			if o, ok := step.Command.(*imr.OwnerChanged); ok && i%3 == 0 {
				o.Owner, o.Name = "sam.reed", "Sam Reed"
			}
			if k == 0 && i%4 == 2 {
				continue // belongs to nobody
			}
			s.do(ids[i], Step{step.By, at.AddDate(0, 0, 2+k).Format(time.DateOnly), step.Command})
		}
		if i%11 == 5 {
			s.do(ids[i], Step{Dana, "2015-11-01", &imr.Withdrawn{By: "P1", Signed: true}})
		}
	}
	return ids
}

// A seen case is one with the row that follows from it.
type seen struct {
	c   imr.Case
	row imr.QueueRow
}

// look reads every case and makes its row.
func (s *suite) look(ids []imr.CaseID) []seen {
	rules, err := Rules("ca-wc-imr")
	must(s.T, err)
	list := make([]seen, len(ids))
	for i, id := range ids {
		c, err := s.st.Case(s.ctx, id)
		must(s.T, err)
		row, err := imr.RowOf(rules, c, s.now)
		must(s.T, err)
		row.DueAt, row.Changed = row.DueAt.UTC().Truncate(time.Millisecond), row.Changed.UTC().Truncate(time.Millisecond)
		list[i] = seen{c, row}
	}
	return list
}

// rowsByHand are the rows that a filter lets through, in their order, found without the database: from the cases
// themselves, by the words of the filter's documentation.
func rowsByHand(cases []seen, f imr.QueueFilter) []imr.QueueRow {
	var rows []imr.QueueRow
	for _, x := range cases {
		if lets(f, x.row, x.c) {
			rows = append(rows, x.row)
		}
	}
	const never = 1 << 62
	due := func(q imr.QueueRow) int64 {
		if q.DueAt.IsZero() {
			return never
		}
		return q.DueAt.UnixMilli()
	}
	slices.SortFunc(rows, func(a, b imr.QueueRow) int {
		id := cmp.Compare(a.Case, b.Case)
		if f.Descending && (f.Order == imr.ByDue || f.Order == "") && (due(a) == never) != (due(b) == never) {
			return cmp.Compare(due(a), due(b)) // nothing due comes last
		}
		n := map[imr.QueueOrder]int{
			"": cmp.Or(cmp.Compare(due(a), due(b)), id), imr.ByDue: cmp.Or(cmp.Compare(due(a), due(b)), id), imr.ByCase: id,
			imr.ByWorker:   cmp.Or(strings.Compare(bare(a.Worker), bare(b.Worker)), id),
			imr.ByState:    cmp.Or(cmp.Compare(a.State, b.State), cmp.Compare(due(a), due(b)), id),
			imr.ByOwner:    cmp.Or(strings.Compare(a.OwnerName, b.OwnerName), cmp.Compare(due(a), due(b)), id),
			imr.ByReceived: cmp.Or(cmp.Compare(a.Received, b.Received), id),
		}[f.Order]
		if f.Descending {
			return -n
		}
		return n
	})
	return rows
}

// bare is a name in lower case, without the accents that the invented names have.
func bare(s string) string {
	return strings.NewReplacer("é", "e", "ñ", "n").Replace(strings.ToLower(s))
}

func lets(f imr.QueueFilter, q imr.QueueRow, c imr.Case) bool {
	party := f.Party == ""
	for _, p := range c.Parties {
		party = party || p.Account == f.Party
	}
	text := strings.FieldsFunc(bare(string(q.Case)+" "+q.Worker+" "+q.Claim+" "+q.Request), func(r rune) bool { return strings.ContainsRune(" -'", r) })
	for _, w := range strings.Fields(bare(f.Words)) {
		if !slices.ContainsFunc(text, func(t string) bool { return strings.HasPrefix(t, w) }) {
			return false
		}
	}
	return party && (!f.OpenOnly || q.State.Unfinished()) && (f.Reviewer == "" || q.Reviewer == f.Reviewer) && (f.Owner == "" || q.Owner == f.Owner) &&
		(!f.NoOwner || q.Owner == "") && (len(f.States) == 0 || slices.Contains(f.States, q.State)) &&
		(len(f.Priorities) == 0 || slices.Contains(f.Priorities, q.Priority)) &&
		(f.DueFrom.IsZero() || !q.DueAt.IsZero() && !q.DueAt.Before(f.DueFrom)) && (f.DueBefore.IsZero() || !q.DueAt.IsZero() && q.DueAt.Before(f.DueBefore))
}

// Filters of every kind, in every order, page by page, show exactly the cases that they should, each once, and count
// them rightly.
func queue(t *testing.T, s *suite) {
	s.now = On("2015-10-20")
	cases := s.look(s.aQueue(60))
	random := rand.New(rand.NewPCG(7, 7))
	some := func(n int) bool { return random.IntN(n) == 0 }
	orders := []imr.QueueOrder{"", imr.ByDue, imr.ByCase, imr.ByWorker, imr.ByState, imr.ByOwner, imr.ByReceived}
	for range 150 {
		f := imr.QueueFilter{Order: orders[random.IntN(len(orders))], Descending: some(2), OpenOnly: some(2), NoOwner: some(8), Limit: 1 + random.IntN(20)}
		if some(4) {
			f.Words = []string{"muno", "O'Brien", "smith physical", "CM15-000000", "77 00012", "zebra", "da", "josé", "lumbar"}[random.IntN(9)]
		}
		if f.Words == "O'Brien" { // for the comparison by hand; the words of a name are tried below
			f.Words = "brien"
		}
		if f.Words == "CM15-000000" {
			f.Words = "CM15"
		}
		if some(4) {
			f.States = []imr.State{imr.Received, imr.AwaitingRecords, imr.WithdrawnState}[:1+random.IntN(3)]
		}
		if some(4) {
			f.Owner = []imr.UserID{Dana.ID, "sam.reed", "nobody"}[random.IntN(3)]
		}
		if some(6) {
			f.Reviewer = Ruth.ID
		}
		if some(6) {
			f.Party = []imr.UserID{"paula.reyes", "worker3", "stranger"}[random.IntN(3)]
		}
		if some(5) {
			f.Priorities = []imr.Priority{imr.Expedited}
		}
		if some(5) {
			f.DueBefore = On("2015-10-25")
		}
		if some(5) {
			f.DueFrom = On("2015-10-12")
		}
		want := rowsByHand(cases, f)
		var got []imr.QueueRow
		page := f
		for {
			p, err := s.st.Queue(s.ctx, page, s.now)
			must(t, err)
			if p.Total != len(want) || len(p.Rows) > f.Limit {
				t.Fatalf("%+v: %d rows of %d, want %d", page, len(p.Rows), p.Total, len(want))
			}
			got = append(got, p.Rows...)
			if page.After = p.Next; p.Next == "" {
				break
			}
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("%+v:\n got %v\nwant %v", f, got, want)
		}
		s.countsByHand(cases, f)
	}
	for words, n := range map[string]int{"o'brien-smith": 8, "brien-smith": 8, "O’BRIEN": 0, "cm15-0000001": 1, "0000001": 1, "2014-77-00003": 1, "77-00003": 1, "  ": 60, "%": 60, "fusion l4-l5": 12} {
		p, err := s.st.Queue(s.ctx, imr.QueueFilter{Words: words}, s.now)
		must(t, err)
		if p.Total != n {
			t.Errorf("%q finds %d cases, want %d", words, p.Total, n)
		}
	}
	for _, f := range []imr.QueueFilter{{After: "x"}, {After: "e30"}, {Order: "price"}} {
		if _, err := s.st.Queue(s.ctx, f, s.now); kindOf(err) != imr.Incomplete {
			t.Errorf("%+v: %v", f, err)
		}
	}
}

func (s *suite) countsByHand(cases []seen, f imr.QueueFilter) {
	s.Helper()
	got, err := s.st.Counts(s.ctx, f, s.now)
	must(s.T, err)
	f.OpenOnly = true
	want := imr.QueueCounts{ByState: map[imr.State]int{}}
	today := clock.DayIn(s.now, imr.Office)
	for _, q := range rowsByHand(cases, f) {
		want.Open++
		want.ByState[q.State]++
		if q.Owner == "" {
			want.NoOwner++
		}
		switch day := clock.DayIn(q.DueAt, imr.Office); {
		case q.DueAt.IsZero():
		case q.DueAt.Before(s.now):
			want.Late++
		case day == today:
			want.Today++
		case day <= today.AddDays(3):
			want.Soon++
		}
	}
	if !reflect.DeepEqual(got, want) {
		s.Fatalf("%+v: counted %+v, want %+v", f, got, want)
	}
}

// What is recorded is seen at once, in rows and numbers.
func queueIsFresh(t *testing.T, s *suite) {
	s.now = On("2015-10-20")
	ids := s.aQueue(12)
	for i := range 30 {
		f := imr.QueueFilter{OpenOnly: true, Owner: "sam.reed"}
		before, err := s.st.Counts(s.ctx, f, s.now)
		must(t, err)
		id := ids[i%12]
		c, err := s.st.Case(s.ctx, id)
		must(t, err)
		to := imr.UserID("sam.reed")
		if c.Owner == to {
			to = Dana.ID
		}
		s.do(id, Step{Dana, "2015-11-20", &imr.OwnerChanged{Owner: to, Name: string(to)}})
		p, err := s.st.Queue(s.ctx, f, s.now)
		must(t, err)
		after, err := s.st.Counts(s.ctx, f, s.now)
		must(t, err)
		change := 0
		if c.State.Unfinished() {
			change = map[bool]int{true: 1, false: -1}[to == "sam.reed"]
		}
		if after.Open != before.Open+change || p.Total != after.Open || len(p.Rows) != after.Open {
			t.Fatalf("%d, then %d with %d rows of %d after %s went to %s", before.Open, after.Open, len(p.Rows), p.Total, id, to)
		}
	}
	s.do(ids[0], Step{Dana, "2015-11-20", &imr.FactCorrected{Fact: imr.FactWorkerName, Old: Application(0).Worker.Name, New: "Zoë Quux", Reason: "The form says so."}})
	for words, n := range map[string]int{"quux": 1, "zoe": 1, fmt.Sprint(Application(0).Worker.Name, " ", ids[0]): 0} {
		p, err := s.st.Queue(s.ctx, imr.QueueFilter{Words: words}, s.now)
		must(t, err)
		if p.Total != n {
			t.Errorf("after the correction %q finds %d cases", words, p.Total)
		}
	}
}
