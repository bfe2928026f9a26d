package bundle

import (
	"fmt"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goitalic"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/gomonobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/gofont/gosmallcaps"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"github.com/openimr/openimr/taggedpdf/serif"
)

// A face is a typeface that papers are set in.
type face uint8

const (
	sans face = iota
	sansBold
	sansItalic
	mono
	monoBold
	roman
	romanBold
	romanItalic
	smallCaps
	faces
)

// A cut is a parsed typeface with the advance widths and glyphs of its Latin letters.
type cut struct {
	data    []byte
	font    *sfnt.Font
	advance [256]float32 // of the characters of Windows-1252, in ems
	glyph   [256]sfnt.GlyphIndex
}

const unitsPerEm = 2048 // the size at which outlines are loaded; any other would do

var cuts = sync.OnceValue(func() [faces]*cut {
	files := [faces][]byte{
		sans: goregular.TTF, sansBold: gobold.TTF, sansItalic: goitalic.TTF, mono: gomono.TTF, monoBold: gomonobold.TTF,
		roman: serif.Files().Regular, romanBold: serif.Files().Bold, romanItalic: serif.Files().Italic, smallCaps: gosmallcaps.TTF,
	}
	var cs [faces]*cut
	for i, data := range files {
		f, err := sfnt.Parse(data)
		if err != nil {
			panic(fmt.Sprintf("bundle: typeface %d: %v", i, err)) // the files are part of the program
		}
		c := &cut{data: data, font: f}
		var b sfnt.Buffer
		for code := 32; code < 256; code++ {
			g, err := f.GlyphIndex(&b, runeOf(byte(code)))
			if err != nil || g == 0 {
				continue
			}
			adv, err := f.GlyphAdvance(&b, g, fixed.I(unitsPerEm), font.HintingNone)
			if err != nil {
				continue
			}
			c.glyph[code], c.advance[code] = g, float32(adv)/64/unitsPerEm
		}
		cs[i] = c
	}
	return cs
})

// runeOf is the character of a code of Windows-1252; codes that papers do not use are their Latin-1 selves.
func runeOf(code byte) rune {
	switch code {
	case 0x91:
		return '‘'
	case 0x92:
		return '’'
	case 0x93:
		return '“'
	case 0x94:
		return '”'
	case 0x95:
		return '•'
	case 0x96:
		return '–'
	case 0x97:
		return '—'
	}
	return rune(code)
}

// codes is a text in Windows-1252; what it cannot hold becomes "?".
func codes(s string) []byte {
	out := make([]byte, 0, len(s))
	for _, r := range s {
		switch {
		case r < 0x80 || r >= 0xA0 && r < 0x100:
			out = append(out, byte(r))
		default:
			c := byte('?')
			for code := byte(0x91); code <= 0x97; code++ {
				if runeOf(code) == r {
					c = code
				}
			}
			out = append(out, c)
		}
	}
	return out
}

// width is how wide a text is at a size, in points.
func (f face) width(s string, size float32) float32 {
	c := cuts()[f]
	var w float32
	for _, code := range codes(s) {
		w += c.advance[code]
	}
	return w * size
}

// heavy is the bold face that goes with a face.
func (f face) heavy() face {
	switch f {
	case mono, monoBold:
		return monoBold
	case roman, romanBold, romanItalic:
		return romanBold
	}
	return sansBold
}

// slanted is the italic that goes with a face; the typewriter has none.
func (f face) slanted() face {
	switch f {
	case mono, monoBold:
		return mono
	case roman, romanBold, romanItalic:
		return romanItalic
	}
	return sansItalic
}
