package imr

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"
)

// An Actor is who did something: a person of the organization or a party.
type Actor struct {
	ID   UserID `json:"id"`
	Role string `json:"role"`
	Name string `json:"name"`
}

// How says in which way a paper was served or received.
type How struct {
	Method Method    `json:"method"`
	To     []PartyID `json:"to,omitempty"`
	Detail string    `json:"detail,omitempty"` // fax number, tracking number, place of deposit
}

// A Reference is something that an act relied on: a document of the case, or a section of law.
type Reference struct {
	Document string `json:"document,omitempty"`
	Law      string `json:"law,omitempty"`
}

// An Act is the circumstances of a command: who, when, how and on what.
type Act struct {
	Actor    Actor
	At       time.Time // of the act itself
	Recorded time.Time // of its recording here; never before At
	How      *How
	ReliesOn []Reference
}

// An EventType is the name of what happened, as in the table of transitions.
type EventType string

// An Event is one legally relevant fact of a case. Events are never changed; a wrong one is corrected by another.
type Event struct {
	Case     CaseID
	Seq      int // within the case, from 1, without gaps
	Type     EventType
	Actor    Actor
	At       time.Time
	Recorded time.Time
	How      *How
	ReliesOn []Reference
	State    State // of the case afterwards, by the table of that day: a replay does not ask today's table
	Data     Data
}

// Data is what one type of event says beyond its envelope. A command is the same value: somebody asks that this
// be recorded, and guard says whether it may be.
type Data interface {
	eventType() EventType
	guard(r Rules, c Case, act Act) error
	apply(c *Case, e Event)
}

// TypeOf names the type of event that a command asks for.
func TypeOf(d Data) EventType { return d.eventType() }

// A Command asks that something be recorded as having happened.
type Command = Data

type eventJSON struct {
	Case     CaseID          `json:"case"`
	Seq      int             `json:"seq"`
	Type     EventType       `json:"type"`
	Actor    Actor           `json:"actor"`
	At       time.Time       `json:"at"`
	Recorded time.Time       `json:"recorded"`
	How      *How            `json:"how,omitempty"`
	ReliesOn []Reference     `json:"relies_on,omitempty"`
	State    State           `json:"state"`
	Data     json.RawMessage `json:"data"`
}

// MarshalJSON writes the event; the same event gives the same bytes. Times are written in UTC.
func (e Event) MarshalJSON() ([]byte, error) {
	data, err := json.Marshal(e.Data)
	if err != nil {
		return nil, fmt.Errorf("event %s: %w", e.Type, err)
	}
	return json.Marshal(eventJSON{e.Case, e.Seq, e.Type, e.Actor, e.At.UTC(), e.Recorded.UTC(), e.How, e.ReliesOn, e.State, data})
}

// UnmarshalJSON reads what MarshalJSON writes. An event of a type that this program does not know, or with a
// field that it does not know, is an error: a newer program wrote it, and leaving something out would be a lie.
func (e *Event) UnmarshalJSON(b []byte) error {
	var j eventJSON
	if err := json.Unmarshal(b, &j); err != nil {
		return fmt.Errorf("event: %w", err)
	}
	make, ok := dataTypes[j.Type]
	if !ok {
		return fmt.Errorf("event %d of %s has the type %q, which this program does not know; use a newer one", j.Seq, j.Case, j.Type)
	}
	data := make()
	dec := json.NewDecoder(bytes.NewReader(j.Data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(data); err != nil {
		return fmt.Errorf("event %d of %s (%s): %w", j.Seq, j.Case, j.Type, err)
	}
	*e = Event{j.Case, j.Seq, j.Type, j.Actor, j.At, j.Recorded, j.How, j.ReliesOn, j.State, data}
	return nil
}

// register makes the decoder of every data type; the types themselves say their names.
func register(makers ...func() Data) map[EventType]func() Data {
	m := make(map[EventType]func() Data, len(makers))
	for _, f := range makers {
		m[f().eventType()] = f
	}
	return m
}

// EventTypes lists the types of events that this program knows, in no order.
func EventTypes() []EventType {
	types := make([]EventType, 0, len(dataTypes))
	for t := range dataTypes {
		types = append(types, t)
	}
	return types
}
