package storetest

import (
	"strings"
	"testing"

	"github.com/openimr/openimr/imr"
)

// letters are found by their hash and their code, also when everything that people query is made anew.
func letters(t *testing.T, s *suite) {
	id := s.apply(0)
	steps := append(Life(), Review()...)
	last := *steps[len(steps)-1].Command.(*imr.Approved)
	last.Code = "7F3K-9QXM-2WTB"
	steps[len(steps)-1].Command = &last
	everybody := []imr.Service{{Party: "P1", Method: imr.MailInState}, {Party: "P2", Method: imr.MailInState}, {Party: "P3", Method: imr.MailInState}}
	keep := func(text string) string {
		sum, _, err := s.st.Blobs().Put(s.ctx, strings.NewReader(text))
		must(t, err)
		return sum
	}
	first, second := keep("a letter"), keep("the letter, corrected")
	steps = append(steps,
		Step{Dana, "2015-11-04", &imr.Served{Services: everybody, Server: "Dana Kim", Place: "Sacramento", Letter: first}},
		Step{Dana, "2015-11-10", &imr.Corrected{What: "A name", Letter: second, Code: "0000-0000-0001"}})
	s.play(id, steps)
	find := func(sum, code string, want imr.CaseID) {
		t.Helper()
		got, err := s.st.CaseOfLetter(s.ctx, sum, code)
		if got != want || want == "" && kindOf(err) != imr.NotFound || want != "" && err != nil {
			t.Errorf("the letter %q %q is of %q: %v", sum, code, got, err)
		}
	}
	look := func() {
		t.Helper()
		find(first, "", id)
		find(second, "", id)
		find("", "7F3K-9QXM-2WTB", id)
		find("", "0000-0000-0001", id)
		find(strings.Repeat("c3", 32), "", "")
		find("", "0000-0000-0002", "")
		find("", "", "")
	}
	look()
	must(t, s.st.Rebuild(s.ctx))
	look()
	c, err := s.st.Case(s.ctx, id)
	must(t, err)
	v, ok := c.LetterWith(first, "")
	standing, by := c.StandingOf(v)
	if !ok || standing != imr.Replaced || by.SHA256 != second {
		t.Errorf("the first letter is %q, by %+v", standing, by)
	}
}
