package guideline

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/openimr/openimr/clock"
)

// A Resolution is what a text cites, and how that stood on a day.
type Resolution struct {
	On           clock.Day
	Citations    []Citation
	Standings    []Standing // one for each citation, in the same order
	InForce      *bool      // nil: not known, or nothing is cited
	SupersededBy string     // the edition in place of the first one cited that was no longer in force, or ""
}

// A Standing says how one cited edition stood on a day.
type Standing struct {
	GuidelineID  string // "" where the citation names no row of the library
	InForce      *bool  // nil: not known
	SupersededBy string
	From, To     clock.Day
	Authority    string
	Confidence   string
}

// Resolve reads a guideline statement, or a citation by itself, and says whether what it cites was in
// force on a day; with the zero day that stays unknown. Of several citations one that was out of force
// makes InForce false; it is true only where each was known to be in force. A citation without a year that
// several editions could mean is taken as the one in force on the day.
func Resolve(text string, on clock.Day) Resolution {
	r := Resolution{On: on, Citations: ParseStatement(text)}
	yes, no, asked := 0, 0, 0
	for i := range r.Citations {
		c := &r.Citations[i]
		if c.GuidelineID == "" && c.Source == MTUS && c.Year == 0 {
			c.GuidelineID = names().editionOn(c.Title, on)
		}
		s := StandingOf(*c, on)
		r.Standings = append(r.Standings, s)
		if c.Source == None {
			continue
		}
		asked++
		if s.InForce != nil && *s.InForce {
			yes++
		}
		if s.InForce != nil && !*s.InForce {
			no++
			if r.SupersededBy == "" {
				r.SupersededBy = s.SupersededBy
			}
		}
	}
	if no > 0 || asked > 0 && yes == asked {
		in := no == 0
		r.InForce = &in
	}
	return r
}

// StandingOf says how the edition that a citation names stood on a day.
func StandingOf(c Citation, on clock.Day) Standing {
	g, ok := ByID(c.GuidelineID)
	if !ok {
		return Standing{}
	}
	s := Standing{GuidelineID: g.ID, From: g.From, To: g.To, Authority: g.Authority, Confidence: g.Confidence}
	in, known := InForce(g.ID, on)
	if known {
		s.InForce = &in
	}
	s.SupersededBy = SupersededBy(g.ID, on)
	return s
}

// editionOn returns the row of a chapter's edition in force on a day, "" where there is not just one.
func (ix *nameIndex) editionOn(title string, on clock.Day) string {
	c, end := ix.chapterAt(title, 0)
	if c == nil || end != len(title) || on.IsZero() {
		return ""
	}
	found := ""
	for _, e := range c.editions {
		if in, _ := InForce(e.id, on); in {
			if found != "" {
				return ""
			}
			found = e.id
		}
	}
	return found
}

// MarshalJSON writes the form of the command line; "standings" has one object for each citation.
func (r Resolution) MarshalJSON() ([]byte, error) {
	citations := r.Citations
	if citations == nil {
		citations = []Citation{}
	}
	standings := r.Standings
	if standings == nil {
		standings = []Standing{}
	}
	return json.Marshal(struct {
		On           clock.Day  `json:"on"`
		Citations    []Citation `json:"citations"`
		InForce      *bool      `json:"in_force"`
		SupersededBy *string    `json:"superseded_by"`
		Standings    []Standing `json:"standings"`
	}{r.On, citations, r.InForce, orNull(r.SupersededBy), standings})
}

// MarshalJSON writes unknown values as null.
func (s Standing) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		GuidelineID  *string   `json:"guideline_id"`
		InForce      *bool     `json:"in_force"`
		SupersededBy *string   `json:"superseded_by"`
		From         clock.Day `json:"from"`
		To           clock.Day `json:"to"`
		Authority    *string   `json:"authority"`
		Confidence   *string   `json:"confidence"`
	}{orNull(s.GuidelineID), s.InForce, orNull(s.SupersededBy), s.From, s.To, orNull(s.Authority), orNull(s.Confidence)})
}

