package sample

import (
	"github.com/openimr/openimr/programme"
	"github.com/openimr/openimr/review/quality"
)

// rules are those of the programme in which the stories happen.
func rules() quality.Rules {
	p, err := programme.Load("ca-wc-imr")
	if err != nil {
		panic(err) // the tables are part of the program
	}
	return p.Rules.Quality
}

// ticked answers the checklist of the quality check with yes.
func ticked() []quality.Tick { return rules().AllYes() }
