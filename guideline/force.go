package guideline

import "github.com/openimr/openimr/clock"

// InForce says whether a row of the library was in force on a day, and whether the library knows.
//
//   - Between its first and last day a row is in force.
//   - A row without a last day whose status is "unknown" is in force as far as was found; after the last
//     adoption that the library has read, known is false.
//   - After its last day a row is not in force. Where a section of the regulations adopted it and the
//     library does not hold what stands there now, known is false.
//   - A row without a first day is unknown, except before the year of its edition. ODG chapters have the
//     days of the whole ODG, which are those of the search-sequence rule that gives ODG its place.
//
// An id that is not in the library, and the zero day, are unknown.
func InForce(id string, on clock.Day) (inForce, known bool) {
	t := library()
	i, ok := t.byID[id]
	if !ok || on.IsZero() {
		return false, false
	}
	g := &t.rows[i]
	if g.From.IsZero() && g.Family == ODG {
		for g.From.IsZero() && g.Parent != "" {
			g = &t.rows[t.byID[g.Parent]]
		}
	}
	switch {
	case g.From.IsZero():
		return false, g.Year != 0 && on.Year() < g.Year
	case on < g.From:
		return false, true
	case !g.To.IsZero() && on > g.To:
		return false, g.Next != "" || g.Authority == ""
	case g.To.IsZero() && g.Status != "current":
		return true, on <= t.horizon
	}
	return true, true
}

// SupersededBy returns the id of the edition that had taken the place of a row on a day, following the
// editions one by one. It is "" while the row is in force or not yet adopted, where the library knows no
// later edition, and for the zero day.
func SupersededBy(id string, on clock.Day) string {
	t := library()
	i, ok := t.byID[id]
	if !ok || on.IsZero() {
		return ""
	}
	g := &t.rows[i]
	next := ""
	for range t.rows { // no chain is longer than the table
		if g.To.IsZero() || on <= g.To || g.Next == "" {
			break
		}
		next = g.Next
		g = &t.rows[t.byID[next]]
	}
	return next
}

// EditionInForce returns the edition of a row's guideline that was in force on a day: the row itself, a
// later one, or an earlier one. It is false where none was, or none is known.
func EditionInForce(id string, on clock.Day) (Guideline, bool) {
	t := library()
	i, ok := t.byID[id]
	if !ok || on.IsZero() {
		return Guideline{}, false
	}
	g := &t.rows[i]
	if next := SupersededBy(id, on); next != "" {
		g = &t.rows[t.byID[next]]
	}
	for range t.rows {
		if in, _ := InForce(g.ID, on); in {
			return *g, true
		}
		before := t.before(g.ID)
		if before == nil || on > g.From && !g.From.IsZero() {
			break
		}
		g = before
	}
	return Guideline{}, false
}

// EditionsOf returns the editions in force on a day that a title or a body region names, MTUS first:
// EditionsOf("shoulder", day) is what may be cited for a shoulder by its own chapter on that day.
func EditionsOf(topic string, on clock.Day) []Guideline {
	var mtus, rest []Guideline
	for _, g := range Library() {
		if g.Level == "section" || !isAbout(g, topic) {
			continue
		}
		if in, _ := InForce(g.ID, on); !in {
			continue
		}
		if g.Family == MTUS {
			mtus = append(mtus, g)
		} else {
			rest = append(rest, g)
		}
	}
	return append(mtus, rest...)
}

func isAbout(g Guideline, topic string) bool {
	if topic == "" {
		return false
	}
	for _, r := range g.Regions {
		if equalFold(r, topic) {
			return true
		}
	}
	for _, r := range g.Topics {
		if equalFold(r, topic) {
			return true
		}
	}
	return indexFold(g.Title, lower(topic)) >= 0
}

// before returns the edition whose place a row took, preferring one with the row's own kind of id.
func (t *table) before(id string) *Guideline {
	var found *Guideline
	for i := range t.rows {
		g := &t.rows[i]
		if g.Next != id || g.Level == "section" {
			continue
		}
		if found == nil || g.Family == MTUS && found.Family != MTUS {
			found = g
		}
	}
	return found
}
