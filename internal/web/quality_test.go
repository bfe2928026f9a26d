package web_test

import (
	"net/url"

	"github.com/openimr/openimr/programme"
)

// ticked answers the checklist of the quality check with yes.
func ticked(v url.Values) url.Values {
	p, err := programme.Load("ca-wc-imr")
	if err != nil {
		panic(err)
	}
	for _, line := range p.Rules.Quality.Checklist {
		v.Set("ticks."+line.ID, "yes")
	}
	return v
}
