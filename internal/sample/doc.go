// Package sample holds invented cases for the demonstration and for tests. Nobody in it is real; the facts of the
// first case are those of a published determination of 2015 on a cervical traction unit, with people and papers
// invented around them.
//
// A case is told as a story: the acts of the people involved, one after the other, each with its own day. Playing
// the acts through imr.Decide gives the events, so a sample can never be in a state that the rules forbid.
package sample
