package evidence

import (
	"cmp"
	_ "embed"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/openimr/openimr/clock"
)

// A Question is the kind of clinical question that a study answers; each has its own hierarchy.
type Question string

// The columns of the table in 8 CCR 9792.25.1.
const (
	TreatmentBenefits Question = "treatment_benefits"
	TreatmentHarms    Question = "treatment_harms"
	DiagnosticTest    Question = "diagnostic_test"
	Prognosis         Question = "prognosis"
)

// Questions are all kinds, in the order in which they are shown.
var Questions = []Question{TreatmentBenefits, DiagnosticTest, Prognosis, TreatmentHarms}

// A Rule is what every row has: its place in the order, its words, and where they come from.
type Rule struct {
	Rank       int    // from 1, the first counts most or is done first
	Code       string // as the law numbers it: "1a", "2A", "step 3", "B"
	Text       string // "" where the table's cell is empty
	Authority  string
	From, To   clock.Day
	Note       string
	Confidence string // read, secondary, memory
}

// A Level is one level of the hierarchy of evidence for one kind of question: a kind of study.
type Level struct {
	Question Question
	Rule
}

// A Step is one step of the search sequence or of the method.
type Step struct{ Rule }

// A Standard is one of the standards of medical necessity of Labor Code 4610.5(c)(2).
type Standard struct{ Rule }

// A Reading is one way in which the order of the standards of necessity has been read.
type Reading struct {
	Text       string
	Authority  string
	From, To   clock.Day // To is zero where it has no end
	Confidence string
}

//go:embed data/evidence_levels.tsv
var levelsTSV string

type row struct {
	scheme   string
	question Question
	Rule
}

var rows = sync.OnceValue(func() []row {
	r, err := load(levelsTSV)
	if err != nil {
		panic(err) // the table is part of the program; a test loads it
	}
	return r
})

const head = "scheme\tauthority\tquestion\trank\tlevel\ttext\tfrom\tto\tnote\tconfidence"

func load(tsv string) ([]row, error) {
	lines := strings.Split(strings.TrimSuffix(tsv, "\n"), "\n")
	if lines[0] != head {
		return nil, fmt.Errorf("evidence_levels.tsv begins with %q and not with its column names", lines[0])
	}
	var out []row
	for i, line := range lines[1:] {
		f := strings.Split(line, "\t")
		if len(f) != 10 {
			return nil, fmt.Errorf("evidence_levels.tsv line %d has %d fields and needs 10", i+2, len(f))
		}
		rank, err := strconv.Atoi(f[3])
		if err != nil || rank < 1 {
			return nil, fmt.Errorf("evidence_levels.tsv line %d: %q is not a rank", i+2, f[3])
		}
		r := row{f[0], Question(f[2]), Rule{Rank: rank, Code: f[4], Text: f[5], Authority: f[1], Note: f[8], Confidence: f[9]}}
		if r.From, err = clock.ParseDay(f[6]); err != nil {
			return nil, fmt.Errorf("evidence_levels.tsv line %d: %w", i+2, err)
		}
		if f[7] != "" {
			if r.To, err = clock.ParseDay(f[7]); err != nil {
				return nil, fmt.Errorf("evidence_levels.tsv line %d: %w", i+2, err)
			}
		}
		out = append(out, r)
	}
	return out, nil
}

func (r Rule) applies(on clock.Day) bool {
	return !on.IsZero() && on >= r.From && (r.To.IsZero() || on <= r.To)
}

// Hierarchy returns the levels of evidence for a kind of question on a day, the strongest first (8 CCR
// 9792.25.1). It is empty before 2015-04-20 and for an unknown kind of question; see NotYet.
func Hierarchy(question Question, on clock.Day) []Level {
	var out []Level
	for _, r := range rows() {
		if r.scheme == "hierarchy" && r.question == question && r.applies(on) {
			out = append(out, Level{r.question, r.Rule})
		}
	}
	return out
}

