package web

import (
	"github.com/openimr/openimr/imr"
)

// partyStage says where a case stands in words for somebody who has never heard of a review.
func partyStage(c imr.Case) string {
	switch c.State {
	case imr.Received, imr.EligibilityReview:
		return "We are checking whether the application can be reviewed"
	case imr.AwaitingEligibilityInformation:
		return "We have asked for information that the check needs"
	case imr.Ineligible:
		return "The application cannot be reviewed"
	case imr.ClosedDuplicate:
		return "Closed: another application asks the same"
	case imr.Deferred:
		return "The review waits until a dispute over the claim is resolved"
	case imr.Eligible:
		return "The application will be reviewed"
	case imr.AwaitingRecords, imr.RecordsOverdueState:
		return "We are waiting for the medical records"
	case imr.RecordsComplete, imr.InReview, imr.QualityCheck:
		return "A physician reviews the records"
	case imr.AwaitingInformation:
		return "We have asked for more information"
	case imr.Determined:
		if c.Facts.Served.Seq > 0 {
			return "Decided"
		}
		return "Decided; the letter is being sent"
	case imr.StateImplemented:
		return "Decided and carried out"
	case imr.UnderAppeal:
		return "Decided; a party has appealed"
	case imr.Final, imr.PublishedState:
		return "Decided and final"
	case imr.Remanded:
		return "The Appeals Board sent it back for another review"
	case imr.Terminated:
		return "Ended: nothing is left to review"
	case imr.WithdrawnState:
		return "Withdrawn"
	}
	return imr.StageName(c.State)
}

// partyNext says what comes next, who owes it and by when.
func partyNext(p caseView) string {
	c := p.Case
	by, over := "", false
	if p.Band != nil {
		by = " by " + p.Band.Full
		over = p.Band.Distance.Urgency == "over"
	}
	switch c.State {
	case imr.Received, imr.EligibilityReview:
		return "Next, we tell everybody in writing whether the review begins" + by + ". You need not do anything now."
	case imr.AwaitingEligibilityInformation, imr.AwaitingInformation:
		return "Whoever was asked sends the information to us" + by + "."
	case imr.Eligible:
		return "Next, everybody gets a notice" + by + ". It says which records are asked for."
	case imr.AwaitingRecords, imr.RecordsOverdueState:
		return "The claims administrator sends the records to us" + by + ". You may send papers of your own until then."
	case imr.RecordsComplete, imr.InReview, imr.QualityCheck:
		return "The decision is due" + by + ". You need not do anything now."
	case imr.Determined:
		if c.Facts.Served.Seq > 0 && over {
			return "The decision binds everybody in the case. The time to appeal ended on " + longDay(p.Band.Due.Due) + "."
		}
		if c.Facts.Served.Seq > 0 {
			return "The decision binds everybody in the case. The letter says how it can be appealed" + by + "."
		}
		return "The letter is on its way to every party."
	case imr.Ineligible:
		return "The letter says why, what can still be done, and how to appeal" + by + "."
	}
	return ""
}
