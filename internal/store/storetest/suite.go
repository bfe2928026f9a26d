package storetest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/store"
)

// Open opens an empty store with a clock; the test closes it.
type Open func(t testing.TB, now func() time.Time) *store.Store

// Run runs the suite.
func Run(t *testing.T, open Open) {
	for _, x := range []struct {
		name string
		test func(*testing.T, *suite)
	}{
		{"a case goes its way and is found again", theWay},
		{"numbers are given by the year, without gaps", numbers},
		{"the second of two is told what changed", changed},
		{"the same key records once", keys},
		{"a refused request leaves nothing", refused},
		{"two write to one case at once", twoAtOnce},
		{"many write to many cases at once", manyAtOnce},
		{"the queue shows what a filter lets through", queue},
		{"the queue shows at once what was recorded", queueIsFresh},
		{"accounts are kept", accounts},
		{"access keys are kept until they are ended", accessKeys},
		{"sessions are kept until they are over", sessions},
		{"the text of the reviewer is kept as it is typed", drafts},
		{"earlier texts are kept, fewer with time", draftHistory},
		{"the time that a reviewer spent is counted once", workTime},
		{"a page has one result, the first", pages},
		{"the pages of a record are numbered once", numbering},
		{"the index of a record is kept", indexes},
		{"one server reads a record", readingOfOne},
		{"marks are seen by who may", marks},
		{"opened pages are remembered", opened},
		{"published letters are kept and found", publishedLetters},
		{"the cases of one worker are found", workersCases},
		{"text blocks are kept for who wrote them", textBlocks},
		{"letters are found by their hash and code", letters},
	} {
		t.Run(x.name, func(t *testing.T) {
			s := &suite{T: t, ctx: context.Background(), now: On("2015-12-01")}
			s.st = open(t, func() time.Time { return s.now })
			x.test(t, s)
			if t.Failed() {
				return
			}
			r, err := s.st.Verify(s.ctx)
			must(t, err)
			if !r.OK {
				t.Errorf("the record is broken: %s", why(r.Broken))
			}
		})
	}
}

type suite struct {
	*testing.T
	ctx context.Context
	now time.Time
	st  *store.Store
}

// do records a command whatever the version.
func (s *suite) do(id imr.CaseID, step Step) imr.Result {
	s.Helper()
	r, err := s.st.Do(s.ctx, imr.Request{Case: id, Saw: imr.AnyVersion, Command: step.Command, Act: Act(step.By, On(step.On))})
	if err != nil {
		s.Fatalf("%T: %v", step.Command, err)
	}
	return r
}

func (s *suite) apply(n int) imr.CaseID {
	s.Helper()
	return s.do("", Step{Dana, "2015-09-28", Application(n)}).Case.ID
}

func (s *suite) play(id imr.CaseID, steps []Step) imr.Case {
	s.Helper()
	var c imr.Case
	for _, step := range steps {
		c = s.do(id, step).Case
	}
	return c
}

func kindOf(err error) imr.Kind {
	var e *imr.Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return -1
}

func theWay(t *testing.T, s *suite) {
	id := s.apply(0)
	told := s.play(id, append(Life(), Review()...))
	c, err := s.st.Case(s.ctx, id)
	must(t, err)
	if !reflect.DeepEqual(c, told) || c.State != imr.Determined || c.Version != 10 {
		t.Errorf("the case stands at %q, version %d", c.State, c.Version)
	}
	events, err := s.st.Events(s.ctx, id)
	must(t, err)
	again, err := imr.Fold(events)
	must(t, err)
	if len(events) != 10 || again.State != c.State || again.Version != c.Version || !reflect.DeepEqual(again.Draft, c.Draft) {
		t.Errorf("%d events make another case", len(events))
	}
	for _, no := range []imr.CaseID{"CM15-9999999", "", "'; drop table cases --"} {
		if _, err := s.st.Case(s.ctx, no); kindOf(err) != imr.NotFound {
			t.Errorf("case %q: %v", no, err)
		}
		if _, err := s.st.Events(s.ctx, no); kindOf(err) != imr.NotFound {
			t.Errorf("events of %q: %v", no, err)
		}
	}
}

