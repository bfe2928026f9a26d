package library

import (
	"fmt"
	"testing"
	"time"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/letter"
)

func requests(words ...string) *Index {
	var rs []Request
	for i, w := range words {
		rs = append(rs, Request{Ref{fmt.Sprintf("CM%d", i), 0}, clock.DayOf(2016, time.March, i+1), w})
	}
	return NewIndex(rs)
}

func TestLikeRequestsAreFound(t *testing.T) {
	x := requests("Norco 10/325mg #90", "Physical therapy 2x6, lumbar spine", "Hydrocodone/APAP 10/325 #120", "MRI of the left knee", "Lumbar brace", "Tramadol 50mg #60", "MRI of the lumbar spine")
	for request, want := range map[string][]string{
		"Norco 5/325mg #60":             {"CM0", "CM5", "CM2"},
		"MRI lumbar spine":              {"CM6", "CM3"},
		"12 visits of physical therapy": {"CM1"},
		"":                              nil,
		"90 tablets":                    nil,
	} {
		var got []string
		for _, m := range x.Like(request, 3) {
			if m.Kind {
				got = append(got, m.Number)
			}
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%q is like %v, want %v", request, got, want)
		}
	}
	if n := len(x.Like("Norco", 1)); n != 1 {
		t.Errorf("%d were told, 1 was asked for", n)
	}
}

func TestAlike(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"Norco 10/325 #90", "oxycodone 5 mg", true},
		{"Physical therapy x12", "Post-operative physical therapy x12", false},
		{"Wedge cushion of foam", "One foam wedge cushion", true},
		{"Wedge cushion", "Norco", false},
		{"", "", false},
	} {
		if got := Alike(c.a, c.b); got != c.want {
			t.Errorf("%q and %q alike: %v", c.a, c.b, got)
		}
	}
}

func TestOnlyPublishedLettersAreTaken(t *testing.T) {
	good := letter.Determination{CaseNumber: "CM16-0000001", Items: []letter.Item{{Number: 1, Request: "Norco"}}}
	if _, err := FromLetter(good); err != nil {
		t.Error(err)
	}
	for name, spoil := range map[string]func(*letter.Determination){
		"with names":       func(d *letter.Determination) { d.Served = &letter.Served{} },
		"without a number": func(d *letter.Determination) { d.CaseNumber = "" },
		"without an item":  func(d *letter.Determination) { d.Items = nil },
		"without words":    func(d *letter.Determination) { d.Items = []letter.Item{{}} },
		"unreadable":       func(d *letter.Determination) { d.Error = "cut off" },
	} {
		d := good
		spoil(&d)
		if _, err := FromLetter(d); err == nil {
			t.Errorf("a letter %s was taken", name)
		}
	}
}
