package auth

import "strings"

// Facts are what the table needs to know about somebody and the case before them. Without a case they are all false.
type Facts struct {
	Party    bool // a party of this case, by their account
	Reviewer bool // the physician to whom this case is assigned now
	Served   bool // the determination of this case was served
	Auditor  bool // the second physician, asked for a blind audit of this case and not done with it
}

// A Need is what must hold for a role to do something.
type Need int

// The needs.
const (
	Never             Need = iota // not for this role
	Always                        // whatever the case
	PartyOfCase                   // only a party of the case
	ReviewerOfCase                // only the reviewer to whom the case is assigned
	PartyServed                   // only a party of the case, once the determination is served
	AuditorOfCase                 // only the second physician who was asked for its blind audit
	ReviewerOrAuditor             // one of the two physicians of the case
)

// String returns the need's name, as in the printed matrix.
func (n Need) String() string {
	return [...]string{"-", "yes", "party of the case", "reviewer of the case", "party, once served", "auditor of the case", "reviewer or auditor of the case"}[n]
}

// Met says whether the need is met.
func (n Need) Met(f Facts) bool {
	switch n {
	case Always:
		return true
	case PartyOfCase:
		return f.Party
	case ReviewerOfCase:
		return f.Reviewer
	case PartyServed:
		return f.Party && f.Served
	case AuditorOfCase:
		return f.Auditor
	case ReviewerOrAuditor:
		return f.Reviewer || f.Auditor
	}
	return false
}

// permissions is who may do what: the whole of it. What is not in the table is forbidden.
var permissions = map[Role]*[actions]Need{
	Coordinator: {
		SeeQueue: Always, ExportQueue: Always, SeeCase: Always, SeeInternal: Always, SeeDocument: Always, SeeDraft: Always,
		SeeLetter: Always, RecordApplication: Always, Screen: Always, Notify: Always, ReceiveRecords: Always,
		AssignReviewer: Always, TakeCase: Always, AddNote: Always, CorrectFact: Always, KeepCase: Always,
		AskInformation: Always, Serve: Always, Close: Always, SendFiles: Always, CorrectIndex: Always, OwnAccount: Always,
	},
	Quality: {
		SeeQueue: Always, ExportQueue: Always, SeeCase: Always, SeeInternal: Always, SeeDocument: Always, SeeDraft: Always,
		SeeLetter: Always, TakeCase: Always, AddNote: Always, CheckQuality: Always, OwnAccount: Always, CorrectIndex: Always,
		ArrangeAudit: Always, SeeScores: Always,
	},
	MedicalDirector: {
		SeeQueue: Always, ExportQueue: Always, SeeCase: Always, SeeInternal: Always, SeeDocument: Always, SeeDraft: Always,
		SeeLetter: Always, AssignReviewer: Always, TakeCase: Always, AddNote: Always, AskInformation: Always,
		CheckQuality: Always, Sign: Always, OwnAccount: Always, CorrectIndex: Always, ArrangeAudit: Always, SeeScores: Always,
	},
	Reviewer: {
		SeeQueue: Always, SeeCase: ReviewerOfCase, SeeDocument: ReviewerOrAuditor, SeeDraft: ReviewerOfCase,
		SeeLetter: ReviewerOfCase, WriteDraft: ReviewerOfCase, DeclareConflict: ReviewerOfCase,
		AskInformation: ReviewerOfCase, KeepBlocks: Always, OwnAccount: Always, CorrectIndex: ReviewerOfCase,
		Audit: AuditorOfCase, SeeScores: Always,
	},
	InjuredWorker:       party,
	Attorney:            party,
	ClaimsAdministrator: party,
	RequestingPhysician: party,
	Administrator:       {ManageAccounts: Always, OwnAccount: Always},
}

// party is what every party may do. The papers of the record stay closed to them here: which of them a party may see
// differs by party (withheld mental-health records, the employer's view), and nothing is shown until that is decided
// paper by paper.
var party = &[actions]Need{
	SeeQueue: Always, SeeCase: PartyOfCase, SeeLetter: PartyServed, OwnAccount: Always, SendFiles: PartyOfCase,
}

// NeedOf returns what a role needs for an action.
func NeedOf(r Role, a Action) Need {
	t, ok := permissions[r]
	if !ok || a <= 0 || a >= actions {
		return Never
	}
	return t[a]
}

// May says whether a role may do something, given the facts.
func May(r Role, a Action, f Facts) bool { return NeedOf(r, a).Met(f) }

// Refusal says in a sentence which need is not met: "Only the medical director may sign a determination."
func Refusal(r Role, a Action) string {
	if a <= 0 || a >= actions {
		return "Nobody may do that."
	}
	switch NeedOf(r, a) {
	case PartyOfCase:
		return "Only a party of the case may " + doing[a] + "."
	case ReviewerOfCase:
		return "Only the reviewer to whom the case is assigned may " + doing[a] + "."
	case AuditorOfCase:
		return "Only the physician who was asked for the blind audit may " + doing[a] + "."
	case ReviewerOrAuditor:
		return "Only the reviewer to whom the case is assigned may " + doing[a] + "."
	case PartyServed:
		return "A party may " + doing[a] + " once it has been served."
	}
	var who []string
	for _, r := range Roles {
		switch NeedOf(r, a) {
		case Always:
			who = append(who, "the "+RoleName(r))
		case ReviewerOfCase, ReviewerOrAuditor:
			who = append(who, "the reviewer of the case")
		case AuditorOfCase:
			who = append(who, "the physician of its blind audit")
		case PartyOfCase, PartyServed:
			if r == InjuredWorker {
				who = append(who, "a party of the case")
			}
		}
	}
	if len(who) == 0 {
		return "Nobody may " + doing[a] + "."
	}
	last := who[len(who)-1]
	if rest := who[:len(who)-1]; len(rest) > 0 {
		last = strings.Join(rest, ", ") + " or " + last
	}
	return "Only " + last + " may " + doing[a] + "."
}