func numbers(t *testing.T, s *suite) {
	own := func(id imr.CaseID) error {
		_, err := s.st.Do(s.ctx, imr.Request{Case: id, Saw: imr.AnyVersion, Command: Application(1), Act: Act(Dana, On("2015-09-28"))})
		return err
	}
	must(t, own("CM15-0000002")) // a case may bring its own number
	if err := own("CM15-0000002"); kindOf(err) != imr.Refused {
		t.Errorf("the same number twice: %v", err)
	}
	if err := own("15/3"); kindOf(err) != imr.Incomplete {
		t.Errorf("a number of another form: %v", err)
	}
	var got []string
	for n, at := range []time.Time{On("2015-09-28"), On("2015-09-28"), On("2016-01-04"), time.Date(2016, 1, 1, 3, 0, 0, 0, time.UTC)} {
		r, err := s.st.Do(s.ctx, imr.Request{Command: Application(n + 2), Act: Act(Dana, at)})
		must(t, err)
		got = append(got, string(r.Case.ID))
	}
	// The last came in the first hours of 2016 in Greenwich, when it was still 2015 at the office.
	if want := "CM15-0000001 CM15-0000003 CM16-0000001 CM15-0000004"; strings.Join(got, " ") != want {
		t.Errorf("got %s, want %s", strings.Join(got, " "), want)
	}
	s.refuse(imr.Request{Command: &imr.ApplicationReceived{}, Act: Act(Dana, On("2015-09-28"))}, imr.Incomplete) // gives no number away
	if id := s.apply(9); id != "CM15-0000005" {
		t.Errorf("after a refused application comes %s", id)
	}
}

func (s *suite) refuse(r imr.Request, kind imr.Kind) {
	s.Helper()
	if _, err := s.st.Do(s.ctx, r); kindOf(err) != kind {
		s.Errorf("%T: got %v, want an error of kind %d", r.Command, err, kind)
	}
}

func changed(t *testing.T, s *suite) {
	id := s.apply(0)
	s.play(id, Life()[:2]) // version 3
	_, err := s.st.Do(s.ctx, imr.Request{Case: id, Saw: 1, Command: &imr.NoteAdded{Text: "Seen before."}, Act: Act(Dana, On("2015-09-29"))})
	var ch *imr.Changed
	if !errors.As(err, &ch) || ch.Case != id || ch.Saw != 1 || len(ch.Since) != 2 || ch.Since[0].Seq != 2 || ch.Since[1].Type != "screening_started" {
		t.Fatalf("got %v", err)
	}
	r, err := s.st.Do(s.ctx, imr.Request{Case: id, Saw: 3, Command: &imr.NoteAdded{Text: "Seen."}, Act: Act(Dana, On("2015-09-29"))})
	must(t, err)
	if r.Case.Version != 4 {
		t.Errorf("version %d", r.Case.Version)
	}
	s.refuse(imr.Request{Case: "CM15-9999999", Saw: imr.AnyVersion, Command: &imr.NoteAdded{Text: "x"}, Act: Act(Dana, On("2015-09-29"))}, imr.NotFound)
	s.refuse(imr.Request{Saw: imr.AnyVersion, Command: &imr.NoteAdded{Text: "x"}, Act: Act(Dana, On("2015-09-29"))}, imr.NotFound)
}

func keys(t *testing.T, s *suite) {
	open := imr.Request{Command: Application(0), Act: Act(Dana, On("2015-09-28")), Key: "form-1"}
	first, err := s.st.Do(s.ctx, open)
	must(t, err)
	note := imr.Request{Case: first.Case.ID, Saw: 1, Command: &imr.NoteAdded{Text: "once"}, Act: Act(Dana, On("2015-09-28")), Key: "form-2"}
	one, err := s.st.Do(s.ctx, note)
	must(t, err)
	s.play(first.Case.ID, Life()[:2])
	for range 2 { // what came in between, and a later clock, do not matter
		note.Act = Act(Dana, On("2015-09-30"))
		again, err := s.st.Do(s.ctx, note)
		must(t, err)
		if !reflect.DeepEqual(again.Events, one.Events) || again.Case.Version != 2 {
			t.Errorf("another result: %d events, version %d", len(again.Events), again.Case.Version)
		}
		opened, err := s.st.Do(s.ctx, open)
		must(t, err)
		if opened.Case.ID != first.Case.ID || opened.Case.Version != 1 {
			t.Errorf("the application was recorded again as %s", opened.Case.ID)
		}
	}
	other := note
	other.Command = &imr.NoteAdded{Text: "twice"}
	s.refuse(other, imr.Conflict)

	// The same request from many windows at once.
	var wg sync.WaitGroup
	ids := make([]imr.CaseID, 8)
	for i := range ids {
		wg.Go(func() {
			r, err := s.st.Do(s.ctx, imr.Request{Command: Application(5), Act: Act(Dana, On("2015-09-28")), Key: "form-3"})
			if err != nil {
				t.Error(err)
			}
			ids[i] = r.Case.ID
		})
	}
	wg.Wait()
	for _, id := range ids {
		if id == "" || id != ids[0] {
			t.Errorf("recorded as %v", ids)
			break
		}
	}
	// A refused request keeps no key: mended, it may use it again.
	bad := imr.Request{Case: first.Case.ID, Saw: imr.AnyVersion, Command: &imr.NoteAdded{}, Act: Act(Dana, On("2015-09-30")), Key: "form-4"}
	s.refuse(bad, imr.Incomplete)
	bad.Command = &imr.NoteAdded{Text: "mended"}
	if _, err := s.st.Do(s.ctx, bad); err != nil {
		t.Error(err)
	}
}

