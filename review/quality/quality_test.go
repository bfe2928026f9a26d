package quality

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func pairs(counts map[Pair]int) []Pair {
	var ps []Pair
	for p, n := range counts {
		for range n {
			ps = append(ps, p)
		}
	}
	return ps
}

func TestAgreementIsThatOfTheTextbooks(t *testing.T) {
	near := func(a, b float64) bool { return math.Abs(a-b) < 0.0006 }
	for _, c := range []struct {
		name             string
		pairs            map[Pair]int
		share, kappa     float64
		low, high        float64
		has              bool
		shareLow, shareH float64
	}{
		// Fifty grant applications read by two readers: the example of most textbooks.
		{"two readers of fifty applications", map[Pair]int{{"yes", "yes"}: 20, {"yes", "no"}: 5, {"no", "yes"}: 10, {"no", "no"}: 15}, 0.7, 0.4, 0.1511, 0.6489, true, 0.5625, 0.8090},
		// Fleiss, Cohen and Everitt 1969: three categories, 200 subjects, kappa 0.429.
		{"three categories, unweighted", map[Pair]int{{"a", "a"}: 106, {"a", "b"}: 10, {"a", "c"}: 4, {"b", "a"}: 22, {"b", "b"}: 28, {"b", "c"}: 10, {"c", "a"}: 2, {"c", "b"}: 12, {"c", "c"}: 6}, 0.7, 0.4286, 0.3232, 0.5339, true, 0.6332, 0.7593},
		{"always the same of two", map[Pair]int{{"a", "a"}: 10, {"b", "b"}: 10}, 1, 1, 1, 1, true, 0.8389, 1},
		{"never the same", map[Pair]int{{"a", "b"}: 10, {"b", "a"}: 10}, 0, -1, -1, -1, true, 0, 0.1611},
		{"both say one thing alone: nothing to compare with chance", map[Pair]int{{"a", "a"}: 40}, 1, 0, 0, 0, false, 0.9124, 1},
		{"too few", map[Pair]int{{"a", "a"}: 4, {"b", "a"}: 4}, 0.5, 0, 0, 0, false, 0.2152, 0.7848},
		{"none", nil, 0, 0, 0, 0, false, 0, 0},
	} {
		s := Agreement(pairs(c.pairs))
		if !near(s.Share, c.share) || !near(s.Kappa, c.kappa) || !near(s.KappaLow, c.low) || !near(s.KappaHigh, c.high) || s.HasKappa != c.has ||
			!near(s.ShareLow, c.shareLow) || !near(s.ShareHigh, c.shareH) {
			t.Errorf("%s: %+v", c.name, s)
		}
	}
}

func TestAgreementStaysWithinItsBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		outcome := rapid.SampledFrom([]string{"upheld", "overturned", "partially_overturned"})
		ps := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Pair { return Pair{outcome.Draw(t, "first"), outcome.Draw(t, "second")} }), 0, 60).Draw(t, "pairs")
		s := Agreement(ps)
		back := make([]Pair, len(ps))
		for i, p := range ps {
			back[i] = Pair{p.Second, p.First}
		}
		r := Agreement(back)
		switch {
		case s.Pairs > 0 && (s.ShareLow > s.Share+1e-9 || s.ShareHigh < s.Share-1e-9):
			t.Fatalf("the share lies outside its interval: %+v", s)
		case s.HasKappa && (s.Kappa < -1-1e-9 || s.Kappa > 1+1e-9 || s.KappaLow > s.Kappa+1e-9 || s.KappaHigh < s.Kappa-1e-9 || math.IsNaN(s.Kappa+s.KappaLow+s.KappaHigh)):
			t.Fatalf("kappa lies outside its interval: %+v", s)
		case math.Abs(s.Kappa-r.Kappa) > 1e-9 || s.Same != r.Same:
			t.Fatalf("it matters who is called the first: %+v, %+v", s, r)
		}
	})
}

func TestTheDrawIsFixedFairAndNeedsItsKey(t *testing.T) {
	if a, b := Draw([]byte("key"), "CM26-0000001", 1), Draw([]byte("key"), "CM26-0000001", 1); a != b {
		t.Errorf("the same draw gave %d and %d", a, b)
	}
	s := Sampling{Permille: 50, MonthlyCap: 1 << 30}
	const n = 40_000
	drawn, other, again := 0, 0, 0
	for i := range n {
		id := fmt.Sprintf("CM26-%07d", i)
		first := s.Drawn(Draw([]byte("key"), id, 1), 0)
		if first {
			drawn++
		}
		if s.Drawn(Draw([]byte("another key"), id, 1), 0) == first && first {
			other++
		}
		if s.Drawn(Draw([]byte("key"), id, 2), 0) && first {
			again++
		}
	}
	// 2,000 are expected of 40,000 at 50 in a thousand; three standard deviations are 131.
	if drawn < 1869 || drawn > 2131 {
		t.Errorf("%d of %d were drawn", drawn, n)
	}
	// Another key, and another review of the same dispute, draw on their own: 100 of the 2,000 are expected in common.
	if other > 140 || again > 140 {
		t.Errorf("%d were drawn by another key too, %d in another review too", other, again)
	}
}

