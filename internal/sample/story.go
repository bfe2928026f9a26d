package sample

import (
	"fmt"
	"time"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
)

// The people of the invented organization.
var (
	Coordinator     = imr.Actor{ID: "dana.kim", Role: "coordinator", Name: "Dana Kim"}
	QualityNurse    = imr.Actor{ID: "nora.ellis", Role: "quality", Name: "Nora Ellis"}
	MedicalDirector = imr.Actor{ID: "miguel.santos", Role: "medical_director", Name: "Miguel Santos, MD"}
	PainReviewer    = imr.Actor{ID: "ruth.adeyemi", Role: "reviewer", Name: "Ruth Adeyemi, MD"}
)

// A Step is one act of a story.
type Step struct {
	By      imr.Actor
	At      time.Time
	How     *imr.How
	Command imr.Command
}

// A Story is one invented case, from its application to where it stands.
type Story struct {
	Case  imr.CaseID
	About string // what the case shows
	Steps []Step
}

// Play makes the events of a story. A step that the rules refuse is an error that names the step.
func (s Story) Play(r imr.Rules) ([]imr.Event, error) {
	c := imr.Case{ID: s.Case}
	var events []imr.Event
	for i, step := range s.Steps {
		more, err := imr.Decide(r, c, step.Command, imr.Act{Actor: step.By, At: step.At, Recorded: step.At, How: step.How})
		if err != nil {
			return nil, fmt.Errorf("%s, step %d (%T): %w", s.Case, i+1, step.Command, err)
		}
		for _, e := range more {
			if err := c.Apply(e); err != nil {
				return nil, err
			}
		}
		events = append(events, more...)
	}
	return events, nil
}

func at(day string, hour, minute int) time.Time {
	return clock.MustDay(day).At(hour, minute, 0, imr.Office)
}
