package taggedpdf

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A glyph is one character on its line.
type glyph struct {
	cid   uint16
	face  uint8
	kind  glyphKind
	width int32 // thousandths of an em, as the font says
	kern  int16 // added after the glyph
	shift int16 // the glyph alone is drawn this much further right
}

type glyphKind uint8

const (
	inkGlyph   glyphKind = iota
	spaceGlyph           // a line may break after it
	breakGlyph           // a line breaks after it; drawn as a space
)

// Missing returns the characters of a text that none of the fonts can draw, each once, in order. A document
// with one of them is refused, so that no reader meets an empty box where a character stood.
func (f Fonts) Missing(text string) []rune {
	var missing []rune
	seen := map[rune]bool{}
	s := newShaper(f)
	for _, r := range clean(text) {
		if r == '\n' || seen[r] {
			continue
		}
		if _, _, ok := s.find(r, 0); !ok {
			seen[r] = true
			missing = append(missing, r)
		}
	}
	return missing
}

// clean brings a text into the form in which it is drawn.
func clean(s string) string {
	if strings.ContainsAny(s, "\r\t") {
		s = strings.ReplaceAll(s, "\r\n", "\n")
		s = strings.Map(func(r rune) rune {
			switch r {
			case '\r':
				return '\n'
			case '\t':
				return ' '
			}
			return r
		}, s)
	}
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, string(utf8.RuneError))
	}
	if !norm.NFC.IsNormalString(s) {
		s = norm.NFC.String(s)
	}
	return s
}

// A shaper turns text into glyphs, and remembers which glyphs each font has to hold.
type shaper struct {
	fonts [4]*Font // regular, bold, italic, both
	faces []*face
	uses  [4]int // index of each font's face, -1 before its first use
	rest  []*Font
	rests []int
}

func newShaper(f Fonts) *shaper {
	s := &shaper{fonts: [4]*Font{f.Regular, f.Bold, f.Italic, f.BoldItalic}, rest: f.Fallback, uses: [4]int{-1, -1, -1, -1}}
	for i, next := range [4]int{0, 0, 0, 1} {
		if s.fonts[i] == nil {
			s.fonts[i] = s.fonts[next]
		}
	}
	for range s.rest {
		s.rests = append(s.rests, -1)
	}
	return s
}

// Styles of text, as an index into the fonts.
const (
	boldStyle   = 1
	italicStyle = 2
)

// find returns the place of the font that draws a character and its glyph, -1 for a blank of no width.
// Places from 4 on are fallbacks.
func (s *shaper) find(r rune, style int) (place, glyph int, ok bool) {
	if refused(r) {
		return 0, 0, false
	}
	if invisible(r) {
		return style, -1, true
	}
	if g := s.fonts[style].inked(r); g != 0 {
		return style, g, true
	}
	if style != 0 {
		// The upright font is nearer to the text around than another design.
		if g := s.fonts[style&boldStyle].inked(r); g != 0 {
			return style & boldStyle, g, true
		}
		if g := s.fonts[0].inked(r); g != 0 {
			return 0, g, true
		}
	}
	for i, f := range s.rest {
		if g := f.inked(r); g != 0 {
			return 4 + i, g, true
		}
	}
	return 0, 0, false
}

// inked returns the glyph of a character, or 0 where it has none or would leave no ink though it should.
func (f *Font) inked(r rune) int {
	if f == nil {
		return 0
	}
	g := f.glyph(r)
	if g != 0 && len(f.outline(g)) == 0 && !unicode.IsSpace(r) {
		return 0
	}
	return g
}

