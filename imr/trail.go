package imr

import (
	"time"

	"github.com/openimr/openimr/clock"
)

// A Turn is one event of a case as its clocks need it: what happened, from which state, when and how. Facts that are
// corrected later are corrected here too, so that the clocks run again from what is now known.
type Turn struct {
	Seq      int
	Event    EventType
	From     State // of the case before the event
	At       time.Time
	Method   Method    // of service or receipt, "" where none was told
	Of       []PartyID // who was asked, with a request for information
	Services []Service // of a notice or determination
	Priority Priority  // of the case after the event
	For      []int     // items that the determination decides for the employee
}

// turn appends an event to the trail. Cases that were handed out keep theirs.
func (c *Case) turn(e Event, from State) {
	if own(e.Type) && e.Type != "served" {
		return
	}
	t := Turn{Seq: e.Seq, Event: e.Type, From: from, At: e.At, Priority: c.Priority}
	if e.How != nil {
		t.Method = e.How.Method
	}
	switch d := e.Data.(type) {
	case *InformationRequested:
		t.Of = d.Of
	case *MoreInformationRequested:
		t.Of = d.Of
	case *NoticeSent:
		t.Services = d.Services
	case *Served:
		t.Services = d.Services
		t.For = c.decidedFor()
	}
	c.Trail = append(c.Trail[:len(c.Trail):len(c.Trail)], t)
}

// decidedFor lists the items that the draft decides for the employee, wholly or in part.
func (c Case) decidedFor() []int {
	if c.Draft == nil {
		return nil
	}
	var items []int
	for _, it := range c.Draft.Items {
		if it.Outcome == Overturned || it.Outcome == PartiallyOverturned {
			items = append(items, it.Item)
		}
	}
	return items
}

// move puts an event of the trail on another day, at the same time of day.
func (c *Case) move(seq int, to clock.Day) {
	trail := append([]Turn(nil), c.Trail...)
	for i := range trail {
		if trail[i].Seq == seq {
			h, m, s := trail[i].At.In(Office).Clock()
			trail[i].At = to.At(h, m, s, Office)
		}
	}
	c.Trail = trail
}

// method returns how a party was served, "" where it was not.
func (t Turn) method(c *Case, role Role) Method {
	if s, ok := serviceOn(c, t.Services, role); ok {
		return s.Method
	}
	return ""
}
