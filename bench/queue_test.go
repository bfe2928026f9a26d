package bench

import (
	"context"
	"database/sql"
	"path/filepath"
	"testing"
	"time"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/store/storetest"
)

// BenchmarkQueue is the first page of the work queue with 100,000 cases as the store gives it, rows, total and the
// numbers above it, against the bare SQL of its rows, filter by filter. "anew" has a case change before each page, so
// that nothing that was read or counted before may be used.
func BenchmarkQueue(b *testing.B) {
	now := time.Date(2026, 11, 24, 18, 0, 0, 0, time.UTC)
	s, dir := fullQueue(b, 100_000, now)
	ctx := context.Background()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, "openimr.db")+"?_pragma=query_only(1)&_pragma=cache_size(-32768)&_pragma=mmap_size(268435456)")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = db.Close() })
	r, err := s.Do(ctx, imr.Request{Command: storetest.Application(1), Act: storetest.Act(storetest.Dana, now)})
	if err != nil {
		b.Fatal(err)
	}
	page := func(b *testing.B, f imr.QueueFilter) {
		p, err := s.Queue(ctx, f, now)
		if err != nil || len(p.Rows) == 0 || p.Total < len(p.Rows) {
			b.Fatalf("%d rows of %d, %v", len(p.Rows), p.Total, err)
		}
		if _, err := s.Counts(ctx, f, now); err != nil {
			b.Fatal(err)
		}
	}
	bare := bareQueue(b, dir)
	for _, x := range []struct {
		name string
		f    imr.QueueFilter
	}{
		{"open", imr.QueueFilter{OpenOnly: true}},
		{"all", imr.QueueFilter{}},
		{"all latest first", imr.QueueFilter{Descending: true}},
		{"mine", imr.QueueFilter{OpenOnly: true, Owner: "person.01"}},
		{"nobody's", imr.QueueFilter{OpenOnly: true, NoOwner: true}},
		{"late", imr.QueueFilter{OpenOnly: true, DueBefore: now}},
		{"stage", imr.QueueFilter{OpenOnly: true, States: []imr.State{imr.QualityCheck}}},
		{"expedited", imr.QueueFilter{OpenOnly: true, Priorities: []imr.Priority{imr.Expedited}}},
		{"by worker", imr.QueueFilter{OpenOnly: true, Order: imr.ByWorker}},
		{"by stage", imr.QueueFilter{OpenOnly: true, Order: imr.ByState}},
		{"by owner", imr.QueueFilter{OpenOnly: true, Order: imr.ByOwner, Descending: true}},
		{"reviewer", imr.QueueFilter{Reviewer: "doctor.007"}},
		{"rare word", imr.QueueFilter{OpenOnly: true, Words: "family123"}},
		{"common word", imr.QueueFilter{OpenOnly: true, Words: "lumbar"}},
		{"two words", imr.QueueFilter{OpenOnly: true, Words: "lumbar given17"}},
		{"every word", imr.QueueFilter{OpenOnly: true, Words: "cm26"}},
	} {
		for _, anew := range []bool{false, true} {
			name := x.name
			if anew {
				name += ", anew"
			}
			b.Run(name, func(b *testing.B) {
				var ours, theirs []time.Duration
				page(b, x.f)
				for b.Loop() {
					if anew {
						if _, err := s.Do(ctx, imr.Request{Case: r.Case.ID, Saw: imr.AnyVersion, Command: &imr.NoteAdded{Text: "x"}, Act: storetest.Act(storetest.Dana, now)}); err != nil {
							b.Fatal(err)
						}
					}
					began := time.Now()
					page(b, x.f)
					ours = append(ours, time.Since(began))
					began = time.Now()
					bare()
					theirs = append(theirs, time.Since(began))
				}
				b.ReportMetric(float64(median(ours).Microseconds()), "store-µs")
				b.ReportMetric(float64(median(theirs).Microseconds()), "bare-SQL-µs")
				b.ReportMetric(float64(median(ours))/float64(median(theirs)), "times-the-bare-SQL")
				b.ReportMetric(0, "ns/op")
			})
		}
	}
}
