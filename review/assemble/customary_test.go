package assemble_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/programme"
	"github.com/openimr/openimr/review"
	"github.com/openimr/openimr/review/assemble"
)

func parts(t *testing.T) []programme.Customary {
	t.Helper()
	p, err := programme.Load("ca-wc-imr")
	if err != nil {
		t.Fatal(err)
	}
	return p.Customary
}

func TestCustomaryPartsAreOfferedWhereTheyApply(t *testing.T) {
	const up, over, part, open = imr.Upheld, imr.Overturned, imr.PartiallyOverturned, imr.Undecided
	for _, c := range []struct {
		name     string
		requests string // parted by ";"
		outcomes []imr.Outcome
		want     string // item and part
	}{
		{"an opioid that is upheld", "Norco 10/325mg #90", []imr.Outcome{up}, "1 taper.opioid"},
		{"by its generic name", "Hydrocodone/APAP 10/325 mg #60", []imr.Outcome{up}, "1 taper.opioid"},
		{"an opioid of which a part is granted", "Tramadol ER 150mg #60", []imr.Outcome{part}, "1 taper.opioid"},
		{"an opioid that is overturned", "Norco 10/325mg #90", []imr.Outcome{over}, ""},
		{"nothing before the reviewer decided", "Norco 10/325mg #90", []imr.Outcome{open}, ""},
		{"a benzodiazepine", "Xanax 0.5mg #30", []imr.Outcome{up}, "1 taper.benzodiazepine"},
		{"Soma", "Soma 350 mg #60", []imr.Outcome{up}, "1 taper.carisoprodol"},
		{"a drug that can be stopped", "Naproxen 550mg #60", []imr.Outcome{up}, ""},
		{"services of an upheld surgery", "Left knee arthroscopy;Associated surgical service: Cold therapy unit;Associated surgical service: EKG;Post-operative physical therapy, 12 visits",
			[]imr.Outcome{up, up, up, up}, "2 dependent.surgery; 3 dependent.surgery; 4 dependent.surgery"},
		{"surgery that is overturned", "Left knee arthroscopy;Associated surgical service: Cold therapy unit", []imr.Outcome{over, up}, ""},
		{"surgery that is not decided", "Left knee arthroscopy;Associated surgical service: Cold therapy unit", []imr.Outcome{open, up}, ""},
		{"a service that is overturned", "Left knee arthroscopy;Associated surgical service: Cold therapy unit", []imr.Outcome{up, over}, ""},
		{"a cold unit without surgery", "Cold therapy unit", []imr.Outcome{up}, ""},
		{"one of two surgeries is granted", "Left knee arthroscopy;Lumbar fusion L4-5;Assistant surgeon", []imr.Outcome{up, over, up}, ""},
		{"sedation for an injection", "Lumbar epidural steroid injection at L4-5;Fluoroscopy", []imr.Outcome{up, up}, "2 dependent.injection"},
	} {
		k := imr.Case{}
		d := imr.Draft{}
		for i, r := range strings.Split(c.requests, ";") {
			k.Items = append(k.Items, imr.Item{Number: i + 1, Request: r, State: imr.ItemInDispute})
			d.Items = append(d.Items, imr.DraftDecision{Item: i + 1, Outcome: c.outcomes[i], Rationale: "The request is not medically necessary."})
		}
		var got []string
		for _, p := range assemble.Offer(k, d, parts(t)) {
			got = append(got, string(rune('0'+p.Item))+" "+p.ID)
			if p.Present || p.Text == "" || p.Why == "" || strings.Contains(p.Text, "{") {
				t.Errorf("%s: %+v", c.name, p)
			}
		}
		if diff := cmp.Diff(c.want, strings.Join(got, "; ")); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
		if n := len(assemble.Missing(k, d, parts(t))); n != len(got) {
			t.Errorf("%s: %d are missing, %d offered", c.name, n, len(got))
		}
	}
}

func TestAForgottenPartIsAFindingUntilItIsThere(t *testing.T) {
	c := imr.Case{Items: []imr.Item{{Number: 1, Request: "Norco 10/325mg #90", State: imr.ItemInDispute}}}
	d := imr.Draft{Items: []imr.DraftDecision{{Item: 1, Outcome: imr.Upheld, Rationale: "Pain did not improve. [p. 3] Therefore, the request is not medically necessary."}}}
	fs := assemble.Missing(c, d, parts(t))
	if len(fs) != 1 || fs[0].Field != "items[0].rationale" || fs[0].Of(d.Items[0].Rationale) != "Therefore, the request is not medically necessary." || !fs[0].MayKeep || fs[0].Must || !strings.Contains(fs[0].Fix, "Tapering") {
		t.Fatalf("%+v", fs)
	}
	d.Items[0].Rationale += " " + fs[0].Fix
	if fs := assemble.Missing(c, d, parts(t)); len(fs) != 0 {
		t.Errorf("it is there, and still: %+v", fs)
	}
	d.Items[0].Rationale = ""
	if fs := assemble.Missing(c, d, parts(t)); len(fs) != 0 {
		t.Errorf("nothing is written yet: %+v", fs)
	}
	if n := len(review.Sentences(d.Items[0].Rationale)); n != 0 {
		t.Error(n)
	}
}

func TestAPartlyAuthorizedRequestSaysOnWhatItDecides(t *testing.T) {
	n := func(a int) imr.Quantity { return imr.Quantity{Amount: a, Unit: "visits"} }
	c := imr.Case{Items: []imr.Item{{Number: 1, Request: "Physical therapy", State: imr.ItemInDispute, Asked: n(12), Authorized: n(6), InDispute: n(6)}}}
	d := imr.Draft{Items: []imr.DraftDecision{{Item: 1, Outcome: imr.Upheld, Rationale: "No."}}}
	ps := assemble.Offer(c, d, parts(t))
	if len(ps) != 1 || ps[0].Text != "Of 12 visits that were asked for, the claims administrator authorized 6 visits. This decision is on the remaining 6 visits alone." {
		t.Errorf("%+v", ps)
	}
}
