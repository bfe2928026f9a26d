package web

import "github.com/openimr/openimr/imr"

// A stageGroup is a part of the work that one kind of person does: its states as one choice.
type stageGroup struct {
	ID, Name string
	States   []imr.State
}

// stageGroups are the parts of the work in the order of a case's life.
var stageGroups = []stageGroup{
	{"intake", "Intake", []imr.State{imr.Received, imr.EligibilityReview, imr.AwaitingEligibilityInformation, imr.Deferred, imr.Eligible}},
	{"records", "Records", []imr.State{imr.AwaitingRecords, imr.RecordsOverdueState}},
	{"matching", "Matching", []imr.State{imr.RecordsComplete}},
	{"review", "In review", []imr.State{imr.InReview, imr.AwaitingInformation}},
	{"quality", "Quality", []imr.State{imr.QualityCheck}},
	{"after", "Determined", []imr.State{imr.Determined, imr.UnderAppeal, imr.Remanded}},
}

// stages are all states in the order of a case's life.
var stages = []imr.State{
	imr.Received, imr.EligibilityReview, imr.AwaitingEligibilityInformation, imr.Deferred, imr.Eligible, imr.AwaitingRecords,
	imr.RecordsOverdueState, imr.RecordsComplete, imr.InReview, imr.AwaitingInformation, imr.QualityCheck, imr.Determined,
	imr.StateImplemented, imr.UnderAppeal, imr.Remanded, imr.Final, imr.PublishedState, imr.Ineligible, imr.Terminated,
	imr.WithdrawnState, imr.ClosedDuplicate,
}
