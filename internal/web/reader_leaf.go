package web

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/records"
)

// pictureWidths are the widths in which pages are drawn: few, so that a page drawn for one reader serves the next.
var pictureWidths = []int{160, 400, 612, 816, 1020, 1224, 1632, 2040, 2448}

// leaf answers with the picture ("12.png") or the words ("12.json") of one page of a file. The file must be one of
// this case: whoever may see one case does not see the papers of others by their hashes.
func (s *server) leaf(v *Visit, shelf *records.Shelf) error {
	none := &imr.Error{Kind: imr.NotFound, Message: "There is no such page in this case."}
	name, kind, _ := strings.Cut(v.R.PathValue("page"), ".")
	n, err := strconv.Atoi(name)
	sha := v.R.PathValue("sha")
	i := slices.IndexFunc(shelf.Files, func(f records.ShelfFile) bool { return f.SHA256 == sha && n >= 1 && n <= f.Pages })
	if err != nil || i < 0 {
		return none
	}
	id := records.PageID{File: sha, Page: n}
	switch kind {
	case "png":
		return s.picture(v, id)
	case "json":
		page, err := s.Records.Page(v.R.Context(), id)
		if err != nil {
			return err
		}
		b, err := json.Marshal(leafOf(page))
		if err != nil {
			return err
		}
		return v.jsonTagged(b)
	}
	return none
}

// picture answers with a page's picture. Its address holds the hash of the file, so a browser need never ask again; the
// log-out clears what it kept.
func (s *server) picture(v *Visit, id records.PageID) error {
	want, err := strconv.Atoi(v.R.URL.Query().Get("w"))
	if err != nil || want < 1 {
		want = 816
	}
	width := pictureWidths[len(pictureWidths)-1]
	for _, w := range slices.Backward(pictureWidths) {
		if w >= want {
			width = w
		}
	}
	turn, err := strconv.Atoi(v.R.URL.Query().Get("turn"))
	if err != nil || turn%90 != 0 {
		turn = 0
	}
	data, kind, err := s.Records.Picture(v.R.Context(), id, width, (turn%360+360)%360)
	if err != nil {
		return err
	}
	h := v.W.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Length", strconv.Itoa(len(data)))
	h.Set("Cache-Control", "private, max-age=31536000, immutable")
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	v.answered = true
	v.W.WriteHeader(http.StatusOK)
	_, _ = v.W.Write(data) // the visitor has gone: nobody to tell
	return nil
}

// A leafView is the words of a page for the script that lays them over the picture: texts, and in columns beside them
// four tenths of points for each box and the number of the line and block.
type leafView struct {
	Width    float32  `json:"width"`
	Height   float32  `json:"height"`
	Source   string   `json:"source"`
	Read     bool     `json:"read"`
	Problem  string   `json:"problem,omitempty"`
	Words    []string `json:"words"`
	Boxes    []int32  `json:"boxes"`
	Lines    []int32  `json:"lines"`
	Blocks   []int32  `json:"blocks"`
	Doubtful []int    `json:"doubtful,omitempty"` // words of which text recognition is unsure
	Aside    []int    `json:"aside,omitempty"`    // words of fax headers and stamps
}

// doubtful is the confidence below which a recognised word is shown as doubtful.
const doubtful = 60

func leafOf(p records.Page) leafView {
	l := leafView{Width: p.Width, Height: p.Height, Source: string(p.Source), Read: p.Source != "" || p.Problem != "", Problem: p.Problem,
		Words: make([]string, 0, len(p.Words)), Boxes: make([]int32, 0, 4*len(p.Words)), Lines: make([]int32, 0, len(p.Words)), Blocks: make([]int32, 0, len(p.Words))}
	for i, w := range p.Words {
		l.Words = append(l.Words, w.Text)
		for _, c := range [4]float32{w.Box.X0, w.Box.Y0, w.Box.X1, w.Box.Y1} {
			l.Boxes = append(l.Boxes, int32(c*10+0.5))
		}
		l.Lines, l.Blocks = append(l.Lines, w.Line), append(l.Blocks, w.Block)
		if w.Confidence < doubtful && p.Source == records.OCR {
			l.Doubtful = append(l.Doubtful, i)
		}
		if w.Role != records.Body {
			l.Aside = append(l.Aside, i)
		}
	}
	return l
}
