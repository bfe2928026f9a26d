package imr_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/programme"
)

func rules(t testing.TB) imr.Rules {
	t.Helper()
	p, err := programme.Load("ca-wc-imr")
	if err != nil {
		t.Fatal(err)
	}
	return p.Rules
}

func day(s string) clock.Day { return clock.MustDay(s) }

// traction is the application of the traction-unit case, with invented people.
func traction() *imr.ApplicationReceived {
	return &imr.ApplicationReceived{
		Worker: imr.Worker{Name: "Daniel Okafor", BirthDate: day("1972-03-14"), Sex: "male"},
		Claim:  imr.Claim{Number: "2014-77-01932", ADJ: "ADJ9911223", Employer: "Bayline Warehousing"},
		Injury: imr.Injury{Date: day("2014-09-18"), Diagnosis: "Cervicalgia", ICD: "M54.2"},
		Denial: imr.Denial{RequestDated: day("2015-09-10"), RequestReceived: day("2015-09-10"), Decided: day("2015-09-16"),
			Served: day("2015-09-16"), ServedBy: imr.MailInState, Attached: true},
		Items: []imr.Item{{Request: "Purchase of cervical traction unit",
			Asked: imr.Quantity{Amount: 1, Unit: "unit"}, InDispute: imr.Quantity{Amount: 1, Unit: "unit"}}},
		Parties: []imr.Party{
			{Role: imr.InjuredWorker, Name: "Daniel Okafor", Address: []string{"18 Alder Court", "Fresno, CA 93701"}},
			{Role: imr.ClaimsAdministrator, Organization: "Sierra Claims", Address: []string{"PO Box 4410", "Sacramento, CA 95814"}},
			{Role: imr.RequestingPhysician, Name: "Lena Marsh, MD", Address: []string{"210 Mill Street", "Fresno, CA 93721"}},
		},
		Priority: imr.Regular, Signed: true,
	}
}

// A story plays acts one after the other, as people would.
type story struct {
	t      *testing.T
	rules  imr.Rules
	c      imr.Case
	events []imr.Event
	now    time.Time
	how    *imr.How
	actor  imr.Actor
}

func tell(t *testing.T) *story {
	return &story{t: t, rules: rules(t), c: imr.Case{ID: "CM15-0190123"}, actor: imr.Actor{ID: "dana", Role: "coordinator", Name: "Dana Kim"}}
}

func (s *story) on(d string) *story {
	s.now = day(d).At(10, 0, 0, imr.Office)
	return s
}

func (s *story) by(id imr.UserID) *story { s.actor.ID = id; return s }

func (s *story) try(cmd imr.Command) error {
	s.t.Helper()
	es, err := imr.Decide(s.rules, s.c, cmd, imr.Act{Actor: s.actor, At: s.now, Recorded: s.now, How: s.how})
	if err != nil {
		return err
	}
	for _, e := range es {
		if err := s.c.Apply(e); err != nil {
			s.t.Fatal(err)
		}
	}
	s.events = append(s.events, es...)
	return nil
}

func (s *story) do(cmd imr.Command, state imr.State) *story {
	s.t.Helper()
	if err := s.try(cmd); err != nil {
		s.t.Fatalf("%T: %v", cmd, err)
	}
	if s.c.State != state {
		s.t.Fatalf("after %T the case stands at %q, not at %q", cmd, s.c.State, state)
	}
	return s
}

func (s *story) refused(cmd imr.Command, kind imr.Kind, words string) *story {
	s.t.Helper()
	err := s.try(cmd)
	var e *imr.Error
	if !errors.As(err, &e) || e.Kind != kind || !strings.Contains(e.Error(), words) {
		s.t.Fatalf("%T: got %v, want an error of kind %d with %q", cmd, err, kind, words)
	}
	return s
}

