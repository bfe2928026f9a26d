package pdf

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Word is what stands between two spaces of a line. Places are in points from the top left corner of
// the page, y downwards; of turned text they are along its own direction.
type Word struct {
	Text     string
	X0, X1   float64
	Y        float64 // base line
	Size     float64
	Bold     bool
	Italic   bool
	Faint    bool // not painted: the text behind a scanned page
	Artifact bool // marked as no part of the text: running heads, page numbers
	Mark     int  // of its first glyph, index of Shown.Marks; -1 where there is none
}

// A Line is one line of words, from left to right.
type Line struct {
	Words []Word
	Angle int // direction of the text, in degrees clockwise; upright lines come first
}

// Y returns the base line of most of the line: that of its longest word.
func (l Line) Y() float64 { return l.main().Y }

// Size returns the size of most of the line, in points.
func (l Line) Size() float64 { return l.main().Size }

func (l Line) main() Word {
	return slices.MaxFunc(l.Words, func(a, b Word) int { return cmp.Compare(len(a.Text), len(b.Text)) })
}

// X0 returns where the line begins, X1 where it ends.
func (l Line) X0() float64 { return l.Words[0].X0 }

// X1 returns where the line ends.
func (l Line) X1() float64 { return l.Words[len(l.Words)-1].X1 }

// Bold reports whether all words that hold a letter or digit are bold.
func (l Line) Bold() bool {
	some := false
	for _, w := range l.Words {
		if strings.IndexFunc(w.Text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) < 0 {
			continue
		}
		if !w.Bold {
			return false
		}
		some = true
	}
	return some
}

// Text returns the words with one space between them.
func (l Line) Text() string { return l.text(func(Word, Word) string { return " " }) }

// Spaced returns the words with one space between them, and with more where there is a wide gap, as
// between the columns of a table.
func (l Line) Spaced() string {
	return l.text(func(a, b Word) string {
		em := max(a.Size, b.Size, 1)
		n := int((b.X0 - a.X1) / em)
		return strings.Repeat(" ", 1+2*min(max(n, 0), 40))
	})
}

func (l Line) text(space func(a, b Word) string) string {
	var b strings.Builder
	for i, w := range l.Words {
		if i > 0 {
			b.WriteString(space(l.Words[i-1], w))
		}
		b.WriteString(w.Text)
	}
	return b.String()
}

// piece is a run of glyphs on one base line without a space: a word or a part of one.
type piece struct {
	Word
	angle  int
	order  int  // among the pieces of the page, as the content has them
	before bool // a space stands before it
	after  bool
}

// turned gives the place of a glyph along and across the direction of its text.
func turned(g *Glyph) (along, across float64) {
	switch g.Angle {
	case 0:
		return g.X, g.Y
	case 90:
		return g.Y, -g.X
	case 180:
		return -g.X, -g.Y
	case 270:
		return -g.Y, g.X
	}
	sin, cos := math.Sincos(float64(g.Angle) * math.Pi / 180)
	return g.X*cos + g.Y*sin, g.Y*cos - g.X*sin
}

// Lines puts the glyphs of a page into lines in reading order: down the page, each line from left to
// right; running text in columns column by column, but a table row by row; turned text after the upright. Every glyph is in a line;
// one that only thickens another, drawn twice a hair apart, counts once.
func (s *Shown) Lines() []Line {
	pieces := s.pieces()
	slices.SortStableFunc(pieces, func(a, b piece) int { return cmp.Compare(a.angle, b.angle) })
	var lines []Line
	for len(pieces) > 0 {
		n := 1
		for n < len(pieces) && pieces[n].angle == pieces[0].angle {
			n++
		}
		lines = append(lines, columns(rows(pieces[:n:n]))...)
		pieces = pieces[n:]
	}
	return lines
}

// pieces cuts the glyphs, in the order of the content, at spaces, jumps and changes of style.
func (s *Shown) pieces() []piece {
	var out []piece
	var text []byte
	var cur piece
	open, space := false, true
	pen := 0.0
	flush := func(after bool) {
		if open {
			cur.Text = string(text)
			cur.after = after
			cur.order = len(out)
			out = append(out, cur)
		}
		open, space = false, after
		text = text[:0]
	}
	for i := range s.Glyphs {
		g := &s.Glyphs[i]
		along, across := turned(g)
		if open {
			gap := along - pen
			f := g.Font
			switch {
			case g.Angle != cur.angle, math.Abs(across-cur.Y) > 0.1*cur.Size, gap < -0.5*cur.Size, gap > wordGap*cur.Size, s.spaced(i),
				math.Abs(g.Size-cur.Size) > 0.1*cur.Size, f.Bold != cur.Bold, f.Italic != cur.Italic, g.Faint != cur.Faint:
				flush(false)
			}
		}
		rest := g.Text
		total := utf8.RuneCountInString(rest)
		for n := 0; rest != ""; n++ {
			r, size := utf8.DecodeRuneInString(rest)
			if unicode.IsSpace(r) || r == 0 {
				if total > 1 || !taken(g) {
					flush(true)
				}
			} else {
				at := along
				if total > 1 {
					at += g.W * float64(n) / float64(total)
				}
				if !open {
					open = true
					cur = piece{angle: g.Angle, before: space, Word: Word{
						X0: at, Y: across, Size: g.Size, Bold: g.Font.Bold, Italic: g.Font.Italic, Faint: g.Faint, Mark: g.Mark,
						Artifact: g.Mark >= 0 && s.Marks[g.Mark].Artifact,
					}}
				}
				text = append(text, rest[:size]...)
				cur.X1 = at + g.W/float64(total)
			}
			rest = rest[size:]
		}
		if g.Text == "" && open {
			cur.X1 = max(cur.X1, along+g.W)
		}
		pen = along + g.Pen
	}
	flush(true)
	return out
}

