package imr

import (
	"strings"
	"time"

	"github.com/openimr/openimr/clock"
)

// A Next is the one next step of a case: what must happen, who owes it, and by when.
type Next struct {
	Text  string    // in plain words: "Assign a reviewer"; "" where the case is closed
	Owes  string    // who, in plain words: "Coordinator", "Claims administrator"
	Event EventType // that the step is recorded as
	Due   *CaseDue  // nil where nothing is due
}

// Who owes the steps of the organization itself.
const (
	owesCoordinator = "Coordinator"
	owesReviewer    = "Reviewer"
	owesQuality     = "Quality nurse"
	owesDirector    = "Medical director"
	owesBoard       = "Appeals Board"
)

// NextStep tells the one next step of a case. Where somebody outside owes it and the time is over, the step is the
// organization's: to note that nothing came.
func NextStep(r Rules, c Case, now time.Time) (Next, error) {
	dues, err := Dues(r, c, now)
	if err != nil {
		return Next{}, err
	}
	return NextOf(c, dues, now), nil
}

// NextOf is NextStep where the due dates of the case are at hand.
func NextOf(c Case, dues []CaseDue, now time.Time) Next {
	// last finds the open time limit among rules that is over first, or the newest where none is open. What somebody
	// may send beside the claims administrator's records is never the next step.
	last := func(refs ...string) *CaseDue {
		var found *CaseDue
		for i := range dues {
			d := &dues[i]
			if !anyMatches(refs, d.Rule.ID) || d.Optional() && strings.HasPrefix(d.Rule.ID, "imr.records.") {
				continue
			}
			if found == nil || !found.Open() || d.Open() && d.Due.At.Before(found.Due.At) {
				found = d
			}
		}
		return found
	}
	// waits is a step of somebody outside, or of the coordinator once its time is over.
	waits := func(d *CaseDue, text, owes string, event EventType, overdue string, note EventType) Next {
		if d != nil && d.Owes != "" {
			owes = d.Owes
		}
		if d != nil && d.Status == Late && note != "" {
			return Next{overdue, owesCoordinator, note, d}
		}
		return Next{text, owes, event, d}
	}
	switch c.State {
	case Received:
		return Next{"Begin the check of eligibility", owesCoordinator, "screening_started", last("imr.eligibility.decide")}
	case EligibilityReview:
		return Next{"Decide whether the application is eligible", owesCoordinator, "found_eligible", last("imr.eligibility.decide")}
	case AwaitingEligibilityInformation:
		return waits(last("imr.eligibility.answer*"), "Answer on eligibility", "Party that was asked", "answer_received",
			"Note that no answer came, and decide on eligibility", "answer_overdue")
	case Ineligible:
		if d := last("imr.eligibility.appeal"); d != nil && d.Status == Running {
			return Next{"Appeal to the Appeals Board, if anybody wants to", d.Owes, "petition_granted", d}
		}
		return Next{}
	case Deferred:
		return Next{"Tell how the dispute over liability was resolved", "Claims administrator", "liability_resolved_for_employee", nil}
	case Eligible:
		return Next{"Send the notice of assignment", owesCoordinator, "notice_sent", last("imr.assign.notify")}
	case AwaitingRecords:
		return waits(last("imr.records.*"), "Send the medical records", "Claims administrator", "records_received",
			"Note that the records are overdue", "records_overdue")
	case RecordsOverdueState:
		return Next{"Send the medical records, which are overdue; or go on without them", "Claims administrator", "records_received", last("imr.records.*")}
	case RecordsComplete:
		return Next{"Assign a reviewer", owesCoordinator, "reviewer_assigned", last("imr.decide.*")}
	case InReview:
		if len(c.Notes) > 0 {
			return Next{"Mend the draft and submit it again", owesReviewer, "draft_submitted", last("imr.decide.*")}
		}
		return Next{"Write the determination and submit it", owesReviewer, "draft_submitted", last("imr.decide.*")}
	case AwaitingInformation:
		return waits(last("imr.more_information.*"), "Send the information asked for", "Party that was asked", "information_received",
			"Note that the information did not come", "information_overdue")
	case QualityCheck:
		if c.Passed {
			return Next{"Sign the determination", owesDirector, "approved", last("imr.decide.*")}
		}
		return Next{"Check the draft", owesQuality, "quality_passed", last("imr.decide.*")}
	case Determined:
		return afterDetermination(c, last, now)
	case StateImplemented, Final:
		return Next{"Publish the determination without names", owesCoordinator, "published", nil}
	case UnderAppeal:
		return Next{"Decide the appeal", owesBoard, "petition_denied", nil}
	case Remanded:
		return Next{"Send the dispute to another review", owesCoordinator, "resubmitted", nil}
	}
	return Next{}
}

func anyMatches(refs []string, rule string) bool {
	for _, ref := range refs {
		if matches(ref, rule) {
			return true
		}
	}
	return false
}

func afterDetermination(c Case, last func(...string) *CaseDue, now time.Time) Next {
	if c.Facts.Served.Seq == 0 {
		return Next{"Serve the determination", owesCoordinator, "served", last("imr.decide.*")}
	}
	if d := last("imr.implement.*"); d != nil && d.Open() {
		return Next{"Carry the determination out", d.Owes, "implemented", d}
	}
	d := last("imr.appeal.petition")
	if d != nil && clock.DayIn(now, Office) > d.Due.Day {
		return Next{"Note that nobody appealed in time", owesCoordinator, "appeal_time_over", d}
	}
	return Next{"Appeal to the Appeals Board, if anybody wants to", "Any party", "petition_filed", d}
}
