package web

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/letter"
	"github.com/openimr/openimr/review"
)

// A versionView is one letter that was served in a case, with what it changed of the one before it.
type versionView struct {
	Name    string
	Served  clock.Day
	Link    string
	Says    string // how it stands
	Last    bool
	Changes []wordChange
}

// A wordChange is what differs in one field between two letters, as words that stayed, went and came.
type wordChange struct {
	Name  string
	Parts []wordPart
}

// A wordPart is a piece of text: kept, taken out or put in.
type wordPart struct{ Kind, Text string }

// versionsOf lists the letters of a case, the newest first; none where only one was served.
func (s *server) versionsOf(ctx context.Context, c imr.Case) []versionView {
	if len(c.Letters) < 2 {
		return nil
	}
	var list []versionView
	for i, l := range c.Letters {
		p := versionView{Name: "As first served", Served: l.Served, Link: casePath(c.ID) + "/letters/" + strconv.Itoa(l.Seq) + ".pdf"}
		if l.Corrects > 0 {
			p.Name = "Corrected"
			p.Changes = s.changesBetween(ctx, c, l)
		} else if i > 0 {
			p.Name = "Of the later review"
		}
		switch standing, by := c.StandingOf(l); standing {
		case imr.Replaced:
			p.Says = "Its place was taken by the letter of " + plainDay(by.Served) + "."
		case imr.Reversed:
			p.Says = "The Appeals Board set its determination aside on " + plainDay(l.SetAside) + "."
		default:
			p.Says, p.Last = "The last word.", true
		}
		list = append(list, p)
	}
	slices.Reverse(list)
	return list
}

// changesBetween compares a corrected letter with the one whose place it took, field by field. What cannot be read has no
// changes to show; its file is there all the same.
func (s *server) changesBetween(ctx context.Context, c imr.Case, l imr.LetterVersion) []wordChange {
	before := slices.IndexFunc(c.Letters, func(x imr.LetterVersion) bool { return x.Seq == l.Corrects })
	if before < 0 {
		return nil
	}
	was, _, err := s.readStored(ctx, c.Letters[before].SHA256)
	if err != nil {
		return nil
	}
	now, _, err := s.readStored(ctx, l.SHA256)
	if err != nil {
		return nil
	}
	old := map[string]string{}
	for _, f := range letter.Correctables(was) {
		old[f.Field] = f.Text
	}
	var list []wordChange
	for _, f := range letter.Correctables(now) {
		if old[f.Field] == f.Text {
			continue
		}
		for _, ch := range review.Changes(old[f.Field], f.Text) {
			list = append(list, wordChange{f.Name, wordParts(ch.Was, ch.Is)})
		}
	}
	return list
}

// wordParts parts two versions of a sentence into what stayed at both ends and what went and came between.
func wordParts(was, is string) []wordPart {
	a, b := strings.Fields(was), strings.Fields(is)
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	var parts []wordPart
	add := func(kind string, words []string) {
		if len(words) > 0 {
			parts = append(parts, wordPart{kind, strings.Join(words, " ")})
		}
	}
	add("kept", a[:head])
	add("out", a[head:len(a)-tail])
	add("in", b[head:len(b)-tail])
	add("kept", a[len(a)-tail:])
	return parts
}

// letterVersion sends one letter that was served, byte for byte.
func (s *server) letterVersion(v *Visit) error {
	number, ok := strings.CutSuffix(v.R.PathValue("version"), ".pdf")
	seq, err := strconv.Atoi(number)
	at := slices.IndexFunc(v.Case.Letters, func(l imr.LetterVersion) bool { return l.Seq == seq })
	if !ok || err != nil || at < 0 {
		return &imr.Error{Kind: imr.NotFound, Message: "No such letter was served in this case."}
	}
	l := v.Case.Letters[at]
	f, err := s.Blobs.Open(v.R.Context(), l.SHA256)
	if err != nil {
		return fmt.Errorf("open a letter of %s: %w", v.Case.ID, err)
	}
	defer func() { _ = f.Close() }() // only read
	sendFile(v, "Determination-"+string(v.Case.ID)+"-"+l.Served.String()+".pdf", letterKinds[letter.FormPDF], f)
	return nil
}
