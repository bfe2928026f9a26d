package sandbox

import (
	"encoding/binary"
	"fmt"
	"math"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/openimr/openimr/records"
)

// A view is how a page lies: from the coordinates of its content to points from the top left of the page as it is shown.
type view struct {
	left, bottom float64 // of the visible part, in the coordinates of the content
	w, h         float64 // of the visible part, before turning
	turn         int     // quarter turns clockwise
}

// size is the width and height of the page as it is shown.
func (v view) size() (w, h float64) {
	if v.turn%2 == 1 {
		return v.h, v.w
	}
	return v.w, v.h
}

// box turns a box of the content (x0,y0 bottom left, x1,y1 top right) into one of the page.
func (v view) box(x0, y0, x1, y1 float64) records.Box {
	x0, x1, y0, y1 = x0-v.left, x1-v.left, y0-v.bottom, y1-v.bottom
	switch v.turn & 3 {
	case 1:
		return box(y0, x0, y1, x1)
	case 2:
		return box(v.w-x1, y0, v.w-x0, y1)
	case 3:
		return box(v.h-y1, v.w-x1, v.h-y0, v.w-x0)
	}
	return box(x0, v.h-y1, x1, v.h-y0)
}

func box(x0, y0, x1, y1 float64) records.Box {
	return records.Box{X0: float32(x0), Y0: float32(y0), X1: float32(x1), Y1: float32(y1)}
}

// viewOf asks how a loaded page lies.
func (g *guest) viewOf(page uint64) (view, error) {
	ok, err := g.call("FPDF_GetPageBoundingBox", page, uint64(g.scratch))
	if err != nil {
		return view{}, err
	}
	turn, err := g.call("FPDFPage_GetRotation", page)
	if err != nil {
		return view{}, err
	}
	v := view{turn: int(turn & 3)}
	// FS_RECTF: left, top, right, bottom.
	left, top := float64(g.float(g.scratch)), float64(g.float(g.scratch+4))
	right, bottom := float64(g.float(g.scratch+8)), float64(g.float(g.scratch+12))
	v.left, v.bottom, v.w, v.h = min(left, right), min(bottom, top), math.Abs(right-left), math.Abs(top-bottom)
	if int32(ok) == 0 || v.w < 1 || v.h < 1 {
		return view{}, Problem("The page has no size. Send it again.")
	}
	return v, nil
}

// A glyphWord is a word as PDFium gives it: in the coordinates of the content.
type glyphWord struct {
	text           string
	x0, y0, x1, y1 float64
	first, last    int     // its characters
	angle          float64 // radians clockwise by which its letters lean in the content
}

// glyphWords reads the words of a loaded page.
func (g *guest) glyphWords(page uint64) ([]glyphWord, error) {
	text, err := g.call("FPDFText_LoadPage", page)
	if err != nil {
		return nil, err
	}
	if text == 0 {
		return nil, problemPage
	}
	words, err := g.wordsOfText(text)
	if err != nil {
		return nil, err
	}
	_, err = g.call("FPDFText_ClosePage", text)
	return words, err
}

// mostChars is how many characters of a page are read. A page has some thousands.
const mostChars = 400_000

func (g *guest) wordsOfText(text uint64) ([]glyphWord, error) {
	n, err := g.call("FPDFText_CountChars", text)
	if err != nil {
		return nil, err
	}
	count := int(int32(n))
	if count <= 0 {
		return nil, nil
	}
	if count > mostChars {
		return nil, Problem("The page holds more text than can be read. Send it again in a simpler form.")
	}
	chars, err := g.chars(text, count)
	if err != nil {
		return nil, err
	}
	var words []glyphWord
	buf := make([]byte, 0, 64)
	start := -1
	flush := func(end int) error {
		if start >= 0 && len(buf) > 0 {
			w := glyphWord{text: string(buf), first: start, last: end - 1}
			if err := g.placeWord(text, &w); err != nil {
				return err
			}
			words = append(words, w)
		}
		start, buf = -1, buf[:0]
		return nil
	}
	for i, c := range chars {
		switch {
		case c == hyphenAtEnd || c == 0xFFFE:
			if start < 0 {
				start = i
			}
			buf = append(buf, '-')
			if err := flush(i + 1); err != nil {
				return nil, err
			}
		case c == 0:
			// A glyph of which the file does not say what it means parts no word.
		case c == ' ' || c == '\r' || c == '\n' || unicode.IsSpace(c):
			if err := flush(i); err != nil {
				return nil, err
			}
		case c < ' ' || c == 0x7F || c == 0xFEFF || c == 0x200B || c == 0xAD && i+1 < len(chars) && unicode.IsLetter(chars[i+1]):
			// Signs that steer and show nothing.
		default:
			if start < 0 {
				start = i
			}
			buf = utf8.AppendRune(buf, c)
		}
	}
	return words, flush(len(chars))
}

// hyphenAtEnd is what PDFium gives for a hyphen at the end of a line. The halves stay two words, each with its place, as
// text recognition gives them too.
const hyphenAtEnd = 2

