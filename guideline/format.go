package guideline

import (
	"strconv"
	"strings"
)

// Who made a guideline statement; the letters' fixed sentences name the party.
type Who int

const (
	ClaimsAdministrator Who = iota
	ExpertReviewer
)

func (w Who) String() string {
	if w == ExpertReviewer {
		return "The Expert Reviewer"
	}
	return "The Claims Administrator"
}

// Cite makes a citation of a row of the library in the letters' words, for a form in which guideline
// and sections are picked from lists. It is false where letters cannot cite the row by itself.
func Cite(id string, sections ...string) (Citation, bool) {
	g, ok := ByID(id)
	if !ok {
		return Citation{}, false
	}
	if g.Level == "section" && len(sections) == 0 {
		return Cite(g.Parent, g.Section)
	}
	if e := names().chapterByID(id); e != nil {
		c := Citation{Source: MTUS, Title: e.name.title, Year: e.year, Sections: sections, GuidelineID: e.id}
		c.Text = c.Format()
		return c, true
	}
	if g.Family == ODG {
		c := Citation{Source: ODG, NonMTUS: true, Title: "Official Disability Guidelines", Sections: sections, GuidelineID: id}
		if g.Level == "chapter" {
			title, _, _ := strings.Cut(g.Title, " (")
			title, _, _ = strings.Cut(title, " - ")
			c.Sections = append([]string{title}, sections...)
		}
		c.Text = c.Format()
		return c, true
	}
	return Citation{}, false
}

// Format writes one citation as it stands in a statement: its Text where it has one; otherwise the words
// are made from its fields ("MTUS Shoulder Complaints 2004, Section(s): Special Studies"). Clear Text
// after changing a field.
func (c Citation) Format() string {
	if c.Text != "" {
		return c.Text
	}
	var b strings.Builder
	switch {
	case c.Source == None:
		return ""
	case c.Source == MTUS:
		b.WriteString("MTUS")
	case c.NonMTUS:
		b.WriteString("Non-MTUS Citation")
	}
	word := func(s string) {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(s)
	}
	if c.Title != "" {
		word(c.Title)
	}
	if c.Source == MTUS {
		if c.Year != 0 {
			word(strconv.Itoa(c.Year))
		}
		if len(c.Sections) > 0 {
			b.WriteString(", Section(s): " + strings.Join(c.Sections, ", "))
		}
	} else {
		for i, s := range c.Sections {
			b.WriteString(", " + s)
			if i == 0 && c.Source == ODG && c.GuidelineID != "ODG" {
				b.WriteString(" Chapter")
			}
		}
		if c.Year != 0 {
			word("(" + strconv.Itoa(c.Year) + ")")
		}
	}
	if c.Page != "" {
		if c.Source == MTUS {
			word("Page(s): " + c.Page)
		} else {
			b.WriteString(", page " + c.Page)
		}
	}
	return b.String()
}

// FormatStatement writes citations as a guideline statement in the letters' words. MTUS chapters that
// follow each other stand in one sentence; each non-MTUS source has its own, and where there are only
// such the statement opens by saying that they are outside the MTUS. A citation with Source None becomes
// "did not cite any medical evidence". No citations give an empty statement, which is not the same.
func FormatStatement(citations []Citation, by Who) string {
	var b strings.Builder
	if allNonMTUS(citations) {
		b.WriteString(by.String() + " based their decision on recommendation(s) outside of the MTUS Guidelines.")
	}
	open := None // the source of the sentence that is still open
	sentence := func(words string) {
		if open != None {
			b.WriteByte('.')
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(words)
	}
	for _, c := range citations {
		text := c.Format()
		switch {
		case c.Source == None:
			if text == "" {
				text = by.String() + " did not cite any medical evidence for its decision"
			}
			sentence(text)
			open = Other
		case isOutside(text):
			sentence(text)
			open = Other
		case c.Source == MTUS && open == MTUS:
			if c.Page == "" || c.Year != 0 {
				b.WriteString(", and ")
			} else {
				b.WriteString(", ") // as letters before 2015, which cite by page
			}
			b.WriteString(strings.TrimPrefix(text, "MTUS "))
		case c.Source == MTUS:
			if !isMTUS(text) {
				text = "MTUS " + text
			}
			sentence("Decision based on " + text)
			open = MTUS
		case c.NonMTUS && nonMTUSPrefix(text) == 0 && open == ODG && joiner(text) != "":
			b.WriteString(joiner(text) + text)
		case c.NonMTUS:
			if nonMTUSPrefix(text) == 0 {
				text = "Non-MTUS Citation " + text
			}
			sentence("Decision based on " + text)
			open = ODG
		default:
			sentence("Decision based on " + text)
			open = Other
		}
	}
	if open != None {
		b.WriteByte('.')
	}
	return b.String()
}

// allNonMTUS says whether every citation is of a source outside the MTUS.
func allNonMTUS(citations []Citation) bool {
	for _, c := range citations {
		if !c.NonMTUS || c.Source == MTUS || isOutside(c.Text) {
			return false
		}
	}
	return len(citations) > 0
}

func isOutside(text string) bool { return afterWho(text, outsideEnd) > 0 }

func joiner(text string) string {
	for _, s := range secondSources {
		if strings.HasPrefix(text, s.opening) {
			return s.joiner
		}
	}
	return ""
}
