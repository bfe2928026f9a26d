package imr

import (
	"time"

	"github.com/openimr/openimr/clock"
)

// A QueueRow is one case as the work queue shows it. It is a function of the case and of its time limits, and is
// kept beside the events so that thousands of cases can be filtered and sorted.
type QueueRow struct {
	Case      CaseID
	Worker    string
	Claim     string
	Request   string // of the first item in dispute
	Items     int    // in dispute
	State     State
	Priority  Priority
	Owner     UserID
	OwnerName string
	Reviewer  UserID // inside only
	NextStep  string // in plain words: "Assign a reviewer"
	Owes      string // who owes it, in plain words: "Claims administrator"
	DueRule   string // the rule of the due time, "" where nothing is due
	Due       clock.Day
	DueAt     time.Time // zero where nothing is due
	Received  clock.Day
	Changed   time.Time // of the last event
	Version   int
}

// A QueueOrder is a column that the queue can be sorted by.
type QueueOrder string

// The orders of the queue. Cases in which nothing is due come last.
const (
	ByDue      QueueOrder = "due"
	ByCase     QueueOrder = "case"
	ByWorker   QueueOrder = "worker"
	ByState    QueueOrder = "stage"
	ByOwner    QueueOrder = "owner"
	ByReceived QueueOrder = "received"
)

// A QueueFilter says which cases somebody wants to see.
type QueueFilter struct {
	Words      string    // each must begin a word of the case number, claim, worker or request
	States     []State   // none: every state
	Owner      UserID    // "": everybody's
	NoOwner    bool      // only cases that belong to nobody
	Reviewer   UserID    // "": every case; a reviewer sees only their own
	Party      UserID    // account of a party; "": every case; a party sees only their own
	OpenOnly   bool      // unfinished: somebody still owes a step
	DueBefore  time.Time // zero: whenever; only cases due before then
	DueFrom    time.Time // zero: whenever; only cases due then or later
	Priorities []Priority
	Order      QueueOrder // "" is ByDue
	Descending bool
	After      string // the Next of the page before
	Limit      int    // 0 is 100
}

// A QueuePage is one page of the queue.
type QueuePage struct {
	Rows  []QueueRow
	Total int    // cases that the filter lets through
	Next  string // to ask for the next page, "" on the last
}

// QueueCounts are the numbers above the queue, over the unfinished cases that the filter lets through.
type QueueCounts struct {
	Open, Late, Today, Soon, NoOwner int // Soon: due within three days after today
	ByState                          map[State]int
}