// spaced reports whether the character spacing before glyph i parts two words, as some programs write a single space,
// and does not merely spread the letters of a title: then three gaps in a row are as wide.
func (s *Shown) spaced(i int) bool {
	if i == 0 {
		return false
	}
	gap := func(i int) float64 {
		if i < 1 || i >= len(s.Glyphs) || s.Glyphs[i].Angle != s.Glyphs[i-1].Angle {
			return -1
		}
		a, _ := turned(&s.Glyphs[i-1])
		b, _ := turned(&s.Glyphs[i])
		return b - a - s.Glyphs[i-1].W
	}
	prior := &s.Glyphs[i-1]
	if prior.Pen-prior.W <= wordGap*prior.Size {
		return false
	}
	here := gap(i)
	if here <= wordGap*prior.Size {
		return false
	}
	run := 0 // of gaps as wide as this one, this one among them
	near := func(i int) bool { return math.Abs(gap(i)-here) < 0.25*here }
	for k := i; k > i-3 && near(k); k-- {
		run++
	}
	for k := i + 1; k < i+3 && near(k); k++ {
		run++
	}
	return run < 3
}

// taken reports whether spacing takes back the width of a space, as some programs write kerning.
func taken(g *Glyph) bool { return g.Pen < 0.04*g.Size && g.W > wordGap*g.Size }

// wordGap is the gap, in sizes of the type, that parts words where no space does.
const wordGap = 0.1

// rows puts pieces that stand beside each other into lines, and joins the pieces of a word.
func rows(pieces []piece) []Line {
	slices.SortStableFunc(pieces, func(a, b piece) int { return cmp.Compare(a.Y, b.Y) })
	var groups [][]piece
	for _, p := range pieces {
		joined := false
		for i := len(groups) - 1; i >= 0 && i >= len(groups)-3; i-- {
			if beside(groups[i], p) {
				groups[i] = append(groups[i], p)
				joined = true
				break
			}
		}
		if !joined {
			groups = append(groups, append(make([]piece, 0, 16), p))
		}
	}
	lines := make([]Line, 0, len(groups))
	for _, g := range groups {
		slices.SortStableFunc(g, func(a, b piece) int { return cmp.Compare(a.X0, b.X0) })
		for _, layer := range layers(g) {
			lines = append(lines, Line{Words: join(layer), Angle: pieces[0].angle})
		}
	}
	return lines
}

// beside reports whether a piece stands on the same line as a group: whether they overlap in height by more than
// half of the smaller. Raised and lowered letters do; a large initial does only with the line it stands on.
func beside(group []piece, p piece) bool {
	for _, q := range group[max(0, len(group)-8):] {
		small, large := min(p.Size, q.Size), max(p.Size, q.Size)
		if large > 2*small && math.Abs(p.Y-q.Y) > 0.3*small {
			continue
		}
		top := max(p.Y-0.75*p.Size, q.Y-0.75*q.Size)
		bottom := min(p.Y+0.2*p.Size, q.Y+0.2*q.Size)
		if bottom-top > 0.5*0.95*small || p.Y == q.Y {
			return true
		}
	}
	return false
}

const maxLayers = 16

// layers parts the pieces of a line that lie on each other, such as a stamp on text, or a text that a page hides
// under another: each is a line of its own. A piece stays with those that the content has beside it. The second
// of two that are the same is left out: it makes the first look bold.
func layers(g []piece) [][]piece {
	apart := true
	for i := 1; i < len(g) && apart; i++ {
		apart = !over(g[i-1], g[i]) && !same(g[i-1], g[i])
	}
	if apart {
		return [][]piece{g}
	}
	var out [][]piece
	for _, p := range g {
		best, far := -1, 0
		again := false
		for i, layer := range out {
			last := layer[len(layer)-1]
			if same(last, p) {
				again = true
				break
			}
			if over(last, p) {
				continue
			}
			if d := max(p.order-last.order, last.order-p.order); best < 0 || d < far {
				best, far = i, d
			}
		}
		switch {
		case again:
		case best < 0 && len(out) < maxLayers:
			out = append(out, []piece{p})
		case best < 0: // a file that means harm
			out[0] = append(out[0], p)
		default:
			out[best] = append(out[best], p)
		}
	}
	return out
}

// over reports whether a piece begins well inside the one before it.
func over(last, p piece) bool { return p.X0 < last.X1-0.4*min(p.Size, last.Size) }

// same reports whether a piece is drawn on one that says the same.
func same(last, p piece) bool {
	return p.Text == last.Text && math.Abs(p.X0-last.X0) < 0.1*p.Size && math.Abs(p.Y-last.Y) < 0.1*p.Size
}

// join makes words of the pieces of a line, which are in order.
func join(g []piece) []Word {
	words := make([]Word, 0, len(g))
	var last piece
	for i, p := range g {
		if i > 0 {
			w := &words[len(words)-1]
			gap := p.X0 - w.X1
			if !p.before && !last.after && gap < wordGap*max(p.Size, w.Size) && gap > -0.5*min(p.Size, w.Size) {
				w.Text += p.Text
				w.X1 = max(w.X1, p.X1)
				last = p
				continue
			}
		}
		words = append(words, p.Word)
		last = p
	}
	return words
}
