package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
	"github.com/openimr/openimr/records"
	"github.com/openimr/openimr/review"
	"github.com/openimr/openimr/review/assist"
	"github.com/openimr/openimr/review/pages"
)

// A language model may help the reviewer to read, where the organization runs one; by default there is none and these
// pages say so. What it says is held against the pages (review/assist) before anybody sees it, and goes into the summary
// alone, as sentences that are not confirmed. Each use is an event of the case.

// Model is a language model.
type Model interface {
	Ask(ctx context.Context, ms []assist.Message) ([]byte, error) // errors are for people
	Host() string
	Model() string
}

func (s *server) assistRoutes() []Route {
	return []Route{
		{Pattern: "GET /cases/{id}/assist", Action: auth.WriteDraft, OfCase: true, Handle: s.assistPage},
		{Pattern: "POST /cases/{id}/assist", Action: auth.WriteDraft, OfCase: true, Handle: s.assist},
		{Pattern: "POST /cases/{id}/assist/take", Action: auth.WriteDraft, OfCase: true, Handle: s.takeAssist},
	}
}

type assistView struct {
	Case    imr.Case
	Off     string // why no model can be asked, "" where one can
	Host    string
	Name    string
	Papers  []assistPaper
	Purpose assist.Purpose
	For     string
	Pages   string // as typed
	Key     string
	Saw     int
	Error   string
	Asked   bool
	Left    int // pages that did not fit
	Answer  assist.Answer
	Reasons []option // why sentences were left out, with how many
}

type assistPaper struct {
	ID, Title, Day string
	Pages          string
	Chosen         bool
}

func (s *server) assistPage(v *Visit) error {
	p, _, err := s.assistView(v, nil)
	if err != nil {
		return err
	}
	return s.showAssist(v, http.StatusOK, p)
}

func (s *server) showAssist(v *Visit, status int, p assistView) error {
	return v.Render(status, Page{Title: "Help from a language model – " + string(v.Case.ID), Here: "/queue"}, assistBody(v, p))
}

func (s *server) assistView(v *Visit, chosen url.Values) (assistView, *records.Shelf, error) {
	p := assistView{Case: v.Case, Purpose: assist.Summarize, Key: formKey(), Saw: v.Case.Version}
	switch {
	case s.Model == nil:
		p.Off = "No language model is set up here. The organization can run one and name its address in the setting model.url; it is off by default."
		return p, nil, nil
	case s.Records == nil:
		p.Off = "This server does not read files, so there is nothing that a model could be asked about."
		return p, nil, nil
	}
	p.Host, p.Name = s.Model.Host(), s.Model.Model()
	if why := refusalOf(s.Rules, v.Case, "draft_submitted"); why != nil {
		p.Off = why.Error()
	}
	shelf, err := s.Records.Shelf(v.R.Context(), v.Case)
	if err != nil {
		return p, nil, err
	}
	if shelf.Index == nil {
		return p, shelf, nil
	}
	for _, d := range shelf.Index.Documents {
		day := ""
		if !d.Date.IsZero() {
			day = plainDay(d.Date)
		}
		title := d.Title
		if title == "" {
			title = records.KindName(d.Type)
		}
		p.Papers = append(p.Papers, assistPaper{d.ID, title, day, strings.Join(rangeWords(ranges(pagesOfPaper(shelf, d))), ", "), slices.Contains(chosen["paper"], d.ID)})
	}
	return p, shelf, nil
}

func pagesOfPaper(shelf *records.Shelf, d records.Document) []int {
	var ns []int
	for _, r := range d.Pages {
		if n := shelf.Number(r); n > 0 {
			ns = append(ns, n)
		}
	}
	slices.Sort(ns)
	return ns
}

// chosenPages are the pages that a form names, by papers and by numbers.
func chosenPages(shelf *records.Shelf, values url.Values) ([]int, error) {
	var ns []int
	if shelf.Index != nil {
		for _, d := range shelf.Index.Documents {
			if slices.Contains(values["paper"], d.ID) {
				ns = append(ns, pagesOfPaper(shelf, d)...)
			}
		}
	}
	for part := range strings.FieldsFuncSeq(values.Get("pages"), func(r rune) bool { return r == ',' || r == ';' || r == ' ' }) {
		from, to, ranged := strings.Cut(strings.ReplaceAll(part, "–", "-"), "-")
		a, err := strconv.Atoi(from)
		b := a
		if err == nil && ranged {
			b, err = strconv.Atoi(to)
		}
		if err != nil || a < 1 || b < a || b > shelf.Pages {
			return nil, fmt.Errorf("“%s” names no pages of this record, which has %s", part, countOf(shelf.Pages, "page"))
		}
		if b-a > 10*assist.MostPages {
			b = a + 10*assist.MostPages // said as too many
		}
		for n := a; n <= b; n++ {
			ns = append(ns, n)
		}
	}
	slices.Sort(ns)
	return slices.Compact(ns), nil
}

