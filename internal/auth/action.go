package auth

import "github.com/openimr/openimr/imr"

// An Action is one kind of thing that somebody may do. Every page of the web application names its action, and
// every command on a case belongs to one.
type Action int

// The actions. The zero value is none, so that a route which forgets its action is open to nobody.
const (
	SeeQueue          Action = iota + 1 // the list of cases; which cases are in it is for the query
	ExportQueue                         // take the list out as a file
	SeeCase                             // the page of one case
	SeeInternal                         // notes, owner, findings, and who the reviewer is
	SeeDocument                         // the papers of the record
	SeeDraft                            // the determination before it is served
	SeeLetter                           // the determination as it was served
	RecordApplication                   // open a case
	Screen                              // decide on eligibility, ask for what it needs
	Notify                              // assign by notice to the parties
	ReceiveRecords                      // file what the parties send
	SendFiles                           // send files for the record, see what came of one's own
	CorrectIndex                        // put the index of the record right
	AssignReviewer                      // give the case to a physician
	TakeCase                            // own a case, hand it over
	AddNote                             // write an internal note
	CorrectFact                         // put a fact of the case right
	KeepCase                            // what happens on the way: authorized, withdrawn, settled, extended, expedited
	AskInformation                      // ask a party for what is needed to decide
	WriteDraft                          // summary and decisions
	DeclareConflict                     // give a case back for a conflict of interest
	CheckQuality                        // pass a draft or send it back
	ArrangeAudit                        // ask a second physician for a blind audit, see how both decided
	Audit                               // decide as the second physician, blind
	SeeScores                           // see how well determinations hold; a reviewer sees their own
	Sign                                // make the determination
	Serve                               // serve it on the parties
	Close                               // what follows: carried out, appealed, final, published
	ManageAccounts                      // who can log in
	KeepBlocks                          // text blocks of one's own for determinations
	OwnAccount                          // one's own password and sessions
	actions
)

var actionNames = [actions]string{
	SeeQueue: "see_queue", ExportQueue: "export_queue", SeeCase: "see_case", SeeInternal: "see_internal",
	SeeDocument: "see_document", SeeDraft: "see_draft", SeeLetter: "see_letter", RecordApplication: "record_application",
	Screen: "screen", Notify: "notify", ReceiveRecords: "receive_records", SendFiles: "send_files", CorrectIndex: "correct_index", AssignReviewer: "assign_reviewer",
	TakeCase: "take_case", AddNote: "add_note", CorrectFact: "correct_fact", KeepCase: "keep_case",
	AskInformation: "ask_information", WriteDraft: "write_draft", DeclareConflict: "declare_conflict",
	CheckQuality: "check_quality", ArrangeAudit: "arrange_audit", Audit: "audit", SeeScores: "see_scores",
	Sign: "sign", Serve: "serve", Close: "close", ManageAccounts: "manage_accounts",
	KeepBlocks: "keep_blocks", OwnAccount: "own_account",
}

// String returns the action's name, as in the printed matrix.
func (a Action) String() string {
	if a <= 0 || a >= actions {
		return "unknown_action"
	}
	return actionNames[a]
}

// doing says what somebody does, to fill "may …".
var doing = [actions]string{
	SeeQueue: "see the list of cases", ExportQueue: "export the list of cases", SeeCase: "see this case",
	SeeInternal: "see the organization's own work on a case", SeeDocument: "open the papers of this case",
	SeeDraft: "see a determination before it is served", SeeLetter: "open the determination",
	RecordApplication: "record an application", Screen: "decide on eligibility", Notify: "send the notice of assignment",
	ReceiveRecords: "file records", SendFiles: "send files for the record", CorrectIndex: "correct the index of the record", AssignReviewer: "assign a reviewer", TakeCase: "take or hand over a case",
	AddNote: "write an internal note", CorrectFact: "correct a fact of a case", KeepCase: "record what happens to a case",
	AskInformation: "ask for more information", WriteDraft: "write the draft", DeclareConflict: "declare a conflict of interest",
	CheckQuality: "check the quality of a draft", ArrangeAudit: "arrange a blind audit", Audit: "decide in a blind audit", SeeScores: "see the scores of quality",
	Sign: "sign a determination", Serve: "serve a determination",
	Close: "record what follows a determination", ManageAccounts: "manage accounts", OwnAccount: "change an account", KeepBlocks: "keep text blocks",
}

// ActionOf returns the action that a command on a case belongs to.
func ActionOf(t imr.EventType) (Action, bool) {
	a, ok := commandActions[t]
	return a, ok
}

var commandActions = map[imr.EventType]Action{
	"application_received": RecordApplication,
	"duplicate_found":      Screen, "screening_started": Screen, "information_requested": Screen, "answer_received": Screen,
	"answer_overdue": Screen, "found_eligible": Screen, "found_ineligible": Screen, "liability_disputed": Screen,
	"liability_resolved_for_employee": Screen, "liability_resolved_against_employee": Screen, "consolidated": Screen,
	"petition_granted": Close,
	"notice_sent":      Notify,
	"records_received": ReceiveRecords, "records_overdue": ReceiveRecords, "go_on_without": ReceiveRecords,
	"late_record_received": ReceiveRecords,
	"reviewer_assigned":    AssignReviewer, "second_reviewer_approved": AssignReviewer,
	"conflict_declared":          DeclareConflict,
	"more_information_requested": AskInformation,
	"information_received":       ReceiveRecords, "information_overdue": ReceiveRecords,
	"draft_submitted": WriteDraft,
	"note_answered":   WriteDraft,
	"returned":        CheckQuality, "quality_passed": CheckQuality,
	"audit_sampled":  ArrangeAudit, // by the server itself: imr refuses anybody else
	"audit_assigned": ArrangeAudit,
	"audit_declined": Audit, "audit_recorded": Audit,
	"approved":               Sign,
	"served":                 Serve,
	"converted_to_expedited": KeepCase, "extension_granted": KeepCase, "item_authorized": KeepCase,
	"all_items_authorized": KeepCase, "withdrawn": KeepCase, "settled_or_awarded": KeepCase,
	"claims_administrator_changed": KeepCase,
	"implemented":                  Close, "corrected": Sign, "petition_filed": Close, "appeal_time_over": Close, "petition_denied": Close,
	"reversed_and_remanded": Close, "resubmitted": Close, "published": Close,
	"owner_changed": TakeCase, "note_added": AddNote, "fact_corrected": CorrectFact,
	"files_received": SendFiles, "index_corrected": CorrectIndex, "records_asked": ReceiveRecords, "pages_opened": WriteDraft, "model_asked": WriteDraft,
}