// SearchSequence returns the order in which sources are searched on a day (8 CCR 9792.21.1(a)). The steps
// after the first are for a treatment on which the MTUS is silent, or whose presumption is challenged.
func SearchSequence(on clock.Day) []Step { return steps("search", on) }

// MethodSteps returns the method for recommendations that vary from one another (8 CCR 9792.25.1(a)).
func MethodSteps(on clock.Day) []Step { return steps("method", on) }

func steps(scheme string, on clock.Day) []Step {
	var out []Step
	for _, r := range rows() {
		if r.scheme == scheme && r.applies(on) {
			out = append(out, Step{r.Rule})
		}
	}
	return out
}

// NecessityStandards returns the standards of medical necessity on a day, in the order of Labor Code
// 4610.5(c)(2). What the order means has been read in two ways: see NecessityReadings.
func NecessityStandards(on clock.Day) []Standard {
	var out []Standard
	for _, r := range rows() {
		if r.scheme == "necessity" && r.applies(on) {
			out = append(out, Standard{r.Rule})
		}
	}
	return out
}

var readings = []Reading{
	{
		Text:       "A standard of a lower rank may be used only where every standard above it is inapplicable to the employee's condition.",
		Authority:  "Labor Code 4610.5(c)(2), text of 2013",
		From:       clock.DayOf(2013, 1, 1),
		Confidence: "memory",
	},
	{
		Text:       "The standards are applied as the MTUS sets out, including the drug formulary.",
		Authority:  "Labor Code 4610.5(c)(2) after AB 1124 (2015)",
		From:       clock.DayOf(2016, 1, 1),
		Confidence: "memory",
	},
}

// NecessityReadings returns the ways in which the order of the standards could be read on a day. From
// 2016 on there are two: that the later text leaves no room for the first was not read in a source, so
// both are given and none is chosen.
func NecessityReadings(on clock.Day) []Reading {
	var out []Reading
	for _, r := range readings {
		if !on.IsZero() && on >= r.From && (r.To.IsZero() || on <= r.To) {
			out = append(out, r)
		}
	}
	return out
}

// NotYet says in a sentence why the search sequence, the hierarchy and the method are empty on a day, or ""
// where they apply.
func NotYet(on clock.Day) string {
	switch {
	case on.IsZero():
		return "No day was given, and every rule of evidence depends on the day."
	case len(NecessityStandards(on)) == 0:
		return "Independent Medical Review began on 2013-01-01; the table holds no rule for an earlier day."
	case len(SearchSequence(on)) == 0:
		return "The search sequence (8 CCR 9792.21.1) and the hierarchy of evidence (8 CCR 9792.25.1) began on 2015-04-20. " +
			"The table holds no ranking of studies for an earlier day, only the standards of Labor Code 4610.5(c)(2)."
	}
	return ""
}

// Compare orders two levels of the same question: negative where a is the stronger kind of evidence,
// positive where b is, 0 where they are equal. Levels of different questions have no order, and give 0.
func Compare(a, b Level) int {
	if a.Question != b.Question {
		return 0
	}
	return cmp.Compare(a.Rank, b.Rank)
}

// A Guide is everything that ranks evidence on one day.
type Guide struct {
	On        clock.Day
	NotYet    string // why the first three are empty, or ""
	Search    []Step
	Hierarchy map[Question][]Level
	Method    []Step
	Necessity []Standard
	Readings  []Reading
}

// GuideOn gathers the rules of evidence of a day.
func GuideOn(on clock.Day) Guide {
	g := Guide{
		On: on, NotYet: NotYet(on), Search: SearchSequence(on), Hierarchy: map[Question][]Level{}, Method: MethodSteps(on),
		Necessity: NecessityStandards(on), Readings: NecessityReadings(on),
	}
	for _, q := range Questions {
		g.Hierarchy[q] = Hierarchy(q, on)
	}
	return g
}

