package fact_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/records"
)

var visit = clock.MustDay("2015-07-14")

// told is a fact in one line: its kind, its words, and what else it has.
func told(f records.Fact) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %q", f.Kind, f.Text)
	for _, p := range [][2]string{{"code", f.Code}, {"qty", f.Quantity}, {"value", f.Value}, {"side", f.Side}, {"about", f.About}, {"when", f.When}} {
		if p[1] != "" {
			fmt.Fprintf(&b, " %s=%q", p[0], p[1])
		}
	}
	if f.Standing != records.Stated {
		fmt.Fprintf(&b, " %s", f.Standing)
	}
	if f.Date != visit {
		fmt.Fprintf(&b, " on %s", f.Date)
	}
	return b.String()
}

// A line of a case names a kind and then what a fact must have: "pain_score value=7/10 side=left negated on 2015-01-02".
// Words without a name must stand in its text.
func fits(f records.Fact, want string) bool {
	kind, rest, _ := strings.Cut(want, " ")
	if string(f.Kind) != kind {
		return false
	}
	standing, date := records.Stated, visit.String()
	var text []string
	for _, part := range strings.Split(rest, "; ") {
		name, value, named := strings.Cut(part, "=")
		switch {
		case part == "":
		case part == "negated" || part == "historical" || part == "family":
			standing = records.Standing(part)
		case strings.HasPrefix(part, "on "):
			date = strings.TrimPrefix(part, "on ")
		case part == "no day":
			date = ""
		case named && name == "code":
			if f.Code != value {
				return false
			}
		case named && name == "qty":
			if f.Quantity != value {
				return false
			}
		case named && name == "value":
			if f.Value != value {
				return false
			}
		case named && name == "says":
			if !strings.Contains(f.Value, value) {
				return false
			}
		case named && name == "side":
			if f.Side != value {
				return false
			}
		case named && name == "about":
			if !strings.Contains(f.About, value) {
				return false
			}
		case named && name == "when":
			if f.When != value {
				return false
			}
		default:
			text = append(text, part)
		}
	}
	for _, t := range text {
		if !strings.Contains(f.Text, t) {
			return false
		}
	}
	return f.Standing == standing && f.Date.String() == date
}

type tale struct {
	name, kind, page string
	want             []string
}

// tell runs cases: every wanted fact must be found, and no other.
func tell(t *testing.T, tales []tale) {
	t.Helper()
	for _, c := range tales {
		t.Run(c.name, func(t *testing.T) {
			facts := factsOf(c.kind, visit, c.page)
			used := make([]bool, len(facts))
			for _, want := range c.want {
				found := false
				for i, f := range facts {
					if !used[i] && fits(f, want) {
						used[i], found = true, true
						break
					}
				}
				if !found {
					t.Errorf("missing: %s", want)
				}
			}
			for i, f := range facts {
				if !used[i] {
					t.Errorf("not asked for: %s", told(f))
				}
			}
			if t.Failed() {
				for _, f := range facts {
					t.Logf("found %s", told(f))
				}
			}
		})
	}
}