func everybody() []imr.Service {
	return []imr.Service{{Party: "P1", Method: imr.MailInState}, {Party: "P2", Method: imr.MailInState}, {Party: "P3", Method: imr.MailInState}}
}

func draft() imr.Draft {
	return imr.Draft{Summary: "The injured worker is a 43 year old male.", Items: []imr.DraftDecision{{
		Item: 1, Outcome: imr.Upheld, ClaimsAdministratorGuideline: "Decision based on MTUS Neck and Upper Back Complaints 2004.",
		IMROGuideline: "Decision based on MTUS General Approaches 2004.", Rationale: "No rationale is given. The request is not medically necessary.",
	}}}
}

func reviewer() *imr.ReviewerAssigned {
	return &imr.ReviewerAssigned{Attested: true, Reviewer: imr.Reviewer{
		ID: "rev1", Name: "Ruth Adeyemi", LicensedIn: []string{"Massachusetts"}, Specialties: []string{"Anesthesiology", "Pain Management"}}}
}

func (s *story) toReview() *story {
	return s.on("2015-09-28").do(traction(), imr.Received).
		do(&imr.ScreeningStarted{}, imr.EligibilityReview).
		on("2015-09-29").do(&imr.FoundEligible{}, imr.Eligible).
		do(&imr.NoticeSent{Services: everybody()}, imr.AwaitingRecords).
		on("2015-10-09").do(&imr.RecordsReceived{From: "P2", Documents: []imr.Document{
		{Type: "progress_report", Title: "Progress report", Date: day("2015-08-27"), Author: "Lena Marsh, MD", Pages: 6}}}, imr.RecordsComplete).
		on("2015-10-12").do(reviewer(), imr.InReview)
}

func TestOneCaseFromTheApplicationToItsEnd(t *testing.T) {
	s := tell(t).toReview()
	s.refused(&imr.DraftSubmitted{Draft: draft()}, imr.NotAllowed, "Only the reviewer")
	s.by("rev1").refused(&imr.DraftSubmitted{Draft: imr.Draft{Summary: "x"}}, imr.Incomplete, "Item 1 is not decided")
	s.do(&imr.DraftSubmitted{Draft: draft()}, imr.QualityCheck)
	s.by("nora").do(&imr.Returned{Notes: []imr.Note{{Field: "summary", Quote: "43", Text: "Which report says so?"}}}, imr.InReview)
	s.by("rev1").refused(&imr.DraftSubmitted{Draft: draft()}, imr.Incomplete, "Note 1.1 is not answered")
	s.do(&imr.NoteAnswered{Note: "1.1", How: imr.AnswerExplained, Words: "The birth date of the application."}, imr.InReview)
	s.do(&imr.DraftSubmitted{Draft: draft()}, imr.QualityCheck)
	s.refused(&imr.QualityPassed{}, imr.NotAllowed, "own draft")
	s.by("nora").refused(&imr.QualityPassed{Errors: 2}, imr.Refused, "2 errors")
	s.refused(&imr.Approved{SignedBy: "Miguel Santos", Title: "Medical Director"}, imr.Refused, "has not passed")
	s.refused(passed(t), imr.Refused, "Note 1.1 is still open")
	s.do(passed(t, "1.1"), imr.QualityCheck)
	s.by("miguel").refused(&imr.Approved{SignedBy: "Ruth Adeyemi"}, imr.NotAllowed, "name would be known")
	s.on("2015-11-03").do(&imr.Approved{SignedBy: "Miguel Santos", Title: "Medical Director"}, imr.Determined)
	serve := &imr.Served{Services: everybody(), Server: "Dana Kim", Place: "Sacramento", Letter: "00ff"}
	s.by("dana").refused(&imr.Served{Services: everybody()[:2], Server: "Dana Kim", Place: "Sacramento", Letter: "00ff"}, imr.Incomplete, "Lena Marsh")
	s.refused(&imr.AppealTimeOver{Until: "2015-12-08"}, imr.Refused, "not been served")
	s.do(serve, imr.Determined).refused(serve, imr.Refused, "served before")
	s.on("2015-12-08").refused(&imr.AppealTimeOver{Until: "2015-12-08"}, imr.Refused, "not over")
	s.on("2015-12-09").do(&imr.AppealTimeOver{Until: "2015-12-08"}, imr.Final)

	var back []imr.Event
	b, err := json.Marshal(s.events)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &back); err != nil {
		t.Fatal(err)
	}
	c, err := imr.Fold(back)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(c.Draft, s.c.Draft) || c.State != s.c.State || c.Version != s.c.Version || !reflect.DeepEqual(c.Facts, s.c.Facts) {
		t.Errorf("the events read back make another case:\n%+v\n%+v", c, s.c)
	}
	if again, _ := json.Marshal(back); string(again) != string(b) {
		t.Error("the same events give other bytes")
	}
}

