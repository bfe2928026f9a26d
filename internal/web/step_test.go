package web

import (
	"net/url"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
)

// programmeRules reads the reference programme's tables as they stand in the repository.
func programmeRules(t *testing.T) imr.Rules {
	t.Helper()
	open := func(name string) *os.File {
		f, err := os.Open("../../programme/ca-wc-imr/" + name)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = f.Close() })
		return f
	}
	ts, err := imr.ParseTransitions(open("case_states.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	gs, err := imr.ParseGrounds(open("ineligibility_grounds.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	return imr.Rules{Transitions: ts, Grounds: gs}
}

func TestEveryStepOfTheTableHasItsForm(t *testing.T) {
	for _, tr := range programmeRules(t).Transitions {
		if tr.Event == "application_received" {
			continue // has the form of the application
		}
		if _, ok := stepOf(tr.Event); !ok {
			t.Errorf("%s (%s) has no form", tr.Event, tr.ID)
		}
	}
	seen := map[imr.EventType]bool{}
	for _, s := range steps() {
		if seen[s.Event] {
			t.Errorf("%s stands there twice", s.Event)
		}
		seen[s.Event] = true
		if s.Title == "" || s.Button == "" || !strings.HasSuffix(s.Does, ".") || (s.Command == nil) != (s.Page != "") {
			t.Errorf("%s is incomplete: %+v", s.Event, s)
		}
	}
}

// A form's command must be the one that its step is named after, or a button would do something else than it says.
func TestAStepMakesItsOwnCommand(t *testing.T) {
	a := about{Case: someCase(), Rules: programmeRules(t), Now: noon}
	known := map[imr.EventType]reflect.Type{}
	for _, e := range imr.EventTypes() {
		known[e] = nil
	}
	for _, s := range steps() {
		if _, ok := known[s.Event]; !ok {
			t.Errorf("%s is no type of event", s.Event)
		}
		if s.Command == nil {
			continue
		}
		cmd := s.Command(a, &input{values: url.Values{}})
		name := reflect.TypeOf(cmd).Elem().Name()
		if want := strings.ReplaceAll(string(s.Event), "_", ""); !strings.EqualFold(name, want) {
			t.Errorf("the form of %s makes %s", s.Event, name)
		}
		stepSections(s, a, nil)
		stepSections(s, a, url.Values{})
	}
}

func someCase() imr.Case {
	return imr.Case{
		ID: "CM15-0190123", Version: 3, State: imr.EligibilityReview, Signed: true,
		Worker: imr.Worker{Name: "Daniel Okafor"}, Claim: imr.Claim{Number: "2014-77-01932"},
		Denial: imr.Denial{RequestDated: clock.MustDay("2015-09-10"), Decided: clock.MustDay("2015-09-16"), Attached: true},
		Injury: imr.Injury{Date: clock.MustDay("2014-09-18")},
		Items:  []imr.Item{{Number: 1, Request: "Traction unit", State: imr.ItemInDispute}},
		Parties: []imr.Party{
			{ID: "P1", Role: imr.InjuredWorker, Name: "Daniel Okafor", Address: []string{"18 Alder Court"}},
			{ID: "P2", Role: imr.ClaimsAdministrator, Organization: "Sierra Claims", Fax: "555 0100"},
			{ID: "P3", Role: imr.RequestingPhysician, Name: "Lena Marsh, MD", Email: "marsh@example.org"},
		},
	}
}

func TestTheWayOfServiceIsProposedByWhatIsOnFile(t *testing.T) {
	s := serviceRows(someCase(), "", "")
	for i, want := range []imr.Method{imr.MailInState, imr.Fax, imr.Electronic} {
		if got := s.Rows[i][2].Value; got != string(want) {
			t.Errorf("party %d is served %q, not %q", i+1, got, want)
		}
	}
}

func TestFoundIneligibleProposesTheOpenGrounds(t *testing.T) {
	c := someCase()
	c.Signed = false
	s, _ := stepOf("found_ineligible")
	for _, sec := range s.Fields(about{Case: c, Rules: programmeRules(t), Late: true}, nil) {
		for _, f := range sec.Fields {
			if f.Name == "grounds" && !reflect.DeepEqual(f.Values, []string{"unsigned", "late"}) {
				t.Errorf("%v are proposed", f.Values)
			}
		}
	}
}

// What an act rests on must reach the event: the papers that were ticked and the source that was typed.
func TestAStepThatJudgesSaysWhatItRestsOn(t *testing.T) {
	c := someCase()
	c.Documents = []imr.Document{{ID: "D1", Title: "Application"}, {ID: "D2", Title: "Decision"}}
	by := imr.Actor{ID: "dana"}
	values := url.Values{"relies_on": {"D2", "D2"}, "relies_on.other": {"Order of the Appeals Board"}, "how": {"fax"}}
	for _, s := range steps() {
		asked := ""
		for _, sec := range stepSections(s, about{Case: c, Rules: programmeRules(t), Now: noon}, nil) {
			asked += sec.ID + " "
		}
		if got := strings.Contains(asked, "relies_on"); got != s.judges() {
			t.Errorf("%s asks for %s", s.Event, asked)
		}
		act := s.readAct(&input{values: values}, by, noon)
		want := []imr.Reference{{Document: "D2"}, {Law: "Order of the Appeals Board"}}
		if s.judges() && !reflect.DeepEqual(act.ReliesOn, want) {
			t.Errorf("%s rests on %v", s.Event, act.ReliesOn)
		}
		if (s.Came || s.Sent) && (act.How == nil || act.How.Method != imr.Fax) {
			t.Errorf("%s: how it came or went is lost: %v", s.Event, act.How)
		}
	}
}

func TestManyPapersOfOneEventAreCounted(t *testing.T) {
	c, e := someCase(), imr.Event{}
	for _, id := range []string{"D1", "D2", "D3", "D4", "D5", "D6", "D7"} {
		c.Documents = append(c.Documents, imr.Document{ID: id, Title: "Report"})
		e.ReliesOn = append(e.ReliesOn, imr.Reference{Document: id})
	}
	e.ReliesOn = append(e.ReliesOn, imr.Reference{Law: "8 CCR 9792.10.6(d)"})
	if got := strings.Join(reliance(e, c), "|"); got != "7 papers of the record as it stood then|8 CCR 9792.10.6(d)" {
		t.Error(got)
	}
	e.ReliesOn = e.ReliesOn[6:]
	if got := strings.Join(reliance(e, c), "|"); got != "Report (D7)|8 CCR 9792.10.6(d)" {
		t.Error(got)
	}
}

func TestEveryStepOfTheTableHasALaw(t *testing.T) {
	for _, tr := range programmeRules(t).Transitions {
		for _, s := range []imr.State{imr.EligibilityReview, imr.Final} { // where it may be, and where it may not
			if lawOf(programmeRules(t), imr.Case{State: s}, tr.Event) == "" {
				t.Errorf("%s at %s has no law", tr.Event, s)
			}
		}
	}
}
