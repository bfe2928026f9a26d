//go:build unix

package bench

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/reading"
	"github.com/openimr/openimr/internal/sample/planted"
	"github.com/openimr/openimr/internal/store"
	"github.com/openimr/openimr/internal/store/storetest"
	"github.com/openimr/openimr/review"
	"github.com/openimr/openimr/review/check"
	"github.com/openimr/openimr/review/pages"
)

// BenchmarkReviewCheck checks a draft of forty sentences at every key of one more sentence, over a record of 5,000 pages: what
// the shelf knows, the check of the whole draft, and the answer as JSON; all of the request but the log-in. The peer is the same
// check without what it remembers: every sentence and every cited page is taken apart at every key. Goal: p99 under 150 ms.
func BenchmarkReviewCheck(b *testing.B) {
	ctx := context.Background()
	s, err := store.Open(ctx, b.TempDir(), store.Options{Rules: storetest.Rules})
	if err != nil {
		b.Fatal(err)
	}
	d, err := reading.New(reading.Options{Store: s, Blobs: s.Blobs(), Files: reading.Sandbox(nil)})
	if err != nil {
		b.Fatal(err)
	}
	defer func() {
		if err := errors.Join(d.Close(), s.Close()); err != nil {
			b.Error(err)
		}
	}()
	c, words := fill(ctx, b, s, 5000, func(string) {})
	shelf, err := d.Shelf(ctx, c)
	if err != nil {
		b.Fatal(err)
	}
	start := time.Now()
	bundle, err := d.Bundle(ctx, c)
	if err != nil {
		b.Fatal(err)
	}
	book := pages.New(bundle, shelf)
	made := time.Since(start)

	var summary strings.Builder
	number := 7
	for _, src := range planted.Sources()[:5] {
		for _, x := range review.Sentences(src.Summary) {
			number = number%4900 + 97
			summary.WriteString(review.Write(x.Words, []review.Mark{{Number: number, Last: number}}, review.Confirmed) + " ")
		}
	}
	more := "On 11-3-2016 she complained of low back pain rated 7 out of 10 and of numbness of the left foot; there is no documentation of a urine drug screen."
	in := check.Input{Case: c, Book: book, Today: clock.DayOf(2017, 1, 20), Memory: check.NewMemory()}
	found := 0
	ask := func(memory *check.Memory, typed string) time.Duration {
		in.Memory = memory
		in.Draft = imr.Draft{Summary: summary.String() + typed + " [p. 4321]", Items: []imr.DraftDecision{{Item: 1, Rationale: "The record shows pain. Therefore, the request is not medically necessary."}}}
		start := time.Now()
		if _, err := d.Shelf(ctx, c); err != nil {
			b.Fatal(err)
		}
		fs := check.Draft(in)
		if _, err := json.Marshal(fs); err != nil {
			b.Fatal(err)
		}
		found += len(fs)
		return time.Since(start)
	}
	first := ask(in.Memory, "")
	memory := in.Memory
	var ours, theirs []time.Duration
	for b.Loop() {
		for k := 1; k <= len(more); k++ {
			ours = append(ours, ask(memory, more[:k]))
			if k%10 == 0 {
				theirs = append(theirs, ask(nil, more[:k]))
			}
		}
	}
	if found == 0 {
		b.Fatal("nothing was found")
	}
	b.ReportMetric(float64(words), "words")
	b.ReportMetric(float64(made.Milliseconds()), "ms-to-prepare")
	b.ReportMetric(float64(book.Size())/(1<<20), "MB")
	b.ReportMetric(float64(first.Microseconds())/1000, "ms-first-of-all")
	b.ReportMetric(percentile(ours, 50), "ms-p50")
	b.ReportMetric(percentile(ours, 99), "ms-p99")
	b.ReportMetric(percentile(theirs, 50), "ms-p50-forgetful")
	b.ReportMetric(percentile(theirs, 99), "ms-p99-forgetful")
	b.ReportMetric(percentile(theirs, 50)/percentile(ours, 50), "of-forgetful")
	b.ReportMetric(0, "ns/op")
}
