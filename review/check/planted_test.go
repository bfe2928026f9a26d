package check_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/openimr/openimr/internal/sample/planted"
	"github.com/openimr/openimr/letter"
	"github.com/openimr/openimr/review"
	"github.com/openimr/openimr/review/check"
	"github.com/openimr/openimr/review/pages"
)

// finds are the rules that tell of each kind of error.
var finds = map[planted.Kind][]string{
	planted.WrongSide:       {"cite.side"},
	planted.WrongDate:       {"cite.date", "injury.date", "summary.injury_date", "summary.ur_date"},
	planted.WrongDose:       {"cite.dose", "cite.number"},
	planted.LostNegation:    {"cite.negation"},
	planted.WrongAge:        {"age.wrong"},
	planted.Uncited:         {"cite.missing"},
	planted.RepealedEdition: {"evidence.edition"},
	planted.AgainstDecision: {"item.conclusion"},
}

// quiet are rules that the words of a summary call for whatever stands on its pages.
func aMark(f review.Finding) bool { return f.Field == "summary" }

type score struct{ planted, found int }

// measure makes papers of sources and counts what is found of the errors planted, and what is marked without cause.
func measure(t *testing.T, sources []planted.Source, seeds int) (by map[planted.Kind]score, marks float64) {
	t.Helper()
	by = map[planted.Kind]score{}
	clean, wrong := 0, 0
	for n, s := range sources {
		for seed := range seeds {
			m := planted.Make(s, uint64(n*100+seed))
			book := pages.New(m.Bundle, m.Shelf)
			in := check.Input{Case: m.Case, Draft: m.Draft, Book: book, Today: s.Today, Memory: check.NewMemory(), Letterhead: letter.Letterhead{}}
			before := map[string]bool{}
			clean++
			for _, f := range check.Draft(in) {
				before[key(m.Draft.Summary, f)] = true
				if aMark(f) {
					wrong++
					t.Logf("FALSE %s: %s %q: %s\n\tin %q\n%s", s.Name, f.Rule, f.Words, f.Message, sentenceAt(m.Draft.Summary, f), pageText(m, f))
				}
			}
			for _, kind := range planted.Kinds {
				for _, e := range planted.Plant(m, kind, uint64(seed)) {
					in.Draft = e.Draft
					found := false
					for _, f := range check.Draft(in) {
						found = found || f.Field == e.Field && slices.Contains(finds[kind], f.Rule) && !before[key(e.Draft.Summary, f)] && (e.Words == "" || strings.Contains(sentenceAt(e.Draft.Summary, f), e.Words[:min(20, len(e.Words))]))
					}
					x := by[kind]
					x.planted++
					if found {
						x.found++
					} else {
						t.Logf("MISSED %s: %s: %q for %q\n\tin %q\n%s", s.Name, kind, e.Is, e.Was, e.Words, strings.Join(m.Texts, "\n---\n"))
					}
					by[kind] = x
				}
			}
		}
	}
	return by, float64(wrong) / float64(clean)
}

func key(text string, f review.Finding) string {
	return f.Rule + "|" + f.Field + "|" + f.Words + "|" + sentenceAt(text, f)
}

func sentenceAt(text string, f review.Finding) string {
	if f.Field != "summary" {
		return ""
	}
	for _, s := range review.Sentences(text) {
		if f.From >= s.From && f.From < s.To {
			return s.Words
		}
	}
	return ""
}

func pageText(m planted.Made, f review.Finding) string {
	for _, s := range review.Sentences(m.Draft.Summary) {
		if f.Field == "summary" && f.From >= s.From && f.From < s.To && len(s.Marks) > 0 && s.Marks[0].Number >= 2 {
			return m.Texts[s.Marks[0].Number-2]
		}
	}
	return ""
}

// judge compares what was measured with the figures to reach.
func judge(t *testing.T, by map[planted.Kind]score, marks float64) {
	t.Helper()
	all := score{}
	var out strings.Builder
	for _, kind := range planted.Kinds {
		x := by[kind]
		all.planted, all.found = all.planted+x.planted, all.found+x.found
		fmt.Fprintf(&out, "%-28s %4d of %4d  %.3f\n", kind, x.found, x.planted, float64(x.found)/float64(max(1, x.planted)))
		if x.planted == 0 {
			t.Errorf("no error of the kind %q was planted", kind)
		}
	}
	share := float64(all.found) / float64(all.planted)
	t.Logf("\n%sall %.3f; %.2f marks without cause in a clean summary", out.String(), share, marks)
	if share < 0.95 {
		t.Errorf("%.3f of the planted errors were found, want 0.95", share)
	}
	if marks > 0.5 {
		t.Errorf("%.2f marks in a clean summary, want 0.5 at most", marks)
	}
}

func TestPlantedErrorsAreFoundInInventedCases(t *testing.T) {
	by, marks := measure(t, planted.Sources(), 6)
	judge(t, by, marks)
}