// chars reads the letters of a page by their index. They are read in one call where each has its place in the text.
func (g *guest) chars(text uint64, count int) ([]rune, error) {
	chars := make([]rune, 0, count)
	bytes := uint64(count+1) * 2
	p, err := g.call("malloc", bytes)
	if err != nil || p == 0 {
		return nil, errBroken
	}
	n, err := g.call("FPDFText_GetText", text, 0, uint64(count), p)
	if err != nil {
		return nil, err
	}
	if b, ok := g.mem.Read(uint32(p), uint32(bytes)); ok && int(int32(n)) == count+1 {
		for i := range count {
			u := rune(binary.LittleEndian.Uint16(b[2*i:]))
			if utf16.IsSurrogate(u) {
				chars = chars[:0]
				break
			}
			chars = append(chars, u)
		}
	}
	if _, err := g.call("free", p); err != nil {
		return nil, err
	}
	if len(chars) == count {
		return chars, nil
	}
	chars = chars[:0]
	unicodeOf := g.function("FPDFText_GetUnicode")
	for i := range count {
		c, err := g.invoke(unicodeOf, text, uint64(i))
		if err != nil {
			return nil, err
		}
		r := rune(uint32(c))
		if r > unicode.MaxRune || r >= 0xD800 && r < 0xE000 {
			r = 0
		}
		chars = append(chars, r)
	}
	return chars, nil
}

// placeWord asks for the place of a word: the line's height by its first and last letter where it stands upright, the ink
// of each of its letters where it does not.
func (g *guest) placeWord(text uint64, w *glyphWord) error {
	angle, err := g.invoke(g.function("FPDFText_GetCharAngle"), text, uint64(w.first))
	if err != nil {
		return err
	}
	if a := math.Float32frombits(uint32(angle)); a > 0 && a < 7 {
		w.angle = float64(a)
	}
	w.x0, w.y0, w.x1, w.y1 = math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	if w.angle < 0.02 || w.angle > 2*math.Pi-0.02 {
		loose := g.function("FPDFText_GetLooseCharBox")
		for _, i := range [2]int{w.first, w.last} {
			ok, err := g.invoke(loose, text, uint64(i), uint64(g.scratch))
			if err != nil {
				return err
			}
			if int32(ok) != 0 {
				w.cover(float64(g.float(g.scratch)), float64(g.float(g.scratch+12)), float64(g.float(g.scratch+8)), float64(g.float(g.scratch+4)))
			}
			if w.first == w.last {
				break
			}
		}
	}
	if w.x1-w.x0 < 0.01 || w.y1-w.y0 < 0.01 {
		tight := g.function("FPDFText_GetCharBox")
		s := uint64(g.scratch)
		for i := w.first; i <= w.last; i++ {
			ok, err := g.invoke(tight, text, uint64(i), s, s+8, s+16, s+24) // left, right, bottom, top
			if err != nil {
				return err
			}
			if int32(ok) != 0 {
				w.cover(g.double(g.scratch), g.double(g.scratch+16), g.double(g.scratch+8), g.double(g.scratch+24))
			}
		}
	}
	if math.IsInf(w.x0, 0) {
		w.x0, w.y0, w.x1, w.y1 = 0, 0, 0, 0
	}
	return nil
}

func (w *glyphWord) cover(x0, y0, x1, y1 float64) {
	w.x0, w.x1 = min(w.x0, x0, x1), max(w.x1, x0, x1)
	w.y0, w.y1 = min(w.y0, y0, y1), max(w.y1, y0, y1)
}

// uprightTurn is by how many quarter turns clockwise a page must be turned so that most of its letters stand upright.
func uprightTurn(words []glyphWord, shown int) int {
	var letters [4]int
	for _, w := range words {
		quarter := int(math.Round(w.angle/(math.Pi/2))) & 3
		if w.last-w.first >= 1 {
			letters[quarter] += w.last - w.first + 1
		}
	}
	best := 0
	for q := range letters {
		if letters[q] > letters[best] {
			best = q
		}
	}
	if letters[best] == 0 {
		return 0
	}
	return (8 - best - shown) & 3
}

// text reads page n of the file: its words with their places, and what can be told without recognition.
func (f *pdfFile) text(n int) (records.Page, error) {
	if n < 1 || n > f.pages {
		return records.Page{}, Problem(fmt.Sprintf("The file has no page %d.", n))
	}
	if !f.tried {
		f.tried = true
		f.quick = newQuickReader(f.file, f.size, f.pages)
	}
	quick, ok, check := f.quick.page(n)
	if ok && !check {
		return quick, nil
	}
	page, err := f.slowText(n)
	if ok && err == nil && !agree(quick, page) {
		f.quick.off = true
	}
	return page, err
}

// slowText reads page n with PDFium.
func (f *pdfFile) slowText(n int) (records.Page, error) {
	p, err := f.load(n)
	if err != nil {
		return records.Page{}, err
	}
	v, err := f.g.viewOf(p)
	if err != nil {
		return records.Page{}, err
	}
	found, err := f.g.glyphWords(p)
	if err != nil {
		return records.Page{}, err
	}
	turn := uprightTurn(found, v.turn)
	v.turn = (v.turn + turn) & 3
	w, h := v.size()
	page := records.Page{Width: float32(w), Height: float32(h), Rotation: turn * 90, Source: records.None}
	words := make([]records.Word, 0, len(found))
	for _, f := range found {
		b := v.box(f.x0, f.y0, f.x1, f.y1)
		if cx, cy := (b.X0+b.X1)/2, (b.Y0+b.Y1)/2; cx < 0 || cy < 0 || cx > page.Width || cy > page.Height {
			continue // outside of the page: nobody sees it
		}
		words = append(words, records.Word{Text: f.text, Box: b, Confidence: 100})
	}
	if page.Words = arrange(words); len(page.Words) > 0 {
		page.Source = records.Native
	}
	coverage, objects, err := f.g.pictureShare(p, v)
	if err != nil {
		return records.Page{}, err
	}
	page.Scan = coverage > 0.9 || coverage > 0.5 && len(page.Words) < 20
	if len(page.Words) == 0 && !page.Scan {
		page.Blank = objects == 0
		if objects > 0 {
			if page.Blank, err = f.noInk(n); err != nil {
				return records.Page{}, err
			}
		}
	}
	return page, nil
}