func TestAnApplicationIsRefusedWithTheFieldToMend(t *testing.T) {
	for _, x := range []struct {
		name, field string
		spoil       func(*imr.ApplicationReceived)
	}{
		{"no name", "worker.name", func(a *imr.ApplicationReceived) { a.Worker.Name = " " }},
		{"no claim number", "claim.number", func(a *imr.ApplicationReceived) { a.Claim.Number = "" }},
		{"no injury date", "injury.date", func(a *imr.ApplicationReceived) { a.Injury.Date = 0 }},
		{"denied before the injury", "denial.decided", func(a *imr.ApplicationReceived) { a.Denial.Decided = day("2014-09-01") }},
		{"received before the denial", "at", func(a *imr.ApplicationReceived) { a.Denial.Decided = day("2015-10-30") }},
		{"served before it was made", "denial.served", func(a *imr.ApplicationReceived) { a.Denial.Served = day("2015-09-15") }},
		{"born after the injury", "worker.birth_date", func(a *imr.ApplicationReceived) { a.Worker.BirthDate = day("2015-01-01") }},
		{"no items", "items", func(a *imr.ApplicationReceived) { a.Items = nil }},
		{"an item without words", "items[0].request", func(a *imr.ApplicationReceived) { a.Items[0].Request = "" }},
		{"12 asked, 6 authorized, 5 in dispute", "items[0].in_dispute", func(a *imr.ApplicationReceived) {
			a.Items[0].Asked, a.Items[0].Authorized, a.Items[0].InDispute = imr.Quantity{Amount: 12, Unit: "sessions"}, imr.Quantity{Amount: 6, Unit: "sessions"}, imr.Quantity{Amount: 5, Unit: "sessions"}
		}},
		{"no physician", "parties", func(a *imr.ApplicationReceived) { a.Parties = a.Parties[:2] }},
		{"no priority", "priority", func(a *imr.ApplicationReceived) { a.Priority = "" }},
	} {
		t.Run(x.name, func(t *testing.T) {
			a := traction()
			x.spoil(a)
			err := tell(t).on("2015-09-28").try(a)
			var e *imr.Error
			if !errors.As(err, &e) || e.Field != x.field || e.Rule == "" {
				t.Errorf("got %#v", err)
			}
		})
	}
}

func TestAnApplicationWithAGroundIsNotFoundEligible(t *testing.T) {
	for _, x := range []struct {
		words string
		spoil func(*imr.ApplicationReceived)
		late  bool
	}{
		{"No signature", func(a *imr.ApplicationReceived) { a.Signed = false }, false},
		{"UR decision not attached", func(a *imr.ApplicationReceived) { a.Denial.Attached = false }, false},
		{"conditional", func(a *imr.ApplicationReceived) { a.Denial.Conditional = true }, false},
		{"Liability", func(a *imr.ApplicationReceived) { a.Denial.Liability = true }, false},
		{"Not received in time", func(*imr.ApplicationReceived) {}, true},
	} {
		a := traction()
		x.spoil(a)
		tell(t).on("2015-09-28").do(a, imr.Received).do(&imr.ScreeningStarted{}, imr.EligibilityReview).
			refused(&imr.FoundEligible{Late: x.late}, imr.Refused, x.words)
	}
}

