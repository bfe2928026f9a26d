package guideline

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/openimr/openimr/clock"
)

// A Hit is a row that Search found, with its standing on the day of the search.
type Hit struct {
	Guideline
	InForce bool
	Known   bool // false: the library cannot say whether it was in force
}

// Search finds rows for a form's autocomplete: every word must begin a word of the row's id, title,
// section, edition or citation form, whatever the case. Rows in force on the day come first, then those of which it is
// not known, then the others; within these guidelines before chapters before sections, and the order of
// the table. Where a text is in the library as ACOEM chapter and as MTUS topic, both are found. At most limit
// rows are returned, all where limit is 0; an empty query finds nothing.
func Search(query string, on clock.Day, limit int) []Hit {
	words := strings.Fields(lower(query))
	if len(words) == 0 {
		return nil
	}
	var hits []Hit
	for i, hay := range haystacks() {
		if !allBegin(hay, words) {
			continue
		}
		g := Library()[i]
		in, known := InForce(g.ID, on)
		hits = append(hits, Hit{g, in, known})
	}
	slices.SortStableFunc(hits, func(a, b Hit) int {
		if d := a.rank() - b.rank(); d != 0 {
			return d
		}
		return levelRank(a.Level) - levelRank(b.Level)
	})
	if limit > 0 && len(hits) > limit {
		hits = hits[:limit]
	}
	return hits
}

func (h Hit) rank() int {
	switch {
	case h.InForce:
		return 0
	case !h.Known:
		return 1
	}
	return 2
}

func levelRank(level string) int {
	switch level {
	case "section":
		return 2
	case "chapter":
		return 1
	}
	return 0
}

func allBegin(hay string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(hay, " "+w) {
			return false
		}
	}
	return true
}

// MarshalJSON writes {"guideline":…,"in_force":true|false|null}.
func (h Hit) MarshalJSON() ([]byte, error) {
	var in *bool
	if h.Known {
		in = &h.InForce
	}
	return json.Marshal(struct {
		Guideline Guideline `json:"guideline"`
		InForce   *bool     `json:"in_force"`
	}{h.Guideline, in})
}
