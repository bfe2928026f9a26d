package web

import (
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
)

var noon = time.Date(2026, 11, 24, 20, 0, 0, 0, time.UTC) // 12:00 in the office

func TestARowIsAddedAndTakenAwayWithoutLosingTheOthers(t *testing.T) {
	v := url.Values{"items.rows": {"3"}, "items.0.request": {"a"}, "items.1.request": {"b"}, "items.2.request": {"c"}, "items.2.unit": {"tablets"}, "worker.name": {"Ana"}}
	v.Set("remove", "items.1")
	if !changeRows(v) || v.Get("items.rows") != "2" || v.Get("items.0.request") != "a" || v.Get("items.1.request") != "c" || v.Get("items.1.unit") != "tablets" || v.Get("items.2.request") != "" {
		t.Errorf("after taking the second row away: %v", v)
	}
	v.Del("remove")
	v.Set("add", "items")
	if !changeRows(v) || v.Get("items.rows") != "3" || v.Get("worker.name") != "Ana" {
		t.Errorf("after adding a row: %v", v)
	}
	v.Del("add")
	if changeRows(v) {
		t.Error("no button was pressed, yet the rows changed")
	}
}

func TestHostileRowsAreRefusedQuietly(t *testing.T) {
	for _, v := range []url.Values{
		{"remove": {"items.-1"}, "items.rows": {"2"}}, {"remove": {"items.9"}, "items.rows": {"2"}},
		{"remove": {"items.0"}, "items.rows": {"999999999"}}, {"remove": {"."}}, {"remove": {"items.x"}, "items.rows": {"y"}},
	} {
		before := v.Encode()
		changeRows(v)
		if v.Encode() != before {
			t.Errorf("%s became %s", before, v.Encode())
		}
	}
	in := &input{values: url.Values{"items.rows": {"100000000"}}}
	if in.rows("items") != maxRows {
		t.Errorf("%d rows were read", in.rows("items"))
	}
	v := url.Values{"add": {"items"}, "items.rows": {"100"}}
	if changeRows(v); v.Get("items.rows") != "100" {
		t.Errorf("a row was added to %s", v.Get("items.rows"))
	}
}

func TestTheInstantOfAnActIsReadInTheOfficesZone(t *testing.T) {
	for _, c := range []struct {
		day, hour, want string
		bad             bool
	}{
		{"", "", "2026-11-24T12:00:00-08:00", false},
		{"2026-11-24", "12:00", "2026-11-24T12:00:00-08:00", false},
		{"2026-11-20", "09:15", "2026-11-20T09:15:00-08:00", false},
		{"2026-07-20", "09:15", "2026-07-20T09:15:00-07:00", false},
		{"2026-11-20", "", "2026-11-20T12:00:00-08:00", false},
		{"2026-11-24", "", "2026-11-24T12:00:00-08:00", false},
		{"2026-13-24", "", "2026-11-24T12:00:00-08:00", true},
		{"2026-11-24", "25:00", "2026-11-24T12:00:00-08:00", true},
	} {
		in := &input{values: url.Values{"at": {c.day}, "at.time": {c.hour}}}
		got := in.at("at", noon).In(imr.Office).Format(time.RFC3339)
		if got != c.want || (len(in.errs) > 0) != c.bad {
			t.Errorf("%q %q is %s with %v, not %s", c.day, c.hour, got, in.errs, c.want)
		}
	}
}

func TestARefusalFindsItsField(t *testing.T) {
	sections := []section{
		{ID: "claim", Fields: []field{{Kind: kindText, Name: "claim.number"}}},
		{ID: "items", Rows: [][]field{{{Kind: kindText, Name: "items.0.request"}}}},
		{ID: "services", Rows: [][]field{{{Kind: kindSelect, Name: "services.0.method"}}}},
	}
	for path, want := range map[string]string{
		"claim.number": "f-claim-number", "items[0].request": "f-items-0-request", "services": "s-services",
		"items[7].request": "s-items", "": "form", "actor": "form",
	} {
		if got := anchor(sections, fieldOf(path)); got != want {
			t.Errorf("%q leads to %q, not %q", path, got, want)
		}
	}
	placed := place(sections, []fieldError{{Name: "items.0.request", Message: "no text"}, {Name: "services", Message: "not served"}})
	if placed[1].Rows[0][0].Error != "no text" || placed[2].Error != "not served" || placed[0].Fields[0].Error != "" {
		t.Errorf("the errors were put to %+v", placed)
	}
}