func TestAuthorizingTheLastItemEndsTheReview(t *testing.T) {
	a := traction()
	a.Items = append(a.Items, imr.Item{Request: "Chiropractic sessions"})
	s := tell(t).on("2015-09-28").do(a, imr.Received)
	s.do(&imr.ItemAuthorized{Item: 2}, imr.Received).refused(&imr.ItemAuthorized{Item: 2}, imr.Incomplete, "not in dispute")
	s.do(&imr.ItemAuthorized{Item: 1}, imr.Terminated)
	if n := len(s.events); n != 4 || s.events[3].Type != "all_items_authorized" {
		t.Errorf("%d events, the last %s", n, s.events[n-1].Type)
	}
}

func TestACorrectionIsRefusedWhereSomebodyWasQuicker(t *testing.T) {
	s := tell(t).on("2015-09-28").do(traction(), imr.Received)
	fix := &imr.FactCorrected{Fact: imr.FactDenialServed, Old: "2015-09-16", New: "2015-09-18", Reason: "The proof of service says so."}
	s.do(fix, imr.Received).refused(fix, imr.Conflict, "look at it again")
	if s.c.Denial.Served != day("2015-09-18") {
		t.Errorf("served %v", s.c.Denial.Served)
	}
	s.refused(&imr.FactCorrected{Fact: imr.FactDenialServed, Old: "2015-09-18", New: "yesterday", Reason: "x"}, imr.Incomplete, "YYYY-MM-DD")
}

func TestEveryRowOfTheTableHasAnEvent(t *testing.T) {
	known := map[imr.EventType]bool{}
	for _, e := range imr.EventTypes() {
		known[e] = true
	}
	for _, row := range rules(t).Transitions {
		if !known[row.Event] {
			t.Errorf("%s: no event of the type %s", row.ID, row.Event)
		}
		if row.Authority == "" {
			t.Errorf("%s has no authority", row.ID)
		}
	}
}

func TestEveryStepSaysWhyItMayNotBe(t *testing.T) {
	r := rules(t)
	for s, c := range map[string]imr.Case{"new": {}, "received": {State: imr.Received}, "final": {State: imr.Final}} {
		for _, p := range imr.Allowed(r, c) {
			if !p.May && (p.Why == "" || p.Authority == "") {
				t.Errorf("%s: %s is forbidden without a reason", s, p.Event)
			}
		}
	}
}

func TestAReviewerWithAConflictDoesNotGetTheCaseAgain(t *testing.T) {
	s := tell(t).toReview()
	s.do(&imr.ConflictDeclared{Why: "Worked at the clinic of the requesting physician."}, imr.RecordsComplete)
	s.refused(reviewer(), imr.Refused, "declared a conflict")
}

func FuzzEventJSON(f *testing.F) {
	f.Add([]byte(`{"case":"CM15-0190123","seq":1,"type":"note_added","actor":{"id":"a","role":"","name":""},"at":"2015-09-28T10:00:00Z","recorded":"2015-09-28T10:00:00Z","state":"received","data":{"text":"x"}}`))
	f.Add([]byte(`{"type":"application_received","data":{"items":[{}]}}`))
	f.Add([]byte(`{"type":"nothing"}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		var e imr.Event
		if json.Unmarshal(b, &e) != nil {
			return
		}
		out, err := json.Marshal(e)
		if err != nil {
			t.Skip() // a year that RFC 3339 cannot write
		}
		var back imr.Event
		if err := json.Unmarshal(out, &back); err != nil {
			t.Fatalf("%s: %v", out, err)
		}
		_, _ = imr.Fold([]imr.Event{e})
	})
}
