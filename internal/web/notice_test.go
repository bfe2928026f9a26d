package web

import (
	"os"
	"strings"
	"testing"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/letter"
)

// Every element that the notice must hold is in it, by the rows of the programme's table.
func TestTheNoticeHoldsEveryElementOfItsTable(t *testing.T) {
	c := someCase()
	c.Facts.Received.At = clock.MustDay("2015-09-28")
	o := letter.Organization{Name: "Golden Valley Independent Review", Address: []letter.Text{"PO Box 1840", "Sacramento, CA 95812"}}
	dues := []noticeDue{{"Where this notice was sent by mail,", "Wednesday, October 14, 2015"}}
	regular := string(notice(c, o, clock.MustDay("2015-09-29"), dues).Text())
	c.Priority = imr.Expedited
	expedited := string(notice(c, o, clock.MustDay("2015-09-29"), []noticeDue{{"Within 24 hours after this notice is received; if it is received as it is sent,", "Wednesday, September 30, 2015, 2:30 pm Pacific"}}).Text())
	elements := map[string][]string{
		"noa.iro":           {"Golden Valley Independent Review", "PO Box 1840"},
		"noa.treatment":     {"Traction unit", "September 10, 2015", "Lena Marsh, MD", "September 16, 2015"},
		"noa.received":      {"September 28, 2015"},
		"noa.kind":          {"Regular"},
		"noa.due_regular":   {"October 14, 2015"},
		"noa.due_expedited": nil, // below
		"noa.records":       {"six months before the request for authorization", "DWC Form IMR", "list of all that is sent"},
		"noa.to":            {"Daniel Okafor", "Sierra Claims", "Lena Marsh, MD", "Requesting physician"},
		"noa.day":           {"September 29, 2015"},
		"noa.consolidation": nil, // joined applications are told in the case of the lead, which this notice is of
	}
	if !strings.Contains(expedited, "24 hours") || !strings.Contains(expedited, "Expedited") || !strings.Contains(expedited, "2:30 pm Pacific") {
		t.Errorf("the notice of an expedited review says\n%s", expedited)
	}
	table, err := os.ReadFile("../../programme/ca-wc-imr/letter_requirements.tsv")
	if err != nil {
		t.Fatal(err)
	}
	flat := strings.Join(strings.Fields(regular), " ")
	for line := range strings.SplitSeq(string(table), "\n") {
		id, _, _ := strings.Cut(line, "\t")
		if !strings.HasPrefix(id, "noa.") {
			continue
		}
		want, ok := elements[id]
		if !ok {
			t.Errorf("%s has no test", id)
		}
		for _, w := range want {
			if !strings.Contains(flat, w) {
				t.Errorf("%s: the notice does not say %q:\n%s", id, w, regular)
			}
		}
	}
}
