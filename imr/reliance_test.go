package imr_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"testing"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
)

// commands is one command of every type in the table that a case in review may take, once it stands at the right state.
func commands() map[imr.EventType]imr.Command {
	papers := []imr.Document{{Type: "progress_report", Title: "Progress report", Pages: 2}}
	return map[imr.EventType]imr.Command{
		"application_received": traction(), "duplicate_found": &imr.DuplicateFound{Of: "CM15-0190001"},
		"screening_started": &imr.ScreeningStarted{}, "information_requested": &imr.InformationRequested{Of: []imr.PartyID{"P2"}, Questions: []string{"Is liability disputed?"}},
		"answer_received": &imr.AnswerReceived{From: "P2", Documents: papers}, "answer_overdue": &imr.AnswerOverdue{},
		"found_ineligible":   &imr.FoundIneligible{Grounds: []string{"unsigned"}, Explanation: "The application is not signed."},
		"liability_disputed": &imr.LiabilityDisputed{}, "liability_resolved_for_employee": &imr.LiabilityResolvedForEmployee{},
		"liability_resolved_against_employee": &imr.LiabilityResolvedAgainstEmployee{}, "petition_granted": &imr.PetitionGranted{Order: "Order"},
		"found_eligible": &imr.FoundEligible{}, "consolidated": &imr.Consolidated{Lead: "CM15-0190001", SameEmployee: true, SamePhysician: true, SameInjury: true},
		"notice_sent": &imr.NoticeSent{Services: everybody()}, "records_received": &imr.RecordsReceived{From: "P2", Documents: papers},
		"records_overdue": &imr.RecordsOverdue{}, "go_on_without": &imr.GoOnWithout{}, "late_record_received": &imr.LateRecordReceived{From: "P1", Documents: papers},
		"reviewer_assigned": reviewer(), "conflict_declared": &imr.ConflictDeclared{Why: "Treated the worker."},
		"second_reviewer_approved":   &imr.SecondReviewerApproved{Approval: "Letter"},
		"more_information_requested": &imr.MoreInformationRequested{Of: []imr.PartyID{"P3"}, Questions: []string{"Which trial?"}},
		"information_received":       &imr.InformationReceived{From: "P3", Documents: papers}, "information_overdue": &imr.InformationOverdue{},
		"draft_submitted": &imr.DraftSubmitted{Draft: draft()}, "returned": &imr.Returned{Notes: []imr.Note{{Text: "Name the edition."}}},
		"approved": &imr.Approved{SignedBy: "Miguel Ortega, MD", Title: "Medical Director"}, "converted_to_expedited": &imr.ConvertedToExpedited{Certificate: "Certificate"},
		"extension_granted": &imr.ExtensionGranted{Reason: "Good cause"}, "item_authorized": &imr.ItemAuthorized{Item: 1},
		"all_items_authorized": &imr.AllItemsAuthorized{}, "withdrawn": &imr.Withdrawn{By: "P1", Signed: true},
		"settled_or_awarded": &imr.SettledOrAwarded{Paper: "Compromise and release"}, "claims_administrator_changed": &imr.ClaimsAdministratorChanged{Party: imr.Party{Name: "Other Claims"}},
		"implemented": &imr.Implemented{}, "corrected": &imr.Corrected{What: "A name", Letter: "ab12"}, "petition_filed": &imr.PetitionFiled{By: "P1", Grounds: []string{"bias"}},
		"appeal_time_over": &imr.AppealTimeOver{}, "petition_denied": &imr.PetitionDenied{Order: "Order"},
		"reversed_and_remanded": &imr.ReversedAndRemanded{Order: "Order", Ground: "bias"}, "resubmitted": &imr.Resubmitted{}, "published": &imr.Published{CheckedBy: "Dana Kim"},
	}
}