func refused(t *testing.T, s *suite) {
	id := s.apply(0)
	s.refuse(imr.Request{Case: id, Saw: 1, Command: &imr.FoundEligible{}, Act: Act(Dana, On("2015-09-29"))}, imr.Refused)
	s.refuse(imr.Request{Case: id, Saw: 1, Command: &imr.NoteAdded{Text: "x"}, Act: imr.Act{At: On("2015-09-29")}}, imr.Incomplete)
	events, err := s.st.Events(s.ctx, id)
	must(t, err)
	if len(events) != 1 {
		t.Errorf("%d events", len(events))
	}
	for _, text := range []string{"a\xffb", "a\x00b"} { // would be read back as something else
		s.refuse(imr.Request{Case: id, Saw: 1, Command: &imr.NoteAdded{Text: text}, Act: Act(Dana, On("2015-09-29"))}, imr.Incomplete)
	}
	kept := []string{`a\ufffd`, `a\\u0000`, "a\ufffd", "\u2028 <b>&"}
	for _, text := range kept {
		s.do(id, Step{Dana, "2015-09-29", &imr.NoteAdded{Text: text}})
	}
	all, err := s.st.Events(s.ctx, id)
	must(t, err)
	for i, e := range all[1:] {
		if got := e.Data.(*imr.NoteAdded).Text; got != kept[i] {
			t.Errorf("%q was kept as %q", kept[i], got)
		}
	}
	if _, err := s.st.Do(s.ctx, imr.Request{Case: id}); err == nil {
		t.Error("a request without a command was accepted")
	}
	over, stop := context.WithCancel(s.ctx)
	stop()
	if _, err := s.st.Do(over, imr.Request{Case: id, Saw: 1, Command: &imr.NoteAdded{Text: "x"}, Act: Act(Dana, On("2015-09-29"))}); !errors.Is(err, context.Canceled) {
		t.Errorf("a caller who went away: %v", err)
	}
}

func twoAtOnce(t *testing.T, s *suite) {
	id := s.apply(0)
	const each = 30
	var wg sync.WaitGroup
	for w := range 2 {
		wg.Go(func() {
			saw := 1
			for n := 0; n < each; {
				r, err := s.st.Do(s.ctx, imr.Request{Case: id, Saw: saw, Command: &imr.NoteAdded{Text: fmt.Sprintf("%d.%d", w, n)}, Act: Act(Dana, On("2015-09-29"))})
				var ch *imr.Changed
				switch {
				case err == nil:
					saw = r.Case.Version
					n++
				case errors.As(err, &ch) && len(ch.Since) > 0:
					saw = ch.Since[len(ch.Since)-1].Seq
				default:
					t.Errorf("%T %v", err, err)
					return
				}
			}
		})
	}
	wg.Wait()
	events, err := s.st.Events(s.ctx, id)
	must(t, err)
	next := [2]int{}
	for _, e := range events[1:] {
		var w, n int
		_, _ = fmt.Sscanf(e.Data.(*imr.NoteAdded).Text, "%d.%d", &w, &n)
		if n != next[w] {
			t.Errorf("of writer %d comes note %d, want %d", w, n, next[w])
		}
		next[w]++
	}
	if next != [2]int{each, each} {
		t.Errorf("recorded %v notes", next)
	}
}

func manyAtOnce(t *testing.T, s *suite) {
	const cases, writers, each = 50, 32, 20
	ids := make([]imr.CaseID, cases)
	for n := range ids {
		ids[n] = s.apply(n)
	}
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for n := range each {
				id := ids[(w*7+n*11)%cases]
				if _, err := s.st.Do(s.ctx, imr.Request{Case: id, Saw: imr.AnyVersion, Command: &imr.NoteAdded{Text: fmt.Sprint(w, ".", n)}, Act: Act(Dana, On("2015-09-29"))}); err != nil {
					t.Error(err)
				}
				if _, err := s.st.Case(s.ctx, id); err != nil {
					t.Error(err)
				}
				if n%5 == 0 {
					s.refuse(imr.Request{Case: id, Saw: imr.AnyVersion, Command: &imr.FoundEligible{}, Act: Act(Dana, On("2015-09-29"))}, imr.Refused)
				}
			}
		})
	}
	wg.Wait()
	seen := map[string]int{}
	for _, id := range ids {
		events, err := s.st.Events(s.ctx, id)
		must(t, err)
		for _, e := range events[1:] {
			seen[e.Data.(*imr.NoteAdded).Text]++
		}
	}
	if len(seen) != writers*each {
		t.Errorf("%d different notes of %d are there", len(seen), writers*each)
	}
	for text, n := range seen {
		if n != 1 {
			t.Errorf("note %s is there %d times", text, n)
		}
	}
}