// assist asks the model and shows what held.
func (s *server) assist(v *Visit) error {
	values, _, err := v.readForm()
	if err != nil {
		return err
	}
	p, shelf, err := s.assistView(v, values)
	if err != nil {
		return err
	}
	p.Purpose, p.For, p.Pages = assist.Purpose(values.Get("purpose")), strings.TrimSpace(values.Get("for")), values.Get("pages")
	if p.Off != "" {
		return s.showAssist(v, http.StatusConflict, p)
	}
	q := assist.Question{Purpose: p.Purpose, For: p.For}
	if q.Pages, err = chosenPages(shelf, values); err != nil {
		p.Error = sentenceCase(err.Error()) + "."
		return s.showAssist(v, http.StatusUnprocessableEntity, p)
	}
	bundle, err := s.Records.Bundle(v.R.Context(), v.Case)
	if err != nil {
		return err
	}
	book := pages.New(bundle, shelf)
	if p.Error = q.Check(book); p.Error != "" {
		return s.showAssist(v, http.StatusUnprocessableEntity, p)
	}
	if err := s.askModel(v, &p, q, book, values.Get("key")); err != nil {
		return err
	}
	status := http.StatusOK
	if p.Error != "" {
		status = http.StatusBadGateway
	}
	return s.showAssist(v, status, p)
}

// askModel asks, holds the answer against the pages, and records that it was asked, whatever came of it.
func (s *server) askModel(v *Visit, p *assistView, q assist.Question, book *pages.Book, key string) error {
	ms, sent := q.Messages(book)
	p.Asked, p.Left = true, len(q.Pages)-sent
	used := &imr.ModelAsked{Purpose: string(q.Purpose), For: q.For, Model: p.Name, Host: p.Host, Pages: rangeWords(ranges(q.Pages[:sent])), Sentences: []string{}}
	said, err := s.Model.Ask(v.R.Context(), ms)
	if err == nil {
		p.Answer, err = q.Read(book, said)
	}
	if err != nil {
		used.Problem = err.Error()
		p.Error = "There is no answer: " + err.Error() + ". Nothing was changed; you can ask again, or go on without."
	}
	for _, x := range p.Answer.Sentences {
		used.Sentences = append(used.Sentences, x.Words)
	}
	used.Shown, used.Dropped = len(p.Answer.Sentences), len(p.Answer.Dropped)
	p.Reasons = reasonsOf(p.Answer.Dropped)
	_, err = v.Do(imr.Request{Case: v.Case.ID, Saw: imr.AnyVersion, Command: used, Key: key})
	return err
}

func reasonsOf(dropped []string) []option {
	var rs []option
	count := map[string]int{}
	for _, why := range dropped {
		if count[why]++; count[why] == 1 {
			rs = append(rs, option{Value: why})
		}
	}
	for i := range rs {
		rs[i].Label = countOf(count[rs[i].Value], "sentence")
	}
	return rs
}

// takeAssist puts sentences into the summary, not confirmed. Only what was shown for this case can be taken.
func (s *server) takeAssist(v *Visit) error {
	values, _, err := v.readForm()
	if err != nil {
		return err
	}
	var take []string
	for _, text := range values["take"] {
		ss := review.Sentences(text)
		if len(ss) != 1 || ss[0].Pending != review.Model || len(ss[0].Marks) == 0 || !slices.Contains(v.Case.ModelSentences, review.Letters(ss[0].Words)) {
			return &imr.Error{Kind: imr.Incomplete, Field: "take", Message: "This sentence was not shown for this case. Ask again."}
		}
		take = append(take, strings.TrimSpace(text))
	}
	if len(take) == 0 {
		v.Flash("No sentence was chosen.")
		return v.Redirect(casePath(v.Case.ID) + "/assist")
	}
	if why := refusalOf(s.Rules, v.Case, "draft_submitted"); why != nil {
		return why
	}
	for range 3 {
		typed, err := s.Store.Draft(v.R.Context(), v.Case.ID)
		if err != nil {
			return err
		}
		d := workingDraft(v.Case, typed)
		d.Summary = strings.TrimSpace(d.Summary + "\n\n" + strings.Join(take, " "))
		if why := draftFault(d); why != "" {
			return &imr.Error{Kind: imr.Incomplete, Field: "summary", Message: why}
		}
		_, err = s.Store.SaveDraft(v.R.Context(), imr.DraftText{Case: v.Case.ID, By: v.Account.ID, Rev: typed.Rev, Draft: d})
		var other *imr.DraftChanged
		if errors.As(err, &other) {
			continue // another window saved in between: append to that
		}
		if err != nil {
			return err
		}
		v.Flash(sentenceCase(countOf(len(take), "sentence")) + " put at the end of the summary, not confirmed.")
		return v.Redirect(casePath(v.Case.ID) + "/review")
	}
	return &imr.Error{Kind: imr.Conflict, Message: "The draft is being saved from another window. Try once more."}
}

func wasWere(n int) string {
	if n == 1 {
		return "was"
	}
	return "were"
}

// modelFault says which words of a draft stand where a language model may not write.
func modelFault(c imr.Case, d imr.Draft) string {
	item, ok := c.FromModel(d)
	if !ok {
		return ""
	}
	return fmt.Sprintf("Not saved: on item %d stands a sentence that a language model wrote. Rationales and decisions are yours alone; take it out, or say it in your own words, and everything is saved.", item)
}
