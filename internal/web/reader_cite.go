package web

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/records"
)

// A citation of the record is words in quotation marks and the number of their page, as people write it by hand:
//
//	“MRI shows a full-thickness tear of the supraspinatus” [p. 412]
//
// The number is the page's in the record, which stays for good, so the text alone leads to the page; nothing hidden
// must survive when it is pasted into a letter, a note or a mail. Where the reviewer writes, the pages that the text
// cites stand as links under the field.

var pageCitation = regexp.MustCompile(`\[pp?\.\s?(\d{1,3}(?:,\d{3})+|\d{1,7})(?:\s?[-–]\s?(\d{1,3}(?:,\d{3})+|\d{1,7}))?\]`)

// A citedPage is a page or a run of pages that a text cites.
type citedPage struct{ From, To int }

// Label is the citation in words: "p. 412", "pp. 412–414".
func (c citedPage) Label() string {
	if c.From == c.To {
		return "p. " + strconv.Itoa(c.From)
	}
	return "pp. " + pageRange(c.From, c.To, "–")
}

// citedPages lists the pages that a text cites, each once, in the order in which they stand.
func citedPages(text string) []citedPage {
	var cs []citedPage
	seen := map[citedPage]bool{}
	for _, m := range pageCitation.FindAllStringSubmatch(text, -1) {
		number := func(s string) int {
			n, _ := strconv.Atoi(strings.ReplaceAll(s, ",", "")) // digits only, by the expression
			return n
		}
		c := citedPage{number(m[1]), number(m[1])}
		if m[2] != "" {
			c.To = number(m[2])
		}
		if c.From > 0 && c.To >= c.From && !seen[c] {
			seen[c] = true
			cs = append(cs, c)
		}
	}
	return cs
}

func pageRange(from, to int, dash string) string {
	if from == to {
		return strconv.Itoa(from)
	}
	return strconv.Itoa(from) + dash + strconv.Itoa(to)
}

// citationText is the citation as it is written into a text.
func citationText(quote string, page int) string {
	return "“" + strings.Join(strings.Fields(quote), " ") + "” [p. " + strconv.Itoa(page) + "]"
}

// citeIntoDraft appends a citation to the summary of the draft that is being written, so that nothing has to go
// through the clipboard. The text that the reviewer has typed meanwhile is kept: the citation goes after the newest.
func (s *server) citeIntoDraft(v *Visit, shelf *records.Shelf) error {
	var got struct {
		Page  int    `json:"p"`
		From  int    `json:"from"`
		To    int    `json:"to"`
		Quote string `json:"quote"`
	}
	if err := json.NewDecoder(v.R.Body).Decode(&got); err != nil {
		return formError(err)
	}
	refuse := func(status int, why string) error { return v.json(status, map[string]string{"why": why}) }
	ref, ok := shelf.Ref(got.Page)
	if !ok {
		return refuse(http.StatusUnprocessableEntity, "The record has no such page.")
	}
	if why := refusalOf(s.Rules, v.Case, "draft_submitted"); why != nil {
		return refuse(http.StatusConflict, why.Error())
	}
	quote, err := s.quoteOf(v.R.Context(), shelf.ID(ref), got.From, got.To)
	if err != nil {
		return err
	}
	if quote == "" {
		return refuse(http.StatusUnprocessableEntity, "These words are not on the page any more. Select them again.")
	}
	words := citationText(quote, got.Page)
	for range 3 {
		typed, err := s.Store.Draft(v.R.Context(), v.Case.ID)
		if err != nil {
			return err
		}
		d := workingDraft(v.Case, typed)
		d.Summary = strings.TrimSpace(strings.TrimRight(d.Summary, " \n") + " " + words)
		if why := draftFault(d); why != "" {
			return refuse(http.StatusUnprocessableEntity, why)
		}
		saved, err := s.Store.SaveDraft(v.R.Context(), imr.DraftText{Case: v.Case.ID, By: v.Account.ID, Rev: typed.Rev, Draft: d})
		var other *imr.DraftChanged
		if errors.As(err, &other) {
			continue // another window saved in between: append to that
		}
		if err != nil {
			return err
		}
		return v.json(http.StatusOK, map[string]any{"cited": words, "rev": saved.Rev})
	}
	return refuse(http.StatusConflict, "The draft is being saved from another window. Try once more.")
}

// quoteOf reads words of a page, so that a citation says what stands there and nothing else.
func (s *server) quoteOf(ctx context.Context, id records.PageID, from, to int) (string, error) {
	page, err := s.Records.Page(ctx, id)
	if err != nil {
		return "", err
	}
	from, to = max(from, 0), min(to, len(page.Words))
	if from >= to {
		return "", nil
	}
	return records.Page{Words: page.Words[from:to]}.Text(), nil
}

// notePagesOpened records, before a draft is submitted, which pages of the record the reviewer had before their eyes. A
// record of which nothing is read here, as one on paper, is not spoken of.
func (s *server) notePagesOpened(v *Visit, saw int, key string) (noted bool, err error) {
	if s.Records == nil {
		return false, nil
	}
	shelf, err := s.Records.Shelf(v.R.Context(), v.Case)
	if err != nil || shelf.Pages == 0 {
		return false, err
	}
	opened, err := s.Records.Opened(v.R.Context(), v.Case.ID, v.Account.ID)
	if err != nil {
		return false, err
	}
	if key != "" {
		key += ".opened"
	}
	_, err = v.Do(imr.Request{Case: v.Case.ID, Saw: saw, Command: openedOf(shelf, opened), Key: key})
	return err == nil, err
}