// refused are characters that must not stand in an archival file, or that this package would draw wrong:
// controls and private use (a reader cannot know what they mean), the byte order mark, and scripts that are
// written from right to left or whose letters change with their neighbours.
func refused(r rune) bool {
	switch {
	case r < 0x20, r >= 0x7F && r < 0xA0, r == 0xFEFF, r&0xFFFE == 0xFFFE, r >= 0xFDD0 && r <= 0xFDEF:
		return true
	case r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069, r == 0x2028, r == 0x2029:
		return true
	case r >= 0x0590 && r <= 0x08FF, r >= 0xFB1D && r <= 0xFDFF, r >= 0xFE70 && r <= 0xFEFE, r >= 0x10800 && r <= 0x10FFF, r >= 0x1E800 && r <= 0x1EFFF:
		return true
	case r >= 0x0900 && r <= 0x109F, r >= 0x1780 && r <= 0x18AF, r >= 0xE000 && r <= 0xF8FF, r >= 0xF0000:
		return true
	}
	return false
}

// invisible are characters that guide the breaking of lines or the joining of letters, and leave no ink.
func invisible(r rune) bool {
	return r == 0xAD || r >= 0x200B && r <= 0x200F || r == 0x2060
}

// isMark says whether a character is drawn over the one before it.
func isMark(r rune) bool { return r >= 0x300 && unicode.Is(unicode.Mn, r) }

// faceAt returns the face of a font, taking it into the document at its first use.
func (s *shaper) faceAt(place int) uint8 {
	at := &s.uses[place&3]
	font := s.fonts[place&3]
	if place >= 4 {
		at, font = &s.rests[place-4], s.rest[place-4]
	}
	if *at < 0 {
		for i, f := range s.faces {
			if f.font == font {
				*at = i
				return uint8(i)
			}
		}
		*at = len(s.faces)
		s.faces = append(s.faces, newFace(font))
	}
	return uint8(*at)
}

// shape appends the glyphs of a text. The text has been cleaned.
func (s *shaper) shape(glyphs []glyph, text, where string, style int) ([]glyph, error) {
	start := len(glyphs)
	font := s.fonts[style]
	main := s.faceAt(style)
	previous, base := 0, -1 // glyph to kern with, and index of the glyph that marks are set on
	for _, r := range text {
		if r == '\n' {
			_, g, ok := s.find(' ', style)
			if !ok {
				return nil, &MissingGlyph{' ', where}
			}
			glyphs = append(glyphs, glyph{cid: s.faces[main].cid(' ', g), face: main, kind: breakGlyph})
			previous, base = 0, -1
			continue
		}
		place, g, at := style, 0, main
		if r < utf8.RuneSelf && r >= ' ' && r != 0x7F {
			g = int(font.latin[r])
		}
		if g == 0 {
			var ok bool
			if place, g, ok = s.find(r, style); !ok {
				return nil, &MissingGlyph{r, where}
			}
			if place != style {
				at = s.faceAt(place)
			}
		}
		f := s.faces[at]
		id := f.cid(r, g)
		out := glyph{cid: id, face: at, width: int32(f.chars[id].width)}
		if r == ' ' {
			out.kind = spaceGlyph
		}
		switch {
		case g >= 0 && isMark(r):
			if base >= start {
				out.shift = overBase(f, g, glyphs[base:], s.faces)
			}
			previous = 0
		case place != style || g < 0:
			previous = 0
			base = len(glyphs)
		default:
			if previous != 0 && font.kern != nil {
				if k, ok := font.kern[uint32(previous)<<16|uint32(g)]; ok {
					glyphs[len(glyphs)-1].kern = int16(font.milli(int(k)))
				}
			}
			previous = g
			base = len(glyphs)
		}
		glyphs = append(glyphs, out)
	}
	return glyphs, nil
}

// overBase returns how far right a mark is drawn so that it stands over the middle of its base, of which
// run holds the base and the marks since.
func overBase(f *face, mark int, run []glyph, faces []*face) int16 {
	base := faces[run[0].face]
	g := base.chars[run[0].cid].glyph
	if g < 0 {
		return 0
	}
	a, b := base.font.box(g)
	c, d := f.font.box(mark)
	middle := base.font.milli(a+b) - f.font.milli(c+d)
	return int16(middle/2 - int(run[0].width))
}
