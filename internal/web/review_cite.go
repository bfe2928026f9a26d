package web

import (
	"net/http"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/guideline"
	"github.com/openimr/openimr/imr"
)

// A pick is one guideline that a search found, with the words that cite it.
type pick struct {
	ID        string
	Title     string
	Standing  string // "In force", "Not in force on Nov 24, 2026", "It is not known whether it is in force"
	InForce   bool
	Statement string // the whole statement that cites it alone
	Sections  []string
	Now       string // the edition in force instead, "" for none
}

const maxPicks = 12

// picksOf finds guidelines by words, as they stood on a day.
func picksOf(words string, on clock.Day) []pick {
	var ps []pick
	for _, h := range guideline.Search(words, on, 3*maxPicks) {
		c, ok := guideline.Cite(h.ID)
		if !ok {
			continue
		}
		p := pick{ID: h.ID, Title: h.Title, InForce: h.InForce && h.Known, Statement: guideline.FormatStatement([]guideline.Citation{c}, guideline.ExpertReviewer), Sections: guideline.SectionNames(h.ID)}
		if h.Edition != "" {
			p.Title += ", " + h.Edition
		}
		if h.Section != "" && h.Section != h.Title {
			p.Title += ": " + h.Section
		}
		switch {
		case !h.Known:
			p.Standing = "Not known whether it is in force"
		case h.InForce:
			p.Standing = "In force"
		default:
			p.Standing = "Not in force on " + plainDay(on)
			if g, ok := guideline.EditionInForce(h.ID, on); ok && g.ID != h.ID {
				p.Now = g.Title + ", " + g.Edition
			}
		}
		if ps = append(ps, p); len(ps) == maxPicks {
			break
		}
	}
	return ps
}

// guidelines answers a search: a piece of the page for a script, else a page of its own with words to copy.
func (s *server) guidelines(v *Visit) error {
	q := v.R.URL.Query().Get("q")
	if rs := []rune(q); len(rs) > 200 {
		q = string(rs[:200])
	}
	ps := picksOf(q, clock.DayIn(v.Now, imr.Office))
	if v.R.URL.Query().Get("part") != "" {
		return v.Part(http.StatusOK, pickList(q, ps))
	}
	return v.Render(http.StatusOK, Page{Title: "Guidelines", Here: "/queue"}, guidelinesPage(v, q, ps))
}

// cite adds a guideline to a statement in the words that letters use. It changes nothing that is kept.
func (s *server) cite(v *Visit) error {
	values, _, err := v.readForm()
	if err != nil {
		return err
	}
	in := &input{values: values}
	var sections []string
	if sec := in.text("section"); sec != "" {
		sections = []string{sec}
	}
	c, ok := guideline.Cite(in.text("guideline"), sections...)
	if !ok || len(in.errs) > 0 {
		return &imr.Error{Kind: imr.Incomplete, Field: "guideline", Message: "The library has no such guideline that a letter can cite by itself."}
	}
	return v.json(http.StatusOK, map[string]string{"statement": withCitation(in.text("statement"), c)})
}

// withCitation adds a citation to a statement. What stands there is kept word by word.
func withCitation(statement string, c guideline.Citation) string {
	var kept []guideline.Citation
	for _, k := range guideline.ParseStatement(statement) {
		if k.Source != guideline.None { // "did not cite any medical evidence" is no longer so
			kept = append(kept, k)
		}
	}
	return guideline.FormatStatement(append(kept, c), guideline.ExpertReviewer)
}