func TestAnApplicationIsReadAsItWasTyped(t *testing.T) {
	v := url.Values{
		"worker.name": {" Daniel Okafor "}, "worker.birth_date": {"1972-03-14"}, "worker.sex": {"male"}, "claim.number": {"2014-77-01932"},
		"injury.date": {"2014-09-18"}, "injury.regions": {"neck, shoulder ,"}, "denial.decided": {"2015-09-16"}, "denial.served": {"2015-09-16"},
		"denial.served_by": {"mail_in_state"}, "denial.attached": {"on"}, "priority": {"regular"}, "signed": {"on"},
		"items.rows": {"2"}, "items.0.request": {"Physical therapy"}, "items.0.asked": {"12"}, "items.0.authorized": {"6"}, "items.0.in_dispute": {"6"}, "items.0.unit": {"sessions"},
		"parties.rows": {"1"}, "parties.0.role": {"injured_worker"}, "parties.0.name": {"Daniel Okafor"}, "parties.0.address": {"18 Alder Court\r\nFresno, CA 93701"},
		"documents.rows": {"1"}, "documents.0.type": {"ur_decision"}, "documents.0.pages": {"5"}, "documents.0.date": {"2015-09-16"},
	}
	in := &input{values: v}
	a := readApplication(in)
	if len(in.errs) > 0 {
		t.Fatal(in.errs)
	}
	want := &imr.ApplicationReceived{
		Worker: imr.Worker{Name: "Daniel Okafor", BirthDate: clock.MustDay("1972-03-14"), Sex: "male"},
		Claim:  imr.Claim{Number: "2014-77-01932"},
		Injury: imr.Injury{Date: clock.MustDay("2014-09-18"), Regions: []string{"neck", "shoulder"}},
		Denial: imr.Denial{Decided: clock.MustDay("2015-09-16"), Served: clock.MustDay("2015-09-16"), ServedBy: imr.MailInState, Attached: true},
		Items: []imr.Item{{Request: "Physical therapy", Asked: imr.Quantity{Amount: 12, Unit: "sessions"},
			Authorized: imr.Quantity{Amount: 6, Unit: "sessions"}, InDispute: imr.Quantity{Amount: 6, Unit: "sessions"}}},
		Parties:   []imr.Party{{Role: imr.InjuredWorker, Name: "Daniel Okafor", Address: []string{"18 Alder Court", "Fresno, CA 93701"}}},
		Documents: []imr.Document{{Type: "ur_decision", Title: "Utilization review determination", Date: clock.MustDay("2015-09-16"), Pages: 5}},
		Priority:  imr.Regular, Signed: true,
	}
	if !reflect.DeepEqual(a, want) {
		t.Errorf("read %+v\nwant %+v", a, want)
	}
}

func TestEveryErrorOfAFormIsToldAtOnce(t *testing.T) {
	v := url.Values{"worker.birth_date": {"14.3.1972"}, "items.rows": {"1"}, "items.0.request": {"PT"}, "items.0.asked": {"12"}, "items.0.authorized": {"3"}, "items.0.in_dispute": {"6"},
		"denial.served_by": {"pigeon"}, "parties.rows": {"1"}, "parties.0.name": {"A"}, "parties.0.email": {"nowhere"}}
	in := &input{values: v}
	sections := applicationForm(noon, v)
	readApplication(in)
	required(sections, in, "8 CCR 9792.10.2")
	got := map[string]bool{}
	for _, e := range in.errs {
		got[e.Name] = true
		if strings.HasSuffix(e.Message, "It is needed.") && e.Rule != "8 CCR 9792.10.2" {
			t.Errorf("%s is asked for without its rule", e.Name)
		}
	}
	for _, want := range []string{"worker.name", "worker.birth_date", "claim.number", "injury.date", "denial.decided", "denial.served_by", "items.0.in_dispute", "items.0.unit", "parties.0.role", "parties.0.email", "priority"} {
		if !got[want] {
			t.Errorf("nothing is said about %s", want)
		}
	}
}

// What was typed must come back in the form whatever it was: an error page that loses words loses a clerk's morning.
func TestNothingTypedIsLost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := url.Values{"items.rows": {"2"}, "parties.rows": {"3"}, "documents.rows": {"1"}}
		for _, s := range applicationForm(noon, v) {
			for _, row := range append(s.Rows, s.Fields) {
				for _, f := range row {
					if f.Kind != kindFile && f.Kind != kindFact {
						v.Set(f.Name, rapid.String().Draw(t, f.Name))
					}
				}
			}
		}
		for _, s := range applicationForm(noon, v) {
			for _, row := range append(s.Rows, s.Fields) {
				for _, f := range row {
					if f.Kind == kindFile || f.Kind == kindFact {
						continue
					}
					if want := strings.ReplaceAll(v.Get(f.Name), "\r\n", "\n"); f.Value != want {
						t.Fatalf("%s holds %q, not %q", f.Name, f.Value, want)
					}
				}
			}
		}
		readApplication(&input{values: v}) // and reading never panics
	})
}

func TestCountsAreWrittenForPeople(t *testing.T) {
	for _, c := range []struct {
		n    int
		noun string
		want string
	}{{1, "page", "1 page"}, {0, "page", "0 pages"}, {12345, "page", "12,345 pages"}, {2, "party", "2 parties"}, {3, "day", "3 days"}, {2, "reply", "2 replies"}} {
		if got := countOf(c.n, c.noun); got != c.want {
			t.Errorf("%d %s is written %q", c.n, c.noun, got)
		}
	}
}

func TestTheSummaryOfErrorsReadsFromTheTopOfTheForm(t *testing.T) {
	sections := applicationForm(noon, url.Values{"parties.rows": {"3"}, "items.rows": {"1"}})
	got := ordered(sections, []fieldError{{Name: "parties.2.name", Message: "Name this party."}, {Name: "items.0.request", Message: "Empty."}, {Name: "parties", Message: "One is missing."}, {Name: "", Message: "The whole form."}, {Name: "worker.name", Message: "Name."}})
	var words []string
	for _, e := range got {
		words = append(words, e.Message)
	}
	if want := []string{"The whole form.", "Name.", "Empty.", "One is missing.", "Party 3: Name this party."}; !reflect.DeepEqual(words, want) {
		t.Errorf("%q", words)
	}
}
