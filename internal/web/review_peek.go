package web

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"github.com/openimr/openimr/records"
)

// A peekView is words of a page with what stands around them, for a picture cut at the words.
type peekView struct {
	Page    int          `json:"page"`
	Width   float32      `json:"width"` // of the page, in points
	Height  float32      `json:"height"`
	Picture string       `json:"picture"` // its address, without the width
	Read    bool         `json:"read"`
	Paper   string       `json:"paper,omitempty"`
	Boxes   [][4]float32 `json:"boxes"` // of the words, one for each line
	Before  string       `json:"before"`
	Words   string       `json:"words"`
	After   string       `json:"after"`
}

// wordsAround is how many words before and after are told.
const wordsAround = 12

// peek answers a script with what it needs to show a citation without opening the page: ?p=412&from=17&to=25. Without
// words the top of the page is meant.
func (s *server) peek(v *Visit, shelf *records.Shelf) error {
	q := v.R.URL.Query()
	n, err := strconv.Atoi(q.Get("p"))
	ref, ok := shelf.Ref(n)
	if err != nil || !ok {
		return v.json(http.StatusNotFound, map[string]string{"why": "The record has no page " + numberOr(n) + "."})
	}
	id := shelf.ID(ref)
	page, err := s.Records.Page(v.R.Context(), id)
	if err != nil {
		return err
	}
	p := peekOf(page, atoiOr0(q.Get("from")), atoiOr0(q.Get("to")))
	p.Page, p.Picture = n, casePath(v.Case.ID)+"/pages/"+id.File+"/"+strconv.Itoa(id.Page)+".png"
	p.Paper = paperOfPage(shelf, ref)
	b, err := json.Marshal(p)
	if err != nil {
		return err
	}
	return v.jsonTagged(b)
}

func peekOf(page records.Page, from, to int) peekView {
	p := peekView{Width: page.Width, Height: page.Height, Read: page.Source != "" || page.Problem != "", Boxes: [][4]float32{}}
	from, to = min(max(from, 0), len(page.Words)), min(max(to, 0), len(page.Words))
	if from >= to {
		return p
	}
	text := func(a, b int) string {
		var ws []string
		for _, w := range page.Words[max(a, 0):min(b, len(page.Words))] {
			ws = append(ws, w.Text)
		}
		return strings.Join(ws, " ")
	}
	p.Before, p.Words, p.After = text(from-wordsAround, from), text(from, to), text(to, to+wordsAround)
	line := int32(-1)
	for _, w := range page.Words[from:to] {
		if last := len(p.Boxes) - 1; last >= 0 && w.Line == line {
			b := &p.Boxes[last]
			b[0], b[1], b[2], b[3] = min(b[0], w.Box.X0), min(b[1], w.Box.Y0), max(b[2], w.Box.X1), max(b[3], w.Box.Y1)
			continue
		}
		line = w.Line
		p.Boxes = append(p.Boxes, [4]float32{w.Box.X0, w.Box.Y0, w.Box.X1, w.Box.Y1})
	}
	return p
}

// paperOfPage names the paper that a page belongs to, "" where the record is not sorted yet.
func paperOfPage(shelf *records.Shelf, ref records.PageRef) string {
	if shelf.Index == nil {
		return ""
	}
	for _, d := range shelf.Index.Documents {
		for _, r := range d.Pages {
			if r == ref {
				return paperName(d)
			}
		}
	}
	return ""
}

func atoiOr0(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

func numberOr(n int) string {
	if n == 0 {
		return "like that"
	}
	return strconv.Itoa(n)
}