func TestEveryRowOfTheTableCanBeTaken(t *testing.T) {
	cmds := commands()
	for _, row := range rules(t).Transitions {
		c := imr.Case{ID: "CM15-0190123"}
		if row.Event != "application_received" {
			c = tell(t).toReview().c
			c.State, c.Passed = row.From, true
			c.Facts.Served = imr.Moment{Seq: 1, At: day("2015-11-02")}
			c.LetterHash = "00ff"
		}
		if row.AnyOpen {
			c.State = imr.AwaitingRecords
		}
		if row.Event == "all_items_authorized" {
			c.Items = nil
		}
		r := rules(t)
		if row.From == imr.AwaitingEligibilityInformation || row.From == imr.AwaitingInformation || row.Event == "records_overdue" || row.Event == "appeal_time_over" {
			r.Clocks = clock.Table{} // whether the time is over has its own tests
		}
		cmd := cmds[row.Event]
		if row.Event == "appeal_time_over" {
			cmd = &imr.AppealTimeOver{Until: "2015-12-07"}
		}
		actor := imr.Actor{ID: "dana", Role: "coordinator", Name: "Dana Kim"}
		if row.Event == "draft_submitted" {
			actor.ID = "rev1"
		}
		now := day("2016-06-01").At(10, 0, 0, imr.Office)
		es, err := imr.Decide(r, c, cmd, imr.Act{Actor: actor, At: now, Recorded: now})
		if err != nil {
			t.Errorf("%s (%s from %q): %v", row.ID, row.Event, c.State, err)
			continue
		}
		to := row.To
		if row.Same && row.Event == "item_authorized" {
			to = imr.Terminated // it was the last item
		} else if row.Same {
			to = c.State
		}
		if got := es[len(es)-1].State; got != to {
			t.Errorf("%s (%s) leads to %q, not to %q", row.ID, row.Event, got, to)
		}
		if !slices.Contains(es[0].ReliesOn, imr.Reference{Law: row.Authority}) {
			t.Errorf("%s (%s) does not say its law %q: %v", row.ID, row.Event, row.Authority, es[0].ReliesOn)
		}
	}
}

func TestAnEventSaysOnWhichPapersItRests(t *testing.T) {
	s := tell(t)
	app := traction()
	app.Documents = []imr.Document{{Type: "imr_application", Title: "Application", Pages: 2}, {Type: "ur_decision", Title: "Decision", Pages: 5}}
	s.on("2015-09-28").do(app, imr.Received).do(&imr.ScreeningStarted{}, imr.EligibilityReview).do(&imr.FoundEligible{}, imr.Eligible).
		do(&imr.NoticeSent{Services: everybody()}, imr.AwaitingRecords).on("2015-10-09").
		do(&imr.RecordsReceived{From: "P2", Documents: []imr.Document{{Title: "Progress report", Pages: 6}}}, imr.RecordsComplete).
		do(reviewer(), imr.InReview).by("rev1").do(&imr.DraftSubmitted{Draft: draft()}, imr.QualityCheck)
	want := map[imr.EventType][]string{"application_received": {"D1", "D2"}, "found_eligible": {"D1", "D2"}, "records_received": {"D3"}, "draft_submitted": {"D1", "D2", "D3"}}
	for _, e := range s.events {
		var got []string
		for _, r := range e.ReliesOn {
			if r.Document != "" {
				got = append(got, r.Document)
			}
		}
		if !reflect.DeepEqual(got, want[e.Type]) {
			t.Errorf("%s rests on %v, not on %v", e.Type, got, want[e.Type])
		}
		b, err := json.Marshal(e)
		var back imr.Event
		if err == nil {
			err = json.Unmarshal(b, &back)
		}
		if err != nil || !reflect.DeepEqual(back.ReliesOn, e.ReliesOn) {
			t.Errorf("%s: %v after reading it again, %v", e.Type, back.ReliesOn, err)
		}
	}
}