type ruleJSON struct {
	Question   *Question `json:"question,omitempty"`
	Rank       int       `json:"rank"`
	Level      string    `json:"level"`
	Text       *string   `json:"text"`
	Authority  string    `json:"authority"`
	From       clock.Day `json:"from"`
	To         clock.Day `json:"to"`
	Note       *string   `json:"note"`
	Confidence string    `json:"confidence"`
}

func (r Rule) json() ruleJSON {
	return ruleJSON{nil, r.Rank, r.Code, orNull(r.Text), r.Authority, r.From, r.To, orNull(r.Note), r.Confidence}
}

// MarshalJSON writes unknown values as null.
func (r Rule) MarshalJSON() ([]byte, error) { return json.Marshal(r.json()) }

// MarshalJSON adds the question.
func (l Level) MarshalJSON() ([]byte, error) {
	j := l.json()
	j.Question = &l.Question
	return json.Marshal(j)
}

// MarshalJSON writes unknown values as null.
func (r Reading) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Text       string    `json:"text"`
		Authority  string    `json:"authority"`
		From       clock.Day `json:"from"`
		To         clock.Day `json:"to"`
		Confidence string    `json:"confidence"`
	}{r.Text, r.Authority, r.From, r.To, r.Confidence})
}

// MarshalJSON writes the form of the command line; a list without rows is [].
func (g Guide) MarshalJSON() ([]byte, error) {
	hierarchy := map[Question][]Level{}
	for q, l := range g.Hierarchy {
		hierarchy[q] = listed(l)
	}
	return json.Marshal(struct {
		On        clock.Day            `json:"on"`
		NotYet    *string              `json:"not_yet"`
		Search    []Step               `json:"search_sequence"`
		Hierarchy map[Question][]Level `json:"hierarchy"`
		Method    []Step               `json:"method"`
		Necessity []Standard           `json:"necessity_standards"`
		Readings  []Reading            `json:"necessity_readings"`
	}{g.On, orNull(g.NotYet), listed(g.Search), hierarchy, listed(g.Method), listed(g.Necessity), listed(g.Readings)})
}

// String is the readable form.
func (g Guide) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Rules of evidence on %v\n", g.On)
	if g.On.IsZero() {
		b.Reset()
		b.WriteString("Rules of evidence\n")
	}
	if g.NotYet != "" {
		b.WriteString(g.NotYet + "\n")
	}
	line := func(r Rule) {
		text := r.Text
		if text == "" {
			text = "(no kind of study is named at this level)"
		}
		fmt.Fprintf(&b, "  %-7s %s", r.Code, text)
		if r.Confidence != "read" {
			fmt.Fprintf(&b, " [%s]", r.Confidence)
		}
		b.WriteByte('\n')
	}
	title := func(name, authority string) { fmt.Fprintf(&b, "\n%s (%s)\n", name, authority) }
	if len(g.Search) > 0 {
		title("Search sequence", g.Search[0].Authority)
		for _, s := range g.Search {
			line(s.Rule)
		}
	}
	for _, q := range Questions {
		if l := g.Hierarchy[q]; len(l) > 0 {
			title("Hierarchy of evidence, "+strings.ReplaceAll(string(q), "_", " "), l[0].Authority)
			for _, l := range l {
				line(l.Rule)
			}
		}
	}
	if len(g.Method) > 0 {
		title("Method where recommendations vary", g.Method[0].Authority)
		for _, s := range g.Method {
			line(s.Rule)
		}
	}
	if len(g.Necessity) > 0 {
		title("Standards of medical necessity, in their order", g.Necessity[0].Authority)
		for _, s := range g.Necessity {
			line(s.Rule)
		}
		for _, r := range g.Readings {
			fmt.Fprintf(&b, "  Reading of %s: %s [%s]\n", r.Authority, r.Text, r.Confidence)
		}
	}
	return b.String()
}

func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func listed[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}
