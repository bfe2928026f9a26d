package web

import (
	"strings"
	"time"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
)

// recordApplication is auth.RecordApplication for the templates.
const recordApplication = auth.RecordApplication

func today(now time.Time) clock.Day { return clock.DayIn(now, imr.Office) }

func caseWord(n int) string {
	if n == 1 {
		return "case"
	}
	return "cases"
}

// queueLead says what the list holds, in what order.
func queueLead(d queueData) string {
	what := "Every open case"
	switch {
	case !d.Owner:
		what = "The cases assigned to you"
	case d.Query.All || d.Query.Words != "":
		what = "Every case, closed ones too"
	}
	switch d.Query.Sort {
	case "":
		if d.Query.Down {
			return what + ", the one with the most time first."
		}
		return what + ", the one with the least time first."
	case imr.ByReceived:
		return what + ", by the day of the application."
	}
	return what + ", by " + map[imr.QueueOrder]string{imr.ByCase: "number", imr.ByWorker: "worker", imr.ByState: "stage", imr.ByOwner: "owner"}[d.Query.Sort] + "."
}

// PlainStage tells a party where their case stands. It never tells who does the work.
func PlainStage(s imr.State) string {
	if t, ok := plainStages[s]; ok {
		return t
	}
	return imr.StageName(s) + "."
}

var plainStages = map[imr.State]string{
	imr.Received:                       "The application has arrived.",
	imr.EligibilityReview:              "We are checking whether the application can be reviewed.",
	imr.AwaitingEligibilityInformation: "We asked for information that we need before the review can begin.",
	imr.Deferred:                       "The review waits, because it is disputed whether the insurer is liable.",
	imr.Eligible:                       "The application can be reviewed. The notices to everybody come next.",
	imr.AwaitingRecords:                "We are waiting for the medical records.",
	imr.RecordsOverdueState:            "The medical records are late. We are asking for them.",
	imr.RecordsComplete:                "The medical records are here. An independent doctor comes next.",
	imr.InReview:                       "An independent doctor is reviewing the case.",
	imr.AwaitingInformation:            "The independent doctor needs more information, and we asked for it.",
	imr.QualityCheck:                   "The review is written. The decision is being prepared.",
	imr.Determined:                     "The decision has been made.",
	imr.StateImplemented:               "The decision has been made and carried out.",
	imr.UnderAppeal:                    "The decision has been appealed to the Workers' Compensation Appeals Board.",
	imr.Remanded:                       "The Appeals Board sent the case back for another review.",
	imr.Final:                          "The decision is final.",
	imr.PublishedState:                 "The decision is final. It is published without names.",
	imr.Ineligible:                     "The application cannot be reviewed. The letter says why, and what can be done.",
	imr.Terminated:                     "The review has ended, because nothing is left in dispute.",
	imr.WithdrawnState:                 "The application was withdrawn.",
	imr.ClosedDuplicate:                "This application repeats another one, which is being handled.",
}

// owedByParty tells a party the next step where it is a party's, "" where the organization has to act: its own work is
// not told. "Claims administrator: send the medical records".
func owedByParty(r *imr.QueueRow) string {
	switch r.Owes {
	case "Claims administrator", "Injured worker", "Requesting physician", "Injured worker or requesting physician", "Party that was asked", "Any party":
		if r.NextStep == "" {
			return ""
		}
		step, _, _ := strings.Cut(r.NextStep, ";") // what comes after is the organization's other way
		return r.Owes + ": " + strings.ToLower(step[:1]) + step[1:]
	}
	return ""
}