func TestTheCapAndTheShareAreKept(t *testing.T) {
	s := Sampling{Permille: 30, MonthlyCap: 2}
	for _, c := range []struct {
		number, before int
		want           bool
	}{{0, 0, true}, {29_999, 1, true}, {30_000, 0, false}, {0, 2, false}, {999_999, 0, false}} {
		if got := s.Drawn(c.number, c.before); got != c.want {
			t.Errorf("number %d after %d in the month: %t", c.number, c.before, got)
		}
	}
	if (Sampling{}).Drawn(0, 0) {
		t.Error("a programme without sampling draws")
	}
	if !(Sampling{Permille: 1000, MonthlyCap: 1}).Drawn(999_999, 0) {
		t.Error("a draw of all leaves some out")
	}
}

func TestTheChecklistIsWhole(t *testing.T) {
	r := Rules{Checklist: []Item{{ID: "a"}, {ID: "b"}}}
	for _, c := range []struct {
		ticks []Tick
		line  string
		ok    bool
	}{
		{nil, "a", false}, {[]Tick{{Item: "a", Answer: Yes}}, "b", false}, {[]Tick{{Item: "a", Answer: NotFor}, {Item: "b", Answer: Yes}}, "", true},
		{[]Tick{{Item: "a", Answer: Yes}, {Item: "b", Answer: No}}, "b", false}, {[]Tick{{Item: "a", Answer: Yes}, {Item: "b", Answer: "perhaps"}}, "b", false},
	} {
		if line, _, ok := r.Fault(c.ticks); ok != c.ok || line.ID != c.line {
			t.Errorf("%v: %q, %t", c.ticks, line.ID, ok)
		}
	}
	if _, _, ok := r.Fault(r.AllYes()); !ok {
		t.Error("all yes does not pass")
	}
}

func TestAFindingHasTheCodeThatSpeaksOfIt(t *testing.T) {
	r := Rules{Codes: []Code{{ID: "cite", Checks: []string{"cite."}}, {ID: "missing", Checks: []string{"cite.missing", "gone."}}}}
	for _, c := range []struct{ rule, want string }{{"cite.missing", "missing"}, {"cite.wrong", "cite"}, {"gone.x", "missing"}, {"other", ""}} {
		if got, ok := r.CodeOf(c.rule); got.ID != c.want || ok != (c.want != "") {
			t.Errorf("%s: %q", c.rule, got.ID)
		}
	}
}

func TestTablesSayWhatIsWrongInThem(t *testing.T) {
	codes := func(s string) error {
		_, err := ParseCodes(strings.NewReader("id\tkind\tname\thelp\tchecks\tauthority\n" + s))
		return err
	}
	list := func(s string) error {
		_, err := ParseChecklist(strings.NewReader("id\ttext\thelp\tchecks\tauthority\n" + s))
		return err
	}
	draw := func(s string) error {
		_, err := ParseSampling(strings.NewReader("setting\tvalue\treason\n" + s))
		return err
	}
	for _, c := range []struct {
		err  error
		want string
	}{
		{codes("a\tdeficiency\tA\t\tcite.;x.\t"), ""}, {codes("a\tblame\tA\t\t\t"), "line 2: the code \"a\" has the unknown kind"}, {codes("a\tpraise\tA\t\t\t\na\tpraise\tB\t\t\t"), "line 3: the code \"a\" is there twice"},
		{codes("\tpraise\tA\t\t\t"), "without an id"}, {codes("a\tpraise"), "2 columns instead of 6"},
		{list("a\tText\t\tcite.; side.\t"), ""}, {list("a\t\t\t\t"), "without an id or a text"}, {list("a\tT\t\t\t\na\tT\t\t\t"), "twice"},
		{draw("permille\t30\t\nmonthly_cap\t5\t"), ""}, {draw("permille\t1001\t"), "cannot be drawn"}, {draw("permille\tmany\t"), "no count"}, {draw("share\t3\t"), "no setting"},
	} {
		if c.want == "" && c.err != nil || c.want != "" && (c.err == nil || !strings.Contains(c.err.Error(), c.want)) {
			t.Errorf("got %v, want %q", c.err, c.want)
		}
	}
}

func FuzzTables(f *testing.F) {
	f.Add("id\tkind\tname\thelp\tchecks\tauthority\na\tpraise\tA\t\tx.\t")
	f.Add("setting\tvalue\treason\npermille\t3\t")
	f.Fuzz(func(_ *testing.T, s string) {
		_, _ = ParseCodes(strings.NewReader(s))
		_, _ = ParseChecklist(strings.NewReader(s))
		_, _ = ParseSampling(strings.NewReader(s))
	})
}
