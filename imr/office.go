package imr

import (
	"time"
	_ "time/tzdata" // the office's zone must be known on every machine
)

// Office is the zone in which days of the California programme are counted (8 CCR 9792.9.1(a)(1)).
var Office = mustZone("America/Los_Angeles")

func mustZone(name string) *time.Location {
	loc, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return loc
}