func TestWhatTheActorNamesComesFirstAndMustBeOnFile(t *testing.T) {
	s := tell(t).toReview()
	act := imr.Act{Actor: s.actor, At: s.now, Recorded: s.now, ReliesOn: []imr.Reference{{Document: "D1"}, {Law: "Order of 2015-10-12"}}}
	es, err := imr.Decide(s.rules, s.c, &imr.ExtensionGranted{Reason: "Good cause"}, act)
	if err != nil {
		t.Fatal(err)
	}
	want := []imr.Reference{{Document: "D1"}, {Law: "Order of 2015-10-12"}, {Law: "Labor Code 4610.6(d)"}}
	if !reflect.DeepEqual(es[0].ReliesOn, want) {
		t.Errorf("it rests on %v, not on %v", es[0].ReliesOn, want)
	}
	act.ReliesOn = []imr.Reference{{Document: "D9"}}
	var e *imr.Error
	if _, err = imr.Decide(s.rules, s.c, &imr.ExtensionGranted{Reason: "Good cause"}, act); !errors.As(err, &e) || e.Field != "relies_on" {
		t.Errorf("a paper that is not on file: %v", err)
	}
}

func TestTheWayOfServingIsThatOfThePartyWhoseClockItSets(t *testing.T) {
	s := tell(t).on("2015-09-28").do(traction(), imr.Received).do(&imr.ScreeningStarted{}, imr.EligibilityReview).do(&imr.FoundEligible{}, imr.Eligible)
	services := everybody()
	services[0].Method = imr.Personal
	s.do(&imr.NoticeSent{Services: services}, imr.AwaitingRecords)
	want := &imr.How{Method: imr.MailInState, To: []imr.PartyID{"P2", "P3"}}
	if got := s.events[len(s.events)-1].How; !reflect.DeepEqual(got, want) {
		t.Errorf("served %+v, not %+v", got, want)
	}
}

// Every refusal must say which rule forbids the act: every type of event, empty, at every state.
func TestEveryRefusalNamesItsRule(t *testing.T) {
	r := rules(t)
	base := tell(t).toReview().c
	states := map[imr.State]bool{}
	for _, row := range r.Transitions {
		states[row.From], states[row.To] = true, true
	}
	tried := 0
	try := func(c imr.Case, cmd imr.Command, act imr.Act) {
		var e *imr.Error
		if _, err := imr.Decide(r, c, cmd, act); errors.As(err, &e) {
			if tried++; e.Rule == "" && e.Kind != imr.NotFound {
				t.Errorf("%T at %q: %q names no rule", cmd, c.State, e.Message)
			}
		} else if err != nil {
			t.Errorf("%T: %v is no refusal", cmd, err)
		}
	}
	act := imr.Act{Actor: imr.Actor{ID: "dana"}, At: day("2015-10-20").At(9, 0, 0, imr.Office), Recorded: day("2015-10-20").At(9, 0, 0, imr.Office)}
	all := commands()
	for _, own := range []imr.Command{&imr.OwnerChanged{}, &imr.NoteAdded{}, &imr.FactCorrected{}, &imr.FactCorrected{Fact: imr.FactSigned},
		&imr.FactCorrected{Fact: imr.FactSigned, Old: "true", New: "true"}, &imr.FactCorrected{Fact: imr.FactSigned, Old: "true", New: "x"},
		&imr.FactCorrected{Fact: imr.FactSigned, Old: "true", New: "x", Reason: "y"}, &imr.QualityPassed{}, &imr.Served{}} {
		all[imr.EventType(reflect.TypeOf(own).String()+string(rune('a'+len(all))))] = own
	}
	for s := range states {
		c := base
		c.State = s
		for _, cmd := range all {
			try(c, cmd, act)
			try(c, reflect.New(reflect.TypeOf(cmd).Elem()).Interface().(imr.Command), act)
			try(c, cmd, imr.Act{})
			try(c, cmd, imr.Act{Actor: act.Actor})
			try(c, cmd, imr.Act{Actor: act.Actor, At: act.At.AddDate(1, 0, 0), Recorded: act.At})
			try(c, cmd, imr.Act{Actor: act.Actor, At: act.At, Recorded: act.At, How: &imr.How{Method: "pigeon"}})
		}
	}
	if tried < 1000 {
		t.Errorf("only %d refusals", tried)
	}
}