// String is the readable form: a few lines for each citation.
func (r Resolution) String() string {
	if len(r.Citations) == 0 {
		return "nothing is cited\n"
	}
	var b strings.Builder
	for i, c := range r.Citations {
		fmt.Fprintf(&b, "%s\n  source      %s\n", c.Text, c.Source)
		line := func(name, value string) {
			if value != "" {
				fmt.Fprintf(&b, "  %-11s %s\n", name, value)
			}
		}
		line("title", c.Title)
		if c.Year != 0 {
			line("year", fmt.Sprint(c.Year))
		}
		line("sections", strings.Join(c.Sections, "; "))
		line("page", c.Page)
		if c.Source == None {
			continue
		}
		s := r.Standings[i]
		if s.GuidelineID == "" {
			line("library", "no row can be told from these words")
			continue
		}
		line("library", s.GuidelineID+"  "+s.Authority)
		line("in force", s.sentence(r.On))
		if s.Confidence != "read" {
			line("confidence", s.Confidence+" (not read in the source: check before relying on the days)")
		}
	}
	return b.String()
}

func (s Standing) sentence(on clock.Day) string {
	span := ""
	switch {
	case !s.From.IsZero() && !s.To.IsZero():
		span = fmt.Sprintf(" (%v to %v)", s.From, s.To)
	case !s.From.IsZero():
		span = fmt.Sprintf(" (from %v)", s.From)
	}
	answer := "not known"
	switch {
	case on.IsZero():
		answer = "no day was given"
	case s.InForce != nil && *s.InForce:
		answer = "yes"
	case s.InForce != nil:
		answer = "no"
	}
	if !on.IsZero() {
		answer += " on " + on.String()
	}
	if s.SupersededBy != "" {
		answer += ", superseded by " + s.SupersededBy
	}
	return answer + span
}

// A List is the library as a document for the command line.
type List []Guideline

type guidelineJSON struct {
	ID           string    `json:"id"`
	Parent       *string   `json:"parent"`
	Level        string    `json:"level"`
	Source       Source    `json:"source"`
	Title        string    `json:"title"`
	Publisher    *string   `json:"publisher"`
	Edition      *string   `json:"edition"`
	Year         *int      `json:"year"`
	Section      *string   `json:"section"`
	CitationForm *string   `json:"citation_form"`
	Authority    *string   `json:"authority"`
	From         clock.Day `json:"from"`
	To           clock.Day `json:"to"`
	Regions      []string  `json:"regions"`
	Topics       []string  `json:"topics"`
	Status       string    `json:"status"`
	SameAs       *string   `json:"same_as"`
	SupersededBy *string   `json:"superseded_by"`
	Confidence   string    `json:"confidence"`
	Note         *string   `json:"note"`
}

// MarshalJSON writes unknown values as null and lists as lists.
func (g Guideline) MarshalJSON() ([]byte, error) {
	return json.Marshal(guidelineJSON{
		g.ID, orNull(g.Parent), g.Level, g.Family, g.Title, orNull(g.Publisher), orNull(g.Edition), orNull(g.Year),
		orNull(g.Section), orNull(g.CitationForm), orNull(g.Authority), g.From, g.To, listed(g.Regions), listed(g.Topics),
		g.Status, orNull(g.SameAs), orNull(g.Next), g.Confidence, orNull(g.Note),
	})
}

// MarshalJSON writes {"guidelines":[…]}.
func (l List) MarshalJSON() ([]byte, error) {
	rows := []Guideline(l)
	if rows == nil {
		rows = []Guideline{}
	}
	return json.Marshal(struct {
		Guidelines []Guideline `json:"guidelines"`
	}{rows})
}

// String writes one line for each row: id, first and last day, status, and the words of citation.
func (l List) String() string {
	var b strings.Builder
	for _, g := range l {
		title := g.Title
		if g.Section != "" && g.Section != g.Title {
			title += ", " + g.Section
		}
		fmt.Fprintf(&b, "%-18s %-10s  %-10s  %-10s  %s (%s)\n", g.ID, g.From, g.To, g.Status, title, g.Edition)
	}
	return b.String()
}

func listed(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}
