package sample

import (
	"fmt"
	"time"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
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

// A Letter makes the letter that is served on the parties of a case, keeps it, and returns its SHA-256.
type Letter func(c imr.Case, s imr.Served, at time.Time) (string, error)

// Play tells a story step by step. do records one act and returns the case as it then stands; letter is asked for
// the letter of every Served step. A step that is refused is an error that names the step.
func (s Story) Play(do func(imr.Request) (imr.Case, error), letter Letter) error {
	var c imr.Case
	for i, step := range s.Steps {
		command := step.Command
		if served, ok := command.(*imr.Served); ok {
			sha, err := letter(c, *served, step.At)
			if err != nil {
				return fmt.Errorf("%s, step %d: letter: %w", s.Case, i+1, err)
			}
			filled := *served
			filled.Letter = sha
			command = &filled
		}
		next, err := do(imr.Request{
			Case: s.Case, Saw: c.Version, Command: command, Key: fmt.Sprintf("sample/%s/%d", s.Case, i+1),
			Act: imr.Act{Actor: step.By, At: step.At, Recorded: step.At, How: step.How},
		})
		if err != nil {
			return fmt.Errorf("%s, step %d (%T): %w", s.Case, i+1, command, err)
		}
		c = next
	}
	return nil
}

// EachDocument calls f for every paper of the story, so that its bytes can be stored and its hash set before the
// story is played.
func (s Story) EachDocument(f func(*imr.ApplicationReceived, *imr.Document) error) error {
	var application *imr.ApplicationReceived
	for _, step := range s.Steps {
		var papers []imr.Document
		switch d := step.Command.(type) {
		case *imr.ApplicationReceived:
			application, papers = d, d.Documents
		case *imr.RecordsReceived:
			papers = d.Documents
		case *imr.LateRecordReceived:
			papers = d.Documents
		case *imr.AnswerReceived:
			papers = d.Documents
		case *imr.InformationReceived:
			papers = d.Documents
		}
		for i := range papers {
			if err := f(application, &papers[i]); err != nil {
				return fmt.Errorf("%s, %s: %w", s.Case, papers[i].Title, err)
			}
		}
	}
	return nil
}

// Earliest is the first day on which every story can be told: the injuries have fixed dates, the stages lie before now.
var Earliest = clock.MustDay("2026-06-01")

// All returns every invented case: the traction unit of 2015, and others at every stage on the day of now.
func All(now time.Time) []Story {
	stories := []Story{Traction()}
	for _, s := range [][]Story{arriving(now), collecting(now), reviewing(now), decided(now), ended(now)} {
		stories = append(stories, s...)
	}
	return stories
}

func at(day string, hour, minute int) time.Time {
	return clock.MustDay(day).At(hour, minute, 0, imr.Office)
}
