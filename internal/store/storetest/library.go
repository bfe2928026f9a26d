package storetest

import (
	"reflect"
	"testing"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/letter"
	"github.com/openimr/openimr/library"
)

func publishedLetters(t *testing.T, s *suite) {
	entry := func(number, request string) library.Entry {
		return library.Entry{Number: number, Decided: clock.MustDay("2015-11-03"), Specialties: []string{"Pain Management"}, Summary: "A 51-year-old.",
			Items: []library.Item{{Request: request, Decision: letter.Upheld, Rationale: "It is not."}, {Request: "MRI of the left knee", Decision: letter.Overturned}}}
	}
	first := entry("CM15-0000900", "Norco 10/325mg #90")
	if n, err := s.st.AddPublished(s.ctx, []library.Entry{first, entry("CM15-0000901", "Acupuncture x6")}); n != 2 || err != nil {
		t.Fatalf("%d were added, %v", n, err)
	}
	other := first
	other.Summary = "Another text under the same number."
	if n, err := s.st.AddPublished(s.ctx, []library.Entry{other}); n != 0 || err != nil {
		t.Errorf("a second letter of one number: %d, %v", n, err)
	}
	if got, err := s.st.Published(s.ctx, first.Number); err != nil || !reflect.DeepEqual(got, first) {
		t.Errorf("read %+v %v, want %+v", got, err, first)
	}
	if _, err := s.st.Published(s.ctx, "CM99"); kindOf(err) != imr.NotFound {
		t.Errorf("a letter that is not there: %v", err)
	}
	like := func(request string) []string {
		ms, _, err := s.st.LikePublished(s.ctx, request, 5)
		must(t, err)
		var ns []string
		for _, m := range ms {
			ns = append(ns, m.Number)
		}
		return ns
	}
	if got := like("hydrocodone/APAP"); !reflect.DeepEqual(got, []string{"CM15-0000900"}) {
		t.Errorf("like an opioid are %v", got)
	}
	if n, err := s.st.AddPublished(s.ctx, []library.Entry{entry("CM15-0000902", "Tramadol 50mg #60")}); n != 1 || err != nil {
		t.Fatalf("%d were added, %v", n, err)
	}
	if got := like("hydrocodone/APAP"); len(got) != 2 {
		t.Errorf("after one more, like an opioid are %v", got)
	}
}

func workersCases(t *testing.T, s *suite) {
	a, b := s.apply(1), s.apply(1)
	other := s.apply(2)
	got, err := s.st.CasesOfWorker(s.ctx, a)
	must(t, err)
	if !reflect.DeepEqual(got, []imr.CaseID{b}) {
		t.Errorf("the other cases of the worker are %v, want %v (not %v)", got, b, other)
	}
}

func textBlocks(t *testing.T, s *suite) {
	list := func(by imr.UserID) []imr.TextBlock {
		bs, err := s.st.TextBlocks(s.ctx, by)
		must(t, err)
		return bs
	}
	must(t, s.st.PutTextBlock(s.ctx, Ruth.ID, imr.TextBlock{Name: "Opioids", Text: "Opioids need {{what}}."}))
	must(t, s.st.PutTextBlock(s.ctx, Ruth.ID, imr.TextBlock{Name: "Imaging", Text: "Imaging needs red flags."}))
	must(t, s.st.PutTextBlock(s.ctx, Ruth.ID, imr.TextBlock{Name: "Opioids", Text: "Another text."}))
	if err := s.st.PutTextBlock(s.ctx, Ruth.ID, imr.TextBlock{Name: " ", Text: "x"}); kindOf(err) != imr.Incomplete {
		t.Errorf("a block without a name: %v", err)
	}
	if got, want := list(Ruth.ID), []imr.TextBlock{{Name: "Imaging", Text: "Imaging needs red flags."}, {Name: "Opioids", Text: "Another text."}}; !reflect.DeepEqual(got, want) {
		t.Errorf("listed %v, want %v", got, want)
	}
	if got := list(Dana.ID); len(got) != 0 {
		t.Errorf("somebody else sees %v", got)
	}
	must(t, s.st.RemoveTextBlock(s.ctx, Dana.ID, "Opioids"))
	must(t, s.st.RemoveTextBlock(s.ctx, Ruth.ID, "Imaging"))
	if got := list(Ruth.ID); len(got) != 1 {
		t.Errorf("after one was removed: %v", got)
	}
}
