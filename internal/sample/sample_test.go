package sample

import (
	"os"
	"testing"

	"github.com/openimr/openimr/imr"
)

func TestTheTractionCaseIsDetermined(t *testing.T) {
	f, err := os.Open("../../programme/ca-wc-imr/case_states.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	rows, err := imr.ParseTransitions(f)
	if err != nil {
		t.Fatal(err)
	}
	s := Traction()
	events, err := s.Play(imr.Rules{Transitions: rows})
	if err != nil {
		t.Fatal(err)
	}
	c, err := imr.Fold(events)
	if err != nil {
		t.Fatal(err)
	}
	if c.State != imr.Determined || len(c.Documents) != 6 || c.Reviewer == nil {
		t.Errorf("the case stands at %q with %d papers", c.State, len(c.Documents))
	}
	if _, err := (Story{Case: s.Case, Steps: s.Steps[3:]}).Play(imr.Rules{Transitions: rows}); err == nil {
		t.Error("a story without its application was played")
	}
}
